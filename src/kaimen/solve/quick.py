"""A plan in a fixed and small amount of work, for questions that are near one already answered.

The work is counted in nodes, never in seconds, so that the same question has the same answer whatever
else the machine does.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaimen.errors import Finding
from kaimen.portfolio import PriceList, Result
from kaimen.problem import Problem
from kaimen.solve.relax import relaxed_prices
from kaimen.solve.search import NoPlan, solve
from kaimen.solve.stop import max_nodes


@dataclass(frozen=True, slots=True, eq=False)
class Warm:
    """What an answered question leaves to those near it: its prices (None: it has no plan)."""

    prices: PriceList | None


def warm_up(problem: Problem) -> Warm:
    """Return what questions near this one begin from."""
    return Warm(relaxed_prices(problem))


def quick(problem: Problem, warm: Warm, work: int) -> Result | NoPlan:
    """Return a plan of a problem near the one that `warm` comes from; work is counted in nodes."""
    if warm.prices is None:
        what = "The question as it stands has no plan."
        return NoPlan((Finding("E510", what, fix="Solve it, and see which rules and quotas cannot hold together."),))
    return solve(problem, max_nodes(work))
