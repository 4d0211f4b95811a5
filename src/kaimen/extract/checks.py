"""Figures that cannot be true: changes and sizes outside what an indicator has been, shares above the whole.

Each check compares one figure with the catalogue of indicators (`indicators`). Over several years the bounds of a
change are compounded; a yearly average keeps them. A figure outside is a finding with the reading that would lie
inside: a decimal point restored, 万 for 亿, another currency. The text is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.discourse import Context, when_of
from kaimen.extract.folding import Folded
from kaimen.extract.indicator_rows import (
    CEILINGS,
    GROWTH_ONLY,
    MOST_OF_PLAN,
    MOST_PERSONS,
    MOST_TRIPS,
    MULTIPLE_WORDS,
    NATIONAL,
    SHARES_OF_A_WHOLE,
    SLOWER_AFTER,
)
from kaimen.extract.indicators import Indicator, Range, find_contribution, find_indicator, in_unit
from kaimen.extract.modality import cue
from kaimen.extract.nouns import noun_phrase
from kaimen.extract.number_words import ENGLISH_NUMBERS
from kaimen.extract.numerals import chinese_value
from kaimen.extract.periods import Mention
from kaimen.extract.types import Quantity

CLAUSE_END = re.compile(r"[，。；：！？、;:!?\n]|,(?!\d)|\.(?!\d)")
_OF_TOTAL = re.compile(r" of (?:the )?(?:total|whole)(?![a-z])")
_SHARES, _MULTIPLES = cue(SHARES_OF_A_WHOLE), cue(MULTIPLE_WORDS)
_AVERAGE = cue("annual average average_annual annually per_year a_year per_annum 年均 平均每年")
_LARGEST_CONTRIBUTION = 300
_NAMED_AFTER = ("persons", "mass")
_NAMED_AFTER_OF = re.compile(r" (?:of|in) (?:the )?(?:[a-z-]+ ){0,5}[a-z-]+")
_OF_WHAT = re.compile(r" of [a-z -]{1,24}")
_AHEAD, _AHEAD_HAN = 12, 6
_SHORT_CLAUSE, _SHORT_HAN_CLAUSE = 40, 12
"""Characters of a clause that names no indicator of its own: an increase of, 比上年增长."""
_BACK, _GOES_ON = 120, 20
_CLAUSE_BACK = 44
_ZERO = re.compile(r"0(?P<rest>\d{1,3})(?![\d,.])")
_NEAR, _NEAR_HAN = 80, 20
_ORIGIN = re.compile(
    r"(?:(?<![a-z])(?:from|by)|[从由])(?: (?:about|more than|less than|over|around)|不到|约|超过)?\s?\Z"
)
_PER_HEAD = re.compile("人均|户均|per capita|per person|per household")
_SUMMED = re.compile(
    r"累计|总共|[三四五六七八九十]年|\d年来|cumulative|in total|over the (?:past|last)"
    r"|(?:two|three|four|five|ten|-)[- ]?years?(?![a-z])"
)
_YEARS_TOLD = re.compile(
    r"(?P<word>two|three|four|five|six|ten|\d{1,2})[- ]years?(?! ?(?:action|plan))(?![a-z])"
    r"|(?P<han>[三四五六七八九十])年"
)
_ANYTHING = Indicator("an indicator not named", "", "", "", ((Decimal(-99), Decimal(120)),) * 3, (None,) * 3)
"""What no other row names: it more than doubles in a year so seldom that it is asked for."""
_DAILY = re.compile("日处理|日产|每日|每天|日均|(?<![a-z])(?:daily|a day|per day)(?![a-z])")
_WORLD = re.compile(
    "世界|全球|各国|多国|国家和地区|亚|欧|非洲|人类|(?<![a-z])(?:world|global|asia|countries|humanity|mankind|continent)"
)
_A_DAY = ("day", "日", "天")
_MOST_TRIPS = Decimal(MOST_TRIPS)
_MOST_IN = {level: Decimal(most) for level, most in zip(*[iter(MOST_PERSONS.split())] * 2, strict=True)}
_MOST = {unit: Decimal(most) for unit, most in zip(*[iter(CEILINGS.split())] * 2, strict=True)}
_TIMES = re.compile("次|(?:trips|visits|times)")
_CLASS = re.compile(
    r"吨级|(?<=-to)n(?= (?:[a-z]+ ){0,2}(?:[a-z]*ship|plant|refinery|mill|dock|port|berth|carrier|tanker))"
)
_MOST_OF_ONE = Decimal(10**8)
"""Tonnes that one plant makes in a year or one ship bears, at most."""
_SELDOM, _NEVER = Decimal(60), Decimal(1000)
"""Rates without a decimal point above these are asked for: in one year, and over any time (told as a multiple)."""
_POINT = (Decimal(10), Decimal(100))
_SCALES = (Decimal(10), Decimal(10000), Decimal(100), Decimal(1000))


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


def with_indicators(
    lower: str, pairs: Sequence[tuple[int, Quantity, Context]], indicators: Sequence[Indicator]
) -> list[Seen]:
    """Return the figures with their indicators: named in the clause, or before the figure that the clause goes on."""
    seen = []
    for number, (at, quantity, context) in enumerate(pairs):
        before = pairs[number - 1][1] if number and pairs[number - 1][2] is context else None
        found = _indicator(lower, quantity, before, indicators) if quantity.tier == "testable" else None
        seen.append(Seen(at, quantity, context, *(found or (None, -1))))
    return seen


def check_figures(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the flags on figures that cannot be true."""
    flags: list[Flag] = []
    for figure in seen:
        zero = list(_leading_zero(document, figure))
        if zero:
            flags += [Flag(figure.index, finding) for finding in zero]
            continue
        if figure.quantity.kind == "percent" and figure.quantity.change == "yoy":
            found = list(_growth(document, folded, figure))
        else:
            found = list(_share(document, folded, figure)) or list(_size(document, folded, figure))
        flags += [Flag(figure.index, finding) for finding in found]
    return flags


