"""The frontier of two objectives: the most benefit for every amount of something else.

Epsilon-constraint method (Haimes, Lasdon and Wismer 1971, doi:10.1109/TSMC.1971.4308298): the question
is solved with one more row, other <= level (or >= level where more of it is better), for levels from
what the best plan takes to the least (most) that any plan can. What another point is better than in
both is left out. Points on which a weighted sum of both would never land are found too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np

from kaimen.evidence import Citation
from kaimen.portfolio import Result
from kaimen.problem import AT_LEAST, AT_MOST, Problem, RuleRow, Terms
from kaimen.problem.types import frozen_ints
from kaimen.problem.ways import Way
from kaimen.scenario import Scenario
from kaimen.solve import NoPlan

Answer = Callable[[Problem], Result | NoPlan]

_LARGEST = 2**50
"""Whole numbers that the other objective is counted in add up to no more."""


@dataclass(frozen=True, slots=True)
class Point:
    """A plan on the frontier: how much of the other objective it has, its benefit, and its result."""

    other: Fraction
    benefit: Fraction
    result: Result


def other_of(ways: Sequence[Way], scenario: Scenario, weights: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
    """Return, per way, a weighted sum of measures: `count`, `cost`, resources and criteria, as rules measure them."""
    uses = {resource.name: resource.use for resource in scenario.resources}
    return tuple(
        sum((weight * way.measure(name, None, uses) for name, weight in weights.items()), Fraction(0)) for way in ways
    )


def frontier(problem: Problem, other: Sequence[Fraction], count: int, answer: Answer, *, most: bool) -> list[Point]:
    """Return points of the frontier, from the most benefit on.

    Args:
        problem: the question.
        other: the other objective by option, in the units people see.
        count: how many levels are tried, 2 or more.
        answer: solves a problem.
        most: whether more of the other objective is better; else less.
    """
    scaled, scale = _scaled(other)
    best = answer(problem)
    if isinstance(best, NoPlan):
        return []
    sign = 1 if most else -1
    alone = replace(problem, benefit=frozen_ints(sign * value for value in scaled), benefit_scale=scale)
    end = answer(alone)
    points = [_point(problem, other, best)]
    if not isinstance(end, NoPlan):
        first, last = points[0].other, _sum(other, end)
        for step in range(1, count):
            level = first + (last - first) * Fraction(step, count - 1)
            found = answer(_with_row(problem, scaled, scale, level, most=most))
            points += [] if isinstance(found, NoPlan) else [_point(problem, other, found)]
    return _undominated(points, sign)


def _point(problem: Problem, other: Sequence[Fraction], result: Result) -> Point:
    return Point(_sum(other, result), problem.benefit_of(int(problem.benefit[result.portfolio.chosen].sum())), result)


def _sum(other: Sequence[Fraction], result: Result) -> Fraction:
    return sum((other[option] for option in result.portfolio.chosen.tolist()), Fraction(0))


def _undominated(points: Sequence[Point], sign: int) -> list[Point]:
    kept: list[Point] = []
    for point in sorted(points, key=lambda p: (-p.benefit, -sign * p.other)):
        if not kept or sign * point.other > sign * kept[-1].other:
            kept.append(point)
    return kept


def _scaled(other: Sequence[Fraction]) -> tuple[list[int], int]:
    total = sum(abs(value) for value in other)
    scale = lcm(*(value.denominator for value in other))
    if total * scale >= _LARGEST:
        scale = 1
        while total * scale * 10 < _LARGEST:
            scale *= 10
    return [round(value * scale) for value in other], scale


def _with_row(problem: Problem, scaled: Sequence[int], scale: int, level: Fraction, *, most: bool) -> Problem:
    sense = AT_LEAST if most else AT_MOST
    side = -(-level * scale // 1) if most else level * scale // 1
    row = RuleRow("frontier", "at_least" if most else "at_most", "", sense, "", scale, Citation())
    terms = problem.rule_terms
    options = np.flatnonzero(np.array(scaled, dtype=np.int64))
    option = np.append(terms.option, options)
    number = np.append(terms.row, np.full(len(options), len(problem.rules), dtype=np.int64))
    amount = np.append(terms.amount, np.array(scaled, dtype=np.int64)[options])
    order = np.lexsort((number, option))
    return replace(
        problem,
        rules=(*problem.rules, row),
        rule_side=frozen_ints([*problem.rule_side.tolist(), int(side)]),
        rule_terms=Terms(*(frozen_ints(part[order]) for part in (number, option, amount))),
    )
