"""Review: a candidate beside its sentence, decided by one key or one button; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from pydantic import Field as Part

from kaimen.errors import Finding, Place
from kaimen.extract import Candidate, within_province
from kaimen.ledger import Pledge, Target
from kaimen.quantity import parse_number
from kaimen.report import Column, Table, candidate_table, figure_text, said_by, when_text
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import PASSAGE, Custom, Link, Links, Page, Sheet
from kaimen.web.reading import Reviews, candidate_at, findings_about, lines_of
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Redirect, Refused, address, step
from kaimen.workspace.reading.readings import candidate_key
from kaimen.workspace.reading.review import Review, Waiting, undecided
from kaimen.workspace.record.accounts import Role
from kaimen.workspace.record.office import Kept

Order = Literal["", "doubtful", "text"]
Only = Literal["", "marked"]


_SHOWN = ("error", "which", "remark", "reported", "estimated")
"""Marks that other words of the page say."""


class At(Query):
    """Which candidate is looked at, by its key; the first that waits if none is named. In which order, and which."""

    at: str = Part("", max_length=100)
    order: Order = Part("", description="Empty: those with a figure first.")
    only: Only = Part("", description="`marked`: those alone that something speaks against.")


def show_all(visit: AnyVisit) -> Page:
    rows: list[tuple[str | int | None, ...]] = []
    links = {}
    for name, found in sorted(undecided(visit.desk.office).items(), key=_first):
        path = f"/review/{step(name)}"
        links[len(rows), "name"] = Link(path)
        links[len(rows), "candidates"] = Link(f"/announcements/{step(name)}", (name,), PASSAGE)
        links[len(rows), "waiting"] = Link(path, (name,), PASSAGE)
        links[len(rows), "doubtful"] = Link(address(path, order="doubtful", only="marked"), (name,), PASSAGE)
        rows.append((name, found.every, found.left, found.doubtful))
    columns = (Column("name", "name"), *(Column(key, key, True) for key in ("candidates", "waiting", "doubtful")))
    messages = {"doubtful": "doubtful_head"}
    heads = {c.key: visit.say(f"web.review.{messages.get(c.key, c.key)}") for c in columns}
    sheet = Sheet(
        Table("reviews", columns, tuple(rows)), heads=heads, links=links, empty=visit.say("web.announcements.empty")
    )
    return Page(visit.say("web.review.title"), (sheet,), visit.say("web.review.lead"))


def _first(waiting: tuple[str, Waiting]) -> tuple[int, int, str]:
    """Return what sorts a document with more doubtful candidates first, then with more that wait."""
    name, found = waiting
    return -(found.doubtful or 0), -(found.left or 0), name


def show_one(visit: AnyVisit) -> Page:
    reviews = visit.desk.part(Reviews)
    name = visit.path["document"]
    with reviews.lock:
        review, _ = reviews.of(name, visit.user.name)
        queue, verdicts = review.queue_in(visit.query.order, visit.query.only), review.verdicts()
        waiting = review.queue
    every = [c for c in review.extraction.candidates if c.tier != "context"]
    here = candidate_at(review, visit.query.at) or (queue[0] if queue else None)
    key = review.key(here) if here else ""
    values = {
        "document": name,
        "lines": lines_of(review, verdicts, key),
        "candidate": here,
        "key": key,
        "verdict": verdicts.get(key, ""),
        "parts": _parts(visit, review, here) if here else [],
        "findings": findings_about(review.extraction, here) if here else [],
        "proposed": review.proposed(here) if here else None,
        "figure": _figure(review, here, visit.speaker.language) if here else "",
        "previous": visit.here(at=_beside(review, queue, here, -1)),
        "next": visit.here(at=_beside(review, queue, here, 1)) if _beside(review, queue, here, 1) else "",
        "undo": review.can_undo,
        "number": every.index(here) + 1 if here in every else 0,
        "every": len(every),
        "done": len(every) - len(waiting),
        "more": _more(visit),
        "orders": _orders(visit),
        "which": _which(visit, review, waiting),
        "asked": review.asked_of(here) if here else [],
        "whereabouts": within_province,
        "before": _before(visit, review, here) if here else "",
        "told": _told_before(review, here) if here else [],
        "marks": [
            visit.say(f"web.doubt.{mark}") for mark in (review.marks(here) if here else ()) if mark not in _SHOWN
        ],
    }
    counts = [sum(verdicts.get(review.key(c)) == word for c in every) for word in ("accepted", "rejected")]
    lead = visit.say(
        "web.review.counts", every=len(every), accepted=counts[0], rejected=counts[1], waiting=len(waiting)
    )
    table = candidate_table([review.extraction], lang=visit.speaker.language)
    return Page(visit.say("web.review.of", x=name), (Custom("review", values, (table,)),), lead)


def _told_before(review: Review, candidate: Candidate) -> list[tuple[str, str, tuple[str, str, str]]]:
    """Return the earlier sentences a figure is held against: their address, document with its day, and three parts.

    The middle part is the figure.
    """
    rows = []
    for told in review.told_before(candidate):
        document, sentence, figure = told.document, told.passage, told.figure
        key = candidate_key(document, sentence.start, sentence.end, figure.start)
        at, end = figure.start - sentence.start, figure.end - sentence.start
        parts = (sentence.quote[:at], figure.quote, sentence.quote[end:])
        named = f"{document.name} · {document.published}"
        rows.append((address(f"/review/{step(document.name)}", at=key), named, parts))
    return rows


def _before(visit: AnyVisit, review: Review, candidate: Candidate) -> str:
    """Return what was decided of a candidate's sentence when it was read otherwise."""
    verdict, pledges = review.decided_before(candidate)
    word = visit.say(f"web.verdict.{verdict}") if verdict else ""
    return visit.say("web.review.read_otherwise", verdict=word, x=visit.speaker.list(pledges)) if verdict else ""


