"""Working days: weekends, days off and make-up working days by calendar.

A calendar says which years it knows. Beyond them weekends alone are counted, and whoever asks is told so
(`unknown_years`). Counts are of days after the first one up to and with the last, as administrative law counts: the
day of receipt is not day 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.service.chinese_days import ROWS

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years of which days are taken: others are typing errors."""

MOST_DAYS = 10_000
"""The longest standard, in working days."""

Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar: its weekend (0 is Monday), days off, days worked although they would be free, the years it knows."""

    id: str
    weekend: frozenset[int] = frozenset((5, 6))
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    source: str = ""
    place: Place = field(default=NOWHERE, compare=False)

    def is_working(self, day: date) -> bool:
        """Return whether a day is a working day."""
        return day in self.on or (day.weekday() not in self.weekend and day not in self.off)

    def unknown_years(self, first: date, last: date) -> list[int]:
        """Return the years between two days, both included, whose holidays the calendar does not know."""
        return [year for year in range(first.year, last.year + 1) if year not in self.years]


class WorkingDays:
    """A calendar's working days counted once over a stretch of time, so that each question is a look-up."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        """Count from `first` to `last`, both included; questions beyond them widen the stretch."""
        self.calendar = calendar
        self._first, self._sums = first.toordinal(), np.zeros(0, np.int64)
        self._count(first.toordinal(), max(first, last).toordinal())

    def between(self, first: date, last: date) -> int:
        """Return the working days after `first` up to and with `last`; 0 where `last` is not later."""
        if last <= first:
            return 0
        self._reach(first, last)
        return int(self._sums[last.toordinal() - self._first] - self._sums[first.toordinal() - self._first])

    def after(self, day: date, count: int) -> date:
        """Return the working day that is the so-many-eth after a day (`count` >= 1); the day itself for 0.

        Raises:
            OverflowError: it lies beyond the year 9999.
        """
        if count <= 0:
            return day
        last = day + timedelta(days=2 * count + 30)
        self._reach(day, last)
        wanted = int(self._sums[day.toordinal() - self._first]) + count
        while int(self._sums[-1]) < wanted:
            last += timedelta(days=2 * count + 30)
            self._reach(day, last)
        return date.fromordinal(self._first + int(np.searchsorted(self._sums, wanted)))

    def _reach(self, first: date, last: date) -> None:
        low, high = min(self._first, first.toordinal()), max(self._first + len(self._sums) - 1, last.toordinal())
        if low < self._first or high >= self._first + len(self._sums):
            self._count(low, high)

    def _count(self, low: int, high: int) -> None:
        ordinals = np.arange(low, high + 1)
        works = ~np.isin((ordinals + 6) % 7, list(self.calendar.weekend))  # ordinal 1 is a Monday
        for days, is_work in ((self.calendar.off, False), (self.calendar.on, True)):
            places = np.array([d.toordinal() - low for d in days if low <= d.toordinal() <= high], np.int64)
            works[places] = is_work
        self._first, self._sums = low, np.cumsum(works, dtype=np.int64)


def china() -> Calendar:
    """Return China's calendar from the State Council's notices, 2020 to 2026."""
    off: set[date] = set()
    on: set[date] = set()
    for first, last, worked, _, _ in ROWS:
        low, high = date.fromisoformat(first), date.fromisoformat(last)
        off |= {low + timedelta(days=at) for at in range((high - low).days + 1)}
        on |= {date.fromisoformat(day) for day in worked.split()}
    notices = "、".join(dict.fromkeys(row[4] for row in ROWS))
    years = frozenset(range(2020, 2027))
    return Calendar("china", off=frozenset(off), on=frozenset(on), years=years, source=f"国务院办公厅 {notices}")


def weekends() -> Calendar:
    """Return the calendar that knows weekends only, and no year's holidays."""
    return Calendar("weekends")


def years_text(years: Sequence[int]) -> str:
    """Return years, those that follow one another as one stretch: 2019, 2027 to 2030."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and parts[-1][-1] == year - 1:
            parts[-1][1:] = [year]
        else:
            parts.append([year])
    return ", ".join(" to ".join(map(str, part)) for part in parts)


def check_days(calendar: Calendar, rows: Iterable[tuple[date, bool, Place]]) -> list[Finding]:
    """Return a finding (`E945`) for each day of a calendar's table that is said twice or both off and worked."""
    findings: list[Finding] = []
    seen: dict[date, bool] = {}
    for day, is_work, place in rows:
        if day in seen:
            both = "both off and worked" if seen[day] != is_work else "said twice"
            what = f"{day} is {both} in calendar {calendar.id}; the first saying stands."
            findings.append(Finding("E945", what, place, "each day once", str(day), "Delete one of the rows."))
        else:
            seen[day] = is_work
    return findings
