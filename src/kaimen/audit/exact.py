"""Every decision of a plan derived again from its price list, and equals that were decided otherwise.

At the prices of a plan a project with a margin above 0 is taken and one below 0 is not, whatever its name, owner or
place. Where that is not what the plan did, a row had no room, a rule demanded it, or equals were many: each exception
is listed. Equals are projects with the same benefits, demands and costs of every option; where two of them are
decided otherwise, the rows that tell them apart are named, and where there are none the published order of ties must
be what decided.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kaimen.portfolio import Result, margins
from kaimen.problem import Problem
from kaimen.problem.twins import twins

NIL = Fraction(1, 10**6)
"""A margin within this part of the benefit is nil: prices are rounded, and solvers have tolerances."""


@dataclass(frozen=True, slots=True)
class Derived:
    """One project: its margin at the common prices, and whether the price list alone would have decided so."""

    project: str
    margin: Fraction
    chosen: bool
    must: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Unequal:
    """Two projects with equal numbers of their own, one taken and one not; `rows` are what tells them apart.

    Without rows they are twins, and `in_order` says whether the published order of ties put the one taken first.
    """

    taken: str
    left: str
    rows: tuple[str, ...]
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Rederived:
    """What deriving all decisions again came to."""

    decisions: tuple[Derived, ...]
    unequal: tuple[Unequal, ...]

    @property
    def exceptions(self) -> tuple[Derived, ...]:
        """The decisions that the price list alone would not have made."""
        return tuple(entry for entry in self.decisions if not entry.follows)

    @property
    def out_of_order(self) -> tuple[Unequal, ...]:
        """Twins that were not decided by the published order: there should be none."""
        return tuple(pair for pair in self.unequal if not pair.in_order)


def rederive(problem: Problem, result: Result) -> Rederived:
    """Derive every decision of a plan again from its price list."""
    unit = result.prices.grid * problem.benefit_scale
    margin_of = margins(problem, result.prices)
    chosen = {int(problem.option_project[option]): int(option) for option in result.portfolio.chosen.tolist()}
    decisions = []
    for project, name in enumerate(problem.projects):
        own = problem.options_of(project)
        option = chosen.get(project, max(own, key=lambda one: (int(margin_of[one]), -one)))
        margin = Fraction(int(margin_of[option]), unit)
        nil = NIL * abs(problem.benefit_of(int(problem.benefit[option])))
        must = bool(problem.must[project])
        follows = must or (margin >= -nil if project in chosen else margin <= nil)
        decisions.append(Derived(name, margin, project in chosen, must, follows))
    return Rederived(tuple(decisions), tuple(_unequal(problem, chosen)))


def _unequal(problem: Problem, chosen: dict[int, int]) -> list[Unequal]:
    groups = [group for group in twins(problem) if len(group) > 1]
    order = {member: place for group in groups for place, member in enumerate(group)}
    group_of = {member: number for number, group in enumerate(groups) for member in group}
    found = []
    for group in _equals(problem):
        taken, left = [p for p in group if p in chosen], [p for p in group if p not in chosen]
        for mine in left:
            twin = [p for p in taken if p in group_of and group_of[p] == group_of.get(mine)]
            other = twin[-1] if twin else taken[0] if taken else None
            if other is None:
                continue
            rows = () if twin else tuple(_apart(problem, other, mine))
            in_order = bool(rows) or not twin or max(order[p] for p in twin) < order[mine]
            found.append(Unequal(problem.projects[other], problem.projects[mine], rows, in_order))
    return found


def _equals(problem: Problem) -> list[list[int]]:
    """Return groups of projects whose options have the same benefits, starts, demands by resource, and costs."""
    demands: dict[int, list[tuple[str, str, int, int]]] = defaultdict(list)
    terms = problem.demand
    for row, option, amount in zip(terms.row.tolist(), terms.option.tolist(), terms.amount.tolist(), strict=True):
        quota = problem.quotas[row]
        demands[option].append((quota.resource, quota.period, amount, quota.scale))
    costs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for option, period, amount in zip(
        problem.cost_option.tolist(), problem.cost_period.tolist(), problem.cost_amount.tolist(), strict=True
    ):
        costs[option].append((period, amount))
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for project in range(len(problem.projects)):
        own = problem.options_of(project)
        key = tuple(
            (
                int(problem.benefit[o]),
                int(problem.option_start[o]),
                tuple(sorted(set(demands[o]))),
                tuple(sorted(costs[o])),
            )
            for o in own
        )
        groups[key].append(project)
    return [group for group in groups.values() if len(group) > 1]


def _apart(problem: Problem, one: int, other: int) -> list[str]:
    """Return the names of the quotas and rules that count two projects differently, and `funds` where these do."""
    names: list[str] = []
    for terms, rows in ((problem.demand, problem.quotas), (problem.rule_terms, problem.rules)):
        sides = []
        for project in (one, other):
            own = problem.options_of(project)
            low, high = np.searchsorted(terms.option, [own.start, own.stop])
            at = zip(
                terms.row[low:high].tolist(),
                terms.option[low:high].tolist(),
                terms.amount[low:high].tolist(),
                strict=True,
            )
            sides.append({(row, option - own.start, amount) for row, option, amount in at})
        names += [rows[row].name for row in sorted({entry[0] for entry in sides[0] ^ sides[1]})]
    return list(dict.fromkeys(names)) or ["lawful funds"]
