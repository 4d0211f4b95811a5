"""Verdicts: a pledge held against what was reported, by rules that are data.

A *test* says which figure decides a pledge and how. The verdict names the rule that gave it and the figures it rests
on, so that a revised series gives another verdict by the same rule, and both can be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kaimen.delivery.indicators import Point, series, years_since_lead
from kaimen.quantity import decimal_text, parse_period

KINDS = {
    "above": "the value is above the comparator's of the same period",
    "at_least": "the value is at least the target",
    "at_most": "the value is at most the target",
    "change_at_least": "the value has risen by at least the target since the baseline period",
    "delivered": "the figure of the board is at least the target",
}
"""Kinds of tests with their rules."""

RULES = {
    "V1": "not_testable",  # there is no test
    "V2": "not_yet_due",
    "V3": "in_progress",
    "V4": "fulfilled",
    "V5": "partially_fulfilled",
    "V6": "not_fulfilled",
    "V7": "not_testable",  # the comparator or the baseline period has no figure
}
"""What verdict each rule gives."""

Saying = tuple[str, ...]
"""A key of what can be said of figures, and the words of its gaps."""


@dataclass(frozen=True, slots=True)
class PledgeTest:
    """Which figure decides a pledge: an indicator's (`indicator`, `region`, `period`) or a board's.

    `against` is the region above which it must be, or the baseline period of a change; `target` the value; `part` the
    part of the target from which a pledge counts as partially fulfilled (None: never). For `delivered`, `indicator` is
    the baseline's name, `region` the line and `against` the figure of the board.
    """

    pledge: str
    kind: str
    indicator: str
    region: str
    period: str
    against: str = ""
    target: Fraction | None = None
    part: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure that a verdict rests on, with where it stands."""

    name: str
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a pledge on a day, by which rule, and what that rests on.

    `sayings` are what is said of its figures; with none the rule speaks for itself.
    """

    pledge: str
    verdict: str
    rule: str
    sayings: tuple[Saying, ...] = ()
    evidence: tuple[Evidence, ...] = ()


Board = Callable[[str, str, str, str], Fraction | None]
"""Baseline, line, figure and period to the figure of the board at the period's end; None where nothing is reported."""


def judge(pledge: str, test: PledgeTest | None, points: Sequence[Point], board: Board, day: date) -> Verdict:
    """Return the verdict on a pledge as of a day.

    Args:
        pledge: its id.
        test: its test (None: there is none).
        points: all values of indicators.
        board: the figures of delivery as known on the day.
        day: what was known by its end counts.
    """
    if test is None:
        return _verdict(pledge, "V1", (), ())
    period = parse_period(test.period)
    is_over = period is not None and period.end - timedelta(days=1) <= day
    if test.kind == "delivered":
        value = board(test.indicator, test.region, test.against, test.period)
        found = f"{test.indicator}/{test.region}.{test.against}"
        cited = (Evidence(found, decimal_text(value), f"trace {found}"),) if value is not None else ()
        return _compared(test, value, test.target, is_over, cited)
    own = series(points, test.indicator, test.region, day)
    point = own.get(test.period)
    shown: tuple[Evidence, ...] = (_evidence(point),) if point else ()
    value = Fraction(point.value) if point else None
    if test.kind == "above":
        return _above(test, points, day, value, is_over, shown)
    if test.kind == "change_at_least":
        start = own.get(test.against)
        if start is None and value is not None:
            return _verdict(pledge, "V7", (("nothing", test.against),), shown)
        value = value - Fraction(start.value) if value is not None and start is not None else None
        shown += (_evidence(start),) if start else ()
    return _compared(test, value, test.target, is_over, shown)


def _above(
    test: PledgeTest,
    points: Sequence[Point],
    day: date,
    value: Fraction | None,
    is_over: bool,
    shown: tuple[Evidence, ...],
) -> Verdict:
    own, other = (series(points, test.indicator, region, day) for region in (test.region, test.against))
    comparator = other.get(test.period)
    if value is not None and is_over and comparator is None:
        return _verdict(test.pledge, "V7", (("nothing in", test.against, test.period),), shown)
    shown += (_evidence(comparator),) if comparator else ()
    if value is None or comparator is None or not is_over:
        return _compared(test, value, None, is_over, shown)
    holds = value > Fraction(comparator.value)
    sayings: tuple[Saying, ...] = (("above", decimal_text(value), f"{comparator.value:f}", test.against, test.period),)
    since = years_since_lead(own, other, test.period)
    if holds and since is not None and since > 1:
        sayings += (("first", str(since)),)
        shown += tuple(_evidence(line[p]) for p in list(own) for line in (own, other) if p in other and p < test.period)
    return _verdict(test.pledge, "V4" if holds else "V6", sayings, shown)


def _compared(
    test: PledgeTest, value: Fraction | None, target: Fraction | None, is_over: bool, shown: tuple[Evidence, ...]
) -> Verdict:
    if value is None or (not is_over and not (test.kind == "delivered" and target is not None and value >= target)):
        started = value is not None or is_over
        return _verdict(test.pledge, "V3" if started else "V2", (("due", test.period),), shown)
    if target is None:
        return _verdict(test.pledge, "V1", (("no target",),), shown)
    holds = value <= target if test.kind == "at_most" else value >= target
    words = "at most" if test.kind == "at_most" else "at least"
    sayings = ((words, decimal_text(value), decimal_text(target), test.period),)
    if holds:
        return _verdict(test.pledge, "V4", sayings, shown)
    is_part = test.part is not None and test.kind != "at_most" and value >= test.part * target
    return _verdict(test.pledge, "V5" if is_part else "V6", sayings, shown)


def _verdict(pledge: str, rule: str, sayings: tuple[Saying, ...], shown: tuple[Evidence, ...]) -> Verdict:
    return Verdict(pledge, RULES[rule], rule, sayings, shown)


def _evidence(point: Point) -> Evidence:
    where = ", ".join(part for part in (str(point.place), f"vintage {point.vintage}", point.source) if part)
    name = f"{point.indicator}/{point.region}.{point.period}"
    return Evidence(name, f"{point.value:f} {point.unit}".strip(), where)
