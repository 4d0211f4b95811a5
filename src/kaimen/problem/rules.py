"""Rule rows: each kind of rule as one or more rows over the options."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from kaimen.errors import Finding
from kaimen.library import Library
from kaimen.problem.types import AT_LEAST, AT_MOST, EQUAL, RuleRow, Terms, terms_of
from kaimen.problem.ways import PROJECT_FIELDS, Way, matcher
from kaimen.scenario import (
    COST,
    COUNT,
    Exclusion,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Rule,
    Scenario,
    Selection,
    Sense,
    Share,
    Substitution,
    Use,
)

_SENSES = {Sense.AT_LEAST: AT_LEAST, Sense.AT_MOST: AT_MOST, Sense.EXACTLY: EQUAL}


@dataclass(frozen=True, slots=True)
class RuleRows:
    """The rule part of a problem, as plain integers."""

    rows: tuple[RuleRow, ...]
    terms: Terms
    side: list[int]
    sums: list[int]


@dataclass(frozen=True, slots=True)
class _Row:
    rule: Rule
    kind: str
    part: str
    sense: int
    unit: str
    coefficients: Mapping[int, Fraction]
    side: Fraction


@dataclass(frozen=True, slots=True)
class _Context:
    ways: Sequence[Way]
    library: Library
    scenario: Scenario
    findings: list[Finding]

    @property
    def uses(self) -> Mapping[str, Use]:
        return {resource.name: resource.use for resource in self.scenario.resources}

    def columns(self, selection: Selection) -> list[int]:
        matches = matcher(selection, self.scenario)
        return [column for column, way in enumerate(self.ways) if matches(way)]

    def period(self, label: str) -> int | None:
        labels = [period.label for period in self.scenario.periods]
        return labels.index(label) if label else None

    def measure(self, of: str, label: str, columns: Sequence[int]) -> dict[int, Fraction]:
        period, uses = self.period(label), self.uses
        return {column: self.ways[column].measure(of, period, uses) for column in columns}


def compile_rules(ways: Sequence[Way], library: Library, scenario: Scenario, findings: list[Finding]) -> RuleRows:
    """Return the rows of a scenario's rules over these ways (a column each)."""
    context = _Context(ways, library, scenario, findings)
    circle = _circle(scenario)
    rows: list[_Row] = []
    for rule in scenario.rules:
        faults = _faults(rule, context)
        if isinstance(rule, Prerequisite) and rule.name in circle:
            faults.append(_circular(rule, circle))
        findings += faults
        if not faults:
            rows += _COMPILERS[type(rule)](rule, context)
    return _scaled(rows)


def _limit(rule: Limit, context: _Context) -> list[_Row]:
    unit, bound = _bound(rule, context)
    if bound is None:
        return []
    coefficients = context.measure(rule.of, rule.period, context.columns(rule.over))
    _remark_if_empty(rule, coefficients, context)
    row = _Row(rule, rule.sense, "", _SENSES[rule.sense], unit, coefficients, bound)
    if rule.sense is not Sense.EXACTLY or not rule.within:
        return [row]
    slack = abs(bound) * Fraction(rule.within)
    return [
        replace(row, part="at least", sense=AT_LEAST, side=bound - slack),
        replace(row, part="at most", sense=AT_MOST, side=bound + slack),
    ]


def _units(context: _Context) -> dict[str, str]:
    """Return the unit that each measure is shown in; a count and a criterion have none."""
    return {COST: str(context.scenario.money), **{r.name: str(r.unit) for r in context.scenario.resources}}


def _bound(rule: Limit, context: _Context) -> tuple[str, Fraction | None]:
    units = {resource.name: resource.unit for resource in context.scenario.resources}
    if rule.of == COUNT:
        return "", Fraction(rule.bound.value)
    unit = context.scenario.money if rule.of == COST else units.get(rule.of)
    if unit is None:
        return rule.bound.unit.code, Fraction(rule.bound.value)
    if rule.bound.unit.dimension != unit.dimension:
        what = f'Rule "{rule.name}" has a bound in a unit that "{rule.of}" is not measured in.'
        context.findings.append(
            Finding("E406", what, rule.place, f"a unit of {unit.dimension}", str(rule.bound), "Correct the unit.")
        )
        return unit.code, None
    return unit.code, rule.bound.measured_in(unit)


