"""Units at a place in the text: the longest word of the table that stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaimen.extract.folding import alternatives
from kaimen.extract.numerals import EXACT
from kaimen.extract.unit_words import (
    CHINESE_NOUNS,
    CLASSIFIERS,
    CURRENCY_SIGNS,
    MAKING,
    PER,
    REACHED,
    STOCKS,
    UNIT_ROWS,
)


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit as read: its base `code`, its `kind`, and how many base units one of it makes."""

    code: str
    kind: str
    factor: Fraction = Fraction(1)

    def in_base(self, value: Decimal) -> Decimal:
        """Return `value` of this unit in base units; where no decimal is exact, to 20 digits."""
        if self.factor == 1:
            return value
        quotient = EXACT.divide(EXACT.multiply(value, Decimal(self.factor.numerator)), Decimal(self.factor.denominator))
        if Fraction(quotient) != Fraction(value) * self.factor:
            quotient = quotient.quantize(Decimal(1).scaleb(quotient.adjusted() - 19), context=EXACT)
        return quotient


COUNT = ReadUnit("", "count")


def _rows() -> dict[str, ReadUnit]:
    table: dict[str, ReadUnit] = {}
    for row in UNIT_ROWS.strip().splitlines():
        code, kind, factor, *words = row.split()
        for word in words:
            table[word.replace("_", " ")] = ReadUnit(code, kind, Fraction(factor))
    return table


def _over_lines(pattern: str) -> str:
    """Return a pattern of words in which a blank may also be the end of a line: square, kilometres."""
    return pattern.replace(r"\ ", r"(?: |\r?\n ?)")


UNITS = _rows()
_CODES = {unit.code.lower(): unit.code for unit in UNITS.values() if unit.kind == "money"}
SIGNS = {sign: ReadUnit(code, "money") for sign, code in (_CODES | CURRENCY_SIGNS).items()}
_ENGLISH = [word for word in UNITS if word[0].isascii()]
_CHINESE = [word for word in UNITS if not word[0].isascii()]
_ENGLISH_UNIT = re.compile(
    r" {0,3}(?P<part>[%‰㎡㎢㎥㎞])|(?P<sign>°c|-fold|[€£$¥₹])| ?(?P<micro>[μµ]m)"
    r"| ?(?P<ton>t)(?=/[a-z])"
    rf"|(?: {{1,5}}|-)?(?P<word>{_over_lines(alternatives([word for word in _ENGLISH if word[0].isalpha()]))})"
    r"(?![a-z0-9])"
)
_CHINESE_UNIT = re.compile(alternatives(_CHINESE))
_PER_LATIN, _PER_HAN = ([word for word in PER.split() if word[0].isascii() is latin] for latin in (True, False))
_PER_AFTER = re.compile(
    rf"(?: ?/ ?| per | an?[ -]| each | every |-an?-)(?P<latin>{alternatives(_PER_LATIN)})"
    r"(?![a-z]| (?:ago|earlier|later|before))"
    r"|(?P<yearly> (?:annually|yearly|every single year))(?![a-z])"
    rf"|(?:/|每)(?P<han>{alternatives(_PER_HAN)})"
)
_YEARLY = re.compile(
    r"(?: (?!(?:and|or|that|which|who|than|from|while|but|per|will)(?![a-z]))[a-z'-]{1,20}){1,6}?"
    r" (?:(?:an?|per|each|every) (?:single )?(?:year|annum)|annually)(?![a-z]| (?:ago|earlier|later|before))"
)
_CLASSIFIER = re.compile(alternatives(CLASSIFIERS))
_NOUN = re.compile(alternatives(CHINESE_NOUNS))
SIGN_BEFORE = re.compile(rf"(?<![a-z\d])(?:{alternatives(list(SIGNS))}) ?\Z")
LONGEST_SIGN = 7
_VERB_AFTER = re.compile("开展|实现|完成|达到|进行|用于|升级|纳入|产值|规模|面向|获|入选|建成|开工|列入|投入")
_REACHED = re.compile(f"(?:{alternatives(REACHED)})+\\Z")
_STOCK = re.compile(f"(?:{alternatives(REACHED)}|{alternatives(STOCKS)})+\\Z")
_MAKES = re.compile(alternatives(MAKING))
_MADE = re.compile(rf"(?P<what>[\u3400-\u9fff]{{2}})(?:{alternatives(MAKING)})\Z")
_LONGEST_PHRASE = 8
_NO_PHRASE = re.compile(
    "[^\u3400-\u9fff]|[一二三四五六七八九十百千万亿两几]|[的了将要到在及和等]|(?:部分|意见|措施|政策|方案|规定|办法|举措|内容|要求|建议)\\Z"
)
_NAMED = re.compile(r"(?P<phrase>[\u3400-\u9fff]{2,10})(?=[，。；、：\n（]|\Z)")
_NO_NAME = re.compile(
    "[已的了将均为可不以其并及和达一二三四五六七八九十百千万亿两几]|左右|全部|开工|完成|建成|竣工|投产|增长|提高|下降"
    "|打通|覆盖|实现|上线|落地|入选"
)
_ASIDE = re.compile(r"\A“[^“”\n]{1,10}”(?=[\u3400-\u9fff])|（[^（）\d\n]{1,8}）(?=[\u3400-\u9fff])")
_FAR = 14
_CLAUSE_END = re.compile(r"[，。；：！？、,.;:!?\n（）()“”\"]")


