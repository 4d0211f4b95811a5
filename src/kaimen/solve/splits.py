"""Splits where a fund's share is of the whole cost: a small model over the chosen options."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from kaimen.problem import Ints, Problem
from kaimen.solve.highs import run
from kaimen.solve.model import split_model


def split_by_model(problem: Problem, options: Ints) -> list[int] | None:
    """Return an amount for each split entry so that every cost of the options is met, or None.

    The model's numbers are floating point; what rounding leaves over is moved to entries that have room, so that
    the result is exact or None.
    """
    due = np.isin(problem.cost_option, options)
    entries = np.flatnonzero(due[problem.splits.cost]) if len(problem.splits.cost) else np.zeros(0, dtype=np.int64)
    if not len(entries):
        return [0] * len(problem.splits.cap)
    model, unit = split_model(problem, entries)
    answer = run(model)
    if answer.values is None:
        return None
    amounts = [0] * len(problem.splits.cap)
    for entry, value in zip(entries.tolist(), answer.values.tolist(), strict=True):
        amounts[entry] = max(0, min(round(value * unit), int(problem.splits.cap[entry])))
    return _put_right(problem, entries.tolist(), amounts)


def _put_right(problem: Problem, entries: list[int], amounts: list[int]) -> list[int] | None:
    splits = problem.splits
    fund_left, life_left = problem.fund_limit.astype(object), problem.life.cap.astype(object)
    cost_left: dict[int, int] = defaultdict(int)
    for entry in entries:
        cost_left[int(splits.cost[entry])] = int(problem.cost_amount[splits.cost[entry]])
    for entry in entries:
        _move(problem, entry, amounts[entry], (fund_left, life_left, cost_left))
    # First give back what is too much, then fill what is missing.
    for sign in (-1, 1):
        for entry in entries:
            cost, fund = int(splits.cost[entry]), int(splits.fund[entry])
            period, life = int(problem.cost_period[cost]), int(splits.life[entry])
            room = min(cost_left[cost], fund_left[fund, period], life_left[life] if life >= 0 else cost_left[cost])
            step = max(room, -amounts[entry]) if sign < 0 else min(room, int(splits.cap[entry]) - amounts[entry])
            if step * sign > 0:
                amounts[entry] += step
                _move(problem, entry, step, (fund_left, life_left, cost_left))
    return amounts if not any(cost_left.values()) else None


def _move(problem: Problem, entry: int, amount: int, left: tuple[Any, Any, dict[int, int]]) -> None:
    fund_left, life_left, cost_left = left
    cost = int(problem.splits.cost[entry])
    fund_left[int(problem.splits.fund[entry]), int(problem.cost_period[cost])] -= amount
    cost_left[cost] -= amount
    if problem.splits.life[entry] >= 0:
        life_left[int(problem.splits.life[entry])] -= amount
