"""Strict order: take projects as they come, skip what does not fit.

This is how many lists are decided today. It looks for no benefit; its plan is judged by the same
price list and bound as any other, which shows what the order costs.
"""

from __future__ import annotations

from collections.abc import Sequence

from kaimen.portfolio import Portfolio
from kaimen.problem import AT_LEAST, AT_MOST, Problem
from kaimen.problem.twins import tie_order
from kaimen.solve.complete import complete


def in_order(problem: Problem) -> Portfolio | None:
    """Return the portfolio that strict order gives, or None where not even the musts fit; rules may be broken.

    Projects that must be chosen come first, then by `Problem.order`, and among equals by the published order of
    ties. Of a project's options the one with most benefit that fits is taken, of equals the earliest.
    """
    first = [problem.options_of(project).start for project in range(len(problem.projects))]
    queue = sorted(
        range(len(problem.projects)),
        key=lambda p: (not problem.must[p], int(problem.order[first[p]]), tie_order(problem, p)),
    )
    return fill(problem, [], queue)


def fill(problem: Problem, chosen: Sequence[int], queue: Sequence[int]) -> Portfolio | None:
    """Return the portfolio of the chosen options and what of the queue (projects) fits, in its order.

    A project fits if no quota, fund or rule is broken, or further from holding, because of it.
    """
    rules = _Rules(problem, chosen)
    portfolio = complete(problem, chosen)
    for project in queue:
        if portfolio is None:
            break
        for option in sorted(problem.options_of(project), key=lambda o: (-int(problem.benefit[o]), o)):
            more = complete(problem, [*portfolio.chosen.tolist(), option]) if rules.allow(option) else None
            if more is not None:
                portfolio = more
                rules.take(option)
                break
    return portfolio


class _Rules:
    """The left sides of the rule rows as options are added."""

    def __init__(self, problem: Problem, chosen: Sequence[int]) -> None:
        self.problem = problem
        self.values = [0] * len(problem.rules)
        terms = problem.rule_terms
        self.terms: dict[int, list[tuple[int, int]]] = {}
        triplets = zip(terms.option.tolist(), terms.row.tolist(), terms.amount.tolist(), strict=True)
        for option, row, amount in triplets:
            self.terms.setdefault(option, []).append((row, amount))
        for option in chosen:
            self.take(option)

    def allow(self, option: int) -> bool:
        """Return whether no row is broken, or further from holding, with the option."""
        return all(self._holds(row, amount) for row, amount in self.terms.get(option, ()))

    def take(self, option: int) -> None:
        """Add the option."""
        for row, amount in self.terms.get(option, ()):
            self.values[row] += amount

    def _holds(self, row: int, amount: int) -> bool:
        sense, side = self.problem.rules[row].sense, int(self.problem.rule_side[row])
        before = self.values[row]
        after = before + amount
        if sense == AT_MOST:
            return after <= max(side, before)
        if sense == AT_LEAST:
            return after >= min(side, before)
        return abs(side - after) <= abs(side - before)
