"""Several searches by moves at once, in windows of several sizes; the worse half is given up again and again.

Where one search ends depends much on where it began, so many begin and few go on (successive
halving: Jamieson and Talwalkar 2016, arXiv:1502.07943). The last one goes on from whatever is best
so far. When it finds nothing any more, a new race begins.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaimen.problem import Ints
from kaimen.solve.improve import Improver
from kaimen.solve.window import Window

_ENTRANTS = 6
_FIRST_LEG = 16_000
_PATIENCE = 200_000


@dataclass(slots=True, eq=False)
class Runner:
    """A search within a window; `fixed` is the scaled benefit of what is chosen outside it."""

    improver: Improver
    window: Window
    fixed: int
    since: int = 0  # moves since it last found something better
    busy: bool = False

    @property
    def value(self) -> int:
        """The scaled benefit of the best it has found."""
        return self.improver.found[0] + self.fixed if self.improver.found is not None else -(2**62)

    def run(self, moves: int, best: tuple[int, Ints] | None) -> tuple[int, Ints] | None:
        """Make moves, from `best` if it is better and within the window; return the best found."""
        if best is not None and best[0] > self.value:
            inside = self.window.inside(best[1])
            if inside is not None:
                self.improver.offer(inside)
        better = self.improver.run(moves)
        self.since = 0 if better else self.since + moves
        found = self.improver.found
        return (found[0] + self.fixed, self.window.whole(found[1])) if found is not None else None


class Race:
    """Searches that take turns. Not safe for threads by itself: the caller holds a lock around each call."""

    def __init__(self) -> None:
        self.runners: list[Runner] = []
        self._owed, self._entering, self._number = _ENTRANTS, 0, 0
        self._leg = _FIRST_LEG

    @property
    def is_decided(self) -> bool:
        """Whether only one search is left of the race."""
        return not self._owed and not self._entering and len(self.runners) == 1

    @property
    def is_busy(self) -> bool:
        """Whether no search of the race could go on now."""
        return all(runner.busy for runner in self.runners)

    @property
    def is_dead(self) -> bool:
        """Whether none of those that were to enter could begin."""
        return not self._owed and not self._entering and not self.runners

    def next(self) -> Runner | int | None:
        """Return the search whose turn it is, marked busy; the number of one that is to enter; or None to wait."""
        if self._owed:
            self._owed, self._entering, self._number = self._owed - 1, self._entering + 1, self._number + 1
            return self._number - 1
        if not self._entering and not any(runner.busy for runner in self.runners):
            self._narrow()
        waiting = [runner for runner in self.runners if not runner.busy]
        due = [runner for runner in waiting if self.is_decided or runner.improver.moves < self._leg]
        if not due:
            return None
        runner = min(due, key=lambda runner: runner.improver.moves)
        runner.busy = True
        return runner

    def enter(self, runner: Runner | None) -> None:
        """Take in a search that was to enter, busy; None if it could not begin."""
        self._entering -= 1
        if runner is not None:
            runner.busy = True
            self.runners.append(runner)

    def _narrow(self) -> None:
        if len(self.runners) == 1 and self.runners[0].since > _PATIENCE:
            self.runners, self._owed, self._leg = [], _ENTRANTS, _FIRST_LEG
        elif len(self.runners) > 1 and all(runner.improver.moves >= self._leg for runner in self.runners):
            ranked = sorted(self.runners, key=lambda runner: -runner.value)
            self.runners = ranked[: len(ranked) // 2]
            self._leg *= 2
