"""What the exact solver and a search beside it tell each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Protocol

import numpy as np

from kaimen.problem import Ints, Problem
from kaimen.solve.complete import complete
from kaimen.solve.model import Floats, Model, point_of


class Finder(Protocol):
    """A search that takes portfolios, as their options, and has a best one."""

    def offer(self, chosen: list[int]) -> None:
        """Take the options of a portfolio that the other side found."""

    def best(self) -> tuple[int, Sequence[int] | Ints] | None:
        """Return the scaled benefit and the options of the best portfolio so far."""


class Exchange:
    """A `kaimen.solve.highs.Partner` that speaks for a finder, in the columns of the model."""

    def __init__(self, problem: Problem, model: Model, other: Finder) -> None:
        self.problem, self.model, self.other = problem, model, other
        self._given = -inf

    def offer(self, values: Floats) -> None:
        """Hand a point of the solver's over to the finder."""
        self.other.offer(np.flatnonzero(values[self.model.columns["option"]] > 0.5).tolist())

    def better(self, objective: float) -> Floats | None:
        """Return the finder's best as a point, if its objective is below this and it was not given before."""
        found = self.other.best()
        if found is None or found[0] <= self._given:
            return None
        worth = found[0] / self.problem.benefit_scale / self.model.benefit_unit
        if -worth >= objective:
            return None
        self._given = found[0]
        portfolio = complete(self.problem, list(found[1]))
        return point_of(self.problem, self.model, portfolio) if portfolio is not None else None
