"""What makes a candidate doubtful, as far as the reader itself can tell: marks, each a fact and none a probability."""

from __future__ import annotations

from collections.abc import Callable

from kaimen.extract.types import Candidate, Extraction, PlaceQuestion

MARKS = ("error", "which", "remark", "reported", "estimated", "nowhere", "undated", "inherited")
"""The marks, what weighs most first: a finding of an error, a name that several regions have, another finding, no
promise in the words, no place, no day, and a speaker carried on from a sentence before."""


def questions_about(extraction: Extraction, candidate: Candidate) -> list[PlaceQuestion]:
    """Return the names that nothing tells apart and that a candidate's place rests on, or its sentence holds."""
    return [q for q in extraction.questions if candidate.where in q.choices or q.name in candidate.quote]


def marks_of(extraction: Extraction, candidate: Candidate) -> tuple[str, ...]:
    """Return the marks of a candidate in the order of `MARKS`; none where nothing speaks against it."""
    when = candidate.when
    met = {
        "error": any(code.startswith("E") for code in candidate.flags),
        "which": bool(extraction.questions) and bool(questions_about(extraction, candidate)),
        "remark": any(not code.startswith("E") for code in candidate.flags),
        "reported": candidate.modality == "reported",
        "estimated": candidate.modality == "estimated",
        "nowhere": candidate.where is None,
        "undated": when is None or (when.last is None and when.due is None),
        "inherited": candidate.who.attribution == "inherited",
    }
    return tuple(mark for mark in MARKS if met[mark])


def doubt_order(extraction: Extraction) -> Callable[[Candidate], tuple[tuple[int, ...], int]]:
    """Return a key that sorts the most doubtful candidates first: by their marks, then as in the text."""

    def key(candidate: Candidate) -> tuple[tuple[int, ...], int]:
        own = marks_of(extraction, candidate)
        return tuple(mark not in own for mark in MARKS), candidate.start

    return key
