"""The specifications of Recognizers-Text (MIT): numbers, percents, currencies and dimensions in Chinese.

An item is right if every figure it expects is read with its value, and as many figures are read as it expects. Of
numbers alone the figure is compared, since a number without a unit is no quantity of an announcement; of the others the
quantity with its unit. Items out of scope are left out, each with the reason for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SPECIFICATIONS = {
    "Number": "Number/Chinese/NumberModel.json",
    "Percent": "Number/Chinese/PercentModel.json",
    "Currency": "NumberWithUnit/Chinese/CurrencyModel.json",
    "Dimension": "NumberWithUnit/Chinese/DimensionModel.json",
}

OUT_OF_SCOPE = (
    ("discounts without a whole number of tenths (半折) or told as off (折扣)", re.compile("半折|折扣")),
    ("dozens (打)", re.compile("(?<=[一二三四五六七八九十两壹半\\d])打")),
    ("powers and scientific notation", re.compile(r"\d[eE^]|\^|的\S*次方|次幂")),
    ("letters as scales (k, M, G)", re.compile(r"\d ?[kKMGTtＫＭＧＴ](?![a-zA-Z])")),
    ("mixed numbers and common fractions (又, /)", re.compile(r"又|\d ?[/／] ?\d")),
    ("cents and parts of a coin (角, 分, 銭)", re.compile("[角毛]|(?<![百千万])分(?!之|點|点)|銭|便士")),
    ("the weight 两, which is also the numeral two", re.compile("两(?![一二三四五六七八九十百千万亿个小美])$|点两")),
    ("ranges of adjacent digits (二三十), which the set leaves unread", re.compile("百分之二三十|二三十[个個]百")),
    ("idioms (半百, 半成)", re.compile("半[百成]")),
    ("fractions of negative numbers", re.compile("分之负|負")),
    ("rows of digits with several points", re.compile(r"\d\.\d+\.\d|\.\.\.")),
    ("bits and bytes", re.compile("比特|字节|存储单位|[kKMGTＫＭＧ][bB]")),
    (
        "currencies of small states",
        re.compile("第纳尔|古德|塔卡|先令|克朗|马克|列伊|福林|比索|里亚尔|披索|瓜拉尼|索尔|雷亚尔|法郎|卢布|泰铢"),
    ),
)
OTHER_KIND = "amounts of a currency in the specification of numbers"
NO_FIGURE = "a currency without a figure"
_AMOUNT = re.compile("美元|美刀")
_KINDS = {"Percent": ("percent", "share", "points"), "Currency": ("money",)}
_NO_DIMENSIONS = ("money", "percent", "share", "count", "persons", "households", "multiple")


@dataclass(frozen=True)
class Result:
    """Items in scope, those right, those left out by reason, and the inputs that were wrong."""

    items: int
    right: int
    left_out: dict[str, int]
    wrong: list[str]


def score(path: Path, kind: str) -> Result:
    """Return the result of one specification."""
    items, right, left_out, wrong = 0, 0, dict[str, int](), []
    for item in json.loads(path.read_text(encoding="utf-8-sig")):
        reason = next((why for why, pattern in OUT_OF_SCOPE if pattern.search(item["Input"])), "")
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        if kind == "Number" and not item["Results"] and _AMOUNT.search(item["Input"]):
            left_out[OTHER_KIND] = left_out.get(OTHER_KIND, 0) + 1
            continue
        if any("value" not in r["Resolution"] or r["Resolution"]["value"] in (None, "null") for r in item["Results"]):
            left_out[NO_FIGURE] = left_out.get(NO_FIGURE, 0) + 1
            continue
        items += 1
        expected = [_number(result["Resolution"]["value"]) for result in item["Results"]]
        read = _read(item["Input"], kind if expected else "")
        if _agree(expected, read):
            right += 1
        else:
            wrong.append(f"{item['Input']}  expected {expected}, read {read}")
    return Result(items, right, left_out, wrong)


def _read(text: str, kind: str) -> list[float]:
    """Return the figures of a text; without a kind the quantities of any, where a word holds a numeral (四川)."""
    from kaimen.evidence import Document
    from kaimen.extract import extract
    from kaimen.extract.figures import find_figures
    from kaimen.extract.folding import fold
    from kaimen.extract.units import UNITS

    if kind == "Number":
        lower = fold(text).lower
        figures = [figure for figure in find_figures(fold(text)) if not lower.startswith("%", figure.end)]
        return [float(figure.value) for figure in figures]
    quantities = extract(Document("text", text))[0].quantities
    values = []
    for quantity in quantities:
        if not _is_of(quantity.kind, kind):
            continue
        surface = quantity.surface.lower().removesuffix("半")
        words = [word for word in UNITS if surface.endswith(word)]
        factor = UNITS[max(words, key=len)].factor if words else 1
        is_share = quantity.kind == "share" and kind == "Percent"
        value = quantity.upper if quantity.upper is not None else quantity.value
        values.append(float(value) * 100 if is_share else float(value) / float(factor))
    return values


def _is_of(found: str, kind: str) -> bool:
    if kind in _KINDS:
        return found in _KINDS[kind]
    return not kind or found not in _NO_DIMENSIONS


def _agree(expected: Sequence[float], read: Sequence[float]) -> bool:
    left = list(read)
    for value in expected:
        near = next((at for at, found in enumerate(left) if abs(found - value) <= 1e-6 * max(1e-9, abs(value))), None)
        if near is None:
            return False
        left.pop(near)
    return not left


def _number(value: Any) -> float:
    return float(str(value).rstrip("%").replace(",", "")) if value not in (None, "null") else float("nan")
