"""What figures of services were counted from: the cases of a class in a state, and the answers to a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction

from pydantic import Field

from kaimen.report import Column, Table
from kaimen.report.language import said_place, words_of
from kaimen.service import Answer, Clock, end_of, moment
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import CELL, Link, Page, Sheet
from kaimen.web.visit import AnyVisit, Desk, Query, address
from kaimen.workspace.business import services as work

MOST = 200
"""Rows that a page has; its twins have all."""

STATES: Mapping[str, frozenset[str]] = {
    "in_time": frozenset({"in time"}),
    "late": frozenset({"late"}),
    "judged": frozenset({"in time", "late"}),
    "open": frozenset({"open"}),
    "open_late": frozenset({"open, late"}),
    "stopped": frozenset({"stopped"}),
    "none": frozenset({"no standard"}),
    "over": frozenset({"late", "open, late"}),
    "timed": frozenset({"in time", "late", "open, late"}),
    "undecided": frozenset({"open", "open, late", "stopped"}),
}
"""States of clocks by what counts them; besides these there is `decided`."""


class Counted(Query):
    """Which cases or answers: those of a class, of all where none is named."""

    by: str = Field("service", max_length=100, description="`service`, or a class of the cases.")
    of: str = Field("", max_length=200, description="The class.")
    state: str = Field("", max_length=20, description=f"One of {', '.join(STATES)}, decided; all if empty.")
    question: str = Field("", max_length=200, description="Of answers: the question.")


def counted(by: str, of: str, state: str = "") -> Link:
    """Return the way from a figure to the cases that it counts."""
    return Link(address("/services/cases", by=by, of=of, **({"state": state} if state else {})), (), CELL)


def answered(by: str, of: str, question: str) -> Link:
    """Return the way from a figure to the answers it was worked out from."""
    return Link(address("/services/answers", by=by, of=of, question=question), (), CELL)


def clocks_of(desk: Desk) -> tuple[Clock, ...]:
    """Return the clocks of all cases at the end of today."""
    now = end_of(desk.today).replace(tzinfo=UTC)
    return desk.once(f"clocks {desk.today}", lambda: tuple(work.services_in(desk.office).read(now)))


def show_cases(visit: AnyVisit) -> Page:
    """Show the cases of a class in a state, each leading to its days, its stops and its row."""
    words, query = words_of(visit.speaker.language, "services"), visit.query
    now = end_of(visit.desk.today).replace(tzinfo=UTC)
    own = [c for c in clocks_of(visit.desk) if _is_of(c, query.by, query.of) and _is_in(c, query.state, now)]
    keys = ("service", "case", "received", "due", "decided", "run", "state")
    columns = tuple(Column(key, words[key], key == "run") for key in keys)
    table = Table("cases", columns, tuple(_row(clock, words) for clock in own))
    links: dict[tuple[int, str], Link] = {}
    for n, clock in enumerate(own[:MOST]):
        name = f"{clock.case.service}/{clock.case.id}".removeprefix("/")
        steps = (name, said_place(visit.speaker, clock.case.place))
        links |= dict.fromkeys(((n, key) for key in ("case", "run")), Link(address("/trace", figure=name), steps, CELL))
    shown = {(n, "service"): visit.speaker.called(clock.case.service) for n, clock in enumerate(own[:MOST])}
    sheet = Sheet(table, "", {}, shown, links, most=MOST, empty=visit.say("web.services.no_case"))
    return Page(_title(visit, words["clocks"]), (sheet,), visit.say("web.services.counted", n=len(own)))


def _is_of(clock: Clock, by: str, of: str) -> bool:
    own = clock.case.service if by == "service" else clock.case.fields.get(by, "")
    return not of or (own or work.NO_CLASS) == of


def _is_in(clock: Clock, state: str, now: datetime) -> bool:
    if state == "decided":
        return clock.case.decided is not None and moment(clock.case.decided) <= moment(now)
    return state not in STATES or clock.state in STATES[state]


def _row(clock: Clock, words: Mapping[str, str]) -> tuple[str | int | None, ...]:
    case, due = clock.case, str(clock.due.date()) if clock.due else ""
    decided = str(case.decided.date()) if case.decided else ""
    state = words.get(clock.state, clock.state)
    return case.service, case.id, str(case.received.date()), due, decided, clock.run, state


def show_answers(visit: AnyVisit) -> Page:
    """Show the answers to a question in a class, each with its row."""
    words, query = words_of(visit.speaker.language, "services"), visit.query
    own = list(_answers(work.answers_in(visit.desk.office), query))
    columns = (
        Column("respondent", visit.say("web.services.respondent")),
        Column("question", words["question"]),
        Column("value", visit.say("web.services.value"), True, 2),
        Column("weight", visit.say("web.services.weight"), True, 2),
        Column("row", visit.say("web.services.row")),
    )
    rows = tuple(
        (a.respondent, a.question, _exact(a.value), _exact(a.weight), said_place(visit.speaker, a.place)) for a in own
    )
    shown = {(n, "question"): visit.speaker.called(answer.question) for n, answer in enumerate(own[:MOST])}
    empty = visit.say("web.services.no_answer")
    links = {
        (n, key): Link("#main", (answer.respondent, said_place(visit.speaker, answer.place)), CELL)
        for n, answer in enumerate(own[:MOST])
        for key in ("value", "weight")
    }
    sheet = Sheet(Table("answers", columns, rows), "", {}, shown, links, most=MOST, empty=empty)
    return Page(_title(visit, visit.say("web.services.gain")), (sheet,), visit.say("web.services.counted", n=len(own)))


def _exact(value: float) -> Fraction:
    return Fraction(value).limit_denominator(10**6)


def _answers(answers: Iterable[Answer], query: Counted) -> Iterable[Answer]:
    for answer in answers:
        own = answer.fields.get(query.by, "") or work.NO_CLASS
        if query.question in ("", answer.question) and query.of in ("", own):
            yield answer


def _title(visit: AnyVisit, what: str) -> str:
    words, query = words_of(visit.speaker.language, "services"), visit.query
    state = words.get(query.state, "")
    parts = (what, visit.speaker.called(query.question), visit.speaker.called(query.of), state)
    return " · ".join(part for part in parts if part)


PAGES = (
    PageAt("/services/cases", "web.services.cases_of", show_cases, query=Counted, is_traced=True),
    PageAt("/services/answers", "web.services.answers_of", show_answers, query=Counted, is_traced=True),
)
ACTIONS: tuple[Action, ...] = ()
