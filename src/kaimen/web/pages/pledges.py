"""Pledges: the ledger, its verdicts, and one pledge with its sentence and all that became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.extract import propose_rule
from kaimen.ledger import Pledge, Retraction
from kaimen.quantity import parse_number
from kaimen.report import Column, Table, pledge_figure, pledge_table
from kaimen.report.assessing import because, verdict_word
from kaimen.report.language import said_text, said_value
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import PASSAGE, Block, Button, Columns, Custom, Field, Form, Group, Link, Page, Prose, Sheet
from kaimen.web.pages.entries import history_of
from kaimen.web.pages.trace import steps_sheet
from kaimen.web.visit import AnyVisit, Body, Desk, Redirect, Refused, step
from kaimen.workspace.delivery.indicators import assess
from kaimen.workspace.reading.review import amend, ledger_in, pledge_in, retract
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.tracing.figures import trace_in

_SHOWN = ("id", "where", "what", "figure", "due", "state")


def show_all(visit: AnyVisit) -> Page:
    desk, language = visit.desk, visit.speaker.language
    ledger = desk.once("ledger", lambda: ledger_in(desk.office))
    table = pledge_table(ledger)
    verdicts = {v.pledge: v for v, _ in desk.once(f"verdicts {desk.today}", lambda: assess(desk.office, desk.today))}
    at = {column.key: number for number, column in enumerate(table.columns)}
    named = [verdicts.get(str(row[at["id"]])) for row in table.rows]
    words = tuple((*row, v.verdict if v else "", v.rule if v else "") for row, v in zip(table.rows, named, strict=True))
    whole = Table("pledges", (*table.columns, Column("verdict", "verdict"), Column("rule", "rule")), words)
    shown: dict[tuple[int, str], str] = {}
    links: dict[tuple[int, str], Link] = {}
    pledges = {entry.pledge.id: entry.pledge for entry in ledger.entries if not isinstance(entry, Retraction)}
    for number, row in enumerate(table.rows):
        name, verdict = str(row[at["id"]]), named[number]
        quote = f'"{row[at["quote"]]}"'
        steps = (name, quote, str(row[at["document"]]))
        links[number, "id"] = Link(f"/pledges/{step(name)}", steps)
        links[number, "figure"] = Link(f"/pledges/{step(name)}", steps, PASSAGE)
        pledge = pledges.get(name)
        if pledge is not None:
            shown[number, "figure"] = pledge_figure(pledge, visit.speaker)
        for key in ("where", "what"):
            shown[number, key] = visit.speaker.called(str(row[at[key]]))
        shown[number, "state"] = visit.say(f"web.pledge.{row[at['state']]}") if row[at["state"]] else ""
        shown[number, "verdict"] = verdict_word(verdict.verdict, language).replace("_", " ") if verdict else ""
        if verdict is not None:
            links[number, "verdict"] = Link(f"/trace?figure={step(name)}.verdict", (name, because(verdict, language)))
    hidden = frozenset(column.key for column in table.columns) - frozenset(_SHOWN) | {"rule"}
    heads = {key: visit.say(f"web.pledge.{key}") for key in (*_SHOWN, "verdict")}
    empty = visit.say("web.pledges.empty")
    sheet = Sheet(whole, heads=heads, shown=shown, links=links, hidden=hidden, empty=empty)
    return Page(visit.say("web.pledges.title"), (sheet,), visit.say("web.pledges.lead", n=len(ledger.pledges)))


def show_one(visit: AnyVisit) -> Page:
    name = visit.path["pledge"]
    office = visit.desk.office
    history = office.store.history("pledge", name)
    if not history:
        fix = "Choose one of the ledger."
        raise Refused(404, Finding("E822", f'The pledge "{name}" is not in the ledger.', Place(key=name), fix=fix))
    pledge = pledge_in(office, name)
    version = history[-1][1].number
    parts = {"part": visit.say("web.project.part"), "says": visit.say("web.project.says")}
    wide: list[Block] = []
    if pledge is None:
        wide.append(Prose(visit.say("web.pledge.gone"), "warn"))
    else:
        wide += [Prose(f"“{pledge.passage.quote}”"), Sheet(_facts(visit, pledge), heads=parts)]
        wide.append(_becomes(visit, pledge))
    wide.append(
        Group(visit.say("web.trace.title"), (steps_sheet(visit, trace_in(office, name, speaker=visit.speaker)),))
    )
    forms = _forms(visit, pledge, version) if pledge is not None and visit.may(Role.REVIEWER) else ()
    title = f"{name}: {visit.speaker.called(pledge.what)}" if pledge else name
    return Page(title, (Columns(tuple(wide), (*forms, history_of(visit, "pledge", name))),) if forms else tuple(wide))


def _becomes(visit: AnyVisit, pledge: Pledge) -> Group:
    """Return what a pledge can become in a scenario or as a test, or why it cannot."""
    proposal = propose_rule(pledge)
    blocks: list[Block] = []
    if proposal.why_not:
        blocks.append(Prose(said_text(visit.speaker, proposal.why_not) or proposal.why_not, "note"))
    if proposal.toml:
        blocks.append(Prose(visit.say(f"web.rule.{proposal.kind}")))
        blocks.append(Custom("proposed_rule", {"text": proposal.toml}))
    return Group(visit.say("web.rule.title"), tuple(blocks))


def _facts(visit: AnyVisit, pledge: Pledge) -> Table:
    parts = (
        ("where", visit.speaker.called(pledge.region)),
        ("what", visit.speaker.called(pledge.what)),
        ("figure", pledge_figure(pledge, visit.speaker)),
        ("due", str(pledge.due or "")),
        ("authority", visit.speaker.called(pledge.authority)),
    )
    rows = tuple((visit.say(f"web.pledge.{name}"), text or visit.say("nothing")) for name, text in parts)
    return Table("pledge", (Column("part", "part"), Column("says", "says")), rows)


def _forms(visit: AnyVisit, pledge: Pledge, version: int) -> tuple[Block, ...]:
    path = f"/pledges/{step(pledge.id)}"
    number = Field("version", kind="hidden", value=str(version))
    why = Field("why", visit.say("web.why"), is_required=True)
    fields = [Field(key, visit.say(f"web.pledge.{key}"), value=text) for key, text in _texts(pledge)]
    fields.append(Field("due", visit.say("web.pledge.due"), "date", str(pledge.due or "")))
    if pledge.target is not None:
        label = visit.say("web.candidate.value", x=said_value(visit.speaker, pledge.target.unit))
        fields.append(Field("value", label, value=f"{pledge.target.value:f}"))
    amending = Form(path, (number, *fields, why), (Button(visit.say("web.pledge.amend"), is_main=True),))
    taking = Form(f"{path}/retract", (number, why), (Button(visit.say("web.pledge.retract")),))
    return (
        Group(visit.say("web.pledge.amend"), (amending,), is_panel=True),
        Group(visit.say("web.pledge.retract"), (taking,), is_panel=True),
    )


def _texts(pledge: Pledge) -> tuple[tuple[str, str], ...]:
    return ("what", pledge.what), ("where", pledge.region), ("authority", pledge.authority)


class Versioned(Body):
    """A change of something as it stood in a version, and why."""

    version: int = Part(ge=0, le=10**9)
    why: str = Part("", max_length=500)


class Amended(Versioned):
    """What a pledge is to say."""

    what: str = Part("", max_length=500)
    where: str = Part("", max_length=200)
    authority: str = Part("", max_length=200)
    due: str = Part("", max_length=10)
    value: str = Part("", max_length=60)


def _current(visit: AnyVisit) -> Pledge:
    """Return the pledge that is to be changed; refused where another version stands than was looked at."""
    name = visit.path["pledge"]
    pledge = pledge_in(visit.desk.office, name)
    if pledge is None:
        fix = "Choose one of the ledger."
        raise Refused(404, Finding("E822", f'The pledge "{name}" is not in the ledger.', Place(key=name), fix=fix))
    stands = visit.desk.office.store.numbers("pledge", [name])[name]
    if visit.body.version != stands:
        current = dict(_texts(pledge)) | {"due": str(pledge.due or ""), "version": stands}
        what = f"Pledge {name} was changed by somebody else meanwhile; nothing of this change was kept."
        found = f"a change of version {visit.body.version}"
        raise Refused(412, Finding("E803", what, Place(key=name), f"version {stands}", found), current=current)
    return pledge


def change(visit: AnyVisit) -> Redirect:
    """Amend a pledge, for a reason."""
    pledge = _current(visit)
    body: Amended = visit.body
    try:
        due = date.fromisoformat(body.due) if body.due else None
    except ValueError:
        raise Refused(422, Finding("E308", "This is no day.", Place(key="due"), found=body.due[:20])) from None
    target = pledge.target
    if target is not None and body.value:
        number = parse_number(body.value)
        if number is None:
            raise Refused(422, Finding("E303", "This is no number.", Place(key="value"), found=body.value[:60]))
        target = replace(target, value=number)
    what = body.what or pledge.what
    changed = replace(pledge, what=what, region=body.where, authority=body.authority, due=due, target=target)
    receipt, findings = amend(visit.desk.office, changed, visit.said(body.why))
    if receipt is None:
        raise Refused(422, *findings)
    return Redirect(f"/pledges/{step(pledge.id)}")


def withdraw(visit: AnyVisit) -> Redirect:
    """Retract a pledge, for a reason."""
    pledge = _current(visit)
    receipt, findings = retract(visit.desk.office, pledge.id, visit.said(visit.body.why))
    if receipt is None:
        raise Refused(422, *findings)
    return Redirect(f"/pledges/{step(pledge.id)}")


def count(desk: Desk) -> int:
    return desk.once("pledges", lambda: len(desk.office.store.names("pledge")))


PAGES = (
    PageAt("/pledges", "web.pledges.title", show_all, menu="read", count=count, is_traced=True),
    PageAt("/pledges/{pledge}", "web.pledges.title", show_one, is_traced=True),
)
ACTIONS = (
    Action("POST", "/pledges/{pledge}", change, Role.REVIEWER, body=Amended),
    Action("POST", "/pledges/{pledge}/retract", withdraw, Role.REVIEWER, body=Versioned),
)
