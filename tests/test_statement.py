"""The statement, read twice: `check`, `bound` and `margins` against the evaluator, without any solver."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings

from kaimen.errors import has_errors
from kaimen.library import Library, Project
from kaimen.portfolio import Portfolio, PriceList, benefit, bound, check, margins, option_terms
from kaimen.problem import AT_MOST, EQUAL, Problem, build_problem
from kaimen.problem.types import terms_of
from kaimen.scenario import Scenario
from tests.brute_force import Combinations, complete, optimum
from tests.effort import FULL
from tests.evaluator import Plan, Question, broken_rows, plan_benefit, price_bound
from tests.naming import FinerThanCounted, to_plan, to_portfolio, to_prices
from tests.strategies import random_question, tiny_libraries, tiny_scenarios

BLOCKS = range(6 if FULL else 1)
BLOCK_SIZE = 50


def _seeds(block: int) -> range:
    return range(block * BLOCK_SIZE, (block + 1) * BLOCK_SIZE)


@cache
def _built(seed: int) -> tuple[Library, Scenario, Problem, bool]:
    library, scenario = random_question(seed)
    problem, findings = build_problem(library, scenario)
    return library, scenario, problem, has_errors(findings)


def _plans(question: Question, rng: random.Random) -> Iterator[Plan]:
    """Yield the best plan and some others, all of which keep every row."""
    combined = Combinations(question)
    numbers = list(combined.by_benefit(combined.possible()))
    for number in numbers[:1] + rng.sample(numbers, min(2, len(numbers))):
        plan = complete(question, combined.ways(number))
        if plan is not None:
            yield plan


# Plans.


@pytest.mark.parametrize("block", BLOCKS)
def test_check_finds_nothing_in_what_the_evaluator_accepts(block: int) -> None:
    written = 0
    for seed in _seeds(block):
        library, scenario, problem, faulty = _built(seed)
        question = Question(library, scenario)
        for plan in _plans(question, random.Random(seed)):
            assert not faulty
            portfolio = to_portfolio(problem, plan)
            assert portfolio is not None, seed
            assert not broken_rows(question, plan), seed
            assert check(problem, portfolio) == [], seed
            assert benefit(problem, portfolio) == plan_benefit(question, plan), seed
            assert broken_rows(question, to_plan(problem, portfolio)) == [], seed
            written += 1
    assert written >= BLOCK_SIZE


@pytest.mark.skipif(not FULL, reason="looks at every changed plan twice: run with --full")
@pytest.mark.parametrize("block", BLOCKS)
def test_check_and_evaluator_agree_on_changed_plans(block: int) -> None:
    verdicts, finer = {True: 0, False: 0}, 0
    for seed in _seeds(block):
        library, scenario, problem, faulty = _built(seed)
        question, rng = Question(library, scenario), random.Random(seed)
        for plan in [] if faulty else list(_plans(question, rng)):
            for changed in _changes(question, plan, rng, Fraction(1, problem.money_scale)):
                broken = broken_rows(question, changed)
                try:
                    portfolio = to_portfolio(problem, changed)
                except FinerThanCounted:
                    finer += 1
                    continue
                verdicts[bool(broken)] += 1
                if portfolio is None:
                    assert broken, (seed, changed)
                    continue
                findings = check(problem, portfolio)
                assert bool(findings) == bool(broken), (seed, changed, findings, broken)
                if not question.funds:
                    assert len(findings) == len(broken), (seed, changed, findings, broken)
    assert min(verdicts.values()) > 100
    assert finer < sum(verdicts.values()) / 50


def _changes(question: Question, plan: Plan, rng: random.Random, least: Fraction) -> Iterator[Plan]:
    """Yield plans that differ in a choice, a draw, a carry or a split or two; `least` is the smallest sum of money."""
    for _ in range(4):
        yield replace(plan, chosen=_other_choice(question, plan, rng))
    rows = list(question.limits)
    for part in ("draws", "carries"):
        for row in rng.sample(rows, min(4, len(rows))):
            old = getattr(plan, part).get(row, Fraction(0))
            right = (question.draw_right if part == "draws" else question.carry_right)(row)
            full = right[-1] if right is not None else Fraction(1)
            new = rng.choice((old + 1, old - 1, full, full + 1, Fraction(0)))
            yield replace(plan, **{part: {**getattr(plan, part), row: new}})
    for _ in range(8 if plan.splits else 0):
        yield replace(plan, splits=_other_splits(plan, rng, least))


def _other_splits(plan: Plan, rng: random.Random, least: Fraction) -> dict[tuple[str, str, str], Fraction]:
    """Take some money from a split, or give some to one, or move some, often between the funds of one cost."""
    keys = list(plan.splits)
    first = rng.choice(keys)
    same_cost = [key for key in keys if key[:2] == first[:2]]
    second = rng.choice(same_cost if rng.random() < 0.7 else keys)
    amount = rng.choice((Fraction(1), least, plan.splits[first], plan.splits[first] / 2))
    taken, given = rng.choice(((amount, amount), (amount, amount), (amount, Fraction(0)), (Fraction(0), amount)))
    splits = dict(plan.splits)
    splits[first] -= taken
    splits[second] += given
    return splits


def _other_choice(question: Question, plan: Plan, rng: random.Random) -> dict[str, tuple[str, str]]:
    chosen = dict(plan.chosen)
    project = rng.choice([name for name, ways in question.ways.items() if ways] or [""])
    names = [way.name for way in question.ways.get(project, ())]
    if project in chosen and rng.random() < 0.5:
        del chosen[project]
    elif names:
        chosen[project] = rng.choice([*names, ("1999", "")])
    return chosen


def test_check_finds_what_names_cannot_say() -> None:
    tried = 0
    for seed in range(60):
        library, scenario, problem, _ = _built(seed)
        best = optimum(library, scenario)
        portfolio = to_portfolio(problem, best.plan) if best is not None else None
        if portfolio is not None and len(portfolio.chosen):
            for wrong in _misshapen(problem, portfolio):
                assert check(problem, wrong), seed
                tried += 1
    assert tried > 150


def _misshapen(problem: Problem, portfolio: Portfolio) -> Iterator[Portfolio]:
    chosen = portfolio.chosen
    yield replace(portfolio, chosen=np.append(chosen, problem.option_count))
    yield replace(portfolio, chosen=np.insert(chosen, 0, -1))
    yield replace(portfolio, chosen=np.append(chosen, chosen[-1]))
    yield replace(portfolio, draws=np.append(portfolio.draws, 0))
    for option in chosen.tolist():
        others = [o for o in problem.options_of(int(problem.option_project[option])) if o != option]
        if others:
            yield replace(portfolio, chosen=np.sort(np.append(chosen, others[0])))
    for entry, cost in enumerate(problem.splits.cost.tolist()):
        if int(problem.cost_option[cost]) not in chosen:
            splits = portfolio.splits.copy()
            splits[entry] = 1
            yield replace(portfolio, splits=splits)
            break


# Prices.


def _price_lists(problem: Problem, rng: random.Random) -> list[PriceList]:
    """Return the list on which all is free and four of random prices of the right signs, some sparse, some dear."""
    parts = ((0.3, 40), (1.0, 40), (1.0, 4_000), (0.15, 400))
    return [PriceList.zero(problem)] + [_random_prices(problem, rng, density, dear) for density, dear in parts]


def _random_prices(problem: Problem, rng: random.Random, density: float, dear: int) -> PriceList:
    def prices(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([rng.randint(0, dear) if rng.random() < density else 0 for _ in range(count)], dtype=np.int64)

    senses = [row.sense if row.sense != EQUAL else rng.choice((1, -1)) for row in problem.rules]
    return PriceList(
        grid=rng.choice((1, 7, 1000)),
        quota=prices(len(problem.quotas)),
        fund=prices(problem.fund_limit.size).reshape(problem.fund_limit.shape),
        life=prices(len(problem.life.cap)),
        rule=prices(len(problem.rules)) * np.array(senses, dtype=np.int64),
        basis="random",
    )


@pytest.mark.parametrize("block", BLOCKS)
def test_bound_is_the_formula_and_never_below_the_best(block: int) -> None:
    tight = 0
    for seed in _seeds(block):
        library, scenario, problem, faulty = _built(seed)
        if faulty:
            continue
        question, best = Question(library, scenario), optimum(library, scenario)
        for prices in _price_lists(problem, random.Random(seed)):
            stated = bound(problem, prices)
            assert stated == price_bound(question, to_prices(problem, prices)), seed
            assert best is None or stated >= best.benefit, seed
            tight += best is not None and stated == best.benefit
    assert tight >= 1


@pytest.mark.parametrize("block", BLOCKS)
def test_margin_is_the_sum_of_its_terms(block: int) -> None:
    for seed in _seeds(block):
        problem = _built(seed)[2]
        for prices in _price_lists(problem, random.Random(seed)):
            margin = margins(problem, prices)
            for option in range(problem.option_count):
                terms = sum((term.value for term in option_terms(problem, prices, option)), Fraction(0))
                value = problem.benefit_of(int(problem.benefit[option])) + terms
                assert value == Fraction(int(margin[option]), prices.grid * problem.benefit_scale), (seed, option)


@pytest.mark.parametrize("block", BLOCKS)
def test_margins_too_large_for_64_bits_are_the_same_numbers(block: int) -> None:
    large = 2**48
    for seed in _seeds(block):
        problem = _built(seed)[2]
        prices = _random_prices(problem, random.Random(seed), 0.7, 4_000)
        grown = PriceList(
            prices.grid * large, prices.quota * large, prices.fund * large, prices.life * large, prices.rule * large, ""
        )
        small, big = margins(problem, prices), margins(problem, grown)
        assert small.dtype == np.int64
        if np.abs(problem.benefit).max(initial=0) * prices.grid > 2**13:
            assert big.dtype == object
        assert [value * large for value in small.tolist()] == big.tolist(), seed
        assert bound(problem, prices) == bound(problem, grown), seed


@settings(max_examples=60, deadline=None)
@given(tiny_libraries(), tiny_scenarios())
def test_any_library_suits_any_scenario_without_rules(library: Library, scenario: Scenario) -> None:
    problem, _ = build_problem(library, scenario)
    free = PriceList.zero(problem)
    assert bound(problem, free) == price_bound(Question(library, scenario), to_prices(problem, free))


# Order.


@pytest.mark.parametrize("block", BLOCKS)
def test_order_of_the_list_does_not_matter(block: int) -> None:
    for seed in _seeds(block):
        library, scenario, problem, _ = _built(seed)
        rng = random.Random(seed)
        shuffled = [_demands_shuffled(project, rng) for project in library.projects]
        rng.shuffle(shuffled)
        again, _ = build_problem(replace(library, projects=tuple(shuffled)), scenario)
        assert again.digest() == problem.digest(), seed


def _demands_shuffled(project: Project, rng: random.Random) -> Project:
    options = [replace(o, demands=tuple(rng.sample(o.demands, len(o.demands)))) for o in project.options]
    return replace(project, options=tuple(options))


def test_order_of_demands_does_not_decide_which_of_two_amounts_is_the_most() -> None:
    library, scenario = random_question(17500)  # an option frees 2 tce, then takes 2
    digests = set()
    for turned in (False, True):
        projects = [
            replace(p, options=tuple(replace(o, demands=o.demands[::-1] if turned else o.demands) for o in p.options))
            for p in library.projects
        ]
        digests.add(build_problem(replace(library, projects=tuple(projects)), scenario)[0].digest())
    assert len(digests) == 1


@pytest.mark.parametrize("block", BLOCKS)
def test_order_of_rules_does_not_matter(block: int) -> None:
    for seed in _seeds(block):
        library, scenario, problem, _ = _built(seed)
        shuffled = list(scenario.rules)
        random.Random(seed).shuffle(shuffled)
        again, _ = build_problem(library, replace(scenario, rules=tuple(shuffled)))
        assert _with_rules_in_order(again).digest() == _with_rules_in_order(problem).digest(), seed
        assert [entry.project for entry in again.barred] == [entry.project for entry in problem.barred], seed


def _with_rules_in_order(problem: Problem) -> Problem:
    """Return the problem with its rule rows sorted by key; which of two rules bars a project is left out."""
    order = sorted(range(len(problem.rules)), key=lambda row: problem.rules[row].key)
    place = {row: number for number, row in enumerate(order)}
    terms = problem.rule_terms
    triplets = zip(terms.row.tolist(), terms.option.tolist(), terms.amount.tolist(), strict=True)
    return replace(
        problem,
        rules=tuple(problem.rules[row] for row in order),
        rule_side=problem.rule_side[order],
        rule_terms=terms_of((place[row], option, amount) for row, option, amount in triplets),
        barred=(),
    )


def test_prices_of_the_wrong_sign_are_refused() -> None:
    for seed in range(40):
        problem = _built(seed)[2]
        for row, rule in enumerate(problem.rules):
            if rule.sense != EQUAL:
                price = np.zeros(len(problem.rules), dtype=np.int64)
                price[row] = -1 if rule.sense == AT_MOST else 1
                with pytest.raises(Exception, match="wrong sign"):
                    bound(problem, replace(PriceList.zero(problem), rule=price))
