"""Places for the boxes of a graph without circles, in columns from left to right and lanes from top to bottom.

Layers by longest paths, order within a column by barycentres, as in Sugiyama, Tagawa and Toda 1981, "Methods for visual
understanding of hierarchical system structures", doi:10.1109/TSMC.1981.4308636. A box that needs none stands before the
first that needs it. One lane is the main one; boxes of the other lanes stand in the column of the first main box that
needs them. Boxes without any edge fill the emptiest columns of their lane, below the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 6
_BESIDE = 4
"""Columns for boxes without edges where the others take fewer."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box to be placed: the lane it belongs to, and the boxes that it needs."""

    id: str
    lane: int
    upstream: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The column and the row of each box within its lane, the rows of each lane, and the ways of long main edges.

    `ways` has for each edge between main boxes the rows at which it passes the columns between them.
    """

    places: Mapping[str, tuple[int, int]]
    columns: int
    rows: tuple[int, ...]
    ways: Mapping[tuple[str, str], tuple[int, ...]]


def layered(nodes: Sequence[Node], lanes: int, main: int) -> Layout:
    """Return the places of nodes, each of which comes after those it needs."""
    known = {node.id: node for node in nodes}
    needs = {node.id: [name for name in node.upstream if name in known] for node in nodes}
    column: dict[str, int] = {}
    for node in nodes:
        if node.lane == main:
            above = [column[name] for name in needs[node.id] if known[name].lane == main]
            column[node.id] = max(above, default=-1) + 1
    serves: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        for name in needs[node.id]:
            serves[name].append(node.id)
    lone = {node.id for node in nodes if not needs[node.id] and not serves[node.id]}
    for node in reversed(nodes):
        served = [column[name] for name in serves[node.id] if node.lane != main or known[name].lane == main]
        if node.lane != main:
            column[node.id] = min(served, default=0)
        elif column[node.id] == 0 and served:
            column[node.id] = min(served) - 1
    tied = [node.id for node in nodes if node.lane == main and node.id not in lone]
    rows, ways = _main_rows(tied, needs, column, known, main)
    heights = [0] * lanes
    heights[main] = max(rows.values(), default=-1) + 1
    filled: dict[tuple[int, int], int] = defaultdict(int)
    for node in nodes:
        if node.lane != main and node.id not in lone:
            rows[node.id] = filled[node.lane, column[node.id]]
            filled[node.lane, column[node.id]] += 1
            heights[node.lane] = max(heights[node.lane], rows[node.id] + 1)
    passes = [row + 1 for way in ways.values() for row in way]
    heights[main] = max([heights[main], *passes])
    filled |= {(main, at): heights[main] for at in range(max(column.values(), default=0) + 1)}
    _fill([node for node in nodes if node.id in lone], column, rows, filled, heights)
    places = {name: (column[name], rows[name]) for name in known}
    return Layout(places, max(column.values(), default=-1) + 1, tuple(heights), ways)


def _fill(
    lone: Sequence[Node],
    column: dict[str, int],
    rows: dict[str, int],
    filled: dict[tuple[int, int], int],
    heights: list[int],
) -> None:
    """Give boxes without edges places in the emptiest columns of their lane, from the left."""
    tied = [at for name, at in column.items() if name in rows]
    columns = max(max(tied, default=-1) + 1, min(len(lone), _BESIDE))
    for node in lone:
        column[node.id] = min(range(columns), key=lambda at: (filled[node.lane, at], at))
        rows[node.id] = filled[node.lane, column[node.id]]
        filled[node.lane, column[node.id]] += 1
        heights[node.lane] = max(heights[node.lane], rows[node.id] + 1)


def _main_rows(
    names: Sequence[str],
    needs: Mapping[str, list[str]],
    column: Mapping[str, int],
    known: Mapping[str, Node],
    main: int,
) -> tuple[dict[str, int], dict[tuple[str, str], tuple[int, ...]]]:
    """Return the rows of the main boxes and the ways of their long edges, which hold places of their own."""
    layers: list[list[str]] = [[] for _ in range(max((column[name] for name in names), default=-1) + 1)]
    for name in names:
        layers[column[name]].append(name)
    ties: list[tuple[str, str]] = []
    dummies: dict[tuple[str, str], list[str]] = {}
    for name in names:
        for above in needs[name]:
            if known[above].lane == main:
                inner = [f"\0{above}\0{name}\0{at}" for at in range(column[above] + 1, column[name])]
                for at, dummy in enumerate(inner, column[above] + 1):
                    layers[at].append(dummy)
                path = [above, *inner, name]
                ties += pairwise(path)
                dummies[above, name] = inner
    rows = _ordered(layers, ties)
    return (
        {name: rows[name] for name in names},
        {edge: tuple(rows[dummy] for dummy in inner) for edge, inner in dummies.items()},
    )


def _ordered(layers: list[list[str]], ties: Sequence[tuple[str, str]]) -> dict[str, int]:
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in ties:
        before[other].append(one)
        after[one].append(other)
    best, crossings = [list(layer) for layer in layers], _crossings(layers, after)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        near = before if down else after
        for layer in layers if down else reversed(layers):
            at = {name: place for other in layers for place, name in enumerate(other)}
            here = {name: place for place, name in enumerate(layer)}
            layer.sort(key=lambda name: (_mean([at[o] for o in near[name]], here[name]), here[name]))
        found = _crossings(layers, after)
        if found < crossings:
            best, crossings = [list(layer) for layer in layers], found
    return _spread(best, before)


def _mean(places: Sequence[int], otherwise: int) -> float:
    return sum(places) / len(places) if places else otherwise


def _crossings(layers: Sequence[Sequence[str]], after: Mapping[str, list[str]]) -> int:
    total = 0
    for one, other in pairwise(layers):
        at = {name: place for place, name in enumerate(other)}
        ends = [
            at[name] for start in one for name in sorted(after[start], key=lambda name: at.get(name, 0)) if name in at
        ]
        total += sum(a > b for place, a in enumerate(ends) for b in ends[place + 1 :])
    return total


def _spread(layers: Sequence[Sequence[str]], before: Mapping[str, list[str]]) -> dict[str, int]:
    """Return rows that keep the order of each column and stay near those of the boxes before."""
    rows: dict[str, int] = {}
    most = max(map(len, layers), default=0)
    for layer in layers:
        free = 0
        for place, name in enumerate(layer):
            above = [rows[other] for other in before[name] if other in rows]
            wish = round(sum(above) / len(above)) if above else place
            left = len(layer) - place
            rows[name] = free = max(free, min(wish, max(most - left, free)))
            free += 1
    return rows
