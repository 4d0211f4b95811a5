"""`check`: is this a portfolio at all? Exact sums, row by row, nothing solved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding
from kaimen.portfolio.types import Portfolio, QuotaUse
from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem, Terms
from kaimen.quantity import decimal_text

_FITS = 2.0**61


def benefit(problem: Problem, portfolio: Portfolio) -> Fraction:
    """Return the benefit of the chosen options, in the units people see."""
    return problem.benefit_of(sum(problem.benefit[portfolio.chosen].tolist()))


def check(problem: Problem, portfolio: Portfolio) -> list[Finding]:
    """Return a finding for every row of the statement that the portfolio breaks, with by how much."""
    shape = _broken_shape(problem, portfolio)
    if shape:
        return shape
    parts = (_broken_choices, _broken_quotas, _broken_money, _broken_rules)
    return [finding for part in parts for finding in part(problem, portfolio)]


def quota_use(problem: Problem, portfolio: Portfolio) -> list[QuotaUse]:
    """Return what becomes of each quota row under the portfolio, in scaled integers."""
    rows, amounts = _chosen_terms(problem.demand, portfolio)
    net = _sums(rows, amounts, len(problem.quotas))
    gross = _sums(rows, np.maximum(amounts, 0), len(problem.quotas))
    draws, carries = portfolio.draws.tolist(), portfolio.carries.tolist()
    drawn_out: dict[int, int] = defaultdict(int)
    carried_in: dict[int, int] = defaultdict(int)
    for row in range(len(problem.quotas)):
        if problem.above[row] >= 0:
            drawn_out[int(problem.above[row])] += draws[row]
        if problem.carry_to[row] >= 0:
            numerator, denominator = problem.carry_rate[row].tolist()
            carried_in[int(problem.carry_to[row])] += carries[row] * numerator // denominator
    limits = problem.limit.tolist()
    return [
        QuotaUse(limits[r], net[r], gross[r], draws[r], drawn_out[r], carried_in[r], carries[r])
        for r in range(len(problem.quotas))
    ]


def money_use(problem: Problem, portfolio: Portfolio) -> list[list[int]]:
    """Return what each fund (row) pays in each period (column), in scaled integers."""
    funds, periods = len(problem.funds), len(problem.periods)
    paid = np.flatnonzero(portfolio.splits)
    cell = problem.splits.fund[paid] * periods + problem.cost_period[problem.splits.cost[paid]]
    used = _sums(cell, portfolio.splits[paid], funds * periods)
    return [used[fund * periods : (fund + 1) * periods] for fund in range(funds)]


def rule_values(problem: Problem, portfolio: Portfolio) -> list[int]:
    """Return the left side of each rule row, in scaled integers."""
    return _sums(*_chosen_terms(problem.rule_terms, portfolio), len(problem.rules))


def _chosen_terms(terms: Terms, portfolio: Portfolio) -> tuple[Ints, Ints]:
    """Return the rows and amounts of the entries of the chosen options."""
    low = np.searchsorted(terms.option, portfolio.chosen, side="left")
    size = np.searchsorted(terms.option, portfolio.chosen, side="right") - low
    entry = np.repeat(low - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    return terms.row[entry], terms.amount[entry]


def _sums(row: Ints, amount: Ints, rows: int) -> list[int]:
    """Return the exact sum of the amounts of each row: in 64 bits where they are proved to fit, else in Python's."""
    fits = float(np.abs(amount.astype(float)).sum()) < _FITS
    total: npt.NDArray[Any] = np.zeros(rows, dtype=np.int64 if fits else object)
    np.add.at(total, row, amount if fits else amount.astype(object))
    return [int(value) for value in total.tolist()]


def _broken(what: str, expected: str = "", found: str = "") -> Finding:
    return Finding("E604", what, expected=expected, found=found, fix="This is not a plan; solve again.")


def _broken_shape(problem: Problem, portfolio: Portfolio) -> list[Finding]:
    chosen = portfolio.chosen
    known = not len(chosen) or (int(chosen.min()) >= 0 and int(chosen.max()) < problem.option_count)
    sizes = (len(problem.quotas), len(problem.quotas), len(problem.splits.cap))
    if known and sizes == (len(portfolio.draws), len(portfolio.carries), len(portfolio.splits)):
        if np.all(chosen[1:] > chosen[:-1]):
            return []
        return [_broken("An option is chosen twice.")]
    return [Finding("E607", "The portfolio belongs to another problem.", fix="Verify it with its own inputs.")]


def _broken_choices(problem: Problem, portfolio: Portfolio) -> Iterator[Finding]:
    counts = np.bincount(problem.option_project[portfolio.chosen], minlength=len(problem.projects))
    for project in np.flatnonzero(counts > 1).tolist():
        yield _broken(f"Project {problem.projects[project]} is chosen {counts[project]} times.", "at most one option")
    for project in np.flatnonzero(problem.must & (counts == 0)).tolist():
        yield _broken(f"Project {problem.projects[project]} must be in the portfolio and is not.")


