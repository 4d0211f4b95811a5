"""A name to write to says the form: one that says another form is refused before anything is read or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaimen.cli.asking import other_ending
from tests.command_line import run

REFUSED = {
    "extract news.txt": "reading.pdf",
    "solve q.toml": "plan.xlsx",
    "compare a.kaimen b.kaimen": "moves.svg",
    "phasing a.kaimen": "chart.csv",
    "report a.kaimen": "paper.docx",
    "warn list.csv": "warnings.xlsx",
    "delivery": "board.pdf",
    "service open": "open.html",
    "service clocks": "curves.csv",
    "indicators show GDP": "series.html",
    "guide North": "guide.txt",
}


@pytest.mark.parametrize("command", REFUSED)
def test_a_name_that_says_another_form_is_refused(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*command.split(), "-o", REFUSED[command], code=2)["misuse"]
    assert REFUSED[command] in said
    assert "ending in ." in said
    assert not list(tmp_path.iterdir())


def test_the_case_of_an_ending_does_not_matter() -> None:
    assert other_ending(Path("PLAN.XLSX"), (".xlsx",)) == ""
    assert other_ending(None, (".xlsx",)) == ""
    assert other_ending(Path("plan"), (".xlsx",)) == '-o takes a name ending in .xlsx, not "plan".'
    assert other_ending(Path("a.b"), (".csv", ".svg", ".html"), "export") == (
        'export takes a name ending in .csv, .svg or .html, not "a.b".'
    )
