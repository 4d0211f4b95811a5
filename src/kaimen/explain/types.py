"""What an explanation is made of: reasons with their strength and their numbers, and changes.

Every reason carries, beside a sentence in English, the typed facts that the sentence is made of, so
that it can be said in another language, tabulated or checked. `FACTS` says which facts a code has.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaimen.portfolio import Term
from kaimen.problem import OptionName
from kaimen.quantity import decimal_text

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
    "later": "starts later",
}
"""Reason codes and their short names; `docs/reference/reasons.md` describes each."""

FACTS: dict[str, tuple[str, ...]] = {
    "not_read": ("about",),
    "not_ready": ("about",),
    "not_eligible": ("about",),
    "waived": ("about",),
    "ruled_out": ("about",),
    "excluded_by": ("projects", "rules", "places"),
    "needs": ("projects", "rules", "start"),
    "tie": ("projects", "about"),
    "priced_out": ("margin", "terms", "forced_bound"),
    "does_not_fit": ("short",),
    "no_benefit": ("benefit",),
    "not_reached": (),
    "later": ("start", "margin", "forced_bound", "because"),
}
"""Which fields of a `Reason` each code may fill in; all others are empty or None."""

CHANGES: dict[str, str] = {
    "benefit_up": "benefit up",
    "demand_down": "down",
    "limit_up": "up",
    "rule_loosened": "loosened",
}
"""Kinds of change that may admit a project, and the word for each."""


class Strength(StrEnum):
    """How firm a reason is.

    - exact: it follows from the rows, with the rest of the plan as it is
    - at_these_prices: the margin says so at the published prices, an indication
    - proved: with the project forced in (or out), the price bound falls below the plan's benefit, so no such plan
      is as good (Lagrangian probing)
    - re_solved: found by solving again with the project forced in or out (`kaimen.explain.resolve`)
    """

    EXACT = "exact"
    AT_THESE_PRICES = "at_these_prices"
    PROVED = "proved"
    RE_SOLVED = "re_solved"


@dataclass(frozen=True, slots=True)
class Short:
    """A row that has not enough left: `by` is how much is missing, in the row's unit.

    `kind` is quota, fund or rule; `names` has one name, or those of all funds that could have paid together; `part`
    is the period, or the part of a rule.
    """

    kind: str
    names: tuple[str, ...]
    part: str
    by: Fraction
    unit: str

    @property
    def name(self) -> str:
        """Name and part, as people read them."""
        name = " and ".join(self.names)
        if not self.part:
            return name
        return f"{name} ({self.part})" if self.kind == "rule" else f"{name}, {self.part}"

    def __str__(self) -> str:
        """Return the row and what is missing."""
        return f"{self.name} is short by {decimal_text(self.by)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Change:
    """A change that alone would bring the margin to 0 at these prices, or make the project fit.

    `code` is one of `CHANGES`, `name` the row it is about (empty for the benefit), `by` > 0 in `unit`; `share` is
    `by` as a part of what it is now.
    """

    code: str
    name: str
    by: Fraction
    unit: str
    share: Fraction | None = None

    @property
    def what(self) -> str:
        """The change without its amount."""
        return f"{self.name} {CHANGES[self.code]}".lstrip()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, its strength, a sentence, and the facts it is made of (see `FACTS`).

    Attributes:
        code: one of `REASONS`.
        strength: how firm it is.
        detail: the reason as an English sentence.
        projects: ids: the chosen rivals, the missing prerequisites, or the twin.
        short: the rows that have not enough left.
        about: for a project without an option, what its reason is about (see `kaimen.problem.Barred`); for a tie,
            the places of the project and of its twin in the published order.
        rules: names of the exclusions that are full, or of the prerequisites that do not hold.
        places: for each of the rules of an exclusion, how many of its set may be chosen.
        start: the period by which a prerequisite is missing; or the earlier start that is not taken.
        margin: in benefit; below 0: priced out.
        terms: the priced terms of the margin, the one that takes most first.
        forced_bound: the price bound with the project forced in; below the plan's benefit it is a proof.
        benefit: the benefit that is not above 0.
        because: why a project does not start earlier, as reasons about its best earlier option.
    """

    code: str
    strength: Strength
    detail: str = ""
    projects: tuple[str, ...] = ()
    short: tuple[Short, ...] = ()
    about: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    start: str = ""
    margin: Fraction | None = None
    terms: tuple[Term, ...] = ()
    forced_bound: Fraction | None = None
    benefit: Fraction | None = None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A project's place in the plan.

    Attributes:
        project: its id; `title` as listed.
        chosen: whether it is in the plan.
        option: the option chosen, or else its best at these prices (None: it has none).
        benefit: of that option.
        terms: what it takes; margin = benefit + the sum of the terms' values.
        margin: in benefit.
        reasons: for one left out at least one, ranked; for one chosen empty, or `later` if it could start earlier.
        changes: what would admit it, each alone.
        forced_bound: the price bound with it forced in, or for one chosen with it forced out (None: it has no option,
            or no plan may do without it).
        proved: whether no plan that differs here is as good: that bound is below the plan's benefit, or there is none.
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
    forced_bound: Fraction | None = None
    proved: bool = True
