"""Plans and prices by names, as the evaluator has them, from and to the arrays of kaimen."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np

from kaimen.portfolio import Portfolio, PriceList
from kaimen.problem import Problem
from tests.evaluator import Plan, Prices

SplitKey = tuple[str, str, str]


class FinerThanCounted(ValueError):  # noqa: N818 - a remark on a plan, not a fault
    """A plan in parts of the smallest unit that a problem counts in."""


def to_plan(problem: Problem, portfolio: Portfolio) -> Plan:
    """Return a portfolio by names; its options must be of different projects."""
    names = [problem.option_name(option) for option in portfolio.chosen.tolist()]
    splits: dict[SplitKey, Fraction] = defaultdict(Fraction)
    for entry in np.flatnonzero(portfolio.splits).tolist():
        splits[_split_key(problem, entry)] += Fraction(int(portfolio.splits[entry]), problem.money_scale)
    moves = [
        {
            quota.key: Fraction(amount, quota.scale)
            for quota, amount in zip(problem.quotas, amounts.tolist(), strict=True)
        }
        for amounts in (portfolio.draws, portfolio.carries)
    ]
    return Plan({name.project: (name.start, name.site) for name in names}, moves[0], moves[1], splits)


def to_portfolio(problem: Problem, plan: Plan) -> Portfolio | None:
    """Return a plan in arrays; None where it names what the problem does not have.

    Raises:
        FinerThanCounted: an amount is not a whole number of the units in which the problem counts.
    """
    index = {tuple(problem.option_name(option)): option for option in range(problem.option_count)}
    names = [(project, *name) for project, name in plan.chosen.items()]
    if any(name not in index for name in names):
        return None
    chosen = sorted(index[name] for name in names)
    scales = {quota.key: quota.scale for quota in problem.quotas}
    rows = list(scales)
    moves = [[amounts.get(row, Fraction(0)) * scales[row] for row in rows] for amounts in (plan.draws, plan.carries)]
    entries = {key: entry for entry, key in _open_splits(problem, plan, chosen).items()}
    splits = [Fraction(0)] * len(problem.splits.cap)
    for key, amount in plan.splits.items():
        if key in entries:
            splits[entries[key]] = amount * problem.money_scale
        elif amount:
            return None
    if not (set(plan.draws) | set(plan.carries)) <= set(rows):
        return None
    if any(number.denominator != 1 for part in (*moves, splits) for number in part):
        raise FinerThanCounted
    arrays = [np.array([int(number) for number in part], dtype=np.int64) for part in (*moves, splits)]
    return Portfolio(np.array(chosen, dtype=np.int64), *arrays)


def _split_key(problem: Problem, entry: int) -> SplitKey:
    cost = problem.splits.cost[entry]
    project = problem.option_name(int(problem.cost_option[cost])).project
    return project, problem.periods[problem.cost_period[cost]], problem.funds[problem.splits.fund[entry]].name


def _open_splits(problem: Problem, plan: Plan, chosen: list[int]) -> dict[int, SplitKey]:
    """Return the split entries of the chosen options, and of projects that are not chosen."""
    found = {}
    for entry in range(len(problem.splits.cap)):
        key = _split_key(problem, entry)
        if key[0] not in plan.chosen or int(problem.cost_option[problem.splits.cost[entry]]) in chosen:
            found[entry] = key
    return found


def to_prices(problem: Problem, prices: PriceList) -> Prices:
    """Return a price list by names, in benefit per unit as people see them."""
    quota = {row.key: prices.quota_price(problem, number) for number, row in enumerate(problem.quotas)}
    fund = {
        (row.name, period): prices.fund_price(problem, number, place)
        for number, row in enumerate(problem.funds)
        for place, period in enumerate(problem.periods)
    }
    life = {
        (*problem.option_name(int(option)), problem.funds[int(place)].name): prices.life_price(problem, number)
        for number, (option, place) in enumerate(zip(problem.life.option, problem.life.fund, strict=True))
    }
    rule = {row.key: prices.rule_price(problem, number) for number, row in enumerate(problem.rules)}
    return Prices(quota, fund, life, rule)
