"""The door: by the ticket of this machine, by name and password, and out again; and who has a key."""

from __future__ import annotations

from fastapi import Response
from fastapi.responses import RedirectResponse
from pydantic import Field as Part

from kaimen.errors import Finding
from kaimen.report import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.guard import Gate, cookie_name
from kaimen.web.page import Button, Field, Findings, Form, Page, Sheet
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Refused
from kaimen.workspace.record.accounts import Role


class Ticket(Query):
    """The address that the server prints when it starts."""

    ticket: str = Part("", max_length=200)


class Next(Query):
    """Where to go on after signing in."""

    next: str = Part("/", max_length=500)


class Entering(Body):
    """A name and a password."""

    name: str = Part(max_length=64)
    password: str = Part(max_length=256)
    next: str = Part("/", max_length=500)


def enter(visit: AnyVisit) -> Response:
    """Open the workbench by the ticket of the address that the server printed."""
    secret = visit.desk.part(Gate).take_ticket(visit.query.ticket)
    if secret is None:
        fix = "Start the server again, and open the address that it prints."
        what = "This address was used already, or is not the one that was printed."
        raise Refused(403, Finding("E842", what, fix=fix))
    return _let_in(visit, secret, "/")


def show(visit: AnyVisit) -> Page:
    return _page(visit, visit.query.next)


def _page(visit: AnyVisit, follows: str, *findings: Finding, status: int = 200) -> Page:
    fields = (
        Field("name", visit.say("web.door.name"), is_required=True, attributes={"autocomplete": "username"}),
        Field(
            "password",
            visit.say("web.door.password"),
            "password",
            is_required=True,
            attributes={"autocomplete": "current-password"},
        ),
        Field("next", kind="hidden", value=own_address(follows)),
    )
    form = Form("/sign-in", fields, (Button(visit.say("web.door.in"), is_main=True),))
    return Page(visit.say("web.door.title"), (Findings(findings), form), status=status)


def sign_in(visit: AnyVisit) -> Page | Response:
    """Sign in by name and password; a new session begins whatever cookie was sent."""
    gate, request = visit.desk.part(Gate), visit.request
    address = request.client.host if request.client else ""
    secret, findings = gate.accounts.sign_in(visit.body.name, visit.body.password, address)
    if not secret:
        status = 429 if any(finding.code == "E844" for finding in findings) else 403
        return _page(visit, visit.body.next, *findings, status=status)
    gate.end(request)
    return _let_in(visit, secret, own_address(visit.body.next))


def leave(visit: AnyVisit) -> Response:
    """Sign out; the session has ended also for whoever kept its cookie."""
    visit.desk.part(Gate).end(visit.request)
    response = RedirectResponse("/sign-in", 303, headers={"Cache-Control": "no-store"})
    response.delete_cookie(cookie_name(visit.desk), secure=visit.desk.settings.is_secure, httponly=True)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def show_accounts(visit: AnyVisit) -> Page:
    accounts = visit.desk.part(Gate).accounts
    rows = tuple((user.name, user.role.name.lower(), made) for user, made in accounts.all())
    keys = ("name", "role", "made")
    heads = {key: visit.say(f"web.account.{key}") for key in keys}
    shown = {(n, "role"): visit.say(f"web.role.{row[1]}") for n, row in enumerate(rows)}
    table = Table("accounts", tuple(Column(key, key) for key in keys), rows)
    sheet = Sheet(table, heads=heads, shown=shown, empty=visit.say("web.account.none"))
    return Page(visit.say("web.account.title"), (sheet,), visit.say("web.account.lead"))


def own_address(text: str) -> str:
    """Return an address of this workbench, or its first page where it leads elsewhere."""
    is_own = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if is_own else "/"


def _let_in(visit: AnyVisit, secret: str, follows: str) -> Response:
    response = RedirectResponse(follows, 303, headers={"Cache-Control": "no-store"})
    secure = visit.desk.settings.is_secure
    response.set_cookie(cookie_name(visit.desk), secret, httponly=True, secure=secure, samesite="strict", path="/")
    return response


def _always(_desk: Desk) -> None:
    """Say that accounts change without an entry of the ledger."""


PAGES = (
    PageAt("/sign-in", "web.door.title", show, Role.NOBODY, query=Next, has_twins=False, state=_always),
    PageAt("/accounts", "web.account.title", show_accounts, Role.ADMIN, state=_always),
)
ACTIONS = (
    Action("GET", "/enter", enter, Role.NOBODY, query=Ticket),
    Action("POST", "/sign-in", sign_in, Role.NOBODY, body=Entering, is_open=True),
    Action("POST", "/sign-out", leave, Role.VIEWER, body=Body),
)
