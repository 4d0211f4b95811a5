"""Answers that are kept: a page or a twin is made once for as long as what it was made from stands.

An answer is kept under all that a request says (address, reader, language, day); it is sent again only after it was
asked whether its `Basis` and the state of its files still stand, and its tag is of its bytes. So whoever is told that
nothing changed has the very bytes that would be made now.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import Request, Response

from kaimen.web.keeping import Basis, Least

if TYPE_CHECKING:
    from kaimen.web.guard import Session
    from kaimen.web.visit import Desk

_MOST_BYTES = 64 * 2**20
_LARGEST = 16 * 2**20
_MOST_FRONTS = 8192

Headers = list[tuple[bytes, bytes]]
Key = tuple[object, ...]


@dataclass(slots=True)
class Kept:
    """An answer, what it stands on, and the last entry of the ledger when it was last seen to stand."""

    body: bytes
    headers: Headers
    tag: str
    basis: Basis
    state: str
    head: int

    def for_reader(self, has: str) -> tuple[int, Headers, bytes]:
        """Return status, headers and body for a reader who has these tags (If-None-Match)."""
        if self.tag in {part.strip().removeprefix("W/") for part in has.split(",")}:
            return 304, [(n, v) for n, v in self.headers if n not in (b"content-type", b"content-length")], b""
        return 200, self.headers, self.body


@dataclass(frozen=True, slots=True)
class Front:
    """How a request that came before, to the letter, is answered again: for whom, from which answer, or by making it.

    `again` takes a request of the same letters whose session is known.
    """

    session: Session
    key: Key
    state: Callable[[Desk], str | None] | None
    again: Callable[[Desk, Request], Kept | Response]


class Answers:
    """The answers of one desk; safe to be asked from several threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._locks: Least[Key, threading.Lock] = Least(_MOST_FRONTS)
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._bytes = 0
        self._fronts: Least[tuple[object, ...], Front] = Least(_MOST_FRONTS)

    def answer(self, key: Key, state: Callable[[], str | None], make: Callable[[], Response]) -> Kept | Response:
        """Return what is kept under a key while it stands; else what is made, kept if it may be.

        Whoever asks meanwhile waits for it. `state` is None where an answer is never kept.
        """
        if state() is None:
            return make()
        with self._lock_of(key):
            stands = state() or ""  # before anything is read
            kept = self.get(key)
            if kept is not None and kept.state == stands and self.still(kept):
                return kept
            with self._desk.keeping.trace() as traced:
                response = make()
            if response.status_code != 200:
                return response
            body = bytes(response.body)
            digest = getattr(response, "digest", None) or hashlib.sha256(body).hexdigest()
            tag = f'"{digest[:32]}"'
            response.headers["ETag"] = tag
            response.headers["Cache-Control"] = "private, no-cache"
            kept = Kept(body, list(response.raw_headers), tag, traced.basis, stands, 0)
            self._put(key, kept)
            return kept

    def still(self, kept: Kept) -> bool:
        """Return whether a kept answer is what would be made now, as far as the ledger goes."""
        head = self._desk.keeping.head
        if kept.head == head:
            return True
        if not self._desk.keeping.stands(kept.basis):
            return False
        kept.head = head
        return True

    def get(self, key: Key) -> Kept | None:
        """Return what is kept under a key, whether it stands or not."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def front(self, raw: tuple[object, ...]) -> Front | None:
        """Return how a request was answered that said the same."""
        with self._lock:
            return self._fronts.get(raw)

    def set_front(self, raw: tuple[object, ...], front: Front) -> None:
        """Remember how a request was answered."""
        with self._lock:
            self._fronts.put(raw, front)

    def _lock_of(self, key: Key) -> threading.Lock:
        with self._lock:
            found = self._locks.get(key)
            if found is None:
                found = threading.Lock()
                self._locks.put(key, found)
            return found

    def _put(self, key: Key, kept: Kept) -> None:
        if len(kept.body) > _LARGEST:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += len(kept.body) - (len(before.body) if before else 0)
            self._kept[key] = kept
            while self._bytes > _MOST_BYTES:
                _, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest.body)
