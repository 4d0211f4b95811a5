"""Progress notices: what has been invested, started and built by a day, each figure with its passage.

Figures, regions and periods come from the reader of announcements; here the words beside a figure say what it is.
Nothing is taken in: what is read are proposals for a person.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaimen.evidence import Passage
from kaimen.extract.folding import Folded, alternatives, fold
from kaimen.extract.notice_words import AHEAD, BEHIND, MONEY, OTHER, PLANNED, POINTS, REFERS, ROWS, SHARE, STARTED
from kaimen.extract.number_words import ENGLISH_NUMBERS
from kaimen.extract.period_rules import MONTHS
from kaimen.extract.types import Candidate, Extraction, Quantity


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure of a notice: `measure` is a row of `notice_words`, `value` in the base unit (33.9 for 33.9 %).

    `day` is the last day it speaks of (None: not said). Points are positive ahead of the calendar. `passage` is its
    part of the sentence, `figure` the words of the figure.
    """

    measure: str
    value: Decimal
    unit: str
    day: date | None
    region: str
    passage: Passage
    figure: Passage


def find_progress(extraction: Extraction) -> list[Progress]:
    """Return the figures of progress of a document in the order of the text."""
    document, folded = extraction.document, fold(extraction.document.text)
    found: list[Progress] = []
    last: date | None = None
    before: tuple[Quantity, str | None] | None = None
    for candidate, quantity in _figures(extraction):
        last = _day(candidate, folded, quantity, document.published) or last
        measure = _measure(folded.lower, quantity, candidate)
        if measure == SHARE and before is not None and _is_of_other(folded.lower, quantity, before):
            measure = None
        if measure is None and before is not None and _goes_on(folded.lower, quantity, before[0]):
            measure = before[1]
        before = (quantity, measure)
        sign = _sign(folded.lower, quantity) if measure == POINTS else 1
        if measure is None or sign is None:
            continue
        passage = document.passage(candidate.start, candidate.end)
        figure = document.passage(quantity.start, quantity.end)
        region = candidate.where.region if candidate.where else ""
        value = quantity.value * sign
        part = _PART.search(folded.lower, candidate.start, quantity.start) if measure == STARTED else None
        if part is not None:
            value = Decimal(part["part"].replace(",", ""))
            figure = document.passage(part.start("part"), part.end("part"))
        found.append(Progress(measure, value, quantity.unit, last, region, passage, figure))
    return found


def _figures(extraction: Extraction) -> Iterator[tuple[Candidate, Quantity]]:
    for candidate in extraction.candidates:
        quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
        if quantity is not None and quantity.tier == "testable":
            yield candidate, quantity


# --- what a figure is ---


def _pattern(words: str) -> str:
    known = [word.replace("_", " ") for word in words.split()]
    latin, han = ([w for w in known if w[0].isascii() == is_latin] for is_latin in (True, False))
    parts = (
        [rf"(?<![a-z])(?:{'|'.join(map(re.escape, sorted(latin, key=len, reverse=True)))})(?![a-z])"] if latin else []
    )
    return "|".join([*parts, *(["|".join(map(re.escape, sorted(han, key=len, reverse=True)))] if han else [])])


_WORDS = [(measure, kinds, re.compile(_pattern(words))) for measure, kinds, words in ROWS]
_PLANNED, _AHEAD, _BEHIND = (re.compile(_pattern(words)) for words in (PLANNED, AHEAD, BEHIND))
_BREAK = re.compile(r"[，；。、：;:\n（）()]|,(?!\d{3}(?!\d))|\.(?!\d)| and (?=[\d.]+ )")
_FARTHEST = 60
_DIGIT = re.compile(r"\s*\d")
_CLASS = re.compile("的?(?:[省市县]?重点|[省市县]级|建设)*项目")
_LIST = re.compile(r"\s*(?:、|和|,? and|,)\s*")
_NOT = re.compile(r"(?:未|没有|无法|(?<![a-z])not(?: yet)? |(?<![a-z])yet to )\Z")
_WHOLE = re.compile(r"(?<![a-z])of (?:all )?(?:the )?\Z")
_PART = re.compile(r"(?<![\d,.$])(?P<part>\d{1,3}(?:,\d{3})*|\d+) (?:out )?of (?:all )?(?:the )?\Z")
_DONE_AFTER = re.compile(r"(?<![a-z])(?:was|were|(?:has|have|had) been) (?:\w+ )?(?:invested|spent)(?![a-z])")
_REFERS = re.compile(rf"[，,、 ]*(?:{_pattern(REFERS)})")


