"""The board: promised, planned by now and done, against the calendar; milestones early and late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt

import numpy as np

from kaimen.delivery.calendar import printed_points, year_share
from kaimen.delivery.standing import Ints, curve, done_in_year, latest, planned_by, promised_in_year
from kaimen.delivery.types import EXPECTED, MET, STARTED, Baseline, Modification, Promise, Report

ALL = "all"
DIVISIONS = ("region", "sector", "project")
"""The fields by which a board has a line each."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line, in the baseline's unit and for the year of the day.

    `variance` is done less planned; `share` done of promised (None: nothing was promised); `points` percentage points
    ahead of the calendar (positive) from the printed shares; `started` counts projects whose start was met, and
    `reported` those that have reported money this year.
    """

    key: str
    projects: int
    promised: Fraction
    planned: Fraction
    done: Fraction
    reported: int
    started: int

    @property
    def variance(self) -> Fraction:
        """Done less planned by now."""
        return self.done - self.planned

    @property
    def share(self) -> Fraction | None:
        """Done as a part of what was promised for the year."""
        return self.done / self.promised if self.promised else None

    @property
    def start_rate(self) -> Fraction | None:
        """Projects started as a part of all."""
        return Fraction(self.started, self.projects) if self.projects else None

    def points(self, day: date) -> Fraction | None:
        """Return the percentage points ahead of the calendar on a day."""
        share = self.share
        return None if share is None else printed_points(share, year_share(day))


@dataclass(frozen=True, slots=True)
class Slip:
    """A milestone against the baseline in force and against the first one, in days; positive is later.

    `state` is met, expected, or overdue: past its day, and neither met nor said to be expected. `slippage` counts from
    the baseline in force, `rebaselined` is what approvals since the first have moved the day by; the two add up.
    """

    project: str
    title: str
    milestone: str
    due: date
    now: date
    state: str
    slippage: int
    rebaselined: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast of the year's total with the interval in which eight of ten cases lie (None: too few months)."""

    value: Fraction
    low: Fraction | None
    high: Fraction | None


def board(baseline: Baseline, reports: Sequence[Report], day: date, by: str = "region") -> list[BoardRow]:
    """Return a line for all projects and one for each region, sector or project, at the end of a day.

    Args:
        baseline: the baseline in force on the day.
        reports: all reports, in any order.
        day: the day.
        by: region, sector or project.
    """
    done, started = done_in_year(baseline, reports, day), latest(baseline, reports, f"{MET}start", day)
    counted = latest(baseline, reports, STARTED, day, date(day.year, 1, 1))
    promised, planned = promised_in_year(baseline, day.year), planned_by(baseline, day)
    lines = [line_of(promise, by) for promise in baseline.promises]
    keys = sorted(set(lines))
    place = {key: at for at, key in enumerate(keys, 1)}
    group = np.array([place[key] for key in lines], np.int64)

    def sums(values: Ints) -> list[int]:
        found = np.zeros(len(keys) + 1, np.int64)
        np.add.at(found, group, values)
        found[0] = values.sum()
        return [int(value) for value in found]

    columns = (
        sums(np.array([promise.count for promise in baseline.promises], np.int64)),
        [Fraction(value, baseline.scale) for value in sums(promised)],
        [Fraction(value, baseline.scale) for value in sums(planned)],
        [Fraction(value, done.scale) for value in sums(done.value)],
        sums((done.report >= 0).astype(np.int64)),
        sums((started.report >= 0) + counted.value),
    )
    return [BoardRow(key, *row) for key, *row in zip([ALL, *keys], *columns, strict=True)]


def line_of(promise: Promise, by: str) -> str:
    """Return the key of the line a promise stands in; a part that is itself named `all` has its kind before it."""
    name = str(getattr(promise, by))
    return f"{by}:{name}" if name == ALL else name


