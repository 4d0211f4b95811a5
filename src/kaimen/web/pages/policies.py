"""Policies: what firms are due under the rules that the workspace keeps, what is nearly met, who is kept out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.policies import Entitlements, PolicyBook, answers, barring, entitle
from kaimen.report import Column, Table, figure
from kaimen.report.language import said_reference, said_value
from kaimen.report.policies import access_table, due_table, nearly_table, policy_table, pool_findings
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import SUM, Block, Button, Field, Figure, Findings, Form, Group, Link, Page, Prose, Sheet, Strip
from kaimen.web.pages.denials import answer_words, lack_words
from kaimen.web.pages.taking import FIRMS, RULES, intake_forms
from kaimen.web.visit import AnyVisit, Desk, Query, Refused, address
from kaimen.workspace.business.policy_books import kept_books
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.record.region_trees import tree_in

_MOST = 50
"""Rows of a table that the page has; its twins have all."""


class PolicyQuery(Query):
    """A book of rules, a firm, and how near is nearly."""

    book: str = Part("", max_length=200, description="Name of a kept book; the first by default.")
    firm: str = Part("", max_length=200, description="Id of a firm; all firms by default.")
    near: float = Part(10, ge=0, le=100, description="Per cent within which a number is nearly met.")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    due: Entitlements
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]


def show(visit: AnyVisit) -> Page:
    """Show what firms are due, or one firm."""
    title = visit.say("web.policies.title")
    books = _books(visit.desk)
    if not books:
        return Page(title, (Prose(visit.say("web.policies.none"), "note"), *intake_forms(visit, RULES, FIRMS)))
    name = visit.query.book or next(iter(books))
    if name not in books:
        what = f'There is no book "{name}".'
        raise Refused(404, Finding("E609", what, Place(key="book"), ", ".join(books), fix="Choose one."))
    found = _found(visit, name)
    form = _form(visit, list(books), name)
    if found is None:
        return Page(
            title, (form, Prose(visit.say("web.policies.no_firms"), "note"), *intake_forms(visit, FIRMS, RULES))
        )
    blocks = _firm(visit, found) if visit.query.firm.strip() else _all(visit, found)
    lead = visit.say("web.policies.lead", day=found.due.columns.day.isoformat())
    return Page(title, (form, *blocks, Findings(found.findings), *intake_forms(visit, RULES, FIRMS)), lead)


def _books(desk: Desk) -> Mapping[str, PolicyBook]:
    return desk.once("policy books", lambda: kept_books(desk.office.store))


def _found(visit: AnyVisit, name: str) -> _Found | None:
    desk, near = visit.desk, visit.query.near / 100

    def work() -> _Found | None:
        firms = tuple(firms_in(desk.office))
        if not firms:
            return None
        due = entitle(_books(desk)[name], firms, desk.today, tree_in(desk.office.store))
        tables = (policy_table(due, near), due_table(due), nearly_table(due, near), access_table(due))
        return _Found(name, due, tables, (*due.findings, *pool_findings(due)))

    return desk.once(f"policies {name} {desk.today} {near}", work)


def _form(visit: AnyVisit, books: list[str], name: str) -> Form:
    fields = (
        Field("book", visit.say("web.policies.book"), "select", name, tuple((book, book) for book in books)),
        Field("firm", visit.say("web.policies.firm"), value=visit.query.firm, attributes={"maxlength": "200"}),
        Field(
            "near",
            visit.say("web.policies.near"),
            "number",
            f"{visit.query.near:g}",
            attributes={"min": "0", "max": "100", "step": "any"},
        ),
    )
    return Form("/policies", fields, (Button(visit.say("web.policies.look"), is_main=True),), "get", is_row=True)


def _all(visit: AnyVisit, found: _Found) -> list[Block]:
    policies, due, nearly, access = found.tables
    money = said_value(visit.speaker, str(found.due.columns.book.money))
    total = sum((row[3] for row in due.rows if isinstance(row[3], Fraction)), Fraction(0))
    number = visit.speaker.number

    def to(part: str) -> Link:
        return Link(f"#{part}", (visit.say(f"web.policies.{part}"),), SUM)

    strip = Strip(
        (
            Figure(visit.say("web.policies.firms"), number(int(found.due.due.any(axis=0).sum())), link=to("due")),
            Figure(visit.say("web.policies.total"), figure(total), money, link=to("due")),
            Figure(visit.say("web.policies.rules"), number(len(policies.rows)), link=to("each")),
            Figure(visit.say("web.policies.close"), number(len(nearly.rows)), link=to("nearly")),
        )
    )
    shown = {(at, "part"): visit.say("web.policies.part") if row[4] else "" for at, row in enumerate(due.rows[:_MOST])}
    lacks = dict(_nearly_words(visit, found.due, nearly)) if visit.speaker.language != "en" else {}
    groups = (
        ("each", _sheet(visit, found, policies, money)),
        ("due", _sheet(visit, found, due, money, shown)),
        ("nearly", _sheet(visit, found, nearly, money, lacks)),
        ("access", _sheet(visit, found, access, money)),
    )
    return [strip, *(Group(visit.say(f"web.policies.{name}"), (sheet,), id=name) for name, sheet in groups)]


def _sheet(
    visit: AnyVisit, found: _Found, table: Table, money: str, shown: dict[tuple[int, str], str] | None = None
) -> Sheet:
    heads = {column.key: visit.say(f"web.policies.head.{column.key}", unit=money) for column in table.columns}
    said = _references(visit, found, table) | _called(visit, table) | (shown or {})
    return Sheet(
        table, "", heads, said, _links(visit, found, table, said), most=_MOST, empty=visit.say("web.policies.nothing")
    )


def _links(
    visit: AnyVisit, found: _Found, table: Table, said: dict[tuple[int, str], str]
) -> dict[tuple[int, str], Link]:
    """Return where a firm leads, and a rule with its figures: to the article that it rests on and its row."""
    at = {column.key: n for n, column in enumerate(table.columns)}
    rule = next((key for key in ("policy", "line") if key in at), "")
    figures = [column.key for column in table.columns if column.figures]
    links = {}
    for n, row in enumerate(table.rows[:_MOST]):
        if "firm" in at:
            links[n, "firm"] = Link(_address(visit, str(row[at["firm"]])))
        if rule:
            name = str(row[at[rule]])
            steps = tuple(filter(None, (name, said.get((n, "reference"), ""))))
            link = Link(address("/trace", figure=f"{found.name}/{name}"), steps, SUM)
            links |= dict.fromkeys(((n, key) for key in (rule, *figures)), link)
    return links


def _references(visit: AnyVisit, found: _Found, table: Table) -> dict[tuple[int, str], str]:
    """Return where the rules of a table stand, in the reader's language."""
    at = next((n for n, column in enumerate(table.columns) if column.key == "reference"), None)
    if at is None:
        return {}
    standing = (*(p.reference for p in found.due.policies), *(line.reference for line in found.due.lines))
    known = {str(reference): reference for reference in standing}
    rows = enumerate(table.rows[:_MOST])
    return {(n, "reference"): said_reference(visit.speaker, known[str(row[at])]) for n, row in rows if row[at]}


