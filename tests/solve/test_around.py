"""Sub-problems around a portfolio: better or nothing, judged, and the same again."""

from __future__ import annotations

from kaimen.errors import has_errors
from kaimen.portfolio import check
from kaimen.problem import Problem, build_problem
from kaimen.solve import NEVER
from kaimen.solve.around import Around
from kaimen.solve.complete import complete
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
