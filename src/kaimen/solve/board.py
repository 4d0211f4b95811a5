"""The statement as rows for moves: what one option more or less does to every row, in exact integers.

Rows are the quota rows, then the rule rows, then money rows, in one numbering. A row asks
`low <= use <= high`; where a quota may draw, `high` may be passed by up to `cap`, and what is drawn
is taken from the row `up`. Quotas that carry form a *chain* with all that flows into or out of
them, and a chain is worked out anew when one of its rows changes.

Money needs no splits here. The costs of a period can be split within the funds' limits exactly if,
for every set F of funds, what must come from F (of each cost the part above the caps of all other
lawful funds) is within the limits of F together: this is the cut condition of a flow from costs to
funds (Gale 1957, doi:10.2140/pjm.1957.7.1073). So each set of funds is one row over the options.
Above `_ALL_SETS` funds only some sets are looked at, and with shares of the whole cost the caps are
taken period by period: there the splits that `complete` works out decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem
from kaimen.solve.complete import bottom_up

FREE = 2**62
"""Stands for no limit."""

_SAFE = 2**60
_ALL_SETS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Rows and options in arrays for the kernels of `moves`; O options, P projects, M rows, all int64.

    `by_option` is (start, row, amount) in compressed form. `kind` is 1 for rows of a chain, else 0.
    `money_exact` is false where keeping the money rows does not yet mean that the splits exist.
    """

    benefit: Ints  # O
    project: Ints  # O
    first: Ints  # P + 1, options of project p are first[p] .. first[p + 1] - 1
    must: npt.NDArray[np.int64]  # P, 0 or 1
    by_option: tuple[Ints, Ints, Ints]
    low: Ints  # M
    high: Ints  # M
    up: Ints  # M
    cap: Ints  # M
    kind: Ints  # M
    feeds: tuple[Ints, Ints]  # per row: rows whose use reaches it, itself first
    chain: Ints  # M, number of the chain or -1
    chains: tuple[Ints, Ints]  # per chain: its rows, each after those that flow into it
    carry: tuple[Ints, Ints, Ints, Ints]  # M each: to, cap, numerator, denominator
    quota_rows: slice
    rule_rows: slice
    money_exact: bool


def make_board(problem: Problem) -> Board | None:
    """Return the rows of a problem for moves, or None where their sums might not fit into 64 bits."""
    money = list(_money_rows(problem))
    quotas, rules = len(problem.quotas), len(problem.rules)
    count = quotas + rules + len(money)
    row = [problem.demand.row, problem.rule_terms.row + quotas]
    option = [problem.demand.option, problem.rule_terms.option]
    amount = [problem.demand.amount, problem.rule_terms.amount]
    for number, (options, amounts, _) in enumerate(money):
        row.append(np.full(len(options), quotas + rules + number))
        option.append(options)
        amount.append(amounts)
    rows, options, amounts = np.concatenate(row), np.concatenate(option), np.concatenate(amount)
    senses = np.array([rule.sense for rule in problem.rules], dtype=np.int64)
    low, high = np.full(count, -FREE), np.full(count, FREE)
    high[:quotas] = problem.limit
    low[quotas : quotas + rules] = np.where(senses == AT_MOST, -FREE, problem.rule_side)
    high[quotas : quotas + rules] = np.where(senses == AT_LEAST, FREE, problem.rule_side)
    high[quotas + rules :] = [limit for _, _, limit in money]
    if not _fits(problem, rows, amounts, count):
        return None
    linked = _linked(problem, count)
    return Board(
        benefit=problem.benefit,
        project=problem.option_project,
        first=np.searchsorted(problem.option_project, np.arange(len(problem.projects) + 1)).astype(np.int64),
        must=problem.must.astype(np.int64),
        by_option=_compressed(options, rows, amounts, problem.option_count),
        low=low,
        high=high,
        **linked,
        quota_rows=slice(0, quotas),
        rule_rows=slice(quotas, quotas + rules),
        money_exact=len(problem.funds) <= _ALL_SETS and not len(problem.life.cap),
    )


def _fits(problem: Problem, rows: Ints, amounts: Ints, count: int) -> bool:
    size = np.zeros(count)
    np.add.at(size, rows, np.abs(amounts.astype(float)))
    size[: len(problem.quotas)] += np.abs(problem.limit.astype(float)) + problem.draw_cap + problem.carry_cap
    size[: len(problem.quotas)] = size[: len(problem.quotas)].sum()
    side = float(np.abs(problem.rule_side.astype(float)).max(initial=0.0))
    money = float(problem.fund_limit.astype(float).sum())
    return max(float(size.max(initial=0.0)), side, money) < _SAFE


