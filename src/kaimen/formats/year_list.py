"""Yearly lists of projects, CSV or XLSX, to what was reported of each project in each year.

Headings: `year` (or a year in the file's name), `project` or `id`, `rating`, `start`, `end`, `cost (UNIT)`,
`planned (UNIT)` and `spent (UNIT)` of the year, or their Chinese names; others are named by the user.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from kaimen.delivery.late import RATINGS, YearReport
from kaimen.errors import Finding, Place
from kaimen.formats.cells import AmountReader, is_blank, read_number, shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table
from kaimen.quantity import Amount, Unit, parse_day, parse_unit

NAMES: Mapping[str, str] = {
    **dict.fromkeys(("year", "年份", "年度"), "year"),
    **dict.fromkeys(("project", "title", "name", "项目", "项目名称"), "project"),
    **dict.fromkeys(("id", "编号", "项目编号", "项目代码"), "id"),
    **dict.fromkeys(("rating", "评级", "评价"), "rating"),
    **dict.fromkeys(("start", "start date", "开工", "开工日期", "开工时间"), "start"),
    **dict.fromkeys(("end", "end date", "完工日期", "竣工日期", "竣工时间", "建成时间"), "end"),
    **dict.fromkeys(("cost", "总投资"), "cost"),
    **dict.fromkeys(("planned", "年度计划", "年度计划投资"), "planned"),
    **dict.fromkeys(("spent", "年度完成", "年度完成投资"), "spent"),
}
"""Headings, folded and without their unit, and what each is."""

_UNIT = re.compile(r"\s*\(([^()]*)\)\s*\Z")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_CHINESE_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?")
_MILLION = 10**6


@dataclass(frozen=True, slots=True)
class YearLists:
    """Reports of all lists; `has_ids` where every one of them is known by an id."""

    reports: tuple[YearReport, ...]
    has_ids: bool


def parse_year_list(
    content: bytes, name: str, columns: Mapping[str, str], ratings: Sequence[str]
) -> tuple[YearLists, list[Finding]]:
    """Read one list; a cell that cannot be read is a finding and counts as not said.

    Args:
        content: the file.
        name: its name, in which a year may stand.
        columns: heading to what it is, for headings of the list's own.
        ratings: the list's words for ratings, from the best to the worst (none: green to red).
    """
    own = {fold(heading): what for heading, what in columns.items()}
    described = '"year", "project", "end" and perhaps "rating", "start", "cost (million yuan)"'
    fix = "Name the columns with --column HEADING=end and the like."
    table, findings = parse_table(content, name, Headings(partial(_is_known, own), described, fix))
    if table is None:
        return YearLists((), False), findings
    places = _places(table, own)
    for_names = "id" if "id" in places else "project"
    in_name = _YEAR.search(name)
    missing = [what for what in (for_names, "end") if what not in places]
    missing += [] if "year" in places or in_name else ["year"]
    if missing:
        what = f"The list has no column {', '.join(missing)}."
        return YearLists((), False), [*findings, Finding("E301", what, Place(name), described, fix=fix)]
    units, faults = _units(table, places)
    reader = _Reader(table, places, units, {fold(word): at for at, word in enumerate(ratings)}, findings + faults)
    rows = (row for row in table.rows if not row.is_blank)
    found = [reader.report(row, for_names, int(in_name[1]) if in_name else None) for row in rows]
    return YearLists(tuple(report for report in found if report), for_names == "id"), reader.findings


def _bare(heading: str) -> str:
    return _UNIT.sub("", fold(heading)).replace("_", " ")


def _is_known(own: Mapping[str, str], heading: str) -> bool:
    return heading in own or _bare(heading) in NAMES


def _places(table: Table, own: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each thing; a heading that the user named comes before one of ours."""
    found: dict[str, int] = {}
    for at, heading in reversed(list(enumerate(table.header))):
        if _bare(heading) in NAMES and fold(heading) not in own:
            found[NAMES[_bare(heading)]] = at
    named = {what: at for at, heading in enumerate(table.header) if (what := own.get(fold(heading)))}
    return found | named


def _units(table: Table, places: Mapping[str, int]) -> tuple[dict[str, Unit], list[Finding]]:
    found, findings = {}, []
    for what in ("cost", "planned", "spent"):
        match = _UNIT.search(table.header[places[what]]) if what in places else None
        unit = parse_unit(match[1]) if match else None
        if match and (unit is None or not unit.dimension.startswith("currency")):
            text = f'The unit "{match[1]}" is not one of money; the column counts as bare numbers.'
            place = table.place(table.header_row, places[what])
            findings.append(Finding("E304", text, place, "such as million yuan", f'"{match[1]}"', "Correct it."))
        elif unit is not None:
            found[what] = unit
    return found, findings


@dataclass(slots=True)
class _Reader:
    table: Table
    places: Mapping[str, int]
    units: Mapping[str, Unit]
    ratings: Mapping[str, int]
    findings: list[Finding]

    def report(self, row: Row, named: str, year: int | None) -> YearReport | None:
        """Return what a row says; None where it names no project or year."""
        name, text = self._text(row, named), self._text(row, "year")
        match = _YEAR.search(text)
        year = int(match[1]) if match else (year if not text else None)
        if not name or year is None:
            missing = named if not name else "year"
            what = f"The row names no {missing} and is left out."
            found = shown(self._text(row, missing))
            place = self.table.place(row.number, self.places.get(missing, 0))
            self.findings.append(Finding("E302", what, place, f"a {missing}", found, "Fill it in."))
            return None
        money = [self._money(row, what) for what in ("cost", "planned", "spent")]
        return YearReport(year, name, self._rating(row), self._day(row, "start"), self._day(row, "end"), *money)

    def _text(self, row: Row, what: str) -> str:
        return row.cells[self.places[what]] if what in self.places else ""

    def _fault(self, row: Row, what: str, code: str, says: str, expected: str, fix: str) -> None:
        place = self.table.place(row.number, self.places[what])
        text = f"The {what} {says}; it counts as not said."
        self.findings.append(Finding(code, text, place, expected, shown(self._text(row, what)), fix))

    def _rating(self, row: Row) -> str:
        text = self._text(row, "rating")
        if not self.ratings or not text:
            return text
        at = self.ratings.get(fold(text))
        if at is None:
            self._fault(row, "rating", "E312", "is not one of --ratings", ", ".join(self.ratings), "Correct either.")
            return ""
        return RATINGS[round(at * (len(RATINGS) - 1) / max(len(self.ratings) - 1, 1))]

    def _day(self, row: Row, what: str) -> date | None:
        text = self._text(row, what)
        if is_blank(text):
            return None
        match = _CHINESE_DAY.fullmatch(text)
        day = parse_day("{}-{:0>2}-{:0>2}".format(*match.groups("1")) if match else text)
        if day is None:
            self._fault(row, what, "E308", "is no day", "such as 2024-07-15", "Write year, month, day in this order.")
        return day

    def _money(self, row: Row, what: str) -> float | None:
        text = self._text(row, what)
        unit = self.units.get(what)
        value = AmountReader(unit).read(text) if unit else read_number(text)
        if isinstance(value, Finding):
            self._fault(row, what, value.code, value.what, value.expected, value.fix)
            return None
        if isinstance(value, Amount):
            return float(value.value * value.unit.factor.numerator / value.unit.factor.denominator / _MILLION)
        return None if value is None else float(value)
