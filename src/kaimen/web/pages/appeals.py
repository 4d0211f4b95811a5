"""Appeals: entered against a fact, the fact corrected or not, the decision solved again, the answer entered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.formats.claims import Claim
from kaimen.report import Column, Table
from kaimen.report.language import said_heading
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    CELL,
    SUM,
    Block,
    Button,
    Columns,
    Custom,
    Field,
    Form,
    Group,
    Link,
    Links,
    Page,
    Prose,
    Sheet,
)
from kaimen.web.pages.entries import history_of
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.planning import PlanBody, PlanQuery, plan_state, planning
from kaimen.web.visit import AnyVisit, Body, Desk, Redirect, Refused, address, step
from kaimen.workspace.delivery import appeals as room
from kaimen.workspace.delivery.appeal_answers import Decision, enter_answer
from kaimen.workspace.delivery.appeal_answers import refuse as refused
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.office import Kept


def show_all(visit: AnyVisit) -> Page:
    """Show all appeals, and the form to enter one."""
    found = room.appeals_in(visit.desk.office)
    keys = ("appeal", "project", "state", "fact", "by", "why")
    rows = tuple((a.id, a.project, a.state, "; ".join(c.heading for c in a.claims), a.by, a.why) for a in found)
    table = Table("appeals", tuple(Column(key, key) for key in keys), rows)
    shown = {(at, "state"): visit.say(f"web.appeal.{appeal.state}") for at, appeal in enumerate(found)}
    for at, appeal in enumerate(found):
        shown[at, "fact"] = visit.speaker.separate(said_heading(visit.speaker, c.heading) for c in appeal.claims)
    links = {(at, "appeal"): Link(f"/appeals/{step(appeal.id)}") for at, appeal in enumerate(found)}
    sheet = Sheet(table, "", _heads(visit, table), shown, links, empty=visit.say("web.appeals.none"))
    blocks: tuple[Block, ...] = (sheet, _enter_form(visit)) if visit.may(Role.PLANNER) else (sheet,)
    return Page(visit.say("web.appeals.title"), blocks, visit.say("web.appeals.lead"))


def _heads(visit: AnyVisit, table: Table) -> dict[str, str]:
    return {column.key: visit.say(f"web.appeals.head.{column.key}") for column in table.columns}


def _enter_form(visit: AnyVisit) -> Group:
    fields = (
        Field("project", visit.say("web.appeals.project"), is_required=True, attributes={"maxlength": "200"}),
        Field("fact", visit.say("web.appeals.fact"), hint=visit.say("web.appeals.fact_hint"), is_required=True),
        Field("says", visit.say("web.appeals.said"), is_required=True),
        Field("why", visit.say("web.appeals.why"), is_required=True),
    )
    form = Form("/appeals", fields, (Button(visit.say("web.appeals.keep"), is_main=True),))
    return Group(visit.say("web.appeals.enter"), (form,), is_panel=True)


def show_one(visit: AnyVisit) -> Page:
    """Show an appeal: its facts, what was decided, and what comes next."""
    name = visit.path["appeal"]
    version = visit.desk.office.store.version("appeal", name)
    if version is None or version.body is None:
        raise Refused(404, room.no_appeal(name))
    appeal = room.appeal_of(name, version.body)
    table = Table(
        "facts",
        tuple(Column(key, key) for key in ("fact", "was", "said")),
        tuple((claim.heading, claim.was, claim.said) for claim in appeal.claims),
    )
    shown = {(n, "fact"): said_heading(visit.speaker, claim.heading) for n, claim in enumerate(appeal.claims)}
    wide: list[Block] = [
        Group(visit.say("web.appeals.facts"), (Sheet(table, "", _heads(visit, table), shown, _facts_links(appeal)),))
    ]
    wide.append(Prose(appeal.why))
    if appeal.reason:
        wide.append(Prose(appeal.reason, "note"))
    if appeal.answer:
        answer = Custom("appeal_answer", {"text": appeal.answer})
        wide.append(Group(visit.say("web.appeals.answer"), (answer,), visit.say("web.appeals.answer_note"), True))
    wide.append(history_of(visit, "appeal", name))
    narrow = _next(visit, appeal, dict(version.body)) if visit.may(Role.PLANNER) else ()
    title = f"{name}: {visit.say(f'web.appeal.{appeal.state}')}"
    links = Links(((f"/library/{step(appeal.project)}", appeal.project), ("/appeals", visit.say("web.appeals.title"))))
    return Page(title, (Columns(tuple(wide), narrow),) if narrow else tuple(wide), actions=(links,))


def _facts_links(appeal: room.Appeal) -> dict[tuple[int, str], Link]:
    """Return where the facts of a project lead: to the cell and the entries that say what stands."""
    links = {}
    for n, claim in enumerate(appeal.claims):
        name = claim.heading.rpartition(": ")[2].partition(" (")[0]
        links[n, "was"] = Link(address("/trace", figure=f"{appeal.project}.{name}"), (appeal.project, name), CELL)
        links[n, "said"] = Link(address("/trace", figure=appeal.id), (appeal.id,), SUM)
    return links


def _next(visit: AnyVisit, appeal: room.Appeal, body: dict[str, Any]) -> tuple[Block, ...]:
    """Return what may be done with an appeal as it stands."""
    path = f"/appeals/{step(appeal.id)}"
    why = Field("why", visit.say("web.appeals.why"), is_required=True)
    if appeal.state == room.ENTERED:
        labels = [visit.say("web.appeals.found_of", fact=said_heading(visit.speaker, c.heading)) for c in appeal.claims]
        found = [
            Field(f"found{n}", label, attributes={"maxlength": "500"}) for n, label in enumerate(labels[:_MOST_FOUND])
        ]
        correct = Form(f"{path}/correct", (*found, why), (Button(visit.say("web.appeals.correct"), is_main=True),))
        refuse = Form(f"{path}/refuse", (why,), (Button(visit.say("web.appeals.refuse")),))
        return (
            Group(visit.say("web.appeals.correct"), (correct,), is_panel=True),
            Group(visit.say("web.appeals.refuse"), (refuse,), is_panel=True),
        )
    if appeal.state == room.REFUSED:
        return ()
    plans = [entry.name for entry in planning(visit).shelf.entries()]
    if not plans:
        return ()
    chosen = visit.query.plan if visit.query.plan in plans else plans[0]
    pick = Field("plan", visit.say("web.appeals.plan"), "select", chosen, tuple((name, name) for name in plans))
    again = Form(f"{path}/again", (pick,), (Button(visit.say("web.appeals.solve"), is_main=True),))
    note = visit.say("web.appeals.again_note")
    return (Group(visit.say("web.appeals.again"), (again, *_solved(visit, appeal, body, chosen)), note, True),)


_MOST_FOUND = 3
"""Facts of an appeal that the page corrects to something else than claimed; the command line takes any number."""


def _solved(visit: AnyVisit, appeal: room.Appeal, body: dict[str, Any], plan: str) -> tuple[Block, ...]:
    """Return where solving again is, or what it said with the button that enters it."""
    opened = planning(visit).plan(plan)
    job = planning(visit).jobs.answer_to("appeal", _request(opened, appeal, body)) if opened is not None else None
    if job is None:
        return ()
    if "letters" not in (job.result or {}):  # under way, or ended without an answer
        return (job_block(visit, job),)
    decision = _decision(job.result)
    told = [Prose(visit.say("web.appeals.in" if decision.is_in else "web.appeals.out"))]
    if decision.near and not decision.was_in:
        told.append(Prose(visit.say("web.appeals.near"), "note"))
    if decision.leaves:
        told.append(Prose(visit.say("web.appeals.leaves", names=visit.speaker.list(decision.leaves)), "note"))
    if not decision.is_settled:
        told.append(Prose(visit.say("web.appeals.open_end"), "note"))
    fields = (Field("plan", kind="hidden", value=plan), Field("why", visit.say("web.appeals.why")))
    send = Form(f"/appeals/{step(appeal.id)}/answer", fields, (Button(visit.say("web.appeals.send"), is_main=True),))
    return (*told, Custom("appeal_answer", {"text": decision.letters[visit.speaker.language]}), send)


def _decision(result: Any) -> Decision:
    return Decision(**{**result, "leaves": tuple(result["leaves"])})


def _request(opened: OpenPlan, appeal: room.Appeal, body: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: body[key] for key in ("project", "claims", "by", "why", "reason") if key in body}
    kept["state"] = room.CORRECTED  # the same request before and after it is answered
    return {"plan": str(opened.path), "of": opened.digest, "appeal": appeal.id, "body": kept}


class EnterBody(Body):
    """A fact of a project as the applicant says it is."""

    project: str = Part(max_length=200)
    fact: str = Part(max_length=200)
    says: str = Part("", max_length=500)
    why: str = Part("", max_length=1000)


class FoundBody(Body):
    """What was found instead of each fact, by its number; empty: as claimed."""

    found0: str = Part("", max_length=500)
    found1: str = Part("", max_length=500)
    found2: str = Part("", max_length=500)
    why: str = Part("", max_length=1000)


class AnswerBody(PlanBody):
    """Why, if there is something to say."""

    why: str = Part("", max_length=1000)


def enter(visit: AnyVisit) -> Redirect:
    """Keep an appeal."""
    body: EnterBody = visit.body
    claims = (Claim(body.fact.strip(), body.says.strip()),)
    name, kept = room.enter_appeal(visit.desk.office, body.project.strip(), claims, visit.said(body.why.strip()))
    return _answered(kept, f"/appeals/{step(name)}")


def correct(visit: AnyVisit) -> Redirect:
    """Correct the facts of an appeal, as claimed or as found."""
    office, name = visit.desk.office, visit.path["appeal"]
    version = office.store.version("appeal", name)
    if version is None or version.body is None:
        raise Refused(404, room.no_appeal(name))
    given = [visit.body.found0.strip(), visit.body.found1.strip(), visit.body.found2.strip()]
    claims = room.appeal_of(name, version.body).claims
    found = tuple(
        Claim(claim.heading, given[n] if n < len(given) and given[n] else claim.said) for n, claim in enumerate(claims)
    )
    kept = room.correct(office, name, found if any(given) else (), visit.said(visit.body.why.strip()))
    return _answered(kept, f"/appeals/{step(name)}")


def refuse(visit: AnyVisit) -> Redirect:
    """Say, with a reason, that the facts of an appeal stand."""
    name = visit.path["appeal"]
    said, language = visit.said(visit.body.why.strip()), visit.speaker.language
    kept = refused(visit.desk.office, name, said, language)
    return _answered(kept, f"/appeals/{step(name)}")


def again(visit: AnyVisit) -> Redirect:
    """Begin to solve the decision on an appeal again."""
    opened, appeal, body = _ready(visit)
    planning(visit).jobs.begin("appeal", _request(opened, appeal, body), visit.user.name)
    return Redirect(address(f"/appeals/{step(appeal.id)}", plan=opened.name))


def answer(visit: AnyVisit) -> Redirect:
    """Enter what solving again said as the answer."""
    opened, appeal, body = _ready(visit)
    job = planning(visit).jobs.answer_to("appeal", _request(opened, appeal, body))
    if job is None or "letters" not in (job.result or {}):
        what = f"The decision on appeal {appeal.id} has not been solved again with these facts."
        raise Refused(409, Finding("E863", what, Place(key=appeal.id), fix="Solve it again first."))
    said, language = visit.said(visit.body.why.strip()), visit.speaker.language
    kept = enter_answer(visit.desk.office, appeal.id, Path(opened.path), _decision(job.result), said, language)
    return _answered(kept, f"/appeals/{step(appeal.id)}")


def _ready(visit: AnyVisit) -> tuple[OpenPlan, room.Appeal, dict[str, Any]]:
    """Return the plan and an appeal whose facts are corrected.

    Raises:
        Refused: there is no such plan or appeal, or its facts are not corrected.
    """
    name = visit.path["appeal"]
    version = visit.desk.office.store.version("appeal", name)
    if version is None or version.body is None:
        raise Refused(404, room.no_appeal(name))
    body = dict(version.body)
    appeal = room.appeal_of(name, body)
    if appeal.state not in (room.CORRECTED, room.ANSWERED):
        what = f"The facts of appeal {name} are not corrected: it is {appeal.state}."
        raise Refused(409, Finding("E863", what, Place(key=name), fix="Correct them first."))
    opened = planning(visit).plan(visit.body.plan)
    if opened is None:
        raise Refused(404, Finding("E853", "There is no plan yet.", fix="Solve a scenario first."))
    return opened, appeal, body


def _answered(kept: Kept, href: str) -> Redirect:
    receipt, findings = kept
    if receipt is None:
        codes = {finding.code for finding in findings}
        raise Refused(404 if codes & {"E609", "E861"} else 409 if codes & {"E863", "E803"} else 422, *findings)
    return Redirect(href)


def undecided_appeals(desk: Desk) -> int:
    """Return how many appeals wait for an answer."""
    return desk.once(
        "undecided appeals",
        lambda: sum(a.state in (room.ENTERED, room.CORRECTED) for a in room.appeals_in(desk.office)),
    )


PAGES = (
    PageAt("/appeals", "web.appeals.title", show_all, menu="watch", is_traced=True),
    PageAt("/appeals/{appeal}", "web.appeals.title", show_one, query=PlanQuery, state=plan_state, is_traced=True),
)
ACTIONS = (
    Action("POST", "/appeals", enter, Role.PLANNER, EnterBody),
    Action("POST", "/appeals/{appeal}/correct", correct, Role.PLANNER, FoundBody),
    Action("POST", "/appeals/{appeal}/refuse", refuse, Role.PLANNER, FoundBody),
    Action("POST", "/appeals/{appeal}/again", again, Role.PLANNER, PlanBody),
    Action("POST", "/appeals/{appeal}/answer", answer, Role.PLANNER, AnswerBody),
)
