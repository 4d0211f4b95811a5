"""Amounts that are too large for one who gets them, and too small for a whole industry or region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.award_rows import (
    AWARD,
    FOR_MANY,
    LEAST_OF_A_WHOLE,
    MOST_TO_ONE,
    OF_ONE,
    RECIPIENT,
    TOLD_OF_WHOLES,
    WHOLES,
)
from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.indicators import ABROAD
from kaimen.extract.modality import cue
from kaimen.extract.seen import Flag, Seen, place_of, plain, shown
from kaimen.extract.spans import level_of

_AWARD, _RECIPIENT, _FOR_MANY, _OF_ONE = cue(AWARD), cue(RECIPIENT), cue(FOR_MANY), cue(OF_ONE)
_GIVEN_TO = re.compile(r"对[^。；\n]{2,60}给予")
_MOST = {unit: Decimal(most) for unit, most in zip(*[iter(MOST_TO_ONE.split())] * 2, strict=True)}
_LEAST = {level: Decimal(least) for level, least in zip(*[iter(LEAST_OF_A_WHOLE.split())] * 2, strict=True)}
_WHOLE = re.compile(
    rf"(?:{alternatives(WHOLES)})[^，。；、\d]{{0,14}}?(?:{alternatives(TOLD_OF_WHOLES)})"
    r"(?P<reached>(?:分别|实现|达到?|完成|突破|超过?|预计|约|近|有望|力争|增加|扩大|提高|增长|发展|到|至|为|将|了){0,5})\Z"
)
_PAUSE = re.compile("[，。；;.]")
_PART = re.compile("[，。；、]")
_REACH, _AFTER = 90, 12


def check_awards(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the remarks (`W218`) on awards that are too large for one, and totals too small for an industry."""
    flags: list[Flag] = []
    for figure in seen:
        flags += [*_to_one(document, folded.lower, figure), *_of_whole(document, folded.lower, figure)]
    return flags


def _to_one(document: Document, lower: str, figure: Seen) -> Iterator[Flag]:
    """Yield a remark where what one applicant is awarded is more than any has been: 最高奖励50亿元."""
    quantity, sentence = figure.quantity, figure.context.sentence
    most = _MOST.get(quantity.unit)
    if most is None or quantity.value < most or level_of(lower, figure, "") in ("nation", ABROAD):
        return
    begin = max(sentence.start, quantity.start - _REACH)
    pause = _PAUSE.search(lower, quantity.end, min(sentence.end, quantity.end + _AFTER))
    end = pause.start() if pause else min(sentence.end, quantity.end + _AFTER)
    pauses = [pause.end() for pause in _PAUSE.finditer(lower, begin, quantity.start)]
    own, before = ([begin, begin, *pauses])[-1:-3:-1]
    is_to_one = _RECIPIENT.search(lower, own, end)
    given = own if not is_to_one or is_to_one.start() > quantity.start else before  # 给予贴息，最高300亿元
    if not is_to_one and not _GIVEN_TO.search(lower, begin, quantity.start):
        return
    if not _AWARD.search(lower, given, end) or _FOR_MANY.search(lower, given, end):
        return
    what = f'"{shown(document, quantity.start, quantity.end)}": no award to one applicant has been so large.'
    yield _flag(document, figure, what, f"less than {plain(most)} {quantity.unit}")


def _of_whole(document: Document, lower: str, figure: Seen) -> Iterator[Flag]:
    """Yield a remark where an industry or a region as a whole comes to less than one firm: 全市服务业收入300万元."""
    quantity = figure.quantity
    least = _LEAST.get(level_of(lower, figure, "unknown"), Decimal(0))
    if quantity.unit != "CNY" or quantity.value >= least or quantity.per or quantity.change == "increment":
        return
    begin = max(figure.context.sentence.start, quantity.start - _REACH)
    for part in _PART.finditer(lower, begin, quantity.start):
        begin = part.end()
    whole = _WHOLE.search(lower, begin, quantity.start)
    if whole is None or _OF_ONE.search(lower, begin, quantity.end + _AFTER):
        return
    what = f'"{shown(document, quantity.start, quantity.end)}": an industry or region as a whole has not been so small.'
    yield _flag(document, figure, what, f"at least {plain(least)} {quantity.unit}")


def _flag(document: Document, figure: Seen, what: str, expected: str) -> Flag:
    quantity = figure.quantity
    fix = "One of the figures may have lost or gained digits; look them up. The text is unchanged."
    place = place_of(document, quantity.start, quantity.end)
    return Flag(figure.index, Finding("W218", what, place, expected, quantity.surface, fix))
