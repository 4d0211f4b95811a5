"""Bounds and portfolios part by part, at prices of the rows that link the parts (Dantzig and Wolfe 1960).

At prices u of the linking rows each part is a small whole-number problem of its own; the sum of their best values is a
bound that no portfolio exceeds, and it is closer than the relaxation's by what each part alone loses by being whole
(Geoffrion 1974). The prices that give the lowest bound are sought by cutting planes: the answers of the parts so far
make a linear program, the master, whose row duals are the next prices, kept within a box around the best prices known
(boxstep: Marsten, Hogan and Blankenship 1975, doi:10.1287/opre.23.3.389).

The answers themselves, one of each part, are combined to portfolios by a small exact problem.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any

import numpy as np
from scipy import sparse

from kaimen.problem import Ints
from kaimen.solve.highs import Verdict, run, run_relaxation
from kaimen.solve.model import Floats, Model
from kaimen.solve.parts import Part, Parts
from kaimen.solve.stop import Stop, max_nodes

_BOX, _WIDER, _NARROWER = 0.05, 1.2, 0.6
_LEAST_PRICE = 0.05
"""A price has a box at least as wide as one of this part of the mean price would have."""

_NODES, _NODES_TO_COMBINE = 300, 200
_SAME = 1e-6


@dataclass(slots=True)
class _Answers:
    """What one part answered so far: points, their objective and what they add to the linking rows."""

    points: list[Floats]
    objective: list[float]
    link: list[Floats]
    known: set[bytes]


class Decomposition:
    """Rounds of pricing and master over the parts of a model; objectives are the model's, to be minimised.

    `bound` is the best so far: no point of the model has a lower objective.
    """

    def __init__(self, model: Model, parts: Parts, duals: Floats) -> None:
        self.model, self.parts = model, parts
        self.bound, self.rounds = -inf, 0
        self._lower, self._upper = model.row_lower[parts.linking], model.row_upper[parts.linking]
        self._loose = model.matrix[:, parts.loose].tocsr()[parts.linking].tocsc()
        self._answers = [_Answers([], [], [], set()) for _ in parts.parts]
        self.prices = self._best = self._signed(duals[parts.linking])
        usual = np.abs(self.prices[self.prices != 0]).mean() if self.prices.any() else 1.0
        self._box = _BOX * np.maximum(np.abs(self.prices), _LEAST_PRICE * usual)

    def take(self, point: Floats) -> None:
        """Add what a point of the model is in each part to the answers of the parts."""
        for part, answers in zip(self.parts.parts, self._answers, strict=True):
            _add(part, answers, point[part.columns])

    def round(self, stop: Stop) -> float | None:
        """Ask all parts at the prices, then the master; return how much lower the bound may still come.

        Returns None where a part has no answer, or the stop rule was met before all had answered.
        """
        self.rounds += 1
        answers = [self._ask(number, stop) for number in range(len(self.parts.parts))]
        whole = [(values, bound) for values, bound in answers if values is not None and isfinite(bound)]
        if len(whole) < len(answers):
            return None
        for part, kept, (values, _) in zip(self.parts.parts, self._answers, whole, strict=True):
            _add(part, kept, values)
        total = self._without_parts() + sum(bound for _, bound in whole)
        better = total > self.bound
        if better:
            self.bound, self._best = total, self.prices
        self._box = self._box * (_WIDER if better else _NARROWER)
        return self._ask_master()

    def combine(self, stop: Stop, below: float) -> Floats | None:
        """Return the best point that takes one answer of each part, if it is below an objective and there is one."""
        cost, block, own = self._gathered()
        size, joined = len(self.parts.parts), np.ones(len(self.parts.parts))
        choice = _choice(own, size)
        model = Model(
            np.append(cost, self.model.objective[self.parts.loose]),
            np.append(np.ones(len(own)), self.model.column_upper[self.parts.loose]),
            np.append(np.ones(len(own), dtype=np.bool_), self.model.integer[self.parts.loose]),
            sparse.csc_array(
                sparse.bmat([[sparse.csc_array(block), self._loose], [choice, _nothing(size, self._loose.shape[1])]])
            ),
            np.append(self._lower, joined),
            np.append(self._upper, joined),
            {},
            {},
            np.ones(len(self._lower) + size),
            self.model.benefit_unit,
        )
        answer = run(model, stop | max_nodes(_NODES_TO_COMBINE), smallest_step=1e-3)
        if answer.values is None or float(model.objective @ answer.values) >= below - _SAME:
            return None
        return self._point(answer.values, own)

    def _ask(self, number: int, stop: Stop) -> tuple[Floats | None, float]:
        """Return the best answer of a part at the prices, and the bound on it."""
        part, answers = self.parts.parts[number], self._answers[number]
        cost = part.model.objective - part.link.T @ self.prices
        start = answers.points[int(np.argmin(np.array(answers.points) @ cost))] if answers.points else None
        answer = run(
            replace(part.model, objective=cost),
            stop | max_nodes(_NODES),
            start=start,
            smallest_step=1e-2,
            heuristics=False,
            as_it_stands=True,
        )
        return answer.values, inf if answer.verdict is Verdict.INFEASIBLE else answer.bound

    def _without_parts(self) -> float:
        """Return the part of the bound that the linking rows' sides and the loose columns give."""
        sides = np.where(self.prices > 0, self._lower, self._upper)
        loose = self.model.objective[self.parts.loose] - self._loose.T @ self.prices
        given = float(np.where(self.prices != 0, self.prices, 0.0) @ np.where(self.prices != 0, sides, 0.0))
        return given + float(np.minimum(loose, 0.0) @ self.model.column_upper[self.parts.loose])

    def _ask_master(self) -> float:
        """Set the next prices; return how much the bound may gain by what is known."""
        cost, block, own = self._gathered()
        high, low = self._signed(self._best + self._box), self._signed(self._best - self._box)
        rows, size, loose = len(high), len(self.parts.parts), self._loose.shape[1]
        choice = _choice(own, size)
        parts = [sparse.csc_array(block), self._loose, sparse.eye_array(rows), -sparse.eye_array(rows)]
        model = Model(
            np.concatenate([cost, self.model.objective[self.parts.loose], high, -low]),
            np.concatenate(
                [np.full(len(own), np.inf), self.model.column_upper[self.parts.loose], np.full(2 * rows, np.inf)]
            ),
            np.zeros(len(own) + loose + 2 * rows, dtype=np.bool_),
            sparse.csc_array(sparse.bmat([parts, [choice, None, _nothing(size, rows), None]])),
            np.append(self._lower, np.ones(size)),
            np.append(self._upper, np.ones(size)),
            {},
            {},
            np.ones(rows + size),
            self.model.benefit_unit,
        )
        answer = run_relaxation(model)
        if answer.row_duals is None or answer.values is None:
            return 0.0
        self.prices = self._signed(answer.row_duals[:rows])
        return float(model.objective @ answer.values) - self.bound

    def _signed(self, prices: Floats) -> Floats:
        """Return prices with the signs that the linking rows' sides allow."""
        prices = np.where(np.isfinite(self._lower), prices, np.minimum(prices, 0.0))
        return np.where(np.isfinite(self._upper), prices, np.maximum(prices, 0.0))

    def _gathered(self) -> tuple[Floats, Floats, Ints]:
        """Return of all answers the objective, what they add to the linking rows, and the number of the part."""
        cost = np.concatenate([np.array(answers.objective) for answers in self._answers])
        block = np.concatenate([np.array(a.link).reshape(len(a.link), len(self._lower)) for a in self._answers]).T
        own = np.concatenate([np.full(len(a.points), number) for number, a in enumerate(self._answers)])
        return cost, block, own

    def _point(self, taken: Floats, own: Ints) -> Floats:
        point, first = np.zeros(len(self.model.objective)), 0
        for part, answers in zip(self.parts.parts, self._answers, strict=True):
            mine = taken[first : first + len(answers.points)]
            point[part.columns] = answers.points[int(np.argmax(mine))]
            first += len(answers.points)
        point[self.parts.loose] = taken[len(own) :]
        return point


def _add(part: Part, answers: _Answers, values: Floats) -> None:
    values = np.where(part.model.integer, np.rint(values), np.round(values, 9))
    name = values.tobytes()
    if name in answers.known:
        return
    answers.known.add(name)
    answers.points.append(values)
    answers.objective.append(float(part.model.objective @ values))
    answers.link.append(np.asarray(part.link @ values))


def _choice(own: Ints, size: int) -> Any:
    """Return the rows that take one answer of each part."""
    place: Any = np.arange(len(own))
    return sparse.csc_array((np.ones(len(own)), (own, place)), shape=(size, len(own)))


def _nothing(rows: int, columns: int) -> sparse.csc_array:
    return sparse.csc_array((rows, columns))
