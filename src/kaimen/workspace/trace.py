"""From a figure back to the sentence or the cell it comes from, and to who took it in and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kaimen.errors import Place
from kaimen.formats.project_body import project_of
from kaimen.library import Project
from kaimen.store import Entry
from kaimen.workspace.appeals import trace_appeal
from kaimen.workspace.chain_trace import trace_chain
from kaimen.workspace.delivery_trace import trace_delivery
from kaimen.workspace.indicators import trace_point, trace_verdict
from kaimen.workspace.office import Office
from kaimen.workspace.review import pledge_in

Steps = list[tuple[str, str]]


def trace_in(office: Office, figure: str, day: date | None = None) -> Steps:
    """Return what leads to a figure, nearest first, each step with what it says; empty where there is no such figure.

    Args:
        office: the workspace.
        figure: a pledge's id, a project's id, PROJECT.FIELD with a field, criterion, `cost` or a resource; or
            BASELINE/LINE.FIGURE with a line and a figure of the board of delivery, INDICATOR/REGION.PERIOD, or
            PLEDGE.verdict; or what `trace_chain` knows.
        day: the day of a figure of delivery (None: it is none).
    """
    if day is not None:
        delivered = trace_delivery(office, figure, day) or trace_point(office, figure, day)
        if not delivered and figure.endswith(".verdict"):
            delivered = trace_verdict(office, figure.removesuffix(".verdict"), day)
        if delivered:
            return delivered
    appealed = trace_appeal(office, figure)
    if appealed:
        return appealed
    case = office.store.version("case", figure)
    if case is not None and case.body is not None:
        return [*_case(case.body), *_entries(office, "case", figure)]
    pledge = pledge_in(office, figure)
    if pledge is not None:
        steps = [("pledge", f"{pledge.id}: {pledge.what}")]
        if pledge.figure is not None and pledge.target is not None:
            target = pledge.target
            steps.append(
                ("figure", f'"{pledge.figure.quote}", read as {target.qualifier} {target.value:f} {target.unit}')
            )
        passage = pledge.passage
        steps.append(("passage", f'{passage.document} [{passage.start}:{passage.end}] "{passage.quote}"'))
        return [*steps, *_document(office, passage.document), *_entries(office, "pledge", pledge.id)]
    name, _, part = figure.rpartition(".") if "." in figure else (figure, "", "")
    version = office.store.version("project", figure) or office.store.version("project", name)
    if version is None or version.body is None:
        steps, (kind, own) = trace_chain(office, figure)
        return [*steps, *_entries(office, kind, own)] if steps else []
    project = project_of(version.body)
    part = part if version.id != figure else ""
    value = _value(project, part)
    if value is None:
        return []
    steps = [("project", f"{project.id}: {project.title}")] + ([("value", f"{part} = {value}")] if part else [])
    if str(project.place):
        steps.append(("row", str(project.place)))
    return [*steps, *_list(office, project.place.file), *_entries(office, "project", project.id, part)]


def _value(project: Project, part: str) -> str | None:
    """Return what a project says under a name, as text; None where it says nothing."""
    if not part:
        return ""
    option = project.options[0] if project.options else None
    if part == "cost" and option:
        return ", ".join(str(amount) for amount in option.cost)
    demands = [str(d.amount) for d in option.demands if d.resource == part] if option else []
    return ", ".join(demands) or project.value_of(part) or None


def _case(body: Mapping[str, Any]) -> Steps:
    """Return a case of a service: its days, its stops, and its row."""
    steps = [("case", f"{body['service']}/{body['id']}")]
    steps += [(name, str(body[name])) for name in ("received", "decided", "due") if name in body]
    steps += [("stop", f"{start} to {end or 'now'}: {why}") for start, end, why in body.get("stops", [])]
    file, sheet, cell = body.get("place", ["", "", ""])
    return [*steps, ("row", str(Place(file, sheet, cell)))] if file else steps


def _document(office: Office, name: str) -> Steps:
    version = office.store.version("document", name)
    return [("document", f"{name}, SHA-256 {version.body['sha256']}")] if version and version.body else []


def _list(office: Office, name: str) -> Steps:
    version = office.store.version("list", name)
    return [("list", f"{name}, SHA-256 {version.body['sha256']}")] if version and version.body else []


def _entries(office: Office, kind: str, name: str, part: str = "") -> Steps:
    """Return the entries that said it, the last first; with a part, those that changed the part."""
    found: list[tuple[Entry, str]] = []
    before: Mapping[str, Any] | None = None
    for entry, version in office.store.history(kind, name):
        is_new = before is None
        was, now = (_said(kind, body, part) for body in (before, version.body))
        if is_new or was != now:
            found.append((entry, "withdrawn" if version.body is None else f"version {version.number}"))
        before = version.body
    return [
        (
            f"entry {entry.number}",
            f"{entry.action} by {entry.author}, {entry.at[:16].replace('T', ' ')} UTC, {state}"
            + (f", {entry.passage}" if entry.action == "correct" else ""),
        )
        for entry, state in reversed(found)
    ]


def _said(kind: str, body: Mapping[str, Any] | None, part: str) -> object:
    return _value(project_of(body), part) if kind == "project" and body and part else body
