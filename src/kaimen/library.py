"""The project library: what could be done, what it takes, and whether it is ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.quantity import Amount

OWNERSHIP_CLASSES = ("state", "private", "foreign", "mixed")
"""Ownership classes of the project's owner; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What an option takes of a resource, `offset` periods after its start.

    A negative amount frees the resource. `running` repeats the amount in every later period of the horizon.
    """

    resource: str
    amount: Amount
    offset: int = 0
    running: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One way to do a project; at most one option of a project is chosen.

    `starts` names the periods it may start in (None: any the scenario allows); `site` is the region it is
    built in (empty: the project's own). `cost` is money by period, counted from the start. `benefit` is a
    factor on the project's appraised benefit, 1 unless this way is worth less or more.
    """

    demands: tuple[Demand, ...] = ()
    cost: tuple[Amount, ...] = ()
    starts: tuple[str, ...] | None = None
    site: str = ""
    benefit: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Condition:
    """A readiness condition and the day from which it holds (None: it does not, and no day is known)."""

    name: str
    holds_from: date | None


@dataclass(frozen=True, slots=True)
class Project:
    """A unit of investment with a stable id.

    `criteria` are the appraised values, `funds` the sources of money it may lawfully take (empty: any the
    scenario does not forbid), `fields` whatever else the list says that rules may select by, and `place` the
    row it was read from.
    """

    id: str
    title: str = ""
    region: str = ""
    sector: str = ""
    owner: str = ""
    ownership: str = ""
    stage: str = ""
    criteria: Mapping[str, Decimal] = field(default_factory=dict)
    options: tuple[Option, ...] = (Option(),)
    conditions: tuple[Condition, ...] = ()
    funds: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE

    def value_of(self, name: str) -> str:
        """Return what the project says under the name of a field of its own or of the list, empty if nothing."""
        if name in ("id", "title", "region", "sector", "owner", "ownership", "stage"):
            return str(getattr(self, name))
        return self.fields.get(name, "") or (f"{self.criteria[name]:f}" if name in self.criteria else "")

    def has_condition(self, name: str, day: date) -> bool:
        """Return whether the named readiness condition holds on that day."""
        return any(c.name == name and c.holds_from is not None and c.holds_from <= day for c in self.conditions)


@dataclass(frozen=True, slots=True)
class Library:
    """All projects known, in the order of their list. `names` are the columns rules may select by."""

    name: str
    projects: tuple[Project, ...]
    names: frozenset[str] = field(default_factory=frozenset)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all projects."""
        return frozenset(project.id for project in self.projects)


def library_of(name: str, projects: Iterable[Project], names: Iterable[str] = ()) -> tuple[Library, list[Finding]]:
    """Return the library of these projects; of two with one id the first is kept and the other is a finding.

    `names` are columns the list has even where no project says anything in them.
    """
    kept: dict[str, Project] = {}
    findings: list[Finding] = []
    for project in projects:
        first = kept.setdefault(project.id, project)
        if first is not project:
            what = f'The project id "{project.id}" occurs a second time; this row is left out.'
            fix = "Give each project an id of its own, or delete the row if it is the same project."
            expected = f"an id not used at {first.place}" if str(first.place) else "an id not used before"
            findings.append(Finding("E306", what, project.place, expected, f'"{project.id}"', fix))
    said = {name for project in kept.values() for name in (*project.fields, *project.criteria)}
    return Library(name, tuple(kept.values()), frozenset(said.union(names))), findings
