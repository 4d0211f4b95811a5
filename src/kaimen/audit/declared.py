"""Declared preferences: what in a question names a class, and what the plan loses by it at the most.

A rule, fund or quota that reads who owns a project or where it lies is no hidden bias: it stands in the scenario. Its
price is what a plan without it could bring more. The price list bounds that: with the row's own price at 0 and all
others as they are, the price bound holds for the question without the row, so no plan of that question is better than
the plan by more than `at_most`. `at_least` is what was found by solving again near the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaimen.portfolio import Result, bound
from kaimen.problem import Problem
from kaimen.scenario import Scenario, selected_by

CLASS_FIELDS = ("ownership", "owner", "size", "region")
"""Fields of projects that name a class."""


@dataclass(frozen=True, slots=True)
class Preference:
    """A rule, fund or quota that names a class.

    Attributes:
        name: as the scenario calls it; for quotas their resource.
        kind: the kind of rule, `fund`, `quota`, or `waiver`.
        reads: the class fields it reads.
        cites: what it rests on, in words; empty where it rests on nothing.
        at_most: what a plan without it could bring more, by the price bound; None where it is no row.
        at_least: what a plan without it was found to bring more; None where it was not looked for.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    cites: str
    at_most: Fraction | None = None
    at_least: Fraction | None = None


def preferences(
    scenario: Scenario, problem: Problem, result: Result, fields: Sequence[str] = CLASS_FIELDS
) -> list[Preference]:
    """Return what in a question names a class, with the bound on its price."""
    found: list[Preference] = []
    for entry in (*scenario.rules, *scenario.funds):
        reads = sorted({field for field in selected_by(entry) if field in fields})
        if reads:
            rows = [n for n, row in enumerate(problem.rules) if row.name == entry.name]
            kind = (rows and problem.rules[rows[0]].kind) or type(entry).__name__.lower()
            found.append(
                _priced(problem, result, Preference(entry.name, kind, tuple(reads), str(entry.cite)), rows, [])
            )
    if "region" in fields:
        found += [_priced(problem, result, *entry) for entry in _regional(problem)]
    return sorted(found, key=lambda entry: (-(entry.at_most or Fraction(0)), entry.kind, entry.name))


def waivers(problem: Problem) -> list[tuple[str, str, str]]:
    """Return the projects that are out by a person's decision, with author and reason."""
    found = []
    for entry in problem.barred:
        if entry.code == "waived":
            author, reason = (*entry.about, "", "")[:2]
            found.append((entry.project, author, reason))
    return found


def _regional(problem: Problem) -> list[tuple[Preference, list[int], list[int]]]:
    """Return the quotas of single regions, by resource, unless a resource has only one region for all."""
    by_resource: dict[str, list[int]] = {}
    for row, quota in enumerate(problem.quotas):
        if quota.region and not quota.is_pool:
            by_resource.setdefault(quota.resource, []).append(row)
    entries: list[tuple[Preference, list[int], list[int]]] = []
    for resource, rows in by_resource.items():
        regions = {problem.quotas[row].region for row in rows}
        if len(regions) > 1:
            cites = sorted({str(problem.quotas[row].cite) for row in rows} - {""})
            entry = Preference(f"{resource} by region", "quota", ("region",), "; ".join(cites[:3]))
            entries.append((entry, [], rows))
    return entries


def _priced(
    problem: Problem, result: Result, entry: Preference, rules: Sequence[int], quotas: Sequence[int]
) -> Preference:
    if not rules and not quotas:
        return entry
    prices = result.prices
    rule, quota = prices.rule.copy(), prices.quota.copy()
    rule[list(rules)], quota[list(quotas)] = 0, 0
    without = bound(problem, replace(prices, rule=rule, quota=quota, basis="without " + entry.name))
    return replace(entry, at_most=max(Fraction(0), without - result.benefit))
