"""What makes a candidate doubtful is told by facts of its reading, and sorts those first that weigh most."""

from __future__ import annotations

from datetime import date

from kaimen.evidence import Document
from kaimen.extract import MARKS, doubt_order, extract, marks_of

TEXT = """On 18 February 2024 Hebei Province held a meeting.

Hebei will build 120 schools in 2024.

Last year the gross domestic product of Hebei was 4.4 trillion yuan, an increase of 55%.

In 2023 Hebei built 3,100 km of roads.
"""


def test_a_candidate_has_the_marks_of_its_reading_alone() -> None:
    extraction, _ = extract(Document("x.txt", TEXT, published=date(2024, 2, 20)))
    found = {candidate.quote.strip()[:30]: marks_of(extraction, candidate) for candidate in extraction.candidates}
    assert found["Hebei will build 120 schools i"] == ()
    marks = {mark for own in found.values() for mark in own}
    assert {"error", "reported"} <= marks <= set(MARKS)
    flagged = [candidate for candidate in extraction.candidates if candidate.flags]
    assert flagged
    for candidate in extraction.candidates:
        own = marks_of(extraction, candidate)
        assert ("error" in own or "remark" in own) == bool(candidate.flags)
        assert list(own) == [mark for mark in MARKS if mark in own]


def test_errors_come_first_and_then_the_text_decides() -> None:
    extraction, _ = extract(Document("x.txt", TEXT, published=date(2024, 2, 20)))
    ordered = sorted(extraction.candidates, key=doubt_order(extraction))
    assert "error" in marks_of(extraction, ordered[0])
    plain = [candidate.start for candidate in ordered if not marks_of(extraction, candidate)]
    assert plain == sorted(plain)
    assert [bool(marks_of(extraction, c)) for c in ordered] == sorted(
        (bool(marks_of(extraction, c)) for c in ordered), reverse=True
    )


def test_a_name_that_several_regions_have_is_a_doubt_after_errors_and_before_remarks() -> None:
    text = "Taizhou will build 120 schools in 2024.\n\nHebei will build 80 schools in 2024.\n"
    extraction, _ = extract(Document("x.txt", text, published=date(2024, 2, 20)))
    own = {candidate.quote.split()[0]: marks_of(extraction, candidate) for candidate in extraction.candidates}
    assert own == {"Taizhou": ("which",), "Hebei": ()}
    assert MARKS.index("error") < MARKS.index("which") < MARKS.index("remark")