def english_unit(lower: str, at: int) -> tuple[ReadUnit, int] | None:
    """Return the unit of measure written at `at`, perhaps after a blank, with its end."""
    match = _ENGLISH_UNIT.match(lower, at)
    if match is None:
        return None
    word = match["part"] or match["sign"] or match["micro"] or (match["ton"] and "tonne")
    word = word or " ".join(match["word"].split())
    return UNITS[word], match.end()


def chinese_unit(text: str, at: int) -> tuple[ReadUnit, int] | None:
    """Return the unit of measure written in Chinese at `at` with its end."""
    match = _CHINESE_UNIT.match(text, at)
    return (UNITS[match[0]], match.end()) if match else None


def classifier(text: str, at: int) -> int | None:
    """Return where the Chinese measure word at `at` ends, or None."""
    match = _CLASSIFIER.match(text, at)
    return match.end() if match else None


def per_after(lower: str, at: int) -> str:
    """Return what a figure that ends at `at` is for each of, or nothing."""
    match = _PER_AFTER.match(lower, at)
    if match is None:
        return ""
    return "year" if match["yearly"] else match["latin"] or match["han"]


def per_end(lower: str, at: int) -> int:
    """Return where a Chinese unit with what it is for each of ends: 35微克/立方米."""
    match = _PER_AFTER.match(lower, at)
    return match.end() if match and match["han"] else at


def yearly_after(lower: str, at: int) -> str:
    """Return `year` where the clause goes on to say so of what ends at `at`: 340 GWh of energy saved each year."""
    return "year" if _YEARLY.match(lower, at) else ""


def noun_after(text: str, at: int) -> str:
    """Return the noun that is counted where it follows a measure word within a few characters, or nothing."""
    window = text[at : at + 24]
    open_window = _ASIDE.sub(_hidden, window)
    clause = _CLAUSE_END.search(open_window) or _VERB_AFTER.search(open_window)
    window = window[: clause.start()] if clause else window
    found = [match for match in _NOUN.finditer(window) if match.start() <= _FAR]
    return window[: found[-1].end()] if found else ""


def noun_before(text: str, at: int) -> str:
    """Return the noun that is counted where it stands before the figure, or nothing."""
    window = text[max(0, at - 24) : at]
    clauses = list(_CLAUSE_END.finditer(window))
    window = _REACHED.sub("", window[clauses[-1].end() :] if clauses else window)
    found = [match for match in _NOUN.finditer(window) if match.end() == len(window)]
    return window[: found[-1].end()] if found else ""


def _hidden(match: re.Match[str]) -> str:
    return "·" * len(match[0])


def phrase_after(text: str, at: int) -> str:
    """Return the words between a measure word and the end of its clause where they name what is counted, or nothing."""
    phrase = _NAMED.match(text, at)
    return phrase["phrase"] if phrase and not _NO_NAME.search(phrase["phrase"]) else ""


def phrase_before(text: str, at: int) -> str:
    """Return the words before a figure that say what is counted where they are in no table, or nothing."""
    window = text[max(0, at - 24) : at]
    clauses = list(_CLAUSE_END.finditer(window))
    window = _STOCK.sub("", window[clauses[-1].end() :] if clauses else window)
    window = _MADE.sub(r"\g<what>", window)
    makes = list(_MAKES.finditer(window))
    phrase = window[makes[-1].end() :] if makes else window
    return phrase if 2 <= len(phrase) <= _LONGEST_PHRASE and not _NO_PHRASE.search(phrase) else ""


def head_noun(noun: str) -> str:
    """Return the last counted noun in a Chinese phrase, or the phrase."""
    found = _NOUN.findall(noun)
    return found[-1] if found else noun
