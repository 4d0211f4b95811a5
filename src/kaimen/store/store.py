"""The store: changes in, versions out; one writer that commits many changes together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, and_, func, select
from sqlalchemy.exc import DBAPIError

from kaimen.errors import Finding, Place
from kaimen.store.chain import Change, Checkpoint, Entry, Json, Version, sealed, texts_made, utc_text
from kaimen.store.engine import open_engine
from kaimen.store.heads import Heads
from kaimen.store.memory import Memory
from kaimen.store.migrate import migrate
from kaimen.store.queries import entry_rows, head_of, last_numbers, states, version_of, versions_since
from kaimen.store.reads import EVERY, note
from kaimen.store.tables import CONTENT, ENTRY, VERSION
from kaimen.store.writer import Writer

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A change that is on the disk: its entry and the versions it made."""

    entry: Entry
    versions: tuple[Version, ...]


Answer = tuple[Receipt | None, list[Finding]]

Texted = tuple[Change, Sequence[str | None]]
"""A change with the texts of its bodies, made once."""


class Store:
    """An open workspace. Many threads may use it; `close` it when done."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer: Writer[Texted, Answer] = Writer(self._commit)
        self._heads = Heads(engine)
        self._memory = Memory()

    def close(self) -> None:
        """Finish what was asked for, then close all connections."""
        self._writer.close()
        self._heads.close()
        self.engine.dispose()

    def write(self, change: Change) -> Answer:
        """Keep a change; when this returns a receipt, it is on the disk.

        Returns:
            The receipt, or None with the findings: `E803` where a thing has a newer version than the change was made
            from (nothing of the change is kept), `E805` where the disk or the server refused.
        """
        return self.submit(change).result()

    def submit(self, change: Change) -> Future[Answer]:
        """Hand over a change without waiting for the disk.

        Raises:
            TypeError: a body holds a binary fraction.
            ValueError: the moment has no time zone, the change is empty or names a thing twice.
        """
        names = [(draft.kind, draft.id) for draft in change.drafts]
        if not names or len(set(names)) < len(names):
            raise ValueError("a change names each thing once, and at least one")
        utc_text(change.at)  # misuse shows here, not in the writer
        return self._writer.submit((change, texts_made(change)))

    def version(self, kind: str, name: str) -> Version | None:
        """Return the state of a thing, or None if there is none or it was withdrawn."""
        found = self.versions(kind, (name,))
        return found[0] if found else None

    def versions(
        self, kind: str, names: Sequence[str] | None = None, at: datetime | None = None, until: int | None = None
    ) -> list[Version]:
        """Return the state of all things of a kind by id, now, at a moment or after an entry; not withdrawn ones."""
        note(kind)
        with self.engine.begin() as connection:
            rows = states(connection, kind, names, at, until)
        return [version for version in rows if version.body is not None]

    def page(self, kind: str, after: str = "", most: int = 100) -> list[Version]:
        """Return the state of the next things of a kind by id, after an id; fewer where some were withdrawn."""
        note(kind)
        ids = select(VERSION.c.id).where(VERSION.c.kind == kind, VERSION.c.id > after).distinct()
        with self.engine.begin() as connection:
            names = connection.execute(ids.order_by(VERSION.c.id).limit(most)).scalars().all()
            rows = states(connection, kind, names, None, None)
        return [version for version in rows if version.body is not None]

    def numbers(self, kind: str, names: Sequence[str]) -> dict[str, int]:
        """Return the number of the last version of each thing that has any, withdrawn ones too."""
        note(kind)
        with self.engine.begin() as connection:
            return last_numbers(connection, kind, names)

    def history(self, kind: str, name: str) -> list[tuple[Entry, Version]]:
        """Return all versions of a thing with their entries, the oldest first."""
        note(kind)
        query = (
            select(ENTRY, VERSION)
            .join(VERSION, VERSION.c.entry == ENTRY.c.number)
            .where(VERSION.c.kind == kind, VERSION.c.id == name)
            .order_by(VERSION.c.number)
        )
        width = len(ENTRY.c)
        with self.engine.begin() as connection:
            return [(Entry(*row[:width]), version_of(row[width:])) for row in connection.execute(query)]

    def entries(self, after: int = 0, kind: str = EVERY) -> Iterator[tuple[Entry, list[Version]]]:
        """Yield the ledger's entries with what they made, after the entry of a number.

        With a kind only entries that made things of it, and those things: the others are not read.
        """
        note(kind)
        with self.engine.execution_options(snapshot=True).begin() as connection:
            yield from entry_rows(connection, after, kind)

    def last_entries(self, most: int) -> list[tuple[Entry, int]]:
        """Return the last entries, the last first, each with how many things it made."""
        note(EVERY)
        made = select(func.count()).select_from(VERSION).where(VERSION.c.entry == ENTRY.c.number).scalar_subquery()
        with self.engine.begin() as connection:
            rows = connection.execute(select(ENTRY, made).order_by(ENTRY.c.number.desc()).limit(most)).all()
        return [(Entry(*row[:-1]), int(row[-1])) for row in rows]

    def names(self, kind: str) -> list[str]:
        """Return the ids of all things of a kind that are not withdrawn; what they say is not read."""
        note(kind)
        newest = select(VERSION.c.id, func.max(VERSION.c.number).label("number")).where(VERSION.c.kind == kind)
        last = newest.group_by(VERSION.c.id).subquery()
        same = and_(VERSION.c.kind == kind, VERSION.c.id == last.c.id, VERSION.c.number == last.c.number)
        query = select(VERSION.c.id).join(last, same).where(VERSION.c.body.is_not(None))
        with self.engine.begin() as connection:
            return sorted(connection.execute(query).scalars())

    def upto(
        self, name: str, kind: str, first: Callable[[], Made], after: Callable[[Made, Sequence[Version]], Made]
    ) -> Made:
        """Return what is made of the things of a kind, kept under a name; after a change only what is new is read.

        Args:
            name: what it is; one name, one way of making it.
            kind: the kind of thing it is made of, and of no other.
            first: makes it from all there is.
            after: makes it from what it was and the versions of entries since, which it may know already. What is
                returned is shared, so nobody changes it in place.
        """
        note(kind)

        def since(entry: int) -> list[Version]:
            with self.engine.begin() as connection:
                return versions_since(connection, kind, entry)

        return self._memory.upto(name, lambda: self.heads().get(kind, 0), first, since, after)

    def made(self, kind: str, make: Callable[[Mapping[str, Json]], Made]) -> Mapping[str, Made]:
        """Return what `make` makes of each thing of a kind by id; each version is made once, and shared.

        One kind has one `make`: it is looked at where a version is new.
        """

        def first() -> dict[str, Made]:
            return {version.id: make(version.body) for version in self.versions(kind) if version.body is not None}

        def after(before: dict[str, Made], versions: Sequence[Version]) -> dict[str, Made]:
            now = dict(before)
            for version in versions:
                if version.body is None:
                    now.pop(version.id, None)
                else:
                    now[version.id] = make(version.body)
            return now if now.keys() == before.keys() else dict(sorted(now.items()))

        return self.upto(f"made {kind}", kind, first, after)

    def head(self) -> Checkpoint:
        """Return the last entry's number and hash; 0 and zeros where there is none."""
        note(EVERY)
        with self.engine.begin() as connection:
            return head_of(connection)

    def heads(self) -> Mapping[str, int]:
        """Return the number of the last entry of each kind of thing, and of the ledger under `EVERY`."""
        return self._heads.now()

    def keep(self, content: bytes) -> str:
        """Keep the bytes of a file and return their SHA-256; the same bytes are kept once."""
        name = hashlib.sha256(content).hexdigest()
        with self.engine.execution_options(writes=True).begin() as connection:
            if connection.execute(select(CONTENT.c.sha256).where(CONTENT.c.sha256 == name)).first() is None:
                connection.execute(CONTENT.insert().values(sha256=name, bytes=content))
        return name

    def content(self, name: str) -> bytes | None:
        """Return the bytes kept under a SHA-256."""
        with self.engine.begin() as connection:
            row = connection.execute(select(CONTENT.c.bytes).where(CONTENT.c.sha256 == name)).first()
        return None if row is None else bytes(row[0])

    def _commit(self, changes: Sequence[Texted]) -> list[Answer]:
        """Keep changes in one transaction; each is kept or refused by itself, all or none reach the disk."""
        try:
            with self.engine.execution_options(writes=True).begin() as connection:
                _lock(connection)
                return _Appender(connection).append(changes)
        except DBAPIError as error:
            return [(None, [_refused(error)]) for _ in changes]


