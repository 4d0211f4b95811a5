"""Who takes what of a quota or fund: the terms of the sum that is called used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kaimen.report.briefing.ground import Ground


@dataclass(frozen=True, slots=True)
class Taker:
    """A project, or where it is empty another row by its name and key, and what it takes, in the stored unit."""

    project: str
    name: str
    amount: Fraction
    key: str = ""


def takers(ground: Ground, key: str) -> list[Taker]:
    """Return what makes up the use of a row, the greatest amount first.

    Args:
        ground: the plan.
        key: of a `kaimen.report.limits.LimitRow`.
    """
    is_quota, place = key.startswith("q"), key[1:].partition("-")
    found = list(_of_quota(ground, int(place[0])) if is_quota else _of_fund(ground, int(place[0]), int(place[2])))
    return sorted(found, key=lambda taker: (-taker.amount, taker.project))


def _of_quota(ground: Ground, row: int) -> Iterator[Taker]:
    problem, portfolio = ground.problem, ground.result.portfolio
    terms, scale = problem.demand, problem.quotas[row].scale
    mine = np.flatnonzero((terms.row == row) & np.isin(terms.option, portfolio.chosen))
    for option, amount in zip(terms.option[mine].tolist(), terms.amount[mine].tolist(), strict=True):
        yield _taker(ground, option, Fraction(amount, scale))
    for other in np.flatnonzero((problem.above == row) & (portfolio.draws != 0)).tolist():
        quota = problem.quotas[other]
        name, amount = ground.speaker.row(quota.name, quota.period), Fraction(int(portfolio.draws[other]), scale)
        yield Taker("", name, amount, f"q{other}")
    carried = int(portfolio.carries[row])
    if carried:
        yield Taker("", ground.speaker.say("takers.carried"), Fraction(carried, scale))


def _of_fund(ground: Ground, fund: int, period: int) -> Iterator[Taker]:
    problem, splits = ground.problem, ground.result.portfolio.splits
    paid = np.flatnonzero((splits != 0) & (problem.splits.fund == fund))
    cost = problem.splits.cost[paid]
    own = problem.cost_period[cost] == period
    amounts: dict[int, int] = {}
    for option, amount in zip(problem.cost_option[cost[own]].tolist(), splits[paid[own]].tolist(), strict=True):
        amounts[option] = amounts.get(option, 0) + amount
    for option, amount in amounts.items():
        yield _taker(ground, option, Fraction(amount, problem.money_scale))


def _taker(ground: Ground, option: int, amount: Fraction) -> Taker:
    project = ground.problem.option_name(option).project
    return Taker(project, ground.title(project), amount)
