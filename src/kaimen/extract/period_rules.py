"""What words for a period mean: first and last day, by the words matched and the day of publication.

A relative period (this year, last year) has no days without that day. A year gone by as a whole (过去一年, the past
year) is the calendar year before the publication: that is how reports of January to March use it. The Nth five-year
plan of China runs from 1981 + 5 (N - 6).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

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
MONTH = "|".join(["sept?"] + [f"{name}|{name[:3]}" for name in MONTHS])
COUNT = "|".join(word for word, value in ENGLISH_NUMBERS.items() if 0 < value < 21)
HAN = "[一二两三四五六七八九十]"

Days = tuple[date, date] | None
Rule = Callable[[re.Match[str], date | None], Days]


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


def whole_year(match: re.Match[str], published: date | None) -> Days:
    """Return the days of the year named."""
    number = _stated_year(match, published)
    return year(number) if number else None


def year_range(match: re.Match[str], _published: date | None) -> Days:
    """Return the days of a row of years, whose last may be written short (2024-26)."""
    last = match["last"]
    return years(int(match["year"]), int(match["year"][: 4 - len(last)] + last))


def year_ranges(match: re.Match[str], _published: date | None) -> Days:
    """Return the days from the first of two rows of years to the end of the second."""
    return years(int(match["year"]), int(match["until"][: 4 - len(match["last"])] + match["last"]))


def fiscal(match: re.Match[str], _published: date | None) -> Days:
    """Return the years that a fiscal year of two or four digits names: FY26-27 is 2026 and 2027."""
    first, last = match["fiscal"], match["last"] or match["fiscal"]
    return years(_of_century(first), _of_century(last))


def _of_century(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def fiscal_relative(match: re.Match[str], published: date | None) -> Days:
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


def months_to(match: re.Match[str], published: date | None) -> Days:
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


def within(match: re.Match[str], published: date | None) -> Days:
    """Return the days from publication to as many months or years after it."""
    count = _count(match["count"]) * (12 if match["unit"] == "year" else 1)
    if published is None or not 0 < count <= 1200:
        return None
    ahead = published.year * 12 + published.month - 1 + count
    last_of_month = months(ahead // 12, ahead % 12 + 1, ahead % 12 + 1)[1]
    return published, date(ahead // 12, ahead % 12 + 1, min(published.day, last_of_month.day))


def middle(match: re.Match[str], published: date | None) -> Days:
    """Return the days up to the middle of the year named."""
    number = _stated_year(match, published)
    return months(number, 1, 6) if number else None


def past_year(_match: re.Match[str], published: date | None) -> Days:
    """Return the days of the calendar year before publication."""
    return year(published.year - 1) if published else None


def quarter(match: re.Match[str], published: date | None) -> Days:
    """Return the days of a quarter."""
    number = _stated_year(match, published)
    at = _QUARTERS[match["quarter"]]
    return months(number, 3 * at - 2, 3 * at) if number else None


def quarters_until(match: re.Match[str], published: date | None) -> Days:
    """Return the days from the beginning of the year to the end of a quarter."""
    number = _stated_year(match, published)
    return months(number, 1, 3 * _QUARTERS[match["quarter"]]) if number else None


def half(match: re.Match[str], published: date | None) -> Days:
    """Return the days of half a year."""
    number = _stated_year(match, published)
    first = match["half"] in ("first", "1", "上")
    return months(number, 1 if first else 7, 6 if first else 12) if number else None


def month(match: re.Match[str], published: date | None) -> Days:
    """Return the days of a month, or of a row of months."""
    number = _stated_year(match, published)
    at = _month_number(match["month"])
    parts = match.groupdict()
    last = _month_number(parts["to"]) if parts.get("to") else at
    return months(number, at, last) if number else None


def since_month(match: re.Match[str], published: date | None) -> Days:
    """Return the days from the last such month before publication up to it."""
    at = _month_number(match["month"])
    if published is None:
        return None
    return date(published.year - (at >= published.month), at, 1), published


def first_months(match: re.Match[str], published: date | None) -> Days:
    """Return the days of the first months of the year named."""
    number, count = _stated_year(match, published), _count(match["count"])
    return months(number, 1, count) if number and 0 < count <= 12 else None


def _month_number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(text[:3]))


def day(match: re.Match[str], published: date | None) -> Days:
    """Return a day as first and last."""
    number = _stated_year(match, published)
    parts = match.groupdict()
    at = _month_number(parts["month"]) if parts.get("month") else published.month if published else 0
    if not number or not at:
        return None
    found = date(number, at, int(match["day"]))
    return found, found


def row_of_years(match: re.Match[str], published: date | None) -> Days:
    """Return the days of so many years before or from the year of publication on."""
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
    return ENGLISH_NUMBERS.get(text) or (int(chinese_value(text)) if re.fullmatch(f"{HAN}+", text) else 0)


def plan(match: re.Match[str], _published: date | None) -> Days:
    """Return the days of a five-year plan of China."""
    text = next(words for name, words in match.groupdict().items() if name.startswith("plan") and words)
    ordinal = ENGLISH_ORDINALS.get(text) or (int(text) if text.isdigit() else int(chinese_value(text)))
    first = 1981 + 5 * (ordinal - 6)
    return years(first, first + 4)


def so_far(_match: re.Match[str], published: date | None) -> Days:
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


def all_year(match: re.Match[str], published: date | None) -> Days:
    """Return the year that 全年 is: the one before for what is told in the first months of a year."""
    if published is None:
        return None
    begin = max(match.string.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    is_told = published.month <= _LAST_YEARS and not _YET.search(match.string, begin, match.end() + 12)
    return year(published.year - is_told)


def whole_of_known(_match: re.Match[str], published: date | None) -> Days:
    """Return the days of the year of publication."""
    return year(published.year) if published else None


def unknown(_match: re.Match[str], _published: date | None) -> Days:
    """Return nothing: no day is known."""
    return None
