"""From a figure of the board back to the sums, the cells and the entries it rests on."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kaimen.delivery import (
    ALL,
    DERIVED,
    DIVISIONS,
    EXPECTED,
    MET,
    SUMS,
    Term,
    board,
    curve,
    done_in_year,
    latest,
    outlook,
    terms,
    year_share,
)
from kaimen.quantity import decimal_text
from kaimen.report.language import Speaker, said_heading, said_place, said_value
from kaimen.workspace.delivery.observing import Delivery, delivery_in
from kaimen.workspace.record.entry_words import entry_words
from kaimen.workspace.record.office import Office

Steps = list[tuple[str, str]]

FORECAST = "forecast"
"""The figure of the whole that is worked out from the months reported."""


def trace_delivery(office: Office, figure: str, day: date, speaker: Speaker) -> Steps:
    """Return what leads to BASELINE/LINE.FIGURE, nearest first; empty where there is no such figure."""
    name, slash, rest = figure.partition("/")
    key, dot, part = rest.rpartition(".")
    if not slash or not dot:
        return []
    if part not in (*SUMS, *DERIVED):
        return _other(office, name, (key, part), day, speaker)
    found, _ = delivery_in(office, name, day)
    if found is None:
        return []
    known, day = day, found.end
    by = next((by for by in DIVISIONS if terms(found.baseline, found.reports, day, by, key, "projects")), None)
    if by is None:
        return []
    steps = [("day", speaker.say("trace.day", day=str(day), known=str(known)))]
    if part in DERIVED:
        steps += _derived(found, key, part, by, day, speaker)
    for own in DERIVED[part][:2] if part in DERIVED else (part,):
        steps += _sum(found, key, own, by, day, speaker)
    return [*steps, *_entries(office, found, speaker)]


def _other(office: Office, name: str, figure: tuple[str, str], day: date, speaker: Speaker) -> Steps:
    """Return what leads to the forecast of the year, or to a milestone of a project; empty where it is neither."""
    (key, part), (found, _) = figure, delivery_in(office, name, day)
    if found is None:
        return []
    promises = {promise.project: at for at, promise in enumerate(found.baseline.promises)}
    if (key, part) == (ALL, FORECAST):
        steps = _forecast(found, speaker)
    elif key in promises and part in found.baseline.promises[promises[key]].milestones:
        steps = _milestone(found, promises[key], part, day, speaker)
    else:
        return []
    return [
        ("day", speaker.say("trace.day", day=str(found.end), known=str(day))),
        *steps,
        *_entries(office, found, speaker),
    ]


def _forecast(found: Delivery, speaker: Speaker) -> Steps:
    """Return the forecast with its interval, how it is worked out, and what was done by the end of each month."""
    ahead = outlook(found.baseline, found.reports, found.end)
    if ahead is None:
        return []
    scale, unit = done_in_year(found.baseline, found.reports, found.end).scale, found.baseline.unit
    low, high = ("…" if end is None else decimal_text(round(end, 1)) for end in (ahead.low, ahead.high))
    values = {"low": low, "high": high, "value": said_value(speaker, f"{decimal_text(round(ahead.value, 1))} {unit}")}
    steps = [("figure", speaker.say("trace.forecast", **values)), ("rule", speaker.say("trace.rule.forecast"))]
    for point in curve(found.baseline, found.reports, found.end):
        done = said_value(speaker, f"{decimal_text(Fraction(point.done, scale))} {unit}")
        steps.append(("done", speaker.say("trace.done_by", day=str(point.day), value=done)))
    return steps


def _milestone(found: Delivery, at: int, name: str, day: date, speaker: Speaker) -> Steps:
    """Return a milestone's day in the baseline, what was reported of it, and the days between."""
    promise = found.baseline.promises[at]
    due, called = promise.milestones[name], speaker.called(name)
    row = said_place(speaker, promise.place)
    steps = [("due", speaker.say("trace.where", name=called, value=str(due), where=row or found.baseline.source))]
    now = day if due < day else due
    for kind, word in ((MET, "met"), (EXPECTED, "expected")):
        last = latest(found.baseline, found.reports, f"{kind}{name}", day)
        if last.report[at] < 0:
            continue
        report = last.reports[int(last.report[at])]
        now = date.fromordinal(int(last.value[at]))
        now = max(now, day) if kind == EXPECTED else now
        where = said_place(speaker, report.place(int(last.row[at]))) or report.source
        steps.append((word, speaker.say("trace.where", name=called, value=str(now), where=where)))
        break
    else:
        steps.append(("reported", speaker.say("trace.silent")))
    return [*steps, ("sum", speaker.say("trace.days_late", due=str(due), now=str(now), n=str((now - due).days)))]


def _derived(found: Delivery, key: str, part: str, by: str, day: date, speaker: Speaker) -> Steps:
    row = next(row for row in board(found.baseline, found.reports, day, by) if row.key == key)
    value = row.points(day) if part == "points" else getattr(row, part)
    says = speaker.say("trace.nothing_promised") if value is None else _shown(value, part, speaker)
    name = part if speaker.language == "en" else speaker.say(f"web.step.{part}")
    steps = [("figure", speaker.say("trace.value", name=name, value=says)), ("rule", speaker.say(f"trace.rule.{part}"))]
    if part == "points":
        over = year_share(day)
        share = f"{over.numerator}/{over.denominator}"
        steps.append(("calendar", speaker.say("trace.over", part=share, day=str(day))))
    return steps


def _shown(value: Fraction, part: str, speaker: Speaker) -> str:
    if part in ("share", "start_rate"):
        return said_value(speaker, f"{float(value * 100):.4g} %")
    return speaker.say("trace.points", x=f"{float(value):+.4g}") if part == "points" else decimal_text(value)


def _sum(found: Delivery, key: str, part: str, by: str, day: date, speaker: Speaker) -> Steps:
    rows = terms(found.baseline, found.reports, day, by, key, part) or []
    total = sum((term.value for term in rows), Fraction(0))
    unit = f" {found.baseline.unit}" if part in ("promised", "planned", "done") else ""
    steps = [(part, said_value(speaker, f"{decimal_text(total)}{unit}")), ("rule", speaker.say(f"trace.rule.{part}"))]
    return steps + [_term(term, unit, speaker) for term in rows]


def _term(term: Term, unit: str, speaker: Speaker) -> tuple[str, str]:
    parts = [said_value(speaker, f"{decimal_text(term.value)}{unit}"), said_place(speaker, term.place)]
    report = term.report
    if report is not None:
        measure, period = said_heading(speaker, report.measure), speaker.period(report.period)
        parts += [speaker.say("trace.report", measure=measure, period=period, day=str(report.vintage)), report.source]
    comma = ", " if speaker.language == "en" else "，"
    return f"project {term.project}", comma.join(part for part in parts if part)


def _entries(office: Office, found: Delivery, speaker: Speaker) -> Steps:
    """Return the entries that took in the baseline and the files of its reports."""
    steps: Steps = []
    for entry, version in office.store.history("baseline", found.baseline.id):
        if version.body and version.body["approved"] == found.baseline.approved.isoformat():
            steps.append((f"entry {entry.number}", entry_words(speaker, entry, "trace.entry_day", what=entry.passage)))
    wanted = {report.id for report in found.reports}
    for entry, made in office.store.entries(kind="report"):
        if any(_id(version.id) in wanted for version in made):
            steps.append((f"entry {entry.number}", entry_words(speaker, entry, "trace.entry_day", what=entry.passage)))
    return steps


def _id(name: str) -> str:
    head, _, tail = name.rpartition(" | ")
    return head if tail.isdecimal() else name
