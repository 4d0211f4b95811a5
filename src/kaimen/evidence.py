"""Documents, passages and citations: where a figure or a rule comes from.

A document's text is never changed. A passage is a half-open span of code points in it, kept
together with its quote, so that `document.text[start:end] == quote` can be checked at any time.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from kaimen.errors import Finding, Place


@dataclass(frozen=True, slots=True)
class PageLine:
    """Code points `start` to `end` of a document as a line on page `page` (from 1).

    `box` is its rectangle (left, bottom, right, top) in points from the page's lower left corner, rounded outwards.
    """

    start: int
    end: int
    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """Stored text with its name, its source and its date of publication (None: not known).

    `lines` say where the text stands on pages, in its order; they are empty where it has none.
    """

    name: str
    text: str
    source: str = ""
    published: date | None = None
    lines: tuple[PageLine, ...] = ()

    def on_pages(self, start: int, end: int) -> list[PageLine]:
        """Return the lines on pages that code points `start` (inclusive) to `end` (exclusive) touch."""
        first = bisect_right(self.lines, start, key=lambda line: line.end)
        last = bisect_left(self.lines, end, key=lambda line: line.start)
        return list(self.lines[first:last])

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def passage(self, start: int, end: int) -> Passage:
        """Return the passage of code points `start` (inclusive) to `end` (exclusive)."""
        return Passage(self.name, start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document: code points `start` (inclusive) to `end` (exclusive), and what stands there."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a quota, a rule or a fact rests on: a pledge's id, a passage, or a note saying where to look."""

    pledge: str = ""
    passage: Passage | None = None
    note: str = ""

    def __str__(self) -> str:
        """Return the citation in one line."""
        passage = f"{self.passage.document} [{self.passage.start}:{self.passage.end}]" if self.passage else ""
        pledge = f"pledge {self.pledge}" if self.pledge else ""
        return ", ".join(part for part in (pledge, passage, self.note) if part)


def check_passage(passage: Passage, document: Document) -> list[Finding]:
    """Return a finding unless the passage's quote stands at its offsets in the document."""
    found = document.text[passage.start : passage.end]
    if 0 <= passage.start <= passage.end <= len(document.text) and found == passage.quote:
        return []
    place = Place(file=document.name, start=passage.start, end=passage.end)
    fix = "Look the quote up in the document and give its offsets in characters, counted from 0."
    return [Finding("E410", "The passage is not what the document says there.", place, passage.quote, found, fix)]
