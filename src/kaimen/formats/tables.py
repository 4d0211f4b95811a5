"""Bytes of CSV or XLSX to a table: a header, and rows that know where they stand.

The header is the row, among the first 20, with the most of the columns looked for: lists often carry a title
above it. Headings match after folding width, white space and case. Cell texts lose the white space around them and
nothing else.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kaimen.errors import Finding, Place
from kaimen.formats.encodings import decode_table, guessed
from kaimen.formats.spreadsheet import Sheet, cell_text, parse_workbook

HEADER_ROWS = 20
"""Rows from the top in which the header is looked for."""

DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row and its number in the sheet, from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns looked for: whether a folded heading is one of them, all in words, what to do if there is none."""

    match: Callable[[str], bool]
    described: str
    fix: str = "Rename the columns."


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its header. Every row has at least as many cells as the header; `sheet` is empty for CSV."""

    name: str
    sheet: str
    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]

    def place(self, row: int, column: int) -> Place:
        """Return the place of a cell: `row` counts from 1 as in the sheet, `column` from 0."""
        return Place(self.name, self.sheet, cell_name(row, column))


def fold(heading: str) -> str:
    """Return a heading in the form in which headings are compared."""
    return plain(heading).casefold()


def plain(heading: str) -> str:
    """Return a heading on one line, in half-width characters, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", heading).split())


