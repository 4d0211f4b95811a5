"""Two figures told one after the other: an increase, a part, the ends of a move or of a range, two of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaimen.evidence import Document
from kaimen.extract.seen import Flag, Seen, beside_flag, clause_start, plain
from kaimen.extract.types import Quantity

KINDS = ("money", "mass", "area", "energy", "persons", "electricity", "power")
_PART = re.compile(
    r"其中|(?<![a-z])(?:of which|of this|of the|including|which consists of|consisting of|comprising)(?![a-z])"
)
_MORE = re.compile(
    r"(?:比|较)[^，；。]{0,8}(?:增加|扩大|减少|提高|多)|增加了?(?!到|至|了)|"
    r"(?<![a-z])(?:an increase of|a decrease of|increase of|up by|growth of)(?![a-z])"
)
_MORE_AFTER = re.compile(r"[ ,]*(?:more|less|higher|lower|increase|decrease)(?: than| over| from)?(?![a-z])")
MOVE = re.compile(
    r"\s*(?:of gdp )?(?:(?:in|of|for|at the end of|by the end of) \d{4} )?"
    r"(?:(?P<up>(?:提高|增加|增|上升|扩大|提升|升|增长|攀升)(?:到|至)(?:了)?)"
    r"|(?P<down>(?:下降|减少|降|降低|缩小|减|回落)(?:到|至)(?:了)?)|to)\s*"
    r"(?:(?:去年|上年|今年|目前|现在|\d{4}年)底?的?)?"
    r"(?:约|近|超过|不到|about |around |nearly |over |more than |less than )?"
)
_WENT = re.compile(
    r"(?<![a-z])(?:(?P<up>increas|rose|ris|grew|grow|climb|up)|(?P<down>decreas|drop|fell|fall|declin|reduc|cut|down))[a-z]*"
    r" (?:[a-z-]+ ){0,4}from (?:about |around |nearly |over )?\Z"
)
_RETURNED = re.compile(
    r"(?: (?:of|in) (?:the )?[a-z0-9& -]{2,24})?,? \(?"
    r"(?:(?P<up>up|increased|rising)|(?P<down>down|reduced|falling)) from "
    r"(?:about |around |nearly |over |just )?"
)
_TURNED = Decimal("1.05")
_TO = ("至", "到", "-", "~", "to")
_DASHES = ("-", "~", "—", "－", "–")
_CHANGED = re.compile(r"[从由降减增升]|(?<![a-z])(?:from|by|decreas|increas|reduc|cut)")
FROM = re.compile(r"(?:从|由|(?<![a-z])from )[^，。；,;:]{0,12}\Z")
_LEAST_PART = Decimal(1000)
_LEAST_INCREASE = Decimal(500)
_LARGEST_MOVE = Decimal(500)
_LARGEST_ROW = Decimal(1000)
_ROW = re.compile(r"[^，。；、,;.0-9]{0,24}[、和][^，。；、0-9]{0,12}|(?: [a-z-]+){0,6},? and (?:[a-z]+ ){0,3}")
_NOUN = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2})(?:约|近|超过?|达到?|不低于|不少于)?\Z")
_REACH = 90


def pairs(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on an increase, a part or an end of a move that is out of all proportion to its other side."""
    for one, rate, other in zip(figures, figures[1:], figures[2:], strict=False):  # a whole, its rate and its part
        is_same = one.quantity.unit == other.quantity.unit != "%" and not one.quantity.per + other.quantity.per
        is_same = is_same and rate.quantity.kind == "percent"
        between = lower[one.quantity.end : other.quantity.start]
        is_part = is_same and len(between) <= _REACH and _PART.search(between) and other.quantity.value > 0
        if is_part and one.quantity.kind in KINDS and one.quantity.value > _LEAST_PART * other.quantity.value:
            yield _part(document, one, other)
    for one, other in pairwise(figures):
        first, second = one.quantity, other.quantity
        is_same = first.kind == second.kind and first.unit == second.unit and first.per == second.per
        if not is_same or first.kind not in (*KINDS, "percent") or first.value <= 0 or second.value <= 0:
            continue
        between = lower[first.end : second.start]
        if len(between) <= _REACH and "。" not in between:
            yield from _pair(document, lower, figures, one, other)


def _pair(document: Document, lower: str, figures: Sequence[Seen], one: Seen, other: Seen) -> Iterator[Flag]:
    """Yield a remark on two figures of one unit that stand side by side, by the words between them."""
    first, second = one.quantity, other.quantity
    between, ratio = lower[first.end : second.start], first.value / second.value
    if ratio > 1 and _is_range(lower, one, other, between):
        told = f'it is told as the lower end of a range up to "{second.surface}"'
        yield beside_flag(document, one, told, second.surface)
    elif MOVE.fullmatch(between) and FROM.search(lower, max(0, first.start - 20), first.start):
        yield from _moves(document, lower, one, other)
    elif came := _RETURNED.fullmatch(between):
        yield from _came_from(document, one, other, is_up=bool(came["up"]))
    elif _is_odd_row(lower, figures, (first, second), between):
        odd, like = (one, second) if ratio < 1 else (other, first)
        yield beside_flag(document, odd, f'it stands in a row with "{like.surface}"', like.surface)
    elif first.kind == "percent":
        return
    elif ratio > _LEAST_INCREASE and (_MORE.search(between) or _MORE_AFTER.match(lower, second.end)):
        yield beside_flag(document, other, f'it is told as a change of "{first.surface}"', first.surface)
    elif ratio > _LEAST_PART and _PART.search(between):
        yield _part(document, one, other)


