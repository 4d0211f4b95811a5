"""Twins, and the published order that decides between them.

Two projects are twins when every number the problem has of them is the same: benefits, demands,
costs, lawful funds and rule terms of each option. Which of them is chosen is decided by the hash
of the scenario's seed and the project's id, never by the order of a file.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict

import numpy as np
import numpy.typing as npt

from kaimen.problem.types import Ints, Problem

_PART = 2**22


def tie_order(problem: Problem, project: int) -> str:
    """Return what twins are ordered by: the smaller comes first."""
    return hashlib.sha256(f"{problem.seed}:{problem.projects[project]}".encode()).hexdigest()


def twins(problem: Problem) -> list[list[int]]:
    """Return the projects (by index) in groups of twins, each in the published order; most groups have one."""
    marks = _marks(problem)
    _, mark, count = np.unique(marks, return_inverse=True, return_counts=True)
    alike = count[mark.ravel()] > 1
    groups: dict[bytes | int, list[int]] = defaultdict(list)
    for project, is_alike in enumerate(alike.tolist()):
        groups[_numbers(problem, project) if is_alike else project].append(project)
    return [
        sorted(members, key=lambda project: tie_order(problem, project)) if len(members) > 1 else members
        for members in groups.values()
    ]


def _marks(problem: Problem) -> npt.NDArray[np.uint64]:
    """Return a number for each project that is the same for twins, and seldom for others."""
    total = np.zeros(len(problem.projects), dtype=np.uint64)
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    place = np.arange(problem.option_count) - first[problem.option_project]

    def add(kind: int, option: Ints, *numbers: Ints) -> None:
        for low in range(0, len(option), _PART):
            mine = option[low : low + _PART]
            mixed = np.full(len(mine), kind, dtype=np.uint64)
            for values in (place[mine], *(array[low : low + _PART] for array in numbers)):
                mixed = (mixed ^ values.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
                mixed ^= mixed >> np.uint64(29)
            np.add.at(total, problem.option_project[mine], mixed)

    add(1, np.arange(problem.option_count), problem.benefit, problem.option_start)
    add(2, problem.demand.option, problem.demand.row, problem.demand.amount)
    add(3, problem.rule_terms.option, problem.rule_terms.row, problem.rule_terms.amount)
    add(4, problem.cost_option, problem.cost_period, problem.cost_amount)
    if len(problem.splits.cost):
        add(5, problem.cost_option[problem.splits.cost], problem.splits.fund, problem.splits.cap)
    return total * np.uint64(2) + problem.must


def _numbers(problem: Problem, project: int) -> bytes:
    """Return all that the problem counts of a project, with nothing that tells it from a twin."""
    options = problem.options_of(project)
    begin, end = options.start, options.stop
    parts = [problem.benefit[begin:end], problem.option_start[begin:end], problem.must[[project]]]
    for terms in (problem.demand, problem.rule_terms):
        low, high = np.searchsorted(terms.option, [begin, end])
        parts += [terms.row[low:high], terms.option[low:high] - begin, terms.amount[low:high]]
    low, high = np.searchsorted(problem.cost_option, [begin, end])
    parts += [problem.cost_option[low:high] - begin, problem.cost_period[low:high], problem.cost_amount[low:high]]
    first, last = np.searchsorted(problem.splits.cost, [low, high])
    parts += [problem.splits.fund[first:last], problem.splits.cap[first:last], problem.splits.cost[first:last] - low]
    lives = problem.splits.life[first:last]
    parts += [np.where(lives >= 0, problem.life.cap[lives] if len(problem.life.cap) else lives, -1)]
    if len(problem.order):
        parts += [problem.order[begin:end]]
    return b"|".join(np.ascontiguousarray(part).tobytes() for part in parts)
