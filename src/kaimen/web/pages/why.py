"""Why a project is in a plan or not: the margin as a sum, how strong the reasons are, what would admit it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.explain import CHANGES, Explanation
from kaimen.portfolio import Term
from kaimen.report import left_out_table
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import plain
from kaimen.report.briefing.reasons import Case, said_reason, unit_of
from kaimen.report.charts import to_svg
from kaimen.report.charts.sums import Part as SumPart
from kaimen.report.charts.sums import sum_bars
from kaimen.report.letter import reply_letter
from kaimen.report.rows import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    SUM,
    Block,
    Button,
    Columns,
    Custom,
    Field,
    Form,
    Group,
    Link,
    Page,
    Picture,
    Sheet,
)
from kaimen.web.pages import plan_start
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.planning import PlanBody, PlanQuery, plan_state, planning, titles_of
from kaimen.web.visit import AnyVisit, Download, Redirect, Refused, address
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.record.accounts import Role

_MOST_TERMS = 9
"""Terms of a sum that are drawn; the smaller ones are one bar together."""


class WhyQuery(PlanQuery):
    """A plan and a project of it."""

    project: str = Part("", max_length=200)


def show(visit: AnyVisit) -> Page:
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    project = visit.query.project.strip()
    if not project:
        return Page(visit.say("why.title"), (_pick(visit, opened, ""), _list(visit, opened)))
    explanation = _explained(opened, project)
    ground = planning(visit).ground(planning(visit).seen(opened, ()), visit.speaker)
    job = planning(visit).jobs.answer_to("why", _request(opened, project))
    running: list[Block] = [job_block(visit, job)] if job is not None and not job.state.is_over else []
    resolved = (job.result or {}).get("resolved") if job is not None else None
    wide = (
        *_sum(visit, ground, explanation),
        *_admit(visit, opened.name, ground, explanation, resolved),
        *_displaced(visit, opened, resolved),
    )
    narrow = (
        _strength(visit, ground, explanation),
        *_again(visit, opened, explanation, resolved),
        _letter(visit, opened, ground, explanation),
    )
    words = "why.in" if explanation.chosen else "why.out"
    start = visit.speaker.period(explanation.option.start) if explanation.option else ""
    title = visit.say(words, project=project, title=ground.title(project), start=start)
    return Page(title, (*running, Columns(wide, narrow), _pick(visit, opened, project)), _lead(visit, explanation))


def _explained(opened: OpenPlan, project: str) -> Explanation:
    known = {*opened.problem.projects, *(entry.project for entry in opened.problem.barred)}
    if project not in known:
        what = f'There is no project "{project}" in this plan or among those left out.'
        raise Refused(404, Finding("E609", what, Place(key="project"), fix="Look its id up in the list."))
    return opened.explainer.of(project)


def _request(opened: OpenPlan, project: str) -> dict[str, Any]:
    return {"plan": str(opened.path), "project": project, "of": opened.digest}


def _lead(visit: AnyVisit, explanation: Explanation) -> str:
    if explanation.option is None:
        return visit.say("why.barred")
    number = visit.speaker.number
    worth = explanation.benefit - explanation.margin
    values = {"benefit": number(explanation.benefit, 1), "worth": number(worth, 1)}
    if explanation.margin < 0:
        return visit.say("why.short", short=number(-explanation.margin, 1), **values)
    return visit.say("why.over", margin=number(explanation.margin, 1), **values)


def _pick(visit: AnyVisit, opened: OpenPlan, project: str) -> Form:
    fields = (
        Field("plan", kind="hidden", value=opened.name),
        Field("project", visit.say("why.pick"), value=project, is_required=True, attributes={"maxlength": "200"}),
    )
    return Form("/why", fields, (Button(visit.say("why.go")),), "get", is_row=True)


def _list(visit: AnyVisit, opened: OpenPlan) -> Sheet:
    table = left_out_table(opened.left_out)
    keys = ("project", "title", "reason", "strength", "margin")
    heads = {key: visit.say(f"plan.head.{key}") for key in keys}
    shown = {(at, "reason"): visit.say(f"reason.{row[2]}.name") for at, row in enumerate(table.rows)}
    shown |= {(at, "strength"): visit.say(f"why.strength.{row[3]}") for at, row in enumerate(table.rows)}
    titles = titles_of(visit, opened)
    shown |= {(at, "title"): titles.get(str(row[0]), str(row[1])) for at, row in enumerate(table.rows)}
    links = {
        (at, key): Link(address("/why", plan=opened.name, project=str(row[0])), (), mark)
        for at, row in enumerate(table.rows)
        for key, mark in (("project", ""), ("margin", SUM))
    }
    return Sheet(table, visit.say("why.left_out"), heads, shown, links, frozenset({"detail"}), most=50)


def _sum(visit: AnyVisit, ground: Ground, explanation: Explanation) -> tuple[Block, ...]:
    """Return the margin as a sum, drawn and as a table."""
    if explanation.option is None:
        return ()
    speaker = visit.speaker
    terms = sorted((term for term in explanation.terms if term.value), key=lambda term: term.value)
    shown, rest = terms[:_MOST_TERMS], terms[_MOST_TERMS:]

    def worded(value: Fraction) -> str:
        return ("+" if value > 0 else "") + speaker.number(value, 1)

    parts = [SumPart(visit.say("why.sum.benefit"), "", float(explanation.benefit), worded(explanation.benefit))]
    parts += [SumPart(_name(ground, t), _amount(ground, t), float(t.value), worded(t.value)) for t in shown]
    if rest:
        value = sum((term.value for term in rest), Fraction(0))
        parts.append(SumPart(visit.say("plan.more.terms", n=len(rest)), "", float(value), worded(value)))
    margin = explanation.margin
    total = SumPart(visit.say("why.sum.margin"), "", float(margin), worded(margin))
    numbers = {"benefit": speaker.number(explanation.benefit, 1), "margin": speaker.number(margin, 1)}
    sentence = visit.say("why.sum.sentence", **numbers)
    chart = sum_bars(parts, total, sentence, lambda value: speaker.number(Fraction(round(value))))
    rows = tuple((str(t), t.amount, t.unit, t.price, t.value) for t in terms)
    columns = (Column("term", "term"), Column("amount", "amount", True), Column("unit", "unit"))
    more = (Column("price", "price", True), Column("value", "value", True))
    twin = Table("margin", (*columns, *more), (("benefit", None, "", None, explanation.benefit), *rows))
    return (Picture(to_svg(chart), visit.say("why.sum"), visit.say("why.sum.line"), twin),)


def _name(ground: Ground, term: Term) -> str:
    name = ground.speaker.row(term.name, term.period) if term.kind != "rule" else ground.speaker.called(term.name)
    return name if len(name) <= 30 else f"{name[:29]}…"


def _amount(ground: Ground, term: Term) -> str:
    speaker = ground.speaker
    unit = unit_of(ground, term.unit)
    view = speaker.view(unit, [term.amount])
    amount = speaker.amount(term.amount, unit)
    price = term.price / view.factor
    return f"{amount} × {speaker.number(price, 1 if price >= 10 else 3)}"


def _strength(visit: AnyVisit, ground: Ground, explanation: Explanation) -> Group:
    rows = [
        {
            "name": visit.say(f"reason.{reason.code}.name"),
            "strength": visit.say(f"why.strength.{reason.strength}"),
            "says": plain(said_reason(Case(ground, explanation, reason))),
        }
        for reason in explanation.reasons
    ]
    columns = tuple(Column(name, name) for name in ("reason", "strength", "detail"))
    table = Table("reasons", columns, tuple((r.code, str(r.strength), r.detail) for r in explanation.reasons))
    return Group(visit.say("why.strength"), (Custom("why_reasons", {"rows": rows}, (table,)),))


def _admit(
    visit: AnyVisit, plan: str, ground: Ground, explanation: Explanation, resolved: Mapping[str, Any] | None
) -> tuple[Block, ...]:
    """Return the cheapest changes that would admit it: at these prices, and as found by solving again."""
    at_prices = {(c.code, c.name): (c.by, c.unit, c.share) for c in explanation.changes}
    again = {(c["code"], c["name"]): c for c in (resolved or {}).get("admits", ())}
    keys = list(dict.fromkeys([*at_prices, *again]))
    if not keys:
        return ()
    rows, shown = [], {}
    for at, (code, name) in enumerate(keys):
        by = at_prices.get((code, name))
        cells = ["" if by is None else _by(ground, *by), _found(visit, ground, again.get((code, name)))]
        rows.append((f"{name} {CHANGES[code]}".lstrip(), *cells))
        shown[at, "change"] = visit.say(f"why.change.{code}", name=_called(ground, explanation, name))
    columns = (Column("change", "change"), Column("at_prices", "at_prices", True), Column("again", "again", True))
    heads = {"change": "change", "at_prices": "prices", "again": "again"}
    hidden = frozenset(() if again else ("again",))
    prices, jobs = Link(address("/prices", plan=plan), (), SUM), Link("/jobs", (), SUM)
    sheet = Sheet(
        Table("admits", columns, tuple(rows)),
        "",
        {key: visit.say(f"why.admit.{word}") for key, word in heads.items()},
        shown,
        {(at, key): link for at in range(len(rows)) for key, link in (("at_prices", prices), ("again", jobs))},
        hidden,
    )
    return (Group(visit.say("why.admit"), (sheet,), visit.say("why.admit.note")),)


def _called(ground: Ground, explanation: Explanation, name: str) -> str:
    """Return what a row is called in the reader's language; changes have its name and period in one."""
    term = next((term for term in explanation.terms if str(term) == name and term.kind != "rule"), None)
    return ground.speaker.row(term.name, term.period) if term else ground.speaker.called(name)


