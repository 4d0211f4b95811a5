"""The short way to an answer: a request that was answered before, to the letter, needs no route.

Nothing is decided here that the long way does not decide: the reader's session is looked up anew and must be the very
one that was let in, the day and the files must be the same, and the answer must still stand. Where it does not, it is
made again from what the route read in the same letters. Whatever is not found or refused goes the long way.
"""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from kaimen.web import guard
from kaimen.web.kept import Answers, Front, Kept
from kaimen.web.visit import Desk, Refused


class Quick:
    """An application around another."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        kept = await _answer(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        if kept is None:
            await self._app(scope, receive, send)
            return
        has = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
        status, headers, body = kept.for_reader(has.decode("latin-1"))
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})


async def _answer(scope: Scope) -> Kept | None:
    desk: Desk = scope["app"].state.desk
    raw = spelling(scope, desk)
    front = desk.part(Answers).front(raw) if raw is not None else None
    if front is None:
        return None
    request = Request(scope)
    # Where accounts or the ledger are a server away, the others do not wait for it.
    if not desk.is_near or not desk.part(guard.Gate).knows(request):
        return await run_in_threadpool(_again, desk, request, front)
    if not _is_let_in(desk, request, front):
        return None
    return _standing(desk, front) or await run_in_threadpool(_made, desk, request, front)


def _is_let_in(desk: Desk, request: Request, front: Front) -> bool:
    session = desk.part(guard.Gate).session(request)
    if session != front.session:
        return False
    request.state.session = session
    return True


def _again(desk: Desk, request: Request, front: Front) -> Kept | None:
    return _made(desk, request, front) if _is_let_in(desk, request, front) else None


def _made(desk: Desk, request: Request, front: Front) -> Kept | None:
    try:
        made = front.again(desk, request)
    except Refused:
        return None
    return made if isinstance(made, Kept) else None


def _standing(desk: Desk, front: Front) -> Kept | None:
    """Return the kept answer where a glance shows that it stands; nothing is worked out."""
    kept = desk.part(Answers).get(front.key)
    if kept is None or (front.state(desk) if front.state is not None else "") != kept.state:
        return None
    head = desk.keeping.head
    if kept.head == head:
        return kept
    if kept.basis.values or not desk.keeping.heads_stand(kept.basis):
        return None
    kept.head = head
    return kept


def spelling(scope: Scope, desk: Desk) -> tuple[object, ...] | None:
    """Return all that a request says and an answer may depend on; None where it must go the long way."""
    query = scope["query_string"]
    if b"lang=" in query or b"theme=" in query:  # these set cookies
        return None
    said: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in (b"cookie", b"accept-language", b"authorization"):
            said[name] = said[name] + b"\n" + value if name in said else value
    path = scope.get("raw_path") or scope["path"].encode()
    return (path, query, desk.today, said.get(b"cookie"), said.get(b"accept-language"), said.get(b"authorization"))
