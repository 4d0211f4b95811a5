"""The result of a search that is left at once, in the middle of a step that does not end by itself soon enough."""

from __future__ import annotations

from math import floor, isfinite

from kaimen.portfolio import Bounds, Result, Status, benefit, bound, check
from kaimen.problem import Problem
from kaimen.solve.complete import complete
from kaimen.solve.stop import Progress


def kept(problem: Problem, progress: Progress) -> Result | None:
    """Return the best choice that a progress carries as a result that passes `check`; None where it carries none.

    The search may go on meanwhile in another thread. The solver bound is what it had stated, where that is lower than
    the price bound.
    """
    if progress.so_far is None:
        return None
    portfolio = complete(problem, [int(option) for option in progress.so_far.chosen])
    if portfolio is None or check(problem, portfolio):
        return None
    priced, reached = bound(problem, progress.so_far.prices), benefit(problem, portfolio)
    stated = None
    if isfinite(progress.bound) and progress.bound < float(priced):
        # Rounded up to the grid on which benefits lie: a figure in floating point may lie a little below.
        stated = max(reached, problem.benefit_of(floor(progress.bound * problem.benefit_scale) + 1))
    return Result(
        portfolio, progress.so_far.prices, reached, Bounds(priced, None, stated), Status.STOPPED, repeats=False
    )
