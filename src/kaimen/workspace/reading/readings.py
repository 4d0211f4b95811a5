"""What the documents of a workspace say, each read with the words and answers as they stand, beside the earlier ones.

A document is held against those of the same region that the workspace keeps and that were published in the six years
before it (`kaimen.extract.compare_earlier`). Readings are no part of the record: they are worked out again whenever
what they are made of has changed, and only so many are kept in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract import Candidate, Extraction, Hint, compare_earlier, is_earlier, marks_of, region_of_text
from kaimen.extract.folding import fold
from kaimen.formats.word_table import COLUMNS, lines_of
from kaimen.store import Json, Version, texts_of
from kaimen.workspace.reading.announcements import read_document
from kaimen.workspace.reading.own_words import (
    ANSWER,
    TABLE,
    Answer,
    answers_by_sha,
    read_in,
    read_with,
    texts_in,
    vocabulary_of,
)
from kaimen.workspace.record.office import Office
from kaimen.workspace.uploads import laid_down

_MOST = 12
"""Earlier documents that one is held against, the latest of them."""

Texts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a document: the keys of its candidates, of the doubtful ones, and the region that it is about."""

    keys: tuple[str, ...]
    doubtful: tuple[str, ...]
    about: str


def read_beside(
    office: Office, document: Document, hints: Sequence[Hint] = ()
) -> tuple[Extraction, list[Finding], tuple[Document, ...]]:
    """Read a document with the words of an office and hold it against the earlier ones that the office keeps.

    Returns:
        What was read, the findings, and the earlier documents, the latest last.
    """
    extraction, findings = read_in(office, document, hints)
    earlier = earlier_in(office, extraction)
    held, asked = compare_earlier(extraction, earlier)
    return held, findings + asked, tuple(other.document for other in earlier)


def earlier_in(office: Office, one: Extraction) -> list[Extraction]:
    """Return the readings of the kept documents that one is held against, the latest last; at most twelve.

    A document that names no region is held against none.
    """
    about = region_of_text(one)
    beside = [v for v in office.store.versions("document") if about and is_earlier(_bare(v), one.document)]
    texts = tuple(texts_in(office).items())
    found: list[Extraction] = []
    for version in sorted(beside, key=lambda v: (str(_published(v)), v.id), reverse=True):
        reading = _read_again(office, version, texts) if _about(office, version, texts) == about else None
        if reading is not None and len(found) < _MOST:
            found.append(reading)
    return found[::-1]


def key_of(extraction: Extraction, candidate: Candidate) -> str:
    """Return what a candidate is known by: its document's hash and its place."""
    quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    return candidate_key(extraction.document, candidate.start, candidate.end, quantity.start if quantity else None)


def candidate_key(document: Document, start: int, end: int, figure: int | None) -> str:
    """Return the key of a candidate at a place of a document, with the place of its figure."""
    return f"{document.sha256[:16]}:{start}-{end}" + (f":{figure}" if figure is not None else "")


def counts_of(extraction: Extraction) -> Counts:
    """Return what lists of documents say of one."""
    candidates = [candidate for candidate in extraction.candidates if candidate.tier != "context"]
    doubtful = tuple(key_of(extraction, c) for c in candidates if marks_of(extraction, c))
    return Counts(tuple(key_of(extraction, c) for c in candidates), doubtful, region_of_text(extraction))


def counts_body(counts: Counts) -> dict[str, Json]:
    """Return counts as a document keeps them, which holds until words, answers or earlier documents come."""
    return {"keys": list(counts.keys), "doubtful": list(counts.doubtful), "about": counts.about}


def counts_in(office: Office) -> dict[str, Counts | None]:
    """Return the counts of each kept document as it would be read now; None where it was not kept for review.

    What was counted when a document came stands until an answer about it, an earlier document, or words that may stand
    in it came after it.
    """
    documents = office.store.versions("document")
    texts = tuple(texts_in(office).items())
    worded = office.store.heads().get(TABLE, 0)
    answered = {v.id.partition(":")[0]: entry.number for entry, made in office.store.entries(kind=ANSWER) for v in made}
    counts: dict[str, Counts | None] = {}
    for version in documents:
        if not (version.body or {}).keys() & {"keys", "candidates"}:
            counts[version.id] = None  # a notice of progress
            continue
        beside = _beside(version, documents)
        since = max(answered.get(_sha(version), 0), *(other.entry for other in beside), 0)
        stands = since < version.entry and (worded < version.entry or not _is_touched(office, version, texts))
        kept = _kept(version) if stands else None
        counts[version.id] = kept or _counted(office, version, texts, beside)
    return counts


