"""The map: equal tiles that claim no borders, or the office's own map with its approval number."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from fastapi import UploadFile
from pydantic import Field as Part

from kaimen.formats.geojson_map import drawn_rings
from kaimen.report.briefing.ground import Ground
from kaimen.report.charts import Chart, Mark, Tile, tile_map, to_svg
from kaimen.report.charts.marks import shape
from kaimen.report.charts.tiles import toned
from kaimen.report.rows import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import SUM, Block, Button, Columns, Field, Form, Group, Link, Page, Picture, Prose, Sheet
from kaimen.web.pages import plan_start
from kaimen.web.planning import PlanQuery, plan_state, planning
from kaimen.web.visit import AnyVisit, Body, Redirect, Refused, address
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.maps import OfficeMap, keep_map, map_in, remove_map

MEASURES = ("chosen", "listed", "money")
_WIDTH, _HEIGHT = 720.0, 620.0


class MapQuery(PlanQuery):
    """Which plan, and what its tiles show."""

    measure: str = Part("chosen", pattern="^(chosen|listed|money)$")


def show(visit: AnyVisit) -> Page:
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    ground = planning(visit).ground(planning(visit).seen(opened, ()), visit.speaker)
    values = _values(ground, visit.query.measure)
    own = map_in(visit.desk.office)
    drawn = _own_map(visit, ground, values, own) if own else _tiles(visit, ground, values)
    blocks: tuple[Block, ...] = (
        _form(visit, opened.name),
        Columns((drawn,), (_sheet(visit, opened.name, ground, values),)),
    )
    return Page(
        visit.say("map.title"), (*blocks, *_own_forms(visit, own)), visit.say("map.lead") if own is None else ""
    )


def _values(ground: Ground, measure: str) -> dict[str, Fraction]:
    """Return what each region has of a measure, every region with a tile among them."""
    regions = ground.scenario.regions.regions
    found: dict[str, Fraction] = defaultdict(Fraction)
    for name, region in regions.items():
        if region.tile:
            found[name] = Fraction(0)
    if measure == "listed":
        for project in ground.library.projects:
            found[ground.area_of(project.region)] += 1
    else:
        for one in ground.chosen:
            found[ground.area_of(one.way.region)] += one.way.whole_cost if measure == "money" else 1
    return dict(found)


def _shown(visit: AnyVisit, ground: Ground, values: dict[str, Fraction]) -> dict[str, str]:
    if visit.query.measure != "money":
        return {name: visit.speaker.number(value) for name, value in values.items()}
    view = visit.speaker.view(ground.scenario.money, values.values())
    return {name: visit.speaker.number(view.of(value), 1) for name, value in values.items()}


def _line(visit: AnyVisit, ground: Ground, values: dict[str, Fraction]) -> str:
    label = visit.say(f"map.measure.{visit.query.measure}")
    if visit.query.measure != "money":
        return label
    return f"{label}, {visit.speaker.view(ground.scenario.money, values.values()).label}"


def _tiles(visit: AnyVisit, ground: Ground, values: dict[str, Fraction]) -> Block:
    regions, shown = ground.scenario.regions.regions, _shown(visit, ground, values)
    places = {name: tile for name, region in regions.items() if (tile := region.tile) is not None}
    tiles = [
        Tile(ground.place(name), *places[name], float(value), shown[name])
        for name, value in values.items()
        if name in places
    ]
    if not tiles:
        return Prose(visit.say("map.none"))
    sentence = _sentence(visit, ground, values, shown)
    return Picture(to_svg(tile_map(tiles, sentence, 96)), sentence, _line(visit, ground, values))


def _sentence(visit: AnyVisit, ground: Ground, values: dict[str, Fraction], shown: dict[str, str]) -> str:
    most = max(values, key=lambda name: (values[name], name), default="")
    return visit.say("map.sentence", most=ground.place(most), value=shown.get(most, ""))


def _own_map(visit: AnyVisit, ground: Ground, values: dict[str, Fraction], own: OfficeMap) -> Block:
    """Return the office's map with a tone for each region; below it its approval number, always."""
    shown, sentence = _shown(visit, ground, values), _sentence(visit, ground, values, _shown(visit, ground, values))
    names = {word: name for name in values for word in (name, ground.place(name))}
    rings, height = drawn_rings(own.areas, _WIDTH, _HEIGHT)
    tones = toned([float(value) for value in values.values()])
    marks: list[Mark] = []
    for area, outlines in zip(own.areas, rings, strict=True):
        name = names.get(area.name)
        tone = "sunk" if name is None else tones(float(values[name]))
        marks += [shape(outline, tone) for outline in outlines]
    chart = Chart(_WIDTH, height + 2, tuple(marks), sentence)
    number = visit.say("map.own.shown", number=own.approval)
    parts: list[Block] = [Picture(to_svg(chart), sentence, f"{_line(visit, ground, values)} · {number}")]
    known = {area.name for area in own.areas}
    missing = [ground.place(name) for name in values if not {name, ground.place(name)} & known]
    if missing:
        parts.append(Prose(visit.say("map.own.unmatched", names=visit.speaker.list(sorted(missing)[:20])), "warn"))
    return Group("", tuple(parts)) if shown else parts[0]