def _share(rule: Share, context: _Context) -> list[_Row]:
    whole = context.measure(rule.of, rule.period, context.columns(rule.whole))
    inside = set(context.columns(rule.part))
    _remark_if_empty(rule, whole, context)
    share = Fraction(rule.share)
    coefficients = {column: amount * ((column in inside) - share) for column, amount in whole.items()}
    sense = _SENSES[rule.sense]
    # Strictly more is one step of the finest unit that the coefficients have.
    step = Fraction(1, lcm(*(value.denominator for value in coefficients.values()))) if rule.strictly else Fraction(0)
    unit = _units(context).get(rule.of, "")
    return [_Row(rule, "share", "", sense, unit, coefficients, step if sense == AT_LEAST else -step)]


def _prerequisite(rule: Prerequisite, context: _Context) -> list[_Row]:
    rows = []
    mine = context.columns(Selection(projects=(rule.project,)))
    for need in rule.needs:
        theirs = context.columns(Selection(projects=(need,)))
        for period, label in enumerate(p.label for p in context.scenario.periods):
            if not any(context.ways[column].start == period for column in mine):
                continue
            coefficients = {c: Fraction(1) for c in mine if context.ways[c].start <= period}
            coefficients |= {c: Fraction(-1) for c in theirs if context.ways[c].start <= period}
            part = f"{rule.project} needs {need} by {label}"
            rows.append(_Row(rule, "prerequisite", part, AT_MOST, "", coefficients, Fraction(0)))
    return rows


def _exclusion(rule: Exclusion, context: _Context) -> list[_Row]:
    coefficients = {column: Fraction(1) for column in context.columns(rule.among)}
    _remark_if_empty(rule, coefficients, context)
    return [_Row(rule, "exclusion", "", AT_MOST, "", coefficients, Fraction(rule.at_most))]


def _selection(rule: MustSelect | MustNot, context: _Context) -> list[_Row]:
    matches = matcher(rule.projects, context.scenario)
    if not any(matches(way) for way in context.ways) and isinstance(rule, MustSelect):
        _remark_if_empty(rule, {}, context)
    return []


def _substitution(rule: Substitution, context: _Context) -> list[_Row]:
    running = context.uses[rule.resource] is Use.RUNNING
    columns = context.columns(rule.over)
    unit = _units(context)[rule.resource]
    taken = {column: Fraction(0) for column in columns}
    freed = {column: Fraction(0) for column in columns}
    rows = []
    for period, label in enumerate(p.label for p in context.scenario.periods):
        for column in columns:
            amount = context.ways[column].demands.get((rule.resource, period), Fraction(0))
            taken[column] = _so_far(taken[column], max(amount, Fraction(0)), running)
            freed[column] = _so_far(freed[column], max(-amount, Fraction(0)), running)
        coefficients = {column: freed[column] - Fraction(rule.ratio) * taken[column] for column in columns}
        rows.append(_Row(rule, "substitution", label, AT_LEAST, unit, coefficients, Fraction(0)))
    return rows


def _so_far(before: Fraction, now: Fraction, running: bool) -> Fraction:
    return max(before, now) if running else before + now


_COMPILERS: Mapping[type, Callable[..., list[_Row]]] = {
    Limit: _limit,
    Share: _share,
    Prerequisite: _prerequisite,
    Exclusion: _exclusion,
    MustSelect: _selection,
    MustNot: _selection,
    Substitution: _substitution,
}


def _selections(rule: Rule) -> list[Selection]:
    return [getattr(rule, name) for name in ("over", "part", "whole", "among", "projects") if hasattr(rule, name)]


