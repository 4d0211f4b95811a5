"""Who takes a quota or fund: the sum behind what is used of it."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.report.limits import LimitRow, limit_rows
from kaimen.report.rows import Column, Table
from kaimen.report.takers import takers
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import SUM, Figure, Link, Page, Sheet, Strip
from kaimen.web.pages import plan_start
from kaimen.web.planning import PlanQuery, looked_at, plan_state
from kaimen.web.visit import AnyVisit, Refused, address


class TakersQuery(PlanQuery):
    """Which quota or fund, in which period."""

    of: str = Part("", max_length=300, description="As a change names it: `quota:land@2025`, `fund:bonds@2026`.")


def taken(plan: str, changes: list[str], row: LimitRow) -> Link:
    """Return the way from what is used of a row to who takes it."""
    return Link(address("/takers", plan=plan, change=changes, of=row.word), (row.name,), SUM)


def show(visit: AnyVisit) -> Page:
    """Show who takes a quota or fund, most first."""
    asked = looked_at(visit)
    if asked is None:
        return plan_start.empty(visit)
    opened, ground = asked.opened, asked.ground
    every = limit_rows(ground, opened.problem)
    named = [row for row in every if visit.query.of in ("", row.word)]
    row = max(named, key=lambda row: row.weight, default=None)  # that which weighs most, where none is named
    if row is None:
        what, fix = "The plan has no such quota or fund.", "Choose one of the price list."
        raise Refused(404, Finding("E853", what, Place(key="of"), found=f'"{visit.query.of}"', fix=fix))
    found = takers(ground, row.key)
    amounts = [one.amount * row.factor for one in found]
    rows = tuple((one.project, one.name, amount) for one, amount in zip(found, amounts, strict=True))
    unit = f" ({row.unit})" if row.unit else ""
    columns = (
        Column("project", visit.say("plan.head.project")),
        Column("title", visit.say("plan.head.title")),
        Column("amount", visit.say("takers.amount") + unit, True, 0 if all(a.denominator == 1 for a in amounts) else 1),
    )
    links: dict[tuple[int, str], Link] = {}
    for n, one in enumerate(found):
        if one.project:
            why = address("/why", plan=opened.name, project=one.project)
            links |= dict.fromkeys(((n, "project"), (n, "amount")), Link(why, (one.project,)))
        for drawn in (other for other in every if other.key == one.key):
            way = taken(opened.name, visit.query.change, drawn)
            links |= dict.fromkeys(((n, "title"), (n, "amount")), way)
    sheet = Sheet(Table("takers", columns, rows), links=links, empty=visit.say("takers.none"))
    lead = visit.say(
        "takers.lead", used=row.used, has=row.has, unit=row.unit, n=sum(bool(one.project) for one in found)
    )
    return Page(row.name, (_strip(visit, opened.name, row, sum(amounts, Fraction(0))), sheet), lead)


def _strip(visit: AnyVisit, plan: str, row: LimitRow, total: Fraction) -> Strip:
    price, used = address("/prices", plan=plan), visit.speaker.number(total, 1 if total.denominator > 1 else 0)
    limit = address("/plan", plan=plan, change=visit.query.change) + "#limits"
    return Strip(
        (
            Figure(visit.say("takers.used"), used, row.unit, link=Link("#main", (row.name,), SUM)),
            Figure(visit.say("plan.head.limit"), row.has, row.unit, link=Link(limit, (row.name,))),
            Figure(
                visit.say("plan.head.price"), row.price_shown, visit.say("takers.each", step=row.step), "", Link(price)
            ),
        )
    )


PAGES = (PageAt("/takers", "takers.title", show, query=TakersQuery, state=plan_state, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
