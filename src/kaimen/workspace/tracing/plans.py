"""From a project of a plan to the rules it stands under and the pledges they cite, and back."""

from __future__ import annotations

from collections.abc import Iterator

from kaimen.evidence import Citation
from kaimen.library import Project
from kaimen.problem.ways import selects_project
from kaimen.scenario import Fund, Prerequisite, Quota, Rule, Scenario, Selection
from kaimen.workspace.planning.plans import Plan
from kaimen.workspace.tracing.figures import Steps

_MOST = 12


def trace_in_plan(plan: Plan, figure: str) -> Steps:
    """Return what a plan says of a project or a pledge; empty where it knows neither.

    A project: whether it is chosen, each quota, fund and rule it stands under, and the pledge each cites. A pledge:
    what cites it, and the chosen projects under that.
    """
    scenario = plan.question.scenario
    name = figure.partition(".")[0]
    for project in plan.question.library.projects:
        if project.id in (figure, name):
            return [("plan", f"{project.id} is {_fate(plan, project)}"), *_above(plan, project)]
    rows = [entry for entry in _rows(scenario) if entry.cite.pledge == figure]
    steps: Steps = []
    for row in rows:
        chosen = [p.id for p in plan.question.library.projects if _concerns(row, p, scenario) and p.id in _chosen(plan)]
        more = f" and {len(chosen) - _MOST:,} more" if len(chosen) > _MOST else ""
        steps.append((_kind(row), f'"{row.name}" cites {figure}'))
        steps.append(
            ("projects", f"{len(chosen):,} chosen: {', '.join(chosen[:_MOST])}{more}" if chosen else "none chosen")
        )
    return steps


def _above(plan: Plan, project: Project) -> Iterator[tuple[str, str]]:
    scenario, pledges = plan.question.scenario, plan.question.pledges.ledger
    for row in _rows(scenario):
        if not _concerns(row, project, scenario):
            continue
        yield _kind(row), f'"{row.name}"{_cited(row.cite)}'
        pledge = pledges.pledges.get(row.cite.pledge) if row.cite.pledge else None
        if pledge is not None:
            yield "pledge", f"{pledge.id}: {pledge.what}"
            yield (
                "passage",
                f'{pledge.passage.document} [{pledge.passage.start}:{pledge.passage.end}] "{pledge.passage.quote}"',
            )


def _cited(cite: Citation) -> str:
    if cite.pledge:
        return f" cites {cite.pledge}"
    return f' cites "{cite.passage.quote}" in {cite.passage.document}' if cite.passage else ""


def _chosen(plan: Plan) -> set[str]:
    result, problem = plan.verified.result, plan.question.problem
    if result is None:
        return set()
    return {problem.option_name(option).project for option in result.portfolio.chosen.tolist()}


def _fate(plan: Plan, project: Project) -> str:
    return "in the plan" if project.id in _chosen(plan) else "not in the plan"


def _rows(scenario: Scenario) -> tuple[Quota | Fund | Rule, ...]:
    return (*scenario.quotas, *scenario.funds, *scenario.rules)


def _kind(row: Quota | Fund | Rule) -> str:
    return "quota" if isinstance(row, Quota) else "fund" if isinstance(row, Fund) else "rule"


def _concerns(row: Quota | Fund | Rule, project: Project, scenario: Scenario) -> bool:
    if isinstance(row, Quota):
        takes = any(demand.resource == row.resource for option in project.options for demand in option.demands)
        return takes and not row.is_pool and (not row.region or scenario.regions.covers(row.region, project.region))
    if isinstance(row, Fund):
        may = not project.funds or row.name in project.funds
        return may and selects_project(row.lawful, project, scenario)
    if isinstance(row, Prerequisite):
        return project.id in (row.project, *row.needs)
    names = ("over", "part", "whole", "among", "projects")
    parts = [part for name in names if isinstance(part := getattr(row, name, None), Selection)]
    return any(selects_project(part, project, scenario) for part in parts)