def _beside(one: Version, documents: Sequence[Version]) -> list[Version]:
    """Return the earlier documents that, as far as is kept, are about the same region."""
    about = (one.body or {}).get("about")
    bare = _bare(one)
    return [v for v in documents if is_earlier(_bare(v), bare) and (v.body or {}).get("about", about) == about]


def _is_touched(office: Office, version: Version, texts: Texts) -> bool:
    """Return whether a document may hold a word of the tables' lines that have changed since it was kept."""
    then = office.store.versions(TABLE, until=version.entry)
    stems = _stems(tuple((v.id, str(v.body["text"])) for v in then if v.body), texts)
    document = _document(office, version) if stems else None
    if document is None:
        return bool(stems)
    lower = fold(document.text).lower
    return any(stem in lower for stem in stems)


@lru_cache(maxsize=64)
def _stems(then: Texts, now: Texts) -> frozenset[str]:
    """Return how the words of changed lines begin: all letters but the last, or two characters that are none."""
    before, after = ({(table, line) for table, text in kept for _, line in lines_of(text)} for kept in (then, now))
    stems = set()
    for table, line in before ^ after:
        cells = dict(zip(COLUMNS[table], line, strict=False))
        for word in " ".join(cells.get(column, "") for column in _WORDED).split():
            lower = fold(word.partition("_")[0]).lower
            stems.add(lower[:2] if not lower.isascii() else lower[: max(3, len(lower) - 1)])
    return frozenset(stems)


def _kept(version: Version) -> Counts | None:
    body: Mapping[str, Json] = version.body or {}
    if "keys" not in body:  # counted otherwise by an earlier version of kaimen
        return None
    return Counts(texts_of(body["keys"]), texts_of(body["doubtful"]), str(body["about"]))


_COUNTS: dict[tuple[object, ...], Counts] = {}
"""What was counted, by all that it was counted from."""
_MOST_COUNTS = 4096
_WORDED = ("words", "chinese", "english", "name")
"""Columns of the tables whose words may stand in a text."""


def _counted(office: Office, version: Version, texts: Texts, beside: Sequence[Version]) -> Counts | None:
    others = tuple((other.id, _sha(other), _answers(office, other)) for other in beside)
    key = (_sha(version), version.id, _published(version), texts, _answers(office, version), others)
    if key not in _COUNTS:
        document = _document(office, version)
        if document is None:
            return None
        if len(_COUNTS) >= _MOST_COUNTS:
            _COUNTS.clear()
        _COUNTS[key] = counts_of(read_beside(office, document)[0])
    return _COUNTS[key]


def _about(office: Office, version: Version, texts: Texts) -> str:
    """Return the region that a kept document is about, which words and answers may have changed since it came."""
    known, answers = (version.body or {}).get("about"), _answers(office, version)
    if known is not None and not answers and not {"regions", "meant"} & dict(texts).keys():
        return str(known)
    key = (_sha(version), _published(version), texts, answers)
    if key not in _COUNTS:
        reading = _read_again(office, version, texts)
        _COUNTS[key] = Counts((), (), region_of_text(reading) if reading else "")
    return _COUNTS[key].about


def _answers(office: Office, version: Version) -> tuple[Answer, ...]:
    return answers_by_sha(office, _sha(version))


def _read_again(office: Office, version: Version, texts: Texts) -> Extraction | None:
    document = _document(office, version)
    return None if document is None else _reading(document, texts, _answers(office, version))


@lru_cache(maxsize=32)
def _reading(document: Document, texts: Texts, answers: tuple[Answer, ...]) -> Extraction:
    return read_with(document, vocabulary_of(texts), answers)[0]


def _document(office: Office, version: Version) -> Document | None:
    """Return a kept document, from its text where that is kept and else from its file; without its pages."""
    bare = _bare(version)
    text = office.store.content(_sha_whole(version))
    if text is not None:
        return Document(bare.name, text.decode(), bare.source, bare.published)
    content = office.store.content(str((version.body or {}).get("sha256")))
    if content is None:
        return None
    with laid_down(content, version.id) as path:
        document, _ = read_document(path, bare.published)
    return None if document is None else Document(bare.name, document.text, bare.source, bare.published)


def _bare(version: Version) -> Document:
    return Document(version.id, "", str((version.body or {}).get("source") or ""), _published(version))


def _published(version: Version) -> date | None:
    day = (version.body or {}).get("published")
    return date.fromisoformat(str(day)) if day else None


def _sha_whole(version: Version) -> str:
    return str((version.body or {}).get("text_sha256") or "")


def _sha(version: Version) -> str:
    return _sha_whole(version)[:16]
