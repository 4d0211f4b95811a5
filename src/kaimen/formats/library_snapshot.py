"""The library of a workspace as it was after an entry of its ledger, as bytes that a plan can be checked against.

One project a line, by id: the same entry gives the same bytes, whatever was written since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.library_table import LibraryMapping, parse_library
from kaimen.formats.project_body import project_of
from kaimen.library import Library, library_of

_MARK = b'{"format":"kaimen-library/1",'


def library_snapshot(bodies: Iterable[Mapping[str, Any]], entry: int, digest: str) -> bytes:
    """Return projects, as `project_body` makes them, with the entry they stand at and its hash."""
    lines = ",\n".join(json.dumps(body, ensure_ascii=False, sort_keys=True) for body in bodies)
    return _MARK + f'"entry":{entry},"hash":"{digest}","projects":[\n{lines}\n]}}\n'.encode()


def parse_projects(content: bytes, name: str, mapping: LibraryMapping | None = None) -> tuple[Library, list[Finding]]:
    """Read a library from CSV, XLSX or a snapshot; see `parse_library`."""
    if not content.startswith(_MARK):
        return parse_library(content, name, mapping)
    try:
        projects = [project_of(body) for body in json.loads(content)["projects"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        what = "The library of a workspace is damaged."
        return Library(name, ()), [Finding("E103", what, Place(name), found=str(error)[:80], fix="Solve again.")]
    names = {key for project in projects for key in (*project.fields, *project.criteria)}
    return library_of(name, projects, tuple(sorted(names)))
