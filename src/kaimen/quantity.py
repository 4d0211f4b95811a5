"""Amounts with units, and periods: exact, never floating point.

A number from the world is a `Decimal` with a `Unit`. Units of one dimension convert into each
other by exact fractions (1 km2 = 1,500 mu, so 1 mu = 1/15 ha), and units of different
dimensions never do; each currency is a dimension of its own. Periods are half-open.

Factors: mu = 10,000/15 m2 (China, since 1959); tce = tonne of coal equivalent, 29.3076 GJ
(GB/T 2589), kept as its own dimension beside electricity because the conversion is a convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from kaimen.errors import Finding


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: `factor` of the base unit of its `dimension` make one of it."""

    code: str
    dimension: str
    factor: Fraction = Fraction(1)

    def __hash__(self) -> int:
        """Hash by the code, as there are few units of one code: a fraction's own hash takes long."""
        return hash(self.code)

    def __str__(self) -> str:
        """Return the code as people write it."""
        return self.code


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number with its unit; the sign is kept."""

    value: Decimal
    unit: Unit

    def measured_in(self, unit: Unit) -> Fraction:
        """Return the number of `unit` this amount comes to, exactly.

        Raises:
            ValueError: the units have different dimensions.
        """
        if unit.dimension != self.unit.dimension:
            raise ValueError(f"{self.unit} is a unit of {self.unit.dimension}, {unit} one of {unit.dimension}")
        value = Fraction(self.value)
        return value if unit is self.unit or unit.factor == self.unit.factor else value * self.unit.factor / unit.factor

    def __str__(self) -> str:
        """Return the amount as people write it, with thousands separated."""
        return f"{self.value:,f} {self.unit}".rstrip()


def _units(dimension: str, *rows: tuple[str, Fraction | int, str]) -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for code, factor, aliases in rows:
        unit = Unit(code, dimension, Fraction(factor))
        table |= dict.fromkeys((code.casefold(), *aliases.casefold().split()), unit)
    return table


_OTHER_CURRENCIES = """
AED ARS AUD BDT BRL CAD CHF CLP COP CZK DKK EGP ETB GHS HUF IDR ILS INR KES KRW KWD LKR MOP MXN MYR NGN NOK NPR NZD
OMR PEN PHP PKR PLN QAR RON RUB RWF SAR SEK SGD THB TRY TWD TZS UGX VND XAF XOF ZAR ZMW
"""
"""Currencies that are written by their code alone."""

UNITS: Mapping[str, Unit] = {
    **_units("currency CNY", ("yuan", 1, "cny rmb 元 ¥ ￥ 人民币")),
    **_units("currency USD", ("USD", 1, "usd $ us$ dollar dollars 美元")),
    **_units("currency EUR", ("EUR", 1, "eur € euro euros 欧元")),
    **_units("currency GBP", ("GBP", 1, "gbp £ 英镑")),
    **_units("currency HKD", ("HKD", 1, "hk$ 港元 港币")),
    **_units("currency JPY", ("JPY", 1, "yen 日元")),
    **{code.casefold(): Unit(code, f"currency {code}", Fraction(1)) for code in _OTHER_CURRENCIES.split()},
    **_units(
        "area",
        ("m2", 1, "m² sqm 平方米"),
        ("mu", Fraction(10_000, 15), "亩"),
        ("ha", 10_000, "hectare hectares 公顷"),
        ("km2", 1_000_000, "km² 平方公里 平方千米"),
    ),
    **_units("energy in coal equivalent", ("tce", 1, "吨标准煤 吨标煤")),
    **_units("electricity", ("kWh", 1, "千瓦时 度"), ("MWh", 1_000, "兆瓦时"), ("GWh", 1_000_000, "吉瓦时")),
    **_units("power", ("kW", 1, "千瓦"), ("MW", 1_000, "兆瓦"), ("GW", 1_000_000, "吉瓦")),
    **_units("mass", ("kg", Fraction(1, 1_000), "千克 公斤"), ("tonne", 1, "t tonnes ton tons 吨")),
    **_units("volume", ("m3", 1, "m³ 立方米 方")),
    **_units("persons", ("persons", 1, "person people 人 jobs job 个岗位")),
    **_units("share", ("%", Fraction(1, 100), "percent per-cent")),
    **_units("count", ("projects", 1, "project 个项目 项 个")),
    **_units("count of places", ("places", 1, "place 个名额 名额")),
}
"""Units by every name they are read under, in lower case."""

SCALES: Mapping[str, Fraction] = {
    name: Fraction(10) ** power
    for power, names in {
        2: "hundred 百",
        3: "thousand k 千",
        4: "万",
        6: "million mn m 百万",
        8: "亿",
        9: "billion bn b",
        12: "trillion tn 万亿",
    }.items()
    for name in names.split()
}
"""Scale words and the power of ten each stands for."""

_NUMBER = r"[-+\u2212\uff0d\uff0b]?(?:(?:\d{1,3}(?:[,\uff0c\u202f ]\d{3})+|\d+)(?:[.\uff0e]\d+)?|[.\uff0e]\d+)"
_HALF_WIDTH = str.maketrans("\u2212\uff0d\uff0b\uff0e\uff08\uff09", "--+.()")
_AMOUNT = re.compile(rf"(?P<sign>[$€£¥￥]|US\$|HK\$)?\s*(?P<number>{_NUMBER})\s*(?P<unit>.*)", re.DOTALL)
_LONGEST_FIRST = sorted(SCALES, key=len, reverse=True)
_SCALE_AND_UNIT = re.compile(
    rf"(?P<scale>{'|'.join(scale for scale in _LONGEST_FIRST if not scale.isascii())}|"
    rf"(?:{'|'.join(scale for scale in _LONGEST_FIRST if scale.isascii())})(?=\s|$|[^\x00-\x7f]))?\s*(?P<unit>.*)",
    re.IGNORECASE,
)


def parse_number(text: str) -> Decimal | None:
    """Return a plain number such as `1,200.5`, `(1,200)` (negative, as in ledgers) or None where it is none."""
    text = text.strip().translate(_HALF_WIDTH)
    in_brackets = text.startswith("(") and text.endswith(")")
    text = text[1:-1].strip() if in_brackets else text
    if not re.fullmatch(_NUMBER, text):
        return None
    number = Decimal(re.sub(r"[,\uff0c\u202f ]", "", text))
    return number.copy_negate() if in_brackets else number


def parse_unit(text: str, own: Mapping[str, Unit] | None = None) -> Unit | None:
    """Return the unit named by text such as `mu`, `million USD`, `bn yuan` or `万吨标准煤`, or None.

    Args:
        text: the unit's name, perhaps after a scale word.
        own: further units by lower-case name, for instance those a scenario declares.
    """
    return _own_unit(text, own) if own else _known_unit(text)


@lru_cache(4096)
def _known_unit(text: str) -> Unit | None:
    return _own_unit(text, {})


def _own_unit(text: str, own: Mapping[str, Unit]) -> Unit | None:
    known = {**UNITS, **own}
    name = " ".join(text.split())
    if name.casefold() in known:
        return known[name.casefold()]
    match = _SCALE_AND_UNIT.fullmatch(name)
    if match is None or not match["scale"]:
        return None
    base = known.get(match["unit"].casefold())
    scale = SCALES.get(match["scale"].casefold())
    return Unit(name, base.dimension, base.factor * scale) if base and scale else None


def parse_amount(text: str, own: Mapping[str, Unit] | None = None) -> tuple[Amount | None, list[Finding]]:
    """Read an amount such as `1,200 mu`, `$ 7,750,000`, `150 bn yuan`, `9,305.6亿元` or `0.5 %`.

    Returns:
        The amount, and no findings; or None with the finding that says what is wrong with the text.
    """
    match = _AMOUNT.fullmatch(text.strip())
    fix = 'Write a number and a unit, such as "1,200 mu" or "150 million yuan".'
    if match is None or match["unit"][:1].isdigit() or match["unit"][:1] in (",", ".", "\uff0c", "\uff0e"):
        return None, [Finding("E405", "This is not an amount.", found=f'"{text}"', expected="an amount", fix=fix)]
    value = parse_number(match["number"])
    sign, unit_text = match["sign"] or "", match["unit"]
    name = f"{unit_text} {sign}".strip() if sign and unit_text.casefold() in SCALES else unit_text or sign
    if not name or (unit_text.casefold() in SCALES and not sign and parse_unit(name, own) is None):
        return None, [Finding("E405", "The amount has no unit.", found=f'"{text}"', expected="a unit", fix=fix)]
    unit = parse_unit(name, own)
    if unit is None or value is None:
        what = f'The unit "{name}" is not known.'
        return None, [Finding("E304", what, found=f'"{text}"', fix="Use a unit listed in the reference.")]
    if sign and UNITS[sign.casefold()].dimension != unit.dimension:
        what = f'The sign "{sign}" and the unit "{name}" do not go together.'
        return None, [Finding("E304", what, found=f'"{text}"', fix="Write one of them.")]
    return Amount(value, unit), []


def decimal_text(value: Fraction) -> str:
    """Return a fraction exactly: as a decimal where it has one, else as `numerator/denominator`."""
    denominator = value.denominator
    if denominator == 1:
        return _digits(value.numerator)
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return f"{_digits(value.numerator)}/{_digits(value.denominator)}"
    places = max(twos, fives)
    digits = _digits(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text


def _digits(whole: int) -> str:
    return str(whole) if whole.bit_length() < 1024 else f"{Decimal(whole):f}"  # str has a limit on its length


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time from `start` (inclusive) to `end` (exclusive) with the label people use for it."""

    start: date
    end: date
    label: str

    def __contains__(self, day: date) -> bool:
        """Return whether the day lies in the period."""
        return self.start <= day < self.end


_PERIOD = re.compile(r"(?P<year>\d{4})(?:-?(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])))?", re.I)


def parse_period(text: str) -> Period | None:
    """Return the period named `2024`, `2024Q3`, `2024H1` or `2024-07`, or None."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match["year"])
    if match["quarter"]:
        first, months = 3 * int(match["quarter"]) - 2, 3
    elif match["half"]:
        first, months = 6 * int(match["half"]) - 5, 6
    elif match["month"]:
        first, months = int(match["month"]), 1
    else:
        first, months = 1, 12
    if not 1 <= year < 9999:
        return None
    after = first + months
    end = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return Period(date(year, first, 1), end, text.strip())


def parse_day(text: str) -> date | None:
    """Return the first day meant by `2024-07-15` or by a period such as `2024Q3`, or None."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        period = parse_period(text)
        return period.start if period else None


def gaps_between(periods: Iterable[Period]) -> list[tuple[Period, Period]]:
    """Return the neighbouring periods that overlap or leave days between them, in order of their start."""
    ordered = sorted(periods)
    return [(earlier, later) for earlier, later in pairwise(ordered) if later.start - earlier.end != timedelta(0)]
