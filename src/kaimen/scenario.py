"""A named question to a library: periods, quotas, funds, rules and what counts as benefit.

Rows of the statement and the types that hold them:

- quota, pool, draw, carry: `Quota` (a pool is a quota that others draw on), `Draw`, `Carry`
- money: `Fund`
- rules: `Limit` (at_least, at_most, exactly), `Share`, `Prerequisite`, `Exclusion`, `MustSelect`
  (also the green channel), `MustNot`, `Substitution`
- benefit: `Benefit`, `ValueFunction`
- costs: `ReferenceClass`

Every quota, fund and rule has a name and may cite a pledge or a passage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum

from kaimen.errors import NOWHERE, Place
from kaimen.evidence import Citation
from kaimen.quantity import UNITS, Amount, Period, Unit
from kaimen.regions import RegionTree

WHOLE = "all"
"""The period of a quota that spans the whole horizon."""

NO_CITATION = Citation()
NO_REGIONS = RegionTree()


class Use(StrEnum):
    """How a resource is taken: `once` (land) or in every period while running (energy)."""

    ONCE = "once"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Resource:
    """What is scarce, the unit its amounts are shown in, and how it is taken."""

    name: str
    unit: Unit
    use: Use = Use.ONCE


@dataclass(frozen=True, slots=True)
class Selection:
    """The projects a rule is about: those whose fields have one of the values given, every field at once.

    `where` maps a field to its values; a region matches what lies in it, and a value that ends in `*` whatever
    begins so. `starts` narrows limits and shares to options that start in those periods. Empty: all projects.
    """

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    projects: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


ALL_PROJECTS = Selection()


@dataclass(frozen=True, slots=True)
class Draw:
    """The right of a quota to take from a pool above it, up to `cap` in each period."""

    pool: str
    cap: Amount


@dataclass(frozen=True, slots=True)
class Carry:
    """The right to move what is left of a period to the next: each unit arrives as `rate` (0 to 1), up to `cap`."""

    rate: Decimal
    cap: Amount


@dataclass(frozen=True, slots=True)
class Quota:
    """A ceiling of a resource for a region by period; as a pool it has no demands but the draws on it.

    `amounts` is keyed by period label, or by `WHOLE` for the whole horizon.
    """

    name: str
    resource: str
    region: str
    amounts: Mapping[str, Amount]
    is_pool: bool = False
    draw: Draw | None = None
    carry: Carry | None = None
    cite: Citation = NO_CITATION
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fund:
    """A source of money: its budget by period and the greatest share of a cost it may bear.

    With `over_life` the share is of an option's whole cost in the horizon, else of its cost in each period.
    `lawful` narrows the projects that may take it, beside what each project says itself.
    """

    name: str
    amounts: Mapping[str, Amount]
    share: Decimal = Decimal(1)
    over_life: bool = False
    lawful: Selection = ALL_PROJECTS
    cite: Citation = NO_CITATION
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    cite: Citation = field(default=NO_CITATION, kw_only=True)
    place: Place = field(default=NOWHERE, kw_only=True)


class Sense(StrEnum):
    """Which way a limit holds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


COUNT, COST = "count", "cost"
"""Measures every rule may use, beside resources and criteria."""


@dataclass(frozen=True, slots=True)
class Limit(_Named):
    """At least, at most or exactly so much of a measure over a selection.

    `of` is `count`, `cost`, a resource or a criterion; `period` narrows costs and demands to one period. An exact
    amount (not a count) needs `within`, the tolerance as a fraction of it.
    """

    sense: Sense
    bound: Amount
    of: str = COUNT
    over: Selection = ALL_PROJECTS
    period: str = ""
    within: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Share(_Named):
    """A part is at least (or, with `sense` at most, at most) the fraction `share` of a whole; `strictly` excludes it.

    The part is taken within the whole: a project outside `whole` never counts.
    """

    share: Decimal
    part: Selection
    whole: Selection = ALL_PROJECTS
    of: str = COUNT
    period: str = ""
    sense: Sense = Sense.AT_LEAST
    strictly: bool = False


@dataclass(frozen=True, slots=True)
class Prerequisite(_Named):
    """Project `project` may start no earlier than each of `needs`, and not without them."""

    project: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion(_Named):
    """At most `at_most` projects of the selection are chosen."""

    among: Selection
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class MustSelect(_Named):
    """Each project of the selection is chosen; on the green channel at its earliest ready start."""

    projects: Selection
    green_channel: bool = False


