"""Bars: stacked columns by period, and bars that run across with their names to the left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaimen.report.charts.axes import level_lines, tick_labels
from kaimen.report.charts.marks import Chart, Mark, label, line, rect
from kaimen.report.charts.scale import Bands, Scale, nice_scale

TONES = ("accent", "accent-mid", "tile-2", "mute", "tile-1")
"""Tones of the layers of a stack, from the bottom up; no chart has more layers."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack: its name and its value in each column (>= 0)."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Columns by name, their layers from the bottom up, and the words for each column's total."""

    columns: tuple[str, ...]
    layers: tuple[Layer, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A bar that runs across: its name, its value (>= 0), the words for the value, whether it stands out."""

    name: str
    value: float
    worded: str
    strong: bool = True


def stacked_columns(stack: Stack, sentence: str, worded: Callable[[float], str], width: float = 330) -> Chart:
    """Return columns from 0 with their totals on top and the layers' names beside the last one.

    Raises:
        ValueError: there are more layers than tones.
    """
    if len(stack.layers) > len(TONES):
        raise ValueError(f"a stack has at most {len(TONES)} layers")
    left, right, top, bottom = 44.0, width - 118, 22.0, 190.0
    sums = [sum(layer.values[at] for layer in stack.layers) for at in range(len(stack.columns))]
    scale, levels = nice_scale(sums, bottom, top)
    bands = Bands(len(stack.columns), left, right, 0.24)
    marks = level_lines(scale, levels, left, right, worded)
    for at, total in enumerate(stack.totals):
        marks += _column(stack, at, bands, scale)
        marks.append(label(bands.middle(at), scale.at(sums[at]) - 5, total, "ink", anchor="middle", size=11, bold=True))
    marks += tick_labels(bands, stack.columns, bottom + 17)
    marks += _names(stack, scale, right, top, bottom)
    return Chart(width, bottom + 24, tuple(marks), sentence)


def _column(stack: Stack, at: int, bands: Bands, scale: Scale) -> list[Mark]:
    marks: list[Mark] = []
    base = 0.0
    for layer, tone in zip(stack.layers, TONES, strict=False):
        value = layer.values[at]
        if value > 0:
            low, high = scale.at(base), scale.at(base + value)
            gap = 1.0 if low - high > 3 else 0.0
            marks.append(rect(bands.at(at), high, bands.width, low - high - gap, tone))
            base += value
    return marks


def _names(stack: Stack, scale: Scale, right: float, top: float, bottom: float) -> list[Mark]:
    """Return the layers' names beside the last column, moved apart where they would touch, each with a swatch."""
    base, wanted = 0.0, []
    for layer in stack.layers:
        value = layer.values[-1] if layer.values else 0.0
        wanted.append(scale.at(base + value / 2) + 4)
        base += value
    marks: list[Mark] = []
    for (y, layer), tone in zip(zip(apart(wanted, 15, top, bottom), stack.layers, strict=True), TONES, strict=False):
        marks.append(rect(right + 8, y - 9, 9, 9, tone))
        marks.append(label(right + 21, y, layer.name, "ink-2", size=11))
    return marks


def apart(wanted: Sequence[float], step: float, top: float, bottom: float) -> list[float]:
    """Return places from the bottom up, each at or near the one wanted and at least `step` above the one before."""
    places: list[float] = []
    for y in wanted:
        places.append(min(y, places[-1] - step if places else bottom))
    if places and places[-1] < top:
        places[-1] = top
        for at in range(len(places) - 2, -1, -1):
            places[at] = max(places[at], places[at + 1] + step)
    return places


def bars_across(parts: Sequence[Part], sentence: str, width: float = 330, names: float = 110) -> Chart:
    """Return bars from 0, longest possible to the right, with names to the left and values at their ends."""
    row = 22.0
    scale = Scale(0.0, max([part.value for part in parts], default=0.0) or 1.0, names, width - 64)
    marks: list[Mark] = []
    for at, part in enumerate(parts):
        y = at * row
        marks.append(label(names - 8, y + 15, part.name, "ink-2", anchor="end", size=11))
        marks.append(rect(names, y + 5, scale.at(part.value) - names, 12, "accent" if part.strong else "mute"))
        marks.append(label(scale.at(part.value) + 6, y + 15, part.worded, "ink", size=11, bold=True))
    marks.append(line(names, 2, names, len(parts) * row, "edge"))
    return Chart(width, len(parts) * row + 4, tuple(marks), sentence)
