"""Sub-problems around a portfolio: better or nothing, judged, and the same again."""

from __future__ import annotations

import numpy as np

from kaimen.errors import has_errors
from kaimen.portfolio import check
from kaimen.problem import Problem, build_problem
from kaimen.solve import NEVER
from kaimen.solve.around import Around
from kaimen.solve.complete import complete
from kaimen.solve.model import build_model, without
from kaimen.solve.relax import relax
from tests.effort import FULL
from tests.strategies import random_question


def begun(seed: int) -> tuple[Problem, list[int]] | None:
    """Return a problem that choosing nothing fits, and that choice."""
    problem, findings = build_problem(*random_question(seed))
    if has_errors(findings) or problem.option_count < 4:
        return None
    nothing = complete(problem, [])
    return (problem, []) if nothing is not None and not check(problem, nothing) else None


def climbed(problem: Problem, chosen: list[int]) -> list[list[int]]:
    relaxed = relax(problem)
    assert relaxed is not None
    around = Around(problem, relaxed.prices, relaxed.values)
    found = [chosen]
    for _ in range(6):
        better = around.step(found[-1], NEVER)
        if better is not None:
            found.append(better)
    return found


def test_each_step_is_better_holds_and_repeats() -> None:
    climbs = 0
    for known in filter(None, map(begun, range(4300, 4420 if FULL else 4340))):
        problem, chosen = known
        found = climbed(problem, chosen)
        climbs += len(found) > 1
        assert found == climbed(problem, chosen)
        values = [int(problem.benefit[step].sum()) for step in found]
        assert values == sorted(set(values))
        for step in found:
            portfolio = complete(problem, step)
            assert portfolio is not None
            assert check(problem, portfolio) == []
    assert climbs >= (5 if FULL else 1)


def test_a_choice_is_ruled_out_with_any_carries_and_no_other_choice_is() -> None:
    draw = np.random.default_rng(7)
    for problem, _ in filter(None, map(begun, range(4300, 4330))):
        model, size = build_model(problem), problem.option_count
        picked = np.flatnonzero(draw.random(size) < 0.4)
        left = without(model, size, picked)
        point = np.where(model.integer, 1.0, 0.0)  # every carry is used
        for chosen in (picked, *(np.setxor1d(picked, [option]) for option in range(size))):
            point[:size] = 0.0
            point[chosen] = 1.0
            is_out = float((left.matrix @ point)[-1]) > left.row_upper[-1]
            assert is_out == np.array_equal(chosen, picked)
