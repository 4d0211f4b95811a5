"""Which kinds of things were read: whoever keeps what it worked out learns here what that stands on.

Every reading method of the store notes the kind it reads. Nothing has to be declared, so nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERY = ""
"""Stands for all kinds: the ledger itself was read."""

_NOTED: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def note(kind: str) -> None:
    """Note that things of a kind were read, for whoever collects in this thread or task."""
    noted = _NOTED.get()
    if noted is not None:
        noted.add(kind)


def read_so_far() -> frozenset[str]:
    """Return the kinds that were read since whoever collects began."""
    return frozenset(_NOTED.get() or ())


@contextmanager
def noting() -> Iterator[set[str]]:
    """Collect the kinds that are read within; whoever collects outside is told nothing (see `note`)."""
    noted: set[str] = set()
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)
