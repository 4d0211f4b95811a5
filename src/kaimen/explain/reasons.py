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

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import KaimenError
from kaimen.explain.fit import Fit, Short
from kaimen.portfolio import PriceList, Result, Status, Term, least_payment, margins, option_terms
from kaimen.problem import Barred, OptionName, Problem
from kaimen.problem.twins import twins

REASONS: dict[str, str] = {
    "not_read": "its row could not be used",
    "not_ready": "not ready",
    "not_eligible": "not eligible",
    "waived": "waived",
    "ruled_out": "ruled out by a rule",
    "excluded_by": "a rival is chosen",
    "needs": "a prerequisite is missing",
    "tie": "tied with a twin",
    "priced_out": "priced out",
    "does_not_fit": "does not fit",
    "no_benefit": "brings no benefit",
    "not_reached": "passed over",
}
"""Reason codes and their short names; `docs/reference/reasons.md` describes each."""


_NIL = Fraction(1, 10**6)
"""A margin within this part of the benefit is nil: prices are rounded, and solvers have tolerances."""


class Strength(StrEnum):
    """How firm a reason is; see the head of this module."""

    EXACT = "exact"
    AT_THESE_PRICES = "at_these_prices"
    PROVED = "proved"


@dataclass(frozen=True, slots=True)
class Change:
    """A change that alone would bring the margin to 0 at these prices, or make the project fit."""

    what: str
    by: Fraction
    unit: str
    part: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, its strength, a sentence, and the projects and rows it is about.

    `about` names the conditions, funds, rule or region it is about where the project has no option at all (`Barred`).
    """

    code: str
    strength: Strength
    detail: str = ""
    projects: tuple[str, ...] = ()
    short: tuple[Short, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A project's place in the plan.

    `option` is the one chosen, or else its best at these prices (None: it has none). margin = benefit + the sum
    of the terms' values. `reasons` is empty for a chosen project.
    """

    project: str
    title: str
    chosen: bool
    option: OptionName | None
    benefit: Fraction
    terms: tuple[Term, ...]
    margin: Fraction
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] = ()


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
            why = self.barred[project]
            reason = Reason(why.code, Strength.EXACT, why.detail, about=why.about)
            return Explanation(project, why.title, False, None, Fraction(0), (), Fraction(0), (reason,))
        if project not in self.index:
            raise KaimenError(f"{project} is not a project of this plan")
        number = self.index[project]
        option = self.chosen.get(number)
        best = option if option is not None else self._best(number)
        terms = tuple(option_terms(self.problem, self.prices, best, self.payment))
        margin = self._in_benefit(self.margins[best])
        benefit = self.problem.benefit_of(int(self.problem.benefit[best]))
        reasons = () if option is not None else self._reasons(number, best, margin)
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
        )

    def _in_benefit(self, margin: int) -> Fraction:
        return Fraction(int(margin), self.prices.grid * self.problem.benefit_scale)

    def _best(self, project: int) -> int:
        options = self.problem.options_of(project)
        return options.start + int(np.argmax(self.margins[options.start : options.stop]))

    def _reasons(self, project: int, best: int, margin: Fraction) -> tuple[Reason, ...]:
        look = self.fit.of(best)
        found: list[Reason] = []
        if look.rivals:
            verb = "is" if len(look.rivals) == 1 else "are"
            detail = f"At most so many of a set may be chosen, and {_listed(look.rivals)} {verb}."
            found.append(Reason("excluded_by", Strength.EXACT, detail, look.rivals))
        if look.missing:
            detail = f"It needs {_listed(look.missing)} to have started by then."
            found.append(Reason("needs", Strength.EXACT, detail, look.missing))
        twin = next((p for p in self.twins.get(project, ()) if p in self.chosen), None)
        if twin is not None:
            detail = "Another project is its equal in every number; the published order of ties put that one first."
            found.append(Reason("tie", Strength.EXACT, detail, (self.problem.projects[twin],)))
        if self.problem.benefit[best] <= 0:
            found.append(Reason("no_benefit", Strength.EXACT, "Its benefit is not above 0."))
        elif margin < -_NIL * abs(self.problem.benefit_of(int(self.problem.benefit[best]))):
            found.append(self._priced_out(margin))
        if look.short:
            rows = "; ".join(str(row) for row in look.short[:2])
            rows += f"; {len(look.short) - 2} more" if len(look.short) > 2 else ""
            found.append(Reason("does_not_fit", Strength.EXACT, f"Added to the plan as it is: {rows}.", (), look.short))
        if not found:
            found.append(self._fits_or_not())
        return tuple(found)

    def _fits_or_not(self) -> Reason:
        """Return the reason of a project with a benefit that no single row is short for."""
        if self.result.status is Status.OPTIMAL:
            # It would otherwise be in the plan: several rows together stand in its way.
            detail = "Each row has room for it, but no draws, carries and payments keep all of them together."
            return Reason("does_not_fit", Strength.EXACT, detail)
        detail = "No row is short of what it takes; the search ended before it was taken in."
        return Reason("not_reached", Strength.EXACT, detail)

    def _priced_out(self, margin: Fraction) -> Reason:
        forced = self.result.bounds.price + margin
        proved = forced < self.result.benefit
        detail = "What it takes of the quotas is worth more to other projects than its benefit."
        return Reason("priced_out", Strength.PROVED if proved else Strength.AT_THESE_PRICES, detail)


def _listed(projects: tuple[str, ...]) -> str:
    shown = ", ".join(projects[:3])
    return shown if len(projects) <= 3 else f"{shown} and {len(projects) - 3} more"


def _changes(
    benefit: Fraction, margin: Fraction, terms: tuple[Term, ...], reasons: tuple[Reason, ...]
) -> tuple[Change, ...]:
    """Return what would bring the margin to 0, or where it is not negative what would make the project fit."""
    if any(reason.code == "priced_out" for reason in reasons):
        changes = [Change("benefit up", -margin, "", -margin / benefit if benefit > 0 else None)]
        for term in sorted(terms, key=lambda term: term.value):
            if term.kind in ("quota", "fund") and term.price > 0 and term.amount * term.price >= -margin:
                less = -margin / term.price
                changes.append(Change(f"{term} down", less, term.unit, less / term.amount))
        return tuple(changes)
    short = next((reason.short for reason in reasons if reason.code == "does_not_fit"), ())
    if len(short) != 1:
        return ()
    word = "loosened" if short[0].kind == "rule" else "up"
    return (Change(f"{short[0].name} {word}", short[0].by, short[0].unit),)