def _called(visit: AnyVisit, table: Table) -> dict[tuple[int, str], str]:
    """Return what titles of rules, and what a line keeps firms out of, are called in the reader's language."""
    places = [(n, column.key) for n, column in enumerate(table.columns) if column.key in ("title", "activity")]
    rows = enumerate(table.rows[:_MOST])
    return {(n, key): visit.speaker.called(str(row[at])) for n, row in rows for at, key in places if row[at]}


def _address(visit: AnyVisit, firm: str) -> str:
    book = {"book": visit.query.book} if visit.query.book else {}
    return address("/policies", firm=firm, near=f"{visit.query.near:g}", **book)


def _nearly_words(visit: AnyVisit, due: Entitlements, nearly: Table) -> Iterable[tuple[tuple[int, str], str]]:
    """Yield what the rows of the page lack, in the reader's language."""
    places = {firm.id: at for at, firm in enumerate(due.columns.firms)}
    rules = {policy.id: at for at, policy in enumerate(due.policies)}
    for at, row in enumerate(nearly.rows[:_MOST]):
        answer = answers(due, places[str(row[0])])[rules[str(row[2])]]
        yield (at, "lacks"), visit.speaker.separate(lack_words(visit, lack) for lack in answer.lacks)


def _firm(visit: AnyVisit, found: _Found) -> list[Block]:
    """Return what each rule comes to for one firm: what is due first, then what is nearest."""
    name = visit.query.firm.strip()
    at = next((n for n, firm in enumerate(found.due.columns.firms) if firm.id == name), None)
    if at is None:
        what, fix = f'There is no firm "{name}" in the list.', "Give an id of the list."
        raise Refused(404, Finding("E609", what, Place(key="firm"), fix=fix))
    given = sorted(answers(found.due, at), key=lambda a: (a.outcome, -a.amount, a.shortfall))
    rows = tuple((a.policy, a.amount if a.amount else None, a.words, a.title, str(a.reference)) for a in given)
    columns = (Column("policy", "policy"), Column("amount", "due", True, 2), Column("why", "why"))
    table = Table("answers", (*columns, Column("title", "title"), Column("reference", "reference")), rows)
    shown = {(n, "why"): answer_words(visit, answer) for n, answer in enumerate(given)}
    sheet = _sheet(visit, found, table, said_value(visit.speaker, str(found.due.columns.book.money)), shown)
    called = f"{name} {found.due.columns.firms[at].name}".rstrip()
    blocks: list[Block] = [Group(visit.say("web.policies.answers", firm=called), (sheet,))]
    out = barring(found.due, at)
    if out:
        blocks.insert(0, Prose(visit.say("web.policies.out", names=visit.speaker.list(out)), "warn"))
    return blocks


PAGES = (PageAt("/policies", "web.policies.title", show, menu="watch", query=PolicyQuery, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
