"""The statement read a second time: plain, slow, row by row, in fractions, from `Library` and `Scenario` alone.

Nothing here knows `kaimen.problem` or `kaimen.portfolio`. A plan is given by names, in the scenario's units;
`broken_rows` says which rows it breaks, `plan_benefit` what it is worth and `price_bound` what no plan exceeds
at given prices (planning.md, "The price list and the proof").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

from kaimen.library import Library, Option, Project
from kaimen.quantity import Amount, Unit
from kaimen.scenario import (
    Exclusion,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Quota,
    Scenario,
    Selection,
    Sense,
    Share,
    Substitution,
    Use,
)

NONE = Fraction(0)
RowKey = tuple[str, str]
"""A quota, fund or rule by name, and its period or part."""
LifeKey = tuple[str, str, str, str]
"""Project, start, site and fund: the row of a fund's share of an option's whole cost."""
Coefficients = dict["Way", Fraction]


@dataclass(frozen=True)
class Plan:
    """A plan by names: start and site by project, draws and carries by quota row, splits by project, period, fund."""

    chosen: Mapping[str, tuple[str, str]]
    draws: Mapping[RowKey, Fraction] = field(default_factory=dict)
    carries: Mapping[RowKey, Fraction] = field(default_factory=dict)
    splits: Mapping[tuple[str, str, str], Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Prices:
    """Benefit per unit of each row, by names."""

    quota: Mapping[RowKey, Fraction]
    fund: Mapping[RowKey, Fraction]
    life: Mapping[LifeKey, Fraction]
    rule: Mapping[RowKey, Fraction]


@dataclass(frozen=True, eq=False)
class Way:
    """An option at a start: demands by resource and period number, costs by period number."""

    project: Project
    option: Option
    start: int
    label: str
    demands: Mapping[tuple[str, int], Fraction]
    cost: Mapping[int, Fraction]
    whole_cost: Fraction

    @property
    def name(self) -> tuple[str, str]:
        """Start and site."""
        return self.label, self.option.site

    @property
    def region(self) -> str:
        """Where it is built."""
        return self.option.site or self.project.region


@dataclass(frozen=True)
class RuleLine:
    """One row of a rule: sum of coefficients of the chosen ways (<=, >=, >, <, =) side."""

    name: str
    part: str
    coefficients: Coefficients
    sense: str
    side: Fraction

    def holds(self, value: Fraction) -> bool:
        """Return whether the left side may have this value."""
        return {
            "<=": value <= self.side,
            "<": value < self.side,
            ">=": value >= self.side,
            ">": value > self.side,
            "=": value == self.side,
        }[self.sense]

    @property
    def loose_side(self) -> Fraction:
        """The right side of the row without `strictly`: one step of the finest unit of its coefficients away."""
        step = Fraction(1, lcm(1, *(value.denominator for value in self.coefficients.values())))
        return self.side + {"<": -step, ">": step}.get(self.sense, NONE)


class Question:
    """A library and a scenario, read."""

    def __init__(self, library: Library, scenario: Scenario) -> None:
        self.library, self.scenario = library, scenario
        self.labels = [period.label for period in scenario.periods]
        self.units = {resource.name: resource.unit for resource in scenario.resources}
        self.running = {r.name for r in scenario.resources if r.use is Use.RUNNING}
        self.quotas = {quota.name: quota for quota in scenario.quotas}
        self.funds = {fund.name: fund for fund in scenario.funds}
        self.projects = [p for p in library.projects if self.takes_project(scenario.consider, p)]
        musts = self._musts(green=False)
        self.must = {p.id for p in library.projects if any(self.takes_project(s, p) for s in musts)}
        self.ways: dict[str, Sequence[Way]] = {project: [] for project in sorted(self.must)}
        self.ways |= {project.id: self._ways_of(project) for project in self.projects}

    def all_ways(self) -> list[Way]:
        """Return every way of every project."""
        return [way for ways in self.ways.values() for way in ways]

    def life_keys(self) -> Iterator[tuple[str, str, str, str]]:
        """Return project, start, site and fund wherever a fund's share of a cost is bounded over the whole time."""
        for way in self.all_ways():
            for fund in self.lawful(way) if self.funds and way.cost else []:
                if fund.over_life:
                    yield (way.project.id, *way.name, fund.name)

    def way(self, project: str, name: tuple[str, str]) -> Way | None:
        """Return a project's way by start and site."""
        return next((way for way in self.ways.get(project, ()) if way.name == name), None)

    def takes(self, selection: Selection, way: Way) -> bool:
        """Return whether a selection takes a way, where it is built and when it starts."""
        started = not selection.starts or way.label in selection.starts
        return started and self._takes_at(selection, way.project, way.region)

    def takes_project(self, selection: Selection, project: Project) -> bool:
        """Return whether a selection takes a project, wherever and whenever it is built."""
        return self._takes_at(selection, project, project.region)

    def _takes_at(self, selection: Selection, project: Project, region: str) -> bool:
        named = not selection.projects or project.id in selection.projects
        return named and all(
            any(self.lies_in(region, value) for value in values)
            if name == "region"
            else any(_matches(_field(project, name), value) for value in values)
            for name, values in selection.where.items()
        )

    def lies_in(self, region: str, place: str) -> bool:
        """Return whether a region is the place or lies in it; a place may be a group of regions."""
        tree = self.scenario.regions
        targets = set(tree.groups[place].members) if place in tree.groups else {place}
        while region:
            if region in targets:
                return True
            region = tree.regions[region].within if region in tree.regions else ""
        return False

    def _musts(self, *, green: bool) -> list[Selection]:
        rules = [rule for rule in self.scenario.rules if isinstance(rule, MustSelect)]
        return [rule.projects for rule in rules if rule.green_channel or not green]

    def _ways_of(self, project: Project) -> list[Way]:
        forbidden = [rule.projects for rule in self.scenario.rules if isinstance(rule, MustNot)]
        if any(self.takes_project(selection, project) for selection in forbidden):
            return []
        ways = [
            self._way(project, option, start)
            for option in project.options
            for start, label in enumerate(self.labels)
            if label in self.scenario.starts
            and (option.starts is None or label in option.starts)
            and self._is_ready(project, start)
        ]
        ways = [way for way in ways if self._is_payable(way)]
        if any(self.takes_project(selection, project) for selection in self._musts(green=True)):
            earliest = min((way.start for way in ways), default=0)
            ways = [way for way in ways if way.start == earliest]
        return ways

    def _is_ready(self, project: Project, start: int) -> bool:
        day = self.scenario.periods[start].start
        met = {c.name for c in project.conditions if c.holds_from is not None and c.holds_from <= day}
        return all(name in met for name in self.scenario.readiness)

    def _is_payable(self, way: Way) -> bool:
        if not self.funds or not way.cost:
            return True
        return sum((fraction(fund.share) for fund in self.lawful(way)), NONE) >= 1

    def lawful(self, way: Way) -> list[Fund]:
        """Return the funds that may bear a way's cost: those the project names (or any), where their rules take it."""
        own = way.project.funds
        return [f for f in self.funds.values() if (not own or f.name in own) and self.takes(f.lawful, way)]

    def _way(self, project: Project, option: Option, start: int) -> Way:
        ends = range(len(self.labels))
        cost = {start + n: amount_in(a, self.scenario.money) for n, a in enumerate(option.cost)}
        demands = {
            (resource, period): self._demand(option, start, resource, period)
            for resource in self.units
            for period in ends
        }
        return Way(
            project=project,
            option=option,
            start=start,
            label=self.labels[start],
            demands=demands,
            cost={period: value for period, value in cost.items() if value and period in ends},
            whole_cost=sum(cost.values(), NONE),
        )

    def _demand(self, option: Option, start: int, resource: str, period: int) -> Fraction:
        return sum(
            (
                amount_in(demand.amount, self.units[resource])
                for demand in option.demands
                if demand.resource == resource
                and (period == start + demand.offset or (demand.running and period > start + demand.offset))
            ),
            NONE,
        )

    def benefit(self, way: Way) -> Fraction:
        """Return the benefit of a way: weighted criteria, times cost or a criterion, its factor, discounted."""
        asked, criteria = self.scenario.benefit, way.project.criteria
        value = sum((fraction(w) * fraction(criteria.get(n, Decimal(0))) for n, w in asked.weights.items()), NONE)
        if asked.times == "cost":
            value *= way.whole_cost
        elif asked.times:
            value *= fraction(criteria.get(asked.times, Decimal(0)))
        for _ in range(way.start):
            value *= 1 - fraction(asked.discount)
        return value * fraction(way.option.benefit)

    # Quotas: rows by name and period.

    @cached_property
    def limits(self) -> dict[RowKey, Fraction]:
        """The limit of every quota row."""
        return {(q.name, p): amount_in(a, self.unit_of(q)) for q in self.quotas.values() for p, a in q.amounts.items()}

    def unit_of(self, quota: Quota) -> Unit:
        """Return the unit in which a quota's amounts are counted."""
        return self.units[quota.resource]

    def demand_on(self, way: Way, row: RowKey) -> Fraction:
        """Return what a way takes of a quota row, negative where it frees."""
        quota = self.quotas[row[0]]
        if quota.is_pool or (quota.region and not self.lies_in(way.region, quota.region)):
            return NONE
        periods = [row[1]] if row[1] != "all" else self.labels
        return sum((way.demands[quota.resource, self.labels.index(period)] for period in periods), NONE)

    def draw_right(self, row: RowKey) -> tuple[RowKey, Fraction] | None:
        """Return the pool row a quota row may draw on and the cap, or None."""
        quota = self.quotas[row[0]]
        if quota.draw is None or row[1] not in self.quotas[quota.draw.pool].amounts:
            return None
        return (quota.draw.pool, row[1]), amount_in(quota.draw.cap, self.unit_of(quota))

    def carry_right(self, row: RowKey) -> tuple[RowKey, Fraction, Fraction] | None:
        """Return the row of the next period, the rate and the cap of a carry out of a quota row, or None."""
        quota = self.quotas[row[0]]
        if quota.carry is None or row[1] not in self.labels[:-1]:
            return None
        following = self.labels[self.labels.index(row[1]) + 1]
        if following not in quota.amounts:
            return None
        return (row[0], following), fraction(quota.carry.rate), amount_in(quota.carry.cap, self.unit_of(quota))

    # Money.

    def fund_limit(self, row: RowKey) -> Fraction:
        """Return what a fund has in a period."""
        amount = self.funds[row[0]].amounts.get(row[1])
        return amount_in(amount, self.scenario.money) if amount is not None else NONE

    # Rules: every row of every rule.

    @cached_property
    def rule_lines(self) -> list[RuleLine]:
        """The rows of all rules over chosen ways (must-select and must-not are not rows)."""
        return list(self._rule_lines())

    def _rule_lines(self) -> Iterator[RuleLine]:
        for rule in self.scenario.rules:
            if isinstance(rule, Limit):
                yield from self._limit(rule)
            elif isinstance(rule, Share):
                yield self._share(rule)
            elif isinstance(rule, Prerequisite):
                yield from self._prerequisite(rule)
            elif isinstance(rule, Exclusion):
                among = {way: Fraction(1) for way in self.all_ways() if self.takes(rule.among, way)}
                yield RuleLine(rule.name, "", among, "<=", Fraction(rule.at_most))
            elif isinstance(rule, Substitution):
                yield from self._substitution(rule)

    def _measured(self, of: str, period: str, over: Selection) -> Coefficients:
        return {way: self._measure(way, of, period) for way in self.all_ways() if self.takes(over, way)}

    def _measure(self, way: Way, of: str, period: str) -> Fraction:
        if of == "count":
            return Fraction(1)
        number = self.labels.index(period) if period else -1
        if of == "cost":
            return way.cost.get(number, NONE) if period else way.whole_cost
        if of not in self.units:
            return fraction(way.project.criteria.get(of, Decimal(0)))
        if period:
            return way.demands[of, number]
        taken = [amount for t in range(len(self.labels)) if (amount := way.demands[of, t])]
        return max(taken, default=NONE) if of in self.running else sum(taken, NONE)

    def _limit(self, rule: Limit) -> Iterator[RuleLine]:
        values = self._measured(rule.of, rule.period, rule.over)
        unit = self.scenario.money if rule.of == "cost" else self.units.get(rule.of)
        bound = amount_in(rule.bound, unit) if unit is not None else fraction(rule.bound.value)
        if rule.sense is Sense.EXACTLY and rule.within:
            room = abs(bound) * fraction(rule.within)
            yield RuleLine(rule.name, "at least", values, ">=", bound - room)
            yield RuleLine(rule.name, "at most", values, "<=", bound + room)
        else:
            sense = {Sense.AT_LEAST: ">=", Sense.AT_MOST: "<=", Sense.EXACTLY: "="}[rule.sense]
            yield RuleLine(rule.name, "", values, sense, bound)

    def _share(self, rule: Share) -> RuleLine:
        whole = self._measured(rule.of, rule.period, rule.whole)
        part = {way: value if self.takes(rule.part, way) else NONE for way, value in whole.items()}
        values = {way: part[way] - fraction(rule.share) * value for way, value in whole.items()}
        sense = {Sense.AT_LEAST: ">", Sense.AT_MOST: "<"}[rule.sense]
        return RuleLine(rule.name, "", values, sense if rule.strictly else sense + "=", NONE)

    def _prerequisite(self, rule: Prerequisite) -> Iterator[RuleLine]:
        mine = self.ways.get(rule.project, [])
        for need in rule.needs:
            theirs = self.ways.get(need, [])
            for start in sorted({way.start for way in mine}):
                values = {way: Fraction(1) for way in mine if way.start <= start}
                values |= {way: Fraction(-1) for way in theirs if way.start <= start}
                yield RuleLine(rule.name, f"{rule.project} needs {need} by {self.labels[start]}", values, "<=", NONE)

    def _substitution(self, rule: Substitution) -> Iterator[RuleLine]:
        for last, label in enumerate(self.labels):
            values: Coefficients = {}
            for way in self.all_ways():
                if self.takes(rule.over, way):
                    amounts = [way.demands[rule.resource, t] for t in range(last + 1)]
                    new, retired = [max(a, NONE) for a in amounts], [max(-a, NONE) for a in amounts]
                    once = rule.resource in self.running
                    taken, freed = (max(new), max(retired)) if once else (sum(new), sum(retired))
                    values[way] = freed - fraction(rule.ratio) * taken
            yield RuleLine(rule.name, label, values, ">=", NONE)


