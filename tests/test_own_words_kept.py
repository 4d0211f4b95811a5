"""Words of an office on the command line: taken in, shown, written out, and read with; a name answered by a key."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kaimen.cli.app import app

NEWS = "Published 2024-02-19\n\nTaizhou will build 12 schools this year.\n"


def run(*words: str, keys: str = "") -> Result:
    return CliRunner().invoke(app, list(words), input=keys)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    return tmp_path


def adcodes(*options: str) -> list[str]:
    found = json.loads(run("extract", "news.txt", "--json", *options).stdout)
    return [candidate["where"]["adcode"] for candidate in found["candidates"]]


def test_tables_are_taken_in_listed_used_and_written_out(folder: Path) -> None:
    (folder / "ours").mkdir()
    (folder / "ours" / "meant.csv").write_text("name;code\nTaizhou;331000\n", encoding="utf-8")
    (folder / "ours" / "titles.txt").write_text("专班组长\n", encoding="utf-8")
    assert "Nothing was kept" in run("words", "import", "ours", "-w", "office.db").stdout
    kept = run("words", "import", "ours", "-w", "office.db", "--keep", "--json")
    assert kept.exit_code == 0
    assert {row["table"]: (row["before"], row["after"]) for row in json.loads(kept.stdout)["tables"]} == {
        "meant": (0, 1),
        "titles": (0, 1),
    }
    assert adcodes() == ["321200"]
    assert adcodes("-w", "office.db") == ["331000"]
    assert "Taizhou | 331000" in run("words", "list", "-w", "office.db").stdout
    assert run("words", "export", "out", "-w", "office.db").exit_code == 0
    assert adcodes("--words", "out") == ["331000"]


def test_what_is_no_table_or_no_line_is_told_and_the_rest_is_kept(folder: Path) -> None:
    (folder / "meant.txt").write_text("Taizhou | 331000\nnonsense\nSuzhou | 110000\n", encoding="utf-8")
    (folder / "other.txt").write_text("x\n", encoding="utf-8")
    told = run("words", "import", "meant.txt", "other.txt", "gone.csv", "-w", "office.db", "--keep", "--json")
    assert told.exit_code == 1
    codes = [finding["code"] for finding in json.loads(told.stdout)["findings"]]
    assert codes == ["E227", "E227", "E227", "E227"]
    assert adcodes("-w", "office.db") == ["331000"]


@pytest.mark.usefixtures("folder")
def test_a_key_says_which_region_is_meant_and_the_pledge_says_it() -> None:
    assert run("review", "news.txt", "-w", "office.db", keys="2n\naq").exit_code == 0
    assert "Taizhou, Zhejiang" in run("pledges", "-w", "office.db").stdout
    log = run("ledger", "log", "-w", "office.db").stdout
    assert log.index("meant") < log.index("confirm")
    assert adcodes("-w", "office.db") == ["331000"]
    assert run("ledger", "verify", "-w", "office.db").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_what_pledges_can_become_is_toml_with_their_sentences(tmp_path: Path) -> None:
    text = "Published 2024-02-19\n\nHebei will start 120 key projects this year.\n\n"
    text += "Hebei's economy will grow by 5 percent this year.\n"
    (tmp_path / "hebei.txt").write_text(text, encoding="utf-8")
    run("review", "hebei.txt", "-w", "office.db", keys="aaq")
    shown = run("pledges", "--rules", "-w", "office.db").stdout
    tables = tomllib.loads(shown)
    assert [rule["count"] for rule in tables["rule"]] == [120]
    assert [test["target"] for test in tables["test"]] == ["5"]
    assert "rate of change" in shown
    told = json.loads(run("pledges", "--rules", "--json", "-w", "office.db").stdout)
    assert [rule["kind"] for rule in told["rules"]] == ["count", "test"]


def test_a_backup_never_goes_over_what_is_no_backup(folder: Path) -> None:
    run("words", "import", "news.txt", "-w", "office.db")
    before = (folder / "office.db").read_bytes()
    refused = run("backup", "office.db", "-w", "office.db")
    assert (refused.exit_code, "E105" in refused.output) == (1, True)
    assert (folder / "office.db").read_bytes()[:16] == before[:16] == b"SQLite format 3\0"
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("backup", "notes.txt", "-w", "office.db").exit_code == 1
    assert run("ledger", "checkpoint", "notes.txt", "-w", "office.db").exit_code == 1
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    for _ in range(2):
        assert run("ledger", "checkpoint", "mark.json", "-w", "office.db").exit_code == 0
    for _ in range(2):
        assert run("backup", "office.backup", "-w", "office.db").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_no_pledges_are_said() -> None:
    run("words", "import", "news.txt", "-w", "office.db")
    assert "no pledges" in run("pledges", "-w", "office.db").stdout
