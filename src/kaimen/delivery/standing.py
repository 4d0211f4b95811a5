"""Where every project of a baseline stands at the end of a day, from the reports known by some day (`as_of`).

Reports are laid over one another by the end of their period and then by vintage, so the last word about the latest
period wins and the order of entry plays no part. Each laying is one array assignment; a board over 5,000 projects and
60 months is 60 of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import lcm
from operator import eq

import numpy as np
import numpy.typing as npt

from kaimen.delivery.calendar import month_of, months_at
from kaimen.delivery.types import MONEY, Baseline, Report

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Latest:
    """The last value of a measure per project, in the order of the baseline; `report` is -1 where there is none.

    `value` is scaled by `scale`; `report` and `row` say which report, and which place in it, gave the value.
    """

    scale: int
    value: Ints
    end: Ints
    report: Ints
    row: Ints
    reports: tuple[Report, ...]

    def source(self, at: int) -> tuple[Report, int] | None:
        """Return the report that gave the value of a project, and the place in it."""
        number = int(self.report[at])
        return None if number < 0 else (self.reports[number], int(self.row[at]))


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Scaled money of all projects at the end of a day: planned and done since 1 January of its year."""

    day: date
    planned: int
    done: int


def as_of(reports: Iterable[Report], day: date) -> list[Report]:
    """Return the reports that were known at the end of a day, whenever they were entered."""
    return [report for report in reports if report.vintage <= day]


def last_end(reports: Iterable[Report], otherwise: date) -> date:
    """Return the last day of the latest period that money was reported for: the day a board speaks of."""
    return max((report.end for report in reports if report.measure == MONEY), default=otherwise)


def laid(reports: Iterable[Report], measure: str, day: date) -> list[Report]:
    """Return the reports of a measure up to a day, in the order in which they are laid over one another."""
    found = [r for r in reports if r.measure == measure and r.end <= day]
    return sorted(found, key=lambda r: (r.end, r.vintage, r.file, r.column, r.period))


def latest(baseline: Baseline, reports: Iterable[Report], measure: str, day: date, since: date | None = None) -> Latest:
    """Return the last value of a measure per project up to the end of a day.

    Args:
        baseline: whose projects, in whose order.
        reports: any reports, in any order; those about other measures are passed over.
        measure: a name of `kaimen.delivery.types`.
        day: periods that end after it are passed over.
        since: periods that end before it are passed over.
    """
    chosen = [r for r in laid(reports, measure, day) if since is None or r.end >= since]
    scale = lcm(*(r.scale for r in chosen), baseline.scale if measure == MONEY else 1)
    count = len(baseline.promises)
    places = {promise.project: at for at, promise in enumerate(baseline.promises)}
    value, end, row = (np.zeros(count, np.int64) for _ in range(3))
    report = np.full(count, -1, np.int64)
    for number, one in enumerate(chosen):
        where, rows = _where(one, places)
        value[where] = np.asarray(one.values, np.int64)[rows] * (scale // one.scale)
        end[where], report[where], row[where] = one.end.toordinal(), number, rows
    return Latest(scale, value, end, report, row, tuple(chosen))


def done_in_year(baseline: Baseline, reports: Iterable[Report], day: date) -> Latest:
    """Return what was invested from 1 January of the day's year to its end; 0 where nothing is reported."""
    return latest(baseline, reports, MONEY, day, date(day.year, 1, 1))


def promised_in_year(baseline: Baseline, year: int) -> Ints:
    """Return the scaled money promised in a year per project: what falls into it of the months of each period."""
    return planned_by(baseline, date(year, 12, 31))


def planned_by(baseline: Baseline, day: date) -> Ints:
    """Return the scaled money planned from 1 January to the end of a day per project, cut to whole numbers.

    A period's money is spread evenly over the months in which the project is worked on, from its milestone `start` to
    its milestone `end`; over the whole period where it has neither or none of it lies in the period.
    """
    return _Plan(baseline).until(day)


def curve(baseline: Baseline, reports: Iterable[Report], day: date) -> list[CurvePoint]:
    """Return planned and done at the end of every period reported in the day's year."""
    chosen = [r for r in laid(reports, MONEY, day) if r.end.year == day.year]
    scale = lcm(*(r.scale for r in chosen), baseline.scale)
    places = {promise.project: at for at, promise in enumerate(baseline.promises)}
    value = np.zeros(len(baseline.promises), np.int64)
    plan, points = _Plan(baseline), []
    for end, group in groupby(chosen, key=lambda r: r.end):
        for one in group:
            where, rows = _where(one, places)
            value[where] = np.asarray(one.values, np.int64)[rows] * (scale // one.scale)
        planned = int(plan.until(end).sum()) * (scale // baseline.scale)
        points.append(CurvePoint(end, planned, int(value.sum())))
    return points


def _where(report: Report, places: dict[str, int]) -> tuple[Ints, Ints]:
    """Return the places of a report's projects in the baseline, and theirs in the report; strangers are left out."""
    if len(report.projects) == len(places) and all(map(eq, report.projects, places)):  # most are lists of the baseline
        return np.fromiter(places.values(), np.int64, len(places)), np.arange(len(places))
    found = np.array([places.get(project, -1) for project in report.projects], np.int64)
    rows = np.flatnonzero(found >= 0)
    return found[rows], rows


class _Plan:
    """The scaled money of a baseline by project and period, and the months in which each project is worked on."""

    def __init__(self, baseline: Baseline) -> None:
        self._periods = [(month_of(period.start), month_of(period.end)) for period in baseline.periods]
        shape = len(baseline.promises), len(baseline.periods)
        self._money = np.array([p.money for p in baseline.promises], np.int64).reshape(shape)
        self._starts = _months(baseline, "start", self._periods[0][0], 0)
        self._ends = _months(baseline, "end", self._periods[-1][1], 1)

    def until(self, day: date) -> Ints:
        """Return what is planned from 1 January to the end of a day per project."""
        total = np.zeros(len(self._money), np.int64)
        now = months_at(day)
        parts = now.denominator
        first = month_of(date(day.year, 1, 1))
        for at, (low, high) in enumerate(self._periods):
            begin, close = np.maximum(self._starts, low), np.minimum(self._ends, high)
            is_outside = begin >= close
            begin, close = np.where(is_outside, low, begin), np.where(is_outside, high, close)
            wide = (close - begin) * parts
            before = np.clip((first - begin) * parts, 0, wide)
            until = np.clip(int(now * parts) - begin * parts, 0, wide)
            total += self._money[:, at] * until // wide - self._money[:, at] * before // wide
        return total


def _months(baseline: Baseline, name: str, otherwise: int, more: int) -> Ints:
    """Return the month of a milestone of each project, so many months later; `otherwise` where it has none."""
    days = [promise.milestones.get(name) for promise in baseline.promises]
    return np.array([otherwise if day is None else month_of(day) + more for day in days], np.int64)
