"""Cases, standards, calendars and answers as plain values and back, nothing lost: what the record keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kaimen.errors import Place
from kaimen.service import Answer, Calendar, Case, Standard, Stop

Body = dict[str, Any]


def case_body(case: Case) -> Body:
    """Return a case as JSON values; what is empty is left out."""
    body: Body = {"id": case.id, "service": case.service, "received": case.received.isoformat()}
    for name in ("decided", "due"):
        value = getattr(case, name)
        body |= {name: value.isoformat()} if value is not None else {}
    stops = [[s.start.isoformat(), s.end.isoformat() if s.end else None, s.reason] for s in case.stops]
    place = [case.place.file, case.place.sheet, case.place.cell]
    parts = {"stops": stops, "fields": dict(case.fields), "place": place if any(place) else []}
    return body | {name: part for name, part in parts.items() if part}


def case_of(body: Mapping[str, Any]) -> Case:
    """Return the case of a body that `case_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    days = [datetime.fromisoformat(body[name]) if name in body else None for name in ("decided", "due")]
    stops = tuple(
        Stop(date.fromisoformat(start), date.fromisoformat(end) if end else None, reason)
        for start, end, reason in body.get("stops", [])
    )
    received = datetime.fromisoformat(body["received"])
    place = Place(*body.get("place", ["", "", ""]))
    return Case(body["id"], body["service"], received, days[0], days[1], stops, dict(body.get("fields", {})), place)


def standard_body(standard: Standard) -> Body:
    """Return a standard as JSON values."""
    return {name: getattr(standard, name) for name in ("service", "days", "calendar", "source")}


def standard_of(body: Mapping[str, Any]) -> Standard:
    """Return the standard of a body that `standard_body` made."""
    return Standard(body["service"], int(body["days"]), body["calendar"], body["source"])


def calendar_body(calendar: Calendar) -> Body:
    """Return a calendar as JSON values."""
    days = {name: sorted(day.isoformat() for day in getattr(calendar, name)) for name in ("off", "on")}
    years = {name: sorted(getattr(calendar, name)) for name in ("weekend", "years")}
    return {"id": calendar.id, "source": calendar.source, **days, **years}


def calendar_of(body: Mapping[str, Any]) -> Calendar:
    """Return the calendar of a body that `calendar_body` made."""
    off, on = (frozenset(map(date.fromisoformat, body[name])) for name in ("off", "on"))
    return Calendar(body["id"], frozenset(body["weekend"]), off, on, frozenset(body["years"]), body["source"])


def answer_body(answer: Answer) -> list[Any]:
    """Return an answer as JSON values; numbers are texts."""
    place = [answer.place.file, answer.place.sheet, answer.place.cell]
    texts = [answer.respondent, answer.question, repr(answer.value), repr(answer.weight)]
    return [*texts, dict(answer.fields), place]


def answer_of(body: list[Any]) -> Answer:
    """Return the answer of a body that `answer_body` made."""
    respondent, question, value, weight, fields, place = body
    return Answer(respondent, question, float(value), float(weight), dict(fields), Place(*place))
