"""Programmes and loans to small firms: who gets what, what it takes, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.policies import (
    Entitlements,
    Financing,
    LoanQuestion,
    PolicyBook,
    Programme,
    Question,
    Refusal,
    Unserved,
    as_loans,
    as_question,
    entitle,
    refusals,
)
from kaimen.quantity import Unit, parse_unit
from kaimen.report import Column, Table
from kaimen.report.briefing.ground import Ground, Material
from kaimen.report.briefing.lines import plain
from kaimen.report.briefing.reasons import reason_line
from kaimen.report.financing import loan_table, loans_of, pool_table
from kaimen.report.programmes import enrolled_table, reasons_of, refused_table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Field, Figure, Form, Group, Link, Links, Page, Prose, Sheet, Strip
from kaimen.web.pages.denials import answer_words, denial_words, named_pool
from kaimen.web.pages.plan_jobs import job_block
from kaimen.web.planning import plan_state, planning
from kaimen.web.visit import AnyVisit, Body, Desk, Download, Query, Redirect, Refused, address
from kaimen.workspace.business.policy_books import kept_books
from kaimen.workspace.business.policy_plans import keep_question
from kaimen.workspace.files import file_name, read_bytes
from kaimen.workspace.jobs.queue import Job
from kaimen.workspace.planning.shelf import OpenPlan, Shelf, folder_beside
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.record.region_trees import tree_in

_MOST = 50
"""Rows of a table that the page has; its twins have all."""

_MONEY = ("amount", "wanted", "guaranteed")
"""Columns that are money of the book."""

_NAMES = ("title", "lender", "guarantee")
"""Columns of names that the book has, which it may call otherwise in another language."""

SECONDS, LONGER, GAP = 60, 600, 0.001
"""How far a search goes: seconds, those of a further one, and the gap that is enough."""


class ProgrammeQuery(Query):
    """Which programme or matching."""

    of: str = Part(
        "", max_length=500, description="`programme` or `financing`, the book and the name, as the page says."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme or matching of a kept book."""

    key: str
    book: str
    rule: Programme | Financing

    @property
    def kind(self) -> str:
        """`programme` or `financing`."""
        return "programme" if isinstance(self.rule, Programme) else "financing"


@dataclass(frozen=True, slots=True)
class Asked:
    """One of them as a question over the firms that are kept; `name` is that of its files."""

    money: Unit
    question: Question
    name: str
    loans: LoanQuestion | None = None
    outside: tuple[Refusal, ...] = ()


class Programmes:
    """The questions and plans of programmes, in a folder beside the workspace's plans."""

    def __init__(self, desk: Desk) -> None:
        self.folder = folder_beside(desk.office.store) / "programmes"
        self.shelf = Shelf(self.folder)

    def path(self, name: str) -> Path:
        """Return where the plan of a question lies or would lie."""
        return self.folder / f"{name}.kaimen"

    def plan(self, name: str) -> OpenPlan | None:
        """Return the plan of a question; None where there is none yet, or none that is verified."""
        return self.shelf.plan(name)[0] if self.path(name).is_file() else None


def show(visit: AnyVisit) -> Page:
    """Show what a programme or matching comes to."""
    title, known = visit.say("web.programmes.title"), _entries(visit)
    if not known:
        return Page(title, (Prose(visit.say("web.programmes.none"), "note"),), visit.say("web.programmes.lead"))
    entry = _chosen(visit, known)
    blocks: list[Block] = [_choice(visit, known, entry)]
    asked = _asked(visit, entry)
    if asked is None and isinstance(entry.rule, Programme):
        blocks.append(Prose(visit.say("web.programmes.not_in_force", policy=entry.rule.policy), "note"))
    if asked is not None:
        blocks += _outcome(visit, entry, asked)
    return Page(title, tuple(blocks), visit.say("web.programmes.lead"))


