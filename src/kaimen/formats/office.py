"""Text of .docx and PDF files: paragraphs and table rows in order, and for a PDF where each line stands.

These parse files that anyone may have made, so they run in a process of their own with limits (`document_child`).
Lines of a PDF are put together to paragraphs (`printed`), so that no sentence or figure is cut where a line was full.
"""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2

from kaimen.formats.printed import Line, pdf_lines
from kaimen.formats.printed_page import PrintedPage
from kaimen.formats.word import document_lines, has_changes, has_crossed_out

LARGEST_UNPACKED = 200_000_000
"""Bytes that the parts of a .docx may have when unpacked."""

LONGEST = 3_100_000
"""Characters of the longest text that is taken from a file: a little more than are read, so that it is told."""

CROSSED_OUT = "Letters that are crossed out are not read."

_MOST_UNKNOWN = 0.1
"""Share of letters without a meaning above which a PDF is not read; bullets and signs have none in many."""

_SOME_UNKNOWN = 0.01


class ParsingError(Exception):
    """A file is not what it says, is protected, or would unpack to too much; the text is shown to users."""


def docx_text(content: bytes) -> tuple[str, bool, list[str]]:
    """Return the text of a .docx file, whether it has changes that nobody has decided on, and what is not read.

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
        lines = [*document_lines(document)]
        unread = [CROSSED_OUT] if has_crossed_out(document) else []
        return "\n".join(lines)[:LONGEST], has_changes(document), unread
    except MemoryError:
        raise
    except Exception as error:
        raise ParsingError("The .docx file is damaged.") from error


def pdf_text(content: bytes) -> tuple[str, list[Line], list[str]]:
    """Return the text of a PDF, where its lines stand, and sentences for users about what of it is not read.

    Raises:
        ParsingError: the file is damaged, protected by a password, holds pictures of text only, or letters of which it
            does not say which they are.
    """
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        raise ParsingError(
            "The PDF is protected by a password." if protected else "The PDF file is damaged."
        ) from error
    try:
        text, lines, pages = pdf_lines(pdf, LONGEST)
    except pypdfium2.PdfiumError as error:  # a page that cannot be read; half a document would look whole
        raise ParsingError("The PDF file is damaged.") from error
    if not text and len(pdf):
        raise ParsingError("The PDF holds no text; its pages are pictures. Have their text recognised first.")
    return text, lines, _unread(pages)


def _unread(pages: list[PrintedPage]) -> list[str]:
    """Return what is to be told of pages that are pictures and of letters without a meaning."""
    pictures = [page.number for page in pages if page.is_picture]
    told = [f"Pages that are only pictures are not read: {_ranges(pictures)}."] if pictures else []
    unknown = sum(page.unknown for page in pages) / max(1, sum(page.letters for page in pages))
    if unknown > _MOST_UNKNOWN:
        raise ParsingError("The PDF does not say which letters it shows, so its text cannot be read.")
    if unknown > _SOME_UNKNOWN:
        where = _ranges([page.number for page in pages if page.unknown])
        told.append(f"The PDF does not say of some letters which they are: page {where}.")
    return told


def _ranges(numbers: list[int]) -> str:
    """Return page numbers in order with rows of them written as ranges: 2-5, 9."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and rows[-1][-1] == number - 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    return ", ".join(f"{row[0]}-{row[-1]}" if len(row) > 1 else f"{row[0]}" for row in rows)
