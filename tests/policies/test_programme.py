"""A programme is solved by the planner within its places and money, and everyone who is not in it has a reason."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest

from kaimen.cli import enrolling, entitling
from kaimen.firms import Fact, Firm
from kaimen.policies import (
    All,
    Grant,
    Number,
    Policy,
    PolicyBook,
    Programme,
    Reference,
    Test,
    as_question,
    entitle,
    refusals,
)
from kaimen.portfolio import Result, check
from kaimen.problem import build_problem
from kaimen.solve import solve
from kaimen.workspace.samples.examples import policy_books

RESTS = Reference("Measures", "1", "1")
DAY = date(2024, 7, 1)


def test_a_programme_takes_the_firms_that_together_bring_most() -> None:
    numbers = [(n, "AB"[n % 2], 3 + 5 * n % 7, 10 + 7 * n % 11) for n in range(9)]
    firms = [
        Firm(
            f"F{n}",
            region=region,
            size="small",
            facts=(Fact("cost", "2024", Decimal(cost)), Fact("gain", "2024", Decimal(gain))),
        )
        for n, region, cost, gain in numbers
    ]
    grant = Grant(amount=Fraction(1), of="cost")
    policy = Policy("P", All((Test("cost", low=Fraction(4)),)), grant, RESTS, date(2024, 1, 1))
    programme = Programme("p", "P", {"gain": Fraction(1, 2)}, 4, Fraction(20), {"A": 2})
    book = PolicyBook("b", fields=(Number("cost"), Number("gain")), policies=(policy,), programmes=(programme,))
    found = entitle(book, firms, DAY)
    question = as_question(programme, found)
    problem, findings = build_problem(question.library, question.scenario)
    result = solve(problem)

    assert findings == []
    assert isinstance(result, Result)
    assert check(problem, result.portfolio) == []
    due = [row for row in numbers if row[2] >= 4]
    lawful = [
        some
        for size in range(5)
        for some in combinations(due, size)
        if sum(cost for _, _, cost, _ in some) <= 20 and sum(region == "A" for _, region, _, _ in some) <= 2
    ]
    assert result.benefit == max(Fraction(sum(gain for *_, gain in some), 2) for some in lawful)
    assert [r.firm for r in refusals(programme, found)] == [f"F{n}" for n, _, cost, _ in numbers if cost < 4]
    assert all("asked is at least 4" in refusal.why for refusal in refusals(programme, found))


def test_the_command_enrols_and_gives_everyone_else_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    asked = entitling.Asked(policy_books()[0], policy_books()[0].with_name("firms.csv"), "", "2021-10-01")
    assert enrolling.enrol(asked, "plant networks", "0.1 %", 60, None, as_json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["enrolled"]) + len(document["refused"]) == 300
    assert all(row["reason"] and row["why"] for row in document["refused"])
    assert enrolling.enrol(asked, "none", "0.1 %", 60, None, as_json=False) == 1
    assert enrolling.enrol(asked, "plant networks", "x", 60, None, as_json=False) == 2
