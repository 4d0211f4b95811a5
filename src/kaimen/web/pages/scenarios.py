"""Scenarios: what there is, what each comes to, its text, and solving it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field as Part

from kaimen.errors import has_errors
from kaimen.formats.scenario_draft import Known
from kaimen.formats.scenario_draft_reading import draft_of
from kaimen.problem import Problem
from kaimen.report import Column, Table
from kaimen.report.language import said_in_unit
from kaimen.scenario import Fund, Quota, Rule, Scenario
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Custom, Field, Findings, Form, Group, Link, Links, Page, Prose, Sheet
from kaimen.web.pages.plan_actions import GAP, SECONDS
from kaimen.web.pages.plan_start import NEW
from kaimen.web.pages.scenario_forms import scenario_path
from kaimen.web.planning import Planning, planning
from kaimen.web.visit import AnyVisit, Body, Desk, Download, Redirect, Refused, step
from kaimen.workspace.planning.scenarios import Looked, can_be_solved, keep_scenario, look_at_file, look_at_text
from kaimen.workspace.record.accounts import Role

_LONGEST = 400_000
"""Characters of a scenario that its page takes."""


def show_all(visit: AnyVisit) -> Page:
    entries = planning(visit).shelf.entries("scenarios")
    columns = (Column("name", "name"),)
    links = {(at, "name"): Link(f"/scenarios/{step(entry.name)}") for at, entry in enumerate(entries)}
    sheet = Sheet(
        Table("scenarios", columns, tuple((entry.name,) for entry in entries)),
        heads={"name": visit.say("ask.name")},
        links=links,
        empty=visit.say("scenarios.none"),
    )
    ways = [(NEW, visit.say("ask.title"))] if visit.may(Role.PLANNER) else []
    return Page(visit.say("scenarios.title"), (sheet, Links(tuple(ways))), visit.say("scenarios.lead"))


def show(visit: AnyVisit) -> Page:
    looked, name = _looked(visit), visit.path["scenario"]
    return _page(visit, name, looked, looked.digest, looked.text)


def _looked(visit: AnyVisit) -> Looked:
    """Return what a scenario of the shelf comes to.

    Raises:
        Refused: it is not there, or cannot be read.
    """
    looked, findings = look_at_file(scenario_path(visit, visit.path["scenario"]), visit.desk.library)
    if looked is None:
        raise Refused(422, *findings)
    return looked


def _page(visit: AnyVisit, name: str, looked: Looked, seen: str, text: str) -> Page:
    blocks: list[Block] = []
    if looked.findings:
        blocks.append(Findings(looked.findings, visit.say("web.findings", n=len(looked.findings))))
    may_plan = visit.may(Role.PLANNER)
    if may_plan and can_be_solved(looked):
        blocks.append(Group(visit.say("plan.solve"), (_solve_form(visit, name),), is_panel=True))
    elif may_plan:
        blocks.append(Prose(visit.say("scenarios.wrong"), "warn"))
    if looked.problem is not None and looked.problem.barred:
        blocks.append(Prose(_barred(visit, looked.problem), "note"))
    if looked.scenario is not None:
        blocks += _asked(visit, looked.scenario)
    blocks.append(_text_group(visit, name, seen, text))
    lead = ""
    if looked.problem is not None:
        p = looked.problem
        rows = len(p.quotas) + p.fund_limit.size + len(p.rules)
        lead = visit.say("scenarios.comes_to", projects=len(p.projects), options=p.option_count, rows=rows)
    return Page(name, tuple(blocks), lead, (_ways(visit, name, looked),))


def _barred(visit: AnyVisit, problem: Problem) -> str:
    """Return how many projects cannot be chosen at all, and why."""
    counts = Counter(entry.code for entry in problem.barred)
    why = [f"{visit.say(f'reason.{code}.name')} {visit.speaker.number(n)}" for code, n in counts.most_common()]
    return visit.say("scenarios.barred", n=len(problem.barred), why=visit.speaker.separate(why))


def _ways(visit: AnyVisit, name: str, looked: Looked) -> Links:
    at = f"/scenarios/{step(name)}"
    ways = [(f"{at}/file", visit.say("scenarios.file"))]
    if visit.may(Role.PLANNER) and looked.scenario is not None:
        resources = {resource.name: resource for resource in looked.scenario.resources}
        known = Known(resources, looked.scenario.regions, _pledges(visit.desk))
        ways += [(f"{at}/form", visit.say("scenarios.form"))] if draft_of(looked.text, known) is not None else []
    return Links(tuple(ways))


def _pledges(desk: Desk) -> frozenset[str]:
    return desk.once("pledge ids", lambda: frozenset(desk.office.store.names("pledge")))


def _solve_form(visit: AnyVisit, name: str) -> Form:
    free = planning(visit).shelf.free_name(name)
    limits = {"min": "1", "max": "3600", "step": "1"}
    fields = (
        Field("scenario", kind="hidden", value=name),
        Field("name", visit.say("plan.solve.name"), value=free, attributes={"maxlength": "80"}),
        Field("seconds", visit.say("plan.solve.seconds"), "number", f"{SECONDS}", attributes=limits),
        Field("gap", visit.say("plan.solve.gap"), value=GAP, attributes={"inputmode": "decimal", "size": "5"}),
    )
    return Form("/plan/solve", fields, (Button(visit.say("plan.solve"), is_main=True),), is_row=True)


def _asked(visit: AnyVisit, scenario: Scenario) -> list[Block]:
    """Return what a scenario asks, in tables."""
    speaker = visit.speaker
    weights = [(speaker.called(name), f"{weight:f}") for name, weight in scenario.benefit.weights.items()]
    limits = [
        (
            speaker.called(q.name),
            speaker.called(q.region, "region"),
            speaker.period(label),
            said_in_unit(speaker, amount),
            _rests(q),
        )
        for q in scenario.quotas
        for label, amount in q.amounts.items()
    ]
    limits += [
        (speaker.called(f.name), "", speaker.period(label), said_in_unit(speaker, amount), _rests(f))
        for f in scenario.funds
        for label, amount in f.amounts.items()
    ]
    rules = [(speaker.called(rule.name), _rests(rule)) for rule in scenario.rules]
    tables: tuple[tuple[str, tuple[str, ...], Sequence[tuple[str, ...]]], ...] = (
        ("benefit", ("criterion", "weight"), weights),
        ("limits", ("limit", "region", "period", "amount", "cite"), limits),
        ("rules", ("called", "cite"), rules),
    )
    return [_table(visit, name, keys, rows) for name, keys, rows in tables if rows]


def _rests(entry: Quota | Fund | Rule) -> str:
    cite = entry.cite
    return cite.pledge or cite.note or (cite.passage.quote if cite.passage else "")


def _table(visit: AnyVisit, name: str, keys: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Group:
    figures, pledges = {"amount", "weight"}.intersection(keys), _pledges(visit.desk)
    columns = tuple(Column(key, key, key in figures) for key in keys)
    heads = {key: visit.say(f"ask.{key}") for key in keys}
    links = {(at, key): Link("#text") for at in range(len(rows)) for key in figures}
    if "cite" in keys:
        links |= {(at, "cite"): Link(f"/pledges/{step(row[-1])}") for at, row in enumerate(rows) if row[-1] in pledges}
    return Group(visit.say(f"ask.{name}"), (Sheet(Table(name, columns, tuple(rows)), heads=heads, links=links),))


def _text_group(visit: AnyVisit, name: str, seen: str, text: str) -> Group:
    rows = str(min(40, text.count("\n") + 3))
    attributes = {"rows": rows, "spellcheck": "false", "class": "mono", "maxlength": str(_LONGEST)}
    area = Field("text", visit.say("scenarios.text.label"), "lines", text, attributes=attributes)
    if not visit.may(Role.PLANNER):
        return Group(visit.say("scenarios.text"), (Custom("proposed_rule", {"text": text}),), id="text")
    fields = (area, Field("seen", kind="hidden", value=seen))
    form = Form(f"/scenarios/{step(name)}", fields, (Button(visit.say("scenarios.keep")),), is_swapped=True)
    return Group(visit.say("scenarios.text"), (Prose(visit.say("scenarios.text.note")), form), id="text")


class TextBody(Body):
    """The text of a scenario, and what it was made from."""

    text: str = Part("", max_length=_LONGEST)
    seen: str = Part("", max_length=40)


def keep_text(visit: AnyVisit) -> Page | Redirect:
    """Keep the text of a scenario; what is wrong with it is shown beside it, and nothing is lost."""
    name, path = visit.path["scenario"], scenario_path(visit, visit.path["scenario"])
    text = visit.body.text.replace("\r\n", "\n")
    looked = look_at_text(text, path.name, visit.desk.library)
    findings = [] if has_errors(looked.findings) else keep_scenario(path, text, visit.body.seen)
    if not has_errors(looked.findings) and not findings:
        return Redirect(f"/scenarios/{step(name)}")
    page = _page(visit, name, replace(looked, findings=(*findings, *looked.findings)), visit.body.seen, text)
    return replace(page, blocks=(Prose(visit.say("scenarios.not_kept"), "warn"), *page.blocks), status=422)


def download(visit: AnyVisit) -> Download:
    """Have a scenario as a file."""
    path = scenario_path(visit, visit.path["scenario"])
    return Download(path.read_bytes(), path.name, "application/toml")


def state(desk: Desk) -> str:
    """Return what pages of scenarios depend on besides the workspace: the files there are."""
    return repr([(entry.name, entry.written) for entry in desk.part(Planning).shelf.entries("scenarios")])


def count(desk: Desk) -> int:
    return len(desk.part(Planning).shelf.entries("scenarios"))


PAGES = (
    PageAt("/scenarios", "scenarios.title", show_all, menu="choose", state=state, is_traced=True),
    PageAt("/scenarios/{scenario}", "scenarios.title", show, state=state),
)
ACTIONS = (
    Action("GET", "/scenarios/{scenario}/file", download, Role.VIEWER, None),
    Action("POST", "/scenarios/{scenario}", keep_text, Role.PLANNER, TextBody),
)
