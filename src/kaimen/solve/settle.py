"""What a search ends in: a result with ties settled and its bound on the grid of benefits, or that there is no plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, isfinite

import numpy as np

from kaimen.errors import Finding
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound, check
from kaimen.problem import Problem
from kaimen.problem.twins import twins
from kaimen.solve.complete import complete
from kaimen.solve.highs import Answer
from kaimen.solve.model import Floats, Model, whole_bound
from kaimen.solve.order import fill
from kaimen.solve.stop import Progress, Stop


@dataclass(frozen=True, slots=True)
class NoPlan:
    """There is no portfolio, or none was found before the stop; the findings say why."""

    findings: tuple[Finding, ...]


def settled(
    problem: Problem, portfolio: Portfolio, prices: PriceList, bounds: tuple[Fraction, Fraction | None], stop: Stop
) -> Result:
    """Return the result of a search that the stop rule ended; `bounds` are the prices' and, if any, the solver's."""
    portfolio = ties_settled(problem, portfolio)
    priced = problem.benefit_of(floor(bounds[0] * problem.benefit_scale))
    stated = min(bounds[1], priced) if bounds[1] is not None else priced
    reached = benefit(problem, portfolio)
    if stated <= reached:
        return result_of(problem, portfolio, prices, reached, Status.OPTIMAL)
    status = Status.GAP_REACHED if stop(Progress(0.0, 0, float(reached), float(stated))) else Status.STOPPED
    return replace(result_of(problem, portfolio, prices, stated, status), repeats=stop.is_work)


def chosen_of(values: Floats, model: Model) -> list[int]:
    """Return the options that a point of a model chooses."""
    return [int(option) for option in np.flatnonzero(values[model.columns["option"]] > 0.5)]


def stated_bound(problem: Problem, answer: Answer, model: Model) -> Fraction | None:
    """Return the solver's bound, rounded down to the grid on which benefits lie."""
    stated = -answer.bound * model.benefit_unit * problem.benefit_scale
    if not isfinite(stated):
        return None
    return problem.benefit_of(whole_bound(stated))


def result_of(
    problem: Problem, portfolio: Portfolio, prices: PriceList, solver_bound: Fraction | None, status: Status
) -> Result:
    """Return the result of these, with the price bound worked out."""
    return Result(
        portfolio, prices, benefit(problem, portfolio), Bounds(bound(problem, prices), None, solver_bound), status
    )


def filled(problem: Problem, portfolio: Portfolio) -> Portfolio:
    """Add what still fits, most benefit first, to a portfolio found before its best was proved."""
    taken = set(problem.option_project[portfolio.chosen].tolist())
    worth = {p: max(int(problem.benefit[o]) for o in problem.options_of(p)) for p in range(len(problem.projects))}
    queue = sorted((p for p in worth if p not in taken and worth[p] > 0), key=lambda p: (-worth[p], p))
    more = fill(problem, portfolio.chosen.tolist(), queue)
    return more if more is not None and not check(problem, more) else portfolio


def ties_settled(problem: Problem, portfolio: Portfolio) -> Portfolio:
    """Exchange twins so that those first in the published order are chosen."""
    picked = {int(problem.option_project[option]): int(option) for option in portfolio.chosen}
    settled: list[int] = []
    for members in twins(problem):
        places = sorted(picked[p] - problem.options_of(p).start for p in members if p in picked)
        settled += [problem.options_of(p).start + place for p, place in zip(members, places, strict=False)]
    if sorted(settled) == portfolio.chosen.tolist():
        return portfolio
    exchanged = complete(problem, settled)
    return exchanged if exchanged is not None and not check(problem, exchanged) else portfolio


def order_fails() -> Finding:
    """Return the finding that not every rule holds at the end of a strict order."""
    what = "Strict order leads to no plan: at its end not every rule holds."
    return Finding("E504", what, fix="Take the order out of the scenario, or the rules that it cannot keep.")


def nothing() -> NoPlan:
    """Return that the stop came before any portfolio."""
    fix = "Give it more time, or loosen the quotas."
    return NoPlan((Finding("E510", "No portfolio was found before the stop.", fix=fix),))
