"""Policies as data: dated rules with their legal reference.

A condition is `Test` (a field of a firm against words or numbers), or `All`, `AnyOf` and `Not` over conditions. What a
firm does not say is not known, and neither is what depends on it alone: conditions follow Kleene's three-valued logic
(Kleene 1952, Introduction to Metamathematics, section 64), so "not known" never entitles and never keeps out.

Numbers are exact fractions in the unit of their field; money is in `PolicyBook.money`. A policy is in force from
`start` (inclusive) to `end` (exclusive; None: until further notice).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as given
from datetime import date
from fractions import Fraction

from kaimen.errors import NOWHERE, Place
from kaimen.quantity import UNITS, Unit

TEXT_FIELDS = ("id", "name", "region", "sector", "ownership", "size")
"""What every firm says of itself, in words."""

LAST_YEAR = "last year"
"""The period of a fact of the calendar year before the day that is asked about."""


@dataclass(frozen=True, slots=True)
class Number:
    """A fact of firms as a field: its unit (None: a bare number), and what counts where a firm does not say it."""

    name: str
    unit: Unit | None = None
    missing: Fraction | None = None
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """A field against words (`one_of`) or numbers (from `low` to `high`, each included unless it is `_open`).

    A word that ends in `*` stands for all that begin so; a region stands for what lies in it. `period` is a label, or
    `LAST_YEAR`, or empty for the last period that has begun.
    """

    __test__ = False  # no test case, whatever pytest thinks of the name

    field: str
    one_of: tuple[str, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    period: str = ""
    place: Place = given(default=NOWHERE, compare=False)

    @property
    def is_text(self) -> bool:
        """Whether it is about words."""
        return bool(self.one_of)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the conditions holds; with none, it holds."""

    of: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the conditions holds."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    of: Condition


Condition = Test | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule stands: the document and its number, the article, its day, and where it was read."""

    document: str = ""
    number: str = ""
    article: str = ""
    day: date | None = None
    source: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it names a document, by title or number, and an article."""
        return bool((self.document or self.number) and self.article)

    def __str__(self) -> str:
        """Return the reference in one line."""
        article = f"article {self.article}" if self.article else ""
        day = self.day.isoformat() if self.day else ""
        return ", ".join(part for part in (self.document, self.number, day, article) if part)


@dataclass(frozen=True, slots=True)
class Tier:
    """From `start` (inclusive, in the unit of the field the tiers go by): an amount of money, or a rate."""

    start: Fraction
    amount: Fraction | None = None
    rate: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """What a firm is due: one of an amount, an amount for each unit of `of`, a rate of the money `of`, or tiers.

    The highest tier that the field `by` reaches gives its amount, or its rate of `of`; with `in_slices` each tier's
    rate is taken of the slice of `by` that lies within the tier, as taxes are. `cap` is the most, in money. What is
    due is rounded down to a hundredth of the currency; it is never below 0.
    """

    amount: Fraction | None = None
    rate: Fraction | None = None
    of: str = ""
    tiers: tuple[Tier, ...] = ()
    by: str = ""
    in_slices: bool = False
    cap: Fraction | None = None
    period: str = ""


