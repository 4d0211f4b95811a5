"""Solve near a portfolio: some projects free, every other as it is (large-neighbourhood search, Shaw 1998).

The free projects with all draws, carries and splits are one small exact model. Its answer is the best there is near the
portfolio, so two answers over the same free projects differ by what was changed and by nothing else; where all projects
are free it is the best there is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

import numpy as np
import numpy.typing as npt

from kaimen.portfolio import Portfolio, benefit, check
from kaimen.problem import Problem
from kaimen.solve.complete import complete
from kaimen.solve.highs import Verdict, run
from kaimen.solve.model import Floats, Model, build_model, without
from kaimen.solve.stop import NEVER, Stop

_MOST_ROUNDS = 20
"""How often a choice that only the solver's tolerance allows is ruled out before giving up."""


@dataclass(frozen=True, slots=True)
class Near:
    """The best portfolio found near another one.

    `bound` is what none near it can exceed, as the solver states; equal to `benefit` if the search came to its end.
    """

    portfolio: Portfolio
    benefit: Fraction
    bound: Fraction

    @property
    def is_best(self) -> bool:
        """Whether no portfolio over the same free projects has more benefit."""
        return self.benefit == self.bound


def solve_near(
    problem: Problem,
    portfolio: Portfolio,
    free: npt.NDArray[np.bool_],
    stop: Stop = NEVER,
    target: Fraction | None = None,
    *,
    model: Model | None = None,
    heuristics: bool = True,
) -> Near | None:
    """Return the best portfolio in which all projects but the free ones are as in a portfolio.

    Args:
        problem: the question; its rows may differ from those that the portfolio keeps.
        portfolio: where to stay near to; only its chosen options are read.
        free: P, which projects may change.
        stop: when to end before the best is proved.
        target: end also as soon as a portfolio of this benefit is found, or it is known that there is none.
        model: `build_model(problem)`, for callers that ask often.
        heuristics: whether the solver looks for portfolios beyond those its relaxations show it.

    Returns:
        The best found, judged by `check`; None where there is none, or none was found before the stop.
    """
    whole = model if model is not None else build_model(problem)
    kept = problem.option_project[portfolio.chosen]
    fixed = portfolio.chosen[~free[kept]]
    columns = _columns(problem, whole, free, fixed)
    reduced = _reduced(whole, columns, fixed)
    step = 1.0 / (whole.benefit_unit * problem.benefit_scale)
    if target is not None:
        stop = stop | _decided(float(target) - _worth(whole, fixed) * whole.benefit_unit, 0.5 / problem.benefit_scale)
    for _ in range(_MOST_ROUNDS):
        start = _start(whole, columns, portfolio)
        answer = run(reduced, stop, None, start, smallest_step=step, heuristics=heuristics)
        if answer.values is None:
            return None
        options = columns[: int(np.searchsorted(columns, whole.columns["option"].stop))]
        picked = options[answer.values[: len(options)] > 0.5]
        found = complete(problem, [*fixed.tolist(), *picked.tolist()])
        if found is not None and not check(problem, found):
            reached = benefit(problem, found)
            if answer.verdict is Verdict.OPTIMAL:
                return Near(found, reached, reached)
            stated = (-answer.bound + _worth(whole, fixed)) * whole.benefit_unit * problem.benefit_scale
            top = problem.benefit_of(int(np.floor(stated + 1e-3))) if isfinite(stated) else reached
            return Near(found, reached, max(reached, top))
        reduced = without(reduced, len(options), np.searchsorted(columns, picked))
    return None


def _decided(target: float, half_a_step: float) -> Stop:
    """Stop when a benefit is reached, or known to be out of reach; both counted without the fixed projects."""
    return Stop(lambda at: at.benefit >= target - half_a_step or at.bound < target - half_a_step)


def _columns(
    problem: Problem, model: Model, free: npt.NDArray[np.bool_], fixed: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the columns that stay in the model: options of free projects, draws, carries, and splits that may be."""
    keep = np.ones(len(model.objective), dtype=np.bool_)
    options = free[problem.option_project]
    keep[model.columns["option"]] = options
    payable = options.copy()
    payable[fixed] = True
    keep[model.columns["split"]] = payable[problem.cost_option[problem.splits.cost]] if len(problem.splits.cap) else []
    return np.flatnonzero(keep)


def _reduced(model: Model, columns: npt.NDArray[np.int64], fixed: npt.NDArray[np.int64]) -> Model:
    """Return the model over some of its columns, with the options that are fixed moved to the right sides."""
    taken = np.asarray(model.matrix[:, fixed].sum(axis=1)).ravel() if len(fixed) else 0.0
    return replace(
        model,
        objective=model.objective[columns],
        column_upper=model.column_upper[columns],
        integer=model.integer[columns],
        matrix=model.matrix[:, columns],
        row_lower=model.row_lower - taken,
        row_upper=model.row_upper - taken,
    )


def _worth(model: Model, fixed: npt.NDArray[np.int64]) -> float:
    return float(-model.objective[fixed].sum())


def _start(model: Model, columns: npt.NDArray[np.int64], portfolio: Portfolio) -> Floats:
    values = np.zeros(len(model.objective))
    values[portfolio.chosen] = 1.0
    return values[columns]
