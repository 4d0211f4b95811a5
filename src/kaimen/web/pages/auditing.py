"""Audit of a plan: every decision derived again, declared preferences with their price, statistics among equals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import Annotated, Any

from fastapi import File, UploadFile

from kaimen.audit import (
    ATTRIBUTES,
    BY_REGION,
    OTHERS,
    Effect,
    Preference,
    Rederived,
    Told,
    check_decisions,
    decided_cases,
    effects,
    plan_cases,
    preferences,
    rederive,
)
from kaimen.errors import Finding
from kaimen.formats.decision_table import parse_decisions
from kaimen.report import Table
from kaimen.report.audit import effect_table, exception_table, preference_table, unequal_table, waiver_table
from kaimen.report.language import said_value
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    SUM,
    Block,
    Button,
    Field,
    Figure,
    Findings,
    Form,
    Group,
    Link,
    Links,
    Page,
    Prose,
    Sheet,
    Strip,
)
from kaimen.web.pages import plan_start
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.planning import PlanBody, PlanQuery, plan_state, planning
from kaimen.web.visit import AnyVisit, Redirect, address
from kaimen.workspace.business.audits import Waived, waived
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.uploads import plain_name

_MOST = 50
_FINDINGS = 200
_OUTCOMES = ("selected", "refused", "waiting", "amount")
_CLASSES = ("state", "private", "foreign", "mixed", "micro", "small", "medium", "large", "others")
_READ = (*ATTRIBUTES, "owner", "project", "sector", "investor")
_RANK = (Told.LESS, Told.MORE, Told.OPEN, Told.EVEN)


def show(visit: AnyVisit) -> Page:
    """Show the audit of a plan."""
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    found = visit.desk.once(f"audit {opened.digest}", lambda: _audited(visit, opened))
    exact = (*_declared(visit, opened, found), *_exact(visit, opened, found))
    title = f"{visit.say('web.audit.title')}: {opened.name}"
    blocks = (
        _strip(visit, opened.name, found),
        *exact,
        _effects(visit, opened.name, found.effects),
        *_decisions_form(visit, opened),
    )
    return Page(title, blocks, visit.say("web.audit.lead"))


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit without solving again comes to."""

    rederived: Rederived
    preferences: tuple[Preference, ...]
    effects: tuple[Effect, ...]


def _audited(visit: AnyVisit, opened: OpenPlan) -> Audit:
    question = opened.question
    rederived = rederive(opened.problem, opened.result)
    cases, outcomes = plan_cases(
        opened.problem, opened.result, question.library, rederived, firms_in(visit.desk.office)
    )
    found = tuple(effects(cases, ATTRIBUTES, outcomes)) if cases else ()
    return Audit(rederived, tuple(preferences(question.scenario)), found)


def _strip(visit: AnyVisit, plan: str, found: Audit) -> Strip:
    exact = found.rederived
    every, odd = len(exact.decisions), len(exact.exceptions)
    counts = {"decisions": every, "follow": every - odd, "exceptions": odd, "ties": len(exact.out_of_order)}
    every_one = Link(address("/why", plan=plan), (plan,), SUM)
    leads = {"decisions": every_one, "follow": every_one}
    leads |= {"exceptions": Link("#exception", (), SUM), "ties": Link("#equal", (), SUM)}
    return Strip(
        tuple(
            Figure(visit.say(f"web.audit.{key}"), visit.speaker.number(number), link=leads.get(key))
            for key, number in counts.items()
        )
    )


def _heads(visit: AnyVisit, table: Table) -> dict[str, str]:
    return {column.key: visit.say(f"web.audit.head.{column.key}") for column in table.columns}


