"""Declared preferences: what in a question prefers some to others by intent, and what the plan loses by it.

A rule, fund or quota that reads who owns a project or where it lies is no hidden bias: it stands in the scenario. So
do rules that select or keep out projects outright, waivers, and funds that are lawful for some alone. The price of each
is what a plan without it could bring more. It is bounded from above by the plan's own prices: what is a row counts with
a price of 0, for anything else the question is built without it, and no plan of that question exceeds its price bound.
So none is better than the plan by more than `at_most`. `at_least` is what was found by solving again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kaimen.library import Library
from kaimen.portfolio import Result, bound
from kaimen.problem import Problem, build_problem
from kaimen.scenario import ALL_PROJECTS, RULE_KINDS, Fund, MustNot, MustSelect, Rule, Scenario, selected_by
from kaimen.solve import Stop, Warm, solve
from kaimen.solve.relax import relaxed_prices
from kaimen.solve.warm import known_prices

CLASS_FIELDS = ("ownership", "owner", "size", "region")
"""Fields of projects that name a class."""


@dataclass(frozen=True, slots=True)
class Preference:
    """A rule, fund or quota that prefers some to others.

    Attributes:
        name: as the scenario calls it; for quotas their resource.
        kind: the kind of rule, `fund`, `quota`, or `waiver`.
        reads: the fields it reads; `project` where it names projects.
        cites: what it rests on, in words; of a waiver who decided it and why; empty where it rests on nothing.
        without: the scenario without it.
        at_most: what a plan without it could bring more, by the price bound; None where it was not worked out.
        at_least: what a plan without it was found to bring more; None where it was not looked for.
    """

    name: str
    kind: str
    reads: tuple[str, ...]
    cites: str
    without: Scenario = field(repr=False, compare=False)
    at_most: Fraction | None = None
    at_least: Fraction | None = None


def preferences(scenario: Scenario, fields: Sequence[str] = CLASS_FIELDS) -> list[Preference]:
    """Return what in a question names a class, selects or keeps out outright, or is lawful for some alone."""
    found = [_of_rule(scenario, rule) for rule in scenario.rules if _prefers(rule, fields)]
    found += [_of_fund(scenario, fund) for fund in scenario.funds if fund.lawful != ALL_PROJECTS]
    return found + (_regional(scenario) if "region" in fields else [])


def priced(
    library: Library, found: Sequence[Preference], problem: Problem, result: Result, stop: Stop | None = None
) -> list[Preference]:
    """Return preferences with their prices, the dearest first.

    Args:
        library: what the plan was made from.
        found: the preferences of its scenario.
        problem: the plan's problem.
        result: the plan.
        stop: where given, the question is also solved again with and without each, for so long each time.
    """
    warm = Warm(problem, result)
    base = result.benefit if stop is None else max(result.benefit, _solved(problem, warm, stop))
    dear = [_priced(library, entry, warm, base, stop) for entry in found]
    return sorted(dear, key=lambda entry: (-(entry.at_most or Fraction(0)), entry.kind, entry.name))


def _priced(library: Library, entry: Preference, warm: Warm, base: Fraction, stop: Stop | None) -> Preference:
    own = _bound_without_rows(entry, warm)
    if stop is None and own is not None:
        return replace(entry, at_most=max(Fraction(0), own - warm.result.benefit))
    freed, _ = build_problem(library, entry.without)
    most = bound(freed, known_prices(freed, warm)) if own is None else own
    if stop is None:
        return replace(entry, at_most=max(Fraction(0), most - warm.result.benefit))
    relaxed = relaxed_prices(freed) if freed.option_count <= _LARGEST else None
    most = min(most, bound(freed, relaxed)) if relaxed is not None else most
    # What more of the same work finds with the preference is not its price.
    least = max(Fraction(0), _solved(freed, warm, stop) - base)
    return replace(entry, at_most=max(Fraction(0), most - warm.result.benefit), at_least=least)


def _bound_without_rows(entry: Preference, warm: Warm) -> Fraction | None:
    """Return the price bound with the rows of a preference at a price of 0; None where it has none."""
    problem, prices = warm.problem, warm.result.prices
    quotas, rules = ({row.name for row in part} for part in (entry.without.quotas, entry.without.rules))
    quota = [n for n, row in enumerate(problem.quotas) if row.name not in quotas]
    rule = [n for n, row in enumerate(problem.rules) if row.name not in rules]
    if not quota and not rule:
        return None
    freed = replace(prices, quota=prices.quota.copy(), rule=prices.rule.copy(), basis=f"without {entry.name}")
    freed.quota[quota], freed.rule[rule] = 0, 0
    return bound(problem, freed)


def _solved(problem: Problem, warm: Warm, stop: Stop) -> Fraction:
    found = solve(problem, stop, warm=warm, threads=1)
    return found.benefit if isinstance(found, Result) else Fraction(0)


def waivers(problem: Problem) -> list[tuple[str, str, str]]:
    """Return the projects that are out by a person's decision, with author and reason."""
    found = []
    for entry in problem.barred:
        if entry.code == "waived":
            author, reason = (*entry.about, "", "")[:2]
            found.append((entry.project, author, reason))
    return found


