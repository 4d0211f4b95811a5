"""Programmes as questions to the planner: each firm that is due the policy is a project with one way to do it.

It takes one place and what it is due of the subsidy. Quotas are the places of each region and the money; a rule limits
the count. So a programme has what every plan has: a bound, prices, and a reason for everyone who is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from kaimen.errors import KaimenError
from kaimen.library import Demand, Library, Option, Project
from kaimen.policies.entitle import Entitlements, Outcome
from kaimen.policies.grants import PARTS
from kaimen.policies.types import Programme
from kaimen.policies.why import Answer, answers_on
from kaimen.quantity import UNITS, Amount, Period
from kaimen.regions import Region, RegionTree, region_tree
from kaimen.scenario import WHOLE, Benefit, Limit, Quota, Resource, Scenario, Sense

PLACES = UNITS["places"]
MONEY = "subsidy"


@dataclass(frozen=True, slots=True)
class Question:
    """A programme as a library and a scenario; `firms` are the places of its projects among the firms."""

    library: Library
    scenario: Scenario
    firms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A firm that is not due the programme's policy at all, and what the policy comes to for it."""

    firm: str
    answer: Answer

    @property
    def why(self) -> str:
        """Return it as a sentence without a full stop."""
        return self.answer.words


def as_question(programme: Programme, found: Entitlements) -> Question:
    """Return a programme as a question over the firms to which its policy is due.

    Raises:
        KaimenError: the policy is not in force on the day.
    """
    row = _row(programme, found)
    due = [n for n, outcome in enumerate(found.outcome[row].tolist()) if outcome <= Outcome.CUT]
    columns = [(found.columns.figures(name), weight) for name, weight in programme.benefit.items()]
    projects = []
    for at in due:
        firm = found.columns.firms[at]
        worth = sum((weight * (figures.at(at) or 0) for figures, weight in columns), Fraction(0))
        money = Amount(as_decimal(Fraction(int(found.amount[row, at]), PARTS)), found.columns.book.money)
        demands = (Demand("places", Amount(Decimal(1), PLACES)), Demand(MONEY, money))
        fields = {"size": firm.size} if firm.size else {}
        projects.append(
            Project(
                firm.id,
                firm.name,
                firm.region,
                firm.sector,
                ownership=firm.ownership,
                criteria={"benefit": as_decimal(worth)},
                options=(Option(demands),),
                fields=fields,
            )
        )
    library = Library(programme.name, tuple(projects), frozenset({"benefit", "size"}))
    return Question(library, _scenario(programme, found, library), tuple(due))


def refusals(programme: Programme, found: Entitlements) -> list[Refusal]:
    """Return the firms to which the programme's policy is not due, each with why."""
    row = _row(programme, found)
    out = [n for n, outcome in enumerate(found.outcome[row].tolist()) if outcome > Outcome.CUT]
    return [
        Refusal(found.columns.firms[at].id, answer) for at, answer in zip(out, answers_on(found, row, out), strict=True)
    ]


def _row(programme: Programme, found: Entitlements) -> int:
    rows = [row for row, policy in enumerate(found.policies) if policy.id == programme.policy]
    if not rows:
        raise KaimenError(f"the policy {programme.policy} is not in force on {found.columns.day}")
    return rows[0]


def _scenario(programme: Programme, found: Entitlements, library: Library) -> Scenario:
    day, money = found.columns.day, found.columns.book.money
    period = Period(date(day.year, 1, 1), date(day.year + 1, 1, 1), str(day.year))
    cite_place = programme.place
    quotas = [
        Quota(f"places {region}", "places", region, {WHOLE: Amount(Decimal(count), PLACES)}, place=cite_place)
        for region, count in programme.places.items()
    ]
    if programme.amount is not None:
        whole = Amount(as_decimal(programme.amount), money)
        quotas.append(Quota("subsidy pool", MONEY, "", {WHOLE: whole}, place=cite_place))
    count = programme.count
    rules = () if count is None else (Limit("count", Sense.AT_MOST, Amount(Decimal(count), UNITS["projects"])),)
    return Scenario(
        programme.name,
        (period,),
        Benefit({"benefit": Decimal(1)}),
        starts=(period.label,),
        money=money,
        resources=(Resource("places", PLACES), Resource(MONEY, money)),
        regions=_tree(found.columns.regions, {p.region for p in library.projects} | set(programme.places)),
        quotas=tuple(quotas),
        rules=rules,
        synthetic=found.columns.book.synthetic,
        place=cite_place,
    )


def _tree(known: RegionTree, named: set[str]) -> RegionTree:
    """Return the region tree with regions that only firms or the programme name, at its top."""
    more = [Region(name) for name in sorted(named - {""}) if name not in known]
    return region_tree([*known.regions.values(), *more], known.groups.values())[0]


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal, rounded down to six places where it has no exact one."""
    with localcontext() as context:
        context.prec = 60
        return Decimal(value.numerator * 10**6 // value.denominator).scaleb(-6)
