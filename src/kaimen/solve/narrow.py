"""The relaxation of a model over few of its columns, as many as its answers need.

Few options are ever near to being chosen. A linear program over these is solved; its duals price all other columns;
those that would lower the objective join it, until there is none (column generation: Gilmore and Gomory 1961,
doi:10.1287/opre.9.6.849). So each answer is the one of the whole relaxation. Where the few allow no answer, the whole
is asked.
"""

from __future__ import annotations

from math import inf

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.problem import Ints
from kaimen.solve.highs import Basis, Linear, Solved
from kaimen.solve.model import Floats, Model

_FIRST = 300
"""Columns beyond those that the first answer uses."""

_SAME = 1e-9
"""A column joins where it lowers the objective by more than this to one unit of it, as the solver's own tolerance."""


class Narrow:
    """The relaxation of a model, solved again and again; `columns` are the few it stands on so far."""

    def __init__(self, model: Model) -> None:
        self._model, self._whole = model, Linear(model)
        self._by_column = sparse.csr_array(model.matrix.T)
        rows, columns = model.matrix.shape
        self._place, self._row_place = np.full(columns, -1), np.full(rows, -1)
        self.columns = self._rows = np.zeros(0, dtype=np.int64)
        self._few: Linear | None = None

    def solve(self, closed: Ints, filled: Ints, basis: Basis | None = None, worst: float = inf) -> Solved | None:
        """Solve with these columns at 0 and these rows at 1 or more; the duals are not told.

        Returns None where nothing fits, or nothing with an objective below `worst`.
        """
        if self._few is None:
            return self._solve_whole(closed, filled, worst)
        self._take(np.zeros(0, dtype=np.int64), filled)
        while True:
            shut = self._place[closed]
            solved = self._few.solve(shut[shut >= 0], self._row_place[filled], basis)
            if solved is None:
                return self._solve_whole(closed, filled, worst)
            missing = self._missing(solved.duals, closed)
            if not len(missing):
                break
            self._take(missing)
            basis = solved.basis
        if solved.objective >= worst:
            return None
        values = np.zeros(len(self._place))
        values[self.columns] = solved.values
        return Solved(solved.objective, values, solved.duals, solved.basis)

    def _missing(self, duals: Floats, closed: Ints) -> Ints:
        """Return the columns left out that would lower the objective at these duals."""
        whole = np.zeros(len(self._row_place))
        whole[self._rows] = duals
        cost = self._model.objective - self._by_column @ whole
        cost[self.columns] = cost[closed] = 0.0
        return np.flatnonzero(cost < -_SAME)

    def _solve_whole(self, closed: Ints, filled: Ints, worst: float) -> Solved | None:
        """Solve over all columns, and let those that the answer uses join the few."""
        solved = self._whole.solve(closed, filled, None, worst)
        if solved is None:
            return None
        used = solved.values > 0
        if self._few is None:
            cost = self._model.objective - self._by_column @ solved.duals
            nearest = np.argsort(np.where(used, -inf, cost), kind="stable")
            used[nearest[: 2 * int(used.sum()) + _FIRST]] = True
            self._begin(used)
        else:
            self._take(np.flatnonzero(used & (self._place < 0)), filled)
        return Solved(solved.objective, solved.values, solved.duals, None)

    def _begin(self, used: npt.NDArray[np.bool_]) -> None:
        """Make the program over the columns used, without rows that they have no part in and that hold without them."""
        model = self._model
        self.columns = np.flatnonzero(used)
        block = sparse.csr_array(model.matrix[:, self.columns])
        is_idle = (np.diff(block.indptr) == 0) & (model.row_lower <= 0) & (model.row_upper >= 0)
        self._rows = np.flatnonzero(~is_idle)
        self._place[self.columns] = np.arange(len(self.columns))
        self._row_place[self._rows] = np.arange(len(self._rows))
        few = Model(
            model.objective[self.columns],
            model.column_upper[self.columns],
            model.integer[self.columns],
            sparse.csc_array(block[self._rows]),
            model.row_lower[self._rows],
            model.row_upper[self._rows],
            {},
            {},
            model.row_unit[self._rows],
            model.benefit_unit,
        )
        self._few = Linear(few)

    def _take(self, columns: Ints, rows: Ints | None = None) -> None:
        """Let columns join, and the rows that they have a part in, and these rows."""
        wanted = np.unique(self._model.matrix[:, columns].indices) if len(columns) else columns
        wanted = np.union1d(wanted, rows) if rows is not None else wanted
        rows = wanted[self._row_place[wanted] < 0]
        if self._few is None or (not len(columns) and not len(rows)):
            return
        self._row_place[rows] = len(self._rows) + np.arange(len(rows))
        self._place[columns] = len(self.columns) + np.arange(len(columns))
        self._rows, self.columns = np.append(self._rows, rows), np.append(self.columns, columns)
        self._few.add(self._model, columns, rows, self._row_place)
