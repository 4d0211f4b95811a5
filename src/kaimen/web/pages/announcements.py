"""Announcements: drop a file, see it with every quantity and pledge highlighted."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import File, UploadFile
from pydantic import Field as Part

from kaimen.report import Column, Table, candidate_table
from kaimen.web.page import Block, Button, Columns, Custom, Field, Findings, Form, Group, Link, Links, Page, Sheet
from kaimen.web.reading import Reviews, lines_of
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit, Body, Desk, Redirect, step
from kaimen.workspace.accounts import Role

_HEADS = ("where", "what", "figure", "by", "status", "said_by")


def show_all(visit: AnyVisit) -> Page:
    decided: dict[str, int] = {}
    for version in visit.desk.office.store.versions("review"):
        decided[version.id[:16]] = decided.get(version.id[:16], 0) + 1
    rows: list[tuple[str | int, ...]] = []
    links: dict[tuple[int, str], Link] = {}
    for version in visit.desk.office.store.versions("document"):
        body = version.body or {}
        links[len(rows), "name"] = Link(f"/announcements/{step(version.id)}")
        number = decided.get(str(body["text_sha256"])[:16], 0)
        rows.append((version.id, str(body.get("published") or ""), str(body.get("source") or ""), number))
    columns = (*(Column(name, name) for name in ("name", "published", "source")), Column("decided", "decided", True))
    heads = {column.key: visit.say(f"web.announcements.{column.key}") for column in columns}
    empty = visit.say("web.announcements.empty")
    sheet = Sheet(Table("announcements", columns, tuple(rows)), heads=heads, links=links, empty=empty)
    form = (Group(visit.say("web.announcements.take"), (_upload(visit),)),) if visit.may(Role.REVIEWER) else ()
    return Page(visit.say("web.announcements.title"), (sheet, *form), visit.say("web.announcements.lead"))


def _upload(visit: AnyVisit) -> Form:
    accept = {"accept": ".txt,.docx,.pdf,.html,.htm"}
    fields = (
        Field("file", visit.say("web.file"), "file", is_required=True, attributes=accept),
        Field("published", visit.say("web.announcements.day"), "date", hint=visit.say("web.announcements.day_hint")),
    )
    button = Button(visit.say("web.announcements.read"), is_main=True)
    return Form("/announcements", fields, (button,), is_upload=True)


def show_one(visit: AnyVisit) -> Page:
    name = visit.path["document"]
    review, findings = visit.desk.part(Reviews).of(name, visit.user.name)
    extraction = review.extraction
    table = candidate_table([extraction])
    values = {"lines": lines_of(review, review.verdicts()), "document": name}
    heads = {key: visit.say(f"web.candidate.{key}") for key in _HEADS}
    sheet = Sheet(table, heads=heads, shown=_words(visit, table), hidden=frozenset({"document"}))
    own = tuple(dict.fromkeys((*findings, *extraction.findings)))
    wide: tuple[Block, ...] = (Custom("text", values),)
    narrow: tuple[Block, ...] = (
        Findings(own, visit.say("web.findings", n=len(own)) if own else ""),
        Group(visit.say("web.candidates", n=len(table.rows)), (sheet,)),
    )
    figures = sum(candidate.quantity is not None for candidate in extraction.candidates)
    waiting = len(review.queue)
    lead = visit.say("web.announcement.lead", candidates=len(table.rows), figures=figures, waiting=waiting)
    actions = (Links(((f"/review/{step(name)}", visit.say("web.review.begin")),)),)
    return Page(name, (Columns(wide, narrow),), lead, actions)


def _words(visit: AnyVisit, table: Table) -> dict[tuple[int, str], str]:
    at = [column.key for column in table.columns].index("status")
    return {(n, "status"): visit.say(f"web.modality.{row[at]}") for n, row in enumerate(table.rows) if row[at]}


class Upload(Body):
    """A file, and its day of publication where the text does not say it."""

    file: Annotated[UploadFile, File(description="Text, .docx, PDF with text, or a web page.")]
    published: date | None = Part(None)


def take(visit: AnyVisit) -> Redirect:
    """Read an announcement and keep it."""
    upload: UploadFile = visit.body.file
    name = visit.desk.part(Reviews).begin(
        upload.file.read(), upload.filename or "announcement.txt", visit.body.published, visit
    )
    return Redirect(f"/announcements/{step(name)}")


def count(desk: Desk) -> int:
    return desk.once("documents", lambda: len(desk.office.store.names("document")))


PAGES = (
    PageAt("/announcements", "web.announcements.title", show_all, menu="read", count=count, is_traced=True),
    PageAt("/announcements/{document}", "web.announcements.title", show_one),
)
ACTIONS = (Action("POST", "/announcements", take, Role.REVIEWER, body=Upload),)
