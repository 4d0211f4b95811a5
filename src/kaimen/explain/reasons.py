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

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction

import numpy as np

from kaimen.errors import KaimenError
from kaimen.explain.fit import Fit, Look
from kaimen.explain.proofs import Probe
from kaimen.explain.standing import NIL
from kaimen.explain.types import Change, Explanation, Reason, Strength
from kaimen.portfolio import Portfolio, PriceList, Result, Status, Term, least_payment, option_terms
from kaimen.problem import Barred, Problem
from kaimen.problem.twins import tie_order, twins


def explain(problem: Problem, result: Result, project: str) -> Explanation:
    """Return why a project is in the plan or not.

    Raises:
        KaimenError: the problem does not know the project.
    """
    return Explainer(problem, result).of(project)


def explain_all(problem: Problem, result: Result) -> list[Explanation]:
    """Return the explanation of every project that is not in the plan, in order of id."""
    explainer = Explainer(problem, result)
    chosen = set(result.portfolio.projects(problem))
    everyone = sorted({*problem.projects, *(entry.project for entry in problem.barred)})
    return [explainer.of(project) for project in everyone if project not in chosen]


class Explainer:
    """What all explanations of one plan share: whoever asks for many one by one makes it once."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.problem, self.result = problem, result
        self.prices: PriceList = result.prices
        self.probe = Probe(problem, result.prices)
        self.payment = least_payment(problem, result.prices)
        self.chosen = {int(problem.option_project[o]): int(o) for o in result.portfolio.chosen}
        self.index = {project: number for number, project in enumerate(problem.projects)}
        self.barred: dict[str, Barred] = {entry.project: entry for entry in problem.barred}
        self.fit = Fit(problem, result.portfolio)
        self.told: tuple[int, tuple[Term, ...]] = (-1, ())  # terms of the option that was asked about last
        self.twins = {member: group for group in twins(problem) if len(group) > 1 for member in group}

    def of(self, project: str) -> Explanation:
        """Return why a project is in the plan or not.

        Raises:
            KaimenError: the problem does not know the project.
        """
        if project in self.barred:
            return _without_option(self.barred[project])
        if project not in self.index:
            raise KaimenError(self._unknown(project))
        number = self.index[project]
        option = self.chosen.get(number)
        best = option if option is not None else int(self.probe.best[number])
        terms = self._terms(best)
        margin, benefit = self._margin(best), self._benefit(best)
        reasons = self._left_out(number) if option is None else self._later(option)
        forced = self._without(number) if option is not None else self._with(self.problem.options_of(number))
        return Explanation(
            project=project,
            title=self.problem.titles[number],
            chosen=option is not None,
            option=self.problem.option_name(best),
            benefit=benefit,
            terms=terms,
            margin=margin,
            reasons=reasons,
            changes=_changes(benefit, margin, terms, reasons) if option is None else (),
            forced_bound=forced,
            proved=forced is None or forced < self.result.benefit,
        )

    def _unknown(self, project: str) -> str:
        near = get_close_matches(project, [*self.index, *self.barred], 3, 0.6)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; write its id as it stands in the list"
        return f'"{project}" is not a project of this plan{hint}'

    def _terms(self, option: int) -> tuple[Term, ...]:
        if self.told[0] != option:
            self.told = option, tuple(option_terms(self.problem, self.prices, option, self.payment))
        return self.told[1]

    def _margin(self, option: int) -> Fraction:
        return self.probe.in_benefit(self.probe.margin[option])

    def _benefit(self, option: int) -> Fraction:
        return self.problem.benefit_of(int(self.problem.benefit[option]))

    def _with(self, options: Sequence[int]) -> Fraction:
        """Return the price bound with one of some options of a project forced in."""
        return self.result.bounds.price + self.probe.change_in(options)

    def _without(self, project: int) -> Fraction | None:
        """Return the price bound with a project forced out; None where no plan may do without it."""
        return None if self.problem.must[project] else self.result.bounds.price + self.probe.change_out(project)

    def _left_out(self, project: int) -> tuple[Reason, ...]:
        own = self.problem.options_of(project)
        return self._reasons(own, int(self.probe.best[project]), self.fit) or (self._fits_or_not(),)

    def _reasons(self, options: Sequence[int], best: int, fit: Fit) -> tuple[Reason, ...]:
        """Return the reasons why none of some options of a project is in the plan, as the best of them has them."""
        project, look = int(self.problem.option_project[best]), fit.of(best)
        forced = self._with(options)
        firm = Strength.PROVED if forced < self.result.benefit else Strength.EXACT
        found: list[Reason] = []
        if look.rivals:
            found.append(_excluded(look, firm))
        if look.missing:
            start = self.problem.periods[self.problem.option_start[best]]
            detail = f"It needs {_listed(look.missing)} to have started by then."
            found.append(Reason("needs", firm, detail, look.missing, rules=look.unmet, start=start))
        twin = next((p for p in self.twins.get(project, ()) if p in self.chosen and p != project), None)
        if twin is not None:
            found.append(self._tie(project, twin))
        benefit, margin = self._benefit(best), self._margin(best)
        if benefit <= 0:
            found.append(Reason("no_benefit", Strength.EXACT, "Its benefit is not above 0.", benefit=benefit))
        elif margin < -NIL * benefit:
            found.append(self._priced_out(best, forced))
        if look.short:
            rows = "; ".join(str(row) for row in look.short[:2])
            rows += f"; {len(look.short) - 2} more" if len(look.short) > 2 else ""
            found.append(Reason("does_not_fit", Strength.EXACT, f"Added to the plan as it is: {rows}.", (), look.short))
        return tuple(found)

    def _tie(self, project: int, twin: int) -> Reason:
        detail = "Another project is its equal in every number; the published order of ties put that one first."
        places = tuple(tie_order(self.problem, number)[:12] for number in (project, twin))
        return Reason("tie", Strength.EXACT, detail, (self.problem.projects[twin],), about=places)

    def _fits_or_not(self) -> Reason:
        """Return the reason of a project with a benefit that no single row is short for."""
        if self.result.status is Status.OPTIMAL:
            # It would otherwise be in the plan: several rows together stand in its way.
            detail = "Each row has room for it, but no draws, carries and payments keep all of them together."
            return Reason("does_not_fit", Strength.EXACT, detail)
        detail = "No row is short of what it takes; the search ended before it was taken in."
        return Reason("not_reached", Strength.EXACT, detail)

    def _priced_out(self, option: int, forced: Fraction) -> Reason:
        priced = [term for term in self._terms(option) if term.value < 0]
        return Reason(
            "priced_out",
            Strength.PROVED if forced < self.result.benefit else Strength.AT_THESE_PRICES,
            "What it takes of the quotas is worth more to other projects than its benefit.",
            margin=self._margin(option),
            terms=tuple(sorted(priced, key=lambda term: term.value)),
            forced_bound=forced,
        )

    def _later(self, option: int) -> tuple[Reason, ...]:
        """Return why a chosen project does not start earlier, if it has an option that does."""
        problem = self.problem
        own = problem.options_of(int(problem.option_project[option]))
        earlier = [o for o in own if problem.option_start[o] < problem.option_start[option]]
        if not earlier:
            return ()
        best = max(earlier, key=lambda o: (int(self.probe.margin[o]), -o))
        because = self._reasons(earlier, best, Fit(problem, without(problem, self.result.portfolio, option)))
        forced = self._with(earlier)
        start, worse = problem.periods[problem.option_start[best]], self._margin(best) < self._margin(option)
        if forced < self.result.benefit:
            strength = Strength.PROVED
        else:
            strength = Strength.AT_THESE_PRICES if worse and not because else Strength.EXACT
        words = [reason.detail for reason in because] or [_NO_BETTER if worse else _AS_GOOD]
        detail = f"Started in {start}: {' '.join(words)}"
        return (
            Reason(
                "later",
                strength,
                detail,
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


def _excluded(look: Look, firm: Strength) -> Reason:
    verb = "is" if len(look.rivals) == 1 else "are"
    detail = f"At most so many of a set may be chosen, and {_listed(look.rivals)} {verb}."
    rules, places = tuple(look.full), tuple(look.full.values())
    return Reason("excluded_by", firm, detail, look.rivals, rules=rules, places=places)


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
