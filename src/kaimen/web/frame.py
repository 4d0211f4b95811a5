"""What stands around every request: limits, headers that browsers keep to, a line of log, and an end to all faults."""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Iterable
from itertools import count

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kaimen.web.render import with_nonce
from kaimen.web.settings import Settings

LOG = logging.getLogger("kaimen.web")

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_BARE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>kaimen</title>'
    "<main><h1>{code}</h1><p>{what}</p><p><a href='/'>kaimen</a></p></main></html>"
)
"""A page without the application, for a browser."""
_TOO_LARGE = (
    "Nothing of it was kept. Go back and send a smaller file, or several. <span lang='zh'>上传的内容超过 {:,} 字节，"
    "没有保存；请返回，改传较小的文件，或分几次上传。</span>"
)


_STARTED = secrets.token_hex(4)
_NUMBERS = count()
"""Requests are numbered in their log, each server with a word of its own before the number."""


class TooLarge(Exception):  # noqa: N818 - not a fault
    """A request is larger than is read."""


class Frame:
    """An application around another."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = _Call(scope["app"].state.desk.settings, scope, receive, send)
        refusal = call.refusal()
        if refusal is not None:
            await call.refuse(*refusal)
        else:
            await call.run(self._app)
        call.log()


class _Call:
    def __init__(self, settings: Settings, scope: Scope, receive: Receive, send: Send) -> None:
        self._settings, self._scope, self._receive, self._send = settings, scope, receive, send
        self._began = time.perf_counter()
        self._nonce = ""
        self._id = f"{_STARTED}-{next(_NUMBERS):x}"
        self._read = 0
        self._status = 0
        self._is_page = False
        self._fault = ""

    def refusal(self) -> tuple[int, str] | None:
        """Return why a request is not looked at: another host's name, or a body that says it is too large."""
        headers = Headers(scope=self._scope)
        host = _host(headers.get("host", ""))
        if self._settings.hosts and host not in self._settings.hosts:
            return 421, "This server does not answer to that name."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._settings.most_bytes:
            return 413, f"The request is larger than {self._settings.most_bytes:,} bytes."
        return None

    async def run(self, app: ASGIApp) -> None:
        """Run the application; a fault of ours is logged under a number, and the reader is told that number."""
        try:
            await app(self._scope, self._limited, self._framed)
        except TooLarge:
            await self.refuse(413, f"The request is larger than {self._settings.most_bytes:,} bytes.")
        except Exception as error:
            self._fault = type(error).__name__
            LOG.exception("fault %s", self._id)
            if not self._status:
                await self.refuse(500, f"This is a fault of the server; its log has it under {self._id}.")

    async def refuse(self, status: int, what: str) -> None:
        """Answer with a problem, without the application."""
        code = {421: "E842", 413: "E846"}.get(status, "E849")
        body = {"type": "about:blank", "title": what, "status": status, "findings": [{"code": code, "what": what}]}
        kind, content = b"application/problem+json", json.dumps(body).encode()
        if "text/html" in Headers(scope=self._scope).get("accept", ""):
            told = what if status != 413 else f"{what} {_TOO_LARGE.format(self._settings.most_bytes)}"
            kind, content = b"text/html; charset=utf-8", _BARE.format(code=code, what=told).encode()
        headers = [(b"content-type", kind), (b"content-length", str(len(content)).encode())]
        await self._framed({"type": "http.response.start", "status": status, "headers": headers})
        await self._framed({"type": "http.response.body", "body": content})

    def log(self) -> None:
        """Write a line for this request: no query, no cookie, no body, since they may hold secrets."""
        if not LOG.isEnabledFor(logging.INFO):
            return
        session = self._scope.get("state", {}).get("session")
        line = {
            "id": self._id,
            "method": self._scope["method"],
            "path": self._scope["path"],
            "status": self._status,
            "ms": round((time.perf_counter() - self._began) * 1000, 1),
            "by": session.user.name if session is not None else "",
        }
        LOG.info("%s", json.dumps(line | ({"fault": self._fault} if self._fault else {}), ensure_ascii=False))

    async def _limited(self) -> Message:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._settings.most_bytes:
            raise TooLarge
        return message

    async def _framed(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            headers = message["headers"] = list(message.get("headers", ()))
            self._is_page = any(n == b"content-type" and v.startswith(b"text/html") for n, v in headers)
            headers += self._headers()
        elif message["type"] == "http.response.body" and self._is_page:
            message = {**message, "body": with_nonce(message.get("body", b""), self._nonce)}
        await self._send(message)

    def _headers(self) -> Iterable[tuple[bytes, bytes]]:
        for name, value in HEADERS.items():
            yield name.lower().encode(), value.encode()
        if self._status != 304:  # whoever has the page has the policy that goes with its nonce
            self._nonce = secrets.token_urlsafe(16)
            yield b"content-security-policy", POLICY.format(nonce=self._nonce).encode()
        yield b"x-request-id", self._id.encode()
        if self._settings.is_secure:
            yield b"strict-transport-security", b"max-age=31536000"


def _host(header: str) -> str:
    """Return the name in a Host header, without its port and brackets."""
    name = header.rpartition(":")[0] if header.rpartition(":")[2].isdecimal() else header
    return name.strip("[]").lower()
