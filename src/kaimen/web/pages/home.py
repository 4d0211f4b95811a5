"""The first page: what is in the workspace; and the door to it."""

from __future__ import annotations

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from kaimen.errors import Finding
from kaimen.report import Column, Table
from kaimen.web.guard import Gate, cookie_name
from kaimen.web.page import Figure, Link, Page, Sheet, Strip
from kaimen.web.routes import Action, PageAt
from kaimen.web.visit import AnyVisit, Body, Query, Refused
from kaimen.workspace.accounts import Role


def show(visit: AnyVisit) -> Page:
    store = visit.desk.office.store
    counts = (
        ("web.home.projects", len(visit.desk.library.projects), "/library"),
        ("web.home.pledges", visit.desk.once("pledges", lambda: len(store.versions("pledge"))), "/pledges"),
        ("web.home.entries", store.head().number, "/entries"),
    )
    figures = tuple(
        Figure(visit.say(message), visit.speaker.number(number), link=Link(href)) for message, number, href in counts
    )
    table = Table(
        "workspace", (Column("what", "what"), Column("number", "number", True)), tuple((m, n) for m, n, _ in counts)
    )
    return Page(visit.say("web.home.title"), (Strip(figures), Sheet(table)), visit.say("web.home.lead"))


class Ticket(Query):
    """The address that the server prints when it starts."""

    ticket: str = Field("", max_length=200)


def enter(visit: AnyVisit) -> Response:
    """Open the workbench by the ticket of the address that the server printed."""
    secret = visit.desk.part(Gate).take_ticket(visit.query.ticket)
    if secret is None:
        fix = "Start the server again, and open the address that it prints."
        raise Refused(
            403, Finding("E842", "This address was used already, or is not the one that was printed.", fix=fix)
        )
    response = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        cookie_name(visit.desk), secret, httponly=True, secure=visit.desk.settings.is_secure, samesite="strict"
    )
    return response


def leave(visit: AnyVisit) -> Response:
    """Sign out."""
    visit.desk.part(Gate).end(visit.request)
    response = RedirectResponse("/", 303, headers={"Cache-Control": "no-store"})
    response.delete_cookie(cookie_name(visit.desk))
    return response


PAGES = (PageAt("/", "web.home.title", show),)
ACTIONS = (
    Action("GET", "/enter", enter, Role.NOBODY, query=Ticket),
    Action("POST", "/sign-out", leave, Role.VIEWER, body=Body),
)
