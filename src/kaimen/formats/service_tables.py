"""Tables of services, CSV or XLSX: cases, stops of clocks, standards, calendars, answers of a survey.

Which one a list is follows from its headings:

- cases: `id`, `received`, and perhaps `service`, `decided`, `due`, `class: NAME`
- stops: `case`, `stopped`, and perhaps `service`, `restarted`, `reason`
- standards: `service`, `working days`, and perhaps `calendar`, `source`
- calendars: `calendar`, `day` and `kind` (off, work or weekend), and perhaps `until`, the last day of several
- answers: `question`, `answer`, and perhaps `respondent`, `weight`, `class: NAME`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import isfinite

from kaimen.errors import Finding, Place
from kaimen.formats.cells import is_blank, shown
from kaimen.formats.office_words import KINDS, SERVICES, WEEKDAYS, canonical, misspelt
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table, plain, too_wide
from kaimen.quantity import parse_number
from kaimen.service import Answer, Calendar, Case, Standard, Stop, check_answers, check_days, end_of
from kaimen.service.calendars import FIRST_YEAR, LAST_YEAR, MOST_DAYS

_CLASS = re.compile(r"(?:class|分类)\s*:\s*(.+)", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d.*))?")
_KNOWN: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "stops": (("case", "stopped"), ("service", "restarted", "reason")),
    "standards": (("service", "working days"), ("calendar", "source")),
    "calendars": (("calendar", "day", "kind"), ("until", "source")),
    "answers": (("question", "answer"), ("respondent", "weight")),
    "cases": (("id", "received"), ("service", "decided", "due")),
}
"""What each table needs, and what it may have besides classes."""

NAMES = tuple(dict.fromkeys(name for parts in _KNOWN.values() for part in parts for name in part))
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_REST = 60
_YES = {"yes": 1.0, "no": 0.0, "是": 1.0, "否": 0.0}


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop as its table gives it: of which case of which service."""

    case: str
    service: str
    stop: Stop
    place: Place


@dataclass(slots=True)
class ServiceTable:
    """What a list holds; `kind` says which of its parts is filled (empty: none could be read)."""

    kind: str = ""
    cases: list[Case] = field(default_factory=list)
    stops: list[StopRow] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    calendars: list[Calendar] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


def parse_service(
    content: bytes, name: str, columns: Mapping[str, str], service: str = ""
) -> tuple[ServiceTable, list[Finding]]:
    """Read a table of a service; a row that cannot be read is a finding, and the others are kept.

    Args:
        content: the file.
        name: its name.
        columns: heading to what it is: one of `NAMES`, or the name of a class.
        service: the service of rows that name none.
    """
    own = {fold(heading): what for heading, what in columns.items()}
    described = "; ".join(f"{kind}: {', '.join(needed)}" for kind, (needed, _) in _KNOWN.items())
    fix = "Rename the columns, or say what they are with --column HEADING=NAME."
    known = {*NAMES, *own}

    def is_known(heading: str) -> bool:
        return canonical(heading, SERVICES) in known or _CLASS.fullmatch(heading) is not None

    headings = Headings(is_known, described, fix)
    table, findings = parse_table(content, name, headings)
    if table is None:
        return ServiceTable(), findings
    reader = _Reader(table, *_places(table, own), service, findings)
    kind = next((k for k, (needed, _) in _KNOWN.items() if all(n in reader.at for n in needed)), "")
    if not kind:
        shown_headings = ", ".join(f'"{plain(heading)}"' for heading in table.header if heading)
        what = "The list is none of the tables of a service."
        findings.append(Finding("E941", what, table.place(table.header_row, 0), described, shown_headings, fix))
        return ServiceTable(), findings
    found = ServiceTable(kind)
    findings += too_wide(table)
    findings += misspelt(table, [*reader.at, *own], SERVICES, [name for part in _KNOWN[kind] for name in part])
    read: Callable[[Row], Iterator[object]] = getattr(reader, kind)
    target: list[object] = getattr(found, kind)
    for row in (row for row in table.rows if not row.is_blank):
        target += read(row)
    if kind == "calendars":
        found.calendars = reader.calendars_of()
    elif kind == "answers":
        findings += check_answers(found.answers)
    if all(row.is_blank for row in table.rows):
        place = table.place(table.header_row, 0)
        findings.append(Finding("E102", "The table has no rows below its header.", place, fix="Add rows."))
    return found, reader.findings


