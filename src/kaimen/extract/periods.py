# ruff: noqa: E501 - a row of the pattern table is one fact on one line
"""Periods: words for a stretch of time, resolved against the day the document was published.

A pattern has a name and a rule. The rule gets the match and the day of publication and returns first and last day and
whether the last day is a deadline; without that day a relative period has neither. Comparisons (比去年, over the previous
year, since 2014) are recognised so that their years are not taken for the period of a figure.

A year gone by as a whole (过去一年, the past year) is the calendar year before the publication: that is how reports of
January to March use it. The Nth five-year plan of China runs from 1981 + 5 (N - 6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kaimen.extract.folding import Folded
from kaimen.extract.number_words import ENGLISH_NUMBERS, ENGLISH_ORDINALS
from kaimen.extract.numerals import chinese_value

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(["sept?"] + [f"{name}|{name[:3]}" for name in MONTHS])
_COUNT = "|".join(word for word, value in ENGLISH_NUMBERS.items() if 0 < value < 21)
_HAN = "[一二两三四五六七八九十]"
_LINE, _HAN_CHAR = re.compile(r"[^\n]+"), re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for a period: span, first and last day (None: not known), and what they are good for.

    `kind` is `period`, `deadline` (by the end of), `loose` (the end of a year not named), `all` (the whole of one),
    `comparison` (a base, not a period), `span` (a length of time), `day` (of an event) or `open`.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: str
    relative: bool = False


Days = tuple[date, date] | None
Rule = Callable[[re.Match[str], date | None], Days]


def find_mentions(text: Folded, published: date | None) -> list[Mention]:
    """Return the words for periods in the order of the text, without overlaps; the longer reading wins."""
    found = sorted(_all(text.lower, published), key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end and mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _all(lower: str, published: date | None) -> Iterator[Mention]:
    han = list(_han_lines(lower))
    is_fiscal = any(word in lower for word in _FISCAL_WORDS)
    for pattern, kind, relative, rule in _PATTERNS:
        if rule in _FISCAL_RULES and not is_fiscal:
            continue
        for start, end in [(0, len(lower))] if pattern.pattern.isascii() or _B in pattern.pattern else han:
            for match in pattern.finditer(lower, start, end):
                first, last = _resolved(rule, match, published) or (None, None)
                if kind != "start":
                    yield Mention(match.start(), match.end(), first, last, kind, relative)
                elif first and published and first > published:
                    yield Mention(match.start(), match.end(), first, None, "period", relative)


def _han_lines(lower: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines that hold Chinese characters, where alone the Chinese words can stand."""
    begin = stop = -1
    for line in _LINE.finditer(lower):
        if not _HAN_CHAR.search(lower, *line.span()):
            continue
        if line.start() != stop + 1 and stop >= 0:
            yield begin, stop
        begin, stop = (line.start() if line.start() != stop + 1 or stop < 0 else begin), line.end()
    if stop >= 0:
        yield begin, stop


def _resolved(rule: Rule, match: re.Match[str], published: date | None) -> Days:
    try:
        return rule(match, published)
    except (ValueError, OverflowError):  # the 31st of February, the year 0
        return None


# --- rules ---


def year(number: int) -> tuple[date, date]:
    """Return first and last day of a year."""
    return date(number, 1, 1), date(number, 12, 31)


def years(first: int, last: int) -> tuple[date, date]:
    """Return first and last day of a row of years."""
    return date(first, 1, 1), date(last, 12, 31)


def months(number: int, first: int, last: int) -> tuple[date, date]:
    """Return first and last day of months `first` to `last` of a year."""
    after = date(number + last // 12, last % 12 + 1, 1)
    return date(number, first, 1), after - timedelta(days=1)


def _stated_year(match: re.Match[str], published: date | None) -> int | None:
    """Return the year named, or that of publication, moved by what the words say."""
    parts = match.groupdict()
    if parts.get("year"):
        return int(parts["year"])
    shift = _SHIFTS.get((parts.get("which") or "").strip(), 0)
    return published.year + shift if published else None


_SHIFTS = {"last": -1, "previous": -1, "preceding": -1, "past": -1, "next": 1, "coming": 1, "去": -1, "上": -1, "明": 1}
_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    **dict(zip("一二三四1234", [1, 2, 3, 4] * 2, strict=True)),
}


