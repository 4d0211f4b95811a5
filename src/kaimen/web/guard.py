"""Who may do what: sessions, roles, and that a change comes from a page of ours."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from starlette.concurrency import run_in_threadpool

from kaimen.errors import Finding, Place
from kaimen.report.language import LANGUAGES, Speaker
from kaimen.web.visit import AnyVisit, Body, Desk, Query, Refused, Visit
from kaimen.workspace.record.accounts import Accounts, Role, User, hashed

SAFE = ("GET", "HEAD", "OPTIONS")
_LONGEST_SECRET = 200
_THEMES = ("light", "dark", "auto")


@dataclass(frozen=True, slots=True)
class Session:
    """Who is at the other end, and the token that forms of this session carry."""

    user: User
    csrf: str
    is_cookie: bool = True


NOBODY = Session(User("", Role.NOBODY), "")


class Gate:
    """Knows sessions and tokens by the hash of their secret; the secret is with the reader alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ticket = desk.settings.ticket
        self._local: dict[str, Session] = {}
        self._lock = threading.Lock()
        self.accounts = Accounts(desk.office.store, desk.now)

    def session(self, request: Request) -> Session:
        """Return the session of a request; `NOBODY` where there is none."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if token and kind.lower() == "bearer":
            opened = self.accounts.opened(token.strip(), "token")
            return Session(opened.user, "", is_cookie=False) if opened else NOBODY
        secret = request.cookies.get(cookie_name(self._desk), "")
        if not secret or len(secret) > _LONGEST_SECRET:
            return NOBODY
        if self._desk.settings.is_local:
            return self._local.get(hashed(secret), NOBODY)
        opened = self.accounts.opened(secret, "session")
        return Session(opened.user, opened.csrf) if opened else NOBODY

    def knows(self, request: Request) -> bool:
        """Return whether the session is looked up in memory; else it is in the database, and takes a while."""
        return self._desk.settings.is_local and "authorization" not in request.headers

    def take_ticket(self, ticket: str) -> str | None:
        """Return the secret of a new session for the ticket this server was started with; it is taken once."""
        with self._lock:
            if not self._ticket or not hmac.compare_digest(ticket.encode(), self._ticket.encode()):
                return None
            self._ticket = ""
        secret = secrets.token_urlsafe(32)
        self._local[hashed(secret)] = Session(User("planner", Role.ADMIN), secrets.token_urlsafe(24))
        return secret

    def end(self, request: Request) -> None:
        """End the session of a request."""
        secret = request.cookies.get(cookie_name(self._desk))
        if secret:
            self._local.pop(hashed(secret), None)
            self.accounts.end(secret)


def cookie_name(desk: Desk) -> str:
    """Return the name of the session's cookie; over TLS one that no other host or path may set."""
    return "__Host-kaimen" if desk.settings.is_secure else "kaimen"


def dependencies(least: Role) -> Sequence[Dependency]:
    """Return what runs before a route: it refuses whoever has not the least role."""

    async def known(request: Request) -> None:
        desk: Desk = request.app.state.desk
        gate = desk.part(Gate)
        session = gate.session(request) if gate.knows(request) else await run_in_threadpool(gate.session, request)
        request.state.session = session
        check_role(session, least)

    return [Depends(known)]


def check_role(session: Session, least: Role) -> None:
    """Refuse whoever has not the least role: 401 where nobody is signed in, 403 where the role is too small."""
    if session.user.role >= least:
        return
    if session.user.role is Role.NOBODY:
        fix = "Sign in, or open the address that the server printed when it started."
        raise Refused(401, Finding("E842", "Nobody is signed in.", fix=fix))
    what = f"This needs the role {least.name.lower()}; the account has the role {session.user.role.name.lower()}."
    raise Refused(403, Finding("E842", what, fix="Ask an administrator of the workspace."))


def admitted(
    desk: Desk, request: Request, query: Query, body: Body | None, path: dict[str, str], *, is_open: bool = False
) -> AnyVisit:
    """Return the visit of a request whose role was looked at; a change that is not from a page of ours is refused.

    `is_open`: it may come from whoever has no session yet, and so carries no token of one.
    """
    session: Session = request.state.session
    if request.method not in SAFE:
        check_origin(request)
        if not is_open:
            check_token(request, session, body)
    return reader(desk, request, query, body, path)


def reader(
    desk: Desk, request: Request, query: Query, body: Body | None = None, path: Mapping[str, str] | None = None
) -> AnyVisit:
    """Return a visit in the reader's language, light or dark; whether they may is not looked at here."""
    session: Session = request.state.session
    language = query.lang or request.cookies.get("lang", "")
    language = language if language in LANGUAGES else preferred(request, desk.settings.language)
    theme = query.theme or request.cookies.get("theme", "")
    return Visit(
        desk,
        request,
        session.user,
        Speaker(language, desk.names(language)),
        query,
        body,
        path or {},
        session.csrf,
        theme if theme in _THEMES else "auto",
    )


def check_origin(request: Request) -> None:
    """Refuse a change that another site's page sends."""
    site = request.headers.get("sec-fetch-site", "none")
    origin = request.headers.get("origin")
    is_own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if site not in ("same-origin", "none") or not is_own:
        raise Refused(403, _forged("it comes from a page of another site"))


def check_token(request: Request, session: Session, body: Body | None) -> None:
    """Refuse a change without the session's token; a program that signs in by its own token needs none."""
    if not session.is_cookie:
        return
    sent = request.headers.get("x-csrf-token") or (body.csrf if body else "")
    if not session.csrf or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise Refused(403, _forged("it does not carry the token of this session"))


def preferred(request: Request, otherwise: str) -> str:
    """Return the first of the languages that a browser asks for and that there is."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.partition(";")[0].strip().partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return otherwise


def _forged(why: str) -> Finding:
    what = f"The change was not made: {why}."
    return Finding("E842", what, Place(), fix="Open the page again, and send the form from there.")
