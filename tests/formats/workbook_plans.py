"""Problems with plans and price lists for the tests of the workbook: one planted, others at random."""

from __future__ import annotations

import itertools
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np

from kaimen.library import Demand, Library, Option, Project
from kaimen.portfolio import (
    Bounds,
    Portfolio,
    PriceList,
    Result,
    Status,
    benefit,
    bound,
    check,
    least_payment,
    quota_use,
)
from kaimen.problem import Problem, build_problem
from kaimen.quantity import UNITS, Amount, Period, parse_period
from kaimen.regions import Region, region_tree
from kaimen.scenario import (
    Benefit,
    Carry,
    Draw,
    Exclusion,
    Fund,
    Limit,
    MustSelect,
    Prerequisite,
    Quota,
    Resource,
    Scenario,
    Selection,
    Sense,
    Share,
    Substitution,
    Use,
)
from tests.strategies import random_question

TITLES = ('=HYPERLINK("http://x")', "@SUM(1)", "+1+1", "-2", "<r>bold</r>", "0412 \ud800 \x07", "海上风电基地")
YEARS = ("2024", "2025", "2026")


def mu(number: float | str) -> Amount:
    return Amount(Decimal(str(number)), UNITS["mu"])


def tce(number: float | str) -> Amount:
    return Amount(Decimal(str(number)), UNITS["tce"])


def yuan(number: float | str) -> Amount:
    return Amount(Decimal(str(number)), UNITS["yuan"])


def period(label: str) -> Period:
    found = parse_period(label)
    assert found is not None
    return found


def question() -> Problem:
    """Pools, draws, carries that lose a part, freed amounts, funds with shares, one over life, rules of every kind."""
    projects = []
    for number, title in enumerate(TITLES):
        land, energy = mu(30 + 7.5 * number), tce(-40 if number == 2 else 25 + number)
        demands = (Demand("land", land), Demand("energy", energy, running=True))
        ways = (Option(demands, (yuan(100 + 10 * number), yuan("33.3"))),)
        criteria = {"value": Decimal(3 if number == 4 else 40 + 13 * number)}
        name, region, sector = f"P-{number}", "AB"[number % 2], ("rail", "power")[number % 3 == 0]
        projects.append(Project(name, title, region, sector, criteria=criteria, options=ways))
    tree, _ = region_tree([Region("P"), Region("A", "P"), Region("B", "P")])

    def quota(name: str, region: str, amount: Amount, **more: Any) -> Quota:
        return Quota(name, more.pop("resource", "land"), region, dict.fromkeys(YEARS, amount), **more)

    moves = {"draw": Draw("land P", mu(40)), "carry": Carry(Decimal("0.9"), mu("20.5"))}
    every = {year: yuan(900) for year in YEARS}
    rules = (
        Limit(
            "some rail", Sense.AT_LEAST, Amount(Decimal(1), UNITS["projects"]), over=Selection({"sector": ("rail",)})
        ),
        Limit("not too dear", Sense.AT_MOST, yuan(900), of="cost"),
        Limit("about this value", Sense.EXACTLY, yuan(200), of="value", within=Decimal("0.9")),
        Share("a third of power", Decimal("0.3"), Selection({"sector": ("power",)})),
        Prerequisite("3 needs 0", "P-3", ("P-0",)),
        Exclusion("5 or 6", Selection(projects=("P-5", "P-6"))),
        MustSelect("4 is a must", Selection(projects=("P-4",))),
        Substitution("energy for energy", "energy", Decimal("0.1")),
    )
    scenario = Scenario(
        "three years",
        tuple(map(period, YEARS)),
        Benefit({"value": Decimal(1)}, discount=Decimal("0.04")),
        ("2024", "2025"),
        resources=(Resource("land", UNITS["mu"]), Resource("energy", UNITS["tce"], Use.RUNNING)),
        regions=tree,
        quotas=(
            quota("land P", "P", mu(60), is_pool=True),
            quota("land A", "A", mu("50.5"), **moves),
            quota("land B", "B", mu(45), **moves),
            quota("energy P", "P", tce(90), resource="energy", carry=Carry(Decimal("0.5"), tce(15))),
        ),
        funds=(
            Fund("central", every, Decimal("0.5")),
            Fund("bonds", every, Decimal("0.6"), over_life=True),
            Fund("own", every),
        ),
        rules=rules,
    )
    problem, findings = build_problem(Library("a list", tuple(projects), frozenset({"value"})), scenario)
    assert not findings
    return problem


