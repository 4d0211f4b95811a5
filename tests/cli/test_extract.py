"""`kaimen extract`: what it prints and writes, and that no announcement, however broken, ends in a traceback."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import kaimen as km
from kaimen.cli.app import app

ROOT = Path(__file__).parents[2]
DONE, WRONG, MISUSE = 0, 1, 2
TEXT = """\
Westmoor Province opens the year
Published 2027-01-04

In 2026 the economy of Westmoor Province grew by 52 percent.
This year it will start about 120 key projects, with an investment of 86 billion yuan.
"""


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["extract", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_screen_shows_figures_periods_and_findings(news: Path) -> None:
    code, out, _ = run(news)
    assert code == DONE
    assert out.startswith("news.txt · 3 candidates · 3 with a figure · 1 finding\n")
    assert "about 120 projects" in out
    assert "E210  news.txt, line 4" in out
    assert "5.2 %" in out


def test_the_tutorial_shows_what_is_printed() -> None:
    _, out, _ = run(ROOT / "examples" / "announcement" / "westmoor.txt")
    assert out.count("\n") > 10
    assert out.rstrip() in (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_json_has_quantities_candidates_and_findings_that_point_into_the_text(news: Path) -> None:
    code, out, _ = run(news, "--json")
    read: dict[str, Any] = json.loads(out)
    assert code == DONE
    assert list(read) == ["document", "quantities", "candidates", "reports_due", "findings"]
    assert read["document"]["published"] == "2027-01-04"
    assert [(q["surface"], q["value"], q["unit"], q["qualifier"]) for q in read["quantities"]] == [
        ("52 percent", "52", "%", "="),
        ("120", "120", "projects", "~"),
        ("86 billion yuan", "86000000000", "CNY", "="),
    ]
    for part in (*read["quantities"], *read["findings"]):
        assert TEXT[part["start"] : part["end"]] in (part.get("surface"), part.get("found"))
    assert all(TEXT[c["start"] : c["end"]] == c["quote"] for c in read["candidates"])
    assert [c["quantity"] for c in read["candidates"]] == [0, 1, 2]
    assert read["candidates"][0]["flags"] == ["E210"]


def test_several_files_are_one_document_and_one_list(news: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("2027年1月5日 今年全省安排重点项目1508个。", encoding="utf-8")
    target = tmp_path / "list.csv"
    code, out, _ = run(news, other, tmp_path / "absent.txt", "--json", "-o", target)
    assert code == WRONG
    names = [part["document"]["name"] for part in json.loads(out)["documents"]]
    assert names == ["news.txt", "other.txt", "absent.txt"]
    assert json.loads(out)["documents"][2]["findings"][0]["code"] == "E101"
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [row["document"] for row in rows] == ["news.txt"] * 3 + ["other.txt"]
    assert rows[3]["value"] == "1508"


def test_files_of_one_region_are_held_against_those_published_before(tmp_path: Path) -> None:
    texts = {
        "now.txt": "2027年1月5日 河北省安排水利建设资金320万元。",
        "then.txt": "2026年1月5日 河北省安排水利建设资金300亿元。",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, _ = run(tmp_path / "now.txt", tmp_path / "then.txt", "--json")
    now, then = json.loads(out)["documents"]
    assert code == DONE
    told = [(finding["code"], [row["figure"]["surface"] for row in finding["before"]]) for finding in now["findings"]]
    assert told == [("W230", ["300亿元"])]
    row = now["findings"][0]["before"][0]
    assert (row["document"], row["published"]) == ("then.txt", "2026-01-05")
    assert texts["then.txt"][row["start"] : row["end"]] == row["quote"]
    assert 'told before in then.txt, 2026-01-05 [0:26]: "' in run(tmp_path / "now.txt", tmp_path / "then.txt")[1]
    assert now["candidates"][0]["flags"] == ["W230"]
    assert then["findings"] == []


def test_the_list_is_written_in_three_forms(news: Path, tmp_path: Path) -> None:
    for name in ("list.csv", "list.xlsx", "list.jsonl"):
        assert run(news, "-o", tmp_path / name)[0] == DONE
    book = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    rows = list(csv.reader(io.StringIO((tmp_path / "list.csv").read_text(encoding="utf-8-sig"))))
    assert book == rows
    lines = [json.loads(line) for line in (tmp_path / "list.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["quantity"]["value"] for line in lines] == ["52", "120", "86000000000"]


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text('=HYPERLINK("http://x") costs 5 billion yuan.', encoding="utf-8")
    assert run(path, "-o", tmp_path / "list.csv")[0] == DONE
    [row] = list(csv.DictReader(io.StringIO((tmp_path / "list.csv").read_text(encoding="utf-8-sig"))))
    assert row["quote"].startswith("'=")


def test_the_day_is_asked_for_and_never_guessed(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("This year the city will start 120 projects.", encoding="utf-8")
    undated = json.loads(run(path, "--json")[1])
    assert [finding["code"] for finding in undated["findings"]] == ["E201"]
    assert undated["candidates"][0]["time"]["to"] is None
    dated = json.loads(run(path, "--json", "--date", "2027-01-04")[1])
    assert dated["findings"] == []
    assert dated["candidates"][0]["time"]["to"] == "2027-12-31"


@pytest.mark.parametrize(
    "words",
    [["--date", "yesterday"], ["--date", "2027-02-30"], ["-o", "list.docx"], []],
)
def test_misuse_is_told(news: Path, words: list[str]) -> None:
    code, out, err = run(*([news] if words else []), *words)
    assert code == MISUSE
    assert out == ""
    assert err


BROKEN = {
    "empty": (b"", "E102"),
    "no text in any encoding": (b"\x81\xff\x81\xff" * 9, "E104"),
    "far too long": (b"7" * 3_000_001, "E103"),
    "blank": (b" \n\t\r\n", "E102"),
    "binary": (bytes(range(256)) * 40, "E103"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "E103"),
    "cut utf-16": ("年产1508个项目".encode("utf-16")[:-1], "E104"),
    "markup only": (b"<!doctype html><html><script>var a = 9;</script></html>", "E102"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, name: str) -> None:
    content, expected = BROKEN[name]
    path = tmp_path / "news.txt"
    path.write_bytes(content)
    code, out, _ = run(path, "--json")
    assert code == WRONG
    assert [finding["code"] for finding in json.loads(out)["findings"]] == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_common_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes("2027年1月5日，全省今年安排重点项目1508个，年度计划投资1万亿元。".encode(encoding))
    code, out, _ = run(path, "--json")
    read = json.loads(out)
    assert code == DONE
    assert [quantity["value"] for quantity in read["quantities"]] == ["1508", "1000000000000"]
    assert read["document"]["published"] == "2027-01-05"


def test_a_web_page_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "news.html"
    path.write_text(
        "<html><head><title>9 projects</title><meta property='article:published_time' content='2027-01-04T08:00'>"
        "</head><body><script>start(77)</script><p>This year it will start <b>120</b> projects.</p></body></html>",
        encoding="utf-8",
    )
    read = json.loads(run(path, "--json")[1])
    assert [quantity["value"] for quantity in read["quantities"]] == ["120"]
    assert read["document"]["published"] == "2027-01-04"


@pytest.mark.parametrize("piece", ["投资1万亿元，", "9,000 firms and ", "一二三四", "1,", "will promote a ", "百分之"])
def test_a_very_long_sentence_is_read_in_time_linear_in_its_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    extraction, _ = km.extract(km.Document("long", text))
    assert all(text[c.start : c.end] == c.quote for c in extraction.candidates)


def test_the_interface_reads_a_file_with_a_day(news: Path, tmp_path: Path) -> None:
    document, findings = km.read_document(news, published="2027-02-01")
    assert document is not None
    assert not findings
    extraction, findings = km.extract(document)
    assert [finding.code for finding in findings] == ["E210"]
    assert not km.save_candidates(tmp_path / "list.jsonl", [extraction])
    with pytest.raises(km.KaimenError, match="2024-02-19"):
        km.read_document(news, published="soon")
    with pytest.raises(km.KaimenError, match="csv"):
        km.save_candidates(tmp_path / "list.docx", [extraction])
