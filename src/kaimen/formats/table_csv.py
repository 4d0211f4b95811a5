"""A table as CSV that a spreadsheet opens rightly and that cannot make it do anything."""

from __future__ import annotations

import csv
import io

from kaimen.report import Table
from kaimen.report import as_json as rows_of

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def table_csv(table: Table) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark, which spreadsheets need to read Chinese.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    for row in rows_of(table):
        writer.writerow(["" if cell is None else _inert(str(cell)) for cell in row.values()])
    return target.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
