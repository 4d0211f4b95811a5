"""A chain drawn from left to right: what each link needs stands before it, what is missing is marked by word and form.

The layers of the chain are lanes, one below the other. A box with a full outline has suppliers; a bar at its left says
that it has only one, a half-filled box that there is less than is needed; a broken outline says that it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaimen.report.charts.layered import Layout, Node, layered
from kaimen.report.charts.marks import Chart, Mark, label, line, path, rect

WIDE, HIGH, GUTTER, STEP = 138.0, 60.0, 38.0, 74.0
_LEFT, _TOP, _LANE_HEAD, _LANE_GAP = 20.0, 6.0, 20.0, 14.0
_OFF = 9.0
_LOOKS = ("covered", "single", "short", "planned", "gap")


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
    nodes = [Node(box.id, box.lane, box.upstream) for box in boxes]
    layout = layered(nodes, len(words.lanes), main)
    tops = _lane_tops(layout)
    width = _LEFT * 2 + layout.columns * WIDE + max(0, layout.columns - 1) * GUTTER
    width = max(width, 560.0)
    spots = {box.id: _spot(layout, tops, box) for box in boxes}
    marks: list[Mark] = []
    for lane, name in enumerate(words.lanes):
        if layout.rows[lane]:
            marks += [line(_LEFT, tops[lane] + 1, width - _LEFT, tops[lane] + 1, "line")]
            marks += [label(_LEFT, tops[lane] + 15, name, "ink-3", size=11, bold=True)]
    marks += _edges(boxes, layout, spots, tops[main], main)
    for box in boxes:
        marks += _box(box, *spots[box.id])
    bottom = max((tops[lane] + _lane_height(layout, lane) for lane in range(len(words.lanes))), default=_TOP)
    marks += _legend(words, {box.look for box in boxes}, bottom + 8, width)
    rows = -(-len({box.look for box in boxes}) // max(1, int((width - _LEFT) // 200)))
    return Chart(width, bottom + 14 + 26 * rows, tuple(marks), sentence)


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


def _lane_height(layout: Layout, lane: int) -> float:
    rows = layout.rows[lane]
    return _LANE_HEAD + rows * STEP + _LANE_GAP if rows else 0.0


def _lane_tops(layout: Layout) -> list[float]:
    tops, top = [], _TOP
    for lane in range(len(layout.rows)):
        tops.append(top)
        top += _lane_height(layout, lane)
    return tops


def _row_y(top: float, row: int) -> float:
    return top + _LANE_HEAD + 6 + row * STEP


def _spot(layout: Layout, tops: Sequence[float], box: ChainBox) -> tuple[float, float]:
    column, row = layout.places[box.id]
    return _LEFT + column * (WIDE + GUTTER), _row_y(tops[box.lane], row)


def _edges(
    boxes: Sequence[ChainBox], layout: Layout, spots: Mapping[str, tuple[float, float]], top: float, main: int
) -> Iterator[Mark]:
    """Yield the edges with their tips: those between main boxes full, those from other lanes broken."""
    lanes = {box.id: box.lane for box in boxes}
    tracks = _tracks(layout)
    for box in boxes:
        for above in (above for above in box.upstream if above in spots):
            is_main = lanes[above] == main and box.lane == main
            if is_main:
                points = _main_way(layout, top, spots, (above, box.id), tracks)
            else:
                points = _side_way(spots, above, box.id)
            tone = "mute" if is_main else "edge"
            yield path(points, tone, stroke=1.4 if is_main else 1.0, dashed=not is_main)
            yield _tip(points[-1], tone)


def _tracks(layout: Layout) -> dict[tuple[int, str], float]:
    """Return how far right of a column the edges to each box run up and down: edges to one box run together."""
    ends: dict[int, dict[str, None]] = {}
    for above, below in layout.ways:
        for column in range(layout.places[above][0], layout.places[below][0]):
            ends.setdefault(column, {})[below] = None
    tracks = {}
    for column, names in ends.items():
        step = min(6.0, (GUTTER - 22) / len(names))
        for at, name in enumerate(sorted(names, key=lambda name: (layout.places[name][1], name))):
            tracks[column, name] = 7 + at * step
    return tracks


def _main_way(
    layout: Layout,
    top: float,
    spots: Mapping[str, tuple[float, float]],
    ends: tuple[str, str],
    tracks: Mapping[tuple[int, str], float],
) -> list[tuple[float, float]]:
    """Return the way between two main boxes: out to the right, up or down between columns, in from the left."""
    (x1, y1), (x2, y2) = (spots[end] for end in ends)
    x, y = x1 + WIDE, y1 + HIGH / 2
    points: list[tuple[float, float]] = []
    for column, row in enumerate((*layout.ways[ends], None), layout.places[ends[0]][0]):
        # ways past a column lie off the middle, to one side in every other column, so that no two seem to be one
        to = y2 + HIGH / 2 if row is None else _row_y(top, row) + HIGH / 2 + _OFF * (-1) ** column
        if not points:  # what turns leaves above or below the middle, so as not to meet what comes in at the middle
            y += _OFF * ((to > y) - (to < y))
            points.append((x, y))
        if to != y:
            turn = x + tracks[column, ends[1]]
            points += [(turn, y), (turn, to)]
        x, y = x + GUTTER + (0 if row is None else WIDE), to
        points.append((x2 if row is None else x, y))
    return points


def _side_way(spots: Mapping[str, tuple[float, float]], above: str, below: str) -> list[tuple[float, float]]:
    """Return the way from a box of another lane: out to the left, along between lanes, in from the left."""
    (x1, y1), (x2, y2) = spots[above], spots[below]
    start, end = x1 - 10, x2 - 10
    points = [(x1, y1 + HIGH / 2), (start, y1 + HIGH / 2)]
    if start != end:
        between = y1 - 7 if y2 < y1 else y1 + HIGH + 7
        points += [(start, between), (end, between)]
    return [*points, (end, y2 + HIGH / 2 + 9), (x2, y2 + HIGH / 2 + 9)]


def _tip(at: tuple[float, float], tone: str) -> Mark:
    x, y = at
    return path([(x - 5, y - 3.5), (x - 0.5, y), (x - 5, y + 3.5)], tone, stroke=1.4)


def _box(box: ChainBox, x: float, y: float) -> Iterator[Mark]:
    fill = {"gap": "attn-weak", "planned": "surface", "short": "surface"}.get(box.look, "tile-1")
    yield rect(x, y, WIDE, HIGH, fill)
    if box.look == "short":
        part = min(max(box.part, 0.0), 1.0)
        yield rect(x, y + HIGH * (1 - part), WIDE, HIGH * part, "tile-2")
    yield _outline(box.look, x, y, WIDE, HIGH)
    if box.look == "single":
        yield rect(x, y, 5, HIGH, "attn")
    titles = wrapped(box.title, WIDE - 18, 12)
    for at, text in enumerate(titles):
        yield label(x + 10, y + 17 + at * 15, text, "ink", size=12, bold=True)
    strong = box.look in ("gap", "planned", "single", "short")
    note = next(iter(wrapped(box.note, WIDE - 16, 11, 1)), "")
    yield label(x + 10, y + HIGH - 8, note, "attn" if strong else "ink-2", size=11, bold=box.look == "gap")


def _outline(look: str, x: float, y: float, width: float, height: float) -> Mark:
    points = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    if look == "gap":
        return path(points, "attn", stroke=2.0, dashed=True)
    if look == "planned":
        return path(points, "accent", stroke=1.6, dashed=True)
    return path(points, "edge", stroke=1.0)


def _legend(words: ChainWords, used: set[str], y: float, width: float) -> Iterator[Mark]:
    shown = [(look, text) for look, text in words.looks if look in used]
    across = max(1, int((width - _LEFT) // 200))
    for at, (look, text) in enumerate(shown):
        left, top = _LEFT + at % across * 200.0, y + at // across * 26.0
        fill = {"gap": "attn-weak", "planned": "surface", "short": "surface"}.get(look, "tile-1")
        yield rect(left, top, 26, 16, fill)
        if look == "short":
            yield rect(left, top + 8, 26, 8, "tile-2")
        yield _outline(look, left, top, 26, 16)
        if look == "single":
            yield rect(left, top, 4, 16, "attn")
        yield label(left + 33, top + 12, text, "ink-2", size=11)
