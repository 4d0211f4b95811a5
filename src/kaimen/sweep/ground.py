"""What every sample starts from: the question as it stands, and how its numbers follow what is varied.

A sample is the same problem with other integers: benefits from other weights, limits from other
quotas, costs (and what follows from them: caps of funds, rules over cost, benefits that count cost)
times a factor for each project. Names, rows and options stay, so portfolios of all samples compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.library import Library
from kaimen.problem import Ints, Problem, Splits, appraised
from kaimen.problem.overruns import overrun_at, uplift
from kaimen.problem.ways import class_of
from kaimen.scenario import COST, Limit, Measure, Scenario, Share
from kaimen.scenario import ReferenceClass as Reference
from kaimen.sweep.spread import Draws, Spread

Floats = npt.NDArray[np.float64]

_RESOLUTION = 2.0**36
"""Sums of benefit are counted to at least one part in so many, so that small changes of weights are seen."""

_ROOM = 2.0**60


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The question as it stands; O options, K criteria.

    `parts` (K, O) and `rest` (O) make the benefit: weights @ parts + rest. Under a cost factor f of the option,
    parts count times f^parts_power and rest times f^rest_power. `classes` are by project, None without one;
    `in_cost` says which rule rows measure cost.
    """

    problem: Problem
    names: tuple[str, ...]
    weights: Floats
    parts: Floats
    rest: Floats
    parts_power: int
    rest_power: int
    classes: tuple[Reference | None, ...]
    in_cost: npt.NDArray[np.bool_]


def ground_of(library: Library, scenario: Scenario, problem: Problem) -> Ground:
    """Return the ground of a question, for the problem that was built from it."""
    _, appraisal = appraised(library, scenario)
    benefit = scenario.benefit
    powers = {
        Measure.WEIGHTS: (1 if benefit.times == COST else 0, 0),
        Measure.NET_PRESENT_VALUE: (0, 1),
        Measure.BENEFIT_COST_RATIO: (-1, 0),
    }
    projects = {project.id: project for project in library.projects}
    over_cost = {rule.name for rule in scenario.rules if isinstance(rule, Limit | Share) and rule.of == COST}
    names = tuple(appraisal.weights)
    parts = np.array([[float(v) for v in appraisal.parts[name]] for name in names])
    return Ground(
        problem,
        names,
        np.array([float(appraisal.weights[name]) for name in names]),
        parts.reshape(len(names), problem.option_count),
        np.array([float(value) for value in appraisal.rest]),
        *powers[benefit.measure],
        tuple(class_of(projects[project], scenario) for project in problem.projects),
        np.array([rule.name in over_cost for rule in problem.rules], dtype=np.bool_),
    )


def varied(ground: Ground, spread: Spread, draws: Draws) -> Problem:
    """Return the problem of one sample."""
    problem = ground.problem
    factors = _cost_factors(ground, draws) if spread.costs and draws.sample >= 0 else None
    parts: dict[str, Any] = _benefits(ground, spread, draws, factors)
    if factors is not None:
        parts |= _costs(ground, factors)
    limits = _limits(problem, spread.quotas, draws)
    return replace(problem, limit=limits, **parts)


def _benefits(ground: Ground, spread: Spread, draws: Draws, factors: Floats | None) -> dict[str, Any]:
    if spread.any_mix:
        mix = draws.mix(ground.names)
        by = np.array([mix[name] for name in ground.names])
    else:
        by = np.array([draws.factor("weight", name, spread.weights.get(name)) for name in ground.names])
    value = np.zeros(ground.problem.option_count)
    for number, weight in enumerate((ground.weights * by).tolist()):  # in a fixed order, unlike a matrix product
        value += weight * ground.parts[number]
    rest = ground.rest
    if factors is not None:
        value = value * factors ** float(ground.parts_power)
        rest = rest * factors ** float(ground.rest_power)
    scale = ground.problem.benefit_scale
    total = max(float(np.abs(ground.problem.benefit.astype(float)).sum()), 1.0)
    while total * 10 < _RESOLUTION:
        scale, total = scale * 10, total * 10
    return {"benefit": _whole(np.rint((value + rest) * scale)), "benefit_scale": scale}


def _cost_factors(ground: Ground, draws: Draws) -> Floats:
    """Return, per option, what its costs are multiplied with."""
    by_project = np.ones(len(ground.problem.projects))
    for number, reference in enumerate(ground.classes):
        if reference is not None:
            level = Fraction(draws.uniform("cost", ground.problem.projects[number]))
            by_project[number] = float((1 + overrun_at(reference, level)) / uplift(reference))
    return by_project[ground.problem.option_project]


def _costs(ground: Ground, factors: Floats) -> dict[str, Any]:
    problem = ground.problem
    amount = _whole(np.maximum(np.rint(problem.cost_amount * factors[problem.cost_option]), 1.0))
    splits, life, terms = problem.splits, problem.life, problem.rule_terms
    cap = _in_proportion(splits.cap, amount[splits.cost], problem.cost_amount[splits.cost])
    # Rounding each period's cost may add up to a unit a period, which the share of the whole must still bear.
    life_cap = _whole(np.ceil(life.cap * factors[life.option]) + len(problem.periods))
    by = np.where(ground.in_cost[terms.row], factors[terms.option], 1.0) if len(terms.row) else np.zeros(0)
    return {
        "cost_amount": amount,
        "splits": Splits(splits.cost, splits.fund, cap, splits.life),
        "life": replace(life, cap=life_cap),
        "rule_terms": replace(terms, amount=_whole(np.rint(terms.amount * by))) if ground.in_cost.any() else terms,
    }


def _in_proportion(cap: Ints, now: Ints, before: Ints) -> Ints:
    """Return cap x now / before, rounded up, exactly."""
    largest = float(np.abs(cap).max(initial=0)) * float(np.abs(now).max(initial=0))
    kind = np.int64 if largest < _ROOM else object
    return _frozen((-(-(cap.astype(kind) * now.astype(kind)) // before.astype(kind))).astype(np.int64))


def _limits(problem: Problem, spreads: Mapping[str, Fraction], draws: Draws) -> Ints:
    if not any(spreads.values()):
        return problem.limit
    names = {quota.name for quota in problem.quotas}
    by = {name: draws.factor("quota", name, spreads.get(name)) for name in names}
    factors = np.array([by[quota.name] for quota in problem.quotas])
    return _whole(np.floor(problem.limit * factors))


def _whole(values: Floats) -> Ints:
    return _frozen(values.astype(np.int64))


def _frozen(array: Ints) -> Ints:
    array.setflags(write=False)
    return array