def waiver_words(author: str, reason: str) -> str:
    """Return who decided a waiver, and why, in one line."""
    return f"{author}: {reason}" if reason else author


def _prefers(rule: Rule, fields: Sequence[str]) -> bool:
    return isinstance(rule, MustSelect | MustNot) or any(name in fields for name in selected_by(rule))


def _of_rule(scenario: Scenario, rule: Rule) -> Preference:
    kind = _kind(rule)
    by_name = isinstance(rule, MustSelect | MustNot) and bool(rule.projects.projects)
    reads = sorted({*selected_by(rule), *(["project"] if by_name else [])})
    cites = str(rule.cite)
    if isinstance(rule, MustNot) and rule.waived_by:
        kind, cites = "waiver", waiver_words(rule.waived_by, rule.reason)
    rest = tuple(other for other in scenario.rules if other is not rule)
    return Preference(rule.name, kind, tuple(reads), cites, replace(scenario, rules=rest))


def _kind(rule: Rule) -> str:
    if isinstance(rule, MustSelect):
        return "green_channel" if rule.green_channel else "must_select"
    sense = getattr(rule, "sense", None)
    names = [name for name, kind in RULE_KINDS.items() if isinstance(rule, kind)]
    return str(sense) if sense in names else names[0]


def _of_fund(scenario: Scenario, fund: Fund) -> Preference:
    lawful = fund.lawful
    reads = sorted({*lawful.where, *(["project"] if lawful.projects else [])})
    free = tuple(replace(other, lawful=ALL_PROJECTS) if other is fund else other for other in scenario.funds)
    return Preference(fund.name, "fund", tuple(reads), str(fund.cite), replace(scenario, funds=free))


def _regional(scenario: Scenario) -> list[Preference]:
    """Return the quotas of single regions, by resource, unless a resource has only one region for all."""
    found = []
    for resource in scenario.resources:
        own = [quota for quota in scenario.quotas if quota.resource == resource.name and quota.region]
        own = [quota for quota in own if not quota.is_pool]
        if len({quota.region for quota in own}) > 1:
            cites = sorted({str(quota.cite) for quota in own} - {""})
            rest = tuple(quota for quota in scenario.quotas if quota not in own)
            entry = Preference(
                f"{resource.name}{BY_REGION}",
                "quota",
                ("region",),
                "; ".join(cites[:3]),
                replace(scenario, quotas=rest),
            )
            found.append(entry)
    return found


BY_REGION = " by region"
"""How the name of a resource's quotas of single regions ends."""

_LARGEST = 100_000
"""Options up to which, when solving again, the relaxation's prices bound a price too."""
