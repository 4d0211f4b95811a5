"""Figures against one another: what an amount comes to for each of a number, and what a rate says of two amounts.

An amount for each person, mu or kilometre has a plausible size whatever it is for, and so has what an amount comes to
when it is divided by a count beside it. Three figures of one sentence can be reckoned against each other: an amount,
its increase and its rate of growth; a whole, a part and its share. Each is a remark: it may be true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.ratio_rows import EACH, PER, Each
from kaimen.extract.seen import Flag, Seen, clause_start, place_of, plain, shown
from kaimen.extract.types import Quantity

_PER_HEAD = re.compile(
    r"(?:人均|户均|每人|每户)[^，。；、]{0,16}\Z|(?:per capita|per person)(?:(?! and )[^,.;:]){0,60}\Z"
)
_EACH_BEFORE = re.compile(r"每(?:一)?(?P<each>亩|公顷|公里|千米|人|户|名|度|千瓦时)[^，。；、]{0,12}\Z")
_MONEY = frozenset({"CNY", "USD", "EUR", "HKD"})
_REACH = 90
_SPENT_ON = re.compile(
    r" (?:in|into|for|across|on) (?:the |these |all )?|[，,]?(?:用于|投向|安排|支持|建设|实施)[^，。；]{0,6}"
)
_BEFORE = 24
_INCREMENT = re.compile(
    r"(?:(?:比|较)[^，。；]{0,10})?(?:增加|增长|多|减少|下降)了?约?\Z"
    r"|(?<![a-z])(?:an? (?:increase|rise|decrease|drop) of|up(?: by)?|down(?: by)?|or)(?: (?:about|nearly|some))? ?\Z"
)
_RATE_WORDS = re.compile(
    r"(?:增长|增幅|增加|提高|下降|减少)(?:了|约|为)?\Z"
    r"|[，、,]? ?(?:或|即|or|a growth of|growth of|up|increase of|by) ?\Z"
)
_PART = re.compile(r"其中|(?<![a-z])(?:of which|of this|of these)(?![a-z])")
_SHARE = re.compile(r"(?:占比?|比重)[^，。；]{0,12}\Z|(?:account(?:s|ed|ing) for|making up|or) ?(?:about )?\Z")
_OTHER_BASIS = re.compile(
    r"实际|可比|同口径|剔除|扣除|不变价|年均|(?<![a-z])(?:real|comparable|excluding|constant|annual|average)(?![a-z])"
)
_TOLERANCE = Decimal("0.25")
_EXACT = frozenset({"=", "~", ">", ">=", "<~"})


def check_ratios(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the remarks on amounts for each (`W218`) and on figures that do not reckon up (`W226`)."""
    flags = [flag for figure in seen for flag in _for_each(document, folded.lower, figure)]
    for one, other in pairwise(seen):
        if one.context is other.context:
            flags += _divided(document, folded.lower, one, other)
            if _SPENT_ON.fullmatch(folded.lower, one.quantity.end, other.quantity.start):
                flags += _divided(document, folded.lower, other, one)
    for at in range(len(seen) - 2):
        three = seen[at : at + 3]
        if three[0].context is three[2].context:
            flags += _reckoned(document, folded.lower, *three)
    return flags


def _for_each(document: Document, lower: str, figure: Seen) -> Iterator[Flag]:
    """Yield a remark where an amount for each person, mu, kilometre and so on is of no plausible size."""
    quantity = figure.quantity
    if quantity.unit not in _MONEY or quantity.upper is not None or quantity.value <= 0:
        return
    each = quantity.per
    if not each and _PER_HEAD.search(lower, clause_start(lower, quantity.start), quantity.start):
        each = "person"
    if before := _EACH_BEFORE.search(lower, clause_start(lower, quantity.start), quantity.start):
        each = each or before["each"]
    bounds = PER.get(each)
    if bounds is None or bounds[0] <= quantity.value <= bounds[1]:
        return
    what = (
        f'"{shown(document, quantity.start, quantity.end)}" is {plain(quantity.value)} {quantity.unit} for each {each}.'
    )
    place = place_of(document, quantity.start, quantity.end)
    yield Flag(
        figure.index, _finding("W218", what, place, f"{plain(bounds[0])} to {plain(bounds[1])}", quantity.surface)
    )


def _divided(document: Document, lower: str, count: Seen, amount: Seen) -> Iterator[Flag]:
    """Yield a remark where an amount beside a count comes to too little or too much for one."""
    one, other = count.quantity, amount.quantity
    is_before = one.end <= other.start
    between = lower[one.end : other.start] if is_before else lower[max(0, other.start - _BEFORE) : one.start]
    if one.value <= 0 or len(between) > _REACH or other.change == "increment" or other.per:
        return
    row = next((row for row in EACH if _applies(row, one, other.unit, between)), None)
    if row is None:
        return
    each = other.value / one.value
    if row.low <= each <= row.high:
        return
    what = f'"{other.surface}" for "{one.surface}" {row.name} is {plain(each)} {other.unit} for each.'
    expected = f"{plain(row.low)} to {plain(row.high)} {other.unit} for each"
    place = place_of(document, min(one.start, other.start), max(one.end, other.end))
    yield Flag(amount.index, _finding("W218", what, place, expected, plain(each)))


def _applies(row: Each, one: Quantity, unit: str, between: str) -> bool:
    is_counted = row.counted.search(one.noun) or row.counted.search(one.unit)
    return row.unit == unit and bool(is_counted) and bool(row.words.search(between))


def _reckoned(document: Document, lower: str, first: Seen, second: Seen, third: Seen) -> Iterator[Flag]:
    """Yield a remark where the third figure does not follow from the two before it."""
    one, two, three = first.quantity, second.quantity, third.quantity
    told = [two, three] if three.kind == "percent" else [three, two]
    amount, rate = told
    is_whole = one.unit == amount.unit and one.kind in ("money", "mass", "area", "persons", "energy", "electricity")
    if not is_whole or rate.kind != "percent" or not {q.qualifier for q in (one, two, three)} <= _EXACT:
        return
    if any(q.upper is not None or q.value <= 0 or q.per for q in (one, two, three)) or one.value <= amount.value:
        return
    begin, end = clause_start(lower, one.start), third.quantity.end
    if end - begin > 3 * _REACH or "。" in lower[one.end : end] or _OTHER_BASIS.search(lower, begin, end):
        return
    before_amount = lower[max(one.end, amount.start - _REACH) : amount.start]
    before_rate = lower[max(one.end, rate.start - _REACH) : rate.start]
    if rate.change == "yoy" and _INCREMENT.search(before_amount) and _RATE_WORDS.search(before_rate):
        is_down = "down" in (amount.direction, rate.direction)
        base = one.value + amount.value if is_down else one.value - amount.value
    elif rate.change == "level" and amount is two and _PART.search(before_amount) and _SHARE.search(before_rate):
        base = one.value
    else:
        return
    reckoned = amount.value / base * 100 if base > 0 else Decimal(0)
    if abs(reckoned - rate.value) <= _TOLERANCE * max(reckoned, rate.value) + 1:
        return
    expected = f"{plain(round(reckoned, 1))} %"
    what = f'"{amount.surface}" beside "{one.surface}" comes to {expected}, but "{rate.surface}" is told.'
    place = place_of(document, one.start, three.end)
    yield Flag(third.index, _finding("W226", what, place, expected, rate.surface))


def _finding(code: str, what: str, place: Place, expected: str, found: str) -> Finding:
    fix = "One of the figures may have lost or gained digits; look them up. The text is unchanged."
    return Finding(code, what, place, expected, found, fix)
