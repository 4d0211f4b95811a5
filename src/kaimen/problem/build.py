"""From a library and a scenario to a problem.

Every amount is first an exact fraction in the unit people see. Per resource, for money, for
benefit and per rule row, the least common denominator then becomes the scale that makes all of
them integers. Where carries lose a part or a fund's share is of the whole cost, the scale is
finer, so that the parts of a unit that these rows produce are counted too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from kaimen.errors import Finding
from kaimen.library import Library
from kaimen.problem.appraisal import Appraisal, appraise
from kaimen.problem.money import Money, compile_money
from kaimen.problem.quotas import QuotaRows, compile_quotas
from kaimen.problem.rules import RuleRows, compile_rules
from kaimen.problem.types import Ints, Problem, frozen_ints
from kaimen.problem.ways import Way, expand
from kaimen.regions import Region, region_tree
from kaimen.scenario import Fund, Quota, Rule, Scenario, Use

_Named = TypeVar("_Named", Quota, Fund, Rule)

LARGEST = 2**62
"""Sums of absolute values stay below this, so that no 64-bit sum can overflow."""


def build_problem(library: Library, scenario: Scenario) -> tuple[Problem, list[Finding]]:
    """Compile a library and a scenario.

    Returns:
        The problem, and findings. A rule or quota that cannot be compiled is left out with an error, a
        project that cannot be used is `barred` with its reason. A problem built with errors still serves
        for looking at, but a plan of it would not keep what was left out.
    """
    findings: list[Finding] = []
    scenario = completed(scenario, library, findings)
    findings += _used_otherwise(library, scenario)
    ways, barred, must = expand(library, scenario, findings)
    appraisal = appraise(ways, scenario, library, findings)
    rows = compile_quotas(ways, scenario, findings)
    money = compile_money(ways, scenario, findings)
    rules = compile_rules(ways, library, scenario, findings)
    projects = sorted({way.project.id for way in ways})
    index = {project: number for number, project in enumerate(projects)}
    sites = ("", *sorted({way.site for way in ways} - {""}))
    titles = {project.id: project.title for project in library.projects}
    findings += _too_large(appraisal, rows, money, rules)
    problem = Problem(
        scenario=scenario.name,
        library=library.name,
        periods=tuple(period.label for period in scenario.periods),
        projects=tuple(projects),
        titles=tuple(titles[project] for project in projects),
        sites=sites,
        option_project=frozen_ints(index[way.project.id] for way in ways),
        option_start=frozen_ints(way.start for way in ways),
        option_site=frozen_ints(sites.index(way.site) for way in ways),
        benefit=frozen_ints(appraisal.scaled),
        benefit_scale=appraisal.scale,
        must=_frozen(np.array([project in must for project in projects], dtype=np.bool_)),
        quotas=rows.rows,
        limit=frozen_ints(rows.limit),
        demand=rows.terms,
        above=frozen_ints(rows.above),
        draw_cap=frozen_ints(rows.draw_cap),
        carry_to=frozen_ints(rows.carry_to),
        carry_cap=frozen_ints(rows.carry_cap),
        carry_rate=_frozen(np.array(rows.carry_rate, dtype=np.int64).reshape(-1, 2)),
        funds=money.funds,
        fund_limit=_frozen(np.array(money.limit, dtype=np.int64).reshape(len(money.funds), len(scenario.periods))),
        money_unit=scenario.money,
        money_scale=money.scale,
        cost_option=frozen_ints(money.cost_option),
        cost_period=frozen_ints(money.cost_period),
        cost_amount=frozen_ints(money.cost_amount),
        splits=money.splits,
        life=money.life,
        rules=rules.rows,
        rule_terms=rules.terms,
        rule_side=frozen_ints(rules.side),
        barred=tuple(sorted(barred, key=lambda entry: entry.project)),
        order=_order(ways, scenario, findings),
        seed=scenario.seed,
    )
    return problem, findings


def appraised(library: Library, scenario: Scenario) -> tuple[tuple[Way, ...], Appraisal]:
    """Return the ways that the options of a question's problem are, in the same order, and their appraisal."""
    scenario = completed(scenario, library, [])
    ways, _, _ = expand(library, scenario, [])
    return tuple(ways), appraise(ways, scenario, library, [])


