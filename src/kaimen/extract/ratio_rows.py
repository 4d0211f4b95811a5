"""What an amount may come to for each: bounds that nobody has seen broken, wide on purpose. A row a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_PER_ROWS = """
0.05 1e7 person people head capita worker resident student employee 人 名 户 household
1 1e8 mu 亩 hectare 公顷
1000 1e10 km kilometer kilometre 公里 千米
0.001 1000 kwh kilowatt-hour 千瓦时 度
"""
"""Lowest and highest amount of money for each, and the words for what it is for each of."""

PER = {
    word: (Decimal(low), Decimal(high))
    for low, high, *words in (line.split() for line in _PER_ROWS.strip().splitlines())
    for word in words
}


@dataclass(frozen=True, slots=True)
class Each:
    """What one of `counted` has in `unit`, at least and at most, where one of `words` stands between the figures."""

    name: str
    counted: re.Pattern[str]
    unit: str
    words: re.Pattern[str]
    low: Decimal
    high: Decimal


_REACHED = re.compile("覆盖|惠及|受益|涉及|cover|benefit|serving|home to")
_PERSONS = re.compile("persons")
EACH = (
    # from a bus fare to a holiday
    Each("visitors", _PERSONS, "CNY", re.compile("旅游[^，。]{0,4}(?:收入|消费)"), Decimal(5), Decimal("1e6")),
    # below a free lunch, above a year of any benefit
    Each("persons", _PERSONS, "CNY", re.compile("(?:补贴|补助|资助|救助)?(?:金额|资金)"), Decimal(5), Decimal("1e6")),
    # below a road's repair, above the dearest dam
    Each(
        "projects",
        re.compile("项目|projects?$"),
        "CNY",
        re.compile("投资|造价|invest|cost"),
        Decimal("1e5"),
        Decimal("1e11"),
    ),
    Each(
        "buildings",
        re.compile("学校|医院|幼儿园|养老院|公园|(?:schools?|hospitals?|clinics?|parks?|kindergartens?)$"),
        "CNY",
        re.compile(r"\A[^，,。.；;]{0,6}[，,、 ]*(?:总|计划|共)?(?:投资|造价)|cost|invest"),
        Decimal("1e4"),
        Decimal("5e10"),
    ),
    Each(
        "recipients",
        re.compile("农民|农户|学生|职工|居民|(?:farmers|pupils|students|households|families|workers|residents)$"),
        "CNY",
        re.compile(r"发放(?:补贴|补助|救助)|(?<![a-z])(?:receive|subsid[a-z]+)"),
        Decimal(1),
        Decimal("1e7"),
    ),
    Each("counties", re.compile("县$|counties$"), "persons", _REACHED, Decimal(1000), Decimal("3e6")),
    Each("villages", re.compile("村$|villages$"), "persons", _REACHED, Decimal(5), Decimal("5e4")),
    Each(
        "households",
        re.compile("户$|households$|families$"),
        "persons",
        re.compile(r"\A[^，,。.]{0,3}[、，,(（]? ?(?:共|and )?\Z"),
        Decimal("0.9"),
        Decimal(12),
    ),
)
