"""From a figure of the board back to the sums, the cells and the entries it rests on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kaimen.delivery import DERIVED, DIVISIONS, SUMS, Term, board, terms, year_share
from kaimen.quantity import decimal_text
from kaimen.workspace.delivery import Delivery, delivery_in
from kaimen.workspace.office import Office

Steps = list[tuple[str, str]]
_RULES = {
    "promised": "money of the baseline in the year, summed over projects",
    "planned": "money of the baseline from 1 January to the day, spread over the months of work, summed over projects",
    "done": "last financialProgress of the year, summed over projects",
    "started": "projects whose start is reported as met, and those counted as started",
    "reported": "projects that have reported money this year",
    "projects": "projects of the baseline",
}


def trace_delivery(office: Office, figure: str, day: date) -> Steps:
    """Return what leads to BASELINE/LINE.FIGURE, nearest first; empty where there is no such figure."""
    name, slash, rest = figure.partition("/")
    key, dot, part = rest.rpartition(".")
    if not slash or not dot or part not in (*SUMS, *DERIVED):
        return []
    found, _ = delivery_in(office, name, day)
    if found is None:
        return []
    known, day = day, found.end
    by = next((by for by in DIVISIONS if terms(found.baseline, found.reports, day, by, key, "projects")), None)
    if by is None:
        return []
    steps = [("day", f"at the end of {day}, as known on {known}")]
    if part in DERIVED:
        steps += _derived(found, key, part, by, day)
    for own in DERIVED[part][:2] if part in DERIVED else (part,):
        steps += _sum(found, key, own, by, day)
    return [*steps, *_entries(office, found)]


def _derived(found: Delivery, key: str, part: str, by: str, day: date) -> Steps:
    row = next(row for row in board(found.baseline, found.reports, day, by) if row.key == key)
    value = row.points(day) if part == "points" else getattr(row, part)
    says = "nothing is promised" if value is None else _shown(value, part)
    steps = [("figure", f"{part} = {says}"), ("rule", DERIVED[part][2])]
    if part == "points":
        over = year_share(day)
        steps.append(("calendar", f"{over.numerator}/{over.denominator} of the year is over on {day}"))
    return steps


def _shown(value: Fraction, part: str) -> str:
    if part in ("share", "start_rate"):
        return f"{float(value * 100):.4g} %"
    return f"{float(value):+.4g} points" if part == "points" else decimal_text(value)


def _sum(found: Delivery, key: str, part: str, by: str, day: date) -> Steps:
    rows = terms(found.baseline, found.reports, day, by, key, part) or []
    total = sum((term.value for term in rows), Fraction(0))
    unit = f" {found.baseline.unit}" if part in ("promised", "planned", "done") else ""
    steps = [(part, f"{decimal_text(total)}{unit}"), ("rule", _RULES[part])]
    return steps + [_term(term, unit) for term in rows]


def _term(term: Term, unit: str) -> tuple[str, str]:
    says = f"{decimal_text(term.value)}{unit}, {term.place}" if str(term.place) else f"{decimal_text(term.value)}{unit}"
    report = term.report
    if report is not None:
        says += f", {report.measure} for {report.period} reported {report.vintage}"
        says += f", {report.source}" if report.source else ""
    return f"project {term.project}", says


def _entries(office: Office, found: Delivery) -> Steps:
    """Return the entries that took in the baseline and the files of its reports."""
    steps: Steps = []
    for entry, version in office.store.history("baseline", found.baseline.id):
        if version.body and version.body["approved"] == found.baseline.approved.isoformat():
            steps.append((f"entry {entry.number}", f"approve by {entry.author}, {entry.at[:10]}: {entry.passage}"))
    wanted = {report.id for report in found.reports}
    for entry, made in office.store.entries(kind="report"):
        if any(_id(version.id) in wanted for version in made):
            steps.append((f"entry {entry.number}", f"observe by {entry.author}, {entry.at[:10]}: {entry.passage}"))
    return steps


def _id(name: str) -> str:
    head, _, tail = name.rpartition(" | ")
    return head if tail.isdecimal() else name
