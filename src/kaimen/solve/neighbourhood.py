"""Sub-problems around a portfolio: some hundred projects free, the rest as it is, in the exact solver.

Projects are drawn at random among those whose best and next best choice are nearest at the prices.
How many is learnt: more after a sub-problem that was solved to its end, fewer after one that was not.
"""

from __future__ import annotations

import numpy as np

from kaimen.problem import Ints
from kaimen.solve.book import Floats
from kaimen.solve.complete import complete
from kaimen.solve.dual import Dual
from kaimen.solve.highs import Verdict, run
from kaimen.solve.model import build_model, point_of
from kaimen.solve.refine import doubt, with_blocks
from kaimen.solve.stop import Stop, max_nodes
from kaimen.solve.window import window_of

_FIRST, _FEWEST, _MOST = 90, 30, 600
_REACH = (1.5, 2.5, 4.0, 8.0)
_NODES = 20


class Neighbourhoods:
    """A series of sub-problems; the same for the same problem, prices and portfolios."""

    def __init__(self, dual: Dual, margin: Floats) -> None:
        self.dual, self.problem = dual, dual.problem
        self.nearest = np.argsort(doubt(dual, margin), kind="stable")[: 20 * _MOST]
        self.size = float(_FIRST)
        self._random = np.random.default_rng([1, self.problem.seed % 2**32])

    def step(self, chosen: Ints, stop: Stop) -> Ints | None:
        """Return a better choice than the one given, or None."""
        size = int(self.size)
        pool = self.nearest[: int(size * _REACH[int(self._random.integers(len(_REACH)))])]
        picked = self._random.choice(pool, min(size, len(pool)), replace=False)
        window = window_of(self.problem, with_blocks(self.dual, picked), chosen)
        inside = window.inside(chosen)
        start = complete(window.problem, inside) if inside is not None else None
        if start is None:
            return None
        model = build_model(window.problem)
        step = 1.0 / (model.benefit_unit * self.problem.benefit_scale)
        answer = run(model, stop | max_nodes(_NODES), None, point_of(window.problem, model, start), step)
        factor = 1.25 if answer.verdict is Verdict.OPTIMAL else 0.9
        self.size = min(max(self.size * factor, _FEWEST), _MOST, len(self.nearest))
        if answer.values is None:
            return None
        found = window.whole(np.flatnonzero(answer.values[model.columns["option"]] > 0.5))
        better = int(self.problem.benefit[found].sum()) > int(self.problem.benefit[chosen].sum())
        return found if better and complete(self.problem, found.tolist()) is not None else None