def slips(first: Baseline, baseline: Baseline, reports: Sequence[Report], day: date, ahead: int = 0) -> list[Slip]:
    """Return the milestones that are due by a day or moved, the latest first.

    Args:
        first: the first baseline approved.
        baseline: the one in force.
        reports: all reports.
        day: what was known then.
        ahead: further days within which a milestone that is still to come is due.
    """
    names = sorted({name for promise in baseline.promises for name in promise.milestones})
    origin = {promise.project: promise for promise in first.promises}
    found = []
    for name in names:
        met, expected = (latest(baseline, reports, f"{kind}{name}", day) for kind in (MET, EXPECTED))
        for at, promise in enumerate(baseline.promises):
            due = promise.milestones.get(name)
            if due is None:
                continue
            state, now = "overdue", day
            if met.report[at] >= 0:
                state, now = "met", date.fromordinal(int(met.value[at]))
            elif expected.report[at] >= 0:
                state, now = "expected", max(day, date.fromordinal(int(expected.value[at])))
            elif due >= day:
                state, now = "expected", due
            began = origin.get(promise.project, promise).milestones.get(name, due)
            slip = Slip(promise.project, promise.title, name, due, now, state, (now - due).days, (due - began).days)
            if (due - day).days <= ahead or slip.slippage or slip.rebaselined:
                found.append(slip)
    return sorted(found, key=lambda s: (-s.slippage, -s.rebaselined, s.project, s.milestone))


def outlook(baseline: Baseline, reports: Sequence[Report], day: date) -> Outlook | None:
    """Return the forecast of what will be done by the end of the day's year; None where nothing is reported.

    The months to come are taken to be like the months reported, independent and about normal: the total of m months
    more after n known has the prediction interval done + m x mean +- t(n-1) s sqrt(m + m^2 / n) (Hahn and Meeker 1991,
    section 4.8). With fewer than three months there is no interval, and the pace so far goes on.
    """
    points = curve(baseline, reports, day)
    if not points:
        return None
    scale = done_in_year(baseline, reports, day).scale
    levels = [Fraction(0), *(Fraction(p.done, scale) for p in points)]
    months = [0, *(p.day.month for p in points)]
    return pace(levels, months)


def pace(levels: Sequence[Fraction], months: Sequence[int], whole: int = 12) -> Outlook:
    """Return the forecast of a cumulative figure at month `whole` from its levels at the end of some months.

    Args:
        levels: cumulative values, the first at month 0.
        months: the month numbers they belong to, rising.
        whole: the last month.
    """
    left = whole - months[-1]
    mean = (levels[-1] - levels[0]) / (months[-1] - months[0])
    value = levels[-1] + left * mean
    rates = [
        (after - before) / (later - earlier)
        for before, after, earlier, later in zip(levels, levels[1:], months, months[1:], strict=False)
    ]
    count = len(rates)
    if count < 3:
        return Outlook(value, None, None)
    from scipy.special import stdtrit  # noqa: PLC0415 - most looks at a plan need no forecast

    spread = sqrt(sum((rate - mean) ** 2 for rate in rates) / (count - 1))
    half = Fraction(float(stdtrit(count - 1, 0.9)) * spread * sqrt(left + left * left / count)).limit_denominator(10**9)
    return Outlook(value, value - half, value + half)


def modifications(before: Baseline, after: Baseline) -> list[Modification]:
    """Return what a later approval changes, project by project: value, duration (milestones) and scope."""
    was, now = ({promise.project: promise for promise in one.promises} for one in (before, after))
    is_alike = (before.scale, before.unit) == (after.scale, after.unit)
    found: list[Modification] = []
    for project in sorted(was.keys() | now.keys()):
        if is_alike and was.get(project) is now.get(project):
            continue
        if project not in was or project not in now:
            found.append(
                Modification(project, "scope", "project", *(("no", "yes") if project in now else ("yes", "no")))
            )
        else:
            found += _changes(was[project], now[project], before, after)
    return found


def _changes(was: Promise, now: Promise, before: Baseline, after: Baseline) -> Iterable[Modification]:
    totals = [Fraction(sum(p.money), b.scale) * b.unit.factor for p, b in ((was, before), (now, after))]
    if totals[0] != totals[1]:
        texts = [f"{float(total / after.unit.factor):g} {after.unit}" for total in totals]
        yield Modification(now.project, "value", "money", *texts)
    for name in sorted(was.milestones.keys() | now.milestones.keys()):
        days = [str(p.milestones.get(name, "")) for p in (was, now)]
        if days[0] != days[1]:
            yield Modification(now.project, "duration", name, *days)
