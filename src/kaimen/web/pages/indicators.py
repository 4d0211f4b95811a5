"""Indicators: each series against its comparators, and the pace of a year that is not over."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pydantic import Field as Part

from kaimen.delivery.indicators import Point, series, year_to_date
from kaimen.errors import Finding, Place
from kaimen.report import Table
from kaimen.report.assessing import indicator_name, pace_sentence, series_sentence, series_table
from kaimen.report.charts import to_svg
from kaimen.report.delivery import series_chart
from kaimen.report.language import said_place
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import CELL, Block, Button, Field, Form, Link, Page, Picture, Prose, Sheet
from kaimen.web.visit import AnyVisit, Query, Refused, address
from kaimen.workspace.delivery.indicators import catalogue_in, points_in

_MOST = 60
"""Values that the page has; its twins have all."""


class IndicatorQuery(Query):
    """Which indicator."""

    indicator: str = Part("", max_length=120)


def show(visit: AnyVisit) -> Page:
    office, day, language = visit.desk.office, visit.desk.today, visit.speaker.language
    points = visit.desk.once("points", lambda: points_in(office))
    names = sorted({point.indicator for point in points})
    if not names:
        return Page(visit.say("indicators.title"), (Prose(visit.say("indicators.none")),))
    chosen = visit.query.indicator or names[0]
    if chosen not in names:
        what = f'There is no indicator "{chosen}".'
        raise Refused(404, Finding("E838", what, Place(key="indicator"), ", ".join(names[:8]), fix="Choose one."))
    catalogue = catalogue_in(office)
    regions = list(dict.fromkeys(point.region for point in points if point.indicator == chosen))
    lines = {region: series(points, chosen, region, day) for region in regions}
    name = indicator_name(chosen, catalogue, language)
    shown = [point for line in lines.values() for point in line.values()]
    table = series_table(shown, catalogue, language)
    blocks: list[Block] = [_form(visit, names, chosen)]
    known = {region: list(line.values()) for region, line in lines.items() if line}
    if known:
        values = {
            visit.speaker.called(region): {p.period: Fraction(p.value) for p in line} for region, line in known.items()
        }
        last = [
            (visit.speaker.called(region), f"{line[-1].value:f}", line[-1].period) for region, line in known.items()
        ]
        unit = next(iter(known.values()))[-1].unit
        sentence = series_sentence(name, last, day, language)
        blocks.append(Picture(to_svg(series_chart(values, sentence, unit)), sentence, unit))
    for region, line in lines.items():
        ahead = year_to_date(line, day.year)
        if ahead is not None:
            blocks.append(Prose(pace_sentence(name, region, day.year, ahead, language)))
    return Page(visit.say("indicators.title"), (*blocks, _sheet(visit, table, shown)), name)


def _sheet(visit: AnyVisit, table: Table, points: Sequence[Point]) -> Sheet:
    called = {(n, "region"): visit.speaker.called(point.region) for n, point in enumerate(points[:_MOST])}
    return Sheet(table, shown=called, links=_links(visit, points), most=_MOST)


def _links(visit: AnyVisit, points: Sequence[Point]) -> dict[tuple[int, str], Link]:
    """Return where values lead: to their cells and other vintages."""
    links = {}
    for n, point in enumerate(points[:_MOST]):
        figure = f"{point.indicator}/{point.region}.{point.period}"
        place = said_place(visit.speaker, point.place)
        links[n, "value"] = Link(address("/trace", figure=figure), tuple(filter(None, (figure, place))), CELL)
    return links


def _form(visit: AnyVisit, names: list[str], chosen: str) -> Form:
    field = Field("indicator", visit.say("indicators.one"), "select", chosen, tuple((name, name) for name in names))
    return Form("/indicators", (field,), (Button(visit.say("delivery.look")),), "get", is_row=True)


PAGES = (PageAt("/indicators", "indicators.title", show, menu="watch", query=IndicatorQuery, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