def _more(visit: AnyVisit) -> str:
    """Return what addresses of other candidates end in: the order and the choice of this one."""
    parts = [f"&{name}={value}" for name in ("order", "only") if (value := getattr(visit.query, name))]
    return "".join(parts)


def _orders(visit: AnyVisit) -> Links:
    links = []
    for order in get_args(Order):
        label = visit.say(f"web.order.{order or 'figures'}")
        links.append(("" if visit.query.order == order else visit.here(order=order, at=None), label))
    return Links(tuple(links), visit.say("web.review.order"))


def _which(visit: AnyVisit, review: Review, waiting: list[Candidate]) -> Links:
    doubtful = sum(bool(review.marks(candidate)) for candidate in waiting)
    links = []
    for only, number in (("", len(waiting)), ("marked", doubtful)):
        label = visit.say(f"web.only.{only or 'all'}", n=number)
        links.append(("" if visit.query.only == only else visit.here(only=only, at=None), label))
    return Links(tuple(links), visit.say("web.review.which"))


def _beside(review: Review, queue: list[Candidate], here: Candidate | None, way: int) -> str:
    """Return the key of the candidate before or after one in the queue."""
    if here is None or not queue:
        return ""
    at = queue.index(here) if here in queue else (-1 if way > 0 else 0)
    return review.key(queue[(at + way) % len(queue)])


def _figure(review: Review, candidate: Candidate, language: str) -> str:
    quantity = review.extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
    return figure_text(quantity, (), language) if quantity else ""


def _parts(visit: AnyVisit, review: Review, candidate: Candidate) -> list[tuple[str, str]]:
    """Return what was read of a candidate, each with its label."""
    proposed = review.proposed(candidate)
    parts = (
        ("authority", proposed.authority),
        ("where", proposed.region),
        ("what", candidate.what),
        ("figure", _figure(review, candidate, visit.speaker.language)),
        ("by", when_text(candidate.when, visit.speaker.language)),
        ("said_by", said_by(candidate.who, visit.speaker.language)),
    )
    return [(visit.say(f"web.candidate.{name}"), text or visit.say("nothing")) for name, text in parts]


class Ordered(Body):
    """In which order the next candidate comes, and of which."""

    order: Order = ""
    only: Only = ""


class Decision(Ordered):
    """What is decided of a candidate; `edit` and `split` say more."""

    key: str = Part(max_length=100)
    verdict: Literal["accept", "edit", "reject", "split"]
    what: str = Part("", max_length=500)
    region: str = Part("", max_length=200)
    authority: str = Part("", max_length=200)
    due: str = Part("", max_length=10)
    value: str = Part("", max_length=60)
    before: str = Part("", max_length=500)


def decide(visit: AnyVisit) -> Redirect:
    """Decide on a candidate; the next one follows."""
    reviews, name = visit.desk.part(Reviews), visit.path["document"]
    with reviews.lock:
        review, _ = reviews.of(name, visit.user.name)
        candidate = candidate_at(review, visit.body.key)
        if candidate is None:
            raise Refused(404, Finding("E843", "There is no such candidate.", Place(name, key=visit.body.key)))
        if candidate not in review.queue:
            what = "Somebody has decided on this candidate already; nothing was changed."
            current = {"verdict": visit.say(f"web.verdict.{review.verdict(candidate)}")}
            raise Refused(409, Finding("E803", what, Place(name, key=visit.body.key)), current=current)
        follows = _beside(review, review.queue_in(visit.body.order, visit.body.only), candidate, 1)
        receipt, findings = _decided(visit, review, candidate)
        if receipt is None and any(finding.code == "E803" for finding in findings):
            review.renumber()  # somebody else's pledge took the id
            receipt, findings = _decided(visit, review, candidate)
    if receipt is None:
        raise Refused(409 if any(f.code == "E803" for f in findings) else 422, *findings)
    return Redirect(_next(visit, "" if follows == visit.body.key else follows))


