"""`solve` from outside: stop rules, conflicts in the planner's words, ties, order, statuses, sizes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import permutations

import pytest

from kaimen.errors import Finding, has_errors
from kaimen.formats.plan_file import plan_text
from kaimen.library import Demand, Library, Option, Project
from kaimen.portfolio import Result, Status, check
from kaimen.portfolio import bound as price_bound
from kaimen.problem import Problem, build_problem
from kaimen.quantity import UNITS, Amount
from kaimen.scenario import (
    Benefit,
    Exclusion,
    Fund,
    Limit,
    MustSelect,
    Prerequisite,
    Quota,
    Resource,
    Rule,
    Scenario,
    Selection,
    Sense,
)
from kaimen.solve import NEVER, NoPlan, Progress, Stop, max_gap, max_nodes, max_seconds, solve, when
from tests.strategies import period_of, random_question

MU, TCE, YUAN, COUNT = UNITS["mu"], UNITS["tce"], UNITS["yuan"], UNITS["projects"]
LIMITS = {"land": MU, "energy": TCE}


def project(name: str, value: str, cost: str = "1", order: int = 0, **demands: str) -> Project:
    taken = tuple(Demand(resource, Amount(Decimal(amount), LIMITS[resource])) for resource, amount in demands.items())
    criteria = {"value": Decimal(value), "place": Decimal(order)}
    return Project(
        name, f"Works {name}", "R", criteria=criteria, options=(Option(taken, (Amount(Decimal(cost), YUAN),)),)
    )


def quota(resource: str, amount: str) -> Quota:
    return Quota(f"{resource} 2026", resource, "", {"2026": Amount(Decimal(amount), LIMITS[resource])})


def scenario(quotas: Iterable[Quota] = (), rules: Iterable[Rule] = (), city: str = "", **more: object) -> Scenario:
    funds = (Fund("city", {"2026": Amount(Decimal(city), YUAN)}),) if city else ()
    resources = tuple(Resource(name, unit) for name, unit in LIMITS.items())
    known = Scenario(
        "by hand",
        (period_of("2026"),),
        Benefit({"value": Decimal(1)}),
        ("2026",),
        resources=resources,
        quotas=tuple(quotas),
        funds=funds,
        rules=tuple(rules),
    )
    return replace(known, **more)  # type: ignore[arg-type]  # fields of Scenario


def built(projects: Iterable[Project], asked: Scenario) -> Problem:
    problem, findings = build_problem(Library("list", tuple(projects)), asked)
    assert not has_errors(findings)
    return problem


def solved(projects: Iterable[Project], asked: Scenario) -> tuple[Problem, Result]:
    problem = built(projects, asked)
    result = solve(problem)
    assert isinstance(result, Result)
    assert check(problem, result.portfolio) == []
    assert result.bounds.price == price_bound(problem, result.prices) >= result.benefit
    return problem, result


def chosen(projects: Iterable[Project], asked: Scenario) -> list[str]:
    problem, result = solved(projects, asked)
    return result.portfolio.projects(problem)


def at_least(name: str, count: int) -> Limit:
    return Limit(name, Sense.AT_LEAST, Amount(Decimal(count), COUNT))


def must(*projects: str) -> MustSelect:
    return MustSelect("musts", Selection(projects=projects))


# Stop rules.


def progress(*, seconds: float = 0.0, nodes: int = 0, gap: float = 1.0) -> Progress:
    return Progress(seconds, nodes, 100 * (1 - gap), 100.0)


@pytest.mark.parametrize(
    ("rule", "met", "not_met"),
    [
        (max_gap(0.01), progress(gap=0.01), progress(gap=0.02)),
        (max_gap(0.01), Progress(0, 0, 5.0, 5.0), Progress(0, 0)),
        (max_seconds(60), progress(seconds=60), progress(seconds=59.9)),
        (max_nodes(7), progress(nodes=7), progress(nodes=6)),
        (max_nodes(7) | max_seconds(60), progress(nodes=7), progress(nodes=6, seconds=59)),
        (max_nodes(7) | max_seconds(60), progress(seconds=61), progress()),
        (max_nodes(7) & max_seconds(60), progress(nodes=7, seconds=60), progress(nodes=7, seconds=59)),
        (max_gap(0.1) & (max_nodes(7) | max_seconds(60)), progress(gap=0, seconds=60), progress(gap=0.2, nodes=8)),
        (when(lambda: True), progress(), None),
        (max_nodes(0) | NEVER, progress(), None),
        (max_seconds(0) | NEVER, progress(), None),
    ],
)
def test_stop_rules_combine(rule: Stop, met: Progress, not_met: Progress | None) -> None:
    assert rule(met)
    assert not_met is None or not rule(not_met)
    assert not NEVER(met)
    assert not (NEVER & rule)(met)


def test_only_work_repeats() -> None:
    assert all(rule.is_work for rule in (NEVER, max_gap(0.1), max_nodes(3), max_gap(0.1) & max_nodes(3)))
    clocks = (max_seconds(1), when(lambda: False), max_nodes(3) | max_seconds(1), max_nodes(3) & max_seconds(1))
    assert not any(rule.is_work for rule in clocks)


# Conflicts.


def conflict(projects: Iterable[Project], asked: Scenario) -> Finding:
    result = solve(built(projects, asked))
    assert isinstance(result, NoPlan)
    (finding,) = result.findings
    assert finding.code == "E504"
    return finding


THREE = tuple(project(name, "5", land="4", energy="3") for name in ("P-1", "P-2", "P-3"))


def test_a_count_over_a_quota_names_both_and_what_each_would_have_to_give() -> None:
    """Three projects of 4 mu in 11 mu: one mu more, or one project fewer."""
    asked = scenario([quota("land", "11"), quota("energy", "9")], [at_least("all three", 3)])
    found = conflict(THREE, asked)
    assert 'quota "land 2026"' in found.what
    assert 'rule at_least "all three"' in found.what
    assert "energy" not in found.what
    assert 'raise "land 2026" by 1 mu' in found.fix
    assert 'loosen "all three" by 1' in found.fix


def test_of_two_quotas_that_are_short_one_is_enough_to_name() -> None:
    """Either quota alone is in conflict with the count: a smallest set names one, not both."""
    asked = scenario([quota("land", "11"), quota("energy", "8")], [at_least("all three", 3), at_least("one", 1)])
    found = conflict(THREE, asked)
    assert ("land 2026" in found.what) != ("energy 2026" in found.what)
    assert '"all three"' in found.what
    assert '"one"' not in found.what


def test_two_quotas_that_only_together_leave_too_little_are_both_named() -> None:
    """Land admits A and either of the others, energy B and C: two of the three need both quotas."""
    projects = [project("A", "5", land="1", energy="9"), *(project(n, "5", land="6", energy="1") for n in "BC")]
    asked = scenario([quota("land", "8"), quota("energy", "9")], [at_least("two", 2)])
    found = conflict(projects, asked)
    assert all(name in found.what for name in ('quota "land 2026"', 'quota "energy 2026"', 'rule at_least "two"'))
    assert 'raise "energy 2026" by 1 tce' in found.fix
    assert 'raise "land 2026" by 4 mu' in found.fix


def test_musts_over_a_quota_are_named_with_the_least_change() -> None:
    asked = scenario([quota("land", "7.5")], [must("P-1", "P-2")])
    found = conflict(THREE, asked)
    assert all(name in found.what for name in ('rule must_select "P-1"', 'rule must_select "P-2"', '"land 2026"'))
    assert "P-3" not in found.what
    assert 'raise "land 2026" by 0.5 mu' in found.fix
    assert "release P-1" in found.fix


def test_musts_that_exclude_each_other_or_lack_what_they_need_are_named() -> None:
    asked = scenario((), [must("P-1", "P-2"), Exclusion("one of them", Selection(projects=("P-1", "P-2")))])
    found = conflict(THREE, asked)
    assert 'rule exclusion "one of them"' in found.what
    asked = scenario([quota("land", "7")], [must("P-1"), Prerequisite("P-1 after P-2", "P-1", ("P-2",))])
    found = conflict(THREE, asked)
    assert 'rule prerequisite "P-1 after P-2"' in found.what
    assert '"land 2026"' in found.what


def test_a_fund_that_is_too_small_is_named() -> None:
    asked = scenario((), [at_least("all three", 3)], city="2.5")
    found = conflict(THREE, asked)
    assert 'fund "city"' in found.what
    assert 'raise "city" by 0.5 yuan' in found.fix


def test_what_is_named_cannot_hold_and_less_can() -> None:
    """The named rows alone are in conflict; without any one of them there is a plan."""
    rules = [at_least("all three", 3), at_least("one", 1)]
    quotas = [quota("land", "11"), quota("energy", "9")]
    found = conflict(THREE, scenario(quotas, rules))
    named_quotas = [entry for entry in quotas if f'"{entry.name}"' in found.what]
    named_rules = [rule for rule in rules if f'"{rule.name}"' in found.what]
    assert isinstance(solve(built(THREE, scenario(named_quotas, named_rules))), NoPlan)
    for gone in (*named_quotas, *named_rules):
        left = scenario([q for q in named_quotas if q is not gone], [r for r in named_rules if r is not gone])
        assert isinstance(solve(built(THREE, left)), Result)


# What is chosen.


def test_a_must_is_chosen_though_it_is_not_worth_its_land() -> None:
    projects = (project("A", "9", land="5"), project("B", "1", land="5"), project("C", "-2", land="1"))
    problem, result = solved(projects, scenario([quota("land", "6")], [must("B", "C")]))
    assert result.portfolio.projects(problem) == ["B", "C"]
    assert (result.benefit, result.status) == (Fraction(-1), Status.OPTIMAL)


@pytest.mark.parametrize("seed", range(8))
def test_ties_are_settled_by_the_published_order_whatever_the_order_of_the_file(seed: int) -> None:
    names = ("A", "B", "C", "D")
    first = sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())[:2]
    asked = scenario([quota("land", "8")], seed=seed)
    for order in permutations(names):
        assert chosen([project(name, "5", land="4") for name in order], asked) == sorted(first)


def test_the_order_of_the_file_changes_nothing() -> None:
    projects, asked = list(_many(1, 40)), _wide(1, 40)
    texts = set()
    for seed in range(3):
        random.Random(seed).shuffle(projects)
        problem, result = solved(projects, asked)
        texts.add(plan_text(problem, result, [], [], {}))
    assert len(texts) == 1


@pytest.mark.parametrize("seed", range(12))
def test_strict_order_takes_what_fits_and_skips_what_does_not(seed: int) -> None:
    rng = random.Random(seed)
    projects = [
        project(
            f"P-{n}", str(rng.randint(1, 9)), str(rng.randint(1, 6)), rng.randint(1, 4), land=str(rng.randint(1, 6))
        )
        for n in range(12)
    ]
    left = {"land": Fraction(rng.randint(5, 20)), "city": Fraction(rng.randint(5, 20))}
    asked = scenario([quota("land", str(left["land"]))], city=str(left["city"]), order="place", seed=seed)
    taken = []
    for entry in sorted(projects, key=lambda p: (p.criteria["place"], _published(seed, p))):
        land, cost = (Fraction(a.value) for a in (entry.options[0].demands[0].amount, entry.options[0].cost[0]))
        if land <= left["land"] and cost <= left["city"]:
            left["land"] -= land
            left["city"] -= cost
            taken.append(entry.id)
    problem, result = solved(projects, asked)
    assert result.portfolio.projects(problem) == sorted(taken)
    assert (result.status, result.bounds.solver) == (Status.ORDERED, None)


def _published(seed: int, entry: Project) -> str:
    return hashlib.sha256(f"{seed}:{entry.id}".encode()).hexdigest()


def test_strict_order_that_ends_outside_a_rule_is_no_plan() -> None:
    """The first takes all the land, and then there are not two."""
    projects = [project("A", "9", order=1, land="8"), *(project(n, "1", order=2, land="4") for n in "BC")]
    result = solve(built(projects, scenario([quota("land", "8")], [at_least("two", 2)], order="place")))
    assert isinstance(result, NoPlan)
    assert {finding.code for finding in result.findings} == {"E504", "E604"}


# Searches that end early.


def _many(seed: int, number: int) -> Iterable[Project]:
    rng = random.Random(seed)
    for n in range(number):
        land, energy = rng.randint(20, 99), rng.randint(20, 99)
        value = land + energy + rng.randint(0, 60)
        yield project(f"P-{n:03d}", str(value), str(rng.randint(20, 99)), land=str(land), energy=str(energy))


def _wide(seed: int, number: int) -> Scenario:
    quotas = [quota("land", str(17 * number)), quota("energy", str(16 * number))]
    return scenario(quotas, city=str(15 * number), seed=seed)


@cache
def _large() -> Problem:
    return built(_many(7, 300), _wide(7, 300))


def _ended(stop: Stop) -> Result | NoPlan:
    result = solve(_large(), stop)
    if isinstance(result, Result):
        assert check(_large(), result.portfolio) == []
        assert result.bounds.price >= result.benefit
        assert result.bounds.solver is None or result.bounds.solver >= result.benefit
    else:
        assert [finding.code for finding in result.findings] == ["E510"]
    return result


def test_a_search_ends_at_the_gap_asked_for() -> None:
    result = _ended(max_gap(0.05))
    assert isinstance(result, Result)
    assert result.status is Status.GAP_REACHED
    assert result.solver_gap is not None
    assert 0 < result.solver_gap <= Fraction(1, 20)
    assert result.repeats


@pytest.mark.parametrize("stop", [max_nodes(0), max_seconds(0), when(lambda: True), max_nodes(1) | max_seconds(0)])
def test_a_search_that_is_stopped_says_so(stop: Stop) -> None:
    result = _ended(stop)
    if isinstance(result, Result):
        assert result.status is not Status.OPTIMAL
        assert result.repeats is stop.is_work


def test_a_search_stopped_after_its_first_find_keeps_it() -> None:
    """As Ctrl-C does: asked for as soon as there is a plan."""
    seen: list[Progress] = []
    found = Stop(lambda progress: progress.benefit > 0, is_work=False)
    result = solve(_large(), found, seen.append)
    assert isinstance(result, Result)
    assert seen
    assert all(isinstance(progress, Progress) for progress in seen)
    assert check(_large(), result.portfolio) == []
    assert (result.status, result.repeats) == (Status.GAP_REACHED, False) or result.status is Status.OPTIMAL
    assert float(result.benefit) >= seen[-1].benefit - 1e-6


def test_work_limits_repeat() -> None:
    texts = [
        plan_text(_large(), result, [], [], {})
        for result in (_ended(max_nodes(5) | max_gap(0.02)) for _ in range(2))
        if isinstance(result, Result)
    ]
    assert len(texts) == 2
    assert texts[0] == texts[1]


# Empty and huge.

NOBODY = Selection({"stage": ("none",)})


def test_without_projects_the_plan_is_empty() -> None:
    problem, result = solved(THREE, scenario([quota("land", "5")], consider=NOBODY))
    assert problem.projects == ()
    assert result.portfolio.projects(problem) == []
    assert result.benefit == result.bounds.price == 0


def test_without_projects_a_count_cannot_hold() -> None:
    asked = scenario([quota("land", "5")], [at_least("one", 1)], consider=NOBODY)
    assert '"one"' in conflict(THREE, asked).what


def test_without_quotas_everything_with_a_benefit_is_chosen() -> None:
    projects = (project("A", "9"), project("B", "0.5"), project("C", "-1"))
    problem, result = solved(projects, scenario())
    assert result.portfolio.projects(problem) == ["A", "B"]
    assert result.benefit == result.bounds.price == result.bounds.solver == Fraction("9.5")


def test_without_any_benefit_there_is_a_plan_of_none() -> None:
    projects = [project(name, "0", land="4") for name in "ABC"]
    _, result = solved(projects, scenario([quota("land", "8")], [at_least("two", 2)]))
    assert result.benefit == 0
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize("fen", ["0", "0.01"])
def test_amounts_of_a_trillion_are_counted_to_the_fen(fen: str) -> None:
    """Two costs that fill the fund to the fen fit; a fen less in the fund and one must go."""
    costs = ("1234567890123.45", "987654321098.76", "1000000000000.01")
    projects = [project(f"P-{n}", "5", cost) for n, cost in enumerate(costs)]
    city = Decimal(costs[1]) + Decimal(costs[2]) - Decimal(fen)
    problem, result = solved(projects, scenario(city=f"{city:f}"))
    assert result.status is Status.OPTIMAL
    assert result.benefit == (10 if fen == "0" else 5)
    spent = sum((Fraction(int(amount), problem.money_scale) for amount in result.portfolio.splits), Fraction(0))
    assert spent <= Fraction(city)
    if fen == "0":
        assert result.portfolio.projects(problem) == ["P-1", "P-2"]
        assert spent == Fraction(city)


def test_benefits_of_a_trillion_with_decimals_stay_exact() -> None:
    values = ("1000000000000.01", "1000000000000.02", "999999999999.99")
    projects = [project(f"P-{n}", value, land="1") for n, value in enumerate(values)]
    problem, result = solved(projects, scenario([quota("land", "2")]))
    assert result.portfolio.projects(problem) == ["P-0", "P-1"]
    assert result.benefit == Fraction("2000000000000.03")


@pytest.mark.parametrize(("seed", "projects"), [(159, 108), (154, 60)])
def test_a_portfolio_to_begin_from_is_not_called_the_best(seed: int, projects: int) -> None:
    """The solver's presolve decides these by itself, and gives back as best whatever it was handed."""
    problem, findings = build_problem(*random_question(seed, projects))
    assert not has_errors(findings)
    cold, warm = solve(problem, few=10**6), solve(problem, max_nodes(10**6), few=0)
    assert isinstance(cold, Result)
    assert isinstance(warm, Result)
    assert cold.benefit == warm.benefit
    assert warm.status is Status.OPTIMAL
