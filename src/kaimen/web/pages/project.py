"""One project: its cells, what became of it, and the forms that change it."""

from __future__ import annotations

from kaimen.library import Project
from kaimen.report import Column, Table
from kaimen.report.language import said_place
from kaimen.store import Version
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import CELL, Block, Button, Columns, Field, Form, Group, Link, Page, Prose, Sheet
from kaimen.web.pages import joining
from kaimen.web.pages.entries import history_of
from kaimen.web.projects import cost_of, demands_of, part_of, project_at, title_of, word_of, words_of
from kaimen.web.visit import AnyVisit, step
from kaimen.workspace.library.editing import cells_of, last_by_hand, may_change
from kaimen.workspace.record.accounts import Role


def show(visit: AnyVisit) -> Page:
    name = visit.path["project"]
    gone = joining.withdrawn(visit, name) if visit.desk.current.find(name) is None else None
    if gone is not None:
        return gone
    project, version = project_at(visit, name)
    cells = cells_of(project)
    rows = tuple((key, text) for key, text in cells.items())
    place = said_place(visit.speaker, project.place)
    links = {
        (n, "says"): Link(f"/trace?figure={step(name)}.{step(key)}", (f"{name} {part_of(visit, key)}", place), CELL)
        for n, (key, text) in enumerate(rows)
        if text
    }
    shown = {(n, "part"): part_of(visit, key) for n, (key, _) in enumerate(rows)}
    shown |= {
        (n, "says"): word_of(visit, key, text) for n, (key, text) in enumerate(rows) if key in ("ownership", "stage")
    }
    texts = words_of(visit, project)
    shown |= {(n, "says"): texts[key] for n, (key, _) in enumerate(rows) if key in texts and key != "title"}
    amounts = {"cost": cost_of(visit, project)} | demands_of(visit, project)
    shown |= {(n, "says"): amounts[key] for n, (key, _) in enumerate(rows) if key in amounts}
    heads = {"part": visit.say("web.project.part"), "says": visit.say("web.project.says")}
    sheet = Sheet(
        Table("project", (Column("part", "part"), Column("says", "says")), rows), heads=heads, shown=shown, links=links
    )
    wide = (sheet, history_of(visit, "project", name))
    forms = _forms(visit, project, version) if visit.may(Role.PLANNER) else ()
    return Page(
        title_of(visit, project) or project.id,
        (Columns(wide, forms),) if forms else wide,
        f"{name} · {said_place(visit.speaker, project.place)}",
    )


def _forms(visit: AnyVisit, project: Project, version: Version) -> tuple[Block, ...]:
    path = f"/library/{step(project.id)}"
    number = Field("version", kind="hidden", value=str(version.number))
    cell = Field(
        "name",
        visit.say("web.project.part"),
        "select",
        choices=tuple((n, part_of(visit, n)) for n in may_change(project)),
    )
    says = Field("value", visit.say("web.project.says"), hint=visit.say("web.library.edit_hint"))
    why = Field("why", visit.say("web.why"))
    edit = Form(path, (number, cell, says, why), (Button(visit.say("web.library.edit"), is_main=True),))
    blocks: list[Block] = [Group(visit.say("web.library.edit"), (edit,), is_panel=True)]
    blocks += _undo(visit, project.id)
    table = visit.desk.office.stages.table
    follows = table[project.stage].next if project.stage in table else tuple(table)
    if follows:
        stages = tuple((name, visit.say(f"web.stage.{name}")) for name in follows)
        field = Field("stage", visit.say("web.project.stage"), "select", choices=stages)
        move = Form(f"{path}/stage", (number, field, why), (Button(visit.say("web.library.move"), is_main=True),))
        blocks.append(Group(visit.say("web.library.move"), (move,), is_panel=True))
    return tuple(blocks)


def _undo(visit: AnyVisit, name: str) -> tuple[Block, ...]:
    """Return the way back from the last change, where that was one by hand."""
    entry = last_by_hand(visit.desk.office, name)
    if entry is None:
        return ()
    label = visit.say("web.library.undo_last")
    field = Field("entry", kind="hidden", value=str(entry.number))
    form = Form(f"/library/{step(name)}/undo", (field,), (Button(label),))
    return (Group(label, (Prose(visit.say("web.library.undo_more")), form), is_panel=True),)


PAGES = (PageAt("/library/{project}", "web.library.title", show, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
