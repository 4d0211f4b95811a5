"""A sum drawn: the first figure as a bar from 0, then what is taken or added, each beginning where the last ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaimen.report.charts.marks import Chart, Mark, label, line, rect
from kaimen.report.charts.scale import Scale, ticks

_STEP, _NAMES, _AMOUNTS, _VALUES = 28.0, 190.0, 190.0, 84.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sum: its name, how it comes about (`58 k tce x 3.1`), its value, and the words for the value."""

    name: str
    amount: str
    value: float
    worded: str


def sum_bars(
    parts: Sequence[Part], total: Part, sentence: str, worded: Callable[[float], str], width: float = 720
) -> Chart:
    """Return the parts below each other, joined by dotted lines, and their sum below a line; below 0 it stands out."""
    left, right = _NAMES + _AMOUNTS, width - _VALUES
    sums = [0.0]
    for part in parts:
        sums.append(sums[-1] + part.value)
    low, high = min(sums), max(*sums, 1e-9)
    levels = ticks(low, high, 5)
    scale = Scale(min(levels[0], low), max(levels[-1], high), left, right)
    bottom = _STEP * (len(parts) + 1) + 6
    marks: list[Mark] = []
    for value in levels:
        x = scale.at(value)
        marks.append(line(x, 0, x, bottom, "edge" if value == 0 else "line"))
        marks.append(label(x, bottom + 15, worded(value), "ink-3", anchor="middle", size=11))
    for at, part in enumerate(parts):
        tone = "accent" if at == 0 else "accent-mid"
        marks += _row(part, at * _STEP, (scale.at(sums[at]), scale.at(sums[at + 1])), tone, right, strong=at == 0)
        end = scale.at(sums[at + 1])
        marks.append(line(end, at * _STEP + 22, end, (at + 1) * _STEP + 6, "edge", dashed=True))
    base = _STEP * len(parts)
    marks.append(line(0, base + 1, width, base + 1, "edge"))
    tone = "attn" if total.value < 0 else "accent"
    marks += _row(total, base + 2, (scale.at(0.0), scale.at(total.value)), tone, right, strong=True)
    return Chart(width, bottom + 22, tuple(marks), sentence)


def _row(part: Part, y: float, ends: tuple[float, float], tone: str, right: float, *, strong: bool) -> list[Mark]:
    low, high = sorted(ends)
    ink = "attn" if tone == "attn" else "ink" if strong else "ink-2"
    return [
        label(0, y + 19, part.name, "ink", bold=strong),
        label(_NAMES + _AMOUNTS - 12, y + 19, part.amount, "ink-3", anchor="end", size=11),
        rect(low, y + 6, max(high - low, 1.5), 16, tone),
        label(right + _VALUES, y + 19, part.worded, ink, anchor="end", bold=strong),
    ]
