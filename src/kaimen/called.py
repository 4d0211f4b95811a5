"""A room that can be called as its main function (decision 6), and that says so to `help` and `inspect.signature`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


def callable_room(name: str, main: Callable[..., Any]) -> None:
    """Make calling the module `name` the same as calling `main`, and put what `main` says at the head of its help."""
    room = sys.modules[name]
    room.__class__ = type("Room", (ModuleType,), {"__call__": staticmethod(main), "__wrapped__": staticmethod(main)})
    room.__doc__ = f"{room.__doc__}\n\nCalled, it is `{main.__module__}.{main.__name__}`:\n\n{main.__doc__ or ''}"
