"""The import wizard: upload, mapping, dry run, apply; and undo."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import File, UploadFile
from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.formats.column_roles import ROLES, ColumnRole, column_roles, role_faults, roles_toml
from kaimen.formats.library_table import LibraryMapping, parse_mapping
from kaimen.report import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    Block,
    Button,
    Custom,
    Field,
    Figure,
    Findings,
    Form,
    Group,
    Link,
    Links,
    Page,
    Prose,
    Sheet,
    Strip,
)
from kaimen.web.visit import AnyVisit, Body, Desk, Download, Redirect, Refused, step
from kaimen.workspace.library.intake import Intake, look_at_projects, take_projects_in
from kaimen.workspace.library.mappings import choose_mapping
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.uploads import laid_down, plain_name

_MOST = 20


@dataclass(frozen=True, slots=True)
class Upload:
    """A list that waits to be taken in, with the mapping chosen for it (TOML; empty: none)."""

    name: str
    content: bytes
    owner: str
    mapping: str = ""


class Uploads:
    """Lists on their way in; the oldest go when there are too many, and all when the server ends."""

    def __init__(self, _desk: Desk) -> None:
        self._kept: OrderedDict[str, Upload] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, upload: Upload, key: str = "") -> str:
        """Keep a list and return its key."""
        key = key or secrets.token_urlsafe(9)
        with self._lock:
            self._kept[key] = upload
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return key

    def of(self, key: str, owner: str) -> Upload:
        """Return a list of somebody's.

        Raises:
            Refused: it is not here, or it is somebody else's.
        """
        found = self._kept.get(key)
        if found is None or found.owner != owner:
            what = "This list is not waiting here any more."
            raise Refused(404, Finding("E602", what, Place(key=key), fix="Upload it again."))
        return found


def begin(visit: AnyVisit) -> Page:
    accept = {"accept": ".csv,.xlsx,.json"}
    fields = (Field("file", visit.say("web.file"), "file", is_required=True, attributes=accept),)
    form = Form("/library/import", fields, (Button(visit.say("web.import.look"), is_main=True),), is_upload=True)
    steps = tuple(visit.say(f"web.import.step.{name}") for name in ("upload", "columns", "dry", "apply"))
    return Page(visit.say("web.import.title"), (Prose(" → ".join(steps)), form), visit.say("web.import.lead"))


class ListFile(Body):
    """A project list."""

    file: Annotated[UploadFile, File(description="CSV, XLSX or an OC4IDS package (JSON).")]


def take(visit: AnyVisit) -> Redirect:
    """Upload a list; nothing is kept of it before you say so."""
    upload: UploadFile = visit.body.file
    name = plain_name(upload.filename or "list.csv")
    key = visit.desk.part(Uploads).keep(Upload(name, upload.file.read(), visit.user.name))
    return Redirect(f"/library/import/{key}")


def look(visit: AnyVisit) -> Page:
    upload = visit.desk.part(Uploads).of(visit.path["upload"], visit.user.name)
    path = f"/library/import/{visit.path['upload']}"
    intake, findings = _intake(visit, upload)
    mapping = parse_mapping(upload.mapping, upload.name)[0] if upload.mapping else _intake_mapping(visit, upload)
    columns = _columns(visit, _roles(upload, mapping), path)
    title = visit.say("web.import.of", x=upload.name)
    if intake is None:
        return Page(title, (Findings(tuple(findings), visit.say("web.import.unreadable")), *columns))
    fates = ("new", "changed", "unchanged", "gone")
    strip = Strip(
        tuple(
            Figure(visit.say(f"web.import.{fate}"), visit.speaker.number(len(getattr(intake, fate)))) for fate in fates
        )
    )
    keep = Form(
        f"{path}/apply",
        (Field("why", visit.say("web.why")),),
        (Button(visit.say("web.import.apply"), is_main=True),),
        title=visit.say("web.import.step.apply"),
    )
    found = tuple(intake.findings)
    blocks: list[Block] = [strip]
    if intake.drafts:
        blocks.append(keep)
    else:
        blocks.append(Prose(visit.say("web.import.nothing"), "note"))
    if intake.rejected is not None:
        blocks.append(Form(f"{path}/rejected", (), (Button(visit.say("web.import.rejected")),)))
    blocks.append(Findings(found[:200], visit.say("web.findings", n=len(found)) if found else ""))
    if intake.pairs:
        blocks.append(_pairs(visit, intake))
    return Page(title, (*blocks, *columns), visit.say("web.import.dry"))


def _pairs(visit: AnyVisit, intake: Intake) -> Group:
    keys = ("first", "second", "likeness")
    rows = tuple((pair.first, pair.second, f"{pair.likeness:.0%}") for pair in intake.pairs)
    heads = {key: visit.say(f"web.alike.{key}") for key in keys}
    links = {(n, "second"): Link(f"/library/{step(row[1])}") for n, row in enumerate(rows)}
    table = Table("alike", tuple(Column(key, key) for key in keys), rows)
    return Group(visit.say("web.alike.title"), (Sheet(table, heads=heads, links=links, most=50),))


def _columns(
    visit: AnyVisit, roles: Sequence[ColumnRole], path: str, faults: Mapping[int, Finding] | None = None
) -> tuple[Block, ...]:
    """Return the form that says which column is what, with how sure each proposal is and what each holds."""
    if not roles:
        return ()
    values = {
        "action": path,
        "roles": [(role, visit.say(f"columns.{role or 'none'}")) for role in ROLES],
        "columns": roles,
        "faults": faults or {},
    }
    note = Prose(visit.say("columns.note"))
    return (Group(visit.say("web.import.step.columns"), (note, Custom("list_columns", values)), id="columns"),)


def _roles(upload: Upload, mapping: LibraryMapping | None) -> Sequence[ColumnRole]:
    return () if upload.name.lower().endswith(".json") else column_roles(upload.content, upload.name, mapping)


class Choice(Body):
    """Which column of the list is what: headings, and beside each its role, its name and its unit."""

    heading: list[str] = Part(default_factory=list, max_length=300)
    role: list[str] = Part(default_factory=list, max_length=300)
    called: list[str] = Part(default_factory=list, max_length=300)
    unit: list[str] = Part(default_factory=list, max_length=300)


def choose(visit: AnyVisit) -> Redirect | Page:
    """Say which column is what; the dry run is made again."""
    uploads, key, body = visit.desk.part(Uploads), visit.path["upload"], visit.body
    upload, path = uploads.of(key, visit.user.name), f"/library/import/{key}"
    before, _ = parse_mapping(upload.mapping, upload.name) if upload.mapping else (_intake_mapping(visit, upload), [])
    known = {column.heading: column for column in _roles(upload, before)}
    sent = zip(body.heading, body.role, body.called, body.unit, strict=False)
    roles = [replace(known[h], role=r, called=c, unit=u, sure=0) for h, r, c, u in sent if h in known and r in ROLES]
    faults = role_faults(roles)
    mapping = roles_toml(upload.name, roles, before)
    findings = [] if faults else parse_mapping(mapping, upload.name)[1]
    if faults or findings:
        told = Prose(visit.say("columns.faults"), "warn")
        blocks = (told, Findings(tuple(findings)), *_columns(visit, roles, path, faults))
        return Page(visit.say("web.import.of", x=upload.name), blocks, status=422)
    uploads.keep(Upload(upload.name, upload.content, upload.owner, mapping), key)
    return Redirect(path)


def _intake_mapping(visit: AnyVisit, upload: Upload) -> LibraryMapping | None:
    """Return the mapping that a list is read with by itself: that of its last version, or of one like it."""
    chosen, _ = choose_mapping(visit.desk.office.store, upload.content, upload.name, None)
    return chosen.mapping if chosen else None


class Why(Body):
    """The reason, kept with the change."""

    why: str = Part("", max_length=500)


def apply(visit: AnyVisit) -> Redirect:
    """Take the list in as one change."""
    upload = visit.desk.part(Uploads).of(visit.path["upload"], visit.user.name)
    intake, findings = _intake(visit, upload)
    if intake is None:
        raise Refused(422, *findings)
    receipt, refused = take_projects_in(visit.desk.office, intake, visit.said(visit.body.why))
    if refused:
        raise Refused(409, *refused)
    return Redirect(f"/library/imported/{receipt.entry.number}" if receipt else "/library")


def done(visit: AnyVisit) -> Page:
    text = visit.path["entry"]
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    entry, made = next(iter(visit.desk.office.store.entries(number - 1)), (None, [])) if number else (None, [])
    if entry is None:
        raise Refused(404, Finding("E813", "There is no such entry.", Place(key=f"entry {text}")))
    projects = sum(version.kind == "project" for version in made)
    fields = (Field("entry", kind="hidden", value=str(number)), Field("why", visit.say("web.why")))
    form = Form("/library/undo", fields, (Button(visit.say("web.import.undo")),))
    ways = [("/library", visit.say("web.library.title")), ("/plan", visit.say("plan.title"))]
    ways += [("/new-scenario", visit.say("ask.title"))] if visit.may(Role.PLANNER) else []
    blocks: tuple[Block, ...] = (Prose(visit.say("web.import.done", n=projects, entry=number)), Links(tuple(ways)))
    return Page(visit.say("web.import.title"), (*blocks, form) if visit.may(Role.PLANNER) else blocks)


class Undo(Why):
    """Which entry is to be put back."""

    entry: int = Part(ge=1, le=10**9)


def undo(visit: AnyVisit) -> Redirect:
    """Put back what an entry changed, by a new entry."""
    receipt, findings = visit.desk.office.undo(visit.body.entry, visit.said(visit.body.why))
    if receipt is None:
        raise Refused(409, *findings)
    return Redirect("/library")


def rejected(visit: AnyVisit) -> Download:
    """Have the rows that were not read, each with what to do, as a workbook."""
    upload = visit.desk.part(Uploads).of(visit.path["upload"], visit.user.name)
    intake, findings = _intake(visit, upload)
    if intake is None or intake.rejected is None:
        raise Refused(404, *(findings or [Finding("E602", "All rows were read.", Place(upload.name))]))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Download(intake.rejected, "rejected.xlsx", kind)


def _intake(visit: AnyVisit, upload: Upload) -> tuple[Intake | None, list[Finding]]:
    with laid_down(upload.content, upload.name) as path:
        mapping: FilePath | None = None
        if upload.mapping:
            mapping = path.with_name("mapping.toml") if path.name != "mapping.toml" else path.with_name("columns.toml")
            mapping.write_text(upload.mapping, encoding="utf-8")
        return look_at_projects(visit.desk.office, path, mapping)


def _never(_desk: Desk) -> None:
    """Say that nobody can tell whether a list on its way in is as it was."""


PAGES = (
    PageAt("/library/import", "web.import.title", begin, Role.PLANNER),
    PageAt("/library/imported/{entry}", "web.import.title", done, has_twins=False),
    PageAt("/library/import/{upload}", "web.import.title", look, Role.PLANNER, state=_never),
)
ACTIONS = (
    Action("POST", "/library/import", take, body=ListFile),
    Action("POST", "/library/import/{upload}", choose, body=Choice),
    Action("POST", "/library/import/{upload}/apply", apply, body=Why),
    Action("POST", "/library/import/{upload}/rejected", rejected),
    Action("POST", "/library/undo", undo, body=Undo),
)
