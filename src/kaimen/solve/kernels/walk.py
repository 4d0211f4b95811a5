"""Walking through all choices that no price list and no row rules out."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.compiled import compiled

DEPTH, NODES = range(2)
"""Places in `count`."""

ENDED, FOUND, PAUSED = range(3)


@compiled
def walk(first: Any, loss: Any, least: Any, slack: Any, at: Any, count: Any, most: int) -> int:
    """Go on depth first from where the arrays stand; return why it stopped.

    Args:
        first: G + 1, the first choice of each group.
        loss: (choices, C), what a choice takes of each slack, 0 or more; within a group ascending in the first.
        least: C, what has to be left of each slack.
        slack: (G + 1, C), what is left before each group; the first line is given.
        at: G, the next choice of each group.
        count: `DEPTH`, the group that comes next, and `NODES`, the choices made so far.
        most: how many more choices may be made.

    Returns:
        FOUND where each group has a choice (`at` less 1), PAUSED after so many choices, ENDED where no more are left.
    """
    groups, slacks = len(at), slack.shape[1]
    depth, nodes, last = count[DEPTH], count[NODES], count[NODES] + most
    why = ENDED
    while depth >= 0:
        choice = at[depth]
        if choice == first[depth + 1]:
            depth -= 1
            continue
        at[depth] = choice + 1
        holds = True
        for place in range(slacks):
            left = slack[depth, place] - loss[choice, place]
            if left < least[place]:
                holds = False
                if place == 0:
                    at[depth] = first[depth + 1]
                break
            slack[depth + 1, place] = left
        if not holds:
            continue
        nodes += 1
        if depth + 1 == groups:
            why = FOUND
            break
        depth += 1
        at[depth] = first[depth]
        if nodes >= last:
            why = PAUSED
            break
    count[DEPTH], count[NODES] = depth, nodes
    return why
