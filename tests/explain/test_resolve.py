"""What solving again says, against every combination of small questions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from kaimen.errors import KaimenError
from kaimen.explain import Checked
from kaimen.explain.resolve import resolve
from kaimen.explain.wish import Work, price_of_wish
from kaimen.library import Library
from kaimen.portfolio import Result, check
from kaimen.problem import Problem, build_problem
from kaimen.problem.changes import forced_in, forced_out, with_cost, with_demand, with_limit
from kaimen.quantity import UNITS, Amount
from kaimen.report.letter import reply_letter
from kaimen.scenario import Limit, Quota, Scenario, Sense
from kaimen.solve import NoPlan, solve
from kaimen.solve.near import solve_near
from tests.effort import FULL
from tests.explain.test_proofs import Judged, judged
from tests.explain.test_reasons import project, scenario
from tests.strategies import random_question

CASES = 120 if FULL else 8


def some() -> list[Judged]:
    return [case for case in judged() if case.problem.projects][:CASES]


def best_with(case: Judged, project: str) -> Fraction | None:
    return max((value for name, value in case.best_with.items() if name[0] == project), default=None)


def test_the_price_of_a_wish_is_what_all_combinations_say() -> None:
    seen: Counter[str] = Counter()
    for case in some():
        inside = set(case.result.portfolio.projects(case.problem))
        for name in case.problem.projects:
            pinned = price_of_wish(case.problem, case.result, pin=[name])
            best = best_with(case, name)
            assert pinned.benefit == best, (case.seed, name)
            out = price_of_wish(case.problem, case.result, exclude=[name])
            assert out.benefit == case.best_without.get(name), (case.seed, name)
            for wish in (pinned, out):
                assert wish.base == case.result.benefit
                assert wish.benefit is None or (wish.whole and wish.settled)
                assert wish.bound is None or wish.benefit is None or wish.benefit <= wish.bound
                assert wish.benefit is not None or wish.bound is None or wish.portfolio is None
                _check_differences(wish.leaves, wish.enters, inside, wish.portfolio)
            for loss in (pinned.loss, out.loss):
                seen["nothing" if loss is None else "free" if loss == 0 else "loss"] += 1
    assert min(seen[kind] for kind in ("nothing", "free", "loss")) >= (5 if FULL else 2), seen


def _check_differences(leaves: tuple[str, ...], enters: tuple[str, ...], inside: set[str], portfolio: object) -> None:
    assert set(leaves) <= inside
    assert not set(enters) & inside
    if portfolio is None:
        assert not leaves
        assert not enters


def test_what_is_said_of_options_and_benefit_is_what_all_combinations_say() -> None:
    looked = 0
    for case in some()[: CASES // 2 if FULL else CASES]:
        inside = set(case.result.portfolio.projects(case.problem))
        for name in case.problem.projects:
            said = resolve(case.problem, case.result, name)
            for entry in said.options:
                assert entry.benefit == case.best_with.get(entry.option), (case.seed, entry)
                assert entry.loss == (None if entry.benefit is None else case.result.benefit - entry.benefit)
            best = best_with(case, name)
            if name in inside or best is None:
                assert said.admits == ()
                continue
            first = said.admits[0]
            assert (first.code, first.enough) == ("benefit_up", case.result.benefit - best)
            looked += 1
    assert looked >= (2 if FULL else 1)


def _tight(seed: int) -> Problem:
    """Return eight projects under one quota of land that has room for about half of them."""
    draw = random.Random(seed)
    listed = [project(f"P-{n}", draw.randint(5, 60), draw.randint(5, 40)) for n in range(8)]
    problem, _ = build_problem(Library("list", tuple(listed)), scenario(draw.randint(60, 100)))
    return problem


@pytest.mark.skipif(not FULL, reason="solves each claim again: run with --full")
def test_a_change_that_is_said_to_admit_a_project_admits_it_and_little_less_does_not() -> None:
    counts: Counter[str] = Counter()
    for seed in range(40 if CASES > 100 else 4):
        problem = _tight(seed)
        result = solve(problem)
        assert isinstance(result, Result)
        for name in sorted(set(problem.projects) - set(result.portfolio.projects(problem))):
            for change in resolve(problem, result, name).admits:
                counts[change.code] += _check_admits(problem, name, change)
    assert min(counts[code] for code in ("benefit_up", "demand_down", "limit_up")) >= 3, counts


def with_benefit(problem: Problem, options: Sequence[int], change: int) -> Problem:
    benefit = problem.benefit.copy()
    benefit[list(options)] += change
    return replace(problem, benefit=benefit)


def _check_admits(problem: Problem, name: str, change: Checked) -> bool:
    """Apply a change and solve the whole question anew: the project can be had without a loss, and not with less."""
    own = problem.options_of(problem.projects.index(name))
    if change.enough is None:
        return False

    def loses(amount: int) -> bool:
        if change.code == "benefit_up":
            other = with_benefit(problem, own, amount)
        elif change.code == "demand_down":
            other = with_demand(problem, own, 0, amount)
        else:
            other = with_limit(problem, "quota", 0, amount)
        free, with_it = solve(other), solve(forced_in(other, own, "with it"))
        assert not isinstance(free, NoPlan)
        return isinstance(with_it, NoPlan) or with_it.benefit < free.benefit

    amount = change.enough * (problem.benefit_scale if change.code == "benefit_up" else problem.quotas[0].scale)
    assert amount.denominator == 1
    assert not loses(int(amount)), (name, change)
    if change.code != "limit_up" and amount:
        assert loses(int(amount) - 1), (name, change)
    return True


def test_a_project_without_an_option_cannot_be_wished_for() -> None:
    case = some()[0]
    with pytest.raises(KaimenError):
        price_of_wish(case.problem, case.result, pin=["nobody"])
    first = case.problem.projects[0]
    with pytest.raises(KaimenError):
        price_of_wish(case.problem, case.result, pin=[first], exclude=[first])


def test_a_wish_to_stop_is_heard() -> None:
    from kaimen.solve import when

    case = next(case for case in some() if len(case.problem.projects) > 4)
    for name in case.problem.projects:
        said = resolve(case.problem, case.result, name, Work(stop=when(lambda: True)))
        assert said.wish.benefit is None
        assert said.admits == ()


def test_a_letter_with_what_was_found_names_no_other_project() -> None:
    """A rule called after an applicant stands in the way: in the letter it is only a rule."""
    rule = Limit("no more than A and A-2 together", Sense.AT_MOST, Amount(Decimal(1), UNITS["projects"]))
    problem, _ = build_problem(Library("list", (project("A", 9), project("B", 5))), scenario(rules=(rule,)))
    result = solve(problem)
    assert isinstance(result, Result)
    said = resolve(problem, result, "B")
    assert {change.code: change.enough for change in said.admits} == {
        "benefit_up": Fraction(4),
        "rule_loosened": Fraction(1),
    }
    letter = reply_letter(problem, said.explanation, said)
    assert "found by solving again" in letter
    assert "a rule about related projects" in letter
    assert "A-2" not in letter


# Near a portfolio.


def test_near_a_portfolio_the_fixed_stay_and_no_free_choice_is_better() -> None:
    """With every other project free, the answer lies between the plan and the best, and is the best if all are free."""
    for case in some():
        problem, plan = case.problem, case.result.portfolio
        free = problem.option_project[[problem.options_of(p).start for p in range(len(problem.projects))]] % 2 == 0
        for mask in (free, ~free, free | True, free & False):
            near = solve_near(problem, plan, mask)
            assert near is not None
            assert not check(problem, near.portfolio)
            assert near.benefit == near.bound == case.result.benefit
            fixed = plan.chosen[~mask[problem.option_project[plan.chosen]]]
            assert set(fixed.tolist()) <= set(near.portfolio.chosen.tolist())


# The same question with one thing changed.


def _limits_up(scenario: Scenario, name: str, label: str, by: Decimal) -> Scenario:
    def up(quota: Quota) -> Quota:
        old = quota.amounts[label]
        return replace(quota, amounts={**quota.amounts, label: replace(old, value=old.value + by)})

    return replace(scenario, quotas=tuple(up(q) if q.name == name else q for q in scenario.quotas))


def test_a_limit_changed_in_the_arrays_is_one_changed_in_the_scenario() -> None:
    looked = 0
    for seed in range(20):
        library, scenario = random_question(seed)
        problem, _ = build_problem(library, scenario)
        for row, quota in enumerate(problem.quotas):
            other, _ = build_problem(library, _limits_up(scenario, quota.name, quota.period, Decimal(3)))
            unit = next(q.amounts[quota.period].unit for q in scenario.quotas if q.name == quota.name)
            by = Fraction(3) * unit.factor / quota.unit.factor * quota.scale
            if by.denominator == 1 and other.quotas[row].scale == quota.scale:
                assert with_limit(problem, "quota", row, int(by)).digest() == other.digest()
                looked += 1
    assert looked >= 10


def test_a_change_touches_what_it_names_and_nothing_else() -> None:
    for case in some():
        problem = case.problem
        own = problem.options_of(0)
        more = with_benefit(problem, own, 7)
        assert (more.benefit - problem.benefit).tolist() == [7 * (o in own) for o in range(problem.option_count)]
        for row in range(len(problem.quotas)):
            less = _matrix(problem, with_demand(problem, own, row, 2), row)
            assert all(
                after == (max(before - 2, 0) if o in own and before > 0 else before) for o, before, after in less
            )
        for period in range(len(problem.periods)):
            cheaper = with_cost(problem, own, period, 2)
            pairs = zip(problem.cost_option, problem.cost_period, problem.cost_amount, cheaper.cost_amount, strict=True)
            for option, when, before, after in pairs:
                assert after == (max(before - 2, 1) if option in own and when == period else before)
            assert all((problem.splits.cap - cheaper.splits.cap) >= 0)
        rules = forced_out(forced_in(problem, own, "in"), own, "out")
        assert [(rule.name, rule.sense) for rule in rules.rules[-2:]] == [("in", -1), ("out", 1)]
        assert rules.rules[:-2] == problem.rules


def _matrix(before: Problem, after: Problem, row: int) -> list[tuple[int, int, int]]:
    def of(problem: Problem) -> list[int]:
        values = [0] * problem.option_count
        for r, option, amount in zip(problem.demand.row, problem.demand.option, problem.demand.amount, strict=True):
            if r == row:
                values[option] = int(amount)
        return values

    return list(zip(range(before.option_count), of(before), of(after), strict=True))
