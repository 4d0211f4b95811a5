"""What a figure is about, in the words of the text."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import extract

CASES = [
    # text, what each of its figures is about
    ("In 2026 output of steel reached 9 million tonnes, an increase of 3.1 percent.", ["output of steel"] * 2),
    ("The city will spend 5 billion yuan on new ports.", ["new ports"]),
    (
        "It starts 120 key projects, with a planned investment of 86 billion yuan.",
        ["key projects", "planned investment"],
    ),
    ("Of the 120 projects, more than half are industrial ones.", ["projects", "industrial ones"]),
    ("It starts 9 projects with an annual budget of 5 million yuan.", ["projects", "annual budget"]),
    ("They open 15 square kilometers of industrial land this year.", ["industrial land this year"]),
    ("The share rose from 5 to 9 percent.", ["share", "share"]),
    ("The unemployment rate (surveyed) stood at 5.1 percent.", ["unemployment rate (surveyed)"]),
    ("GDP growth of around 5.5 percent is the target.", ["GDP"]),
    ("全省生产总值达到3.2万亿元，增长5.1%。", ["全省生产总值", "全省生产总值"]),
    ("今年安排重点项目120个，年度计划投资860亿元。", ["重点项目", "年度计划投资"]),
    ("（一）粮食产量稳定在1000万吨以上。", ["粮食产量"]),
    ("新能源装机达到1.2亿千瓦，占比由41%提高到55%。", ["新能源装机", "新能源装机占比", "新能源装机占比"]),
    ("发行规模45亿元，其中20亿元用于城市更新。", ["发行", "城市更新"]),
    ("They add 3,000 km of expressways.", ["expressways"]),
    ("将28亿元专项资金用于治理。", ["专项资金"]),
    ("空气中细颗粒物（PM2.5）平均浓度下降9.1%。", ["空气中细颗粒物（PM2.5）平均浓度"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_a_figure_is_about(text: str, expected: list[str]) -> None:
    extraction, _ = extract(Document("text", text, published=date(2027, 1, 4)))
    read = [candidate.what for candidate in extraction.candidates if candidate.quantity is not None]
    assert [what.removesuffix(" growth").removesuffix("增长").removesuffix("下降") for what in read] == expected


def test_a_rate_of_change_says_so() -> None:
    extraction, _ = extract(
        Document("text", "全省生产总值增长5.1%，能耗下降2%。GDP grew by 5 percent. Prices fell by 3%.")
    )
    assert [candidate.what for candidate in extraction.candidates] == [
        "全省生产总值增长",
        "能耗下降",
        "GDP growth",
        "Prices decline",
    ]


def test_a_description_is_short_and_never_a_figure_on_its_own() -> None:
    extraction, _ = extract(Document("text", "a" * 5000 + " costs 5 billion yuan, " + "x " * 3000 + "9 percent."))
    assert all(len(candidate.what) <= 120 for candidate in extraction.candidates)
