"""Does a cut hold for every portfolio? Proved from the rows it names, in integers, nothing believed.

The rows named give one row over whole choices, `sum(amount x) <= room + s` with 0 <= s <= supply:
amounts drawn or carried out are left away, amounts drawn or carried in are `s`. A cover is then
proved by a table: for each total of weights, the least amount with which choices of one option per
project reach it (Bellman 1957; Martello and Toth 1990, section 2.6). It holds if no total above what
it allows can be reached within the room.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.portfolio.certificate import Cut, Source
from kaimen.problem import AT_LEAST, Ints, Problem

_UNREACHABLE = 2**62
_FITS = 2.0**61

MOST_WORK = 10**8
"""Steps that the proof of one cut may take."""


@dataclass(frozen=True, slots=True, eq=False)
class WholeRow:
    """sum(amount x) <= room + s, 0 <= s <= supply, over options; scaled integers."""

    amount: Ints  # O
    room: int
    supply: Fraction


def whole_row(problem: Problem, source: Source, rows: tuple[int, ...], period: int = -1) -> WholeRow:
    """Return the row over whole choices that quota rows added up, funds in a period, or a rule imply."""
    if source is Source.QUOTA:
        return _quotas(problem, rows)
    return _funds(problem, rows, period) if source is Source.FUND else _rule(problem, rows[0])


def supplies(problem: Problem, rows: tuple[int, ...]) -> tuple[list[int], list[tuple[int, Fraction]]]:
    """Return what makes up `s` of quota rows added up: rows whose draws count, and rows whose carries do, at a rate.

    A draw between two of the rows, and a carry that loses nothing or a part between two of them, cancel.
    """
    inside = set(rows)
    draws = [row for row in rows if problem.above[row] >= 0 and int(problem.above[row]) not in inside]
    carries = []
    for row, following in enumerate(problem.carry_to.tolist()):
        if following in inside:
            numerator, denominator = problem.carry_rate[row].tolist()
            rate = Fraction(numerator, denominator) - (1 if row in inside else 0)
            if rate > 0:
                carries.append((row, rate))
    return draws, carries


def _quotas(problem: Problem, rows: tuple[int, ...]) -> WholeRow:
    mine = np.isin(problem.demand.row, rows)
    amount = np.zeros(problem.option_count, np.int64)
    np.add.at(amount, problem.demand.option[mine], problem.demand.amount[mine])
    draws, carries = supplies(problem, rows)
    supply = Fraction(sum(int(problem.draw_cap[row]) for row in draws))
    supply += sum((rate * int(problem.carry_cap[row]) for row, rate in carries), Fraction(0))
    return WholeRow(amount, sum(int(problem.limit[row]) for row in rows), supply)


def _funds(problem: Problem, funds: tuple[int, ...], period: int) -> WholeRow:
    """What the funds named must at least bear of each cost of the period: what the others cannot."""
    splits = problem.splits
    others: npt.NDArray[Any] = np.zeros(len(problem.cost_amount), dtype=object)
    outside = ~np.isin(splits.fund, funds)
    np.add.at(others, splits.cost[outside], splits.cap[outside].astype(object))
    least = np.maximum(problem.cost_amount - others, 0).astype(np.int64)
    amount = np.zeros(problem.option_count, np.int64)
    due = problem.cost_period == period
    amount[problem.cost_option[due]] = least[due]
    return WholeRow(amount, sum(int(problem.fund_limit[fund, period]) for fund in funds), Fraction(0))


def _rule(problem: Problem, row: int) -> WholeRow:
    sign = -1 if problem.rules[row].sense == AT_LEAST else 1
    mine = problem.rule_terms.row == row
    amount = np.zeros(problem.option_count, np.int64)
    amount[problem.rule_terms.option[mine]] = sign * problem.rule_terms.amount[mine]
    return WholeRow(amount, sign * int(problem.rule_side[row]), Fraction(0))


def holds(problem: Problem, cut: Cut) -> bool:
    """Return whether every portfolio keeps the cut; false also where the proof would take too long."""
    return _clique_holds(problem, cut) if cut.is_clique else _cover_holds(problem, cut)


def least_by_project(problem: Problem, amount: Ints) -> Ints:
    """Return, per project, the least amount its choice can have: 0 where leaving it out is less and allowed."""
    if not problem.projects:
        return np.zeros(0, np.int64)
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    least: Ints = np.minimum.reduceat(amount, first)
    return np.where(problem.must, least, np.minimum(least, 0))


def _cover_holds(problem: Problem, cut: Cut) -> bool:
    row = whole_row(problem, cut.source, cut.rows, cut.period)
    top = int(cut.most + cut.slope * row.supply) + 1
    if top * len(cut.options) > MOST_WORK or top < 0:
        return False
    least = _least_amounts(problem, row.amount, cut, top)
    for total, reached in enumerate(least.tolist()):
        if reached >= _FITS or reached > row.room + row.supply:
            continue
        if total > cut.most + cut.slope * max(0, reached - row.room):
            return False
    return True


def _least_amounts(problem: Problem, amount: Ints, cut: Cut, top: int) -> npt.NDArray[Any]:
    """Return, per total weight 0 to `top` (the last: that or more), the least amount of choices that reach it."""
    kind = np.int64 if np.abs(amount.astype(float)).sum() < _FITS else object
    weight = np.zeros(problem.option_count, np.int64)
    weight[cut.options] = cut.weights
    least = least_by_project(problem, amount)
    inside = np.unique(problem.option_project[cut.options])
    table: npt.NDArray[Any] = np.full(top + 1, _UNREACHABLE, dtype=kind)
    table[0] = sum(least.tolist()) - sum(least[inside].tolist())
    for project in inside.tolist():
        mine = slice(problem.options_of(project).start, problem.options_of(project).stop)
        ways = list(zip(weight[mine].tolist(), amount[mine].tolist(), strict=True))
        if not problem.must[project]:
            ways.append((0, 0))
        table = _with_project(table, ways, top)
    return table


def _with_project(table: npt.NDArray[Any], ways: list[tuple[int, int]], top: int) -> npt.NDArray[Any]:
    after = np.full(top + 1, _UNREACHABLE, dtype=table.dtype)
    for weight, amount in ways:
        step = min(weight, top)
        after[step:] = np.minimum(after[step:], table[: top + 1 - step] + amount)
        after[top] = min(after[top], table[top - step :].min() + amount)
    return np.minimum(after, _UNREACHABLE)


def _clique_holds(problem: Problem, cut: Cut) -> bool:
    projects = problem.option_project[cut.options]
    proved = projects[:, None] == projects[None, :]
    for number in cut.rows:
        row = whole_row(problem, cut.source, (number,), cut.period)
        least = least_by_project(problem, row.amount)
        # Beside a pair, everything else takes its least: the pair's own least is taken out, its amounts put in.
        extra = (row.amount[cut.options] - least[projects]).astype(object)
        room = row.room + row.supply - sum(least.tolist())
        proved |= extra[:, None] + extra[None, :] > room
    return bool(proved.all())
