"""A library as a list under the canonical headings, CSV or XLSX, that reads back as the same library."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import xlsxwriter

from kaimen.errors import Finding, Place
from kaimen.formats.library_mapping import PROJECT_COLUMNS
from kaimen.library import Library, Option, Project
from kaimen.quantity import Amount

Cell = str | Decimal

_LARGEST_EXACT = Decimal(10) ** 15
"""A workbook's numbers have 15 digits; longer ones are written as text."""

_SEPARATOR = ";"


def library_csv(library: Library) -> tuple[bytes, list[Finding]]:
    """Return a library as CSV in UTF-8 with a byte order mark, and what a list cannot hold (`W314`)."""
    header, rows, findings = list_cells(library.projects)
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig"), findings


def library_xlsx(library: Library, more: Sequence[tuple[str, Sequence[str]]] = ()) -> tuple[bytes, list[Finding]]:
    """Return a library as a workbook, and what a list cannot hold (`W314`).

    Args:
        library: the projects.
        more: further columns, each a heading and a text for each project.
    """
    header, rows, findings = list_cells(library.projects)
    header += [heading for heading, _ in more]
    rows = [[*row, *(texts[at] for _, texts in more)] for at, row in enumerate(rows)]
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet("projects")
    bold = book.add_format({"bold": True})
    for at, heading in enumerate(header):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, max(10, min(40, len(heading) + 2)))
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if cell != "":
                write_cell(sheet, number, at, cell)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(header) - 1)
    book.close()
    return target.getvalue(), findings


def write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any = None) -> None:
    """Write a cell of a sheet: numbers as numbers where a workbook holds them exactly, all else as text."""
    if isinstance(cell, Decimal) and _is_exact(cell):
        sheet.write_number(row, column, float(cell), style)
    elif cell == "":
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, f"{cell:f}" if isinstance(cell, Decimal) else cell, style)


def _is_exact(value: Decimal) -> bool:
    return abs(value) < _LARGEST_EXACT and Decimal(repr(float(value))) == value


def list_cells(projects: Sequence[Project]) -> tuple[list[str], list[list[Cell]], list[Finding]]:
    """Return the headings and rows of a list; projects that it cannot hold are left out with a finding (`W314`)."""
    held = [project for project in projects if not _odd(project)]
    findings = [_not_held(project) for project in projects if _odd(project)]
    columns = list(_columns(held))
    return (
        [heading for heading, _ in columns],
        [[cells[at] for _, cells in columns] for at in range(len(held))],
        findings,
    )


def _odd(project: Project) -> bool:
    """Return whether a list cannot hold the project: options that differ in more than their site, or odd demands."""
    if not project.options:
        return True
    first = project.options[0]
    if any(replace(option, site=first.site) != first or option.benefit != 1 for option in project.options):
        return True
    names = [(demand.resource, demand.running, demand.amount.value < 0) for demand in first.demands]
    joined = any(_SEPARATOR in text for o in project.options for text in (o.site, *(o.starts or ()), *project.funds))
    return any(demand.offset for demand in first.demands) or len(set(names)) < len(names) or joined


def _not_held(project: Project) -> Finding:
    what = f'Project "{project.id}" was left out: a list has no room for options that differ, or for demands by period.'
    return Finding("W314", what, Place(key=project.id), fix="Export to JSON, which holds all of it.")


def _columns(projects: Sequence[Project]) -> Iterator[tuple[str, list[Cell]]]:
    options = [project.options[0] for project in projects]
    for name in PROJECT_COLUMNS:
        texts: list[Cell] = [getattr(project, name) for project in projects]
        if name in ("id", "title") or any(texts):
            yield name, texts
    yield from _costs(options)
    yield from _demands(options)
    for name in _named(projects, "criteria"):
        yield f"criterion: {name}", [project.criteria.get(name, "") for project in projects]
    for name in _named(projects, "fields"):
        yield f"field: {name}", [project.fields.get(name, "") for project in projects]
    for name in dict.fromkeys(c.name for project in projects for c in project.conditions):
        yield f"ready: {name}", [_condition(project, name) for project in projects]
    joined = {
        "funds": [project.funds for project in projects],
        "starts": [option.starts or () for option in options],
        "sites": [tuple(option.site for option in project.options if option.site) for project in projects],
    }
    for name, parts in joined.items():
        if any(parts):
            yield name, [f"{_SEPARATOR} ".join(part) for part in parts]


def _named(projects: Iterable[Project], part: str) -> list[str]:
    return list(dict.fromkeys(name for project in projects for name in getattr(project, part)))


def _condition(project: Project, name: str) -> str:
    found = next((c for c in project.conditions if c.name == name), None)
    if found is None:
        return ""
    return found.holds_from.isoformat() if found.holds_from else "no"


def _costs(options: Sequence[Option]) -> Iterator[tuple[str, list[Cell]]]:
    periods = max((len(option.cost) for option in options), default=0)
    for period in range(periods):
        amounts = [option.cost[period] if period < len(option.cost) else None for option in options]
        heading = "cost" if periods == 1 else f"cost {period + 1}"
        yield from _amounts(heading, amounts)


def _demands(options: Sequence[Option]) -> Iterator[tuple[str, list[Cell]]]:
    kinds = dict.fromkeys((d.resource, d.running, d.amount.value < 0) for option in options for d in option.demands)
    for resource, running, frees in kinds:
        amounts: list[Amount | None] = []
        for option in options:
            wanted = (resource, running, frees)
            found = next((d for d in option.demands if (d.resource, d.running, d.amount.value < 0) == wanted), None)
            amounts.append(None if found is None else Amount(abs(found.amount.value), found.amount.unit))
        yield from _amounts(f"{'frees' if frees else 'demand'}: {resource}", amounts, "running" if running else "")


def _amounts(name: str, amounts: Sequence[Amount | None], more: str = "") -> Iterator[tuple[str, list[Cell]]]:
    """Yield one column in the unit most amounts have; the others carry theirs. What is not there is nothing."""
    unit = Counter(amount.unit.code for amount in amounts if amount is not None).most_common(1)[0][0]
    yield f"{name} ({unit}, {more})" if more else f"{name} ({unit})", [_cell(amount, unit) for amount in amounts]


def _cell(amount: Amount | None, unit: str) -> Cell:
    if amount is None:
        return Decimal(0)
    return amount.value if amount.unit.code == unit else f"{amount.value:f} {amount.unit}"