def _next(visit: AnyVisit, key: str) -> str:
    """Return the address of a candidate in the order that is followed; with no key, of the first that waits."""
    said = {"at": key, "order": visit.body.order, "only": visit.body.only}
    return address(f"/review/{step(visit.path['document'])}", **{name: text for name, text in said.items() if text})


def _decided(visit: AnyVisit, review: Review, candidate: Candidate) -> Kept:
    verdict, said = visit.body.verdict, visit.said()
    if verdict == "reject":
        return review.reject(candidate, said)
    if verdict == "accept":
        return review.accept(candidate, said)
    if verdict == "split":
        parts = review.split(candidate, visit.body.before)
        if parts is None:
            what = "These words do not stand in the sentence after its beginning; nothing was split."
            found = f'"{visit.body.before}"'
            return None, [Finding("E843", what, Place(key="before"), found=found, fix="Copy them from the sentence.")]
        return review.accept(candidate, said, *parts)
    pledge, findings = _edited(review.proposed(candidate), visit.body)
    return (None, findings) if findings else review.accept(candidate, said, pledge)


def _edited(pledge: Pledge, body: Decision) -> tuple[Pledge, list[Finding]]:
    """Return a pledge as a person wrote it."""
    findings: list[Finding] = []
    due, value = pledge.due, pledge.target.value if pledge.target else Decimal(0)
    try:
        due = date.fromisoformat(body.due) if body.due else None
    except ValueError:
        fix = "Write it as 2024-12-31."
        findings.append(Finding("E308", "This is no day.", Place(key="due"), "a day", f'"{body.due}"', fix))
    number = parse_number(body.value) if body.value else value
    if number is None:
        fix = "Write it in figures."
        findings.append(Finding("E303", "This is no number.", Place(key="value"), "a number", f'"{body.value}"', fix))
    target = pledge.target
    if target is not None and number is not None:
        target = Target(number, target.unit, target.qualifier, target.upper, target.change)
    what = body.what.strip() or pledge.what
    edited = replace(pledge, what=what, region=body.region, authority=body.authority, due=due, target=target)
    return edited, findings


class Meant(Ordered):
    """Which region a name of the document means, by its code; `remember`: in every document of the office."""

    name: str = Part(max_length=200)
    code: str = Part("", max_length=6)
    remember: Literal["", "yes"] = ""
    at: str = Part("", max_length=100, description="The candidate that is looked at; else its announcement follows.")


def say_which(visit: AnyVisit) -> Redirect:
    """Say which region a name means; the document is read again with it."""
    reviews, name, body = visit.desk.part(Reviews), visit.path["document"], visit.body
    with reviews.lock:
        review, _ = reviews.of(name, visit.user.name)
        receipt, findings = review.say_which(body.name, body.code, visit.said(), remember=bool(body.remember))
    if receipt is None:
        raise Refused(409 if any(f.code == "E803" for f in findings) else 422, *findings)
    return Redirect(_next(visit, body.at) if body.at else f"/announcements/{step(name)}")


def undo(visit: AnyVisit) -> Redirect:
    """Take back your last decision on this document that still stands."""
    reviews, name = visit.desk.part(Reviews), visit.path["document"]
    with reviews.lock:
        review, _ = reviews.of(name, visit.user.name)
        before = set(review.verdicts())
        receipt, findings = review.undo(visit.said())
        review.renumber()
        again = before - set(review.verdicts())
    if receipt is None and findings:
        raise Refused(409, *findings)
    return Redirect(_next(visit, next(iter(again)) if len(again) == 1 else ""))


def waiting(desk: Desk) -> int:
    """Return how many candidates nobody has decided on."""
    return desk.once("waiting", lambda: sum(found.left or 0 for found in undecided(desk.office).values()))


def doubts(desk: Desk) -> int:
    """Return how many of them are doubtful."""
    return desk.once("doubts", lambda: sum(found.doubtful or 0 for found in undecided(desk.office).values()))


PAGES = (
    PageAt("/review", "web.review.title", show_all, menu="read", count=waiting, is_traced=True),
    PageAt("/review/{document}", "web.review.title", show_one, query=At),
)
ACTIONS = (
    Action("POST", "/review/{document}", decide, Role.REVIEWER, body=Decision),
    Action("POST", "/review/{document}/meant", say_which, Role.REVIEWER, body=Meant),
    Action("POST", "/review/{document}/undo", undo, Role.REVIEWER, body=Ordered),
)