def _part(document: Document, whole: Seen, part: Seen) -> Flag:
    surface = whole.quantity.surface
    return beside_flag(document, part, f'it is told as a part of "{surface}"', surface)


def _moves(document: Document, lower: str, one: Seen, other: Seen) -> Iterator[Flag]:
    """Yield a remark on a move that goes the other way than it is told to, or much too far."""
    first, second = one.quantity, other.quantity
    span = first.start, second.end
    ratio = first.value / second.value
    fix = _restored(first, second) if first.kind == "percent" else ""
    if way := _other_way(lower, first, second):
        yield beside_flag(document, one, f'it is told to {way} "{second.surface}"', second.surface, fix, span)
    elif not 1 / _LARGEST_MOVE <= ratio <= _LARGEST_MOVE:
        told = f'it moves between "{first.surface}" and "{second.surface}"'
        yield beside_flag(document, one if ratio < 1 else other, told, second.surface, span=span)
    elif fix:
        yield beside_flag(document, one, f'it moves to "{second.surface}"', second.surface, fix, span)


def _came_from(document: Document, one: Seen, other: Seen, *, is_up: bool) -> Iterator[Flag]:
    """Yield a remark on an amount that is told to be up or down from one on its other side: 2 %, up from 14 %."""
    now, then = one.quantity, other.quantity
    if not (then.value > now.value * _TURNED if is_up else now.value > then.value * _TURNED):
        return
    told = f'it is told to be up from "{then.surface}"' if is_up else f'it is told to be down from "{then.surface}"'
    yield beside_flag(document, one, told, then.surface, span=(now.start, then.end))


def _is_odd_row(lower: str, figures: Sequence[Seen], two: tuple[Quantity, Quantity], between: str) -> bool:
    """Return whether two figures that stand in a row are the only ones of their unit there, and far apart.

    Amounts of money are so only where they are of one thing: 铁路投资, 公路投资.
    """
    first, second = two
    if 1 / _LARGEST_ROW <= first.value / second.value <= _LARGEST_ROW or not _are_alone(figures, first):
        return False
    if first.kind == "percent" or not _ROW.fullmatch(between):
        return False
    return first.kind != "money" or _noun(lower, first.start) == _noun(lower, second.start) != ""


def _noun(lower: str, start: int) -> str:
    """Return the last two Chinese characters before a figure, or nothing."""
    found = _NOUN.search(lower, max(0, start - 6), start)
    return found["noun"] if found else ""


def _other_way(lower: str, first: Quantity, second: Quantity) -> str:
    """Return which way an amount is told to move (rise to, fall to) where it moves the other way; else nothing."""
    move = MOVE.fullmatch(lower, first.end, second.start)
    went = move if move and (move["up"] or move["down"]) else _WENT.search(lower, max(0, first.start - 60), first.start)
    if move is None or went is None:
        return ""
    if went["up"]:
        return "rise to" if first.value > second.value * _TURNED else ""
    return "fall to" if first.value * _TURNED < second.value else ""


def _are_alone(figures: Sequence[Seen], one: Quantity) -> bool:
    """Return whether a figure and another one are the only ones of their unit in the sentence."""
    return sum(figure.quantity.unit == one.unit for figure in figures) == 2


def _restored(first: Quantity, second: Quantity) -> str:
    """Return what would make a move between two levels likely, where one of them has lost its decimal point."""
    for whole, other in ((first, second), (second, first)):
        is_point = "." in other.surface and "." not in whole.surface and whole.value % 10
        if is_point and whole.value > 4 * other.value and whole.value / 10 < 3 * other.value:
            return f"With the decimal point restored it would move by way of {plain(whole.value / 10)} %."
    return ""


def _is_range(lower: str, one: Seen, other: Seen, between: str) -> bool:
    """Return whether two figures are the ends of a range: between 6.5 % and 7 %, 100万元至300万元."""
    is_between = between == " and " and lower.endswith(("between ", "between about "), 0, one.quantity.start)
    is_dash = between in _DASHES and one.quantity.kind == "percent"
    if not is_between and not is_dash and not (between.strip() in _TO and one.quantity.kind in KINDS):
        return False
    return is_between or (
        one.quantity.value > (1 if is_dash else 10) * other.quantity.value
        and not _CHANGED.search(lower, clause_start(lower, one.quantity.start), one.quantity.start)
    )