def completed(scenario: Scenario, library: Library, findings: list[Finding]) -> Scenario:
    """Return the scenario as it is compiled: with the list's regions where it has none of its own.

    Of quotas, funds or rules of one name the first is kept; the others are findings.
    """
    return _with_regions(_names_once(scenario, findings), library)


def _used_otherwise(library: Library, scenario: Scenario) -> list[Finding]:
    """Return a remark for each resource that the list and the scenario take differently: once, or while running."""
    findings = []
    for resource in scenario.resources:
        running = resource.use is Use.RUNNING
        other = [
            project
            for project in library.projects
            if any(d.resource == resource.name and d.running != running for o in project.options for d in o.demands)
        ]
        if other:
            how = "taken once" if running else "running"
            what = f'The list has "{resource.name}" as {how} in {len(other)} of its projects.'
            fix = "Make `running` in the list and `use` in the scenario the same."
            findings.append(Finding("W313", what, other[0].place, f'use = "{resource.use}"', fix=fix))
    return findings


def _with_regions(scenario: Scenario, library: Library) -> Scenario:
    """Return the scenario with a tree: where it declares no regions, those of the list are all at the top."""
    if scenario.regions.regions:
        return scenario
    named = {p.region for p in library.projects} | {o.site for p in library.projects for o in p.options}
    tree, _ = region_tree([Region(name) for name in sorted(named - {""})], scenario.regions.groups.values())
    return replace(scenario, regions=tree)


def _names_once(scenario: Scenario, findings: list[Finding]) -> Scenario:
    """Return the scenario with only the first of the quotas, funds or rules that share a name."""

    def once(entries: tuple[_Named, ...]) -> tuple[_Named, ...]:
        names: dict[str, _Named] = {}
        for entry in entries:
            if names.setdefault(entry.name, entry) is not entry:
                what = f'The name "{entry.name}" is used twice; the second is left out.'
                findings.append(Finding("E403", what, entry.place, fix="Give each a name of its own."))
        return tuple(names.values())

    return replace(scenario, quotas=once(scenario.quotas), funds=once(scenario.funds), rules=once(scenario.rules))


def _too_large(appraisal: Appraisal, rows: QuotaRows, money: Money, rules: RuleRows) -> list[Finding]:
    sums = {f'quota "{row.name}", {row.period}': total for row, total in zip(rows.rows, rows.sums, strict=True)}
    sums |= {f'rule "{row.name}"': total for row, total in zip(rules.rows, rules.sums, strict=True)}
    sums |= {"the money of all funds": money.total, "benefit": sum(map(abs, appraisal.scaled))}
    fix = "Give amounts with fewer decimals, or in a larger unit."
    return [
        Finding("E505", f"The amounts of {name} cannot be counted exactly in 64 bits.", fix=fix)
        for name, total in sums.items()
        if total >= LARGEST
    ]


def _order(ways: Sequence[Way], scenario: Scenario, findings: list[Finding]) -> Ints:
    if not scenario.order:
        return frozen_ints(())
    missing = sorted({way.project.id for way in ways if scenario.order not in way.project.criteria})
    if missing:
        what = f'{len(missing)} projects have no "{scenario.order}" to be ordered by; they come last.'
        fix = f"Fill in the criterion, for instance for {missing[0]}."
        code = "E506" if len(missing) == len({way.project.id for way in ways}) else "W508"
        findings.append(Finding(code, what, expected=f'a criterion "{scenario.order}"', fix=fix))
    last = max((way.project.criteria.get(scenario.order, 0) for way in ways), default=0)
    places = sorted({way.project.criteria.get(scenario.order, last) for way in ways})
    index = {place: number for number, place in enumerate(places)}
    return frozen_ints(index[way.project.criteria.get(scenario.order, last)] for way in ways)


def _frozen(array: Any) -> Any:
    array.setflags(write=False)
    return array
