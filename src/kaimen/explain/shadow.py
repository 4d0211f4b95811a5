"""Shadow prices: the marginal price of a row with its interval, and what one more and one less bring, by solving again.

A price is marginal and speaks of the relaxation; one more or one less of a row speaks of whole projects, which come in
lumps. So both are given, and never the duals of an integer solve. `one_more` and `one_less` are found as the price of a
wish is (see `kaimen.explain.wish`): with and without the change, over the same free projects.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kaimen.explain.outcomes import ShadowPrice
from kaimen.explain.wish import Again, Pair, Work
from kaimen.portfolio import Result, money_use, quota_use, rule_values
from kaimen.problem import AT_MOST, EQUAL, Problem
from kaimen.problem.changes import with_limit
from kaimen.solve.intervals import Interval, Row, price_intervals, price_of

Watch = Callable[[int, int, str], None]
"""Called with how many rows are done, how many there are, and the name of the next."""

_UNKNOWN: Interval = (None, None)


def shadow_prices(
    problem: Problem,
    result: Result,
    most: int | None = None,
    work: Work | None = None,
    watch: Watch = lambda *_: None,
) -> list[ShadowPrice]:
    """Return the shadow prices of the rows that matter: those with a price, and those with less than a step left.

    The row that weighs most in the bound comes first. What every other row has left is more than a step, so one less
    costs nothing there; they are left out.

    Args:
        problem: the question.
        result: its plan.
        most: how many rows at the most (None: all that matter).
        work: how much each solve may do; on a wish to stop the rows done so far are returned.
        watch: called before each row.
    """
    again = Again(problem, result, work or Work(windows=2))
    rows = _that_matter(problem, result)[:most]
    names = [name_of(problem, row) for row in rows]
    watch(0, len(rows), "intervals of prices")
    intervals: dict[Row, Interval] = {}
    for row, interval in price_intervals(problem, rows):
        intervals[row] = interval
        if again.work.stopped:
            break
    found: list[ShadowPrice] = []
    for number, row in enumerate(rows):
        if again.work.stopped:
            break
        watch(number, len(rows), ", ".join(part for part in names[number] if part))
        shadow = _shadow(again, row, intervals.get(row, _UNKNOWN))
        if not again.work.stopped:
            found.append(shadow)
    return found


def name_of(problem: Problem, row: Row) -> tuple[str, str]:
    """Return the name of a row and its period or part."""
    kind, number = row
    if kind == "quota":
        return problem.quotas[number].key
    if kind == "rule":
        return problem.rules[number].key
    fund, period = divmod(number, len(problem.periods))
    return problem.funds[fund].name, problem.periods[period]


def step_of(limit: Fraction, scale: int) -> Fraction:
    """Return by how much a limit is moved: 1, or for a large one the power of ten that is at most a hundredth of it."""
    if limit >= 1000:
        step = Fraction(10) ** (len(str(int(limit) // 100)) - 1)
    else:
        step = Fraction(1) if limit >= 1 else limit / 10
    return max(Fraction(int(step * scale)), Fraction(1)) / scale


def _that_matter(problem: Problem, result: Result) -> list[Row]:
    """Return the rows with a price or with less than a step left, heaviest first; none of a prerequisite."""
    weights: dict[Row, Fraction] = {}
    left = _left(problem, result)
    for row, rest in left.items():
        price, (limit, scale) = price_of(problem, result.prices, row), _limit(problem, row)
        if price != 0 or rest < step_of(abs(limit), scale):
            weights[row] = abs(price * limit)
    return sorted(weights, key=lambda row: (-weights[row], row))


def _left(problem: Problem, result: Result) -> dict[Row, Fraction]:
    """Return what the plan leaves of each row, in units people see."""
    left: dict[Row, Fraction] = {}
    for number, use in enumerate(quota_use(problem, result.portfolio)):
        left["quota", number] = Fraction(use.left, problem.quotas[number].scale)
    for fund, paid in enumerate(money_use(problem, result.portfolio)):
        for period, used in enumerate(paid):
            rest = int(problem.fund_limit[fund, period]) - used
            left["fund", fund * len(problem.periods) + period] = Fraction(rest, problem.money_scale)
    for number, value in enumerate(rule_values(problem, result.portfolio)):
        rule = problem.rules[number]
        if rule.kind != "prerequisite":
            left["rule", number] = Fraction(abs(int(problem.rule_side[number]) - value), rule.scale)
    return left


def _limit(problem: Problem, row: Row) -> tuple[Fraction, int]:
    """Return the limit or right side of a row in units people see, and its scale."""
    kind, number = row
    if kind == "quota":
        scale = problem.quotas[number].scale
        return Fraction(int(problem.limit[number]), scale), scale
    if kind == "rule":
        scale = problem.rules[number].scale
        return Fraction(int(problem.rule_side[number]), scale), scale
    return Fraction(int(problem.fund_limit.ravel()[number]), problem.money_scale), problem.money_scale


def _shadow(again: Again, row: Row, interval: Interval) -> ShadowPrice:
    problem, (kind, number) = again.problem, row
    limit, scale = _limit(problem, row)
    step = step_of(abs(limit), scale)
    name, period = name_of(problem, row)
    unit = problem.rules[number].unit if kind == "rule" else str(problem.money_unit)
    unit = str(problem.quotas[number].unit) if kind == "quota" else unit
    more = _moved(again, row, step)
    # There is no less than nothing of a quota or a fund; a rule's right side may fall below 0.
    less = _moved(again, row, -step) if kind == "rule" or limit >= step else None
    return ShadowPrice(
        kind=kind,
        name=name,
        period=period,
        unit=unit,
        per_unit=price_of(problem, again.result.prices, row),
        basis=again.result.prices.basis,
        interval=interval,
        step=step,
        one_more=_gain(more),
        one_less=_gain(less),
        fails=tuple(
            word for word, pair in (("more", more), ("less", less)) if pair is not None and pair.changed is None
        ),
        free=int(more.free.sum()),
        whole=more.whole,
        settled=all(pair.settled for pair in (more, less) if pair is not None and pair.changed is not None),
    )


def _moved(again: Again, row: Row, by: Fraction) -> Pair:
    problem, (kind, number) = again.problem, row
    _, scale = _limit(problem, row)
    index: int | tuple[int, int] = number
    if kind == "fund":
        fund, period = divmod(number, len(problem.periods))
        index = (fund, period)
    changed = with_limit(problem, kind, index, int(by * scale))
    sense = problem.rules[number].sense if kind == "rule" else AT_MOST
    loosened = sense != EQUAL and (by > 0) == (sense == AT_MOST)
    return again.pair(changed, [], [row], fill=loosened, tightens=not loosened)


def _gain(pair: Pair | None) -> Fraction | None:
    return pair.changed.benefit - pair.base.benefit if pair is not None and pair.changed is not None else None
