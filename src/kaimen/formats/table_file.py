"""Tables of a report as files: CSV, XLSX or JSON, the same bytes for the same table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from xlsxwriter import Workbook

from kaimen.quantity import decimal_text
from kaimen.report import Table, as_json
from kaimen.report.rows import Value

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DATE = datetime(1980, 1, 1, tzinfo=UTC)
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def table_csv(table: Table) -> bytes:
    """Return a table as CSV in UTF-8 with a byte order mark; exact figures, and no text that runs as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([[_plain(value) for value in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig", "replace")


def _plain(value: Value) -> str:
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_SIGNS) else value
    return "" if value is None else str(value)


def tables_xlsx(tables: Sequence[Table]) -> bytes:
    """Return tables as a workbook, a sheet each."""
    target = io.BytesIO()
    with Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _DATE})
        head = book.add_format({"bold": True, "bottom": 1})
        percent = book.add_format({"num_format": "0.0%"})
        for table in tables:
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 1)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, 14 if column.figures else 24, percent if column.percent else None)
                sheet.write_string(0, place, column.head, head)
            for number, row in enumerate(table.rows, 1):
                for place, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value.encode("utf-8", "replace").decode())
                    elif value is not None:
                        sheet.write_number(number, place, float(value))
            sheet.autofilter(0, 0, max(len(table.rows), 1), max(len(table.columns) - 1, 0))
    return target.getvalue()


def tables_json(head: object, tables: Sequence[Table]) -> bytes:
    """Return tables as one JSON document, under their names, beside a head."""
    document = {"summary": head, **{table.name: as_json(table) for table in tables}}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
