"""`check`: is this a portfolio at all? Sums in Python's integers, row by row, nothing solved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from kaimen.errors import Finding
from kaimen.portfolio.types import Portfolio, QuotaUse
from kaimen.problem import AT_LEAST, AT_MOST, Problem, Terms
from kaimen.quantity import decimal_text


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
    net: dict[int, int] = defaultdict(int)
    gross: dict[int, int] = defaultdict(int)
    for row, amount in _chosen_terms(problem.demand, portfolio):
        net[row] += amount
        gross[row] += max(amount, 0)
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
    used = [[0] * len(problem.periods) for _ in problem.funds]
    for entry in np.flatnonzero(portfolio.splits).tolist():
        period = problem.cost_period[problem.splits.cost[entry]]
        used[problem.splits.fund[entry]][period] += int(portfolio.splits[entry])
    return used


def rule_values(problem: Problem, portfolio: Portfolio) -> list[int]:
    """Return the left side of each rule row, in scaled integers."""
    values = [0] * len(problem.rules)
    for row, amount in _chosen_terms(problem.rule_terms, portfolio):
        values[row] += amount
    return values


def _chosen_terms(terms: Terms, portfolio: Portfolio) -> Iterator[tuple[int, int]]:
    low = np.searchsorted(terms.option, portfolio.chosen, side="left")
    high = np.searchsorted(terms.option, portfolio.chosen, side="right")
    for begin, end in zip(low.tolist(), high.tolist(), strict=True):
        yield from zip(terms.row[begin:end].tolist(), terms.amount[begin:end].tolist(), strict=True)


def _broken(what: str, expected: str = "", found: str = "") -> Finding:
    return Finding("E604", what, expected=expected, found=found, fix="This is not a plan; solve again.")


def _broken_shape(problem: Problem, portfolio: Portfolio) -> list[Finding]:
    chosen = portfolio.chosen.tolist()
    known = all(0 <= option < problem.option_count for option in chosen)
    sizes = (len(problem.quotas), len(problem.quotas), len(problem.splits.cap))
    if known and sizes == (len(portfolio.draws), len(portfolio.carries), len(portfolio.splits)):
        if chosen == sorted(set(chosen)):
            return []
        return [_broken("An option is chosen twice.")]
    return [Finding("E607", "The portfolio belongs to another problem.", fix="Verify it with its own inputs.")]


def _broken_choices(problem: Problem, portfolio: Portfolio) -> Iterator[Finding]:
    counts = Counter(problem.option_project[portfolio.chosen].tolist())
    for project, count in sorted(counts.items()):
        if count > 1:
            yield _broken(f"Project {problem.projects[project]} is chosen {count} times.", "at most one option")
    for project in np.flatnonzero(problem.must).tolist():
        if counts[project] == 0:
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

    splits = portfolio.splits.tolist()
    chosen = set(portfolio.chosen.tolist())
    paid: dict[int, int] = defaultdict(int)
    lives: dict[int, int] = defaultdict(int)
    for entry, amount in enumerate(splits):
        cost = int(problem.splits.cost[entry])
        option = int(problem.cost_option[cost])
        cap = int(problem.splits.cap[entry]) if option in chosen else 0
        if not 0 <= amount <= cap:
            name = f"{problem.funds[problem.splits.fund[entry]].name} for {problem.option_name(option).project}"
            yield _broken(f"The money from {name} is outside its share.", f"0 to {shown(cap)}", shown(amount))
        paid[cost] += amount
        if problem.splits.life[entry] >= 0:
            lives[int(problem.splits.life[entry])] += amount
    for cost, option in enumerate(problem.cost_option.tolist()):
        due = int(problem.cost_amount[cost]) if option in chosen else 0
        if paid[cost] != due:
            name = f"{problem.option_name(option).project}, {problem.periods[problem.cost_period[cost]]}"
            yield _broken(f"The money for {name} is not its cost.", shown(due), shown(paid[cost]))
    for row, amount in lives.items():
        cap = int(problem.life.cap[row])
        if amount > cap:
            name = (
                f"{problem.funds[problem.life.fund[row]].name} for {_project(problem, int(problem.life.option[row]))}"
            )
            yield _broken(f"The money from {name} is above its share of the whole.", shown(cap), shown(amount))
    for fund, used in enumerate(money_use(problem, portfolio)):
        for period, amount in enumerate(used):
            limit = int(problem.fund_limit[fund, period])
            if amount > limit:
                name = f"{problem.funds[fund].name}, {problem.periods[period]}"
                yield _broken(f"The fund {name} is overspent.", f"at most {shown(limit)}", shown(amount))


def _project(problem: Problem, option: int) -> str:
    return problem.option_name(option).project


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
