"""`certified_bound`: what no portfolio can exceed, from witnesses that are checked here and nowhere believed.

Each leaf has a bound by its prices, as in `kaimen.portfolio.bound`, with two more kinds of row: its
cuts, and its decisions. A count is a row; a carry that is used is the row that only own amounts are
carried; options decided out, and a carry not used, are left out of the sum, and of options of which
one is decided in, the best must be taken. Every portfolio is in one leaf, so the greatest of their
bounds bounds them all (Land and Doig 1960, doi:10.2307/1910129). Benefits lie on a grid of whole
numbers, so each leaf's bound is rounded down to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import KaimenError
from kaimen.portfolio.bound import exact_total, margins, prices_fit, sides
from kaimen.portfolio.certificate import Certificate, Choice, Cut, Decision, Leaf, Source, is_of_one_project
from kaimen.portfolio.implied import supplies
from kaimen.portfolio.witnesses import check_certificate
from kaimen.problem import Problem

_LOWEST = -(2**62)
"""Below every margin that is counted in 64 bits."""


def certified_bound(problem: Problem, certificate: Certificate) -> Fraction:
    """Return the certified bound in the units people see, after checking every witness.

    Raises:
        KaimenError: a witness does not hold, or every leaf is empty (see `check_certificate`).
    """
    findings = check_certificate(problem, certificate)
    if findings:
        raise KaimenError(str(findings[0]))
    known = [bound for bound in leaf_bounds(problem, certificate) if bound is not None]
    if not known:
        raise KaimenError("the leaves say that there is no portfolio at all")
    return max(known)


def leaf_bounds(problem: Problem, certificate: Certificate) -> list[Fraction | None]:
    """Return each leaf's bound, rounded down to the grid of benefits; None: no portfolio can be in it.

    The witnesses are taken as they are; `certified_bound` checks them first.
    """
    weights = _cut_weights(certificate.cuts)
    step = gcd(*problem.benefit.tolist()) or 1
    bounds: list[Fraction | None] = []
    for leaf in certificate.leaves:
        exact = _leaf_bound(problem, certificate.cuts, weights, leaf)
        bounds.append(None if exact is None else problem.benefit_of(step * floor(exact / step)))
    return bounds


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """The entries of all cuts: cut, option, weight."""

    cut: npt.NDArray[np.int64]
    option: npt.NDArray[np.int64]
    weight: npt.NDArray[np.int64]


def _cut_weights(cuts: Sequence[Cut]) -> _Weights:
    none = np.zeros(0, np.int64)
    return _Weights(
        np.repeat(np.arange(len(cuts)), [len(cut.options) for cut in cuts]),
        np.concatenate([none, *(cut.options for cut in cuts)]),
        np.concatenate([none, *(cut.weights for cut in cuts)]),
    )


@dataclass(slots=True)
class _More:
    """What cuts and decisions add to a leaf's sum."""

    side: int = 0
    draw: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    carry: dict[int, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    own: dict[int, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)


def _leaf_bound(problem: Problem, cuts: Sequence[Cut], weights: _Weights, leaf: Leaf) -> Fraction | None:
    """Return the leaf's bound in scaled benefit, or None where no choice keeps its decisions."""
    margin, more = _margins(problem, weights, leaf), _More()
    for number in np.flatnonzero(leaf.cuts).tolist():
        _add_cut(problem, cuts[number], int(leaf.cuts[number]), more)
    _add_decisions(problem, leaf, more)
    projects = _best(problem, leaf, margin)
    if projects is None:
        return None
    total = sides(problem, leaf.prices) + more.side + projects
    return (total + _moves(problem, leaf, more)) / leaf.prices.grid


def _margins(problem: Problem, weights: _Weights, leaf: Leaf) -> npt.NDArray[Any]:
    """Return the margin of each option, the terms of cuts and decisions taken off."""
    margin = margins(problem, leaf.prices)
    prices = leaf.cuts[weights.cut]
    rows = [(prices[prices != 0], weights.option[prices != 0], weights.weight[prices != 0])]
    rows += [
        (np.full(len(option), price), option, amount)
        for decision, price in zip(leaf.decisions, leaf.decided.tolist(), strict=True)
        for option, amount in [_entries(problem, decision)]
        if price
    ]
    largest = sum(float(np.abs(p.astype(float)) @ amount.astype(float)) for p, _, amount in rows)
    if not prices_fit(largest):
        margin = margin.astype(object)
    for price, option, amount in rows:
        np.subtract.at(margin, option, price.astype(margin.dtype) * amount.astype(margin.dtype))
    return margin


def _entries(problem: Problem, decision: Decision) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the options in a decision's row and their coefficients, which are >= 0."""
    if isinstance(decision, Choice):
        return np.array(decision.options, np.int64), np.ones(len(decision.options), np.int64)
    taken = (problem.demand.row == decision.row) & (problem.demand.amount > 0)
    return problem.demand.option[taken], problem.demand.amount[taken]


def _add_cut(problem: Problem, cut: Cut, price: int, more: _More) -> None:
    more.side += price * cut.most
    if cut.slope and cut.source is Source.QUOTA:
        draws, carries = supplies(problem, cut.rows)
        for row in draws:
            more.draw[row] += price * cut.slope
        for row, rate in carries:
            more.carry[row] += price * cut.slope * rate


def _add_decisions(problem: Problem, leaf: Leaf, more: _More) -> None:
    for choice, price in zip(leaf.decisions, leaf.decided.tolist(), strict=True):
        if isinstance(choice, Choice):
            more.side += price * (choice.most if choice.below else choice.most + 1)
        elif choice.used:
            more.own[choice.row] = price
            more.side += price * int(problem.limit[choice.row])
        else:
            more.closed.add(choice.row)


def _best(problem: Problem, leaf: Leaf, margin: npt.NDArray[Any]) -> int | None:
    """Return the sum of each project's best margin among what its decisions leave, or None where they leave nothing."""
    if not problem.projects:
        return 0
    out, must = np.zeros(problem.option_count, np.bool_), problem.must.copy()
    for choice in leaf.decisions:
        if isinstance(choice, Choice) and is_of_one_project(problem, choice):
            mine = list(choice.options)
            if choice.below:
                out[mine] = True
            else:
                project = int(problem.option_project[mine[0]])
                must[project] = True
                others = problem.options_of(project)
                out[[option for option in others if option not in choice.options]] = True
    first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
    possible = np.logical_or.reduceat(~out, first)
    if bool((must & ~possible).any()):
        return None
    lowest = min(_LOWEST, int(margin.min())) if margin.dtype == object else _LOWEST
    best = np.maximum.reduceat(np.where(out, lowest, margin), first)
    return exact_total(np.where(must, best, np.maximum(best, 0)))


def _moves(problem: Problem, leaf: Leaf, more: _More) -> Fraction:
    """Return the most that draws and carries add: each fully where it gains in price, else not at all."""
    price, own = leaf.prices.quota.tolist(), more.own
    total = Fraction(0)
    for row, pool in enumerate(problem.above.tolist()):
        if pool >= 0:
            gain = price[row] - price[pool] - own.get(pool, 0) + more.draw.get(row, 0)
            total += int(problem.draw_cap[row]) * max(0, gain)
    for row, following in enumerate(problem.carry_to.tolist()):
        if following >= 0 and row not in more.closed:
            numerator, denominator = problem.carry_rate[row].tolist()
            gain = Fraction(numerator, denominator) * (price[following] + own.get(following, 0))
            gain += more.carry.get(row, 0) - price[row] - own.get(row, 0)
            total += int(problem.carry_cap[row]) * max(Fraction(0), gain)
    return total