def _entries(visit: AnyVisit) -> dict[str, Entry]:
    books = visit.desk.once("policy books", lambda: kept_books(visit.desk.office.store))
    found = []
    for name, book in books.items():
        rules: tuple[Programme | Financing, ...] = (*book.programmes, *book.financings)
        for rule in rules:
            kind = "programme" if isinstance(rule, Programme) else "financing"
            found.append(Entry(f"{kind}/{name}/{rule.name}", name, rule))
    return {entry.key: entry for entry in found}


def _chosen(visit: AnyVisit, known: Mapping[str, Entry], key: str = "") -> Entry:
    key = key or visit.query.of or next(iter(known), "")
    if key not in known:
        what, fix = f'There is no programme or matching "{key}".', "Choose one."
        raise Refused(404, Finding("E609", what, Place(key="of"), ", ".join(known), fix=fix))
    return known[key]


def _choice(visit: AnyVisit, known: Mapping[str, Entry], entry: Entry) -> Form:
    choices = tuple(
        (one.key, visit.say(f"web.programmes.kind.{one.kind}", name=visit.speaker.called(one.rule.name), book=one.book))
        for one in known.values()
    )
    field = Field("of", visit.say("web.programmes.which"), "select", entry.key, choices)
    return Form("/policies/programmes", (field,), (Button(visit.say("web.policies.look")),), "get", is_row=True)


def _asked(visit: AnyVisit, entry: Entry) -> Asked | None:
    """Return an entry as a question, its files written; None where its policy is not in force."""
    desk = visit.desk

    def work() -> Asked | None:
        book = kept_books(desk.office.store)[entry.book]
        found = entitle(book, tuple(firms_in(desk.office)), desk.today, tree_in(desk.office.store))
        return _question(desk, entry, book, found)

    return desk.once(f"programme {entry.key} {desk.today}", work)


def _question(desk: Desk, entry: Entry, book: PolicyBook, found: Entitlements) -> Asked | None:
    money, rule = book.money, entry.rule
    if isinstance(rule, Financing):
        loans = as_loans(rule, found)
        return Asked(money, loans.question, _kept(desk, loans.question), loans)
    if rule.policy not in {policy.id for policy in found.policies}:
        return None
    question = as_question(rule, found)
    return Asked(money, question, _kept(desk, question), outside=tuple(refusals(rule, found)))


def _kept(desk: Desk, question: Question) -> str:
    if not question.library.projects:
        return ""
    name, findings = keep_question(question, desk.part(Programmes).folder)
    if findings:
        raise Refused(500, *findings)
    return name


def _outcome(visit: AnyVisit, entry: Entry, asked: Asked) -> list[Block]:
    many = len(asked.loans.wants) if asked.loans else len(asked.question.firms)
    words = "web.programmes.asked_loans" if asked.loans else "web.programmes.asked"
    head = visit.say(words, n=f"{many:,}")
    blocks: list[Block] = []
    opened = visit.desk.part(Programmes).plan(asked.name) if asked.name else None
    job = _job(visit, asked) if asked.name else None
    if job is not None and (not job.state.is_over or job.findings):
        blocks.append(job_block(visit, job))
    key = Field("of", kind="hidden", value=entry.key)
    word = "again" if opened is not None else "solve"
    button = Button(visit.say(f"web.programmes.{word}"), is_main=opened is None)
    may_solve = asked.name and visit.may(Role.PLANNER) and (job is None or job.state.is_over)
    solving = (Form("/policies/programmes/solve", (key,), (button,)),) if may_solve else ()
    if opened is not None:
        blocks += [*_solved(visit, entry, asked, opened), *solving]
    else:
        said = "web.programmes.not_yet" if asked.name else "web.programmes.nobody"
        blocks.append(Group(head, (Prose(visit.say(said)), *solving), is_panel=True))
    return [*blocks, _left_aside(visit, asked)]


def _request(visit: AnyVisit, asked: Asked, seconds: int) -> dict[str, Any]:
    plans = visit.desk.part(Programmes)
    output = str(plans.path(asked.name))
    return {"folder": str(plans.folder / asked.name), "output": output, "gap": GAP, "seconds": seconds}


