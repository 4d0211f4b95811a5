"""The shape of a policy file: what keys there are and what kind of value each takes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kaimen.formats.scenario_schema import AmountText, Name, NameTables, Strict, Text, Texts, Whole


def _as_document(value: object) -> object:
    return {"document": value} if isinstance(value, str) else value


class ReferenceTable(Strict):
    """Where a rule stands."""

    document: str = ""
    number: Text = ""
    article: Text = ""
    date: Any = None
    source: str = ""


Rests = Annotated[ReferenceTable, BeforeValidator(_as_document)]


class FieldTable(Strict):
    """A fact of firms: its unit, and what counts where a firm does not say it."""

    unit: str = ""
    missing: Text = ""


class TierTable(Strict):
    """From where on a tier holds, and what it gives."""

    start: Text
    amount: AmountText = ""
    rate: Text = ""


class GrantTable(Strict):
    """What a policy gives."""

    amount: AmountText = ""
    rate: Text = ""
    of: str = ""
    each: str = ""
    period: Text = ""
    cap: AmountText = ""
    by: str = ""
    tiers: list[TierTable] = Field(default_factory=list)
    slices: Annotated[bool, Field(strict=True)] = False


class PolicyTable(Strict):
    """One version of a policy."""

    id: Name
    title: str = ""
    start: Any
    end: Any = None
    cite: Rests = Field(default_factory=ReferenceTable)
    when: list[Any] = Field(default_factory=list)
    grant: GrantTable
    pool: str = ""
    instead_of: Texts = Field(default_factory=list)


class AccessTable(Strict):
    """A line of who is kept out."""

    id: Name
    activity: Name
    start: Any
    end: Any = None
    cite: Rests = Field(default_factory=ReferenceTable)
    when: list[Any]
    policies: Texts = Field(default_factory=list)


class StackingTable(Strict):
    """How policies add up."""

    name: Name
    policies: Texts
    count: Annotated[Whole, Field(ge=1)] | None = None
    amount: AmountText = ""
    cite: Rests = Field(default_factory=ReferenceTable)


class MoneyPoolTable(Strict):
    """The money that policies pay from."""

    name: Name
    amount: AmountText = ""
    cite: Rests = Field(default_factory=ReferenceTable)


class ProgrammeTable(Strict):
    """A policy with places, money and places to a region."""

    name: Name
    policy: Name
    benefit: dict[str, Text] = Field(min_length=1)
    count: Annotated[Whole, Field(ge=0)] | None = None
    amount: AmountText = ""
    places: dict[str, Annotated[Whole, Field(ge=0)]] = Field(default_factory=dict)
    cite: Rests = Field(default_factory=ReferenceTable)


class GuaranteeTable(Strict):
    """A pool that stands good for a part of loans."""

    id: Name
    title: str = ""
    start: Any
    end: Any = None
    cite: Rests = Field(default_factory=ReferenceTable)
    when: list[Any] = Field(default_factory=list)
    amount: AmountText
    cap: AmountText = ""
    fee: Text = "0"


class LenderTable(Strict):
    """What a lender lends, to whom, and at what rate."""

    id: Name
    title: str = ""
    start: Any
    end: Any = None
    cite: Rests = Field(default_factory=ReferenceTable)
    when: list[Any] = Field(default_factory=list)
    amount: AmountText
    rate: Text
    smallest: AmountText = ""
    largest: AmountText = ""
    guaranteed: Text = "0"
    guarantees: Texts = Field(default_factory=list)


class FinancingTable(Strict):
    """A matching of firms that want loans with those who lend."""

    name: Name
    wants: Name
    least: str = ""
    highest: str = ""
    lenders: Texts = Field(default_factory=list)
    benefit: dict[str, Text] = Field(default_factory=dict)
    cost: Text = ""


class BookTable(Strict):
    """The top of a policy file."""

    name: Name
    title: str = ""
    money: str = "yuan"
    synthetic: Annotated[bool, Field(strict=True)] = False
    names: NameTables = Field(default_factory=NameTables)


CONDITION_KEYS = (
    "field",
    "period",
    "is",
    "one_of",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "between",
    "all",
    "any",
    "not",
)
"""The keys of a condition."""