def cell_name(row: int, column: int) -> str:
    """Return a spreadsheet address such as `H12` of row 12 (from 1) and column 7 (from 0)."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def parse_table(content: bytes, name: str, headings: Headings, sheet: str = "") -> tuple[Table | None, list[Finding]]:
    """Read the table of a CSV or XLSX file whose header has the most of the columns looked for.

    Args:
        content: the file.
        name: its name, for findings.
        headings: the columns looked for.
        sheet: the sheet to read; empty for the one whose header fits best. CSV has none.

    Returns:
        The table, or None where there is none to read; and findings.
    """
    if not content.strip():
        return None, [_empty(name)]
    if content.startswith(b"PK\x03\x04"):
        return _parse_xlsx(content, name, headings, sheet)
    kind = _other_kind(content)
    if kind:
        return None, [_unreadable(name, f"The file is {kind}, not a table.")]
    text, findings = _parse_text(content, name)
    if text is None:
        return None, findings
    rows, faults = _parse_csv(text, name, headings)
    table, problems = _table(name, "", rows, headings)
    return table, [*findings, *faults, *problems]


def _parse_xlsx(content: bytes, name: str, headings: Headings, sheet: str) -> tuple[Table | None, list[Finding]]:
    sheets, findings = parse_workbook(content, name)
    if findings:
        return None, findings
    titles = ", ".join(f'"{each.name}"' for each in sheets)
    if sheet:
        sheets = [each for each in sheets if fold(each.name) == fold(sheet)]
        if not sheets:
            what = f'The workbook has no sheet "{sheet}".'
            fix = "Correct `sheet` in the mapping, or rename the sheet."
            return None, [Finding("E301", what, Place(name), f'"{sheet}"', titles, fix)]
    if not any(each.values for each in sheets):
        return None, [_empty(name)]
    fits = [_best_header(_sheet_rows(each.values[:HEADER_ROWS]), headings)[0] for each in sheets]
    score, chosen = max(fits), sheets[fits.index(max(fits))]
    if not score and len(sheets) > 1:
        return None, [_no_header(Place(name), headings, f"sheets {titles}")]
    table, findings = _table(name, chosen.name, _sheet_rows(chosen.values), headings)
    if table is None:
        return None, findings
    alike = [each for each, fit in zip(sheets, fits, strict=True) if fit == score and each is not chosen]
    return table, [*findings, *_other_sheets(table, alike), *_merged(table, chosen, headings)]


def _other_sheets(table: Table, alike: Sequence[Sheet]) -> Iterator[Finding]:
    """Yield a remark (`W318`) where other sheets with rows have the columns of the one that is read."""
    names = ", ".join(f'"{each.name}"' for each in alike if len(each.values) > 1)
    if names:
        what = f'Only the sheet "{table.sheet}" is read; others have its columns too.'
        fix = "Put their rows into one sheet, or read each: `sheet` in the mapping says which."
        yield Finding("W318", what, Place(table.name, table.sheet), "one sheet", names, fix)


def _merged(table: Table, sheet: Sheet, headings: Headings) -> Iterator[Finding]:
    """Yield a remark (`W319`) on the cells of columns looked for that are merged over several rows below the header."""
    for (row, column), (last, _) in sheet.merged:
        is_below = last > row >= table.header_row and column < len(table.header)
        if is_below and headings.match(fold(table.header[column])):
            what = "Cells are merged over several rows; only the first of these rows has what stands in them."
            fix = "Undo the merging and fill in every row."
            yield Finding("W319", what, table.place(row + 1, column), "a cell for each row", "merged cells", fix)


def _sheet_rows(values: Sequence[Sequence[object]]) -> list[Row]:
    return [Row(number, tuple(map(cell_text, cells))) for number, cells in enumerate(values, 1)]


def _table(name: str, sheet: str, rows: list[Row], headings: Headings) -> tuple[Table | None, list[Finding]]:
    score, at = _best_header(rows[:HEADER_ROWS], headings)
    if not score:
        first = next((row for row in rows if not row.is_blank), Row(1, ()))
        shown = ", ".join(f'"{cell}"' for cell in first.cells if cell)[:300]
        return None, [_no_header(Place(name, sheet, cell_name(first.number, 0)), headings, shown)]
    header = rows[at]
    width = len(header.cells)
    below = tuple(
        row if len(row.cells) >= width else Row(row.number, row.cells + ("",) * (width - len(row.cells)))
        for row in rows[at + 1 :]
    )
    return Table(name, sheet, header.cells, header.number, below), []


def too_wide(table: Table) -> Iterator[Finding]:
    """Yield a remark (`W107`) on the rows that say something beyond the last column of the header."""
    width = len(table.header)
    wide = [row for row in table.rows if any(row.cells[width:])]
    if wide:
        at = next(at for at, cell in enumerate(wide[0].cells) if at >= width and cell)
        more = f" and {len(wide) - 1:,} rows more" if len(wide) > 1 else ""
        what = f"Row {wide[0].number}{more} has cells beyond the last column of the header; they are not read."
        fix = "Put a cell that has a comma in it in quotation marks, or give the column a heading."
        place, found = table.place(wide[0].number, at), wide[0].cells[at][:80]
        yield Finding("W107", what, place, f"{width} cells", f'"{found}"', fix)


def _best_header(rows: Sequence[Row], headings: Headings) -> tuple[int, int]:
    """Return how many of the columns looked for the best row has, and the index of the first such row."""
    best, at = 0, 0
    for index, row in enumerate(rows):
        found = sum(map(headings.match, {fold(cell) for cell in row.cells if cell}))
        best, at = (found, index) if found > best else (best, at)
    return best, at


# --- text ---


_KINDS: dict[bytes, str] = {
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an Excel workbook of the old kind (.xls) or one with a password",
    b"PK": "a damaged or empty archive",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"<?xml": "an XML document",
}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def _other_kind(content: bytes) -> str:
    start = content[:64].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    return next((kind for sign, kind in _KINDS.items() if start.startswith(sign.lower())), "")


def _parse_text(content: bytes, name: str) -> tuple[str | None, list[Finding]]:
    """Decode; a remark names the encoding where it had to be guessed."""
    text, encoding = decode_table(content)
    place = Place(name)
    if text is None and b"\0" in content and not encoding.startswith("UTF-16"):
        return None, [_unreadable(name, "The file is not text.")]
    if text is None:
        what = f"The text cannot be read as {encoding}."
        return None, [Finding("E104", what, place, "UTF-8", fix="Save the file as CSV in UTF-8, or as XLSX.")]
    if "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        return None, [_unreadable(name, "The file is not text.")]
    if not text.strip():
        return None, [_empty(name)]
    return text, guessed(name, encoding)


# --- CSV ---


def _parse_csv(text: str, name: str, headings: Headings) -> tuple[list[Row], list[Finding]]:
    lines = list(io.StringIO(text, newline=""))
    findings: list[Finding] = []
    rows = list(_records(lines, _delimiter(lines, headings), name, findings))
    return rows, findings


def _delimiter(lines: list[str], headings: Headings) -> str:
    """Return the delimiter that shows the most of the columns looked for, and among equals the most cells."""

    def fit(delimiter: str) -> tuple[int, int]:
        rows = [row for row, _ in zip(_records(lines, delimiter, "", []), range(HEADER_ROWS), strict=False)]
        return _best_header(rows, headings)[0], sum(len(row.cells) for row in rows)

    return max(DELIMITERS, key=fit)


def _records(lines: list[str], delimiter: str, name: str, findings: list[Finding]) -> Iterator[Row]:
    """Yield the records; one whose quotation marks do not pair is left out, and reading goes on in its next line."""
    first, number = 0, 0
    while first < len(lines):
        reader = csv.reader((lines[at] for at in range(first, len(lines))), delimiter=delimiter, strict=True)
        begun = 0
        try:
            for cells in reader:
                number, begun = number + 1, reader.line_num
                yield Row(number, tuple(cell.strip() for cell in cells))
            return
        except csv.Error:
            what = "The quotation marks in this row do not pair; the row is left out."
            fix = 'Write a quotation mark inside a quoted cell twice: "".'
            found = lines[first + begun].strip()[:80]
            findings.append(Finding("E103", what, Place(name, line=first + begun + 1), "cells", found, fix))
            first, number = first + begun + 1, number + 1


# --- findings ---


def _empty(name: str) -> Finding:
    return Finding("E102", "The file is empty.", Place(name), "a list with a header", fix="Choose another file.")


def _unreadable(name: str, what: str) -> Finding:
    return Finding("E103", what, Place(name), "CSV or XLSX", fix="Save the list as XLSX, or as CSV in UTF-8.")


def _no_header(place: Place, headings: Headings, found: str) -> Finding:
    what = f"None of the first {HEADER_ROWS} rows has a column that is looked for."
    return Finding("E301", what, place, headings.described, found, headings.fix)
