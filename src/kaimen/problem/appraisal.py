"""Appraisal: from criteria to benefit.

Weighted criteria (multi-attribute value theory, Keeney and Raiffa 1976, chapter 3):

    benefit = (sum over criteria of weight x value) x times x the option's factor x (1 - discount)^s

with s the number of the start period, and value the criterion itself or what its value function makes
of it. Money measures discount to the first period at a rate r: an amount of the period numbered t
counts 1 / (1 + r)^t, a gain comes in each of `lasts` periods after the last period with a cost, and

    net present value  = discounted gains - discounted costs
    benefit-cost ratio = discounted gains / discounted costs

Both are sums over criteria of a weight times a `part`, plus a part that has no weight; the parts are
kept, so that other weights need no second appraisal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from operator import mul

from kaimen.errors import Finding
from kaimen.library import Library, Project
from kaimen.problem.overruns import along
from kaimen.problem.ways import PROJECT_FIELDS, Way
from kaimen.quantity import Unit
from kaimen.scenario import COST, Benefit, Measure, Scenario, ValueFunction

_EXACT = 2**53
"""Sums of benefit stay below this, where a step of one is still seen by floating-point solvers."""

_LONGEST = 2**256
"""Sums whose parts have no common denominator below this are not worked out exactly."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The benefit of every way, and what it is made of.

    benefit = sum over `parts` of weight x part + `rest`, exactly and in the units people see; `scaled` are whole
    numbers, `scale` of which make one. All lists have an entry per way.
    """

    weights: Mapping[str, Fraction]
    parts: Mapping[str, tuple[Fraction, ...]]
    rest: tuple[Fraction, ...]
    scaled: tuple[int, ...]
    scale: int


def appraise(ways: Sequence[Way], scenario: Scenario, library: Library, findings: list[Finding]) -> Appraisal:
    """Return the appraisal of the ways of a scenario; what cannot be counted is a finding."""
    benefit = scenario.benefit
    findings += _unknown(benefit, library)
    findings += _outside(benefit, {way.project.id: way.project for way in ways}.values())
    weights = {name: Fraction(weight) for name, weight in benefit.weights.items()}
    if benefit.measure is Measure.WEIGHTS:
        parts, rest = _weighted(ways, benefit), tuple(Fraction(0) for _ in ways)
    else:
        weights = dict.fromkeys(benefit.gains, Fraction(1))
        parts, rest = _in_money(ways, benefit, scenario.money, findings)
    terms = [(Fraction(1), rest), *((weight, parts[name]) for name, weight in weights.items())]
    return Appraisal(weights, parts, rest, *(_exact(terms) or _rounded(terms)))


_Terms = Sequence[tuple[Fraction, Sequence[Fraction]]]
"""Weights, each with its part for every way."""


def _exact(terms: _Terms) -> tuple[tuple[int, ...], int] | None:
    """Return the weighted sums as whole numbers and their least scale; None if they do not leave room for it."""
    scale = 1
    terms = [(weight, part) for weight, part in terms if weight]
    for weight, part in terms:
        for denominator in {value.denominator for value in part}:
            scale = lcm(scale, weight.denominator * denominator)
            if scale >= _LONGEST:
                return None
    totals = [0] * len(terms[0][1])
    for weight, part in terms:
        by, over = weight.numerator, scale // weight.denominator
        totals = [
            total + by * value.numerator * (over // value.denominator)
            for total, value in zip(totals, part, strict=True)
        ]
    common = gcd(scale, *totals)
    if sum(map(abs, totals)) >= _EXACT * common:
        return None
    return tuple(total // common for total in totals), scale // common


def _rounded(terms: _Terms) -> tuple[tuple[int, ...], int]:
    """Return the weighted sums rounded to a power of ten, and that."""
    weights = [weight for weight, _ in terms]
    values = [sum(map(mul, weights, way), Fraction(0)) for way in zip(*(part for _, part in terms), strict=True)]
    total = sum(abs(value) for value in values)
    scale = 1
    while 0 < total * scale * 10 < _EXACT:
        scale *= 10
    return tuple(round(value * scale) for value in values), scale


# Weighted criteria.


def value_of(project: Project, name: str, benefit: Benefit) -> Fraction:
    """Return what a project's criterion is worth: its value function's value, or the criterion itself (0: none)."""
    function = benefit.values.get(name)
    criterion = project.criteria.get(name)
    if function is None:
        return Fraction(criterion or 0)
    if function.categories:
        return Fraction(function.categories.get(project.value_of(name), function.missing))
    return Fraction(function.missing) if criterion is None else along(function.points, Fraction(criterion))


def _weighted(ways: Sequence[Way], benefit: Benefit) -> dict[str, tuple[Fraction, ...]]:
    worth: dict[tuple[str, str], Fraction] = {}

    def value(way: Way, name: str) -> Fraction:
        key = (way.project.id, name)
        if key not in worth:
            worth[key] = value_of(way.project, name, benefit)
        return worth[key]

    factors = [_factor(way, benefit) for way in ways]
    return {
        name: tuple(
            value(way, name) if factor == 1 else value(way, name) * factor
            for way, factor in zip(ways, factors, strict=True)
        )
        for name in benefit.weights
    }


def _factor(way: Way, benefit: Benefit) -> Fraction:
    factor = _later(way.option.benefit, benefit.discount, way.start)
    if benefit.times == COST:
        return factor * way.whole_cost
    return factor * Fraction(way.project.criteria.get(benefit.times, 0)) if benefit.times else factor


@lru_cache(maxsize=1024)
def _later(factor: Decimal, discount: Decimal, start: int) -> Fraction:
    return Fraction(factor) * (1 - Fraction(discount)) ** start


# Money measures.


@dataclass(frozen=True, slots=True)
class Money:
    """Discounted gains and costs of a way, in the scenario's money."""

    gains: Mapping[str, Fraction]
    costs: Fraction