def fraction(value: Decimal) -> Fraction:
    """Return a decimal exactly."""
    return Fraction(value)


def amount_in(amount: Amount, unit: Unit) -> Fraction:
    """Return an amount in another unit of its dimension."""
    assert amount.unit.dimension == unit.dimension
    return Fraction(amount.value) * amount.unit.factor / unit.factor


def _field(project: Project, name: str) -> str:
    own = ("id", "title", "region", "sector", "owner", "ownership", "stage")
    return str(getattr(project, name)) if name in own else project.fields.get(name, "")


def _matches(found: str, value: str) -> bool:
    return found.startswith(value.removesuffix("*")) if value.endswith("*") else found == value


def plan_benefit(question: Question, plan: Plan) -> Fraction:
    """Return the benefit of a plan's ways."""
    return sum((question.benefit(way) for way in _chosen(question, plan)), NONE)


def broken_rows(question: Question, plan: Plan) -> list[str]:
    """Return the rows of the statement that a plan breaks, in words; none where it is a plan."""
    broken = [f"{p} has no option {name}" for p, name in plan.chosen.items() if question.way(p, name) is None]
    broken += [f"{project} must be chosen" for project in sorted(question.must - set(plan.chosen))]
    chosen = _chosen(question, plan)
    broken += _broken_moves(question, plan)
    for row in question.limits:
        broken += _broken_quota(question, plan, row, chosen)
    broken += _broken_splits(question, plan, chosen)
    for line in question.rule_lines:
        value = sum((line.coefficients.get(way, NONE) for way in chosen), NONE)
        if not line.holds(value):
            broken.append(f"rule {line.name} {line.part}: {value} is not {line.sense} {line.side}")
    return broken


