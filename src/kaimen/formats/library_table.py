"""A list of projects, as CSV or XLSX, to the library.

A bad cell is a finding at its place and never stops the rows below. A row whose id, criteria, cost or demands
cannot be read is left out, because a plan would count it wrongly; with anything else the project is kept without
what could not be read. `parse_mapping` reads the mapping; without one the headings themselves are it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.formats.cells import EXACT, AmountReader, is_blank, read_number, read_readiness, shown
from kaimen.formats.library_mapping import (
    CANONICAL,
    PROJECT_COLUMNS,
    CostMapping,
    DemandMapping,
    LibraryMapping,
    mapping_of_header,
    parse_mapping,
)
from kaimen.formats.tables import Row, Table, fold, parse_table, plain
from kaimen.library import OWNERSHIP_CLASSES, Condition, Demand, Library, Option, Project, library_of
from kaimen.quantity import Amount, parse_period

__all__ = ["LibraryMapping", "parse_library", "parse_mapping"]


def parse_library(content: bytes, name: str, mapping: LibraryMapping | None = None) -> tuple[Library, list[Finding]]:
    """Read a library from CSV or XLSX.

    Args:
        content: the file.
        name: its name, for findings and as the library's name.
        mapping: which column is what; None reads the canonical headings.

    Returns:
        The library with every project that could be read, and the findings.
    """
    headings, sheet = (mapping.looked_for, mapping.sheet) if mapping else (CANONICAL, "")
    table, findings = parse_table(content, name, headings, sheet)
    if table is None:
        return Library(name, ()), findings
    if mapping is None:
        mapping, faults = mapping_of_header(table)
        findings += faults
    if mapping is None:
        return Library(name, ()), findings
    names = (*mapping.fields, *mapping.criteria)
    findings += _header_findings(table, mapping)
    columns = _columns(table, mapping)
    if any(heading not in columns for heading in mapping.needed):
        return Library(name, (), frozenset(names)), findings
    projects = list(_projects(table, mapping, columns, findings))
    findings += _totals(table, mapping, columns, frozenset(project.id for project in projects))
    library, doubled = library_of(name, projects, names)
    return library, findings + doubled


# --- header ---


def _columns(table: Table, mapping: LibraryMapping) -> dict[str, int]:
    """Return the column of each heading of the mapping, as the mapping writes it; of two alike the first."""
    first: dict[str, int] = {}
    for at, heading in enumerate(table.header):
        first.setdefault(fold(heading), at)
    return {heading: first[fold(heading)] for heading in mapping.headings if fold(heading) in first}


def _header_findings(table: Table, mapping: LibraryMapping) -> Iterator[Finding]:
    wanted = {fold(heading): heading for heading in mapping.headings}
    seen: dict[str, int] = {}
    unused: list[int] = []
    for at, heading in enumerate(table.header):
        folded = fold(heading)
        if folded in wanted and folded in seen:
            what = f'Two columns are headed "{plain(heading)}"; the first is read.'
            fix = "Give one of them another heading."
            yield Finding("E403", what, table.place(table.header_row, at), "one column", f'"{plain(heading)}"', fix)
        elif folded and folded not in wanted:
            unused.append(at)
        seen.setdefault(folded, at)
    headings = ", ".join(f'"{plain(heading)}"' for heading in table.header if heading)[:500]
    for folded, heading in wanted.items():
        if folded not in seen:
            what = f'The list has no column "{heading}".'
            fix = "Correct the heading in the mapping, or in the list."
            yield Finding("E301", what, table.place(table.header_row, 0), f'"{heading}"', headings, fix)
    if unused:
        what = f"{len(unused)} columns of the list are not used." if unused[1:] else "A column of the list is not used."
        names = ", ".join(f'"{plain(table.header[at])}"' for at in unused)
        fix = "Map those that rules or the benefit need."
        yield Finding("W311", what, table.place(table.header_row, unused[0]), "", names, fix)


# --- rows ---


def _projects(
    table: Table, mapping: LibraryMapping, columns: Mapping[str, int], findings: list[Finding]
) -> Iterator[Project]:
    read = _ProjectReader(table, mapping, columns, findings)
    blank: list[Row] = []
    if all(row.is_blank for row in table.rows):
        place = table.place(table.header_row, 0)
        findings.append(Finding("E102", "The list has no rows below its header.", place, fix="Add projects."))
    for row in table.rows:
        if row.is_blank:
            blank.append(row)
            continue
        findings += [
            Finding("W309", "The row is empty.", table.place(gap.number, 0), fix="Delete it if nothing is lost.")
            for gap in blank
        ]
        blank = []
        project = read(row)
        if project is not None:
            yield project


_TOTAL = re.compile(
    r"(?:(?:grand|sub|over ?all)[ -]?)?(?:totals?|sum)|合 ?计|总 ?计|小 ?计|共 ?计|合計|總計|小計", re.I
)


def _totals(
    table: Table, mapping: LibraryMapping, columns: Mapping[str, int], read: frozenset[str]
) -> Iterator[Finding]:
    """Yield a remark (`W317`) on each row that was read as a project and is named as a total of others."""
    names = [columns[name] for name in (mapping.columns.id, mapping.columns.title) if name in columns]
    for row in table.rows:
        named = next((at for at in names if _TOTAL.fullmatch(plain(row.cells[at]).strip(" :."))), None)
        if named is not None and row.cells[names[0]] in read:
            what = f'The row "{plain(row.cells[named])}" looks like a total of others; it is read as a project.'
            fix = "Take it out of the list, or leave it out with `skip_where` in the mapping."
            yield Finding(
                "W317", what, table.place(row.number, named), "a project", f'"{plain(row.cells[named])}"', fix
            )


class _Reading:
    """One row being read: its cells by heading, and what is wrong with them."""

    def __init__(self, table: Table, row: Row, columns: Mapping[str, int], findings: list[Finding]) -> None:
        self._table = table
        self._row = row
        self._columns = columns
        self._findings = findings
        self.subject = f"row {row.number}"
        self.is_broken = False

    def text(self, heading: str) -> str:
        """Return the cell under a heading; empty where the list has no such column."""
        at = self._columns.get(heading)
        return "" if at is None else self._row.cells[at]

    def place(self, heading: str) -> Place:
        """Return the place of the cell under a heading."""
        return self._table.place(self._row.number, self._columns[heading])

    def fault(self, finding: Finding, heading: str, about: str) -> None:
        """Note a finding on the cell; its `what` continues the words "The (about) of (the project)"."""
        what = f"The {about} of {self.subject} {finding.what}."
        self._findings.append(replace(finding, what=what, place=self.place(heading)))

    def break_off(self, finding: Finding, heading: str, about: str) -> None:
        """Note a finding for which the row is left out."""
        self.is_broken = True
        self.fault(replace(finding, what=f"{finding.what}; the row is left out"), heading, about)

    def check_width(self, width: int) -> None:
        """Break off where cells stand beyond the header: then the others may be shifted too."""
        beyond = next((at for at in range(width, len(self._row.cells)) if self._row.cells[at]), None)
        if beyond is not None:
            self.is_broken = True
            what = f"In {self.subject} a cell stands beyond the last heading, so that others may be shifted; "
            what += "the row is left out."
            fix = "Put cells that hold the delimiter into quotation marks, or give the column a heading."
            place, found = self._table.place(self._row.number, beyond), shown(self._row.cells[beyond])
            self._findings.append(Finding("E301", what, place, f"{width} cells", found, fix))


_MOST_TEXTS = 10_000
"""Texts of which only one copy is kept."""


class _ProjectReader:
    """Reads rows of one list; what is the same for every row is worked out once."""

    def __init__(
        self, table: Table, mapping: LibraryMapping, columns: Mapping[str, int], findings: list[Finding]
    ) -> None:
        self._table = table
        self._mapping = mapping
        self._columns = columns
        self._findings = findings
        self._words = {
            name: {fold(word): meaning for word, meaning in meanings.items()}
            for name, meanings in mapping.values.items()
        }
        self._skipped = {heading: {fold(value) for value in values} for heading, values in mapping.skip_where.items()}
        self._texts: dict[str, str] = {}
        self._own = [(name, heading) for name in PROJECT_COLUMNS[1:] if (heading := getattr(mapping.columns, name))]
        self._cost = _AmountColumns(mapping.cost) if mapping.cost else None
        self._demands = [(name, part, _AmountColumns(part)) for name, parts in mapping.demand.items() for part in parts]
        meanings = mapping.funds.values if mapping.funds else {}
        self._funds = {fold(text): funds for text, funds in meanings.items()}

    def __call__(self, row: Row) -> Project | None:
        """Return the project of a row, or None where the row is none or is left out."""
        reading = _Reading(self._table, row, self._columns, self._findings)
        if any(fold(reading.text(heading)) in values for heading, values in self._skipped.items()):
            return None
        own = {name: self._meant(name, reading.text(heading)) for name, heading in self._own}
        project = Project(
            id=self._id(reading),
            **own,
            criteria=self._criteria(reading),
            options=self._options(reading),
            conditions=self._conditions(reading),
            funds=self._lawful_funds(reading),
            fields={name: self._meant(name, reading.text(heading)) for name, heading in self._mapping.fields.items()},
            place=reading.place(self._mapping.columns.id),
        )
        project = self._with_ownership(project, reading)
        reading.check_width(len(self._table.header))
        return None if reading.is_broken else project

    def _meant(self, name: str, text: str) -> str:
        """Return what a cell's text means; equal short texts are one string in memory."""
        words = self._words.get(name)
        if words:
            return words.get(fold(text), text)
        return self._texts.setdefault(text, text) if len(self._texts) < _MOST_TEXTS else self._texts.get(text, text)

    def _id(self, reading: _Reading) -> str:
        heading = self._mapping.columns.id
        text = reading.text(heading)
        if text:
            reading.subject = f'project "{text}"'
        else:
            fix = "Give the project an id; leave rows that are no projects out with `skip_where`."
            reading.break_off(Finding("E302", "is missing", expected="an id", found=shown(""), fix=fix), heading, "id")
        return text

    def _with_ownership(self, project: Project, reading: _Reading) -> Project:
        ownership = fold(project.ownership)
        if ownership in OWNERSHIP_CLASSES or not ownership:
            return project if ownership == project.ownership else replace(project, ownership=ownership)
        what, expected = "is not an ownership class; it is left empty", ", ".join(OWNERSHIP_CLASSES)
        fix = "Say in [values.ownership] of the mapping what the word means."
        finding = Finding("E312", what, expected=expected, found=shown(project.ownership), fix=fix)
        reading.fault(finding, self._mapping.columns.ownership, "ownership")
        return replace(project, ownership="")

    def _criteria(self, reading: _Reading) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for name, heading in self._mapping.criteria.items():
            value = read_number(self._meant(name, reading.text(heading)))
            if isinstance(value, Finding):
                reading.break_off(value, heading, f'criterion "{name}"')
            elif value is not None:
                found[name] = value
        return found

    def _conditions(self, reading: _Reading) -> tuple[Condition, ...]:
        found: list[Condition] = []
        for name, heading in self._mapping.readiness.items():
            day = read_readiness(self._meant(name, reading.text(heading)))
            if isinstance(day, Finding):
                reading.fault(day, heading, f'condition "{name}"')
                day = None
            found.append(Condition(name, day))
        return tuple(found)

    def _lawful_funds(self, reading: _Reading) -> tuple[str, ...]:
        mapping, values = self._mapping.funds, self._funds
        if mapping is None:
            return ()
        text = reading.text(mapping.column)
        if fold(text) in values:
            return values[fold(text)]
        named = [values.get(fold(part), (part,)) for part in _parts(text, mapping.separator)]
        return tuple(dict.fromkeys(fund for funds in named for fund in funds))

    def _options(self, reading: _Reading) -> tuple[Option, ...]:
        cost = self._cost.cost(reading) if self._cost else ()
        demands = [demand for name, part, columns in self._demands for demand in columns.demands(reading, name, part)]
        options = self._mapping.options
        starts = _starts(reading, options.starts, options.separator) if options.starts else None
        sites = _parts(reading.text(options.sites), options.separator) or [""]
        return tuple(Option(tuple(demands), cost, starts, site) for site in sites)


