"""The short way to a kept answer: a request that was answered before, to the letter, needs no route.

Nothing is decided here that the long way does not decide: the reader's session is looked up anew and must be the very
one that was let in, the day and the files must be the same, and the answer must still stand. Else the request goes on.
"""

from __future__ import annotations

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from kaimen.web import guard
from kaimen.web.kept import Answers, Kept
from kaimen.web.visit import Desk


class Quick:
    """An application around another."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        kept = None
        if scope["type"] == "http" and scope["method"] == "GET":
            desk: Desk = scope["app"].state.desk
            raw = spelling(scope, desk)
            if raw is not None and desk.part(Answers).front(raw) is not None:
                # Where accounts or the ledger are a server away, the others do not wait for it.
                is_near = desk.settings.is_local and desk.is_near
                kept = _kept(desk, scope, raw) if is_near else await run_in_threadpool(_kept, desk, scope, raw)
                if kept is not None and not await _stands(desk, kept, is_near=is_near):
                    kept = None
        if kept is None:
            await self._app(scope, receive, send)
            return
        has = next((value for name, value in scope["headers"] if name == b"if-none-match"), b"")
        status, headers, body = kept.for_reader(has.decode("latin-1"))
        await send({"type": "http.response.start", "status": status, "headers": list(headers)})
        await send({"type": "http.response.body", "body": body})


async def _stands(desk: Desk, kept: Kept, *, is_near: bool) -> bool:
    if is_near:
        head = desk.keeping.head
        if kept.head == head:
            return True
        if not desk.keeping.heads_stand(kept.basis):
            return False
        if not kept.basis.values:
            kept.head = head
            return True
    # A value may have to be worked out.
    return await run_in_threadpool(desk.part(Answers).still, kept)


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


def _kept(desk: Desk, scope: Scope, raw: tuple[object, ...]) -> Kept | None:
    """Return the kept answer if the reader and the files are as they were; the ledger is looked at by the caller."""
    answers = desk.part(Answers)
    front = answers.front(raw)
    kept = answers.get(front.key) if front is not None else None
    if front is None or kept is None:
        return None
    session = desk.part(guard.Gate).session(Request(scope))
    if session != front.session or (front.state(desk) if front.state is not None else "") != kept.state:
        return None
    scope.setdefault("state", {})["session"] = session
    return kept
