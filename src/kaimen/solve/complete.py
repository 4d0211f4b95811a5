"""Draws, carries and splits for chosen options: exact integers, or None where there are none.

Draws and carries: rows are visited by period, and within a period from the bottom of the pools
up. A row draws the least it must and carries the most it may. Since each row has one pool above
and one period after it, no other choice leaves more to the rows visited later.

Splits: each period is a flow from costs to funds, and a flow with integer capacities is integer
(Ford and Fulkerson 1956, doi:10.4153/CJM-1956-045-5). Only a fund's share of a whole cost ties
periods together; then a flow is not enough, and `split_by_model` is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from kaimen.portfolio import Portfolio
from kaimen.problem import Ints, Problem
from kaimen.problem.types import frozen_ints
from kaimen.solve.splits import split_by_model


def complete(problem: Problem, chosen: Sequence[int]) -> Portfolio | None:
    """Return the portfolio of these options with amounts that keep quotas and funds, or None if there are none.

    Rules over the options are not looked at.
    """
    options = frozen_ints(sorted(chosen))
    moved = _draws_and_carries(problem, options)
    if moved is None:
        return None
    splits = split_by_model(problem, options) if len(problem.life.cap) else _flows(problem, options)
    if splits is None:
        return None
    return Portfolio(options, frozen_ints(moved[0]), frozen_ints(moved[1]), frozen_ints(splits))


def _draws_and_carries(problem: Problem, options: Ints) -> tuple[list[int], list[int]] | None:
    rows = len(problem.quotas)
    inside = np.isin(problem.demand.option, options)
    net, gross = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    np.add.at(net, problem.demand.row[inside], problem.demand.amount[inside])
    np.add.at(gross, problem.demand.row[inside], np.maximum(problem.demand.amount[inside], 0))
    draws, carries, drawn_out, carried_in = [0] * rows, [0] * rows, [0] * rows, [0] * rows
    for row in bottom_up(problem):
        own = int(problem.limit[row]) + carried_in[row] - drawn_out[row]
        short = int(net[row]) - own
        pool, following = int(problem.above[row]), int(problem.carry_to[row])
        if short > 0:
            if pool < 0 or short > problem.draw_cap[row]:
                return None
            draws[row] = short
            drawn_out[pool] += short
        if following >= 0:
            carries[row] = max(0, min(int(problem.carry_cap[row]), own - int(gross[row])))
            numerator, denominator = problem.carry_rate[row].tolist()
            carried_in[following] += carries[row] * numerator // denominator
    return draws, carries


def bottom_up(problem: Problem) -> list[int]:
    """Return the quota rows so that each comes after those that draw on it or carry into it."""
    place = {label: number for number, label in enumerate(problem.periods)}
    height = heights(problem)
    return sorted(range(len(problem.quotas)), key=lambda row: (place.get(problem.quotas[row].period, 0), height[row]))


def heights(problem: Problem) -> list[int]:
    """Return how many levels of quota rows draw on each, one after the other."""
    height = [0] * len(problem.quotas)
    for row in range(len(problem.quotas)):
        steps, up = 1, int(problem.above[row])
        while up >= 0:
            height[up] = max(height[up], steps)
            steps, up = steps + 1, int(problem.above[up])
    return height


def _flows(problem: Problem, options: Ints) -> list[int] | None:
    amounts = [0] * len(problem.splits.cap)
    due = np.isin(problem.cost_option, options)
    by_period: dict[int, list[int]] = defaultdict(list)
    for entry in np.flatnonzero(due[problem.splits.cost]).tolist() if len(amounts) else []:
        by_period[int(problem.cost_period[problem.splits.cost[entry]])].append(entry)
    for period, entries in by_period.items():
        if not (_in_turn(problem, period, entries, amounts) or _by_flow(problem, period, entries, amounts)):
            return None
    return amounts


def _in_turn(problem: Problem, period: int, entries: list[int], amounts: list[int]) -> bool:
    """Fill each cost from its funds in turn, costs with fewer funds first; fails where that is too simple."""
    splits, left = problem.splits, problem.fund_limit[:, period].tolist()
    choices: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        choices[int(splits.cost[entry])].append(entry)
    for cost in sorted(choices, key=lambda cost: (len(choices[cost]), cost)):
        due = int(problem.cost_amount[cost])
        for entry in sorted(choices[cost], key=lambda entry: -left[splits.fund[entry]]):
            amounts[entry] = max(0, min(due, int(splits.cap[entry]), left[splits.fund[entry]]))
            left[splits.fund[entry]] -= amounts[entry]
            due -= amounts[entry]
        if due:
            for entry in entries:
                amounts[entry] = 0
            return False
    return True


def _by_flow(problem: Problem, period: int, entries: list[int], amounts: list[int]) -> bool:
    import networkx as nx  # noqa: PLC0415 - few problems have splits to untangle

    splits = problem.splits
    graph: Any = nx.DiGraph()
    for entry in entries:
        cost, fund = int(splits.cost[entry]), int(splits.fund[entry])
        graph.add_edge("source", ("cost", cost), capacity=int(problem.cost_amount[cost]))
        graph.add_edge(("cost", cost), ("fund", fund), capacity=int(splits.cap[entry]))
        graph.add_edge(("fund", fund), "sink", capacity=int(problem.fund_limit[fund, period]))
    value, flow = nx.maximum_flow(graph, "source", "sink", flow_func=nx.algorithms.flow.dinitz)
    for entry in entries:
        amounts[entry] = flow["cost", int(splits.cost[entry])]["fund", int(splits.fund[entry])]
    return bool(value == sum(int(problem.cost_amount[cost]) for cost in {int(splits.cost[e]) for e in entries}))
