"""What is known of a problem from the result of another one like it, matched by the names people use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kaimen.portfolio import PriceList, Result
from kaimen.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Warm:
    """An earlier result and the problem it was for; of use where quotas, benefits or a few projects have changed."""

    problem: Problem
    result: Result


def known_choice(problem: Problem, warm: Warm) -> list[int]:
    """Return the options of the earlier portfolio that this problem still has, ascending."""
    if _same_options(problem, warm.problem):
        return [int(option) for option in warm.result.portfolio.chosen]
    chosen = {warm.problem.option_name(int(option)) for option in warm.result.portfolio.chosen}
    wanted = {name.project for name in chosen}
    mine = [p for p, project in enumerate(problem.projects) if project in wanted]
    return [o for p in mine for o in problem.options_of(p) if problem.option_name(o) in chosen]


def known_prices(problem: Problem, warm: Warm) -> PriceList:
    """Return the earlier prices for the rows of this problem, per unit as people see it; rows without one get 0."""
    old, prices = warm.problem, warm.result.prices
    worth = problem.benefit_scale / old.benefit_scale
    money = worth * old.money_scale / problem.money_scale
    quota = _matched(
        [row.key for row in old.quotas],
        prices.quota / prices.grid * worth * np.array([row.scale for row in old.quotas], dtype=float),
        [row.key for row in problem.quotas],
    ) / np.array([row.scale for row in problem.quotas], dtype=float)
    rule = _matched(
        [row.key for row in old.rules],
        prices.rule / prices.grid * worth * np.array([row.scale for row in old.rules], dtype=float),
        [row.key for row in problem.rules],
    ) / np.array([row.scale for row in problem.rules], dtype=float)
    fund = _matched(_fund_keys(old), prices.fund.ravel() / prices.grid * money, _fund_keys(problem))
    life = _matched(_life_keys(old), prices.life / prices.grid * money, _life_keys(problem))
    values = {"quota": quota, "fund": fund.reshape(problem.fund_limit.shape), "life": life, "rule": rule}
    return PriceList.rounded(problem, values, prices.grid, prices.basis)


def _matched(old: Sequence[Any], values: Any, new: Sequence[Any]) -> Any:
    if list(old) == list(new):
        return np.asarray(values, dtype=float)
    known = dict(zip(old, values.tolist(), strict=True))
    return np.array([known.get(key, 0.0) for key in new], dtype=float)


def _fund_keys(problem: Problem) -> list[tuple[str, str]]:
    return [(fund.name, period) for fund in problem.funds for period in problem.periods]


def _life_keys(problem: Problem) -> list[tuple[Any, str]]:
    pairs = zip(problem.life.option.tolist(), problem.life.fund.tolist(), strict=True)
    return [(problem.option_name(option), problem.funds[fund].name) for option, fund in pairs]


def _same_options(one: Problem, other: Problem) -> bool:
    same = (one.projects, one.periods, one.sites) == (other.projects, other.periods, other.sites)
    parts = ("option_project", "option_start", "option_site")
    return same and all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)
