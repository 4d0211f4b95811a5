"""The tree over starts: its bound and its end against the exact solver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kaimen.errors import has_errors
from kaimen.portfolio import Result, check
from kaimen.problem import Problem, build_problem
from kaimen.solve import solve
from kaimen.solve.complete import complete
from kaimen.solve.tree import Tree
from tests.effort import FULL
from tests.strategies import random_question


def problems(seeds: range) -> Iterator[tuple[int, Problem]]:
    for seed in seeds:
        problem, findings = build_problem(*random_question(seed))
        if not has_errors(findings) and problem.option_count and not (problem.carry_to >= 0).any():
            yield seed, problem


def grown(problem: Problem, tree: Tree) -> int | None:
    """Grow a tree to its end, seeing to what came out whole; return the best scaled benefit, None: left unresolved."""
    best = None
    while not tree.done:
        tree.step()
        for chosen in tree.take_whole():
            portfolio = complete(problem, chosen)
            if portfolio is not None and check(problem, portfolio) == []:
                value = int(problem.benefit[chosen].sum())
                best = value if best is None else max(best, value)
                tree.resolve(chosen)
                tree.beat(value)
    return None if tree.take_whole() else best


def test_a_grown_tree_has_the_best_there_is_and_its_bound_never_falls_below() -> None:
    ended = 0
    for seed, problem in problems(range(4000, 4120 if FULL else 4040)):
        exact = solve(problem)
        tree = Tree(problem)
        if not isinstance(exact, Result):
            continue
        best = grown(problem, tree)
        assert problem.benefit_of(int(tree.bound + 1e-3)) >= exact.benefit, seed
        if best is not None:
            ended += 1
            assert problem.benefit_of(best) == exact.benefit, seed
            assert tree.bound == best, seed
    assert ended >= (30 if FULL else 10)


@pytest.mark.parametrize("seed", [4003, 4010, 4031])
def test_bounds_fall_as_the_tree_grows(seed: int) -> None:
    problem = next(problem for _, problem in problems(range(seed, seed + 40)) if not Tree(problem).done)
    tree = Tree(problem)
    bounds = [tree.bound]
    while not tree.done and len(bounds) < 30:
        tree.step()
        bounds.append(tree.bound)
    assert bounds == sorted(bounds, reverse=True)
