"""Questions as the files a planner would write: a list (CSV), its mapping and a scenario (TOML).

What files cannot say is first simplified: one kind of option per project, on several sites; running demands
from the start on.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kaimen.library import Demand, Library, Option, Project
from kaimen.quantity import UNITS, Amount, decimal_text
from kaimen.scenario import (
    Exclusion,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Quota,
    Rule,
    Scenario,
    Selection,
    Share,
    Substitution,
)
from tests.strategies import rule_kind

LIST, MAPPING, SCENARIO = "list.csv", "mapping.toml", "scenario.toml"
_UNITS = {"land": UNITS["mu"], "energy": UNITS["tce"]}
_OFFSETS = 2

_MAPPING = """\
[columns]
id = "id"
title = "title"
region = "region"
sector = "sector"
ownership = "ownership"
stage = "stage"

[fields]
river = "river"

[criteria]
value = "value"
jobs = "jobs"

[cost]
columns = ["cost 1", "cost 2", "cost 3"]
unit = "yuan"
missing = "zero"

[funds]
column = "funds"

[options]
starts = "starts"
sites = "sites"

[readiness]
permit = "permit"

[[demand.land]]
columns = ["land 0", "land 1"]
unit = "mu"
missing = "zero"

[[demand.land]]
columns = ["frees land 0", "frees land 1"]
unit = "mu"
frees = true

[[demand.energy]]
column = "energy"
unit = "tce"
running = true
missing = "zero"

