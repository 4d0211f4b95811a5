"""Of which level, which year and how many years a figure is told."""

from __future__ import annotations

import re
from datetime import date

from kaimen.evidence import Document
from kaimen.extract.discourse import Context, mentions_between, when_of
from kaimen.extract.folding import Folded
from kaimen.extract.indicator_rows import NATIONAL
from kaimen.extract.indicators import ABROAD
from kaimen.extract.modality import cue
from kaimen.extract.number_words import ENGLISH_NUMBERS
from kaimen.extract.numerals import chinese_value
from kaimen.extract.periods import Mention
from kaimen.extract.seen import CLAUSE_END, Seen, clause_start
from kaimen.extract.types import Quantity

_AVERAGE = cue("annual average average_annual annually per_year a_year per_annum 年均 平均每年")
_LOCAL = re.compile(
    r"(?P<province>全省|我省|本省|(?<![a-z])(?:the province|province's|provincial government))"
    r"|全市|我市|本市|全县|我县|全区|(?<![a-z])(?:the city|city's|the county|county's)"
)
"""Words by which a figure in a text about the nation is one of its parts'."""
_AHEAD, _AHEAD_HAN = 12, 6
CLAUSE_BACK = 44
_BASE_BACK = 120
_SENTENCE_BACK = 600
_YEARS_TOLD = re.compile(
    r"(?P<word>two|three|four|five|six|ten|\d{1,2})[- ]years?(?! ?(?:action|plan))(?![a-z])"
    r"|(?P<han>[三四五六七八九十])年(?!制|义务|免费|级)"
)


def is_abroad(context: Context) -> bool:
    """Return whether a sentence is about a region outside China: its code is no number."""
    return context.where is not None and bool(context.where.adcode) and not str(context.where.adcode).isdigit()


def level_of(lower: str, figure: Seen, unknown: str) -> str:
    """Return whether a figure is the nation's, a province's, a city's or of abroad; `unknown` where no word says."""
    if is_abroad(figure.context):
        return ABROAD
    is_open = figure.context.where is None  # no place is named: then the whole sentence up to the figure tells
    begin = max(figure.context.sentence.start, figure.quantity.start - _SENTENCE_BACK)
    begin = begin if is_open else clause_start(lower, figure.quantity.start)
    if NATIONAL.search(lower, begin, figure.quantity.start):
        return "nation"
    code = figure.context.where.adcode if figure.context.where else None
    if code == "100000":
        own = _LOCAL.search(lower, clause_start(lower, figure.quantity.start), figure.quantity.start)
        return ("province" if own["province"] else "city") if own else "nation"
    if not code:
        return unknown
    return "province" if code.endswith("0000") else "city"


def year_of(document: Document, figure: Seen) -> int | None:
    """Return the year in which the period of a figure ends, else that of publication."""
    when, _ = when_of(figure.context, document.text, figure.quantity.start, figure.quantity.end)
    if when and when.last:
        return when.last.year
    return document.published.year if document.published else None


def years_of(document: Document, folded: Folded, figure: Seen) -> int:
    """Return the years a rate spans: those of its period, or one where it is a yearly rate or the period is shorter."""
    quantity, context = figure.quantity, figure.context
    begin = max(context.sentence.start, clause_start(folded.lower, quantity.start))
    stop = CLAUSE_END.search(folded.lower, quantity.end, min(context.sentence.end, quantity.end + CLAUSE_BACK))
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
        told = _YEARS_TOLD.search(folded.lower, begin, stop.start() if stop else quantity.end + CLAUSE_BACK)
        return _told(told) if told else 1
    return max(1, _span(mention.first, mention.last))


def _base(lower: str, context: Context, quantity: Quantity) -> Mention | None:
    """Return the year a rate is reckoned from: in its clause, or before it in the sentence and still going on."""
    for mention in mentions_between(context, quantity.start - _BASE_BACK, quantity.end + CLAUSE_BACK + 1):
        if mention.kind == "comparison" and _goes_with(lower, mention, quantity):
            return mention
    for mention in reversed(mentions_between(context, quantity.start - _SENTENCE_BACK, quantity.start)):
        if mention.end <= quantity.start and mention.kind in ("comparison", "period"):
            return mention if mention.kind == "comparison" and not mention.relative else None
    return None


def _told(match: re.Match[str]) -> int:
    if match["han"]:
        return int(chinese_value(match["han"]))
    return ENGLISH_NUMBERS.get(match["word"]) or int(match["word"])


def _goes_with(lower: str, base: Mention, quantity: Quantity) -> bool:
    """Return whether a base year stands in the clause of a figure: 65.5 % over 2002, 比2002年增长65.5%."""
    begin, end = sorted((quantity.end if base.start >= quantity.end else base.end, max(quantity.start, base.start)))
    return end - begin <= CLAUSE_BACK and CLAUSE_END.search(lower, begin, end) is None


def _span(first: date, last: date) -> int:
    return last.year - first.year + 1
