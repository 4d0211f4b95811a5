"""Indicators: what is measured, its dated values with vintage and cell, and what it is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from kaimen.delivery.board import Outlook, pace
from kaimen.errors import NOWHERE, Place
from kaimen.quantity import parse_period


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the catalogue: `direction` is up where more is better, down where less is, else empty."""

    id: str
    name: str = ""
    name_zh: str = ""
    unit: str = ""
    level: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of an indicator for a region and period, as published on the day of its vintage."""

    indicator: str
    region: str
    period: str
    value: Decimal
    unit: str
    vintage: date
    source: str = ""
    place: Place = field(default=NOWHERE)

    @property
    def end(self) -> date:
        """The last day of the period."""
        period = parse_period(self.period)
        return period.end - timedelta(days=1) if period else self.vintage


Series = Mapping[str, Point]
"""Points by period, in order of their ends."""


def series(points: Iterable[Point], indicator: str, region: str, day: date) -> dict[str, Point]:
    """Return the values known on a day, each of the last vintage by then, whatever the order of entry."""
    found: dict[str, Point] = {}
    for point in points:
        if (point.indicator, point.region) == (indicator, region) and point.vintage <= day:
            last = found.get(point.period)
            if last is None or point.vintage > last.vintage:
                found[point.period] = point
    return dict(sorted(found.items(), key=lambda item: (item[1].end, item[0])))


def years_since_lead(own: Series, other: Series, period: str) -> int | None:
    """Return how many periods ago the last lead was; None where there was none before or is none now.

    A lead is a value above the comparator's of the same period. 1: the period before led too.
    """
    shared = [p for p in own if p in other]
    if period not in shared or own[period].value <= other[period].value:
        return None
    before = shared[: shared.index(period)]
    leads = [at for at, p in enumerate(before) if own[p].value > other[p].value]
    return len(before) - leads[-1] if leads else None


def year_to_date(own: Series, year: int) -> Outlook | None:
    """Return the forecast of a year's total from cumulative months of it; None where there are none."""
    months = {point.end.month: Fraction(point.value) for point in own.values() if _is_month(point, year)}
    if not months:
        return None
    ordered = sorted(months)
    return pace([Fraction(0), *(months[m] for m in ordered)], [0, *ordered])


def _is_month(point: Point, year: int) -> bool:
    return point.end.year == year and len(point.period) == len("2024-04") and "-" in point.period
