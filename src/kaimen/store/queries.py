"""What is asked of the database: states, numbers, entries. A question is put together once, and asked with values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, func, select

from kaimen.store.chain import Checkpoint, Entry, Json, Version, utc_text
from kaimen.store.reads import EVERY
from kaimen.store.tables import ENTRY, VERSION

_MANY = 400
"""Names in one question; databases take no more than so many values."""

_HEAD = select(ENTRY.c.number, ENTRY.c.hash).order_by(ENTRY.c.number.desc()).limit(1)

_NUMBERS = (
    select(VERSION.c.id, func.max(VERSION.c.number))
    .where(VERSION.c.kind == bindparam("kind"), VERSION.c.id.in_(bindparam("names", expanding=True)))
    .group_by(VERSION.c.id)
)

# Few entries are new, and things of one kind may be many: with a kind that no index has, the entries are looked up.
_SINCE = (
    select(VERSION)
    .where(VERSION.c.entry > bindparam("after"), VERSION.c.kind.concat("") == bindparam("kind"))
    .order_by(VERSION.c.entry, VERSION.c.id)
)


def head_of(connection: Connection) -> Checkpoint:
    """Return the last entry's number and hash."""
    row = connection.execute(_HEAD).first()
    return Checkpoint.none() if row is None else Checkpoint(*row)


def last_numbers(connection: Connection, kind: str, names: Sequence[str]) -> dict[str, int]:
    """Return the number of the last version of each thing that has any, withdrawn ones too."""
    numbers: dict[str, int] = {}
    for low in range(0, len(names), _MANY):
        asked = {"kind": kind, "names": list(names[low : low + _MANY])}
        numbers.update((row[0], row[1]) for row in connection.execute(_NUMBERS, asked))
    return numbers


def states(
    connection: Connection, kind: str, names: Sequence[str] | None, at: datetime | None, until: int | None
) -> list[Version]:
    """Return the last versions of things of a kind by id, now, at a moment or after an entry; withdrawn ones too."""
    query = _states(named=names is not None, dated=at is not None, cut=until is not None)
    asked: dict[str, Any] = {"kind": kind, "at": utc_text(at) if at is not None else None, "until": until}
    asked = {name: value for name, value in asked.items() if value is not None}
    parts = [asked]
    if names is not None:
        parts = [{**asked, "names": list(names[low : low + _MANY])} for low in range(0, len(names), _MANY)]
    found = [version_of(row) for part in parts for row in connection.execute(query, part)]
    return sorted(found, key=lambda version: version.id)


@cache
def _states(*, named: bool, dated: bool, cut: bool) -> Select[Any]:
    kind: BindParameter[str] = bindparam("kind")
    last = select(VERSION.c.id, func.max(VERSION.c.number).label("number")).where(VERSION.c.kind == kind)
    if dated:
        last = last.join(ENTRY, ENTRY.c.number == VERSION.c.entry).where(ENTRY.c.at <= bindparam("at"))
    if cut:
        last = last.where(VERSION.c.entry <= bindparam("until"))
    if named:
        last = last.where(VERSION.c.id.in_(bindparam("names", expanding=True)))
    newest = last.group_by(VERSION.c.id).subquery()
    same = and_(VERSION.c.kind == kind, VERSION.c.id == newest.c.id, VERSION.c.number == newest.c.number)
    return select(VERSION).join(newest, same)


def versions_since(connection: Connection, kind: str, after: int) -> list[Version]:
    """Return the versions of a kind that entries after a number made, in their order."""
    return [version_of(row) for row in connection.execute(_SINCE, {"after": after, "kind": kind})]


def entry_rows(connection: Connection, after: int, kind: str = EVERY) -> Iterator[tuple[Entry, list[Version]]]:
    """Yield entries in their order with their versions by kind and id; the caller sees to one view of the database."""
    wanted = VERSION.c.entry > after if kind == EVERY else and_(VERSION.c.entry > after, VERSION.c.kind == kind)
    made = connection.execute(select(VERSION).where(wanted).order_by(VERSION.c.entry, VERSION.c.kind, VERSION.c.id))
    entries = select(ENTRY).where(ENTRY.c.number > after)
    if kind != EVERY:
        entries = entries.where(ENTRY.c.number.in_(select(VERSION.c.entry).where(wanted)))
    waiting = next(made, None)
    for row in connection.execute(entries.order_by(ENTRY.c.number)):
        entry, versions = Entry(*row), []
        while waiting is not None and waiting.entry == entry.number:
            versions.append(version_of(waiting))
            waiting = next(made, None)
        yield entry, versions


def version_of(row: Row[Any] | Sequence[Any]) -> Version:
    """Return a version from its row."""
    kind, name, number, entry, body = tuple(row)
    parsed: Mapping[str, Json] | None = None if body is None else json.loads(body)
    return Version(kind, name, number, parsed, entry)
