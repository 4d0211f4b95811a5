"""Figures as the checks see them: each with its sentence and its indicator, its clause, and how it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.discourse import Context
from kaimen.extract.indicators import Indicator
from kaimen.extract.types import Quantity

CLAUSE_END = re.compile(r"[，。；：！？、;:!?\n]|,(?!\d)|\.(?!\d)")
_BACK, _GOES_ON = 120, 20


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding about the quantity with this index."""

    quantity: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure with its index, its sentence, and the indicator it is of, if any; `at` is where that is named."""

    index: int
    quantity: Quantity
    context: Context
    indicator: Indicator | None
    at: int = -1


def clause_start(lower: str, at: int) -> int:
    """Return where the clause before a place begins, at most some 120 characters before."""
    begin = max(0, at - _BACK)
    for stop in CLAUSE_END.finditer(lower, begin, at):
        begin = stop.end()
    return begin


def clause_end(lower: str, at: int) -> int:
    """Return where the clause that goes on from a place ends, at most some 20 characters on."""
    stop = CLAUSE_END.search(lower, at, at + _GOES_ON)
    return stop.start() if stop else at + _GOES_ON


def place_of(document: Document, start: int, end: int) -> Place:
    """Return a span of a document as a place, with its line."""
    line = document.text.count("\n", 0, start) + 1
    return Place(file=document.name, line=line, start=start, end=end)


def shown(document: Document, start: int, end: int) -> str:
    """Return a span with a few words before it, on one line."""
    low = max(0, start - 24)
    while low and low < start and document.text[low].isascii() and document.text[low].isalpha():
        low += 1  # not half a word
    return " ".join(document.text[low:end].split())


def plain(value: Decimal) -> str:
    """Return a number with at most three decimals and separated thousands."""
    text = f"{round(value, 3):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_without_point(quantity: Quantity) -> bool:
    """Return whether a rate is a whole number that is not round, as one is that has lost its decimal point."""
    return "." not in quantity.surface and quantity.value % 10 != 0


def beside_flag(
    document: Document, figure: Seen, why: str, expected: str, fix: str = "", span: tuple[int, int] = (0, 0)
) -> Flag:
    """Return the remark (`W222`) on a figure of another size than what stands beside it, at `span` or at the figure."""
    quantity = figure.quantity
    what = f'"{shown(document, quantity.start, quantity.end)}" is of another size than what stands beside it: {why}.'
    start, end = span if span[1] else (quantity.start, quantity.end)
    place = place_of(document, start, end)
    advice = " ".join([*([fix] if fix else []), "Look it up in another source; the text is unchanged."])
    return Flag(figure.index, Finding("W222", what, place, expected, quantity.surface, advice))
