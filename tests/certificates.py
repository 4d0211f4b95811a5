"""Certificates at random: cuts that hold, trees of decisions, prices of the right signs. Good for proofs, not tight."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np

from kaimen.portfolio import CarryChoice, Certificate, Choice, Cut, Decision, Leaf, PriceList, Source
from kaimen.portfolio.certificate import is_of_one_project
from kaimen.portfolio.implied import holds, whole_row
from kaimen.problem import Ints, Problem

GRID = 10**6


def random_certificate(problem: Problem, rng: random.Random, base: PriceList | None = None) -> Certificate:
    """Return a certificate whose witnesses hold; around some prices where they are given."""
    cuts = tuple(cut for _ in range(rng.randint(0, 8)) if (cut := random_cut(problem, rng)) is not None)
    ends = _tree(problem, rng, (), rng.choice((0, 1, 2, 3, 4, 5)))
    return Certificate(cuts, tuple(_leaf(problem, rng, cuts, decisions, base) for decisions in ends))


def _tree(problem: Problem, rng: random.Random, path: tuple[Decision, ...], depth: int) -> list[tuple[Decision, ...]]:
    yes = _decision(problem, rng) if depth > 0 and problem.option_count else None
    if yes is None or any(_literal(yes) == _literal(other) for other in path):
        return [path]
    no = replace(yes, used=False) if isinstance(yes, CarryChoice) else replace(yes, below=False)
    return [end for side in (yes, no) for end in _tree(problem, rng, (*path, side), depth - rng.randint(1, 2))]


def _literal(decision: Decision) -> object:
    return decision.row if isinstance(decision, CarryChoice) else (decision.options, decision.most)


def _decision(problem: Problem, rng: random.Random) -> Decision:
    carrying = np.flatnonzero(problem.carry_to >= 0).tolist()
    how = rng.random()
    if carrying and how < 0.35:
        return CarryChoice(rng.choice(carrying), used=True)
    if how < 0.75:
        mine = problem.options_of(rng.randrange(len(problem.projects)))
        return Choice(tuple(sorted(rng.sample(mine, rng.randint(1, len(mine))))), 0, below=True)
    some = rng.sample(range(problem.option_count), rng.randint(1, problem.option_count))
    return Choice(tuple(sorted(some)), rng.randint(0, max(1, len(problem.projects) // 2)), below=True)


def random_cut(problem: Problem, rng: random.Random, tries: int = 12) -> Cut | None:
    """Return a cut that holds, as far as one was found."""
    for _ in range(tries):
        cut = _proposal(problem, rng)
        if cut is not None and holds(problem, cut):
            return _tightened(problem, cut)
    return None


def _tightened(problem: Problem, cut: Cut) -> Cut:
    while cut.most > 0 and not cut.is_clique and holds(problem, replace(cut, most=cut.most - 1)):
        cut = replace(cut, most=cut.most - 1)
    return cut


def _proposal(problem: Problem, rng: random.Random) -> Cut | None:
    counts = {Source.QUOTA: len(problem.quotas), Source.FUND: len(problem.funds), Source.RULE: len(problem.rules)}
    source = rng.choice([source for source, count in counts.items() if count] or [Source.RULE])
    if not counts[source]:
        return None
    is_clique = rng.random() < 0.25
    most = min(3, counts[source]) if source is Source.QUOTA or is_clique else min(counts[source], 2)
    size = 1 if source is Source.RULE and not is_clique else rng.randint(1, most)
    rows = tuple(sorted(rng.sample(range(counts[source]), size)))
    if source is Source.QUOTA and len({problem.quotas[row].scale for row in rows}) > 1:
        rows = rows[:1]
    period = rng.randrange(len(problem.periods)) if source is Source.FUND else -1
    amount = whole_row(problem, source, rows if not is_clique else rows[:1], period).amount
    taking = np.flatnonzero(amount > 0).tolist() or list(range(problem.option_count))
    if not taking:
        return None
    chosen = np.array(sorted(rng.sample(taking, min(len(taking), rng.randint(1, 7)))), np.int64)
    if is_clique:
        return Cut(True, source, rows, period, chosen, np.ones(len(chosen), np.int64), 1)
    weights = np.array([rng.choice((1, 1, 1, 2)) for _ in chosen], np.int64)
    slope = Fraction(0)
    if source is Source.QUOTA and rng.random() < 0.65:
        slope = Fraction(rng.choice((1, 2, 3)), rng.choice((2, 3, 4)) * problem.quotas[rows[0]].scale)
    return Cut(False, source, rows, period, chosen, weights, rng.randint(0, int(weights.sum())), slope)


def _leaf(
    problem: Problem, rng: random.Random, cuts: tuple[Cut, ...], decisions: tuple[Decision, ...], base: PriceList | None
) -> Leaf:
    prices = _prices(problem, rng, base)
    worth = prices.grid * max(1, int(np.abs(problem.benefit).max(initial=1)))
    cut_prices = np.array([_some(rng, worth) for _ in cuts], np.int64)
    decided = np.array([_decided(problem, rng, decision, worth) for decision in decisions], np.int64)
    return Leaf(decisions, prices, cut_prices, decided)


def _some(rng: random.Random, worth: int) -> int:
    return rng.choice((0, rng.randint(0, worth), rng.randint(0, worth // 10 + 1)))


def _decided(problem: Problem, rng: random.Random, decision: Decision, worth: int) -> int:
    if isinstance(decision, CarryChoice):
        unit = worth // (10 * max(1, int(np.abs(problem.demand.amount).max(initial=1))))
        return _some(rng, unit) if decision.used else 0
    if is_of_one_project(problem, decision):
        return 0
    return _some(rng, worth) if decision.below else -_some(rng, worth)


def _prices(problem: Problem, rng: random.Random, base: PriceList | None) -> PriceList:
    noise = np.random.default_rng(rng.randrange(2**32))
    grid = base.grid if base is not None else GRID

    def near(part: Ints, size: float) -> Ints:
        factor = np.where(noise.random(part.shape) < 0.4, 1.0, noise.uniform(0, 2, part.shape))
        fresh = np.where(noise.random(part.shape) < 0.15, noise.exponential(size, part.shape), 0)
        return np.rint(part * factor + fresh).astype(np.int64)

    zero = base if base is not None else PriceList.zero(problem)
    size = 0.05 * grid * float(np.abs(problem.benefit).max(initial=1))
    each = size / max(1, int(np.abs(problem.demand.amount).max(initial=1)))
    senses = np.array([rule.sense or rng.choice((-1, 1)) for rule in problem.rules], np.int64)
    coefficient = max(1, int(np.abs(problem.rule_terms.amount).max(initial=1)))
    money = size / max(1, int(problem.cost_amount.max(initial=1)))
    return PriceList(
        grid,
        near(zero.quota, each),
        near(zero.fund, money),
        near(zero.life, money),
        np.abs(near(np.abs(zero.rule), size / coefficient)) * senses,
        "random",
    )
