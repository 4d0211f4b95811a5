"""Whether a class is treated otherwise than equals: differences within strata of equal merit, with intervals.

Cases are sorted by merit (for a plan: the margin, which is benefit less demands at the common prices) and cut into
strata of neighbours. Within a stratum a class is compared with all others; strata count by n1 n0 / (n1 + n0), the
weights of Mantel and Haenszel (1959, JNCI 22, 719-748).

- A difference of shares (selected, refused) has the interval of all differences that a score test does not reject
  (Miettinen and Nurminen 1985, doi:10.1002/sim.4780040211). At no difference that test is the one of Mantel and
  Haenszel, whose variance is exact if decisions are exchangeable among equals, however small the strata are. Before a
  difference is claimed, the exact tail must agree, with half the chance of what was seen (the mid-p of Lancaster 1961).
- A difference of means (waiting, amount) has the interval of all shifts that the permutation test does not reject, its
  variance exact and its distribution taken as Student's, with as many degrees of freedom as the smaller side has
  cases less one.

All intervals of an audit hold together with the probability `LEVEL`. The risk that one does not is shared out before
the outcomes are looked at (Bonferroni with weights, Spjotvoll 1972, Ann. Math. Statist. 43, 398-411): the first outcome
has `FIRST` of it, the others what is left, and the classes of all attributes share that by the squares of their numbers
of cases. So most is spent on large classes, where a gap wrongs most applicants and can be told from chance. A class is
claimed to be treated otherwise only where its interval leaves out 0 and enough cases decide (`LEAST`); where the
interval is wide, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom
from scipy.stats import t as t_distribution

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LEVEL = 0.96
"""How often all intervals of an audit hold together, at least."""

STRATA = {True: 25, False: 50}
"""Strata there should be, of shares and of means: small ones leave little merit to differ within them, which matters
more where the outcome itself may grow with merit, as an amount does; each costs one case in what is left to compare."""

SMALLEST, LARGEST = 12, {True: 60, False: 30}
"""The fewest cases of a stratum, and the most, of shares and of means."""

FIRST = 0.9
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
class _Family:
    """The classes of one attribute, compared on one outcome: the cases that have both, and how many of each class."""

    outcome: str
    attribute: str
    cases: Sequence[Case]
    counts: Mapping[str, int]

    @property
    def squares(self) -> int:
        return sum(count**2 for count in self.counts.values())


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
    for outcome in outcomes:
        for attribute in attributes:
            some = [c for c in cases if c.classes.get(attribute) and c.outcomes.get(outcome) is not None]
            counts = Counter(_levels(some, attribute))
            if len(counts) > 1:
                families.append(_Family(outcome, attribute, some, counts))
    return [
        effect
        for family, risk in zip(families, _risks(families), strict=True)
        for effect in _compared(family, risk, is_share=outcomes[family.outcome])
    ]


def _compared(family: _Family, risk: float, *, is_share: bool) -> Iterator[Effect]:
    """Return each class of an attribute against all others; of two classes the one, whose mirror the other is."""
    order = np.argsort(np.array([-case.merit for case in family.cases]), kind="stable")
    values = np.array([case.outcomes[family.outcome] for case in family.cases], dtype=np.float64)[order]
    groups = np.array(_levels(family.cases, family.attribute))[order]
    names = sorted(family.counts)
    for name in names if len(names) > 2 else names[:1]:
        own = risk * (family.counts[name] ** 2 / family.squares if len(names) > 2 else 1)
        yield _effect((family.outcome, family.attribute, name), groups == name, values, own, is_share=is_share)


def _levels(cases: Sequence[Case], attribute: str) -> list[str]:
    levels = [case.classes[attribute] for case in cases]
    counts = Counter(levels)
    return [level if counts[level] >= FEWEST else OTHERS for level in levels]


def _risks(families: Sequence[_Family]) -> list[float]:
    """Return the risk that each attribute of an outcome has: the first outcome has most."""
    is_first = [family.outcome == families[0].outcome for family in families]
    shares = {True: 1.0 if all(is_first) else FIRST, False: 1 - FIRST}
    totals = {True: 0, False: 0}
    for family, first in zip(families, is_first, strict=True):
        totals[first] += family.squares
    return [
        (1 - LEVEL) * shares[first] * family.squares / totals[first]
        for family, first in zip(families, is_first, strict=True)
    ]


def _effect(names: tuple[str, str, str], members: Bools, values: Floats, risk: float, *, is_share: bool) -> Effect:
    strata = _strata(members, values, is_share=is_share)
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
        if (low > 0 or high < 0) and 2 * _middle_tail(strata) > risk:
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


def _strata(members: Bools, values: Floats, *, is_share: bool) -> _Strata:
    """Return the strata that have members and others."""
    size = min(LARGEST[is_share], max(SMALLEST, len(values) // STRATA[is_share]))
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
    strata = _strata(members, values - shift * members, is_share=False)
    return float((strata.weight**2 * strata.spread * (1 / strata.n1 + 1 / strata.n0)).sum())


def _middle_tail(strata: _Strata) -> float:
    """Return how often chance alone puts more of the outcomes with the members, or less, and half of as many.

    The sum of hypergeometric counts, one to a stratum, by convolution: exact however few they are.
    """
    chances = np.ones(1)
    for n1, n0, x1, x0 in zip(strata.n1, strata.n0, strata.x1, strata.x0, strict=True):
        counts = np.arange(int(n1) + 1)
        chances = np.convolve(chances, hypergeom.pmf(counts, int(n1 + n0), int(x1 + x0), int(n1)))
    seen = round(float(strata.x1.sum()))
    return float(min(chances[: seen + 1].sum(), chances[seen:].sum()) - chances[seen] / 2)


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
