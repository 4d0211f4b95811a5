"""What one search knows so far of one problem, as its stop rule and whoever watches it see it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from kaimen.portfolio import Portfolio, bound, check
from kaimen.problem import Problem
from kaimen.solve.clock import Clock
from kaimen.solve.complete import complete
from kaimen.solve.relax import Relaxed
from kaimen.solve.stop import Progress, SoFar, Stop

if TYPE_CHECKING:
    from kaimen.solve.improve import Improver

Watch = Callable[[Progress], None]


class Known:
    """The best portfolio, its improver and the bounds of one search.

    `best` is judged by `check`; what the improver found is not yet. `stated` is a bound of the exact solver's.
    """

    def __init__(self, problem: Problem, relaxed: Relaxed, stop: Stop, watch: Watch | None, clock: Clock) -> None:
        self.problem, self.prices, self.values = problem, relaxed.prices, relaxed.values
        self.stop, self.watch, self.clock = stop, watch, clock
        self.price_bound = bound(problem, relaxed.prices)
        self.best: Portfolio | None = None
        self.improver: Improver | None = None
        self.stated: Fraction | None = None

    def progress(self, nodes: int = 0) -> Progress:
        """Return a look at the search, after so many nodes."""
        found = self.improver.found if self.improver is not None else None
        value = float(self.problem.benefit_of(found[0])) if found is not None else -inf
        moves = self.improver.moves if self.improver is not None else 0
        stated = min(self.price_bound, self.stated or self.price_bound)
        return Progress(self.clock.seconds, nodes, value, float(stated), moves, self.so_far())

    def so_far(self) -> SoFar | None:
        """Return what the search could be left with now."""
        found = self.improver.found if self.improver is not None else None
        if found is not None and found[0] >= self.value():
            return SoFar(found[1], self.prices)
        return SoFar(self.best.chosen.tolist(), self.prices) if self.best is not None else None

    def enough(self, nodes: int = 0) -> bool:
        """Show the progress to whoever watches; return whether the stop rule is met."""
        progress = self.progress(nodes)
        if self.watch is not None:
            self.watch(progress)
        return self.stop(progress)

    def take_found(self) -> None:
        """Take over the best that the improver found."""
        if self.improver is not None and self.improver.found is not None:
            self.take(self.improver.found[1])

    def take(self, chosen: list[int]) -> bool:
        """Take over a choice if its amounts can be completed and it is no worse than the best."""
        if self.worth(chosen) < self.value():
            return False
        portfolio = complete(self.problem, chosen)
        if portfolio is None or check(self.problem, portfolio):
            return False
        self.best = portfolio
        return True

    def worth(self, chosen: list[int]) -> float:
        """Return the scaled benefit of a choice."""
        return float(self.problem.benefit[chosen].sum())

    def value(self) -> float:
        """Return the scaled benefit of the best portfolio, -inf while there is none."""
        return self.worth(self.best.chosen.tolist()) if self.best is not None else -inf
