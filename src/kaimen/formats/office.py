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
from kaimen.formats.word import document_lines, has_changes

LARGEST_UNPACKED = 200_000_000
"""Bytes that the parts of a .docx may have when unpacked."""

LONGEST = 10_000_000
"""Characters of the longest text that is taken from a file."""


class ParsingError(Exception):
    """A file is not what it says, is protected, or would unpack to too much; the text is shown to users."""


def docx_text(content: bytes) -> tuple[str, bool]:
    """Return the text of a .docx file, and whether it has changes that nobody has decided on.

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
        return "\n".join(lines)[:LONGEST], has_changes(document)
    except MemoryError:
        raise
    except Exception as error:
        raise ParsingError("The .docx file is damaged.") from error


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
    try:
        text, lines = pdf_lines(pdf, LONGEST)
    except pypdfium2.PdfiumError as error:  # a page that cannot be read; half a document would look whole
        raise ParsingError("The PDF file is damaged.") from error
    if not text and len(pdf):
        raise ParsingError("The PDF holds no text; its pages are pictures. Have their text recognised first.")
    return text, lines
