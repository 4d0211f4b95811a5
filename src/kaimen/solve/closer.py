"""Row duals closer to those of whole choices than the relaxation's: after rounds of covers (see `cuts`)."""

from __future__ import annotations

import numpy as np

from kaimen.problem import Problem
from kaimen.solve.certify import cut_rows, point_at
from kaimen.solve.cuts import broken_covers, knapsacks
from kaimen.solve.highs import Relaxation
from kaimen.solve.model import Floats, Model
from kaimen.solve.stop import Progress, Stop

_ROUNDS, _CUTS_A_ROUND = 20, 100
_WORTH = 0.01
"""A round is the last one that brings less than this part of what all brought."""

_UNUSED = 1e-9


def closer_duals(problem: Problem, model: Model, stop: Stop) -> Floats | None:
    """Return the duals of a whole model's rows in its relaxation with covers, or None where that has no answer."""
    rows, size = knapsacks(problem), len(model.row_upper)
    relaxation = Relaxation(model)
    duals: Floats | None = None
    reached: list[float] = []
    for _ in range(_ROUNDS):
        answer = relaxation.answer()
        if answer.values is None or answer.row_duals is None:
            break
        duals = answer.row_duals[:size]
        reached.append(float(model.objective @ answer.values))
        unused = np.flatnonzero(answer.row_duals[size:] > -_UNUSED)
        if len(unused):
            relaxation.drop(unused + size)
        point = point_at(problem, model, answer.values)
        cuts = broken_covers(problem, rows, point, _CUTS_A_ROUND, judged=False)
        if not cuts or stop(Progress(0.0, 0)) or _slows(reached):
            break
        relaxation.add(cut_rows(problem, model, cuts).tocsr(), np.array([float(cut.most) for cut in cuts]))
    return duals


def _slows(reached: list[float]) -> bool:
    return len(reached) > 1 and reached[-1] - reached[-2] < _WORTH * (reached[-1] - reached[0])
