"""Figures: where a number stands in the text and what it comes to, before its unit is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.nouns import noun_phrase
from kaimen.extract.number_words import (
    ENGLISH_NUMBERS,
    ENGLISH_SCALE_LETTERS,
    ENGLISH_SCALES,
    ENGLISH_SHARES,
)
from kaimen.extract.numerals import (
    DIGITS,
    EXACT,
    HAN,
    LONGEST,
    adjacent_range,
    chinese_value,
    digits_value,
    english_value,
)
from kaimen.extract.qualifiers import qualifier_inside
from kaimen.extract.unit_words import LARGE_ONLY
from kaimen.extract.units import LONGEST_SIGN, SIGN_BEFORE, SIGNS, ReadUnit, english_unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at `start` to `end`: `style` is digits, words, han or share; `scaled` where a scale word is in it.

    `sign` is the currency written before it, `qualifier` what stands inside it (370多), `upper`
    the higher end where it is a range in itself (二三十).
    """

    start: int
    end: int
    value: Decimal
    style: str
    scaled: bool = False
    sign: ReadUnit | None = None
    qualifier: str = ""
    upper: Decimal | None = None


_SMALL_LETTERS = frozenset({"r", "n", "p"})
_LETTERED = [sign for sign in SIGNS if sign[-1].isascii() and sign[-1].isalpha()]
_AFTER_SIGN = "(?:" + "|".join(rf"(?<=(?<![a-z]){re.escape(sign)})" for sign in _LETTERED) + ")"
_DOTTED = [sign for sign in SIGNS if sign.endswith(".")]
_AFTER_DOT = "(?:" + "|".join(rf"(?<=(?<![a-z]){re.escape(sign)})" for sign in _DOTTED) + ")"
_HAN_SCALE = "(?:[百万亿]|千(?![瓦克米卡伏赫升])|兆(?![赫瓦帕比字]))"
_HAN_BASE = "".join(mark for mark in HAN if mark not in "百千兆")
_HAN_MARK = f"(?:[{_HAN_BASE}]|百(?! ?分 ?[位点])|千(?![瓦克米卡伏赫升])|兆(?![赫瓦帕比字]))"
_HAN_BLANK = r"(?: (?=[十百千万亿])|(?<=[十百千万亿]) (?=[一二两三四五六七八九零]))"
"""A blank inside a Chinese numeral, as set pages and their copies have it."""
_HAN_NUMBER = rf"{_HAN_MARK}(?:{_HAN_BLANK}?{_HAN_MARK})*(?: ?点 ?{_HAN_MARK}+)?"
_WORD = alternatives(list(ENGLISH_NUMBERS))
_SCALE = alternatives(list(ENGLISH_SCALES))
_PART = alternatives([*ENGLISH_SHARES, *(f"{word}s" for word in ENGLISH_SHARES if word != "half"), "halves"])
_SIMPLE_PART = "(?:third|quarter|fourth|fifth|tenth)"
_MORE = " (?:more|less|fewer|higher|lower|larger|smaller|faster|longer|cheaper)(?![a-z])"
_GOES_ON = r"[,.;)]|\s*\Z| (?:to|from|over|in|by|since|compared|within|this|next|on)(?![a-z])"
"""What follows a part by which something changes: cut by a third to 20, but not: by a third party."""
_HEAD = re.compile(
    r"(?P<digits>(?=[\d.])(?:"
    rf"(?<![a-z0-9_.])(?:(?<![a-z]-)|(?<=sub-)|(?<=minus-)|(?<=over-)){DIGITS}|(?:{_AFTER_SIGN}|{_AFTER_DOT})(?!\.){DIGITS}))"
    rf"|(?<![a-z])(?P<mixed>(?:{_WORD}) and (?:a half|a quarter|three[- ]quarters)(?: (?:{_SCALE}))?(?![a-z]))"
    rf"|(?<![a-z])(?P<words>(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}|{_SCALE})(?![a-z])){{0,12}}(?![a-z]))"
    rf"|(?<![a-z])(?P<article>an? (?:{_SCALE})(?![a-z]))"
    rf"|(?<![a-z])(?P<half>half(?: an? (?:{_SCALE}))?)(?![a-z])"
    rf"|(?<![a-z])(?P<part>(?:an?|one|two|three|four|five) {_SIMPLE_PART}s?(?= of(?![a-z])|{_MORE})"
    rf"|(?<=by )an? {_SIMPLE_PART}(?={_GOES_ON}))"
    r"|(?P<share>一半|过半|半数|大半)"
    rf"|(?<![0-9_])(?P<han>百 ?分之(?= ?[{HAN}\d])|{_HAN_NUMBER})"
)
_EN_SCALE = re.compile(rf" {{0,3}}-?(?P<scale>{_SCALE})(?:s|(?P<more> {{1,3}}(?:{_SCALE})))?(?![a-z])")
_LETTER = re.compile("[kmb](?:n)?(?![a-z0-9])")
_THOUSANDS = re.compile(r"k(?![a-z0-9])")
_NO_THOUSANDS = (Decimal(10), Decimal(401))
"""Below the first k is a name (4K), and 401k is one."""
_LOOSE_LETTER = re.compile(r"(?P<scale>[km]|bn)(?= (?:of )?[a-z]{3})")
_COMMON = re.compile(r"/(?P<below>[2-9]|1\d|20)(?![\d/.,])")
_OF_THEM = re.compile(r" of (?:its|the|our|their|these|those)(?= )")
_ZH_SCALE = re.compile(
    rf"(?: {{2,3}}|\s)?(?P<inside>[多余来几]?)(?P<scale>{_HAN_SCALE}+(?:[多余][万亿]+)?)"
    rf"(?P<more>(?: ?零?{DIGITS} ?{_HAN_SCALE}+)*(?:零?\d{{1,4}}(?![\d.,%]))?)"
)
_PARTS = re.compile(rf" ?分之 ?(?P<over>{DIGITS}|[{HAN}]+(?:点[{HAN}]+)?)")
_PER_CENT = re.compile(rf" ?(?P<value>{DIGITS}|{_HAN_NUMBER})")
_EN_PART = re.compile(rf"[ -](?P<part>{_PART})(?![a-z])")
_OWED = re.compile(r"(?<![减降增担背肩抱胜正])负\Z")
"""A minus; 减负 is to take a load off."""
_ODD = re.compile(" ?[多余] ?(?=[万亿])")
_HALF = Decimal("0.5")
_LARGEST_SHARE = 10**6


