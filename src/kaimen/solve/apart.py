"""The rounds by parts of one search: prices, the bound that they prove, and portfolios combined from the answers."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isfinite

import numpy as np

from kaimen.problem import Problem
from kaimen.solve.closer import closer_duals
from kaimen.solve.complete import complete
from kaimen.solve.decompose import Decomposition
from kaimen.solve.exchange import Finder
from kaimen.solve.model import Model, point_of, whole_bound
from kaimen.solve.parts import Parts
from kaimen.solve.stop import Progress, Stop

_MOST = 40
"""Rounds."""

_WORTH = 0.05
"""A round is the last one that could or did bring the bound nearer by less than this part of the gap."""

_NOW = Progress(0.0, 0)


class Rounds:
    """Rounds over the parts of a problem, one a turn; `stated` is what no portfolio exceeds, None while unknown."""

    def __init__(self, problem: Problem, model: Model, parts: Parts) -> None:
        self.problem, self.parts = problem, parts
        self.stated: Fraction | None = None
        self._model = model
        self._rounds: Decomposition | None = None
        self._scale = model.benefit_unit * problem.benefit_scale

    def turn(self, finder: Finder, stop: Stop) -> bool:
        """Make a round, from the best of a search, which gets what is combined; return whether another is worth it."""
        if self._rounds is None:
            duals = closer_duals(self.problem, self._model, stop)
            if duals is None or stop(_NOW):
                return False
            self._rounds = Decomposition(self._model, self.parts, duals)
        self._take(self._rounds, finder)
        before = self._rounds.bound
        more = self._rounds.round(stop)
        if more is None:
            return False
        self.stated = self.problem.benefit_of(whole_bound(-self._rounds.bound * self._scale))
        self._combine(self._rounds, finder, stop)
        worth = _WORTH * (-_value(finder) / self._scale - self._rounds.bound)
        gained = self._rounds.bound - before if isfinite(before) else inf
        return min(more, gained) >= worth and self._rounds.rounds < _MOST

    def _combine(self, rounds: Decomposition, finder: Finder, stop: Stop) -> None:
        point = rounds.combine(stop, -_value(finder) / self._scale)
        if point is not None:
            finder.offer(np.flatnonzero(point[self._model.columns["option"]] > 0.5).tolist())

    def _take(self, rounds: Decomposition, finder: Finder) -> None:
        found = finder.best()
        portfolio = complete(self.problem, list(found[1])) if found is not None else None
        if portfolio is not None:
            rounds.take(point_of(self.problem, self._model, portfolio))


def _value(finder: Finder) -> float:
    found = finder.best()
    return found[0] if found is not None else -inf
