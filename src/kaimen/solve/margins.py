"""Margins at prices, in floating point: what guides a search (what is proved comes from `portfolio.bound`)."""

from __future__ import annotations

import numpy as np

from kaimen.portfolio import PriceList
from kaimen.problem import Problem
from kaimen.solve.model import Floats


def price_margins(problem: Problem, prices: PriceList) -> Floats:
    """Return benefit less all terms at the prices of each option (O), in scaled benefit."""
    quota, rule = prices.quota / prices.grid, prices.rule / prices.grid
    margin = problem.benefit.astype(float)
    np.subtract.at(margin, problem.demand.option, quota[problem.demand.row] * problem.demand.amount)
    np.subtract.at(margin, problem.rule_terms.option, rule[problem.rule_terms.row] * problem.rule_terms.amount)
    if len(problem.splits.cap):
        np.subtract.at(margin, problem.cost_option, _payments(problem, prices))
        np.add.at(margin, problem.life.option, prices.life / prices.grid * problem.life.cap)
    return margin


def _payments(problem: Problem, prices: PriceList) -> Floats:
    """Return what the cheapest lawful split of each cost pays: filled from the cheapest fund up."""
    splits = problem.splits
    price = prices.fund[splits.fund, problem.cost_period[splits.cost]] / prices.grid
    price = price + np.where(splits.life >= 0, np.append(prices.life, 0)[splits.life] / prices.grid, 0.0)
    order = np.lexsort((price, splits.cost))
    cost, cap = splits.cost[order], splits.cap[order].astype(float)
    before = np.cumsum(cap) - cap
    before -= before[np.searchsorted(cost, cost, side="left")]
    taken = np.clip(problem.cost_amount[cost] - before, 0.0, cap)
    payments = np.zeros(len(problem.cost_amount))
    np.add.at(payments, cost, taken * price[order])
    return payments


def advantages(problem: Problem, margin: Floats) -> Floats:
    """Return what each option is ahead (or, negative, behind) of the best other choice of its project.

    Not to be chosen is a choice with margin 0 where the project need not be; infinite without any other choice.
    """
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    if not len(first):
        return np.zeros(0)
    none = np.where(problem.must, -np.inf, 0.0)
    best = np.maximum(np.maximum.reduceat(margin, first), none)[problem.option_project]
    rest = np.where(margin == best, -np.inf, margin)
    twice = np.add.reduceat((margin == best).astype(np.int64), first)[problem.option_project] > 1
    second = np.where(twice, best, np.maximum(np.maximum.reduceat(rest, first), none)[problem.option_project])
    return margin - np.where(margin == best, second, best)
