"""Changes in percentage points that are more than the share they lead to, or more than changes in points are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.seen import Flag, Seen, place_of, shown

_MANY = Decimal(12)
"""In the reports, policies and news of the benchmark, one of 24 changes in points is larger (12.6 over five years)."""
_REACH = 40
_UP = re.compile(r"提高|上升|增加|提升|扩大|增长|(?<![a-z])(?:increase|rise|rose|up|higher|raised|grew)")
_TO = re.compile(r" to (?:about |around |nearly |over )?|[，,]?(?:达到?|至|到|为)")


def check_points(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the flags on changes in percentage points: above the share itself (`W214`), or very large (`W219`)."""
    flags: list[Flag] = []
    for at, figure in enumerate(seen):
        if figure.quantity.kind != "points" or figure.quantity.upper is not None:
            continue
        beside = [other for other in (*seen[max(0, at - 1) : at], *seen[at + 1 : at + 2]) if _is_share(figure, other)]
        found = [flag for other in beside for flag in _above(document, folded.lower, figure, other)]
        flags += found or _large(document, figure)
    return flags


def _is_share(figure: Seen, other: Seen) -> bool:
    quantity = other.quantity
    return other.context is figure.context and quantity.unit == "%" and quantity.change != "yoy" and quantity.value > 0


def _above(document: Document, lower: str, figure: Seen, share: Seen) -> Iterator[Flag]:
    """Yield a flag where a share has risen by more points than it has: 45 %, up 126 points; up 30 points to 5 %."""
    points, level = figure.quantity, share.quantity
    start, end = min(points.start, level.start), max(points.end, level.end)
    is_after = level.start < points.start
    between = lower[min(points.end, level.end) : max(points.start, level.start)]
    is_told = _UP.search(between) if is_after else _TO.fullmatch(between)
    if points.value <= level.value or len(between) > _REACH or not is_told or points.direction == "down":
        return
    what = f'"{points.surface}" is told as the increase of "{level.surface}", but is larger.'
    fix = "One of the two is wrong, or they are no part and whole; look them up. The text is unchanged."
    place = place_of(document, start, end)
    yield Flag(figure.index, Finding("W214", what, place, f"at most {level.surface}", points.surface, fix))


def _large(document: Document, figure: Seen) -> Iterator[Flag]:
    quantity = figure.quantity
    if quantity.value <= _MANY or quantity.value % 5 == 0 or "." in quantity.surface:
        return
    what = (
        f'"{shown(document, quantity.start, quantity.end)}": a change of so many percentage points is seldom told of.'
    )
    fix = f"With the decimal point restored it would be {quantity.value / 10}. The text is unchanged."
    place = place_of(document, quantity.start, quantity.end)
    yield Flag(figure.index, Finding("W219", what, place, f"at most {_MANY}", quantity.surface, fix))