def open_store(url: str, module: ModuleType | None = None) -> tuple[Store | None, list[Finding]]:
    """Open a workspace, made or brought to the present form if need be.

    Returns:
        The store, or None with the findings: `E801` where there is no database to open, `E802` where a newer kaimen
        made it.
    """
    engine, findings = open_engine(url, module)
    if engine is None:
        return None, findings
    findings = migrate(engine, url)
    return (None, findings) if findings else (Store(engine), [])


class _Appender:
    """Appends changes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._head = connection, head_of(connection)

    def append(self, changes: Sequence[Texted]) -> list[Answer]:
        """Return an answer for each change; what conflicts is refused whole."""
        numbers = self._numbers(changes)
        answers: list[Answer] = []
        entries: list[dict[str, Any]] = []
        versions: list[dict[str, Any]] = []
        for change, texts in changes:
            stale = [draft for draft in change.drafts if numbers.get((draft.kind, draft.id), 0) != draft.after]
            if stale:
                answers.append((None, [_stale(d.kind, d.id, d.after, numbers.get((d.kind, d.id), 0)) for d in stale]))
                continue
            entry, made = sealed(change, self._head.number + 1, self._head.hash, texts)
            self._head = Checkpoint(entry.number, entry.hash)
            numbers.update({(version.kind, version.id): version.number for version, _ in made})
            entries.append({name: getattr(entry, name) for name in ENTRY.c.keys()})  # noqa: SIM118 - not a dict
            versions += [_values(version, text) for version, text in made]
            answers.append((Receipt(entry, tuple(version for version, _ in made)), []))
        if entries:
            self._connection.execute(ENTRY.insert(), entries)
            self._connection.execute(VERSION.insert(), versions)
        return answers

    def _numbers(self, changes: Sequence[Texted]) -> dict[tuple[str, str], int]:
        wanted: dict[str, list[str]] = {}
        for draft in (draft for change, _ in changes for draft in change.drafts):
            wanted.setdefault(draft.kind, []).append(draft.id)
        found = {kind: last_numbers(self._connection, kind, names) for kind, names in wanted.items()}
        return {(kind, name): number for kind, numbers in found.items() for name, number in numbers.items()}


def _lock(connection: Connection) -> None:
    """One writer at a time, also over processes; SQLite has its own lock, taken when the transaction begins."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE entry IN EXCLUSIVE MODE")


def _values(version: Version, text: str | None) -> dict[str, Any]:
    made = {"kind": version.kind, "id": version.id, "number": version.number, "entry": version.entry}
    return made | {"body": text}


def _stale(kind: str, name: str, after: int, now: int) -> Finding:
    what = f"{kind} {name} was changed by somebody else meanwhile; nothing of this change was kept."
    fix = "Look at the newer version and make the change again from there."
    return Finding("E803", what, Place(key=name), f"version {now}", f"a change of version {after}", fix)


def _refused(error: DBAPIError) -> Finding:
    what = f"The workspace could not be written, and is as it was: {error.orig}."
    return Finding("E805", what, fix="See that the disk has room and the server runs, then try again.")
