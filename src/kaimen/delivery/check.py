"""What is wrong with reports: projects nobody approved, days before the baseline, two sayings of one day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kaimen.delivery.types import MONEY, Baseline, Report
from kaimen.errors import Finding

Key = tuple[str, str, int, int]


def checked(baseline: Baseline, kept: Sequence[Report], new: Sequence[Report]) -> tuple[list[Report], list[Finding]]:
    """Return the new reports without what cannot be taken in, and what is already known; each fault is a finding.

    `E831` a project that is not in the baseline, `E833` a period that ends before the baseline begins, `E832` another
    value reported on the same day, `W835` money that is less than in an earlier period of the year, `W836` a report
    dated before its period is over.
    """
    known = _values(kept)
    names = {promise.project for promise in baseline.promises}
    taken, findings = [], []
    for report in new:
        whole = [_fault(baseline, report)] if report.projects else []
        findings += [fault for fault in whole if fault]
        if any(fault and fault.is_error for fault in whole):
            continue
        places = []
        for at, project in enumerate(report.projects):
            fault = None if project in names else _stranger(report, at, baseline)
            key = _key(report, project)
            value = (report.values[at], report.scale)
            if fault is None and key in known:
                fault = None if _same(known[key], value) else _conflict(report, at)
            elif fault is None:
                known[key] = value
                places.append(at)
            findings += [fault] if fault else []
        if places:
            taken.append(_part(report, places))
    findings += _falls(taken, known)
    return taken, findings


def _values(reports: Iterable[Report]) -> dict[Key, tuple[int, int]]:
    return {
        _key(report, project): (value, report.scale)
        for report in reports
        for project, value in zip(report.projects, report.values, strict=True)
    }


def _key(report: Report, project: str) -> Key:
    return project, report.measure, report.end.toordinal(), report.vintage.toordinal()


def _same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] * other[1] == other[0] * one[1]


def _part(report: Report, places: Sequence[int]) -> Report:
    rows = tuple(report.rows[at] for at in places) if report.rows else ()
    projects = tuple(report.projects[at] for at in places)
    return replace(report, projects=projects, values=tuple(report.values[at] for at in places), rows=rows)


def _fault(baseline: Baseline, report: Report) -> Finding | None:
    if report.end < baseline.periods[0].start:
        what = f'A report for {report.period} lies before the baseline "{baseline.id}" begins; it is left out.'
        fix = "Correct the period, or name the baseline that was in force then."
        begins = f"a period after {baseline.periods[0].start}"
        return Finding("E833", what, report.place(0), begins, report.period, fix)
    if report.vintage < report.end:
        what = f"A report dated {report.vintage} speaks of a period that ends on {report.end}."
        fix = "See that it is no forecast; it counts from the end of its period."
        return Finding("W836", what, report.place(0), f"{report.end} or later", str(report.vintage), fix)
    return None


def _stranger(report: Report, at: int, baseline: Baseline) -> Finding:
    what = f'Project "{report.projects[at]}" is not in the baseline "{baseline.id}"; its observation is left out.'
    fix = "Correct the id, or approve a plan that has the project."
    return Finding("E831", what, report.place(at), "a project of the baseline", f'"{report.projects[at]}"', fix)


def _conflict(report: Report, at: int) -> Finding:
    what = (
        f'{report.measure} of project "{report.projects[at]}" for {report.period} was already reported on'
        f" {report.vintage} with another value; this one is left out."
    )
    fix = "Give the correction the day on which it was made, with --vintage; or undo the entry that was wrong."
    return Finding("E832", what, report.place(at), "one value a day", str(report.vintage), fix)


def _falls(taken: Sequence[Report], known: dict[Key, tuple[int, int]]) -> list[Finding]:
    """Return a remark for each new sum of money below an earlier period's of the same year and vintage or before."""
    by_project: dict[tuple[str, int], list[tuple[int, int, tuple[int, int]]]] = {}
    years = {report.end.year for report in taken if report.measure == MONEY}
    starts = {year: report.end.replace(month=1, day=1).toordinal() for report in taken for year in [report.end.year]}
    for (project, measure, end, vintage), value in known.items():
        for year in years:
            if measure == MONEY and starts[year] <= end < starts[year] + 366:
                by_project.setdefault((project, year), []).append((end, vintage, value))
    found = []
    for report in (report for report in taken if report.measure == MONEY):
        for at, project in enumerate(report.projects):
            own = report.values[at], report.scale
            earlier = [row for row in by_project.get((project, report.end.year), ()) if row[0] < report.end.toordinal()]
            last = max(earlier, default=None, key=lambda row: row[:2])
            if last is not None and own[0] * last[2][1] < last[2][0] * own[1]:
                what = f'Money done by project "{project}" falls from one period of the year to the next.'
                fix = "Reports add up from 1 January; see that it is no single month's sum."
                found.append(Finding("W835", what, report.place(at), "no less than before", report.period, fix))
    return found
