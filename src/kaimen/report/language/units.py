"""The units readers of each language use, and how an amount is turned into them.

Chinese counts in 万 (10^4) and 亿 (10^8) where English counts in thousands, millions and billions;
land is counted in 亩 (1 km2 = 1,500 mu). The stored value does not change: a view is a factor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from kaimen.quantity import Unit

_Rows = tuple[tuple[int | Fraction, str], ...]

_MU = Fraction(10_000, 15)


def _money(english: str, chinese: str) -> Mapping[str, _Rows]:
    return {
        "en": ((10**9, f"bn {english}"), (10**6, f"m {english}"), (1, english)),
        "zh": ((10**8, f"亿{chinese}"), (10**4, f"万{chinese}"), (1, chinese)),
    }


_NAMED = """
AED 迪拉姆, ARS 阿根廷比索, AUD 澳元, BDT 孟加拉塔卡, BRL 巴西雷亚尔, CAD 加元, CHF 瑞士法郎
CLP 智利比索, COP 哥伦比亚比索, CZK 捷克克朗, DKK 丹麦克朗, EGP 埃及镑, ETB 埃塞俄比亚比尔
GHS 加纳塞地, HUF 匈牙利福林, IDR 印尼盾, ILS 以色列谢克尔, INR 印度卢比, KES 肯尼亚先令, KRW 韩元
KWD 科威特第纳尔, LKR 斯里兰卡卢比, MOP 澳门元, MXN 墨西哥比索, MYR 马来西亚林吉特
NGN 尼日利亚奈拉, NOK 挪威克朗, NPR 尼泊尔卢比, NZD 新西兰元, OMR 阿曼里亚尔, PEN 秘鲁索尔
PHP 菲律宾比索, PKR 巴基斯坦卢比, PLN 波兰兹罗提, QAR 卡塔尔里亚尔, RON 罗马尼亚列伊
RUB 俄罗斯卢布, RWF 卢旺达法郎, SAR 沙特里亚尔, SEK 瑞典克朗, SGD 新加坡元, THB 泰铢
TRY 土耳其里拉, TWD 新台币, TZS 坦桑尼亚先令, UGX 乌干达先令, VND 越南盾, XAF 中非法郎
XOF 西非法郎, ZAR 南非兰特, ZMW 赞比亚克瓦查
"""
_OTHERS = re.findall(r"([A-Z]{3}) (\w+)", _NAMED)
"""Currencies that are written by their code, with what they are called in Chinese."""

VIEWS: Mapping[str, Mapping[str, _Rows]] = {
    "currency CNY": _money("yuan", "元"),
    "currency USD": _money("USD", "美元"),
    "currency EUR": _money("EUR", "欧元"),
    "currency GBP": _money("GBP", "英镑"),
    "currency HKD": _money("HKD", "港元"),
    "currency JPY": _money("JPY", "日元"),
    **{f"currency {code}": _money(code, chinese) for code, chinese in _OTHERS},
    "area": {"en": (), "zh": ((_MU, "亩"),)},
    "energy in coal equivalent": {
        "en": ((10**3, "k tce"), (1, "tce")),
        "zh": ((10**4, "万吨标准煤"), (1, "吨标准煤")),
    },
    "electricity": {
        "en": ((10**6, "GWh"), (10**3, "MWh"), (1, "kWh")),
        "zh": ((10**8, "亿千瓦时"), (10**4, "万千瓦时"), (1, "千瓦时")),
    },
    "power": {"en": ((10**6, "GW"), (10**3, "MW"), (1, "kW")), "zh": ((10**4, "万千瓦"), (1, "千瓦"))},
    "mass": {"en": ((10**3, "k t"), (1, "t")), "zh": ((10**4, "万吨"), (1, "吨"))},
    "volume": {"en": ((10**6, "m m³"), (10**3, "k m³"), (1, "m³")), "zh": ((10**4, "万立方米"), (1, "立方米"))},
    "persons": {"en": ((1, "persons"),), "zh": ((10**4, "万人"), (1, "人"))},
    "share": {"en": ((Fraction(1, 100), "%"),), "zh": ((Fraction(1, 100), "%"),)},
    "count": {"en": ((1, ""),), "zh": ((1, "个"),)},
    "count of places": {"en": ((1, "places"),), "zh": ((1, "个名额"),)},
}
"""By dimension and language: how much of the base unit one of each unit is, largest first, and its name."""

_NAMES: Mapping[str, str] = {
    **{"yuan": "元", "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元", "JPY": "日元"},
    **{"m2": "平方米", "mu": "亩", "ha": "公顷", "km2": "平方公里", "m3": "立方米", "tce": "吨标准煤"},
    **{"kWh": "千瓦时", "MWh": "兆瓦时", "GWh": "吉瓦时", "kW": "千瓦", "MW": "兆瓦", "GW": "吉瓦"},
    **{"kg": "千克", "tonne": "吨", "tonnes": "吨", "t": "吨", "persons": "人", "person": "人", "people": "人"},
    **{"projects": "个项目", "project": "个项目", "places": "个名额", "firms": "家", "working days": "个工作日"},
    **{"clusters": "个集群", "bases": "个基地", "cities": "个城市", "sets": "套", "pieces": "件", "cars": "辆"},
}
_SCALES: Mapping[str, str] = {"thousand": "千", "million": "百万", "billion": "十亿", "trillion": "万亿"}
_AMOUNT = re.compile(rf"(?P<figure>[-−+<>]?[\d.,]+ ?|)(?P<scale>(?:{'|'.join(_SCALES)}) |)(?P<unit>{'|'.join(_NAMES)})")
"""A figure, a scale word and a unit as findings have them; the first two may be missing."""


def said_amount(text: str) -> str | None:
    """Return an English amount, or a unit alone, in Chinese with its unit as it is written; None where it is none."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    return match["figure"].strip() + _SCALES.get(match["scale"].strip(), "") + _NAMES[match["unit"]]


