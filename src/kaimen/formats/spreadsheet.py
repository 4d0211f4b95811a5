"""XLSX bytes to the text people see in the cells.

The workbook is looked through before it is opened, because a few kilobytes can claim a terabyte: the parts'
unpacked sizes are taken from the zip directory, and the outermost filled cell of each sheet from its XML (the
reader reserves room for every cell up to that one, and a process that cannot have it is ended, not told).
A workbook may still lie in ways that a look does not see. So on Linux the reader runs in a child with limits of
memory and time; what ends the child is a finding.
"""

from __future__ import annotations

import atexit
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from python_calamine import load_workbook

from kaimen.errors import Finding, Place
from kaimen.formats.spreadsheet_child import Child

LARGEST_UNPACKED = 500_000_000
"""Bytes that the parts of a workbook may come to when unpacked."""

MOST_CELLS = 20_000_000
"""Cells from A1 to the outermost filled one, summed over the sheets."""

Cell = tuple[int, int]
"""A row and a column, both from 0."""


class Sheet(NamedTuple):
    """A sheet's name, its values by row from A1, and the first and last cell of each of its merged areas."""

    name: str
    values: Sequence[Sequence[object]]
    merged: Sequence[tuple[Cell, Cell]]


_CHUNK = 1 << 22
_OVERLAP = 256
_FILLED = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]+)["'][^<>]*(?<!/)>""")
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_SAVE_AGAIN = "Open it in the program it was made with and save it again as XLSX or CSV."


def parse_workbook(content: bytes, name: str) -> tuple[list[Sheet], list[Finding]]:
    """Return the sheets of a workbook with their raw values, or none and the finding that says why."""
    cells, refusal = _looked_through(content)
    if refusal:
        return [], [Finding("E103", refusal, Place(name), "an XLSX workbook", fix=_SAVE_AGAIN)]
    try:
        sheets = _CHILD.ask(content, cells) if sys.platform == "linux" else _sheets(content)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  a panic inside the reader derives from BaseException
        what = "The workbook is damaged or not an XLSX workbook."
        found = " ".join(str(error).split())[:200]
        return [], [Finding("E103", what, Place(name), "an XLSX workbook", found, _SAVE_AGAIN)]
    return [Sheet(*sheet) for sheet in sheets], []


def cell_text(value: object) -> str:
    """Return a cell's value as people see it: numbers with up to 15 digits, days in ISO, yes and no in capitals."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        midnight = value.time().isoformat() == "00:00:00"
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    exact = Decimal(f"{value:.15g}")  # a spreadsheet keeps 15 digits; what lies beyond is binary noise
    return f"{exact:f}" if exact.is_finite() and -20 < exact.adjusted() < 30 else str(exact)


def _looked_through(content: bytes) -> tuple[int, str]:
    """Return why the archive must not be opened, or an empty string."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "[Content_Types].xml" not in archive.namelist():
                return 0, "The file is an archive but not an XLSX workbook."
            size = sum(part.file_size for part in archive.infolist())
            if size > LARGEST_UNPACKED:
                return (
                    0,
                    f"Unpacked, the workbook would come to {size:,} bytes; at most {LARGEST_UNPACKED:,} are opened.",
                )
            cells = sum(_cells_reached(archive, part) for part in archive.infolist())
    except _BROKEN_ZIP:
        return 0, "The workbook is cut off or damaged."
    if cells > MOST_CELLS:
        return cells, f"The workbook's sheets reach over {cells:,} cells; at most {MOST_CELLS:,} are opened."
    return cells, ""


def _sheets(content: bytes) -> list[tuple[str, Sequence[Sequence[object]], Sequence[tuple[Cell, Cell]]]]:
    with load_workbook(io.BytesIO(content)) as book:
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return [
            (name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []) for name, sheet in sheets
        ]


_CHILD = Child(_sheets)
atexit.register(_CHILD.close)


def _cells_reached(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many cells lie between A1 and the outermost filled cell that a part of the workbook names."""
    letters: set[bytes] = {b"A"}
    last = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            found = _FILLED.findall(tail + chunk)
            letters.update(column for column, _ in found)
            last = max(last, max((int(row) for _, row in found), default=0))
            tail = chunk[-_OVERLAP:]
    return last * max(map(_column_number, letters))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
