"""Figures that cannot be true: rates of change outside what an indicator has done, and shares above the whole.

A row gives an indicator, the words it is recognised by, and the lowest and highest rate in percent a year for a nation,
a province and a city. Over several years the bounds are compounded; a yearly average keeps them. A rate outside is a
finding with the reading that a lost decimal point would explain, where that lies inside; the text is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.bounds import (
    CONTRIBUTIONS,
    DENOMINATORS,
    GROWTH_BOUNDS,
    MULTIPLE_WORDS,
    SHARES_OF_A_WHOLE,
    Bounds,
)
from kaimen.extract.discourse import Context, when_of
from kaimen.extract.folding import Folded
from kaimen.extract.modality import cue
from kaimen.extract.periods import Mention
from kaimen.extract.types import Quantity

_INDICATORS = re.compile("|".join(f"(?P<b{at}>{cue(bounds.words).pattern})" for at, bounds in enumerate(GROWTH_BOUNDS)))
_CONTRIBUTIONS = cue(CONTRIBUTIONS)
_CLAUSE = re.compile(r"[，。；：！？、;:!?\n]|,(?!\d)|\.(?!\d)")
_AHEAD = 12
_SHORT_CLAUSE, _SHORT_HAN_CLAUSE = 40, 12
"""Characters of a clause that names no indicator of its own: an increase of, 比上年增长."""
_SHARES, _MULTIPLES = cue(SHARES_OF_A_WHOLE), cue(MULTIPLE_WORDS)
_BACK = 120
_CLAUSE_BACK = 44
SHIFTS = (Decimal(10), Decimal(100))
_AVERAGE = cue("annual average average_annual annually per_year a_year per_annum 年均 平均每年")


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding about the quantity with this index."""

    quantity: int
    finding: Finding


def check_figures(document: Document, folded: Folded, pairs: Sequence[tuple[int, Quantity, Context]]) -> list[Flag]:
    """Return the flags on figures that cannot be true; `pairs` are quantities with index and sentence, in order."""
    flags: list[Flag] = []
    for number, (at, quantity, context) in enumerate(pairs):
        if quantity.kind == "percent" and quantity.change == "yoy":
            before = pairs[max(0, number - 1) : number + 1]
            bounds = _indicator(folded.lower, [figure for _, figure, where in before if where is context])
            if bounds:
                flags += [Flag(at, finding) for finding in _growth(document, folded, quantity, context, bounds)]
        elif quantity.kind == "percent" and quantity.change == "level":
            flags += [Flag(at, finding) for finding in _share(document, folded, quantity, context)]
    return flags


def _indicator(lower: str, figures: Sequence[Quantity]) -> Bounds | None:
    """Return the indicator of the last figure: named in its clause, or before the figure the clause goes on from."""
    begin = _clause_start(lower, figures[-1].start)
    own = _named(lower, begin, figures[-1].start)
    words = lower[begin : figures[-1].start]
    if own or len(words) > (_SHORT_CLAUSE if words.isascii() else _SHORT_HAN_CLAUSE) or len(figures) < 2:
        return own
    before = figures[-2].start
    return _named(lower, _clause_start(lower, before), before)


def _named(lower: str, low: int, high: int) -> Bounds | None:
    """Return the indicator named last between two places, unless it is what another one is a share of."""
    if _CONTRIBUTIONS.search(lower, low, high):
        return None
    for match in reversed(list(_INDICATORS.finditer(lower, low, high))):
        if match.lastgroup and not lower.endswith(DENOMINATORS, low, match.start()):
            return GROWTH_BOUNDS[int(match.lastgroup[1:])]
    return None


def _clause_start(lower: str, at: int) -> int:
    begin = max(0, at - _BACK)
    for stop in _CLAUSE.finditer(lower, begin, at):
        begin = stop.end()
    return begin