def _declared(visit: AnyVisit, opened: OpenPlan, found: Audit) -> Iterator[Group]:
    """Yield what prefers some to others, and waivers; what the plan loses by each is worked out when asked for."""
    job = planning(visit).jobs.answer_to("audit", _request(opened))
    told = (job.result or {}).get("prices", ()) if job is not None else ()
    prices = {(kind, name): None if most is None else Fraction(most) for kind, name, most in told}
    entries = [replace(entry, at_most=prices.get((entry.kind, entry.name))) for entry in found.preferences]
    entries.sort(key=lambda entry: -(entry.at_most or Fraction(0)))
    shown = {}
    for at, entry in enumerate(entries):
        kind = entry.kind if entry.kind in ("fund", "quota", "waiver") else "rule"
        shown[at, "kind"] = visit.say(f"web.audit.kind.{kind}")
        shown[at, "name"] = _preference(visit, entry)
        shown[at, "cites"] = visit.speaker.separate(_cited(visit, cite) for cite in entry.cites.split("; "))
        shown[at, "reads"] = visit.speaker.list([_word(visit, "attribute", word, _READ) for word in entry.reads])
    table = preference_table(entries)
    hidden = frozenset(("at_least",) if prices else ("at_least", "at_most"))
    none = visit.say("web.audit.no_preference")
    blocks: list[Block] = [Sheet(table, "", _heads(visit, table), shown, hidden=hidden, empty=none)]
    if job is not None and not job.state.is_over:
        blocks.insert(0, job_block(visit, job))
    elif entries and not prices and visit.may(Role.PLANNER):
        plan = Field("plan", kind="hidden", value=opened.name)
        blocks.append(Form("/audit/price", (plan,), (Button(visit.say("web.audit.price"), is_main=True),)))
    yield Group(visit.say("web.audit.declared"), tuple(blocks), visit.say("web.audit.declared_note"))
    kept_out = list(waived(opened.problem, entries))
    if kept_out:
        yield Group(visit.say("web.audit.waivers"), (_waivers(visit, opened, kept_out, hidden),))


def _waivers(visit: AnyVisit, opened: OpenPlan, kept_out: Sequence[Waived], hidden: frozenset[str]) -> Sheet:
    table = waiver_table([(w.project, w.author, w.reason, w.at_least, w.at_most) for w in kept_out])
    names = {
        (at, key): visit.speaker.called(text)
        for at, entry in enumerate(kept_out)
        for key, text in (("author", entry.author), ("why", entry.reason))
    }
    links = {
        (at, "project"): Link(address("/why", plan=opened.name, project=w.project)) for at, w in enumerate(kept_out)
    }
    return Sheet(table, "", _heads(visit, table), names, links, hidden=hidden, most=_MOST)


def _cited(visit: AnyVisit, cite: str) -> str:
    """Return a pledge that is cited, and the note beside it."""
    comma, colon = (", ", ": ") if visit.speaker.language == "en" else ("，", "：")
    parts = [[visit.speaker.called(word) for word in part.split(": ")] for part in cite.split(", ")]
    return comma.join(colon.join(said_value(visit.speaker, word) for word in words) for words in parts)


def _preference(visit: AnyVisit, entry: Preference) -> str:
    """Return what a preference is called; quotas by region go by the name of their resource."""
    resource = entry.name.removesuffix(BY_REGION)
    if entry.kind == "quota" and resource != entry.name:
        return visit.say("web.audit.by_region", name=visit.speaker.called(resource))
    return visit.speaker.called(entry.name)


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
        ("exception", exceptions, decisions, (("project", "project"), ("margin", "project"))),
        ("equal", equals, apart, (("taken", "taken"), ("left", "left"))),
    ):
        places = {column.key: at for at, column in enumerate(table.columns)}
        links = {
            (at, key): Link(address("/why", plan=opened.name, project=str(row[places[of]])), (), SUM)
            for at, row in enumerate(table.rows[:_MOST])
            for key, of in keys
        }
        sheet = Sheet(
            table, "", _heads(visit, table), shown, links, most=_MOST, empty=visit.say("web.policies.nothing")
        )
        blocks.append(Group(visit.say(f"web.audit.{name}"), (sheet,), id=name))
    return blocks


