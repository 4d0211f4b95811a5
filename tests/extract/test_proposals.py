"""What a pledge can become in a scenario: TOML that a scenario takes, or why not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.evidence import Document, Passage
from kaimen.extract import extract, pledge_of, propose_rule
from kaimen.extract.proposals import Proposal
from kaimen.formats.pledge_tests import parse_tests
from kaimen.formats.scenario_file import parse_scenario
from kaimen.ledger import Pledge, Target

SCENARIO = """\
name = "small"
periods = ["2027"]
money = "million yuan"
[resource.land]
unit = "mu"
[resource.energy]
unit = "tce"
[benefit]
weights = { points = "1" }
"""
CASES = [
    # sentence, kind, lines of the table
    ("今年安排重点项目1508个。", "count", {"kind": "exactly", "count": 1508}),
    ("More than 370 projects will be built this year.", "count", {"kind": "at_least", "count": 371}),
    ("About 100 lead projects will be selected.", "count", {"kind": "at_least", "count": 100}),
    ("年度计划投资1万亿元。", "amount", {"kind": "at_least", "of": "cost", "amount": "1,000,000,000,000 yuan"}),
    ("今年完成铁路投资8000亿元以上。", "amount", {"kind": "at_least", "amount": "800,000,000,000 yuan"}),
    ("Costs of no more than 3 billion yuan are allowed this year.", "amount", {"kind": "at_most"}),
    ("Of the projects, more than half will be industrial.", "share", {"kind": "share", "more_than": "50 %"}),
    ("启动15平方公里工业净地。", "quota", {"resource": "land", "amount": "15 km2"}),
    ("今年全省煤炭消费总量控制在3000万吨标准煤以内。", "quota", {"resource": "energy", "amount": "30,000,000 tce"}),
    ("用好项目前期工作资金3000万元。", "fund", {"amount": {"each": "30,000,000 yuan"}}),
    ("先进制造业项目个数不得少于25个。", "count", {"kind": "at_least", "count": 25}),
    ("今年签约外资项目确保60个。", "count", {"kind": "at_least", "count": 60}),
    ("Fewer than 10 stadium projects will be approved this year.", "count", {"kind": "at_most", "count": 9}),
    ("Transport projects may take up no more than 25 percent of investment.", "share", {"at_most": "25 %"}),
    ("今年社会事业项目投资占比提高到35%。", "share", {"at_least": "35 %"}),
    ("Coal use in Taiyuan must not exceed 18 million tonnes in 2027.", "quota", {"resource": "coal"}),
    ("规模以上工业煤炭消费量压减至2600万吨以内。", "quota", {"amount": "26,000,000 tonne"}),
    ("今年中央财政将安排科技支出1134亿元。", "fund", {"amount": {"each": "113,400,000,000 yuan"}}),
]
TESTS = [
    # sentence, what the test says, why it is no rule
    ("山东省今年经济增长5%。", {"kind": "at_least", "target": "5"}, "rate of change"),
    ("山东省今年单位能耗下降3%。", {"kind": "at_most", "target": "-3"}, "rate of change"),
    ("山东省今年城镇登记失业率控制在5%左右。", {"kind": "at_most", "target": "5"}, "level of an indicator"),
    ("到2029年，山东省普惠性幼儿园覆盖率超过85%。", {"kind": "at_least", "period": "2029"}, "level of an indicator"),
    ("山东省今年推动9000家工业企业开展技术改造。", {"target": "9000"}, "project list has none"),
    ("今年山东省新建高标准农田1000万亩。", {"kind": "at_least"}, "not land that projects may use"),
    ("今年山东省数字经济核心产业收入突破8000亿元。", {"target": "800000000000"}, "amount of an indicator"),
    ("山东省今年PM2.5平均浓度降至35微克/立方米以下。", {"kind": "at_most", "target": "0.000000000035"}, "project list"),
    ("山东省今年煤炭消费减少300万吨。", {"target": "3000000"}, "change against another year"),
    ("山东省确保今年经济增速高于全国水平。", {"kind": "above", "against": "China"}, "comparison of an indicator"),
]
NOTHING = [
    ("This year the economy will grow by 5 percent.", "no region"),
    ("对新认定的企业，今年给予最高50万元奖励。", "rule of a policy"),
    ("今年对工业互联网平台，按不超过项目总投入的30%予以资助。", "rule of a policy"),
    ("今年建立投资500万元以上重点技改项目白名单。", "how large one project is"),
    ("单体项目投资原则上不高于3亿元。", "how large one project is"),
    ("The reform of state firms will be completed by June 2027.", "authority itself"),
    ("今年增加国家铁路建设资本金1000亿元。", "does not say that projects cost it"),
    ("确保服务水平提高。", "no figure"),
]


def proposed(sentence: str) -> Proposal:
    extraction, _ = extract(Document("news", sentence, published=date(2027, 1, 4)))
    candidate = max(extraction.candidates, key=lambda c: (c.quantity is not None, c.tier == "testable"))
    return propose_rule(pledge_of(extraction, candidate, "P-1"))


@pytest.mark.parametrize(("sentence", "kind", "expected"), CASES)
def test_a_pledge_becomes_a_table_or_says_why_not(sentence: str, kind: str, expected: object) -> None:
    proposal = proposed(sentence)
    assert proposal.kind == kind
    assert isinstance(expected, dict)
    assert not proposal.why_not
    [tables] = tomllib.loads(proposal.toml).values()
    assert {key: tables[0][key] for key in expected} == expected
    assert tables[0]["cite"] == {"pledge": "P-1"}
    _, findings = parse_scenario(SCENARIO + proposal.toml, "scenario.toml", ())
    assert [str(finding) for finding in findings if finding.code != "E404"] == []
    assert sentence.rstrip("。.") in proposal.toml.split("\n")[0]


@pytest.mark.parametrize(("sentence", "expected", "why"), TESTS)
def test_what_is_no_rule_becomes_a_test_and_says_why(sentence: str, expected: dict[str, str], why: str) -> None:
    proposal = proposed(sentence)
    assert (proposal.kind, why in proposal.why_not) == ("test", True), proposal
    [tables] = tomllib.loads(proposal.toml).values()
    assert {key: tables[0][key] for key in expected} == expected
    assert parse_tests(proposal.toml, "tests.toml")[1] == []
    assert sentence.rstrip("。") in proposal.toml.split("\n")[0]


@pytest.mark.parametrize(("sentence", "why"), NOTHING)
def test_what_can_be_neither_says_why(sentence: str, why: str) -> None:
    proposal = proposed(sentence)
    assert (proposal.kind, why in proposal.why_not) == ("", True), proposal


def test_money_is_asked_for_in_the_currency_of_the_sentence() -> None:
    proposal = proposed("Investment in water projects will be 12 billion KES in 2027.")
    assert proposal.kind == "amount"
    own = SCENARIO.replace("million yuan", "million KES")
    assert parse_scenario(own + proposal.toml, "scenario.toml", ())[1] == []
    assert "where your scenario's money is another one, convert it" in proposal.toml
    assert [f.code for f in parse_scenario(SCENARIO + proposal.toml, "scenario.toml", ())[1]] == ["E406"]


DATED = [
    # sentence, what it is of, day
    ("The northern bypass of Mombasa will be opened by June 2027.", "The northern bypass", "2027-06-30"),
    ("By the end of 2028 the plant at Agadir must be operational.", "the plant at Agadir", "2028-12-31"),
    ("Construction of the port of Lamu will begin in 2028.", "Construction of the port", "2028-12-31"),
    ("2027年9月底前，沪昆高速扩容工程建成通车。", "沪昆高速扩容工程建成通车", "2027-09-30"),
    ("上半年开工建设滨海污水处理厂。", "开工建设滨海污水处理厂", "2027-06-30"),
    ("城际铁路西延线将于2027年6月投入运营。", "城际铁路西延线", "2027-06-30"),
]


@pytest.mark.parametrize(("sentence", "what", "day"), DATED)
def test_what_is_in_use_by_a_day_is_a_candidate_that_can_be_tested(sentence: str, what: str, day: str) -> None:
    extraction, _ = extract(Document("news", sentence, published=date(2027, 1, 4)))
    [candidate] = extraction.candidates
    assert (candidate.tier, candidate.quantity, candidate.modality) == ("testable", None, "promised")
    assert candidate.what.startswith(what)
    proposal = propose_rule(pledge_of(extraction, candidate, "P-1"))
    assert (proposal.kind, f"due {day}" in proposal.toml) == ("deadline", True)
    assert [finding.code for finding in parse_scenario(SCENARIO + proposal.toml, "s.toml", ())[1]] == []


@pytest.mark.parametrize(
    "sentence", ["The bypass will be opened.", "The bypass was opened in May 2026.", "建成通车的道路很多。"]
)
def test_what_says_no_day_or_is_over_is_none(sentence: str) -> None:
    extraction, _ = extract(Document("news", sentence, published=date(2027, 1, 4)))
    assert [c for c in extraction.candidates if (c.kind, c.tier) == ("unquantified", "testable")] == []


def test_a_day_without_a_figure_selects_the_projects_that_a_person_names() -> None:
    quote = "2025年6月底前建成济南轨道交通4号线。"
    pledge = Pledge("P-1", "建成轨道交通4号线", Passage("d", 0, len(quote), quote), "济南市", due=date(2025, 6, 30))
    proposal = propose_rule(pledge)
    assert proposal.kind == "deadline"
    _, findings = parse_scenario(SCENARIO + proposal.toml, "scenario.toml", ())
    assert [str(finding) for finding in findings if finding.code != "E404"] == []
    assert "due 2025-06-30" in proposal.toml


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from(["projects", "CNY", "km2", "%", "share"]))
def test_any_words_give_toml_that_can_be_read(words: str, region: str, unit: str) -> None:
    pledge = Pledge("P-1", words, Passage("d", 0, len(words), words), region, target=Target(Decimal(3), unit))
    proposal = propose_rule(replace(pledge, due=date(2027, 12, 31)))
    assert tomllib.loads(proposal.toml) or proposal.why_not
