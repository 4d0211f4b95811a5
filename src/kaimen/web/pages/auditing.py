"""Audit of a plan: every decision derived again, declared preferences with their price, statistics among equals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import Any

from kaimen.audit import ATTRIBUTES, Effect, Preference, Rederived, Told, effects, plan_cases, preferences, rederive
from kaimen.report import Table
from kaimen.report.audit import effect_table, exception_table, preference_table, unequal_table
from kaimen.web.page import Block, Button, Field, Figure, Form, Group, Link, Page, Prose, Sheet, Strip
from kaimen.web.pages import plan_start
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.planning import PlanBody, PlanQuery, plan_state, planning
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit, Redirect, address
from kaimen.workspace.accounts import Role
from kaimen.workspace.shelf import OpenPlan

_MOST = 50
_RANK = (Told.LESS, Told.MORE, Told.OPEN, Told.EVEN)


def show(visit: AnyVisit) -> Page:
    """Show the audit of a plan."""
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    found = visit.desk.once(f"audit {opened.digest}", lambda: _audited(opened))
    exact = (_declared(visit, opened, found), *_exact(visit, opened, found))
    title = f"{visit.say('web.audit.title')}: {opened.name}"
    return Page(title, (_strip(visit, found), *exact, _effects(visit, found)), visit.say("web.audit.lead"))


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit without solving again comes to."""

    rederived: Rederived
    preferences: tuple[Preference, ...]
    effects: tuple[Effect, ...]


def _audited(opened: OpenPlan) -> Audit:
    question = opened.question
    rederived = rederive(opened.problem, opened.result)
    cases, outcomes = plan_cases(opened.problem, opened.result, question.library, rederived, ())
    found = tuple(effects(cases, ATTRIBUTES, outcomes)) if cases else ()
    return Audit(rederived, tuple(preferences(question.scenario)), found)


def _strip(visit: AnyVisit, found: Audit) -> Strip:
    exact = found.rederived
    every, odd = len(exact.decisions), len(exact.exceptions)
    counts = {"decisions": every, "follow": every - odd, "exceptions": odd, "ties": len(exact.out_of_order)}
    return Strip(
        tuple(Figure(visit.say(f"web.audit.{key}"), visit.speaker.number(number)) for key, number in counts.items())
    )


def _heads(visit: AnyVisit, table: Table) -> dict[str, str]:
    return {column.key: visit.say(f"web.audit.head.{column.key}") for column in table.columns}


def _declared(visit: AnyVisit, opened: OpenPlan, found: Audit) -> Group:
    """Return what prefers some to others, and what the plan loses by it, which is worked out when asked for."""
    job = planning(visit).jobs.answer_to("audit", _request(opened))
    told = (job.result or {}).get("prices", ()) if job is not None else ()
    prices = {(kind, name): None if most is None else Fraction(most) for kind, name, most in told}
    entries = [replace(entry, at_most=prices.get((entry.kind, entry.name))) for entry in found.preferences]
    entries.sort(key=lambda entry: -(entry.at_most or Fraction(0)))
    shown = {}
    for at, entry in enumerate(entries):
        kind = entry.kind if entry.kind in ("fund", "quota", "waiver") else "rule"
        shown[at, "kind"] = visit.say(f"web.audit.kind.{kind}")
        shown[at, "name"] = visit.speaker.called(entry.name)
    table = preference_table(entries)
    hidden = frozenset(("at_least",) if prices else ("at_least", "at_most"))
    none = visit.say("web.audit.no_preference")
    blocks: list[Block] = [Sheet(table, "", _heads(visit, table), shown, hidden=hidden, empty=none)]
    if job is not None and not job.state.is_over:
        blocks.insert(0, job_block(visit, job))
    elif entries and not prices and visit.may(Role.PLANNER):
        plan = Field("plan", kind="hidden", value=opened.name)
        blocks.append(Form("/audit/price", (plan,), (Button(visit.say("web.audit.price"), is_main=True),)))
    return Group(visit.say("web.audit.declared"), tuple(blocks), visit.say("web.audit.declared_note"))