def _effects(visit: AnyVisit, plan: str, found: Sequence[Effect]) -> Group:
    """Return each class against all others of equal margin."""
    if not found:
        return Group(visit.say("web.audit.effects"), (Prose(visit.say("web.audit.few")),))
    table = effect_table(found)
    ordered = sorted(found, key=lambda e: (_RANK.index(e.told), e.outcome, e.attribute, e.level))
    shown = {}
    for at, effect in enumerate(ordered):
        shown[at, "interval"] = _interval(visit, effect)
        shown[at, "unit"] = visit.say("web.audit.points") if effect.is_share else ""
        shown[at, "says"] = visit.say(f"web.audit.told.{Told(effect.told).name.lower()}")
        shown[at, "outcome"] = _word(visit, "outcome", effect.outcome, _OUTCOMES)
        shown[at, "attribute"] = _word(visit, "attribute", effect.attribute, ATTRIBUTES)
        shown[at, "class"] = _class(visit, effect)
    cases = Link(address("/why", plan=plan), (visit.say("web.audit.decisions"), plan), SUM)
    figures = [column.key for column in table.columns if column.figures or column.percent]
    links = {(at, key): cases for at in range(min(_MOST, len(table.rows))) for key in figures}
    sheet = Sheet(table, "", _heads(visit, table), shown, links, most=_MOST)
    return Group(visit.say("web.audit.effects"), (sheet,), visit.say("web.audit.effects_note"))


def _decisions_form(visit: AnyVisit, opened: OpenPlan) -> tuple[Form, ...]:
    if not visit.may(Role.REVIEWER):
        return ()
    fields = (
        Field("plan", kind="hidden", value=opened.name),
        Field("file", visit.say("web.audit.file"), "file", is_required=True, attributes={"accept": ".csv,.xlsx"}),
    )
    button = Button(visit.say("web.audit.compare"))
    return (Form("/audit/decisions", fields, (button,), is_upload=True, title=visit.say("web.audit.office")),)


class DecisionsBody(PlanBody):
    """What an office decided, as a list."""

    file: Annotated[UploadFile, File(description="CSV or XLSX: id, decision, and perhaps waiting and amount.")]


def decided(visit: AnyVisit) -> Page:
    """Say whether an office's own decisions treat classes alike, beside the margins of a plan; nothing is kept."""
    opened = planning(visit).plan(visit.body.plan)
    if opened is None:
        return plan_start.empty(visit)
    name = plain_name(visit.body.file.filename or "decisions.csv")
    decisions, findings = parse_decisions(visit.body.file.file.read(), name)
    title = f"{visit.say('web.audit.office')}: {name}"
    back = Links(((address("/audit", plan=opened.name), visit.say("web.audit.title")),))
    if not decisions:
        return Page(title, (back, _told(visit, findings), *_decisions_form(visit, opened)), status=422)
    rederived = rederive(opened.problem, opened.result)
    findings += check_decisions(decisions, rederived)
    firms = firms_in(visit.desk.office)
    cases, outcomes = decided_cases(decisions, opened.question.library, rederived, firms)
    found = effects(cases, ATTRIBUTES, outcomes) if cases else []
    lead = visit.say("web.audit.cases", n=len(cases))
    return Page(
        title,
        (back, _effects(visit, opened.name, found), _told(visit, findings), *_decisions_form(visit, opened)),
        lead,
    )


def _told(visit: AnyVisit, findings: Sequence[Finding]) -> Findings:
    return Findings(tuple(findings[:_FINDINGS]), visit.say("web.findings", n=len(findings)) if findings else "")


def _word(visit: AnyVisit, family: str, word: str, known: tuple[str, ...]) -> str:
    return visit.say(f"web.audit.{family}.{word}") if word in known else visit.speaker.called(word)


def _class(visit: AnyVisit, effect: Effect) -> str:
    if effect.attribute in ("ownership", "size") or effect.level == OTHERS:
        return _word(visit, "class", effect.level.strip("()"), _CLASSES)
    return visit.speaker.called(effect.level)


def _interval(visit: AnyVisit, effect: Effect) -> str:
    scale = 100 if effect.is_share else 1
    ends = [f"{end * scale:+,.1f}" if isfinite(end) else "…" for end in (effect.low, effect.high)]
    return visit.say("web.audit.to", a=ends[0], b=ends[1])


PAGES = (PageAt("/audit", "web.audit.title", show, menu="watch", query=PlanQuery, state=plan_state, is_traced=True),)
ACTIONS = (
    Action("POST", "/audit/price", price, Role.PLANNER, PlanBody),
    Action("POST", "/audit/decisions", decided, Role.REVIEWER, DecisionsBody),
)
