"""Backups, checkpoints and the health of a workspace."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.store import Checkpoint, Store, backup, restore, verify
from kaimen.store.engine import library_version
from kaimen.workspace.files import read_bytes, read_text, write_bytes


def save_checkpoint(store: Store, path: Path) -> list[Finding]:
    """Write the number and hash of the last entry, to be kept where the database is not."""
    if path.is_file() and path.stat().st_size and load_checkpoint(path)[0] is None:
        what = "There is a file of this name that is no checkpoint; it was left as it is."
        return [Finding("E105", what, Place(str(path)), "a new name, or an earlier checkpoint", fix="Give it a name.")]
    head = store.head()
    return write_bytes(path, (json.dumps({"entry": head.number, "hash": head.hash}) + "\n").encode())


def load_checkpoint(path: Path) -> tuple[Checkpoint | None, list[Finding]]:
    """Read a checkpoint."""
    text, findings = read_text(path)
    if findings:
        return None, findings
    try:
        parts = json.loads(text)
        return Checkpoint(int(parts["entry"]), str(parts["hash"])), []
    except (ValueError, KeyError, TypeError):
        fix = "Give a file that `kaimen ledger checkpoint` wrote."
        return None, [
            Finding("E103", "The file is no checkpoint.", Place(str(path)), '{"entry": ..., "hash": ...}', fix=fix)
        ]


def verify_ledger(store: Store, checkpoint: Path | None = None) -> list[Finding]:
    """Recompute every hash of the ledger, up to a checkpoint if one is given."""
    mark, findings = load_checkpoint(checkpoint) if checkpoint else (None, [])
    return findings or verify(store.engine, mark)


def save_backup(store: Store, path: Path) -> tuple[Checkpoint, list[Finding]]:
    """Write a backup while others may go on writing."""
    fault = _no_backup(path)
    if fault is not None:
        return Checkpoint.none(), [fault]
    target = io.BytesIO()
    head = backup(store.engine, target)
    return head, write_bytes(path, target.getvalue())


def _no_backup(path: Path) -> Finding | None:
    """Return a finding (`E105`) where a file stands in the place of a backup that is none; it would be lost."""
    if not path.is_file() or not path.stat().st_size:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            archive.getinfo("entries.jsonl")
    except (zipfile.BadZipFile, KeyError, OSError):
        what = "There is a file of this name that is no backup; it was left as it is."
        fix = "Give the backup a name of its own; the workspace to back up is named with -w."
        return Finding("E105", what, Place(str(path)), "a new name, or an earlier backup", fix=fix)
    return None


def load_backup(store: Store, path: Path) -> list[Finding]:
    """Fill an empty workspace from a backup."""
    content, findings = read_bytes(path)
    return findings or restore(store.engine, io.BytesIO(content), path.name)


def examine(store: Store) -> list[tuple[str, str, bool]]:
    """Return what was looked at, what was found, and whether it is as it should be."""
    found = verify(store.engine)
    head = store.head()
    looked = [
        ("database", library_version(store.engine), True),
        ("ledger", f"{head.number:,} entries" if not found else str(found[0]), not found),
        ("projects", str(len(store.versions("project"))), True),
        ("pledges", str(len(store.versions("pledge"))), True),
    ]
    if store.engine.dialect.name == "sqlite":
        with store.engine.begin() as connection:
            said = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
            mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
        looked += [("file", said, said == "ok"), ("journal", mode, mode in ("wal", "truncate"))]
    return looked
