"""Between which values the price of a row lies, over all price lists that are best for the relaxation.

The relaxation's value as a function of a right side is concave and piecewise linear; its slopes to the left and to
the right are the largest and the smallest price of the row among the best price lists (Gal 1986, sensitivity
analysis). A slope is found by moving the right side by a hair and solving again from the last basis. The price list
found there counts only if it is a best one for the row as it stands too: if its bound, worked out exactly, is the
relaxation's. Otherwise a smaller move is tried, and if none does the end of the interval is not known.

A row that the relaxation leaves room in has the price 0 in every best price list (complementary slackness).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from kaimen.portfolio import PriceList, bound
from kaimen.problem import Problem
from kaimen.solve.highs import Relaxation, Verdict
from kaimen.solve.model import Floats, Model, build_model
from kaimen.solve.relax import prices_of
from kaimen.solve.search import relaxed_prices

Row = tuple[str, int]
"""A row: quota, fund (flat index, fund by fund) or rule, and its index."""

Interval = tuple[Fraction | None, Fraction | None]
"""The smallest and the largest price, in benefit per unit as people see them.

None: not known, or there is none, for the relaxation has no solution with less.
"""

_MOVES = (1e-4, 1e-5, 1e-6)
"""How far a right side is moved, in units in which a row's coefficients are about a thousand."""

_SAME = 1e-7
"""Part of the bound within which two bounds are the same: prices are put on a grid."""

_ROOM = 1e-6


def price_intervals(problem: Problem, rows: Sequence[Row]) -> Iterator[tuple[Row, Interval]]:
    """Yield the interval of each row's price, one after the other; nothing where the relaxation has no solution."""
    usual = relaxed_prices(problem)
    if usual is None or not problem.option_count:
        return
    model = build_model(problem, relaxed=True)
    relaxation = Relaxation(model)
    first = relaxation.answer()
    if first.values is None:
        return
    activity = np.asarray(model.matrix @ first.values).ravel()
    best = float(bound(problem, usual))
    for row in rows:
        number = model.rows[row[0]].start + row[1]
        if _has_room(model, activity, number):
            yield row, (Fraction(0), Fraction(0))
        else:
            ends = [_slope(problem, relaxation, row, sign, usual.grid, best) for sign in (1, -1)]
            yield row, (ends[0], ends[1])


def _has_room(model: Model, activity: Floats, row: int) -> bool:
    return bool(model.row_lower[row] + _ROOM < activity[row] < model.row_upper[row] - _ROOM)


def _slope(problem: Problem, relaxation: Relaxation, row: Row, sign: int, grid: int, best: float) -> Fraction | None:
    number = relaxation.model.rows[row[0]].start + row[1]
    for move in _MOVES:
        answer = relaxation.moved(number, sign * move)
        if answer.verdict is not Verdict.OPTIMAL or answer.row_duals is None:
            continue
        prices = prices_of(problem, relaxation.model, answer.row_duals, grid)
        if abs(float(bound(problem, prices)) - best) <= _SAME * max(abs(best), 1.0):
            return price_of(problem, prices, row)
    return None


def price_of(problem: Problem, prices: PriceList, row: Row) -> Fraction:
    """Return the price of a row, in benefit per unit as people see them."""
    kind, number = row
    if kind == "quota":
        return prices.quota_price(problem, number)
    if kind == "rule":
        return prices.rule_price(problem, number)
    return prices.fund_price(problem, *divmod(number, len(problem.periods)))
