"""A list of observations, CSV or XLSX, to reports: one for each column, period and day of report.

Headings: `id`; `period` and `reported` where they are not given for the whole list; `financialProgress (UNIT)`, money
from 1 January to the end of the period; `physicalProgress` in per cent; `met: NAME` and `expected: NAME` with the day
of a milestone; `started projects`, how many of a line have started this year; `started` and `completed`, which are
`met: start` and `met: end`; `source`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from kaimen.delivery import EXPECTED, MET, MONEY, PHYSICAL, STARTED, Baseline, Report
from kaimen.delivery.types import LARGEST
from kaimen.errors import Finding, Place
from kaimen.formats.baseline_list import milestone_day
from kaimen.formats.cells import AmountReader, is_blank, shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table, plain
from kaimen.quantity import Amount, Period, Unit, parse_day, parse_number, parse_period, parse_unit

_MONEY = re.compile(r"financialprogress\s*(?:\(([^()]+)\))?", re.IGNORECASE)
_DAY = re.compile(r"(met|expected)\s*:\s*(.+)", re.IGNORECASE)
_ALIASES = {"started": f"{MET}start", "completed": f"{MET}end"}
_PER_SHARE = 100


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    measure: str
    unit: Unit | None = None


@dataclass(slots=True)
class _Gathered:
    projects: list[str] = field(default_factory=list)
    values: list[Fraction] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)


def parse_observations(
    content: bytes, name: str, baseline: Baseline, period: str = "", vintage: date | None = None
) -> tuple[tuple[Report, ...], list[Finding]]:
    """Read reports; a cell that cannot be read is a finding, and the others are kept.

    Args:
        content: the file.
        name: its name.
        baseline: in whose unit money is counted.
        period: the period of rows that name none.
        vintage: the day of rows that name none.
    """
    described = '"id", "period", "reported", "financialProgress (million yuan)", "started", "expected: end"'
    table, findings = parse_table(content, name, Headings(_is_known, described))
    if table is None:
        return (), findings
    columns = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    if "id" not in columns:
        fix = "Name the column of the project's id `id`."
        return (), [*findings, Finding("E301", "The list has no column `id`.", Place(name), "id", fix=fix)]
    measured, faults = _columns(table, baseline)
    findings += faults
    gathered: dict[tuple[int, Period, date], _Gathered] = {}
    for row in (row for row in table.rows if not row.is_blank):
        when, faults = _when(table, row, columns, period, vintage)
        findings += faults
        if when is None or not any(row.cells[column.at] for column in measured):
            continue
        source = row.cells[columns["source"]] if "source" in columns else ""
        findings += _gather(table, row, columns["id"], measured, baseline, (when, source), gathered)
    by_at = {column.at: column for column in measured}
    reports = (_report(table, baseline, by_at[at], (when, day), g) for (at, when, day), g in gathered.items())
    return tuple(reports), findings


def _is_known(heading: str) -> bool:
    names = ("id", "period", "reported", "source", PHYSICAL.casefold(), STARTED, *_ALIASES)
    return heading in names or bool(_MONEY.fullmatch(heading) or _DAY.fullmatch(heading))


def _columns(table: Table, baseline: Baseline) -> tuple[list[_Column], list[Finding]]:
    found, findings = [], []
    for at, heading in enumerate(table.header):
        word, money, day = fold(heading), _MONEY.fullmatch(plain(heading)), _DAY.fullmatch(plain(heading))
        if money:
            unit = parse_unit(money[1]) if money[1] else baseline.unit
            if unit is None or unit.dimension != baseline.unit.dimension:
                what = (
                    f'The unit "{money[1]}" is not known or not of {baseline.unit.dimension}; the column is not read.'
                )
                place = table.place(table.header_row, at)
                findings.append(Finding("E304", what, place, str(baseline.unit), f'"{money[1]}"', "Correct it."))
            else:
                found.append(_Column(at, MONEY, unit))
        elif word == PHYSICAL.casefold():
            found.append(_Column(at, PHYSICAL))
        elif word == STARTED:
            found.append(_Column(at, STARTED))
        elif word in _ALIASES:
            found.append(_Column(at, _ALIASES[word]))
        elif day:
            found.append(_Column(at, f"{MET if day[1].casefold() == 'met' else EXPECTED}{day[2]}"))
    return found, findings


def _when(
    table: Table, row: Row, columns: dict[str, int], period: str, vintage: date | None
) -> tuple[tuple[Period, date] | None, list[Finding]]:
    """Return the period and the day of report of a row, or what is wrong with them."""
    at = columns.get("period")
    text = (row.cells[at] if at is not None else "") or period
    read = parse_period(text)
    if read is None:
        place = table.place(row.number, columns["id"] if at is None else at)
        fix = "Write a period such as 2024-04 or 2024Q1 in the column `period`, or give --period."
        return None, [Finding("E308", "The row names no period and is left out.", place, "a period", shown(text), fix)]
    at = columns.get("reported")
    text = row.cells[at] if at is not None else ""
    day = parse_day(text) if text else vintage or read.end - timedelta(days=1)
    if day is None:
        place = table.place(row.number, at or 0)
        fix = "Write a day such as 2024-05-08."
        return None, [
            Finding("E308", "The day of the report cannot be read; left out.", place, "a day", shown(text), fix)
        ]
    return (read, day), []


def _gather(
    table: Table,
    row: Row,
    id_at: int,
    measured: list[_Column],
    baseline: Baseline,
    said: tuple[tuple[Period, date], str],
    gathered: dict[tuple[int, Period, date], _Gathered],
) -> list[Finding]:
    project, ((period, vintage), source) = row.cells[id_at], said
    if not project:
        place = table.place(row.number, id_at)
        return [Finding("E302", "The row has no project id and is left out.", place, "an id", fix="Give it one.")]
    findings = []
    for column in measured:
        text = row.cells[column.at]
        value = _value(column, text, baseline)
        if isinstance(value, Finding):
            what = f'{column.measure} of project "{project}" {value.what}; it is left out.'
            place = table.place(row.number, column.at)
            findings.append(Finding(value.code, what, place, value.expected, value.found, value.fix))
        elif value is not None:
            group = gathered.setdefault((column.at, period, vintage), _Gathered())
            group.projects.append(project)
            group.values.append(value)
            group.rows.append(row.number)
            group.sources |= {source} - {""}
    return findings


def _value(column: _Column, text: str, baseline: Baseline) -> Fraction | Finding | None:
    if is_blank(text):
        return None
    if column.unit is not None:
        read = AmountReader(column.unit).read(text)
        if isinstance(read, Amount) and read.value < 0:
            return Finding("E305", "is negative", expected="0 or more", found=shown(text), fix="Correct the sign.")
        if isinstance(read, Amount) and read.measured_in(baseline.unit) * 10**4 >= LARGEST:
            return Finding("E505", "is too large to be counted exactly", found=shown(text), fix="See its unit.")
        return read.measured_in(baseline.unit) if isinstance(read, Amount) else read
    if column.measure == PHYSICAL:
        return _share(text)
    if column.measure == STARTED:
        number = parse_number(text)
        is_count = number is not None and number == number.to_integral_value() and 0 <= number < 10**6
        fault = Finding("E303", "is no count", expected="a whole number", found=shown(text), fix="Correct it.")
        return Fraction(number) if number is not None and is_count else fault
    day = milestone_day(text, is_end=column.measure.endswith("end"))
    if day is None:
        fix = "Write a day such as 2024-07-15."
        return Finding("E308", "is no day", expected="a day", found=shown(text), fix=fix)
    return Fraction(day.toordinal())


def _share(text: str) -> Fraction | Finding:
    number = parse_number(text.removesuffix("%").removesuffix("％").strip())
    if number is None or not 0 <= number <= 100:
        fix = "Write per cent of the works, such as 45 or 45 %."
        return Finding("E412", "is not a share of 0 to 100 %", expected="0 to 100", found=shown(text), fix=fix)
    return Fraction(number) * _PER_SHARE


def _report(table: Table, baseline: Baseline, column: _Column, key: tuple[Period, date], gathered: _Gathered) -> Report:
    period, vintage = key
    scale = 1
    while any((value * scale).denominator > 1 for value in gathered.values) and scale < 10**9:
        scale *= 10
    letters = "".join(c for c in table.place(1, column.at).cell if c.isalpha())
    return Report(
        baseline.id,
        column.measure,
        period.label,
        period.end - timedelta(days=1),
        vintage,
        tuple(gathered.projects),
        tuple(round(value * scale) for value in gathered.values),
        scale,
        table.name,
        table.sheet,
        letters,
        tuple(gathered.rows),
        "; ".join(sorted(gathered.sources)),
    )
