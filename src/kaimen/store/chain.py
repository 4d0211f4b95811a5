"""Entries, versions and the hash chain over them.

    hash(entry) = SHA-256 of the JSON list [hash of the entry before, number, at, author, action, why, passage,
                  [[kind, id, number, body], ...] by kind and id]

in UTF-8, without spaces, keys of objects in order. So a changed, dropped, added or reordered entry or version shows as
soon as the hashes are computed again (Haber and Stornetta 1991, doi:10.1007/BF00196791). A chain cut off at its end is
still whole: that shows only against a checkpoint kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]
"""What a body may hold: no binary fractions, so that it reads back as it was written."""

GENESIS = "0" * 64
"""What stands for the hash of the entry before the first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be the next version of a thing, `after` the version number it was made from (0: a new thing).

    A `body` of None withdraws the thing.
    """

    kind: str
    id: str
    body: Mapping[str, Json] | None
    after: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """Drafts that become versions together or not at all, with who, when (with a time zone), what and why."""

    author: str
    at: datetime
    action: str
    drafts: tuple[Draft, ...]
    why: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A thing as an entry left it; `body` is None where the entry withdrew it."""

    kind: str
    id: str
    number: int
    body: Mapping[str, Json] | None
    entry: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger; `at` is in UTC."""

    number: int
    at: str
    author: str
    action: str
    why: str
    passage: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The number and hash of an entry, kept outside the database to show that nothing was cut off its end."""

    number: int
    hash: str

    @staticmethod
    def none() -> Checkpoint:
        """Return what stands before the first entry."""
        return Checkpoint(0, GENESIS)


def texts_of(value: Json) -> tuple[str, ...]:
    """Return the texts of a list in a body; none where it is no list."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return tuple(str(part) for part in value) if is_list else ()  # type: ignore[union-attr]  # checked above


def texts_made(change: Change) -> list[str | None]:
    """Return the text of each draft's body, in the order of the drafts.

    Raises:
        TypeError: a body holds a binary fraction or something JSON has no word for.
    """
    return [stored_text(draft.body) for draft in change.drafts]


def sealed(
    change: Change, number: int, previous: str, texts: Sequence[str | None]
) -> tuple[Entry, list[tuple[Version, str | None]]]:
    """Return the entry of a change, with its hash, and the versions it makes, each with its text (see `texts_made`)."""
    drafts = zip(change.drafts, texts, strict=True)
    made = [(Version(d.kind, d.id, d.after + 1, d.body, number), text) for d, text in drafts]
    made.sort(key=lambda one: (one[0].kind, one[0].id))
    head = (utc_text(change.at), change.author, change.action, change.why, change.passage)
    digest = entry_hash(previous, number, head, [(v.kind, v.id, v.number, text) for v, text in made])
    return Entry(number, *head, previous, digest), made


def entry_hash(
    previous: str, number: int, head: tuple[str, str, str, str, str], made: Sequence[tuple[str, str, int, str | None]]
) -> str:
    """Return the hash of an entry: `head` is at, author, action, why and passage; `made` has bodies as their text."""
    parts = [[kind, name, version, body] for kind, name, version, body in made]
    return hashlib.sha256(body_text([previous, number, *head, parts]).encode()).hexdigest()


def body_text(body: Json) -> str:
    """Return the one text of a body.

    Raises:
        TypeError: it holds a binary fraction or something JSON has no word for.
    """
    _refuse_floats(body)
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stored_text(body: Mapping[str, Json] | None) -> str | None:
    """Return the text of a version's body; None where the thing is withdrawn."""
    return None if body is None else body_text(body)


def utc_text(at: datetime) -> str:
    """Return a moment in UTC with microseconds, so that texts sort as moments do.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _refuse_floats(body: Json) -> None:
    if type(body) in _PLAIN:
        return
    if isinstance(body, float):
        raise TypeError("a body holds exact numbers as text or as whole numbers")
    if isinstance(body, Mapping):
        for value in body.values():
            _refuse_floats(value)
    elif isinstance(body, Sequence) and not isinstance(body, str):
        for value in body:
            _refuse_floats(value)


_PLAIN = frozenset({str, int, bool, type(None)})
