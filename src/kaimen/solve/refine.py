"""From prices near the best to those of the linear relaxation, by a linear program over a window.

Only the projects in doubt at the prices stay free; of the others the best option is taken. Prices
may move within a box around the last ones (boxstep: Marsten, Hogan and Blankenship 1975,
doi:10.1287/opre.23.3.389), so that a window that misses projects cannot lead them far off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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
_ENOUGH = 2e-6


@dataclass(frozen=True, slots=True, eq=False)
class Refined:
    """Prices, the margins (O) and the bound (scaled benefit) at them, and how much of each option (O) is taken.

    What is taken is from the last linear program; before there is one, the best choice at the prices.
    """

    prices: Prices
    margin: Floats
    value: float
    taken: Floats


def unrefined(dual: Dual, prices: Prices) -> Refined:
    """Return prices as they are, with what belongs to them."""
    margin = dual.margins(prices)
    taken = np.zeros(len(margin))
    taken[best_choice(dual, margin)] = 1.0
    return Refined(prices, margin, dual.value(prices, margin), taken)


def refined(dual: Dual, before: Refined, size: int, rounds: int, go_on: Callable[[Refined], bool]) -> Refined:
    """Return prices with a bound at most that of those given, from windows of `size` projects.

    `go_on` is asked before each linear program.
    """
    best, part = before, _PART
    for _ in range(rounds):
        if not go_on(best):
            break
        chosen = best_choice(dual, best.margin)
        window = window_of(dual.problem, in_doubt(dual, best.margin, size), chosen)
        found = _solved(dual, best.prices, window, part)
        if found is None:
            break
        trial, inside = found
        margin = dual.margins(trial)
        value = dual.value(trial, margin)
        gain = best.value - value
        taken = np.zeros(len(margin))
        taken[window.fixed] = 1.0
        taken[window.option] = inside
        best = Refined(trial, margin, value, taken) if gain > 0 else replace(best, taken=taken)
        if abs(gain) <= _ENOUGH * max(1.0, abs(value)):
            break
        part *= 1.0 if gain > 0 else 0.2
    return best


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
    near = doubt(dual, margin)
    nearest = np.argpartition(near, min(size, len(near) - 1))[:size] if len(near) else np.zeros(0, dtype=np.int64)
    columns, tangle_of = dual.columns, _tangle_of(dual)
    broken = np.zeros(len(columns.tangle_start) - 1, dtype=np.bool_)
    broken[_broken_tangles(dual, best_choice(dual, margin))] = True
    return with_blocks(dual, np.append(nearest, columns.block_project[broken[tangle_of]]))


def with_blocks(dual: Dual, projects: Ints) -> Ints:
    """Return the projects (ascending) and all that share a block, or a tangle of blocks, with one of them."""
    columns, tangle_of = dual.columns, _tangle_of(dual)
    free = np.zeros(len(dual.problem.projects), dtype=np.bool_)
    free[projects] = True
    touched = np.zeros(len(columns.tangle_start) - 1, dtype=np.bool_)
    touched[tangle_of[free[columns.block_project]]] = True
    free[columns.block_project[touched[tangle_of]]] = True
    return np.flatnonzero(free)


def _tangle_of(dual: Dual) -> Ints:
    """Return the tangle of each entry of `Columns.block_project`."""
    columns = dual.columns
    tangle = np.repeat(np.arange(len(columns.tangle_start) - 1), np.diff(columns.tangle_start))
    return np.repeat(tangle, np.diff(columns.block_start))


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


def _solved(dual: Dual, prices: Prices, window: Window, part: float) -> tuple[Prices, Floats] | None:
    """Return the prices of a window's linear program and the values of the window's options."""
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
    if answer.row_duals is None or answer.values is None:
        return None
    found = Prices(prices.row.copy(), prices.life.copy())
    found.row[row] = -answer.row_duals[at] * unit[at]
    sense = dual.book.sense
    found.row[(sense != 0) & (sense * found.row < 0.0)] = 0.0
    life = np.flatnonzero(np.isin(dual.problem.life.option, window.option))
    living = _places(model.rows["life"])
    found.life[life] = np.maximum(0.0, -answer.row_duals[living] * unit[living])
    return found, answer.values[: len(window.option)]


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
