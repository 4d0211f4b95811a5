"""One ranked list of reasons for every project that is not in the plan.

Reasons that no price can change come first (not ready, not eligible, ruled out, a chosen rival, a
missing prerequisite), then the price reason, then what it would break if it were simply added. A
reason carries its strength:

- `exact`: it follows from the rows, with the rest of the plan as it is
- `at_these_prices`: the margin is negative at the published prices, which is an indication
- `proved`: with the project forced in, the price bound falls below the plan's benefit, so no plan
  that has it is as good (Lagrangian probing)
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import KaimenError
from kaimen.explain.fit import Fit, Look
from kaimen.explain.types import Change, Explanation, Reason, Strength
from kaimen.portfolio import Portfolio, PriceList, Result, Status, Term, least_payment, margins, option_terms
from kaimen.problem import Barred, Problem
from kaimen.problem.twins import twins

_NIL = Fraction(1, 10**6)
"""A margin within this part of the benefit is nil: prices are rounded, and solvers have tolerances."""


def explain(problem: Problem, result: Result, project: str) -> Explanation:
    """Return why a project is in the plan or not.

    Raises:
        KaimenError: the problem does not know the project.
    """
    return _Explainer(problem, result).of(project)


def explain_all(problem: Problem, result: Result) -> list[Explanation]:
    """Return the explanation of every project that is not in the plan, in order of id."""
    explainer = _Explainer(problem, result)
    chosen = set(result.portfolio.projects(problem))
    everyone = sorted({*problem.projects, *(entry.project for entry in problem.barred)})
    return [explainer.of(project) for project in everyone if project not in chosen]


class _Explainer:
    """What all explanations of one plan share."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.prices: PriceList = result.prices
        self.margins: npt.NDArray[Any] = margins(problem, result.prices)
        self.payment = least_payment(problem, result.prices)
        self.chosen = {int(problem.option_project[o]): int(o) for o in result.portfolio.chosen}
        self.index = {project: number for number, project in enumerate(problem.projects)}
        self.barred: dict[str, Barred] = {entry.project: entry for entry in problem.barred}
        self.fit = Fit(problem, result.portfolio)
        self.twins = {member: group for group in twins(problem) if len(group) > 1 for member in group}

    def of(self, project: str) -> Explanation:
        if project in self.barred:
            return _without_option(self.barred[project])
        if project not in self.index:
            raise KaimenError(f"{project} is not a project of this plan")
        number = self.index[project]
        option = self.chosen.get(number)
        best = option if option is not None else self._best(self.problem.options_of(number))
        terms = tuple(option_terms(self.problem, self.prices, best, self.payment))
        margin, benefit = self._margin(best), self._benefit(best)
        reasons = self._later(option) if option is not None else self._left_out(number, best, terms)
        forced = self._forced_bound(number, best, chosen=option is not None)
        return Explanation(
            project=project,
            title=self.problem.titles[number],
            chosen=option is not None,
            option=self.problem.option_name(best),
            benefit=benefit,
            terms=terms,
            margin=margin,
            reasons=reasons,
            changes=() if option is not None else _changes(benefit, margin, terms, reasons),
            forced_bound=forced,
            proved=forced < self.result.benefit,
        )

    def _margin(self, option: int) -> Fraction:
        return Fraction(int(self.margins[option]), self.prices.grid * self.problem.benefit_scale)

    def _benefit(self, option: int) -> Fraction:
        return self.problem.benefit_of(int(self.problem.benefit[option]))

    def _best(self, options: range) -> int:
        return options.start + int(np.argmax(self.margins[options.start : options.stop]))

    def _forced_bound(self, project: int, best: int, *, chosen: bool) -> Fraction:
        """Return the price bound with a project forced in by its best option, or out if it is chosen."""
        top = self._margin(self._best(self.problem.options_of(project)))
        entry = top if self.problem.must[project] else max(top, Fraction(0))
        return self.result.bounds.price - entry + (Fraction(0) if chosen else self._margin(best))

    def _reasons(self, project: int, best: int, terms: tuple[Term, ...], fit: Fit) -> tuple[Reason, ...]:
        look = fit.of(best)
        found: list[Reason] = []
        if look.rivals:
            found.append(_excluded(look))
        if look.missing:
            start = self.problem.periods[self.problem.option_start[best]]
            detail = f"It needs {_listed(look.missing)} to have started by then."
            found.append(Reason("needs", Strength.EXACT, detail, look.missing, rules=look.unmet, start=start))
        twin = next((p for p in self.twins.get(project, ()) if p in self.chosen and p != project), None)
        if twin is not None:
            detail = "Another project is its equal in every number; the published order of ties put that one first."
            found.append(Reason("tie", Strength.EXACT, detail, (self.problem.projects[twin],)))
        benefit, margin = self._benefit(best), self._margin(best)
        if benefit <= 0:
            found.append(Reason("no_benefit", Strength.EXACT, "Its benefit is not above 0.", benefit=benefit))
        elif margin < -_NIL * benefit:
            found.append(self._priced_out(project, best, terms))
        if look.short:
            rows = "; ".join(str(row) for row in look.short[:2])
            rows += f"; {len(look.short) - 2} more" if len(look.short) > 2 else ""
            found.append(Reason("does_not_fit", Strength.EXACT, f"Added to the plan as it is: {rows}.", (), look.short))
        return tuple(found)

    def _left_out(self, project: int, best: int, terms: tuple[Term, ...]) -> tuple[Reason, ...]:
        return self._reasons(project, best, terms, self.fit) or (self._fits_or_not(),)

    def _fits_or_not(self) -> Reason:
        """Return the reason of a project with a benefit that no single row is short for."""
        if self.result.status is Status.OPTIMAL:
            # It would otherwise be in the plan: several rows together stand in its way.
            detail = "Each row has room for it, but no draws, carries and payments keep all of them together."
            return Reason("does_not_fit", Strength.EXACT, detail)
        detail = "No row is short of what it takes; the search ended before it was taken in."
        return Reason("not_reached", Strength.EXACT, detail)

    def _priced_out(self, project: int, best: int, terms: tuple[Term, ...]) -> Reason:
        forced = self._forced_bound(project, best, chosen=False)
        return Reason(
            "priced_out",
            Strength.PROVED if forced < self.result.benefit else Strength.AT_THESE_PRICES,
            "What it takes of the quotas is worth more to other projects than its benefit.",
            margin=self._margin(best),
            terms=tuple(sorted((term for term in terms if term.value < 0), key=lambda term: term.value)),
            forced_bound=forced,
        )

    def _later(self, option: int) -> tuple[Reason, ...]:
        """Return why a chosen project does not start earlier, if it has an option that does."""
        problem = self.problem
        project = int(problem.option_project[option])
        own = problem.options_of(project)
        earlier = [o for o in own if problem.option_start[o] < problem.option_start[option]]
        if not earlier:
            return ()
        best = max(earlier, key=lambda o: (int(self.margins[o]), -o))
        terms = tuple(option_terms(problem, self.prices, best, self.payment))
        because = self._reasons(project, best, terms, Fit(problem, without(problem, self.result.portfolio, option)))
        forced = self._forced_bound(project, best, chosen=False)
        start, worse = problem.periods[problem.option_start[best]], self._margin(best) < self._margin(option)
        if forced < self.result.benefit:
            strength = Strength.PROVED
        else:
            strength = Strength.AT_THESE_PRICES if worse and not because else Strength.EXACT
        words = [reason.detail for reason in because] or [_NO_BETTER if worse else _AS_GOOD]
        return (
            Reason(
                "later",
                strength,
                f"Started in {start}: {' '.join(words)}",
                start=start,
                margin=self._margin(best),
                forced_bound=forced,
                because=because,
            ),
        )


