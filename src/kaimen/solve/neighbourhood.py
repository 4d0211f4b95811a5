"""Which projects are free around a portfolio, the rest as it is; and sub-problems over them in the exact solver.

Drawn are, in turns, projects whose best and next best choice are nearest at the prices, and those of them that demand
the same priced quotas as one of these, such as a region's: where quotas are many, projects from everywhere share none,
and little can be exchanged between them. How many go to the exact solver is learnt for each way: more after a
sub-problem that was solved to its end, fewer after one that was not.
"""

from __future__ import annotations

import threading

import numpy as np
from scipy import sparse

from kaimen.problem import Ints
from kaimen.solve.book import Floats
from kaimen.solve.complete import complete, heights
from kaimen.solve.dual import Dual
from kaimen.solve.highs import Verdict, run
from kaimen.solve.model import build_model, point_of
from kaimen.solve.refine import Refined, doubt, with_blocks
from kaimen.solve.stop import Stop, max_nodes
from kaimen.solve.window import picked_terms, window_of

_FIRST, _FEWEST, _MOST = 90, 30, 600
_REACH = (1.5, 2.5, 4.0, 8.0)
_ALIKE_REACH = 1.3
_NODES = 20


class Neighbourhoods:
    """Draws sets of projects, and solves sub-problems; the same for the same problem, prices and portfolios."""

    def __init__(self, dual: Dual, at: Refined) -> None:
        self.dual, self.problem = dual, dual.problem
        self.nearest = np.argsort(doubt(dual, at.margin), kind="stable")[: 20 * _MOST]
        self.steps = 0
        self._sizes = [float(_FIRST), float(_FIRST)]
        self._random = np.random.default_rng([1, self.problem.seed % 2**32])
        self._lock = threading.Lock()
        self._rows = _priced_rows(dual, at, self.nearest)
        self._members = sparse.csc_array(self._rows)
        self._price = at.prices.row[: len(self.problem.quotas)]
        self._height = np.array(heights(self.problem), dtype=np.int64)

    def alike(self, places: int, size: int) -> Ints:
        """Return projects in doubt (ascending, with their blocks) around `places` of them drawn at random."""
        with self._lock:
            return with_blocks(self.dual, np.concatenate([self._alike(size) for _ in range(places)]))

    def at_waste(self, chosen: Ints, places: int, size: int) -> Ints:
        """Return projects in doubt that demand one of a few quotas, drawn by what is left of them, at their prices."""
        waste = self._wasted(chosen) * (np.diff(self._members.indptr) > 0)
        if not waste.any():
            return self.alike(places, size)
        with self._lock:
            rows = self._random.choice(len(waste), places, p=waste / waste.sum())
            return with_blocks(self.dual, np.concatenate([self._demanding(row, size) for row in rows.tolist()]))

    def step(self, chosen: Ints, stop: Stop) -> Ints | None:
        """Return a better choice than the one given, or None."""
        way, self.steps = self.steps % 2, self.steps + 1
        size = int(self._sizes[way])
        with self._lock:
            free = with_blocks(self.dual, self._alike(size) if way else self._near(size))
        window = window_of(self.problem, free, chosen)
        inside = window.inside(chosen)
        start = complete(window.problem, inside) if inside is not None else None
        if start is None:
            return None
        model = build_model(window.problem)
        step = 1.0 / (model.benefit_unit * self.problem.benefit_scale)
        answer = run(model, stop | max_nodes(_NODES), None, point_of(window.problem, model, start), step)
        factor = 1.25 if answer.verdict is Verdict.OPTIMAL else 0.9
        self._sizes[way] = min(max(size * factor, _FEWEST), _MOST, len(self.nearest))
        if answer.values is None:
            return None
        found = window.whole(np.flatnonzero(answer.values[model.columns["option"]] > 0.5))
        better = int(self.problem.benefit[found].sum()) > int(self.problem.benefit[chosen].sum())
        return found if better and complete(self.problem, found.tolist()) is not None else None

    def _demanding(self, row: int, size: int) -> Ints:
        """Return some of the projects most in doubt that demand a quota."""
        pool = self._members.indices[self._members.indptr[row] : self._members.indptr[row + 1]]
        pool = np.sort(pool)[: int(_ALIKE_REACH * size)]
        picked: Ints = self.nearest[self._random.choice(pool, min(size, len(pool)), replace=False)]
        return picked

    def _wasted(self, chosen: Ints) -> Floats:
        """Return what is left of each quota at its price, and of a draw on a pool whose price is lower; no carries."""
        problem, price = self.problem, self._price
        taken = picked_terms(problem.demand, chosen)
        use = np.bincount(taken.row, weights=taken.amount, minlength=len(price))
        waste = np.zeros(len(price))
        for height in range(int(self._height.max(initial=-1)) + 1):
            rows = np.flatnonzero(self._height == height)
            left, above = problem.limit[rows] - use[rows], problem.above[rows]
            draw = np.where(above >= 0, np.clip(-left, 0, problem.draw_cap[rows]), 0)
            cheaper = np.where(above >= 0, np.maximum(price[rows] - price[above], 0.0), 0.0)
            waste[rows] = np.maximum(left, 0) * price[rows]
            waste[rows] += np.where(draw > 0, problem.draw_cap[rows] - draw, 0) * cheaper
            np.add.at(use, above[above >= 0], draw[above >= 0])
        return waste

    def _near(self, size: int) -> Ints:
        pool = self.nearest[: int(size * _REACH[int(self._random.integers(len(_REACH)))])]
        picked: Ints = self._random.choice(pool, min(size, len(pool)), replace=False)
        return picked

    def _alike(self, size: int) -> Ints:
        place = int(self._random.integers(min(2 * size, len(self.nearest))))
        shared = (self._rows @ self._rows[[place]].T).toarray().ravel()
        pool = np.argsort(-shared, kind="stable")[: int(_ALIKE_REACH * size)]
        picked: Ints = self.nearest[self._random.choice(pool, min(size, len(pool)), replace=False)]
        return picked


def _priced_rows(dual: Dual, at: Refined, projects: Ints) -> sparse.csr_array:
    """Return which of some projects demand which quotas that have a price."""
    demand, option_project = dual.problem.demand, dual.problem.option_project
    number = np.full(len(dual.problem.projects), -1)
    number[projects] = np.arange(len(projects))
    quotas = len(dual.problem.quotas)
    wanted = (at.prices.row[:quotas] > 0)[demand.row] & (number[option_project[demand.option]] >= 0)
    pair = number[option_project[demand.option[wanted]]] * max(1, quotas) + demand.row[wanted]
    place, row = np.divmod(np.unique(pair), max(1, quotas))
    return sparse.csr_array((np.ones(len(place)), (place, row)), shape=(len(projects), quotas))
