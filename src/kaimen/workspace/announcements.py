"""Announcements from files, and lists of what was read in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kaimen.errors import Finding, KaimenError
from kaimen.evidence import Document
from kaimen.extract import Extraction
from kaimen.formats.candidates import CANDIDATE_WRITERS
from kaimen.formats.documents import parse_document
from kaimen.workspace.files import read_bytes, write_bytes


def read_document(
    path: Path | str, published: date | str | None = None, source: str = ""
) -> tuple[Document | None, list[Finding]]:
    """Read an announcement: plain text or a web page.

    Args:
        path: the file.
        published: the day of publication, as a date or as 2024-02-19; it goes before what the masthead says.
        source: who published it, and where.

    Returns:
        The document, or None with the findings that say why it cannot be read.

    Raises:
        KaimenError: `published` is no day.
    """
    path = Path(path)
    if isinstance(published, str):
        try:
            published = date.fromisoformat(published)
        except ValueError as error:
            raise KaimenError(f'"{published}" is no day; write it as 2024-02-19.') from error
    content, findings = read_bytes(path)
    return (None, findings) if findings else parse_document(content, path.name, published, source)


def save_candidates(path: Path | str, extractions: Sequence[Extraction]) -> list[Finding]:
    """Write the candidates of documents as a list to review, by its ending: CSV, XLSX or JSON lines.

    Raises:
        KaimenError: the name has another ending.
    """
    path = Path(path)
    writer = CANDIDATE_WRITERS.get(path.suffix)
    if writer is None:
        raise KaimenError(f"candidates are written to a name ending in {', '.join(CANDIDATE_WRITERS)}, not {path.name}")
    return write_bytes(path, writer(extractions))
