"""A plan in a fixed and small amount of work, for questions that are near one already answered.

The work is counted in moves and nodes, never in seconds, so that the same question has the same answer
whatever else the machine does.
"""

from __future__ import annotations

from kaimen.errors import Finding
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.solve.reprice import reprice
from kaimen.solve.search import FEW, NoPlan, solve
from kaimen.solve.stop import max_moves, max_nodes
from kaimen.solve.warm import Warm

_MOVES = 20_000
"""Moves that the question as it stands is improved by."""

_NODES = 200
"""Nodes of the exact search, where there is one."""


def warm_up(problem: Problem) -> Warm | None:
    """Return what questions near this one begin from, or None where it has no plan."""
    result = _searched(problem, _MOVES)
    return None if isinstance(result, NoPlan) else Warm(problem, result)


def quick(problem: Problem, warm: Warm | None, work: int) -> Result | NoPlan:
    """Return a plan of a problem near the one that `warm` is of; `work` is counted in moves.

    A problem of few options is searched exactly; of another the earlier portfolio is mended, and where that cannot
    be done the problem is searched anew.
    """
    if warm is None:
        what = "The question as it stands has no plan."
        return NoPlan((Finding("E510", what, fix="Solve it, and see which rules and quotas cannot hold together."),))
    if problem.option_count > FEW and not len(problem.order):
        found = reprice(problem, warm, work)
        if not isinstance(found, NoPlan):
            return found
    return _searched(problem, work)


def _searched(problem: Problem, moves: int) -> Result | NoPlan:
    stop = max_nodes(_NODES) if problem.option_count <= FEW else max_moves(moves)
    return solve(problem, stop, threads=1)
