"""`solve` against every combination there is, on 600 small questions; and the brute force against itself."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kaimen.errors import has_errors
from kaimen.library import Library
from kaimen.portfolio import benefit, bound, check
from kaimen.problem import build_problem
from kaimen.quantity import Amount
from kaimen.scenario import Scenario
from kaimen.solve import NoPlan, every_choice, solve
from kaimen.solve.search import FEW
from tests.brute_force import Combinations, money_splits, optimum, quota_moves
from tests.effort import FULL
from tests.evaluator import Question, broken_rows, plan_benefit, price_bound
from tests.naming import to_plan, to_prices
from tests.strategies import RULE_KINDS, YUAN, random_question, rule_kind

SEEDS = 600
BLOCK_SIZE = 50
BLOCKS = range(SEEDS // BLOCK_SIZE if FULL else 1)
"""The fast set tries 150 of the 600; `.ci/run` and --full try all."""


def _seeds(block: int) -> range:
    return range(block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE)


@pytest.mark.parametrize("block", BLOCKS)
def test_solve_finds_the_best_of_all_combinations(block: int) -> None:
    for seed in _seeds(block):
        _compare(seed)


@pytest.mark.skipif(not FULL, reason="solves each question twice: run with --full")
@pytest.mark.parametrize("block", BLOCKS)
def test_solve_finds_the_best_where_moves_come_first(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Problems this small go to the exact solver at once unless told not to, or have every choice looked at."""
    for seed in _seeds(block):
        with monkeypatch.context() as patch:
            if seed % 2:
                patch.setattr(every_choice, "_TOO_MANY_CHOICES", -1.0)
                patch.setattr(every_choice, "_MOST_CHOICES", -1.0)
            _compare(seed, few=0)


def _compare(seed: int, few: int = FEW) -> None:
    library, scenario = random_question(seed)
    best = optimum(library, scenario)
    problem, findings = build_problem(library, scenario)
    if has_errors(findings):
        assert best is None, (seed, findings)
        return
    result = solve(problem, few=few)
    if isinstance(result, NoPlan):
        assert best is None, seed
        assert has_errors(result.findings), seed
        return
    assert best is not None, seed
    question, plan = Question(library, scenario), to_plan(problem, result.portfolio)
    assert check(problem, result.portfolio) == [], seed
    assert broken_rows(question, plan) == [], seed
    assert result.benefit == best.benefit == plan_benefit(question, plan), seed
    assert result.benefit == benefit(problem, result.portfolio), seed
    stated = bound(problem, result.prices)
    assert stated == result.bounds.price == price_bound(question, to_prices(problem, result.prices)), seed
    assert stated >= best.benefit, seed
    assert result.bounds.solver is None or result.bounds.solver >= best.benefit, seed


def test_solve_finds_the_plan_that_presolve_denies() -> None:
    _compare(2232)


@pytest.mark.parametrize("seed", [17500, 20845])
def test_solve_finds_the_best_where_as_much_is_freed_as_is_taken(seed: int) -> None:
    _compare(seed)


@pytest.mark.skipif(not FULL, reason="solves every question five times: run with --full")
def test_questions_have_everything_in_them() -> None:
    kinds: Counter[str] = Counter()
    binding: Counter[str] = Counter()
    feasible = 0
    for seed in range(SEEDS):
        library, scenario = random_question(seed)
        kinds.update({rule_kind(rule) for rule in scenario.rules})
        best = _best(library, scenario)
        feasible += best is not None
        loose = {name for name, other in _loosened(scenario).items() if _best(library, other) != best}
        binding.update({*loose, "any"} if loose else ())
    assert all(kinds[kind] >= 50 for kind in RULE_KINDS), kinds
    assert binding["any"] >= SEEDS / 3, binding
    assert all(binding[name] >= SEEDS / 20 for name in ("draws", "carries", "shares", "limits")), binding
    assert 0.85 * SEEDS <= feasible <= 0.97 * SEEDS, feasible


def _best(library: Library, scenario: Scenario) -> Fraction | None:
    best = optimum(library, scenario)
    return best.benefit if best is not None else None


def _loosened(scenario: Scenario) -> dict[str, Scenario]:
    """Return the scenario without draws, without carries, without caps on shares, without limits on funds."""
    plenty = {period.label: Amount(Decimal(10**6), YUAN) for period in scenario.periods}
    changed = {
        "draws": replace(scenario, quotas=tuple(replace(quota, draw=None) for quota in scenario.quotas)),
        "carries": replace(scenario, quotas=tuple(replace(quota, carry=None) for quota in scenario.quotas)),
        "shares": replace(scenario, funds=tuple(replace(fund, share=Decimal(1)) for fund in scenario.funds)),
        "limits": replace(scenario, funds=tuple(replace(fund, amounts=plenty) for fund in scenario.funds)),
    }
    return {name: other for name, other in changed.items() if other != scenario}


@pytest.mark.parametrize("block", BLOCKS)
def test_quick_decisions_are_those_of_the_exact_linear_programs(block: int) -> None:
    for seed in _seeds(block):
        combined = Combinations(question := Question(*random_question(seed)))
        if not combined.size:
            continue
        payable = combined.may_be_paid()
        keeping = {resource: combined.keep_quotas(resource) for resource in question.units}
        over_life = any(fund.over_life for fund in question.funds.values())
        rng = random.Random(seed)
        for number in (rng.randrange(combined.size) for _ in range(5)):
            ways = combined.ways(number)
            for resource, kept in keeping.items():
                assert kept[number] == (quota_moves(question, ways, resource) is not None), (seed, number)
            splits = money_splits(question, ways)
            assert payable[number] or splits is None, (seed, number)
            assert over_life or not payable[number] or splits is not None, (seed, number)