def _broken_quotas(problem: Problem, portfolio: Portfolio) -> Iterator[Finding]:
    for row, use in enumerate(quota_use(problem, portfolio)):
        quota = problem.quotas[row]
        name = f'quota "{quota.name}", {quota.period}'

        def shown(scaled: int, unit: str = str(quota.unit), scale: int = quota.scale) -> str:
            return f"{decimal_text(Fraction(scaled, scale))} {unit}"

        if use.left < 0:
            yield _broken(f"The {name} is exceeded.", f"at most {shown(use.limit)}", f"{shown(-use.left)} more")
        cap = int(problem.draw_cap[row]) if problem.above[row] >= 0 else 0
        if not 0 <= use.drawn_in <= cap:
            yield _broken(f"The draw of {name} is outside its cap.", f"0 to {shown(cap)}", shown(use.drawn_in))
        cap = int(problem.carry_cap[row]) if problem.carry_to[row] >= 0 else 0
        if not 0 <= use.carried_out <= cap:
            yield _broken(f"The carry of {name} is outside its cap.", f"0 to {shown(cap)}", shown(use.carried_out))
        own = use.limit + use.carried_in - use.drawn_out - use.gross_demand
        if use.carried_out > max(own, 0):
            what = f"The {name} carries on more than was left of it; drawn and freed amounts may not be carried."
            yield _broken(what, f"at most {shown(max(own, 0))}", shown(use.carried_out))


def _broken_money(problem: Problem, portfolio: Portfolio) -> Iterator[Finding]:
    def shown(scaled: int) -> str:
        return f"{decimal_text(Fraction(scaled, problem.money_scale))} {problem.money_unit}"

    splits, paid = problem.splits, portfolio.splits
    is_chosen = np.zeros(problem.option_count, dtype=np.bool_)
    is_chosen[portfolio.chosen] = True
    cap = np.where(is_chosen[problem.cost_option[splits.cost]], splits.cap, 0) if len(splits.cap) else splits.cap
    for entry in np.flatnonzero((paid < 0) | (paid > cap)).tolist():
        option = int(problem.cost_option[splits.cost[entry]])
        fund, project = problem.funds[splits.fund[entry]].name, problem.option_name(option).project
        what = f"The money from {fund} for {project} is outside its share."
        yield _broken(what, f"0 to {shown(int(cap[entry]))}", shown(int(paid[entry])))
    moved = np.flatnonzero(paid)
    costs = _sums(splits.cost[moved], paid[moved], len(problem.cost_amount))
    dues = np.where(is_chosen[problem.cost_option], problem.cost_amount, 0).tolist() if costs else []
    for cost, (due, amount) in enumerate(zip(dues, costs, strict=True)):
        if amount != due:
            option = int(problem.cost_option[cost])
            name = f"{problem.option_name(option).project}, {problem.periods[problem.cost_period[cost]]}"
            yield _broken(f"The money for {name} is not its cost.", shown(due), shown(amount))
    living = moved[splits.life[moved] >= 0]
    lives = _sums(splits.life[living], paid[living], len(problem.life.cap))
    for row, (amount, most) in enumerate(zip(lives, problem.life.cap.tolist(), strict=True)):
        if amount > most:
            option = int(problem.life.option[row])
            fund_name, project = problem.funds[problem.life.fund[row]].name, problem.option_name(option).project
            what = f"The money from {fund_name} for {project} is above its share of the whole."
            yield _broken(what, shown(most), shown(amount))
    for fund, used in enumerate(money_use(problem, portfolio)):
        for period, amount in enumerate(used):
            limit = int(problem.fund_limit[fund, period])
            if amount > limit:
                name = f"{problem.funds[fund].name}, {problem.periods[period]}"
                yield _broken(f"The fund {name} is overspent.", f"at most {shown(limit)}", shown(amount))


def _broken_rules(problem: Problem, portfolio: Portfolio) -> Iterator[Finding]:
    for row, value in enumerate(rule_values(problem, portfolio)):
        rule = problem.rules[row]
        side = int(problem.rule_side[row])
        holds = value <= side if rule.sense == AT_MOST else value >= side if rule.sense == AT_LEAST else value == side
        if not holds:
            word = {AT_MOST: "at most ", AT_LEAST: "at least "}.get(rule.sense, "")
            part = f" ({rule.part})" if rule.part else ""
            expected = f"{word}{decimal_text(Fraction(side, rule.scale))} {rule.unit}".strip()
            found = f"{decimal_text(Fraction(value, rule.scale))} {rule.unit}".strip()
            yield _broken(f'The rule "{rule.name}"{part} does not hold.', expected, found)
