"""Marks: the rectangles, lines, paths and labels that a chart is made of.

Lengths are in CSS pixels, the origin is the upper left corner. `tone` is a token of the style
sheet: accent, accent-mid, tile-1 to tile-4, mute, attn, attn-weak, line, edge, ink, ink-2, ink-3,
on-accent (text upon accent), surface.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TONES = frozenset(
    {
        *("accent", "accent-mid", "mute", "attn", "attn-weak", "line", "edge", "surface", "sunk"),
        *("ink", "ink-2", "ink-3", "on-accent", "tile-1", "tile-2", "tile-3", "tile-4"),
    }
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. `kind` is rect, line, path or text; `numbers` its geometry (see the functions that make marks)."""

    kind: str
    tone: str
    numbers: tuple[float, ...]
    text: str = ""
    anchor: str = "start"
    size: int = 12
    bold: bool = False
    stroke: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Marks on an area of `width` by `height`, with the sentence that says what is to be seen."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    sentence: str


def rect(x: float, y: float, width: float, height: float, tone: str) -> Mark:
    """Return a filled rectangle; a negative width or height is turned round."""
    x, width = (x + width, -width) if width < 0 else (x, width)
    y, height = (y + height, -height) if height < 0 else (y, height)
    return Mark("rect", tone, (x, y, width, height))


def line(x1: float, y1: float, x2: float, y2: float, tone: str, *, stroke: float = 1.0, dashed: bool = False) -> Mark:
    """Return a straight line."""
    return Mark("line", tone, (x1, y1, x2, y2), stroke=stroke, dashed=dashed)


def path(points: Sequence[tuple[float, float]], tone: str, *, stroke: float = 2.0, dashed: bool = False) -> Mark:
    """Return a line through points."""
    return Mark("path", tone, tuple(part for point in points for part in point), stroke=stroke, dashed=dashed)


def area(boxes: Iterable[tuple[float, float, float, float]], tone: str) -> Mark:
    """Return many rectangles (x, y, width, height >= 0) as one filled mark, which keeps long bar charts small."""
    return Mark("area", tone, tuple(part for box in boxes for part in box))


def shape(points: Sequence[tuple[float, float]], tone: str) -> Mark:
    """Return a filled outline through points, closed."""
    return Mark("shape", tone, tuple(part for point in points for part in point))


def label(
    x: float, y: float, text: str, tone: str = "ink-2", *, anchor: str = "start", size: int = 12, bold: bool = False
) -> Mark:
    """Return a text whose base line is at `y`; `anchor` is start, middle or end."""
    return Mark("text", tone, (x, y), text, anchor, size, bold)
