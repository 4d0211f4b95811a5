"""Figures as Chinese offices write them: classes of projects, indices, discounts, units in one character, names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaimen.evidence import Document
from kaimen.extract import Quantity, extract
from tests.extract.marked import Text, texts, wrong


def read(text: str) -> list[Quantity]:
    return list(extract(Document("text", text))[0].quantities)


@pytest.mark.parametrize(
    ("text", "classes", "counted"),
    [
        ("新开工亿元以上项目120个。", ["亿元"], ["120个"]),
        ("实施投资50亿元以上的重大项目15个。", ["50亿元"], ["15个"]),
        ("新增20万吨级泊位2个。", ["20万吨"], ["2个"]),
        ("淘汰30万千瓦以下燃煤机组12台。", ["30万千瓦"], ["12台"]),
        ("新建220千伏变电站2座。", ["220千伏"], ["2座"]),
        ("完成投资50亿元以上，支持企业120家。", [], ["50亿元", "120家"]),
        ("推动80%以上企业改造。", [], ["80%"]),
        ("新建线路20公里以上。", [], ["20公里"]),
    ],
)
def test_an_amount_that_names_a_class_is_no_promise_of_that_amount(
    text: str, classes: list[str], counted: list[str]
) -> None:
    found = read(text)
    assert [quantity.surface for quantity in found if quantity.tier == "context"] == classes
    assert [quantity.surface for quantity in found if quantity.tier != "context"] == counted


READ = [
    ("容积率不低于2.0。", "2.0", "2", "", ">="),
    ("城乡收入比由3.1缩小到2.8。", "2.8", "2.8", "", "="),
    ("数据中心PUE降至1.3以下。", "1.3", "1.3", "", "<="),
    ("按底价的七五折出让。", "七五折", "0.75", "share", "="),
    ("租金打8折。", "8折", "0.8", "share", "="),
    ("赤字率按3‰控制。", "3‰", "0.3", "%", "="),
    ("增长 8 . 5 %。", "8 . 5 %", "8.5", "%", "="),
    ("It grew by 5.3 % in a year.", "5.3 %", "5.3", "%", "="),
    ("建成安置房96万㎡。", "96万㎡", "960000", "m2", "="),
    ("产能60万千升。", "60万千升", "600000", "m3", "="),
    ("调水1.8亿方。", "1.8亿方", "180000000", "m3", "="),
    ("投资1,830億元新台幣。", "1,830億元新台幣", "183000000000", "TWD", "="),
    ("投入新台币35亿元。", "新台币35亿元", "3500000000", "TWD", "="),
    ("投资1，200万元。", "1，200万元", "12000000", "CNY", "="),
    ("上百家企业签约。", "百家", "100", "企业", ">="),
    ("提高百分之三个点。", "百分之三个点", "3", "pp", "="),
    ("投资 五百 余万元。", "五百 余万元", "5000000", "CNY", ">"),
    ("建设 一百 二 十 座泵站。", "一百 二 十 座", "120", "泵站", "="),
    ("投资7 万5 千元。", "7 万5 千元", "75000", "CNY", "="),
    ("占五 分之 一。", "五 分之 一", "0.2", "share", "="),
    ("占百 分之 二十点五。", "百 分之 二十点五", "20.5", "%", "="),
    ("肉牛存栏稳定在700万头以上。", "700万头", "7000000", "头", ">="),
    ("新增雪道18条。", "18条", "18", "雪道", "="),
]


@pytest.mark.parametrize(("text", "surface", "value", "unit", "qualifier"), READ)
def test_a_figure_is_read_as_it_is_written(text: str, surface: str, value: str, unit: str, qualifier: str) -> None:
    last = read(text)[-1]
    assert (last.surface, f"{last.value:f}", last.unit, last.qualifier) == (surface, value, unit, qualifier)
    assert last.tier == "testable"


@pytest.mark.parametrize(
    "text",
    [
        "实施新一轮千亿斤粮食产能提升行动，打造万亩良田示范片。",
        "运营里程高于5年前。",
        "电子信息产业园三期开工。",
        "实施专精特新企业倍增三年行动方案。",
        "提供7×24小时服务，成百上千的人参加。",
        "深入实施“百千万工程”，坚持两个毫不动摇，建设双一流高校。",
        "两方面入手，三方会谈。",
        "登陆部队已经上岸，小明拾起石子。",
    ],
)
def test_names_and_times_are_no_figures(text: str) -> None:
    assert [quantity.surface for quantity in read(text) if quantity.tier != "context"] == []


TEXTS = list(texts((Path(__file__).parent / "texts_zh.txt").read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.name))
def test_all_that_a_text_says_is_read(text: Text) -> None:
    assert wrong(text) == []


def test_a_wrong_reading_of_a_text_is_seen() -> None:
    source = "# x 2026-02-01 -\n2026年新建公园[20个|21 #公园|2026|p]，投资[3亿元|3e8 CNY >|-2027|r]，绿化5公顷。"
    (text,) = texts(source)
    assert wrong(text) == [
        "20个: read ['20个']",
        "公园20个，投资3亿元: qualifier =",
        "公园20个，投资3亿元: period (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))",
        "公园20个，投资3亿元: modality promised",
        "also read: 5公顷",
    ]


def test_a_word_that_ends_in_one_for_now_says_nothing_of_what_was_done() -> None:
    text = "今年将推出15平方公里工业净地。用好项目前期资金3000万元。"
    read = extract(Document("text", text, published=date(2024, 2, 19)))[0]
    assert [candidate.modality for candidate in read.candidates] == ["promised", "promised"]


def test_a_total_up_to_a_later_year_is_promised_and_one_up_to_a_past_year_reported() -> None:
    told = {
        "“十五五”期间，全省能耗强度累计下降14.5%。": "promised",
        "“十四五”期间，全省能耗强度累计下降14.5%。": "reported",
        "今年以来，全省累计新开工项目72个。": "reported",
    }
    for text, modality in told.items():
        read, _ = extract(Document("text", text, published=date(2026, 2, 11)))
        assert [c.modality for c in read.candidates if c.quantity is not None] == [modality], text
