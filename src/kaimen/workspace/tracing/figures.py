"""From a figure back to the sentence or the cell it comes from, and to who took it in and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kaimen.errors import Place
from kaimen.evidence import Passage
from kaimen.formats.project_body import project_of
from kaimen.ledger import Pledge
from kaimen.library import Project
from kaimen.report.language import Speaker, said_heading, said_in_unit, said_place, said_value
from kaimen.store import Entry
from kaimen.workspace.delivery.appeals import trace_appeal
from kaimen.workspace.delivery.indicators import trace_point, trace_verdict
from kaimen.workspace.reading.review import pledge_in, shown_with
from kaimen.workspace.record.entry_words import entry_words
from kaimen.workspace.record.office import Office
from kaimen.workspace.tracing.chains import trace_chain
from kaimen.workspace.tracing.delivery import trace_delivery

Steps = list[tuple[str, str]]
_ENGLISH = Speaker("en")


def trace_in(office: Office, figure: str, day: date | None = None, speaker: Speaker = _ENGLISH) -> Steps:
    """Return what leads to a figure, nearest first, each step with what it says; empty where there is no such figure.

    Args:
        office: the workspace.
        figure: a pledge's id, a project's id, PROJECT.FIELD with a field, criterion, `cost` or a resource; or
            BASELINE/LINE.FIGURE with a line and a figure of the board of delivery, INDICATOR/REGION.PERIOD, or
            PLEDGE.verdict; or what `trace_chain` knows.
        day: the day of a figure of delivery (None: it is none).
        speaker: says the steps; their names are the same in every language.
    """
    if day is not None:
        delivered = trace_delivery(office, figure, day, speaker) or trace_point(office, figure, day, speaker)
        if not delivered and figure.endswith(".verdict"):
            delivered = trace_verdict(office, figure.removesuffix(".verdict"), day, speaker)
        if delivered:
            return delivered
    appealed = trace_appeal(office, figure, speaker)
    if appealed:
        return appealed
    case = office.store.version("case", figure)
    if case is not None and case.body is not None:
        return [*_case(case.body, speaker), *_entries(office, "case", figure, "", speaker)]
    pledge = pledge_in(office, figure)
    if pledge is not None:
        steps = _pledge(pledge, speaker)
        steps += [("before", _passage(passage, speaker)) for passage in shown_with(office, pledge.id)]
        steps += _file(office, "document", pledge.passage.document, speaker)
        return [*steps, *_entries(office, "pledge", pledge.id, "", speaker)]
    name, _, part = figure.rpartition(".") if "." in figure else (figure, "", "")
    version = office.store.version("project", figure) or office.store.version("project", name)
    if version is None or version.body is None:
        steps, (kind, own) = trace_chain(office, figure, speaker)
        return [*steps, *_entries(office, kind, own, "", speaker)] if steps else []
    project = project_of(version.body)
    part = part if version.id != figure else ""
    value = _value(project, part, speaker)
    if value is None:
        return []
    steps = [("project", speaker.say("trace.named", id=project.id, title=_title(project, speaker)))]
    steps += [("value", speaker.say("trace.value", name=said_heading(speaker, part), value=value))] if part else []
    if str(project.place):
        steps.append(("row", said_place(speaker, project.place)))
    steps += _file(office, "list", project.place.file, speaker)
    return [*steps, *_entries(office, "project", project.id, part, speaker)]


def _title(project: Project, speaker: Speaker) -> str:
    return project.fields.get(f"title_{speaker.language}") or project.title


def _pledge(pledge: Pledge, speaker: Speaker) -> Steps:
    steps = [("pledge", speaker.say("trace.named", id=pledge.id, title=speaker.called(pledge.what)))]
    if pledge.figure is not None and pledge.target is not None:
        target = pledge.target
        amount = said_value(speaker, f"{target.value:f} {target.unit}")
        steps.append(
            ("figure", speaker.say("trace.read_as", quote=pledge.figure.quote, sign=target.qualifier, amount=amount))
        )
    return [*steps, ("passage", _passage(pledge.passage, speaker))]


def _passage(passage: Passage, speaker: Speaker) -> str:
    span = {"document": passage.document, "start": str(passage.start), "end": str(passage.end)}
    return speaker.say("trace.passage", **span, quote=passage.quote)


def _value(project: Project, part: str, speaker: Speaker = _ENGLISH) -> str | None:
    """Return what a project says under a name, as text; None where it says nothing."""
    if not part:
        return ""
    option = project.options[0] if project.options else None
    if part == "cost" and option:
        return ", ".join(said_in_unit(speaker, amount) for amount in option.cost)
    demands = [said_in_unit(speaker, d.amount) for d in option.demands if d.resource == part] if option else []
    return ", ".join(demands) or project.value_of(part) or None


def _case(body: Mapping[str, Any], speaker: Speaker) -> Steps:
    """Return a case of a service: its days, its stops, and its row."""
    steps = [("case", f"{body['service']}/{body['id']}")]
    steps += [(name, str(body[name])) for name in ("received", "decided", "due") if name in body]
    for start, end, why in body.get("stops", []):
        until = str(end or speaker.say("trace.now"))
        steps.append(("stop", speaker.say("trace.stop", start=str(start), end=until, why=why)))
    file, sheet, cell = body.get("place", ["", "", ""])
    return [*steps, ("row", said_place(speaker, Place(file, sheet, cell)))] if file else steps


def _file(office: Office, kind: str, name: str, speaker: Speaker) -> Steps:
    version = office.store.version(kind, name)
    if version is None or version.body is None:
        return []
    return [(kind, speaker.say("trace.file", name=name, hash=str(version.body["sha256"])))]


def _entries(office: Office, kind: str, name: str, part: str, speaker: Speaker) -> Steps:
    """Return the entries that said it, the last first; with a part, those that changed the part."""
    found: list[tuple[Entry, str]] = []
    before: Mapping[str, Any] | None = None
    for entry, version in office.store.history(kind, name):
        is_new = before is None
        was, now = (_said(kind, body, part) for body in (before, version.body))
        if is_new or was != now:
            number = speaker.say("trace.version", n=str(version.number))
            found.append((entry, speaker.say("trace.withdrawn") if version.body is None else number))
        before = version.body
    return [
        (
            f"entry {entry.number}",
            entry_words(speaker, entry, "trace.entry", state=state)
            + (f", {entry.passage}" if entry.action == "correct" else ""),
        )
        for entry, state in reversed(found)
    ]


def _said(kind: str, body: Mapping[str, Any] | None, part: str) -> object:
    return _value(project_of(body), part) if kind == "project" and body and part else body