def _request(opened: OpenPlan) -> dict[str, Any]:
    return {"plan": str(opened.path), "of": opened.digest}


def price(visit: AnyVisit) -> Redirect:
    """Begin to work out what a plan loses by each declared preference."""
    opened = planning(visit).plan(visit.body.plan)
    if opened is None:
        return Redirect("/plan")
    planning(visit).jobs.begin("audit", _request(opened), visit.user.name)
    return Redirect(address("/audit", plan=opened.name))


def _exact(visit: AnyVisit, opened: OpenPlan, found: Audit) -> list[Block]:
    """Return the decisions that do not follow from the prices, and equals that were decided otherwise."""
    exceptions, equals = exception_table(found.rederived), unequal_table(found.rederived)
    words = {"in the plan": visit.say("web.audit.in"), "left out": visit.say("web.audit.left")}
    decisions = {(at, "decision"): words[str(row[1])] for at, row in enumerate(exceptions.rows)}
    apart = {
        (at, "apart"): visit.speaker.list([visit.speaker.called(row) for row in pair.rows])
        or visit.say("web.audit.order")
        for at, pair in enumerate(found.rederived.unequal)
    }
    blocks: list[Block] = []
    for name, table, shown, keys in (
        ("exception", exceptions, decisions, ("project",)),
        ("equal", equals, apart, ("taken", "left")),
    ):
        places = {column.key: at for at, column in enumerate(table.columns)}
        links = {
            (at, key): Link(address("/why", plan=opened.name, project=str(row[places[key]])))
            for at, row in enumerate(table.rows[:_MOST])
            for key in keys
        }
        sheet = Sheet(
            table, "", _heads(visit, table), shown, links, most=_MOST, empty=visit.say("web.policies.nothing")
        )
        blocks.append(Group(visit.say(f"web.audit.{name}"), (sheet,)))
    return blocks


def _effects(visit: AnyVisit, found: Audit) -> Group:
    """Return each class against all others of equal margin."""
    if not found.effects:
        return Group(visit.say("web.audit.effects"), (Prose(visit.say("web.audit.few")),))
    table = effect_table(found.effects)
    ordered = sorted(found.effects, key=lambda e: (_RANK.index(e.told), e.outcome, e.attribute, e.level))
    shown = {}
    for at, effect in enumerate(ordered):
        shown[at, "interval"] = _interval(visit, effect)
        shown[at, "unit"] = visit.say("web.audit.points") if effect.is_share else ""
        shown[at, "says"] = visit.say(f"web.audit.told.{Told(effect.told).name.lower()}")
        shown[at, "outcome"] = _named(visit, "outcome", effect.outcome, ("selected", "waiting"))
        shown[at, "attribute"] = _named(visit, "attribute", effect.attribute, ("ownership", "size", "region"))
        shown[at, "class"] = _class(visit, effect)
    sheet = Sheet(table, "", _heads(visit, table), shown, most=_MOST)
    return Group(visit.say("web.audit.effects"), (sheet,), visit.say("web.audit.effects_note"))


def _named(visit: AnyVisit, family: str, word: str, known: tuple[str, ...]) -> str:
    return visit.say(f"web.audit.{family}.{word}") if word in known else visit.speaker.called(word)


def _class(visit: AnyVisit, effect: Effect) -> str:
    if effect.attribute == "ownership":
        return _named(visit, "class", effect.level, ("state", "private", "foreign", "mixed"))
    return visit.speaker.called(effect.level)


def _interval(visit: AnyVisit, effect: Effect) -> str:
    scale = 100 if effect.is_share else 1
    ends = [f"{end * scale:+,.1f}" if isfinite(end) else "…" for end in (effect.low, effect.high)]
    return visit.say("web.audit.to", a=ends[0], b=ends[1])


PAGES = (PageAt("/audit", "web.audit.title", show, menu="watch", query=PlanQuery, state=plan_state),)
ACTIONS = (Action("POST", "/audit/price", price, Role.PLANNER, PlanBody),)