def _chosen(question: Question, plan: Plan) -> list[Way]:
    found = [question.way(project, name) for project, name in plan.chosen.items()]
    return [way for way in found if way is not None]


def _broken_moves(question: Question, plan: Plan) -> Iterator[str]:
    rows = question.limits
    for row, amount in plan.draws.items():
        right = question.draw_right(row) if row in rows else None
        if not 0 <= amount <= (right[1] if right else 0):
            yield f"draw of {row}: {amount}"
    for row, amount in plan.carries.items():
        onward = question.carry_right(row) if row in rows else None
        if not 0 <= amount <= (onward[2] if onward else 0):
            yield f"carry of {row}: {amount}"


def _broken_quota(question: Question, plan: Plan, row: RowKey, chosen: Iterable[Way]) -> Iterator[str]:
    demands = [question.demand_on(way, row) for way in chosen]
    drawn_from = carried_in = NONE
    for other in question.limits:
        right, onward = question.draw_right(other), question.carry_right(other)
        if right is not None and right[0] == row:
            drawn_from += plan.draws.get(other, NONE)
        if onward is not None and onward[0] == row:
            carried_in += onward[1] * plan.carries.get(other, NONE)
    own = question.limits[row] + carried_in - drawn_from
    drawn, carried = plan.draws.get(row, NONE), plan.carries.get(row, NONE)
    if sum(demands, NONE) + carried > own + drawn:
        yield f"quota {row}: {sum(demands, NONE)} demanded, {carried} carried on of {own + drawn}"
    left = own - sum((max(amount, NONE) for amount in demands), NONE)
    if carried > max(left, NONE):
        yield f"carry of {row}: {carried} of {left} left without what was drawn or freed"


