"""Charts of sweeps and frontiers: selection frequencies with their intervals, a frontier, a tornado, a phasing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaimen.report.charts.axes import level_lines
from kaimen.report.charts.marks import Chart, Mark, label, line, path, rect
from kaimen.report.charts.scale import Bands, Scale, nice_scale, ticks


@dataclass(frozen=True, slots=True)
class Often:
    """How often a project is chosen (0 to 1), with its interval; `strong` where the plan as it stands has it."""

    name: str
    share: float
    low: float
    high: float
    strong: bool


def frequency_bars(rows: Sequence[Often], sentence: str, width: float = 700, names: float = 220) -> Chart:
    """Return a bar per project from 0 to 100 %, its interval as a line across the bar's end."""
    step, top = 18.0, 22.0
    bottom = top + step * len(rows)
    scale = Scale(0.0, 1.0, names, width - 50)
    marks: list[Mark] = []
    for value in (0.0, 0.1, 0.5, 0.9, 1.0):
        x = scale.at(value)
        marks.append(line(x, top - 4, x, bottom, "edge" if value == 0 else "line", dashed=value in (0.1, 0.9)))
        marks.append(label(x, top - 8, f"{value:.0%}".replace("%", " %"), "ink-3", anchor="middle", size=11))
    for at, row in enumerate(rows):
        y = top + step * at
        middle = y + step / 2
        marks.append(label(names - 8, middle + 4, row.name, "ink-2", anchor="end", size=11))
        marks.append(rect(names, y + 4, scale.at(row.share) - names, step - 8, "accent" if row.strong else "mute"))
        marks.append(line(scale.at(row.low), middle, scale.at(row.high), middle, "attn", stroke=2))
    return Chart(width, bottom + 6, tuple(marks), sentence)


def frontier_line(
    points: Sequence[tuple[float, float]],
    heads: tuple[str, str],
    sentence: str,
    worded: Callable[[float], str],
    width: float = 700,
) -> Chart:
    """Return benefit (upwards) over the other objective (across), a dot for each plan, joined by steps.

    Between two plans there is none known that is better than both, so the line does not slope.
    """
    left, right, top, bottom = 84.0, width - 24, 30.0, 300.0
    upright, levels = _tight([benefit for _, benefit in points], bottom, top)
    across, places = _tight([other for other, _ in points], left, right)
    marks = level_lines(upright, levels, left, right, worded)
    for value in places:
        x = across.at(value)
        marks.append(line(x, bottom, x, bottom + 4, "edge"))
        marks.append(label(x, bottom + 18, worded(value), "ink-3", anchor="middle", size=11))
    ordered = sorted(points)
    steps: list[tuple[float, float]] = []
    for other, benefit in ordered:
        x, y = across.at(other), upright.at(benefit)
        steps += [(x, steps[-1][1]), (x, y)] if steps else [(x, y)]
    if len(steps) > 1:
        marks.append(path(steps, "accent-mid"))
    marks += [rect(across.at(x) - 3, upright.at(y) - 3, 6, 6, "accent") for x, y in ordered]
    marks.append(label(left, top - 12, heads[1], "ink", size=12, bold=True))
    marks.append(label(right, bottom + 34, heads[0], "ink", anchor="end", size=12, bold=True))
    return Chart(width, bottom + 42, tuple(marks), sentence)


@dataclass(frozen=True, slots=True)
class Swing:
    """What a benefit becomes when one thing is at its lower and at its upper end, with the words for both."""

    name: str
    low: float
    high: float
    low_words: str
    high_words: str


def tornado(rows: Sequence[Swing], middle: float, sentence: str, width: float = 700, names: float = 200) -> Chart:
    """Return a bar per thing from its lower to its upper benefit, the widest first, about the middle."""
    ordered = sorted(rows, key=lambda row: (-abs(row.high - row.low), row.name))
    step, top = 24.0, 8.0
    bottom = top + step * len(ordered)
    ends = [middle, *(row.low for row in ordered), *(row.high for row in ordered)]
    scale = Scale(min(ends), max(ends) if max(ends) > min(ends) else min(ends) + 1, names + 70, width - 80)
    marks: list[Mark] = []
    for at, row in enumerate(ordered):
        y = top + step * at
        marks.append(label(names - 8, y + 16, row.name, "ink-2", anchor="end", size=11))
        marks.append(rect(scale.at(middle), y + 4, scale.at(row.low) - scale.at(middle), step - 8, "mute"))
        marks.append(rect(scale.at(middle), y + 4, scale.at(row.high) - scale.at(middle), step - 8, "accent"))
        first, last = sorted(((row.low, row.low_words), (row.high, row.high_words)))
        marks.append(label(min(scale.at(first[0]), scale.at(middle)) - 6, y + 16, first[1], anchor="end", size=11))
        marks.append(label(max(scale.at(last[0]), scale.at(middle)) + 6, y + 16, last[1], size=11))
    marks.append(line(scale.at(middle), top, scale.at(middle), bottom, "edge"))
    return Chart(width, bottom + 6, tuple(marks), sentence)


@dataclass(frozen=True, slots=True)
class Span:
    """When a project is worked on: the number of its first period and of the one after its last."""

    name: str
    begins: int
    ends: int
    worded: str = ""


def gantt(rows: Sequence[Span], periods: Sequence[str], sentence: str, width: float = 700, names: float = 220) -> Chart:
    """Return a bar per project over the periods in which it costs money or begins."""
    step, top = 18.0, 22.0
    bottom = top + step * len(rows)
    bands = Bands(len(periods), names, width - 90, 0.0)
    marks: list[Mark] = []
    for number, period in enumerate(periods):
        marks.append(line(bands.at(number), top - 4, bands.at(number), bottom, "line"))
        marks.append(label(bands.middle(number), top - 8, period, "ink-3", anchor="middle", size=11))
    for at, row in enumerate(rows):
        y = top + step * at
        first, last = bands.at(row.begins), bands.at(min(row.ends, len(periods)))
        marks.append(label(names - 8, y + 13, row.name, "ink-2", anchor="end", size=11))
        marks.append(rect(first + 1, y + 4, last - first - 2, step - 8, "accent"))
        marks.append(label(last + 6, y + 13, row.worded, "ink-3", size=11))
    marks.append(line(width - 90, top - 4, width - 90, bottom, "line"))
    return Chart(width, bottom + 6, tuple(marks), sentence)


def _tight(values: Sequence[float], start: float, end: float) -> tuple[Scale, list[float]]:
    """Return a scale that holds the values without reaching down to 0, for dots rather than bars."""
    marks = ticks(min(values, default=0.0), max(values, default=1.0))
    if len(marks) < 2:
        return nice_scale(values, start, end)
    return Scale(marks[0], marks[-1], start, end), marks
