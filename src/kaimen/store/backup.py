"""Backups: the whole workspace in one zip of plain lines, from one view of the database, while others write.

`entries.jsonl` holds a line for each entry with what it made, `content/` the kept documents by SHA-256. The same file
restores into SQLite or PostgreSQL, and its hashes are those of the ledger, so a restored one verifies like the first.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any

from sqlalchemy import Connection, Engine, func, select

from kaimen.errors import Finding, Place
from kaimen.store.chain import Checkpoint, Json, body_text, stored_text
from kaimen.store.queries import entry_rows
from kaimen.store.tables import CONTENT, ENTRY, VERSION
from kaimen.store.verify import verify_connection

_DAY = (1980, 1, 1, 0, 0, 0)
_BATCH = 1000


def backup(engine: Engine, target: IO[bytes]) -> Checkpoint:
    """Write a backup and return the checkpoint it ends at. The same ledger gives the same bytes."""
    last = Checkpoint.none()
    with engine.execution_options(snapshot=True).begin() as connection, zipfile.ZipFile(target, "w") as archive:
        with archive.open(_info("entries.jsonl"), "w", force_zip64=True) as lines:
            for entry, made in entry_rows(connection, 0):
                parts: list[Json] = [[v.kind, v.id, v.number, v.body] for v in made]
                lines.write(body_text({**asdict(entry), "made": parts}).encode() + b"\n")
                last = Checkpoint(entry.number, entry.hash)
        for name in connection.execute(select(CONTENT.c.sha256).order_by(CONTENT.c.sha256)).scalars().all():
            content = connection.execute(select(CONTENT.c.bytes).where(CONTENT.c.sha256 == name)).scalar_one()
            archive.writestr(_info(f"content/{name}"), bytes(content))
    return last


def restore(engine: Engine, source: IO[bytes], name: str = "") -> list[Finding]:
    """Fill an empty workspace from a backup; what does not verify is not kept.

    Returns:
        `E807` where the file is no whole backup or the workspace is not empty, `E804` where its ledger is broken.
    """
    try:
        with zipfile.ZipFile(source) as archive, engine.execution_options(writes=True).begin() as connection:
            if connection.execute(select(func.count()).select_from(ENTRY)).scalar_one():
                return [_unusable(name, "the workspace has entries already", "Restore into a new one.")]
            _fill(connection, archive)
            findings = verify_connection(connection)
            if findings:
                connection.rollback()
            return findings
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        return [_unusable(name, f"it is no whole backup ({error})", "Take another backup.")]


def _fill(connection: Connection, archive: zipfile.ZipFile) -> None:
    with archive.open("entries.jsonl") as lines:
        for batch in _batches(json.loads(line) for line in lines):
            made = [(row["number"], part) for row in batch for part in row.pop("made")]
            connection.execute(ENTRY.insert(), batch)
            rows = [
                {"kind": kind, "id": name, "number": number, "entry": entry, "body": stored_text(body)}
                for entry, (kind, name, number, body) in made
            ]
            if rows:
                connection.execute(VERSION.insert(), rows)
    for info in archive.infolist():
        if info.filename.startswith("content/"):
            content = archive.read(info)
            connection.execute(CONTENT.insert().values(sha256=hashlib.sha256(content).hexdigest(), bytes=content))


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _unusable(name: str, why: str, fix: str) -> Finding:
    return Finding("E807", f"The backup was not restored: {why}.", Place(name), fix=fix)
