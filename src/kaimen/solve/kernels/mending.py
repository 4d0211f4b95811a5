"""Mending broken rows by the changes that cost least margin."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.compiled import compiled, inner
from kaimen.solve.kernels.chance import below
from kaimen.solve.kernels.changes import assign
from kaimen.solve.kernels.places import (
    BROKEN,
    CAP,
    CHAIN,
    DRAW,
    FEED,
    FIRST,
    HIGH,
    INTO,
    MEMBER,
    MUST,
    OF,
    OUT,
    PICK,
    STAMP,
    TICK,
    USE,
)
from kaimen.solve.kernels.room import weigh

_MOST_MENDS = 60
_MOST_TRIES = 400


@inner
def _gain(margins: Any, option: int) -> float:
    return margins[option] if option >= 0 else 0.0


@inner
def _mend_step(
    options: Any,
    entries: Any,
    projects: Any,
    rows: Any,
    members: Any,
    feeds: Any,
    chains: Any,
    links: Any,
    margins: Any,
    weights: Any,
    most: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    row: int,
) -> bool:
    """Make the change of one project that mends most of a broken row for the least margin; False: there is none."""
    over = uses[row, USE] + uses[row, OUT] - uses[row, INTO] - rows[row, HIGH] > rows[row, CAP]
    way = 1 if over else -1
    limit = 1.5 * weighed[0]
    best, best_project, best_option = 1e300, -1, -1
    tick = count[TICK]
    last = rows[row + 1, FEED] if over else rows[row, FEED] + 1
    for feed in range(rows[row, FEED], last):
        source = feeds[feed]
        if source != row and rows[source, CHAIN] < 0 and uses[source, DRAW] == 0:
            continue
        tries = 0
        begin, size = rows[source, MEMBER], rows[source + 1, MEMBER] - rows[source, MEMBER]
        for step in range(2 * size):
            # Drops from the least margin up, then additions from the best margin down.
            entry = begin + step if step < size else begin + 2 * size - 1 - step
            option = members[entry, 0]
            project = options[option, OF]
            now = picks[project, PICK]
            helps = way * members[entry, 1] if now == option else -way * members[entry, 1]
            if helps <= 0 or (now == option) != (step < size) or picks[project, STAMP] == tick:
                continue
            first = projects[project, FIRST] - 1 if now == option else option
            for place in range(first, projects[project + 1, FIRST] if now == option else option + 1):
                choice = place if place >= projects[project, FIRST] else -1
                if choice == now or (choice < 0 and projects[project, MUST] == 1):
                    continue
                loss = _gain(margins, now) - _gain(margins, choice)
                if loss >= best or loss > most[0]:
                    continue
                tries += 1
                cost = loss + 1.5 * weigh(options, entries, rows, weights, uses, weighed, now, choice)
                if cost < best and cost - loss < limit:
                    best, best_project, best_option = cost, project, choice
            if tries >= _MOST_TRIES and best_project >= 0:
                break
    if best_project < 0:
        return False
    picks[best_project, STAMP] = tick
    assign(
        options,
        entries,
        rows,
        chains,
        links,
        weights,
        uses,
        picks,
        broken,
        log,
        count,
        weighed,
        best_project,
        best_option,
    )
    return True


@compiled
def mend(
    options: Any,
    entries: Any,
    projects: Any,
    rows: Any,
    members: Any,
    feeds: Any,
    chains: Any,
    links: Any,
    margins: Any,
    weights: Any,
    most: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    random: Any,
) -> bool:
    """Change projects not yet touched in this move until every row holds; False: it did not come to that."""
    for _ in range(_MOST_MENDS):
        open_rows = count[BROKEN]
        if open_rows == 0:
            return True
        if not _mend_step(
            options,
            entries,
            projects,
            rows,
            members,
            feeds,
            chains,
            links,
            margins,
            weights,
            most,
            uses,
            picks,
            broken,
            log,
            count,
            weighed,
            broken[below(random, open_rows)],
        ):
            return False
    return count[BROKEN] == 0
