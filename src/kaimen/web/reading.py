"""Announcements as the workbench keeps them open: what was read in them, who reviews them, and their text in parts."""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaimen.errors import Finding, Place
from kaimen.extract import Candidate, Extraction
from kaimen.web.visit import AnyVisit, Desk, Refused
from kaimen.workspace.reading.own_words import ANSWER, TABLE
from kaimen.workspace.reading.review import Review, document_of, start_review
from kaimen.workspace.uploads import laid_down

_MOST = 32
"""Reviews that stay open; one that was closed is read again."""


class Reviews:
    """The open reviews of a desk, by document and reviewer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open: OrderedDict[tuple[str, str], tuple[Review, tuple[Finding, ...]]] = OrderedDict()
        self._read_at: dict[tuple[str, str], tuple[int, ...]] = {}
        self.lock = threading.RLock()

    def of(self, document: str, author: str) -> tuple[Review, tuple[Finding, ...]]:
        """Return somebody's review of a kept document, with what was found about its file.

        Raises:
            Refused: there is no such document, or it can no longer be read.
        """
        with self.lock:
            kept = self._open.get((document, author))
            words = self._words()
            if kept is not None and self._read_at.get((document, author)) != words:
                kept[0].read_again()
            if kept is None:
                found = document_of(self._desk.office, document)
                if found is None:
                    fix = "Choose one of the list, or drop the file again."
                    raise Refused(404, Finding("E101", "There is no such announcement.", Place(document), fix=fix))
                kept = self._opened(*found[:1], document, found[1], author)
                self._open[document, author] = kept
                while len(self._open) > _MOST:
                    self._read_at.pop(self._open.popitem(last=False)[0], None)
            self._read_at[document, author] = words
            self._open.move_to_end((document, author))
            return kept

    def begin(self, content: bytes, name: str, published: date | None, visit: AnyVisit) -> str:
        """Read a new announcement and keep it; return its name.

        Raises:
            Refused: it cannot be read, or another text of that name is kept.
        """
        with self.lock:
            review, findings = self._opened(content, name, published, visit.user.name)
            _, refused = review.take_in(visit.said())
            if refused:
                raise Refused(409, *refused)
            document = review.extraction.document.name
            self._open[document, visit.user.name] = review, findings
            return document

    def _words(self) -> tuple[int, ...]:
        """Return up to which entries the words of the office, the answers and the documents beside are known."""
        heads = self._desk.office.store.heads()
        return tuple(heads.get(kind, 0) for kind in (TABLE, ANSWER, "document"))

    def _opened(
        self, content: bytes, name: str, published: date | None, author: str
    ) -> tuple[Review, tuple[Finding, ...]]:
        with laid_down(content, name) as path:
            review, findings = start_review(self._desk.office, path, published)
        if review is None:
            status = 409 if any(finding.code == "E821" for finding in findings) else 422
            named = [finding.at(Place(name)) if finding.place.file else finding for finding in findings]
            raise Refused(status, *named)
        review.recall(author)
        return review, tuple(finding for finding in findings if finding not in review.extraction.findings)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: of which candidates it is (keys), whether it is a figure, and how it stands."""

    text: str
    keys: tuple[str, ...] = ()
    is_figure: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, in pieces that make it up."""

    number: int
    pieces: tuple[Piece, ...]
    mark: str = ""


MARKS = {"accepted": "✓", "rejected": "✕", "here": "●", "waiting": "○"}


def lines_of(review: Review, verdicts: Mapping[str, str], here: str = "") -> list[Line]:
    """Return a document in lines and pieces; put together they are its text, without line ends."""
    extraction = review.extraction
    text = extraction.document.text
    spans = _spans(review, verdicts, here)
    cuts = {0, len(text), *(at for start, end, _, _ in spans for at in (start, end))}
    figures = [(q.start, q.end) for q in extraction.quantities]
    cuts.update(at for pair in figures for at in pair)
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        end = start + len(raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        edges = sorted({start, end, *(cut for cut in cuts if start < cut < end)})
        pieces = tuple(_piece(text, a, b, spans, figures) for a, b in itertools.pairwise(edges))
        if raw.strip():
            lines.append(Line(number, pieces, _mark(pieces)))
        start += len(raw)
    return lines


Span = tuple[int, int, tuple[str, ...], str]


def _spans(review: Review, verdicts: Mapping[str, str], here: str) -> list[Span]:
    """Return the sentences of candidates with their keys and state; of two that overlap the first."""
    keys: dict[tuple[int, int], list[str]] = {}
    for candidate in review.extraction.candidates:
        if candidate.tier != "context":
            keys.setdefault((candidate.start, candidate.end), []).append(review.key(candidate))
    found: list[Span] = []
    for (start, end), named in sorted(keys.items()):
        if not found or start >= found[-1][1]:
            found.append((start, end, tuple(named), _state(named, verdicts, here)))
    return found


def _state(keys: Sequence[str], verdicts: Mapping[str, str], here: str) -> str:
    said = {verdicts.get(key, "") for key in keys}
    if here in keys:
        return "here"
    if "" in said:
        return "waiting"
    return "accepted" if "accepted" in said else "rejected"


def _piece(text: str, start: int, end: int, spans: Sequence[Span], figures: Sequence[tuple[int, int]]) -> Piece:
    span = next((s for s in spans if s[0] <= start and end <= s[1]), None)
    is_figure = any(a <= start and end <= b for a, b in figures)
    return Piece(text[start:end], span[2] if span else (), is_figure, span[3] if span else "")


def _mark(pieces: Sequence[Piece]) -> str:
    states = {piece.state for piece in pieces}
    return next((MARKS[state] for state in ("here", "waiting", "accepted", "rejected") if state in states), "")


def candidate_at(review: Review, key: str) -> Candidate | None:
    """Return the candidate of a key."""
    return next((c for c in review.extraction.candidates if review.key(c) == key), None)


def findings_about(extraction: Extraction, candidate: Candidate) -> list[Finding]:
    """Return the findings about a candidate's figure."""
    quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    return [f for f in extraction.findings if quantity is not None and f.place.start == quantity.start]
