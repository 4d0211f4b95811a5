"""A problem as one plain model for general solvers; it shares nothing with `kaimen.solve`.

    maximise c x, rl <= A x <= ru, 0 <= x <= ub, all in scaled integers

Columns: options, draws, carries, what of a carry arrives, a flag for each carry, splits. A carry's flag says that it
may be used; under it only what is left of the row itself is carried (the head of `kaimen.problem.types` has the
conditions). All columns are whole numbers in a plan; `integer` marks those that have to be declared so, `options` is
how many come first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.problem import AT_LEAST, AT_MOST, Problem

Part = tuple[Any, Any, Any]


class _Whole:
    """Rows being gathered as triplets."""

    def __init__(self, width: int) -> None:
        self.width, self.blocks = width, list[sparse.csr_array]()
        self.lower, self.upper = list[Any](), list[Any]()

    def add(self, lower: Any, upper: Any, *parts: Part) -> None:
        """Add rows; a part is rows within the block, columns, values."""
        row, column, value = (
            np.concatenate([np.broadcast_to(part[place], np.shape(part[0])) for part in parts]) for place in range(3)
        )
        shape = (len(upper), self.width)
        self.blocks.append(sparse.csr_array((value.astype(float), (row.astype(int), column.astype(int))), shape=shape))
        self.lower.append(np.broadcast_to(lower, len(upper)).astype(float))
        self.upper.append(np.asarray(upper, dtype=float))


def whole_model(problem: Problem) -> dict[str, npt.NDArray[Any] | sparse.csc_array]:
    """Return c, A, rl, ru, ub, integer and options of a problem."""
    drawing, carrying = np.flatnonzero(problem.above >= 0), np.flatnonzero(problem.carry_to >= 0)
    sizes = [problem.option_count, len(drawing), *[len(carrying)] * 3, len(problem.splits.cap)]
    option, draw, carry, arrival, flag, split = np.split(np.arange(sum(sizes)), np.cumsum(sizes)[:-1])
    whole = _Whole(sum(sizes))
    ones = np.ones(len(problem.projects))
    whole.add(problem.must, ones, (problem.option_project, option, 1))
    sense = np.array([rule.sense for rule in problem.rules], dtype=np.int64)
    side, terms = problem.rule_side.astype(float), problem.rule_terms
    lower = np.where(sense == AT_MOST, -np.inf, side)
    whole.add(lower, np.where(sense == AT_LEAST, np.inf, side), (terms.row, terms.option, terms.amount))
    demand, above, onward = problem.demand, problem.above[drawing], problem.carry_to[carrying]
    moved: list[Part] = [(drawing, draw, -1), (above, draw, 1), (carrying, carry, 1), (onward, arrival, -1)]
    whole.add(-np.inf, problem.limit, (demand.row, demand.option, demand.amount), *moved)
    _carried(whole, problem, (draw, carry, arrival, flag))
    _paid(whole, problem, split)
    upper = np.ones(sum(sizes))
    upper[draw], upper[carry] = problem.draw_cap[drawing], problem.carry_cap[carrying]
    rate = problem.carry_rate[carrying]
    upper[arrival] = problem.carry_cap[carrying] * rate[:, 0] // np.maximum(rate[:, 1], 1)
    upper[split] = problem.splits.cap
    worth, integer = np.zeros(sum(sizes)), np.zeros(sum(sizes), dtype=np.bool_)
    worth[option] = problem.benefit
    integer[option] = integer[flag] = True
    matrix = sparse.csc_array(sparse.vstack(whole.blocks))
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    return {
        "c": worth,
        "A": matrix,
        "rl": np.concatenate(whole.lower),
        "ru": np.concatenate(whole.upper),
        "ub": upper,
        "integer": integer,
        "options": np.array([problem.option_count]),
    }


def _carried(whole: _Whole, problem: Problem, columns: tuple[Any, Any, Any, Any]) -> None:
    draw, carry, arrival, flag = columns
    drawing, carrying = np.flatnonzero(problem.above >= 0), np.flatnonzero(problem.carry_to >= 0)
    if not len(carrying):
        return
    rate, each, none = problem.carry_rate[carrying], np.arange(len(carrying)), np.zeros(len(carrying))
    whole.add(-np.inf, none, (each, arrival, rate[:, 1]), (each, carry, -rate[:, 0]))
    whole.add(-np.inf, none, (each, carry, 1), (each, flag, -problem.carry_cap[carrying]))
    place = np.full(len(problem.quotas), -1)
    place[carrying] = each
    demand = problem.demand
    gross = (place[demand.row] >= 0) & (demand.amount > 0)
    out, into = place[problem.above[drawing]] >= 0, place[problem.carry_to[carrying]] >= 0
    most = np.zeros(len(problem.quotas))
    np.add.at(most, demand.row, np.maximum(demand.amount, 0))
    np.add.at(most, problem.above[drawing], problem.draw_cap[drawing])
    room = np.maximum(most[carrying] + problem.carry_cap[carrying] - problem.limit[carrying], 0)
    whole.add(
        -np.inf,
        problem.limit[carrying] + room,
        (place[demand.row[gross]], demand.option[gross], demand.amount[gross]),
        (place[problem.above[drawing[out]]], draw[out], 1),
        (place[problem.carry_to[carrying[into]]], arrival[into], -1),
        (each, carry, 1),
        (each, flag, room),
    )


def _paid(whole: _Whole, problem: Problem, split: Any) -> None:
    splits, costs, lives = problem.splits, problem.cost_amount, problem.life
    if not len(costs):
        return
    each = np.arange(len(split))
    whole.add(0, np.zeros(len(costs)), (splits.cost, split, 1), (np.arange(len(costs)), problem.cost_option, -costs))
    whole.add(-np.inf, np.zeros(len(split)), (each, split, 1), (each, problem.cost_option[splits.cost], -splits.cap))
    living = np.flatnonzero(splits.life >= 0)
    life = np.arange(len(lives.cap))
    whole.add(-np.inf, np.zeros(len(life)), (splits.life[living], split[living], 1), (life, lives.option, -lives.cap))
    cell = splits.fund * len(problem.periods) + problem.cost_period[splits.cost]
    whole.add(-np.inf, problem.fund_limit.ravel(), (cell, split, 1))