class _AmountColumns:
    """The columns of the cost or of a resource, one per period from the start."""

    def __init__(self, mapping: CostMapping | DemandMapping) -> None:
        self._mapping = mapping
        self._reader = AmountReader(mapping.bare_unit)
        self._headings = mapping.headings

    def cost(self, reading: _Reading) -> tuple[Amount, ...]:
        """Return the cost by period from the start; a cost of nothing is a remark."""
        mapping = self._mapping
        amounts = self._amounts(reading, "cost", must=isinstance(mapping, CostMapping) and mapping.missing == "error")
        if not reading.is_broken and not any(amount.value for amount in amounts):
            what = "is nothing at all"
            fix = "See that this is meant: a project without cost takes no fund's money."
            reading.fault(Finding("W310", what, found="0", fix=fix), self._headings[0], "cost")
        if isinstance(mapping, CostMapping) and mapping.profile:
            whole = amounts[0]
            return tuple(Amount(EXACT.multiply(whole.value, share), whole.unit) for share in mapping.profile)
        return tuple(amounts)

    def demands(self, reading: _Reading, resource: str, mapping: DemandMapping) -> Iterator[Demand]:
        """Yield the demands of a resource that are not nothing; what is freed is negative."""
        about = f'freed "{resource}"' if mapping.frees else f'demand for "{resource}"'
        for offset, amount in enumerate(self._amounts(reading, about, must=mapping.blank_is_error)):
            if amount.value:
                value = amount.value.copy_negate() if mapping.frees else amount.value
                yield Demand(resource, Amount(value, amount.unit), offset, mapping.running)

    def _amounts(self, reading: _Reading, about: str, must: bool) -> list[Amount]:
        """Return an amount per column, nothing for a blank; with `must`, a row of blanks breaks the reading off."""
        found: list[Amount] = []
        has_any = False
        for heading in self._headings:
            amount = self._reader.read(reading.text(heading))
            has_any = has_any or amount is not None
            if isinstance(amount, Amount) and amount.value < 0:
                amount = _negative(reading.text(heading))
            if isinstance(amount, Finding):
                reading.break_off(amount, heading, about)
            found.append(amount if isinstance(amount, Amount) else Amount(Decimal(0), self._mapping.bare_unit))
        if must and not has_any:
            fix = 'Fill it in (0 if there is none), or set `missing = "zero"` in the mapping.'
            expected, text = f"a number in {self._mapping.unit}", reading.text(self._headings[0])
            finding = Finding("E302", "is missing", expected=expected, found=shown(text), fix=fix)
            reading.break_off(finding, self._headings[0], about)
        return found


def _negative(text: str) -> Finding:
    fix = "Correct the sign; a column of amounts freed is mapped with `frees = true` and holds positive numbers."
    return Finding("E305", "is negative", expected="0 or more", found=shown(text), fix=fix)


def _starts(reading: _Reading, heading: str, separator: str) -> tuple[str, ...] | None:
    """Return the labels of the start periods; None, any, for a blank. One that cannot be read is left out."""
    labels = _parts(reading.text(heading), separator)
    unknown = [label for label in labels if parse_period(label) is None]
    for label in unknown:
        expected, fix = "periods such as 2024 or 2024Q3", "Correct the cell; the project cannot start then."
        finding = Finding("E308", "include one that is unknown", expected=expected, found=shown(label), fix=fix)
        reading.fault(finding, heading, "start periods")
    return tuple(label for label in labels if label not in unknown) if labels else None


def _parts(text: str, separator: str) -> list[str]:
    """Return the parts of a cell that holds several, each once, without blanks."""
    parts = (part.strip() for part in text.split(separator))
    return list(dict.fromkeys(part for part in parts if not is_blank(part)))
