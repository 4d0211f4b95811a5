"""The cut line: projects by margin, best first, chosen ones apart from those left out, and the band between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kaimen.report.charts.axes import level_lines
from kaimen.report.charts.marks import Chart, Mark, area, label, rect
from kaimen.report.charts.scale import Scale, ticks


@dataclass(frozen=True, slots=True)
class Ranked:
    """A project's best margin at the price list, in benefit, and whether it is chosen; `forced`: it had to be."""

    margin: float
    chosen: bool
    forced: bool = False


@dataclass(frozen=True, slots=True)
class CutWords:
    """The words of the chart; `rank` names the axis below, `band` the lines beside the band."""

    chosen: str
    left_out: str
    rank: str
    band: tuple[str, ...]


def shown_count(ranked: Sequence[Ranked]) -> int:
    """Return how many ranks are drawn: twice those up to the last one chosen, at least 40."""
    return min(len(ranked), max(40, 2 * last_chosen(ranked)))


def last_chosen(ranked: Sequence[Ranked]) -> int:
    """Return the rank, counted from 1, of the last project chosen that did not have to be; 0 if none is."""
    return max((at for at, one in enumerate(ranked, 1) if one.chosen and not one.forced), default=0)


def first_left_out(ranked: Sequence[Ranked]) -> int:
    """Return the rank, counted from 1, of the first project left out; one past the end if none is."""
    return next((at for at, one in enumerate(ranked, 1) if not one.chosen), len(ranked) + 1)


def cut_off(ranked: Sequence[Ranked]) -> float:
    """Return the height at which bars are cut off, up and down: about the tenth of the shown margins from the top."""
    sizes = sorted((abs(one.margin) for one in ranked[: shown_count(ranked)]), reverse=True)
    if not sizes or sizes[0] == 0:
        return 1.0
    return ticks(0.0, max(sizes[min(len(sizes) - 1, len(sizes) // 10)], sizes[0] / 100), 4)[-1]


def cut_line(
    ranked: Sequence[Ranked], words: CutWords, sentence: str, worded: Callable[[float], str], width: float = 700
) -> Chart:
    """Return the chart; `ranked` is in order of margin, best first."""
    count, top_value = shown_count(ranked), cut_off(ranked)
    shown = ranked[:count]
    left, right, top, bottom = 56.0, width - 4, 8.0, 208.0
    low = max(min([one.margin for one in shown], default=0.0), -top_value)
    levels = ticks(min(low, 0.0), top_value, 4)
    scale = Scale(levels[0], top_value, bottom, top)
    step = (right - left) / max(count, 1)
    first, last = first_left_out(ranked), last_chosen(ranked)
    marks: list[Mark] = []
    if first <= last:
        marks.append(rect(left + (first - 1) * step, top, max(step * (last - first + 1), 2), bottom - top, "attn-weak"))
    marks += level_lines(scale, levels, left, right, worded)
    marks += [area(_boxes(shown, scale, left, step, chosen=chosen), tone) for chosen, tone in _TONES]
    marks += _labels(shown, words, left, step, scale, (first, last))
    marks += [label(left + at * step, bottom + 16, f"{at or 1}", "ink-3", size=11) for at in _ranks(count)]
    marks.append(label(right, bottom + 32, words.rank, "ink-3", anchor="end", size=11))
    return Chart(width, bottom + 38, tuple(marks), sentence)


_TONES = ((True, "accent"), (False, "mute"))


def _boxes(
    shown: Sequence[Ranked], scale: Scale, left: float, step: float, *, chosen: bool
) -> list[tuple[float, float, float, float]]:
    boxes = []
    width = step * 0.8 if step > 2 else step
    for at, one in enumerate(shown):
        if one.chosen is chosen and one.margin != 0:
            high, low = sorted((scale.clipped(one.margin), scale.at(0.0)))
            boxes.append((left + at * step, high, width, max(low - high, 0.5)))
    return boxes


def _ranks(count: int) -> list[int]:
    return [int(value) for value in ticks(0, count, 5) if value < count * 0.97]


def _labels(
    shown: Sequence[Ranked], words: CutWords, left: float, step: float, scale: Scale, band: tuple[int, int]
) -> list[Mark]:
    first, last = band
    middle = scale.at(0.0)
    top = scale.at(scale.high)
    marks = [label(left + step * min(len(shown), last) * 0.3 + 8, top + 28, words.chosen, "accent", bold=True)]
    if last < len(shown):
        x = left + step * (last + (len(shown) - last) * 0.5)
        marks.append(label(x, middle - 8, words.left_out, "ink-2", anchor="middle", bold=True))
    if first <= last:
        x = left + step * last + 8
        marks += [
            label(x, top + 12 + 15 * at, text, "attn", size=12 if at == 0 else 11, bold=at == 0)
            for at, text in enumerate(words.band)
        ]
    return marks