def find_figures(text: Folded) -> Iterator[Figure]:
    """Yield the figures of a text in order."""
    lower, at = text.lower, 0
    while match := _HEAD.search(lower, at):
        figure = _figure(lower, match)
        at = figure.end if figure and figure.style == "words" else max(match.end(), figure.end if figure else 0)
        if figure:
            yield _without_small_letter(text.plain, figure, match.start())


def _without_small_letter(plain: str, figure: Figure, digits: int) -> Figure:
    """Return a figure without a sign that is one as a capital alone: R1,200, but not p1,200."""
    is_letter = figure.sign is not None and plain[figure.start : digits].strip() in _SMALL_LETTERS
    return replace(figure, sign=None, start=digits) if is_letter else figure


def _figure(lower: str, match: re.Match[str]) -> Figure | None:
    start, end = match.span()
    if end - start > LONGEST and match.lastgroup in ("digits", "han"):
        return None
    match match.lastgroup:
        case "digits":
            return _from_digits(lower, start, end)
        case "words" | "article":
            return _from_words(lower, start, end)
        case "half":
            scale = ENGLISH_SCALES.get(match["half"].split()[-1], 1)  # half a million
            return Figure(start, end, _HALF * scale, "words" if scale > 1 else "share", scale > 1)
        case "mixed":
            return _mixed(start, end, match["mixed"])
        case "part":
            number, part = match["part"].split()
            value = EXACT.multiply(ENGLISH_SHARES[part.rstrip("s")], Decimal(ENGLISH_NUMBERS.get(number, 1)))
            return Figure(start, end, value.quantize(Decimal("1e-20")).normalize(), "share")
        case "share":
            return Figure(start, end, _HALF, "share", qualifier=">" if match[0] in ("过半", "大半") else "")
        case _:
            return _from_han(lower, start, end)