def clause_start(lower: str, at: int) -> int:
    """Return where the clause before a place begins, at most some 120 characters before."""
    begin = max(0, at - _BACK)
    for stop in CLAUSE_END.finditer(lower, begin, at):
        begin = stop.end()
    return begin


def _clause_end(lower: str, at: int) -> int:
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


def _indicator(
    lower: str, quantity: Quantity, before: Quantity | None, indicators: Sequence[Indicator]
) -> tuple[Indicator, int] | None:
    begin = clause_start(lower, quantity.start)
    is_level = quantity.kind == "percent" and quantity.change != "yoy"
    if quantity.kind in _NAMED_AFTER:
        own = find_indicator(lower, quantity.start, _named_until(lower, quantity), indicators)
        if own:
            return own
    own = find_indicator(lower, begin, quantity.start, indicators, of_whole=is_level)
    if own is None and (after := _NAMED_AFTER_OF.match(lower, quantity.end)):
        own = find_indicator(lower, quantity.end, after.end(), indicators)
    words = lower[begin : quantity.start]
    if own or len(words) > (_SHORT_CLAUSE if words.isascii() else _SHORT_HAN_CLAUSE) or before is None:
        return own
    return find_indicator(lower, clause_start(lower, before.start), before.start, indicators)


def _named_until(lower: str, quantity: Quantity) -> int:
    """Return the end of what is counted or weighed, after the figure: 9 million new urban jobs, 27 tons of steel."""
    if lower[quantity.end - 1] > "\u3400":
        stop = CLAUSE_END.search(lower, quantity.end, quantity.end + _AHEAD_HAN)
        return stop.start() if stop else quantity.end + _AHEAD_HAN
    after = _OF_WHAT.match(lower, quantity.end)
    return after.end() if after else quantity.end + len(noun_phrase(lower, quantity.end)) + 1