@dataclass(frozen=True, slots=True)
class MustNot(_Named):
    """No project of the selection is chosen. `waived_by` and `reason` make it a person's waiver."""

    projects: Selection
    waived_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Substitution(_Named):
    """Up to every period, what is retired of a resource is at least `ratio` times what is newly taken.

    Freed amounts (negative demands) are what is retired. A running amount counts once, when it begins.
    """

    resource: str
    ratio: Decimal
    over: Selection = ALL_PROJECTS


Rule = Limit | Share | Prerequisite | Exclusion | MustSelect | MustNot | Substitution

RULE_KINDS: Mapping[str, type[Rule]] = {
    "at_least": Limit,
    "at_most": Limit,
    "exactly": Limit,
    "share": Share,
    "prerequisite": Prerequisite,
    "exclusion": Exclusion,
    "must_select": MustSelect,
    "must_not": MustNot,
    "green_channel": MustSelect,
    "substitution": Substitution,
}
"""The rule kinds as a scenario file names them."""


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """What a criterion is worth: by points with straight lines between them, or by category.

    `points` are pairs of criterion and value, ascending; beyond the first and last the value stays as there.
    `categories` are values by the word that the list says. `missing` is the value where a project says nothing or
    a word that is not listed. Source: Keeney and Raiffa 1976, Decisions with Multiple Objectives, chapter 3.
    """

    points: tuple[tuple[Decimal, Decimal], ...] = ()
    categories: Mapping[str, Decimal] = field(default_factory=dict)
    missing: Decimal = Decimal(0)

    @property
    def lowest(self) -> Decimal:
        """The least value it gives to anything that is said."""
        return min([value for _, value in self.points] or list(self.categories.values()), default=Decimal(0))


class Measure(StrEnum):
    """How benefit is measured: weighted criteria, or money discounted to the first period."""

    WEIGHTS = "weights"
    NET_PRESENT_VALUE = "net_present_value"
    BENEFIT_COST_RATIO = "benefit_cost_ratio"


@dataclass(frozen=True, slots=True)
class Benefit:
    """What the objective adds up: weights on appraised criteria, or a money measure.

    `values` are the value functions of criteria; a criterion without one counts as it stands. `times` multiplies
    the weighted sum by `cost` or by a criterion; `discount` is the part lost with each period that the start moves
    back (0.04 is 4 %).

    For the money measures: `gains` is the money that each unit of a criterion brings in each of `lasts` periods of
    running, which begin when an option's costs end; `rate` is the discount rate per period.
    """

    weights: Mapping[str, Decimal]
    times: str = ""
    discount: Decimal = Decimal(0)
    values: Mapping[str, ValueFunction] = field(default_factory=dict)
    measure: Measure = Measure.WEIGHTS
    gains: Mapping[str, Amount] = field(default_factory=dict)
    lasts: int = 0
    rate: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """Past projects of a kind, and by how much their costs overran: the outside view of an estimate.

    `overruns` are pairs of a level and an overrun, both fractions, ascending: at 0.8, four of five past projects
    overran by no more than this part of their estimate. With a `level` the costs of the projects in `over` are
    raised by the overrun at that level; without one the class only serves for sampling. A project belongs to the
    first class that selects it. Source: Flyvbjerg 2006, Project Management Journal 37(3), 5-15.
    """

    name: str
    overruns: tuple[tuple[Decimal, Decimal], ...]
    over: Selection = ALL_PROJECTS
    level: Decimal | None = None
    cite: Citation = NO_CITATION
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Scenario:
    """A full question. `starts` are the labels of the periods in which projects may start.

    `order` names the criterion of a strict order (smallest first): the plan then takes projects in that order,
    skipping what does not fit, instead of looking for the most benefit. With `synthetic` every paper says that its
    projects and amounts are made up. `names` gives, by language, what papers call a name of the data.
    """

    name: str
    periods: tuple[Period, ...]
    benefit: Benefit
    starts: tuple[str, ...] = ()
    money: Unit = UNITS["yuan"]
    title: str = ""
    resources: tuple[Resource, ...] = ()
    regions: RegionTree = NO_REGIONS
    quotas: tuple[Quota, ...] = ()
    funds: tuple[Fund, ...] = ()
    rules: tuple[Rule, ...] = ()
    readiness: tuple[str, ...] = ()
    consider: Selection = ALL_PROJECTS
    reference_classes: tuple[ReferenceClass, ...] = ()
    order: str = ""
    seed: int = 0
    overrides: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    synthetic: bool = False
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    place: Place = NOWHERE


def selected_by(entry: Fund | Rule) -> list[str]:
    """Return the fields that a fund or a rule selects projects by."""
    parts = (getattr(entry, part.name) for part in fields(entry))
    return [name for part in parts if isinstance(part, Selection) for name in part.where]