def _mixed(start: int, end: int, words: str) -> Figure:
    """Return a number with a half or quarters: two and a half million."""
    whole, _, rest = words.partition(" and ")
    part, _, scale = rest.replace("three quarters", "three-quarters").removeprefix("a ").partition(" ")
    value = ENGLISH_NUMBERS[whole] + {"half": _HALF, "quarter": Decimal("0.25")}.get(part, Decimal("0.75"))
    return Figure(start, end, value * ENGLISH_SCALES.get(scale, 1), "words", bool(scale))


def _from_digits(lower: str, start: int, end: int) -> Figure | None:
    value = digits_value(lower[start:end])
    sign_match = SIGN_BEFORE.search(lower, max(0, start - LONGEST_SIGN), start)
    if sign_match and sign_match[0].rstrip() in LARGE_ONLY and not _is_amount(lower, start, end):
        return None
    sign = SIGNS[sign_match[0].rstrip()] if sign_match else None
    begin = sign_match.start() if sign_match else start
    begin, value = _negative(lower, begin, value)
    if begin < start and sign is None and (owed := SIGN_BEFORE.search(lower, max(0, begin - LONGEST_SIGN), begin)):
        sign, begin = SIGNS[owed[0].rstrip()], owed.start()  # $-50.8bn
    if common := _common_fraction(lower, end, value):
        return replace(common, start=begin)
    if scaled := _english_scale(lower, end, sign is not None, value):
        return Figure(begin, scaled[0], EXACT.multiply(value, Decimal(scaled[1])), "digits", True, sign)
    if scale := _ZH_SCALE.match(lower, end):
        value = chinese_value(re.sub("[ 多余]", "", lower[start:end] + scale["scale"] + scale["more"]))
        inside = ">" if scale["inside"] or re.search("[多余]", scale["scale"]) else ""
        inside, after = (inside, scale.end()) if inside else qualifier_inside(lower, scale.end())
        return Figure(begin, after, value, "digits", True, sign, inside)
    if over := _PARTS.match(lower, end):
        return _fraction(lower, start, over)
    inside, after = qualifier_inside(lower, end)
    return Figure(begin, after if inside else end, value, "digits", False, sign, inside)


def _common_fraction(lower: str, end: int, value: Decimal) -> Figure | None:
    """Return the fraction whose numerator ends at `end`: 2/3 of the votes, 1/2 pound; the start is not known here."""
    common = _COMMON.match(lower, end)
    if common is None or not 0 < value < Decimal(common["below"]):
        return None
    share = round(EXACT.divide(value, Decimal(common["below"])), 20).normalize()
    if lower.startswith(" of ", common.end()):
        return Figure(0, common.end(), share, "share")
    return Figure(0, common.end(), share, "digits") if english_unit(lower, common.end()) else None


def _english_scale(lower: str, end: int, is_money: bool, value: Decimal) -> tuple[int, int] | None:
    """Return where the scale after digits ends, and what it multiplies them by: words, or letters after money (3bn)."""
    if (scale := _EN_SCALE.match(lower, end)) and not lower.startswith("m2", end):
        return scale.end(), ENGLISH_SCALES[scale["scale"]] * ENGLISH_SCALES.get((scale["more"] or "").strip(), 1)
    if is_money and (letter := _LETTER.match(lower, end)):
        return letter.end(), ENGLISH_SCALE_LETTERS[letter[0][0]]
    if (letter := _LOOSE_LETTER.match(lower, end)) and _is_counted(lower, letter.end()):
        return letter.end(), ENGLISH_SCALE_LETTERS[letter[0][0]]
    if _THOUSANDS.match(lower, end) and value >= _NO_THOUSANDS[0] and value != _NO_THOUSANDS[1]:
        return end + 1, 1000
    return None


def _is_amount(lower: str, start: int, end: int) -> bool:
    """Return whether letters before digits are a sign of money: R21,700 and PS6m (a lost pound sign), but not PS5."""
    return bool(re.search("[,.]", lower[start:end]) or _LETTER.match(lower, end) or _EN_SCALE.match(lower, end))


def _is_counted(lower: str, at: int) -> bool:
    """Return whether a unit or a counted noun follows: 35m tonnes, but not 37m long."""
    unit = english_unit(lower, at)
    whole = _OF_THEM.match(lower, at)
    return (unit is not None and unit[0].kind != "length") or bool(noun_phrase(lower, whole.end() if whole else at))