def _measure(lower: str, quantity: Quantity, candidate: Candidate) -> str | None:
    """Return what a figure measures by the nearest word in its clause; None: nothing here.

    The clause before is asked where the figure's own has no word and that one has no figure.
    """
    low, high = _clause(lower, quantity, candidate)
    if _PLANNED.search(lower, low, quantity.start):
        return None
    best = _nearest(lower, quantity, low, high)
    if best is None and low > candidate.start:
        before = max(candidate.start, _clause_start(lower, low - 1, candidate.start))
        if not _DIGIT.search(lower, before, low):
            best = _nearest(lower, quantity, before, quantity.start)
    if best is None and quantity.kind == "money" and _DONE_AFTER.search(lower, quantity.end, candidate.end):
        best = MONEY
    return None if best in (None, OTHER) else best


def _goes_on(lower: str, quantity: Quantity, before: Quantity) -> bool:
    """Return whether a figure goes on a list of the figure before: 36.2亿元、94.3亿元."""
    same = quantity.kind == before.kind and quantity.unit == before.unit
    return same and bool(_LIST.fullmatch(lower, before.end, quantity.start))


def _is_of_other(lower: str, quantity: Quantity, before: tuple[Quantity, str | None]) -> bool:
    """Return whether a share speaks of the money just before it, which is no investment."""
    money, measure = before
    between = lower[money.end : quantity.start]
    return money.kind == "money" and measure != MONEY and len(between) < _FARTHEST and bool(_REFERS.match(between))


def _clause(lower: str, quantity: Quantity, candidate: Candidate) -> tuple[int, int]:
    low = _clause_start(lower, quantity.start, candidate.start)
    after = _BREAK.search(lower, quantity.end, min(candidate.end, quantity.end + _FARTHEST))
    return low, after.start() if after else min(candidate.end, quantity.end + _FARTHEST)


def _clause_start(lower: str, at: int, first: int) -> int:
    low = max(first, at - _FARTHEST)
    return max([low, *(stop.end() for stop in _BREAK.finditer(lower, low, at))])


def _nearest(lower: str, quantity: Quantity, low: int, high: int) -> str | None:
    """Return the measure of the word nearest to a figure; words before it come first, as they name it."""
    found: list[tuple[int, int, str]] = []
    for measure, kinds, pattern in _WORDS:
        if quantity.kind not in kinds or (measure == STARTED and _is_whole(lower, quantity, low)):
            continue
        for match in pattern.finditer(lower, low, high):
            if _NOT.search(lower, low, match.start()):
                continue
            if match.end() <= quantity.start:
                found.append((quantity.start - match.end(), -len(match[0]), measure))
            elif match.start() >= quantity.end - len(match[0]) and _speaks_back(lower, quantity, match, measure):
                found.append((match.start() - quantity.end + 2, -len(match[0]), measure))
    return min(found)[2] if found else None


def _is_whole(lower: str, quantity: Quantity, low: int) -> bool:
    """Return whether a count is that of all projects, of which no number is said before: out of the 78 projects."""
    return bool(_WHOLE.search(lower, low, quantity.start)) and not _PART.search(lower, low, quantity.start)


def _speaks_back(lower: str, quantity: Quantity, match: re.Match[str], measure: str) -> bool:
    """Return whether a word after a figure is about it: no other figure comes first, and it names no class of projects.

    So 84个省重点项目开工建设, but not 63个新开工项目 or 124个项目已开工122个.
    """
    if _DIGIT.search(lower, quantity.end, match.start()) or _DIGIT.match(lower, match.end()):
        return False
    return measure != STARTED or not _CLASS.match(lower, match.end())


def _sign(lower: str, quantity: Quantity) -> int | None:
    """Return 1 where points are ahead of the calendar, -1 behind, None where the text does not tell."""
    low = max(0, quantity.start - _FARTHEST)
    low = max([low, *(stop.end() for stop in _BREAK.finditer(lower, low, quantity.start))])
    stop = _BREAK.search(lower, quantity.end, quantity.end + _FARTHEST)
    high = stop.start() if stop else quantity.end + _FARTHEST
    ahead, behind = (
        max([m.end() for m in pattern.finditer(lower, low, high)], default=-1) for pattern in (_AHEAD, _BEHIND)
    )
    if ahead == behind:
        return None
    return 1 if ahead > behind else -1


