"""The price list: what one more of each quota and fund would bring, and what solving again says of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from kaimen.report import price_table
from kaimen.report.limits import LimitRow, limit_rows
from kaimen.report.rows import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import SUM, Block, Button, Custom, Field, Form, Link, Page, Prose, Sheet
from kaimen.web.pages import plan_start
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.pages.plan_takers import taken
from kaimen.web.planning import PlanBody, PlanQuery, looked_at, plan_state, planning
from kaimen.web.visit import AnyVisit, Redirect, address
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.record.accounts import Role

ROWS = 12
"""Rows that are solved again: those that weigh most."""

_HEADS = ("quota", "used", "limit", "unit", "share", "price", "step", "weight", "more", "less", "interval", "remark")
_FIGURES = ("used", "limit", "share", "price", "weight", "more", "less", "interval")


def show(visit: AnyVisit) -> Page:
    found = looked_at(visit, with_changes=False)
    if found is None:
        return plan_start.empty(visit)
    opened, ground = found.opened, found.ground
    job = found.plans.jobs.answer_to("prices", _request(opened))
    again = {_key(row): row for row in (job.result or {}).get("rows", [])} if job else {}
    blocks: list[Block] = []
    if job is not None and not job.state.is_over:
        blocks.append(job_block(visit, job))
    blocks.append(_sheet(visit, opened.name, limit_rows(ground, opened.problem), again))
    if not again and visit.may(Role.PLANNER):
        button = Button(visit.say("prices.again"), is_main=True)
        blocks.append(Form("/prices/again", (Field("plan", kind="hidden", value=opened.name),), (button,)))
    blocks.append(Prose(visit.say("prices.again.note"), "note"))
    blocks.append(Custom("nothing", {}, (price_table(ground.problem, ground.result),)))
    return Page(visit.say("prices.title"), tuple(blocks), visit.say("prices.lead"))


def _request(opened: OpenPlan) -> dict[str, Any]:
    return {"plan": str(opened.path), "rows": ROWS, "of": opened.digest}


def _key(row: dict[str, Any]) -> str:
    at = f"@{row['period']}" if row["period"] and row["period"] != "all" else ""
    return f"{'quota' if row['kind'] in ('quota', 'pool') else row['kind']}:{row['name']}{at}"


def _sheet(visit: AnyVisit, plan: str, rows: list[LimitRow], again: dict[str, dict[str, Any]]) -> Sheet:
    columns = tuple(Column(key, key, key in _FIGURES) for key in _HEADS)
    ordered = sorted(rows, key=lambda row: (row.price == 0, row.word not in again, -row.weight))
    table = Table("price_list", columns, tuple(_row(visit, row, again.get(row.word)) for row in ordered))
    heads = {key: visit.say(f"plan.head.{key}") for key in ("quota", "limit", "price")}
    own = ("used", "unit", "share", "step", "weight", "more", "less", "interval", "remark")
    heads |= {key: visit.say(f"prices.head.{key}") for key in own}
    hidden = frozenset(() if again else ("more", "less", "interval", "remark"))
    links: dict[tuple[int, str], Link] = {}
    for at, row in enumerate(ordered):
        to, proof = taken(plan, [], row), Link(address("/briefing", plan=plan), (row.name,), SUM)
        links |= dict.fromkeys(((at, "used"), (at, "share"), (at, "limit")), to)
        links |= dict.fromkeys(((at, key) for key in ("price", "weight", "more", "less", "interval")), proof)
    shown = {(at, key): "" for at, row in enumerate(ordered) if not row.price for key in ("step", "weight")}
    return Sheet(table, "", heads, shown, links, hidden)


def _row(visit: AnyVisit, row: LimitRow, again: dict[str, Any] | None) -> tuple[str, ...]:
    speaker = visit.speaker
    share = speaker.number(row.share * 100, 1) if row.share is not None else ""
    more = less = interval = remark = ""
    if again is not None:
        more, less = (_change(visit, again[name]) for name in ("one_more", "one_less"))
        # benefit per stored unit, to benefit per step of the page
        ends = [again[name] for name in ("low", "high")]
        interval = " – ".join("…" if end is None else speaker.number(Fraction(end), 4) for end in ends)
        remark = _remark(visit, again)
    weight = speaker.number(row.weight, 1 if row.weight else 0)
    head = (row.name, row.used, row.has, row.unit, share, row.price_shown, row.step, weight)
    return (*head, more, less, interval, remark)


def _change(visit: AnyVisit, text: str | None) -> str:
    if text is None:
        return visit.say("prices.fails")
    value = Fraction(text)
    return ("+" if value > 0 else "") + visit.speaker.number(value, 1 if value else 0)


def _remark(visit: AnyVisit, again: dict[str, Any]) -> str:
    step = f"{visit.speaker.number(Fraction(again['step']))} {again['unit']}".strip()
    words = [visit.say("prices.step", step=step)]
    words += [visit.say("prices.lumpy")] if "lumpy" in again["remark"] else []
    words += [visit.say("prices.unsettled")] if "not settled" in again["remark"] else []
    return visit.speaker.separate(words)


def again(visit: AnyVisit) -> Redirect:
    """Begin to solve one more and one less of the rows that weigh most."""
    plans = planning(visit)
    opened = plans.plan(visit.body.plan)
    if opened is None:
        return Redirect("/plan")
    plans.jobs.begin("prices", _request(opened), visit.user.name)
    return Redirect(address("/prices", plan=opened.name))


PAGES = (PageAt("/prices", "prices.title", show, menu="choose", query=PlanQuery, state=plan_state, is_traced=True),)
ACTIONS = (Action("POST", "/prices/again", again, Role.PLANNER, PlanBody),)