def _places(table: Table, own: Mapping[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the columns of what is known, and those of classes; what the user named comes before our headings."""
    at: dict[str, int] = {}
    classes: dict[str, int] = {}
    for number, heading in reversed(list(enumerate(table.header))):
        folded = canonical(heading, SERVICES) if fold(heading) not in own else fold(heading)
        match = _CLASS.fullmatch(plain(heading))
        if folded in NAMES and folded not in own:
            at[folded] = number
        elif match and folded not in own:
            classes[match[1]] = number
    for number, heading in enumerate(table.header):
        what = own.get(fold(heading))
        if what is not None and what in NAMES:
            at[what] = number
        elif what is not None:
            match = _CLASS.fullmatch(what)
            classes[match[1] if match else what] = number
    return at, classes


@dataclass(slots=True)
class _Reader:
    table: Table
    at: Mapping[str, int]
    classes: Mapping[str, int]
    service: str
    findings: list[Finding]
    days: dict[str, list[tuple[date, bool, Place]]] = field(default_factory=dict)
    weekends: dict[str, set[int]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    # --- one row of each table ---

    def cases(self, row: Row) -> Iterator[Case]:
        """Yield the case of a row."""
        name, before = self._text(row, "id"), len(self.findings)
        if not name:
            self._fault(row, "id", "E302", "The case has no id; the row is left out.", "an id", "Give it one.")
        received, decided = self._moment(row, "received"), self._moment(row, "decided", needed=False)
        due = self._moment(row, "due", needed=False, is_end=True)
        if received is not None and len(self.findings) == before:
            service = self._text(row, "service") or self.service
            yield Case(name, service, received, decided, due, (), self._classes(row), self._place(row, "id"))

    def stops(self, row: Row) -> Iterator[StopRow]:
        """Yield the stop of a row."""
        name, before = self._text(row, "case"), len(self.findings)
        if not name:
            self._fault(row, "case", "E302", "The stop names no case; the row is left out.", "an id", "Give it one.")
        start, end = self._moment(row, "stopped"), self._moment(row, "restarted", needed=False)
        if start is not None and len(self.findings) == before:
            stop = Stop(start.date(), end.date() if end else None, self._text(row, "reason"))
            yield StopRow(name, self._text(row, "service") or self.service, stop, self._place(row, "case"))

    def standards(self, row: Row) -> Iterator[Standard]:
        """Yield the standard of a row."""
        name, number = self._text(row, "service"), parse_number(self._text(row, "working days"))
        if number is None or number != number.to_integral_value() or not 1 <= number <= MOST_DAYS:
            what = "The standard is no number of working days; the row is left out."
            self._fault(row, "working days", "E303", what, "a whole number from 1", "Correct it.")
        elif not name:
            self._fault(row, "service", "E302", "The standard names no service.", "a service", "Give it one.")
        else:
            place = self._place(row, "calendar" if "calendar" in self.at else "service")
            yield Standard(name, int(number), self._text(row, "calendar"), self._text(row, "source"), place)

    def answers(self, row: Row) -> Iterator[Answer]:
        """Yield the answer of a row."""
        text, weight_text = self._text(row, "answer"), self._text(row, "weight")
        if is_blank(text):
            return
        value = _YES.get(fold(text), _number(text))
        weight = 1.0 if is_blank(weight_text) else _number(weight_text)
        question = self._text(row, "question")
        if value is None:
            self._fault(
                row, "answer", "E303", "The answer is not a number, yes or no.", "such as 4 or yes", "Correct it."
            )
        elif weight is None or weight <= 0:
            what = "The weight is not a number above 0; the answer is left out."
            self._fault(row, "weight", "E303", what, "above 0", "Correct it, or leave all blank.")
        elif not question:
            self._fault(row, "question", "E302", "The answer names no question.", "a question", "Give it one.")
        else:
            respondent = self._text(row, "respondent")
            yield Answer(respondent, question, value, weight, self._classes(row), self._place(row, "answer"))

    def calendars(self, row: Row) -> Iterator[Calendar]:
        """Take a row of a calendar in; the calendars are made when all rows are read."""
        name, kind = self._text(row, "calendar"), canonical(self._text(row, "kind"), KINDS)
        self.sources.setdefault(name, self._text(row, "source"))
        if not name or kind not in ("off", "work", "weekend"):
            what = "The row names no calendar, or its kind is not one of those known; it is left out."
            self._fault(row, "kind", "E312", what, "off, work, weekend", "Correct it.")
        elif kind == "weekend":
            word = canonical(self._text(row, "day"), WEEKDAYS)
            if word in _WEEKDAYS:
                self.weekends.setdefault(name, set()).add(_WEEKDAYS.index(word))
            else:
                what = "The weekend is no day of the week; the row is left out."
                self._fault(row, "day", "E308", what, ", ".join(_WEEKDAYS), "Correct it.")
        else:
            self._days(row, name, is_work=kind == "work")
        return iter(())

    def _days(self, row: Row, name: str, *, is_work: bool) -> None:
        before = len(self.findings)
        first, last = self._moment(row, "day"), self._moment(row, "until", needed=False)
        if first is None or len(self.findings) > before:
            return
        length = ((last or first).date() - first.date()).days
        if not 0 <= length <= _LONGEST_REST:
            what = "The days end before they begin, or last for months; the row is left out."
            self._fault(row, "until", "E308", what, "a later day", "Correct it.")
            return
        days = [first.date() + timedelta(days=at) for at in range(length + 1)]
        self.days.setdefault(name, []).extend((day, is_work, self._place(row, "day")) for day in days)

    def calendars_of(self) -> list[Calendar]:
        """Return the calendars of all rows; a day said twice is a finding, and its first saying stands."""
        made = []
        for name in sorted({*self.days, *self.weekends}):
            rows = self.days.get(name, [])
            first: dict[date, bool] = {}
            for day, is_work, _ in rows:
                first.setdefault(day, is_work)
            off, on = ({day for day, is_work in first.items() if is_work == wanted} for wanted in (False, True))
            years = frozenset(day.year for day in first)
            weekend = frozenset(self.weekends.get(name, {5, 6}))
            source = self.sources.get(name, "") or self.table.name
            calendar = Calendar(name, weekend, frozenset(off), frozenset(on), years, source)
            self.findings += check_days(calendar, rows)
            made.append(calendar)
        return made

    # --- cells ---

    def _text(self, row: Row, what: str) -> str:
        return row.cells[self.at[what]] if what in self.at else ""

    def _classes(self, row: Row) -> dict[str, str]:
        return {name: row.cells[at] for name, at in sorted(self.classes.items()) if row.cells[at]}

    def _place(self, row: Row, what: str) -> Place:
        return self.table.place(row.number, self.at.get(what, 0))

    def _fault(self, row: Row, what: str, code: str, says: str, expected: str, fix: str) -> None:
        found = shown(self._text(row, what))
        self.findings.append(Finding(code, says, self._place(row, what), expected, found, fix))

    def _moment(self, row: Row, what: str, *, needed: bool = True, is_end: bool = False) -> datetime | None:
        """Return the moment of a cell; None where it is blank and not needed, or cannot be read (a finding)."""
        text = self._text(row, what)
        if is_blank(text) and not needed:
            return None
        found = _read_moment(text, is_end=is_end)
        found = found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None
        if found is None:
            says = f"The row's {what} is no day; the row is left out."
            fix = "Write a day such as 2024-07-15, with an hour if you know it."
            self._fault(row, what, "E308", says, "a day", fix)
        return found


def _read_moment(text: str, *, is_end: bool) -> datetime | None:
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    day = "{}-{:0>2}-{:0>2}".format(*match.groups()[:3])
    try:
        if match[4] and match[4] != "00:00:00":
            return datetime.fromisoformat(f"{day}T{match[4]}")
        found = date.fromisoformat(day)
    except ValueError:
        return None
    return end_of(found) if is_end else datetime.combine(found, datetime.min.time())


def _number(text: str) -> float | None:
    number = parse_number(text)
    return float(number) if number is not None and isfinite(float(number)) else None