def _leading_zero(document: Document, figure: Seen) -> Iterator[Finding]:
    """Yield a finding for a figure such as 09 %: a decimal point was lost."""
    match = _ZERO.match(figure.quantity.surface)
    if match is None or figure.quantity.kind not in ("percent", "points", "money", "mass", "area"):
        return
    place = place_of(document, figure.quantity.start, figure.quantity.end)
    what = f'"{figure.quantity.surface}": no amount is written with a leading zero.'
    fix = f"With the decimal point restored it would be 0.{match['rest']}. The text is unchanged."
    yield Finding("E213", what, place, "a number", figure.quantity.surface, fix)


def _growth(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    quantity = figure.quantity
    level = level_of(folded.lower, figure, "province")
    years = _years(document, folded, figure)
    indicator = figure.indicator or _ANYTHING
    last = year_of(document, figure)
    bounds = indicator.changes(level, years, last)
    if bounds is None or (
        figure.indicator is None
        and _MULTIPLES.search(folded.lower, quantity.start, _clause_end(folded.lower, quantity.end))
    ):
        return
    rate = -abs(quantity.value) if quantity.direction == "down" else quantity.value
    low, high = bounds
    is_doubtful = _is_without_point(quantity) and abs(rate) > (_SELDOM if years == 1 else _NEVER)
    if low <= rate <= high and not is_doubtful:
        return
    if is_doubtful and years == 1:
        low, high = max(low, -_SELDOM), min(high, _SELDOM)
    sign = -1 if quantity.direction == "down" else 1
    shifted = next((rate / shift for shift in _POINT if low <= rate / shift <= high), None)
    span = "in one year" if years == 1 else f"over {years} years"
    if indicator.is_slower(years, last):
        span = f"{span} since {SLOWER_AFTER + 1}"
    what = (
        f'"{shown(document, quantity.start, quantity.end)}": a change of {indicator.name} of {plain(rate)} % is '
        f"outside what a {level} has seen {span}."
    )
    fix = "Look it up in another source; the text is unchanged."
    if shifted is not None:
        fix = f"With the decimal point restored it would be {plain(shifted * sign)} %. {fix}"
    place = place_of(document, quantity.start, quantity.end)
    code = "E210" if figure.indicator and not bounds[0] <= rate <= bounds[1] else "W219"
    yield Finding(code, what, place, f"{plain(low)} % to {plain(high)} %", quantity.surface, fix)


def _is_without_point(quantity: Quantity) -> bool:
    """Return whether a rate is a whole number that is not round, as one is that has lost its decimal point."""
    return "." not in quantity.surface and quantity.value % 10 != 0


def _share(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    quantity, context = figure.quantity, figure.context
    if quantity.kind != "percent" or quantity.change != "level" or quantity.value <= 100:
        return
    low = max(context.sentence.start, clause_start(folded.lower, quantity.start))
    is_share = _SHARES.search(folded.lower, low, quantity.start) or _OF_TOTAL.match(folded.lower, quantity.end)
    is_large = quantity.value > _LARGEST_CONTRIBUTION
    is_contribution = is_large and find_contribution(folded.lower, low, quantity.start)
    is_multiple = _MULTIPLES.search(folded.lower, low, quantity.end + 20)
    if is_multiple and not is_contribution and (quantity.value <= MOST_OF_PLAN or not _is_without_point(quantity)):
        return
    shifted = quantity.value / 10
    told = "contribution to growth has not been so large"
    if not is_contribution:
        told = "share of a whole cannot be above 100 %" if is_share else "level above 100 % is seldom told of"
    what = f'"{shown(document, quantity.start, quantity.end)}": a {told}.'
    fix = "Look it up in another source; the text is unchanged."
    if shifted <= 100:
        fix = f"With the decimal point restored it would be {plain(shifted)} %. {fix}"
    place = place_of(document, quantity.start, quantity.end)
    yield Finding("E211" if is_share or is_contribution else "W219", what, place, "0 % to 100 %", quantity.surface, fix)


def _size(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    """Yield a finding where an amount or a rate is outside what its indicator has been in that year."""
    quantity, indicator = figure.quantity, figure.indicator
    if (most := _ceiling(folded, figure)) is not None and quantity.value > most:
        what = f'"{shown(document, quantity.start, quantity.end)}": there is not so much of it.'
        place = place_of(document, quantity.start, quantity.end)
        fix = "Look it up in another source; the text is unchanged."
        yield Finding("E213", what, place, f"0 to {plain(most)} {quantity.unit}", quantity.surface, fix)
        return
    if indicator is None or quantity.change == "yoy" or quantity.per or quantity.upper is not None:
        return
    is_size = quantity.change != "increment" and _is_size(folded.lower, figure)
    if not is_size and quantity.kind != "mass":
        return
    level = level_of(folded.lower, figure, "")
    bounds = indicator.sizes(level, year_of(document, figure))
    value = in_unit(quantity.value, quantity.unit, indicator)
    if bounds is not None and indicator.unit != "%":
        bounds = _over_years(bounds, document, folded, figure)
    if bounds is not None and not is_size:
        bounds = None, bounds[1]  # what is added or taken away is no larger than the whole
    if bounds is None or value is None or _inside(value, bounds):
        return
    low, high = bounds
    what = (
        f'"{shown(document, quantity.start, quantity.end)}": {plain(quantity.value)} {quantity.unit} is outside what '
        f"{indicator.name} of a {level} has been."
    )
    expected = " to ".join(plain(bound) for bound in (low or Decimal(0), high) if bound is not None)
    fix = f"{_likely(quantity, value, indicator, bounds)}Look it up in another source; the text is unchanged."
    place = place_of(document, quantity.start, quantity.end)
    yield Finding("E213", what, place, f"{expected} {indicator.unit}", quantity.surface, fix)


def _ceiling(folded: Folded, figure: Seen) -> Decimal | None:
    """Return more than there is of what a figure measures; None where nobody knows."""
    lower, quantity = folded.lower, figure.quantity
    if quantity.kind == "persons" and _TIMES.search(quantity.surface):
        return _MOST_TRIPS
    begin = clause_start(lower, quantity.start)
    if quantity.unit == "tonne" and _CLASS.match(lower, quantity.end - 1):
        return _MOST_OF_ONE
    if quantity.unit in ("tonne", "m3") and (quantity.per in _A_DAY or _DAILY.search(lower, begin, quantity.start)):
        return _MOST["tonne"] / 365
    if quantity.kind == "persons":
        is_world = _WORLD.search(lower, begin, quantity.end + _CLAUSE_BACK)
        return _MOST_IN["world" if is_world else level_of(lower, figure, "world")]
    return _MOST.get(quantity.unit)


def _is_size(lower: str, figure: Seen) -> bool:
    """Return whether a figure says how large its indicator is: named near it, not a change, an origin or a part."""
    start = figure.quantity.start
    between = lower[figure.at : start]
    if len(between) > (_NEAR if between.isascii() else _NEAR_HAN) or between.startswith(GROWTH_ONLY):
        return False
    if CLAUSE_END.search(between) or _MULTIPLES.search(between) or _ORIGIN.search(between):
        return False
    is_total = figure.indicator is not None and figure.indicator.of_output
    return not (is_total and _PER_HEAD.search(lower, clause_start(lower, start), start))


def _over_years(bounds: Range, document: Document, folded: Folded, figure: Seen) -> Range | None:
    """Return the bounds of what adds up over the years of a figure; None where it adds up over an unknown time."""
    years = _years(document, folded, figure)
    sentence = figure.context.sentence
    if years == 1:
        return None if _SUMMED.search(folded.lower, sentence.start, figure.quantity.start) else bounds
    low, high = bounds
    return low, high * years if high is not None else None


def _inside(value: Decimal, bounds: Range) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


def _likely(quantity: Quantity, value: Decimal, indicator: Indicator, bounds: Range) -> str:
    """Return the reading that would lie inside, as a sentence; or nothing."""
    if quantity.unit != indicator.unit and _inside(quantity.value, bounds):
        return f"In {indicator.unit} it would be inside. "
    for scale in _SCALES:
        for shifted in (value / scale, value * scale):
            if _inside(shifted, bounds) and (bounds[0] is not None or shifted < value):
                how = "10,000" if scale == _SCALES[1] else plain(scale)
                word = "divided" if shifted < value else "multiplied"
                return f"It would be inside {word} by {how}: {plain(shifted)} {indicator.unit}. "
    return ""


def level_of(lower: str, figure: Seen, unknown: str) -> str:
    """Return whether a figure is a nation's, a province's or a city's; `unknown` where the text does not say."""
    if NATIONAL.search(lower, clause_start(lower, figure.quantity.start), figure.quantity.start):
        return "nation"
    code = figure.context.where.adcode if figure.context.where else None
    if code == "100000" or (code and len(code) == 2):
        return "nation"
    if not code or not code.isdigit():
        return unknown  # bounds of provinces are China's
    return "province" if code.endswith("0000") else "city"


def year_of(document: Document, figure: Seen) -> int | None:
    """Return the year in which the period of a figure ends, else that of publication."""
    when, _ = when_of(figure.context, document.text, figure.quantity.start, figure.quantity.end)
    if when and when.last:
        return when.last.year
    return document.published.year if document.published else None


def _years(document: Document, folded: Folded, figure: Seen) -> int:
    """Return the years a rate spans: those of its period, or one where it is a yearly rate or the period is shorter."""
    quantity, context = figure.quantity, figure.context
    begin = max(context.sentence.start, clause_start(folded.lower, quantity.start))
    stop = CLAUSE_END.search(folded.lower, quantity.end, min(context.sentence.end, quantity.end + _CLAUSE_BACK))
    if _AVERAGE.search(folded.lower, begin, min(stop.start() if stop else context.sentence.end, quantity.end + _AHEAD)):
        return 1
    _, mention = when_of(context, document.text, quantity.start, quantity.end)
    base = _base(folded.lower, context, quantity)
    if base and base.first:
        is_own = mention is not None and begin <= mention.start < quantity.end
        last = mention.last if is_own and mention and mention.last else document.published
        if last:
            return max(1, last.year - base.first.year)
    if mention is None or mention.first is None or mention.last is None or mention.first.year == mention.last.year:
        told = _YEARS_TOLD.search(folded.lower, begin, quantity.end + _CLAUSE_BACK)
        return _told(told) if told else 1
    return max(1, _span(mention.first, mention.last))


def _base(lower: str, context: Context, quantity: Quantity) -> Mention | None:
    """Return the year a rate is reckoned from: in its clause, or before it in the sentence and still going on."""
    for mention in context.mentions:
        if mention.kind == "comparison" and _goes_with(lower, mention, quantity):
            return mention
    before = [m for m in context.mentions if m.end <= quantity.start and m.kind in ("comparison", "period")]
    return before[-1] if before and before[-1].kind == "comparison" and not before[-1].relative else None


def _told(match: re.Match[str]) -> int:
    if match["han"]:
        return int(chinese_value(match["han"]))
    return ENGLISH_NUMBERS.get(match["word"]) or int(match["word"])


def _goes_with(lower: str, base: Mention, quantity: Quantity) -> bool:
    """Return whether a base year stands in the clause of a figure: 65.5 % over 2002, 比2002年增长65.5%."""
    begin, end = sorted((quantity.end if base.start >= quantity.end else base.end, max(quantity.start, base.start)))
    return end - begin <= _CLAUSE_BACK and CLAUSE_END.search(lower, begin, end) is None


def _span(first: date, last: date) -> int:
    return last.year - first.year + 1
