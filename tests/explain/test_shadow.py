"""Shadow prices of small questions, against every combination; intervals against the relaxation solved anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaimen.explain import ShadowPrice
from kaimen.explain.shadow import shadow_prices, step_of
from kaimen.explain.wish import Work
from kaimen.library import Library
from kaimen.portfolio import Result, bound
from kaimen.problem import AT_MOST, Problem, build_problem
from kaimen.problem.changes import with_limit
from kaimen.scenario import Scenario
from kaimen.solve import solve, when
from kaimen.solve.intervals import price_intervals, price_of
from kaimen.solve.search import relaxed_prices
from tests.brute_force import optimum
from tests.effort import FULL
from tests.explain.test_proofs import judged
from tests.explain.test_reasons import project, scenario
from tests.strategies import random_question

CASES = 100 if FULL else 9


@pytest.mark.skipif(not FULL, reason="solves each claim again: run with --full")
def test_one_more_and_one_less_are_what_all_combinations_say() -> None:
    counts: Counter[str] = Counter()
    for case in [case for case in judged() if case.problem.projects][:CASES]:
        library, asked = random_question(case.seed)
        for shadow in shadow_prices(case.problem, case.result, work=Work(nodes=10**6)):
            assert shadow.whole
            assert shadow.settled
            assert shadow.basis == case.result.prices.basis
            for up, change in ((True, shadow.one_more), (False, shadow.one_less)):
                moved = _moved(asked, shadow, up=up)
                if moved is None:
                    continue
                best = optimum(library, moved)
                assert change == (best.benefit - case.result.benefit if best else None), (case.seed, shadow)
                counts["none" if change is None else "nothing" if change == 0 else "change"] += 1
    assert counts["change"] >= (3 if FULL else 2), counts
    assert counts["nothing"] >= 10, counts


def _moved(asked: Scenario, shadow: ShadowPrice, *, up: bool) -> Scenario | None:
    """Return the scenario with one quota or fund moved by the step; None where it is not one in its own unit."""
    step = Decimal(shadow.step.numerator) / Decimal(shadow.step.denominator) * (1 if up else -1)
    field = {"quota": "quotas", "fund": "funds"}.get(shadow.kind, "")
    found: list[Any] = [entry for entry in getattr(asked, field, ()) if entry.name == shadow.name]
    if not found or shadow.period not in found[0].amounts or abs(Fraction(step)) != shadow.step:
        return None
    old = found[0].amounts[shadow.period]
    if old.unit.code != shadow.unit or old.value + step < 0:
        return None
    changed = replace(found[0], amounts={**found[0].amounts, shadow.period: replace(old, value=old.value + step)})
    parts: Any = {field: tuple(changed if e.name == shadow.name else e for e in getattr(asked, field))}
    return replace(asked, **parts)


def test_intervals_are_slopes_of_the_relaxation() -> None:
    """Concave: no move of a limit gains more than the lower price or loses less than the upper says."""
    looked = tight = wide = 0
    for case in judged()[:CASES]:
        problem = case.problem
        rows = [("quota", row) for row in range(len(problem.quotas))]
        rows += [("rule", row) for row, rule in enumerate(problem.rules) if rule.sense == AT_MOST]
        prices = relaxed_prices(problem)
        if prices is None:
            continue
        base = float(bound(problem, prices))
        for row, (low, high) in price_intervals(problem, rows):
            assert low is not None
            if high is None:
                assert relaxed_prices(with_limit(problem, row[0], row[1], -1)) is None
                continue
            price = price_of(problem, prices, row)
            near = float(abs(price)) * 1e-6 + 1e-9
            assert float(low) - near <= price <= float(high) + near
            wide += high > low
            for sign, slope in ((1, float(low)), (-1, float(high))):
                scale = problem.quotas[row[1]].scale if row[0] == "quota" else problem.rules[row[1]].scale
                moved = with_limit(problem, row[0], row[1], sign)
                other = relaxed_prices(moved)
                if other is None:
                    continue
                change, said = float(bound(moved, other)) - base, sign * slope / scale
                assert change <= said + 1e-6 * max(1.0, abs(base)), (case.seed, row)
                looked += 1
                tight += abs(change - said) <= 1e-6 * max(1.0, abs(base))
    assert looked >= 100
    assert wide >= 5
    assert tight >= 0.9 * looked


def _pair() -> tuple[Problem, Result]:
    """Two projects of 5 mu and benefit 10 and 20, exactly as much land as both take."""
    listed = (project("A", 10, 5), project("B", 20, 5))
    problem, _ = build_problem(Library("list", listed), scenario(10))
    result = solve(problem)
    assert isinstance(result, Result)
    return problem, result


def test_a_price_at_a_corner_is_an_interval_and_a_step_is_lumpy() -> None:
    """One mu more brings nothing; a mu less costs 2 in the relaxation, and all of A (10) in whole projects."""
    problem, result = _pair()
    ((_, interval),) = price_intervals(problem, [("quota", 0)])
    assert interval == (Fraction(0), Fraction(2))
    (shadow,) = shadow_prices(problem, result)
    assert (shadow.kind, shadow.name, shadow.period, shadow.unit) == ("quota", "land R", "2026", "mu")
    assert shadow.step == 1
    assert shadow.interval == (Fraction(0), Fraction(2))
    assert shadow.one_more == 0
    assert shadow.one_less == -10
    assert shadow.is_lumpy


def test_a_wish_to_stop_keeps_what_is_done() -> None:
    problem, result = _pair()
    assert shadow_prices(problem, result, work=Work(stop=when(lambda: True))) == []


def test_steps_are_round_and_not_above_a_hundredth() -> None:
    steps = {limit: step_of(Fraction(limit), 1000) for limit in (0, 1, 99, 999, 1000, 7500, 860_000)}
    assert steps == {0: Fraction(1, 1000), 1: 1, 99: 1, 999: 1, 1000: 10, 7500: 10, 860_000: 1000}
