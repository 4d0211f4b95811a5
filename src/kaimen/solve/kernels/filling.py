"""Adding options in order of margin wherever they fit."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.compiled import compiled
from kaimen.solve.kernels.chance import chance
from kaimen.solve.kernels.changes import assign, undo
from kaimen.solve.kernels.places import BROKEN, LOGGED, OF, PICK, STAMP, TICK, VALUE
from kaimen.solve.kernels.room import fits


@compiled
def fill(
    options: Any,
    entries: Any,
    rows: Any,
    chains: Any,
    links: Any,
    weights: Any,
    queue: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    random: Any,
    length: int,
    skip: float,
) -> None:
    """Add options of the queue wherever they fit and gain; each is passed over with the chance `skip`."""
    tick = count[TICK]
    for place in range(length):
        option = queue[place]
        project = options[option, OF]
        now = picks[project, PICK]
        if now == option or picks[project, STAMP] == tick:
            continue
        if options[option, VALUE] <= (options[now, VALUE] if now >= 0 else 0):
            continue
        if skip > 0.0 and chance(random) < skip:
            continue
        if not fits(options, entries, rows, uses, now, option):
            continue
        mark = count[LOGGED]
        assign(
            options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, project, option
        )
        if count[BROKEN]:
            undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, mark)