def _negative(lower: str, begin: int, value: Decimal) -> tuple[int, Decimal]:
    if lower.endswith(("minus-", "minus "), 0, begin):
        return begin - len("minus-"), value.copy_negate()
    if _OWED.search(lower, max(0, begin - 2), begin):
        return begin - 1, value.copy_negate()
    signed = begin and lower[begin - 1] in "-" and (begin == 1 or lower[begin - 2] in " (（,，、:：为$€£")
    return (begin - 1, value.copy_negate()) if signed else (begin, value)


def _from_words(lower: str, start: int, end: int) -> Figure | None:
    if lower.endswith("between ", 0, start):
        end = start + len(lower[start:end].partition(" and ")[0])
    end = start + len(_before_greater(lower[start:end]))
    words = lower[start:end]
    bare = re.sub("^an? ", "one ", words)
    if part := _EN_PART.match(lower, end):
        count = ENGLISH_NUMBERS.get(bare)
        name = part["part"].removesuffix("s") if part["part"] != "halves" else "half"
        if count and name in ENGLISH_SHARES:
            share = EXACT.multiply(ENGLISH_SHARES[name], Decimal(count))
            return Figure(start, part.end(), share.quantize(Decimal("1e-20")).normalize(), "share")
    value = english_value(bare.replace("-", " ").replace(" and ", " "))
    scaled = any(scale in words.replace("-", " ").split() for scale in ENGLISH_SCALES)
    return Figure(start, end, value, "words", scaled) if value is not None else None


def _before_greater(words: str) -> str:
    """Return number words up to an `and` that joins two numbers: one million and three million."""
    parts = words.split(" and ")
    for at in range(1, len(parts)):
        scales = [ENGLISH_SCALES[word] for word in re.split("[ -]", parts[at]) if word in ENGLISH_SCALES]
        before = [ENGLISH_SCALES[word] for word in re.split("[ -]", parts[at - 1]) if word in ENGLISH_SCALES]
        if not before or (before[-1] > 100 and scales and max(scales) >= before[-1]):
            return " and ".join(parts[:at])
    return words


def _from_han(lower: str, start: int, end: int) -> Figure | None:
    text = lower[start:end].replace(" ", "")
    if text == "百分之":
        number = _PER_CENT.match(lower, end)
        if number is None or len(number[0]) > LONGEST:
            return None
        value = number["value"].replace(" ", "")
        if ends := adjacent_range(value):
            return Figure(start, number.end(), ends[0], "percent", qualifier="range", upper=ends[1])
        amount = chinese_value(value) if value[0] in HAN else digits_value(value)
        return Figure(start, number.end(), amount, "percent")
    if over := _PARTS.match(lower, end):
        return _fraction(lower, start, over)
    odd = _ODD.match(lower, end)
    inside, after = (">", odd.end()) if odd else qualifier_inside(lower, end)
    tail = re.compile(f"{_HAN_SCALE}+").match(lower, after) if inside else None
    if tail:
        text, after = text + tail[0], tail.end()
    scaled = any(scale in text for scale in "百千万亿兆")
    if not inside and (ends := adjacent_range(text)):
        return Figure(start, end, ends[0], "han", scaled, None, "range", ends[1])
    if not inside and text[0] in "百千万亿" and lower.endswith("上", max(0, start - 1), start):
        inside = ">="  # 上百家
        return Figure(start, end, chinese_value(text), "han", scaled, None, inside)
    begin, value = start, chinese_value(text)
    if _OWED.search(lower, max(0, start - 2), start):
        begin, value = start - 1, value.copy_negate()
    return Figure(begin, after if inside else end, value, "han", scaled, None, inside)


def _fraction(lower: str, start: int, over: re.Match[str]) -> Figure | None:
    below = lower[start : over.start()]
    parts = [chinese_value(part) if part[0] in HAN else digits_value(part) for part in (below, over["over"])]
    if over.end() - start > LONGEST or not 0 <= parts[1] <= _LARGEST_SHARE * parts[0] or not parts[0]:
        return None
    share = EXACT.divide(parts[1], parts[0])
    return Figure(start, over.end(), round(share, 20).normalize(), "share")
