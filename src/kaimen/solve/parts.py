"""Parts of a question that only few rows join: regions with quotas of their own under the pools of a province.

Quota rows are taken from the lowest level of the pools up, the narrowest first; each joins the projects that demand
it, and the rows that draw on it or carry into it, unless what comes of that would be more than a quarter of all
projects. Rows that do not lie within one part link the parts; so do funds and most rules. A column that is only in
linking rows is loose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kaimen.problem import Ints, Problem
from kaimen.solve.complete import heights
from kaimen.solve.model import Model

_FEWEST, _SMALLEST = 4, 0.02
"""Fewer parts are not worth it, and smaller ones, as a share of all projects, are put together."""

_LARGEST = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A model of some columns of the whole one and the rows of these alone, with what they add to linking rows."""

    model: Model
    columns: Ints
    link: Any  # scipy.sparse.csc_array, linking rows x columns
    projects: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """The parts of a model, the rows that link them and the columns that are in none of them."""

    parts: tuple[Part, ...]
    linking: Ints
    loose: Ints


def find_parts(problem: Problem, model: Model, *, fewest: int = _FEWEST, largest: float = _LARGEST) -> Parts | None:
    """Return the parts of a problem's whole model, or None where there are too few.

    Args:
        problem: the statement.
        model: `build_model(problem)`.
        fewest: how many parts there have to be.
        largest: of all projects the share that one part may have.
    """
    part, of_row = _joined(problem, largest)
    size = np.bincount(part, minlength=1)
    large = np.flatnonzero(size >= max(_SMALLEST * len(part), 2))
    left = len(part) - int(size[large].sum())
    if len(large) < fewest or left > largest * len(part):
        return None
    number = np.full(len(size), len(large))
    number[large] = np.arange(len(large))
    part, of_row = number[part], np.where(of_row >= 0, number[of_row], -1)
    return _cut_out(model, _column_part(problem, model, part, of_row), part)


def _joined(problem: Problem, largest: float) -> tuple[Ints, Ints]:
    """Return the component of each project (P), and of each quota row (R), -1 where it links components."""
    projects, rows = len(problem.projects), len(problem.quotas)
    root, size = np.arange(projects + rows), np.append(np.ones(projects), np.zeros(rows))
    pairs = np.unique(np.stack([problem.demand.row, problem.option_project[problem.demand.option]]), axis=1)
    members = np.split(pairs[1], np.searchsorted(pairs[0], np.arange(1, rows)))
    for to in (problem.above, problem.carry_to):
        for row in np.flatnonzero(to >= 0).tolist():
            members[to[row]] = np.append(members[to[row]], projects + row)
    linking = np.zeros(rows, dtype=np.bool_)

    def top(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = int(root[node])
        return node

    height = heights(problem)
    for row in sorted(range(rows), key=lambda row: (height[row], len(members[row]), row)):
        tops = sorted({top(int(node)) for node in (*members[row], projects + row)})
        together = float(size[tops].sum())
        if together > max(largest * projects, 1):
            linking[row] = True
            continue
        root[tops], size[tops[0]] = tops[0], together
    ends = np.array([top(node) for node in range(projects + rows)])
    names, part = np.unique(ends[:projects], return_inverse=True)
    place = np.searchsorted(names, ends[projects:])
    known = ~linking & (place < len(names)) & (names[np.minimum(place, len(names) - 1)] == ends[projects:])
    return part, np.where(known, place, -1)


def _column_part(problem: Problem, model: Model, part: Ints, of_row: Ints) -> Ints:
    """Return the part of each column of the whole model, -1 where it is loose."""
    column = np.full(len(model.objective), -1)
    drawing, carrying = np.flatnonzero(problem.above >= 0), np.flatnonzero(problem.carry_to >= 0)
    column[model.columns["option"]] = part[problem.option_project]
    column[model.columns["draw"]] = of_row[drawing]
    column[model.columns["carry"]] = column[model.columns["flag"]] = of_row[carrying]
    if len(problem.splits.cap):
        column[model.columns["split"]] = part[problem.option_project[problem.cost_option[problem.splits.cost]]]
    return column


def _cut_out(model: Model, column_part: Ints, part: Ints) -> Parts:
    entries = model.matrix.tocoo()
    of_entry = column_part[entries.col]
    lowest = np.full(model.matrix.shape[0], np.iinfo(np.int64).max)
    highest = np.full(model.matrix.shape[0], -2)
    np.minimum.at(lowest, entries.row, of_entry)
    np.maximum.at(highest, entries.row, of_entry)
    local = (lowest == highest) & (lowest >= 0)
    linking = np.flatnonzero(~local & (highest > -2))
    by_row = model.matrix.tocsr()
    link = by_row[linking].tocsc()
    found = []
    for number in range(int(part.max()) + 1):
        columns, rows = np.flatnonzero(column_part == number), np.flatnonzero(local & (lowest == number))
        own = replace(
            model,
            objective=model.objective[columns],
            column_upper=model.column_upper[columns],
            integer=model.integer[columns],
            matrix=by_row[rows].tocsc()[:, columns],
            row_lower=model.row_lower[rows],
            row_upper=model.row_upper[rows],
            row_unit=model.row_unit[rows],
        )
        found.append(Part(own, columns, link[:, columns], np.flatnonzero(part == number)))
    return Parts(tuple(found), linking, np.flatnonzero(column_part < 0))
