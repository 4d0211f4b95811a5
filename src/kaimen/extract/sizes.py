"""Amounts and rates outside what their indicator has been, and more of something than there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.indicator_rows import (
    CEILINGS,
    FLOWS,
    GROWTH_ONLY,
    MOST_PERSONS,
    MOST_TRIPS,
    MOST_TURNS,
    MULTIPLE_WORDS,
    RELIEF,
    TRIPS,
)
from kaimen.extract.indicators import ABROAD, Indicator, Range, in_unit
from kaimen.extract.modality import cue
from kaimen.extract.seen import CLAUSE_END, Seen, clause_start, place_of, plain, shown
from kaimen.extract.spans import CLAUSE_BACK, level_of, year_of, years_of
from kaimen.extract.types import Quantity

_MULTIPLES = cue(MULTIPLE_WORDS)
_NEAR, _NEAR_HAN = 80, 20
_ORIGIN = re.compile(
    r"(?:(?<![a-z])(?:from|(?P<by>by))|[从由])(?: (?:about|more than|less than|over|around)|不到|约|超过)?\s?\Z"
)
_PER_HEAD = re.compile("人均|户均|per capita|per person|per household")
_SUMMED = re.compile(
    r"累计|总共|[三四五六七八九十]年(?!制|义务|免费|级)|\d年来|cumulative|in total|over the (?:past|last)"
    r"|(?:two|three|four|five|ten|-)[- ]?years?(?![a-z])"
)
_DAILY = re.compile("日处理|日产|每日|每天|日均|(?<![a-z])(?:daily|a day|per day)(?![a-z])")
_WORLD = re.compile(
    "世界|全球|各国|多国|国家和地区|亚|欧|非洲|人类|(?<![a-z])(?:world|global|asia|countries|humanity|mankind|continent)"
)
_A_DAY = ("day", "日", "天")
_MOST_TRIPS, _MOST_TURNS, _TRIPS = Decimal(MOST_TRIPS), Decimal(MOST_TURNS), cue(TRIPS)
_MOST_IN = {
    level.replace("_", " "): Decimal(most) for level, most in zip(*[iter(MOST_PERSONS.split())] * 2, strict=True)
}
_MOST = {unit: Decimal(most) for unit, most in zip(*[iter(CEILINGS.split())] * 2, strict=True)}
_TIMES = re.compile("次|(?:trips|visits|times)")
_CLASS = re.compile(
    r"吨级|(?<=-to)n(?= (?:[a-z]+ ){0,2}(?:[a-z]*ship|plant|refinery|mill|dock|port|berth|carrier|tanker))"
)
_MOST_OF_ONE = Decimal(10**8)
"""Tonnes that one plant makes in a year or one ship bears, at most."""
_RELIEF = cue(RELIEF)
_TRACE = Decimal("0.001")
_SCALES = (Decimal(10), Decimal(10000), Decimal(100), Decimal(1000))


def size(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    """Yield a finding where an amount or a rate is outside what its indicator has been in that year."""
    quantity, indicator = figure.quantity, figure.indicator
    if (most := ceiling(folded, figure)) is not None and quantity.value > most:
        what = f'"{shown(document, quantity.start, quantity.end)}": there is not so much of it.'
        place = place_of(document, quantity.start, quantity.end)
        fix = "Look it up in another source; the text is unchanged."
        yield Finding("E213", what, place, f"0 to {plain(most)} {quantity.unit}", quantity.surface, fix)
        return
    if indicator is None or quantity.change == "yoy" or quantity.per or quantity.upper is not None:
        return
    is_size = (quantity.change != "increment" or indicator.name in FLOWS) and _is_size(folded.lower, figure)
    if not is_size and quantity.kind != "mass":
        return
    level = level_of(folded.lower, figure, "")
    bounds = indicator.sizes(level, year_of(document, figure))
    value = in_unit(quantity.value, quantity.unit, indicator)
    if bounds is not None and indicator.unit != "%":
        bounds = _over_years(bounds, document, folded, figure)
    if bounds is not None and not is_size:
        # what is added or taken away is no larger than the whole, and what a nation tells of is more than a trace of it
        bounds = bounds[0] * _TRACE if bounds[0] is not None and level == "nation" else None, bounds[1]
    if bounds is not None and quantity.kind == "money" and _RELIEF.search(folded.lower, *_near(folded.lower, figure)):
        bounds = None, bounds[1]  # relief to one place may be small
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


def _near(lower: str, figure: Seen) -> tuple[int, int]:
    """Return where the clause of a figure begins, and where its sentence ends or some forty characters on."""
    quantity = figure.quantity
    return clause_start(lower, quantity.start), min(figure.context.sentence.end, quantity.end + CLAUSE_BACK)


def ceiling(folded: Folded, figure: Seen) -> Decimal | None:
    """Return more than there is of what a figure measures; None where nobody knows."""
    lower, quantity = folded.lower, figure.quantity
    begin = clause_start(lower, quantity.start)
    if quantity.kind == "persons" and _TIMES.search(quantity.surface):
        return _MOST_TRIPS if _TRIPS.search(lower, begin, quantity.end + CLAUSE_BACK) else _MOST_TURNS
    if quantity.unit == "tonne" and _CLASS.match(lower, quantity.end - 1):
        return _MOST_OF_ONE
    if quantity.unit in ("tonne", "m3") and (quantity.per in _A_DAY or _DAILY.search(lower, begin, quantity.start)):
        return _MOST["tonne"] / 365
    if quantity.kind == "persons":
        is_world = _WORLD.search(lower, begin, quantity.end + CLAUSE_BACK)
        return _MOST_IN["world" if is_world else level_of(lower, figure, ABROAD)]
    return _MOST.get(quantity.unit)


def _is_size(lower: str, figure: Seen) -> bool:
    """Return whether a figure says how large its indicator is: named near it, not a change, an origin or a part."""
    start = figure.quantity.start
    between = lower[figure.at : start]
    if len(between) > (_NEAR if between.isascii() else _NEAR_HAN) or between.startswith(GROWTH_ONLY):
        return False
    origin = _ORIGIN.search(between) if figure.quantity.kind != "percent" else None
    is_flow = figure.indicator is not None and figure.indicator.name in FLOWS
    is_origin = origin is not None and not (is_flow and origin["by"])
    is_multiple = figure.quantity.kind == "percent" and _MULTIPLES.search(between)
    if CLAUSE_END.search(between) or is_multiple or is_origin:
        return False
    is_total = figure.indicator is not None and figure.indicator.of_output
    return not (is_total and _PER_HEAD.search(lower, clause_start(lower, start), start))


def _over_years(bounds: Range, document: Document, folded: Folded, figure: Seen) -> Range:
    """Return the bounds of what adds up over the years of a figure; no upper one over an unknown time."""
    years = years_of(document, folded, figure)
    sentence = figure.context.sentence
    if years == 1:
        is_summed = _SUMMED.search(folded.lower, sentence.start, figure.quantity.start)
        return (bounds[0], None) if is_summed else bounds
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
