"""What every part of a paper stands on: the plan's parts by name and number, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.explain import Explanation, Standing, places
from kaimen.explain.standing import NIL
from kaimen.ledger import Pledge
from kaimen.library import Library, Project
from kaimen.portfolio import QuotaUse, Result, least_payment, margins, money_use, quota_use
from kaimen.portfolio.bound import Payment
from kaimen.problem import Part, Problem, completed, parts_of
from kaimen.problem.appraisal import appraise
from kaimen.problem.ways import Way, expand
from kaimen.report.language import Speaker
from kaimen.scenario import Resource, Scenario


@dataclass(frozen=True, slots=True)
class Source:
    """A file that the plan was made from: its role, its name, its SHA-256 in hexadecimal."""

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a paper is made from.

    `explanations` are those of all projects left out. `pledges`, `documents` (by name) and `doubts` (findings about
    figures of the documents) may be empty: a plan without an announcement has a paper too.
    """

    problem: Problem
    result: Result
    library: Library
    scenario: Scenario
    explanations: tuple[Explanation, ...]
    pledges: tuple[Pledge, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    doubts: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen option: its index, its project and way, its benefit and margin."""

    option: int
    project: Project
    way: Way
    benefit: Fraction
    margin: Fraction


class Ground:
    """The material, a speaker of the paper's language, and what several parts of the paper need."""

    def __init__(self, material: Material, language: str) -> None:
        self.material = material
        self.problem, self.result = material.problem, material.result
        self.library = material.library
        self.scenario = completed(material.scenario, material.library, [])
        self.language = language
        self.speaker = Speaker(language, dict(material.scenario.names.get(language, {})))
        self.projects = {project.id: project for project in material.library.projects}

    # Choices

    @cached_property
    def chosen(self) -> list[Chosen]:
        """The chosen options, largest margin first."""
        options = self.result.portfolio.chosen.tolist()
        ways = self._ways_of([self.problem.projects[self.problem.option_project[o]] for o in options])
        found = []
        for option in options:
            name = self.problem.option_name(option)
            benefit = self.problem.benefit_of(int(self.problem.benefit[option]))
            found.append(Chosen(option, self.projects[name.project], ways[name], benefit, self.margin(option)))
        return sorted(found, key=lambda one: (-one.margin, one.project.id))

    @cached_property
    def benefit_parts(self) -> dict[int, list[Part]]:
        """What the benefit of each chosen option is made of."""
        ways = [one.way for one in self.chosen]
        wanted = Library(self.library.name, tuple(one.project for one in self.chosen), self.library.names)
        found: dict[int, list[Part]] = {one.option: [] for one in self.chosen}
        for part in parts_of(ways, self.scenario, appraise(ways, self.scenario, wanted, [])):
            found[self.chosen[part.way].option].append(part)
        return found

    def _ways_of(self, projects: Iterable[str]) -> dict[tuple[str, str, str], Way]:
        wanted = set(projects)
        part = Library(self.library.name, tuple(p for p in self.library.projects if p.id in wanted), self.library.names)
        ways, _, _ = expand(part, self.scenario, [])
        return {(way.project.id, way.start_label, way.site): way for way in ways}

    @cached_property
    def margins(self) -> npt.NDArray[Any]:
        """The margin of each option, scaled."""
        return margins(self.problem, self.result.prices)

    def margin(self, option: int) -> Fraction:
        """Return the margin of an option, in benefit."""
        return Fraction(int(self.margins[option]), self.result.prices.grid * self.problem.benefit_scale)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How safe the place of each chosen project is."""
        return {place.option.project: place.standing for place in places(self.problem, self.result)}

    @staticmethod
    def shown_margin(margin: Fraction, benefit: Fraction) -> Fraction:
        """Return a margin as it is shown: 0 where it is nil but for the rounding of prices."""
        return Fraction(0) if abs(margin) <= NIL * abs(benefit) else margin

    @cached_property
    def best(self) -> list[int]:
        """The option of each project that counts: the one chosen, or else the one of greatest margin."""
        problem = self.problem
        first = np.searchsorted(problem.option_project, np.arange(len(problem.projects) + 1)).tolist()
        best = [low + int(np.argmax(self.margins[low:high])) for low, high in pairwise(first)]
        for option in self.result.portfolio.chosen.tolist():
            best[problem.option_project[option]] = option
        return best

    @cached_property
    def payment(self) -> Payment:
        """The cheapest lawful split of each cost at the prices."""
        return least_payment(self.problem, self.result.prices)

    @property
    def known(self) -> int:
        """How many projects the question is about."""
        return len(self.problem.projects) + len(self.problem.barred)

    # Rows

    @cached_property
    def quota_use(self) -> list[QuotaUse]:
        """What becomes of each quota row."""
        return quota_use(self.problem, self.result.portfolio)

    @cached_property
    def money_use(self) -> list[list[Fraction]]:
        """What each fund pays in each period, in the scenario's money."""
        scale = self.problem.money_scale
        return [[Fraction(x, scale) for x in paid] for paid in money_use(self.problem, self.result.portfolio)]

    def fund_limit(self, fund: int, period: int) -> Fraction:
        """Return a fund's budget in a period, in the scenario's money."""
        return Fraction(int(self.problem.fund_limit[fund, period]), self.problem.money_scale)

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """The resources by name."""
        return {resource.name: resource for resource in self.scenario.resources}

    @cached_property
    def quota_prices(self) -> list[Fraction]:
        """The price of each quota row, in benefit per unit."""
        return [self.result.prices.quota_price(self.problem, row) for row in range(len(self.problem.quotas))]

    # Names

    def title(self, project: str) -> str:
        """Return a project's title in the paper's language, else the one in the list, else its id."""
        found = self.projects.get(project)
        return (found.fields.get(f"title_{self.language}") or found.title or project) if found else project

    def area_of(self, region: str) -> str:
        """Return the region that a place is counted under: the one with a tile, else the one just below the top."""
        regions = self.scenario.regions.regions
        chain = list(self.scenario.regions.chain(region)) or [""]
        tiled = next((place for place in chain if place in regions and regions[place].tile), None)
        if tiled is not None:
            return tiled
        return chain[-2] if self._has_top and len(chain) > 1 else chain[-1]

    @cached_property
    def _has_top(self) -> bool:
        """Whether one region has all others in it."""
        regions = self.scenario.regions.regions
        return sum(not place.within for place in regions.values()) == 1 and len(regions) > 1

    def place(self, region: str) -> str:
        """Return what a region is called."""
        if not region:
            return self.speaker.say("unknown")
        return self.speaker.names.get(region) or self.scenario.regions.title(region)

    @cached_property
    def has_regions(self) -> bool:
        """Whether any project of the list has a region."""
        return any(project.region for project in self.library.projects)

    def anchor(self, project: str) -> str:
        """Return the id that a project has in the paper."""
        return f"p{self._number[project]}"

    @cached_property
    def _number(self) -> Mapping[str, int]:
        barred = [entry.project for entry in self.problem.barred]
        return {project: at for at, project in enumerate(sorted({*self.problem.projects, *barred}))}
