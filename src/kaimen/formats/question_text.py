"""A programme or a matching as the two files a plan is verified from: a scenario in TOML, and its projects.

Only what such questions have is written: resources, regions, quotas for the whole horizon, and limits on the count.
Reading both gives the same problem, number by number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaimen.formats.library_snapshot import library_snapshot
from kaimen.formats.plan_file import Input
from kaimen.formats.project_body import project_body
from kaimen.formats.toml_text import toml
from kaimen.library import Library
from kaimen.scenario import WHOLE, Limit, Scenario

FILES = (("scenario", "programme.toml"), ("library", "firms.json"))
"""The role and the name of the two files."""


def question_inputs(library: Library, scenario: Scenario, told: Sequence[str] = ()) -> tuple[Input, Input]:
    """Return the scenario and the library of a question as inputs of a plan.

    Args:
        library: its projects.
        scenario: of the kind that `as_question` and `as_loans` make.
        told: lines on what it was made from, which stand at the head as comments.
    """
    head = [f"# {line}" for line in told]
    text = "\n".join([*head, *_top(scenario), *_regions(scenario), *_quotas(scenario), *_limits(scenario), ""])
    projects = library_snapshot((project_body(project) for project in library.projects), 0, "")
    contents = text.encode(), projects
    first, second = (Input(role, name, made) for (role, name), made in zip(FILES, contents, strict=True))
    return first, second


def _top(scenario: Scenario) -> Iterator[str]:
    yield f"name = {toml(scenario.name)}"
    yield f"periods = {toml([period.label for period in scenario.periods])}"
    yield f"starts = {toml(scenario.starts)}"
    yield f"money = {toml(scenario.money.code)}"
    if scenario.synthetic:
        yield "synthetic = true"
    yield "\n[benefit.weights]"
    for name, weight in scenario.benefit.weights.items():
        yield f"{toml(name)} = {toml(f'{weight:f}')}"
    for resource in scenario.resources:
        yield f"\n[resource.{toml(resource.name)}]\nunit = {toml(resource.unit.code)}"


def _regions(scenario: Scenario) -> Iterator[str]:
    for region in scenario.regions.regions.values():
        yield f"\n[[region]]\nid = {toml(region.id)}"
        if region.within:
            yield f"within = {toml(region.within)}"
    for group in scenario.regions.groups.values():
        yield f"\n[[region_group]]\nid = {toml(group.id)}\nregions = {toml(group.members)}"


def _quotas(scenario: Scenario) -> Iterator[str]:
    for quota in scenario.quotas:
        yield f"\n[[quota]]\nname = {toml(quota.name)}\nresource = {toml(quota.resource)}"
        if quota.region:
            yield f"region = {toml(quota.region)}"
        amount = quota.amounts[WHOLE]
        yield f"amount = {toml(f'{amount.value:f} {amount.unit.code}')}"


def _limits(scenario: Scenario) -> Iterator[str]:
    for rule in scenario.rules:
        if isinstance(rule, Limit):
            yield f'\n[[rule]]\nkind = "{rule.sense}"\nname = {toml(rule.name)}\ncount = {int(rule.bound.value)}'
