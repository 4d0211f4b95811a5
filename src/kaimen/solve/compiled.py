"""The only module that knows numba: functions compiled to machine code, with their types kept.

A compiled function releases the interpreter's lock, so threads may run it on separate blocks, and
it is kept on disk between runs. Loops that add up floating-point numbers run over fixed blocks
and the blocks are added in their order: the number of threads never changes a result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Return the function compiled by numba (no Python objects inside; division by zero gives infinity or NaN)."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inner(function: Function) -> Function:
    """Return the function compiled for calls from compiled functions only, which takes less time to compile."""
    options: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function))
