"""Text of .docx and PDF files: paragraphs and table rows in order, and for a PDF where each line stands.

These parse files that anyone may have made, so they run in a process of their own with limits (`document_child`).
A line of a PDF that ends at the right edge of the text goes on in the next one: it is joined, with a blank between
Latin words and none between Chinese characters, so that a sentence or a figure is not cut where a page was full.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph

LARGEST_UNPACKED = 200_000_000
"""Bytes that the parts of a .docx may have when unpacked."""

LONGEST = 10_000_000
"""Characters of the longest text that is taken from a file."""

_FULL = 0.92
"""A line that reaches this share of the width of the text goes on in the next one."""

Line = tuple[int, int, int, int, int, int, int]
"""Start and end in the text, page, and left, bottom, right and top in points."""


class ParsingError(Exception):
    """A file is not what it says, is protected, or would unpack to too much; the text is shown to users."""


def docx_text(content: bytes) -> str:
    """Return the text of a .docx file: a paragraph a line, a table row a line with tabs between its cells.

    Raises:
        ParsingError: the file is damaged or too large when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ParsingError("The .docx file is damaged.") from error
    if unpacked > LARGEST_UNPACKED:
        raise ParsingError(f"The .docx file unpacks to {unpacked / 1e6:,.0f} MB.")
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:
        raise ParsingError("The .docx file is damaged.") from error
    lines: list[str] = []
    for block in document.iter_inner_content():
        lines += [block.text] if isinstance(block, Paragraph) else _rows(block)
    return "\n".join(lines)[:LONGEST]


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) not in seen:
                seen.add(id(cell._tc))
                cells.append(" ".join(cell.text.split()))
        yield "\t".join(cells)


@dataclass(frozen=True, slots=True)
class _Printed:
    text: str
    page: int
    box: tuple[int, int, int, int]


def pdf_text(content: bytes) -> tuple[str, list[Line]]:
    """Return the text of a PDF and where its lines stand.

    Raises:
        ParsingError: the file is damaged, protected by a password, or holds pictures of text only.
    """
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        raise ParsingError(
            "The PDF is protected by a password." if protected else "The PDF file is damaged."
        ) from error
    printed = [line for number, page in enumerate(pdf, 1) for line in _printed(page, number)]
    if not printed and len(pdf):
        raise ParsingError("The PDF holds no text; its pages are pictures. Have their text recognised first.")
    return _joined(printed)


def _printed(page: pypdfium2.PdfPage, number: int) -> Iterator[_Printed]:
    """Yield the lines of a page with their rectangles."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    at = 0
    while at < count:
        marks: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        while at < count:
            mark = text_page.get_text_range(at, 1)
            at += 1
            if mark in ("\r", "\n", "\r\n"):
                break
            if mark and mark not in ("\ufffe", "\x02"):  # a soft hyphen at the end of a line
                marks.append(mark)
                boxes.append(text_page.get_charbox(at - 1))
        text = "".join(marks).replace("\0", "").strip()
        if text:
            left, bottom, right, top = (min, min, max, max)
            box = [f(box[side] for box in boxes) for side, f in enumerate((left, bottom, right, top))]
            yield _Printed(text, number, (int(box[0]), int(box[1]), -int(-box[2] // 1), -int(-box[3] // 1)))


def _joined(printed: list[_Printed]) -> tuple[str, list[Line]]:
    parts: list[str] = []
    lines: list[Line] = []
    length = 0
    right = max((line.box[2] for line in printed), default=0)
    left = min((line.box[0] for line in printed), default=0)
    for at, line in enumerate(printed):
        lines.append((length, length + len(line.text), line.page, *line.box))
        parts.append(line.text)
        length += len(line.text)
        if at + 1 < len(printed):
            parts.append(_between(line, printed[at + 1], left, right))
            length += len(parts[-1])
        if length > LONGEST:
            break
    return "".join(parts), lines


def _between(line: _Printed, after: _Printed, left: int, right: int) -> str:
    """Return what stands between two lines: nothing or a blank where the first was full, else a line end."""
    size = line.box[3] - line.box[1]
    is_full = line.box[2] - left >= _FULL * (right - left)
    is_indented = after.box[0] > line.box[0] + size if line.page == after.page else False
    if not is_full or is_indented or abs((after.box[3] - after.box[1]) - size) > max(3, size // 3):
        return "\n"
    is_han = not line.text[-1].isascii() and not after.text[0].isascii()
    return "" if is_han or (not line.text[-1].isascii() or not after.text[0].isascii()) else " "
