"""Single cells of a list: numbers, amounts, days. Each reader returns a value, None for a blank, or a finding.

The finding has no place yet; who called knows the cell and puts it in with `at`.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from kaimen.errors import Finding
from kaimen.quantity import SCALES, UNITS, Amount, Unit, parse_day, parse_number, parse_unit

EXACT = Context(prec=120)
"""Arithmetic on cells, wide enough that nothing is rounded: a cell's number has at most `LONGEST` characters."""

LONGEST = 40

_BLANKS = frozenset({"", "-", "--", "\u2010", "\u2013", "\u2014", "\u2014\u2014", "\u2212", "n/a"})
_SIGN = r"US\$|HK\$|[$€£¥￥]"
_SIGN_BEFORE = re.compile(rf"(?:{_SIGN})\s*", re.IGNORECASE)
_CELL = re.compile(
    rf"(?P<minus>[-\u2212])?\s*(?P<sign>{_SIGN})?\s*"
    r"(?P<number>[-+\u2212(.]?[\d][\d,\uff0c\u202f .]*\)?|[-+\u2212]?\.\d+|)"
    r"\s*(?P<unit>[^-\d\s~\u2013\u2014\u2212].*)?",
    re.IGNORECASE | re.DOTALL,
)


_MOST_KNOWN = 50_000
"""Texts of one column that are remembered at a time."""


def shown(text: str) -> str:
    """Return a cell's text as a finding shows it: on one line, in quotation marks, cut after 80 characters."""
    line = " ".join(text.split())
    return f'"{line[:80]}{"..." if len(line) > 80 else ""}"' if line else "a blank"


def is_blank(text: str) -> bool:
    """Return whether a cell says nothing: empty, a dash, or a currency sign before either."""
    if not text:
        return True
    sign = _SIGN_BEFORE.match(text)
    return (text[sign.end() :] if sign else text).casefold() in _BLANKS


@lru_cache(maxsize=4096)
def read_number(text: str) -> Decimal | Finding | None:
    """Return a plain number; `12.5 %` is 0.125, as a spreadsheet stores it."""
    bare = text.replace("\u00a0", " ")
    share = bare.endswith(("%", "％"))
    number = parse_number(bare[:-1] if share else bare) if len(bare) <= LONGEST else None
    if number is None:
        return None if is_blank(bare) else _not_a_number(text, "a number")
    return EXACT.multiply(number, Decimal("0.01")) if share else number


class AmountReader:
    """Amounts of one column. A bare number is in `unit`, and so is one with only a currency sign of its kind."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self._units: dict[str, Unit | None] = {}
        self._known: dict[str, Amount | Finding | None] = {}

    def read(self, text: str) -> Amount | Finding | None:
        """Return the amount in a cell such as `1,200`, `(1,200)`, `$ 7,750,000` or `9,305.6亿元`, with its sign.

        Cells of a long list repeat: equal texts share one amount, which saves time and memory.
        """
        if text not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Amount | Finding | None:
        bare = text.replace("\u00a0", " ")
        number = parse_number(bare) if len(bare) <= LONGEST else None
        if number is not None:
            return Amount(number, self.unit)
        if is_blank(bare):
            return None
        return self._read_with_unit(bare)

    def _read_with_unit(self, text: str) -> Amount | Finding:
        negative = text.startswith("(") and text.endswith(")")
        match = _CELL.fullmatch(text[1:-1].strip() if negative else text)
        number = parse_number(match["number"]) if match and len(match["number"]) <= LONGEST else None
        if match is None or number is None:
            return _not_a_number(text, f"a number in {self.unit}")
        unit = self._unit(match["sign"] or "", " ".join((match["unit"] or "").split()))
        if unit is None or unit.dimension != self.unit.dimension:
            what = f"a unit of {self.unit.dimension}"
            fix = f"Write the number in {self.unit}, or with a unit that can be turned into it."
            return Finding(
                "E304",
                "has a unit of the wrong kind or one that is not known",
                expected=what,
                found=shown(text),
                fix=fix,
            )
        return Amount(number.copy_negate() if negative or match["minus"] else number, unit)

    def _unit(self, sign: str, word: str) -> Unit | None:
        key = f"{sign} {word}"
        if key not in self._units:
            self._units[key] = self._find_unit(sign, word)
        return self._units[key]

    def _find_unit(self, sign: str, word: str) -> Unit | None:
        if not word:
            currency = parse_unit(sign.replace("￥", "¥")) if sign else self.unit
            # "$ 7.75" under "million USD" means millions: a sign names the currency, not the scale
            return self.unit if currency and currency.dimension == self.unit.dimension else currency
        if word.casefold() not in SCALES:
            return parse_unit(word)
        scale = SCALES[word.casefold()]
        if sign:
            return parse_unit(f"{word} {sign.replace('￥', '¥')}")
        plain = UNITS.get(self.unit.code.casefold())
        return _scaled(plain, word, scale) if plain else None


def _scaled(unit: Unit, word: str, scale: Fraction) -> Unit:
    return Unit(f"{word} {unit.code}", unit.dimension, unit.factor * scale)


def _not_a_number(text: str, expected: str) -> Finding:
    fix = "Write a number such as 1,200.5; leave the cell blank if it is not known."
    return Finding("E303", "is not a number", expected=expected, found=shown(text), fix=fix)


_YES = frozenset({"yes", "y", "true", "1", "x", "是", "有", "√", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "否", "无", "×"})
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T][\d:.]+)?")


@lru_cache(maxsize=1024)
def read_readiness(text: str) -> date | Finding | None:
    """Return the day from which a condition holds: the first day there is for `yes`, None for `no` or a blank."""
    word = text.casefold()
    if word in _YES:
        return date.min
    if word in _NO or is_blank(word):
        return None
    match = _DAY.fullmatch(text)
    day = parse_day("{}-{:0>2}-{:0>2}".format(*match.groups()) if match else text)
    if day is not None:
        return day
    expected = "yes, no, a date such as 2024-07-15 or a period such as 2024Q3"
    return Finding(
        "E308",
        "is neither yes, no nor a date",
        expected=expected,
        found=shown(text),
        fix="Correct the cell; until then the condition does not hold.",
    )