def _whole_year(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    return year(number) if number else None


def _year_range(match: re.Match[str], _published: date | None) -> Days:
    last = match["last"]
    return years(int(match["year"]), int(match["year"][: 4 - len(last)] + last))


def _year_ranges(match: re.Match[str], _published: date | None) -> Days:
    return years(int(match["year"]), int(match["until"][: 4 - len(match["last"])] + match["last"]))


def _fiscal(match: re.Match[str], _published: date | None) -> Days:
    """Return the years that a fiscal year of two or four digits names: FY26-27 is 2026 and 2027."""
    first, last = match["fiscal"], match["last"] or match["fiscal"]
    return years(_of_century(first), _of_century(last))


def _of_century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _fiscal_relative(match: re.Match[str], published: date | None) -> Days:
    """Return the two calendar years that the fiscal year meant lies in: the coming one of 2026 is 2026/27."""
    if published is None:
        return None
    first = published.year if published.month > 6 else published.year - 1
    next_one = published.year
    shift = {
        "coming": next_one,
        "next": next_one,
        "upcoming": next_one,
        "new": next_one,
        "current": first,
        "this": first,
    }
    begins = shift.get(match["which"], first - 1)
    return years(begins, begins + 1)


def _months_to(match: re.Match[str], published: date | None) -> Days:
    """Return the twelve months that end with a month: the year to March."""
    at = _month_number(match["month"])
    if match["year"]:
        number = int(match["year"])
    elif published:
        number = published.year if at < published.month else published.year - 1
    else:
        return None
    last = months(number, at, at)[1]
    return date(last.year - (at < 12), at % 12 + 1, 1), last


def _within(match: re.Match[str], published: date | None) -> Days:
    """Return the days from publication to as many months or years after it."""
    count = _count(match["count"]) * (12 if match["unit"] == "year" else 1)
    if published is None or not 0 < count <= 1200:
        return None
    ahead = published.year * 12 + published.month - 1 + count
    last_of_month = months(ahead // 12, ahead % 12 + 1, ahead % 12 + 1)[1]
    return published, date(ahead // 12, ahead % 12 + 1, min(published.day, last_of_month.day))


def _middle(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    return months(number, 1, 6) if number else None


def _past_year(_match: re.Match[str], published: date | None) -> Days:
    return year(published.year - 1) if published else None


def _quarter(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    at = _QUARTERS[match["quarter"]]
    return months(number, 3 * at - 2, 3 * at) if number else None


def _quarters_until(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    return months(number, 1, 3 * _QUARTERS[match["quarter"]]) if number else None


def _half(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    first = match["half"] in ("first", "1", "上")
    return months(number, 1 if first else 7, 6 if first else 12) if number else None


def _month(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    at = _month_number(match["month"])
    parts = match.groupdict()
    last = _month_number(parts["to"]) if parts.get("to") else at
    return months(number, at, last) if number else None


def _since_month(match: re.Match[str], published: date | None) -> Days:
    """Return the days from the last such month before publication up to it."""
    at = _month_number(match["month"])
    if published is None:
        return None
    return date(published.year - (at >= published.month), at, 1), published


def _first_months(match: re.Match[str], published: date | None) -> Days:
    number, count = _stated_year(match, published), _count(match["count"])
    return months(number, 1, count) if number and 0 < count <= 12 else None


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(text[:3]))


def _day(match: re.Match[str], published: date | None) -> Days:
    number = _stated_year(match, published)
    parts = match.groupdict()
    at = _month_number(parts["month"]) if parts.get("month") else published.month if published else 0
    if not number or not at:
        return None
    day = date(number, at, int(match["day"]))
    return day, day


def _row_of_years(match: re.Match[str], published: date | None) -> Days:
    count = _count(match["count"])
    if published is None or not 0 < count <= 100:
        return None
    if match["past"]:
        return years(published.year - count, published.year - 1)
    starts = published.year if published.month <= 6 else published.year + 1  # an announcement counts its own year
    return years(starts, starts + count - 1)


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return ENGLISH_NUMBERS.get(text) or (int(chinese_value(text)) if re.fullmatch(f"{_HAN}+", text) else 0)


def _plan(match: re.Match[str], _published: date | None) -> Days:
    text = next(plan for name, plan in match.groupdict().items() if name.startswith("plan") and plan)
    ordinal = ENGLISH_ORDINALS.get(text) or (int(text) if text.isdigit() else int(chinese_value(text)))
    first = 1981 + 5 * (ordinal - 6)
    return years(first, first + 4)


def _so_far(_match: re.Match[str], published: date | None) -> Days:
    """Return this year up to the day before the publication: 今年以来."""
    return (
        (date(published.year, 1, 1), max(date(published.year, 1, 1), published - timedelta(days=1)))
        if published
        else None
    )


_YET = re.compile(
    r"预计|预期|计划|目标|力争|确保|争取|安排|拟|将(?![近领军])|(?<![主重需必])要(?![素点闻])|下一步|今后|新的一年|测算|可(?=拉动|实现|达|新增|带动)"
)
_LAST_YEARS = 3
"""The last month in which 全年 without a word of what is to come is the year before."""


def _all_year(match: re.Match[str], published: date | None) -> Days:
    """Return the year that 全年 is: the one before for what is told in the first months of a year."""
    if published is None:
        return None
    begin = max(match.string.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    is_told = published.month <= _LAST_YEARS and not _YET.search(match.string, begin, match.end() + 12)
    return year(published.year - is_told)


def _whole_of_known(_match: re.Match[str], published: date | None) -> Days:
    return year(published.year) if published else None


def _unknown(_match: re.Match[str], _published: date | None) -> Days:
    return None


# --- patterns: kind, relative to the day of publication, rule, pattern ---

_BY = r"(?<![a-z0-9$€£¥.,-])(?:by|before|until|no later than)(?: the end of)?"
_BY_MONTH = (
    r"(?<![a-z0-9$€£¥.,-])(?:(?:by|before|until|no later than|through|up to)(?: the)?(?: end| beginning| start)?(?: of)?[ -]"
    r"|(?:at|to|as at|as of) the end of |(?:as at|as of|at) end[- ](?:of )?)"
)
_Y = r"(?P<year>(?:19|20)\d\d)"
_B = r"(?<![a-z0-9$€£¥.,-])"
_E = r"(?![a-z0-9])"
_SCALED = "million|billion|trillion|thousand|yuan|rmb|dollars|per|%|km|square|hectares|mu|ton|tonnes|kilo|kw|mw|gw|people|jobs"
_NOT_A_FIGURE = rf"(?![a-z0-9]|,\d{{3}}|\.\d|%|-?(?:%| ?(?:{_SCALED})))"
_COUNTED = "百千万亿元个家项人吨亩公平名台座户套件米辆张所"
"""Characters after which a number with a blank behind it is an amount: 2000 万元."""
_NOT_MORE_THAN = "".join(
    rf"(?<!{word} )"
    for word in ["for", "is", "was", "are", "were", "be", "been", "of", "after", "last", "lasted", "take", "took", "by"]
)
"""Words after which over means more than: it lasted over five years."""
_FY = r"(?:the )?(?:fy|fiscal(?: year)?|financial year|budget year) ?'?"
_FROM = (
    r"(?<![a-z0-9$€£¥.,-])(?:from|as of|with effect from|effective(?: from)?|starting(?: in| from)?|beginning(?: in)?) "
)
_UNTIL = r"(?<![a-z0-9$€£¥.,-])(?:by|before|until|till|through(?:out)?|up to|no later than|beyond)(?: the end of)?"
_DUE = rf"{_UNTIL}(?: (?:the )?(?:end|close) of)?"
_END = r"(?:the end of|the close of|year-end|the year-end of|late|early|mid-|the beginning of|the middle of)"
_THE_YEAR = rf"(?:{_Y}|(?:the )?(?P<which>this|last|next|coming|current|previous) year|the year)"
_ANY_YEAR = rf"(?:{_Y}|(?P<which>this|last|next|the coming|current) year)"
_OF_YEAR = rf"(?:(?: of|,)? (?:{_Y}|(?P<which>this|last|next) year|the year))"
_ZY = r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<which>今|去|明|本|(?<![以之向往])上)(?:一)?年度?(?![轻龄均]))"
_COMPARE = "比|较|同比|超过|高于|低于|多于|少于|相当于|相比|自从?"
_MANY = r"(?:近|约|超|超过)?[\d.一二两三四五六七八九十]+"
_PLAN = (
    rf"(?P<plan>\d{{1,2}}|{'|'.join(ENGLISH_ORDINALS)})(?:st|nd|rd|th)? five[- ]year(?: (?:plan|programme|program)s?)?"
)

_ROWS: list[tuple[str, bool, Rule, str]] = [
    # beginnings: from 2027, starting in January 2027; only of what is to come
    ("start", False, _whole_year, rf"{_FROM}{_Y}(?! ?(?:to|-|until|through|levels?)){_E}"),
    (
        "start",
        False,
        _month,
        rf"{_FROM}(?:\d{{1,2}} )?(?P<month>{'|'.join(MONTHS)})(?: \d{{1,2}},?)? {_Y}(?! (?:to|until|through)){_E}",
    ),
    # comparisons
    (
        "comparison",
        False,
        _whole_year,
        rf"{_B}(?:since|compared (?:with|to)|from(?= (?:19|20)\d\d(?! ?(?:to|-))))(?: that (?:of|in))? {_Y}{_E}",
    ),
    (
        "comparison",
        False,
        _unknown,
        rf"{_B}(?:since|compared (?:with|to)|than(?: in)?|above|below|against|relative to|up from|down from) {_FY}?(?:(?<=fy)\d\d|20\d\d[-/–]\d\d){_NOT_A_FIGURE}",
    ),
    (
        "comparison",
        False,
        _whole_year,
        rf"{_B}(?:on|below|above|against|relative to|versus|vs\.?) (?:the )?{_Y}(?: levels?| baseline| figure)?{_NOT_A_FIGURE}",
    ),
    (
        "comparison",
        True,
        _whole_year,
        rf"{_B}(?:over|on|from|than|with|to|against|of)(?: that (?:of|in))? (?:the )?(?P<which>previous|last|preceding) year(?:'s)?{_E}",
    ),
    ("comparison", True, _whole_year, rf"{_B}(?:than|over) (?:in |that of )?{_Y}{_E}"),
    (
        "comparison",
        True,
        _unknown,
        rf"{_B}year[- ]on[- ]year{_E}|{_B}(?:the same period|a year earlier|the year before)(?: last year| of (?:19|20)\d\d)?{_E}",
    ),
    ("comparison", True, _whole_year, rf"(?:{_COMPARE})(?P<which>去|上|前)(?:一)?年(?:同期|度|末|底)?"),
    ("comparison", False, _whole_year, rf"(?:{_COMPARE}){_Y}年(?:同期|度|末|底|以来)?"),
    ("comparison", False, _whole_year, rf"{_Y}年(?:以来|(?:之|以)?后|起)"),
    (
        "comparison",
        False,
        _plan,
        rf"(?:{_COMPARE}|是|为)[“\"]?(?P<plan>{_HAN}{{1,3}}?)五[”\"]?(?:末|时期|期间|初)",
    ),
    ("comparison", False, _whole_year, rf"{_Y}年的(?={_MANY}倍)"),
    (
        "comparison",
        False,
        _plan,
        rf"(?:是|为|比|较|相当于)[“\"]?(?P<plan>{_HAN}{{1,3}}?)五[”\"]?(?:时期|期间)?的?(?={_MANY}倍)",
    ),
    ("comparison", True, _unknown, "上年(?:同期|末|底|度)?(?=的|增|减|提|下|上|相)|同比|环比|以来"),
    # rows of years and plans
    ("deadline", False, _plan, rf"[“\"]?(?P<plan>{_HAN}{{1,3}})五[”\"]?(?:规划|时期|期)?末"),
    ("period", True, _so_far, "(?:今年|年初)以来"),
    (
        "period",
        False,
        _year_range,
        rf"{_B}(?:(?:from|between|during|in|for|over|throughout) )?{_Y}(?: ?(?:-|–|—) ?| (?:to|and|through) (?=\d{{4}}))(?P<last>(?:19|20)\d\d|\d\d){_NOT_A_FIGURE}",
    ),
    ("period", False, _year_range, rf"{_B}(?:(?:in|for|during) )?(?:the )?(?:fy ?)?{_Y}/(?P<last>\d\d){_NOT_A_FIGURE}"),
    (
        "period",
        False,
        _year_ranges,
        rf"{_B}(?:between|from|over) (?:{_FY})?{_Y}[-/–]\d\d(?: (?:and|to|until|through) |–)(?:{_FY})?(?P<until>20\d\d)[-/–](?P<last>\d\d){_NOT_A_FIGURE}",
    ),
    ("deadline", False, _year_range, rf"{_DUE} (?:{_FY})?{_Y}[-/–](?P<last>\d\d){_NOT_A_FIGURE}"),
    ("deadline", False, _fiscal, rf"{_DUE} {_FY}(?P<fiscal>(?:20)?\d\d)(?:[-/–](?P<last>(?:20)?\d\d))?{_NOT_A_FIGURE}"),
    (
        "period",
        False,
        _fiscal,
        rf"{_B}(?:(?:in|for|during|over|of) )?{_FY}(?P<fiscal>(?:20)?\d\d)(?:(?:[-/–]| to (?:{_FY})?)(?P<last>(?:20)?\d\d))?{_NOT_A_FIGURE}",
    ),
    (
        "period",
        True,
        _fiscal_relative,
        rf"{_B}(?:(?:in|for|during|over) )?(?:the )?(?P<which>coming|next|upcoming|new|current|this|last|past|previous) (?:fiscal|financial|budget) year{_E}",
    ),
    (
        "period",
        True,
        _months_to,
        rf"{_B}(?:(?:in|over|for|during) )?(?:the )?(?:(?:12|twelve) months|(?:financial |fiscal )?year) (?:to|ended|ending|through)(?: (?:the )?end(?: of)?| \d{{1,2}})? (?P<month>{'|'.join(MONTHS)})(?: [0-3]?\d(?!\d))?(?:,? {_Y})?{_E}",
    ),
    (
        "deadline",
        True,
        _within,
        rf"{_B}(?:within(?: the (?:next|coming))?|(?:in|over) the (?:next|coming)) (?P<count>\d{{1,2}}|{_COUNT}) (?P<unit>month)s(?! of| after| from){_E}",
    ),
    (
        "deadline",
        True,
        _within,
        rf"{_B}within (?P<count>\d{{1,2}}|{_COUNT}) (?P<unit>year)s?(?! of| after| from){_E}",
    ),
    (
        "deadline",
        True,
        _middle,
        rf"{_B}(?:by|before|until) (?:the )?mid(?:dle)?(?:-| of )?(?:{_Y}|(?P<which>next|this) year){_E}",
    ),
    ("deadline", True, _whole_year, rf"{_UNTIL} year[- ]end{_E}"),
    (
        "deadline",
        True,
        _whole_year,
        rf"{_B}(?:through|up to|until) {_Y}(?=[.,;:)\n]|\s*\Z| (?:and|in|to|for|with|at|will|is|as)(?![a-z]))",
    ),
    ("deadline", True, _quarter, rf"{_DUE} q(?P<quarter>[1-4])(?: (?:of )?{_Y})?{_E}"),
    (
        "deadline",
        True,
        _quarter,
        rf"{_DUE} the (?P<quarter>first|second|third|fourth|last|final) quarter{_OF_YEAR}?{_E}",
    ),
    ("deadline", False, _unknown, rf"{_UNTIL}(?: this| the)? decade{_E}"),
    ("period", False, _year_range, rf"{_Y}(?:年)?(?:-|—|——|~|至|到)(?P<last>(?:19|20)\d\d)年?(?:期间|间)?"),
    ("period", False, _plan, rf"{_B}(?:(?:the )?(?:end|period) of )?(?:the )?{_PLAN}(?: period)?{_E}"),
    (
        "period",
        False,
        _plan,
        rf"[“\"]?(?P<plan>{_HAN}{{1,3}})五[”\"]?(?:规划|时期|期间|末|以来)+|[“\"](?P<plan2>{_HAN}{{1,3}})五[”\"]|(?<![一二两三四五六七八九十第])(?P<plan3>十(?:[一二三四六七八九]|(?=五(?:规划|时期|期间|末|以来|计划))))五(?!年|个|家|人|亿|万|次|届)",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"{_B}(?:(?:over|in|during|for|within) )?the (?:(?P<past>past|last|previous|preceding)|(?:next|coming|following)(?: (?:\d{{1,2}}|{_COUNT})(?= to | or |-)(?: to| or|-)(?= ))?) (?P<count>\d{{1,2}}|{_COUNT}) years{_E}",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"(?P<past>过去|最近|近)(?:的)?(?P<count>\d{{1,2}}|{_HAN}{{1,2}})年(?:来|间|里|中)?",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"(?<![第续一二两三四五六七八九十\d])(?P<past>)(?P<count>\d{{1,2}}|{_HAN}{{1,2}})年(?P<after>内|之内|以内)",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"(?<![第一二两三四五六七八九十\d])(?P<count>\d{{1,2}}|{_HAN}{{1,2}})年(?P<past>来)",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"(?:未来|今后|往后|接下来)(?:的)?(?P<past>)(?P<count>\d{{1,2}}|{_HAN}{{1,2}})年(?:内|间|里)?",
    ),
    (
        "period",
        True,
        _row_of_years,
        rf"用(?P<past>)(?P<count>\d{{1,2}}|{_HAN}{{1,2}})年(?:左右)?的?时间",
    ),
    # lengths of time over which something is told: no figures
    (
        "span",
        True,
        _unknown,
        rf"(?=over ){_NOT_MORE_THAN}{_B}over (?:the course of |a period of |the |these )?(?:\d{{1,2}}|{_COUNT}) years(?! (?:ago|olds?|older|later|earlier|of|in prison|behind)(?![a-z])|'){_E}",
    ),
    (
        "span",
        True,
        _unknown,
        rf"(?<![^，。；、：\n])(?:\d{{1,2}}|{_HAN}{{1,2}})年(?=累计|共|总共|合计|间|新增|建成|培育|引进|投入|新建)",
    ),
    ("span", True, _unknown, rf"经过(?:近|约)?(?:\d{{1,2}}|{_HAN}{{1,2}})多?年(?=[的来多发努建奋攻持])"),
    # parts of a year
    (
        "period",
        True,
        _quarter,
        rf"{_B}(?:in )?(?:the )?(?P<quarter>first|second|third|fourth|last|final) quarter{_OF_YEAR}?{_E}",
    ),
    ("period", True, _quarter, rf"{_B}q(?P<quarter>[1-4])(?: (?:of )?{_Y})?{_E}"),
    ("period", True, _half, rf"{_B}(?:in )?(?:the )?h(?P<half>[12]) (?:of )?{_Y}{_E}"),
    ("period", True, _half, rf"{_B}(?:in )?(?:the )?(?P<half>first|second) half{_OF_YEAR}?{_E}"),
    ("period", True, _quarter, rf"{_ZY}?(?:的)?第?(?P<quarter>[一二三四])季度"),
    ("period", True, _quarters_until, rf"{_ZY}?前(?P<quarter>[二三])季度?"),
    ("period", True, _half, rf"{_ZY}?(?P<half>上|下)半年"),
    ("period", True, _month, rf"{_ZY}?(?P<month>\d{{1,2}})月?(?:-|—|至|到)(?P<to>\d{{1,2}})月份?"),
    ("deadline", True, _month, rf"{_ZY}?(?P<month>\d{{1,2}})月(?:底|末)(?:之?前)?"),
    # days
    ("day", True, _day, rf"{_B}(?:on )?(?P<month>{_MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? {_Y})?{_E}"),
    ("day", True, _day, rf"{_B}(?:on )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<month>{_MONTH})\.?(?:,? {_Y})?{_E}"),
    ("day", True, _day, rf"{_ZY}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:日|号)"),
    ("day", True, _day, r"(?<![\d年])(?P<day>[0-3]?\d)日(?![均产照])"),
    ("day", False, _day, rf"(?<!\d){_Y}[-./](?P<month>[01]?\d)[-./](?P<day>[0-3]?\d)(?!\d)"),
    ("deadline", True, _day, rf"{_BY} (?P<month>{_MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,? {_Y})?{_E}"),
    ("deadline", True, _day, rf"{_BY} (?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<month>{_MONTH})\.?(?:,? {_Y})?{_E}"),
    ("deadline", True, _day, rf"{_ZY}?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})(?:日|号)(?:之|以)?前"),
    ("deadline", True, _month, rf"{_BY_MONTH}(?P<month>{_MONTH}),? (?:of )?{_Y}{_E}"),
    ("deadline", True, _month, rf"{_BY_MONTH}(?P<month>{'|'.join(MONTHS)}){_E}"),
    ("period", True, _month, rf"{_B}(?:in )?(?P<month>{_MONTH}),? (?:of )?{_Y}{_E}"),
    ("period", True, _month, rf"{_B}(?:in|during) (?P<month>{'|'.join(MONTHS)}){_E}"),
    ("period", True, _since_month, rf"{_B}since (?P<month>{'|'.join(MONTHS)}){_E}"),
    (
        "period",
        True,
        _first_months,
        rf"{_B}(?:in|over|during|for) the first (?P<count>\d{{1,2}}|{_COUNT}) months{_OF_YEAR}?{_E}",
    ),
    ("deadline", False, _whole_year, rf"{_UNTIL} (?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_Y}{_E}"),
    ("period", False, _whole_year, rf"{_B}(?:in )?(?:the )?(?:spring|summer|autumn|fall|winter)(?: of)? {_Y}{_E}"),
    ("period", True, _month, rf"{_ZY}?(?<!\d)(?P<month>1[0-2]|[1-9])月份?(?![\d个])"),
    # deadlines
    (
        "deadline",
        True,
        _whole_year,
        rf"{_B}(?:by|before|until|till|at|towards?)(?: about)? (?:{_END}(?: of)? ?)?{_THE_YEAR}{_E}",
    ),
    ("deadline", True, _whole_year, rf"{_B}at {_END} {_THE_YEAR}{_E}"),
    ("deadline", True, _whole_year, rf"(?:到|至|截至|截止到?|力争到?)?{_ZY}(?:年?底|末|终)(?:之?前)?"),
    ("deadline", True, _whole_year, rf"(?:到|至|截至|力争到?){_ZY}"),
    ("deadline", True, _whole_year, rf"{_ZY}之?前"),
    ("loose", True, _whole_of_known, "(?:到|至)?(?<![去上前明\\d])年(?:底|末|终)(?:之?前)?|年内"),
    ("open", False, _unknown, rf"{_B}as soon as possible{_E}|尽快|早日|尽早"),
    ("all", True, _all_year, "全年"),
    # whole years
    (
        "period",
        True,
        _whole_year,
        rf"{_B}(?:(?:in|for|during|throughout|over|all of) )?(?<![\u3400-\u9fff])(?<!\d to ){_ANY_YEAR}(?! ?- ?\d{{3,4}}(?!\d)){_NOT_A_FIGURE}(?![\u3400-\u9fff]| [{_COUNTED}])",
    ),
    ("period", True, _past_year, rf"{_B}(?:(?:in|over|during|for) )?the past year{_E}"),
    ("period", True, _whole_year, rf"{_ZY}"),
    ("period", True, _past_year, "过去一年|一年来|过去的一年|这一年"),
]


_FISCAL_WORDS = ("fy", "fiscal", "financial year", "budget year")
_FISCAL_RULES = (_fiscal, _fiscal_relative)
_PATTERNS = [(re.compile(pattern), kind, relative, rule) for kind, relative, rule, pattern in _ROWS]