def stable_order(numbers: Ints) -> Ints:
    """Return the order by numbers from 0 up, equal ones as they stand; short ones are sorted by their digits."""
    short = numbers.max(initial=0) < 2**16
    order: Ints = np.argsort(numbers.astype(np.uint16) if short else numbers, kind="stable")
    return order


def _compressed(major: Ints, minor: Ints, amount: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    order = stable_order(minor)
    order = order[stable_order(major[order])]
    start = np.searchsorted(major[order], np.arange(size + 1)).astype(np.int64)
    return start, minor[order].astype(np.int64), amount[order].astype(np.int64)


def _linked(problem: Problem, count: int) -> dict[str, Any]:
    """Return what says how rows flow into each other."""
    quotas = len(problem.quotas)
    up, cap, to = np.full(count, -1), np.zeros(count, dtype=np.int64), np.full(count, -1)
    carry_cap, rate = np.zeros(count, dtype=np.int64), np.ones((count, 2), dtype=np.int64)
    up[:quotas], cap[:quotas] = problem.above, np.where(problem.above >= 0, problem.draw_cap, 0)
    to[:quotas], carry_cap[:quotas], rate[:quotas] = problem.carry_to, problem.carry_cap, problem.carry_rate
    group = np.arange(count)
    for _ in range(count):  # the smallest row number spreads along the links
        before = group.copy()
        for link in (up, to):
            linked = np.flatnonzero(link >= 0)
            np.minimum.at(group, link[linked], group[linked])
            group[linked] = np.minimum(group[linked], group[link[linked]])
        if np.array_equal(before, group):
            break
    carrying = np.zeros(count, dtype=np.bool_)
    carrying[group[to >= 0]] = True
    chain, order = np.full(count, -1), np.array(bottom_up(problem), dtype=np.int64)
    members: list[list[int]] = []
    for leader in np.flatnonzero(carrying).tolist():
        mine = order[group[order] == leader]
        chain[mine] = len(members)
        members.append(mine.tolist())
    return {
        "up": up,
        "cap": cap,
        "kind": (chain >= 0).astype(np.int64),
        "feeds": _lists(_feeds(up, to)),
        "chain": chain,
        "chains": _lists(members),
        "carry": (to, carry_cap, rate[:, 0].copy(), rate[:, 1].copy()),
    }


def _feeds(up: Ints, to: Ints) -> list[list[int]]:
    into: list[list[int]] = [[] for _ in up]
    for row in range(len(up)):
        for target in {int(up[row]), int(to[row])} - {-1}:
            into[target].append(row)
    found = []
    for row in range(len(up)):
        reached = [row]
        for other in reached:
            reached += [r for r in into[other] if r not in reached]
        found.append(reached)
    return found


def _lists(lists: list[list[int]]) -> tuple[Ints, Ints]:
    start = np.cumsum([0, *(len(entry) for entry in lists)]).astype(np.int64)
    return start, np.array([value for entry in lists for value in entry], dtype=np.int64)


def _money_rows(problem: Problem) -> Iterator[tuple[Ints, Ints, int]]:
    """Yield (options, amounts, limit) for each set of funds and period that could be short."""
    funds = len(problem.funds)
    if not funds or not len(problem.cost_amount):
        return
    cap = np.zeros((len(problem.cost_amount), funds), dtype=np.int64)
    cap[problem.splits.cost, problem.splits.fund] = _period_caps(problem)
    sizes = range(funds + 1) if funds <= _ALL_SETS else (0, 1, funds - 1, funds)
    for together in (members for size in sizes for members in combinations(range(funds), size)):
        others = [fund for fund in range(funds) if fund not in together]
        least = np.maximum(problem.cost_amount - cap[:, others].sum(axis=1), 0)
        for period in range(len(problem.periods)):
            mine = np.flatnonzero((problem.cost_period == period) & (least > 0))
            limit = int(problem.fund_limit[list(together), period].sum())
            if float(least[mine].astype(float).sum()) > limit:
                yield problem.cost_option[mine], least[mine], limit


def _period_caps(problem: Problem) -> Ints:
    splits = problem.splits
    if not len(problem.life.cap):
        return splits.cap
    whole = np.zeros(problem.option_count)
    np.add.at(whole, problem.cost_option, problem.cost_amount.astype(float))
    part = problem.cost_amount[splits.cost] / np.maximum(whole[problem.cost_option[splits.cost]], 1.0)
    shared = np.ceil(np.append(problem.life.cap, 0)[splits.life] * part).astype(np.int64)
    return np.where(splits.life >= 0, np.minimum(shared, splits.cap), splits.cap)
