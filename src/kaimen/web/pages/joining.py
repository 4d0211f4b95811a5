"""Projects that may be one: the pairs, two of them side by side, and what joins them or keeps them apart."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.library import Condition, Option, Project
from kaimen.likeness import Alike, Pairs
from kaimen.report import Column, Table
from kaimen.store import Entry
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Custom, Field, Form, Group, Link, Links, Page, Prose, Sheet
from kaimen.web.pages.entries import history_of
from kaimen.web.projects import part_of, project_at, title_of, word_of
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Redirect, Refused, address, step
from kaimen.workspace.library.joining import WHOLE, apart_in, cells_beside, join, joined_with, keep_apart
from kaimen.workspace.record.accounts import Role

_MOST = 200


class _Followed:
    """The pairs of one desk, followed from change to change."""

    def __init__(self, _desk: Desk) -> None:
        self.pairs = Pairs()


def pairs_in(desk: Desk) -> list[Alike]:
    """Return the pairs that may be one project and of which nobody has said that they are two."""

    def found() -> list[Alike]:
        apart = apart_in(desk.office.store)
        pairs = desk.part(_Followed).pairs.of(desk.library.projects)
        return [p for p in pairs if tuple(sorted((p.first, p.second))) not in apart]

    return desk.once("alike", found)


def ready(desk: Desk) -> None:
    """Look for the pairs."""
    pairs_in(desk)


def show_all(visit: AnyVisit) -> Page:
    pairs = pairs_in(visit.desk)
    projects = {project.id: project for project in visit.desk.library.projects}
    rows = tuple(
        (p.first, p.second, projects[p.first].title, projects[p.second].title, f"{p.likeness:.0%}", ", ".join(p.shared))
        for p in pairs
    )
    keys = ("first", "second", "title", "other_title", "likeness", "shared")
    heads = {key: visit.say(f"web.alike.{key}") for key in keys if key != "title"}
    heads["title"] = visit.say("web.project.title")
    links: dict[tuple[int, str], Link] = {}
    shown: dict[tuple[int, str], str] = {}
    for n, pair in enumerate(() if visit.is_twin else pairs[:_MOST]):
        links |= {
            (n, key): Link(f"/library/{step(name)}") for key, name in (("first", pair.first), ("second", pair.second))
        }
        links[n, "likeness"] = Link(address("/library/pair", first=pair.first, second=pair.second))
        shown[n, "title"], shown[n, "other_title"] = (title_of(visit, projects[i]) for i in (pair.first, pair.second))
        shown[n, "shared"] = visit.speaker.separate(part_of(visit, name) for name in pair.shared)
    table = Table("alike", tuple(Column(key, key) for key in keys), rows)
    sheet = Sheet(table, heads=heads, shown=shown, links=links, empty=visit.say("web.alike.none"), most=_MOST)
    return Page(visit.say("web.alike.title"), (sheet, _look(visit)), visit.say("web.alike.lead"))


def _look(visit: AnyVisit) -> Group:
    """Return the form that takes two ids to be looked at, whatever they are called."""
    fields = tuple(Field(name, visit.say(f"web.alike.{name}"), is_required=True) for name in ("first", "second"))
    form = Form("/library/pair", fields, (Button(visit.say("web.alike.beside")),), method="get", is_row=True)
    return Group(visit.say("web.alike.look"), (form,))


class Pair(Query):
    """Two projects by their ids; the first is the one that stays."""

    first: str = Part("", max_length=200)
    second: str = Part("", max_length=200)


def show_pair(visit: AnyVisit) -> Page:
    names = (visit.query.first, visit.query.second)
    if not all(names):
        return Page(visit.say("web.pair.title"), (_look(visit),), visit.say("web.alike.lead"))
    (one, version), (other, other_version) = (project_at(visit, name) for name in names)
    cells = cells_beside(one, other)
    table = Table(
        "pair", tuple(Column(key, key) for key in ("cell", *names)), tuple((c.name, c.first, c.second) for c in cells)
    )
    values = {
        "names": names,
        "versions": (version.number, other_version.number),
        "titles": tuple(title_of(visit, project) for project in (one, other)),
        "rows": [
            (c, _part(visit, c.name), _says(visit, c.name, c.first, one), _says(visit, c.name, c.second, other))
            for c in cells
        ],
        "swapped": address("/library/pair", first=names[1], second=names[0]),
        "may": visit.may(Role.PLANNER) and one.id != other.id,
    }
    differ = sum(not cell.is_same for cell in cells)
    lead = visit.say("web.pair.lead", n=differ, every=len(cells))
    return Page(visit.say("web.pair.title"), (Custom("pair", values, (table,)),), lead)


def _part(visit: AnyVisit, name: str) -> str:
    return visit.say(f"web.pair.{name}") if name in WHOLE else part_of(visit, name)


def _says(visit: AnyVisit, name: str, text: str, project: Project) -> str:
    if name == "options":
        return visit.speaker.separate(_option(visit, option) for option in project.options)
    if name == "conditions":
        return visit.speaker.separate(
            f"{visit.speaker.called(condition.name)}: {_since(visit, condition)}" for condition in project.conditions
        )
    if name == "funds":
        return visit.speaker.separate(visit.speaker.called(fund) for fund in project.funds)
    if name in ("ownership", "stage"):
        return word_of(visit, name, text)
    return visit.speaker.called(text, name) if name in ("region", "sector") else text


def _since(visit: AnyVisit, condition: Condition) -> str:
    day = condition.holds_from
    if day is None:
        return visit.say("web.pair.not_yet")
    return visit.say("web.pair.holds") if day == date.min else visit.say("web.pair.since", x=day.isoformat())


def _option(visit: AnyVisit, option: Option) -> str:
    """Return what a way to do a project costs and takes, in the units of the reader."""
    amounts = [visit.speaker.amount(Fraction(amount.value), amount.unit) for amount in option.cost]
    for demand in option.demands:
        amount = visit.speaker.amount(Fraction(demand.amount.value), demand.amount.unit)
        amounts.append(f"{visit.speaker.called(demand.resource)} {amount}")
    amounts += [visit.speaker.called(option.site, "region")] if option.site else []
    return visit.speaker.separate([*amounts, *(option.starts or ())])


class Joined(Body):
    """Two projects, the versions that were looked at, and which cells are taken from the second."""

    first: str = Part(max_length=200)
    second: str = Part(max_length=200)
    first_version: int = Part(0, ge=0, le=10**9)
    second_version: int = Part(0, ge=0, le=10**9)
    take: list[str] = Part([], max_length=500)
    why: str = Part("", max_length=500)


class Apart(Body):
    """Two projects that are two."""

    first: str = Part(max_length=200)
    second: str = Part(max_length=200)
    why: str = Part("", max_length=500)


def join_two(visit: AnyVisit) -> Redirect:
    """Join two projects as one change; the second goes on under the id of the first, and all can be undone."""
    body: Joined = visit.body
    kept = (body.first, body.first_version), (body.second, body.second_version)
    receipt, findings = join(visit.desk.office, *kept, body.take, visit.said(body.why))
    if receipt is None:
        raise _refusal(findings)
    return Redirect(f"/library/joined/{receipt.entry.number}")


def keep_two(visit: AnyVisit) -> Redirect:
    """Say that two projects are two; they are not proposed again."""
    body: Apart = visit.body
    receipt, findings = keep_apart(visit.desk.office, body.first, body.second, visit.said(body.why))
    if receipt is None:
        raise _refusal(findings)
    return Redirect("/library/alike")


def _refusal(findings: list[Finding]) -> Refused:
    codes = {finding.code for finding in findings}
    return Refused(412 if "E803" in codes else 404 if "E609" in codes else 422, *findings)


def show_joined(visit: AnyVisit) -> Page:
    text = visit.path["entry"]
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    entry = next((entry for entry, _ in visit.desk.office.store.entries(number - 1, "link")), None) if number else None
    if entry is None or entry.number != number or entry.action != "join":
        raise Refused(404, Finding("E813", "There is no such entry.", Place(key=f"entry {text}")))
    second, _, first = entry.passage.partition(" > ")
    links = Links(((f"/library/{step(first)}", first), ("/library/alike", visit.say("web.alike.title"))))
    blocks: tuple[Block, ...] = (Prose(_told(visit, entry, first, second)), links)
    if visit.may(Role.PLANNER):
        fields = (Field("entry", kind="hidden", value=str(number)), Field("why", visit.say("web.why")))
        blocks += (Form("/library/undo", fields, (Button(visit.say("web.pair.undo")),)),)
    return Page(visit.say("web.pair.joined"), blocks)


def _told(visit: AnyVisit, entry: Entry, first: str, second: str) -> str:
    at = entry.at[:16].replace("T", " ")
    return visit.say("web.pair.done", x=second, y=first, by=entry.author, at=at, entry=entry.number, why=entry.why)


def withdrawn(visit: AnyVisit, name: str) -> Page | None:
    """Return what became of a project that goes on under another id; None: it does not."""
    found = joined_with(visit.desk.office.store, name)
    if found is None:
        return None
    first, number = found
    links = ((f"/library/{step(first)}", first), (f"/library/joined/{number}", visit.say("web.pair.joined")))
    note = Prose(visit.say("web.pair.goes_on", x=name, y=first, entry=number), "note")
    blocks: tuple[Block, ...] = (note, Links(links), history_of(visit, "project", name))
    return Page(name, (Group(visit.say("web.pair.joined"), blocks),))


PAGES = (
    PageAt("/library/alike", "web.alike.title", show_all, is_traced=True, ready=ready),
    PageAt("/library/pair", "web.pair.title", show_pair, query=Pair, is_traced=True),
    PageAt("/library/joined/{entry}", "web.pair.joined", show_joined, has_twins=False),
)
ACTIONS = (
    Action("POST", "/library/pair/join", join_two, body=Joined),
    Action("POST", "/library/pair/apart", keep_two, body=Apart),
)
