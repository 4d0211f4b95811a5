"""A bound for many projects, part by part, at the prices that are already there.

What each part of a question (`kaimen.solve.parts`), such as a region with quotas of its own, loses by being whole is
shown by its root node with cuts: enough where only the rows that join the parts are priced. A thousand projects take
some seconds for all rounds of cuts, and most of what these bring comes in the first two.
"""

from __future__ import annotations

from math import inf, isfinite

import numpy as np

from kaimen.problem import Ints
from kaimen.solve.complete import complete
from kaimen.solve.decompose import Decomposition
from kaimen.solve.dual import Dual
from kaimen.solve.model import Floats, Model, build_model, point_of, whole_bound
from kaimen.solve.parts import find_parts
from kaimen.solve.pricing import Prices
from kaimen.solve.stop import Stop, max_nodes, max_seconds

_NODES = 5


def bound_by_parts(dual: Dual, prices: Prices, chosen: Ints, stop: Stop, seconds: float = inf) -> int | None:
    """Return what no portfolio exceeds, in scaled benefit, as the exact solver states it.

    `chosen` is a portfolio's choice, from which each part begins; the parts share `seconds`. None where there are too
    few parts, or the stop rule or the seconds came before all had answered.
    """
    problem = dual.problem
    model = build_model(problem)
    parts, portfolio = find_parts(problem, model), complete(problem, chosen.tolist())
    if parts is None or portfolio is None:
        return None
    rounds = Decomposition(model, parts, _duals(dual, model, prices))
    rounds.take(point_of(problem, model, portfolio))
    if isfinite(seconds):
        stop = stop | max_seconds(seconds / len(parts.parts))
    rounds.round(stop | max_nodes(_NODES))
    stated = -rounds.bound * model.benefit_unit * problem.benefit_scale
    return whole_bound(stated) if isfinite(stated) else None


def _duals(dual: Dual, model: Model, prices: Prices) -> Floats:
    """Return the prices as duals of the model's rows; of rows without a price 0."""
    quotas, columns = len(dual.problem.quotas), dual.columns
    by_name = {
        "quota": prices.row[:quotas],
        "fund": prices.row[columns.fund_row : columns.wide],
        "rule": prices.row[columns.rule_row],
        "life": prices.life,
    }
    duals = np.zeros(len(model.row_upper))
    for name, price in by_name.items():
        rows = model.rows[name]
        duals[rows] = -price * model.row_unit[rows] / (model.benefit_unit * dual.problem.benefit_scale)
    return duals
