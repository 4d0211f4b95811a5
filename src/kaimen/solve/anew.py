"""Searches that begin anew, each at the relaxation of one node of a tree.

A search that always goes on from its best portfolio keeps the large projects that it began with. The nodes of a tree
differ in just these; those with the best bounds are the most promising. From the point of each the moves are made
for a short while; of some such portfolios the best one is cooled once more, for longer (a race, as in `race`).
"""

from __future__ import annotations

import heapq

import numpy as np

from kaimen.problem import Ints, Problem
from kaimen.solve.improve import Improver
from kaimen.solve.model import Floats

_MOVES = 1000
_SHORT, _LONG = 4, 20
"""Times so many moves to a search that begins, and to one that is gone on with."""

_TO_A_RACE = 4
"""Searches that begin to one that is gone on with."""

_MOST_KEPT = 50

Point = tuple[Ints, Floats]
"""Options, and how much of each is chosen; of all others nothing."""


class Anew:
    """A series of such searches by an improver of their own, made a little at a time."""

    def __init__(self, problem: Problem, improver: Improver) -> None:
        self._problem, self._improver = problem, improver
        self._point: Point | None = None
        self._left = self._begun = 0
        self._is_long = False
        self._waiting: list[tuple[int, int, list[int]]] = []

    def look_at(self, point: Point) -> None:
        """Take the point of a node to begin the next search from; may be called from another thread."""
        self._point = point

    def step(self, best: int) -> list[int] | None:
        """Make some moves; return the options of what was found, where it has more scaled benefit than `best`."""
        if not self._left and not self._next():
            return None
        self._improver.run(_MOVES)
        self._left -= 1
        found = self._improver.found
        if found is None or self._left:
            return None
        if not self._is_long:
            heapq.heappush(self._waiting, (-found[0], self._begun, found[1]))
            del self._waiting[_MOST_KEPT:]
        return found[1] if found[0] > best else None

    def _next(self) -> bool:
        """Go on with the best one that waits, or begin at the newest point; return whether there is one."""
        self._is_long = bool(self._waiting) and self._begun % _TO_A_RACE == 0 and not self._is_long
        if self._is_long:
            begins = self._improver.begin_anew(heapq.heappop(self._waiting)[2], _LONG)
        else:
            point, self._point = self._point, None
            if point is None:
                return False
            values = np.zeros(self._problem.option_count)
            values[point[0]] = point[1]
            self._begun += 1
            begins = self._improver.begin_anew(values, _SHORT)
        self._left = (_LONG if self._is_long else _SHORT) if begins else 0
        return begins
