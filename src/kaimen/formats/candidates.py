"""Candidates as a list to review: CSV, XLSX or JSON lines, a row for each candidate."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from kaimen.extract import Candidate, Extraction, as_json
from kaimen.extract.json_form import day_text, decimal_string

COLUMNS = {
    "id": 8,
    "where": 14,
    "adcode": 8,
    "what": 40,
    "figure": 16,
    "qualifier": 9,
    "value": 18,
    "upper": 12,
    "unit": 12,
    "from": 11,
    "to": 11,
    "due": 11,
    "status": 10,
    "tier": 9,
    "kind": 12,
    "person": 16,
    "role": 30,
    "organisation": 20,
    "attribution": 11,
    "action": 14,
    "sector": 7,
    "findings": 10,
    "quote": 80,
    "start": 8,
    "end": 8,
    "document": 24,
}
"""Column headings with their width in a workbook; `value` and `upper` are in the base unit."""

_LONGEST_CELL = 32_767
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def candidate_rows(extractions: Sequence[Extraction]) -> list[dict[str, str]]:
    """Return the candidates of documents as rows of text by column; what is not known is empty."""
    return [_row(candidate, extraction) for extraction in extractions for candidate in extraction.candidates]


def candidates_csv(extractions: Sequence[Extraction]) -> bytes:
    """Return the candidates as CSV in UTF-8 with a byte order mark, which spreadsheets need to read Chinese.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    for row in candidate_rows(extractions):
        writer.writerow({column: _inert(column, cell) for column, cell in row.items()})
    return target.getvalue().encode("utf-8-sig")


def candidates_xlsx(extractions: Sequence[Extraction]) -> bytes:
    """Return the candidates as a workbook; texts that look like formulas or links stay text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet("candidates")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for at, (column, width) in enumerate(COLUMNS.items()):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, column, bold)
    rows = candidate_rows(extractions)
    for number, row in enumerate(rows, 1):
        for at, column in enumerate(COLUMNS):
            sheet.write_string(number, at, row[column][:_LONGEST_CELL], wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    book.close()
    return target.getvalue()


def candidates_jsonl(extractions: Sequence[Extraction]) -> bytes:
    """Return the candidates as JSON lines with the field names of `as_json`; the quantity stands in the row."""
    lines = []
    for extraction in extractions:
        known: dict[str, Any] = as_json(extraction)
        for row in known["candidates"]:
            index = row["quantity"]
            whole = {**row, "quantity": None if index is None else known["quantities"][index]}
            lines.append(json.dumps(whole, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


CANDIDATE_WRITERS = {".csv": candidates_csv, ".xlsx": candidates_xlsx, ".jsonl": candidates_jsonl}
"""How the candidates of documents are written, by the ending of the name."""


def _row(candidate: Candidate, extraction: Extraction) -> dict[str, str]:
    quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    when, where, who = candidate.when, candidate.where, candidate.who
    cells: dict[str, str | None] = dict.fromkeys(COLUMNS, "")
    cells |= {
        "id": candidate.id,
        "where": where.region if where else "",
        "adcode": where.adcode if where else "",
        "what": candidate.what,
        "status": candidate.modality,
        "tier": candidate.tier,
        "kind": candidate.kind,
        "person": who.person,
        "role": who.role,
        "organisation": who.organisation,
        "attribution": who.attribution,
        "action": candidate.action,
        "sector": candidate.sector,
        "findings": " ".join(candidate.flags),
        "quote": candidate.quote,
        "start": str(candidate.start),
        "end": str(candidate.end),
        "document": extraction.document.name,
    }
    if quantity:
        cells |= {
            "figure": quantity.surface,
            "qualifier": quantity.qualifier,
            "value": decimal_string(quantity.value),
            "upper": decimal_string(quantity.upper),
            "unit": quantity.unit,
        }
    if when:
        cells |= {"from": day_text(when.first), "to": day_text(when.last), "due": day_text(when.due)}
    return {column: cell or "" for column, cell in cells.items()}


def _inert(column: str, cell: str) -> str:
    if column in ("qualifier", "value", "upper"):  # "=" is a qualifier and -3 a value, neither can call anything
        return cell
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
