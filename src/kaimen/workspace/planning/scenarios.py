"""Scenarios of a workspace: what its library offers to ask about, what a scenario file comes to, keeping it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.scenario_file import ScenarioFile, parse_scenario
from kaimen.library import Library, Project
from kaimen.problem import Problem, build_problem
from kaimen.quantity import Amount, Unit, parse_unit
from kaimen.regions import RegionTree
from kaimen.scenario import Resource, Scenario, Use
from kaimen.workspace.files import make_folder, read_text, write_bytes
from kaimen.workspace.planning.questions import load_question

_LARGE = 10_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """A column of numbers: in how many projects it stands, the lowest and the highest."""

    count: int
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Taken:
    """A resource, how many projects take of it, and what all together take; of a running one, in each period."""

    resource: Resource
    count: int
    total: Fraction


@dataclass(frozen=True, slots=True)
class Offer:
    """What a library offers to ask about: columns, resources, funds, fields with their values, money and years."""

    projects: int
    criteria: Mapping[str, Measured]
    resources: Mapping[str, Taken]
    funds: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    money: str
    cost: Fraction
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What a scenario file comes to; no problem where not even its frame could be read."""

    text: str
    digest: str
    scenario: Scenario | None = None
    problem: Problem | None = None
    findings: tuple[Finding, ...] = ()


def offer_of(library: Library, tree: RegionTree) -> Offer:
    """Return what a library offers to ask about; the region tree adds regions that no project names."""
    projects = library.projects
    columns: dict[str, list[Decimal]] = {}
    fields: dict[str, Counter[str]] = {name: Counter() for name in ("region", "sector", "owner", "ownership", "stage")}
    for project in projects:
        for name, value in project.criteria.items():
            columns.setdefault(name, []).append(value)
        for name in ("region", "sector", "owner", "ownership", "stage"):
            fields[name][getattr(project, name)] += 1
        for name, text in project.fields.items():
            fields.setdefault(name, Counter())[text] += 1
    fields["region"].update(dict.fromkeys((*tree.regions, *tree.groups), 0))
    money, cost = _costs(projects)
    return Offer(
        len(projects),
        {name: Measured(len(found), min(found), max(found)) for name, found in sorted(columns.items())},
        _taken(projects),
        tuple(sorted({fund for project in projects for fund in project.funds})),
        {name: values for name, found in fields.items() if (values := tuple(sorted(v for v in found if v)))},
        money,
        cost,
        tuple(sorted({s for project in projects for option in project.options for s in option.starts or ()})),
    )


def _taken(projects: Sequence[Project]) -> dict[str, Taken]:
    """Return the resources that projects take, each in the unit that is met first; of options the first counts."""
    units: dict[str, Unit] = {}
    running: set[str] = set()
    counts: Counter[str] = Counter()
    totals: dict[str, Fraction] = {}
    for project in projects:
        met = set()
        for demand in project.options[0].demands if project.options else ():
            unit = units.setdefault(demand.resource, demand.amount.unit)
            if demand.amount.unit.dimension != unit.dimension:
                continue
            running |= {demand.resource} if demand.running else set()
            totals[demand.resource] = totals.get(demand.resource, Fraction(0)) + demand.amount.measured_in(unit)
            met |= {demand.resource} if demand.amount.value else set()
        counts.update(met)
    return {
        name: Taken(
            Resource(name, units[name], Use.RUNNING if name in running else Use.ONCE), counts[name], totals[name]
        )
        for name in sorted(totals)
    }


def _costs(projects: Sequence[Project]) -> tuple[str, Fraction]:
    """Return the unit of money that most costs are in, in millions where they are large, and their sum in it."""
    costs = [cost for project in projects if project.options for cost in project.options[0].cost]
    if not costs:
        return "yuan", Fraction(0)
    unit = Counter(cost.unit for cost in costs).most_common(1)[0][0]
    total = sum((_in(cost, unit) for cost in costs), Fraction(0))
    larger = parse_unit(f"million {unit.code}") if unit.factor == 1 and total >= _LARGE else None
    return (larger.code, total / larger.factor) if larger is not None else (unit.code, total)


def _in(amount: Amount, unit: Unit) -> Fraction:
    return amount.measured_in(unit) if amount.unit.dimension == unit.dimension else Fraction(0)


def look_at_text(text: str, name: str, library: Library) -> Looked:
    """Return what the text of a scenario comes to over a library."""
    read, findings = parse_scenario(text, name)
    return _looked(text, read, findings, library)


def look_at_file(path: Path, library: Library) -> tuple[Looked | None, list[Finding]]:
    """Return what a scenario file comes to: over the list that it names and that lies there, else over a library."""
    text, findings = read_text(path)
    if findings:
        return None, findings
    read, found = parse_scenario(text, path.name)
    if read is not None and read.library and (path.parent / read.library).is_file():
        question, findings = load_question(path)
        if question is None:
            return Looked(text, digest_of(text), read.scenario, None, tuple(findings)), []
        return Looked(text, digest_of(text), question.scenario, question.problem, question.scenario_findings), []
    return _looked(text, read, found, library), []


def _looked(text: str, read: ScenarioFile | None, findings: Sequence[Finding], library: Library) -> Looked:
    if read is None:
        return Looked(text, digest_of(text), findings=tuple(findings))
    problem, built = build_problem(library, read.scenario)
    about = [finding for finding in built if not finding.code.startswith(("E3", "W3"))]
    return Looked(text, digest_of(text), read.scenario, problem, (*findings, *about))


def digest_of(text: str) -> str:
    """Return what tells one text of a scenario from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def keep_scenario(path: Path, text: str, seen: str) -> list[Finding]:
    """Write a scenario file; `seen` is the digest of the text that was looked at, empty where the file is to be new."""
    before, _ = read_text(path) if path.is_file() else ("", [])
    if path.is_file() and digest_of(before) != seen:
        what = f'The scenario "{path.stem}" was changed meanwhile.' if seen else f'"{path.stem}" is there already.'
        fix = "Look at both, and keep yours under another name." if seen else "Give it another name."
        return [Finding("E803" if seen else "E852", what, Place(key="name"), fix=fix)]
    return make_folder(path.parent) or write_bytes(path, text.encode())


def can_be_solved(looked: Looked) -> bool:
    """Return whether nothing stands against solving a scenario."""
    return looked.problem is not None and not has_errors(looked.findings)
