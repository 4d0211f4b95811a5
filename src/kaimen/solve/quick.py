"""A plan in a fixed and small amount of work, for questions that are near one already answered.

Relaxed prices and values of the varied problem, options of value 1 taken, the rest filled in order of
margin; where that keeps every rule it is the answer, else the whole problem is searched for a number
of nodes. The work is counted in nodes, never in seconds, so that the same question has the same answer
whatever else the machine does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaimen.errors import Finding
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound, check, margins
from kaimen.problem import Problem
from kaimen.solve.highs import Verdict, run_relaxation
from kaimen.solve.model import Floats, build_model
from kaimen.solve.order import fill, in_order
from kaimen.solve.search import NoPlan, prices_of, relaxed_prices, solve
from kaimen.solve.stop import max_nodes

_FEW = 300
"""With so many options or fewer the whole problem is searched."""


@dataclass(frozen=True, slots=True, eq=False)
class Warm:
    """What an answered question leaves to those near it: its prices (None: it has no plan)."""

    prices: PriceList | None


def warm_up(problem: Problem) -> Warm:
    """Return what questions near this one begin from."""
    return Warm(relaxed_prices(problem))


def quick(problem: Problem, warm: Warm, work: int) -> Result | NoPlan:
    """Return a plan of a problem near the one that `warm` comes from; work is counted in nodes.

    Its prices are of this problem's own relaxation, so its price bound is its own too.
    """
    if warm.prices is None:
        return NoPlan((_nothing(),))
    relaxed = _relaxed(problem)
    if relaxed is None:
        return NoPlan((_nothing(),))
    if problem.option_count <= _FEW and not len(problem.order):
        return solve(problem, max_nodes(work))
    prices, values = relaxed
    found = in_order(problem) if len(problem.order) else _rounded(problem, prices, values)
    if found is not None and not check(problem, found):
        bounds = Bounds(bound(problem, prices))
        return Result(found, prices, benefit(problem, found), bounds, Status.STOPPED)
    return NoPlan((_nothing(),)) if len(problem.order) else solve(problem, max_nodes(work))


def _relaxed(problem: Problem) -> tuple[PriceList, Floats] | None:
    model = build_model(problem, relaxed=True)
    answer = run_relaxation(model)
    if answer.verdict is Verdict.INFEASIBLE or answer.values is None:
        return None
    return prices_of(problem, model, answer), answer.values[model.columns["option"]]


def _rounded(problem: Problem, prices: PriceList, values: Floats) -> Portfolio | None:
    whole = np.flatnonzero(values > 1.0 - 1e-6).tolist()
    taken = set(problem.option_project[whole].tolist())
    margin = margins(problem, prices)
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    best = np.maximum.reduceat(margin, first) if len(first) else margin
    queue = [p for p in np.argsort(-best, kind="stable").tolist() if p not in taken]
    return fill(problem, whole, queue)


def _nothing() -> Finding:
    return Finding("E510", "No portfolio was found before the stop.", fix="Give it more time, or loosen the quotas.")
