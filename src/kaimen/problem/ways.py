"""The ways a project can be done: its options in each start period and on each site, if ready and allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kaimen.errors import Finding
from kaimen.library import Library, Option, Project
from kaimen.problem.overruns import uplift
from kaimen.problem.types import Barred
from kaimen.quantity import Amount, Unit
from kaimen.scenario import COST, COUNT, MustNot, MustSelect, ReferenceClass, Resource, Scenario, Selection, Use

PROJECT_FIELDS = frozenset({"id", "title", "region", "sector", "owner", "ownership", "stage"})


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """An option with its start: what it takes by period of the horizon, in the units people see.

    `demands` is keyed by resource and period index; `cost` has an entry for each period of the horizon in which
    money is due; `spending` is by period from the start, and counts periods beyond the horizon too, as does its
    sum `whole_cost`. Costs are after the uplift of the project's reference class.
    """

    project: Project
    option: Option
    start: int
    start_label: str
    site: str
    region: str
    demands: Mapping[tuple[str, int], Fraction]
    cost: Mapping[int, Fraction]
    spending: tuple[Fraction, ...]
    whole_cost: Fraction

    def measure(self, of: str, period: int | None, uses: Mapping[str, Use]) -> Fraction:
        """Return how much of a measure this way has: 1, its cost, a demand or a criterion.

        A demand without a period is the sum over the horizon of what is taken once, and of what is running the most
        taken in a period, among those in which any is taken or freed.
        """
        if of == COUNT:
            return Fraction(1)
        if of == COST:
            return self.whole_cost if period is None else self.cost.get(period, Fraction(0))
        if of not in uses:
            return Fraction(self.project.criteria.get(of, 0))
        if period is not None:
            return self.demands.get((of, period), Fraction(0))
        amounts = [amount for (resource, _), amount in self.demands.items() if resource == of and amount]
        if uses[of] is Use.ONCE:
            return sum(amounts, Fraction(0))
        return max(amounts, default=Fraction(0))


def selects(selection: Selection, way: Way, scenario: Scenario) -> bool:
    """Return whether a selection takes this way (its region is the site's where there is one)."""
    if selection.starts and way.start_label not in selection.starts:
        return False
    return selects_project(selection, way.project, scenario, way.region)


def selects_project(selection: Selection, project: Project, scenario: Scenario, region: str = "") -> bool:
    """Return whether a selection takes this project, whatever it starts."""
    if selection.projects and project.id not in selection.projects:
        return False
    for name, values in selection.where.items():
        if name == "region":
            place = region or project.region
            if not any(scenario.regions.covers(value, place) for value in values):
                return False
        elif not any(_alike(value, project.value_of(name)) for value in values):
            return False
    return True


def class_of(project: Project, scenario: Scenario) -> ReferenceClass | None:
    """Return the first reference class that selects a project, or None."""
    return next((c for c in scenario.reference_classes if selects_project(c.over, project, scenario)), None)


def _alike(value: str, found: str) -> bool:
    return found.startswith(value[:-1]) if value.endswith("*") else found == value


def expand(
    library: Library, scenario: Scenario, findings: list[Finding]
) -> tuple[list[Way], list[Barred], frozenset[str]]:
    """Return every way, sorted by project and start; the projects without one; and those that must be selected."""
    must, green = _wanted(library, scenario)
    ways: list[Way] = []
    barred: list[Barred] = []
    for project in sorted(library.projects, key=lambda project: project.id):
        if not selects_project(scenario.consider, project, scenario):
            if project.id in must:
                outside = Barred(project.id, project.title, "ruled_out", "the scenario does not consider it.")
                findings.append(_cannot_be_selected(project, outside))
            continue
        found, why = _ways_of(project, scenario, findings)
        if project.id in green and found:
            first = min(way.start for way in found)
            found = [way for way in found if way.start == first]
        ways += found
        if why is not None and not found:
            barred.append(why)
            if project.id in must:
                findings.append(_cannot_be_selected(project, why))
    return ways, barred, must


def _wanted(library: Library, scenario: Scenario) -> tuple[frozenset[str], frozenset[str]]:
    must: set[str] = set()
    green: set[str] = set()
    for rule in scenario.rules:
        if isinstance(rule, MustSelect):
            chosen = {p.id for p in library.projects if selects_project(rule.projects, p, scenario)}
            must |= chosen
            green |= chosen if rule.green_channel else set()
    return frozenset(must), frozenset(green)


def _cannot_be_selected(project: Project, why: Barred) -> Finding:
    what = f'Project "{project.id}" must be in the portfolio but cannot be: {why.detail}'
    return Finding("E503", what, project.place, fix="Make it possible, or take the project out of the rule.")


def _ways_of(project: Project, scenario: Scenario, findings: list[Finding]) -> tuple[list[Way], Barred | None]:
    refusal = _refusal(project, scenario)
    if refusal is not None:
        return [], refusal
    unknown = [
        place
        for place in (project.region, *(o.site for o in project.options))
        if place and place not in scenario.regions
    ]
    if unknown:
        findings.append(_unknown_region(project, unknown[0], scenario))
        detail = f'Its region "{unknown[0]}" is not known.'
        return [], Barred(project.id, project.title, "not_read", detail, (unknown[0],))
    money = _Converter(scenario, project, findings)
    ways: list[Way] = []
    missing: list[str] = []
    seen: set[tuple[int, str]] = set()
    for option in project.options:
        for start, period in enumerate(scenario.periods):
            allowed = scenario.starts if option.starts is None else option.starts
            if period.label not in allowed or period.label not in scenario.starts:
                continue
            unready = [name for name in scenario.readiness if not project.has_condition(name, period.start)]
            if unready:
                missing += unready
                continue
            way = _way(project, option, start, scenario, money)
            if way is not None and (start, option.site) in seen:
                findings.append(_same_name(way))
            elif way is not None:
                seen.add((start, option.site))
                ways.append(way)
    return _fundable(project, ways, missing, scenario, money.broken)


def _unknown_region(project: Project, region: str, scenario: Scenario) -> Finding:
    known = sorted(scenario.regions.regions)
    expected = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
    what = f'The region of project "{project.id}" is not in the scenario; the project is left out.'
    fix = "Correct it in the list, or add the region to the scenario."
    return Finding("E307", what, project.place, expected, f'"{region}"', fix)


def _same_name(way: Way) -> Finding:
    what = f'Project "{way.project.id}" has two options that start in {way.start_label} on the same site.'
    fix = "Give them different starts or sites; the second is left out."
    return Finding("E306", what, way.project.place, fix=fix)


def _fundable(
    project: Project, ways: list[Way], missing: list[str], scenario: Scenario, broken: bool
) -> tuple[list[Way], Barred | None]:
    if ways and scenario.funds:
        payable = [way for way in ways if not way.cost or can_be_paid(way, scenario)]
        if not payable:
            detail = _no_fund(project, scenario)
            return [], Barred(project.id, project.title, "not_eligible", detail, tuple(project.funds))
        return payable, None
    if ways:
        return ways, None
    if broken:
        return [], Barred(
            project.id, project.title, "not_read", "An amount of its row could not be used; see the findings."
        )
    if missing:
        unmet = tuple(dict.fromkeys(missing))
        detail = f"Not ready in any start period: {', '.join(unmet)}."
        return [], Barred(project.id, project.title, "not_ready", detail, unmet)
    return [], Barred(
        project.id, project.title, "not_ready", "None of its start periods lies in those of the scenario."
    )


def lawful_funds(way: Way, scenario: Scenario) -> list[int]:
    """Return the indices of the funds a way may take money from: the project's own list within the fund's rules."""
    return [
        number
        for number, fund in enumerate(scenario.funds)
        if (not way.project.funds or fund.name in way.project.funds) and selects(fund.lawful, way, scenario)
    ]


def can_be_paid(way: Way, scenario: Scenario) -> bool:
    """Return whether the lawful funds' shares add up to the whole cost."""
    shares = [Fraction(scenario.funds[number].share) for number in lawful_funds(way, scenario)]
    return sum(shares, Fraction(0)) >= 1


def _no_fund(project: Project, scenario: Scenario) -> str:
    named = ", ".join(project.funds) or "none named in the list"
    known = ", ".join(fund.name for fund in scenario.funds)
    return f"The funds it may lawfully take ({named}) cannot bear its whole cost; the scenario has {known}."


def _refusal(project: Project, scenario: Scenario) -> Barred | None:
    for rule in scenario.rules:
        if isinstance(rule, MustNot) and selects_project(rule.projects, project, scenario):
            if rule.waived_by:
                detail = f"Waived by {rule.waived_by}: {rule.reason or 'no reason given'}."
                return Barred(project.id, project.title, "waived", detail, (rule.waived_by, rule.reason))
            return Barred(project.id, project.title, "ruled_out", f'Ruled out by "{rule.name}".', (rule.name,))
    return None


class _Converter:
    """Amounts of one project in the scenario's units; a unit of the wrong kind is a finding, once."""

    def __init__(self, scenario: Scenario, project: Project, findings: list[Finding]) -> None:
        self.resources: dict[str, Resource] = {resource.name: resource for resource in scenario.resources}
        self.money = scenario.money
        self.uplift = uplift(class_of(project, scenario))
        self.project = project
        self.findings = findings
        self.broken = False
        self._told: set[tuple[Amount, str]] = set()

    def resource(self, name: str, amount: Amount) -> Fraction | None:
        """Return the amount in the resource's unit; 0 for a resource the scenario does not speak of."""
        resource = self.resources.get(name)
        return Fraction(0) if resource is None else self._in(amount, resource.unit, name)

    def cost(self, amount: Amount) -> Fraction | None:
        """Return the amount in the scenario's money, raised by the overrun of the project's reference class."""
        estimate = self._in(amount, self.money, "cost")
        return estimate if estimate is None or self.uplift == 1 else estimate * self.uplift

    def _in(self, amount: Amount, unit: Unit, name: str) -> Fraction | None:
        if amount.unit.dimension == unit.dimension:
            return amount.measured_in(unit)
        self.broken = True
        if (amount, unit.code) in self._told:
            return None
        self._told.add((amount, unit.code))
        what = f'The {name} of project "{self.project.id}" is in a unit that cannot be turned into {unit}.'
        fix = "Correct the unit in the list or its mapping, or the unit in the scenario."
        self.findings.append(Finding("E304", what, self.project.place, f"a unit of {unit.dimension}", f"{amount}", fix))
        return None


def _way(project: Project, option: Option, start: int, scenario: Scenario, units: _Converter) -> Way | None:
    horizon = len(scenario.periods)
    demands: dict[tuple[str, int], Fraction] = {}
    for demand in option.demands:
        value = units.resource(demand.resource, demand.amount)
        if value is None:
            return None
        first = start + demand.offset
        for period in range(first, horizon if demand.running else min(first + 1, horizon)):
            key = (demand.resource, period)
            demands[key] = demands[key] + value if key in demands else value
    cost = [units.cost(amount) for amount in option.cost]
    if any(value is None for value in cost):
        return None
    values = [value or Fraction(0) for value in cost]
    return Way(
        project=project,
        option=option,
        start=start,
        start_label=scenario.periods[start].label,
        site=option.site,
        region=option.site or project.region,
        demands=demands,
        cost={start + offset: value for offset, value in enumerate(values) if value and start + offset < horizon},
        spending=tuple(values),
        whole_cost=sum(values[1:], values[0]) if values else Fraction(0),
    )


Matcher = Callable[[Way], bool]


def matcher(selection: Selection, scenario: Scenario) -> Matcher:
    """Return a test of a selection that remembers what it found out about each project and region."""
    known: dict[tuple[str, str], bool] = {}

    def matches(way: Way) -> bool:
        if selection.starts and way.start_label not in selection.starts:
            return False
        key = (way.project.id, way.region)
        if key not in known:
            known[key] = selects_project(selection, way.project, scenario, way.region)
        return known[key]

    return matches
