"""Looking at every choice within the gap, where these are few enough: the proof for few projects and hard quotas.

At a price list each project loses what its choice's margin is below its best one. A portfolio better than the best one
so far loses in all less than what is between the price bound and that one's benefit. So choices are made project by
project, and given up as soon as too much is lost: at any of several price lists, each best for the questions that some
first choices leave. In the same way a row gives up: a choice takes of it what it demands above the least choice of its
project, and all least choices together leave so much (Lawler and Bell 1966, doi:10.1287/opre.14.6.1098, for implicit
enumeration; Glover 1968, doi:10.1287/opre.16.4.741, for bounds from rows added up).

Sums are whole numbers, so what is ruled out is ruled out exactly. Whether a choice that is left can be completed by
draws, carries and splits is asked of `complete`. How many choices there would be at one price list alone is counted
beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, inf, isfinite

import numpy as np

from kaimen.portfolio import PriceList, bound
from kaimen.portfolio.bound import margins
from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem
from kaimen.solve.highs import Relaxation
from kaimen.solve.kernels.walk import DEPTH, ENDED, FOUND, NODES, walk
from kaimen.solve.model import Floats, build_model
from kaimen.solve.relax import price_grid, prices_of

_MOST_OPTIONS = 2_000
_STEPS = 1_000
_LISTS, _FEW_CHOICES = 32, 1e5
_LARGEST = 2.0**61
_TRY, _MOST_NODES = 200_000, 60_000_000
_TO_TRY = 0.15
"""The part of the seconds left after which a search has to show that it comes to its end in time."""


class Exhaust:
    """A search through every choice within the gap, to be gone on with a little at a time.

    `choices` is how many there are as counted at one price list, infinite where they cannot be looked at; several lists
    and the rows leave a thousandth of them or less. `done` says that none is left that is better than the best.
    """

    def __init__(self, problem: Problem, prices: PriceList, best: int) -> None:
        """Count the choices; `best` is the scaled benefit of the best portfolio so far."""
        self.problem, self.prices, self.best = problem, prices, best
        self.done = False
        few = 0 < problem.option_count <= _MOST_OPTIONS
        main, nothing = _losses(problem, prices, best) if few else None, np.zeros(0, dtype=np.int64)
        self._main = main or (nothing, 0)
        self._order = _order(problem, *main) if main else nothing
        self._ways = _ways(problem, *main, self._order) if main else np.full((1, 1), inf)
        self.choices = float(self._ways[0, -1])
        self._table: _Table | None = None

    def step(self, best: int, nodes: int) -> list[int] | None:
        """Make so many choices of one project; return a choice of all that may be better than the best now."""
        table = self._table = self._table or self._begin()
        self._least[: table.lists] += (best - self.best) * self.prices.grid
        self.best = best
        why = walk(table.first, table.loss, self._least, self._slack, self._at, self._count, nodes)
        self.done = why == ENDED
        chosen = table.option[self._at - 1] if why == FOUND else np.zeros(0, dtype=np.int64)
        return [int(option) for option in np.sort(chosen[chosen >= 0])] if why == FOUND else None

    @property
    def nodes(self) -> int:
        """Choices of one project made so far."""
        return int(self._count[NODES]) if self._table is not None else 0

    @property
    def part(self) -> float:
        """Which part of the choices is behind, about."""
        table, passed = self._table, 0.0
        if table is None:
            return 0.0
        for depth in range(int(self._count[DEPTH]) + 1):
            left = self._slack[depth, 0] - table.loss[table.first[depth] : self._at[depth], 0]
            if depth < self._count[DEPTH]:
                left = left[:-1]
            place = np.clip(left // self._width, -1, _STEPS)
            passed += float(np.where(place >= 0, self._ways[depth + 1, place], 0.0).sum())
        return min(1.0, passed / max(self.choices, 1.0))

    def pays(self, spent: float, left: float) -> bool:
        """Return whether the search seems to come to its end in the nodes that it may make and the seconds left."""
        if self.nodes < _TRY:
            return True
        part = self.part
        if self.nodes > part * _MOST_NODES:
            return False
        return not isfinite(left) or spent < max(_TO_TRY, 0.9 * part) * left

    def _begin(self) -> _Table:
        problem, main, grid = self.problem, self._main, self.prices.grid
        others = _others(problem, main, self._order) if self.choices > _FEW_CHOICES else []
        # At prices of 0 a choice of all projects loses less than the slack only where its benefit is above the best.
        zero = replace(PriceList.zero(problem), grid=grid)
        lists = [part for part in (_losses(problem, other, self.best) for other in (*others, zero)) if part]
        table = _table(problem, [main, *lists], self._order)
        self._width = max(1, main[1] // _STEPS)
        self._least, self._at = np.zeros(len(table.slack), dtype=np.int64), table.first[:-1].copy()
        self._slack = np.zeros((len(table.first), len(table.slack)), dtype=np.int64)
        self._slack[0], self._count = table.slack, np.zeros(2, dtype=np.int64)
        return table


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Choices (an option or -1) by group, and what each takes of each slack; lists come before rows."""

    first: Ints
    option: Ints
    loss: Ints  # (choices, C)
    slack: Ints  # C, before the first choice
    lists: int


def _losses(problem: Problem, prices: PriceList, best: int) -> tuple[Ints, int] | None:
    """Return what each choice (options, then one for none per project) loses, and less than what a better one loses."""
    margin = margins(problem, prices)
    slack = floor(bound(problem, prices) * prices.grid * problem.benefit_scale) - (best + 1) * prices.grid
    none = np.zeros(len(problem.projects), dtype=margin.dtype)
    if margin.dtype == object or abs(slack) > _LARGEST or float(np.abs(margin).max()) > 0.25 * _LARGEST:
        return None
    top = np.maximum.reduceat(margin, _first(problem))
    top = np.where(problem.must, top, np.maximum(top, 0))
    none = np.where(problem.must, int(_LARGEST), top)
    return np.append(top[problem.option_project] - margin, none), slack


