"""Policy files: read with their lines, and what is wrong in them said with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kaimen.cli import entitling
from kaimen.formats.policy_file import parse_policies
from kaimen.workspace.samples.examples import policy_books

HEAD = """name = "b"
[field.revenue]
unit = "million yuan"
[field.staff]
unit = "persons"
"""
POLICY = """
[[policy]]
id = "P"
start = 2024-01-01
cite = { document = "Measures", article = "1" }
when = [
  { field = "size", is = "small" },
  { field = "revenue", at_least = "20 million yuan" },
]
grant = { amount = "10,000 yuan" }
"""


def codes(text: str) -> list[tuple[str, int | None]]:
    findings = parse_policies(text, "b.toml")[1]
    assert all(finding.what and finding.fix and finding.place.line for finding in findings)
    return [(finding.code, finding.place.line) for finding in findings]


def test_a_file_without_faults_has_none() -> None:
    book, findings = parse_policies(HEAD + POLICY, "b.toml")
    assert findings == []
    assert book is not None
    assert [policy.id for policy in book.policies] == ["P"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POLICY.replace('"revenue"', '"revenues"'), [("E922", 13)]),
        (POLICY.replace('article = "1"', 'number = "7"'), [("E923", 7)]),
        (POLICY.replace('document = "Measures", ', ""), [("E923", 7)]),
        (POLICY.replace('"20 million yuan"', '"20 mu"'), [("E406", 13)]),
        (POLICY.replace("at_least", "atleast"), [("E402", 13)]),
        (POLICY.replace('is = "small"', "at_least = 3"), [("E925", 12)]),
        (POLICY.replace("at_least =", "more_than = 5, at_least ="), [("E405", 13)]),
        (POLICY.replace('at_least = "20 million yuan"', 'between = ["2 bn yuan", "1 bn yuan"]'), [("E925", 13)]),
        (POLICY.replace("start = 2024-01-01", "start = 2024-01-01\nend = 2023-01-01"), [("E308", 7)]),
        (POLICY + POLICY, [("E921", 17)]),
        (POLICY + POLICY.replace("start = 2024-01-01", "start = 2025-01-01"), [("E921", 17)]),
        (POLICY.replace("2024-01-01", "2024-01-01\nend = 2025-01-01") + POLICY.replace("2024", "2025"), []),
        (POLICY.replace("grant =", 'pool = "p"\ngrant ='), [("E404", 7)]),
        (POLICY.replace("grant = { amount", 'grant = { rate = "5 %", amount'), [("E402", 7)]),
        (POLICY.replace('amount = "10,000 yuan"', 'rate = "5 %", of = "staff"'), [("E925", 7)]),
        (POLICY.replace('amount = "10,000 yuan"', 'rate = "5 %", of = "sales"'), [("E922", 7)]),
        (POLICY + '[[stacking]]\nname = "s"\npolicies = ["Q"]\ncount = 1\n', [("E404", 16)]),
        (POLICY + '[[stacking]]\nname = "s"\npolicies = ["P"]\n', [("E402", 16)]),
    ],
)
def test_a_fault_is_said_with_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert codes(HEAD + text) == expected


def test_policies_in_each_others_place_in_a_circle_are_a_finding() -> None:
    second = POLICY.replace('id = "P"', 'id = "Q"\ninstead_of = ["P"]')
    text = HEAD + POLICY.replace('id = "P"', 'id = "P"\ninstead_of = ["Q"]') + second
    book, findings = parse_policies(text, "b.toml")

    assert [finding.code for finding in findings] == ["E924"]
    assert findings[0].place.line == 18
    assert book is not None
    assert [policy.instead_of for policy in book.policies] == [("Q",), ()]


def test_no_text_makes_reading_fail() -> None:
    for cut in range(0, len(POLICY), 7):
        parse_policies(HEAD + POLICY[:cut] + POLICY[cut + 3 :])
    for value in ("1", "[]", "[1]", "[{}]", "[{any = 1}]", "[{not = 3}]", '[{field = "size"}]', "[{field = 1}]"):
        start = POLICY.index("when")
        parse_policies(HEAD + POLICY[:start] + f"when = {value}\n" + POLICY[POLICY.index("grant") :])


DEMO = policy_books()[0]


def test_the_command_prints_what_is_due_and_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    firms = DEMO.with_name("firms.csv")
    asked = entitling.Asked(DEMO, firms, "", "2021-10-01")

    assert entitling.entitle_all(asked, "", "10 %", None, as_json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["says"].startswith("221 of 300 firms are due something on 2021-10-01")
    assert len(document["policies"]) == 20
    assert entitling.entitle_all(asked, "SYN-P007", "10 %", None, as_json=False) == 0
    assert "JN19-2-gazelle-province" in capsys.readouterr().out
    assert entitling.entitle_all(asked, "nobody", "10 %", None, as_json=False) == 1
    assert entitling.entitle_all(asked, "", "lots", None, as_json=False) == 2
    assert entitling.entitle_all(entitling.Asked(Path("none.toml"), firms, ""), "", "1 %", None, as_json=False) == 1
    assert entitling.access(asked, None, as_json=False) == 0
