"""Up to four plans side by side: what moved between them, by money and by reason.

Projects are matched by their ids, so that plans of different questions, and of lists of different days,
can be compared. Money is the whole cost of the option chosen, in the money of the first plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.errors import KaimenError
from kaimen.explain.reasons import explain_all
from kaimen.explain.types import Explanation
from kaimen.portfolio import Result
from kaimen.problem import Problem

MOST_PLANS = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One plan: its name, and the whole cost of each option of its problem in the problem's money.

    `left_out` says why each project that is not chosen is not, where that is known already.
    """

    name: str
    problem: Problem
    result: Result
    costs: Sequence[Fraction]
    left_out: Sequence[Explanation] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a plan does with a project: start and site if it is chosen, else the first reason why not."""

    start: str = ""
    site: str = ""
    benefit: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    reason: str = ""
    detail: str = ""

    @property
    def chosen(self) -> bool:
        """Whether the plan has the project."""
        return bool(self.start)


NOT_LISTED = Choice(reason="not_listed", detail="It is not in the list of this plan, or not considered.")


@dataclass(frozen=True, slots=True)
class Move:
    """A project that the plans do not treat alike, with a choice for each plan."""

    project: str
    title: str
    choices: tuple[Choice, ...]

    def kind(self, plan: int) -> str:
        """Return what a plan does beside the first: `in`, `out`, `moved` (another start or site) or `same`."""
        first, other = self.choices[0], self.choices[plan]
        if first.chosen != other.chosen:
            return "in" if other.chosen else "out"
        return "moved" if (first.start, first.site) != (other.start, other.site) else "same"

    @property
    def money(self) -> Fraction:
        """The largest cost that a plan has it at: by this moves are ordered."""
        return max(choice.cost for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side, the moves with most money first."""

    sides: tuple[Side, ...]
    moves: tuple[Move, ...]


def compare(sides: Sequence[Side]) -> Comparison:
    """Return what differs between the first plan and the others.

    Raises:
        KaimenError: fewer than two or more than four plans, or plans in different currencies.
    """
    if not 2 <= len(sides) <= MOST_PLANS:
        raise KaimenError(f"two to {MOST_PLANS} plans are compared, not {len(sides)}")
    if len({side.problem.money_unit.dimension for side in sides}) > 1:
        raise KaimenError("the plans count in different currencies")
    tables = [_choices(side, sides[0].problem) for side in sides]
    titles = {project: title for side in reversed(sides) for project, title in _titles(side)}
    moves = []
    for project, title in sorted(titles.items()):
        choices = tuple(table.get(project, NOT_LISTED) for table in tables)
        if any((c.start, c.site) != (choices[0].start, choices[0].site) for c in choices):
            moves.append(Move(project, title, choices))
    return Comparison(tuple(sides), tuple(sorted(moves, key=lambda move: (-move.money, move.project))))


def _titles(side: Side) -> list[tuple[str, str]]:
    problem = side.problem
    barred = [(entry.project, entry.title) for entry in problem.barred]
    return [*zip(problem.projects, problem.titles, strict=True), *barred]


def _choices(side: Side, first: Problem) -> dict[str, Choice]:
    problem = side.problem
    to_first = problem.money_unit.factor / first.money_unit.factor
    table: dict[str, Choice] = {}
    for option in side.result.portfolio.chosen.tolist():
        name = problem.option_name(option)
        worth = problem.benefit_of(int(problem.benefit[option]))
        table[name.project] = Choice(name.start, name.site, worth, side.costs[option] * to_first)
    for left_out in explain_all(problem, side.result) if side.left_out is None else side.left_out:
        table[left_out.project] = _left_out(left_out)
    return table


def _left_out(explanation: Explanation) -> Choice:
    first = explanation.reasons[0] if explanation.reasons else None
    return Choice(reason=first.code if first else "", detail=first.detail if first else "")
