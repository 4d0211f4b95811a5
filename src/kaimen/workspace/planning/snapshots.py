"""A workspace where a list is asked for: its library after an entry, the last one unless a plan says which."""

from __future__ import annotations

import re
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.formats.library_snapshot import library_snapshot
from kaimen.formats.plan_file import Input

_NAME = re.compile(r"(.+)#([1-9]\d{0,17})")


def is_workspace(content: bytes) -> bool:
    """Return whether bytes are of a database file."""
    return content.startswith(b"SQLite format 3\x00")


def snapshot_name(name: str) -> tuple[str, int | None]:
    """Return the file and the entry of an input's name such as `kaimen.db#12`; None: it names no entry."""
    match = _NAME.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, None)


def snapshot_input(path: Path, entry: int | None = None) -> tuple[Input | None, list[Finding]]:
    """Return the library of a workspace as an input of a plan, named after its file and entry."""
    from kaimen.store import open_store  # noqa: PLC0415 - a list in a file needs no database

    store, findings = open_store(str(path))
    if store is None:
        return None, findings
    try:
        last = store.head()
        number = last.number if entry is None else entry
        digest = next((found.hash for found, _ in store.entries(number - 1)), "") if number else ""
        bodies = [version.body for version in store.versions("project", until=number) if version.body is not None]
    finally:
        store.close()
    if not bodies or number > last.number:
        what = "The workspace has no projects." if entry is None else f"The workspace has no projects at entry {entry}."
        fix = "Take a list in first: kaimen library import LIST --keep."
        return None, [Finding("E102", what, Place(str(path)), fix=fix)]
    return Input("library", f"{path.name}#{number}", library_snapshot(bodies, number, digest), str(path)), []
