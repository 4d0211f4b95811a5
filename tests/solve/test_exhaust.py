"""Looking at every choice within the gap: against brute force, with draws, carries, funds and every kind of rule."""

from __future__ import annotations

from math import prod

from kaimen.errors import has_errors
from kaimen.problem import build_problem
from kaimen.solve import complete
from kaimen.solve.exhaust import Exhaust
from kaimen.solve.relax import relaxed_prices
from tests.brute_force import optimum
from tests.effort import FULL
from tests.strategies import random_question

SEEDS = range(400 if FULL else 60)


def test_nothing_better_is_left_when_every_choice_was_looked_at() -> None:
    seen = {"plans": 0, "improved": 0, "false": 0, "none found": 0}
    for seed in SEEDS:
        library, scenario = random_question(seed)
        problem, findings = build_problem(library, scenario)
        best = None if has_errors(findings) else optimum(library, scenario)
        prices = relaxed_prices(problem) if best is not None else None
        if best is None or prices is None or not problem.option_count:
            continue
        scaled = int(best.benefit * problem.benefit_scale)
        for start, key in ((scaled - 1 - scaled // 3, "improved"), (scaled, "none found")):
            value, every = start, Exhaust(problem, prices, start)
            while not every.done:
                chosen = every.step(value, 7)
                if chosen is not None and complete(problem, chosen) is not None:
                    worth = int(problem.benefit[chosen].sum())
                    assert worth > value, seed
                    value = worth
                elif chosen is not None:
                    seen["false"] += 1
                assert 0.0 <= every.part <= 1.0
            assert value == scaled, seed
            seen[key] += 1
        seen["plans"] += 1
    assert min(seen.values()) >= 2, seen


def test_where_nothing_is_ruled_out_all_choices_are_counted() -> None:
    library, scenario = random_question(3)
    problem, _ = build_problem(library, scenario)
    prices = relaxed_prices(problem)
    assert prices is not None
    projects = range(len(problem.projects))
    assert Exhaust(problem, prices, -(10**9)).choices == prod(
        len(problem.options_of(project)) + (not problem.must[project]) for project in projects
    )
