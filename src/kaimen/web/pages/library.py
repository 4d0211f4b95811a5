"""The library: the wide sheet, sorted and narrowed by its address, whose cells planners change in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import Field as Part

from kaimen.library import OWNERSHIP_CLASSES, Project
from kaimen.report import Column, Table
from kaimen.report.language import said_place
from kaimen.web.addresses import Action, PageAt
from kaimen.web.library_rows import Bodies, Look, Rows, Texts, row_of
from kaimen.web.page import CELL, Block, Button, Editing, Field, Form, Link, Links, Page, Prose, Sheet
from kaimen.web.projects import TEXTS, part_of, word_of, words_of
from kaimen.web.sheet_rows import row_bodies
from kaimen.web.visit import AnyVisit, Desk, Query, step
from kaimen.workspace.library.current import CHOSEN_BY
from kaimen.workspace.library.editing import cells_of, may_change
from kaimen.workspace.record.accounts import Role

_ROWS = 50
Cell = tuple[str, str]


class Sort(Query):
    """What of the sheet is shown: words that a row must have, a column to sort by, a page."""

    q: str = Part("", max_length=200, description="Words that a row must have.")
    region: str = Part("", max_length=100)
    sector: str = Part("", max_length=100)
    stage: str = Part("", max_length=40)
    sort: str = Part("", max_length=100, description="A column.")
    order: Literal["up", "down"] = "up"
    page: int = Part(1, ge=1, le=100_000)


def show_all(visit: AnyVisit) -> Page:
    desk, query = visit.desk, visit.query
    if visit.is_twin:
        return _twin(visit, _seen(desk, query, every=True))
    # The page stands on what it shows: a change of a row elsewhere in the list does not make it again.
    return _page(visit, desk.value(f"library {query.model_dump_json()}", lambda: _seen(desk, query)))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the sheet shows: projects from the `first` on, their versions, how many there are, what to choose."""

    projects: tuple[Project, ...]
    first: int
    found: int
    known: int
    columns: tuple[Column, ...]
    criteria: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    versions: tuple[int, ...]


def _seen(desk: Desk, query: Sort, *, every: bool = False) -> _Seen:
    current = desk.current
    known, criteria = len(current.library.projects), current.criteria
    where = {name: value for name in CHOSEN_BY if (value := getattr(query, name))}
    sort, down = query.sort.removeprefix("criterion: "), query.order == "down" and bool(query.sort)
    first, most = (0, known) if every else ((query.page - 1) * _ROWS, _ROWS)
    found = current.listing.find(query.q, where, sort, first, most, down=down)
    if not found.projects and found.total:  # a page after the last one
        first = (found.total - 1) // _ROWS * _ROWS
        found = current.listing.find(query.q, where, sort, first, most, down=down)
    choices = tuple(current.values(name) for name in CHOSEN_BY)
    columns = _columns(criteria, current.library.names)
    versions = () if every else tuple(current.versions[project.id] for project in found.projects)
    return _Seen(found.projects, first, found.total, known, columns, criteria, choices, versions)


@lru_cache(8)
def _columns(criteria: tuple[str, ...], names: frozenset[str]) -> tuple[Column, ...]:
    return (
        *(Column(name, name) for name in TEXTS),
        Column("cost", "cost"),
        *(Column(f"criterion: {name}", name, True) for name in criteria),
        *(Column(name, name) for name in sorted(names - set(criteria))),
        Column("row", "row"),
    )


def _page(visit: AnyVisit, seen: _Seen) -> Page:
    heads, empty = _heads(visit, seen.columns), visit.say("web.library.none" if seen.known else "web.library.empty")
    bodies = visit.desk.part(Bodies).of(
        seen.projects,
        seen.versions,
        Look(seen.columns, visit.speaker.language, visit.may(Role.PLANNER), visit.speaker.names),
        lambda places: row_bodies(_made(visit, seen, places), range(len(places))),
    )
    sheet = Sheet(
        Table("projects", seen.columns, Rows(visit.desk.part(Texts), seen.projects, seen.columns)),
        heads=heads,
        hidden=_hidden(seen),
        sorts={c.key: _sort_link(visit, c.key) for c in seen.columns if c.key not in ("cost", "row")},
        empty=empty,
        editing=Editing((), (), {}, _choices(visit, seen)) if seen.projects and visit.may(Role.PLANNER) else None,
        bodies=bodies,
    )
    lead = visit.say("web.library.lead", n=seen.found, every=seen.known)
    keys = (Prose(visit.say("web.library.keys"), "note"),) if sheet.editing is not None else ()
    blocks = (_filter(visit, seen), *keys, sheet, *_pager(visit, seen.first, seen.found))
    return Page(visit.say("web.library.title"), blocks, lead, _doors(visit))


def _twin(visit: AnyVisit, seen: _Seen) -> Page:
    rows = Rows(visit.desk.part(Texts), seen.projects, seen.columns, every=seen.found == seen.known)
    return Page(visit.say("web.library.title"), (Sheet(Table("projects", seen.columns, rows)),))


