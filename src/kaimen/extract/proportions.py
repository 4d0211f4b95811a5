"""Amounts with their proportions: both ends of a move and its rate, a part, its whole and its share, a share of output.

Each rule compares a percentage with what two amounts come to, one of which may be a nation's output of the year. What
differs by more than rounding and other bases can explain is a remark (`W226`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.indicators import Indicator, find_indicator, national_output
from kaimen.extract.seen import Flag, Seen, clause_start, place_of, plain, shown
from kaimen.extract.spans import level_of, year_of
from kaimen.extract.types import Quantity

_KINDS = ("money", "mass", "area", "persons", "energy", "electricity", "count", "power", "length")
_REACH = 90
_FROM = re.compile(r"(?:[从由]|(?<![a-z])from )[^，。；,;:]{0,16}\Z")
_ORIGIN = re.compile(r"(?:[从由自]|(?<![a-z])from )")
_TO = re.compile(
    r"[^，。；,;:0-9]{0,6}(?:(?:in|at the end of|by) )?(?:\d{4})?年?(?:底|末)?[^，。；,;:0-9]{0,4}?"
    r"(?:提高|增加|增长|扩大|上升|提升|发展|下降|减少|降低|缩小|升|降|增|减)?(?:到|至|为| to )[^，。；,;:]{0,24}"
)
_RATE = re.compile(
    r"[^。；;]{0,24}(?:增长|增幅|增加|提高|下降|减少|年均|递增|up|increase|growth|rise|fall|decrease|decline|down|rate|by|or)[^。；;,，]{0,24}"
)
_THAN = re.compile(r"[，, ]*(?:比|较)[^，。；,;0-9]{0,12}")
_ROSE = re.compile(r"(?:实际)?(?:增长|增加|提高|下降|减少|降低|上升)(?:了|约)?")
_AVERAGE = re.compile(r"年均|每年|(?<![a-z])(?:annual|annually|a year|per year|average)(?![a-z])")
_YEAR, _MOST_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)"), 60
_OTHER_BASIS = re.compile(
    r"实际|可比|同口径|剔除|扣除|不变价|(?<![a-z])(?:real|comparable|excluding|constant)(?![a-z])"
)
_SHARE_OF = re.compile(r"[，、,（( ]*(?:仅|约|就)?(?:占|(?:or )?account(?:s|ed|ing) for)[^，。；,;:]{0,24}")
_OF_WHOLE = re.compile(r"(?:的|的比重[为达]?|的比例[为达]?|比重[为达]?)(?:约|超过|近)?\Z")
_OF_THE = re.compile(r" of (?:the |its |all |our )?(?:total |whole |overall )?[^,.;:0-9]{0,40}\Z")
_OF_OUTPUT = re.compile(
    r"[，、,（( ]*(?:仅|约|就)?(?:占|相当于|为)(?:当年|全国|同期)?(?:国内生产总值|gdp)的?"
    r"(?:比重|比例)?[^，。；0-9]{0,12}"
)
_OF_OUTPUT_BEFORE = re.compile("(?:占|相当于)(?:当年|全国|同期)?(?:国内生产总值|gdp)[^，。；0-9]{0,12}\\Z")
_BEFORE_OUTPUT = re.compile(
    r",? ?\(?(?:(?:or|which is|equivalent to|equal to|accounting for|representing|an? (?:in|de)crease to|making up"
    r"|amounting to) )?(?:about |around |nearly |approximately )?"
)
_OF_OUTPUT_AFTER = re.compile(r" of (?:the |china's |our |the country's )?(?:gdp|gross domestic product)(?![a-z])")
_EXACT = frozenset({"=", "~", ">", ">=", "<~", "<="})
_TOLERANCE, _FAR = Decimal("0.25"), Decimal(4)


def check_proportions(
    document: Document, folded: Folded, seen: Sequence[Seen], indicators: Sequence[Indicator]
) -> list[Flag]:
    """Return the flags on percentages that two amounts do not come to (`W226`), and on shares of output (`E213`)."""
    flags: list[Flag] = []
    totals = tuple(indicator for indicator in indicators if indicator.of_output)
    for at, rate in enumerate(seen):
        if rate.quantity.kind != "percent" or rate.quantity.upper is not None or rate.quantity.value <= 0:
            continue
        before = [s for s in seen[max(0, at - 2) : at] if s.context is rate.context and _is_amount(s.quantity)]
        after = [s for s in seen[at + 1 : at + 2] if s.context is rate.context and _is_amount(s.quantity)]
        flags += _of_output(document, folded.lower, before, rate)
        flags += _as_ever(document, folded.lower, rate, totals)
        if len(before) == 2:
            flags += _moved(document, folded.lower, before[0], before[1], rate)
            flags += _share(document, folded.lower, before[0], before[1], rate)
            flags += _against(document, folded.lower, before[0], before[1], rate)
        if before and after:
            flags += _share_before(document, folded.lower, before[-1], rate, after[0])
    return flags


def _is_amount(quantity: Quantity) -> bool:
    return (
        quantity.kind in _KINDS
        and quantity.upper is None
        and quantity.value > 0
        and quantity.qualifier in _EXACT
        and quantity.tier == "testable"
    )


def _moved(document: Document, lower: str, one: Seen, other: Seen, rate: Seen) -> Iterator[Flag]:
    """Yield a remark where an amount moved from one size to another by another rate than the one told."""
    first, last, told = one.quantity, other.quantity, rate.quantity
    if first.unit != last.unit or told.change != "yoy" or told.start - last.end > _REACH:
        return
    between, after = lower[first.end : last.start], lower[last.end : told.start]
    begins = _FROM.search(lower, max(0, first.start - 24), first.start)
    if not begins or not _TO.fullmatch(between) or not _RATE.fullmatch(after) or _OTHER_BASIS.search(after):
        return
    ratio = last.value / first.value
    if _AVERAGE.search(after) or _AVERAGE.match(lower, told.end + 1):
        named = [int(year) for year in _YEAR.findall(lower, max(0, first.start - 24), last.start)]
        years = max(named) - min(named) if len(named) > 1 else 0
        if not 1 < years < _MOST_YEARS:
            return
        ratio = Decimal(float(ratio) ** (1 / years))
    yield from _compared(document, abs(ratio - 1) * 100, one, rate, f'From "{first.surface}" to "{last.surface}"')


def _against(document: Document, lower: str, one: Seen, base: Seen, rate: Seen) -> Iterator[Flag]:
    """Yield a remark where an amount, the one of before and a rate do not agree: A，比上年的B增长r%."""
    now, then, told = one.quantity, base.quantity, rate.quantity
    opens, closes = lower[now.end : then.start], lower[then.end : told.start]
    if now.unit == then.unit and _THAN.fullmatch(opens) and _ROSE.fullmatch(closes):
        ratio = now.value / then.value
        yield from _compared(document, abs(ratio - 1) * 100, one, rate, f'From "{then.surface}" to "{now.surface}"')


def _share(document: Document, lower: str, part: Seen, whole: Seen, rate: Seen) -> Iterator[Flag]:
    """Yield a remark on a part that is told as another share of a whole than it is: A, 占 B 的 x %."""
    one, two, told = part.quantity, whole.quantity, rate.quantity
    if one.unit != two.unit or told.change != "level" or told.start - two.end > _REACH or one.value >= two.value:
        return
    opens, closes = lower[one.end : two.start], lower[two.end : told.start]
    if _SHARE_OF.fullmatch(opens) and _OF_WHOLE.fullmatch(closes):
        how = f'"{one.surface}" of "{two.surface}"'
        yield from _compared(document, one.value / two.value * 100, part, rate, how)


def _share_before(document: Document, lower: str, part: Seen, rate: Seen, whole: Seen) -> Iterator[Flag]:
    """Yield a remark on a part whose share is told before its whole: A, x % of the total of B."""
    one, told, two = part.quantity, rate.quantity, whole.quantity
    if one.unit != two.unit or told.change != "level" or one.value >= two.value or two.start - one.end > _REACH:
        return
    if _SHARE_OF.match(lower, one.end, told.start) and _OF_THE.fullmatch(lower[told.end : two.start]):
        how = f'"{one.surface}" of "{two.surface}"'
        yield from _compared(document, one.value / two.value * 100, part, rate, how)


def _of_output(document: Document, lower: str, before: Sequence[Seen], rate: Seen) -> Iterator[Flag]:
    """Yield a remark where an amount is told as another share of a nation's output than it can be."""
    told = rate.quantity
    if not before or told.change == "yoy":
        return
    amount = before[-1]
    between = lower[amount.quantity.end : told.start]
    is_after = _OF_OUTPUT_AFTER.match(lower, told.end) and _BEFORE_OUTPUT.fullmatch(between)
    if not is_after and not _OF_OUTPUT.fullmatch(between):
        return
    year = year_of(document, amount)
    is_total = amount.quantity.unit == "CNY" and amount.quantity.change != "increment"
    if not is_total or year is None or level_of(lower, amount, "") != "nation":
        return
    share = amount.quantity.value / national_output(year) * 100
    if not 1 / _FAR <= share / told.value <= _FAR:
        how = f'As a share of the output of {year}, "{amount.quantity.surface}"'
        yield from _compared(document, share, amount, rate, how)


