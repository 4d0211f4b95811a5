"""A schematic map of equal tiles: no borders, no areas, only who lies roughly where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaimen.report.charts.marks import Chart, Mark, label, rect


@dataclass(frozen=True, slots=True)
class Tile:
    """A region at a column and row, with its value (>= 0) and the words for it."""

    name: str
    column: int
    row: int
    value: float
    worded: str


_TONES = ("tile-1", "tile-2", "tile-3", "tile-4")
_INKS = ("ink", "ink", "ink", "on-accent")


def breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Return the three values at which the next darker tone begins: quarters of the greatest value."""
    most = max(values, default=0.0)
    return tuple(most * part / 4 for part in (1, 2, 3))


def toned(values: Sequence[float]) -> Callable[[float], str]:
    """Return which tone a value of these has."""
    steps = breaks(values)
    return lambda value: _TONES[sum(value > step for step in steps)]


def tile_map(tiles: Sequence[Tile], sentence: str, side: float = 68) -> Chart:
    """Return the tiles, darker where the value is greater."""
    steps = breaks([tile.value for tile in tiles])
    left = min((tile.column for tile in tiles), default=0)
    top = min((tile.row for tile in tiles), default=0)
    marks: list[Mark] = []
    for tile in sorted(tiles, key=lambda tile: (tile.row, tile.column, tile.name)):
        x, y = (tile.column - left) * side + 1, (tile.row - top) * side + 1
        tone = sum(tile.value > step for step in steps)
        marks.append(rect(x, y, side - 2, side - 2, _TONES[tone]))
        marks.append(label(x + 6, y + 17, _cut(tile.name, side), _INKS[tone], size=11))
        marks.append(label(x + side - 9, y + side - 11, tile.worded, _INKS[tone], anchor="end", size=17, bold=True))
    width = max((tile.column - left + 1 for tile in tiles), default=1) * side
    height = max((tile.row - top + 1 for tile in tiles), default=1) * side
    return Chart(width, height, tuple(marks), sentence)


def _cut(name: str, side: float) -> str:
    """Return a name that fits a tile; full names stand in the table beside."""
    wide = 11.0 if any(ord(character) > 0x2E7F for character in name) else 5.8
    most = int((side - 12) / wide)
    return name if len(name) <= most else name[: most - 1] + "…"