def _made(visit: AnyVisit, seen: _Seen, places: Sequence[int]) -> Sheet:
    """Return a sheet of some of the projects, with all that their rows say."""
    projects, every = [seen.projects[at] for at in places], range(len(places))
    editing = None
    if visit.may(Role.PLANNER):
        at = tuple(f"/library/{step(project.id)}/cells" for project in projects)
        editing = Editing(at, tuple(seen.versions[at] for at in places), _cells(visit, projects, seen.columns))
    return Sheet(
        Table("projects", seen.columns, tuple(row_of(project, seen.columns) for project in projects)),
        shown={(n, name): text for n in every for name, text in words_of(visit, projects[n]).items()},
        links={key: link for n in every for key, link in _links(visit, n, projects[n], seen.criteria).items()},
        hidden=_hidden(seen),
        editing=editing,
    )


def _hidden(seen: _Seen) -> frozenset[str]:
    return frozenset({"row", *(c.key for c in seen.columns if c.key.startswith("title_"))})


def _links(visit: AnyVisit, number: int, project: Project, criteria: Sequence[str]) -> dict[tuple[int, str], Link]:
    place, trace = said_place(visit.speaker, project.place), f"/trace?figure={step(project.id)}"
    found = {(number, "id"): Link(f"/library/{step(project.id)}", (project.id, place))}
    found[number, "cost"] = Link(f"{trace}.cost", (f"{project.id} {part_of(visit, 'cost')}", place), CELL)
    for name in criteria:
        if name in project.criteria:
            steps = (f"{project.id} {part_of(visit, name)}", place)
            found[number, f"criterion: {name}"] = Link(f"{trace}.{step(name)}", steps, CELL)
    return found


def _cells(visit: AnyVisit, projects: Sequence[Project], columns: Sequence[Column]) -> dict[tuple[int, str], Cell]:
    """Return which cells of the sheet can be changed in place, and what they say."""
    own_title = f"title_{visit.speaker.language}"
    cells = {}
    for number, project in enumerate(projects):
        says, names = cells_of(project), set(may_change(project))
        for column in columns:
            name = column.key.removeprefix("criterion: ")
            name = own_title if name == "title" and project.fields.get(own_title) else name
            if name in names:
                cells[number, column.key] = (name, says[name])
    return cells


def _choices(visit: AnyVisit, seen: _Seen) -> dict[str, tuple[tuple[str, str], ...]]:
    choices = {
        name: tuple((v, _called(visit, name, v)) for v in values)
        for name, values in zip(CHOSEN_BY, seen.choices, strict=True)
        if name != "stage"
    }
    choices["ownership"] = tuple((name, word_of(visit, "ownership", name)) for name in OWNERSHIP_CLASSES)
    return choices


def _heads(visit: AnyVisit, columns: Sequence[Column]) -> dict[str, str]:
    heads = {name: visit.say(f"web.project.{name}") for name in (*TEXTS, "cost")}
    return heads | {c.key: visit.speaker.called(c.head) for c in columns if c.key not in heads}


def _sort_link(visit: AnyVisit, key: str) -> tuple[str, str]:
    is_here = visit.query.sort == key
    is_up = is_here and visit.query.order == "up"
    stands = ("ascending" if is_up else "descending") if is_here else "none"
    return visit.here(sort=key, order="down" if is_up else "up", page=None), stands


def _filter(visit: AnyVisit, seen: _Seen) -> Form:
    query = visit.query
    fields = [Field("q", visit.say("web.library.words"), "search", query.q)]
    for name, values in zip(CHOSEN_BY, seen.choices, strict=True):
        if values:
            choices = (("", visit.say("web.library.all")), *((v, _called(visit, name, v)) for v in values))
            fields.append(Field(name, visit.say(f"web.project.{name}"), "select", getattr(query, name), choices))
    kept = [Field(name, kind="hidden", value=getattr(query, name)) for name in ("sort", "order")]
    button = Button(visit.say("web.library.filter"))
    return Form("/library", (*fields, *kept), (button,), method="get", is_row=True)


def _called(visit: AnyVisit, name: str, value: str) -> str:
    return word_of(visit, "stage", value) if name == "stage" else visit.speaker.called(value, name)


def _pager(visit: AnyVisit, first: int, number: int) -> tuple[Block, ...]:
    if number <= _ROWS:
        return ()
    page, last = first // _ROWS + 1, -(-number // _ROWS)
    links = [(visit.here(page=page - 1), visit.say("web.page.previous"))] if page > 1 else []
    links.append(("", visit.say("web.rows", first=first + 1, last=min(number, first + _ROWS), n=number)))
    links += [(visit.here(page=page + 1), visit.say("web.page.next"))] if page < last else []
    return (Links(tuple(links), visit.say("web.pages")),)


def _doors(visit: AnyVisit) -> tuple[Block, ...]:
    links = [("/library/alike", visit.say("web.alike.title"))]
    if visit.may(Role.PLANNER):
        links.insert(0, ("/library/import", visit.say("web.import.title")))
    return (Links(tuple(links)),)


def ready(desk: Desk) -> None:
    """Read the library and make the JSON of its rows."""
    seen = _seen(desk, Sort(), every=True)
    desk.part(Texts).of(seen.projects, seen.columns, every=True)


def count(desk: Desk) -> int:
    return len(desk.library.projects)


PAGES = (
    PageAt(
        "/library", "web.library.title", show_all, menu="choose", count=count, query=Sort, is_traced=True, ready=ready
    ),
)
ACTIONS: tuple[Action, ...] = ()
