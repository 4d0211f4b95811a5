"""From prices near the best to those of the linear relaxation, by a linear program over a window.

Only the projects in doubt at the prices stay free; of the others the best option is taken. Prices
may move within a box around the last ones (boxstep: Marsten, Hogan and Blankenship 1975,
doi:10.1287/opre.23.3.389), so that a window that misses projects cannot lead them far off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.problem import Ints
from kaimen.solve.book import Floats
from kaimen.solve.dual import Dual
from kaimen.solve.highs import run_relaxation
from kaimen.solve.model import Model, build_model
from kaimen.solve.pricing import Prices
from kaimen.solve.window import Window, window_of

_PART = 0.1
_LEAST_PART = 1e-3


def refined_prices(
    dual: Dual, prices: Prices, size: int, rounds: int, go_on: Callable[[], bool] = lambda: True
) -> Prices:
    """Return prices with a bound at most that of those given, from windows of `size` projects."""
    margin = dual.margins(prices)
    value = dual.value(prices, margin)
    part = _PART
    for _ in range(rounds):
        if not go_on():
            break
        window = window_of(dual.problem, in_doubt(dual, margin, size), best_choice(dual, margin))
        trial = _solved(dual, prices, window, part)
        if trial is None:
            break
        seen = dual.margins(trial)
        reached = dual.value(trial, seen)
        gain = value - reached
        if gain > 0:
            prices, margin, value = trial, seen, reached
        if abs(gain) <= 1e-6 * max(1.0, abs(value)):
            break
        part *= 1.0 if gain > 0 else 0.2
    return prices


def best_choice(dual: Dual, margin: Floats) -> Ints:
    """Return the option with the best margin of each project for which that is above 0, or that must be chosen."""
    problem, first = dual.problem, dual.columns.first
    if not len(problem.projects):
        return np.zeros(0, dtype=np.int64)
    best = np.maximum.reduceat(margin, first[:-1])
    at_best = np.flatnonzero(margin == best[problem.option_project])
    leader = at_best[np.unique(problem.option_project[at_best], return_index=True)[1]]
    taken = problem.must | (best > 0.0)
    chosen: Ints = leader[taken[problem.option_project[leader]]]
    return chosen


def in_doubt(dual: Dual, margin: Floats, size: int) -> Ints:
    """Return the projects (ascending) whose best and next best choice are nearest, and all of their blocks.

    Blocks whose best choices break one of their own rows are in doubt too.
    """
    problem, columns = dual.problem, dual.columns
    near = doubt(dual, margin)
    count = len(problem.projects)
    order = np.argpartition(near, min(size, count - 1))[:size] if count else np.zeros(0, dtype=np.int64)
    free = np.zeros(count, dtype=np.bool_)
    free[order] = True
    tangle_of = np.repeat(
        np.repeat(np.arange(len(columns.tangle_start) - 1), np.diff(columns.tangle_start)),
        np.diff(columns.block_start),
    )
    open_tangle = np.zeros(len(columns.tangle_start) - 1, dtype=np.bool_)
    open_tangle[tangle_of[free[columns.block_project]]] = True
    open_tangle[_broken_tangles(dual, best_choice(dual, margin))] = True
    free[columns.block_project[open_tangle[tangle_of]]] = True
    return np.flatnonzero(free)


def doubt(dual: Dual, margin: Floats) -> Floats:
    """Return how far each project's best choice is from its next best, as a part of its usual benefit."""
    problem, first = dual.problem, dual.columns.first
    best = np.maximum.reduceat(margin, first[:-1])
    rest = margin.copy()
    at_best = np.flatnonzero(margin == best[problem.option_project])
    rest[at_best[np.unique(problem.option_project[at_best], return_index=True)[1]]] = -np.inf
    second = np.maximum.reduceat(rest, first[:-1])
    none = np.where(problem.must, -np.inf, 0.0)
    next_best = np.where(best > none, np.maximum(second, none), best)
    gap: Floats = np.where(best > none, best - next_best, none - best) / dual.book.usual
    return gap


def _broken_tangles(dual: Dual, chosen: Ints) -> Ints:
    """Return the tangles of blocks one of whose rows the choice breaks."""
    book, columns = dual.book, dual.columns
    local = book.side[columns.wide :]
    if not len(local):
        return np.zeros(0, dtype=np.int64)
    size = columns.start[chosen + 1] - columns.local[chosen]
    begin = np.repeat(columns.local[chosen] - (np.cumsum(size) - size), size)
    entry = begin + np.arange(int(size.sum()))
    use = np.bincount(columns.row[entry] - columns.wide, weights=columns.amount[entry], minlength=len(local))
    sense = book.sense[columns.wide :]
    broken = np.where(sense > 0, use > local, np.where(sense < 0, use < local, use != local))
    rows = np.flatnonzero(broken) + columns.wide
    block = np.searchsorted(columns.block_row_start, rows, side="right") - 1
    return np.searchsorted(columns.tangle_start, block, side="right") - 1


def _solved(dual: Dual, prices: Prices, window: Window, part: float) -> Prices | None:
    model = build_model(window.problem, relaxed=True)
    quotas, columns = len(dual.problem.quotas), dual.columns
    fund = np.arange(columns.fund_row, columns.wide)
    row = np.concatenate([np.arange(quotas), fund, columns.rule_row[window.rule]])
    at = np.concatenate([_places(model.rows[name]) for name in ("quota", "fund", "rule")])
    unit = model.benefit_unit * dual.problem.benefit_scale / model.row_unit
    wide = row < columns.wide
    natural = np.zeros(len(row))
    natural[wide] = dual.natural[row[wide]]
    room = part * (np.abs(prices.row[row]) + 0.1 * natural)
    if len(window.fixed) or len(window.option) < dual.problem.option_count:
        model = _boxed(model, at[wide], (prices.row[row] / unit[at])[wide], (room / unit[at])[wide])
    answer = run_relaxation(model)
    if answer.row_duals is None:
        return None
    found = Prices(prices.row.copy(), prices.life.copy())
    found.row[row] = -answer.row_duals[at] * unit[at]
    sense = dual.book.sense
    found.row[(sense != 0) & (sense * found.row < 0.0)] = 0.0
    life = np.flatnonzero(np.isin(dual.problem.life.option, window.option))
    living = _places(model.rows["life"])
    found.life[life] = np.maximum(0.0, -answer.row_duals[living] * unit[living])
    return found


def _places(rows: slice) -> npt.NDArray[np.int64]:
    return np.arange(rows.start, rows.stop)


def _boxed(model: Model, row: npt.NDArray[np.int64], price: Floats, room: Floats) -> Model:
    """Return the model with columns that keep the prices of some rows within `room` of the prices given."""
    size, ones = len(row), np.ones(len(row))
    shape = (len(model.row_upper), size)
    more = sparse.csc_array((ones, (row, np.arange(size))), shape=shape)
    return replace(
        model,
        objective=np.concatenate([model.objective, -(price - room), price + room]),
        column_upper=np.append(model.column_upper, np.full(2 * size, np.inf)),
        integer=np.append(model.integer, np.zeros(2 * size, dtype=np.bool_)),
        matrix=sparse.csc_array(sparse.hstack([model.matrix, more, -more])),
    )
