"""The linear relaxation: prices for every row, and how much of each option it would take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kaimen.portfolio import PriceList
from kaimen.problem import Problem
from kaimen.solve.highs import Answer, Verdict, run_relaxation
from kaimen.solve.model import Floats, Model, build_model

_LOSS_BY_GRID = 1e-9
"""Part of the bound that rounding prices to the grid may cost."""


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """Prices, and a value between 0 and 1 for each option (None where the solver gave no point)."""

    prices: PriceList
    values: Floats | None


def relax(problem: Problem) -> Relaxed | None:
    """Return prices and values of the linear relaxation, or None where not even that has a solution."""
    model = build_model(problem, relaxed=True)
    answer = run_relaxation(model)
    if answer.verdict is Verdict.INFEASIBLE:
        return None
    values = answer.values[model.columns["option"]] if answer.values is not None else None
    return Relaxed(answered_prices(problem, model, answer), values)


def relaxed_prices(problem: Problem) -> PriceList | None:
    """Return the prices of the linear relaxation, or None where not even that has a solution."""
    relaxed = relax(problem)
    return relaxed.prices if relaxed is not None else None


def answered_prices(problem: Problem, model: Model, answer: Answer) -> PriceList:
    """Return the row duals of the relaxation's answer as prices; everything is free where it has none."""
    if answer.row_duals is None:
        return PriceList.zero(problem)
    return prices_of(problem, model, answer.row_duals, price_grid(problem))


def prices_of(problem: Problem, model: Model, duals: Floats, grid: int) -> PriceList:
    """Return row duals of the relaxation as prices on a grid."""
    # A dual is objective per row unit; HiGHS gives <= 0 on a row that is full when minimising.
    price = -duals * model.benefit_unit * problem.benefit_scale / model.row_unit
    values = {
        "quota": price[model.rows["quota"]],
        "fund": price[model.rows["fund"]].reshape(problem.fund_limit.shape),
        "life": price[model.rows["life"]],
        "rule": price[model.rows["rule"]],
    }
    return PriceList.rounded(problem, values, grid)


def price_grid(problem: Problem) -> int:
    """Return the finest price step needed: half a step on all that a row may take stays below the allowed loss."""
    worth = max(1.0, float(np.abs(problem.benefit.astype(float)).sum()))
    grid, sides = 1, whole_sides(problem)
    while grid < 10**15 and 0.5 * sides / grid > _LOSS_BY_GRID * worth:
        grid *= 10
    return grid


def whole_sides(problem: Problem) -> float:
    """Return the sum of what all rows give: limits, and of quotas draws and carries, of rules with none their terms."""
    gives = (problem.limit, problem.draw_cap, problem.carry_cap, problem.fund_limit, problem.life.cap)
    terms = np.bincount(problem.rule_terms.row, weights=np.abs(problem.rule_terms.amount), minlength=len(problem.rules))
    rules = np.where(problem.rule_side != 0, np.abs(problem.rule_side.astype(float)), terms)
    return sum(float(np.abs(part.astype(float)).sum()) for part in gives) + float(rules.sum())
