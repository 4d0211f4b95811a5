"""A quick answer after something moved: new prices and a portfolio from those of a problem like it.

The linear program keeps only the options that were nearly worth choosing at the earlier prices (a
window); its prices are valid for the whole problem whatever was left out, because `bound` counts every
option. Options that the new prices make worth choosing enter the window, once. The earlier
portfolio is mended, filled and improved by a fixed number of moves, so the same input gives the same answer.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding
from kaimen.portfolio import Bounds, PriceList, Result, Status, benefit, bound, check
from kaimen.problem import Problem, with_options
from kaimen.solve.complete import complete
from kaimen.solve.highs import Verdict, run_relaxation
from kaimen.solve.margins import advantages, price_margins
from kaimen.solve.model import Floats, build_model
from kaimen.solve.relax import answered_prices
from kaimen.solve.search import NoPlan
from kaimen.solve.warm import Warm, known_choice, known_prices

_WINDOW = 200
_LOOKS = 3


def reprice(problem: Problem, warm: Warm, moves: int = 1000, looks: int = _LOOKS) -> Result | NoPlan:
    """Return a portfolio with a price bound, quickly, for a problem that differs a little from one solved before.

    Args:
        problem: the new statement.
        warm: the earlier problem and its result.
        moves: how many moves the portfolio is improved by.
        looks: how often the window may be looked at again; one look is quickest, and its bound may be a little higher.

    Returns:
        A result that passes `check`, whose gap is to the price bound; `NoPlan` where the earlier portfolio could not
        be mended, which does not say that there is none: `solve` finds out.
    """
    from kaimen.solve.improve import make_improver  # noqa: PLC0415 - solving from scratch may need no compiled loops

    prices, lowest, values = _prices(problem, known_prices(problem, warm), looks)
    improver = make_improver(problem, prices, float(lowest * problem.benefit_scale), problem.seed)
    earlier = np.zeros(problem.option_count)
    earlier[known_choice(problem, warm)] = 1.0
    if improver is None:
        return _not_mended()
    # Both: the earlier choice is better where little moved, the relaxation's where much did.
    begun = [improver.start(point) for point in (values, earlier) if point is not None]
    if not any(begun):
        return _not_mended()
    improver.run(moves)
    portfolio = complete(problem, improver.found[1]) if improver.found is not None else None
    if portfolio is None or check(problem, portfolio):
        return _not_mended()
    return Result(portfolio, prices, benefit(problem, portfolio), Bounds(lowest), Status.STOPPED)


def _prices(problem: Problem, prices: PriceList, looks: int) -> tuple[PriceList, Fraction, Floats | None]:
    """Return the best prices found, their bound, and the relaxation's value of each option if it had a point."""
    lowest = bound(problem, prices)
    best, latest, values = prices, prices, None
    inside: npt.NDArray[np.bool_] = np.zeros(problem.option_count, dtype=np.bool_)
    for _ in range(looks):
        inside = inside | _window(problem, latest)
        part = with_options(problem, inside)
        model = build_model(part.problem, relaxed=True)
        answer = run_relaxation(model, presolved=False)
        if answer.verdict is not Verdict.OPTIMAL or answer.values is None:
            break
        values = np.zeros(problem.option_count)
        values[part.options] = answer.values[model.columns["option"]]
        found = answered_prices(part.problem, model, answer)
        life = np.zeros(len(problem.life.cap), dtype=np.int64)
        life[part.lives] = found.life
        found = PriceList(found.grid, found.quota, found.fund, life, found.rule, found.basis)
        # The window grows at the latest prices, good or not: options they make worth choosing are what is missing.
        latest, stated = found, bound(problem, found)
        if stated < lowest:
            best, lowest = found, stated
        reached = -float(np.dot(model.objective, answer.values)) * model.benefit_unit
        if float(stated) <= reached + 1e-4 * abs(reached):
            break
    return best, lowest, values


def _window(problem: Problem, prices: PriceList) -> npt.NDArray[np.bool_]:
    """Return which options are worth choosing at the prices or nearly so; of each project that must be, all are."""
    ahead = advantages(problem, price_margins(problem, prices))
    apart = np.sort(np.abs(ahead))
    least = apart[min(_WINDOW, len(apart) - 1)] if len(apart) else 0.0
    return (ahead >= -least) | problem.must[problem.option_project]


def _not_mended() -> NoPlan:
    what = "The earlier plan could not be mended to keep every row."
    return NoPlan((Finding("E510", what, fix="Solve again; perhaps nothing fits any more."),))