def _broken_splits(question: Question, plan: Plan, chosen: Iterable[Way]) -> Iterator[str]:
    if not question.funds:
        yield from (f"split {key}: there are no funds" for key, amount in plan.splits.items() if amount)
        return
    allowed: dict[tuple[str, str, str], Fraction] = {}
    for way in chosen:
        project = way.project.id
        for period, due in way.cost.items():
            label = question.labels[period]
            caps = {f.name: due if f.over_life else due * fraction(f.share) for f in question.lawful(way)}
            allowed |= {(project, label, fund): cap for fund, cap in caps.items()}
            paid = sum((plan.splits.get((project, label, fund), NONE) for fund in question.funds), NONE)
            if paid != due:
                yield f"money of {project} in {label}: {paid} is not {due}"
        for fund in (f for f in question.lawful(way) if f.over_life):
            borne = sum((plan.splits.get((project, label, fund.name), NONE) for label in question.labels), NONE)
            if borne > fraction(fund.share) * sum(way.cost.values(), NONE):
                yield f"share of {fund.name} in the whole cost of {project}: {borne}"
    for key, amount in plan.splits.items():
        if not 0 <= amount <= allowed.get(key, NONE):
            yield f"split {key}: {amount} is outside 0 to {allowed.get(key, NONE)}"
    for name in question.funds:
        for label in question.labels:
            used = sum((a for (_, period, fund), a in plan.splits.items() if (period, fund) == (label, name)), NONE)
            if used > question.fund_limit((name, label)):
                yield f"fund {name} in {label}: {used} of {question.fund_limit((name, label))}"


