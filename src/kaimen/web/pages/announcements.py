"""Announcements: drop a file, see it with every quantity and pledge highlighted."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import File, UploadFile
from pydantic import Field as Part

from kaimen.extract import within_province
from kaimen.report import Column, Table, candidate_table, figure_text, when_text
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    PASSAGE,
    Block,
    Button,
    Columns,
    Custom,
    Field,
    Findings,
    Form,
    Group,
    Link,
    Links,
    Page,
    Prose,
    Sheet,
)
from kaimen.web.reading import Reviews, lines_of
from kaimen.web.visit import AnyVisit, Body, Desk, Redirect, address, step
from kaimen.workspace.reading.own_words import answered_by
from kaimen.workspace.reading.review import Review
from kaimen.workspace.record.accounts import Role

_HEADS = ("where", "what", "figure", "by", "status", "said_by")


def show_all(visit: AnyVisit) -> Page:
    decided: dict[str, int] = {}
    for version in visit.desk.office.store.versions("review"):
        decided[version.id[:16]] = decided.get(version.id[:16], 0) + 1
    rows: list[tuple[str | int, ...]] = []
    links: dict[tuple[int, str], Link] = {}
    shown: dict[tuple[int, str], str] = {}
    for version in visit.desk.office.store.versions("document"):
        body = version.body or {}
        links[len(rows), "name"] = Link(f"/announcements/{step(version.id)}")
        number = decided.get(str(body["text_sha256"])[:16], 0)
        links[len(rows), "decided"] = Link(f"/review/{step(version.id)}", (version.id,), PASSAGE)
        shown[len(rows), "source"] = visit.speaker.called(str(body.get("source") or ""))
        rows.append((version.id, str(body.get("published") or ""), str(body.get("source") or ""), number))
    columns = (*(Column(name, name) for name in ("name", "published", "source")), Column("decided", "decided", True))
    heads = {column.key: visit.say(f"web.announcements.{column.key}") for column in columns}
    empty = visit.say("web.announcements.empty")
    sheet = Sheet(Table("announcements", columns, tuple(rows)), "", heads, shown, links, empty=empty)
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
    table = candidate_table([extraction], lang=visit.speaker.language)
    values = {"lines": lines_of(review, review.verdicts()), "document": name, "more": ""}
    sheet = _sheet(visit, review, table)
    own = tuple(dict.fromkeys((*findings, *extraction.findings)))
    wide: tuple[Block, ...] = (Custom("text", values),)
    narrow: tuple[Block, ...] = (
        *_names(visit, review),
        *_beside(visit, review),
        Findings(own, visit.say("web.findings", n=len(own)) if own else ""),
        Group(visit.say("web.candidates", n=len(table.rows)), (sheet,)),
    )
    figures = sum(candidate.quantity is not None for candidate in extraction.candidates)
    waiting, doubtful = len(review.queue), len(review.queue_in(only="marked"))
    lead = visit.say("web.announcement.lead", candidates=len(table.rows), figures=figures, waiting=waiting)
    doors = [(f"/review/{step(name)}", visit.say("web.review.begin"))]
    if doubtful:
        doors.append((address(f"/review/{step(name)}", order="doubtful"), visit.say("web.review.doubtful", n=doubtful)))
    actions = (Links(tuple(doors)),)
    return Page(name, (Columns(wide, narrow),), lead, actions)


def _beside(visit: AnyVisit, review: Review) -> tuple[Block, ...]:
    """Return which earlier documents the figures were held against, the latest first."""
    links = tuple((f"/announcements/{step(d.name)}", f"{d.name} · {d.published}") for d in reversed(review.earlier))
    title = visit.say("web.announcement.beside")
    return (Group(title, (Links(links, title),), is_panel=True),) if links else ()


def _names(visit: AnyVisit, review: Review) -> tuple[Block, ...]:
    """Return what is asked about names that several regions have, and what was answered, to be changed."""
    may, document = visit.may(Role.REVIEWER), review.extraction.document
    blocks: list[Block] = []
    for asked in review.extraction.questions:
        choices = tuple((where.adcode or "", within_province(where)) for where in asked.choices)
        blocks.append(Prose(visit.say("web.meant.which", x=asked.name), "warn"))
        blocks += [_asking(visit, asked.name, choices, choices[0][0])] if may else []
    for answer in review.answers:
        region = dict(answer.choices).get(answer.code, answer.code)
        entry = answered_by(visit.desk.office, document, answer.name)
        said = {"x": answer.name, "region": region, "who": entry.author, "at": entry.at[:16].replace("T", " ")}
        blocks.append(Prose(visit.say("web.meant.said", **said), "note"))
        blocks += [_asking(visit, answer.name, answer.choices, answer.code)] if may else []
    return (Group(visit.say("web.meant.title"), tuple(blocks), is_panel=True),) if blocks else ()


def _asking(visit: AnyVisit, name: str, choices: tuple[tuple[str, str], ...], chosen: str) -> Form:
    labelled = tuple((code, f"{region} {code}".strip()) for code, region in choices)
    fields = (
        Field("name", kind="hidden", value=name),
        Field("code", name, "select", chosen, labelled),
        Field("remember", visit.say("web.meant.remember"), "checkbox"),
    )
    return Form(f"/review/{step(visit.path['document'])}/meant", fields, (Button(visit.say("web.meant.keep")),))


def _sheet(visit: AnyVisit, review: Review, table: Table) -> Sheet:
    """Return the candidates, each with what speaks against it, leading to its review."""
    candidates, path = review.extraction.candidates, f"/review/{step(review.extraction.document.name)}"
    marks = [review.marks(candidate) for candidate in candidates]
    rows = tuple((*row, " ".join(own)) for row, own in zip(table.rows, marks, strict=True))
    marked = Table(table.name, (*table.columns, Column("marks", "marks")), rows)
    heads = {key: visit.say(f"web.candidate.{key}") for key in (*_HEADS, "marks")}
    shown: dict[tuple[int, str], str] = {}
    links: dict[tuple[int, str], Link] = {}
    for n, candidate in enumerate(candidates):
        if candidate.quantity is not None:
            quantity = review.extraction.quantities[candidate.quantity]
            shown[n, "figure"] = figure_text(quantity, candidate.flags, visit.speaker.language)
        shown[n, "by"] = when_text(candidate.when, visit.speaker.language)
        shown[n, "status"] = visit.say(f"web.modality.{candidate.modality}") if candidate.modality else ""
        shown[n, "marks"] = visit.speaker.separate(visit.say(f"web.doubt.{mark}") for mark in marks[n])
        if candidate.tier != "context":
            links[n, "what"] = Link(address(path, at=review.key(candidate)))
    return Sheet(marked, heads=heads, shown=shown, links=links, hidden=frozenset({"document"}))


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