def _job(visit: AnyVisit, asked: Asked) -> Job | None:
    """Return the last search for the plan of a question."""
    folder = str(visit.desk.part(Programmes).folder / asked.name)
    return next((j for j in planning(visit).jobs.all() if j.kind == "enrol" and j.request["folder"] == folder), None)


def _solved(visit: AnyVisit, entry: Entry, asked: Asked, opened: OpenPlan) -> list[Block]:
    tables = _tables(asked, opened)
    number, result = visit.speaker.number, opened.result
    head = _loan_figures(visit, asked.loans, asked.money, opened) if asked.loans else []
    chosen = "web.programmes.served" if asked.loans else "web.programmes.chosen"
    strip = Strip(
        (
            Figure(visit.say(chosen), number(len(result.portfolio.chosen))),
            *head,
            Figure(visit.say("web.programmes.benefit"), number(result.benefit, 1)),
            Figure(visit.say("web.programmes.bound"), number(result.bounds.price, 1)),
            Figure(visit.say("web.programmes.gap"), visit.speaker.percent(result.price_gap, 3)),
        )
    )
    names = ("loans" if asked.loans else "enrolled", "pools", "refused")
    shown: tuple[dict[tuple[int, str], str], ...] = ({}, _pool_cells(visit, tables[1]), _reason_words(visit, opened))
    groups = [
        Group(visit.say(f"web.programmes.{name}"), (_sheet(visit, table, asked.money, words),))
        for name, table, words in zip(names, tables, shown, strict=True)
    ]
    file = Links(((address("/policies/programmes/file", of=entry.key), visit.say("web.programmes.file")),), "")
    return [strip, file, *groups]


def _tables(asked: Asked, opened: OpenPlan) -> tuple[Table, Table, Table]:
    problem, result = opened.problem, opened.result
    if asked.loans:
        first = loan_table(asked.loans, loans_of(asked.loans, problem, result), str(asked.money))
    else:
        first = enrolled_table(problem, result)
    return first, pool_table(problem, result), refused_table(reasons_of(opened.left_out))


def _loan_figures(visit: AnyVisit, loans: LoanQuestion, money: Unit, opened: OpenPlan) -> list[Figure]:
    lent = sum((o.amount for o in loans_of(loans, opened.problem, opened.result).values()), Fraction(0))
    wanted = sum((want.amount for want in loans.wants.values()), Fraction(0))
    return [
        Figure(visit.say(f"web.programmes.{name}"), visit.speaker.amount(value, money))
        for name, value in (("lent", lent), ("wanted", wanted))
    ]


def _sheet(visit: AnyVisit, table: Table, money: Unit, shown: Mapping[tuple[int, str], str]) -> Sheet:
    rows = table.rows[:_MOST]
    columns = [(at, column.key) for at, column in enumerate(table.columns) if column.key in _MONEY]
    amounts = [value for row in rows for at, _ in columns if isinstance(value := row[at], Fraction)]
    view = visit.speaker.view(money, amounts)
    cells = {
        (n, key): visit.speaker.number(view.of(value), 2 if view.factor != 1 else 0)
        for n, row in enumerate(rows)
        for at, key in columns
        if isinstance(value := row[at], Fraction)
    }
    called = [(at, column.key) for at, column in enumerate(table.columns) if column.key in _NAMES]
    cells |= {(n, key): visit.speaker.called(str(row[at])) for n, row in enumerate(rows) for at, key in called}
    heads = {column.key: visit.say(f"web.programmes.head.{column.key}", unit=view.label) for column in table.columns}
    links = {}
    if table.columns[0].key == "firm":
        book = visit.query.of.split("/")[1] if visit.query.of.count("/") == 2 else ""
        links = {(n, "firm"): Link(address("/policies", book=book, firm=str(row[0]))) for n, row in enumerate(rows)}
    return Sheet(table, "", heads, {**cells, **shown}, links, most=_MOST, empty=visit.say("web.programmes.nothing"))


