"""Ctrl-C: the first is a wish to stop, the second ends the program."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Flag:
    """Whether somebody asked to stop."""

    up = False

    def __call__(self) -> bool:
        """Return whether it is up."""
        return self.up


@contextmanager
def interrupted() -> Iterator[Flag]:
    """Turn the first Ctrl-C into a wish to stop; a second one ends the program."""
    flag = Flag()

    def asked(*_: object) -> None:
        flag.up = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield flag
    finally:
        signal.signal(signal.SIGINT, before)
