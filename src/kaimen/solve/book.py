"""What the pricing loops read: columns, costs and right sides as one tuple of plain arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints, Problem
from kaimen.solve.columns import Columns, Rows

Floats = npt.NDArray[np.float64]


class Book(NamedTuple):
    """Arrays for compiled loops; shapes as in `Columns`, with C costs, Z split entries and F life rows."""

    first: Ints
    start: Ints
    local: Ints
    row: Rows
    amount: Ints
    benefit: Ints
    must: npt.NDArray[np.bool_]
    usual: Floats  # P: the benefit that a project's margins are measured against
    wide: int
    side: Floats
    sense: npt.NDArray[np.int8]
    cost_start: Ints  # O + 1: costs of an option
    cost_amount: Floats  # C
    split_start: Ints  # C + 1: split entries of a cost
    split_row: Ints  # Z: wide row of the fund in the period
    split_cap: Floats  # Z
    split_life: Ints  # Z: life row or -1
    life_start: Ints  # O + 1: life rows of an option
    life_cap: Floats  # F
    block_start: Ints
    block_project: Ints
    block_owned: npt.NDArray[np.bool_]
    block_row_start: Ints
    tangle_start: Ints
    most: Ints  # 4: options to a project, entries to a column, projects to a block, split entries to an option


def book_of(problem: Problem, columns: Columns) -> Book:
    """Return the book of a problem."""
    options, costs = np.arange(problem.option_count + 1), np.arange(len(problem.cost_amount) + 1)
    splits, periods = problem.splits, len(problem.periods)
    cost_start = np.searchsorted(problem.cost_option, options)
    split_start = np.searchsorted(splits.cost, costs)
    period = problem.cost_period[splits.cost] if len(splits.cost) else splits.cost
    entries = np.diff(split_start[cost_start])
    widths = columns.local - columns.start[:-1] + entries
    book = Book(
        columns.first,
        columns.start,
        columns.local,
        columns.row,
        columns.amount,
        problem.benefit,
        problem.must,
        _usual(problem, columns),
        columns.wide,
        columns.side,
        columns.sense,
        cost_start,
        problem.cost_amount.astype(np.float64),
        split_start,
        columns.fund_row + splits.fund * periods + period,
        splits.cap.astype(np.float64),
        splits.life,
        np.searchsorted(problem.life.option, options),
        problem.life.cap.astype(np.float64),
        columns.block_start,
        columns.block_project,
        columns.block_owned,
        columns.block_row_start,
        columns.tangle_start,
        np.array(
            [
                np.diff(columns.first).max(initial=1),
                widths.max(initial=1),
                np.diff(columns.block_start).max(initial=1),
                max(1, entries.max(initial=1)),
            ]
        ),
    )
    return Book._make(_frozen(field) if isinstance(field, np.ndarray) else field for field in book)


def _frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the array as one that cannot be written: loops are compiled once more for each mixture of the two."""
    view = array.view()
    view.flags.writeable = False
    return view


def _usual(problem: Problem, columns: Columns) -> Floats:
    if not len(problem.projects):
        return np.ones(0)
    largest = np.maximum.reduceat(np.abs(problem.benefit), columns.first[:-1]).astype(np.float64)
    mean = float(largest.mean()) or 1.0
    floored: Floats = np.maximum(largest, 1e-3 * mean)
    return floored
