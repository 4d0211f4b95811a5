"""English numbers without a unit or a noun that tell a size all the same: an index at 103.5, deaths from 343 to 300."""

from __future__ import annotations

import re

from kaimen.extract.figures import Figure

_MEASURED = re.compile(
    r"(?:^|[^a-z])(?:to|at|of|is|was|were|between|and|from|reach|reached|hit|than|by|about|around|nearly|over) \Z|[(]\Z"
)
_TOTAL_OF = re.compile(r"(?:average|total|maximum|minimum|mean|sum) (?:of|is|was) \Z")
_NUMBER = r"\d+(?:\.\d+)?"
_MOVE = re.compile(
    r"(?<![a-z])(?:rose|fell|jump|climb|grew|drop|declin|increas|decreas|went|cut)[a-z]*"
    rf" from (?P<one>{_NUMBER}) to (?P<other>{_NUMBER})"
)
_BACK, _AHEAD = 32, 12
_ENDS = re.compile(
    r"[,;:)]|\.(?!\d)|\s*\Z|\n| (?:who|that|which|in|by|for|at|on|from|to(?! \d)|and|or|but|last|this|over|during"
    r"|compared|while|per|respectively|as|with|when|where|after|before|will|would|is|was|were|are|against|versus|up"
    r"|down|of (?:them|these|those|which)|an? (?:year|month|week|day)|each|every|annually)(?![a-z])"
)
_DIGITS = (5, 7)
YEARS = range(1900, 2101)
"""Whole numbers that may be years."""


def is_bare(lower: str, figure: Figure) -> bool:
    """Return whether digits alone tell a size; not a year, a code or a version."""
    if not ends_bare(lower, figure.end):
        return _is_moved(lower, figure)
    if _is_moved(lower, figure) or _TOTAL_OF.search(lower, max(0, figure.start - _BACK), figure.start):
        return True
    text = lower[figure.start : figure.end]
    is_long = text.isdigit() and _DIGITS[0] <= len(text) <= _DIGITS[1] and text[0] != "0"
    is_told = _MEASURED.search(lower, max(0, figure.start - _BACK), figure.start) is not None
    return is_told and (is_long or "." in text)


def ends_bare(lower: str, at: int) -> bool:
    """Return whether a number without a noun ends at a place: a stop or a word that begins something else follows."""
    return _ENDS.match(lower, at) is not None


def _is_moved(lower: str, figure: Figure) -> bool:
    move = _MOVE.search(lower, max(0, figure.start - _BACK), figure.end + _AHEAD)
    if move is None or figure.start not in (move.start("one"), move.start("other")):
        return False
    is_years = any(move[name].isdigit() and int(move[name]) in YEARS for name in ("one", "other"))
    return not is_years and ends_bare(lower, move.end("other"))
