"""A sample's problem is the one that the same question with other numbers would be compiled to."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.library import Library
from kaimen.problem import Problem, build_problem
from kaimen.problem.overruns import overrun_at, uplift
from kaimen.problem.ways import class_of
from kaimen.quantity import Amount
from kaimen.scenario import Scenario
from kaimen.sweep import Draws, Spread, ground_of, varied
from tests.sweep.questions import EVERYTHING, RATIO, TIMES_COST, VALUE, WEIGHTS, small


def recompiled(library: Library, scenario: Scenario, spread: Spread, draws: Draws) -> Problem:
    """Compile the question anew with the draws written into list and scenario."""
    weights = {
        name: weight * _short(draws.factor("weight", name, spread.weights.get(name)))
        for name, weight in scenario.benefit.weights.items()
    }
    gains = {
        name: replace(amount, value=amount.value * _short(draws.factor("weight", name, spread.weights.get(name))))
        for name, amount in scenario.benefit.gains.items()
    }
    quotas = tuple(
        replace(
            quota,
            amounts={
                label: replace(
                    a, value=a.value * _short(draws.factor("quota", quota.name, spread.quotas.get(quota.name)))
                )
                for label, a in quota.amounts.items()
            },
        )
        for quota in scenario.quotas
    )
    projects = []
    for project in library.projects:
        reference = class_of(project, scenario)
        assert reference is not None
        level = Fraction(draws.uniform("cost", project.id))
        factor = (1 + overrun_at(reference, level)) / uplift(reference) if spread.costs else Fraction(1)
        cost = tuple(_times(amount, factor) for amount in project.options[0].cost)
        projects.append(replace(project, options=(replace(project.options[0], cost=cost),)))
    changed = replace(scenario, benefit=replace(scenario.benefit, weights=weights, gains=gains), quotas=quotas)
    return build_problem(replace(library, projects=tuple(projects)), changed)[0]


def _short(factor: float) -> Decimal:
    return round(Decimal(factor), 9)


def _times(amount: Amount, factor: Fraction) -> Amount:
    value = Fraction(amount.value) * factor
    return replace(amount, value=round(Decimal(value.numerator) / Decimal(value.denominator), 9))


@pytest.mark.parametrize("benefit", [WEIGHTS, TIMES_COST, VALUE, RATIO])
@pytest.mark.parametrize("seed", [1, 20])
def test_a_sample_is_the_question_with_other_numbers(benefit: str, seed: int) -> None:
    library, scenario, problem = small(benefit)
    spread = replace(EVERYTHING, weights={name: Fraction(1, 3) for name in ("jobs", "output")})
    draws = Draws(seed, 5)
    ground = ground_of(library, scenario, problem)
    one, other = varied(ground, spread, draws), recompiled(library, scenario, spread, draws)
    near: dict[str, Any] = {"rtol": 1e-6, "atol": 1e-6}
    np.testing.assert_allclose(one.benefit / one.benefit_scale, other.benefit / other.benefit_scale, **near)
    scales = [quota.scale for quota in one.quotas]
    np.testing.assert_allclose(one.limit / scales, other.limit / [q.scale for q in other.quotas], atol=1.0 / scales[0])
    money: dict[str, Any] = {"rtol": 1e-6, "atol": 3.0 / one.money_scale}
    np.testing.assert_allclose(one.cost_amount / one.money_scale, other.cost_amount / other.money_scale, **money)
    np.testing.assert_allclose(one.splits.cap / one.money_scale, other.splits.cap / other.money_scale, **money)
    np.testing.assert_allclose(one.life.cap / one.money_scale, other.life.cap / other.money_scale, **money)
    rule: dict[str, Any] = {"rtol": 1e-6, "atol": 3.0 / one.rules[0].scale}
    left, right = (p.rule_terms.amount / p.rules[0].scale for p in (one, other))
    np.testing.assert_allclose(left, right, **rule)


@pytest.mark.parametrize("benefit", [WEIGHTS, TIMES_COST, VALUE, RATIO])
def test_the_question_as_it_stands_keeps_its_numbers(benefit: str) -> None:
    library, scenario, problem = small(benefit)
    ground = ground_of(library, scenario, problem)
    same = varied(ground, EVERYTHING, Draws(1, -1))
    scale = same.benefit_scale // problem.benefit_scale
    assert np.abs(same.benefit - problem.benefit * scale).max() <= scale
    assert np.array_equal(same.limit, problem.limit)
    assert np.array_equal(same.cost_amount, problem.cost_amount)


@given(st.integers(0, 10**6), st.integers(0, 1000))
def test_draws_lie_in_their_spread_and_hang_on_the_name_alone(seed: int, sample: int) -> None:
    draws = Draws(seed, sample)
    assert 0 <= draws.uniform("weight", "jobs") < 1
    assert abs(draws.factor("quota", "land", Fraction(1, 5)) - 1) <= 0.2
    assert draws.factor("quota", "land", None) == 1
    mix = draws.mix(["jobs", "output", "land"])
    assert min(mix.values()) >= 0
    assert sum(mix.values()) == pytest.approx(3)


def test_draws_spread_evenly() -> None:
    numbers = sorted(Draws(7, sample).uniform("cost", "P-1") for sample in range(2000))
    assert max(abs(value - rank / 2000) for rank, value in enumerate(numbers)) < 0.04
