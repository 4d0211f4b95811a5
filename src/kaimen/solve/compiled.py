"""The only module that knows numba: functions compiled to machine code, with their types kept.

A compiled function releases the interpreter's lock, so threads may run it on separate blocks, and
it is kept on disk between runs. Loops that add up floating-point numbers run over fixed blocks
and the blocks are added in their order: the number of threads never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Return the function compiled by numba (no Python objects inside; division by zero gives infinity or NaN)."""
    return cast(Function, _kept(function))


def inner(function: Function) -> Function:
    """Return the function compiled for calls from compiled functions only, which takes less time to compile."""
    return cast(Function, _kept(function, no_cpython_wrapper=True, no_cfunc_wrapper=True))


def _kept(function: Callable[..., Any], **more: bool) -> Any:
    """Return the function compiled and kept on disk; where nothing can be written, it is compiled for this run only."""
    options: Any = {"nogil": True, "error_model": "numpy", **more}
    try:
        found: Any = numba.njit(cache=True, **options)(function)
    except RuntimeError:  # there is no folder that numba may write to
        return numba.njit(**options)(function)
    template, plain = found.get_call_template, cast(Any, numba.types).unliteral
    # A call with a number written out would be compiled once more for that number.
    found.get_call_template = lambda args, kws: template(tuple(map(plain, args)), kws)
    cache: Any = getattr(found, "_cache", None)
    if hasattr(cache, "save_overload"):
        save = cache.save_overload

        def save_if_possible(*what: Any) -> None:
            with suppress(OSError):  # a full disk
                save(*what)

        cache.save_overload = save_if_possible
    return found