def _faults(rule: Rule, context: _Context) -> list[Finding]:
    """Return an error for each project, field, measure or period that the rule names and nothing has."""
    faults = []
    named = [project for selection in _selections(rule) for project in selection.projects]
    if isinstance(rule, Prerequisite):
        named += [rule.project, *rule.needs]
    for project in sorted(set(named) - context.library.ids):
        what = f'Rule "{rule.name}" names the project "{project}", which is not in the library.'
        fix = "Correct the id, or add the project to the list."
        faults.append(Finding("E501", what, rule.place, "an id in the library", f'"{project}"', fix))
    known = PROJECT_FIELDS | context.library.names
    for name in sorted({name for selection in _selections(rule) for name in selection.where} - known):
        what = f'Rule "{rule.name}" selects by "{name}", which no project has.'
        fix = "Map a column of the list to it, or select by another."
        faults.append(Finding("E506", what, rule.place, ", ".join(sorted(known)[:12]), f'"{name}"', fix))
    measures = {COUNT, COST, *context.uses, *context.library.names}
    of = rule.resource if isinstance(rule, Substitution) else getattr(rule, "of", COUNT)
    allowed = set(context.uses) if isinstance(rule, Substitution) else measures
    if of not in allowed:
        what = f'Rule "{rule.name}" measures "{of}", which is neither a resource nor a criterion.'
        fix = "Correct the name, or declare it."
        faults.append(Finding("E506", what, rule.place, ", ".join(sorted(allowed)[:12]), f'"{of}"', fix))
    label = getattr(rule, "period", "")
    labels = [period.label for period in context.scenario.periods]
    if label and label not in labels:
        what = f'Rule "{rule.name}" is for the period "{label}", which the scenario does not have.'
        faults.append(Finding("E404", what, rule.place, ", ".join(labels), f'"{label}"', "Correct the period."))
    return faults


def _remark_if_empty(rule: Rule, coefficients: Mapping[int, Fraction], context: _Context) -> None:
    if not coefficients:
        what = f'Rule "{rule.name}" selects no project that could be chosen.'
        context.findings.append(Finding("W507", what, rule.place, fix="Look at its selection."))


def _circle(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return, by the name of each prerequisite rule that takes part in a circle, the projects of that circle."""
    needs: dict[str, list[str]] = {}
    for rule in scenario.rules:
        if isinstance(rule, Prerequisite):
            needs.setdefault(rule.project, []).extend(rule.needs)
    found = {}
    for rule in scenario.rules:
        path = _path(needs, rule.needs, rule.project) if isinstance(rule, Prerequisite) else ()
        if path:
            found[rule.name] = path
    return found


def _path(needs: Mapping[str, Sequence[str]], begin: Sequence[str], goal: str) -> tuple[str, ...]:
    reached: dict[str, str] = dict.fromkeys(begin, "")
    queue = list(begin)
    for project in queue:
        if project == goal:
            path = [project]
            while reached[path[-1]]:
                path.append(reached[path[-1]])
            return (goal, *reversed(path))
        for need in needs.get(project, ()):
            if need not in reached:
                reached[need] = project
                queue.append(need)
    return ()


def _circular(rule: Prerequisite, circle: Mapping[str, tuple[str, ...]]) -> Finding:
    what = f'Rule "{rule.name}" closes a circle of prerequisites.'
    fix = "Take one of these rules out; projects that need each other are better listed as one."
    return Finding("E502", what, rule.place, "no circle", " needs ".join(circle[rule.name]), fix)


def _scaled(rows: Sequence[_Row]) -> RuleRows:
    named: list[RuleRow] = []
    entries: list[tuple[int, int, int]] = []
    side: list[int] = []
    sums: list[int] = []
    for number, row in enumerate(rows):
        scale = lcm(row.side.denominator, *(value.denominator for value in row.coefficients.values()))
        named.append(RuleRow(row.rule.name, row.kind, row.part, row.sense, row.unit, scale, row.rule.cite))
        amounts = {column: int(value * scale) for column, value in row.coefficients.items() if value}
        entries += [(number, column, amount) for column, amount in amounts.items()]
        side.append(int(row.side * scale))
        sums.append(abs(side[-1]) + sum(map(abs, amounts.values())))
    return RuleRows(tuple(named), terms_of(entries), side, sums)
