"""Parts and the rounds over them: bounds and portfolios against brute force, and the same again."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import pytest

from kaimen.errors import has_errors
from kaimen.portfolio import Result, Status, check
from kaimen.problem import Problem, build_problem
from kaimen.solve import NEVER, Progress, Stop, every_choice, max_moves, max_seconds, search, solve
from kaimen.solve.apart import Rounds
from kaimen.solve.beside import Beside
from kaimen.solve.clock import Clock
from kaimen.solve.complete import complete
from kaimen.solve.decompose import Decomposition
from kaimen.solve.exchange import Finder
from kaimen.solve.highs import run_relaxation
from kaimen.solve.model import Model, build_model
from kaimen.solve.parts import Parts, find_parts
from kaimen.solve.relax import relax
from tests.brute_force import optimum
from tests.effort import FULL
from tests.strategies import random_question

SEEDS = range(5000, 5200 if FULL else 5024)


@cache
def questions() -> tuple[tuple[int, Problem, Model, Parts, float], ...]:
    """Return small questions that fall into parts, with the best objective, by brute force."""
    found = []
    for seed in SEEDS:
        library, scenario = random_question(seed)
        problem, findings = build_problem(library, scenario)
        if has_errors(findings) or not problem.option_count:
            continue
        model = build_model(problem)
        parts = find_parts(problem, model, fewest=1, largest=0.8)
        best = optimum(library, scenario) if parts is not None else None
        if parts is not None and best is not None:
            found.append((seed, problem, model, parts, -float(best.benefit) / model.benefit_unit))
    return tuple(found)


def rounds(model: Model, parts: Parts, number: int = 12) -> Decomposition:
    duals = run_relaxation(model).row_duals
    assert duals is not None
    found = Decomposition(model, parts, duals)
    for _ in range(number):
        more = found.round(NEVER)
        if more is None or more < 1e-6:
            break
    return found


def test_every_column_and_row_has_its_place() -> None:
    for seed, _, model, parts, _ in questions():
        columns = np.sort(np.concatenate([*(part.columns for part in parts.parts), parts.loose]))
        assert columns.tolist() == list(range(len(model.objective))), seed
        point = np.random.default_rng(seed).random(len(model.objective))
        linked = sum(part.link @ point[part.columns] for part in parts.parts)
        linked = linked + model.matrix[:, parts.loose].tocsr()[parts.linking] @ point[parts.loose]
        assert np.allclose(linked, (model.matrix @ point)[parts.linking]), seed
        entries = sum(part.model.matrix.nnz + part.link.nnz for part in parts.parts)
        assert entries + model.matrix[:, parts.loose].nnz == model.matrix.nnz, seed


def test_no_portfolio_exceeds_the_bound_and_it_is_no_worse_than_the_relaxation() -> None:
    looked = closer = 0
    for seed, _, model, parts, best in questions():
        relaxed = run_relaxation(model)
        assert relaxed.values is not None
        found = rounds(model, parts)
        least = float(model.objective @ relaxed.values)
        assert found.bound <= best + 1e-6 * max(1.0, abs(best)), seed
        looked += 1
        closer += found.bound > least + 0.05 * (best - least) + 1e-9
    assert looked >= 10
    assert closer >= 3


def test_what_is_combined_is_a_portfolio_and_comes_again() -> None:
    combined = 0
    for seed, problem, model, parts, _ in questions():
        points = [rounds(model, parts).combine(NEVER, np.inf) for _ in range(2)]
        assert (points[0] is None) == (points[1] is None), seed
        if points[0] is None or points[1] is None:
            continue
        combined += 1
        assert points[0].tobytes() == points[1].tobytes(), seed
        portfolio = complete(problem, np.flatnonzero(points[0][model.columns["option"]] > 0.5).tolist())
        assert portfolio is not None, seed
        assert check(problem, portfolio) == [], seed
    assert combined >= 5


def test_a_search_part_by_part_comes_to_the_best_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_MANY", 0)
    for name in ("_MOST_CHOICES", "_TOO_MANY_CHOICES"):  # so few choices would all be looked at
        monkeypatch.setattr(every_choice, name, -1.0)
    monkeypatch.setattr(search, "find_parts", partial(find_parts, fewest=1, largest=0.8))
    steps: list[float] = []
    turn = Rounds.turn

    def counted(self: Rounds, finder: Finder, stop: Stop) -> bool:
        more = turn(self, finder, stop)
        steps.extend([float(self.stated)] if self.stated is not None else [])
        return more

    monkeypatch.setattr(Rounds, "turn", counted)
    for seed, problem, model, _, best in questions()[: None if FULL else 6]:
        for stop in (NEVER, max_seconds(60)):
            result = solve(problem, stop, few=0)
            assert isinstance(result, Result), seed
            assert result.status is Status.OPTIMAL, seed
            assert np.isclose(float(result.benefit), -best * model.benefit_unit, rtol=1e-9), seed
            assert result.bounds.solver == result.benefit, seed
    assert len(steps) >= 8


def test_a_look_at_the_exact_solver_shows_what_was_found_beside_it() -> None:
    seed, problem, *_ = questions()[0]
    relaxed, seen = relax(problem), list[Progress]()
    assert relaxed is not None
    begun = search._Search(problem, relaxed, max_moves(1000), seen.append, Clock())
    begun.begin(None)
    assert begun.improver is not None
    watch = begun._seen_with(Beside(begun.improver))
    assert watch is not None
    watch(Progress(1.0, 3, -5.0, 1e9))
    assert begun.improver.found is not None, seed
    assert seen[-1].benefit == float(problem.benefit_of(begun.improver.found[0])) > -5.0
    assert seen[-1].so_far is not None
    assert list(seen[-1].so_far.chosen) == begun.improver.found[1]
