"""Prices from the smoothed dual and from windows: near the relaxation's, and the same on any number of threads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import numpy as np
import pytest

from kaimen.errors import has_errors
from kaimen.portfolio import Portfolio, PriceList, bound, check
from kaimen.problem import Problem, Terms, build_problem
from kaimen.problem.types import frozen_ints
from kaimen.solve.complete import complete
from kaimen.solve.dual import Dual, make_dual, smoothed_prices
from kaimen.solve.pricing import Prices
from kaimen.solve.refine import best_choice, in_doubt, refined, unrefined
from kaimen.solve.search import relaxed_prices
from kaimen.solve.window import window_of
from tests.effort import FULL
from tests.strategies import random_question

pytestmark = pytest.mark.skipif(not FULL, reason="compiles the loops of many projects: run with --full")
GRID = 10**7


def _questions(seeds: range) -> Iterator[tuple[int, Problem, PriceList]]:
    """Yield small problems with everything in them whose relaxation has a solution, with its prices."""
    for seed in seeds:
        problem, findings = build_problem(*random_question(seed))
        relaxed = None if has_errors(findings) else relaxed_prices(problem)
        if relaxed is not None:
            yield seed, problem, relaxed


def _smoothed(dual: Dual) -> Prices:
    return smoothed_prices(dual, lambda *_: True)


def _refined(dual: Dual, prices: Prices, size: int) -> Prices:
    return refined(dual, unrefined(dual, prices), size, 3, lambda _: True).prices


def _stated(dual: Dual, prices: Prices) -> float:
    return float(bound(dual.problem, dual.listed(prices, GRID, "test")))


def test_the_dual_is_the_price_bound_and_its_least_is_near_the_relaxation() -> None:
    gaps, refined_gaps = [], []
    for seed, problem, relaxed in _questions(range(60)):
        dual, least = make_dual(problem, 1), float(bound(problem, relaxed))
        prices = _smoothed(dual)
        value = dual.value(prices, dual.margins(prices)) / problem.benefit_scale
        stated = _stated(dual, prices)
        assert stated == pytest.approx(value, rel=1e-3, abs=1e-3), seed
        reached = _stated(dual, _refined(dual, prices, len(problem.projects)))
        gaps.append((stated - least) / max(1.0, abs(least)))
        refined_gaps.append((reached - least) / max(1.0, abs(least)))
    assert len(gaps) > 40
    assert median(gaps) < 0.005
    assert sorted(gaps)[len(gaps) * 9 // 10] < 0.05
    assert max(refined_gaps) < 1e-5


def many_projects(size: int, seed: int) -> Problem:
    """Return a larger problem, put together of copies of a question, all on the same quotas, with other benefits."""
    problem, _ = build_problem(*random_question(seed))
    generator = np.random.default_rng(seed)
    copies = 1 + size // len(problem.projects)
    options, projects, costs = problem.option_count, len(problem.projects), len(problem.cost_amount)
    lives, width = len(problem.life.cap), len(str(copies))

    def tiled(array: np.ndarray, step: int) -> np.ndarray:
        return frozen_ints((array[None, :] + step * np.arange(copies)[:, None]).ravel().tolist())

    def terms(entries: Terms) -> Terms:
        return Terms(tiled(entries.row, 0), tiled(entries.option, options), tiled(entries.amount, 0))

    ids = tuple(f"{copy:0{width}d} {name}" for copy in range(copies) for name in problem.projects)
    splits, life = problem.splits, problem.life
    living = np.where(splits.life >= 0, 1, 0)
    return replace(
        problem,
        projects=ids,
        titles=ids,
        option_project=tiled(problem.option_project, projects),
        option_start=tiled(problem.option_start, 0),
        option_site=tiled(problem.option_site, 0),
        benefit=frozen_ints(np.rint(np.tile(problem.benefit, copies) * generator.uniform(50, 150, options * copies))),
        benefit_scale=problem.benefit_scale * 100,
        must=np.zeros(projects * copies, dtype=np.bool_),
        limit=frozen_ints(problem.limit * copies // 3),
        demand=terms(problem.demand),
        draw_cap=frozen_ints(problem.draw_cap * copies // 3),
        carry_cap=frozen_ints(problem.carry_cap * copies // 3),
        fund_limit=problem.fund_limit * copies // 3,
        cost_option=tiled(problem.cost_option, options),
        cost_period=tiled(problem.cost_period, 0),
        cost_amount=tiled(problem.cost_amount, 0),
        splits=replace(
            splits,
            cost=tiled(splits.cost, costs),
            fund=tiled(splits.fund, 0),
            cap=tiled(splits.cap, 0),
            life=frozen_ints((splits.life[None, :] + lives * np.arange(copies)[:, None] * living).ravel().tolist()),
        ),
        life=replace(life, option=tiled(life.option, options), fund=tiled(life.fund, 0), cap=tiled(life.cap, 0)),
        rule_terms=terms(problem.rule_terms),
        rule_side=frozen_ints(np.zeros(len(problem.rules), dtype=np.int64)),
    )


@pytest.mark.parametrize("seed", [0, 4, 13, 22])
def test_prices_of_thousands_of_projects_come_near_the_relaxation(seed: int) -> None:
    """Together the seeds have draws, carries, splits, shares of whole costs, equalities and every other kind of row."""
    problem = many_projects(1200, seed)
    relaxed = relaxed_prices(problem)
    assert relaxed is not None
    dual, least = make_dual(problem, 1), float(bound(problem, relaxed))
    prices = _smoothed(dual)
    stated = _stated(dual, prices)
    assert least * (1 - 1e-9) <= stated <= least * 1.005
    reached = _stated(dual, _refined(dual, prices, 300))
    assert reached <= stated * (1 + 1e-9)
    if not len(problem.life.cap):
        assert reached <= least * (1 + 1e-6)


def test_prices_do_not_depend_on_the_number_of_threads() -> None:
    problem = many_projects(6000, 6)
    found = [_smoothed(make_dual(problem, threads)) for threads in (1, 2, 3)]
    for prices in found[1:]:
        assert prices.row.tobytes() == found[0].row.tobytes()
        assert prices.life.tobytes() == found[0].life.tobytes()


def test_a_window_with_its_fixed_rest_is_the_whole() -> None:
    """What holds in the window holds in the whole and has the benefit of both parts."""
    looked_at = 0
    for seed, problem, _ in _questions(range(200, 250)):
        dual = make_dual(problem, 1)
        margin = dual.margins(_smoothed(dual))
        chosen = best_choice(dual, margin)
        free = in_doubt(dual, margin, len(problem.projects) // 2)
        window = window_of(problem, free, chosen)
        assert len(window.fixed) + len(window.option) <= problem.option_count
        inside = np.flatnonzero(np.isin(window.option, chosen)).tolist()
        added = list(range(len(window.option), window.problem.option_count))
        part, whole = complete(window.problem, [*inside, *added]), complete(problem, window.whole(inside).tolist())
        assert window.whole(inside).tolist() == chosen.tolist(), seed
        if len(problem.life.cap):
            continue
        assert (part is None) == (whole is None), seed
        if part is not None and whole is not None:
            assert np.array_equal(part.draws, whole.draws), seed
            assert np.array_equal(part.carries, whole.carries), seed
            assert not check(window.problem, part) or check(problem, whole), seed
            looked_at += 1
    assert looked_at > 10


def test_numbers_of_a_portfolio_that_is_too_large_for_64_bits_are_checked_exactly() -> None:
    problem, _ = build_problem(*random_question(6))
    huge = replace(problem, limit=np.full(len(problem.quotas), 2**62))
    amounts = replace(problem.demand, amount=np.full(len(problem.demand.row), 2**61))
    none = frozen_ints([0] * len(problem.quotas))
    everything = frozen_ints(range(problem.option_count))
    plan = Portfolio(everything, none, none, frozen_ints([0] * len(problem.splits.cap)))
    broken = [finding.what for finding in check(replace(huge, demand=amounts), plan)]
    demanded = np.bincount(problem.demand.row, minlength=len(problem.quotas))
    exceeded = sum(what.endswith("is exceeded.") for what in broken)
    assert exceeded == int((demanded > 2).sum()) > 0
