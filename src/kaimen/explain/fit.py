"""What would break if one option were simply added to a plan."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from kaimen.explain.types import Short
from kaimen.portfolio import Portfolio, money_use, quota_use, rule_values
from kaimen.problem import AT_LEAST, AT_MOST, Problem


@dataclass(frozen=True, slots=True)
class Look:
    """What stands in an option's way: chosen rivals, missing prerequisites, rows that are short.

    `full` names the exclusions without a place left and how many places they have, `unmet` the prerequisite rules.
    """

    rivals: tuple[str, ...]
    full: dict[str, int]
    missing: tuple[str, ...]
    unmet: tuple[str, ...]
    short: tuple[Short, ...]


class Fit:
    """The room that a plan leaves, worked out once and looked at option by option."""

    def __init__(self, problem: Problem, portfolio: Portfolio) -> None:
        self.problem = problem
        self.chosen = portfolio.chosen
        self.use = quota_use(problem, portfolio)
        self.paid = money_use(problem, portfolio)
        self.values = rule_values(problem, portfolio)

    def of(self, option: int) -> Look:
        """Return what stands in the way of adding this option with everything else as it is."""
        rivals: list[str] = []
        full: dict[str, int] = {}
        missing: list[str] = []
        unmet: list[str] = []
        short = self._short_quotas(option) + self._short_funds(option)
        for row, amount in self._entries(option):
            over = self._over(row, amount)
            if over <= 0:
                continue
            rule = self.problem.rules[row]
            if rule.kind == "exclusion":
                rivals += self._chosen_in(row)
                full[rule.name] = int(self.problem.rule_side[row]) // rule.scale
            elif rule.kind == "prerequisite" and amount > 0:
                missing += self._needed_by(row)
                unmet.append(rule.name)
            else:
                short.append(Short("rule", (rule.name,), rule.part, Fraction(over, rule.scale), rule.unit))
        return Look(_once(rivals), full, _once(missing), _once(unmet), tuple(short))

    def rows_short(self, option: int) -> list[tuple[str, int]]:
        """Return the quota, fund and rule rows (fund: flat index) that have not enough left for one more option."""
        problem, terms = self.problem, self.problem.demand
        low, high = np.searchsorted(terms.option, [option, option + 1])
        demands = zip(terms.row[low:high].tolist(), terms.amount[low:high].tolist(), strict=True)
        found = [("quota", row) for row, amount in demands if amount > 0 and amount > self.room(row)]
        found += [("rule", row) for row, amount in self._entries(option) if self._over(row, amount) > 0]
        low, high = np.searchsorted(problem.cost_option, [option, option + 1])
        first, last = np.searchsorted(problem.splits.cost, [low, high])
        for entry in range(int(first), int(last)):
            fund, cost = int(problem.splits.fund[entry]), int(problem.splits.cost[entry])
            period = int(problem.cost_period[cost])
            if int(problem.fund_limit[fund, period]) - self.paid[fund][period] < int(problem.splits.cap[entry]):
                found.append(("fund", fund * len(problem.periods) + period))
        return found

    def _entries(self, option: int) -> list[tuple[int, int]]:
        terms = self.problem.rule_terms
        low, high = np.searchsorted(terms.option, [option, option + 1])
        return list(zip(terms.row[low:high].tolist(), terms.amount[low:high].tolist(), strict=True))

    def _over(self, row: int, amount: int) -> int:
        """Return by how much a rule row would be broken."""
        after, side = self.values[row] + amount, int(self.problem.rule_side[row])
        sense = self.problem.rules[row].sense
        return after - side if sense == AT_MOST else side - after if sense == AT_LEAST else abs(after - side)

    def _projects_of(self, row: int, *, positive: bool) -> list[int]:
        terms = self.problem.rule_terms
        inside = (terms.row == row) & ((terms.amount > 0) if positive else (terms.amount < 0))
        return sorted({int(project) for project in self.problem.option_project[terms.option[inside]]})

    def _chosen_in(self, row: int) -> list[str]:
        chosen = set(self.problem.option_project[self.chosen].tolist())
        return [self.problem.projects[p] for p in self._projects_of(row, positive=True) if p in chosen]

    def _needed_by(self, row: int) -> list[str]:
        # A prerequisite that has no option of its own appears only in the row's name.
        named = [self.problem.projects[p] for p in self._projects_of(row, positive=False)]
        return named or [self.problem.rules[row].part.split(" needs ")[-1].rsplit(" by ", 1)[0]]

    def _short_quotas(self, option: int) -> list[Short]:
        terms = self.problem.demand
        low, high = np.searchsorted(terms.option, [option, option + 1])
        short = []
        for row, amount in zip(terms.row[low:high].tolist(), terms.amount[low:high].tolist(), strict=True):
            missing = amount - self.room(row)
            if amount > 0 and missing > 0:
                quota = self.problem.quotas[row]
                by = Fraction(missing, quota.scale)
                short.append(Short("quota", (quota.name,), quota.period, by, str(quota.unit)))
        return short

    def room(self, row: int) -> int:
        """Return what may be added to a row, with draws on the pools above it; what it carries on is left to it."""
        use = self.use[row]
        room = use.left + self._drawable(row)
        if use.carried_out == 0:
            return room
        # Neither drawn nor freed amounts may be carried, so they leave no room where something is.
        own = use.limit + use.carried_in - use.drawn_out - use.gross_demand
        return min(room, own - use.carried_out)

    def _drawable(self, row: int) -> int:
        """Return what a row could still draw from the pools above it."""
        pool = int(self.problem.above[row])
        if pool < 0:
            return 0
        return max(0, min(int(self.problem.draw_cap[row]) - self.use[row].drawn_in, self.room(pool)))

    def _short_funds(self, option: int) -> list[Short]:
        problem, unit = self.problem, str(self.problem.money_unit)
        low, high = np.searchsorted(problem.cost_option, [option, option + 1])
        short = []
        for cost in range(int(low), int(high)):
            first, last = np.searchsorted(problem.splits.cost, [cost, cost + 1])
            period = int(problem.cost_period[cost])
            room = 0
            names = []
            for entry in range(int(first), int(last)):
                fund = int(problem.splits.fund[entry])
                left = int(problem.fund_limit[fund, period]) - self.paid[fund][period]
                room += min(left, int(problem.splits.cap[entry]))
                names.append(problem.funds[fund].name)
            missing = int(problem.cost_amount[cost]) - room
            if missing > 0:
                by = Fraction(missing, problem.money_scale)
                short.append(Short("fund", tuple(names), problem.periods[period], by, unit))
        return short


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
