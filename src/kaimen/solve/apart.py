"""The rounds by parts of one search: prices, the bound that they prove, and portfolios combined from the answers."""

from __future__ import annotations

from math import inf

import numpy as np

from kaimen.portfolio import Portfolio
from kaimen.problem import Problem
from kaimen.solve.complete import complete
from kaimen.solve.decompose import Decomposition
from kaimen.solve.improve import Improver
from kaimen.solve.model import Floats, Model, point_of
from kaimen.solve.parts import Parts
from kaimen.solve.stop import Stop

_MOST = 40
"""Rounds."""

_WORTH = 0.05
"""The rounds end when the bound can come nearer to the portfolio by less than this part of what is between them."""

_MOVES = 1000


class Apart:
    """Rounds over the parts of a problem, from its best portfolio and row duals of its model."""

    def __init__(self, problem: Problem, model: Model, parts: Parts, best: Portfolio, duals: Floats) -> None:
        self.problem, self.parts = problem, parts
        self._model = model
        self._rounds = Decomposition(model, parts, duals)
        self._rounds.take(point_of(problem, model, best))
        self._scale = model.benefit_unit * problem.benefit_scale

    @property
    def bound(self) -> float:
        """What no portfolio exceeds, in scaled benefit."""
        return -self._rounds.bound * self._scale

    def model(self) -> Model:
        """Return the whole model with what the rounds showed."""
        return self._rounds.rows()

    def step(self, improver: Improver, stop: Stop, threads: int) -> bool:
        """Make a round; return whether another one is worth it."""
        more = self._rounds.round(stop, threads)
        if more is None:
            return False
        between = -self._value(improver) / self._scale - self._rounds.bound
        over = more < _WORTH * between or self._rounds.rounds >= _MOST
        self._combine(improver, stop)
        return not over

    def _combine(self, improver: Improver, stop: Stop) -> None:
        point = self._rounds.combine(stop, -self._value(improver) / self._scale)
        if point is not None:
            improver.offer(np.flatnonzero(point[self._model.columns["option"]] > 0.5).tolist())
        improver.run(_MOVES)
        portfolio = complete(self.problem, improver.found[1]) if improver.found is not None else None
        if portfolio is not None:
            self._rounds.take(point_of(self.problem, self._model, portfolio))

    @staticmethod
    def _value(improver: Improver) -> float:
        return improver.found[0] if improver.found is not None else -inf
