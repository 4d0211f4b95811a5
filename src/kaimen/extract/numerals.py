"""Numerals to exact numbers: digits, English words, Chinese characters, and mixtures such as 3亿5000万.

Chinese numerals are read in sections. A digit before 十, 百 or 千 is multiplied and added to its section; 万 and 亿
close the section and multiply it, and where a larger scale follows a smaller one (万亿) it multiplies all that was
read. A digit directly after a scale at the end stands for the next lower place: 一万二 is 12,000. Digits in a row
without scales are positions: 二〇二四 is 2024.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

from kaimen.extract.number_words import (
    CHINESE_DIGITS,
    CHINESE_SCALES,
    ENGLISH_NUMBERS,
    ENGLISH_SCALES,
)

EXACT = Context(prec=60)
"""Wide enough that products of what `LONGEST` characters can say are not rounded."""

LONGEST = 40
"""Characters of the longest numeral that is read; a longer row of digits is an identifier, not a figure."""

DIGITS = (
    r"(?:(?:(?<=[\u3400-\u9fff])|(?<=[\u3400-\u9fff] ))\d{1,3} ?\. \d{1,2}(?= ?%)"
    r"|\d{1,3},\d{1,2}(?=[ -]?(?:%|per ?cent|million|billion|trillion|mn|bn)(?![a-z]))"
    r"|\d{1,3}(?:\.\d{3}){2,7}(?!\.?\d)(?:,\d{1,2}(?!\d))?"
    r"|(?:\d{1,2}(?:,\d\d){1,7},\d{3}(?!,?\d)"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d,])|\d+)(?:\.\d+)?|(?<![\d.])\.\d+)"
)
"""Digits with separators and decimals; also 3,71,383 as India groups them, 9,1 billion with a decimal
comma, 1.250.000 as most of Europe and South America group them, and 27. 3% or 8 . 5 %, as a blank lost from a set line
leaves it in Chinese texts."""
DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
"""A number whose comma can only be a decimal one, as most of Europe and South America write."""
HAN = "".join(CHINESE_DIGITS) + "".join(CHINESE_SCALES)
LARGE = 10**4
_TOKEN = re.compile(rf"{DIGITS}|[{HAN}点]")
_ADJACENT = re.compile(
    rf"(?P<before>(?:[{HAN}]*[十百千万亿])?)(?P<pair>[一二两三四五六七八][二两三四五六七八九])(?P<after>(?:[十百千万亿][十百千万亿]*)?)"
)
_POSITIONS = re.compile(rf"[{''.join(CHINESE_DIGITS)}]{{2,}}")


def digits_value(text: str) -> Decimal:
    """Return the value of digits with separators: `1,508`, `5.3`; `9,1` is 9.1, and `1.250.000` over a million."""
    if text.count(".") > 1:
        return Decimal(text.replace(".", "").replace(",", "."))
    return Decimal(text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else re.sub("[, ]", "", text))


def english_value(text: str) -> Decimal | None:
    """Return the value of number words such as `three hundred and seventy`, or None where they make no number."""
    total = section = Decimal(0)
    last = 0
    for word in re.split(r"[\s-]+", text):
        if word in ENGLISH_NUMBERS:
            number = ENGLISH_NUMBERS[word]
            if last and not (last >= 20 and number < 10) and not last >= 100:
                return None
            section, last = section + number, number
        elif word in ENGLISH_SCALES:
            scale = ENGLISH_SCALES[word]
            section = (section or Decimal(1)) * scale
            if scale > 100:
                total, section = total + section, Decimal(0)
            last = scale
    return total + section


def chinese_value(text: str) -> Decimal:
    """Return the value of Chinese numerals, with or without digits among them, such as 一千五百零八 or 1.37万亿."""
    if _POSITIONS.fullmatch(text):
        return Decimal("".join(str(CHINESE_DIGITS[mark]) for mark in text))
    whole, _, decimals = text.partition("点")
    value = _sections(_TOKEN.findall(whole))
    positions = "".join(str(CHINESE_DIGITS[mark]) for mark in decimals if mark in CHINESE_DIGITS)
    scales = [mark for mark in decimals if mark in CHINESE_SCALES]
    if positions:
        value += Decimal(f"0.{positions}")
    for scale in scales:
        value *= CHINESE_SCALES[scale]
    return value


def plain_number(value: Decimal) -> Decimal:
    """Return the number without an exponent and without zeros after the point."""
    normal = value.normalize(EXACT)
    exponent = normal.as_tuple().exponent
    return normal.quantize(Decimal(1), context=EXACT) if isinstance(exponent, int) and 0 < exponent < 55 else normal


def adjacent_range(text: str) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a range told by two digits side by side: 二三十 is 20 to 30, 十七八 17 to 18; else None."""
    match = _ADJACENT.fullmatch(text)
    if match is None:
        return None
    low, high = (CHINESE_DIGITS[mark] for mark in match["pair"])
    if high != low + 1 and match["pair"] != "三五":
        return None
    ends = (chinese_value(match["before"] + mark + match["after"]) for mark in match["pair"])
    return next(ends), next(ends)


def _sections(tokens: list[str]) -> Decimal:
    total = section = Decimal(0)
    number: Decimal | None = None
    previous, closed = 0, 0
    for mark in tokens:
        scale = CHINESE_SCALES.get(mark, 0)
        if not scale:
            number = Decimal(CHINESE_DIGITS[mark]) if mark in CHINESE_DIGITS else digits_value(mark)
            previous = 0 if mark in "零〇" else previous
            continue
        if scale < LARGE:
            section += (number or Decimal(1)) * scale  # 零十二 is 12
        else:
            section += number or Decimal(0)
            grows = closed and scale >= closed
            total = (total + section) * scale if grows else total + (section or Decimal(not closed)) * scale
            section, closed = Decimal(0), scale
        number, previous = None, scale
    if number is not None and previous > 10 and tokens[-1] in CHINESE_DIGITS and tokens[-2] in CHINESE_SCALES:
        number *= previous // 10
    return total + section + (number or Decimal(0))
