"""Files of rules, firms and services taken in: what it would do first, then as one change a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import File, UploadFile
from pydantic import Field as Said

from kaimen.errors import Finding
from kaimen.report import Column, Table
from kaimen.report.rows import Value
from kaimen.web.addresses import Action
from kaimen.web.page import Button, Field, Findings, Form, Links, Page, Sheet
from kaimen.web.visit import AnyVisit, Body
from kaimen.workspace.business.policy_books import look_at_book
from kaimen.workspace.business.services import look_at_service, take_service_in
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Kept
from kaimen.workspace.uploads import laid_down, plain_name

_MOST = 200
"""Findings that a page has."""

_FATES = ("new", "changed", "unchanged", "gone")


class Files(Body):
    """Files, and whether they are to be kept."""

    files: Annotated[list[UploadFile], File(description="One file or several, taken in their order.")]
    keep: Literal["", "yes"] = ""
    why: str = Said("", max_length=2000)


@dataclass(frozen=True, slots=True)
class Looked:
    """What taking a file in would do: what it is, its rows by what becomes of them, and how to keep it."""

    kind: str
    counts: tuple[int, int, int, int]
    findings: tuple[Finding, ...]
    keep: Callable[[AnyVisit, str], Kept]


Look = Callable[[AnyVisit, Path], tuple[Looked | None, list[Finding]]]


def _rules(visit: AnyVisit, path: Path) -> tuple[Looked | None, list[Finding]]:
    intake, findings = look_at_book(visit.desk.office, path)
    if intake is None:
        return None, findings
    counts = (len(intake.new), len(intake.changed), len(intake.unchanged), len(intake.gone))
    return Looked("policies", counts, intake.findings, lambda v, why: v.desk.office.take_in(intake, v.said(why))), []


def _firms(visit: AnyVisit, path: Path) -> tuple[Looked | None, list[Finding]]:
    intake, findings = look_at_firms(visit.desk.office, path)
    if intake is None:
        return None, findings
    counts = (len(intake.new), len(intake.changed), len(intake.unchanged), 0)
    return Looked("firms", counts, intake.findings, lambda v, why: v.desk.office.take_in(intake, v.said(why))), []


def _services(visit: AnyVisit, path: Path) -> tuple[Looked | None, list[Finding]]:
    intake, findings = look_at_service(visit.desk.office, path, {})
    if intake is None:
        return None, findings
    counts = (intake.new, intake.changed, intake.unchanged, 0)

    def keep(visit: AnyVisit, why: str) -> Kept:
        return take_service_in(visit.desk.office, intake, visit.said(why))

    return Looked(intake.kind, counts, intake.findings, keep), []


@dataclass(frozen=True, slots=True)
class Way:
    """A way in: where its form is sent, the page it belongs to, the files it takes, and how one is looked at."""

    path: str
    back: str
    accept: str
    look: Look

    @property
    def title(self) -> str:
        """The message of its title."""
        return f"web.intake.{self.path.split('/')[1 if self.path.endswith('/import') else 2]}"


RULES = Way("/policies/import", "/policies", ".toml", _rules)
FIRMS = Way("/policies/firms", "/policies", ".csv,.xlsx", _firms)
SERVICES = Way("/services/import", "/services", ".csv,.xlsx", _services)
"""The ways in by what they take."""


def intake_forms(visit: AnyVisit, *ways: Way) -> tuple[Form, ...]:
    """Return the forms that take files in, for whoever may plan."""
    return tuple(_form(visit, way) for way in ways) if visit.may(Role.PLANNER) else ()


def _form(visit: AnyVisit, way: Way) -> Form:
    accept = {"accept": way.accept, "multiple": "multiple"}
    fields = (
        Field("files", visit.say("web.intake.files"), "file", is_required=True, attributes=accept),
        Field("why", visit.say("web.intake.why")),
    )
    buttons = Button(visit.say("web.intake.dry")), Button(visit.say("web.intake.take"), "keep", "yes", is_main=True)
    return Form(way.path, fields, buttons, is_upload=True, title=visit.say(way.title))


def _taker(way: Way) -> Callable[[AnyVisit], Page]:
    def take(visit: AnyVisit) -> Page:
        """Say what taking files in would do; with `keep`, do it as one change a file."""
        rows: list[tuple[Value, ...]] = []
        findings: list[Finding] = []
        entries = []
        for file in visit.body.files:
            name = plain_name(file.filename or "table.csv")
            with laid_down(file.file.read(), name) as path:
                looked, found = way.look(visit, path)
            findings += found
            if looked is None:
                continue
            findings += looked.findings
            rows.append((name, visit.say(f"web.intake.kind.{looked.kind}"), *looked.counts))
            if visit.body.keep:
                receipt, refused = looked.keep(visit, visit.body.why)
                findings += refused
                entries += [str(receipt.entry.number)] if receipt else []
        return _page(visit, way, rows, findings, entries)

    return take


def _page(
    visit: AnyVisit, way: Way, rows: Sequence[tuple[Value, ...]], findings: Sequence[Finding], entries: Sequence[str]
) -> Page:
    columns = [Column(key, visit.say(f"web.intake.head.{key}")) for key in ("file", "what")]
    columns += [Column(fate, visit.say(f"web.intake.{fate}"), True) for fate in _FATES]
    back = Links(((way.back, visit.say(f"web{way.back.replace('/', '.')}.title")),))
    found = Findings(tuple(findings[:_MOST]), visit.say("web.findings", n=len(findings)) if findings else "")
    if not rows:
        lead = visit.say("web.intake.unreadable")
        return Page(visit.say(way.title), (back, found, _form(visit, way)), lead, status=422)
    state = "kept" if entries else "not_kept" if visit.body.keep else "would"
    lead = visit.say(f"web.intake.{state}", n=visit.speaker.list(entries))
    sheet = Sheet(Table("files", tuple(columns), tuple(rows)))
    return Page(visit.say(way.title), (back, sheet, found, _form(visit, way)), lead)


PAGES = ()
ACTIONS = tuple(Action("POST", way.path, _taker(way), Role.PLANNER, Files) for way in (RULES, FIRMS, SERVICES))
