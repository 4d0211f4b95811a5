"""The tables of a scenario file to a `kaimen.scenario.Scenario`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kaimen.errors import Place
from kaimen.formats.scenario_appraisal import read_benefit, read_reference_classes
from kaimen.formats.scenario_frame import known_periods, read_periods, read_regions, read_resources
from kaimen.formats.scenario_limits import read_fund, read_quota
from kaimen.formats.scenario_reader import TableReader
from kaimen.formats.scenario_rules import read_rule
from kaimen.formats.scenario_schema import ScenarioTable
from kaimen.scenario import Scenario

LISTS = ("quota", "pool", "fund", "rule", "region", "region_group", "reference_class")
TABLES = ("resource", "benefit", "override")


def read_scenario(reader: TableReader, top: ScenarioTable, document: Mapping[str, Any]) -> Scenario | None:
    """Return the scenario of a file whose top has been read, or None where it has no periods."""
    periods = read_periods(reader, top.periods)
    if not periods:
        return None
    reader.labels = tuple(period.label for period in periods)
    reader.money = reader.currency(top.money) or reader.money
    resources = read_resources(reader, reader.named_tables(document, "resource"))
    lists = {name: reader.entries_of(document, name) for name in LISTS}
    pools = [read_quota(reader, entry, key, is_pool=True) for entry, key in lists["pool"]]
    quotas = [read_quota(reader, entry, key, is_pool=False) for entry, key in lists["quota"]]
    funds = [read_fund(reader, entry, key) for entry, key in lists["fund"]]
    rules = [read_rule(reader, entry, key) for entry, key in lists["rule"]]
    return Scenario(
        name=top.name,
        title=top.title,
        periods=periods,
        starts=known_periods(reader, top.starts, "starts") if top.starts else reader.labels,
        benefit=read_benefit(reader, document.get("benefit")),
        money=reader.money,
        resources=resources,
        regions=read_regions(reader, lists["region"], lists["region_group"]),
        quotas=reader.unique([*pools, *quotas]),
        funds=reader.unique(funds),
        rules=reader.unique(rules),
        readiness=tuple(top.readiness),
        consider=reader.projects_only(top.consider, reader.place("consider")),
        reference_classes=read_reference_classes(reader, lists["reference_class"]),
        order=top.order,
        seed=top.seed,
        overrides=tuple(reader.named_tables(document, "override")),
        applied=reader.applied,
        synthetic=top.synthetic,
        names=top.names.model_dump(),
        place=Place(reader.file),
    )
