# ruff: noqa: E501 - a row is a rule with two texts
"""Slips that the sentence, the text or the world rules out: a text with the slip, and the same text without."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import extract, parse_indicators

DAY = date(2024, 2, 19)

SLIPS = [
    # code, text with the slip, text as it was
    ("W222", "The region spends 41.4 billion reais on schools, an increase of 28.9 million reais over 2022.", "The region spends 41.4 billion reais on schools, an increase of 2.89 billion reais over 2022."),
    ("W222", "We cut fees by 2.4 trillion rupees, well beyond our target of 2 billion rupees.", "We cut fees by 2.4 trillion rupees, well beyond our target of 2 trillion rupees."),
    ("W222", "公路和港口投资分别达433亿元和77万元。", "公路和港口投资分别达433亿元和77亿元。"),
    ("W222", "The wage bill is 45 percent of revenue, up from 460 percent in 2019.", "The wage bill is 45 percent of revenue, up from 38 percent in 2019."),
    ("W222", "Exports of cloth were 31 tons, down from 4 tons a year before.", "Exports of cloth were 31 tons, up from 4 tons a year before."),
    ("W217", "全省财政支出500亿元，比上年增加30亿美元。", "全省财政支出500亿元，比上年增加30亿元。"),
    ("W217", "Spending is 900 billion naira, of which 80 billion dollars on roads.", "Spending is 900 billion naira, of which 80 billion naira on roads."),
    ("W217", "The central government will set aside 290 billion dollars for pensions.", "The central government will set aside 290 billion yuan for pensions."),
    ("W217", "Local governments receive 60 billion yuan for schools and 8 billion dollars for clinics.", "Local governments receive 60 billion yuan for schools and 8 billion yuan for clinics."),
    ("W214", "全省森林覆盖率45%，比上年提高126个百分点。", "全省森林覆盖率45%，比上年提高1.26个百分点。"),
    ("W214", "The share of rail rose by 31 percentage points to 24 percent.", "The share of rail rose by 3.1 percentage points to 24 percent."),
    ("W219", "The share of firms online rose by 34 percentage points.", "The share of firms online rose by 3.4 percentage points."),
    ("W226", "Kenya borrows KSh 597 billion, or 3.3 percent of GDP, and taxes bring KSh 2.9 trillion, or 160 percent of GDP.", "Kenya borrows KSh 597 billion, or 3.3 percent of GDP, and taxes bring KSh 2.9 trillion, or 16.0 percent of GDP."),
    ("W218", "全市接待游客6500万人次，旅游收入720万元。", "全市接待游客6500万人次，旅游收入720亿元。"),
    ("W218", "资助困难学生36亿人次、金额2800万元。", "资助困难学生3.6万人次、金额2800万元。"),
    ("E213", "全国粮食产量再创新高，去年达到1.39亿斤。", "全国粮食产量再创新高，去年达到1.39万亿斤。"),
    ("E213", "Nationwide, grain output set a record, which reached 690 million kg.", "Nationwide, grain output set a record, which reached 690 billion kg."),
    ("E213", "全国不良贷款率由61%下降到1.6%。", "全国不良贷款率由6.1%下降到1.6%。"),
    ("E213", "全国实现免费义务教育，惠及1.5万学生。", "全国实现免费义务教育，惠及1.5亿学生。"),
    ("E213", "从废墟中抢救生还者8.4亿人。", "从废墟中抢救生还者8.4万人。"),
    ("E213", "培训家政人员900亿人次。", "培训家政人员900万人次。"),
    ("E210", "居民消费价格上涨25%。", "居民消费价格上涨2.5%。"),
]  # fmt: skip

SOUND = [
    # what is true of other nations and of parts of a nation, and was called impossible with China's bounds
    "Kenya's grain production reached 4 million tonnes in 2023.",
    "The United States government's budget deficit was 1.8 trillion dollars in 2024.",
    "The unemployment rate of South Africa was 32 percent, and consumer prices in Turkey rose by 64 percent.",
    "Plan of Kenya. The national government will collect 3 trillion shillings. Grain output of the nation is 4 million tonnes.",
    "China plans ahead. The province's foreign trade was 8.3 trillion yuan.",
    "China's central government allocated 50 million yuan for flood relief in two counties.",
    "The average price of onions rose by 74 percent.",
    "居民消费价格上涨0.3%，出口额216亿元、增长38%。",
    "The budget gives energy R$ 540 billion, and health R$ 31 billion, including R$ 450 million for hospital ships.",
    "对收入100亿元以上的企业给予500万元奖励。",
    "A loan of 300 million dollars from the Asian Development Bank is added to the 12.5 billion yuan that China pays.",
]  # fmt: skip

BUDGET = "\n".join(
    f"The ministry gives {number}.4 billion rupees to schools of kind {number}." for number in range(11, 20)
)


ABROAD = """Draft federal budget of Germany.
Spending of EUR 488.6 billion is planned, new borrowing of EUR 51.3 billion. Defence grows by EUR 1.25 billion to EUR 53.25 billion.
Investment comes to EUR 81 billion, with EUR 18.1 billion for the railways. Exports to China fell by 7.9 percent.
Civil protection gets EUR 602 million and the film fund EUR 133 million."""


def test_a_budget_abroad_that_names_china_once_is_not_held_against_china() -> None:
    assert codes(ABROAD) == []
    assert codes(ABROAD.replace("EUR 81 billion", "US$81 billion")) == ["W217"]


def codes(text: str) -> list[str]:
    return [finding.code for finding in extract(Document("text", text, published=DAY))[1]]


@pytest.mark.parametrize(("code", "slipped", "sound"), SLIPS)
def test_a_slip_is_found_and_the_text_without_it_is_not_asked_for(code: str, slipped: str, sound: str) -> None:
    assert code in codes(slipped)
    assert codes(sound) == []


@pytest.mark.parametrize("sound", SOUND)
def test_what_is_true_elsewhere_is_not_asked_for(sound: str) -> None:
    assert codes(sound) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("It gives 15.2 billion dollars to clinics.", ["W217"]),
        ("It gives 15.2 billion rupees to clinics.", []),
        ("It borrows 15.2 billion dollars from the World Bank.", []),
        ("It gives 15.2 trillion rupees to clinics.", ["W222"]),
        ("It has a debt of 15.2 trillion rupees.", []),
        ("It gives 15.2 million rupees to clinics.", ["W222"]),
        ("Each clinic is paid 15.2 million rupees.", []),
        ("It gives 15.2 million rupees for flood relief.", []),
    ],
)
def test_an_amount_is_held_against_those_of_the_whole_text(more: str, expected: list[str]) -> None:
    assert codes(f"{BUDGET}\n{more}") == expected


def test_a_row_whose_sizes_are_partly_shares_of_output_is_refused() -> None:
    rows, findings = parse_indicators("ports | 港口 | CNY | ports | | 0.1..0.2 gdp, 1e6..1e9, ", "ours.txt")
    assert rows == ()
    assert [finding.code for finding in findings] == ["E220"]
    assert "shares of output" in findings[0].what
