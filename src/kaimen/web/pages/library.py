"""The library: the wide sheet."""

from __future__ import annotations

from kaimen.report import Column, Table
from kaimen.web.page import Page, Sheet
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit

HEADS = ("id", "title", "region", "sector", "owner", "ownership", "stage")


def show(visit: AnyVisit) -> Page:
    rows = tuple(tuple(project.value_of(name) for name in HEADS) for project in visit.desk.library.projects)
    table = Table("projects", tuple(Column(name, name) for name in HEADS), rows)
    heads = {name: visit.say(f"web.project.{name}") for name in HEADS}
    return Page(
        visit.say("web.library.title"), (Sheet(table, heads=heads, most=50, empty=visit.say("web.library.empty")),)
    )


PAGES = (
    PageAt(
        "/library",
        "web.library.title",
        show,
        menu="choose",
        count=lambda desk: len(desk.library.projects),
    ),
)
ACTIONS: tuple[Action, ...] = ()
