"""A scenario file (TOML) as a form has it; None where it says something that the form would not keep."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from kaimen.errors import NOWHERE, has_errors
from kaimen.formats.scenario_draft import KINDS, Draft, FundRow, Known, QuotaRow, RuleRow, draft_toml
from kaimen.formats.scenario_file import parse_scenario
from kaimen.quantity import Unit, parse_amount
from kaimen.scenario import WHOLE, Scenario


def draft_of(text: str, known: Known) -> Draft | None:
    """Return what a form shows of a scenario file, where keeping the form would mean the same; else None.

    A file with errors, with a list of its own or with things that the form has no box for gives None.
    """
    before, findings = parse_scenario(text)
    if before is None or has_errors(findings) or before.library or before.mapping or before.pledges:
        return None
    try:
        draft = _draft(tomllib.loads(text, parse_float=Decimal), before.scenario)
    except (AttributeError, KeyError, TypeError, ValueError):  # a shape that no form writes
        return None
    after, findings = parse_scenario(draft_toml(draft, known))
    is_same = after is not None and not has_errors(findings) and _meaning(after.scenario) == _meaning(before.scenario)
    return draft if is_same else None


def _draft(document: Mapping[str, Any], scenario: Scenario) -> Draft:
    units = {resource.name: resource.unit for resource in scenario.resources}
    only = dict(document.get("consider", {}))
    return Draft(
        scenario.name,
        str(document.get("money", scenario.money.code)),
        ", ".join(period.label for period in scenario.periods),
        next(iter(only), ""),
        _values(next(iter(only.values()), [])),
        {name: str(weight) for name, weight in document["benefit"]["weights"].items()},
        tuple(_quota(table, units[table["resource"]]) for table in document.get("quota", [])),
        tuple(_fund(table, scenario) for table in document.get("fund", [])),
        tuple(_rule(table) for table in document.get("rule", [])),
    )


def _quota(table: Mapping[str, Any], unit: Unit) -> QuotaRow:
    given = table["amount"]
    amounts = given if isinstance(given, dict) else {WHOLE: given}
    shown = {label: _bare(text, unit) for label, text in amounts.items()}
    row = QuotaRow(table["resource"], table.get("region", ""), shown, _cite(table))
    return replace(row, called=_called(row, table))


def _fund(table: Mapping[str, Any], scenario: Scenario) -> FundRow:
    given = table["amount"]
    amounts = given if isinstance(given, dict) else {scenario.periods[0].label: given}
    shown = {label: _bare(text, scenario.money) for label, text in amounts.items()}
    return FundRow(table["name"], str(table.get("share", "")), shown, _cite(table))


def _rule(table: Mapping[str, Any]) -> RuleRow:
    kind, about = table["kind"], table.get("part") or table.get("where") or {}
    about = about or {key: table[key] for key in ("projects",) if key in table}
    bound = table.get("count", table.get("amount", ""))
    if kind == "share":
        kind = next(name for name in KINDS[:2] if name in table)
        bound = table[kind]
    elif kind == "exclusion":
        bound = table.get("at_most", "")
    row = RuleRow(kind, next(iter(about), ""), _values(next(iter(about.values()), [])), str(bound), _cite(table))
    return replace(row, called=_called(row, table))


def _called(row: QuotaRow | RuleRow, table: Mapping[str, Any]) -> str:
    """Return the name of a row where it is not the one it has by itself."""
    name = str(table.get("name", ""))
    return "" if name == row.name else name


def _bare(text: str, unit: Unit) -> str:
    """Return an amount without its unit where that is the one a bare number is in."""
    amount, _ = parse_amount(text)
    code = f" {unit.code}"
    is_own = text.endswith(code) and (amount is None or amount.unit == unit)
    return text.removesuffix(code) if is_own else text


def _values(given: object) -> str:
    return "; ".join(map(str, given if isinstance(given, list) else [given]))


def _cite(table: Mapping[str, Any]) -> str:
    cite = table.get("cite", "")
    return cite if isinstance(cite, str) else str(cite.get("pledge", ""))


def _meaning(scenario: Scenario) -> list[object]:
    """Return what a scenario says, without where it says so, and without resources and names that nothing uses."""
    used = {quota.resource for quota in scenario.quotas}
    parts: dict[str, object] = {part.name: getattr(scenario, part.name) for part in fields(scenario)}
    parts["resources"] = sorted((r for r in scenario.resources if r.name in used), key=lambda r: r.name)
    for name in ("quotas", "funds"):
        parts[name] = [replace(entry, place=NOWHERE) for entry in getattr(scenario, name)]
    parts["rules"] = [replace(rule, place=NOWHERE) for rule in scenario.rules]
    tree = scenario.regions
    parts["regions"] = [[replace(each, place=NOWHERE) for each in of.values()] for of in (tree.regions, tree.groups)]
    parts["place"] = NOWHERE
    return [repr(parts[name]) for name in sorted(parts)]
