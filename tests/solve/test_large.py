"""Problems of many projects: every answer passes `check`, repeats by work, and ends when it is told to."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from kaimen.portfolio import Result, Status, benefit, check
from kaimen.portfolio import bound as price_bound
from kaimen.problem import Problem
from kaimen.solve import NEVER, Progress, Stop, max_gap, max_moves, max_seconds, solve
from kaimen.solve.clock import Clock
from kaimen.solve.dual import make_dual, smoothed_prices
from kaimen.solve.large import solve_large
from kaimen.solve.neighbourhood import Neighbourhoods
from kaimen.solve.part_bound import bound_by_parts
from kaimen.solve.refine import refined, unrefined
from tests.effort import FULL
from tests.solve.test_prices import many_projects

pytestmark = pytest.mark.skipif(not FULL, reason="compiles the loops of many projects: run with --full")


def _solved(problem: Problem, stop: Stop) -> Result:
    result = solve(problem, stop)
    assert isinstance(result, Result)
    assert check(problem, result.portfolio) == []
    assert result.bounds.price == price_bound(problem, result.prices) >= result.benefit
    return result


@pytest.mark.parametrize("seed", [0, 6, 12, 13])
def test_large_problems_with_every_kind_of_row_are_solved_nearly_to_the_bound(seed: int) -> None:
    """Draws, carries, splits, exactly, share, exclusion, substitution and at most are among the rows."""
    result = _solved(many_projects(5200, seed), max_gap(0.002) | max_moves(6_000))
    assert result.price_gap < 0.03
    assert result.repeats


def test_shares_of_whole_costs_are_kept() -> None:
    result = _solved(many_projects(5200, 4), max_gap(0.01) | max_moves(1_000))
    assert result.price_gap < 0.02


def test_musts_are_in_the_plan() -> None:
    problem = many_projects(5200, 20)
    must = np.zeros(len(problem.projects), dtype=np.bool_)
    must[::200] = True
    result = _solved(replace(problem, must=must), max_gap(0.01) | max_moves(4_000))
    chosen = set(problem.option_project[result.portfolio.chosen].tolist())
    assert set(np.flatnonzero(must).tolist()) <= chosen


def test_work_limits_repeat_on_any_number_of_threads() -> None:
    problem = many_projects(5200, 6)
    found = [solve(problem, max_moves(4_000), threads=threads) for threads in (1, 2)]
    first, second = (result for result in found if isinstance(result, Result))
    assert first.portfolio == second.portfolio
    assert first.prices.quota.tobytes() == second.prices.quota.tobytes()
    assert first.prices.rule.tobytes() == second.prices.rule.tobytes()


def test_seconds_end_the_search_and_progress_is_shown() -> None:
    problem = many_projects(5200, 12)
    seen: list[Progress] = []
    clock = Clock()
    result = solve(problem, max_seconds(4) | max_gap(0.0), seen.append)
    assert isinstance(result, Result)
    assert clock.seconds < 4 + 10  # the last linear program, and a machine that is busy
    assert check(problem, result.portfolio) == []
    assert result.status in (Status.STOPPED, Status.OPTIMAL)
    assert seen
    assert [p.seconds for p in seen] == sorted(p.seconds for p in seen)


def test_a_search_that_is_told_to_end_at_once_still_gives_a_plan_if_rounding_does() -> None:
    problem = many_projects(5200, 6)
    found = solve_large(problem, max_seconds(0), None, Clock(), 2)
    assert found.portfolio is None or check(problem, found.portfolio) == []
    assert found.bound >= 0


def test_losses_and_quotas_of_nothing_have_the_right_answer() -> None:
    """Neither is an option chosen for less than nothing, nor does a price grow without end."""
    problem = many_projects(400, 6)
    losses = replace(problem, benefit=-np.abs(problem.benefit) - 1)
    nothing = replace(problem, limit=0 * problem.limit, draw_cap=0 * problem.draw_cap)
    some = np.arange(len(problem.limit)) % 5 == 0
    for question, stop in ((losses, 500), (nothing, 500), (replace(problem, limit=problem.limit * ~some), 3_000)):
        found = solve_large(question, max_moves(stop), None, Clock(), 2)
        assert found.portfolio is not None
        assert check(question, found.portfolio) == []
        exact = solve(question, max_gap(1e-4) | max_seconds(60))
        assert isinstance(exact, Result)
        assert found.bound >= benefit(question, found.portfolio) >= 0
        assert benefit(question, found.portfolio) >= 0.99 * exact.benefit


def test_many_projects_of_separate_regions_have_a_closer_bound_than_the_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    province = import_module("_province").province
    problem = province(1_600, 4)
    found = solve_large(problem, max_moves(20_000), None, Clock(), 1)
    assert found.portfolio is not None
    dual, known = make_dual(problem, 1), benefit(problem, found.portfolio)
    at = refined(dual, unrefined(dual, smoothed_prices(dual, lambda *_: True)), 1_600, 3, lambda _: True)
    stated = bound_by_parts(dual, at.prices, found.portfolio.chosen, NEVER)
    assert stated is not None
    closer = problem.benefit_of(stated)
    assert known <= closer
    assert found.bound - closer > (found.bound - known) / 5
    stopped = Stop(lambda _: True)
    assert bound_by_parts(dual, at.prices, found.portfolio.chosen, stopped) in (None, pytest.approx(stated, rel=0.2))


def test_searches_near_the_best_look_at_quotas_that_are_not_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    problem = import_module("_province").province(2_000)
    dual = make_dual(problem, 1)
    at = unrefined(dual, smoothed_prices(dual, lambda *_: True))
    near = Neighbourhoods(dual, at)
    chosen = np.flatnonzero(at.taken > 0.5)
    waste = near._wasted(chosen)
    empty = near._wasted(np.zeros(0, dtype=np.int64))
    price = at.prices.row[: len(problem.quotas)]
    assert (waste >= 0).all()
    assert (waste <= empty + 1e-9).all()
    plain = problem.draw_cap == 0
    assert np.allclose(empty[plain], (price * problem.limit)[plain])
    row = int(np.argmax(np.where(np.diff(near._members.indptr) > 0, waste, 0.0)))
    monkeypatch.setattr(near, "_wasted", lambda _: np.where(np.arange(len(waste)) == row, 1.0, 0.0))
    free = near.at_waste(chosen, 1, 20)
    demanding = problem.option_project[problem.demand.option[problem.demand.row == row]]
    assert 0 < len(free) <= 60
    assert np.isin(free, demanding).sum() >= min(20, len(np.unique(demanding)))


def test_a_million_rows() -> None:
    result = _solved(many_projects(300_000, 6), max_gap(0.0005) | max_seconds(120))
    assert result.price_gap < 0.001
