"""The introduction guide of a region, from the record and, where given, a scenario and a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaimen.errors import Finding, has_errors
from kaimen.policies import PolicyBook
from kaimen.portfolio import Result, quota_use
from kaimen.problem import Problem
from kaimen.quantity import UNITS
from kaimen.report.briefing import Paper
from kaimen.report.guide import GuideMaterial, SiteRoom, Stated, guide
from kaimen.report.language import Speaker
from kaimen.scenario import Scenario
from kaimen.store import Store
from kaimen.workspace.business.chains import ChainGround, chain_ground
from kaimen.workspace.business.policies import read_policies
from kaimen.workspace.business.policy_books import kept_books
from kaimen.workspace.planning.plans import Plan, load_plan
from kaimen.workspace.planning.questions import read_scenario
from kaimen.workspace.publishing.guide_policies import stated_policies
from kaimen.workspace.publishing.papers import save_paper
from kaimen.workspace.record.office import Office

_AREA = UNITS["km2"].dimension
SITE = "site"
"""The level of regions whose land quota is the room of a site."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a guide takes beside the record.

    A scenario for the land of sites, a plan for what is taken of it, rows of what firms are due; a policy file, or the
    name of a kept book (None: all that are kept), and the day on which it is looked at (None: not at all).
    """

    scenario: Path | None = None
    plan: Path | None = None
    entitlements: Sequence[Stated] = ()
    policies: Path | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The same, read: the scenario, the plan's problem and result, the rows of policies, as of when; kept names."""

    scenario: Scenario | None = None
    made: tuple[Problem, Result] | None = None
    entitlements: tuple[Stated, ...] = ()
    known: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def names_in(store: Store, language: str) -> Mapping[str, str]:
    """Return what names of the data are called in a language, as the workspace keeps them."""
    version = store.version("names", language)
    return {str(name): str(said) for name, said in version.body.items()} if version and version.body else {}


def guide_of(office: Office, region: str, beside: Beside, language: str) -> tuple[Paper | None, list[Finding]]:
    """Return the guide of a region as a paper, or None with what is wrong."""
    ground = chain_ground(office, with_library=True)
    scenario, plan, findings = _read(beside)
    if scenario is not None and not ground.tree.regions:
        ground = ground.within(scenario.regions)
    findings += ground.check_names(region=region)
    if has_errors(findings):
        return None, findings
    speaker = Speaker(language)
    number = office.store.head().number
    day = next((entry.at[:10] for entry, _ in office.store.entries(number - 1)), "")
    known = speaker.say("guide.known", n=f"{number:,}", day=day)
    made = None if plan is None or plan.verified.result is None else (plan.question.problem, plan.verified.result)
    names = names_in(office.store, language)
    due = list(beside.entitlements)
    books, found = _books(office.store, beside.policies)
    findings += found
    if beside.day is not None:
        stated, found = stated_policies(books, ground.firms.values(), ground.tree, region, beside.day, speaker)
        due, findings = [*due, *stated], [*findings, *found]
    read = Ground(scenario, made, tuple(due), known, names)
    return ground_guide(ground, region, read, language), findings


def _books(store: Store, path: Path | None) -> tuple[list[PolicyBook], list[Finding]]:
    """Return the book of a file or of the name of one that is kept; without either all that are kept."""
    kept = kept_books(store)
    if path is None:
        return list(kept.values()), []
    if not path.exists() and str(path) in kept:
        return [kept[str(path)]], []
    book, findings = read_policies(path)
    return [book] if book else [], findings


def ground_guide(ground: ChainGround, region: str, beside: Ground, language: str) -> Paper:
    """Return the guide of a region from tables, and what there is beside them."""
    scenario = beside.scenario
    made_up = any(stand.source == "synthetic" for stand in ground.stands)
    material = GuideMaterial(
        region=region,
        here=ground.survey(region),
        tables=ground.tables,
        stands=ground.stands,
        projects=ground.projects,
        tree=ground.tree,
        sites=tuple(site_rooms(scenario, beside.made, region)) if scenario else (),
        entitlements=beside.entitlements,
        names={language: {**beside.names, **(scenario.names.get(language, {}) if scenario else {})}},
        known=beside.known,
        synthetic=made_up or (scenario is not None and scenario.synthetic),
    )
    return guide(material, language)


def save_guide(path: Path, office: Office, region: str, beside: Beside, language: str) -> list[Finding]:
    """Write the guide of a region as one HTML file, or as PDF where the name ends so."""
    paper, findings = guide_of(office, region, beside, language)
    return findings if paper is None else findings + save_paper(path, paper, ())


def site_rooms(scenario: Scenario, made: tuple[Problem, Result] | None, region: str) -> Iterator[SiteRoom]:
    """Yield the land of each site of a region: the quota with what it may draw, over the horizon, and what is taken."""
    units = {resource.name: resource.unit for resource in scenario.resources}
    taken = _taken(made)
    for quota in scenario.quotas:
        unit = units.get(quota.resource)
        own = scenario.regions.regions.get(quota.region)
        if unit is None or unit.dimension != _AREA or own is None or own.level != SITE or quota.is_pool:
            continue
        if scenario.regions.covers(region, quota.region):
            room = sum((amount.measured_in(unit) for amount in quota.amounts.values()), Fraction(0))
            if quota.draw is not None:
                room += quota.draw.cap.measured_in(unit) * max(1, len(quota.amounts))
            used = None if made is None else taken.get(quota.name, Fraction(0))
            yield SiteRoom(quota.region, quota.name, room, used, unit, quota.place)


def _taken(made: tuple[Problem, Result] | None) -> Mapping[str, Fraction]:
    """Return what a plan's portfolio takes of each quota, over all periods."""
    taken: dict[str, Fraction] = {}
    if made is None:
        return taken
    problem, result = made
    for row, use in zip(problem.quotas, quota_use(problem, result.portfolio), strict=True):
        taken[row.name] = taken.get(row.name, Fraction(0)) + Fraction(use.demand, row.scale)
    return taken


def _read(beside: Beside) -> tuple[Scenario | None, Plan | None, list[Finding]]:
    findings: list[Finding] = []
    plan = None
    if beside.plan is not None:
        plan, found = load_plan(beside.plan)
        findings += found
        findings += [] if plan is None else plan.verified.findings
    if beside.scenario is None:
        return (plan.question.scenario if plan else None), plan, findings
    scenario, found = read_scenario(beside.scenario)
    return scenario, plan, findings + found
