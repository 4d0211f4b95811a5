"""`solve`: the whole model in HiGHS, prices from its relaxation, every answer judged by `check`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite

import numpy as np
from scipy import sparse

from kaimen.errors import Finding
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound, check
from kaimen.problem import Problem
from kaimen.problem.twins import twins
from kaimen.solve.complete import complete
from kaimen.solve.conflict import conflict
from kaimen.solve.highs import Answer, Verdict, run, run_relaxation
from kaimen.solve.model import Model, build_model
from kaimen.solve.order import fill, in_order
from kaimen.solve.stop import NEVER, Progress, Stop

_LOSS_BY_GRID = 1e-9
"""Part of the bound that rounding prices to the grid may cost."""


_MOST_ROUNDS = 100
"""How often a choice that only the solver's tolerance allows is ruled out before giving up."""


@dataclass(frozen=True, slots=True)
class NoPlan:
    """There is no portfolio, or none was found before the stop; the findings say why."""

    findings: tuple[Finding, ...]


Watch = Callable[[Progress], None]


def solve(problem: Problem, stop: Stop = NEVER, watch: Watch | None = None) -> Result | NoPlan:
    """Search for the portfolio with the most benefit; in a scenario with a strict order, follow the order.

    Args:
        problem: the statement.
        stop: when to end before the best is proved; work limits repeat, seconds do not.
        watch: called with the progress now and then.

    Returns:
        A result whose portfolio passes `check`, or `NoPlan` with the rows that cannot hold together, or
        with the remark that nothing was found before the stop.
    """
    prices = relaxed_prices(problem)
    if prices is None:
        return NoPlan(tuple(conflict(problem)))
    if len(problem.order):
        portfolio = in_order(problem)
        broken = tuple(check(problem, portfolio)) if portfolio is not None else ()
        if portfolio is None or broken:
            return NoPlan((_order_fails(), *broken))
        return _result(problem, portfolio, prices, None, Status.ORDERED)
    return _search(problem, prices, stop, watch)


def relaxed_prices(problem: Problem) -> PriceList | None:
    """Return the prices of the linear relaxation, or None where not even that has a solution."""
    model = build_model(problem, relaxed=True)
    answer = run_relaxation(model)
    if answer.verdict is Verdict.INFEASIBLE:
        return None
    if answer.row_duals is None:
        return PriceList.zero(problem)
    # A dual is objective per row unit; HiGHS gives <= 0 on a row that is full when minimising.
    price = -answer.row_duals * model.benefit_unit * problem.benefit_scale / model.row_unit
    shape = problem.fund_limit.shape
    values = {
        "quota": price[model.rows["quota"]],
        "fund": price[model.rows["fund"]].reshape(shape),
        "life": price[model.rows["life"]],
        "rule": price[model.rows["rule"]],
    }
    return PriceList.rounded(problem, values, _grid(problem))


def _grid(problem: Problem) -> int:
    """Return the finest price step needed: half a step on every right side stays below the allowed loss."""
    sides = sum(float(np.abs(part.astype(float)).sum()) for part in (problem.limit, problem.fund_limit))
    sides += float(np.abs(problem.rule_side.astype(float)).sum()) + float(problem.life.cap.astype(float).sum())
    worth = max(1.0, float(np.abs(problem.benefit.astype(float)).sum()))
    grid = 1
    while grid < 10**15 and 0.5 * sides / grid > _LOSS_BY_GRID * worth:
        grid *= 10
    return grid


def _search(problem: Problem, prices: PriceList, stop: Stop, watch: Watch | None) -> Result | NoPlan:
    model = build_model(problem)
    step = 1.0 / (model.benefit_unit * problem.benefit_scale)
    for _ in range(_MOST_ROUNDS):
        answer = run(model, stop, watch, smallest_step=step)
        if answer.verdict is Verdict.INFEASIBLE:
            return NoPlan(tuple(conflict(problem)))
        if answer.values is None:
            return NoPlan((_nothing_found(),))
        chosen = np.flatnonzero(answer.values[model.columns["option"]] > 0.5).tolist()
        portfolio = complete(problem, chosen)
        if portfolio is not None and not check(problem, portfolio):
            return _finished(problem, portfolio, prices, answer, model, stop)
        # The solver's tolerance let a choice through that integers do not allow: rule out just that choice.
        model = _without(model, chosen)
    return NoPlan((_nothing_found(),))


def _finished(
    problem: Problem, portfolio: Portfolio, prices: PriceList, answer: Answer, model: Model, stop: Stop
) -> Result:
    if answer.verdict is Verdict.STOPPED:
        portfolio = _filled(problem, portfolio)
    portfolio = _ties_settled(problem, portfolio)
    stated = _stated_bound(problem, answer, model)
    reached = benefit(problem, portfolio)
    if answer.verdict is Verdict.OPTIMAL or stated == reached:
        return _result(problem, portfolio, prices, reached, Status.OPTIMAL)
    progress = Progress(0.0, 0, float(reached), float(stated) if stated is not None else float("inf"))
    status = Status.GAP_REACHED if stop(progress) else Status.STOPPED
    return replace(_result(problem, portfolio, prices, stated, status), repeats=stop.is_work)


def _stated_bound(problem: Problem, answer: Answer, model: Model) -> Fraction | None:
    """Return the solver's bound, rounded down to the grid on which benefits lie."""
    stated = -answer.bound * model.benefit_unit * problem.benefit_scale
    if not isfinite(stated):
        return None
    return problem.benefit_of(int(np.floor(stated + 1e-6 * max(1.0, abs(stated)) ** 0.5)))


def _result(
    problem: Problem, portfolio: Portfolio, prices: PriceList, solver_bound: Fraction | None, status: Status
) -> Result:
    return Result(
        portfolio, prices, benefit(problem, portfolio), Bounds(bound(problem, prices), None, solver_bound), status
    )


def _filled(problem: Problem, portfolio: Portfolio) -> Portfolio:
    """Add what still fits, most benefit first, to a portfolio found before its best was proved."""
    taken = set(problem.option_project[portfolio.chosen].tolist())
    worth = {p: max(int(problem.benefit[o]) for o in problem.options_of(p)) for p in range(len(problem.projects))}
    queue = sorted((p for p in worth if p not in taken and worth[p] > 0), key=lambda p: (-worth[p], p))
    more = fill(problem, portfolio.chosen.tolist(), queue)
    return more if more is not None and not check(problem, more) else portfolio


def _ties_settled(problem: Problem, portfolio: Portfolio) -> Portfolio:
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


def _without(model: Model, chosen: Iterable[int]) -> Model:
    """Return the model with one choice of options ruled out."""
    options = model.columns["option"]
    row = np.zeros(model.matrix.shape[1])
    row[options] = -1.0
    picked = np.array(list(chosen), dtype=np.int64)
    row[picked] = 1.0
    return replace(
        model,
        matrix=sparse.csc_array(sparse.vstack([model.matrix, sparse.csc_array(row[None, :])])),
        row_lower=np.append(model.row_lower, -np.inf),
        row_upper=np.append(model.row_upper, len(picked) - 1.0),
        row_unit=np.append(model.row_unit, 1.0),
    )


def _order_fails() -> Finding:
    what = "Strict order leads to no plan: at its end not every rule holds."
    return Finding("E504", what, fix="Take the order out of the scenario, or the rules that it cannot keep.")


def _nothing_found() -> Finding:
    return Finding("E510", "No portfolio was found before the stop.", fix="Give it more time, or loosen the quotas.")
