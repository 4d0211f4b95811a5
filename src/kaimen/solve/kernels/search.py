"""Moves: kick, mend, fill, keep or undo."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

import numpy as np

from kaimen.solve.compiled import compiled, inner
from kaimen.solve.kernels.chance import chance
from kaimen.solve.kernels.changes import assign, undo
from kaimen.solve.kernels.filling import fill
from kaimen.solve.kernels.mending import mend
from kaimen.solve.kernels.places import BENEFIT, BEST, LOGGED, MUST, OF, PICK, STAMP, TAKEN, TICK


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
    dice = chance(random)
    for _ in range(1 if dice < 0.6 else 2 if dice < 0.9 else 3):
        for _ in range(20):
            away = int(-spread * np.log(1.0 - chance(random)))
            place = zero + away if chance(random) < 0.5 else zero - 1 - away
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
            undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, 0)
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
        if change < 0 and chance(random) >= np.exp(change / warmth):
            undo(options, entries, rows, chains, links, weights, uses, picks, broken, log, count, weighed, 0)
            continue
        kept += 1
        if count[BENEFIT] > count[BEST]:
            count[BEST] = count[BENEFIT]
            picks[:, TAKEN] = picks[:, PICK]
    return kept
