"""Whether a class is treated otherwise than equals: differences within strata of equal merit, with intervals.

Cases are sorted by merit (for a plan: the margin, which is benefit less demands at the common prices) and cut into
strata of neighbours. Within a stratum a class is compared with all others; strata count by n1 n0 / (n1 + n0), the
weights of Mantel and Haenszel (1959, JNCI 22, 719-748).

- A difference of shares (selected, refused) has the interval of all differences that a score test does not reject
  (Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211). At no difference that test is the one of Mantel and
  Haenszel, whose variance is exact if decisions are exchangeable among equals, however small the strata are. Before a
  difference is claimed, the exact tail must agree.
- A difference of means (waiting, amount) has the interval of all shifts that the permutation test does not reject, its
  variance exact and its distribution taken as Student's, with as many degrees of freedom as the smaller side has
  cases less one.

All intervals of an audit hold together with the probability `LEVEL`: of the rest the first outcome has `FIRST`, the
others what is left; each shares it out over attributes evenly, then over the classes of an attribute (Bonferroni). A
class is claimed to be treated otherwise only where its interval leaves out 0 and enough cases decide (`LEAST`); where
the interval is wide, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom
from scipy.stats import t as t_distribution

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LEVEL = 0.95
"""How often all intervals of an audit hold together, at least."""

STRATA, SMALLEST, LARGEST = 50, 12, 30
"""Strata there should be, and the fewest and most cases of one: small ones leave little merit to differ within them."""

FIRST = 0.8
"""The part of what is left of `LEVEL` that goes to the first outcome; the others share the rest."""

LEAST = 3.0
"""The least variance of a count, in cases, at which the normal distribution may speak for it."""

FEWEST = 5
"""Classes of fewer cases are put together as `OTHERS`."""

OTHERS = "(others)"

WIDE = 0.1
"""An interval of a share that reaches further than this from 0 leaves open what is asked."""


_HALVINGS = 22
"""Halvings of a search for an end of an interval, which is then right to a millionth."""


class Told(StrEnum):
    """What an interval says."""

    LESS = "less"
    MORE = "more"
    EVEN = "no difference found"
    OPEN = "cannot be told"


@dataclass(frozen=True, slots=True)
class Case:
    """One application: its merit, its classes by attribute, and what became of it (None: not known, not applicable)."""

    id: str
    merit: float
    classes: Mapping[str, str]
    outcomes: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """A class against all others of equal merit.

    `difference` is in shares (0.1: ten points) where `is_share`, else in the outcome's unit; `low` and `high` hold
    together with all others of the audit. `cases` and `others` are those in strata that have both.
    """

    outcome: str
    attribute: str
    level: str
    cases: int
    others: int
    difference: float
    low: float
    high: float
    is_share: bool
    told: Told


@dataclass(frozen=True, slots=True)
class _Strata:
    """Counts by stratum: members and others, and how many of each have the outcome or what they sum to."""

    n1: Floats
    n0: Floats
    x1: Floats
    x0: Floats
    spread: Floats  # variance of the outcome within the stratum, with n - 1

    @property
    def weight(self) -> Floats:
        return self.n1 * self.n0 / (self.n1 + self.n0)


def effects(cases: Sequence[Case], attributes: Sequence[str], outcomes: Mapping[str, bool]) -> list[Effect]:
    """Return the effect of each class on each outcome; `outcomes` says which are shares."""
    families = []
    for outcome, is_share in outcomes.items():
        for attribute in attributes:
            some = [c for c in cases if c.classes.get(attribute) and c.outcomes.get(outcome) is not None]
            levels = _levels(some, attribute)
            if len(set(levels)) > 1:
                families.append((outcome, is_share, attribute, some, levels))
    found = []
    for outcome, is_share, attribute, some, levels in families:
        names = sorted(set(levels))
        compared = names if len(names) > 2 else names[:1]  # of two classes, one is the other's mirror
        risk = (1 - LEVEL) * _part(outcome, [family[0] for family in families]) / len(compared)
        order = np.argsort(np.array([-case.merit for case in some]), kind="stable")
        values = np.array([case.outcomes[outcome] for case in some], dtype=np.float64)[order]
        groups = np.array(levels)[order]
        for level in compared:
            found.append(_effect((outcome, attribute, level), groups == level, values, risk, is_share=is_share))
    return found


def _levels(cases: Sequence[Case], attribute: str) -> list[str]:
    levels = [case.classes[attribute] for case in cases]
    counts = Counter(levels)
    return [level if counts[level] >= FEWEST else OTHERS for level in levels]


def _part(outcome: str, families: Sequence[str]) -> float:
    """Return the part of the risk that one attribute of an outcome has: the first outcome counts most."""
    first = families[0]
    whole = 1.0 if len(set(families)) == 1 else FIRST if outcome == first else 1 - FIRST
    return whole / sum(name == outcome or (outcome != first and name != first) for name in families)


def _effect(names: tuple[str, str, str], members: Bools, values: Floats, risk: float, *, is_share: bool) -> Effect:
    strata = _strata(members, values)
    z = NormalDist().inv_cdf(1 - risk / 2)
    weight = strata.weight
    total = float(weight.sum())
    if total == 0:
        low, high = (-1.0, 1.0) if is_share else (-np.inf, np.inf)
        return Effect(*names, 0, 0, 0.0, low, high, is_share, Told.OPEN)
    difference = float((weight * (strata.x1 / strata.n1 - strata.x0 / strata.n0)).sum()) / total
    at_none = float((weight**2 * strata.spread * (1 / strata.n1 + 1 / strata.n0)).sum())
    if is_share:
        low, high = _edge(strata, -1.0, difference, z), _edge(strata, 1.0, difference, z)
        if (low > 0 or high < 0) and 2 * _exact_tail(strata) > risk:
            low, high = min(low, 0.0), max(high, 0.0)  # too few decide for the normal distribution to speak
        enough, wide = at_none >= LEAST, max(-low, high) > WIDE
    else:
        few = float(min(strata.n1.sum(), strata.n0.sum()))
        z = float(t_distribution.isf(risk / 2, max(1.0, few - 1)))
        reach = z * float(np.sqrt(_shifted(members, values, difference))) / total
        low, high = difference - reach, difference + reach
        enough, wide = total >= FEWEST, False
    told = Told.LESS if high < 0 else Told.MORE if low > 0 else Told.OPEN if wide else Told.EVEN
    if not enough:
        told = Told.OPEN
    return Effect(*names, int(strata.n1.sum()), int(strata.n0.sum()), difference, low, high, is_share, told)


def _strata(members: Bools, values: Floats) -> _Strata:
    """Return the strata that have members and others."""
    size = min(LARGEST, max(SMALLEST, len(values) // STRATA))
    count = max(1, len(values) // size)
    stratum = np.arange(len(values)) * count // max(1, len(values))

    def sums(of: npt.NDArray[np.float64] | Bools) -> Floats:
        summed: Floats = np.bincount(stratum, weights=of.astype(np.float64), minlength=count).astype(np.float64)
        return summed

    n, n1, x, x1 = sums(np.ones(len(values))), sums(members), sums(values), sums(values * members)
    spread = (sums(values**2) - x**2 / n) / np.maximum(n - 1, 1)
    both = (n1 > 0) & (n1 < n)
    kept = [part[both] for part in (n1, n - n1, x1, x - x1, np.maximum(spread, 0))]
    return _Strata(*kept)


def _shifted(members: Bools, values: Floats, shift: float) -> float:
    strata = _strata(members, values - shift * members)
    return float((strata.weight**2 * strata.spread * (1 / strata.n1 + 1 / strata.n0)).sum())


def _exact_tail(strata: _Strata) -> float:
    """Return how often chance alone puts as many of the outcomes, or more extreme ones, with the members.

    The sum of hypergeometric counts, one to a stratum, by convolution: exact however few they are.
    """
    chances = np.ones(1)
    for n1, n0, x1, x0 in zip(strata.n1, strata.n0, strata.x1, strata.x0, strict=True):
        counts = np.arange(int(n1) + 1)
        chances = np.convolve(chances, hypergeom.pmf(counts, int(n1 + n0), int(x1 + x0), int(n1)))
    seen = round(float(strata.x1.sum()))
    return float(min(chances[: seen + 1].sum(), chances[seen:].sum()))


def _edge(strata: _Strata, side: float, difference: float, z: float) -> float:
    """Return the end of the interval towards `side` (-1 or 1): where the score test begins to reject."""
    inside, outside = difference, side
    if abs(_score(strata, outside)) <= z:
        return outside
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        if abs(_score(strata, middle)) <= z:
            inside = middle
        else:
            outside = middle
    return inside


def _score(strata: _Strata, delta: float) -> float:
    """Return the score statistic of a common difference `delta`; infinite where the data leave no room for it."""
    n1, n0 = strata.n1, strata.n0
    n, weight = n1 + n0, strata.weight
    p0 = _restricted(strata, delta)
    p1 = p0 + delta
    variance = (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) * n / (n - 1)
    top = float((weight * (strata.x1 / n1 - strata.x0 / n0 - delta)).sum())
    bottom = float((weight**2 * np.maximum(variance, 0)).sum())
    if bottom <= 0:
        return 0.0 if abs(top) < 1e-12 else float(np.copysign(np.inf, top))
    return top / float(np.sqrt(bottom))


def _restricted(strata: _Strata, delta: float) -> Floats:
    """Return the likeliest share of the others in each stratum if the members' is higher by `delta`.

    The middle root of Miettinen and Nurminen's cubic, in their closed form.
    """
    n1, n0, x1, x0 = strata.n1, strata.n0, strata.x1, strata.x0
    n, x = n1 + n0, x1 + x0
    l2 = (n1 + 2 * n0) * delta - n - x
    l1 = (n0 * delta - n - 2 * x0) * delta + x
    l0 = x0 * delta * (1 - delta)
    q = l2**3 / (3 * n) ** 3 - l1 * l2 / (6 * n**2) + l0 / (2 * n)
    p = np.sign(np.where(q == 0, 1, q)) * np.sqrt(np.maximum(l2**2 / (3 * n) ** 2 - l1 / (3 * n), 0))
    ratio = np.where(p == 0, 0, q / np.where(p == 0, 1, p) ** 3)
    angle = (np.pi + np.arccos(np.clip(ratio, -1, 1))) / 3
    share: Floats = 2 * p * np.cos(angle) - l2 / (3 * n)
    clipped: Floats = np.clip(share, max(0.0, -delta), min(1.0, 1 - delta))
    return clipped
