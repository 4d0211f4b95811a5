"""What a row uses, draws, carries and misses, kept exactly as options come and go."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.board import FREE
from kaimen.solve.compiled import compiled, inner
from kaimen.solve.kernels.places import (
    BROKEN,
    CAP,
    CARRY,
    CHAIN,
    DRAW,
    GROSS,
    HIGH,
    INTO,
    LOW,
    OUT,
    PER,
    PLACE,
    RATE,
    SHORT,
    TO,
    UP,
    USE,
)


@inner
def _settle(weights: Any, uses: Any, broken: Any, count: Any, weighed: Any, row: int, short: int) -> None:
    before = uses[row, SHORT]
    if before == short:
        return
    uses[row, SHORT] = short
    weighed[0] += weights[row] * float(short - before)
    if before == 0:
        uses[row, PLACE] = count[BROKEN]
        broken[count[BROKEN]] = row
        count[BROKEN] += 1
    elif short == 0:
        count[BROKEN] -= 1
        last, hole = broken[count[BROKEN]], uses[row, PLACE]
        broken[hole], uses[last, PLACE], uses[row, PLACE] = last, hole, -1
        if count[BROKEN] == 0:
            weighed[0] = 0.0


@inner
def row_changed(rows: Any, weights: Any, uses: Any, broken: Any, count: Any, weighed: Any, row: int) -> None:
    """Work out the draw and the break of a row, and of the pools above it."""
    while row >= 0:
        missing = uses[row, USE] + uses[row, OUT] - rows[row, HIGH]
        draw = min(max(missing, 0), rows[row, CAP])
        short = max(missing - rows[row, CAP], 0)
        if rows[row, LOW] > -FREE:
            short = max(short, rows[row, LOW] - uses[row, USE])
        _settle(weights, uses, broken, count, weighed, row, short)
        more = draw - uses[row, DRAW]
        uses[row, DRAW] = draw
        if more == 0:
            return
        row = rows[row, UP]
        uses[row, OUT] += more


@inner
def chain_changed(
    rows: Any, chains: Any, links: Any, weights: Any, uses: Any, broken: Any, count: Any, weighed: Any, chain: int
) -> None:
    """Work out a whole chain: draw the least that must be, carry the most that may be, from the bottom up."""
    begin, end = chains[chain], chains[chain + 1]
    for place in range(begin, end):
        uses[links[place], OUT] = 0
        uses[links[place], INTO] = 0
    for place in range(begin, end):
        row = links[place]
        own = rows[row, HIGH] + uses[row, INTO] - uses[row, OUT]
        missing = uses[row, USE] - own
        draw = min(max(missing, 0), rows[row, CAP])
        _settle(weights, uses, broken, count, weighed, row, max(missing - rows[row, CAP], 0))
        uses[row, DRAW] = draw
        if rows[row, UP] >= 0:
            uses[rows[row, UP], OUT] += draw
        if rows[row, TO] >= 0:
            carry = max(0, min(rows[row, CARRY], own - uses[row, GROSS]))
            up, down = rows[row, RATE], rows[row, PER]
            uses[rows[row, TO], INTO] += carry // down * up + carry % down * up // down


@compiled
def refresh(rows: Any, chains: Any, links: Any, weights: Any, uses: Any, broken: Any, count: Any, weighed: Any) -> None:
    """Work out every row from `use` (after the weights or the limits changed)."""
    count[BROKEN], weighed[0] = 0, 0.0
    uses[:, OUT:PLACE] = 0
    uses[:, PLACE] = -1
    for row in range(len(uses)):
        if rows[row, CHAIN] < 0:
            row_changed(rows, weights, uses, broken, count, weighed, row)
    for chain in range(len(chains) - 1):
        chain_changed(rows, chains, links, weights, uses, broken, count, weighed, chain)
