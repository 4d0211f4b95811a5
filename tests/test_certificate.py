"""Witnesses against every combination of small questions: no bound below the optimum, no cut that a plan breaks."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

import numpy as np
import pytest

from kaimen.errors import KaimenError, has_errors
from kaimen.library import Demand, Library, Option, Project
from kaimen.portfolio import (
    CarryChoice,
    Certificate,
    Choice,
    Cut,
    PriceList,
    Source,
    bound,
    certified_bound,
    check_certificate,
    leaf_bounds,
    plain_leaf,
)
from kaimen.portfolio.implied import holds, whole_row
from kaimen.problem import Problem, build_problem
from kaimen.quantity import UNITS, Amount
from kaimen.scenario import Benefit, Draw, Quota, Resource, Scenario
from kaimen.solve.search import relaxed_prices
from tests.brute_force import Combinations, Optimum, optimum
from tests.certificates import random_certificate, random_cut
from tests.effort import FULL
from tests.evaluator import Question, Way
from tests.strategies import period_of, random_question

SEEDS = range(1200 if FULL else 40)


@cache
def questions() -> list[tuple[int, Library, Scenario, Problem, Optimum]]:
    """Return random questions that have a plan, with the best."""
    found = []
    for seed in SEEDS:
        library, scenario = random_question(seed)
        problem, findings = build_problem(library, scenario)
        best = None if has_errors(findings) else optimum(library, scenario)
        if best is not None:
            found.append((seed, library, scenario, problem, best))
    return found


def test_no_certified_bound_is_below_the_optimum() -> None:
    seen = {"leaves": 0, "cuts": 0, "slopes": 0, "empty": 0, "carries": 0, "met": 0}
    for seed, _, _, problem, best in questions():
        base = relaxed_prices(problem)
        for number in range(3):
            certificate = random_certificate(problem, random.Random(f"{seed} {number}"), base if number else None)
            assert check_certificate(problem, certificate) == []
            proved = certified_bound(problem, certificate)
            assert proved >= best.benefit, seed
            seen["leaves"] += len(certificate.leaves) > 1
            seen["cuts"] += bool(certificate.cuts)
            seen["slopes"] += any(cut.slope for cut in certificate.cuts)
            seen["empty"] += None in leaf_bounds(problem, certificate)
            decisions = [decision for leaf in certificate.leaves for decision in leaf.decisions]
            seen["carries"] += any(isinstance(decision, CarryChoice) for decision in decisions)
            seen["met"] += proved == best.benefit
    assert len(questions()) >= 0.75 * len(SEEDS)
    assert min(seen.values()) >= (10 if FULL else 2), seen


def test_no_plan_breaks_a_cut_that_holds() -> None:
    counted = {"cover": 0, "clique": 0, "slope": 0}
    for seed, library, scenario, problem, _ in questions()[:70]:
        question = Question(library, scenario)
        combined = Combinations(question)
        possible = combined.possible()
        ways = {(way.project.id, *way.name): way for way in question.all_ways()}
        named = [ways[problem.option_name(option)] for option in range(problem.option_count)]
        rng = random.Random(seed)
        for _ in range(12):
            cut = random_cut(problem, rng)
            if cut is None:
                continue
            weight: dict[Way, int] = dict(zip([named[o] for o in cut.options], cut.weights.tolist(), strict=True))
            total = combined.values(partial(_weight, weight), 1)[possible]
            counted["slope" if cut.slope else "clique" if cut.is_clique else "cover"] += 1
            assert (total <= cut.most + _most_supplied(problem, cut)).all(), (seed, cut)
    assert min(counted.values()) >= 15, counted


def _weight(weight: dict[Way, int], way: Way) -> Fraction:
    return Fraction(weight.get(way, 0))


def _most_supplied(problem: Problem, cut: Cut) -> float:
    """Return what the cut's slope can add at the most; which part of it a combination needs is the solver's affair."""
    return float(cut.slope * whole_row(problem, cut.source, cut.rows).supply)


def test_a_sloped_cut_holds_for_the_amounts_that_a_plan_draws() -> None:
    """Two works of 6 and a quota of 6 that may draw 6: both only if 6 are drawn, so sum <= 1 + drawn / 6."""
    problem = _by_hand()
    row = next(n for n, quota in enumerate(problem.quotas) if not quota.is_pool)
    scale = problem.quotas[row].scale
    both = np.arange(2)
    ones = np.ones(2, np.int64)
    right = Cut(False, Source.QUOTA, (row,), -1, both, ones, 1, Fraction(1, 6 * scale))
    assert holds(problem, right)
    assert not holds(problem, replace(right, slope=Fraction(1, 7 * scale)))
    assert not holds(problem, replace(right, slope=Fraction(0)))
    assert not holds(problem, replace(right, most=0))
    assert not holds(problem, Cut(True, Source.QUOTA, (row,), -1, both, ones, 1))
    pool = next(n for n, quota in enumerate(problem.quotas) if quota.is_pool)
    together = Cut(False, Source.QUOTA, tuple(sorted((row, pool))), -1, both, ones, 1)
    assert holds(problem, together), "quota and pool together are 11, and the two need 12"


def _by_hand() -> Problem:
    def mu(number: int) -> Amount:
        return Amount(Decimal(number), UNITS["mu"])

    works = tuple(
        Project(name, name, "", criteria={"value": Decimal(9)}, options=(Option((Demand("land", mu(6)),)),))
        for name in ("A", "B")
    )
    asked = Scenario(
        "by hand",
        (period_of("2026"),),
        Benefit({"value": Decimal(1)}),
        ("2026",),
        resources=(Resource("land", UNITS["mu"]),),
        quotas=(
            Quota("pool", "land", "", {"2026": mu(5)}, is_pool=True),
            Quota("own", "land", "", {"2026": mu(6)}, draw=Draw("pool", mu(6))),
        ),
    )
    problem, findings = build_problem(Library("list", works), asked)
    assert not has_errors(findings)
    return problem


# What is refused.


def _certificate() -> tuple[Problem, Certificate]:
    problem = _by_hand()
    prices = PriceList.zero(problem)
    first = Choice((0,), 0, below=True)
    none = np.zeros(1, np.int64)
    leaves = [replace(plain_leaf(prices), decisions=(side,), decided=none) for side in (first, _no(first))]
    return problem, Certificate((), tuple(leaves))


def _no(choice: Choice) -> Choice:
    return replace(choice, below=not choice.below)


def test_leaves_that_are_no_tree_are_refused() -> None:
    problem, right = _certificate()
    assert check_certificate(problem, right) == []
    yes, no = right.leaves
    other = Choice((1,), 0, below=True)
    two = np.zeros(2, np.int64)
    for leaves in (
        (),
        (yes,),
        (yes, yes),
        (yes, no, no),
        (yes, replace(no, decisions=(_no(other),))),
        (yes, replace(no, decisions=(*no.decisions, other), decided=two)),
        (yes, replace(no, decisions=(*no.decisions, no.decisions[0]), decided=two)),
        (yes, replace(no, decisions=(), decided=two[:0])),
    ):
        findings = check_certificate(problem, Certificate((), leaves))
        assert [finding.code for finding in findings] == ["E612"], leaves
        with pytest.raises(KaimenError):
            certified_bound(problem, Certificate((), leaves))
    deeper = tuple(replace(no, decisions=(*no.decisions, side), decided=two) for side in (other, _no(other)))
    for order in ((yes, *deeper), (deeper[1], yes, deeper[0])):
        assert check_certificate(problem, Certificate((), order)) == []


def test_without_cuts_and_decisions_it_is_the_price_bound_on_the_grid_of_benefits() -> None:
    for _, _, _, problem, _ in questions()[:30]:
        prices = relaxed_prices(problem)
        assert prices is not None
        proved, price = certified_bound(problem, Certificate((), (plain_leaf(prices),))), bound(problem, prices)
        step = Fraction(1, problem.benefit_scale) * int(np.gcd.reduce(problem.benefit) or 1)
        assert price - step < proved <= price
        assert (proved / step).denominator == 1


def test_leaves_that_all_are_empty_prove_no_bound() -> None:
    problem, right = _certificate()
    must = replace(problem, must=np.array([True, False]))
    leaf = replace(right.leaves[0], decisions=(Choice((0,), 0, below=True),))
    assert leaf_bounds(must, Certificate((), (leaf,))) == [None]
