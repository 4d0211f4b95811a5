"""Services to applicants: cases late and open, how long they take by class, what firms say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING

from pydantic import Field

from kaimen import service as room
from kaimen.report import Table
from kaimen.report import service as tables
from kaimen.report.charts import to_svg
from kaimen.service import Clock, end_of
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import CELL, Block, Figure, Group, Link, Links, Page, Picture, Prose, Sheet, Strip
from kaimen.web.pages.service_sources import STATES, answered, clocks_of, counted
from kaimen.web.pages.taking import SERVICES, intake_forms
from kaimen.web.visit import AnyVisit, Desk, Query, address
from kaimen.workspace.business import services as work

if TYPE_CHECKING:
    from kaimen.service import Chance, Curve, Effect, Gain

MOST = 50
"""Open cases that the page has; its twins have all."""


class Shown(Query):
    """By which class the curves are drawn."""

    by: str = Field("service", max_length=100, description="`service`, or a class of the cases.")


@dataclass(frozen=True, slots=True)
class Read:
    """The cases of a day by a class: clocks, chances, curves, effects, answers."""

    clocks: tuple[Clock, ...]
    chances: dict[str, Chance]
    curves: tuple[Curve, ...]
    effects: tuple[Effect, ...]
    gains: tuple[Gain, ...]
    classes: tuple[str, ...]


def show(visit: AnyVisit) -> Page:
    """Return the page of services."""
    desk, language = visit.desk, visit.speaker.language
    by = visit.query.by
    read = desk.once(f"services {desk.today} {by}", lambda: _read(desk, by))
    if not read.clocks:
        empty = Prose(visit.say("web.services.empty"), "note")
        return Page(visit.say("web.services.title"), (empty, *intake_forms(visit, SERVICES)))
    opened = tables.clock_table(read.clocks, read.chances, language)
    late = [clock for clock in read.clocks if clock.state == "late"]
    over = [clock for clock in read.clocks if clock.state == "open, late"]
    strip = Strip(
        tuple(
            Figure(visit.say(f"web.services.{name}"), visit.speaker.number(count), link=counted("service", "", state))
            for name, count, state in (
                ("late", len(late), "late"),
                ("open", len(opened.rows), "undecided"),
                ("over", len(over), "open_late"),
            )
        )
    )
    blocks: list[Block] = [
        strip,
        Group(
            visit.say("web.services.each"), (_counts(visit, tables.service_table(read.clocks, language), "service"),)
        ),
    ]
    cases = Sheet(opened, shown=_called(visit, opened), links=_links(opened), most=MOST)
    blocks.append(Group(visit.say("web.services.cases"), (cases,), id="cases"))
    blocks.append(Group(visit.say("web.services.curves"), tuple(_curves(visit, read, by))))
    if read.gains:
        blocks.append(
            Group(visit.say("web.services.gain"), (_gains(visit, read, by),), visit.say("web.services.gain_note"))
        )
    blocks += intake_forms(visit, SERVICES)
    lead = tables.service_sentence(read.clocks, language)
    return Page(visit.say("web.services.title"), tuple(blocks), lead)


def _links(opened: Table) -> dict[tuple[int, str], Link]:
    """Return where open cases lead: to their days, their stops and their row."""
    at = {column.key: n for n, column in enumerate(opened.columns)}
    links: dict[tuple[int, str], Link] = {}
    for n, row in enumerate(opened.rows[:MOST]):
        name = f"{row[at['service']]}/{row[at['case']]}".removeprefix("/")
        link = Link(address("/trace", figure=name), (name,), CELL)
        links |= dict.fromkeys(((n, key) for key in ("case", "due", "run", "left", "chance")), link)
    return links


_COUNTED = {"cases": "", "late_rate": "judged", "in_time": "in_time", "late": "late", "open": "open"} | {
    key: key for key in ("open_late", "stopped", "none")
}
"""Columns of the table of services: the state of the cases that each counts."""

_CURVED = {"decided": "decided", "late": "over", "late_rate": "timed"}
"""Columns of the curves that do not count all cases of a class."""


def _counts(visit: AnyVisit, table: Table, by: str) -> Sheet:
    """Return a table with a row for each class, its figures leading to the cases that they count."""
    states = _COUNTED if by == "service" and table.columns[0].key == "service" else _CURVED
    links = {
        (n, column.key): counted(by, str(row[0]), states.get(column.key, ""))
        for n, row in enumerate(table.rows)
        for column in table.columns
        if column.figures or column.percent
    }
    return Sheet(table, shown=_called(visit, table), links=links)


def _gains(visit: AnyVisit, read: Read, by: str) -> Sheet:
    """Return what firms say, its figures leading to the answers, and those of clocks to their cases."""
    table = tables.gain_table(read.gains, {one.name: one for one in read.curves}, visit.speaker.language)
    links = {}
    for n, gain in enumerate(read.gains):
        for column in table.columns[2:]:
            is_clock = column.key in ("median", "late_rate")
            own = (
                counted(by, gain.name, _CURVED.get(column.key, ""))
                if is_clock
                else answered(by, gain.name, gain.question)
            )
            links[n, column.key] = own
    return Sheet(table, shown=_called(visit, table), links=links)


def _called(visit: AnyVisit, table: Table) -> dict[tuple[int, str], str]:
    """Return what services, classes and questions of a table are called in the reader's language."""
    places = [
        (n, column.key) for n, column in enumerate(table.columns) if column.key in ("service", "class", "question")
    ]
    rows = enumerate(table.rows)
    return {(n, key): visit.speaker.called(str(row[at])) for n, row in rows for at, key in places if row[at]}


