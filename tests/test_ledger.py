"""The ledger: what gets in, what an entry changes, and how it stood on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.errors import KaimenError
from kaimen.evidence import Citation, Document
from kaimen.extract import Candidate, confirm, extract, pledge_of
from kaimen.ledger import Amendment, Confirmation, Entry, Ledger, Pledge, Retraction, check_citation, ledger_of

TEXT = Document(
    "news.txt",
    "In 2024 the North will select about 100 lead projects from its reserve, and release 15 square kilometres of land.",
    published=date(2024, 2, 19),
)
DAY = date(2024, 2, 20)


def pledge(name: str = "P-1", what: str = "lead projects") -> Pledge:
    return Pledge(name, what, TEXT.passage(8, 17))


def test_a_candidate_becomes_a_pledge_with_its_sentence_its_figure_and_its_day() -> None:
    extraction, _ = extract(TEXT)
    candidate = next(c for c in extraction.candidates if c.quantity is not None)

    found = confirm(Ledger(), extraction, candidate, "P-1", by="review", on=DAY).pledges["P-1"]

    assert TEXT.text[found.passage.start : found.passage.end] == found.passage.quote
    assert found.figure is not None
    assert found.figure.quote == "100"
    assert found.target is not None
    assert (found.target.value, found.target.qualifier) == (Decimal(100), "~")
    assert found.due == date(2024, 12, 31)


def test_a_candidate_is_no_pledge_and_the_ledger_has_no_door_for_it() -> None:
    extraction, _ = extract(TEXT)
    candidate = extraction.candidates[0]

    assert Pledge not in Candidate.__mro__
    with pytest.raises(KaimenError, match="this is a Candidate"):
        Ledger().confirm(candidate, "review", DAY)  # type: ignore[arg-type]  # this is the point
    assert isinstance(pledge_of(extraction, candidate, "P-1"), Pledge)


def test_every_change_is_an_entry_and_the_old_ledger_stays_as_it_was() -> None:
    first = Ledger().confirm(pledge(), "review", DAY)
    second = first.amend(pledge(what="projects that lead"), "review", DAY, "clearer")
    third = second.retract("P-1", "review", DAY, "corrected by its author")

    assert [len(ledger.entries) for ledger in (first, second, third)] == [1, 2, 3]
    assert first.pledges["P-1"].what == "lead projects"
    assert second.pledges["P-1"].what == "projects that lead"
    assert third.pledges == {}
    assert [type(entry) for entry in third.history("P-1")] == [Confirmation, Amendment, Retraction]


def test_the_ledger_can_be_told_as_of_any_day() -> None:
    ledger = Ledger().confirm(pledge(), "review", DAY).confirm(pledge("P-2"), "review", DAY + timedelta(3))
    ledger = ledger.retract("P-1", "review", DAY + timedelta(5), "corrected")

    states = {day: set(ledger.as_of(DAY + timedelta(day)).pledges) for day in (-1, 0, 3, 5)}
    assert states == {-1: set(), 0: {"P-1"}, 3: {"P-1", "P-2"}, 5: {"P-2"}}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Confirmation("review", DAY, pledge()), "E703"),
        (Confirmation("review", DAY, pledge("gone")), "E703"),
        (Amendment("review", DAY, pledge("none"), "clearer"), "E703"),
        (Retraction("review", DAY, "gone", "again"), "E703"),
        (Confirmation("review", DAY - timedelta(1), pledge("P-3")), "E704"),
    ],
)
def test_an_entry_that_does_not_fit_is_left_out_and_said(entry: Entry, code: str) -> None:
    start = Ledger().confirm(pledge(), "review", DAY).confirm(pledge("gone"), "review", DAY)
    start = start.retract("gone", "review", DAY, "corrected")

    ledger, findings = ledger_of([*start.entries, entry])

    assert ledger == start
    assert [finding.code for finding in findings] == [code]


def test_misuse_of_the_interface_raises() -> None:
    ledger = Ledger().confirm(pledge(), "review", DAY)

    with pytest.raises(KaimenError, match="already"):
        ledger.confirm(pledge(), "review", DAY)
    with pytest.raises(KaimenError, match="not in the ledger"):
        ledger.retract("P-9", "review", DAY, "why not")


def test_only_what_stands_in_the_ledger_can_be_cited() -> None:
    ledger = Ledger().confirm(pledge(), "review", DAY).confirm(pledge("P-2"), "review", DAY)
    ledger = ledger.retract("P-2", "review", DAY, "corrected")

    codes = {
        name: [finding.code for finding in check_citation(ledger, Citation(pledge=name), "rule")]
        for name in ("P-1", "P-2", "P-3", "")
    }
    assert codes == {"P-1": [], "P-2": ["E702"], "P-3": ["E701"], "": []}


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    found: list[Entry] = []
    for _ in range(draw(st.integers(0, 12))):
        name, day = draw(st.sampled_from("ABC")), DAY + timedelta(draw(st.integers(0, 3)))
        kind = draw(st.sampled_from((Confirmation, Amendment, Retraction)))
        if kind is Retraction:
            found.append(Retraction("review", day, name, "why"))
        elif kind is Amendment:
            found.append(Amendment("review", day, replace(pledge(name), what=draw(st.sampled_from("xy"))), "why"))
        else:
            found.append(Confirmation("review", day, pledge(name)))
    return found


@given(entries())
def test_any_entries_give_a_ledger_that_only_grows(made: list[Entry]) -> None:
    ledger, findings = ledger_of(made)

    assert len(ledger.entries) + len(findings) == len(made)
    assert ledger_of(ledger.entries) == (ledger, [])
    days = [entry.on for entry in ledger.entries]
    assert days == sorted(days)
    standing = {e.pledge.id for e in ledger.entries if isinstance(e, Confirmation)}
    standing -= {e.pledge for e in ledger.entries if isinstance(e, Retraction)}
    assert set(ledger.pledges) == standing
    for day in {DAY, *days}:
        earlier = ledger.as_of(day)
        assert earlier.entries == ledger.entries[: len(earlier.entries)]


def test_the_history_of_a_pledge_has_its_own_entries_only() -> None:
    both = Ledger().confirm(pledge(), "review", DAY).confirm(pledge("P-2"), "review", DAY)
    ledger = both.retract("P-1", "review", DAY, "corrected by its author")

    assert ledger.history("P-1") == (ledger.entries[0], ledger.entries[2])
    assert ledger.history("P-2") == (ledger.entries[1],)
