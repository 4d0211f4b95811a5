"""A list of promises, CSV or XLSX, to a baseline: what each project is to spend by period, and its milestones.

Headings: `id`, `title`, `region`, `sector`, `projects` (how many a line stands for), `start`, `end`, `planned PERIOD
(UNIT)` such as `planned 2024 (million yuan)`, and `milestone: NAME` with a day in each cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kaimen.delivery import Baseline, Promise
from kaimen.delivery.types import LARGEST
from kaimen.errors import Finding, Place
from kaimen.formats.cells import AmountReader, is_blank, shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table, plain
from kaimen.quantity import Amount, Period, Unit, gaps_between, parse_day, parse_period, parse_unit

_TEXTS = ("id", "title", "region", "sector", "projects")
_PLANNED = re.compile(r"planned\s+(\S+)\s*\(([^()]+)\)", re.IGNORECASE)
_MILESTONE = re.compile(r"milestone\s*:\s*(.+)", re.IGNORECASE)
_PLACES = 4
"""Decimals of the baseline's unit that are kept at the least."""


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    name: str
    unit: Unit | None = None
    period: Period | None = None


def parse_baseline(content: bytes, name: str, own: str, approved: date) -> tuple[Baseline | None, list[Finding]]:
    """Read a baseline called `own` from a list; a cell that cannot be read leaves its row out, with a finding."""
    described = '"id", "title", "start", "end", "planned 2024 (million yuan)", "milestone: foundations"'
    table, findings = parse_table(content, name, Headings(_is_known, described))
    if table is None:
        return None, findings
    columns = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    money, days, faults = _columns(table)
    findings += faults
    if "id" not in columns or not money:
        missing = "id" if "id" not in columns else "planned PERIOD (UNIT)"
        fix = "Name the columns `id` and, for each period, such as `planned 2024 (million yuan)`."
        return None, [*findings, Finding("E301", f"The list has no column `{missing}`.", Place(name), missing, fix=fix)]
    promises: dict[str, tuple[Promise, list[Fraction]]] = {}
    for row in (row for row in table.rows if not row.is_blank):
        read, found = _row(table, row, columns, money, days)
        findings += found
        if read is not None and read[0].project in promises:
            what = f'The project id "{read[0].project}" occurs a second time; this row is left out.'
            findings.append(Finding("E306", what, read[0].place, "an id not used before", fix="Give it its own id."))
        elif read is not None:
            promises[read[0].project] = read
    unit = money[0].unit
    if not promises or unit is None:
        return None, findings or [Finding("E302", "The list has no rows that can be approved.", Place(name))]
    periods = [column.period for column in money if column.period]
    return baseline_of(own, approved, unit, periods, list(promises.values()), name), findings


def baseline_of(
    own: str,
    approved: date,
    unit: Unit,
    periods: Sequence[Period],
    rows: list[tuple[Promise, list[Fraction]]],
    source: str,
) -> Baseline:
    """Return the baseline of promises with their money in the unit's fractions, at a scale that keeps all decimals."""
    scale = 10**_PLACES
    while any((amount * scale).denominator > 1 for _, money in rows for amount in money) and scale < 10**9:
        scale *= 10
    promises = tuple(
        Promise(
            p.project,
            p.title,
            p.region,
            p.sector,
            tuple(round(m * scale) for m in money),
            p.milestones,
            p.place,
            p.count,
        )
        for p, money in rows
    )
    return Baseline(own, approved, unit, scale, tuple(periods), promises, source)


def _is_known(heading: str) -> bool:
    if heading in (*_TEXTS, "start", "end"):
        return True
    return bool(_PLANNED.fullmatch(heading) or _MILESTONE.fullmatch(heading))


def _columns(table: Table) -> tuple[list[_Column], list[_Column], list[Finding]]:
    money: list[_Column] = []
    days, findings = [], []
    for at, heading in enumerate(table.header):
        place = table.place(table.header_row, at)
        planned, milestone = _PLANNED.fullmatch(plain(heading)), _MILESTONE.fullmatch(plain(heading))
        if fold(heading) in ("start", "end") or milestone:
            days.append(_Column(at, milestone[1] if milestone else fold(heading)))
        elif planned:
            unit, period = parse_unit(planned[2]), parse_period(planned[1])
            fault = _column_fault(planned, unit, period, money)
            findings += [fault.at(place)] if fault else []
            if fault is None:
                money.append(_Column(at, "planned", unit, period))
    money.sort(key=lambda column: column.period.start if column.period else date.min)
    return money, days, findings


