"""What solving again says, as values; `kaimen.explain.wish` and `kaimen.explain.resolve` find it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kaimen.explain.types import Explanation, Strength
from kaimen.portfolio import Portfolio
from kaimen.problem import OptionName


@dataclass(frozen=True, slots=True)
class Wish:
    """What a wish does to a plan.

    Attributes:
        pinned: ids of projects forced in; `excluded`: forced out.
        base: benefit of the best plan found without the wish, near the plan; more than the plan's own where the search
            for it was not finished.
        benefit: benefit of the best plan found with the wish, over the same free projects (None: none was found).
        bound: what no plan with the wish can exceed: its price bound, exact (None: its relaxation has no solution, so
            there is no such plan).
        portfolio: the plan found with the wish, `base_portfolio` the one without it.
        leaves: projects in the plan without the wish and not in the one with it; `enters`: the reverse.
        moves: projects in both, by id with start without and with the wish.
        free: how many projects were free to change; `whole`: all of them.
        settled: both searches came to their end, so that the loss is exact for these free projects.
    """

    pinned: tuple[str, ...]
    excluded: tuple[str, ...]
    base: Fraction
    benefit: Fraction | None
    bound: Fraction | None
    portfolio: Portfolio | None
    base_portfolio: Portfolio
    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    moves: tuple[tuple[str, str, str], ...]
    free: int
    whole: bool
    settled: bool

    @property
    def loss(self) -> Fraction | None:
        """What the plan loses by the wish, as found (None: no plan with it was found)."""
        return None if self.benefit is None else self.base - self.benefit

    def strength(self, benefit: Fraction) -> Strength:
        """Return how firm the loss of a plan of this benefit is: proved that there is one, or re-solved."""
        proved = self.bound is None or self.bound < benefit
        return Strength.PROVED if proved else Strength.RE_SOLVED

    def least_loss(self, benefit: Fraction) -> Fraction:
        """Return what a plan of this benefit is proved to lose at least; 0 where nothing is proved."""
        return max(benefit - self.bound, Fraction(0)) if self.bound is not None else Fraction(0)


@dataclass(frozen=True, slots=True)
class Forced:
    """One option of a project forced in: benefit of the plan found with it (None: none was found), and its loss."""

    option: OptionName
    benefit: Fraction | None
    loss: Fraction | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A change, checked by solving again.

    `at_prices` is the amount that would be enough at the plan's prices (None: the prices do not say), `enough` the
    least found that admits the project (None: none of those tried, up to `tried`), all in `unit`. Of the benefit and of
    demands `enough` is the least there is over the free projects, to a 128th of what is taken (what a rule counts of a
    demand or cost stays as it is). Of limits it is an amount that does: raising them helps others too. `share` is
    `enough` as a part of what it is now.
    """

    code: str
    name: str
    at_prices: Fraction | None
    enough: Fraction | None
    tried: Fraction
    unit: str
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What solving again says of a project.

    `wish` is the project forced in, or for a chosen one forced out; `options` each of its options forced in; `admits`
    the changes that would admit one left out, empty where it is already in the plan found without the wish.
    """

    explanation: Explanation
    wish: Wish
    options: tuple[Forced, ...]
    admits: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What a row is worth: its marginal price with its interval, and what a step more or less brings.

    Attributes:
        kind: quota, fund or rule.
        name: of the row; `period`: or the part of a rule.
        unit: of the row.
        per_unit: the plan's price, in benefit per unit; `basis`: where it comes from.
        interval: smallest and largest price among the best price lists of the relaxation (None: not known, or there
            is no largest, for the relaxation has no solution with less).
        step: by how much the limit (or a rule's right side) was moved, in `unit`.
        one_more: the change of benefit with a step more, by solving again (None: not found).
        one_less: the change with a step less, usually below 0 (None: not found, or there is less than a step).
        fails: `more` and `less` where no plan was found with a step more or less.
        free: how many projects were free to change; `whole`: all of them.
        settled: all searches came to their end.
    """

    kind: str
    name: str
    period: str
    unit: str
    per_unit: Fraction
    basis: str
    interval: tuple[Fraction | None, Fraction | None]
    step: Fraction
    one_more: Fraction | None
    one_less: Fraction | None
    fails: tuple[str, ...]
    free: int
    whole: bool
    settled: bool

    @property
    def is_lumpy(self) -> bool:
        """Whether a step brings or costs less than half or more than twice what the prices of the interval say."""
        known = [price for price in (*self.interval, self.per_unit) if price is not None]
        low, high = min(known) * self.step, max(known) * self.step
        changes = [self.one_more, None if self.one_less is None else -self.one_less]
        return any(change is not None and not _as_priced(low, high, change) for change in changes)


def _as_priced(low: Fraction, high: Fraction, change: Fraction) -> bool:
    """Return whether a change is within half the lower and twice the upper price."""
    ends = sorted((low / 2, low * 2, high / 2, high * 2))
    return ends[0] <= change <= ends[-1]