def _growth(
    document: Document, folded: Folded, quantity: Quantity, context: Context, bounds: Bounds
) -> Iterator[Finding]:
    rate = -abs(quantity.value) if quantity.direction == "down" else quantity.value
    level = _level(context)
    years = _years(document, folded, quantity, context)
    low, high = bounds.over(level, years)
    if low <= rate <= high:
        return
    sign = -1 if quantity.direction == "down" else 1
    shifted = next((rate / shift for shift in SHIFTS if low <= rate / shift <= high), None)
    span = "in one year" if years == 1 else f"over {years} years"
    what = (
        f'"{_shown(document, quantity)}": a change of {bounds.name} of {_plain(rate)} % is outside what a {level} '
        f"has seen {span}."
    )
    fix = "Look it up in another source; the text is unchanged."
    if shifted is not None:
        fix = f"With the decimal point restored it would be {_plain(shifted * sign)} %. {fix}"
    yield Finding(
        "E210", what, _place(document, quantity), f"{_plain(low)} % to {_plain(high)} %", quantity.surface, fix
    )


def _share(document: Document, folded: Folded, quantity: Quantity, context: Context) -> Iterator[Finding]:
    if quantity.value <= 100:
        return
    low = max(context.sentence.start, quantity.start - _CLAUSE_BACK)
    if not _SHARES.search(folded.lower, low, quantity.start) or _MULTIPLES.search(folded.lower, low, quantity.end + 20):
        return
    shifted = quantity.value / 10
    what = f'"{_shown(document, quantity)}": a share of a whole cannot be above 100 %.'
    fix = "Look it up in another source; the text is unchanged."
    if shifted <= 100:
        fix = f"With the decimal point restored it would be {_plain(shifted)} %. {fix}"
    yield Finding("E211", what, _place(document, quantity), "0 % to 100 %", quantity.surface, fix)


def _level(context: Context) -> str:
    code = context.where.adcode if context.where else None
    if code == "100000" or (code and len(code) == 2):
        return "nation"
    return "city" if code and not code.endswith("0000") else "province"


def _years(document: Document, folded: Folded, quantity: Quantity, context: Context) -> int:
    """Return the years a rate spans: those of its period, or one where it is a yearly rate or the period is shorter."""
    begin = max(context.sentence.start, _clause_start(folded.lower, quantity.start))
    stop = _CLAUSE.search(folded.lower, quantity.end, min(context.sentence.end, quantity.end + _CLAUSE_BACK))
    if _AVERAGE.search(folded.lower, begin, min(stop.start() if stop else context.sentence.end, quantity.end + _AHEAD)):
        return 1
    _, mention = when_of(context, document.text, quantity.start, quantity.end)
    last = document.published or (mention.last if mention else None)
    bases = [m.first for m in context.mentions if m.kind == "comparison" and _goes_with(folded.lower, m, quantity)]
    if bases and bases[0] and last:
        return max(1, last.year - bases[0].year)
    if mention is None or mention.first is None or mention.last is None:
        return 1
    return max(1, _span(mention.first, mention.last))


def _goes_with(lower: str, base: Mention, quantity: Quantity) -> bool:
    """Return whether a base year stands in the clause of a figure: 65.5 % over 2002, 比2002年增长65.5%."""
    begin, end = sorted((quantity.end if base.start >= quantity.end else base.end, max(quantity.start, base.start)))
    return end - begin <= _CLAUSE_BACK and _CLAUSE.search(lower, begin, end) is None


def _span(first: date, last: date) -> int:
    return last.year - first.year + 1


def _shown(document: Document, quantity: Quantity) -> str:
    low = max(0, quantity.start - 24)
    while low and low < quantity.start and document.text[low].isascii() and document.text[low].isalpha():
        low += 1  # not half a word
    return " ".join(document.text[low : quantity.end].split())


def _place(document: Document, quantity: Quantity) -> Place:
    line = document.text.count("\n", 0, quantity.start) + 1
    return Place(file=document.name, line=line, start=quantity.start, end=quantity.end)


def _plain(value: Decimal) -> str:
    text = f"{round(value, 3):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
