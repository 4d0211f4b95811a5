"""`verify`: recompute every hash, and find what was changed, dropped, added or reordered."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from kaimen.errors import Finding, Place
from kaimen.store.chain import GENESIS, Checkpoint, entry_hash
from kaimen.store.tables import CONTENT, ENTRY, VERSION

Made = tuple[str, str, int, str | None]
"""Kind, id, number and the text of the body of a version."""


def verify(engine: Engine, checkpoint: Checkpoint | None = None) -> list[Finding]:
    """Return a finding for each entry that does not stand as it was written; none: the ledger is whole.

    Args:
        engine: the database.
        checkpoint: an entry's number and hash kept elsewhere; without one, entries cut off the end are not missed.
    """
    try:
        with engine.execution_options(snapshot=True).begin() as connection:
            return verify_connection(connection, checkpoint)
    except DBAPIError as error:
        return [Finding("E804", f"The database itself is damaged: {error.orig}.", fix=_FIX)]


def verify_connection(connection: Connection, checkpoint: Checkpoint | None = None) -> list[Finding]:
    """Return what `verify` does, of what a transaction sees."""
    entries = connection.execute(select(ENTRY).order_by(ENTRY.c.number)).all()
    made, findings = _versions(connection)
    findings += _wrong_contents(connection)
    previous, hashes = GENESIS, {0: GENESIS}
    for place, (number, *head, before, stated) in enumerate(entries, 1):
        parts = made.pop(number, [])
        if number != place or before != previous:
            findings.append(_broken(number, "an entry before it is missing or was moved"))
        elif not parts or entry_hash(before, number, tuple(head), parts) != stated:
            findings.append(_broken(number, "it, or what it made, is not what was written"))
        previous = hashes[number] = stated
    findings += [_broken(number, "versions of it are there, the entry is not") for number in made]
    if checkpoint is not None and hashes.get(checkpoint.number) != checkpoint.hash:
        what = "The ledger does not lead to the checkpoint: entries were cut off or replaced."
        found = hashes.get(checkpoint.number, f"{len(entries)} entries")
        findings.append(Finding("E806", what, Place(key=f"entry {checkpoint.number}"), checkpoint.hash, found, _FIX))
    return findings


def _versions(connection: Connection) -> tuple[dict[int, list[Made]], list[Finding]]:
    made: dict[int, list[Made]] = {}
    latest: dict[tuple[str, str], int] = {}
    findings = []
    query = select(VERSION).order_by(VERSION.c.entry, VERSION.c.kind, VERSION.c.id, VERSION.c.number)
    for kind, name, number, entry, body in connection.execute(query):
        made.setdefault(entry, []).append((kind, name, number, body))
        if number != latest.get((kind, name), 0) + 1:
            findings.append(_broken(entry, f"version {number} of {kind} {name} does not follow the one before"))
        latest[kind, name] = number
    return made, findings


_FIX = "Restore the last backup that verifies, and find out who had access to the database."


def _broken(number: int, why: str) -> Finding:
    return Finding("E804", f"Entry {number} of the ledger is broken: {why}.", Place(key=f"entry {number}"), fix=_FIX)


def _wrong_contents(connection: Connection) -> list[Finding]:
    what, findings = "A kept document is not what was ingested.", []
    for name, content in connection.execute(select(CONTENT.c.sha256, CONTENT.c.bytes)):
        found = hashlib.sha256(bytes(content)).hexdigest()
        if found != name:
            findings.append(Finding("E804", what, Place(key=name), name, found, _FIX))
    return findings
