"""The only module that knows numba: functions compiled to machine code, with their types kept.

A compiled function releases the interpreter's lock, so threads may run it on separate blocks, and
it is kept on disk between runs, until it or a function that it calls changes. Loops that add up
floating-point numbers run over fixed blocks and the blocks are added in their order: the number of
threads never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from types import CodeType, FunctionType, ModuleType
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
    files: Any = getattr(found, "_cache", None)
    if hasattr(getattr(files, "_cache_file", None), "_source_stamp"):
        # By itself numba looks at the file of the function alone, and keeps what calls a function that has changed.
        files._cache_file._source_stamp = content(function)
    if hasattr(files, "save_overload"):
        save = files.save_overload

        def save_if_possible(*what: Any) -> None:
            with suppress(OSError):  # a full disk
                save(*what)

        files.save_overload = save_if_possible
    return found


def content(function: Callable[..., Any]) -> str:
    """Return a hash of what a function does: its code, the constants it reads, and the functions that it calls."""
    return _content(getattr(function, "py_func", function))


@cache
def _content(function: FunctionType) -> str:
    parts = _parts(function.__code__)
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            parts.append(f"{name} {_told(function.__globals__[name])}")
    return sha256("\n".join(parts).encode()).hexdigest()


def _parts(code: CodeType) -> list[str]:
    own = [str(part) for part in code.co_consts if not isinstance(part, CodeType)]
    inside = [_parts(part) for part in code.co_consts if isinstance(part, CodeType)]
    return [code.co_code.hex(), *own, *code.co_names, *(line for part in inside for line in part)]


def _names(code: CodeType) -> set[str]:
    inside = (_names(part) for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*inside)


def _told(value: Any) -> str:
    if hasattr(value, "py_func"):
        return content(value)
    if isinstance(value, ModuleType):
        return value.__name__
    fields = getattr(value, "_fields", None)
    return f"{value.__name__} {fields}" if fields is not None else repr(value)
