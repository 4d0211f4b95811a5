# ruff: noqa: E501 - a row is a rule with two texts
"""Each rule about figures: a text that breaks it, and a text like it that does not."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import CATALOGUE, as_json, compare_earlier, compare_twins, extract, parse_indicators

DAY = date(2024, 2, 19)

BROKEN = [
    # code, text that breaks the rule, words of what to do, text that does not
    ("E210", "今年全省地区生产总值增长53%。", "5.3 %", "今年全省地区生产总值增长5.3%。"),
    ("E210", "In 2023 the GDP of Hebei grew at an average annual rate of 65%.", "6.5 %", "In 2023 the GDP of Hebei grew by 6.5%."),
    ("E210", "全国能耗强度下降37%。", "3.7 %", "全国能耗强度下降3.7%。"),
    ("E211", "森林覆盖率达到241%。", "24.1 %", "森林覆盖率达到24.1%。"),
    ("E211", "Clean energy amounted to 223% of the total.", "22.3 %", "Clean energy amounted to 22.3% of the total."),
    ("E213", "2023年全国国内生产总值达到126亿元。", "10,000", "2023年全国国内生产总值达到126万亿元。"),
    ("E213", "2023年广东地区生产总值达到13.57万亿美元。", "In CNY", "2023年广东地区生产总值达到13.57万亿元。"),
    ("E213", "The national unemployment rate was 52 percent.", "5.2", "The national unemployment rate was 5.2 percent."),
    ("E213", "全国城镇新增就业1244亿人。", "", "全国城镇新增就业1244万人。"),
    ("E213", "The nation creates 9 billion new urban jobs this year.", "", "The nation creates 9 million new urban jobs this year."),
    ("E213", "全国压减钢铁产能6500亿吨。", "", "全国压减钢铁产能6500万吨。"),
    ("E213", "Consumer prices rose by 09 percent.", "0.9", "Consumer prices rose by 0.9 percent."),
    ("W214", "安排财政赤字1350亿元，其中中央财政赤字9500亿元。", "", "安排财政赤字13500亿元，其中中央财政赤字9500亿元。"),
    ("W214", "科技支出1134亿元，比上年增加1340亿元。", "", "科技支出由1134亿元增加到1340亿元。"),
    ("W214", "今年安排投资260亿元，其中省级投资350亿元。", "", "今年安排亿元以上项目260个，其中十亿元以上项目35个。"),
    ("W215", "We do two things: build ports, plant trees and train nurses.", "Count", "We do two things: build ports and plant trees."),
    ("W215", "建设三个基地：东山基地、西山基地、南山基地和北山基地。", "Count", "建设三个基地：东山基地、西山基地等。"),
    ("W216", "广东省宁波市新建港口。", "", "浙江省宁波市新建港口。"),
    ("W216", "A port opens in Ningbo, Guangdong.", "", "A port opens in Ningbo, Zhejiang."),
    ("W217", "全省今年安排专项债券300亿美元。", "CNY", "全省今年进出口300亿美元。"),
    ("W218", "安排项目1508个，年度计划投资100万元。", "", "安排项目1508个，年度计划投资1万亿元。"),
    ("W217", "Exports of Brazil rose from 20 billion dollars to 30 billion yuan.", "USD", "Exports of Brazil rose from 20 billion dollars to 30 billion dollars."),
    ("W218", "每亩补贴3亿元。", "", "每亩补贴300元。"),
    ("W218", "Farmers will receive 30 billion rupees in all, 500 million dollars per hectare.", "", "Farmers will receive 30 billion rupees in all, 500 dollars per hectare."),
    ("W218", "改革扩大到1000个县，覆盖农村5万人口。", "", "改革扩大到1000个县，覆盖农村5亿人口。"),
    ("W218", "The 40 projects will cost a total of 12,000 yuan.", "", "The 40 projects will cost a total of 12 billion yuan."),
    ("W218", "An investment of 9 trillion yuan in 18 projects is planned.", "", "An investment of 9 billion yuan in 18 projects is planned."),
    ("W218", "新建医院12所，总投资60元。", "", "新建医院12所，总投资60亿元。"),
    ("W226", "财政支出共计900亿元，其中教育300亿元、医疗200亿元、其他700亿元。", "90,000,000,000", "财政支出共计900亿元，其中教育300亿元、医疗200亿元、其他400亿元。"),
    ("W226", "安排项目120个，其中续建项目80个，新建项目60个。", "120", "安排项目120个，其中续建项目80个，新建项目40个。"),
    ("W226", "安排项目120个，其中续建项目80个，新建项目60个。", "120", "安排项目120个，其中工业项目80个，民间投资项目60个。"),
    ("W226", "Spending of 80 billion yuan is planned, including 30 billion yuan on health, 20 billion yuan on schools and 10 billion yuan on others.", "80,000,000,000", "Spending of 80 billion yuan is planned, including 30 billion yuan on health, 20 billion yuan on schools and 10 billion yuan on roads."),
    ("W226", "三次产业结构为8:42:60。", "100", "三次产业结构为8:42:50。"),
    ("W226", "出口额420亿元，较上年的400亿元增长15%。", "5 %", "出口额420亿元，较上年的400亿元增长5%。"),
    ("W222", "就业2024年为50万人、2025年为52万人、2026年为5500万人。", "550,000", "就业2024年为50万人、2025年为52万人、2026年为55万人。"),
    ("W222", "Growth was 5.1 percent in 2024, 53 percent in 2025 and 5.2 percent in 2026.", "5.3", "Growth was 5.1 percent in 2024, 5.3 percent in 2025 and 5.2 percent in 2026."),
    ("W215", "Four cities, namely Kisumu, Nakuru and Eldoret, will get markets.", "", "Three cities, namely Kisumu, Nakuru and Eldoret, will get markets."),
    ("W215", "The five plans (the Belt and Road, the bay, and the delta) go on.", "", "The three plans (the Belt and Road, the bay, and the delta) go on."),
    ("W215", "Three lakes (Turkana and Baringo) will be cleaned.", "", "Two lakes (Turkana and Baringo) will be cleaned."),
    ("W215", "两大机场即东港机场、西港机场和北港机场今年扩建。", "", "三大机场即东港机场、西港机场和北港机场今年扩建。"),
    ("W216", "The city of Xiamen in Shandong Province will build 30 parks.", "", "The city of Xiamen in Fujian Province will build 30 parks."),
    ("W212", "2023年，全市将新建公路300公里。", "", "2024年，全市将新建公路300公里。"),
    ("W226", "科技支出1134亿元，比上年增加134亿元，增长33.4%。", "13.4 %", "科技支出1134亿元，比上年增加134亿元，增长13.4%。"),
    ("W226", "The state spends 800 million euros, of which 200 million euros, accounting for 75%, on schools.", "25 %", "The state spends 800 million euros, of which 200 million euros, accounting for 25%, on schools."),
    ("W226", "基金由100亿元增加到150亿元，增长5%。", "50 %", "基金由100亿元增加到150亿元，增长50%。"),
    ("W226", "规模从2015年的100亿元增加到2020年的200亿元，年均增长1.5%。", "14.9 %", "规模从2015年的100亿元增加到2020年的200亿元，年均增长15%。"),
    ("W226", "Spending rose from 20 million euros to 30 million euros, an increase of 5%.", "50 %", "Spending rose from 20 million euros to 30 million euros, an increase of 50%."),
    ("W226", "工业投资500亿元，占全部投资2000亿元的45%。", "25 %", "工业投资500亿元，占全部投资2000亿元的25%。"),
    ("W226", "Parks have 50 hectares, accounting for 55% of the total of 200 hectares.", "25 %", "Parks have 50 hectares, accounting for 25% of the total of 200 hectares."),
    ("W226", "全国赤字8000亿元，占国内生产总值的6%。", "0.6 %", "全国赤字80000亿元，占国内生产总值的6%。"),
    ("E213", "Nationwide spending on R&D will reach 22% of GDP.", "5 %", "Nationwide spending on R&D will reach 2.2% of GDP."),
    ("E213", "全国研究与试验发展经费支出占国内生产总值比重达到22%。", "5 %", "全国研究与试验发展经费支出占国内生产总值比重达到2.2%。"),
    ("E213", "新增城镇污水日处理能力1100亿吨。", "328", "新增城镇污水日处理能力1100万吨。"),
    ("E213", "作为拥有14万人口的发展中国家，我国面临困难。", "10,000", "作为拥有14亿人口的发展中国家，我国面临困难。"),
    ("E213", "全国资助困难学生37亿人。", "1,500,000,000", "全国资助困难学生3700万人。"),
    ("E213", "The registered urban unemployment rate will not rise above 45%.", "4.5", "The registered urban unemployment rate will not rise above 4.5%."),
    ("W217", "落实出口退税等政策，减轻企业负担5000亿美元。", "CNY", "落实出口退税等政策，减轻企业负担5000亿元。"),
    ("W219", "全省技工学校招生人数增长96%。", "9.6 %", "全省技工学校招生人数增长9.6%。"),
    ("W219", "2006年全省企业资产比2002年增长6098%。", "609.8 %", "2006年全省企业资产比2002年增长60.98%。"),
    ("W222", "经常项目顺差占比从10.1%下降到26%。", "26%", "经常项目顺差占比从10.1%下降到2.6%。"),
    ("W222", "The share of coal dropped from 10.1% to 26%.", "26%", "The share of coal dropped from 10.1% to 2.6%."),
    ("W222", "The number of deaths was cut from 343 tons to 3000 tons.", "3000 tons", "The number of deaths was cut from 343 tons to 300 tons."),
    ("E210", "Nationwide we aim at a reduction of at least 34 percent in energy consumption per unit of GDP.", "3.4 %", "Nationwide we aim at a reduction of at least 3.4 percent in energy consumption per unit of GDP."),
    ("E213", "Nationwide US$130 million of foreign investment came in.", "1,000", "Nationwide US$130 billion of foreign investment came in."),
    ("E213", "Nationwide, steel production capacity was cut by 65 billion tons.", "", "Nationwide, steel production capacity was cut by 65 million tons."),
    ("W222", "制度惠及4.32万城镇职工、8.35亿农村居民。", "8.35亿", "制度惠及4.32亿城镇职工、8.35亿农村居民。"),
    ("W222", "完成水利投资8000万元以上、公路投资1.65万亿元。", "1.65万亿", "完成水利投资8000亿元以上、公路投资1.65万亿元。"),
    ("W214", "农民工2.53万人，比上年增长4.4%，其中外出农民工1.59亿人。", "", "农民工2.53亿人，比上年增长4.4%，其中外出农民工1.59亿人。"),
    ("W219", "By 2030 clean stoves will reach 125% of homes.", "12.5 %", "By 2030 clean stoves will reach 12.5% of homes."),
    ("W219", "In 2023 the profits of firms in Hebei grew by 155%.", "15.5 %", "In 2023 the profits of firms in Hebei grew by 15.5%."),
    ("W222", "全省农民工总量比上年增长4.4%，外出农民工增长34%。", "3.4 %", "全省农民工总量比上年增长4.4%，外出农民工增长3.4%。"),
    ("W222", "Sales of cars rose by 7.5% and sales of books rose by 58%.", "5.8 %", "Sales of cars rose by 7.5% and sales of books rose by 5.8%."),
    ("W222", "全省安排教育资金8183亿元，比上年增加930万元。", "8183亿元", "全省安排教育资金8183亿元，比上年增加930亿元。"),
    ("W222", "The state will spend 818.3 billion reais on schools, 93 million reais more than last year.", "818.3", "The state will spend 818.3 billion reais on schools, 93 billion reais more than last year."),
    ("W222", "The adequacy rate rose from 84% to 13.3%.", "8.4", "The adequacy rate rose from 8.4% to 13.3%."),
    ("W222", "对年所得额100亿元至300万元的部分减税。", "", "对年所得额100万元至300万元的部分减税。"),
    ("W222", "助学支出从20.5万元增加到98亿元。", "98亿元", "助学支出从20.5亿元增加到98亿元。"),
    ("W222", "今年淘汰炼钢产能16.91万吨、炼铁产能21.13亿吨、焦炭产能18.09万吨。", "another scale", "今年淘汰炼钢产能16.91万吨、炼铁产能21.13万吨、焦炭产能18.09万吨。"),
    ("E213", "The food supply of China's 1.3 million people is safe.", "2,257", "The food supply of China's 1.3 billion people is safe."),
    ("E213", "In Kenya's report, Kenya's 540 million people are counted.", "86", "In Kenya's report, Kenya's 54 million people are counted."),
    ("E213", "支援人员包括4亿多名医护人员。", "at most", "支援人员包括4万多名医护人员。"),
    ("E213", "The ministry hired 400 million nurses.", "at most", "The ministry hired 400 thousand nurses."),
    ("E213", "建成百亿吨级乙烯装置。", "100,000,000", "建成百万吨级乙烯装置。"),
    ("W218", "江苏省对新认定的企业给予最高50亿元奖励。", "1,000,000,000", "江苏省对新认定的企业给予最高50万元奖励。"),
    ("W218", "浙江省旅游业总收入达到8000万元。", "100,000,000", "浙江省旅游业总收入达到8000亿元。"),
    ("W222", "分别给予1000亿元、800万元、500万元的奖励，另发证书。", "another scale", "分别给予1000万元、800万元、500万元的奖励，另发证书。"),
    ("W222", "对收入在 500 亿元至 2000 万元之间的企业减税。", "", "对收入在 500 万元至 2000 万元之间的企业减税。"),
    ("W218", "山东省按到账额给予补助，单个项目不超过1000亿元。", "", "山东省按到账额给予补助，单个项目不超过1000万元。"),
    ("W222", "有65%-7%的增速就够了。", "", "有6.5%-7%的增速就够了。"),
    ("W222", "务工人员2.5亿人，增长4.4%，其中外出1.5万人。", "2.5亿人", "务工人员2.5亿人，增长4.4%，其中外出1.5亿人。"),
    ("W222", "Outlays rose from the 128.8 million reais of 2002 to 366.4 billion reais in 2007.", "", "Outlays rose from the 128.8 billion reais of 2002 to 366.4 billion reais in 2007."),
    ("W219", "1至4月完成投资为年度计划的339%。", "33.9 %", "1至4月完成投资为年度计划的133%。"),
    ("W219", "We set a growth rate of around 75%. This target stands.", "7.5 %", "We set a growth rate of around 7.5%. This target stands."),
    ("E210", "2023年四川省一般公共预算收入增长43%。", "4.3 %", "2011年四川省一般公共预算收入增长43%。"),
    ("W229", "The programme has 9,1 billion euros and 1.250 staff.", "1.250", "The programme has 9.1 billion euros and 1,250 staff."),
    ("W212", "In 2023 output will exceed 3 trillion yuan.", "reported", "In 2023 output exceeded 3 trillion yuan."),
]  # fmt: skip


def codes(text: str) -> list[str]:
    return [finding.code for finding in extract(Document("text", text, published=DAY))[1]]


@pytest.mark.parametrize(("code", "broken", "advice", "sound"), BROKEN)
def test_a_rule_finds_what_breaks_it_and_nothing_else(code: str, broken: str, advice: str, sound: str) -> None:
    document = Document("text", broken, published=DAY)
    findings = [finding for finding in extract(document)[1] if finding.code == code]
    assert findings, codes(broken)
    assert any(advice in f"{finding.expected} {finding.fix}" for finding in findings)
    for finding in findings:
        assert finding.place.start is not None
        assert 0 <= finding.place.start < (finding.place.end or 0) <= len(broken)
    assert document.text == broken
    assert codes(sound) == []


def test_an_amount_far_below_all_others_of_a_text_is_asked_for() -> None:
    works = [
        f"The ministry will spend {number}.4 billion rupees on works of kind {number}." for number in range(11, 25)
    ]
    sound = "\n".join([*works, "It will spend 18.2 billion rupees on canals."])
    assert codes(sound) == []
    assert codes(sound.replace("18.2 billion", "18.2 million")) == ["W222"]
    assert codes("\n".join([*works, "Each household is paid 18.2 million rupees."])) == []


def test_a_clause_of_action_is_found_where_a_sentence_begins() -> None:
    text = "The year was good. Strengthen the protection of wetlands along the northern coast."
    whats = [c.quote for c in extract(Document("text", text, published=DAY))[0].candidates if c.tier == "soft"]
    assert whats == ["Strengthen the protection of wetlands along the northern coast"]


def test_the_heading_after_a_sentence_does_not_say_where_it_is() -> None:
    text = (
        "Hebei\nHebei will build ports with firms; they will receive 30 million yuan.\nGuangdong\nIt builds 12 ports."
    )
    read = extract(Document("text", text, published=DAY))[0]
    money = next(c for c in read.candidates if c.quote == "they will receive 30 million yuan.")
    assert money.where is not None
    assert money.where.region == "Hebei"


def test_a_rate_over_several_years_is_compounded() -> None:
    assert codes("Over the five-year period the GDP of Hebei grew by 53 percent.") == []
    assert codes("2023年全省生产总值比2018年增长53%。") == []


EARLIER = [
    # what was told a year before, what is told now, what is advised, or nothing
    ("Hebei hired 40,000 doctors for villages.", "Hebei hired 40 million doctors for villages.", "40,000"),
    ("Hebei hired 40,000 doctors for villages.", "Hebei hired 60,000 doctors for villages.", ""),
    ("河北省安排水利建设资金300亿元。", "河北省安排水利建设资金320万元。", "32,000,000,000 CNY"),
    ("河北省安排水利建设资金300亿元。", "河北省安排水利建设资金320亿美元。", "CNY"),
    ("河北省安排水利建设资金300亿元。", "河北省安排文物保护资金320万元。", ""),
    ("河北省农村自来水普及率提高4.8%。", "河北省农村自来水普及率提高52%。", "5.2 %"),
    ("广东省安排水利建设资金300亿元。", "河北省安排水利建设资金320万元。", ""),
]


@pytest.mark.parametrize(("then", "now", "advice"), EARLIER)
def test_a_figure_is_held_against_last_years_document(then: str, now: str, advice: str) -> None:
    earlier = extract(Document("last.txt", then, published=date(2023, 2, 19)))[0]
    read = extract(Document("now.txt", now, published=DAY))[0]
    held, findings = compare_earlier(read, [earlier, read])
    assert [finding.code for finding in findings] == (["W230"] if advice else [])
    assert all(advice in finding.fix and "last.txt" in finding.what for finding in findings)
    assert [c.flags[-1:] for c in held.candidates if c.quantity is not None] == ([("W230",)] if advice else [()])
    assert compare_earlier(earlier, [read])[1] == []


def test_a_planner_can_add_indicators() -> None:
    own, findings = parse_indicators(
        "# ours\nberths | 泊位 | | berth_throughput 吞吐量 | -20..25, -30..40, | \nbroken | row\n", "ours.txt"
    )
    assert [row.name for row in own] == ["berths"]
    assert [(finding.code, finding.place.line) for finding in findings] == [("E220", 3)]
    document = Document("text", "全省吞吐量增长90%。", published=DAY)
    assert extract(document)[1] == []
    assert [finding.code for finding in extract(document, (*own, *CATALOGUE))[1]] == ["E210"]


def test_twin_texts_are_compared_figure_by_figure() -> None:
    one = extract(Document("news.txt", "In 2024, 9,000 firms and 1,508 projects; GDP grew by 53%.", published=DAY))[0]
    other = extract(
        Document("twin.txt", "今年推动超过9000家企业改造，安排1508个项目；生产总值增长5.3%。", published=DAY)
    )[0]
    findings = compare_twins(one, other)
    assert [(finding.code, finding.found, finding.expected) for finding in findings] == [
        ("W221", "9,000", "more than 9000家"),
        ("W221", "53%", "5.3%"),
    ]
    assert compare_twins(one, one) == []


def test_twins_in_two_languages_may_say_more_than_for_yishang_but_not_points_for_percent() -> None:
    one = extract(Document("zh.txt", "今年投资增长10%以上，能耗强度下降3.5%。", published=DAY))[0]
    text = "Investment will grow by more than 10 percent, and energy intensity fall by 3.5 percentage points."
    other = extract(Document("en.txt", text, published=DAY))[0]
    assert [finding.found for finding in compare_twins(one, other)] == ["3.5%"]
    own = extract(
        Document(
            "two.txt",
            "今年投资超过增长10%以上，能耗强度下降3.5%。".replace("超过增长10%以上", "增长超过10%"),
            published=DAY,
        )
    )[0]
    assert [finding.found for finding in compare_twins(one, own)] == ["at least 10%"]


def test_a_candidate_knows_its_indicator_task_and_units() -> None:
    text = (
        "1.提高速度。今年全省生产总值增长5%。（省发展改革委牵头，省财政厅、各有关部门配合）\n"
        "2.扩大绿地。今年新建公园30个。（责任单位：市园林局）\n"
    )
    read = as_json(extract(Document("text", text, published=DAY))[0])["candidates"]
    assert isinstance(read, list)
    rows = [row for row in read if isinstance(row, dict) and row["quantity"] is not None]
    assert [(row["indicator"], row["task"], row["lead"], row["others"]) for row in rows] == [
        ("gross domestic product", "1", ["省发展改革委"], ["省财政厅", "各有关部门"]),
        (None, "2", ["市园林局"], []),
    ]


@pytest.mark.parametrize(
    ("text", "lead", "others"),
    [
        (
            "新建园区20个。由省水利厅牵头，省财政厅、省林业局配合，明年底前完成。",
            ("省水利厅",),
            ("省财政厅", "省林业局"),
        ),
        ("新建园区20个。\n牵头单位：市发展改革委\n配合单位：市财政局\n", ("市发展改革委",), ("市财政局",)),
        ("新建园区20个。企业牵头，高校参与，组建联合体。", (), ()),
        ("新建园区20个。省标准院牵头制定标准。", (), ()),
    ],
)
def test_units_are_named_without_a_bracket_too(text: str, lead: tuple[str, ...], others: tuple[str, ...]) -> None:
    candidate = extract(Document("text", text, published=DAY))[0].candidates[0]
    assert (candidate.lead, candidate.others) == (lead, others)


@pytest.mark.parametrize(
    ("sentence", "region"),
    [
        ("河北省石家庄市将新建学校10所。", "石家庄市"),
        ("2024年，四川省成都市新建公园20个。", "成都市"),
        ("Hangzhou, Zhejiang will open 12 schools.", "Hangzhou"),
        ("广东省计划新建公园20个。", "广东省"),
        ("In 2024 Zhejiang will open 12 schools.", "Zhejiang"),
    ],
)
def test_a_province_beside_its_city_only_says_where_the_city_lies(sentence: str, region: str) -> None:
    [candidate] = extract(Document("text", sentence, published=DAY))[0].candidates
    assert candidate.where is not None
    assert candidate.where.region == region
