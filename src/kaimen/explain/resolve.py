"""One project's place, found by solving again: what forcing it does, by option too, and what would admit it.

All solves are over the same free projects (see `kaimen.explain.wish`), so that their benefits may be compared. A change
admits a project when the best plan with the change and the project has at least the benefit of the best plan with the
change and without the project.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from kaimen.explain.outcomes import Checked, Forced, Resolved
from kaimen.explain.reasons import explain
from kaimen.explain.types import Explanation
from kaimen.explain.wish import Again, Pair, Say, Work, as_wish
from kaimen.portfolio import Result, Term, bound, option_terms
from kaimen.problem import AT_MOST, Problem
from kaimen.problem.changes import forced_in, forced_out, with_cost, with_demand, with_limit
from kaimen.solve.near import solve_near
from kaimen.solve.search import relaxed_prices

_MOST_ROWS = 2
"""Rows for which a change is looked for: those that weigh most."""

_FINE = 128
"""A change is found to this part of what the project takes, or to the smallest amount counted."""

_RAISES = (Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(2))
"""How much of what the project takes a limit is raised by, until it enters."""


def resolve(
    problem: Problem, result: Result, project: str, work: Work | None = None, say: Say = lambda _: None
) -> Resolved:
    """Return what forcing a project in (or out, if it is chosen) does, and what would admit it.

    Raises:
        KaimenError: the project has no option in this plan.
    """
    again = Again(problem, result, work or Work())
    number = again.number(project)
    own = problem.options_of(number)
    chosen = number in again.chosen
    changed = (forced_out if chosen else forced_in)(problem, own, f"{'without' if chosen else 'with'} {project}")
    prices = relaxed_prices(changed)
    stated = bound(changed, prices) if prices is not None else None
    say(f"solving again {'without' if chosen else 'with'} {project}")
    pair = again.pair_for(changed, [number]) if stated is not None else again.nothing
    pinned, excluded = ((), (project,)) if chosen else ((project,), ())
    wish = as_wish(problem, pair, stated, pinned, excluded)
    explanation = explain(problem, result, project)
    if pair.changed is None:
        return Resolved(explanation, wish, (), ())
    options = tuple(_forced(again, pair, option, say) for option in own) if len(own) > 1 else ()
    inside = project in pair.base.portfolio.projects(problem)
    admits = () if chosen or inside else _Admission(again, pair, number, explanation, say).changes()
    return Resolved(explanation, wish, options, admits)


def _forced(again: Again, pair: Pair, option: int, say: Say) -> Forced:
    name = again.problem.option_name(option)
    if again.work.stopped:
        return Forced(name, None, None)
    say(f"solving again with {name.project} to start in {name.start}{f' on {name.site}' if name.site else ''}")
    found = solve_near(
        forced_in(again.problem, [option], f"with {name.project}"), pair.base.portfolio, pair.free, again.work.rule
    )
    return Forced(name, found.benefit, pair.base.benefit - found.benefit) if found else Forced(name, None, None)


class _Admission:
    """The changes that would admit one project."""

    def __init__(self, again: Again, pair: Pair, number: int, explanation: Explanation, say: Say) -> None:
        self.again, self.pair, self.explanation, self.say = again, pair, explanation, say
        self.problem = again.problem
        self.own = self.problem.options_of(number)
        self.best = next(o for o in pair.changed.portfolio.chosen.tolist() if o in self.own) if pair.changed else 0
        terms = option_terms(self.problem, again.result.prices, self.best, None)
        short = set(again.fit.rows_short(self.best))
        taken = [term for term in terms if term.amount > 0 and (term.value < 0 or self._flat(term) in short)]
        taken.sort(key=lambda term: (term.value, self._flat(term) not in short))
        self.less = [term for term in taken if term.kind in ("quota", "fund")][:_MOST_ROWS]
        self.more = [term for term in taken if self._flat(term) in short and self._has_limit(term)][:_MOST_ROWS]

    def _flat(self, term: Term) -> tuple[str, int]:
        row = term.row
        return term.kind, row if isinstance(row, int) else row[0] * len(self.problem.periods) + row[1]

    def _has_limit(self, term: Term) -> bool:
        """Return whether a row may be given more room: not the row of a prerequisite or an exclusion."""
        if term.kind != "rule":
            return term.kind in ("quota", "fund")
        rule = self.problem.rules[self._flat(term)[1]]
        return rule.sense == AT_MOST and rule.kind not in ("prerequisite", "exclusion")

    def changes(self) -> tuple[Checked, ...]:
        steps: list[Callable[[], Checked]] = [self._benefit]
        if self._loss > 0:  # else another plan as good has it, and no change is needed
            steps += [partial(self._demand, term) for term in self.less]
            steps += [partial(self._limit, term) for term in self.more]
        found = []
        for step in steps:
            checked = step()
            if self.again.work.stopped:
                break
            found.append(checked)
        return tuple(found)

    @property
    def _loss(self) -> Fraction:
        assert self.pair.changed is not None  # noqa: S101 - there is no admission without a plan
        return self.pair.base.benefit - self.pair.changed.benefit

    def _benefit(self) -> Checked:
        """More benefit on all options adds the same to every plan that has the project: the loss is what it takes."""
        enough = self._loss
        now = self.explanation.benefit
        share = enough / now if now > 0 else None
        return Checked("benefit_up", "", self._known("benefit_up", ""), enough, enough, "", share)

    def _known(self, code: str, name: str) -> Fraction | None:
        return next(
            (change.by for change in self.explanation.changes if (change.code, change.name) == (code, name)), None
        )

    def _scale(self, term: Term) -> int:
        kind, row = self._flat(term)
        if kind == "fund":
            return self.problem.money_scale
        return self.problem.quotas[row].scale if kind == "quota" else self.problem.rules[row].scale

    def _demand(self, term: Term) -> Checked:
        known, scale = self._known("demand_down", str(term)), self._scale(term)
        whole = int(term.amount * scale)
        self.say(f"looking for how much less of {term} admits {self.explanation.project}")
        out = self.pair.base.benefit

        def admits(less: int) -> bool:
            changed = forced_in(self._with_less(term, less), self.own, "with it")
            return self._reaches(changed, out)

        enough = _least(admits, whole, max(1, whole // _FINE), _up(known * scale) if known else None)
        amount = None if enough is None else Fraction(enough, scale)
        share = None if amount is None else amount / term.amount
        return Checked("demand_down", str(term), known, amount, term.amount, term.unit, share)

    def _with_less(self, term: Term, less: int) -> Problem:
        if isinstance(term.row, int):
            return with_demand(self.problem, self.own, term.row, less)
        return with_cost(self.problem, self.own, term.row[1], less)

    def _limit(self, term: Term) -> Checked:
        scale, code = self._scale(term), "rule_loosened" if term.kind == "rule" else "limit_up"
        whole = int(term.amount * scale)
        self.say(f"looking for how much more of {term} for all admits {self.explanation.project}")

        def admits(more: int) -> bool:
            raised = with_limit(self.problem, term.kind, term.row, more)
            out = solve_near(
                forced_out(raised, self.own, "without it"),
                self.pair.base.portfolio,
                self.pair.free,
                self.again.work.rule,
            )
            return out is not None and self._reaches(forced_in(raised, self.own, "with it"), out.benefit)

        first, before = None, 0
        for more in sorted({max(1, _up(whole * part)) for part in _RAISES}):
            if self.again.work.stopped or admits(more):
                first = more
                break
            before = more
        if first is not None:
            first = _between(admits, before, first, max(1, whole // 16))
        now, amount = self._now(term), None if first is None else Fraction(first, scale)
        share = amount / now if amount is not None and now > 0 else None
        tried = Fraction(max(1, _up(whole * _RAISES[-1])), scale)
        return Checked(code, str(term), self._known(code, str(term)), amount, tried, term.unit, share)

    def _now(self, term: Term) -> Fraction:
        field = {"quota": self.problem.limit, "fund": self.problem.fund_limit, "rule": self.problem.rule_side}[
            term.kind
        ]
        return Fraction(int(field[term.row]), self._scale(term))

    def _reaches(self, changed: Problem, target: Fraction) -> bool:
        pair = self.pair
        assert pair.changed is not None  # noqa: S101 - there is no admission without a plan
        found = solve_near(changed, pair.changed.portfolio, pair.free, self.again.work.rule, target)
        return found is not None and found.benefit >= target


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _least(admits: Callable[[int], bool], most: int, step: int, guess: int | None) -> int | None:
    """Return the least amount that admits, to a step; None: not even the most. More admits where less does."""
    if not admits(most):
        return None
    if guess is not None and 0 < guess < most:
        low, high = (0, guess) if admits(guess) else (guess, most)
        return _between(admits, low, high, step)
    return _between(admits, 0, most, step)


def _between(admits: Callable[[int], bool], low: int, high: int, step: int) -> int:
    """Return an amount that admits, no more than a step above one that does not (or above `low`)."""
    while high - low > step:
        middle = (low + high) // 2
        low, high = (low, middle) if admits(middle) else (middle, high)
    return high
