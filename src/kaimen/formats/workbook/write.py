"""`plan_workbook`: a plan as a spreadsheet that recalculates.

    price bound = sum over quotas, funds and rules of limit x price
                + sum over projects of the best margin (0 where leaving it out is better and allowed)
                + sum over draws and carries of cap x what the move gains in price

The sheets are these sums, cell by cell (see `kaimen.portfolio.bound`): `Terms` and `Money` make the
margins in `Options`, the rest stands in `Quotas`, `Funds`, `Rules`, and `Summary` adds up. Blue
figures are inputs: change a choice, a limit or a price and everything that depends on it follows.
The file is a function of its input: no clock, one date for all files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kaimen.formats.workbook.delivery import Delivered, delivery_tables
from kaimen.formats.workbook.inputs import Inputs, Sheets
from kaimen.formats.workbook.limits import fund_rows, left_out_rows, quota_rows, rule_rows
from kaimen.formats.workbook.options import money_rows, option_rows, share_rows, term_rows
from kaimen.formats.workbook.summary import Line, summary_lines
from kaimen.formats.workbook.tables import LEFT_OUT, Book, Cell, Formula, Row, Table
from kaimen.portfolio import Result
from kaimen.problem import Problem

MOST_OPTIONS = 20_000
"""With more options there are no sheets of options, and sums over options are numbers."""

MOST_ROWS = 2**20 - 1
"""Rows of a sheet below its head."""

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_INK, _ACCENT, _BAD, _EDGE = "#1A1C1E", "#0B5A83", "#A3261B", "#7D838A"
_FROZEN = {"Options": 3, "Terms": 2, "Money": 3, "Shares": 3, "Quotas": 2, "Funds": 2, "Rules": 2, "Left out": 1}
_FROZEN |= {"Criteria": 1, "Appraisal": 2, "Costs": 1, "Board": 1, "Delivery": 2}
"""Columns that stay in sight, by sheet."""


class _Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that leaves formulas as they are: ours use no function that needs a prefix (a third of the time)."""

    def _prepare_formula(self, formula: str, _expand: bool = False) -> str:
        return formula.removeprefix("=")


def plan_workbook(
    problem: Problem,
    result: Result,
    reasons: Sequence[tuple[str, str, str]] = (),
    notes: Sequence[tuple[str, str]] = (),
    inputs: Inputs | None = None,
    delivered: Delivered | None = None,
) -> bytes:
    """Return the workbook of a plan (xlsx), the same bytes for the same input.

    Amounts are in the units people see, prices in benefit per such unit. Above 20,000 options, or where a sheet
    would have too many rows, the sheets of options are left out and totals over them are numbers.

    Args:
        problem: the statement.
        result: its portfolio, prices and bounds; a portfolio that breaks rows is written too, and shows them.
        reasons: project id, reason code and sentence, for each project left out.
        notes: further lines for the summary, each a label and a text.
        inputs: what benefits and costs were made from; with it, sheets that show it and benefits that follow it.
        delivered: what became of the plan; with it, sheets of the board and of each project's reports.
    """
    live = _fits(problem)
    made = Sheets(problem, inputs) if live and inputs is not None and len(inputs.parts) <= MOST_ROWS else None
    book = Book(problem, result, live=live, inputs=made)
    left_out = Table("Left out", LEFT_OUT, len(reasons))
    sheets: list[tuple[Table, Iterable[Row]]] = []
    if book.live:
        sheets += [(book.options, option_rows(book)), (book.terms, term_rows(book)), (book.money, money_rows(book))]
        sheets += [(book.shares, share_rows(book))] if book.shares.count else []
    parts = ((book.quotas, quota_rows), (book.funds, fund_rows), (book.rules, rule_rows))
    limits = [(table, list(rows(book))) for table, rows in parts]
    sheets += [*limits, (left_out, left_out_rows(book, reasons))]
    sheets += made.written() if made is not None else ()
    sheets += delivery_tables(delivered) if delivered is not None else ()
    target = BytesIO()
    with Workbook(target, _OPTIONS) as workbook:
        workbook.set_properties({"title": f"Plan: {problem.scenario}", "created": _DATE})
        looks = _looks(workbook, problem)
        lines = summary_lines(book, {table.name: rows for table, rows in limits}, [table for table, _ in sheets], notes)
        _write_summary(workbook, looks, lines)
        for table, rows in sheets:
            _write_table(workbook, looks, table, rows)
    return target.getvalue()


def _fits(problem: Problem) -> bool:
    rows = (len(problem.demand.row) + len(problem.rule_terms.row), len(problem.splits.cap), len(problem.life.cap))
    return problem.option_count <= MOST_OPTIONS and max(rows) <= MOST_ROWS