def _as_ever(document: Document, lower: str, rate: Seen, indicators: Sequence[Indicator]) -> Iterator[Flag]:
    """Yield a finding on a share of output that is told of an indicator and has never been so."""
    told = rate.quantity
    begin = clause_start(lower, told.start)
    before = _OF_OUTPUT_BEFORE.search(lower, begin, told.start)
    if told.change == "yoy" or not (before or _OF_OUTPUT_AFTER.match(lower, told.end)):
        return
    found = find_indicator(lower, begin, before.start() if before else told.start, indicators)
    bounds = found[0].size[0] if found and found[0].of_output else None
    if found is None or bounds is None:
        return
    low, high = (None if bound is None else bound * 100 for bound in bounds)
    if (low is None or told.value >= low) and (high is None or told.value <= high):
        return
    what = (
        f'"{shown(document, told.start, told.end)}": {found[0].name} of a nation has not been such a share of output.'
    )
    expected = " to ".join(f"{plain(bound)} %" for bound in (low or Decimal(0), high) if bound is not None)
    fix = "Look it up in another source; the text is unchanged."
    place = place_of(document, told.start, told.end)
    yield Flag(rate.index, Finding("E213", what, place, expected, told.surface, fix))


def _compared(document: Document, reckoned: Decimal, amount: Seen, rate: Seen, how: str) -> Iterator[Flag]:
    told = rate.quantity
    if abs(reckoned - told.value) <= _TOLERANCE * max(reckoned, told.value) + 1:
        return
    expected = f"{plain(round(reckoned, 1))} %"
    what = f'{how} comes to {expected}, but "{told.surface}" is told.'
    fix = "One of the figures may have lost or gained digits; look them up. The text is unchanged."
    place = place_of(document, amount.quantity.start, told.end)
    yield Flag(rate.index, Finding("W226", what, place, expected, told.surface, fix))
