"""Where a figure comes from, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from kaimen.errors import Finding, Place
from kaimen.quantity import parse_day
from kaimen.report import Column, Table
from kaimen.report.language import MESSAGES
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Page, Sheet
from kaimen.web.visit import AnyVisit, Query, Refused
from kaimen.workspace.tracing.figures import trace_in


class Figure(Query):
    """What `kaimen trace` takes: a pledge, PROJECT.FIELD, BASELINE/LINE.FIGURE."""

    figure: str = Field("", max_length=300)
    day: str = Field("", max_length=20, description="A figure of delivery as known on a day; today by default.")


def show(visit: AnyVisit) -> Page:
    name = visit.query.figure
    day = parse_day(visit.query.day) if visit.query.day else visit.desk.today
    if day is None:
        what = "The day cannot be read."
        raise Refused(422, Finding("E308", what, Place(key="day"), "2024-09-30", visit.query.day))
    steps = trace_in(visit.desk.office, name, day, visit.speaker) if name else []
    sheet = steps_sheet(visit, steps, visit.say("web.trace.none", x=name))
    return Page(visit.say("web.trace.title"), (sheet,), name, status=200 if steps or not name else 404)


def steps_sheet(visit: AnyVisit, steps: Sequence[tuple[str, str]], empty: str = "") -> Sheet:
    """Return steps as a table, each named in the reader's language."""
    table = Table("trace", (Column("step", "step"), Column("says", "says")), tuple(steps))
    heads = {"step": visit.say("web.trace.step"), "says": visit.say("web.trace.says")}
    shown = {(at, "step"): _named(visit, word) for at, (word, _) in enumerate(steps)}
    return Sheet(table, heads=heads, shown=shown, empty=empty)


def _named(visit: AnyVisit, word: str) -> str:
    """Return a step's name; an entry or a project has its number behind it."""
    kind, _, number = (word, "", "") if f"web.step.{word}" in MESSAGES else word.partition(" ")
    message = f"web.step.{kind}"
    return f"{visit.say(message)} {number}".rstrip() if message in MESSAGES else word


PAGES = (PageAt("/trace", "web.trace.title", show, query=Figure, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
