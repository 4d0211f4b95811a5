"""Cases, stops, standards, calendars and answers kept in the workspace, and what is read from them on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaimen import service as room
from kaimen.errors import Finding, Place
from kaimen.formats.service_body import (
    answer_body,
    answer_of,
    calendar_body,
    calendar_of,
    case_body,
    case_of,
    standard_body,
    standard_of,
)
from kaimen.formats.service_tables import ServiceTable, StopRow, parse_service
from kaimen.service import (
    Answer,
    Calendar,
    Case,
    Clock,
    Clocks,
    Spell,
    Standard,
    check_case,
    china,
    moment,
    weekends,
    years_text,
)
from kaimen.store import Change, Draft
from kaimen.workspace.files import read_bytes
from kaimen.workspace.record.office import Kept, Office, Said

if TYPE_CHECKING:
    from kaimen.service import Chance, Known, Trial


@dataclass(frozen=True, slots=True)
class ServiceIntake:
    """What taking a table in would do: its kind, what is new, changed and unchanged, and what is wrong with it."""

    name: str
    kind: str
    new: int
    changed: int
    unchanged: int
    findings: tuple[Finding, ...]
    drafts: tuple[Draft, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Services:
    """All cases of a workspace with what reads their clocks."""

    cases: tuple[Case, ...]
    clocks: Clocks

    def read(self, now: datetime, service: str = "") -> list[Clock]:
        """Return the clocks at a moment of all cases received by then, or of one service's."""
        own = [c for c in self.cases if service in ("", c.service) and moment(c.received) <= moment(now)]
        return [self.clocks.read(case, now) for case in own]


def services_in(office: Office) -> Services:
    """Return the cases, standards and calendars of a workspace."""
    cases = tuple(office.store.made("case", case_of).values())
    return Services(cases, Clocks(standards_in(office), calendars_in(office)))


def standards_in(office: Office) -> list[Standard]:
    """Return the service standards."""
    return [standard_of(version.body) for version in office.store.versions("standard") if version.body]


def calendars_in(office: Office) -> dict[str, Calendar]:
    """Return the calendars by id: China's, weekends alone, and those taken in, which come before ours."""
    ours = {calendar.id: calendar for calendar in (china(), weekends())}
    return ours | {v.id: calendar_of(v.body) for v in office.store.versions("calendar") if v.body}


def answers_in(office: Office) -> list[Answer]:
    """Return all answers of surveys."""
    bodies: list[Mapping[str, Any]] = [v.body for v in office.store.versions("survey") if v.body]
    return [answer_of(row) for body in bodies for row in body["answers"]]


def look_at_service(
    office: Office, path: Path, columns: Mapping[str, str], service: str = ""
) -> tuple[ServiceIntake | None, list[Finding]]:
    """Read a table of a service and say what taking it in would do."""
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    table, findings = parse_service(content, path.name, columns, service)
    if not table.kind:
        return None, findings
    bodies, kind, more = _bodies(office, table, path)
    findings += more
    kept = {version.id: version.body for version in office.store.versions(kind)}
    numbers = office.store.numbers(kind, list(bodies))
    fates = [0, 0, 0]
    drafts = []
    for name, body in bodies.items():
        before = kept.get(name)
        fate = 0 if before is None else 2 if _said(before) == _said(body) else 1
        fates[fate] += 1
        if fate < 2:
            drafts.append(Draft(kind, name, body, numbers.get(name, 0)))
    counts = (fates[0], fates[1], fates[2])
    return ServiceIntake(path.name, table.kind, *counts, tuple(findings), tuple(drafts), content), []


def take_service_in(office: Office, intake: ServiceIntake, said: Said) -> Kept:
    """Keep a table as one change."""
    if not intake.drafts:
        return None, []
    office.store.keep(intake.content)
    return office.store.write(Change(said.author, said.at, "service", intake.drafts, said.why, intake.name))


NO_CLASS = "(none)"
"""The class of cases that have none."""


def spells_by(clocks: Sequence[Clock], field: str, now: datetime) -> dict[str, Sequence[Spell]]:
    """Return how long cases took or have lasted, in calendar days, by a class; those decided too early are left out."""
    found: dict[str, list[Spell]] = {}
    for clock in clocks:
        case = clock.case
        is_decided = case.decided is not None and moment(case.decided) <= moment(now)
        end = moment(case.decided) if is_decided and case.decided is not None else moment(now)
        days = end - moment(case.received)
        if days >= 0:
            name = case.service if field == "service" else case.fields.get(field, "")
            found.setdefault(name or NO_CLASS, []).append(Spell(days, is_decided, clock.is_late))
    return dict(sorted(found.items()))


def known_cases(clocks: Sequence[Clock], now: datetime) -> list[Known]:
    """Return the cases that a forecast can use: those with a day they are due."""
    found = []
    for clock in clocks:
        case = clock.case
        if clock.due is not None:
            decided = moment(case.decided) if case.decided and moment(case.decided) <= moment(now) else None
            classes = {**case.fields, "service": case.service}
            name = f"{case.service}/{case.id}" if case.service else case.id
            found.append(room.Known(name, moment(case.received), moment(clock.due), decided, classes))
    return found


