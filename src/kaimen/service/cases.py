"""Cases of a service and their clocks: received, stopped and going on, decided; in time, late, open.

A clock counts working days after the day of receipt. It stands still from the day of a stop to the day before the
clock goes on; that day counts again. A case is due on the working day on which its standard is reached, or on the day
that its own row says. It is late when it was decided after that, or is still open after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.service.calendars import Calendar, WorkingDays, weekends

STATES = ("in time", "late", "open", "open, late", "stopped", "no standard")


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the clock stands still, from `start` to the day before `end` (None: it still does)."""

    start: date
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One application to a service.

    Moments are as they were written, with their own offset from UTC; without one they count as UTC. A day that is
    `due` without an hour means its end. `fields` are what the list says of it, for classes.
    """

    id: str
    service: str
    received: datetime
    decided: datetime | None = None
    due: datetime | None = None
    stops: tuple[Stop, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Standard:
    """What is promised of a service: so many working days, by a calendar."""

    service: str
    days: int
    calendar: str = ""
    source: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """A case on a day: its state, working days run, the moment it is due (None: nothing says), days left or over.

    `left` is working days until it is due, negative when it is over; None where nothing says or the clock stands.
    """

    case: Case
    state: str
    run: int
    due: datetime | None
    left: int | None

    @property
    def is_late(self) -> bool | None:
        """Whether it was or is late; None while that is open."""
        return {"in time": False, "late": True, "open, late": True}.get(self.state)


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a case took or has lasted so far, in days; whether it was decided; whether it was late (None: open)."""

    days: float
    decided: bool
    late: bool | None = None


def moment(value: datetime) -> float:
    """Return a moment in days since 1970 UTC, so that moments of several offsets compare."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp() / 86400


def end_of(day: date) -> datetime:
    """Return the last moment of a day."""
    return datetime.combine(day, datetime.max.time())


class Clocks:
    """Standards and calendars, by which cases are read on any day."""

    def __init__(self, standards: Iterable[Standard], calendars: Mapping[str, Calendar]) -> None:
        """Take the standards by service and the calendars by id."""
        self._standards = {standard.service: standard for standard in standards}
        self._calendars = calendars
        self._days: dict[str, WorkingDays] = {}

    def read(self, case: Case, now: datetime) -> Clock:
        """Return a case's clock at a moment; what happened later is not known then."""
        days = self._days_of(case)
        decided = case.decided if case.decided is not None and moment(case.decided) <= moment(now) else None
        last = (decided or now).date()
        due = self.due(case)
        run = self._run(case, days, last)
        if decided is not None:
            state = "no standard" if due is None else "late" if moment(decided) > moment(due) else "in time"
        elif self._stands(case, last):
            state = "stopped"
        elif due is None:
            state = "no standard"
        else:
            state = "open, late" if moment(now) > moment(due) else "open"
        left = None
        if due is not None and state != "stopped":
            left = days.between(last, due.date()) - days.between(due.date(), last)
        return Clock(case, state, run, due, left)

    def due(self, case: Case) -> datetime | None:
        """Return the moment a case is due: its own, else by the standard of its service; None while it stands."""
        if case.due is not None:
            return case.due
        standard = self._standards.get(case.service)
        if standard is None:
            return None
        days, at, left = self._days_of(case), case.received.date(), standard.days
        for stop in _ordered(case.stops):
            before = days.between(at, stop.start - timedelta(days=1))
            if before >= left:
                break
            if stop.end is None:
                return None
            left -= before
            at = max(at, stop.end - timedelta(days=1))
        return end_of(days.after(at, left))

    def unknown_years(self, cases: Iterable[Case], now: date) -> dict[str, list[int]]:
        """Return by calendar the years that cases run through and it does not know."""
        found: dict[str, set[int]] = {}
        for case in cases:
            if case.due is None and case.service in self._standards:
                calendar = self._days_of(case).calendar
                last = (case.decided.date() if case.decided else now) + timedelta(days=1)
                found.setdefault(calendar.id, set()).update(calendar.unknown_years(case.received.date(), last))
        return {name: sorted(years) for name, years in found.items() if years}

    def _days_of(self, case: Case) -> WorkingDays:
        standard = self._standards.get(case.service)
        name = standard.calendar if standard else ""
        if name not in self._days:
            day = case.received.date()
            self._days[name] = WorkingDays(self._calendars.get(name) or weekends(), day, day + timedelta(days=400))
        return self._days[name]

    @staticmethod
    def _run(case: Case, days: WorkingDays, last: date) -> int:
        first = case.received.date()
        run = days.between(first, last)
        for stop in _ordered(case.stops):
            low = max(first, stop.start - timedelta(days=1))
            high = min(last, (stop.end or last + timedelta(days=1)) - timedelta(days=1))
            run -= days.between(low, high)
        return run

    @staticmethod
    def _stands(case: Case, day: date) -> bool:
        return any(stop.start <= day and (stop.end is None or day < stop.end) for stop in case.stops)


def _ordered(stops: Sequence[Stop]) -> list[Stop]:
    return sorted(stops, key=lambda stop: stop.start)


def check_case(case: Case) -> list[Finding]:
    """Return what is wrong with a case's days.

    `W942` decided before it was received (it counts, but not for how long cases take); `W948` due before it was
    received; `E944` a stop that ends before it begins, begins before the case, or overlaps the stop before it.
    """
    findings = []
    if case.decided is not None and moment(case.decided) < moment(case.received):
        what = f'Case "{case.id}" was decided before it was received.'
        fix = "Correct one of the days; until then it is left out of how long cases take."
        findings.append(
            Finding("W942", what, case.place, f"after {case.received.date()}", str(case.decided.date()), fix)
        )
    if case.due is not None and moment(case.due) < moment(case.received):
        what, fix = f'Case "{case.id}" is due before it was received.', "Correct one of the days."
        findings.append(Finding("W948", what, case.place, f"after {case.received.date()}", str(case.due.date()), fix))
    before: Stop | None = None
    for stop in _ordered(case.stops):
        fault = ""
        if stop.end is not None and stop.end < stop.start:
            fault = "ends before it begins"
        elif stop.start < case.received.date():
            fault = "begins before the case was received"
        elif before is not None and (before.end is None or stop.start < before.end):
            fault = f"overlaps the one that begins on {before.start}"
        if fault:
            what = f'A stop of case "{case.id}" {fault}.'
            found = f"{stop.start} to {stop.end or 'now'}"
            findings.append(Finding("E944", what, case.place, found=found, fix="Correct its days."))
        before = stop
    return findings
