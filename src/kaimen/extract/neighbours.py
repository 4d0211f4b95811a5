"""Figures that have another size than those beside them in one sentence: a point or a scale may have been lost.

A text is compared with itself here, so the rules hold for indicators that no catalogue names. A rate of change is
compared with the other rates of its sentence, an increase with what it is an increase of, a part with its whole, the
two ends of a move with each other, an amount with two or more of the same unit. Each is a remark: it may be true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from kaimen.evidence import Document
from kaimen.extract.far_apart import far_apart
from kaimen.extract.far_off import EACH, far_off
from kaimen.extract.folding import Folded
from kaimen.extract.modality import cue
from kaimen.extract.moves import KINDS, pairs
from kaimen.extract.seen import Flag, Seen, beside_flag, clause_start, plain

_AVERAGE = cue("annual_average average_annual annually per_year a_year 年均 平均每年")
_MARK = re.compile("[、，,/] ?|和|及")
_FEWEST_LISTED, _FAR_IN_LIST = 2, Decimal(200)
_LEVELLED = re.compile(r"(?:以上|(?: or more| and above))")
_RATE, _RATE_OF_AVERAGE = Decimal(5), Decimal(1)
_SAME_RATE = Decimal(3)
_APART, _TOGETHER = Decimal(100), Decimal(6)
_SCALES = (Decimal(1000), Decimal(10000))
_MOST_BESIDE = 24
_LARGEST_RATE = Decimal(10_000)


def check_neighbours(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the remarks (`W222`) on figures of another size than those of the same kind in their sentence."""
    flags: list[Flag] = []
    for _, group in groupby(seen, key=lambda figure: figure.context.sentence.start):
        figures = [figure for figure in group if figure.quantity.tier == "testable" and figure.quantity.upper is None]
        for at in range(0, len(figures), _MOST_BESIDE):  # so that time stays linear in the length of a sentence
            beside = figures[at : at + _MOST_BESIDE]
            flags += _rates(document, folded.lower, beside)
            paired = list(pairs(document, folded.lower, beside))
            told = {flag.quantity for flag in paired}
            flags += paired
            flags += (flag for flag in far_apart(document, folded.lower, beside) if flag.quantity not in told)
            flags += _sizes(document, beside)
            flags += _rows(document, folded.lower, beside)
    flags += far_off(document, folded.lower, seen)
    return sorted(flags, key=lambda flag: flag.quantity)


def _rates(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on rates without a decimal that would be like the others of their sentence with one."""
    rates = [figure for figure in figures if figure.quantity.kind == "percent" and figure.quantity.change == "yoy"]
    for figure in rates:
        value = figure.quantity.value
        others = [o.quantity.value for o in rates if o is not figure and o.quantity.value > 0]
        if not others or not 11 <= value < _LARGEST_RATE or value % 10 == 0 or value != int(value):
            continue
        is_average = _AVERAGE.search(lower, clause_start(lower, figure.quantity.start), figure.quantity.start)
        least = (_RATE_OF_AVERAGE if is_average else _RATE) * max(others)
        restored = value / 10 if value < 1000 else value / 100
        if value <= least or not min(others) / _SAME_RATE / (10 if is_average else 1) <= restored <= 6 * max(others):
            continue
        if any("." in document.text[o.quantity.start : o.quantity.end] for o in rates if o is not figure):
            others_told = f"the other rates of the sentence are at most {plain(max(others))} %"
            fix = f"With the decimal point restored it would be {plain(restored)} %."
            yield beside_flag(document, figure, others_told, plain(max(others)), fix)


def _sizes(document: Document, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on an amount that two or more others of its unit are far from, and that a scale would join."""
    for figure in figures:
        quantity = figure.quantity
        if quantity.kind not in KINDS or quantity.value <= 0 or quantity.per:
            continue
        others = [
            o.quantity.value
            for o in figures
            if o is not figure and o.quantity.unit == quantity.unit and not o.quantity.per and o.quantity.value > 0
        ]
        is_each = EACH.search(document.text, clause_start(document.text, quantity.start), quantity.start)
        if len(others) < 2 or is_each or _LEVELLED.match(document.text, quantity.end):
            continue
        low, high = min(others) / _TOGETHER, max(others) * _TOGETHER
        is_apart = quantity.value > _APART * max(others) or quantity.value * _APART < min(others)
        joined = [v for s in _SCALES for v in (quantity.value / s, quantity.value * s) if low <= v <= high]
        if is_apart and joined:
            told = f"the other amounts of the sentence are {plain(min(others))} to {plain(max(others))} {quantity.unit}"
            fix = f"With another scale it would be {plain(joined[0])} {quantity.unit}."
            yield beside_flag(document, figure, told, f"{plain(min(others))} to {plain(max(others))}", fix)


def _rows(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on the amount of a bare list (给予1000万元、800万元、500万元) that is far from both beside it."""
    for before, figure, after in zip([None, *figures], figures, [*figures[1:], None], strict=False):
        near = [other.quantity.value for other in (before, after) if other and _is_listed(lower, figure, other)]
        value = figure.quantity.value
        if len(near) < _FEWEST_LISTED or not (value > _FAR_IN_LIST * max(near) or value * _FAR_IN_LIST < min(near)):
            continue
        told = f"those beside it in the list are {plain(min(near))} to {plain(max(near))} {figure.quantity.unit}"
        yield beside_flag(document, figure, told, f"{plain(min(near))} to {plain(max(near))}")


def _is_listed(lower: str, one: Seen, other: Seen) -> bool:
    """Return whether two amounts stand side by side in a list with nothing but a mark between them."""
    first, second = sorted((one.quantity, other.quantity), key=lambda quantity: quantity.start)
    is_same = first.unit == second.unit and first.kind in KINDS and first.value > 0 and second.value > 0
    return is_same and bool(_MARK.fullmatch(lower, first.end, second.start))