[[demand.energy]]
column = "frees energy"
unit = "tce"
running = true
frees = true
"""


@dataclass(frozen=True)
class Files:
    """The three files of a question, by role: name and content."""

    scenario: bytes
    library: bytes
    mapping: bytes

    def by_role(self) -> dict[str, tuple[str, bytes]]:
        """Return name and content by role, in the order of a plan file."""
        return {
            "scenario": (SCENARIO, self.scenario),
            "library": (LIST, self.library),
            "mapping": (MAPPING, self.mapping),
        }


def files_of(library: Library, scenario: Scenario) -> Files:
    """Return a simplified question as files."""
    return Files(scenario_text(scenario).encode(), library_csv(library).encode(), _MAPPING.encode())


def simplified(library: Library, scenario: Scenario) -> tuple[Library, Scenario]:
    """Return the question with only what files can say."""
    projects = tuple(_simple(project) for project in library.projects)
    pools = sorted(scenario.quotas, key=lambda quota: not quota.is_pool)
    names = frozenset({"river", "value", "jobs"})
    return Library(LIST, projects, names), replace(scenario, quotas=tuple(pools))


def _simple(project: Project) -> Project:
    first = project.options[0]
    demands = tuple(replace(d, offset=0 if d.running else d.offset) for d in first.demands)
    sites = sorted({option.site for option in project.options} - {""}) or [""]
    options = tuple(Option(demands, first.cost, first.starts, site) for site in sites)
    return replace(project, options=options)


# The list.


def library_csv(library: Library) -> str:
    """Return the list."""
    rows = [_row(project) for project in library.projects]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(project: Project) -> dict[str, str]:
    option = project.options[0]
    cost = [_number(amount, "yuan") for amount in option.cost] + ["0"] * 3
    ready = {condition.name: condition.holds_from for condition in project.conditions}.get("permit")
    row = {name: str(getattr(project, name)) for name in ("id", "title", "region", "sector", "ownership", "stage")}
    row |= {"river": project.fields["river"]}
    row |= {name: f"{project.criteria[name]:f}" if name in project.criteria else "" for name in ("value", "jobs")}
    row |= {f"cost {number + 1}": cost[number] for number in range(3)}
    row |= {"funds": ";".join(project.funds), "starts": ";".join(option.starts or ())}
    row |= {"sites": ";".join(o.site for o in project.options), "permit": str(ready) if ready else "no"}
    for offset in range(_OFFSETS):
        row[f"land {offset}"] = _taken(option.demands, "land", offset, 1)
        row[f"frees land {offset}"] = _taken(option.demands, "land", offset, -1)
    row["energy"] = _taken(option.demands, "energy", 0, 1)
    row["frees energy"] = _taken(option.demands, "energy", 0, -1)
    return row


def _taken(demands: tuple[Demand, ...], resource: str, offset: int, sign: int) -> str:
    found = [
        d.amount.measured_in(_UNITS[resource]) * sign for d in demands if (d.resource, d.offset) == (resource, offset)
    ]
    return decimal_text(sum((value for value in found if value > 0), Fraction(0)))


def _number(amount: Amount, unit: str) -> str:
    return decimal_text(amount.measured_in(UNITS[unit]))


# The scenario.


def scenario_text(scenario: Scenario) -> str:
    """Return the scenario, with an override `other` that doubles what projects are worth."""
    return "\n".join(line for table in _tables(scenario) for line in (*table, ""))


def _tables(scenario: Scenario) -> Iterator[list[str]]:
    benefit = scenario.benefit
    yield _lines(
        name=scenario.name,
        library=LIST,
        mapping=MAPPING,
        periods=[period.label for period in scenario.periods],
        starts=list(scenario.starts),
        readiness=list(scenario.readiness),
        consider=_selection(scenario.consider),
        order=scenario.order,
        seed=scenario.seed,
    )
    for resource in scenario.resources:
        yield [f"[resource.{resource.name}]", *_lines(unit=resource.unit.code, use=str(resource.use))]
    for region in scenario.regions.regions.values():
        yield ["[[region]]", *_lines(id=region.id, within=region.within)]
    for group in scenario.regions.groups.values():
        yield ["[[region_group]]", *_lines(id=group.id, regions=list(group.members))]
    weights = {name: f"{weight:f}" for name, weight in benefit.weights.items()}
    yield ["[benefit]", *_lines(weights=weights, times=benefit.times, discount=f"{benefit.discount:f}")]
    for quota in scenario.quotas:
        yield ["[[pool]]" if quota.is_pool else "[[quota]]", *_quota(quota)]
    for fund in scenario.funds:
        yield ["[[fund]]", *_fund(fund)]
    for rule in scenario.rules:
        yield ["[[rule]]", *_rule(rule)]
    doubled = {name: f"{2 * weight:f}" for name, weight in benefit.weights.items()}
    yield ["[override.other]", *_lines(benefit={"weights": doubled})]


def _lines(**values: object) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items() if value != "" and value is not None]


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(key))} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)


def _amount(amount: Amount) -> str:
    return f"{amount.value:f} {amount.unit.code}"


def _selection(selection: Selection) -> dict[str, Any]:
    table: dict[str, Any] = {name: list(values) for name, values in selection.where.items()}
    table |= {"projects": list(selection.projects)} if selection.projects else {}
    return table | ({"starts": list(selection.starts)} if selection.starts else {})


def _own_selection(selection: Selection) -> dict[str, Any]:
    """Return the keys of a rule about this selection."""
    table = _selection(selection)
    keys = {name: table.pop(name) for name in ("projects", "starts") if name in table}
    return keys | ({"where": table} if table else {})


def _quota(quota: Quota) -> list[str]:
    return _lines(
        name=quota.name,
        resource=quota.resource,
        region=quota.region,
        amount={label: _amount(amount) for label, amount in quota.amounts.items()},
        pool=quota.draw.pool if quota.draw else "",
        draw_at_most=_amount(quota.draw.cap) if quota.draw else "",
        carry={"rate": f"{quota.carry.rate:f}", "at_most": _amount(quota.carry.cap)} if quota.carry else "",
    )


def _fund(fund: Fund) -> list[str]:
    return _lines(
        name=fund.name,
        amount={label: _amount(amount) for label, amount in fund.amounts.items()},
        share=f"{fund.share:f}",
        over="life" if fund.over_life else "period",
        lawful=_selection(fund.lawful),
    )


def _rule(rule: Rule) -> list[str]:
    head = {"kind": rule_kind(rule), "name": rule.name}
    if isinstance(rule, Limit):
        plain = rule.bound.unit.code == "projects"
        bound: dict[str, Any] = {"amount": f"{rule.bound.value:f}" if plain else _amount(rule.bound), "of": rule.of}
        if rule.of == "count":
            bound = {"count": int(rule.bound.value)}
        within = f"{rule.within:f}" if rule.within else ""
        return _lines(**head, **bound, period=rule.period, within=within, **_own_selection(rule.over))
    if isinstance(rule, Share):
        key = {("at_least", False): "at_least", ("at_least", True): "more_than", ("at_most", False): "at_most"}
        bound = {key.get((str(rule.sense), rule.strictly), "less_than"): f"{rule.share:f}"}
        part = _selection(rule.part)
        return _lines(**head, **bound, of=rule.of, period=rule.period, part=part, **_own_selection(rule.whole))
    if isinstance(rule, Prerequisite):
        return _lines(**head, project=rule.project, needs=list(rule.needs))
    if isinstance(rule, Exclusion):
        return _lines(**head, at_most=str(rule.at_most), **_own_selection(rule.among))
    return _lines(**head, **_of_choice(rule))


def _of_choice(rule: MustSelect | MustNot | Substitution) -> dict[str, Any]:
    if isinstance(rule, Substitution):
        return {"resource": rule.resource, "ratio": f"{rule.ratio:f}", **_own_selection(rule.over)}
    waiver = {"waived_by": rule.waived_by, "reason": rule.reason} if isinstance(rule, MustNot) else {}
    return {**waiver, **_own_selection(rule.projects)}


def doubled(scenario: Scenario) -> Scenario:
    """Return the scenario with its override `other` applied."""
    weights = {name: 2 * weight for name, weight in scenario.benefit.weights.items()}
    return replace(scenario, benefit=replace(scenario.benefit, weights=weights))
