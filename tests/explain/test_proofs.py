"""What is proved is never wrong: every combination of small questions is the judge. And ties between planted twins."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from math import lcm

import pytest

from kaimen.errors import has_errors
from kaimen.explain import explain, explain_all
from kaimen.explain.proofs import Probe
from kaimen.library import Library
from kaimen.portfolio import PriceList, Result
from kaimen.portfolio import bound as price_bound
from kaimen.problem import Problem, build_problem
from kaimen.scenario import Prerequisite, Scenario, Selection
from kaimen.solve import NoPlan, solve
from tests.brute_force import Combinations
from tests.effort import FULL
from tests.evaluator import Question, Way
from tests.strategies import random_question

SEEDS = range(600 if FULL else 100)
TWINS = 200 if FULL else 70


@dataclass(frozen=True)
class Judged:
    """A solved question, and the best benefit of all its plans with each way, and without each project."""

    seed: int
    problem: Problem
    result: Result
    best_with: dict[tuple[str, str, str], Fraction]
    best_without: dict[str, Fraction]


@cache
def judged() -> tuple[Judged, ...]:
    return tuple(_judged(range(SEEDS.start, SEEDS.stop)))


def _judged(seeds: range) -> Iterator[Judged]:
    for seed in seeds:
        library, scenario = random_question(seed)
        problem, findings = build_problem(library, scenario)
        if has_errors(findings) or any(fund.over_life for fund in scenario.funds):
            continue
        result = solve(problem)
        if not isinstance(result, NoPlan):
            yield Judged(seed, problem, result, *_best(Question(library, scenario)))


def _best(question: Question) -> tuple[dict[tuple[str, str, str], Fraction], dict[str, Fraction]]:
    combined = Combinations(question)
    good = combined.possible()
    scale = lcm(1, *(question.benefit(way).denominator for way in question.all_ways()))
    benefit = combined.values(question.benefit, scale)
    best_with, best_without = {}, {}
    for project, ways in question.ways.items():
        for way in ways:
            inside = good & (combined.values(partial(_is, way), 1) == 1)
            if inside.any():
                best_with[project, *way.name] = Fraction(int(benefit[inside].max()), scale)
        outside = good & (combined.values(partial(_of, project), 1) == 0)
        if outside.any():
            best_without[project] = Fraction(int(benefit[outside].max()), scale)
    return best_with, best_without


def _is(mine: Way, way: Way) -> Fraction:
    return Fraction(way is mine)


def _of(project: str, way: Way) -> Fraction:
    return Fraction(way.project.id == project)


def test_a_bound_with_an_option_forced_in_or_a_project_forced_out_is_never_below_the_best_of_such_plans() -> None:
    sharper = 0
    for case in judged():
        for prices in (case.result.prices, _scaled(case.result.prices, Fraction(1, 2)), PriceList.zero(case.problem)):
            probe = Probe(case.problem, prices)
            price = price_bound(case.problem, prices)
            for option in range(case.problem.option_count):
                best = case.best_with.get(case.problem.option_name(option))
                bound = price + probe.change_in([option])
                assert best is None or best <= bound, (case.seed, case.problem.option_name(option))
                alone = probe.in_benefit(probe.margin[option] - probe.entry[case.problem.option_project[option]])
                assert bound <= price + alone <= price
                sharper += bound < price + alone
            for number, project in enumerate(case.problem.projects):
                best = case.best_without.get(project)
                assert best is None or best <= price + probe.change_out(number), (case.seed, project)
    assert len(judged()) >= 30
    assert sharper >= 30


def _scaled(prices: PriceList, factor: Fraction) -> PriceList:
    """Return prices times a factor, on a grid finer by its denominator."""
    up, down = factor.numerator, factor.denominator
    return PriceList(
        prices.grid * down,
        prices.quota * up,
        prices.fund * up,
        prices.life * up,
        prices.rule * up,
        prices.basis,
    )


def test_what_is_proved_is_so_in_every_combination() -> None:
    counts: Counter[tuple[bool, bool]] = Counter()
    for case in judged():
        own = case.result.benefit
        for project in case.problem.projects:
            entry = explain(case.problem, case.result, project)
            counts[entry.chosen, entry.proved] += 1
            if entry.proved and entry.chosen:
                assert project not in case.best_without or case.best_without[project] < own, (case.seed, project)
            elif entry.proved:
                ways = [value for name, value in case.best_with.items() if name[0] == project]
                assert all(value < own for value in ways), (case.seed, project)
            for later in (reason for reason in entry.reasons if reason.code == "later"):
                if later.strength == "proved":
                    _nothing_as_good_earlier(case, project, entry.option.start if entry.option else "")
    assert min(counts[chosen, True] for chosen in (True, False)) >= 10, counts


def _nothing_as_good_earlier(case: Judged, project: str, start: str) -> None:
    periods = list(case.problem.periods)
    for (name, label, _), value in case.best_with.items():
        if name == project and periods.index(label) < periods.index(start):
            assert value < case.result.benefit, (case.seed, project, label)


@pytest.mark.parametrize("places", [1, 2, 3, 9])
def test_the_falls_of_an_exclusion_by_hand(places: int) -> None:
    """All but the largest of the others fall; the projects forced in do not count."""
    from kaimen.explain.proofs import _Ranked

    falls = {0: 5, 1: 9, 2: 0, 3: 7, 4: 1}
    for apart in ({1}, {4}, {1, 3}, {8}, {0, 1, 2, 3, 4}):
        others = sorted((fall for project, fall in falls.items() if project not in apart), reverse=True)
        assert _Ranked(falls).without(apart, places - 1) == sum(others[places - 1 :])


# Ties.


def _named(scenario: Scenario) -> set[str]:
    """Return the projects that rules name one by one."""
    named: set[str] = set()
    for rule in scenario.rules:
        if isinstance(rule, Prerequisite):
            named |= {rule.project, *rule.needs}
        for field in ("over", "part", "whole", "among", "projects"):
            selection = getattr(rule, field, None)
            named |= set(selection.projects) if isinstance(selection, Selection) else set()
    return named


def _with_twins(seed: int) -> tuple[Library, Scenario, list[tuple[str, str]]]:
    library, scenario = random_question(seed)
    free = [project for project in library.projects if project.id not in _named(scenario)][:3]
    # The copies' ids sort before and after, so that an order by id would not be the published one.
    copies = [replace(project, id=f"{'A' if n % 2 else 'Z'}-{project.id}") for n, project in enumerate(free)]
    pairs = [(project.id, copy.id) for project, copy in zip(free, copies, strict=True)]
    return replace(library, projects=(*library.projects, *copies)), scenario, pairs


def test_every_split_pair_of_planted_twins_is_a_tie_in_the_published_order() -> None:
    problems = split = 0
    for seed in range(1000):
        library, scenario, pairs = _with_twins(seed)
        problem, findings = build_problem(library, scenario)
        result = solve(problem) if pairs and not has_errors(findings) else None
        if not isinstance(result, Result):
            continue
        problems += 1
        chosen = set(result.portfolio.projects(problem))
        out = {entry.project: entry for entry in explain_all(problem, result)}
        for pair in pairs:
            inside, outside = sorted(pair, key=lambda project: project not in chosen)
            if inside in chosen and outside not in chosen:
                split += 1
                tie = next((reason for reason in out[outside].reasons if reason.code == "tie"), None)
                assert tie is not None, (seed, pair)
                assert inside in tie.projects
                places = [hashlib.sha256(f"{scenario.seed}:{project}".encode()).hexdigest() for project in pair]
                own, other = (places[pair.index(project)] for project in (outside, inside))
                assert other < own
                assert tie.about == (own[:12], other[:12])
        if problems == TWINS:
            break
    assert problems == TWINS
    assert split >= TWINS // 3


def test_numbers_too_large_for_64_bits_are_probed_exactly() -> None:
    wide = 0
    for case in [case for case in judged() if case.problem.projects][:20]:
        prices = case.result.prices
        largest = max((int(abs(part).max(initial=1)) for part in (prices.quota, prices.fund, prices.rule)), default=1)
        factor = 2**59 // largest
        finer = _scaled(prices, Fraction(factor))
        finer = replace(finer, grid=prices.grid * factor)
        usual, other = Probe(case.problem, prices), Probe(case.problem, finer)
        wide += other.margin.dtype == object
        for option in range(case.problem.option_count):
            assert other.change_in([option]) == usual.change_in([option])
        for project in range(len(case.problem.projects)):
            assert other.change_out(project) == usual.change_out(project)
    assert wide >= 10
