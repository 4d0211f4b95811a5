"""Figures that have another size than those beside them in one sentence: a point or a scale may have been lost.

A text is compared with itself here, so the rules hold for indicators that no catalogue names. A rate of change is
compared with the other rates of its sentence, an increase with what it is an increase of, a part with its whole, the
two ends of a move with each other, an amount with two or more of the same unit. Each is a remark: it may be true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.checks import Flag, Seen, clause_start, place_of, plain, shown
from kaimen.extract.folding import Folded
from kaimen.extract.modality import cue
from kaimen.extract.types import Quantity

_KINDS = ("money", "mass", "area", "energy", "persons", "electricity", "power")
_AVERAGE = cue("annual_average average_annual annually per_year a_year 年均 平均每年")
_PART = re.compile(r"其中|(?<![a-z])(?:of which|of this|of the|which consists of|consisting of|comprising)(?![a-z])")
_MORE = re.compile(
    r"(?:比|较)[^，；。]{0,8}(?:增加|扩大|减少|提高|多)|增加了?(?!到|至|了)|"
    r"(?<![a-z])(?:an increase of|a decrease of|increase of|up by|growth of)(?![a-z])"
)
_MORE_AFTER = re.compile(r"[ ,]*(?:more|less|higher|lower|increase|decrease)(?: than| over| from)?(?![a-z])")
_MOVE = re.compile(
    r"\s*(?:(?:in|of|for|at the end of|by the end of) \d{4} )?"
    r"(?:(?P<up>(?:提高|增加|增|上升|扩大|提升|升|增长|攀升)(?:到|至)(?:了)?)"
    r"|(?P<down>(?:下降|减少|降|降低|缩小|减|回落)(?:到|至)(?:了)?)|to)\s*"
    r"(?:(?:去年|上年|今年|目前|现在|\d{4}年)底?的?)?"
    r"(?:约|近|超过|不到|about |around |nearly |over |more than |less than )?"
)
_WENT = re.compile(
    r"(?<![a-z])(?:(?P<up>increas|rose|ris|grew|grow|climb|up)|(?P<down>decreas|drop|fell|fall|declin|reduc|cut|down))[a-z]*"
    r" (?:[a-z-]+ ){0,4}from (?:about |around |nearly |over )?\Z"
)
_TURNED = Decimal("1.05")
_TO = ("至", "到", "-", "~", "to")
_MARK = re.compile("[、，,/] ?|和|及")
_FEWEST_LISTED, _FAR_IN_LIST = 2, Decimal(200)
_DASHES = ("-", "~", "—", "－", "–")
_CHANGED = re.compile(r"[从由降减增升]|(?<![a-z])(?:from|by|decreas|increas|reduc|cut)")
_FROM = re.compile(r"(?:从|由|(?<![a-z])from )[^，。；,;:]{0,12}\Z")
_LEVELLED = re.compile(r"(?:以上|(?: or more| and above))")
_RATE, _RATE_OF_AVERAGE = Decimal(5), Decimal(1)
_SAME_RATE = Decimal(3)
_LEAST_PART = Decimal(1000)
_LEAST_INCREASE = Decimal(2000)
_LARGEST_MOVE = Decimal(500)
_LARGEST_ROW = Decimal(2000)
_ROW = re.compile(r"[^，。；、,;.0-9]{0,24}[、和][^，。；、0-9]{0,12}|(?: [a-z-]+){0,6},? and (?:[a-z]+ ){0,3}")
_NOUN = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2})(?:约|近|超过?|达到?|不低于|不少于)?\Z")
_APART, _TOGETHER = Decimal(100), Decimal(6)
_SCALES = (Decimal(1000), Decimal(10000))
_REACH = 90
_MOST_BESIDE = 24
_LARGEST_RATE = Decimal(10_000)
_FEWEST_AMOUNTS, _FEW = 5, 5
_FAR_BELOW = Decimal(80)
_A_YEAR = ("", "year", "annum", "年")
_SCALED = re.compile("[万亿萬億]|illion")
_EACH = re.compile(
    r"人均|户均|每人|每户|每名|每个|每家|每月|标准|"
    r"年应纳|月销售|劳动生产率|最低|(?<![a-z])(?:per (?!year|annum)|each |threshold|standard|minimum|"
    r"monthly|annual (?:taxable )?(?:income|revenue|sales))"
)


def check_neighbours(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the remarks (`W222`) on figures of another size than those of the same kind in their sentence."""
    flags: list[Flag] = []
    for _, group in groupby(seen, key=lambda figure: figure.context.sentence.start):
        figures = [figure for figure in group if figure.quantity.tier == "testable" and figure.quantity.upper is None]
        for at in range(0, len(figures), _MOST_BESIDE):  # so that time stays linear in the length of a sentence
            beside = figures[at : at + _MOST_BESIDE]
            flags += _rates(document, folded.lower, beside)
            flags += _pairs(document, folded.lower, beside)
            flags += _sizes(document, beside)
            flags += _rows(document, folded.lower, beside)
    flags += _far_below(document, folded.lower, seen)
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
        if value <= least or restored < min(others) / _SAME_RATE / (10 if is_average else 1):
            continue
        if any("." in document.text[o.quantity.start : o.quantity.end] for o in rates if o is not figure):
            others_told = f"the other rates of the sentence are at most {plain(max(others))} %"
            fix = f"With the decimal point restored it would be {plain(restored)} %."
            yield _flag(document, figure, others_told, plain(max(others)), fix)


