"""An optional language model that is asked about a document, at any endpoint that speaks the chat-completions form."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import IO, Any, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.hints import INSTRUCTIONS, Hint, no_answer, parse_answer, parts

_LARGEST = 1_000_000


_FAULTS = (OSError, ValueError, HTTPException)
"""What asking may raise."""
_NO_FORM = (ValueError, LookupError, TypeError, RecursionError)
"""What an answer of another form may raise."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked: `url` up to and without `/chat/completions`; `key` is sent as a bearer token if given."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 60

    @property
    def is_web(self) -> bool:
        """Whether the address is one of http or https with a host, and without a name or password."""
        try:
            parts = urlsplit(self.url)
        except ValueError:
            return False
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc

    @property
    def bearer(self) -> str:
        """The key as it is sent, without blanks and line ends around it."""
        return self.key.strip()


def ask_model(document: Document, endpoint: Endpoint) -> tuple[list[Hint], list[Finding]]:
    """Return the passages of a document that the model points at, and what of its answers is not used (`W225`).

    After an answer that does not come, the rest of the document is not asked about.
    """
    hints: list[Hint] = []
    findings: list[Finding] = []
    for part in parts(document):
        answer, why = _in_time(endpoint, document.text[slice(*part)])
        if why:
            findings.append(no_answer(document, part, f"no answer came ({why})"))
            break
        found, told = parse_answer(document, part, answer)
        hints += found
        findings += told
    return hints, findings


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Does not follow to another address: the text goes where the planner said and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _in_time(endpoint: Endpoint, text: str) -> tuple[str, str]:
    """Return an answer, or why there is none; an end is made however slowly its head or its body drips in."""
    told: Queue[tuple[str, str]] = Queue()
    Thread(target=lambda: told.put(_answer_or_why(endpoint, text)), daemon=True).start()
    try:
        return told.get(timeout=endpoint.seconds + 1)
    except Empty:
        return "", "timed out"


def _answer_or_why(endpoint: Endpoint, text: str) -> tuple[str, str]:
    """Return an answer, or why there is none; the key is in neither, whatever the other side says."""
    key = endpoint.bearer
    if not (key.isascii() and key.isprintable()):
        return "", "the key has characters that cannot be sent"
    try:
        answer, why = _answer_in(_asked(endpoint, text))
    except HTTPError as error:
        error.close()
        answer, why = "", f"status {error.code}"
    except _FAULTS as error:
        answer, why = "", str(error) or type(error).__name__
    return (answer.replace(key, "***"), why.replace(key, "***")) if key else (answer, why)


def _opener(endpoint: Endpoint) -> urllib.request.OpenerDirector:
    """Return what opens the address: without a proxy of the environment where it is this machine's own."""
    host = urlsplit(endpoint.url).hostname or ""
    is_here = host in ("localhost", "::1") or host.startswith("127.")
    return urllib.request.build_opener(_NoRedirect, *([urllib.request.ProxyHandler({})] if is_here else []))


def _asked(endpoint: Endpoint, text: str) -> bytes:
    """Return what comes back when a text is sent."""
    asked = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": text}],
    }
    request = urllib.request.Request(  # noqa: S310 - is_web was asked before
        f"{endpoint.url.rstrip('/')}/chat/completions",
        json.dumps(asked).encode(),
        {
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {endpoint.bearer}"} if endpoint.bearer else {}),
        },
    )
    with _opener(endpoint).open(request, timeout=endpoint.seconds) as reply:
        return _read(reply, monotonic() + endpoint.seconds)


def _answer_in(content: bytes) -> tuple[str, str]:
    """Return the model's words in what came back, or why there are none."""
    try:
        answer = cast(Mapping[str, Any], json.loads(content))["choices"][0]["message"]["content"]
    except _NO_FORM:
        answer = None
    return (answer, "") if isinstance(answer, str) else ("", "what came is not of the chat-completions form")


def _read(reply: IO[bytes], until: float) -> bytes:
    """Return all of a reply; one that is too large or drips in too slowly is refused."""
    content = b""
    while chunk := reply.read1(65_536) if hasattr(reply, "read1") else reply.read(65_536):
        content += chunk
        if len(content) > _LARGEST:
            raise ValueError(f"more than {_LARGEST:,} bytes")
        if monotonic() > until:
            raise TimeoutError("timed out")
    return content
