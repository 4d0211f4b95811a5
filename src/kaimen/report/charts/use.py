"""What there is, what is used of it, and how often it is asked for: one row for a quota or fund."""

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


@dataclass(frozen=True, slots=True)
class UseWords:
    """The heads of the two halves: what is used of the limit, and how often it is asked for."""

    used: str
    asked: str


def use_bars(rows: Sequence[Use], words: UseWords, sentence: str, width: float = 700, names: float = 180) -> Chart:
    """Return the rows in two halves: the part used, whose bar is full at the limit; and the demand as its multiple.

    A use below 0, where more is freed than taken, has no bar.
    """
    step, top = 26.0, 22.0
    bottom = top + step * len(rows)
    middle = names + (width - names) * 0.45
    used = Scale(0.0, 1.0, names, middle - 76)
    most = max([row.asked for row in rows], default=0.0)
    asked = Scale(0.0, max(most, 1.0), middle + 8, width - 64)
    marks: list[Mark] = [
        label(names, 12, words.used, "ink-3", size=11),
        label(asked.start, 12, words.asked, "ink-3", size=11),
    ]
    for at, row in enumerate(rows):
        y = top + step * at
        marks.append(label(names - 10, y + 17, row.name, "ink", anchor="end", size=12))
        marks.append(rect(names, y + 7, used.end - names, 12, "tile-1"))
        marks.append(rect(names, y + 7, used.clipped(row.used) - names, 12, "accent"))
        marks.append(label(used.end + 6, y + 17, row.used_words, "ink", size=11, bold=True))
        marks.append(rect(asked.start, y + 7, asked.clipped(row.asked) - asked.start, 12, "mute"))
        marks.append(label(asked.clipped(row.asked) + 6, y + 17, row.asked_words, "ink-2", size=11))
    one = asked.at(1.0)
    marks += [line(x, top, x, bottom, "edge") for x in (names, asked.start)]
    marks += [line(used.end, top, used.end, bottom, "ink"), line(one, top, one, bottom, "ink")]
    return Chart(width, bottom + 4, tuple(marks), sentence)
