"""What the price bound becomes when a project is forced in or out: Lagrangian probing, all projects at once.

The price bound is a sum with one entry per project: its best margin, or 0 where leaving it out is better.
Forcing an option in replaces the project's entry by that option's margin. What needs no price to follow is
replaced as well:

- a prerequisite must then be chosen in time: its entry becomes the best margin of the options that will do
- of a set of which n may be chosen only n - 1 others remain: the entries of all but the n - 1 that would fall
  most become the best that each has outside the set

Each entry is still the most that its project can add, so the sum bounds every plan that has the option
(Fisher 1981, doi:10.1287/mnsc.27.1.1). Below the plan's benefit it proves that no such plan is as good.
Forcing a project out makes its entry 0, and takes out what needs it.

All numbers are exact integers: scaled benefit times the grid of the price list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.portfolio import PriceList, margins
from kaimen.problem import Problem

Exact = npt.NDArray[Any]
"""Integers of 64 bits, or Python's own where 64 are not proved to be enough (see `kaimen.portfolio.margins`)."""

_Falls = dict[int, dict[int, int]]
"""By what is forced, the projects whose entries fall, and by how much."""


class Probe:
    """How the price bound changes with each option forced in and each project forced out.

    Attributes:
        margin: O, of each option.
        best: P, each project's option with the largest margin, of equals the first.
        entry: P, what each project adds to the bound.
        forced_in: O, change of the bound (<= 0) with the option forced in.
        forced_out: P, change of the bound (<= 0) with the project forced out; no plan does without one that must be.
    """

    def __init__(self, problem: Problem, prices: PriceList) -> None:
        self.problem = problem
        self.unit = prices.grid * problem.benefit_scale
        self.margin: Exact = margins(problem, prices)
        self.best = _first_best(problem, self.margin)
        top = self.margin[self.best]
        self.entry: Exact = np.where(problem.must, top, np.maximum(top, 0))
        self.forced_in: Exact = self.margin - self.entry[problem.option_project]
        self.forced_out: Exact = -self.entry
        needs, dependents = self._prerequisites()
        for option, falls in needs.items():
            self.forced_in[option] -= sum(falls.values())
        for option, fall in self._exclusions(needs).items():
            self.forced_in[option] -= fall
        for project, falls in dependents.items():
            self.forced_out[project] -= sum(falls.values())

    def in_benefit(self, exact: int) -> Fraction:
        """Return a margin or a change of the bound in the units people see."""
        return Fraction(int(exact), self.unit)

    def change_in(self, options: Sequence[int]) -> Fraction:
        """Return the change of the bound with one of these options of a project forced in."""
        return self.in_benefit(max(int(self.forced_in[option]) for option in options))

    def change_out(self, project: int) -> Fraction:
        """Return the change of the bound with a project forced out."""
        return self.in_benefit(int(self.forced_out[project]))

    def _prerequisites(self) -> tuple[_Falls, _Falls]:
        """Return what falls with an option forced in, and with a project forced out."""
        problem = self.problem
        needs: _Falls = defaultdict(dict)
        dependents: _Falls = defaultdict(dict)
        for _, options, amounts in _rows(problem, "prerequisite"):
            mine, theirs = options[amounts > 0], options[amounts < 0]
            if not len(mine) or not len(theirs):
                continue
            # A row is of one project and one that it needs: so it was compiled.
            project, need = int(problem.option_project[mine[0]]), int(problem.option_project[theirs[0]])
            fall = int(self.entry[need]) - int(self.margin[theirs].max())
            for option in mine.tolist():
                needs[option][need] = max(fall, needs[option].get(need, fall))
            dependents[need][project] = max(self._fall(project, mine), dependents[need].get(project, 0))
        return needs, dependents

    def _exclusions(self, needs: _Falls) -> dict[int, int]:
        """Return, per option, the most that the others of one exclusion must fall with it forced in."""
        problem = self.problem
        found: dict[int, int] = {}
        for row, options, _ in _rows(problem, "exclusion"):
            places = int(problem.rule_side[row]) // problem.rules[row].scale
            if places < 1:
                continue
            owner = problem.option_project[options]
            falls = {int(project): self._fall(int(project), options[owner == project]) for project in np.unique(owner)}
            ranked = _Ranked(falls)
            for option in options.tolist():
                apart = {int(problem.option_project[option]), *needs.get(option, ())}
                found[option] = max(ranked.without(apart, places - 1), found.get(option, 0))
        return found

    def _fall(self, project: int, taken: Exact) -> int:
        """Return how much a project's entry falls (0 or more) without some of its options."""
        problem, barred = self.problem, set(taken.tolist())
        left = [int(self.margin[option]) for option in problem.options_of(project) if option not in barred]
        if problem.must[project]:
            return int(self.entry[project]) - max(left) if left else 0
        return int(self.entry[project]) - max([0, *left])


class _Ranked:
    """Falls of the projects of a set, largest first, so that the sum of all but a few is found at once."""

    def __init__(self, falls: dict[int, int]) -> None:
        self.falls = falls
        order = sorted(falls, key=lambda project: (-falls[project], project))
        self.place = {project: place for place, project in enumerate(order)}
        self.first = [0, *accumulate(falls[project] for project in order)]

    def without(self, apart: set[int], spared: int) -> int:
        """Return the sum of the falls of all but some, and but the largest `spared` of the others."""
        inside = sorted(self.place[project] for project in apart if project in self.place)
        end = spared
        for place in inside:
            end += place < end
        end = min(end, len(self.falls))
        past = sum(self.first[place + 1] - self.first[place] for place in inside if place >= end)
        return self.first[-1] - self.first[end] - past


def _first_best(problem: Problem, margin: Exact) -> npt.NDArray[np.int64]:
    if not problem.projects:
        return np.zeros(0, dtype=np.int64)
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    top = np.maximum.reduceat(margin, first)
    hits = np.flatnonzero(margin == top[problem.option_project])
    _, places = np.unique(problem.option_project[hits], return_index=True)
    return hits[places]


def _rows(problem: Problem, kind: str) -> Iterator[tuple[int, Exact, Exact]]:
    """Yield the rule rows of a kind: the row, its options and their amounts."""
    wanted = np.array([rule.kind == kind for rule in problem.rules], dtype=np.bool_)
    if not wanted.any():
        return
    terms = problem.rule_terms
    inside = np.flatnonzero(wanted[terms.row])
    inside = inside[np.argsort(terms.row[inside], kind="stable")]
    starts = np.flatnonzero(np.diff(terms.row[inside], prepend=-1))
    for entries in np.split(inside, starts[1:]) if len(inside) else ():
        yield int(terms.row[entries[0]]), terms.option[entries], terms.amount[entries]