def _by(ground: Ground, by: Fraction, unit: str, share: Fraction | None) -> str:
    speaker = ground.speaker
    text = speaker.amount(by, unit_of(ground, unit)) if unit else speaker.number(by, 1 if by >= 10 else 3)
    return text + (f" ({speaker.percent(share)})" if share is not None else "")


def _found(visit: AnyVisit, ground: Ground, change: Mapping[str, Any] | None) -> str:
    if change is None:
        return ""
    if change["enough"] is None:
        return visit.say("why.admit.none")
    share = Fraction(change["share"]) if change["share"] is not None else None
    return _by(ground, Fraction(change["enough"]), change["unit"], share)


def _again(
    visit: AnyVisit, opened: OpenPlan, explanation: Explanation, resolved: Mapping[str, Any] | None
) -> tuple[Block, ...]:
    if resolved is not None or explanation.option is None or not visit.may(Role.PLANNER):
        return ()
    words = visit.say("why.again.out" if explanation.chosen else "why.again")
    fields = (
        Field("plan", kind="hidden", value=opened.name),
        Field("project", kind="hidden", value=explanation.project),
    )
    return (Form("/why/again", fields, (Button(words, is_main=True),)),)


def _displaced(visit: AnyVisit, opened: OpenPlan, resolved: Mapping[str, Any] | None) -> tuple[Block, ...]:
    """Return what leaves and what enters when the project is forced in or out."""
    if resolved is None:
        return ()
    wish = resolved["wish"]
    columns = (Column("project", "project"), Column("title", "title"), Column("move", "move"))
    titles = titles_of(visit, opened)
    moves = [(name, "leaves") for name in wish["leaves"]] + [(name, "enters") for name in wish["enters"]]
    table = Table("displaced", columns, tuple((name, titles.get(name, ""), move) for name, move in moves))
    heads = {"project": visit.say("plan.head.project"), "title": visit.say("plan.head.title")}
    heads["move"] = visit.say("why.move")
    shown = {(at, "move"): visit.say(f"why.{move}") for at, (_, move) in enumerate(moves)}
    links = {(at, "project"): Link(address("/why", plan=opened.name, project=n)) for at, (n, _) in enumerate(moves)}
    title = visit.say("why.forced.never")
    if wish["loss"] is not None:
        loss, base = Fraction(wish["loss"]), Fraction(wish["base"])
        share = visit.speaker.percent(loss / base, 2) if base > 0 else ""
        words = "why.forced.out" if wish["excluded"] else "why.forced.in"
        title = visit.say(words, loss=visit.speaker.number(loss, 1), share=share)
    end = visit.say("why.settled" if wish["settled"] else "why.unsettled")
    note = visit.say("why.free", n=wish["free"], end=end)
    return (Group(title, (Sheet(table, "", heads, shown, links),), note),)


