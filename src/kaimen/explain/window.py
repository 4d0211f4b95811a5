"""Which projects to leave free when something is solved again near a plan.

Those that a change concerns, then in turn, for each row that is then short, whoever takes from it, and those whose
place in the plan is most open: the smallest margin for their benefit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from kaimen.explain.proofs import Probe
from kaimen.portfolio import Portfolio
from kaimen.problem import Problem

Row = tuple[str, int]
"""A row that something concerns: quota, fund (flat index, fund by fund) or rule, and its index."""

SIZES = (24, 36, 54, 81, 162, 324)
"""Sizes of windows, each tried if the one before was settled."""

SMALL, LARGEST = 60, 324
"""Lists up to these sizes are solved whole at once, or as the last window."""


_MOST_LINKED = 40


class Windows:
    """Windows around projects of one plan."""

    def __init__(self, problem: Problem, portfolio: Portfolio, probe: Probe) -> None:
        self.problem, self.portfolio = problem, portfolio
        worth = np.maximum(np.abs(problem.benefit[probe.best].astype(float)), 1.0)
        self.openness = np.abs(probe.margin[probe.best].astype(float)) / worth
        self.order = np.argsort(self.openness, kind="stable")
        inside = np.zeros(len(problem.projects), dtype=np.bool_)
        inside[problem.option_project[portfolio.chosen]] = True
        self.inside = inside

    def around(self, projects: Sequence[int], rows: Sequence[Row], *, fill: bool) -> Iterator[npt.NDArray[np.bool_]]:
        """Yield windows that grow; the last has every project, if there are not too many to solve at once.

        Args:
            projects: whom the change concerns; what is linked to them comes along.
            rows: the rows that it makes short, or in which it leaves room.
            fill: whether room is to be filled, so that those left out come first, else those chosen.
        """
        first = self._linked(projects)
        queue = list(first)
        for turn in zip_longest(*(self._users(row, fill) for row in rows), self.order.tolist()):
            queue += [project for project in turn if project is not None]
        ranked = list(dict.fromkeys(queue))
        count = len(self.problem.projects)
        for size in SIZES:
            if size >= count or count <= SMALL:
                break
            free = np.zeros(count, dtype=np.bool_)
            free[ranked[: max(size, len(first))]] = True
            yield free
        if count <= LARGEST:
            yield np.ones(count, dtype=np.bool_)

    def _linked(self, projects: Sequence[int]) -> list[int]:
        """Return the projects, what they need, what needs them, and their rivals that are chosen."""
        problem, terms = self.problem, self.problem.rule_terms
        kinds = np.array([rule.kind for rule in problem.rules])
        owner = problem.option_project[terms.option]
        found = list(dict.fromkeys(projects))
        for project in found:
            mine = np.unique(terms.row[owner == project])
            for kind in ("prerequisite", "exclusion"):
                beside = np.unique(owner[np.isin(terms.row, mine[kinds[mine] == kind])]) if len(mine) else mine
                near = [p for p in beside.tolist() if kind == "prerequisite" or self.inside[p]]
                found += [p for p in near if p not in found][: _MOST_LINKED - len(found)]
        return found

    def _users(self, row: Row, fill: bool) -> list[int]:
        """Return who takes from a row: the chosen first, or those left out; of each kind the most open first."""
        kind, number = row
        problem = self.problem
        if kind == "fund":
            splits = problem.splits
            period = problem.cost_period[splits.cost]
            entries = splits.fund * len(problem.periods) + period == number
            options = problem.cost_option[splits.cost[entries]]
        else:
            terms = problem.demand if kind == "quota" else problem.rule_terms
            options = terms.option[terms.row == number]
        users = np.unique(problem.option_project[options]).tolist()
        return sorted(users, key=lambda project: (self.inside[project] == fill, self.openness[project], project))
