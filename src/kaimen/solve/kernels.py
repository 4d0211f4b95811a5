"""Local search over chosen options: kernels that keep every row up to date, move by move.

State. `pick[p]` is the option chosen of project p, or -1. `use`, `draw`, `out` (drawn from a row) and
`into` (carried into it) follow each flip exactly; `short[m]` is by how much row m does not hold, and
the rows that do not hold are listed in `broken`, so that a state without any is a portfolio.

A move (Ruiz and Stuetzle 2007, doi:10.1016/j.ejor.2005.12.009, for the iterated greedy; Pirkul 1987,
doi:10.1002/1520-6750(198704)34:2, for the order by margins at prices):
1. kick: an option is forced in, or chosen projects are dropped, or one is shifted to another option;
2. mend: while a row is broken, the change of one other project that costs least margin and leaves
   least broken, the breaks weighed by prices;
3. fill: options in order of margin wherever they fit, also in place of a worse one of their project;
4. keep the result, or undo the move, by simulated annealing (Kirkpatrick and others 1983).

Everything is counted in moves and drawn from one seeded xorshift generator (Marsaglia 2003,
doi:10.18637/jss.v008.i14), so the same seed and number of moves give the same portfolio.
"""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int. All kernels stand in one file: what is kept on disk
# is renewed when its own file changes, not when a kernel that it calls does.

from __future__ import annotations

from typing import Any

import numpy as np

from kaimen.solve.board import FREE
from kaimen.solve.compiled import compiled, inner

# Places in `count`.
BROKEN, BENEFIT, LOGGED, TICK, BEST = range(5)
_MOST_MENDS = 60
_MOST_TRIES = 400

# Columns of the tables.
VALUE, OF, ENTRY = range(3)  # option
FIRST, MUST = range(2)  # project
LOW, HIGH, UP, CAP, CHAIN, TO, CARRY, RATE, PER, MEMBER, FEED = range(11)  # row
USE, GROSS, OUT, INTO, DRAW, SHORT, PLACE = range(7)  # row, changing
PICK, STAMP, TAKEN = range(3)  # project, changing

# Arrays are handed on one by one: a kernel that takes them out of a tuple counts references at every look.