def _pairs(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on an increase, a part or an end of a move that is out of all proportion to its other side."""
    for one, other in zip(figures, figures[2:], strict=False):  # a rate may stand between a whole and its part
        is_same = one.quantity.unit == other.quantity.unit != "%" and not one.quantity.per + other.quantity.per
        between = lower[one.quantity.end : other.quantity.start]
        is_part = is_same and len(between) <= _REACH and _PART.search(between) and other.quantity.value > 0
        if is_part and one.quantity.kind in _KINDS and one.quantity.value > _LEAST_PART * other.quantity.value:
            yield _flag(document, other, f'it is told as a part of "{one.quantity.surface}"', one.quantity.surface)
    for one, other in pairwise(figures):
        first, second = one.quantity, other.quantity
        if first.kind == second.kind == "money" and first.unit != second.unit:
            yield from _currencies(document, lower, one, other)
        is_same = first.kind == second.kind and first.unit == second.unit and first.per == second.per
        if not is_same or first.kind not in (*_KINDS, "percent") or first.value <= 0 or second.value <= 0:
            continue
        between = lower[first.end : second.start]
        if len(between) > _REACH or "。" in between:
            continue
        ratio = first.value / second.value
        is_move = bool(_MOVE.fullmatch(between)) and bool(_FROM.search(lower, max(0, first.start - 20), first.start))
        is_increase = bool(_MORE.search(between)) or bool(_MORE_AFTER.match(lower, second.end))
        if ratio > 1 and _is_range(lower, one, other, between):
            yield _flag(
                document, one, f'it is told as the lower end of a range up to "{second.surface}"', second.surface
            )
        elif is_move:
            yield from _moves(document, lower, one, other)
        elif _is_odd_row(lower, figures, (first, second), between):
            odd, like = (one, second) if ratio < 1 else (other, first)
            yield _flag(document, odd, f'it stands in a row with "{like.surface}"', like.surface)
        elif first.kind != "percent" and is_increase and ratio > _LEAST_INCREASE:
            yield _flag(document, other, f'it is told as a change of "{first.surface}"', first.surface)
        elif first.kind != "percent" and _PART.search(between) and ratio > _LEAST_PART:
            yield _flag(document, other, f'it is told as a part of "{first.surface}"', first.surface)


def _moves(document: Document, lower: str, one: Seen, other: Seen) -> Iterator[Flag]:
    """Yield a remark on a move that goes the other way than it is told to, or much too far."""
    first, second = one.quantity, other.quantity
    span = first.start, second.end
    ratio = first.value / second.value
    fix = _restored(first, second) if first.kind == "percent" else ""
    if way := _other_way(lower, first, second):
        yield _flag(document, one, f'it is told to {way} "{second.surface}"', second.surface, fix, span)
    elif not 1 / _LARGEST_MOVE <= ratio <= _LARGEST_MOVE:
        told = f'it moves between "{first.surface}" and "{second.surface}"'
        yield _flag(document, one if ratio < 1 else other, told, second.surface, span=span)
    elif fix:
        yield _flag(document, one, f'it moves to "{second.surface}"', second.surface, fix, span)


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
    move = _MOVE.fullmatch(lower, first.end, second.start)
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


def _currencies(document: Document, lower: str, one: Seen, other: Seen) -> Iterator[Flag]:
    """Yield a remark on a move that begins in one currency and ends in another."""
    first, second = one.quantity, other.quantity
    is_from = _FROM.search(lower, max(0, first.start - 20), first.start)
    if len(lower[first.end : second.start]) > _REACH or not is_from:
        return
    if _MOVE.fullmatch(lower, first.end, second.start):
        what = f'"{first.surface}" and "{second.surface}" are the ends of one move in two currencies.'
        place = place_of(document, first.start, second.end)
        fix = "Check which currency it is; the text is unchanged."
        yield Flag(other.index, Finding("W217", what, place, first.unit, second.surface, fix))


def _is_range(lower: str, one: Seen, other: Seen, between: str) -> bool:
    """Return whether two figures are the ends of a range: between 6.5 % and 7 %, 100万元至300万元."""
    is_between = between == " and " and lower.endswith(("between ", "between about "), 0, one.quantity.start)
    is_dash = between in _DASHES and one.quantity.kind == "percent"
    if not is_between and not is_dash and not (between.strip() in _TO and one.quantity.kind in _KINDS):
        return False
    return is_between or (
        one.quantity.value > (1 if is_dash else 10) * other.quantity.value
        and not _CHANGED.search(lower, clause_start(lower, one.quantity.start), one.quantity.start)
    )


def _sizes(document: Document, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on an amount that two or more others of its unit are far from, and that a scale would join."""
    for figure in figures:
        quantity = figure.quantity
        if quantity.kind not in _KINDS or quantity.value <= 0 or quantity.per:
            continue
        others = [
            o.quantity.value
            for o in figures
            if o is not figure and o.quantity.unit == quantity.unit and not o.quantity.per and o.quantity.value > 0
        ]
        if len(others) < 2 or _LEVELLED.match(document.text, quantity.end):
            continue
        low, high = min(others) / _TOGETHER, max(others) * _TOGETHER
        is_apart = quantity.value > _APART * max(others) or quantity.value * _APART < min(others)
        joined = [v for s in _SCALES for v in (quantity.value / s, quantity.value * s) if low <= v <= high]
        if is_apart and joined:
            told = f"the other amounts of the sentence are {plain(min(others))} to {plain(max(others))} {quantity.unit}"
            fix = f"With another scale it would be {plain(joined[0])} {quantity.unit}."
            yield _flag(document, figure, told, f"{plain(min(others))} to {plain(max(others))}", fix)


def _rows(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on the amount of a bare list (给予1000万元、800万元、500万元) that is far from both beside it."""
    for before, figure, after in zip([None, *figures], figures, [*figures[1:], None], strict=False):
        near = [other.quantity.value for other in (before, after) if other and _is_listed(lower, figure, other)]
        value = figure.quantity.value
        if len(near) < _FEWEST_LISTED or not (value > _FAR_IN_LIST * max(near) or value * _FAR_IN_LIST < min(near)):
            continue
        told = f"those beside it in the list are {plain(min(near))} to {plain(max(near))} {figure.quantity.unit}"
        yield _flag(document, figure, told, f"{plain(min(near))} to {plain(max(near))}")


def _is_listed(lower: str, one: Seen, other: Seen) -> bool:
    """Return whether two amounts stand side by side in a list with nothing but a mark between them."""
    first, second = sorted((one.quantity, other.quantity), key=lambda quantity: quantity.start)
    is_same = first.unit == second.unit and first.kind in _KINDS and first.value > 0 and second.value > 0
    return is_same and bool(_MARK.fullmatch(lower, first.end, second.start))


def _far_below(document: Document, lower: str, seen: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on amounts of money far below all others that the text tells of in that currency."""
    for _, group in groupby(sorted(_totals(lower, seen), key=lambda f: f.quantity.unit), key=lambda f: f.quantity.unit):
        figures = sorted(group, key=lambda figure: figure.quantity.value)
        if len(figures) < _FEWEST_AMOUNTS:
            continue
        usual = figures[len(figures) // 2].quantity.value
        for figure in figures[: len(figures) // _FEW]:
            quantity = figure.quantity
            if quantity.value * _FAR_BELOW < usual:
                told = f"half of the amounts of the text are {plain(usual)} {quantity.unit} and more"
                yield _flag(document, figure, told, f"{plain(usual)} {quantity.unit}")


def _totals(lower: str, seen: Sequence[Seen]) -> Iterator[Seen]:
    """Yield the amounts of money that are totals: not what one gets or makes, nor the bound of a class."""
    for figure in seen:
        quantity = figure.quantity
        if quantity.kind != "money" or quantity.tier != "testable" or quantity.upper is not None:
            continue
        if quantity.per not in _A_YEAR or not _SCALED.search(quantity.surface.lower()):
            continue
        is_origin = _FROM.search(lower, max(0, quantity.start - 20), quantity.start)
        is_each = _EACH.search(lower, clause_start(lower, quantity.start), quantity.end + len("标准"))
        is_bound = quantity.change != "increment" and _LEVELLED.match(lower, quantity.end)
        if not is_origin and not is_each and not is_bound:
            yield figure


def _flag(
    document: Document, figure: Seen, why: str, expected: str, fix: str = "", span: tuple[int, int] = (0, 0)
) -> Flag:
    quantity = figure.quantity
    what = f'"{shown(document, quantity.start, quantity.end)}" is of another size than what stands beside it: {why}.'
    start, end = span if span[1] else (quantity.start, quantity.end)
    place = place_of(document, start, end)
    advice = " ".join([*([fix] if fix else []), "Look it up in another source; the text is unchanged."])
    return Flag(figure.index, Finding("W222", what, place, expected, quantity.surface, advice))
