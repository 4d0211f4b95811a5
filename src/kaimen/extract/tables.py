"""Tables in a text: what the head of a column says of its figures, and the unit in the label of a row.

A table is a line of cells whose head names periods, baselines or targets, and the lines below it with as many cells.
Cells are parted by `|`, by a tab or by two blanks. A bare number that fills a cell is a figure in the unit that the
label of its row has in brackets, or the head of its column: Paved roads (km), GDP (US$ million), 生产总值（亿元）.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.number_words import ENGLISH_SCALES
from kaimen.extract.numerals import chinese_value
from kaimen.extract.periods import Mention
from kaimen.extract.units import COUNT, SIGNS, ReadUnit, chinese_unit, english_unit

_LINE = re.compile(r"[^\r\n]+")
_EDGE = re.compile(r"[ ]*\|[ ]*|\t[ ]*| {2,}")
_RULE = re.compile(r"[\s|:+=-]+\Z")
_HEADS = {
    "promised": re.compile(r"(?<![a-z])(?:targets?|goals?|planned|plan)(?![a-z])|目标|计划"),
    "reported": re.compile(
        r"(?<![a-z])(?:baseline|actual|achieved|current|latest|status)(?![a-z])|基期|现状|实际|完成"
    ),
    "estimated": re.compile(r"(?<![a-z])(?:estimated?|forecast|projected|projection)(?![a-z])|预计|预测"),
}
_UNIT_HEADS = frozenset({"unit", "units", "unit of measure", "单位", "计量单位"})
_PERIODS = frozenset({"period", "deadline"})
_NUMBER = re.compile(r"[-+]?[\d.,]+ ?\Z")
_IN_BRACKETS = re.compile(r"[(（]([^()（）|]{1,40})[)）]\s*\Z")
_MEASURE = re.compile(
    rf"(?:(?P<sign>{alternatives(list(SIGNS))})(?![a-z]) ?)?"
    rf"(?:(?P<scale>{alternatives(list(ENGLISH_SCALES))})s?(?:\Z| (?:of )?))?(?P<unit>.*)\Z"
)
_HAN_MEASURE = re.compile(r"(?P<scale>[十百千万亿]*)(?P<unit>\D+)\Z")
_FEWEST, _WIDEST = 2, 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table at `start` to `end`, with the period and the modality of its column and its unit, if told."""

    start: int
    end: int
    mention: Mention | None
    modality: str
    unit: ReadUnit | None
    label: tuple[int, int] = (0, 0)
    """Where the label of its row stands."""
    head: int = 0
    """Where the head of its table begins."""


class Cells:
    """The cells of a text below a head that says something of them, by their place."""

    def __init__(self, text: str, folded: Folded, mentions: Sequence[Mention]) -> None:
        self._cells = list(_cells(text, folded.lower, mentions)) if _EDGE.search(text) else []
        self._lower, self._heads = folded.lower, {cell.head for cell in self._cells}
        self._starts = [cell.start for cell in self._cells]

    def is_head(self, start: int, end: int) -> bool:
        """Return whether the head of a table begins at `start` to `end`: its periods are those of its columns."""
        return any(start <= head < end for head in self._heads)

    def units(self) -> list[tuple[int, int]]:
        """Return where the labels of rows name a unit: what stands there is no figure."""
        labels = {cell.label for cell in self._cells}
        brackets = [(start, _IN_BRACKETS.search(self._lower, start, end)) for start, end in sorted(labels)]
        return [bracket.span() for _, bracket in brackets if bracket and _unit_of(bracket[0])]

    def at(self, place: int) -> Cell | None:
        """Return the cell that holds a place, or None."""
        number = bisect_right(self._starts, place) - 1
        return self._cells[number] if number >= 0 and place < self._cells[number].end else None

    def unit_at(self, start: int, end: int) -> ReadUnit | None:
        """Return the unit of a bare number that fills a cell, or None where what stands there does not."""
        cell = self.at(start)
        return (cell.unit or COUNT) if cell and (cell.start, cell.end) == (start, end) else None


def _cells(text: str, lower: str, mentions: Sequence[Mention]) -> Iterator[Cell]:
    head: list[Cell] = []
    for line in _LINE.finditer(text):
        spans = _spans(text, *line.span())
        if head and len(spans) == len(head):
            unit = _unit_of(lower[slice(*spans[0])]) or _unit_beside(lower, head, spans)
            for (start, end), column in zip(spans[1:], head[1:], strict=True):
                yield replace(
                    column, start=start, end=end, unit=column.unit or unit, label=spans[0], head=head[0].start
                )
        elif not (head and _RULE.match(line[0])):
            head = _head(lower, spans, mentions)


def _spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cells of a line, without the empty ones outside its outer bars; none where it has no cells."""
    if end - start > _WIDEST:
        return []
    edges = [edge.span() for edge in _EDGE.finditer(text, start, end)]
    starts, ends = [start, *(edge[1] for edge in edges)], [*(edge[0] for edge in edges), end]
    spans = [(a, b) for a, b in zip(starts, ends, strict=True) if (a, b) != (start, start) and (a, b) != (end, end)]
    return spans if len(spans) >= _FEWEST else []


def _head(lower: str, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> list[Cell]:
    """Return the cells of a line as the heads of columns, or none where fewer than two say a period or a kind."""
    cells = []
    for start, end in spans:
        words = lower[start:end]
        own = [one for one in mentions if start <= one.start < end and one.kind in _PERIODS]
        kind = next((kind for kind, said in _HEADS.items() if said.search(words)), "")
        cells.append(Cell(start, end, own[-1] if own else None, kind, _unit_of(words)))
    told = [cell for cell in cells[1:] if cell.mention or cell.modality]
    has_figures = any(_NUMBER.match(lower[cell.start : cell.end]) and not cell.mention for cell in cells[1:])
    return cells if told and len(told) >= min(_FEWEST, len(cells) - 1) and not has_figures else []


def _unit_beside(lower: str, head: Sequence[Cell], spans: Sequence[tuple[int, int]]) -> ReadUnit | None:
    """Return the unit in the row's cell below a head that says unit, or None."""
    named = [spans[at] for at, cell in enumerate(head) if lower[cell.start : cell.end].strip() in _UNIT_HEADS]
    return _unit_of(f"({lower[slice(*named[0])].strip()})") if named else None


def _unit_of(words: str) -> ReadUnit | None:
    """Return the unit in brackets at the end of a label, or None."""
    bracket = _IN_BRACKETS.search(words)
    if bracket is None:
        return None
    told = bracket[1].strip()
    if han := _HAN_MEASURE.match(told):
        found = chinese_unit(han["unit"], 0)
        if found and found[1] == len(han["unit"]):
            return _times(found[0], int(chinese_value(f"1{han['scale']}")) if han["scale"] else 1)
    measure = _MEASURE.match(told)
    scale = ENGLISH_SCALES.get(measure["scale"] or "", 1) if measure else 1
    if measure and measure["sign"] and not measure["unit"]:
        return _times(SIGNS[measure["sign"]], scale)
    if measure and measure["unit"]:
        unit = english_unit(f" {measure['unit']}", 0)
        return _times(unit[0], scale) if unit and unit[1] == len(measure["unit"]) + 1 else None
    return _times(COUNT, scale) if measure and measure["scale"] else None


def _times(unit: ReadUnit, scale: int) -> ReadUnit:
    return replace(unit, factor=Fraction(unit.factor) * scale)
