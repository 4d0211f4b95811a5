"""`bound`: what no portfolio can exceed, from the prices alone (weak duality).

For prices of the right signs, with u the least a lawful split of a cost can cost at fund prices
and m_o = benefit - demands - money - rule terms at the prices,

    bound = sum over quotas, funds and rules of price x right side
          + sum over projects of the best m_o, or of 0 where leaving it out is better and allowed
          + sum over draws   of cap x max(0, price of the row fed - price of the pool)
          + sum over carries of cap x max(0, rate x price of the next period - price of this one)

Each line is the most that its columns can add to benefit + sum of price x what is left of each row,
so no portfolio has more benefit (Fisher 1981, doi:10.1287/mnsc.27.1.1). A row for a fund's share of
an option's whole cost is priced like any other; its right side belongs to the option.

All sums are exact: in 64-bit integers where their size is proved to fit, else in Python's.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding, KaimenError
from kaimen.portfolio.prices import LARGEST_PRICE, PriceList
from kaimen.problem import AT_MOST, Problem

Payment = tuple[npt.NDArray[Any], npt.NDArray[Any]]
"""Per split entry: how much the cheapest lawful split takes from it, and its price on the grid."""

_FITS = 2.0**61
_PART = 2**22


def bound(problem: Problem, prices: PriceList) -> Fraction:
    """Return the price bound, in the units people see.

    Raises:
        KaimenError: a price has the wrong sign or the list belongs to another problem (see `check_prices`).
    """
    findings = check_prices(problem, prices)
    if findings:
        raise KaimenError(str(findings[0]))
    total = Fraction(sides(problem, prices) + _projects(problem, margins(problem, prices)) + _draws(problem, prices))
    total += _carries(problem, prices)
    return total / (prices.grid * problem.benefit_scale)


def check_prices(problem: Problem, prices: PriceList) -> list[Finding]:
    """Return a finding for each price of the wrong sign, or one if the list belongs to another problem."""
    shapes = ((len(problem.quotas),), problem.fund_limit.shape, (len(problem.life.cap),), (len(problem.rules),))
    lists = (prices.quota, prices.fund, prices.life, prices.rule)
    if prices.grid < 1 or shapes != tuple(part.shape for part in lists):
        return [Finding("E606", "The price list belongs to another problem.", fix="Verify it with its own inputs.")]
    findings = [
        _wrong(f'quota "{problem.quotas[row].name}", {problem.quotas[row].period}', "0 or more", prices.quota[row])
        for row in np.flatnonzero(prices.quota < 0).tolist()
    ]
    findings += [
        _wrong(f"fund {problem.funds[fund].name}, {problem.periods[period]}", "0 or more", prices.fund[fund, period])
        for fund, period in np.argwhere(prices.fund < 0).tolist()
    ]
    findings += [
        _wrong(f"fund {problem.funds[problem.life.fund[row]].name}, share of the whole", "0 or more", prices.life[row])
        for row in np.flatnonzero(prices.life < 0).tolist()
    ]
    for row, rule in enumerate(problem.rules):
        if rule.sense * int(prices.rule[row]) < 0:
            expected = "0 or more" if rule.sense == AT_MOST else "0 or less"
            findings.append(_wrong(f'rule "{rule.name}"', expected, prices.rule[row]))
    if any(part.size and np.abs(part).max() > LARGEST_PRICE for part in lists):
        findings.append(Finding("E606", "A price is larger than any benefit could justify.", fix="Solve again."))
    return findings


def _wrong(row: str, expected: str, price: int) -> Finding:
    return Finding("E606", f"The price of {row} has the wrong sign.", expected=expected, found=str(int(price)))


def margins(problem: Problem, prices: PriceList) -> npt.NDArray[Any]:
    """Return the margin of each option in scaled benefit times the grid: exact integers (int64 or object)."""
    kind = _kind(problem, prices)
    margin: npt.NDArray[Any] = problem.benefit.astype(kind) * prices.grid
    for terms, price in ((problem.demand, prices.quota), (problem.rule_terms, prices.rule)):
        exact: npt.NDArray[Any] = price.astype(kind)
        for part in _parts(len(terms.row)):
            np.subtract.at(margin, terms.option[part], exact[terms.row[part]] * terms.amount[part].astype(kind))
    np.subtract.at(margin, problem.cost_option, _payments(problem, prices, kind))
    np.add.at(margin, problem.life.option, prices.life.astype(kind) * problem.life.cap.astype(kind))
    return margin


def _parts(size: int) -> Iterator[slice]:
    """Yield slices of a long array, so that what is worked out on the way stays small."""
    return (slice(low, low + _PART) for low in range(0, size, _PART))


def least_payment(problem: Problem, prices: PriceList) -> Payment:
    """Return, per split entry, how much the cheapest lawful split takes from it, and its price on the grid.

    Each cost is filled from its cheapest fund up to the cap, then the next; of equal prices the first fund.
    A fund with a share of the whole cost is priced with that share's row added.
    """
    splits = problem.splits
    price = prices.fund[splits.fund, problem.cost_period[splits.cost]] if len(splits.cost) else splits.cap
    price = price + np.where(splits.life >= 0, np.append(prices.life, 0)[splits.life], 0)
    order = np.lexsort((splits.fund, price, splits.cost))
    kind = np.int64 if float(splits.cap.astype(float).sum()) < _FITS else object
    cap, cost = splits.cap[order].astype(kind), splits.cost[order]
    first = np.searchsorted(cost, cost, side="left")
    before = np.cumsum(cap) - cap if len(cap) else cap
    before = before - before[first] if len(cap) else cap
    room = problem.cost_amount.astype(kind)[cost] - before
    taken = np.zeros(len(cap), dtype=kind)
    taken[order] = np.minimum(np.maximum(room, 0), cap)
    return taken, price


def _payments(problem: Problem, prices: PriceList, kind: type) -> npt.NDArray[Any]:
    taken, price = least_payment(problem, prices)
    payments: npt.NDArray[Any] = np.zeros(len(problem.cost_amount), dtype=kind)
    np.add.at(payments, problem.splits.cost, taken.astype(kind) * price.astype(kind))
    return payments


def _kind(problem: Problem, prices: PriceList) -> type:
    """Return the integer type in which no option's margin can overflow, in whatever order it is added up.

    First the absolute values of all options together are looked at; only where these might not fit, each option's.
    """
    if sum(float(size.sum()) for size in _sizes(problem, prices, together=True)) < _FITS:
        return np.int64
    sizes = np.zeros(problem.option_count)
    for size in _sizes(problem, prices, together=False):
        sizes += size
    return np.int64 if float(sizes.max(initial=0.0)) < _FITS else object


def _sizes(problem: Problem, prices: PriceList, *, together: bool) -> Iterator[npt.NDArray[np.float64]]:
    """Yield the sizes of the parts of all margins, per option or `together`."""
    options = problem.option_count

    def gathered(option: npt.NDArray[np.int64], size: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return size if together else np.bincount(option, weights=size, minlength=options).astype(np.float64)

    yield np.abs(problem.benefit.astype(float)) * prices.grid
    for terms, price in ((problem.demand, prices.quota), (problem.rule_terms, prices.rule)):
        dear = np.abs(price.astype(float))
        for part in _parts(len(terms.row)):
            yield gathered(terms.option[part], dear[terms.row[part]] * np.abs(terms.amount[part].astype(float)))
    yield gathered(problem.life.option, np.abs(prices.life.astype(float)) * problem.life.cap.astype(float))
    dearest = float(np.abs(prices.fund).max(initial=0)) + float(np.abs(prices.life).max(initial=0))
    yield gathered(problem.cost_option[problem.splits.cost], dearest * problem.splits.cap.astype(float))


def prices_fit(size: float) -> bool:
    """Return whether a number of this size can be added to a margin in 64 bits."""
    return size < _FITS


def sides(problem: Problem, prices: PriceList) -> int:
    """Return the sum of every row's price times its right side, in scaled benefit times the grid."""
    pairs = (
        (prices.quota, problem.limit),
        (prices.fund.ravel(), problem.fund_limit.ravel()),
        (prices.rule, problem.rule_side),
    )
    return sum(p * side for price, sides in pairs for p, side in zip(price.tolist(), sides.tolist(), strict=True))


def _projects(problem: Problem, margin: npt.NDArray[Any]) -> int:
    if not problem.projects:
        return 0
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    best = np.maximum.reduceat(margin, first)
    return exact_total(np.where(problem.must, best, np.maximum(best, 0)))


def exact_total(values: npt.NDArray[Any]) -> int:
    """Return the exact sum; 64-bit values are added in halves, which cannot overflow."""
    if values.dtype == object:
        return int(values.sum())
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())


def _draws(problem: Problem, prices: PriceList) -> int:
    price = prices.quota.tolist()
    return sum(
        int(problem.draw_cap[row]) * max(0, price[row] - price[pool])
        for row, pool in enumerate(problem.above.tolist())
        if pool >= 0
    )


def _carries(problem: Problem, prices: PriceList) -> Fraction:
    price = prices.quota.tolist()
    total = Fraction(0)
    for row, following in enumerate(problem.carry_to.tolist()):
        if following >= 0:
            numerator, denominator = problem.carry_rate[row].tolist()
            gain = Fraction(numerator, denominator) * price[following] - price[row]
            total += int(problem.carry_cap[row]) * max(Fraction(0), gain)
    return total
