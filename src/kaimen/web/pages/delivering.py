"""What became of a plan: promised, planned by now and done; early and late; where each figure comes from."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from fastapi import UploadFile
from pydantic import Field as Part

from kaimen.delivery import DIVISIONS, BoardRow, Slip, board, curve, done_in_year, outlook, slips, year_share
from kaimen.errors import Finding, Place, has_errors
from kaimen.quantity import parse_day
from kaimen.report.charts import to_svg
from kaimen.report.delivery import (
    board_chart,
    board_table,
    board_view,
    change_table,
    curve_chart,
    head_sentence,
    rows_in,
    slip_table,
    standing_sentence,
)
from kaimen.report.language import View
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    SUM,
    Block,
    Button,
    Columns,
    Field,
    Figure,
    Form,
    Group,
    Link,
    Page,
    Picture,
    Prose,
    Sheet,
    Strip,
)
from kaimen.web.projects import title_of
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Redirect, Refused, address, step
from kaimen.workspace.delivery import observing as work
from kaimen.workspace.delivery.observing import Delivery
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.tracing.delivery import FORECAST

_MOST_BARS = 24
_MOST_ROWS = 40


class DeliveryQuery(Query):
    """Which baseline, divided by what, as known on which day."""

    baseline: str = Part("", max_length=120)
    by: str = Part("region", pattern="^(region|sector|project)$")
    day: str = Part("", max_length=20, description="A day such as 2024-09-30; today by default.")


def ready(desk: Desk) -> None:
    """Read what became of the last baseline."""
    for name in work.baseline_names(desk.office)[:1]:
        _today(desk, name)


def _today(desk: Desk, name: str) -> tuple[Delivery | None, list[Finding]]:
    day = desk.today
    return desk.once(f"delivery {name} {day}", lambda: work.delivery_in(desk.office, name, day))


def show(visit: AnyVisit) -> Page:
    names = work.baseline_names(visit.desk.office)
    if not names:
        return Page(visit.say("delivery.title"), (Prose(visit.say("delivery.none")),))
    day = parse_day(visit.query.day) if visit.query.day else visit.desk.today
    if day is None:
        what = "The day cannot be read."
        raise Refused(422, Finding("E308", what, Place(key="day"), "2024-09-30", visit.query.day))
    name = visit.query.baseline or names[0]
    # Of another day than today it is read and not kept: it is large, and there are many days.
    found, findings = work.delivery_in(visit.desk.office, name, day) if visit.query.day else _today(visit.desk, name)
    if found is None:
        raise Refused(404, *findings)
    rows = board(found.baseline, found.reports, found.end, visit.query.by)
    late = slips(found.first, found.baseline, found.reports, day)
    view = board_view(found.baseline, rows, "en" if visit.is_twin else visit.speaker.language)
    wide = (_curve(visit, found, rows, view), _milestones(visit, found.baseline.id, late))
    narrow = (_board(visit, found, rows, view), *_changes(visit, found))
    blocks = (
        _choice(visit, names, name, day),
        Strip(tuple(_figures(visit, found, rows, late))),
        Columns(wide, narrow),
        *_observe(visit, name),
    )
    lead = head_sentence(found.baseline, found.end, day, visit.speaker.language, view.label)
    return Page(visit.say("delivery.title"), blocks, lead)


def _choice(visit: AnyVisit, names: list[str], name: str, day: date) -> Form:
    divisions = tuple((by, visit.say(f"delivery.by.{by}")) for by in DIVISIONS)
    fields = (
        Field("baseline", visit.say("delivery.baseline"), "select", name, tuple((one, one) for one in names)),
        Field("by", visit.say("delivery.by"), "select", visit.query.by, divisions),
        Field("day", visit.say("delivery.day"), "date", day.isoformat()),
    )
    return Form("/delivery", fields, (Button(visit.say("delivery.look")),), "get", is_row=True)


def _figures(visit: AnyVisit, found: Delivery, rows: list[BoardRow], late: list[Slip]) -> list[Figure]:
    speaker, whole, end = visit.speaker, rows[0], found.end
    view = speaker.view(found.baseline.unit, [whole.promised, whole.done])

    def shown(value: Fraction) -> str:
        return speaker.number(view.of(value), 1)

    def link(part: str) -> Link:
        return _trace(visit, f"{found.baseline.id}/all.{part}")

    share = speaker.percent(whole.share) if whole.share is not None else "0"
    note = visit.say("delivery.share", share=share, calendar=speaker.percent(year_share(end)))
    reported = visit.say("delivery.reported", n=whole.reported, all=whole.projects)
    behind = [slip for slip in late if slip.state != "met" and slip.slippage > 0]
    promised = visit.say("delivery.promised", year=str(end.year))
    figures = [
        Figure(visit.say("delivery.done"), shown(whole.done), view.label, note, link("done")),
        Figure(visit.say("delivery.planned"), shown(whole.planned), view.label, reported, link("planned")),
        Figure(visit.say("delivery.variance"), shown(whole.variance), view.label, "", link("variance")),
        Figure(promised, shown(whole.promised), view.label, "", link("promised")),
        Figure(
            visit.say("delivery.late"),
            f"{len(behind)}",
            visit.say("delivery.late.of", n=len(late)),
            link=Link("#milestones", (visit.say("delivery.milestones"),), SUM),
        ),
    ]
    ahead = outlook(found.baseline, found.reports, end)
    if ahead is not None:
        ends = (ahead.low, ahead.high)
        low, high = (shown(end) if end is not None else "" for end in ends)
        note = visit.say("delivery.interval", low=low, high=high) if low and high else ""
        figures.insert(4, Figure(visit.say("delivery.forecast"), shown(ahead.value), view.label, note, link(FORECAST)))
    return figures


def _trace(visit: AnyVisit, figure: str, *steps: str) -> Link:
    """Return the way from a figure to what it stands on, as known on the day that is looked at."""
    day = {"day": visit.query.day} if visit.query.day else {}
    return Link(address("/trace", figure=figure, **day), steps, SUM)


def _curve(visit: AnyVisit, found: Delivery, rows: list[BoardRow], view: View) -> Picture:
    language, end = visit.speaker.language, found.end
    sentence = standing_sentence(rows[0], year_share(end), end, language)
    scale = done_in_year(found.baseline, found.reports, end).scale
    points = curve(found.baseline, found.reports, end)
    chart = curve_chart(points, view.of(rows[0].promised), scale / view.factor, sentence, language)
    return Picture("" if visit.is_twin else to_svg(chart), sentence, visit.say("delivery.curve", unit=view.label))


def _board(visit: AnyVisit, found: Delivery, rows: list[BoardRow], view: View) -> Group:
    language = visit.speaker.language
    rows = rows_in(view, rows if visit.is_twin else rows[:_MOST_ROWS])
    table = board_table(rows, found.end, language)
    hidden = frozenset({"points", "started", "start_rate", "reported", "projects"})
    links = {}
    for at, row in enumerate(() if visit.is_twin else rows):
        for part in ("promised", "planned", "done", "variance", "share"):
            links[at, part] = _trace(visit, f"{found.baseline.id}/{row.key}.{part}")
    shown = {(at, "key"): visit.speaker.called(row.key) for at, row in enumerate(rows) if row.key not in ("", "all")}
    heads = {"key": visit.say(f"delivery.by.{visit.query.by}")}
    sheet = Sheet(table, "", heads, shown, links, hidden=hidden, most=_MOST_ROWS)
    if visit.is_twin:
        return Group(visit.say("delivery.board"), (sheet,))
    named = [replace(row, key=shown.get((at, "key"), row.key)) for at, row in enumerate(rows[:_MOST_BARS])]
    drawn = to_svg(board_chart(named, visit.say("delivery.board"), language, 480))
    return Group(visit.say("delivery.board"), (Picture(drawn, "", view.label), sheet))


def _milestones(visit: AnyVisit, baseline: str, late: list[Slip]) -> Group:
    ordered = sorted(late, key=lambda slip: (slip.state == "met", -slip.slippage, slip.project))
    table = slip_table(ordered if visit.is_twin else ordered[:_MOST_ROWS], visit.speaker.language)
    hidden = frozenset({"rebaselined"} if not any(slip.rebaselined for slip in ordered) else ())
    shown, links = {}, {}
    for at, slip in enumerate(ordered[:_MOST_ROWS]):
        project = visit.desk.current.find(slip.project)
        shown[at, "title"] = title_of(visit, project) if project is not None else slip.title
        shown[at, "milestone"] = visit.speaker.called(str(table.rows[at][2]))
        links[at, "project"] = Link(f"/library/{step(slip.project)}", (slip.project,))
        trace = _trace(visit, f"{baseline}/{slip.project}.{slip.milestone}", slip.project, slip.milestone)
        links |= dict.fromkeys(((at, "slippage"), (at, "rebaselined")), trace)
    empty = visit.say("delivery.no_milestone")
    sheet = Sheet(table, "", {}, shown, links, hidden, most=_MOST_ROWS, empty=empty)
    return Group(visit.say("delivery.milestones"), (sheet,), id="milestones")


def _changes(visit: AnyVisit, found: Delivery) -> tuple[Block, ...]:
    table = change_table(found.changes, visit.speaker.language)
    return (Group(visit.say("delivery.changes"), (Sheet(table, most=_MOST_ROWS),)),) if table.rows else ()


def _observe(visit: AnyVisit, name: str) -> tuple[Block, ...]:
    if not visit.may(Role.REVIEWER):
        return ()
    fields = (
        Field("baseline", kind="hidden", value=name),
        Field(
            "file", visit.say("delivery.observe.file"), "file", is_required=True, attributes={"accept": ".csv,.xlsx"}
        ),
        Field("period", visit.say("delivery.observe.period"), attributes={"maxlength": "20", "size": "10"}),
    )
    form = Form("/delivery/observe", fields, (Button(visit.say("delivery.observe.go")),), is_upload=True, is_row=True)
    return (Group(visit.say("delivery.observe"), (form,), is_panel=True),)


class ObserveBody(Body):
    """A list of observations."""

    baseline: str = Part("", max_length=120)
    period: str = Part("", max_length=20)
    file: UploadFile


def observe(visit: AnyVisit) -> Redirect:
    """Take a list of observations in as one entry; rows with errors are left out and named."""
    form, office = visit.body, visit.desk.office
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(form.file.filename or "list.csv").name or "list.csv")
        path.write_bytes(form.file.file.read())
        observed, findings = work.look_at_observations(office, [path], form.baseline, form.period.strip())
        if observed is None:
            raise Refused(422, *findings)
        if has_errors(observed.findings) or not observed.drafts:
            nothing = Finding("E102", visit.say("delivery.observe.none"), Place(path.name))
            raise Refused(422, *(observed.findings or (nothing,)))
        receipt, refused = work.observe(office, observed, visit.said())
        if receipt is None:
            raise Refused(409, *refused)
    return Redirect(address("/delivery", baseline=form.baseline))


PAGES = (PageAt("/delivery", "delivery.title", show, menu="watch", query=DeliveryQuery, is_traced=True, ready=ready),)
ACTIONS = (Action("POST", "/delivery/observe", observe, Role.REVIEWER, ObserveBody),)
