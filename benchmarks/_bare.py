"""The most that the harness of `load.py` can show: an application that works nothing out, answering the same mix.

Rows of the library are sent whole (2 MB) as after a change; other rows are as the reader has them; pages have 60 kB.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

SERVER = """
import sys
sys.path.insert(0, sys.argv[3])
import uvicorn
from _bare import bare
uvicorn.run(bare, host="127.0.0.1", port=int(sys.argv[2]), log_config=None, access_log=False)
"""

_PAGE = b'<input name="csrf" value="token">' + b"x" * 60_000
_LIST = b'{"tables": {"left_out": [{"project": "P-1"}], "jobs": []}}'
_LIBRARY = b"[" + b'"row", ' * 280_000 + b'""]'


async def bare(
    scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    """Answer one request."""
    if scope["type"] != "http":
        return
    path, has = scope["path"], dict(scope["headers"]).get(b"if-none-match", b"")
    status, body = 200, _LIBRARY if path == "/library.json" else _LIST if path.endswith(".json") else _PAGE
    if scope["method"] == "POST":
        await receive()
        status, body = 303, b""
    elif path != "/library.json" and has == b'"tag"':
        status, body = 304, b""
    headers = [(b"etag", b'"tag"'), (b"set-cookie", b"kaimen=x")]
    headers += [(b"content-length", str(len(body)).encode())] if status != 304 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
