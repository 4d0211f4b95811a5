"""What a change would break, before it is made."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.board import FREE
from kaimen.solve.compiled import inner
from kaimen.solve.kernels.places import CAP, CHAIN, DRAW, ENTRY, HIGH, INTO, LOW, OUT, SHORT, UP, USE


@inner
def _room(rows: Any, uses: Any, row: int, more: int) -> bool:
    """Return False where so much more in a row surely breaks it, or a pool above it."""
    if rows[row, CHAIN] >= 0:
        return True
    if more < 0:
        return rows[row, LOW] <= -FREE or uses[row, USE] + more >= rows[row, LOW]
    missing = uses[row, USE] + uses[row, OUT] + more - rows[row, HIGH]
    while missing > 0:
        if missing > rows[row, CAP]:
            return False
        more, row = missing - uses[row, DRAW], rows[row, UP]
        missing = uses[row, OUT] + uses[row, USE] + more - rows[row, HIGH]
    return True


@inner
def fits(options: Any, entries: Any, rows: Any, uses: Any, old: int, new: int) -> bool:
    """Return False where the option `new` instead of `old` (-1: none) surely breaks a row; a look before trying."""
    a = options[old, ENTRY] if old >= 0 else 0
    a_end = options[old + 1, ENTRY] if old >= 0 else 0
    for b in range(options[new, ENTRY], options[new + 1, ENTRY]):
        row, more = entries[b, 0], entries[b, 1]
        while a < a_end and entries[a, 0] < row:
            a += 1
        if a < a_end and entries[a, 0] == row:
            more -= entries[a, 1]
        if more != 0 and not _room(rows, uses, row, more):
            return False
    return True


@inner
def _break_with(rows: Any, weights: Any, uses: Any, row: int, more: int) -> float:
    """Return by how much the weighed breaks grow if the use of a row does; a chain is taken as if it did not move."""
    change = 0.0
    while True:
        drawn = uses[row, DRAW]
        missing = uses[row, USE] + uses[row, OUT] - uses[row, INTO] - rows[row, HIGH] + more
        short = max(missing - rows[row, CAP], 0)
        if rows[row, LOW] > -FREE:
            short = max(short, rows[row, LOW] - uses[row, USE] - more)
        change += weights[row] * float(short - uses[row, SHORT])
        more = min(max(missing, 0), rows[row, CAP]) - drawn
        row = rows[row, UP]
        if more == 0 or row < 0:
            return change


@inner
def weigh(options: Any, entries: Any, rows: Any, weights: Any, uses: Any, weighed: Any, old: int, new: int) -> float:
    """Return what would still be broken, weighed, with the option `new` instead of `old` (either may be -1)."""
    weighed = weighed[0]
    a = options[old, ENTRY] if old >= 0 else 0
    a_end = options[old + 1, ENTRY] if old >= 0 else 0
    b = options[new, ENTRY] if new >= 0 else 0
    b_end = options[new + 1, ENTRY] if new >= 0 else 0
    while a < a_end or b < b_end:
        row_a = entries[a, 0] if a < a_end else FREE
        row_b = entries[b, 0] if b < b_end else FREE
        more = 0
        if row_a <= row_b:
            more -= entries[a, 1]
            a += 1
        if row_b <= row_a:
            more += entries[b, 1]
            b += 1
        if more != 0:
            weighed += _break_with(rows, weights, uses, min(row_a, row_b), more)
    return max(weighed, 0.0)
