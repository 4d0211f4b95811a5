"""What makes a candidate doubtful, as far as the reader itself can tell: marks, each a fact and none a probability."""

from __future__ import annotations

from kaimen.extract.types import Candidate

MARKS = ("error", "remark", "reported", "estimated", "nowhere", "undated", "inherited")
"""The marks, what weighs most first: a finding of an error, another finding, no promise in the words, no place, no day,
and a speaker carried on from a sentence before."""


def marks_of(candidate: Candidate) -> tuple[str, ...]:
    """Return the marks of a candidate in the order of `MARKS`; none where nothing speaks against it."""
    when = candidate.when
    met = {
        "error": any(code.startswith("E") for code in candidate.flags),
        "remark": any(not code.startswith("E") for code in candidate.flags),
        "reported": candidate.modality == "reported",
        "estimated": candidate.modality == "estimated",
        "nowhere": candidate.where is None,
        "undated": when is None or (when.last is None and when.due is None),
        "inherited": candidate.who.attribution == "inherited",
    }
    return tuple(mark for mark in MARKS if met[mark])


def doubt_order(candidate: Candidate) -> tuple[tuple[int, ...], int]:
    """Return what sorts the most doubtful candidates first: by their marks, then as in the text."""
    own = marks_of(candidate)
    return tuple(mark not in own for mark in MARKS), candidate.start
