"""Changes outside what an indicator has seen.

Over several years the bounds are compounded; a yearly average keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.indicator_rows import MULTIPLE_WORDS, SLOWER
from kaimen.extract.indicators import ABROAD, Indicator
from kaimen.extract.modality import cue
from kaimen.extract.seen import Seen, clause_end, clause_start, is_without_point, place_of, plain, shown
from kaimen.extract.spans import level_of, year_of, years_of

_MULTIPLES = cue(MULTIPLE_WORDS)
_ANYTHING = Indicator("an indicator not named", "", "", "", ((Decimal(-99), Decimal(120)),) * 3, (None,) * 3)
"""What no other row names: it more than doubles in a year so seldom that it is asked for."""
_PRICES = re.compile("价格|(?<![a-z])prices?(?![a-z])")
_SELDOM, _NEVER = Decimal(60), Decimal(1000)
"""Rates without a decimal point above these are asked for: in one year, and over any time (told as a multiple)."""
_POINT = (Decimal(10), Decimal(100))


def growth(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    """Yield a finding (`E210`, `W219` where nothing names the indicator) on a rate of change that has not been seen."""
    quantity = figure.quantity
    level = level_of(folded.lower, figure, "province")
    years = years_of(document, folded, figure)
    indicator = figure.indicator or _ANYTHING
    last = year_of(document, figure)
    bounds = indicator.changes(level, years, last)
    if bounds is None or (figure.indicator is None and _may_be_large(folded.lower, figure)):
        return
    rate = -abs(quantity.value) if quantity.direction == "down" else quantity.value
    low, high = bounds
    is_doubtful = is_without_point(quantity) and abs(rate) > (_SELDOM if years == 1 else _NEVER)
    if low <= rate <= high and not is_doubtful:
        return
    if is_doubtful and years == 1:
        low, high = max(low, -_SELDOM), min(high, _SELDOM)
    sign = -1 if quantity.direction == "down" else 1
    shifted = next((rate / shift for shift in _POINT if low <= rate / shift <= high), None)
    span = "in one year" if years == 1 else f"over {years} years"
    if level != ABROAD and indicator.is_slower(years, last):
        span = f"{span} since {SLOWER[indicator.name][0] + 1}"
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


def _may_be_large(lower: str, figure: Seen) -> bool:
    """Return whether a rate is of a price of something, or a multiple of something: both may be of any size."""
    quantity = figure.quantity
    if _PRICES.search(lower, clause_start(lower, quantity.start), quantity.start):
        return True
    return _MULTIPLES.search(lower, quantity.start, clause_end(lower, quantity.end)) is not None