def discounted(way: Way, benefit: Benefit, money: Unit) -> Money:
    """Return a way's gains by criterion and its costs, discounted to the first period of the horizon."""
    later = 1 / (1 + Fraction(benefit.rate))
    begins = way.start + max((number + 1 for number, cost in enumerate(way.spending) if cost), default=0)
    running = _annuity(later, begins, benefit.lasts) * Fraction(way.option.benefit)
    gains = {
        name: Fraction(way.project.criteria.get(name, 0)) * amount.measured_in(money) * running
        for name, amount in benefit.gains.items()
    }
    return Money(gains, sum((cost * later ** (way.start + n) for n, cost in enumerate(way.spending)), Fraction(0)))


@lru_cache(maxsize=1024)
def _annuity(later: Fraction, begins: int, lasts: int) -> Fraction:
    return sum((later**period for period in range(begins, begins + lasts)), Fraction(0))


def _in_money(
    ways: Sequence[Way], benefit: Benefit, money: Unit, findings: list[Finding]
) -> tuple[dict[str, tuple[Fraction, ...]], tuple[Fraction, ...]]:
    sums = [discounted(way, benefit, money) for way in ways]
    if benefit.measure is Measure.NET_PRESENT_VALUE:
        parts = {name: tuple(entry.gains[name] for entry in sums) for name in benefit.gains}
        return parts, tuple(-entry.costs for entry in sums)
    free = sorted({way.project.id for way, entry in zip(ways, sums, strict=True) if entry.costs <= 0})
    if free:
        what = f"{len(free)} projects have no cost, so that they have no benefit-cost ratio; theirs counts as 0."
        fix = f"Fill in the cost, for instance of {free[0]}, or measure by net_present_value."
        findings.append(Finding("W419", what, fix=fix))
    parts = {
        name: tuple(entry.gains[name] / entry.costs if entry.costs > 0 else Fraction(0) for entry in sums)
        for name in benefit.gains
    }
    return parts, tuple(Fraction(0) for _ in ways)


# What it is made of.


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion adds to the benefit of a way: weight x value x factor.

    `said` is what the list says, `value` what that is worth, `factor` everything that has no weight: for weighted
    criteria `times`, the option's factor and the discount; for money the discounted periods of running. Without a
    `criterion` it is what needs none: discounted costs.
    """

    way: int
    criterion: str
    said: str
    value: Fraction
    factor: Fraction
    weight: Fraction


def parts_of(ways: Sequence[Way], scenario: Scenario, appraisal: Appraisal) -> Iterator[Part]:
    """Yield the parts of every way's benefit, way by way."""
    benefit = scenario.benefit
    for number, way in enumerate(ways):
        for name, weight in appraisal.weights.items():
            part = appraisal.parts[name][number]
            if benefit.measure is Measure.WEIGHTS:
                value, factor = value_of(way.project, name, benefit), _factor(way, benefit)
            else:
                value = Fraction(way.project.criteria.get(name, 0)) * benefit.gains[name].measured_in(scenario.money)
                factor = part / value if value else Fraction(0)
            yield Part(number, name, way.project.value_of(name), value, factor, weight)
        if benefit.measure is Measure.NET_PRESENT_VALUE:
            yield Part(number, "", "", appraisal.rest[number], Fraction(1), Fraction(1))


# What is wrong.


def _unknown(benefit: Benefit, library: Library) -> list[Finding]:
    criteria = library.names.union(*(project.criteria for project in library.projects))
    named = {*benefit.weights, *benefit.gains, *([benefit.times] if benefit.times not in ("", COST) else [])}
    words = {name for name in PROJECT_FIELDS if name in benefit.values and benefit.values[name].categories}
    findings = []
    for name in sorted(named - criteria - words):
        what = f'The benefit counts the criterion "{name}", which no project has.'
        fix = "Map a column of the list to it in the mapping's [criteria]."
        findings.append(Finding("E506", what, expected=", ".join(sorted(criteria)), found=f'"{name}"', fix=fix))
    return findings


def _outside(benefit: Benefit, projects: Iterable[Project]) -> list[Finding]:
    """Return a remark per value function that some projects lie beyond, or say nothing to."""
    findings = []
    appraised = list(projects)
    for name, function in benefit.values.items():
        if name not in benefit.weights:
            continue
        beyond, silent = _unplaced(name, function, appraised)
        if beyond:
            first, last = function.points[0][0], function.points[-1][0]
            what = f'{len(beyond)} projects have a "{name}" beyond the points of its value function.'
            fix = f"They count as at its ends; widen it if that is not meant, for instance for {beyond[0]}."
            findings.append(Finding("W420", what, expected=f"{first} to {last}", fix=fix))
        if silent:
            what = f'{len(silent)} projects have no "{name}" that its value function knows.'
            fix = f"They count as its missing value, {function.missing}; fill it in, for instance for {silent[0]}."
            findings.append(Finding("W417", what, expected=", ".join(function.categories), fix=fix))
    return findings


def _unplaced(name: str, function: ValueFunction, projects: Sequence[Project]) -> tuple[list[str], list[str]]:
    if function.categories:
        return [], [p.id for p in projects if p.value_of(name) not in function.categories]
    first, last = function.points[0][0], function.points[-1][0]
    beyond = [p.id for p in projects if name in p.criteria and not first <= p.criteria[name] <= last]
    return beyond, [p.id for p in projects if name not in p.criteria]