def _pool_cells(visit: AnyVisit, table: Table) -> dict[tuple[int, str], str]:
    """Return the rows of what is used up as readers write them: names, and amounts in their unit."""
    at = {column.key: place for place, column in enumerate(table.columns)}
    shown = {}
    for n, row in enumerate(table.rows):
        shown[n, "name"] = named_pool(visit, str(row[at["name"]]))
        unit = parse_unit(str(row[at["unit"]]))
        limit = row[at["limit"]]
        if unit is not None and isinstance(limit, Fraction):
            view = visit.speaker.view(unit, [limit])
            shown[n, "unit"] = view.label
            for key in ("used", "limit"):
                shown[n, key] = visit.speaker.number(view.of(Fraction(str(row[at[key]]))), 2 if view.factor != 1 else 0)
            price = row[at["price"]]
            shown[n, "price"] = visit.speaker.number(Fraction(str(price or 0)) / view.factor, 2)
    return shown


def _reason_words(visit: AnyVisit, opened: OpenPlan) -> dict[tuple[int, str], str]:
    """Return the reasons of the rows of the page, in the reader's language."""
    question = opened.question
    material = Material(opened.problem, opened.result, question.library, question.scenario, ())
    ground = Ground(material, visit.speaker.language)
    names = {row.name: named_pool(visit, row.name) for row in opened.problem.quotas}
    ground.speaker = type(ground.speaker)(visit.speaker.language, {**visit.speaker.names, **names})
    shown = {}
    for at, explanation in enumerate(opened.left_out[:_MOST]):
        shown[at, "reason"] = visit.say(f"reason.{explanation.reasons[0].code}.name")
        shown[at, "why"] = plain(reason_line(ground, explanation))
    return shown


def _left_aside(visit: AnyVisit, asked: Asked) -> Group:
    """Return those who were never asked about: the policy is not due to them, or nobody may lend to them."""
    left: Sequence[Refusal | Unserved] = asked.loans.unserved if asked.loans else asked.outside
    name = "unserved" if asked.loans else "outside"
    table = Table(name, (Column("firm", "firm"), Column("why", "why")), tuple((one.firm, one.why) for one in left))
    shown = {(at, "why"): words for at, words in enumerate(_aside_words(visit, left[:_MOST], asked.money))}
    return Group(visit.say(f"web.programmes.{name}"), (_sheet(visit, table, asked.money, shown),))


def _aside_words(visit: AnyVisit, left: Iterable[Refusal | Unserved], money: Unit) -> Iterable[str]:
    for one in left:
        yield answer_words(visit, one.answer) if isinstance(one, Refusal) else denial_words(visit, one, money)


class SolveBody(Body):
    """Which programme or matching."""

    of: str = Part(max_length=500)


def solve(visit: AnyVisit) -> Redirect:
    """Begin to work a programme or matching out; the page shows where it is."""
    known = _entries(visit)
    entry = _chosen(visit, known, visit.body.of)
    asked = _asked(visit, entry)
    if asked is not None and asked.name:
        is_again = visit.desk.part(Programmes).path(asked.name).is_file()
        request = _request(visit, asked, LONGER if is_again else SECONDS)
        planning(visit).jobs.begin("enrol", request, visit.user.name)
    return Redirect(address("/policies/programmes", of=entry.key))


def save(visit: AnyVisit) -> Download:
    """Get the plan of a programme or matching as a file that kaimen verify recomputes."""
    entry = _chosen(visit, _entries(visit))
    asked = _asked(visit, entry)
    path = visit.desk.part(Programmes).path(asked.name) if asked is not None and asked.name else None
    if path is None or not path.is_file():
        raise Refused(
            404, Finding("E853", f'There is no plan "{entry.rule.name}".', Place(key="of"), fix="Work it out first.")
        )
    content, findings = read_bytes(path)
    if findings:
        raise Refused(404, *findings)
    return Download(content, f"{file_name(entry.rule.name)}.kaimen")


PAGES = (
    PageAt("/policies/programmes", "web.programmes.title", show, menu="watch", query=ProgrammeQuery, state=plan_state),
)
ACTIONS = (
    Action("POST", "/policies/programmes/solve", solve, Role.PLANNER, SolveBody),
    Action("GET", "/policies/programmes/file", save, Role.VIEWER, query=ProgrammeQuery),
)