@inner
def _below(random: Any, size: int) -> int:
    """Return a random count from 0 to count - 1."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return np.int64((x >> np.uint64(33)) % np.uint64(size))


@inner
def _chance(random: Any) -> float:
    """Return a random count in [0, 1)."""
    return _below(random, 1 << 30) / float(1 << 30)


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
def _row_changed(rows: Any, weights: Any, uses: Any, broken: Any, count: Any, weighed: Any, row: int) -> None:
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
def _chain_changed(
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
            _row_changed(rows, weights, uses, broken, count, weighed, row)
    for chain in range(len(chains) - 1):
        _chain_changed(rows, chains, links, weights, uses, broken, count, weighed, chain)


@inner
def _flip(
    options: Any,
    entries: Any,
    rows: Any,
    chains: Any,
    links: Any,
    weights: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    count: Any,
    weighed: Any,
    option: int,
    sign: int,
) -> None:
    """Add (sign 1) or drop (-1) an option."""
    for entry in range(options[option, ENTRY], options[option + 1, ENTRY]):
        row = entries[entry, 0]
        uses[row, USE] += sign * entries[entry, 1]
        if rows[row, CHAIN] < 0:
            _row_changed(rows, weights, uses, broken, count, weighed, row)
        else:
            uses[row, GROSS] += sign * max(entries[entry, 1], 0)
            _chain_changed(rows, chains, links, weights, uses, broken, count, weighed, rows[row, CHAIN])
    count[BENEFIT] += sign * options[option, VALUE]
    picks[options[option, OF], PICK] = option if sign > 0 else -1


@inner
def assign(
    options: Any,
    entries: Any,
    rows: Any,
    chains: Any,
    links: Any,
    weights: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    project: int,
    option: int,
) -> None:
    """Choose an option of a project, or none (-1), and note it in the log."""
    old = picks[project, PICK]
    if old == option:
        return
    if old >= 0:
        _flip(options, entries, rows, chains, links, weights, uses, picks, broken, count, weighed, old, -1)
        log[count[LOGGED]] = 2 * old
        count[LOGGED] += 1
    if option >= 0:
        _flip(options, entries, rows, chains, links, weights, uses, picks, broken, count, weighed, option, 1)
        log[count[LOGGED]] = 2 * option + 1
        count[LOGGED] += 1


@compiled
def choose(
    options: Any,
    entries: Any,
    rows: Any,
    chains: Any,
    links: Any,
    weights: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    wanted: Any,
) -> None:
    """Choose these options (one number per project, -1: none); nothing is logged."""
    for project in range(len(wanted)):
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
            project,
            wanted[project],
        )
        count[LOGGED] = 0


@inner
def _undo(
    options: Any,
    entries: Any,
    rows: Any,
    chains: Any,
    links: Any,
    weights: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    mark: int,
) -> None:
    """Take back what was logged since the mark."""
    while count[LOGGED] > mark:
        count[LOGGED] -= 1
        flip = log[count[LOGGED]]
        _flip(
            options,
            entries,
            rows,
            chains,
            links,
            weights,
            uses,
            picks,
            broken,
            count,
            weighed,
            flip // 2,
            1 - 2 * (flip % 2),
        )


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
def _fits(options: Any, entries: Any, rows: Any, uses: Any, old: int, new: int) -> bool:
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
def _weigh(options: Any, entries: Any, rows: Any, weights: Any, uses: Any, weighed: Any, old: int, new: int) -> float:
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
                cost = loss + 1.5 * _weigh(options, entries, rows, weights, uses, weighed, now, choice)
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
            broken[_below(random, open_rows)],
        ):
            return False
    return count[BROKEN] == 0


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
        if skip > 0.0 and _chance(random) < skip:
            continue
        if not _fits(options, entries, rows, uses, now, option):
            continue
        mark = count[LOGGED]
        assign(
            options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, project, option
        )
        if count[BROKEN]:
            _undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, mark)


@inner
def _kick(
    options: Any,
    entries: Any,
    projects: Any,
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
    zero: int,
    spread: float,
) -> None:
    """Turn one to three options over whose margins are near to being indifferent."""
    tick, length = count[TICK], len(queue)
    dice = _chance(random)
    for _ in range(1 if dice < 0.6 else 2 if dice < 0.9 else 3):
        for _ in range(20):
            away = int(-spread * np.log(1.0 - _chance(random)))
            place = zero + away if _chance(random) < 0.5 else zero - 1 - away
            if place < 0 or place >= length:
                continue
            option = queue[place]
            project = options[option, OF]
            if picks[project, STAMP] == tick:
                continue
            if picks[project, PICK] == option:
                if projects[project, MUST] == 1:
                    continue
                option = -1
            picks[project, STAMP] = tick
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
                project,
                option,
            )
            break


@compiled
def search(
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
    queue: Any,
    most: Any,
    uses: Any,
    picks: Any,
    broken: Any,
    log: Any,
    count: Any,
    weighed: Any,
    random: Any,
    moves: int,
    reach: tuple[int, int, float],
    heat: tuple[float, float],
) -> int:
    """Make so many moves, cooling from heat[0] to heat[1] (benefit); return how many were kept."""
    kept = 0
    for move in range(moves):
        count[TICK] += 1
        count[LOGGED] = 0
        before = count[BENEFIT]
        warmth = heat[0] * (heat[1] / heat[0]) ** (move / moves)
        _kick(
            options,
            entries,
            projects,
            rows,
            chains,
            links,
            weights,
            queue,
            uses,
            picks,
            broken,
            log,
            count,
            weighed,
            random,
            reach[1],
            reach[2],
        )
        if not mend(
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
            random,
        ):
            _undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, 0)
            continue
        fill(
            options,
            entries,
            rows,
            chains,
            links,
            weights,
            queue,
            uses,
            picks,
            broken,
            log,
            count,
            weighed,
            random,
            reach[0],
            0.15,
        )
        change = count[BENEFIT] - before
        if change < 0 and _chance(random) >= np.exp(change / warmth):
            _undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, 0)
            continue
        kept += 1
        if count[BENEFIT] > count[BEST]:
            count[BEST] = count[BENEFIT]
            picks[:, TAKEN] = picks[:, PICK]
    return kept