def _looks(workbook: Workbook, problem: Problem) -> dict[str, Format]:
    """Return the cell formats by style, inputs under the style's name and a star."""
    largest = float(np.abs(problem.benefit).max(initial=0)) / problem.benefit_scale
    patterns = {
        "text": "General",
        "flag": "General",
        "step": "General",
        "count": "0",
        "amount": "#,##0.00??",
        "price": "0.0000????",
        "benefit": "#,##0.00" if largest >= 100 else "#,##0.0000",
        "rate": "0.00??",
        "gap": "0.0000%",
        "share": "0.00%",
    }
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    looks = {}
    for style, pattern in patterns.items():
        align = {"text": "left", "flag": "center"}.get(style, "right")
        indent = int(style == "text")
        # The prefix keeps a text that looks like a formula a text even after someone edits it.
        look = base | {"num_format": pattern, "align": align, "font_color": _INK, "indent": indent}
        look["quote_prefix"] = style == "text"
        looks[style] = workbook.add_format(look)
        looks[f"{style}*"] = workbook.add_format(look | {"font_color": _ACCENT})
    left = base | {"align": "left", "indent": 1}
    looks["wrapped"] = workbook.add_format(left | {"text_wrap": True, "quote_prefix": True})
    looks["bold"] = workbook.add_format(left | {"bold": True, "quote_prefix": True})
    head = base | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": _EDGE}
    looks["head"] = workbook.add_format(head | {"align": "left", "indent": 1})
    looks["head right"] = workbook.add_format(head | {"align": "right"})
    looks["bad"] = workbook.add_format({"bold": True, "font_color": _BAD})
    looks["chosen"] = workbook.add_format({"bold": True})
    return looks


def _write_table(workbook: Workbook, looks: Mapping[str, Format], table: Table, rows: Iterable[Row]) -> None:
    sheet = _new_sheet(workbook, table.name, _FROZEN[table.name])
    sheet.set_row(0, 48)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width, looks[f"{column.style}*" if column.is_input else column.style])
        sheet.write_string(0, place, column.head, looks["head" if column.style == "text" else "head right"])
    keys = [column.key for column in table.columns]
    for number, row in enumerate(rows, 1):
        for place, key in enumerate(keys):
            if key in row:
                _write_cell(sheet, number, place, row[key])
    last = max(table.count, 1)
    sheet.autofilter(0, 0, last, len(keys) - 1)
    for place, key in enumerate(keys):
        if key in ("broken", "holds"):
            bad = {"type": "cell", "criteria": "==", "value": '"yes"' if key == "broken" else '"no"'}
            sheet.conditional_format(1, place, last, place, bad | {"format": looks["bad"]})
        if key == "chosen":
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": [0, 1]})
            whole = {"type": "formula", "criteria": f"=${table.at(key, 0)}=1", "format": looks["chosen"]}
            sheet.conditional_format(1, 1, last, 4, whole)


def _write_summary(workbook: Workbook, looks: Mapping[str, Format], lines: Sequence[Line]) -> None:
    sheet = _new_sheet(workbook, "Summary", 0)
    for place, (head, width) in enumerate((("item", 34), ("now", 22), ("as solved", 22), ("what it is", 84))):
        sheet.set_column(place, place, width, looks["wrapped" if place == 3 else "text"])
        sheet.write_string(0, place, head, looks["head right" if place in (1, 2) else "head"])
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, _plain(line.item), looks["bold" if line.is_key else "text"])
        _write_cell(sheet, number, 1, line.now, looks[line.style])
        _write_cell(sheet, number, 2, line.solved, looks[line.style])
        if line.sheet:
            sheet.write_url(number, 0, f"internal:'{line.sheet}'!A1", looks["text*"], line.item)
        _write_cell(sheet, number, 3, line.about)
        if line.is_check:
            bad = {"type": "cell", "criteria": ">", "value": 0, "format": looks["bad"]}
            sheet.conditional_format(number, 1, number, 1, bad)


def _new_sheet(workbook: Workbook, name: str, columns: int) -> Worksheet:
    sheet = workbook.add_worksheet(name, worksheet_class=_Sheet)
    sheet.freeze_panes(1, columns)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    return sheet


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell, look: Format | None = None) -> None:
    kind = type(cell)
    if kind is float or kind is int:
        sheet.write_number(row, place, cell, look)
    elif isinstance(cell, Formula):
        sheet.write_formula(row, place, cell.text, look, cell.value)
    elif isinstance(cell, str) and cell:
        sheet.write_string(row, place, _plain(cell), look)


def _plain(text: str) -> str:
    """Return text as the file can hold it: XlsxWriter takes what is wrapped in <r> for markup of its own."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
