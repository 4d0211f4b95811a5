"""How safe each chosen project's place is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from kaimen.explain.proofs import Probe
from kaimen.portfolio import Result
from kaimen.problem import OptionName, Problem

NIL = Fraction(1, 10**6)
"""A margin within this part of the benefit is nil: prices are rounded, and solvers have tolerances."""


class Standing(StrEnum):
    """What is known of a chosen project's place in the plan.

    - must: a rule demands it
    - safe: with the project forced out, the price bound falls below the plan's benefit, so no plan without it is as
      good (Lagrangian probing)
    - likely: its margin is above 0, so the price list alone would choose it
    - borderline: its margin is not above 0; it is chosen because it fits where others do not, or because a rule that
      several could keep needs one of them
    """

    MUST = "must"
    SAFE = "safe"
    LIKELY = "likely"
    BORDERLINE = "borderline"


@dataclass(frozen=True, slots=True)
class Place:
    """A chosen project's place: its option, margin and benefit, and the price bound with it forced out (None: must)."""

    option: OptionName
    title: str
    benefit: Fraction
    margin: Fraction
    forced_bound: Fraction | None
    standing: Standing


def places(problem: Problem, result: Result) -> list[Place]:
    """Return the places of all chosen projects, the least safe first: by standing, then by margin."""
    probe = Probe(problem, result.prices)
    found = [_place(problem, result, probe, option) for option in result.portfolio.chosen.tolist()]
    rank = list(reversed(Standing))
    return sorted(found, key=lambda place: (rank.index(place.standing), place.margin, place.option))


def _place(problem: Problem, result: Result, probe: Probe, option: int) -> Place:
    project = int(problem.option_project[option])
    margin = probe.in_benefit(probe.margin[option])
    benefit = problem.benefit_of(int(problem.benefit[option]))
    must = bool(problem.must[project])
    forced = None if must else result.bounds.price + probe.change_out(project)
    if forced is None:
        standing = Standing.MUST
    elif forced < result.benefit:
        standing = Standing.SAFE
    else:
        standing = Standing.LIKELY if margin > NIL * abs(benefit) else Standing.BORDERLINE
    return Place(problem.option_name(option), problem.titles[project], benefit, margin, forced, standing)
