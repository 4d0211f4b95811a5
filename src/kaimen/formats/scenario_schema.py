"""The shape of a scenario file: what keys there are and what kind of value each takes.

Amounts are text with a unit ("1,200 mu"), so that no number is read as binary floating point.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from kaimen.formats.scenario_faults import NOT_TEXT


class Strict(BaseModel):
    """A table in which every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else value


def _as_text(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LONGEST:
        return f"{value:f}"
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _only_text(value: object) -> object:
    for part in value.values() if isinstance(value, dict) else (value,):
        if not isinstance(part, str):
            raise PydanticCustomError(NOT_TEXT, "an amount is text", {"value": part})
    return value


def _as_note(value: object) -> object:
    return {"note": value} if isinstance(value, str) else value


_LONGEST = 40
"""Digits up to which a number is written out."""

Name = Annotated[str, Field(min_length=1)]
Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[list[Text], BeforeValidator(_as_list)]
Where = dict[str, Texts]
Whole = Annotated[int, Field(strict=True)]
AmountText = Annotated[str, BeforeValidator(_only_text)]
Amounts = Annotated[str | dict[str, str], BeforeValidator(_only_text)]


class CitationTable(Strict):
    """What a quota or rule rests on."""

    pledge: str = ""
    document: str = ""
    start: Whole = 0
    end: Whole = 0
    quote: str = ""
    note: str = ""


Cite = Annotated[CitationTable, BeforeValidator(_as_note)]


class PeriodTable(Strict):
    """A period with its own label; `start` is its first day, `end` the day after its last."""

    label: Annotated[Text, Field(min_length=1)]
    start: Any
    end: Any


class ResourceTable(Strict):
    """A resource: the unit shown, and how it is taken."""

    unit: Name
    use: Literal["once", "running"] = "once"


class RegionTable(Strict):
    """A region and the one it lies in."""

    id: Name
    within: str = ""
    level: str = ""
    name: str = ""
    tile: tuple[Whole, Whole] | None = None


class RegionGroupTable(Strict):
    """A named set of regions."""

    id: Name
    regions: Texts
    name: str = ""


class CarryTable(Strict):
    """How what is left moves to the next period."""

    rate: Text = "100 %"
    at_most: AmountText


class QuotaTable(Strict):
    """A quota or a pool."""

    name: Name
    resource: Name
    region: str = ""
    amount: Amounts
    pool: str = ""
    draw_at_most: AmountText = ""
    carry: CarryTable | None = None
    cite: Cite = Field(default_factory=CitationTable)


class FundTable(Strict):
    """A source of money."""

    name: Name
    amount: Amounts
    share: Text = "100 %"
    over: Literal["period", "life"] = "period"
    lawful: Where = Field(default_factory=dict)
    cite: Cite = Field(default_factory=CitationTable)


class ValueTable(Strict):
    """A value function: points or categories."""

    points: dict[str, Text] = Field(default_factory=dict)
    categories: dict[str, Text] = Field(default_factory=dict)
    missing: Text = ""


class BenefitTable(Strict):
    """What the objective adds up; `MEASURE_KEYS` says which keys each measure takes."""

    measure: Literal["weights", "net_present_value", "benefit_cost_ratio"] = "weights"
    weights: dict[str, Text] = Field(default_factory=dict)
    value: dict[str, Any] = Field(default_factory=dict)
    times: str = ""
    discount: Text = "0 %"
    gains: dict[str, AmountText] = Field(default_factory=dict)
    lasts: Annotated[Whole, Field(ge=0)] = 0
    rate: Text = "0 %"


_MONEY = frozenset({"measure", "gains", "lasts", "rate"})
MEASURE_KEYS: dict[str, frozenset[str]] = {
    "weights": frozenset({"measure", "weights", "value", "times", "discount"}),
    "net_present_value": _MONEY,
    "benefit_cost_ratio": _MONEY,
}
"""The keys of `[benefit]` that go with each measure."""


class ReferenceClassTable(Strict):
    """A reference class of past projects and their overruns."""

    name: Name
    where: Where = Field(default_factory=dict)
    overrun: dict[str, Text]
    level: Text = ""
    cite: Cite = Field(default_factory=CitationTable)


class RuleTable(Strict):
    """A rule of any kind; `RULE_KEYS` says which keys each kind takes beside the common ones."""

    kind: str
    name: str = ""
    cite: Cite = Field(default_factory=CitationTable)
    where: Where = Field(default_factory=dict)
    projects: Texts = Field(default_factory=list)
    starts: Texts = Field(default_factory=list)
    count: Annotated[Whole, Field(ge=0)] | None = None
    amount: AmountText = ""
    of: str = ""
    period: Text = ""
    within: Text = ""
    part: Where = Field(default_factory=dict)
    at_least: Text = ""
    more_than: Text = ""
    at_most: Text = ""
    less_than: Text = ""
    project: Text = ""
    needs: Texts = Field(default_factory=list)
    waived_by: str = ""
    reason: str = ""
    resource: str = ""
    ratio: Text = ""


_SELECTION = frozenset({"where", "projects", "starts"})
_LIMIT = _SELECTION | {"count", "amount", "of", "period"}
RULE_KEYS: dict[str, frozenset[str]] = {
    "at_least": _LIMIT,
    "at_most": _LIMIT,
    "exactly": _LIMIT | {"within"},
    "share": _SELECTION | {"part", "at_least", "more_than", "at_most", "less_than", "of", "period"},
    "prerequisite": frozenset({"project", "needs"}),
    "exclusion": _SELECTION | {"at_most"},
    "must_select": frozenset({"where", "projects"}),
    "must_not": frozenset({"where", "projects", "waived_by", "reason"}),
    "green_channel": frozenset({"where", "projects"}),
    "substitution": _SELECTION | {"resource", "ratio"},
}
"""The keys each kind of rule takes beside `kind`, `name` and `cite`."""


class NameTables(Strict):
    """What papers in a language call a name of the data."""

    en: dict[str, str] = Field(default_factory=dict)
    zh: dict[str, str] = Field(default_factory=dict)


class ScenarioTable(Strict):
    """The top of a scenario file; its lists of tables are validated one by one."""

    name: Name
    title: str = ""
    library: str = ""
    mapping: str = ""
    pledges: str = ""
    periods: Annotated[list[Any], BeforeValidator(_as_list)] = Field(default_factory=list)
    starts: Texts = Field(default_factory=list)
    money: str = "yuan"
    readiness: Texts = Field(default_factory=list)
    consider: Where = Field(default_factory=dict)
    order: str = ""
    seed: Whole = 0
    synthetic: Annotated[bool, Field(strict=True)] = False
    names: NameTables = Field(default_factory=NameTables)
