"""When progress is to be reported next: every month, quarter, half year or year, or by a day that the text names.

A rhythm counts only where its clause also says that something is reported; a day only where a report is told to be due.
The first report after publication of a rhythm is due when the running month, quarter, half year or year ends; where the
clause names a day after it (by the 10th of the following month), on that day of the next month.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from kaimen.extract.folding import Folded
from kaimen.extract.periods import Mention
from kaimen.extract.types import ReportDue, Sentence

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_RHYTHM = re.compile(
    r"(?<![a-z])(?:(?:every|each|per) (?P<unit>month|quarter|six months|half[- ]year|year)"
    r"|(?P<adverb>monthly|quarterly|half-yearly|semi-annual(?:ly)?|biannual(?:ly)?|annual(?:ly)?|yearly))(?![a-z])"
    r"|(?:每|按|逐)(?P<han>月|个月|季度?|半年|年)(?:度|末|底|初)?"
)
_UNITS = {
    **dict.fromkeys(("month", "monthly", "月", "个月"), "month"),
    **dict.fromkeys(("quarter", "quarterly", "季", "季度"), "quarter"),
    **dict.fromkeys(("six months", "half-year", "half year", "half-yearly", "半年"), "half-year"),
    **dict.fromkeys(("semi-annual", "semi-annually", "biannual", "biannually"), "half-year"),
    **dict.fromkeys(("year", "annual", "annually", "yearly", "年"), "year"),
}
_HAN = (
    "(?:进展|情况|进度|总结|报表|成效)[^，。；\n]{0,12}(?:报|反馈|提交|通报)|通报|反馈(?:进展|情况)"
    "|(?:报送|上报|报告|提交)[^，。；\n]{0,12}(?:进展|情况|进度|总结|报表|成效)"
)
_REPORTED = re.compile(
    r"(?<![a-z])(?:reports? (?:on|back|progress|is|are|will|shall|must)|reports to|progress reports?|progress updates?"
    r"|(?:be|is|are) reported|(?:annual|quarterly|monthly|half-yearly|yearly) (?:status )?reports?"
    rf"|submit(?:s|ted)? (?:a |its |their |the )?(?:status )?(?:reports?|updates?))(?![a-z])|{_HAN}"
)
_TOLD = re.compile(
    r"(?<![a-z])(?:reports? (?:is |are |will be |shall be |must be )?(?:next )?(?:due|submitted|published|made)"
    r"|next report|submit (?:a |its |their |the )?(?:progress |status |final )?report"
    r"|report (?:back|on progress|progress))"
    rf"(?![a-z])|{_HAN}"
)
_DAY_AFTER = re.compile(
    r"(?:by|before|on|until|within) the (?P<day>[0-3]?\d)(?:st|nd|rd|th)(?: day)? of"
    r" (?:the )?(?:following|next|each|every)"
    r"|(?:次月|下月|次季度首月|下季度首月|每月|每季度首月)的?(?P<han>[0-3]?\d)(?:日|号)"
)
_BY = re.compile(r"by |before ")
_STOP = re.compile("[，,；;。].*?[，,；;。]")
_REACH = 120


def find_reports_due(
    folded: Folded, sentences: Sequence[Sentence], mentions: Sequence[Mention], published: date | None
) -> list[ReportDue]:
    """Return the reports that a text announces, at most one for each sentence, in its order."""
    starts = [mention.start for mention in mentions]
    found = []
    for sentence in sentences:
        low, high = (bisect_left(starts, at) for at in (sentence.start, sentence.end))
        due = next(_in_sentence(folded.lower, sentence, mentions[low:high], published), None)
        found += [due] if due else []
    return found


def _in_sentence(
    lower: str, sentence: Sentence, mentions: Sequence[Mention], published: date | None
) -> Iterator[ReportDue]:
    for rhythm in _RHYTHM.finditer(lower, sentence.start, sentence.end):
        low, high = max(sentence.start, rhythm.start() - _REACH), min(sentence.end, rhythm.end() + _REACH)
        told = _REPORTED.search(lower, low, high)
        if told:
            every = _UNITS[rhythm["unit"] or rhythm["adverb"] or rhythm["han"]]
            after = _DAY_AFTER.search(lower, low, high)
            day = _next(every, after, published)
            ends = [*rhythm.span(), *told.span(), *(after.span() if after else ())]
            yield ReportDue(min(ends), max(ends), every, day)
    for mention in mentions:
        low, high = max(sentence.start, mention.start - _REACH), min(sentence.end, mention.end + _REACH)
        told = _TOLD.search(lower, low, high)
        is_ahead = mention.last is not None and (published is None or mention.last >= published)
        is_day = is_ahead and (mention.kind in ("deadline", "day", "loose") or _BY.match(lower, mention.start))
        if told and is_day and not _STOP.search(lower, *_between(mention, told)):
            yield ReportDue(min(mention.start, told.start()), max(mention.end, told.end()), "", mention.last)


def _between(mention: Mention, told: re.Match[str]) -> tuple[int, int]:
    return min(mention.end, told.end()), max(mention.start, told.start())


def _next(every: str, after: re.Match[str] | None, published: date | None) -> date | None:
    """Return when the first report after publication is due; None where that day is not known."""
    if published is None:
        return None
    months = _MONTHS[every]
    month = (published.month - 1) // months * months + months
    if after is None:
        return date(published.year, month, monthrange(published.year, month)[1])
    day = int(after["day"] or after["han"])
    year, month = published.year + month // 12, month % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1])) if day else None
