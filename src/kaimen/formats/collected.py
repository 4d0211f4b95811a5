"""The workbook that goes out to a city: its own rows, cells that say what may stand in them, ids that stay.

Cells are checked by the spreadsheet itself as they are typed: stages and classes are chosen from lists, amounts are
numbers in the heading's unit. Ids and the version each row was made from are protected (without a password, so that
nobody is locked out). A second sheet says what goes in. Reading the workbook again checks everything once more.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from kaimen.delivery import Promise
from kaimen.errors import Finding
from kaimen.formats.library_list import Cell, list_cells, write_cell
from kaimen.library import OWNERSHIP_CLASSES, Library

VERSION_FIELD = "kaimen version"
"""The field of a collected workbook that says which version a row was made from."""

NEW_ROWS = 50
"""Empty rows below, for projects that are not in the library yet."""

_LONGEST_LIST = 255
"""Characters that a spreadsheet takes in a list of choices."""

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MARK = f"field: {VERSION_FIELD}"


def collected_workbook(
    library: Library, numbers: Sequence[int], stages: Sequence[str], regions: Sequence[str] = ()
) -> tuple[bytes, list[Finding]]:
    """Return the workbook of a city, and what a list cannot hold (`W314`).

    Args:
        library: the city's projects.
        numbers: the version each project was made from.
        stages: the stages there are.
        regions: regions that a project may lie in; empty: any.
    """
    by_id = dict(zip((project.id for project in library.projects), numbers, strict=True))
    header, rows, findings = list_cells(library.projects)
    for name in ("region", "stage", "ownership"):
        if name not in header:
            header.append(name)
            rows = [[*row, ""] for row in rows]
    at_id = header.index("id")
    rows = [[*row, str(by_id[str(row[at_id])])] for row in rows]
    header.append(_MARK)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    _write_projects(book, header, rows, {"stage": stages, "ownership": OWNERSHIP_CLASSES, "region": regions})
    _write_notes(book, header, {"stage": stages, "ownership": OWNERSHIP_CLASSES, "region": regions})
    book.close()
    return target.getvalue(), findings


def observations_workbook(promises: Sequence[Promise], period: str, unit: str) -> bytes:
    """Return the workbook that asks for the observations of a period: a row per project, cells to fill."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _OPTIONS)
    sheet, bold = book.add_worksheet("observations"), book.add_format({"bold": True})
    money = f"financialProgress ({unit})"
    blank = (money, "physicalProgress", "started", "completed", "expected: end", "source")
    for at, heading in enumerate(("id", "title", "period", *blank)):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, max(12, len(heading) + 2))
    for number, promise in enumerate(promises, 1):
        for at, text in enumerate((promise.project, promise.title, period)):
            sheet.write_string(number, at, text)
    last = max(1, len(promises))
    least = {"validate": "decimal", "criteria": ">=", "value": 0}
    sheet.data_validation(1, 3, last, 3, least | {"error_message": f"Money from 1 January, in {unit}, 0 or more."})
    share = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    sheet.data_validation(1, 4, last, 4, share | {"error_message": "Per cent of the works, 0 to 100."})
    sheet.freeze_panes(1, 2)
    book.close()
    return target.getvalue()


def _write_projects(
    book: Any, header: Sequence[str], rows: Sequence[Sequence[Cell]], choices: dict[str, Sequence[str]]
) -> None:
    sheet = book.add_worksheet("projects")
    bold = book.add_format({"bold": True})
    free, fixed = book.add_format({"locked": False}), book.add_format({"locked": True, "bg_color": "#EEEEEE"})
    last = len(rows) + NEW_ROWS
    for at, heading in enumerate(header):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, max(10, min(40, len(heading) + 2)))
        is_fixed = heading in ("id", _MARK)
        for number in range(1, last + 1):
            cell = rows[number - 1][at] if number <= len(rows) else ""
            write_cell(sheet, number, at, cell, fixed if is_fixed and (cell != "" or heading == _MARK) else free)
        check = _check(heading, choices)
        if check is not None:
            sheet.data_validation(1, at, last, at, check)
    allowed = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
    sheet.protect("", allowed)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(header) - 1)


def _check(heading: str, choices: dict[str, Sequence[str]]) -> dict[str, Any] | None:
    """Return what a spreadsheet checks as a cell of a column is typed."""
    said = {"input_title": heading[:32], "input_message": _note(heading, choices)[:255]}
    chosen = choices.get(heading, ())
    if chosen and sum(map(len, chosen)) + len(chosen) <= _LONGEST_LIST:
        fault = f"Choose one of: {', '.join(chosen)}."[:255]
        return {"validate": "list", "source": list(chosen), "error_title": heading[:32], "error_message": fault, **said}
    if _is_amount(heading) or heading.startswith("criterion: "):
        fault = "Write a number without a unit; the unit stands in the heading."
        limits = {"criteria": ">=", "value": 0} if _is_amount(heading) else _ANY_NUMBER
        return {"validate": "decimal", **limits, "error_title": heading[:32], "error_message": fault, **said}
    return {"validate": "any", **said} if heading != _MARK else None


_ANY_NUMBER = {"criteria": "between", "minimum": -(10**15), "maximum": 10**15}


def _is_amount(heading: str) -> bool:
    return heading.startswith(("cost", "demand: ", "frees: "))


def _note(heading: str, choices: dict[str, Sequence[str]]) -> str:
    if heading == "id":
        return "Stays as it is. A new project below gets an id of your own."
    if heading == _MARK:
        return "Stays as it is: it says which version this row was made from."
    if heading in choices:
        chosen = choices[heading]
        return f"One of: {', '.join(chosen)}." if chosen else "The region's id."
    if _is_amount(heading):
        return "A number, 0 or more, in the unit of the heading."
    if heading.startswith("criterion: "):
        return "A number."
    if heading.startswith("ready: "):
        return "The day from which it holds, such as 2024-02-19; or yes, or no."
    return "Text."


def _write_notes(book: Any, header: Sequence[str], choices: dict[str, Sequence[str]]) -> None:
    sheet = book.add_worksheet("what goes in")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 80)
    for number, heading in enumerate(header):
        sheet.write_string(number, 0, f"column {heading}")
        sheet.write_string(number, 1, _note(heading, choices), wrapped)