def _curves(visit: AnyVisit, read: Read, by: str) -> list[Block]:
    language = visit.speaker.language
    choices = tuple(
        ("" if name == by else address("/services", by=name), _class(visit, name))
        for name in ("service", *read.classes)
    )
    blocks: list[Block] = [Links(choices, visit.say("web.services.by"))]
    if not read.curves:
        return [*blocks, Prose(visit.say("web.services.few"), "note")]
    named = [replace(one, name=visit.speaker.called(one.name)) for one in read.curves]
    chart = tables.service_chart(named, language)
    table = tables.curve_table(read.curves, language)
    blocks += [Picture(to_svg(chart), chart.sentence, "", table), _counts(visit, table, by)]
    if read.effects:
        blocks.append(_counts(visit, tables.effect_table(read.effects, language), by))
    return blocks


def _class(visit: AnyVisit, name: str) -> str:
    return visit.say("services.service") if name == "service" else visit.speaker.called(name)


def _read(desk: Desk, by: str) -> Read:
    now = end_of(desk.today).replace(tzinfo=UTC)
    clocks = tuple(work.services_in(desk.office).read(now))
    classes = work.spells_by(clocks, by, now)
    curves = tuple(made for name, spells in classes.items() if (made := room.curve(name, spells)) is not None)
    return Read(
        clocks,
        work.chances_of(clocks, now),
        curves,
        tuple(room.effects(dict(classes))),
        tuple(room.gains(work.answers_in(desk.office), by)),
        tuple(sorted({name for clock in clocks for name in clock.case.fields})),
    )


def open_cases(desk: Desk) -> int:
    """Return how many cases are not decided, for the side list."""
    return _counts_of(desk)[0]


def late_cases(desk: Desk) -> int:
    """Return how many cases are not decided and past their due day."""
    return _counts_of(desk)[1]


def _counts_of(desk: Desk) -> tuple[int, int]:
    def count() -> tuple[int, int]:
        states = [clock.state for clock in clocks_of(desk)]
        return sum(state in STATES["undecided"] for state in states), states.count("open, late")

    return desk.once(f"open cases {desk.today}", count)


PAGES = (PageAt("/services", "web.services.title", show, menu="watch", query=Shown, count=open_cases, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
