"""A chain drawn from left to right: what each link needs stands before it, what is missing is marked by word and form.

The layers of the chain are lanes, one below the other. A box with a full outline has suppliers; a bar at its left says
that it has only one, a half-filled box that there is less than is needed; a broken outline says that it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaimen.report.charts.layered import Layout, Node, layered
from kaimen.report.charts.marks import Chart, Mark, label, line, path, rect


@dataclass(frozen=True, slots=True)
class Size:
    """The width and height of a box, the room between columns, and the lines of a title."""

    wide: float
    high: float
    gutter: float
    lines: int


ROOMY = Size(138.0, 60.0, 38.0, 2)
NARROW = Size(112.0, 74.0, 30.0, 3)
"""For many columns, so that a printed page can still be read."""

_NARROW_FROM = 6
_LEFT, _TOP, _LANE_HEAD, _LANE_GAP, _ROW_GAP = 20.0, 6.0, 20.0, 14.0, 14.0
_OFF = 9.0
_LEGEND = 200.0
_FILLS = {"gap": "attn-weak", "planned": "surface", "short": "surface"}


@dataclass(frozen=True, slots=True)
class ChainBox:
    """A link: its title, the words for its state, its look (covered, single, short, planned or gap), its needs."""

    id: str
    title: str
    note: str
    look: str
    lane: int
    upstream: tuple[str, ...] = ()
    part: float = 1.0


@dataclass(frozen=True, slots=True)
class ChainWords:
    """The names of the lanes, and what each look means, in the order of the looks."""

    lanes: tuple[str, ...]
    looks: tuple[tuple[str, str], ...]


def chain_picture(boxes: Sequence[ChainBox], words: ChainWords, sentence: str, main: int = 1) -> Chart:
    """Return the picture of boxes, each of which comes after those it needs."""
    layout = layered([Node(box.id, box.lane, box.upstream) for box in boxes], len(words.lanes), main)
    plan = _Plan(layout, main, NARROW if layout.columns >= _NARROW_FROM else ROOMY, {box.id: box.lane for box in boxes})
    width = max(_LEFT * 2 + layout.columns * plan.across - plan.size.gutter, 560.0)
    marks: list[Mark] = []
    for lane, name in enumerate(words.lanes):
        if layout.rows[lane]:
            marks += [line(_LEFT, plan.top(lane) + 1, width - _LEFT, plan.top(lane) + 1, "line")]
            marks += [label(_LEFT, plan.top(lane) + 15, name, "ink-3", size=11, bold=True)]
    marks += _edges(boxes, plan)
    for box in boxes:
        marks += _box(box, *plan.spot(box.id), plan.size)
    bottom = plan.top(len(words.lanes))
    shown = [(look, text) for look, text in words.looks if look in {box.look for box in boxes}]
    beside = max(1, int((width - _LEFT) // _LEGEND))
    for at, (look, text) in enumerate(shown):
        marks += _legend(look, text, _LEFT + at % beside * _LEGEND, bottom + 8 + at // beside * 26.0)
    return Chart(width, bottom + 14 + 26 * -(-len(shown) // beside), tuple(marks), sentence)


def wrapped(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """Return a text in at most `most` lines that fit a width; what does not fit ends in a mark."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        end = _fit(rest, width, size)
        if end < len(rest) and len(lines) == most - 1:
            lines.append(rest[: max(1, _fit(rest, width - size, size))].rstrip() + "…")
            return lines
        if end < len(rest) and rest[end] != " " and _is_narrow(rest[end]) and " " in rest[:end]:
            end = rest[:end].rindex(" ")
        lines.append(rest[:end].strip())
        rest = rest[end:].strip()
    return lines


def _fit(text: str, width: float, size: float) -> int:
    used = 0.0
    for at, character in enumerate(text):
        used += size * (0.54 if _is_narrow(character) else 1.0)
        if used > width and at:
            return at
    return len(text)


