"""The library to files, by their ending."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from kaimen.errors import Finding, KaimenError
from kaimen.formats.library_list import library_csv, library_xlsx
from kaimen.formats.oc4ids import library_package
from kaimen.library import Library
from kaimen.stages import DEFAULT, Stages
from kaimen.workspace.files import write_bytes

EXPORTS = (".csv", ".xlsx", ".json")


def save_library(
    path: Path, library: Library, stages: Stages = DEFAULT, published: datetime | None = None, publisher: str = ""
) -> list[Finding]:
    """Write a library as a list (CSV, XLSX) or as an OC4IDS project package (JSON).

    Args:
        path: its ending says which.
        library: the projects.
        stages: which stage has which status (JSON).
        published: the moment a package is said to be published at, with a time zone (JSON).
        publisher: who publishes it (JSON).

    Raises:
        KaimenError: the name has another ending, or a package is asked for without a moment.
    """
    kind = path.suffix.lower()
    if kind == ".json":
        if published is None:
            raise KaimenError("a package says when it was published")
        package = library_package(library, stages, published, publisher)
        return write_bytes(path, (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode())
    if kind not in EXPORTS:
        raise KaimenError(f"a library is written to a name ending in {', '.join(EXPORTS)}, not {path.name}")
    content, findings = library_csv(library) if kind == ".csv" else library_xlsx(library)
    return findings + write_bytes(path, content)
