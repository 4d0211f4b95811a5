"""What a figure is about: the noun it counts, or the words of its clause less verbs and qualifiers.

A figure of money, area or share takes the phrase that follows it (86 billion yuan of planned investment); else its own
clause is cut at both ends. Where nothing is left (an increase of 5.3 %, 增长4.8%) the clause before is taken, and a
rate of change says so: GDP growth. Every word comes from the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice, takewhile

from kaimen.extract.discourse import Context
from kaimen.extract.folding import Folded, alternatives, fold
from kaimen.extract.subject_words import CHANGES, CHINESE_LEADING, CHINESE_TRAILING, LEADING, RATES, TRAILING
from kaimen.extract.types import Quantity

LONGEST = 120
_CLAUSE_END = re.compile(r"[，。；、：！？;:!?\n（）()“”\"●◆■□○·•]|,(?!\d)|\.(?!\d)")
_TAIL = re.compile(
    r" (?P<tail>(?:of|in|for|on|to|from) (?:(?! and \d)[^,.;:\n\"“”(]){3,80}?)"
    r"(?= and \d|,|\.|;|:|\n|\"|“|”|\(|$| in order| so that| which | with | while "
    r"| will | is | are | was | were | has | have | shall | must | can )"
)
_OF = re.compile(r"(?:of|for|in) (?:which|them|the total|order)")
_PREDICATE = re.compile(r" (?:of them )?(?:are|is|were|will be|being|to be) (?P<words>[^,.;:\n]{3,60})")
_AFTER_HAN = re.compile(
    r"(?!以|左右|上下|的|大关|用于|支持)(?P<noun>[\u3400-\u9fff]{2,16}?)(?=纳入|用于|建设|支持|[，。；、：！？\n（(]|$)"
)
_SPENT_ON = re.compile(r"(?:左右|以上)?用于(?P<noun>[\u3400-\u9fff]{2,24}?)(?=[，。；、：\n（(]|$)")
_OPENING = re.compile(r"(?:[\d一二三四五六七八九十]{1,3}[.、．]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[-—*>\s]+)+")
_LEADING, _TRAILING = frozenset(LEADING.split()), frozenset(TRAILING.split())
_RATE_END = re.compile(rf" (?:{alternatives(RATES)})\Z", re.I)
_ASIDE = re.compile(r"[（(][^（()）\n]{1,30}[）)]")
_UNIT_WORD = re.compile("[^\\d千百万亿兆 多余几]{2,6}\\Z")
_HAN_START = re.compile(f"(?:{alternatives(CHINESE_LEADING)})+")
_HAN_END = re.compile(f"(?:{alternatives(CHINESE_TRAILING)})+\\s*\\Z")
_BACK, _CLAUSES = 160, 8


def subject(text: str, folded: Folded, context: Context, own: Sequence[Quantity], at: int) -> str:
    """Return what figure number `at` of the sentence's figures `own` is about, at most `LONGEST` characters."""
    quantity = own[at]
    if context.cells and (cell := context.cells.at(quantity.start)):
        return _tidy(text[cell.label[0] : cell.label[1]])[:LONGEST]
    words = _counted(text, folded.lower, context, quantity) or _measured(text, folded.lower, context, quantity)
    words = words or _before(text, folded.lower, context, own, at)
    words = words or _spent_on(text, folded.lower, quantity)
    words = words or (_unit_word(quantity) if context.is_han else "")
    for earlier in range(at - 1, max(0, at - _CLAUSES) - 1, -1):
        words = words or _noun(text, folded.lower, context, own[earlier])
        words = words or _measured(text, folded.lower, context, own[earlier])
        words = words or _before(text, folded.lower, context, own, earlier)
    if words.startswith("占"):
        words = _whole(text, folded.lower, context, own, at) + words
    words = words or _after(text, folded.lower, context, quantity.end)
    change = CHANGES.get(("zh" if context.is_han else "en", quantity.direction), "") if _is_rate(quantity) else ""
    words = _RATE_END.sub("", words) if change else words
    return _tidy(words)[: LONGEST - len(change)].strip() + change if words else ""


def _whole(text: str, lower: str, context: Context, own: Sequence[Quantity], at: int) -> str:
    """Return what a share is of: what the last figure before that is no share is about."""
    for earlier in range(at - 1, max(0, at - _CLAUSES) - 1, -1):
        words = _before(text, lower, context, own, earlier)
        if words and not words.startswith("占"):
            return words
    return ""


def _is_rate(quantity: Quantity) -> bool:
    return quantity.kind == "percent" and quantity.change == "yoy"


def _counted(text: str, lower: str, context: Context, quantity: Quantity) -> str:
    """Return the noun a figure counts, with the phrase that goes on from it."""
    noun = _noun(text, lower, context, quantity)
    if not noun or context.is_han:
        return noun
    end = lower.find(quantity.noun, quantity.start) + len(quantity.noun)
    tail = _TAIL.match(lower, end, end + 90)
    return f"{noun} {text[tail.start('tail') : tail.end('tail')]}" if tail else noun


