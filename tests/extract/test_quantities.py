"""Figures of each kind in both languages: value in the base unit, unit, qualifier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kaimen.evidence import Document
from kaimen.extract import Quantity, extract

DAY = date(2024, 2, 19)

RANGES = [
    ("It will take three or four months.", "3", "4", "month"),
    ("It needs 2000 - 2500 calories.", "2000", "2500", "calories"),
    ("年均增长百分之二三十。", "20", "30", "%"),
    ("百分之三五的企业亏损。", "3", "5", "%"),
    ("新建二三十个公园。", "20", "30", "公园"),
    ("投入七八百万元。", "7000000", "8000000", "CNY"),
    ("十七八个项目开工。", "17", "18", "项目"),
    ("Prices range from $200 to $4 million.", "200", "4000000", "USD"),
    ("Revenue of $89 to $93 billion is expected.", "89000000000", "93000000000", "USD"),
    ("It will hire four to five thousand people.", "4000", "5000", "persons"),
    ("Between 3 and 5 percent of homes are empty.", "3", "5", "%"),
    ("每亩补贴500至600元。", "500", "600", "CNY"),
]
MOVES = [
    ("Mortality fell from 343 to 300 per 100,000 live births.", ["343", "300"]),
    ("Deaths fell from 343 to 300.", ["343", "300"]),
    ("Deaths are to fall from 362 to under 200 per 100,000 live births.", ["362", "200"]),
    ("Guidance is down from the $89 to $93 billion of May.", ["89000000000", "93000000000"]),
    ("Output doubled from 41 million litres to 90 million litres.", ["41000", "90000"]),
    ("Shares rose 18 sen to RM23.50.", ["0.18", "23.5"]),
    ("The rate fell from 16 to 13 percent.", ["16", "13"]),
    ("It grew by $43.6 billion to $419.2 billion.", ["43600000000", "419200000000"]),
    ("税率从16%降到13%。", ["16", "13"]),
]
READ: list[tuple[str, str, str, str, str]] = [
    # text, surface, value, unit, qualifier
    ("The fund holds 60 million yuan.", "60 million yuan", "60000000", "CNY", "="),
    ("It costs more than $1.2 billion.", "$1.2 billion", "1200000000", "USD", ">"),
    ("It costs about US$3bn.", "US$3bn", "3000000000", "USD", "~"),
    ("Costs of RMB 2.5 billion were met.", "RMB 2.5 billion", "2500000000", "CNY", "="),
    ("Up to €40 million is set aside.", "€40 million", "40000000", "EUR", "<="),
    ("It costs three hundred and seventy million dollars.", "three hundred and seventy million dollars", "370000000", "USD", "="),  # noqa: E501 - a row
    ("They open 460 road and rail links.", "460", "460", "links", "="),
    ("It drew 12.3m tonnes of fuel.", "12.3m tonnes", "12300000", "tonne", "="),
    ("It offers 536 hp.", "536 hp", "399.695131392", "kW", "="),
    ("The plan costs INR1 trillion.", "INR1 trillion", "1000000000000", "INR", "="),
    ("Exports grew sixfold.", "sixfold", "6", "times", "="),
    ("The gas is cooled to minus 40 degrees Celsius.", "minus 40 degrees Celsius", "-40", "celsius", "="),
    ("A 500-bed hospital opens.", "500", "500", "bed", "="),
    ("It is a 12 page report.", "12", "12", "page", "="),
    ("The rate was 16.1 per 100,000 live births.", "16.1 per 100,000", "16.1", "per 100,000", "="),
    ("浓度控制在35微克/立方米以内。", "35微克", "0.000000000035", "tonne", "<="),
    ("Of the nurses, three in four of them work in rural clinics.", "three in four", "0.75", "share", "="),
    ("One in three households pays.", "One in three", "0.33333333333333333333", "share", "="),
    ("They need 2/3 of the votes.", "2/3", "0.66666666666666666667", "share", "="),
    ("People aged 60 or above are insured.", "60", "60", "age", ">="),
    ("It offers 300 lb-ft.", "300 lb-ft", "406.74538449942", "N·m", "="),
    ("It grew by 5.3 percent.", "5.3 percent", "5.3", "%", "="),
    ("It grew by 5 to 6 percent.", "5 to 6 percent", "5", "%", "range"),
    ("The share rose by 1.7 percentage points.", "1.7 percentage points", "1.7", "pp", "="),
    ("Rates fell by 25 basis points.", "25 basis points", "0.25", "pp", "="),
    ("More than half of the projects are new.", "half", "0.5", "share", ">"),
    ("Two thirds of the firms agreed.", "Two thirds", "0.66666666666666666667", "share", "="),
    ("A zone of 15 square kilometers opens.", "15 square kilometers", "15", "km2", "="),
    ("At least 300 hectares were sown.", "300 hectares", "300", "ha", ">="),
    ("Six million additional hectares were sown.", "Six million", "6000000", "ha", "="),
    ("They plant 1,500 mu of trees.", "1,500 mu", "100", "ha", "="),
    ("Plants save 58,000 tce a year.", "58,000 tce", "58000", "tce", "="),
    ("A plant of 500 MW is built.", "500 MW", "500000", "kW", "="),
    ("Nearly 12.7 million people moved.", "12.7 million", "12700000", "persons", "<~"),
    ("There are 9,000 industrial enterprises to retool.", "9,000", "9000", "enterprises", "="),
    ("Five clean energy bases are built.", "Five", "5", "bases", "="),
    ("It opens another 20 sports venues.", "20", "20", "venues", "another"),
    ("No fewer than 40 schools open.", "40", "40", "schools", ">="),
    ("每斤卖三块五。", "三块五", "3.5", "CNY", "="),
    ("花费我三块", "三块", "3", "CNY", "="),
    ("9亿农民得到好处。", "9亿", "900000000", "persons", "="),
    ("投资超过1.5万亿元。", "1.5万亿元", "1500000000000", "CNY", ">"),
    ("增长5.5%左右。", "5.5%", "5.5", "%", "~"),
    ("占比提高2个百分点。", "2个百分点", "2", "pp", "="),
    ("下降百分之三点五。", "百分之三点五", "3.5", "%", "="),
    ("三分之二以上的企业", "三分之二", "0.66666666666666666667", "share", ">="),
    ("工业项目占一半。", "一半", "0.5", "share", "="),
    ("有八成企业满意。", "八成", "0.8", "share", "="),
    ("粮食产量1.3万亿斤以上。", "1.3万亿斤", "650000000", "tonne", ">="),
    ("供应建设用地3000亩。", "3000亩", "200", "ha", "="),
    ("新增产业用地15平方公里。", "15平方公里", "15", "km2", "="),
    ("节约5.8万吨标准煤。", "5.8万吨标准煤", "58000", "tce", "="),
    ("装机5000万千瓦以上。", "5000万千瓦", "50000000", "kW", ">="),
    ("用电量增加30亿千瓦时。", "30亿千瓦时", "3000000000", "kWh", "="),
    ("新增就业1100万人以上。", "1100万人", "11000000", "persons", ">="),
    ("安排省重点项目1508个。", "1508个", "1508", "项目", "="),
    ("推动9000多家工业企业改造。", "9000多家", "9000", "企业", ">"),
    ("惠及近千万家庭。", "千万家庭", "10000000", "households", "<~"),
    ("建设一千五百零八个项目。", "一千五百零八个", "1508", "项目", "="),
    ("产值翻两番。", "翻两番", "4", "times", "="),
    ("产能增长2倍。", "2倍", "2", "times", "="),
    ("投资3亿5000万元。", "3亿5000万元", "350000000", "CNY", "="),
    ("降低失业率，控制在5.5%以内。", "5.5%", "5.5", "%", "<="),
    ("支出3-5亿元。", "3-5亿元", "300000000", "CNY", "range"),
    ("Grants of $200-300 million are planned.", "$200-300 million", "200000000", "USD", "range"),
    ("It holds €9,1 billion.", "€9,1 billion", "9100000000", "EUR", "="),
    ("No fewer than nine in ten households have taps.", "nine in ten", "0.9", "share", ">="),
    ("It was worth up to PS2.7m.", "PS2.7m", "2700000", "GBP", "<="),
    ("The fare is 180p.", "180p", "1.8", "GBP", "="),
    ("A deficit of $-50.8bn is told.", "$-50.8bn", "-50800000000", "USD", "="),
    ("They will train 120,000 more nurses.", "120,000", "120000", "nurses", "="),
    ("It takes no longer than 12 weeks.", "12 weeks", "12", "week", "<="),
    ("They more than doubled output.", "doubled", "2", "times", ">"),
    ("We will halve the waiting time.", "halve", "0.5", "times", "="),
    ("Losses were nearly halved.", "halved", "0.5", "times", "<~"),
    ("Shall we double our exports?", "double", "2", "times", "="),
    ("总投资 2000 万元。", "2000 万元", "20000000", "CNY", "="),
    ("收费减半。", "减半", "0.5", "times", "="),
    ("规模实现倍增。", "倍增", "2", "times", "="),
    ("产值翻了两番。", "翻了两番", "4", "times", "="),
    ("占全国四分之一强。", "四分之一", "0.25", "share", ">"),
    ("占三成多。", "三成", "0.3", "share", ">"),
    ("收入增长一成五。", "一成五", "0.15", "share", "="),
    ("最高给予50万元。", "50万元", "500000", "CNY", "<="),
    ("煤耗降到300克标准煤以下。", "300克标准煤", "0.0003", "tce", "<="),
]  # fmt: skip

NONE = [
    "On February 18, 2024 they met at 9 in Room 5.",
    "The first meeting of the 14th Five-Year Plan, Article 12, No. 3.",
    "World's top 500 enterprises and Fortune Global 500 firms.",
    'The "two points" and the "two corridors" and the "new three".',
    'Strive for the goal of "ten trillion dreams".',
    "One of the ways is a two-way street with 4G and PM2.5 and COVID-19.",
    "In the first half of 2024, and in the second half.",
    "1. Build roads.\n2. Build schools.",
    "2024年2月18日，第三次会议，“十四五”规划，第一季度。",
    "坚持“四个全面”，做好“六稳”“六保”，推进“一带一路”建设。",
    "世界500强企业，一是统一思想，二是一批项目。",
    "三、工作任务（一）扎实推进",
    "百度和千山万水，万众一心。",
    "Over five years roads were built.",
    "万元工业增加值用水量下降。",
    "三年累计建成一批道路。",
    "A double-digit rise, the double track line and doubles tennis; they doubled down.",
    "居民收入倍增计划，产量成倍增加。",
    "The show runs on PS5 in 4K and 1080p-ready rooms.",
]


def quantities(text: str) -> tuple[Quantity, ...]:
    return extract(Document("text", text, published=DAY))[0].quantities


@pytest.mark.parametrize(("text", "surface", "value", "unit", "qualifier"), READ, ids=[row[0] for row in READ])
def test_figures_are_read(text: str, surface: str, value: str, unit: str, qualifier: str) -> None:
    [quantity] = quantities(text)
    assert (quantity.surface, quantity.value, quantity.unit, quantity.qualifier) == (
        surface,
        Decimal(value),
        unit,
        qualifier,
    )


@pytest.mark.parametrize("text", NONE)
def test_names_dates_and_ordinals_are_no_quantities(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_a_range_is_one_quantity(text: str, low: str, high: str, unit: str) -> None:
    [quantity] = quantities(text)
    assert (quantity.value, quantity.upper, quantity.unit) == (Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(("text", "values"), MOVES)
def test_a_figure_that_moves_is_two_quantities(text: str, values: list[str]) -> None:
    assert [quantity.value for quantity in quantities(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("A grant of 500 yuan per mu is paid.", "CNY", "mu"),
        ("It costs $52 a barrel.", "USD", "barrel"),
        ("Sales were $6.8 billion a year earlier.", "USD", ""),
        ("补贴标准为600元/亩。", "CNY", "亩"),
    ],
)
def test_a_figure_for_each_says_of_what(text: str, unit: str, per: str) -> None:
    [quantity] = quantities(text)
    assert (quantity.unit, quantity.per) == (unit, per)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roads with four-, five- and six-lane bridges.", ["4 lane", "5 lane", "6 lane"]),
        ("They sell 435 homes by open sale and 187 by tender.", ["435 homes", "187 homes"]),
        ("It sold 3.9 million headsets, up from 2.4 million in 2017.", ["3900000 headsets", "2400000 headsets"]),
        ("It runs 6,400 centres, of which 2,100 will be renewed.", ["6400 centres", "2100 centres"]),
        ("The index rose by 3% to 103.5.", ["3 %", "103.5 "]),
        ("The league grew from 12 teams to 15 in 2020 and 2021.", ["12 teams", "15 teams"]),
        ("Version 2.1 and room 20145 are open.", []),
    ],
)
def test_a_number_takes_the_unit_it_goes_on_from(text: str, expected: list[str]) -> None:
    assert [f"{quantity.value} {quantity.unit}" for quantity in quantities(text)] == expected


def test_a_range_has_both_ends() -> None:
    [quantity] = quantities("建成3-5万亩。")
    assert (quantity.value, quantity.upper, quantity.unit) == (Decimal(2000), Decimal("3333.3333333333333333"), "ha")


@pytest.mark.parametrize(
    ("text", "change", "direction"),
    [
        ("GDP grew by 5 percent.", "yoy", "up"),
        ("Emissions fell by 9.1%.", "yoy", "down"),
        ("A 5 percent increase is planned.", "yoy", "up"),
        ("Unemployment stood at 5.1 percent.", "level", ""),
        ("Its share rose to 51.6 percent.", "level", ""),
        ("对经济增长的贡献率超过30%。", "level", ""),
        ("支出规模比去年扩大2万亿元。", "increment", "up"),
        ("细颗粒物浓度下降9.1%。", "yoy", "down"),
    ],
)
def test_a_change_is_told_from_a_level(text: str, change: str, direction: str) -> None:
    [quantity] = quantities(text)
    assert (quantity.change, quantity.direction) == (change, direction)


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("It has four industries, including steel, cars, ships and toys.", "context"),
        ("We improve three aspects of services.", "context"),
        ("A three-year action plan begins.", "context"),
        ("We build four hospitals.", "testable"),
        ("重点做好三个方面工作。", "context"),
        ("实施三年行动方案。", "context"),
        ("新建四所学校。", "testable"),
    ],
)
def test_counts_of_the_texts_own_parts_are_context(text: str, tier: str) -> None:
    [quantity] = quantities(text)
    assert quantity.tier == tier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "An outlay of ₹3,71,383 crore, Rs.27,000 crore for loans.",
            [("3713830000000", "INR"), ("270000000000", "INR")],
        ),
        (
            "In FY 2023/24 Kshs. 1.2 billion and Ksh 40 million were spent.",
            [("1200000000", "KES"), ("40000000", "KES")],
        ),
        ("They pay a $3500 rent, and Jones's $5 more.", [("3500", "USD"), ("5", "USD")]),
    ],
)
def test_money_is_read_as_other_countries_write_it(text: str, expected: list[tuple[str, str]]) -> None:
    read = extract(Document("text", text))[0].quantities
    assert [(str(quantity.value), quantity.unit) for quantity in read] == expected


def test_the_second_rate_of_a_list_is_a_change_as_the_first() -> None:
    read = extract(Document("text", "城乡收入分别增长4.6%、6.5%，税收占比78.3%、9.1%。"))[0].quantities
    assert [quantity.change for quantity in read] == ["yoy", "yoy", "level", "level"]