def completed(problem: Problem, chosen: list[int]) -> Portfolio:
    """Return the choice with what it needs drawn, what it leaves carried, and its costs split in order of the funds."""
    none = np.zeros(len(problem.quotas), np.int64)
    taken, _ = least_payment(problem, PriceList.zero(problem))
    paid = np.isin(problem.cost_option[problem.splits.cost], chosen)
    portfolio = Portfolio(np.array(chosen, np.int64), none, none.copy(), np.where(paid, taken, 0).astype(np.int64))
    for row in range(len(none)):
        use = quota_use(problem, portfolio)[row]
        own = max(0, use.limit + use.carried_in - use.drawn_out - use.gross_demand)
        portfolio.carries[row] = min(own, int(problem.carry_cap[row]))
        portfolio.draws[row] = min(max(0, -use.left), int(problem.draw_cap[row]))
    return portfolio


def best_choice(problem: Problem) -> Portfolio:
    """Return the plan of most benefit among all choices completed so."""
    ways = [[None, *problem.options_of(project)] for project in range(len(problem.projects))]
    choices = [[way for way in choice if way is not None] for choice in itertools.product(*ways)]
    for chosen in sorted(choices, key=lambda chosen: -int(problem.benefit[chosen].sum())):
        portfolio = completed(problem, chosen)
        if not check(problem, portfolio):
            return portfolio
    raise AssertionError("no plan")


def priced(problem: Problem, seed: int, size: float = 0.5) -> PriceList:
    """Return random prices of the right signs, about a third of them 0."""
    rng = np.random.default_rng(seed)

    def some(shape: int | tuple[int, ...]) -> Any:
        return np.where(rng.random(shape) < 0.3, 0, rng.exponential(size, shape))

    senses = np.array([rule.sense or rng.choice((-1, 1)) for rule in problem.rules], np.int64)
    shapes: dict[str, int | tuple[int, ...]] = {
        "quota": len(problem.quotas),
        "fund": problem.fund_limit.shape,
        "life": len(problem.life.cap),
    }
    values = {name: some(shape) for name, shape in shapes.items()}
    return PriceList.rounded(problem, {**values, "rule": some(len(senses)) * senses}, 10**6)


def result_of(problem: Problem, portfolio: Portfolio, prices: PriceList) -> Result:
    worth = benefit(problem, portfolio)
    bounds = Bounds(bound(problem, prices), None, worth + 5)
    return Result(portfolio, prices, worth, bounds, Status.GAP_REACHED)


def at_random(seed: int) -> tuple[Problem, Result]:
    """Return a random problem and a choice without regard to any rule."""
    problem, _ = build_problem(*random_question(seed))
    rng = np.random.default_rng(seed)
    ways = [problem.options_of(project) for project in range(len(problem.projects))]
    portfolio = completed(problem, sorted(int(rng.choice(way)) for way in ways if rng.random() < 0.5))
    return problem, result_of(problem, portfolio, priced(problem, seed, float(rng.choice((0.001, 0.1, 3)))))


def planned(seed: int = 0, size: float = 0.5) -> tuple[Problem, Result]:
    """Return the planted problem with a plan of it."""
    problem, portfolio = _plan()
    return problem, result_of(problem, portfolio, priced(problem, seed, size))


@cache
def _plan() -> tuple[Problem, Portfolio]:
    problem = question()
    return problem, best_choice(problem)
