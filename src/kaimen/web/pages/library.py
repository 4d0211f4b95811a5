"""The library: the wide sheet, one project, its cells, its stage, and projects that may be one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, overload

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.library import OWNERSHIP_CLASSES, Project
from kaimen.likeness import alike
from kaimen.report import Column, Table
from kaimen.report.language import said_place
from kaimen.report.rows import Value
from kaimen.store import Version
from kaimen.web.page import CELL, Block, Button, Columns, Field, Form, Group, Link, Links, Page, RowTexts, Sheet
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Redirect, Refused, step
from kaimen.workspace.accounts import Role
from kaimen.workspace.current import CHOSEN_BY
from kaimen.workspace.editing import TEXTS, edit_project
from kaimen.workspace.office import Kept

_TEXTS = ("id", "title", "region", "sector", "owner", "ownership", "stage")
_ROWS = 50


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
        return _page(visit, _seen(desk, query, every=True))
    # The page stands on what it shows: a change of a row elsewhere in the list does not make it again.
    return _page(visit, desk.value(f"library {query.model_dump_json()}", lambda: _seen(desk, query)))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the sheet shows: projects from the `first` on, how many are found and known, columns, values to choose."""

    projects: tuple[Project, ...]
    first: int
    found: int
    known: int
    columns: tuple[Column, ...]
    criteria: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]


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
    return _Seen(found.projects, first, found.total, known, columns, criteria, choices)


@lru_cache(8)
def _columns(criteria: tuple[str, ...], names: frozenset[str]) -> tuple[Column, ...]:
    return (
        *(Column(name, name) for name in _TEXTS),
        Column("cost", "cost"),
        *(Column(f"criterion: {name}", name, True) for name in criteria),
        *(Column(name, name) for name in sorted(names - set(criteria))),
        Column("row", "row"),
    )


def _page(visit: AnyVisit, seen: _Seen) -> Page:
    shown = range(len(seen.projects) if not visit.is_twin else 0)
    links = {key: link for n in shown for key, link in _links(n, seen.projects[n], seen.criteria).items()}
    rows = _Rows(visit.desk.part(_Texts), seen.projects, seen.columns)
    sheet = Sheet(
        Table("projects", seen.columns, rows if visit.is_twin else rows[:]),
        heads=_heads(visit, seen.columns),
        shown=_words(visit, shown, seen.projects),
        links=links,
        hidden=frozenset({"row", *(c.key for c in seen.columns if c.key.startswith("title_"))}),
        sorts={c.key: _sort_link(visit, c.key) for c in seen.columns if c.key not in ("cost", "row")},
        empty=visit.say("web.library.none" if seen.known else "web.library.empty"),
    )
    lead = visit.say("web.library.lead", n=seen.found, every=seen.known)
    blocks = (_filter(visit, seen), sheet, *_pager(visit, seen.first, seen.found))
    return Page(visit.say("web.library.title"), blocks, lead, _doors(visit))


class _Texts:
    """The JSON of each row of the library, kept while its project stays as it is."""

    def __init__(self, _desk: Desk) -> None:
        self._kept: tuple[tuple[Column, ...], dict[str, tuple[Project, bytes]]] = ((), {})

    def of(self, projects: Sequence[Project], columns: tuple[Column, ...]) -> list[bytes]:
        for_columns, kept = self._kept
        if for_columns != columns:
            kept = {}
            self._kept = (columns, kept)
        texts = []
        for project in projects:
            found = kept.get(project.id)
            if found is None or found[0] is not project:
                cells = dict(zip((c.key for c in columns), _row(project, columns), strict=True))
                found = (project, json.dumps(cells, ensure_ascii=False).encode())
                kept[project.id] = found
            texts.append(found[1])
        return texts


