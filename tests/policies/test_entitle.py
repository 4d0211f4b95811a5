"""Entitlements by columns are those of an evaluator that goes firm by firm; what is nearly met is said exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.firms import Fact, Firm
from kaimen.policies import (
    AccessLine,
    All,
    AnyOf,
    Condition,
    Grant,
    Not,
    Number,
    Outcome,
    Policy,
    PolicyBook,
    Reference,
    Stacking,
    Test,
    Tier,
    answers,
    barring,
    entitle,
)
from kaimen.quantity import UNITS, Amount, Unit, parse_unit
from tests.effort import FULL
from tests.policies import row_evaluator

DAY = date(2024, 7, 1)
RESTS = Reference("Measures", "1", "1")


def unit(text: str) -> Unit:
    found = parse_unit(text)
    assert found is not None
    return found


FIELDS = (
    Number("revenue", unit("million yuan")),
    Number("loan", unit("yuan"), Fraction(0)),
    Number("staff", unit("persons")),
    Number("patents"),
)
UNITS_OF = {"revenue": ("yuan", "million yuan", "万元", "mu"), "loan": ("yuan", "thousand yuan"), "staff": ("persons",)}

figures = st.decimals(-50, 5_000, places=2) | st.decimals(-(10**16), 10**17, places=3)
edges = st.fractions(-10, 2_000, max_denominator=12)


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    name = draw(st.sampled_from([field.name for field in FIELDS]))
    value = draw(figures)
    period = draw(st.sampled_from(["2022", "2023", "2024", "2025"]))
    if name == "patents":
        return Fact(name, period, value)
    return Fact(name, period, Amount(value, unit(draw(st.sampled_from(UNITS_OF[name])))))


firms = st.builds(
    lambda region, size, said: Firm(
        "F", region=region, size=size, facts=tuple({(f.name, f.period): f for f in said}.values())
    ),
    st.sampled_from(["", "Jinan", "Zibo", "Jining"]),
    st.sampled_from(["", "small", "large"]),
    st.lists(facts(), max_size=6),
)


@st.composite
def comparisons(draw: st.DrawFn) -> Test:
    if draw(st.booleans()):
        field, words = draw(st.sampled_from([("region", ["Jinan", "Jin*", "Zibo"]), ("size", ["small", "large"])]))
        return Test(field, tuple(draw(st.lists(st.sampled_from(words), min_size=1, max_size=2))))
    low, high = sorted((draw(edges), draw(edges)))
    kept = draw(st.sampled_from(["low", "high", "both"]))
    name = draw(st.sampled_from([field.name for field in FIELDS]))
    period = draw(st.sampled_from(["", "last year", "2022"]))
    open_ = low != high
    return Test(
        name,
        (),
        low if kept != "high" else None,
        high if kept != "low" else None,
        open_ and draw(st.booleans()),
        open_ and draw(st.booleans()),
        period,
    )


conditions: st.SearchStrategy[Condition] = st.recursive(
    comparisons(),
    lambda inner: (
        st.builds(lambda parts: AnyOf(tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: All(tuple(parts)), st.lists(inner, min_size=1, max_size=3))
        | st.builds(Not, inner)
    ),
    max_leaves=4,
)
rates = st.fractions(0, 1, max_denominator=40)
money = st.fractions(0, 10**7, max_denominator=7)
MONEY = st.sampled_from(["revenue", "loan"])
COUNTS = st.sampled_from(["staff", "patents"])


@st.composite
def tiers(draw: st.DrawFn) -> Grant:
    starts = sorted(set(draw(st.lists(edges, min_size=1, max_size=4))))
    slices = draw(st.booleans())
    given_ = [(draw(money), None) if not slices and draw(st.booleans()) else (None, draw(rates)) for _ in starts]
    listed = tuple(Tier(start, *pair) for start, pair in zip(starts, given_, strict=True))
    by = draw(MONEY)
    of = "" if slices else draw(st.sampled_from(["", "revenue", "loan"]))
    return Grant(tiers=listed, by=by, of=of, in_slices=slices, cap=draw(st.none() | money))


grants = (
    st.builds(lambda amount: Grant(amount=amount), money)
    | st.builds(
        lambda amount, of, cap: Grant(amount=amount, of=of, cap=cap),
        money,
        st.sampled_from(["staff", "patents"]),
        st.none() | money,
    )
    | st.builds(lambda rate, of, cap: Grant(rate=rate, of=of, cap=cap), rates, MONEY, st.none() | money)
    | tiers()
)


@st.composite
def books(draw: st.DrawFn) -> PolicyBook:
    names = [f"P{n}" for n in range(draw(st.integers(1, 4)))]
    policies = []
    for number, name in enumerate(names):
        when = All(tuple(draw(st.lists(conditions, max_size=3))))
        start = date(draw(st.sampled_from([2020, 2025])), 1, 1) if draw(st.booleans()) else date(2024, 1, 1)
        end = draw(st.sampled_from([None, date(2024, 7, 1), date(2024, 7, 2)])) if start < DAY else None
        instead = tuple(other for other in names[:number] if draw(st.integers(0, 3)) == 0)
        policies.append(Policy(name, when, draw(grants), RESTS, start, end, instead_of=instead))
    named = st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True).map(tuple)
    access = draw(
        st.lists(
            st.builds(
                lambda parts, off: AccessLine("L", All(tuple(parts)), RESTS, date(2020, 1, 1), "all", policies=off),
                st.lists(conditions, min_size=1, max_size=2),
                named | st.just(("*",)),
            ),
            max_size=2,
        )
    )
    stackings = draw(
        st.lists(st.builds(Stacking, st.just("S"), named, st.none() | st.integers(1, 2), st.none() | money), max_size=2)
    )
    return PolicyBook("book", UNITS["yuan"], FIELDS, (), tuple(policies), tuple(access), tuple(stackings))


@settings(max_examples=500 if FULL else 25)
@given(books(), st.lists(firms, min_size=1, max_size=4))
def test_columns_give_what_an_evaluator_gives_that_goes_firm_by_firm(book: PolicyBook, some: list[Firm]) -> None:
    found = entitle(book, some, DAY)

    for at, firm in enumerate(some):
        wanted = row_evaluator.due(book, firm, DAY)
        given_ = {
            policy.id: int(found.amount[row, at]) for row, policy in enumerate(found.policies) if found.due[row, at]
        }
        assert given_ == wanted
        for answer, policy in zip(answers(found, at), found.policies, strict=True):
            state = row_evaluator.holds(policy.when, book, firm, DAY)
            assert (state is False) == (answer.outcome is Outcome.FAILS)
            assert state is not None or answer.outcome is Outcome.OPEN
            assert bool(answer.lacks) == (answer.outcome in (Outcome.FAILS, Outcome.OPEN))


def firm(**facts_: str) -> Firm:
    named = {"revenue": "million yuan", "staff": "persons", "loan": "yuan"}
    said = [Fact(name, "2023", Amount(Decimal(value), unit(named[name]))) for name, value in facts_.items()]
    return Firm("F", region="Jinan", size="small", facts=tuple(said))


def one_policy(*parts: Condition) -> PolicyBook:
    policy = Policy("P", All(parts), Grant(amount=Fraction(100)), RESTS, date(2024, 1, 1))
    return PolicyBook("b", UNITS["yuan"], FIELDS, policies=(policy,))


def test_what_is_nearly_met_is_said_in_the_unit_of_the_field() -> None:
    book = one_policy(Test("size", ("small",)), Test("revenue", low=Fraction(20)))
    found = entitle(book, [firm(revenue="19"), firm(revenue="10"), firm(), firm(revenue="20")], DAY)

    assert [Outcome(int(o)) for o in found.outcome[0]] == [Outcome.FAILS, Outcome.FAILS, Outcome.OPEN, Outcome.DUE]
    assert found.nearly(0.1).tolist() == [[True, False, False, False]]
    lack = answers(found, 0)[0].lacks[0]
    assert (lack.distance, lack.unit) == (Fraction(1), "million yuan")
    assert answers(found, 0)[0].words == (
        "a condition does not hold: revenue is 19 million yuan; asked is at least 20 million yuan, 1 million yuan away"
    )
    assert answers(found, 2)[0].words == (
        "a fact is not known: revenue is not known; asked is at least 20 million yuan"
    )


def test_a_word_that_is_wrong_is_never_nearly_met() -> None:
    found = entitle(one_policy(Test("size", ("large",))), [firm(revenue="19")], DAY)

    assert not found.nearly(1.0).any()
    assert np.isinf(found.shortfall).all()


def test_who_is_kept_out_is_told_by_which_line() -> None:
    line = AccessLine("L6", All((Test("size", ("small",)),)), RESTS, date(2024, 1, 1), "grants", policies=("P",))
    book = one_policy()
    found = entitle(PolicyBook("b", UNITS["yuan"], FIELDS, (), book.policies, (line,)), [firm()], DAY)

    assert barring(found, 0) == ["L6"]
    assert answers(found, 0)[0].words == "kept out: line L6 (Measures, 1, article 1)"


def test_versions_count_by_their_dates() -> None:
    old = Policy("P", All(), Grant(amount=Fraction(1)), RESTS, date(2020, 1, 1), date(2024, 7, 1))
    new = Policy("P", All(), Grant(amount=Fraction(2)), RESTS, date(2024, 7, 1))
    book = PolicyBook("b", policies=(old, new))

    assert [int(entitle(book, [firm()], day).amount[0, 0]) for day in (date(2024, 6, 30), DAY)] == [100, 200]