# --- the day a figure speaks of ---

_NAMED = "|".join(MONTHS)
_COUNTS = alternatives(" ".join(word for word, value in ENGLISH_NUMBERS.items() if 0 < value < 13))
_UNTIL_DAY = re.compile(
    r"(?:截至|截止到?|到)(?:(?P<year>(?:19|20)\d\d)年|今年|本年)?(?P<month>1[0-2]|[1-9])月(?P<day>[0-3]?\d)日"
    rf"|(?:as of|by|until|up to|through) (?P<named>{_NAMED}) (?P<day2>[0-3]?\d)(?:,? (?P<year2>(?:19|20)\d\d))?(?!\d)"
    rf"|(?:as of|by|until|up to|through) (?P<day3>[0-3]?\d) (?P<named2>{_NAMED})(?:,? (?P<year3>(?:19|20)\d\d))?"
)
_MONTHS_OF = re.compile(
    rf"(?:the )?first (?P<count>\d{{1,2}}|{_COUNTS}) months(?: of (?P<year>(?:19|20)\d\d))?"
    rf"|(?:{_NAMED}) ?(?:-|–|to|through) ?(?P<named>{_NAMED})(?:,? (?P<year2>(?:19|20)\d\d))?"
    r"|前(?P<han>[二三四五六七八九十两]|\d{1,2}|十一)个?月"
)
_SO_FAR = re.compile(r"截至目前|截止目前|目前|迄今|至今|(?<![a-z])(?:so far|to date|as of now|until now)(?![a-z])")
_PART_OF_YEAR = re.compile(r"^(?!.*(?:19|20)\d\d)(?!.*[今本]年).*(?:月|季度|半年|month|quarter|half)", re.IGNORECASE)
_HAN_COUNTS = {word: at for at, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11}


def _day(candidate: Candidate, folded: Folded, quantity: Quantity, published: date | None) -> date | None:
    """Return the last day that a figure speaks of; what stands nearest before it counts."""
    before, after = folded.lower[candidate.start : quantity.start], folded.lower[quantity.end : candidate.end]
    for match in (*reversed(list(_UNTIL_DAY.finditer(before))), *_UNTIL_DAY.finditer(after)):
        return _until(match, published)
    for match in (*reversed(list(_MONTHS_OF.finditer(before))), *_MONTHS_OF.finditer(after)):
        return _end_of(match, published)
    last = candidate.when.last if candidate.when is not None else None
    if last is not None and candidate.when is not None and _PART_OF_YEAR.search(candidate.when.surface or ""):
        last = _not_after(last, None, published)
    if last is not None and (published is None or last <= published):  # the year as a whole is no day reported
        return last
    return published if _SO_FAR.search(before) else None


def _until(match: re.Match[str], published: date | None) -> date | None:
    year = match["year"] or match["year2"] or match["year3"] or (published.year if published else None)
    name = match["named"] or match["named2"]
    month = MONTHS.index(name) + 1 if name else int(match["month"])
    day = int(match["day"] or match["day2"] or match["day3"])
    if year is None or not 1 <= day <= monthrange(int(year), month)[1]:
        return None
    return _not_after(date(int(year), month, day), match["year"] or match["year2"] or match["year3"], published)


def _end_of(match: re.Match[str], published: date | None) -> date | None:
    year = match["year"] or match["year2"] or (published.year if published else None)
    text = match["count"] or match["han"] or ""
    month = MONTHS.index(match["named"]) + 1 if match["named"] else _count(text)
    if year is None or not 1 <= month <= 12:
        return None
    end = date(int(year), month, monthrange(int(year), month)[1])
    return _not_after(end, match["year"] or match["year2"], published)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(ENGLISH_NUMBERS.get(text, 0)) or _HAN_COUNTS.get(text, 0)


def _not_after(day: date, year: str | None, published: date | None) -> date:
    """Return a day of a year that was not said: the last one before the publication."""
    if year is None and published is not None and day > published:
        return day.replace(year=day.year - 1, day=min(day.day, monthrange(day.year - 1, day.month)[1]))
    return day