def _letter(visit: AnyVisit, opened: OpenPlan, ground: Ground, explanation: Explanation) -> Group:
    text = reply_letter(ground.problem, explanation, ground=ground)
    href = address("/why/letter.txt", plan=opened.name, project=explanation.project)
    return Group(
        visit.say("why.letter"),
        (Custom("why_letter", {"text": text, "href": href}),),
        visit.say("why.letter.note"),
        True,
    )


def letter(visit: AnyVisit) -> Download:
    """Return the reply to the applicant as a text file; it names no other applicant."""
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        raise Refused(404, Finding("E853", "There is no plan yet.", fix="Solve a scenario first."))
    project = visit.query.project
    ground = planning(visit).ground(planning(visit).seen(opened, ()), visit.speaker)
    text = reply_letter(ground.problem, _explained(opened, project), ground=ground)
    return Download(text.encode(), f"{project}.txt", "text/plain; charset=utf-8")


class AgainBody(PlanBody):
    """A project of a plan."""

    project: str = Part("", max_length=200)


def again(visit: AnyVisit) -> Redirect:
    """Begin to solve again with a project forced in or out."""
    opened = planning(visit).plan(visit.body.plan)
    if opened is None:
        return Redirect("/plan")
    _explained(opened, visit.body.project)
    planning(visit).jobs.begin("why", _request(opened, visit.body.project), visit.user.name)
    return Redirect(address("/why", plan=opened.name, project=visit.body.project))


PAGES = (PageAt("/why", "why.title", show, menu="choose", query=WhyQuery, state=plan_state, is_traced=True),)
ACTIONS = (
    Action("POST", "/why/again", again, Role.PLANNER, AgainBody),
    Action("GET", "/why/letter.txt", letter, Role.VIEWER, None, WhyQuery),
)
