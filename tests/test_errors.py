"""Findings: what a reader is told, and where."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import FINDINGS, NOWHERE, Finding, KaimenError, Place, has_errors


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (NOWHERE, ""),
        (Place("a.csv", cell="H12"), "a.csv, cell H12"),
        (Place("a.xlsx", "List", "H12"), "a.xlsx, sheet List, cell H12"),
        (Place("s.toml", line=7, key="quota land.amount"), "s.toml, line 7, quota land.amount"),
        (Place("n.txt", start=0, end=4), "n.txt, characters 0 to 4"),
    ],
)
def test_a_place_says_what_is_known(place: Place, text: str) -> None:
    assert str(place) == text


def test_a_finding_is_one_line_with_what_where_why_and_what_to_do() -> None:
    place = Place("list.csv", cell="F3")
    finding = Finding("E303", "The cost is not a number.", place, "a number", '"n/k"', "Correct it.")
    line = 'E303  list.csv, cell F3: The cost is not a number. Expected a number, found "n/k". Correct it.'
    assert str(finding) == line
    assert str(Finding("E102", "The file is empty.")) == "E102  The file is empty."
    assert str(Finding("E102", "The file is empty.", found="none")) == "E102  The file is empty. Found none."


def test_a_finding_moves_to_a_place_without_changing() -> None:
    finding = Finding("E102", "The file is empty.", fix="Choose another.")
    moved = finding.at(Place("a.csv"))
    assert (moved.place, finding.place) == (Place("a.csv"), NOWHERE)
    assert moved.at(NOWHERE) == finding
    assert len({finding, moved.at(NOWHERE)}) == 1


@given(st.text())
def test_only_codes_of_the_table_are_codes(code: str) -> None:
    if code in FINDINGS:
        Finding(code, "x")
    else:
        with pytest.raises(KaimenError, match="FINDINGS"):
            Finding(code, "x")


@pytest.mark.parametrize("code", sorted(FINDINGS))
def test_a_code_says_whether_it_is_an_error(code: str) -> None:
    assert re.fullmatch(r"[EW]\d{3}", code)
    finding = Finding(code, "x")
    assert finding.is_error == (code[0] == "E") == has_errors([Finding("W309", "y"), finding])


def test_numbers_of_codes_are_used_once_and_titles_are_plain() -> None:
    numbers = [code[1:] for code in FINDINGS]
    assert len(set(numbers)) == len(numbers)
    assert all(title and title[0].islower() and not title.endswith(".") for title in FINDINGS.values())
    assert not has_errors([])
