"""Where a figure comes from, step by step."""

from __future__ import annotations

from pydantic import Field

from kaimen.report import Column, Table
from kaimen.web.page import Page, Sheet
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit, Query
from kaimen.workspace.trace import trace_in


class Figure(Query):
    """What `kaimen trace` takes: a pledge, PROJECT.FIELD, BASELINE/LINE.FIGURE."""

    figure: str = Field("", max_length=300)


def show(visit: AnyVisit) -> Page:
    name = visit.query.figure
    steps = trace_in(visit.desk.office, name, visit.desk.today) if name else []
    table = Table("trace", (Column("step", "step"), Column("says", "says")), tuple(steps))
    heads = {"step": visit.say("web.trace.step"), "says": visit.say("web.trace.says")}
    sheet = Sheet(table, heads=heads, empty=visit.say("web.trace.none", x=name))
    return Page(visit.say("web.trace.title"), (sheet,), name, status=200 if steps or not name else 404)


PAGES = (PageAt("/trace", "web.trace.title", show, query=Figure, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
