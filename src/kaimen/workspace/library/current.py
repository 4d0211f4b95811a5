"""The library as it stands, with what its sheet shows of all projects at once; a change costs what it touches.

Lists of the values that a reader may choose, and of criteria and fields, are counts: a project that goes takes its
values off, one that comes puts its own on, and the other projects are not looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kaimen.formats.project_body import project_of
from kaimen.library import Library, Project
from kaimen.store import Store, Version
from kaimen.workspace.library.listing import Listing

CHOSEN_BY = ("region", "sector", "stage")
"""Fields whose values a reader chooses from."""

Counts = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Current:
    """A library, the number of each project's version by id, and counts; `after` makes the next one."""

    library: Library
    _counts: Counts
    versions: Mapping[str, int] = field(compare=False)

    @cached_property
    def listing(self) -> Listing:
        """The projects to look things up in."""
        return Listing(self.library)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Names of criteria that a project has."""
        return tuple(sorted(self._counts["criteria"]))

    def values(self, name: str) -> tuple[str, ...]:
        """Return what projects say in a field of `CHOSEN_BY`; empty values are left out."""
        return tuple(sorted(value for value in self._counts[name] if value))

    def find(self, name: str) -> Project | None:
        """Return a project."""
        at = _place(self.library.projects, name)
        return self.library.projects[at] if _is_at(self.library.projects, at, name) else None

    def after(self, changed: Mapping[str, tuple[int, Project | None]]) -> Current:
        """Return the library after projects changed, each with its version; None: one that was withdrawn."""
        if not changed:
            return self
        versions = {**self.versions, **{name: number for name, (number, _) in changed.items()}}
        projects, counts = list(self.library.projects), {name: Counter(c) for name, c in self._counts.items()}
        for name, (_, project) in changed.items():
            at = _place(projects, name)
            known = _is_at(projects, at, name)
            if known:
                _count(counts, projects[at], -1)
            projects[at : at + known] = [] if project is None else [project]
            if project is not None:
                _count(counts, project, 1)
        return _current(projects, counts, versions)


def current_in(store: Store) -> Current:
    """Return the library of a workspace; after a change only the projects that changed are read again."""
    return store.upto("current", "project", lambda: _read(store), _after)


def _read(store: Store) -> Current:
    found = [version for version in store.versions("project") if version.body]
    projects = tuple(project_of(version.body) for version in found if version.body)
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*CHOSEN_BY, "criteria", "names")}
    for project in projects:
        _count(counts, project, 1)
    return _current(projects, counts, {version.id: version.number for version in found})


def _after(before: Current, versions: Sequence[Version]) -> Current:
    return before.after({v.id: (v.number, project_of(v.body) if v.body else None) for v in versions})


def _current(projects: Iterable[Project], counts: Counts, versions: Mapping[str, int]) -> Current:
    return Current(Library("", tuple(projects), frozenset(counts["names"])), counts, versions)


def _count(counts: Counts, project: Project, by: int) -> None:
    for name in CHOSEN_BY:
        _add(counts[name], getattr(project, name), by)
    for name in project.criteria:
        _add(counts["criteria"], name, by)
    for name in {*project.fields, *project.criteria}:
        _add(counts["names"], name, by)


def _add(counter: Counter[str], name: str, by: int) -> None:
    counter[name] += by
    if not counter[name]:
        del counter[name]


def _place(projects: Sequence[Project], name: str) -> int:
    return bisect_left(projects, name, key=lambda project: project.id)


def _is_at(projects: Sequence[Project], at: int, name: str) -> bool:
    return at < len(projects) and projects[at].id == name