_ENGLISH_AREAS: Mapping[Fraction, str] = {Fraction(10**6): "km²", Fraction(10**4): "ha", _MU: "mu", Fraction(1): "m²"}


@dataclass(frozen=True, slots=True)
class View:
    """A unit as readers see it: an amount in the stored unit times `factor` is the number before `label`."""

    factor: Fraction
    label: str

    def of(self, amount: Fraction) -> Fraction:
        """Return the number shown for an amount in the stored unit."""
        return amount * self.factor


def view_of(language: str, unit: Unit, amounts: Iterable[Fraction]) -> View:
    """Return the largest unit of the language in which the middle one of the amounts is at least 1.

    Of physical amounts it is enough that the largest is at least 5, since officials count coal in 万吨 throughout.
    A unit of a dimension that the table does not have is shown as it is stored.
    """
    rows = VIEWS.get(unit.dimension, {}).get(language, ())
    if not rows:
        return View(Fraction(1), _ENGLISH_AREAS.get(unit.factor, unit.code) if unit.dimension == "area" else unit.code)
    sizes = [abs(amount) * unit.factor for amount in amounts if amount]
    middle = Fraction(median(sizes)) if sizes else Fraction(0)
    most = max(sizes, default=Fraction(0)) if not unit.dimension.startswith("currency ") else Fraction(0)
    factor, label = next((row for row in rows if middle >= row[0] or most >= 5 * row[0]), rows[-1])
    return View(unit.factor / Fraction(factor), label)


def step_of(limit: Fraction) -> Fraction:
    """Return the step prices are given for: the largest power of ten that is at most a tenth of the limit."""
    step = Fraction(1)
    if limit <= 0:
        return step
    while step * 100 <= limit:
        step *= 10
    while step * 10 > limit and step > Fraction(1, 1000):
        step /= 10
    return step
