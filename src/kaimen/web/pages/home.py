"""The first page: what is in the workspace; and the door to it."""

from __future__ import annotations

from kaimen.report import Column, Table
from kaimen.report.language import said_value
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Figure, Form, Group, Link, Links, Page, Prose, Sheet, Strip
from kaimen.web.pages.appeals import undecided_appeals
from kaimen.web.pages.entries import action_word
from kaimen.web.pages.review import doubts, waiting
from kaimen.web.pages.service_sources import counted
from kaimen.web.pages.services import late_cases, open_cases
from kaimen.web.planning import plan_state, planning
from kaimen.web.visit import AnyVisit, Redirect, Refused
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.samples.filling import fill_sample

_LAST = 12


def show(visit: AnyVisit) -> Page:
    store = visit.desk.office.store
    counts = (
        ("web.home.projects", len(visit.desk.library.projects), "/library"),
        ("web.home.pledges", visit.desk.once("pledges", lambda: len(store.names("pledge"))), "/pledges"),
        ("web.home.waiting", waiting(visit.desk), "/review"),
        ("web.home.entries", store.head().number, "#main"),
    )
    figures = tuple(
        Figure(visit.say(message), visit.speaker.number(number), link=Link(href)) for message, number, href in counts
    )
    if store.head().number == 0:
        return Page(visit.say("web.home.title"), _empty(visit), visit.say("web.home.empty"))
    blocks = (Strip(figures), _next(visit), _last(visit))
    return Page(visit.say("web.home.title"), blocks, visit.say("web.home.lead"))


def _next(visit: AnyVisit) -> Group:
    """Return what waits for somebody, each with the page on which it is done."""
    desk = visit.desk
    left, doubtful = waiting(desk), doubts(desk)
    over, opened = late_cases(desk), open_cases(desk)
    is_planned = bool(planning(visit).shelf.entries())
    known = (
        ("web.review.title", "web.next.doubtful", "/review", doubtful),
        ("web.review.title", "web.next.review", "/review", left - doubtful),
        ("plan.title", "web.next.plan" if is_planned else "web.next.no_plan", "/plan", None),
        ("web.services.title", "web.next.over", counted("service", "", "open_late").href, over),
        ("web.services.title", "web.next.open", counted("service", "", "undecided").href, opened - over),
        ("web.appeals.title", "web.next.appeals", "/appeals", undecided_appeals(desk)),
    )
    found = [one for one in known if one[3] != 0]
    rows = tuple((visit.say(title), visit.say(what), number) for title, what, _, number in found)
    columns = (Column("where", "where"), Column("what", "what"), Column("number", "number", True))
    heads = {key: visit.say(f"web.next.{key}") for key in ("where", "what", "number")}
    links = {(at, key): Link(one[2]) for at, one in enumerate(found) for key in ("where", "number")}
    return Group(visit.say("web.next.title"), (Sheet(Table("next", columns, rows), heads=heads, links=links),))


def _empty(visit: AnyVisit) -> tuple[Block, ...]:
    if not visit.may(Role.PLANNER):
        return ()
    links = (
        ("/library/import", visit.say("web.import.title")),
        ("/announcements", visit.say("web.announcements.take")),
    )
    sample = Form("/sample", (), (Button(visit.say("web.home.sample"), is_main=True),))
    return (Group(visit.say("web.home.begin"), (Prose(visit.say("web.home.sample_more")), sample, Links(links))),)


def _last(visit: AnyVisit) -> Group:
    """Return the last entries of the ledger."""
    store = visit.desk.office.store
    found = store.last_entries(_LAST)
    rows = tuple(
        (entry.number, entry.at[:16].replace("T", " "), entry.author, entry.action, made, entry.passage, entry.why)
        for entry, made in found
    )
    keys = ("entry", "at", "by", "action", "things", "from", "why")
    heads = {key: visit.say(f"web.entry.{key}") for key in keys}
    shown = {(n, "action"): visit.say(f"web.action.{action_word(str(row[3]))}") for n, row in enumerate(rows)}
    shown |= {(n, "from"): said_value(visit.speaker, str(row[5])) for n, row in enumerate(rows)}
    shown |= {(n, "by"): visit.speaker.called(str(row[2])) for n, row in enumerate(rows)}
    table = Table("entries", tuple(Column(key, key, key in ("entry", "things")) for key in keys), rows)
    return Group(visit.say("web.home.last"), (Sheet(table, heads=heads, shown=shown),))


def sample(visit: AnyVisit) -> Redirect:
    """Fill an empty workspace with the sample."""
    findings = fill_sample(visit.desk.office, visit.said())
    if findings:
        raise Refused(409, *findings)
    return Redirect("/")


PAGES = (PageAt("/", "web.home.title", show, state=plan_state, is_traced=True),)
ACTIONS = (Action("POST", "/sample", sample, Role.PLANNER),)
