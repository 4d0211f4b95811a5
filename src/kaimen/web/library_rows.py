"""Rows of the library as JSON and as HTML, kept while their project stays as it is: after a change one row is made."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_
from typing import overload

from markupsafe import Markup

from kaimen.library import Project
from kaimen.report import Column
from kaimen.report.rows import Value
from kaimen.web.keeping import Least
from kaimen.web.page import RowTexts, Text
from kaimen.web.projects import TEXTS
from kaimen.web.visit import Desk

_RUN = 64
"""Rows that are put together; of the runs only those in which something changed are made again."""

_MOST_BODIES = 4096
"""Rows of HTML that are kept, a few kB each, in all languages together."""

Columns = tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    projects: tuple[Project, ...]
    text: Text


class Texts:
    """The JSON of each row of the library, and of runs of rows; what is found is looked at anew against the library."""

    def __init__(self, _desk: Desk) -> None:
        self._kept: tuple[Columns, dict[str, tuple[Project, bytes]], dict[int, _Run]] = ((), {}, {})

    def of(self, projects: tuple[Project, ...], columns: Columns, *, every: bool) -> list[Text]:
        """Return rows as text, in runs; `every`: these are all projects, whose runs are kept."""
        for_columns, rows, runs = self._kept
        if for_columns != columns:
            rows, runs = {}, {}
            self._kept = (columns, rows, runs)
        found = []
        for first in range(0, len(projects), _RUN):
            some = projects[first : first + _RUN]
            run = runs.get(first) if every else None
            if run is None or len(run.projects) != len(some) or not all(map(is_, run.projects, some)):
                run = _Run(some, _joined([_text(project, columns, rows) for project in some]))
                if every:
                    runs[first] = run
            found.append(run.text)
        return found


def _text(project: Project, columns: Columns, kept: dict[str, tuple[Project, bytes]]) -> bytes:
    found = kept.get(project.id)
    if found is None or found[0] is not project:
        cells = dict(zip((c.key for c in columns), row_of(project, columns), strict=True))
        found = (project, json.dumps(cells, ensure_ascii=False).encode())
        kept[project.id] = found
    return found[1]


def _joined(texts: Sequence[bytes]) -> Text:
    text = b", ".join(texts)
    return Text(text, hashlib.sha256(text).digest())


class Rows(RowTexts):
    """Projects as rows, each made when it is asked for."""

    def __init__(self, texts: Texts, projects: tuple[Project, ...], columns: Columns, *, every: bool = False) -> None:
        self._texts, self._projects, self._columns, self._every = texts, projects, columns, every

    def __len__(self) -> int:
        return len(self._projects)

    @overload
    def __getitem__(self, at: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[Value, ...], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[Value, ...] | tuple[tuple[Value, ...], ...]:
        if isinstance(at, slice):
            return tuple(row_of(project, self._columns) for project in self._projects[at])
        return row_of(self._projects[at], self._columns)

    def texts(self) -> list[Text]:
        """Return the rows as JSON, in runs."""
        return self._texts.of(self._projects, self._columns, every=self._every)


def row_of(project: Project, columns: Sequence[Column]) -> tuple[str | None, ...]:
    """Return what the sheet has of a project, by column."""
    cells: dict[str, str] = {name: getattr(project, name) for name in TEXTS}
    cells["cost"] = ", ".join(str(amount) for amount in project.options[0].cost) if project.options else ""
    cells |= {f"criterion: {name}": f"{value:f}" for name, value in project.criteria.items()}
    cells["row"] = str(project.place)
    return tuple(cells.get(c.key) or (project.fields.get(c.key) if c.key not in cells else None) for c in columns)


@dataclass(frozen=True, slots=True)
class Look:
    """What a row of the page depends on besides its project and version."""

    columns: Columns
    language: str
    may_edit: bool
    names: Mapping[str, str]


class Bodies:
    """The HTML of rows of the library, by project and by how the reader sees it."""

    def __init__(self, _desk: Desk) -> None:
        self._kept: Least[tuple[str, str, bool], tuple[Project, int, Look, Markup]] = Least(_MOST_BODIES)
        self._lock = threading.Lock()

    def of(
        self,
        projects: Sequence[Project],
        versions: Sequence[int],
        look: Look,
        make: Callable[[list[int]], list[Markup]],
    ) -> tuple[Markup, ...]:
        """Return the rows of projects; `make` makes those at some places."""
        with self._lock:
            kept = [self._kept.get((project.id, look.language, look.may_edit)) for project in projects]
        bodies: list[Markup | None] = [
            one[3] if one is not None and (one[0] is project and one[1:3] == (version, look)) else None
            for one, project, version in zip(kept, projects, versions, strict=True)
        ]
        missing = [at for at, body in enumerate(bodies) if body is None]
        made = dict(zip(missing, make(missing) if missing else (), strict=True))
        with self._lock:
            for at, body in made.items():
                project = projects[at]
                key = (project.id, look.language, look.may_edit)
                self._kept.put(key, (project, versions[at], look, body))
        return tuple(made[at] if body is None else body for at, body in enumerate(bodies))