def _spent_on(text: str, lower: str, quantity: Quantity) -> str:
    """Return what an amount that no words stand before is spent on: 20亿元用于城市更新."""
    spent = _SPENT_ON.match(lower, quantity.end) if quantity.kind == "money" else None
    return text[spent.start("noun") : spent.end("noun")] if spent else ""


def _noun(text: str, lower: str, context: Context, quantity: Quantity) -> str:
    if not quantity.noun:
        return ""
    if not context.is_han:
        return quantity.noun
    begin = lower.rfind(quantity.noun, max(0, quantity.start - 60), quantity.start)
    if begin < 0:
        return quantity.noun
    return _stripped_han(quantity.noun, _periods(context, begin, begin + len(quantity.noun), text))


def _measured(text: str, lower: str, context: Context, quantity: Quantity) -> str:
    """Return the phrase that follows a figure of money, area, mass or a share, or what is said of that share."""
    is_of_some = quantity.kind in ("length", "power", "electricity", "volume") and not context.is_han
    if is_of_some and lower.startswith(" of ", quantity.end):
        tail = _TAIL.match(lower, quantity.end, quantity.end + 90)
        return text[tail.start("tail") : tail.end("tail")].partition(" ")[2] if tail else ""
    if quantity.kind not in ("money", "area", "mass", "share", "energy", "percent") or _is_rate(quantity):
        return ""
    if context.is_han:
        after = _AFTER_HAN.match(lower, quantity.end, quantity.end + 24)
        return text[after.start("noun") : after.end("noun")] if after and quantity.kind == "money" else ""
    tail = _TAIL.match(lower, quantity.end, quantity.end + 90)
    if tail and not _OF.match(tail["tail"]) and (quantity.kind != "percent" or tail["tail"].startswith("of ")):
        return text[tail.start("tail") : tail.end("tail")].partition(" ")[2]
    said = _PREDICATE.match(lower, quantity.end, quantity.end + 70) if quantity.kind in ("share", "percent") else None
    return text[said.start("words") : said.end("words")] if said else ""


def _before(text: str, lower: str, context: Context, own: Sequence[Quantity], number: int) -> str:
    """Return the clause before a figure, from the figure before it on, cut at both ends; or nothing."""
    at = own[number].start
    begin = max(context.sentence.start, at - _BACK)
    if number:
        begin = max(begin, _end_with_noun(lower, own[number - 1]))
    asides = [aside.span() for aside in _ASIDE.finditer(lower, begin, at)]
    for stop in _CLAUSE_END.finditer(lower, begin, at):
        if not any(start <= stop.start() < end for start, end in asides):
            begin = stop.end()
    periods = _periods(context, begin, at, text)
    return (_stripped_han if context.is_han else _stripped)(text[begin:at], periods)


def _end_with_noun(lower: str, quantity: Quantity) -> int:
    noun = quantity.noun
    return quantity.end + 1 + len(noun) if noun and lower.startswith(noun, quantity.end + 1) else quantity.end


def _after(text: str, lower: str, context: Context, at: int) -> str:
    stop = _CLAUSE_END.search(lower, at, min(context.sentence.end, at + _BACK))
    end = stop.start() if stop else min(context.sentence.end, at + _BACK)
    words = text[at:end]
    for period in _periods(context, at, end, text):
        words = words.replace(period, " ", 1)
    return words


def _periods(context: Context, begin: int, end: int, text: str) -> list[str]:
    first = bisect_left(context.mentions, begin, key=lambda mention: mention.start)
    near = takewhile(lambda mention: mention.start < end, islice(context.mentions, first, None))
    return [text[mention.start : mention.end] for mention in near if mention.end <= end]


def _stripped(words: str, periods: Sequence[str]) -> str:
    for period in periods:
        words = words.replace(period, " ", 1)
    left = words.split()
    while left and left[-1].lower().strip("'") in _TRAILING:
        left.pop()
    while left and left[0].lower() in _LEADING:
        left.pop(0)
    return " ".join(left) if any(len(word) > 2 for word in left) else ""


def _stripped_han(words: str, periods: Sequence[str]) -> str:
    for period in periods:
        words = words.replace(period, "", 1)
    simple = fold(words).plain  # the tables of words are in simplified characters; every character keeps its place
    begin, end = 0, len(simple)
    opening = _OPENING.match(simple)
    begin = opening.end() if opening else begin
    last = _HAN_END.search(simple, begin, end)
    end = last.start() if last else end
    first = _HAN_START.match(simple, begin, end)
    begin = first.end() if first else begin
    return words[begin:end].strip() if end - begin > 1 else ""


def _unit_word(quantity: Quantity) -> str:
    """Return the noun that is its own measure word: 千万家庭."""
    found = _UNIT_WORD.search(quantity.surface) if quantity.kind == "count" else None
    return found[0] if found else ""


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" -–—*.|")
