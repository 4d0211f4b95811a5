"""Loans are matched within what lenders and guarantees have, nobody could do better, and everyone else has a reason."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.cli import entitling, financing
from kaimen.firms import Fact, Firm
from kaimen.formats.policy_file import parse_policies
from kaimen.policies import (
    All,
    Financing,
    Guarantee,
    Lender,
    LoanQuestion,
    Number,
    PolicyBook,
    Reference,
    Test,
    as_loans,
    entitle,
)
from kaimen.portfolio import Result, check
from kaimen.problem import build_problem
from kaimen.quantity import UNITS, Amount
from kaimen.report.financing import loans_of
from kaimen.solve import solve
from kaimen.workspace.samples.examples import policy_books

RESTS, START, DAY = Reference("Conditions", "1", "1"), date(2024, 1, 1), date(2024, 7, 1)
FIELDS = (Number("wanted", UNITS["yuan"]), Number("least", UNITS["yuan"]), Number("highest", UNITS["%"]), Number("age"))


def _firm(number: int, wanted: int, least: int, highest: int, age: int) -> Firm:
    money = (("wanted", wanted), ("least", least))
    facts = [Fact(name, "2024", Amount(Decimal(value), UNITS["yuan"])) for name, value in money]
    facts.append(Fact("highest", "2024", Amount(Decimal(highest), UNITS["%"])))
    return Firm(f"F{number}", facts=(*facts, Fact("age", "2024", Decimal(age))))


def _older(age: int) -> All:
    return All((Test("age", low=Fraction(age)),))


def _book(room: list[int]) -> PolicyBook:
    guarantee = Guarantee("G", _older(2), RESTS, START, Fraction(room[2]), cap=Fraction(40), fee=Fraction(1, 100))
    strict = Lender("A", _older(4), RESTS, START, Fraction(room[0]), Fraction(4, 100), smallest=Fraction(20))
    backed = Lender(
        "B", All(), RESTS, START, Fraction(room[1]), Fraction(5, 100), largest=Fraction(60), guaranteed=Fraction(4, 5)
    )
    matching = Financing("loans", "wanted", "least", "highest", cost=Fraction(1))
    return PolicyBook(
        "b", UNITS["yuan"], FIELDS, lenders=(strict, backed), guarantees=(guarantee,), financings=(matching,)
    )


def _plainly(firms: list[Firm], room: list[int]) -> Fraction:
    """Return the most benefit of all ways to lend, worked out from the statement alone."""
    ways = []
    for firm in firms:
        wanted, least, highest, age = (
            Fraction(fact.value.value if isinstance(fact.value, Amount) else fact.value) for fact in firm.facts
        )
        own = [(Fraction(0), Fraction(0), Fraction(0), Fraction(0))]
        if age >= 4 and wanted >= 20 and highest >= 4:
            own.append((wanted, Fraction(0), Fraction(0), wanted * Fraction(96, 100)))
        lent = min(wanted, Fraction(50))  # a cap of 40 on 80 %
        if age >= 2 and wanted > 0 and lent >= min(least, wanted) and highest >= Fraction(58, 10):
            own.append((Fraction(0), lent, lent * Fraction(4, 5), lent * (1 - Fraction(58, 1000))))
        ways.append(own)
    best = Fraction(0)
    for some in product(*ways):
        taken = [sum(way[part] for way in some) for part in range(3)]
        if all(used <= most for used, most in zip(taken, room, strict=True)):
            best = max(best, sum((way[3] for way in some), Fraction(0)))
    return best


def _asked(firms: list[Firm], book: PolicyBook) -> LoanQuestion:
    return as_loans(book.financings[0], entitle(book, firms, DAY))


_WANTS = st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(3, 8), st.integers(1, 6))


@settings(max_examples=12)
@given(st.lists(_WANTS, min_size=1, max_size=6), st.lists(st.integers(0, 160), min_size=3, max_size=3))
def test_nobody_could_lend_better_and_everyone_has_a_loan_or_a_reason(
    wants: list[tuple[int, int, int, int]], room: list[int]
) -> None:
    firms = [_firm(number, *want) for number, want in enumerate(wants)]
    asked = _asked(firms, _book(room))
    wanting = {firm.id for firm, want in zip(firms, wants, strict=True) if want[0] > 0}
    assert set(asked.wants) == wanting
    assert set(asked.offers) | {refusal.firm for refusal in asked.unserved} == wanting
    assert all(refusal.why for refusal in asked.unserved)
    best = _plainly(firms, room)
    if not asked.offers:
        assert best == 0
        return
    problem, findings = build_problem(asked.question.library, asked.question.scenario)
    assert findings == []
    result = solve(problem)
    assert isinstance(result, Result)
    assert check(problem, result.portfolio) == []
    assert abs(result.benefit - best) <= Fraction(len(firms), 1000)  # an offer's factor is rounded to a millionth
    loans = loans_of(asked, problem, result)
    assert sum(o.amount for o in loans.values() if o.lender == "A") <= room[0]
    assert sum(o.guaranteed for o in loans.values()) <= room[2]
    assert all(o.cost <= (asked.wants[firm].highest or 0) for firm, o in loans.items())


@pytest.mark.parametrize(
    ("want", "why"),
    [
        ((30, 30, 8, 1), "age is 1; asked is at least 2, 1 away"),
        ((10, 10, 4, 5), "costs 5.8 % a year with G, the firm pays at most 4 %"),
        ((10, 10, 4, 5), "lends 20 or more, wanted is 10"),
        ((80, 70, 8, 3), "lends at most 50 with G, needed is 70"),
    ],
)
def test_the_reason_says_what_stands_in_the_way(want: tuple[int, int, int, int], why: str) -> None:
    asked = _asked([_firm(1, *want)], _book([100, 100, 100]))
    assert why in asked.unserved[0].why


def test_benefit_counts_the_fields_named_in_the_part_that_is_lent() -> None:
    book = _book([0, 100, 100])
    matching = Financing("jobs", "wanted", "least", benefit={"age": Fraction(2)})
    asked = as_loans(matching, entitle(book, [_firm(1, 100, 50, 8, 5)], DAY))
    problem, _ = build_problem(asked.question.library, asked.question.scenario)
    result = solve(problem)
    assert isinstance(result, Result)
    assert result.benefit == 5  # 2 x 5, half of it lent


def test_faults_of_lenders_and_matchings_are_findings_with_their_line() -> None:
    text = policy_books()[0].with_name("loans.toml").read_text(encoding="utf-8")
    assert parse_policies(text)[1] == []
    book, findings = parse_policies(
        text.replace('guaranteed = "80 %"', 'guaranteed = "80 %"\nguarantees = "none"')
        .replace('least = "least loan"', 'least = "jobs"')
        .replace('rate = "7.5 %"', 'rate = "much"')
        .replace('amount = "40 million yuan"', 'amount = "40 million yuan"\nlargest = "10 yuan"'),
        "loans.toml",
    )
    assert book is not None
    assert [lender.id for lender in book.lenders] == []
    assert book.financings == ()
    assert [finding.code for finding in findings] == ["E925", "E412", "E404", "E925"]
    assert all(finding.place.line and finding.fix for finding in findings)
    doubled = text.replace('id = "bank C"', 'id = "bank A"')
    [overlap] = parse_policies(doubled)[1]
    assert (overlap.code, "Give it a later start" in overlap.fix) == ("E921", True)


def test_the_command_lends_and_tells_prices_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    book = policy_books()[0].with_name("loans.toml")
    asked = entitling.Asked(book, book.with_name("loan-firms.csv"), "", "2024-06-01")
    assert financing.finance(asked, "small firms 2024", "0.1 %", 60, None, as_json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["loans"]) + len(document["refused"]) == 72
    assert all(row["reason"] and row["why"] for row in document["refused"])
    assert {row["name"] for row in document["pools"] if Fraction(row["price"]) > 0}
    assert financing.finance(asked, "none", "0.1 %", 60, None, as_json=False) == 1
    assert financing.finance(asked, "small firms 2024", "x", 60, None, as_json=False) == 2
