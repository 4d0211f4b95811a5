"""The benchmark of reading over one's own folder: rows that cannot be used are said, scores are those of a hand."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TEXT = (
    "Westgate, 4 January 2027\r\n\r\nThe county will build 42 bridges and 7 weirs in 2027.\r\n"
    "It will spend 3 billion yuan.\r\n"
)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    return importlib.import_module("reading")


def row(surface: str, value: float, unit: str, **other: Any) -> dict[str, Any]:
    start = TEXT.index(surface)
    place = {"start": start, "end": start + len(surface)}
    return {
        **{"id": surface, "tier": "core", "kind": "quantified", "quote": surface, **place, "status": "promised"},
        "who": {"person": None, "attribution": "document"},
        "where": {"adcode": None},
        "quantity": {"surface": surface, **place, "value": value, "unit": unit, "qualifier": "=", "direction": None},
        "time": {"from": "2027-01-01", "to": "2027-12-31"},
        **other,
    }


def scored(reading: ModuleType, folder: Path, rows: bytes) -> dict[str, Any]:
    (folder / "west.txt").write_bytes(TEXT.encode())
    (folder / "west.jsonl").write_bytes(rows)
    assert reading.main([str(folder), "--json", str(folder / "out.json")]) == 0
    [result] = json.loads((folder / "out.json").read_text(encoding="utf-8"))["texts"]
    return dict(result)


def test_rows_that_cannot_be_used_are_said_and_the_others_count(reading: ModuleType, tmp_path: Path) -> None:
    good = [json.dumps(row("42", 42, "bridges")), json.dumps(row("7 weirs", 70, "weirs"))]
    bad = [
        *('{"id": 1,', "[]", "null", "{}", "[" * 100_000),
        json.dumps(row("42", 42, "bridges", quote="43")),
        json.dumps(row("42", 42, "bridges", start=-5)),
        json.dumps(row("42", 42, "bridges", quantity={"value": "many"})),
        json.dumps(row("42", 42, "bridges", who=None)),
    ]
    lines = "\r\n".join([*good, *bad, ""])
    result = scored(reading, tmp_path, b"\xef\xbb\xbf" + lines.encode())
    assert len(result["rows_left_out"]) == 9  # eight, and how many more
    assert "line 3: no JSON" in result["rows_left_out"][0]
    # three figures read, two asked for, one of them with its value; both rows are found, as the place is the same
    assert (result["read"], result["expected"]) == (3, 2)
    assert result["quantities"] == pytest.approx({"precision": 1 / 3, "recall": 1 / 2, "f1": 0.4})
    assert result["fields"]["found"]["right"] == 2


def test_a_field_counts_over_all_core_rows_that_have_it(reading: ModuleType, tmp_path: Path) -> None:
    absent = row("spend", 5, "CNY")
    wrong = row("3 billion yuan", 3e9, "CNY", status="reported")
    result = scored(reading, tmp_path, "\n".join(map(json.dumps, (absent, wrong, row("42", 42, "bridges")))).encode())
    modality, found = result["fields"]["modality"], result["fields"]["found"]
    assert (found["right"], found["of"]) == (2, 3)
    assert {name: modality[name] for name in ("precision", "recall", "f1")} == pytest.approx(
        {"precision": 1 / 2, "recall": 1 / 3, "f1": 0.4}
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--dates", "west"], "NAME=DAY"),
        (["--dates", "west=soon"], "NAME=DAY"),
        (["--planted", "-1"], "0 or more"),
        (["--json", "/nowhere/at/all.json"], "in a folder that is there"),
    ],
)
def test_wrong_arguments_are_said(
    reading: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        reading.main([str(tmp_path), *words])
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err
    assert reading.main([str(tmp_path / "absent")]) == 1
    assert "is no folder, or holds no" in capsys.readouterr().err