def price_bound(question: Question, prices: Prices) -> Fraction:
    """Return the price bound of planning.md: what no plan can exceed, for prices of the right signs."""
    lines = question.rule_lines
    bound = sum((prices.quota[row] * limit for row, limit in question.limits.items()), NONE)
    bound += sum((price * question.fund_limit(row) for row, price in prices.fund.items()), NONE)
    bound += sum((prices.rule[line.name, line.part] * line.loose_side for line in lines), NONE)
    for project, ways in question.ways.items():
        margins = [margin(question, way, prices, lines) for way in ways]
        bound += max(margins, default=NONE) if project in question.must else max([NONE, *margins])
    for row in question.limits:
        right, onward = question.draw_right(row), question.carry_right(row)
        if right is not None:
            bound += right[1] * max(NONE, prices.quota[row] - prices.quota[right[0]])
        if onward is not None:
            bound += onward[2] * max(NONE, onward[1] * prices.quota[onward[0]] - prices.quota[row])
    return bound


def margin(question: Question, way: Way, prices: Prices, lines: Iterable[RuleLine]) -> Fraction:
    """Return benefit less demands, money and rule terms at the prices."""
    value = question.benefit(way)
    value -= sum((price * question.demand_on(way, row) for row, price in prices.quota.items() if price), NONE)
    value -= sum((prices.rule[line.name, line.part] * line.coefficients.get(way, NONE) for line in lines), NONE)
    if question.funds:
        value -= sum((due * _unit_cost(question, way, period, prices) for period, due in way.cost.items()), NONE)
        whole = sum(way.cost.values(), NONE)
        for fund in question.lawful(way) if way.cost else []:
            if fund.over_life:
                value += fraction(fund.share) * whole * prices.life[way.project.id, *way.name, fund.name]
    return value


def _unit_cost(question: Question, way: Way, period: int, prices: Prices) -> Fraction:
    """Return the least price of one unit of a cost: the cheapest lawful funds first, each up to its share."""
    offers = []
    for fund in question.lawful(way):
        price = prices.fund[fund.name, question.labels[period]]
        if fund.over_life:
            offers.append((price + prices.life[way.project.id, *way.name, fund.name], Fraction(1)))
        else:
            offers.append((price, fraction(fund.share)))
    total, missing = NONE, Fraction(1)
    for price, share in sorted(offers):
        total += price * min(share, missing)
        missing -= min(share, missing)
    assert not missing
    return total
