"""Announcements from files, and lists of what was read in them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kaimen.errors import Finding, KaimenError, Place
from kaimen.evidence import Document, PageLine
from kaimen.extract import NO_WORDS, TABLES, Extraction, Indicator, OwnWords, parse_indicators, parse_words
from kaimen.formats.candidates import CANDIDATE_WRITERS
from kaimen.formats.documents import (
    check_size,
    document_kind,
    is_page,
    parse_document,
    plain_text,
    stated_date,
    to_document,
    undecided_changes,
    unread_part,
    unreadable,
)
from kaimen.formats.encodings import guessed
from kaimen.workspace.files import read_bytes, read_text, write_bytes

_LONGEST_WAIT = 30 if os.name == "nt" else 180
"""Seconds by the clock that parsing may take; where the system has limits, those of the child come first."""


def read_document(
    path: Path | str, published: date | str | None = None, source: str = ""
) -> tuple[Document | None, list[Finding]]:
    """Read an announcement: plain text, .docx, a PDF with text, or a web page.

    A .docx, PDF or web page is parsed in a process of its own, with limits of memory and time.

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
    findings = findings or check_size(content, path.name)
    if findings:
        return None, findings
    kind, encoding = document_kind(content), ""
    if kind not in ("docx", "pdf"):
        text, encoding, findings = plain_text(content, path.name)
        if text is None or not is_page(text, path.name):
            return parse_document(content, path.name, published, source) if text else (None, findings)
        kind, content = "page", text.encode("utf-8", "replace")
    parsed = _parsed_apart(kind, content)
    if parsed.get("fault"):
        return None, [unreadable(path.name, str(parsed["fault"]))]
    published = published or stated_date(str(parsed.get("stated", "")))
    lines = tuple(PageLine(start, end, page, (a, b, c, d)) for start, end, page, a, b, c, d in parsed.get("lines", ()))
    document, findings = to_document(str(parsed.get("text", "")), path.name, published, source, lines)
    findings += guessed(path.name, encoding) if document else []
    findings += [unread_part(path.name, what) for what in parsed.get("unread", ()) if document]
    return document, findings + ([undecided_changes(path.name)] if document and parsed.get("changes") else [])


def _parsed_apart(kind: str, content: bytes) -> dict[str, Any]:
    """Parse a file in a process of its own; return what it prints (`formats.document_child`)."""
    command = [sys.executable, "-P", "-m", "kaimen.formats.document_child", kind]
    home = str(Path(__file__).resolve().parents[3])
    settings = {**os.environ, "PYTHONPATH": home}
    try:
        child = subprocess.run(  # noqa: S603 - this Python and a module of our own
            command, input=content, capture_output=True, timeout=_LONGEST_WAIT, check=False, env=settings
        )
        result: dict[str, Any] = json.loads(child.stdout) if child.returncode == 0 else {}
    except subprocess.TimeoutExpired:
        return {"fault": "The file takes too long to be read."}
    except ValueError:
        result = {}
    return result or {"fault": "The file is damaged, or needs too much memory or time to be read."}


def read_indicators(path: Path | str) -> tuple[tuple[Indicator, ...], list[Finding]]:
    """Read a planner's own rows for the catalogue of indicators; a line that cannot be read is a finding."""
    path = Path(path)
    text, findings = read_text(path)
    return ((), findings) if findings else parse_indicators(text, path.name)


def read_words(folder: Path | str) -> tuple[OwnWords, tuple[Indicator, ...], list[Finding]]:
    """Read a folder of a planner's own words: `units.txt`, `regions.txt` and the other tables, and `indicators.txt`.

    Tables that are not there are left out; a file of another name, and a line that cannot be read, is a finding.
    """
    folder = Path(folder)
    words, indicators = NO_WORDS, tuple[Indicator, ...]()
    known = [f"{table}.txt" for table in (*TABLES, "indicators")]
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        what = f"{folder} is no folder that holds tables of words."
        return words, indicators, [Finding("E227", what, Place(str(folder)), fix=f"Write {', '.join(known)} into it.")]
    findings: list[Finding] = []
    for path in paths:
        if path.name not in known:
            what = f"{path.name} is no table of words that is known."
            findings.append(
                Finding("E227", what, Place(str(path)), fix=f"Name it {', '.join(known[:-1])} or {known[-1]}.")
            )
            continue
        text, faults = read_text(path)
        findings += faults
        if path.stem == "indicators":
            indicators, faults = parse_indicators(text, path.name)
        else:
            more, faults = parse_words(path.stem, text, path.name)
            words += more
        findings += faults
    return words, indicators, findings


def save_candidates(path: Path | str, extractions: Sequence[Extraction]) -> list[Finding]:
    """Write the candidates of documents as a list to review, by its ending: CSV, XLSX or JSON lines.

    Raises:
        KaimenError: the name has another ending.
    """
    path = Path(path)
    writer = CANDIDATE_WRITERS.get(path.suffix.lower())
    if writer is None:
        raise KaimenError(f"candidates are written to a name ending in {', '.join(CANDIDATE_WRITERS)}, not {path.name}")
    return write_bytes(path, writer(extractions))
