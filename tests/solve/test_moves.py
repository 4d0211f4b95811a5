"""Moves: rows as the kernels keep them against `complete` and `check`; the search against brute force and itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from kaimen.errors import has_errors
from kaimen.portfolio import Result, check
from kaimen.portfolio import bound as price_bound
from kaimen.problem import Problem, build_problem
from kaimen.solve import NoPlan, Warm, max_moves, reprice, solve
from kaimen.solve.board import make_board
from kaimen.solve.complete import complete
from kaimen.solve.improve import Improver, make_improver
from kaimen.solve.moves import Moves
from kaimen.solve.relax import relax
from tests.effort import FULL
from tests.strategies import random_question


def problems(seeds: range) -> Iterator[tuple[int, Problem]]:
    for seed in seeds:
        problem, findings = build_problem(*random_question(seed))
        if not has_errors(findings) and problem.option_count:
            yield seed, problem


def moves_of(problem: Problem, seed: int = 0) -> Moves:
    board = make_board(problem)
    assert board is not None
    queue = np.argsort(-problem.benefit, kind="stable").astype(np.int64)
    return Moves(board, problem.benefit.astype(float), np.ones(len(board.low)), queue, seed)


def picks_at_random(problem: Problem, rng: random.Random, share: float) -> list[int]:
    return [
        rng.choice(problem.options_of(project)) if problem.must[project] or rng.random() < share else -1
        for project in range(len(problem.projects))
    ]


def lawful(problem: Problem, chosen: list[int]) -> bool:
    portfolio = complete(problem, chosen)
    return portfolio is not None and check(problem, portfolio) == []


def test_rows_hold_exactly_where_a_portfolio_can_be_completed() -> None:
    """Pools, carries, funds and rules of 150 questions, 12 choices each; with shares of a whole cost one way only."""
    held = 0
    for seed, problem in problems(range(150 if FULL else 50)):
        rng, moves = random.Random(seed), moves_of(problem)
        for _ in range(12):
            picks = picks_at_random(problem, rng, rng.random())
            moves.choose(np.array(picks, dtype=np.int64))
            chosen = [option for option in picks if option >= 0]
            expected = lawful(problem, chosen)
            if moves.board.money_exact:
                assert moves.holds == expected, (seed, chosen)
            assert moves.benefit == int(problem.benefit[chosen].sum())
            held += expected
    assert held > (100 if FULL else 30)


def improver_of(problem: Problem) -> Improver | None:
    relaxed = relax(problem)
    if relaxed is None or relaxed.values is None:
        return None
    stated = float(price_bound(problem, relaxed.prices) * problem.benefit_scale)
    improver = make_improver(problem, relaxed.prices, stated)
    return improver if improver is not None and improver.start(relaxed.values) else None


def test_nothing_is_added_that_gains_nothing() -> None:
    looked = 0
    for _, problem in problems(range(25)):
        moves = moves_of(replace(problem, benefit=np.minimum(problem.benefit, 0)))
        moves.fill()
        looked += problem.option_count
        assert moves.benefit == 0
        assert moves.best() in ([], None)  # None where rows do not hold without any choice
    assert looked > 100


def test_what_moves_find_is_a_portfolio_and_usually_the_best() -> None:
    started = best = 0
    for seed, problem in problems(range(1000, 1100 if FULL else 1030)):
        improver = improver_of(problem)
        if improver is None:
            continue
        started += 1
        improver.run(200)
        assert improver.found is not None
        value, chosen = improver.found
        assert lawful(problem, chosen), seed
        result = solve(problem)
        assert isinstance(result, Result)
        assert problem.benefit_of(value) <= result.benefit, seed
        best += problem.benefit_of(value) == result.benefit
    assert started >= (80 if FULL else 20)
    assert best >= 0.9 * started


@pytest.mark.parametrize("seed", [3, 17])
def test_the_same_seed_and_moves_find_the_same(seed: int) -> None:
    problem = next(problem for _, problem in problems(range(seed, seed + 50)) if improver_of(problem) is not None)
    found = []
    for _ in range(2):
        improver = improver_of(problem)
        assert improver is not None
        for _ in range(3):
            improver.run(50)
        found.append(improver.found)
    assert found[0] == found[1]


def test_a_warm_answer_is_a_portfolio_with_a_true_bound() -> None:
    """Every quota and fund a tenth smaller or larger: mended at once, or said not to be."""
    answered = 0
    for seed, problem in problems(range(2000, 2060 if FULL else 2020)):
        before = solve(problem)
        if isinstance(before, NoPlan):
            continue
        rng = random.Random(seed)
        changed = moved(problem, Fraction(rng.choice((9, 11)), 10))
        quick, exact = reprice(changed, Warm(problem, before)), solve(changed)
        if isinstance(quick, NoPlan):
            assert [finding.code for finding in quick.findings] == ["E510"]
            continue
        answered += 1
        assert isinstance(exact, Result), seed
        assert check(changed, quick.portfolio) == []
        assert quick.bounds.price == price_bound(changed, quick.prices) >= exact.benefit >= quick.benefit, seed
        again = reprice(changed, Warm(problem, before))
        assert isinstance(again, Result)
        assert again.portfolio == quick.portfolio
    assert answered >= (30 if FULL else 8)


def moved(problem: Problem, by: Fraction) -> Problem:
    limit = np.array([int(value * by) for value in problem.limit.tolist()], dtype=np.int64)
    return replace(problem, limit=limit)


def test_a_search_by_moves_ends_after_its_moves_and_says_so() -> None:
    seen = 0
    for seed, problem in problems(range(3000, 3030 if FULL else 3012)):
        result = solve(problem, max_moves(2000), few=0)
        if isinstance(result, NoPlan):
            continue
        seen += 1
        assert result.repeats
        assert check(problem, result.portfolio) == [], seed
        assert result.bounds.solver is not None
        assert result.bounds.solver >= result.benefit
    assert seen >= (20 if FULL else 7)
