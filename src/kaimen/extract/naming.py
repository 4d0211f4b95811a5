"""The indicator a figure is of: named in its clause, after the figure, or in the clause that it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kaimen.extract.discourse import Context
from kaimen.extract.indicators import Indicator, find_indicator
from kaimen.extract.nouns import noun_phrase
from kaimen.extract.seen import CLAUSE_END, Seen, clause_start
from kaimen.extract.types import Quantity

_NAMED_AFTER = ("persons", "mass")
_CARRIED = ("persons", "mass", "money")
_NAMED_AFTER_OF = re.compile(
    r" (?:(?:people|persons|residents|workers) )?"
    r"(?:(?:of|in)|(?:will be |is |are |was |were )?(?:earmarked|used|spent|invested) (?:for|in|on)"
    r"|(?:are|were|is|was) (?:now )?(?:covered|insured|enrolled))"
    r" (?:the )?(?:[a-z-]+ ){0,5}[a-z-]+"
)
_OF_WHAT = re.compile(r" of [a-z -]{1,24}")
_AHEAD_HAN = 10
_SHORT_CLAUSE, _SHORT_HAN_CLAUSE = 40, 12
"""Characters of a clause that names no indicator of its own: an increase of, 比上年增长."""
_GOES_ON = re.compile(
    r"(?:(?:去年|今年|上年|全年|目前|已|预计|均|连续[\d一二三四五六七八九十]+年|总产量|产量|总量|总额|总规模|超|稳定在|保持在"
    r"|达到|达|惠及|覆盖|受益|突破|超过|约|为|近|逾|到|至|共|在){1,6})"
    r"|,? ?(?:and )?(?:which |it |this |that |(?:last|this) year |has |have |now |will |is |was |are |were ){0,4}"
    r"(?:reach|reached|exceed|exceeds|exceeded|total|totaled|totalled|amounted to|stood at|hit|came to|is|was|are|were"
    r"|some|over|nearly|about|around|more than| )* ?"
)
"""A clause that only says how much: the indicator stands in the clause before it."""


def with_indicators(
    lower: str, pairs: Sequence[tuple[int, Quantity, Context]], indicators: Sequence[Indicator]
) -> list[Seen]:
    """Return the figures with their indicators: named in the clause, or before the figure that the clause goes on."""
    seen: list[Seen] = []
    for number, (at, quantity, context) in enumerate(pairs):
        before = seen[-1] if number and pairs[number - 1][2] is context else None
        found = _indicator(lower, quantity, before, indicators) if quantity.tier == "testable" else None
        found = found or _from_clause_before(lower, quantity, context, indicators)
        seen.append(Seen(at, quantity, context, *(found or (None, -1))))
    return seen


def _indicator(
    lower: str, quantity: Quantity, before: Seen | None, indicators: Sequence[Indicator]
) -> tuple[Indicator, int] | None:
    begin = clause_start(lower, quantity.start)
    is_level = quantity.kind == "percent" and quantity.change != "yoy"
    if quantity.kind in _NAMED_AFTER:
        own = find_indicator(lower, quantity.start, _named_until(lower, quantity), indicators)
        if own:
            return own
    own = find_indicator(lower, begin, quantity.start, indicators, of_whole=is_level)
    is_own = own and not (before and quantity.kind == "money" and own[1] < before.quantity.start)
    if not is_own and (after := _NAMED_AFTER_OF.match(lower, quantity.end)):
        own = find_indicator(lower, quantity.end, after.end(), indicators) or own
    words = lower[begin : quantity.start]
    if own or len(words) > (_SHORT_CLAUSE if words.isascii() else _SHORT_HAN_CLAUSE) or before is None:
        return own
    is_named = before.indicator is not None and before.at >= clause_start(lower, before.quantity.start)
    if is_named and before.indicator is not None and quantity.kind == "percent":
        return before.indicator, before.at
    return find_indicator(lower, clause_start(lower, before.quantity.start), before.quantity.start, indicators)


def _from_clause_before(
    lower: str, quantity: Quantity, context: Context, indicators: Sequence[Indicator]
) -> tuple[Indicator, int] | None:
    """Return the indicator that the clause before names, where the figure's own only says how much of it."""
    begin = clause_start(lower, quantity.start)
    if quantity.tier != "testable" or begin <= context.sentence.start + 1 or quantity.kind not in _CARRIED:
        return None
    if not _GOES_ON.fullmatch(lower, begin, quantity.start):
        return None
    found = find_indicator(lower, max(context.sentence.start, clause_start(lower, begin - 1)), begin - 1, indicators)
    return (found[0], begin) if found and found[0].unit == quantity.unit else None


def _named_until(lower: str, quantity: Quantity) -> int:
    """Return the end of what is counted or weighed, after the figure: 9 million new urban jobs, 27 tons of steel."""
    if lower[quantity.end - 1] > "\u3400":
        stop = CLAUSE_END.search(lower, quantity.end, quantity.end + _AHEAD_HAN)
        return stop.start() if stop else quantity.end + _AHEAD_HAN
    after = _OF_WHAT.match(lower, quantity.end)
    return after.end() if after else quantity.end + len(noun_phrase(lower, quantity.end)) + 1
