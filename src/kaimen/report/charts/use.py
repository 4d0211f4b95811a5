"""What is asked for against what there is: one row for a quota or fund, its limit at the same place in every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaimen.report.charts.marks import Chart, Mark, label, line, rect
from kaimen.report.charts.scale import Scale


@dataclass(frozen=True, slots=True)
class Use:
    """A quota's use and what all projects together ask for, as parts of its limit; with the words for both."""

    name: str
    used: float
    asked: float
    used_words: str
    asked_words: str


CUT = 4.0
"""Bars of what is asked for end here, as a multiple of the limit."""


def use_bars(rows: Sequence[Use], limit: str, sentence: str, width: float = 700, names: float = 190) -> Chart:
    """Return the rows; `limit` names the line at 1. A bar cut off at its end is open and its words say by how much."""
    step, top = 30.0, 22.0
    longest = max([row.asked for row in rows] + [row.used for row in rows], default=1.0)
    scale = Scale(0.0, min(max(longest, 1.2), CUT), names, width - 150)
    bottom = top + step * len(rows)
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        y = top + step * at
        marks.append(label(names - 10, y + 17, row.name, "ink", anchor="end", size=12))
        marks.append(rect(names, y + 5, scale.clipped(max(row.asked, 0.0)) - names, 16, "tile-1"))
        marks.append(rect(names, y + 9, scale.clipped(max(row.used, 0.0)) - names, 8, "accent"))
        if row.asked > scale.high:
            x = scale.at(scale.high)
            marks += [line(x + gap, y + 22, x + gap + 5, y + 4, "edge") for gap in (-3.0, 1.0)]
        end = max(scale.clipped(row.asked), scale.at(1.0))
        marks.append(label(end + 10, y + 12, row.used_words, "ink", size=11, bold=True))
        marks.append(label(end + 10, y + 25, row.asked_words, "ink-3", size=11))
    one = scale.at(1.0)
    marks += [line(names, top, names, bottom, "edge"), line(one, top - 4, one, bottom, "ink", stroke=1.5)]
    marks.append(label(one, top - 8, limit, "ink-2", anchor="middle", size=11))
    return Chart(width, bottom + 4, tuple(marks), sentence)