class Dated:
    """What is in force from `start` on and before `end` (None: without an end)."""

    __slots__ = ()
    start: date
    end: date | None

    def is_in_force(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Policy(Dated):
    """One version of a policy; versions of one `id` follow one another in time.

    `instead_of` names policies that are not due to a firm to which this one is.
    """

    id: str
    when: All
    grant: Grant
    reference: Reference
    start: date
    end: date | None = None
    title: str = ""
    pool: str = ""
    instead_of: tuple[str, ...] = ()
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AccessLine(Dated):
    """A line of a list of who is kept out: firms for which the conditions hold are kept out of `activity`.

    `policies` are the ids of policies that are not due to them (`*`: none of all).
    """

    id: str
    when: All
    reference: Reference
    start: date
    activity: str
    end: date | None = None
    policies: tuple[str, ...] = ()
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Stacking:
    """How policies add up for one firm: at most `count` of them, those of the most money; at most `amount` in all.

    Of equal amounts, and where the amount is used up, those named first go first.
    """

    name: str
    policies: tuple[str, ...]
    count: int | None = None
    amount: Fraction | None = None
    reference: Reference = given(default_factory=Reference)
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MoneyPool:
    """The money that policies pay from, in all; None: not known."""

    name: str
    amount: Fraction | None = None
    reference: Reference = given(default_factory=Reference)
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Programme:
    """A policy that not all who are due it can have: so many places, so much money, so many places to a region.

    `benefit` is what a unit of each field counts for; the programme takes those firms that together bring most.
    """

    name: str
    policy: str
    benefit: Mapping[str, Fraction]
    count: int | None = None
    amount: Fraction | None = None
    places: Mapping[str, int] = given(default_factory=dict)
    reference: Reference = given(default_factory=Reference)
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Guarantee(Dated):
    """A pool that stands good for a part of loans to the firms for which its conditions hold.

    `amount` is the most it guarantees in all, `cap` for one firm; `fee` is a share a year of what it guarantees.
    """

    id: str
    when: All
    reference: Reference
    start: date
    amount: Fraction
    end: date | None = None
    title: str = ""
    cap: Fraction | None = None
    fee: Fraction = Fraction(0)
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Lender(Dated):
    """What a lender offers to the firms for which its conditions hold: `amount` in all, at `rate` a year.

    A loan is from `smallest` to `largest` (None: no end), both included. `guaranteed` is the part of it that one of
    `guarantees` (empty: any) must stand good for; 0: it lends without.
    """

    id: str
    when: All
    reference: Reference
    start: date
    amount: Fraction
    rate: Fraction
    end: date | None = None
    title: str = ""
    smallest: Fraction = Fraction(0)
    largest: Fraction | None = None
    guaranteed: Fraction = Fraction(0)
    guarantees: tuple[str, ...] = ()
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Financing:
    """A matching of firms that want loans with lenders and guarantees; each firm gets one loan at most.

    `wants`, `least` and `highest` are fields of firms: the loan that is wanted (a firm that says none or 0 wants
    none), the least that helps (not said: all that is wanted), the most it may cost a year, fee included (not said:
    any). `benefit` is what a unit of each field counts for where all that is wanted is lent, and that part of it where
    less is; empty: a unit of money lent counts 1. `cost` is what a unit of money that a loan costs a year counts
    against it.
    `lenders` are the ids of those that take part (empty: all).
    """

    name: str
    wants: str
    least: str = ""
    highest: str = ""
    benefit: Mapping[str, Fraction] = given(default_factory=dict)
    cost: Fraction = Fraction(0)
    lenders: tuple[str, ...] = ()
    place: Place = given(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """The policies of a file with their fields, pools, limits and access lines, each in the order of the file.

    `names` is what titles, fields and other names of the file are called, by language.
    """

    name: str
    money: Unit = UNITS["yuan"]
    fields: tuple[Number, ...] = ()
    pools: tuple[MoneyPool, ...] = ()
    policies: tuple[Policy, ...] = ()
    access: tuple[AccessLine, ...] = ()
    stackings: tuple[Stacking, ...] = ()
    title: str = ""
    synthetic: bool = False
    programmes: tuple[Programme, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    lenders: tuple[Lender, ...] = ()
    financings: tuple[Financing, ...] = ()
    names: Mapping[str, Mapping[str, str]] = given(default_factory=dict)

    def number(self, name: str) -> Number | None:
        """Return the declared field of a name, or None."""
        return next((number for number in self.fields if number.name == name), None)

    def in_force(self, day: date) -> tuple[Policy, ...]:
        """Return the versions that are in force on a day."""
        return tuple(policy for policy in self.policies if policy.is_in_force(day))