_NO_BETTER = "At these prices it brings less than the start chosen."
_AS_GOOD = "Nothing stands in its way alone; the plan as a whole is decided so."


def without(problem: Problem, portfolio: Portfolio, option: int) -> Portfolio:
    """Return a portfolio less one of its options and what is paid for it; draws and carries stay as they are."""
    theirs = problem.cost_option[problem.splits.cost] == option if len(problem.splits.cost) else portfolio.splits < 0
    splits = np.where(theirs, 0, portfolio.splits)
    return replace(portfolio, chosen=portfolio.chosen[portfolio.chosen != option], splits=splits)


def _without_option(why: Barred) -> Explanation:
    reason = Reason(why.code, Strength.EXACT, why.detail, about=why.about)
    return Explanation(why.project, why.title, False, None, Fraction(0), (), Fraction(0), (reason,))


def _excluded(look: Look) -> Reason:
    verb = "is" if len(look.rivals) == 1 else "are"
    detail = f"At most so many of a set may be chosen, and {_listed(look.rivals)} {verb}."
    rules, places = tuple(look.full), tuple(look.full.values())
    return Reason("excluded_by", Strength.EXACT, detail, look.rivals, rules=rules, places=places)


def _listed(projects: tuple[str, ...]) -> str:
    shown = ", ".join(projects[:3])
    return shown if len(projects) <= 3 else f"{shown} and {len(projects) - 3} more"


def _changes(
    benefit: Fraction, margin: Fraction, terms: tuple[Term, ...], reasons: tuple[Reason, ...]
) -> tuple[Change, ...]:
    """Return what would bring the margin to 0, or where it is not negative what would make the project fit."""
    if any(reason.code == "priced_out" for reason in reasons):
        changes = [Change("benefit_up", "", -margin, "", -margin / benefit if benefit > 0 else None)]
        for term in sorted(terms, key=lambda term: term.value):
            if term.kind in ("quota", "fund") and term.price > 0 and term.amount * term.price >= -margin:
                less = -margin / term.price
                changes.append(Change("demand_down", str(term), less, term.unit, less / term.amount))
        return tuple(changes)
    short = next((reason.short for reason in reasons if reason.code == "does_not_fit"), ())
    if len(short) != 1:
        return ()
    code = "rule_loosened" if short[0].kind == "rule" else "limit_up"
    return (Change(code, short[0].name, short[0].by, short[0].unit),)