def _first(problem: Problem) -> Ints:
    return np.searchsorted(problem.option_project, np.arange(len(problem.projects)))


def _project(problem: Problem) -> Ints:
    """Return the project of each choice."""
    return np.append(problem.option_project, np.arange(len(problem.projects)))


def _ways(problem: Problem, loss: Ints, slack: int, order: Ints) -> Floats:
    """Return how many choices of the projects from a place in the order on lose no more than so many steps."""
    ways = np.ones((len(order) + 1, _STEPS + 1))
    if slack < 0:
        return 0.0 * ways
    step, project = loss // max(1, slack // _STEPS), _project(problem)
    for place in range(len(order) - 1, -1, -1):
        ways[place] = 0.0
        for steps in step[project == order[place]].tolist():
            if steps <= _STEPS:
                ways[place, steps:] += ways[place + 1, : _STEPS + 1 - steps]
    return ways


def _order(problem: Problem, loss: Ints, slack: int) -> Ints:
    """Return the projects, those first whose choices lose most."""
    project, most = _project(problem), np.minimum(loss, max(slack, 0) + 1)
    total = np.bincount(project, weights=most.astype(float)) / np.bincount(project)
    return np.argsort(-total, kind="stable")


def _others(problem: Problem, main: tuple[Ints, int], order: Ints) -> list[PriceList]:
    """Return price lists that are best where the first projects, in an order, have choices drawn at random."""
    model, random = build_model(problem, relaxed=True), np.random.default_rng(problem.seed % 2**32)
    relaxation, grid, found = Relaxation(model), price_grid(problem), []
    options = problem.option_count
    for _ in range(_LISTS):
        column, lower, left = model.column_upper.copy(), model.row_lower.copy(), main[1]
        for one in order[: int(random.integers(1, max(2, int(0.8 * len(order)))))].tolist():
            mine = np.append(np.array(problem.options_of(one)), options + one)
            loss = main[0][mine].astype(float)
            weight = np.where(loss <= left, np.exp(-6.0 * loss / max(left, 1.0)), 0.0)
            if not weight.any():
                break
            pick = int(random.choice(len(mine), p=weight / weight.sum()))
            left -= int(main[0][mine[pick]])
            column[np.delete(mine, pick)[:-1] if pick < len(mine) - 1 else mine[:-1]] = 0.0
            lower[model.rows["choice"].start + one] = float(pick < len(mine) - 1)
        answer = relaxation.within(column, lower, model.row_upper)
        if answer.values is not None and answer.row_duals is not None:
            found.append(prices_of(problem, model, answer.row_duals, grid))
    return found


def _table(problem: Problem, lists: list[tuple[Ints, int]], order: Ints) -> _Table:
    project = _project(problem)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    losses, slacks = [loss for loss, _ in lists], [slack for _, slack in lists]
    for amount, side in _rows(problem):
        taken = np.append(amount, np.zeros(len(order), dtype=np.int64))
        may = np.append(np.ones(len(amount), dtype=np.bool_), ~problem.must)
        least = np.full(len(order), np.iinfo(np.int64).max)
        np.minimum.at(least, project[may], taken[may])
        losses.append(taken - least[project])
        slacks.append(side - int(least.sum()))
    loss = np.stack(losses, axis=1)
    may = np.append(np.ones(problem.option_count, dtype=np.bool_), ~problem.must)
    kept = np.lexsort((np.arange(len(project)), loss[:, 0], place[project]))
    kept = kept[may[kept]]
    first = np.searchsorted(place[project[kept]], np.arange(len(order) + 1))
    option = np.where(kept < problem.option_count, kept, -1)
    return _Table(first, option, np.ascontiguousarray(loss[kept]), np.array(slacks, dtype=np.int64), len(lists))


def _rows(problem: Problem) -> list[tuple[Ints, int]]:
    """Return rows that every portfolio keeps: what each option takes, and the most that all may take.

    A quota row may draw and be carried into up to the caps; a pool with all that is below it likewise.
    """
    found: list[tuple[Ints, int]] = []
    into = [0] * len(problem.quotas)
    for row in np.flatnonzero(problem.carry_to >= 0).tolist():
        up, down = problem.carry_rate[row].tolist()
        into[problem.carry_to[row]] += int(problem.carry_cap[row]) * up // down + 1
    above = problem.above.tolist()
    for row in range(len(problem.quotas)):
        for rows in {(row,), tuple(_below(above, row))}:
            side = sum(int(problem.limit[one]) + into[one] for one in rows) + int(problem.draw_cap[row])
            found.append((_taken(problem, rows), side))
    for number, rule in enumerate(problem.rules):
        mine = problem.rule_terms.row == number
        amount = np.zeros(problem.option_count, dtype=np.int64)
        np.add.at(amount, problem.rule_terms.option[mine], problem.rule_terms.amount[mine])
        side = int(problem.rule_side[number])
        if rule.sense != AT_LEAST:
            found.append((amount, side))
        if rule.sense != AT_MOST:
            found.append((-amount, -side))
    return found


def _below(above: list[int], row: int) -> list[int]:
    """Return a row and all that draw on it, directly or not."""
    found = [row]
    for one in found:
        found += [other for other, pool in enumerate(above) if pool == one]
    return found


def _taken(problem: Problem, rows: tuple[int, ...]) -> Ints:
    mine = np.isin(problem.demand.row, rows)
    amount = np.zeros(problem.option_count, dtype=np.int64)
    np.add.at(amount, problem.demand.option[mine], problem.demand.amount[mine])
    return amount
