"""Changes of one project by hand; whoever comes second is shown both versions, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

from fastapi import Response
from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.store import Receipt
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Custom, Findings, Page
from kaimen.web.projects import TEXTS, part_of, word_of, words_of
from kaimen.web.visit import AnyVisit, Body, Redirect, Refused, step
from kaimen.workspace.library.editing import Both, both_versions, cells_of, edit_project, undo_edit

LOCAL = r"^/([^/\\].*)?$"
"""An address of this server alone."""


class Versioned(Body):
    """A change of a version; `version` is the one that was looked at, also as the header If-Match."""

    version: int | None = Part(None, ge=0, le=10**9)
    why: str = Part("", max_length=500)


class Cell(Versioned):
    """One cell, as it is to be."""

    name: str = Part(max_length=200)
    value: str = Part("", max_length=2000)


class Cells(Versioned):
    """Cells of one project, as they are to be: names and values in the same order.

    `choice` says of a change that was shown beside another which cells are kept: all, or those named in `keep`.
    """

    name: list[str] = Part([], max_length=200)
    value: list[str] = Part([], max_length=200)
    choice: Literal["mine", "ticked"] = "mine"
    keep: list[str] = Part([], max_length=200)
    back: str = Part("", max_length=2000, pattern=rf"^$|{LOCAL}", description="Where to go on.")


class Undone(Body):
    """The entry that is taken back, the last one of the project."""

    entry: int = Part(ge=1, le=10**9)


class Move(Versioned):
    """The stage a project goes to."""

    stage: str = Part(max_length=40)


def edit(visit: AnyVisit) -> Redirect | Page | Response:
    """Change one cell of a project; whoever changed it meanwhile loses nothing."""
    body: Cell = visit.body
    return _changed(visit, {body.name: body.value}, "")


def edit_cells(visit: AnyVisit) -> Redirect | Page | Response:
    """Change cells of a project as one change; whoever changed it meanwhile loses nothing."""
    body: Cells = visit.body
    if len(body.name) != len(body.value):
        what = "There are not as many values as names."
        raise Refused(422, Finding("E843", what, Place(key="value"), fix="Send a value for each name."))
    cells = dict(zip(body.name, body.value, strict=True))
    if body.choice == "ticked":
        cells = {name: text for name, text in cells.items() if name in body.keep}
    return _changed(visit, cells, body.back)


def _changed(visit: AnyVisit, cells: Mapping[str, str], back: str) -> Redirect | Page | Response:
    name, office = visit.path["project"], visit.desk.office
    after = _looked_at(visit)
    receipt, findings = edit_project(office, name, cells, after, visit.said(visit.body.why)) if cells else (None, [])
    if any(finding.code == "E803" for finding in findings):
        both = both_versions(office, name, cells, after)
        if both is not None and any(difference.is_mine for difference in both.differences):
            return _side_by_side(visit, both, back or f"/library/{step(name)}", findings)
        findings = [] if both is not None else findings  # the other said the same
    if receipt is None and findings:
        raise _refusal(visit, findings)
    return _kept(visit, receipt, back)


def undo(visit: AnyVisit) -> Redirect | Response:
    """Put back what the last change of a project by hand said before, as a new version; both stay in its history."""
    name = visit.path["project"]
    receipt, findings = undo_edit(visit.desk.office, name, visit.body.entry, visit.said())
    if receipt is None:
        raise Refused(409, *findings)
    return _kept(visit, receipt, "")


def _kept(visit: AnyVisit, receipt: Receipt | None, back: str) -> Redirect | Response:
    """Return to whoever sent a change: to a program and a sheet the row as it stands now, to a browser a page."""
    name = visit.path["project"]
    if "json" in visit.request.headers.get("accept", ""):
        body = {**_row(visit, name), "entry": receipt.entry.number if receipt else None}
        return Response(json.dumps(body, ensure_ascii=False), media_type="application/json")
    return Redirect(back or f"/library/{step(name)}")


def _side_by_side(visit: AnyVisit, both: Both, back: str, findings: list[Finding]) -> Page:
    """Return what stands beside what was to be, with what can be done about it."""
    if _is_program(visit):
        raise _refusal(visit, findings)
    name = visit.path["project"]
    told = [
        (d, part_of(visit, d.name), *(_shown(visit, d.name, text) for text in (d.before, d.theirs, d.mine)))
        for d in both.differences
    ]
    values = {
        "path": f"/library/{step(name)}/cells",
        "project": name,
        "back": back,
        "version": both.version,
        "author": both.entry.author,
        "at": both.entry.at[:16].replace("T", " "),
        "rows": told,
        "row": json.dumps(_row(visit, name), ensure_ascii=False),
        "why": visit.body.why,
    }
    title = visit.say("web.both.title", x=name)
    return Page(title, (Findings(tuple(findings)), Custom("both", values)), status=412)


def _shown(visit: AnyVisit, name: str, text: str) -> str:
    if name in ("ownership", "stage"):
        return word_of(visit, name, text)
    return visit.speaker.called(text, name) if name in TEXTS else text


def _row(visit: AnyVisit, name: str) -> dict[str, object]:
    """Return a project as the sheet shows it: its version, its cells by column, and what they say in the data."""
    project = visit.desk.current.find(name)
    if project is None:
        return {"version": 0}
    says = cells_of(project)
    shown = {f"criterion: {c}" if c in project.criteria else c: text for c, text in says.items()}
    return {"version": visit.desk.current.versions[name], "shown": shown | words_of(visit, project), "says": says}


def move(visit: AnyVisit) -> Redirect:
    """Move a project along the table of stages."""
    name = visit.path["project"]
    stands = visit.desk.office.store.numbers("project", [name]).get(name, 0)
    if _looked_at(visit) != stands:
        raise _refusal(visit, [Finding("E803", f"Project {name} was changed meanwhile.", Place(key=name))])
    receipt, findings = visit.desk.office.move(name, visit.body.stage, visit.said(visit.body.why))
    if receipt is None:
        raise _refusal(visit, findings)
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


def _is_program(visit: AnyVisit) -> bool:
    headers = visit.request.headers
    return "authorization" in headers or "html" not in headers.get("accept", "html") != "*/*"


def _refusal(visit: AnyVisit, findings: list[Finding]) -> Refused:
    codes = {finding.code for finding in findings}
    if "E803" not in codes:
        return Refused(404 if "E609" in codes else 422, *findings)
    name = visit.path["project"]
    version = visit.desk.office.store.version("project", name)
    project = visit.desk.current.find(name)
    current = {"version": version.number if version else 0, **(cells_of(project) if project else {})}
    yours = {visit.say("web.library.yours"): getattr(visit.body, "value", "") or getattr(visit.body, "stage", "")}
    return Refused(412, *findings, current=yours | current)


PAGES: tuple[PageAt, ...] = ()
ACTIONS: tuple[Action, ...] = (
    Action("POST", "/library/{project}", edit, body=Cell),
    Action("POST", "/library/{project}/cells", edit_cells, body=Cells),
    Action("POST", "/library/{project}/stage", move, body=Move),
    Action("POST", "/library/{project}/undo", undo, body=Undone),
)