def _sheet(visit: AnyVisit, plan: str, ground: Ground, values: dict[str, Fraction]) -> Sheet:
    ordered = sorted(values, key=lambda name: (-values[name], name))
    table = Table(
        "regions", (Column("region", "region"), Column("value", "value", True)), tuple((n, values[n]) for n in ordered)
    )
    words = _shown(visit, ground, values)
    shown = {(at, "region"): ground.place(name) for at, name in enumerate(ordered)}
    shown |= {(at, "value"): words[name] for at, name in enumerate(ordered)}
    heads = {"region": visit.say("map.region"), "value": _line(visit, ground, values)}
    own = visit.query.measure == "listed"
    ways = {name: address("/library", region=name) if own else address("/chosen", plan=plan) for name in ordered}
    links = {(at, "value"): Link(ways[name], (ground.place(name),), SUM) for at, name in enumerate(ordered)}
    return Sheet(table, "", heads, shown, links)


def _form(visit: AnyVisit, plan: str) -> Form:
    choices = tuple((measure, visit.say(f"map.measure.{measure}")) for measure in MEASURES)
    fields = (
        Field("plan", kind="hidden", value=plan),
        Field("measure", visit.say("map.measure"), "select", visit.query.measure, choices),
    )
    return Form("/map", fields, (Button(visit.say("delivery.look")),), "get", is_row=True)


def _own_forms(visit: AnyVisit, own: OfficeMap | None) -> tuple[Block, ...]:
    if not visit.may(Role.PLANNER):
        return ()
    if own is not None:
        return (Form("/map/remove", (), (Button(visit.say("map.own.remove")),)),)
    fields = (
        Field("file", visit.say("map.own.file"), "file", is_required=True, attributes={"accept": ".geojson,.json"}),
        Field("approval", visit.say("map.own.approval"), is_required=True, attributes={"maxlength": "60"}),
        Field("named_by", visit.say("map.own.name"), value="name", is_required=True),
    )
    form = Form("/map/own", fields, (Button(visit.say("map.own.go")),), is_upload=True, is_row=True)
    note = Prose(visit.say("map.own.note"), "note")
    return (Group(visit.say("map.own"), (note, form), is_panel=True),)


class MapBody(Body):
    """A map with its approval number."""

    file: UploadFile
    approval: str = Part("", max_length=60)
    named_by: str = Part("name", max_length=60)


def take(visit: AnyVisit) -> Redirect:
    """Keep the office's own map with its approval number."""
    form = visit.body
    name = Path(form.file.filename or "map.geojson").name
    content = form.file.file.read()
    receipt, findings = keep_map(visit.desk.office, content, name, form.approval, form.named_by, visit.said())
    if receipt is None:
        raise Refused(422, *findings)
    return Redirect("/map")


def remove(visit: AnyVisit) -> Redirect:
    """Show tiles again."""
    receipt, findings = remove_map(visit.desk.office, visit.said())
    if receipt is None:
        raise Refused(409, *findings)
    return Redirect("/map")


PAGES = (PageAt("/map", "map.title", show, menu="watch", query=MapQuery, state=plan_state, is_traced=True),)
ACTIONS = (
    Action("POST", "/map/own", take, Role.PLANNER, MapBody),
    Action("POST", "/map/remove", remove, Role.PLANNER, Body),
)