def _is_narrow(character: str) -> bool:
    return ord(character) < 0x2E80


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything lies: the layout, the main lane, the size of boxes, and the lane of each."""

    layout: Layout
    main: int
    size: Size
    lanes: Mapping[str, int]

    @property
    def across(self) -> float:
        """From one column to the next."""
        return self.size.wide + self.size.gutter

    def top(self, lane: int) -> float:
        """Return where a lane begins; of the one after the last, where they end."""
        step = self.size.high + _ROW_GAP
        return _TOP + sum(_LANE_HEAD + rows * step + _LANE_GAP for rows in self.layout.rows[:lane] if rows)

    def row(self, lane: int, row: int) -> float:
        """Return where a row of a lane begins."""
        return self.top(lane) + _LANE_HEAD + 6 + row * (self.size.high + _ROW_GAP)

    def spot(self, box: str) -> tuple[float, float]:
        """Return the upper left corner of a box."""
        column, row = self.layout.places[box]
        return _LEFT + column * self.across, self.row(self.lanes[box], row)


def _edges(boxes: Sequence[ChainBox], plan: _Plan) -> Iterator[Mark]:
    """Yield the edges with their tips: those between main boxes full, those from other lanes broken."""
    tracks = _tracks(plan)
    for box in boxes:
        for above in (above for above in box.upstream if above in plan.lanes):
            is_main = plan.lanes[above] == plan.main == box.lane
            points = _main_way(plan, above, box.id, tracks) if is_main else _side_way(plan, above, box.id)
            tone = "mute" if is_main else "edge"
            yield path(points, tone, stroke=1.4 if is_main else 1.0, dashed=not is_main)
            x, y = points[-1]
            yield path([(x - 5, y - 3.5), (x - 0.5, y), (x - 5, y + 3.5)], tone, stroke=1.4)


def _tracks(plan: _Plan) -> dict[tuple[int, str], float]:
    """Return how far right of a column the edges to each box run up and down: edges to one box run together."""
    places = plan.layout.places
    ends: dict[int, set[str]] = {}
    for above, below in plan.layout.ways:
        for column in range(places[above][0], places[below][0]):
            ends.setdefault(column, set()).add(below)
    tracks = {}
    for column, names in ends.items():
        step = min(6.0, (plan.size.gutter - 20) / len(names))
        for at, name in enumerate(sorted(names, key=lambda name: (places[name][1], name))):
            tracks[column, name] = 6 + at * step
    return tracks


def _main_way(
    plan: _Plan, above: str, below: str, tracks: Mapping[tuple[int, str], float]
) -> list[tuple[float, float]]:
    """Return the way between two main boxes: out to the right, up or down between columns, in from the left."""
    half, ways = plan.size.high / 2, plan.layout.ways[above, below]
    (x1, y1), (x2, y2) = plan.spot(above), plan.spot(below)
    x, y = x1 + plan.size.wide, y1 + half
    points: list[tuple[float, float]] = []
    for column, row in enumerate((*ways, None), plan.layout.places[above][0]):
        # ways past a column lie off the middle, to one side in every other column, so that no two seem to be one
        to = y2 + half if row is None else plan.row(plan.main, row) + half + _OFF * (-1) ** column
        if not points:  # what turns leaves above or below the middle, so as not to meet what comes in at the middle
            y += _OFF * ((to > y) - (to < y))
            points.append((x, y))
        if to != y:
            turn = x + tracks[column, below]
            points += [(turn, y), (turn, to)]
        x, y = x + plan.size.gutter + (0 if row is None else plan.size.wide), to
        points.append((x2 if row is None else x, y))
    return points


def _side_way(plan: _Plan, above: str, below: str) -> list[tuple[float, float]]:
    """Return the way from a box of another lane: out to the left, along between lanes, in from the left."""
    (x1, y1), (x2, y2), high = plan.spot(above), plan.spot(below), plan.size.high
    start, end = x1 - 10, x2 - 10
    points = [(x1, y1 + high / 2), (start, y1 + high / 2)]
    if start != end:
        between = y1 - 7 if y2 < y1 else y1 + high + 7
        points += [(start, between), (end, between)]
    return [*points, (end, y2 + high / 2 + _OFF), (x2, y2 + high / 2 + _OFF)]


def _box(box: ChainBox, x: float, y: float, size: Size) -> Iterator[Mark]:
    yield from _frame(box.look, (x, y, size.wide, size.high), min(max(box.part, 0.0), 1.0), 5.0)
    for at, text in enumerate(wrapped(box.title, size.wide - 18, 12, size.lines)):
        yield label(x + 10, y + 17 + at * 15, text, "ink", size=12, bold=True)
    note = next(iter(wrapped(box.note, size.wide - 14, 11, 1)), "")
    tone = "ink-2" if box.look == "covered" else "attn"
    yield label(x + 10, y + size.high - 8, note, tone, size=11, bold=box.look == "gap")


def _frame(look: str, box: tuple[float, float, float, float], part: float, bar: float) -> Iterator[Mark]:
    """Yield the form of a look: its filling, its outline, its bar."""
    x, y, width, height = box
    yield rect(x, y, width, height, _FILLS.get(look, "tile-1"))
    if look == "short":
        yield rect(x, y + height * (1 - part), width, height * part, "tile-2")
    points = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    if look in ("gap", "planned"):
        yield path(points, "attn" if look == "gap" else "accent", stroke=2.0 if look == "gap" else 1.6, dashed=True)
    else:
        yield path(points, "edge", stroke=1.0)
    if look == "single":
        yield rect(x, y, bar, height, "attn")


def _legend(look: str, text: str, x: float, y: float) -> Iterator[Mark]:
    yield from _frame(look, (x, y, 26, 16), 0.5, 4.0)
    yield label(x + 33, y + 12, text, "ink-2", size=11)
