"""The rows of a list that were not read, as a workbook of the same columns with what to do beside each."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import xlsxwriter

from kaimen.errors import Finding
from kaimen.formats.library_mapping import CANONICAL, LibraryMapping
from kaimen.formats.tables import parse_table

_ROW = re.compile(r"[A-Z]+(\d+)")
ERROR = "error"
"""The heading of the column that says what is wrong; reading the workbook again passes over it."""


def rejected_workbook(
    content: bytes, name: str, mapping: LibraryMapping | None, findings: Sequence[Finding]
) -> bytes | None:
    """Return a workbook of the rows with errors, or None where there are none or the list has no header."""
    headings, sheet = (mapping.looked_for, mapping.sheet) if mapping else (CANONICAL, "")
    table, _ = parse_table(content, name, headings, sheet)
    errors: dict[int, list[Finding]] = {}
    for finding in findings:
        match = _ROW.fullmatch(finding.place.cell)
        if finding.is_error and match:
            errors.setdefault(int(match[1]), []).append(finding)
    rows = [row for row in table.rows if row.number in errors] if table else []
    if table is None or not rows:
        return None
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    page = book.add_worksheet(table.sheet[:31] or "rejected")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    width = max(len(table.header), *(len(row.cells) for row in rows))
    for at, heading in enumerate(table.header):
        page.write_string(0, at, heading, bold)
    page.write_string(0, width, ERROR, bold)
    page.set_column(width, width, 60)
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row.cells):
            page.write_string(number, at, cell)
        page.write_string(number, width, "\n".join(f"{f.what} {f.fix}" for f in errors[row.number]), wrapped)
    page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