def _column_fault(
    planned: re.Match[str], unit: Unit | None, period: Period | None, money: list[_Column]
) -> Finding | None:
    if period is None:
        fix = "Write a period such as 2024, 2024Q3, 2024H1 or 2024-07."
        return Finding("E308", f'"{planned[1]}" is no period; the column is not read.', expected="a period", fix=fix)
    first = money[0].unit if money else unit
    if unit is None or not unit.dimension.startswith("currency") or (first and unit.dimension != first.dimension):
        what = f'The unit "{planned[2]}" is not one of money, or of another currency; the column is not read.'
        return Finding("E304", what, expected=str(first or "million yuan"), fix="Write all columns in one currency.")
    others = [column.period for column in money if column.period]
    overlap = next((a for a in others for b in [period] if a.start < b.end and b.start < a.end), None)
    if overlap is None or gaps_between([overlap, period]) == []:
        return None
    what = f"The periods {overlap.label} and {period.label} overlap; the second column is not read."
    return Finding("E834", what, expected="periods that do not overlap", fix="Keep the year, or its parts.")


def _row(
    table: Table, row: Row, columns: Mapping[str, int], money: list[_Column], days: list[_Column]
) -> tuple[tuple[Promise, list[Fraction]] | None, list[Finding]]:
    texts = {name: row.cells[columns[name]] if name in columns else "" for name in _TEXTS}
    place = table.place(row.number, columns["id"])
    if not texts["id"]:
        return None, [
            Finding("E302", "The project has no id; the row is left out.", place, "an id", fix="Give it one.")
        ]
    findings, amounts, milestones = [], [], {}
    unit = money[0].unit
    for column in money:
        read = AmountReader(column.unit).read(row.cells[column.at]) if column.unit else None
        fault = _amount_fault(read)
        if fault is not None:
            what = f'The money planned for project "{texts["id"]}" {fault.what}; the row is left out.'
            where = table.place(row.number, column.at)
            findings.append(Finding(fault.code, what, where, fault.expected, fault.found, fault.fix))
        amounts.append(read.measured_in(unit) if isinstance(read, Amount) and unit else Fraction(0))
    for column in days:
        text = row.cells[column.at]
        day = milestone_day(text, is_end=column.name != "start")
        if day is not None:
            milestones[column.name] = day
        elif not is_blank(text):
            what = f'The day of "{column.name}" of project "{texts["id"]}" cannot be read; the row is left out.'
            fix = "Write a day such as 2024-07-15 or a period such as 2024Q3."
            findings.append(Finding("E308", what, table.place(row.number, column.at), "a day", shown(text), fix))
    if {"start", "end"} <= milestones.keys() and milestones["end"] < milestones["start"]:
        what = f'Project "{texts["id"]}" ends before it starts; the row is left out.'
        found = f"{milestones['start']} to {milestones['end']}"
        findings.append(Finding("E308", what, place, "an end after the start", found, "Correct one of the days."))
    count = texts.pop("projects")
    if count and not (count.isdecimal() and 0 < int(count) < 10**6):
        what = f'The number of projects of "{texts["id"]}" is no count; the row is left out.'
        where = table.place(row.number, columns["projects"])
        findings.append(Finding("E303", what, where, "a whole number", shown(count), "Correct it, or leave it blank."))
    own, title, region, sector = texts.values()
    promise = Promise(own, title, region, sector, (), milestones, place, 1 if findings or not count else int(count))
    return (None if findings else (promise, amounts)), findings


def _amount_fault(read: Amount | Finding | None) -> Finding | None:
    if isinstance(read, Finding):
        return read
    if read is not None and read.value < 0:
        return Finding("E305", "is negative", expected="0 or more", found=str(read), fix="Correct the sign.")
    if read is not None and read.value * 10**_PLACES >= LARGEST:
        return Finding("E505", "is too large to be counted exactly", found=str(read), fix="Use a larger unit.")
    return None


def milestone_day(text: str, *, is_end: bool) -> date | None:
    """Return the day meant: of a period its last day where something ends in it, else its first."""
    period = parse_period(text)
    if period is not None and is_end:
        return period.end - timedelta(days=1)
    return parse_day(text)
