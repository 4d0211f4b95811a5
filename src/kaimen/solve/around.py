"""Sub-problems around a portfolio of a problem that one model holds: a few hundred projects free, the rest as it is.

Which are free is drawn, in turns: among projects whose best and next best choice are nearly equal at the prices; among
those that demand the same priced quotas as one of these; and those whose choice the relaxation would make otherwise
(RINS: Danna, Rothberg and Le Pape 2005, doi:10.1007/s10107-004-0518-7). How many is learnt: more after a sub-problem
that was solved to its end, fewer after one that was not. The same calls give the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.portfolio import PriceList
from kaimen.problem import Ints, Problem
from kaimen.solve.complete import complete
from kaimen.solve.margins import price_margins
from kaimen.solve.model import Floats, build_model
from kaimen.solve.near import solve_near
from kaimen.solve.parts import Parts
from kaimen.solve.stop import Stop, max_nodes

_FIRST, _FEWEST, _MOST = 150, 60, 400
_FIRST_PARTS, _FEWEST_PARTS = 3, 2
_REACH = (1.5, 2.5, 4.0)
_NODES = 20


class Around:
    """A series of sub-problems; `values` is the relaxation's point (O), where it has one."""

    def __init__(self, problem: Problem, prices: PriceList, values: Floats | None) -> None:
        self.problem, self.size, self.steps = problem, float(_FIRST), 0
        self._model = build_model(problem)
        self._random = np.random.default_rng([2, problem.seed % 2**32])
        margin = price_margins(problem, prices)
        best, second = _two_best(problem, margin)
        self._doubt = best - second
        self._nearest = np.argsort(self._doubt, kind="stable")
        self._values = values
        self._shared = _priced_rows(problem, prices)
        self.parts: Parts | None = None
        self._several = float(_FIRST_PARTS)

    def step(self, chosen: Sequence[int], stop: Stop) -> list[int] | None:
        """Return a better choice than the one given, or None."""
        portfolio = complete(self.problem, chosen)
        if portfolio is None:
            return None
        by_part = self.parts is not None and self.steps % 2 == 0
        free = np.zeros(len(self.problem.projects), dtype=np.bool_)
        free[self._drawn_parts() if by_part else self._drawn(portfolio.chosen)] = True
        stop = stop | max_nodes(_NODES)
        found = solve_near(self.problem, portfolio, free, stop, model=self._model, heuristics=False)
        self.steps += 1
        self._learn(by_part, 1.2 if found is not None and found.is_best else 0.9)
        before = int(self.problem.benefit[portfolio.chosen].sum())
        if found is None or int(self.problem.benefit[found.portfolio.chosen].sum()) <= before:
            return None
        return [int(option) for option in found.portfolio.chosen]

    def _learn(self, by_part: bool, factor: float) -> None:
        if by_part:
            self._several = min(max(self._several * factor, _FEWEST_PARTS), len(self.parts.parts) if self.parts else 0)
        else:
            self.size = min(max(self.size * factor, _FEWEST), _MOST, len(self.problem.projects))

    def _drawn_parts(self) -> Ints:
        parts = self.parts.parts if self.parts is not None else ()
        picked = self._random.choice(len(parts), min(int(self._several), len(parts)), replace=False)
        return np.concatenate([parts[number].projects for number in picked])

    def _drawn(self, chosen: Ints) -> Ints:
        size, way = int(self.size), (self.steps // (1 if self.parts is None else 2)) % 3
        if way == 1 and self._values is not None:
            taken = np.zeros(self.problem.option_count)
            taken[chosen] = 1.0
            apart = np.zeros(len(self.problem.projects))
            np.maximum.at(apart, self.problem.option_project, np.abs(taken - self._values))
            order = np.argsort(self._doubt - 1e3 * self._doubt.max(initial=1.0) * (apart > 1e-6), kind="stable")
            differ = int((apart > 1e-6).sum())
            pool = order[: max(size, min(differ, 2 * size))]
            return self._some(pool, size)
        if way == 2:
            seed = int(self._nearest[int(self._random.integers(min(2 * size, len(self._nearest))))])
            alike = (self._shared @ self._shared[[seed]].T).toarray().ravel()
            return self._some(np.lexsort((self._doubt, -alike))[: int(1.2 * size)], size)
        reach = _REACH[int(self._random.integers(len(_REACH)))]
        return self._some(self._nearest[: int(size * reach)], size)

    def _some(self, pool: Ints, size: int) -> Ints:
        picked: Ints = self._random.choice(pool, min(size, len(pool)), replace=False)
        return picked


def _two_best(problem: Problem, margin: Floats) -> tuple[Floats, Floats]:
    """Return the two greatest margins of each project; choosing nothing has margin 0 where it may be."""
    count = len(problem.projects)
    projects = np.concatenate([problem.option_project, np.flatnonzero(~problem.must)])
    margins = np.concatenate([margin, np.zeros(int((~problem.must).sum()))])
    order = np.lexsort((-margins, projects))
    projects, margins = projects[order], margins[order]
    first = np.searchsorted(projects, np.arange(count))
    following = np.minimum(first + 1, len(projects) - 1)
    is_second = (first + 1 < len(projects)) & (projects[following] == np.arange(count))
    best = margins[np.minimum(first, len(margins) - 1)]
    return best, np.where(is_second, margins[following], best - 1e12)


def _priced_rows(problem: Problem, prices: PriceList) -> sparse.csr_array:
    """Return which projects (P) demand which quotas that have a price (R), and the pools above them."""
    wanted: npt.NDArray[np.bool_] = prices.quota[problem.demand.row] > 0
    row, project = problem.demand.row[wanted], problem.option_project[problem.demand.option[wanted]]
    shape = (len(problem.projects), len(problem.quotas))
    shared = sparse.csr_array((np.ones(len(row)), (project, row)), shape=shape)
    return sparse.csr_array((np.ones(len(shared.data)), shared.indices, shared.indptr), shape=shape)
