"""Level lines with their labels, and labels under bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaimen.report.charts.marks import Mark, label, line
from kaimen.report.charts.scale import Bands, Scale


def level_lines(
    scale: Scale, marks: Sequence[float], left: float, right: float, worded: Callable[[float], str]
) -> list[Mark]:
    """Return hairlines at the ticks of an upright scale, the one at 0 stronger, with their labels to the left."""
    found: list[Mark] = []
    for value in marks:
        y = scale.at(value)
        found.append(line(left, y, right, y, "edge" if value == 0 else "line"))
        found.append(label(left - 6, y + 4, worded(value), "ink-3", anchor="end", size=11))
    return found


def tick_labels(bands: Bands, names: Sequence[str], y: float) -> list[Mark]:
    """Return the names of bands, centred below them."""
    return [label(bands.middle(at), y, name, "ink-3", anchor="middle", size=11) for at, name in enumerate(names)]
