"""A margin written out as the sum it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kaimen.portfolio.bound import Payment, least_payment
from kaimen.portfolio.prices import PriceList
from kaimen.problem import Problem, Terms


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a margin: `value` = - amount x price, in benefit.

    `kind` is quota, fund, share (a fund's share of the whole cost) or rule; `row` its index (for a fund
    `(fund, period)`); `amount` and `price` are in `unit`, as people see them.
    """

    kind: str
    row: int | tuple[int, int]
    name: str
    period: str
    amount: Fraction
    unit: str
    price: Fraction

    @property
    def value(self) -> Fraction:
        """What the term adds to the margin (negative for a demand on a priced quota)."""
        return -self.amount * self.price

    def __str__(self) -> str:
        """Return name and period."""
        return ", ".join(part for part in (self.name, self.period) if part)


def option_terms(problem: Problem, prices: PriceList, option: int, payment: Payment | None = None) -> list[Term]:
    """Return every term of an option's margin; margin = benefit + the sum of their values, exactly.

    Terms with a price of 0 are included: they say what the option takes. `payment` is what `least_payment` returns
    for the prices, for callers that ask about many options.
    """
    terms = [_quota(problem, prices, row, amount) for row, amount in _entries(problem.demand, option)]
    terms += _money(problem, prices, option, payment)
    terms += [_rule(problem, prices, row, amount) for row, amount in _entries(problem.rule_terms, option)]
    return terms


def _entries(terms: Terms, option: int) -> list[tuple[int, int]]:
    low, high = np.searchsorted(terms.option, [option, option + 1])
    return list(zip(terms.row[low:high].tolist(), terms.amount[low:high].tolist(), strict=True))


def _quota(problem: Problem, prices: PriceList, row: int, amount: int) -> Term:
    quota = problem.quotas[row]
    price = prices.quota_price(problem, row)
    return Term("quota", row, quota.name, quota.period, Fraction(amount, quota.scale), str(quota.unit), price)


def _rule(problem: Problem, prices: PriceList, row: int, amount: int) -> Term:
    rule = problem.rules[row]
    price = prices.rule_price(problem, row)
    return Term("rule", row, rule.name, rule.part, Fraction(amount, rule.scale), rule.unit, price)


def _money(problem: Problem, prices: PriceList, option: int, payment: Payment | None) -> list[Term]:
    low, high = np.searchsorted(problem.cost_option, [option, option + 1])
    first, last = np.searchsorted(problem.splits.cost, [low, high])
    if first == last:
        return []
    taken, _ = payment or least_payment(problem, prices)
    unit = str(problem.money_unit)
    terms: list[Term] = []
    lives: dict[int, int] = {}
    for entry in range(int(first), int(last)):
        fund, period = int(problem.splits.fund[entry]), int(problem.cost_period[problem.splits.cost[entry]])
        life = int(problem.splits.life[entry])
        if life >= 0:
            lives[life] = lives.get(life, 0) + int(taken[entry])
        if taken[entry]:
            amount = Fraction(int(taken[entry]), problem.money_scale)
            price = prices.fund_price(problem, fund, period)
            name = problem.funds[fund].name
            terms.append(Term("fund", (fund, period), name, problem.periods[period], amount, unit, price))
    for life, used in lives.items():
        over = Fraction(used - int(problem.life.cap[life]), problem.money_scale)
        name = f"{problem.funds[problem.life.fund[life]].name}, share of the whole cost"
        terms.append(Term("share", life, name, "", over, unit, prices.life_price(problem, life)))
    return terms