def chances_of(clocks: Sequence[Clock], now: datetime) -> dict[str, Chance]:
    """Return the chances of open cases by service and id; none where too little is known."""
    return {chance.id: chance for chance in room.chances(known_cases(clocks, now), moment(now)) or ()}


def trial_of(clocks: Sequence[Clock], now: datetime) -> Trial | None:
    """Return how forecasts were on later cases; None where there are too few."""
    return room.trial(known_cases(clocks, now), moment(now))


def beyond(services: Services, now: datetime) -> list[Finding]:
    """Return a remark (`W943`) for each calendar whose holidays are not known in years that cases run through."""
    findings = []
    for name, years in services.clocks.unknown_years(services.cases, now.date()).items():
        what = f"The calendar {name} does not know the holidays of {years_text(years)}."
        fix = "Only weekends count as free there; take in a calendar with those years."
        findings.append(Finding("W943", what, Place(key=name), fix=fix))
    return findings


def _bodies(office: Office, table: ServiceTable, path: Path) -> tuple[dict[str, dict[str, Any]], str, list[Finding]]:
    """Return what a table says as bodies by id, their kind, and what is wrong with it."""
    if table.kind == "cases":
        return _cases(office, table)
    if table.kind == "stops":
        return _stopped(office, table.stops)
    if table.kind == "standards":
        known, findings = calendars_in(office), list(_doubled(table.standards))
        for standard in table.standards:
            if standard.calendar and standard.calendar not in known:
                what = f'The calendar "{standard.calendar}" of service "{standard.service}" is not known.'
                fix = "Take the calendar in first, or correct its name."
                findings.append(Finding("E946", what, standard.place, ", ".join(known), standard.calendar, fix))
        good = [s for s in table.standards if not s.calendar or s.calendar in known]
        return {s.service: standard_body(s) for s in good}, "standard", findings
    if table.kind == "calendars":
        return {c.id: calendar_body(c) for c in table.calendars}, "calendar", []
    body = {"answers": [answer_body(answer) for answer in table.answers]}
    return ({path.name: body} if table.answers else {}), "survey", []


def _doubled(standards: Sequence[Standard]) -> Iterator[Finding]:
    """Yield a finding for each standard of a service that has one already in the same table: the last one counts."""
    first: set[str] = set()
    for standard in standards:
        if standard.service in first:
            what = f'The service "{standard.service}" has a standard already; this row takes its place.'
            fix = "Delete the row that does not hold."
            yield Finding("E306", what, standard.place, "one standard", f"{standard.days}", fix)
        first.add(standard.service)


def _cases(office: Office, table: ServiceTable) -> tuple[dict[str, dict[str, Any]], str, list[Finding]]:
    """Return cases; stops that are known already stay with a case that its list gives again."""
    kept = {version.id: case_of(version.body) for version in office.store.versions("case") if version.body}
    bodies: dict[str, dict[str, Any]] = {}
    findings: list[Finding] = []
    for case in table.cases:
        name = _name(case.service, case.id)
        if name in bodies:
            what = f'The case "{case.id}" occurs a second time; this row is left out.'
            fix = "Give each case of a service an id of its own."
            findings.append(Finding("E306", what, case.place, "an id not used before", case.id, fix))
            continue
        whole = replace(case, stops=kept[name].stops) if name in kept else case
        findings += check_case(whole)
        bodies[name] = case_body(whole)
    return bodies, "case", findings


def _stopped(office: Office, rows: Sequence[StopRow]) -> tuple[dict[str, dict[str, Any]], str, list[Finding]]:
    """Return the cases of stops with the stops added; the same start again is the same stop, with its end."""
    kept = {version.id: case_of(version.body) for version in office.store.versions("case") if version.body}
    found: dict[str, Case] = {}
    findings: list[Finding] = []
    for row in rows:
        name = _name(row.service, row.case)
        case = found.get(name) or kept.get(name)
        if case is None:
            what = f'There is no case "{row.case}"' + (f' of service "{row.service}".' if row.service else ".")
            fix = "Take its case in first, or correct its id or service."
            findings.append(Finding("E946", what, row.place, "a case taken in", row.case, fix))
            continue
        stops = {stop.start: stop for stop in case.stops} | {row.stop.start: row.stop}
        new = replace(case, stops=tuple(stops[day] for day in sorted(stops)))
        faults = [replace(finding, place=row.place) for finding in check_case(new) if finding.code == "E944"]
        if faults:
            findings += faults
        else:
            found[name] = new
    return {name: case_body(case) for name, case in found.items()}, "case", findings


def _name(service: str, case: str) -> str:
    return f"{service}/{case}"


def _said(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in body.items() if name != "place"}
