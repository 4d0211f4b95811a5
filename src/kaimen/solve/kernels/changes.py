"""Choosing and dropping options, and taking it back."""

# mypy: disable-error-code="no-any-return,return-value"
# What numba compiles has numpy integers where the types say int.

from __future__ import annotations

from typing import Any

from kaimen.solve.compiled import compiled, inner
from kaimen.solve.kernels.places import BENEFIT, CHAIN, ENTRY, GROSS, LOGGED, OF, PICK, USE, VALUE
from kaimen.solve.kernels.rows import chain_changed, row_changed


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
            row_changed(rows, weights, uses, broken, count, weighed, row)
        else:
            uses[row, GROSS] += sign * max(entries[entry, 1], 0)
            chain_changed(rows, chains, links, weights, uses, broken, count, weighed, rows[row, CHAIN])
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
def undo(
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
