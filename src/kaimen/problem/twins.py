"""Twins, and the published order that decides between them.

Two projects are twins when every number the problem has of them is the same: benefits, demands,
costs, lawful funds and rule terms of each option. Which of them is chosen is decided by the hash
of the scenario's seed and the project's id, never by the order of a file.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict

import numpy as np

from kaimen.problem.types import Problem


def tie_order(problem: Problem, project: int) -> str:
    """Return what twins are ordered by: the smaller comes first."""
    return hashlib.sha256(f"{problem.seed}:{problem.projects[project]}".encode()).hexdigest()


def twins(problem: Problem) -> list[list[int]]:
    """Return the projects (by index) in groups of twins, each in the published order; most groups have one."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for project in range(len(problem.projects)):
        groups[_numbers(problem, project)].append(project)
    return [sorted(members, key=lambda project: tie_order(problem, project)) for members in groups.values()]


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
