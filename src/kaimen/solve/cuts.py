"""Covers that a point of the relaxation breaks, from one quota row, a pool with all that draws on it, a fund or a rule.

With `extra` what an option takes of a row beyond the least that its project can take, projects are gathered
greedily, by what they lack of being whole to what they take, until together they no longer fit (Crowder, Johnson
and Padberg 1983, doi:10.1287/opre.31.5.803). What is drawn and carried in counts either as room, to its caps, or
by its use, at the slope that one whole excess allows (Marchand and Wolsey 1999, doi:10.1007/s101070050099). Options
outside that take as much as the h largest inside are lifted by h (Balas 1975, doi:10.1007/BF01580440). Every cut
is judged by `kaimen.portfolio` before it is used, so a slip here costs a cut and proves nothing wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np
import numpy.typing as npt

from kaimen.portfolio import Cut, Source
from kaimen.portfolio.implied import holds, least_by_project, supplies, whole_row
from kaimen.problem import Ints, Problem
from kaimen.solve.model import Floats

_LEAST_BREACH = 1e-3
_TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Knapsack:
    """One row over whole choices: what options take beyond their project's least, and what room that leaves.

    Shapes: `extra` O, in scaled units, >= 0. `room` is without what is drawn and carried in, at most `supply`.
    `takers` are the options with some `extra`; `draws` and `carries` the quota rows that it may be supplied through.
    """

    source: Source
    rows: tuple[int, ...]
    period: int
    extra: Ints
    room: int
    supply: Fraction
    takers: Ints
    draws: Sequence[int]
    carries: Sequence[tuple[int, Fraction]]


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A point of the relaxation in scaled units: options O, draws and carries R."""

    option: Floats
    draw: Floats
    carry: Floats


def knapsacks(problem: Problem) -> list[Knapsack]:
    """Return the rows from which covers are made: those in which two choices can be too much."""
    named: list[tuple[Source, tuple[int, ...], int]] = [
        (Source.QUOTA, rows, -1) for row in range(len(problem.quotas)) for rows in _with_drawers(problem, row)
    ]
    funds = tuple(range(len(problem.funds)))
    named += [(Source.FUND, funds, period) for period in range(len(problem.periods)) if funds]
    named += [(Source.RULE, (row,), -1) for row in range(len(problem.rules))]
    found = []
    for source, rows, period in named:
        row = whole_row(problem, source, rows, period)
        least = least_by_project(problem, row.amount)
        extra = row.amount - least[problem.option_project]
        room = row.room - sum(least.tolist())
        if room >= 0 and len(np.unique(extra[extra > 0])) > 0 and int(extra.sum()) > room:
            draws, carries = supplies(problem, rows) if source is Source.QUOTA else ((), ())
            takers = np.flatnonzero(extra > 0)
            found.append(Knapsack(source, rows, period, extra, room, row.supply, takers, draws, carries))
    return found


def _with_drawers(problem: Problem, row: int) -> Iterator[tuple[int, ...]]:
    yield (row,)
    drawers = np.flatnonzero(problem.above == row).tolist()
    if drawers and len({problem.quotas[member].scale for member in (row, *drawers)}) == 1:
        yield tuple(sorted((row, *drawers)))


def broken_covers(
    problem: Problem, rows: Iterable[Knapsack], point: Point, most: int, *, judged: bool = True
) -> list[Cut]:
    """Return up to `most` covers that the point breaks, the worst first.

    They hold for every portfolio; `judged` false leaves that unproved, for callers that only look for good prices.
    """
    found: list[tuple[float, Cut]] = []
    for row in rows:
        supplied = _supplied(row, point)
        found += _breaches(problem, row, point, 0.0, floor(row.room + row.supply))
        if row.supply > 0:
            found += _breaches(problem, row, point, supplied, row.room)
    found.sort(key=lambda pair: -pair[0])
    return [cut for _, cut in found[: 2 * most] if not judged or holds(problem, cut)][:most]


def _supplied(row: Knapsack, point: Point) -> float:
    drawn = float(point.draw[list(row.draws)].sum())
    return drawn + sum(float(rate) * float(point.carry[number]) for number, rate in row.carries)


def _breaches(problem: Problem, row: Knapsack, point: Point, supplied: float, room: int) -> Iterator[tuple[float, Cut]]:
    """Yield the cover over this room, if there is one that the point breaks, with by how much."""
    project, least, value = _members(problem, row, point)
    inside = _cover(least, 1.0 - value, room)
    if inside is None:
        return
    over = int(least[inside].sum()) - room
    slope = Fraction(1, over) if room == row.room and row.supply > 0 else Fraction(0)
    cut = _cut(problem, row, project[inside], least[inside], slope)
    breach = float(cut.weights @ point.option[cut.options]) - cut.most - float(slope) * supplied
    if breach > _LEAST_BREACH:
        yield breach / float(np.sqrt((cut.weights.astype(float) ** 2).sum())), cut


def _members(problem: Problem, row: Knapsack, point: Point) -> tuple[Ints, Ints, Floats]:
    """Return, of each project that the point chooses in part: the threshold of `extra` to count from, and the value.

    The value is that of its options from the threshold on; of several thresholds the one that lacks least for what
    it takes.
    """
    some = row.takers[point.option[row.takers] > _TINY]
    some = some[np.lexsort((-row.extra[some], problem.option_project[some]))]
    project, extra = problem.option_project[some], row.extra[some]
    running = np.cumsum(point.option[some])
    first = np.searchsorted(project, project)
    value = np.minimum(running - np.where(first > 0, running[first - 1], 0.0), 1.0)
    order = np.lexsort(((1.0 - value) / np.maximum(extra, 1), project))
    best = order[np.searchsorted(project[order], np.unique(project))]
    return project[best], extra[best], value[best]


def _cover(extra: Ints, lack: Floats, room: int) -> npt.NDArray[np.int64] | None:
    """Return which members no longer fit together, none of them needless; None where all fit."""
    if len(extra) == 0:
        return None
    order = np.argsort(lack / extra, kind="stable")
    total = np.cumsum(extra[order])
    if int(total[-1]) <= room:
        return None
    inside = order[: int(np.argmax(total > room)) + 1]
    over = int(extra[inside].sum()) - room
    kept = []
    for member in inside[np.argsort(-lack[inside], kind="stable")].tolist():
        if extra[member] < over:
            over -= int(extra[member])
        else:
            kept.append(member)
    return np.array(sorted(kept), np.int64)


def _cut(problem: Problem, row: Knapsack, project: Ints, least: Ints, slope: Fraction) -> Cut:
    """Return the cover of these projects from these thresholds on; without a slope, others are lifted into it."""
    weight = np.zeros(problem.option_count, np.int64)
    threshold = np.zeros(len(problem.projects), np.int64)
    threshold[project] = least
    inside = np.zeros(len(problem.projects), np.bool_)
    inside[project] = True
    mine = inside[problem.option_project]
    weight[mine] = row.extra[mine] >= threshold[problem.option_project[mine]]
    if not slope:
        largest = np.cumsum(np.sort(least)[::-1])
        weight[~mine] = np.searchsorted(largest, row.extra[~mine], side="right")
    options = np.flatnonzero(weight).astype(np.int64)
    return Cut(False, row.source, row.rows, row.period, options, weight[options], len(project) - 1, slope)
