"""Services to applicants: cases late and open, how long they take by class, what firms say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import Field

from kaimen import service as room
from kaimen.report import Table
from kaimen.report import service as tables
from kaimen.report.charts import to_svg
from kaimen.service import Clock, end_of
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import CELL, SUM, Block, Figure, Group, Link, Links, Page, Picture, Prose, Sheet, Strip
from kaimen.web.pages.taking import SERVICES, intake_forms
from kaimen.web.visit import AnyVisit, Desk, Query, address
from kaimen.workspace import services as work

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
            Figure(visit.say(f"web.services.{name}"), visit.speaker.number(count), link=Link(f"#{at}", (), SUM))
            for name, count, at in (
                ("late", len(late), "services"),
                ("open", len(opened.rows), "cases"),
                ("over", len(over), "cases"),
            )
        )
    )
    blocks: list[Block] = [
        strip,
        Group(visit.say("web.services.each"), (Sheet(tables.service_table(read.clocks, language)),), id="services"),
    ]
    blocks.append(Group(visit.say("web.services.cases"), (Sheet(opened, links=_links(opened), most=MOST),), id="cases"))
    blocks.append(Group(visit.say("web.services.curves"), tuple(_curves(visit, read, by))))
    if read.gains:
        beside = {one.name: one for one in read.curves}
        table = tables.gain_table(read.gains, beside, language)
        blocks.append(Group(visit.say("web.services.gain"), (Sheet(table),), visit.say("web.services.gain_note")))
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


def _curves(visit: AnyVisit, read: Read, by: str) -> list[Block]:
    language = visit.speaker.language
    choices = tuple(
        ("" if name == by else address("/services", by=name), _class(visit, name))
        for name in ("service", *read.classes)
    )
    blocks: list[Block] = [Links(choices, visit.say("web.services.by"))]
    if not read.curves:
        return [*blocks, Prose(visit.say("web.services.few"), "note")]
    chart = tables.service_chart(read.curves, language)
    table = tables.curve_table(read.curves, language)
    blocks.append(Picture(to_svg(chart), chart.sentence, "", table))
    if read.effects:
        blocks.append(Sheet(tables.effect_table(read.effects, language)))
    return blocks


def _class(visit: AnyVisit, name: str) -> str:
    return tables.WORDS[visit.speaker.language]["service"] if name == "service" else name


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


def _open_cases(desk: Desk) -> int | None:
    """Return how many cases are open, for the side list."""

    def count() -> int:
        now = datetime.combine(desk.today, datetime.max.time(), UTC)
        clocks = work.services_in(desk.office).read(now)
        return sum(clock.state in ("open", "open, late", "stopped") for clock in clocks)

    return desk.once(f"open cases {desk.today}", count)


PAGES = (PageAt("/services", "web.services.title", show, menu="watch", query=Shown, count=_open_cases, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