class _Rows(RowTexts):
    """Projects as rows, each made when it is asked for."""

    def __init__(self, texts: _Texts, projects: Sequence[Project], columns: tuple[Column, ...]) -> None:
        self._texts, self._projects, self._columns = texts, projects, columns

    def __len__(self) -> int:
        return len(self._projects)

    @overload
    def __getitem__(self, at: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[Value, ...], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[Value, ...] | tuple[tuple[Value, ...], ...]:
        if isinstance(at, slice):
            return tuple(_row(project, self._columns) for project in self._projects[at])
        return _row(self._projects[at], self._columns)

    def texts(self) -> list[bytes]:
        return self._texts.of(self._projects, self._columns)


def _row(project: Project, columns: Sequence[Column]) -> tuple[str | None, ...]:
    cells: dict[str, str] = {name: getattr(project, name) for name in _TEXTS}
    cells["cost"] = ", ".join(str(amount) for amount in project.options[0].cost) if project.options else ""
    cells |= {f"criterion: {name}": f"{value:f}" for name, value in project.criteria.items()}
    cells["row"] = str(project.place)
    return tuple(cells.get(c.key) or (project.fields.get(c.key) if c.key not in cells else None) for c in columns)


def _links(number: int, project: Project, criteria: Sequence[str]) -> dict[tuple[int, str], Link]:
    place, trace = str(project.place), f"/trace?figure={step(project.id)}"
    found = {(number, "id"): Link(f"/library/{step(project.id)}", (project.id, place))}
    found[number, "cost"] = Link(f"{trace}.cost", (f"{project.id}.cost", place), CELL)
    for name in criteria:
        if name in project.criteria:
            found[number, f"criterion: {name}"] = Link(f"{trace}.{step(name)}", (f"{project.id}.{name}", place), CELL)
    return found


def _words(visit: AnyVisit, shown: Sequence[int], projects: Sequence[Project]) -> dict[tuple[int, str], str]:
    """Return what texts are called in the reader's language."""
    found: dict[tuple[int, str], str] = {}
    for number in shown:
        project = projects[number]
        title = project.fields.get(f"title_{visit.speaker.language}", "")
        found[number, "title"] = title or project.title
        for name in ("region", "sector"):
            found[number, name] = visit.speaker.called(getattr(project, name), name)
        found[number, "cost"] = _cost(visit, project)
        found[number, "ownership"] = _word(visit, "ownership", project.ownership)
        found[number, "stage"] = _word(visit, "stage", project.stage)
    return found


def _cost(visit: AnyVisit, project: Project) -> str:
    """Return the cost of a project's first option by period, in the units of the reader."""
    amounts = project.options[0].cost if project.options else ()
    return visit.speaker.separate(visit.speaker.amount(Fraction(amount.value), amount.unit) for amount in amounts)


def _word(visit: AnyVisit, family: str, word: str) -> str:
    known = (*OWNERSHIP_CLASSES, *visit.desk.office.stages.table)
    return visit.say(f"web.{family}.{word}") if word in known else word  # web.ownership.* and web.stage.*


def _heads(visit: AnyVisit, columns: Sequence[Column]) -> dict[str, str]:
    heads = {name: visit.say(f"web.project.{name}") for name in (*_TEXTS, "cost")}
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
    return _word(visit, "stage", value) if name == "stage" else visit.speaker.called(value, name)


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


def show_one(visit: AnyVisit) -> Page:
    name = visit.path["project"]
    version = visit.desk.office.store.version("project", name)
    project = visit.desk.current.find(name)
    if project is None or version is None:
        raise Refused(404, Finding("E609", f"There is no project {name}.", Place(key=name), fix="Correct the id."))
    cells = _cells(project)
    rows = tuple((key, text) for key, text in cells.items())
    links = {
        (n, "says"): Link(f"/trace?figure={step(name)}.{step(key)}", (f"{name}.{key}", str(project.place)), CELL)
        for n, (key, text) in enumerate(rows)
        if text
    }
    shown = {(n, "part"): _part(visit, key) for n, (key, _) in enumerate(rows)}
    shown |= {
        (n, "says"): _word(visit, key, text) for n, (key, text) in enumerate(rows) if key in ("ownership", "stage")
    }
    heads = {"part": visit.say("web.project.part"), "says": visit.say("web.project.says")}
    sheet = Sheet(
        Table("project", (Column("part", "part"), Column("says", "says")), rows), heads=heads, shown=shown, links=links
    )
    wide = (sheet, history_of(visit, "project", name))
    forms = _forms(visit, project, version) if visit.may(Role.PLANNER) else ()
    title = project.fields.get(f"title_{visit.speaker.language}", "") or project.title or project.id
    return Page(
        title, (Columns(wide, forms),) if forms else wide, f"{name} · {said_place(visit.speaker, project.place)}"
    )


def _cells(project: Project) -> dict[str, str]:
    cells = {name: getattr(project, name) for name in _TEXTS[1:]}
    cells["cost"] = ", ".join(str(amount) for amount in project.options[0].cost) if project.options else ""
    for demand in project.options[0].demands if project.options else ():
        cells[demand.resource] = str(demand.amount)
    return cells | {n: f"{v:f}" for n, v in project.criteria.items()} | dict(project.fields)


def _part(visit: AnyVisit, key: str) -> str:
    return visit.say(f"web.project.{key}") if key in (*_TEXTS, "cost") else visit.speaker.called(key)


_ACTIONS = ("confirm", "amend", "retract", "undo", "import", "edit", "move", "ingest", "reject", "name", "approve")


def action_word(action: str) -> str:
    """Return the part of a message that names what an entry did."""
    return action if action in _ACTIONS else "other"


def history_of(visit: AnyVisit, kind: str, name: str) -> Group:
    """Return what became of a thing: every version with who, when and why."""
    rows = tuple(
        (version.number, entry.at[:16].replace("T", " "), entry.author, entry.action, entry.why)
        for entry, version in visit.desk.office.store.history(kind, name)
    )
    keys = ("version", "at", "by", "action", "why")
    heads = {key: visit.say(f"web.entry.{key}") for key in keys}
    known = ("confirm", "amend", "retract", "undo", "import", "edit", "move", "ingest", "reject")
    shown = {
        (n, "action"): visit.say(f"web.action.{row[3] if row[3] in known else 'other'}") for n, row in enumerate(rows)
    }
    table = Table("history", tuple(Column(key, key, key == "version") for key in keys), rows)
    return Group(visit.say("web.entry.history"), (Sheet(table, heads=heads, shown=shown),))


def _forms(visit: AnyVisit, project: Project, version: Version) -> tuple[Block, ...]:
    path = f"/library/{step(project.id)}"
    number = Field("version", kind="hidden", value=str(version.number))
    names = (*TEXTS, *sorted(project.criteria), *sorted(project.fields))
    cell = Field("name", visit.say("web.project.part"), "select", choices=tuple((n, _part(visit, n)) for n in names))
    says = Field("value", visit.say("web.project.says"), hint=visit.say("web.library.edit_hint"))
    why = Field("why", visit.say("web.why"))
    edit = Form(path, (number, cell, says, why), (Button(visit.say("web.library.edit"), is_main=True),))
    blocks: list[Block] = [Group(visit.say("web.library.edit"), (edit,), is_panel=True)]
    table = visit.desk.office.stages.table
    follows = table[project.stage].next if project.stage in table else tuple(table)
    if follows:
        stages = tuple((name, visit.say(f"web.stage.{name}")) for name in follows)
        field = Field("stage", visit.say("web.project.stage"), "select", choices=stages)
        move = Form(f"{path}/stage", (number, field, why), (Button(visit.say("web.library.move"), is_main=True),))
        blocks.append(Group(visit.say("web.library.move"), (move,), is_panel=True))
    return tuple(blocks)


class Cell(Body):
    """One cell, as it is to be; `version` is the one that was looked at, also as the header If-Match."""

    name: str = Part(max_length=200)
    value: str = Part("", max_length=2000)
    version: int | None = Part(None, ge=0, le=10**9)
    why: str = Part("", max_length=500)


class Move(Body):
    """The stage a project goes to."""

    stage: str = Part(max_length=40)
    version: int | None = Part(None, ge=0, le=10**9)
    why: str = Part("", max_length=500)


def edit(visit: AnyVisit) -> Redirect:
    """Change one cell of a project; whoever changed it meanwhile loses nothing."""
    name = visit.path["project"]
    after = _looked_at(visit)
    body: Cell = visit.body
    _answered(visit, edit_project(visit.desk.office, name, body.name, body.value, after, visit.said(body.why)))
    return Redirect(f"/library/{step(name)}")


def move(visit: AnyVisit) -> Redirect:
    """Move a project along the table of stages."""
    name = visit.path["project"]
    stands = visit.desk.office.store.numbers("project", [name]).get(name, 0)
    if _looked_at(visit) != stands:
        _answered(visit, (None, [Finding("E803", f"Project {name} was changed meanwhile.", Place(key=name))]))
    _answered(visit, visit.desk.office.move(name, visit.body.stage, visit.said(visit.body.why)))
    return Redirect(f"/library/{step(name)}")


def _looked_at(visit: AnyVisit) -> int:
    """Return the version that a change was made from: the form's, or that of If-Match."""
    tag = visit.request.headers.get("if-match", "").strip('W/" ')
    if tag.isdecimal() and len(tag) < 10:
        return int(tag)
    if visit.body.version is None:
        fix = "Send the version you looked at, in the form or as If-Match."
        raise Refused(
            422, Finding("E843", "It is not said which version is to be changed.", Place(key="version"), fix=fix)
        )
    return int(visit.body.version)


def _answered(visit: AnyVisit, kept: Kept) -> None:
    receipt, findings = kept
    if receipt is not None:
        return
    codes = {finding.code for finding in findings}
    if "E803" in codes:
        name = visit.path["project"]
        version = visit.desk.office.store.version("project", name)
        project = visit.desk.current.find(name)
        current = {"version": version.number if version else 0, **(_cells(project) if project else {})}
        yours = {visit.say("web.library.yours"): getattr(visit.body, "value", "") or getattr(visit.body, "stage", "")}
        raise Refused(412, *findings, current=yours | current)
    raise Refused(404 if "E609" in codes else 422, *findings)


def show_alike(visit: AnyVisit) -> Page:
    pairs = visit.desk.once("alike", lambda: alike(visit.desk.library.projects))
    titles = {p.id: p.title for p in visit.desk.library.projects}
    rows = tuple((p.first, p.second, titles[p.first], titles[p.second], f"{p.likeness:.0%}") for p in pairs)
    keys = ("first", "second", "title", "other_title", "likeness")
    heads = {key: visit.say(f"web.alike.{key}") for key in keys if key != "title"}
    heads["title"] = visit.say("web.project.title")
    links = {(n, k): Link(f"/library/{step(row[i])}") for n, row in enumerate(rows) for i, k in enumerate(keys[:2])}
    table = Table("alike", tuple(Column(key, key) for key in keys), rows)
    sheet = Sheet(table, heads=heads, links=links, empty=visit.say("web.alike.none"), most=200)
    return Page(visit.say("web.alike.title"), (sheet,), visit.say("web.alike.lead"))


def count(desk: Desk) -> int:
    return len(desk.library.projects)


PAGES = (
    PageAt("/library", "web.library.title", show_all, menu="choose", count=count, query=Sort, is_traced=True),
    PageAt("/library/alike", "web.alike.title", show_alike, is_traced=True),
    PageAt("/library/{project}", "web.library.title", show_one, is_traced=True),
)
ACTIONS: tuple[Action, ...] = (
    Action("POST", "/library/{project}", edit, body=Cell),
    Action("POST", "/library/{project}/stage", move, body=Move),
)
