"""What a pledge can become in a scenario: TOML that a scenario takes, or why not."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.evidence import Document, Passage
from kaimen.extract import extract, pledge_of, propose_rule
from kaimen.extract.proposals import Proposal
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
    ("Costs of no more than 3 billion yuan are allowed this year.", "amount", {"kind": "at_most"}),
    ("Of the projects, more than half will be industrial.", "share", {"kind": "share", "more_than": "50 %"}),
    ("启动15平方公里工业净地。", "quota", {"resource": "land", "amount": "15 km2"}),
    ("用好项目前期工作资金3000万元。", "fund", {"amount": {"each": "30,000,000 yuan"}}),
    ("This year the economy will grow by 5 percent.", "", "rate of change"),
    ("推动9000家工业企业开展技术改造。", "", "project list has none"),
    ("确保经济增速高于全国水平。", "", "no figure"),
]


def proposed(sentence: str) -> Proposal:
    extraction, _ = extract(Document("news", sentence, published=date(2027, 1, 4)))
    candidate = max(extraction.candidates, key=lambda c: (c.quantity is not None, c.tier == "testable"))
    return propose_rule(pledge_of(extraction, candidate, "P-1"))


@pytest.mark.parametrize(("sentence", "kind", "expected"), CASES)
def test_a_pledge_becomes_a_table_or_says_why_not(sentence: str, kind: str, expected: object) -> None:
    proposal = proposed(sentence)
    assert proposal.kind == kind
    if isinstance(expected, str):
        assert expected in proposal.why_not
        return
    assert isinstance(expected, dict)
    [tables] = tomllib.loads(proposal.toml).values()
    assert {key: tables[0][key] for key in expected} == expected
    assert tables[0]["cite"] == {"pledge": "P-1"}
    _, findings = parse_scenario(SCENARIO + proposal.toml, "scenario.toml", ())
    assert [str(finding) for finding in findings if finding.code != "E404"] == []
    assert sentence.rstrip("。.") in proposal.toml.split("\n")[0]


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from(["projects", "CNY", "km2", "%", "share"]))
def test_any_words_give_toml_that_can_be_read(words: str, region: str, unit: str) -> None:
    pledge = Pledge("P-1", words, Passage("d", 0, len(words), words), region, target=Target(Decimal(3), unit))
    proposal = propose_rule(pledge)
    assert tomllib.loads(proposal.toml)
