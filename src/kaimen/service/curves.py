"""How long cases take, by class: Kaplan-Meier curves, log-rank tests, and effects with intervals.

A case that is still open has lasted at least until now (right censoring), which is why means of decided cases mislead.
Curves: Kaplan and Meier 1958, with log-log intervals; log-rank: Mantel 1966, both by SciPy. The effect beside each test
is the difference of restricted mean times (Royston and Parmar 2013, doi:10.1186/1471-2288-13-152), the area between two
curves up to the last time at which both still have cases, with Greenwood's variance; and the difference of the parts
that were late, with Newcombe's interval (1998, method 10). A test alone never says how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from warnings import catch_warnings, simplefilter

import numpy as np
from scipy.stats import CensoredData, ecdf, logrank

from kaimen.logistic import Floats
from kaimen.service.cases import Spell
from kaimen.service.intervals import Z as _Z
from kaimen.service.intervals import newcombe

LEAST_CASES = 5
"""Cases of a class, and decided ones among them, below which nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A class: cases, decided, late, and the part still open after so many days with its 95 % interval.

    `days` and `open`, `low`, `high` are the curve's steps; `median` is the day by which half are decided (None: they
    are not), with its interval.
    """

    name: str
    cases: int
    decided: int
    late: int
    judged: int
    days: tuple[float, ...]
    open: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: float | None
    median_low: float | None
    median_high: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """A class held against all others together.

    `mean_days` is the difference of restricted mean times up to `horizon` days (positive: the class takes longer), with
    its 95 % interval; `late_points` the difference of the late parts, from -1 to 1, with its interval (None: none
    judged); `statistic` and `p` are the log-rank test's.
    """

    name: str
    horizon: float
    mean_days: float
    mean_low: float
    mean_high: float
    late_points: float | None
    late_low: float | None
    late_high: float | None
    statistic: float
    p: float


def curve(name: str, spells: Sequence[Spell]) -> Curve | None:
    """Return the curve of a class; None where it has too few cases."""
    decided = sum(spell.decided for spell in spells)
    if len(spells) < LEAST_CASES or decided < LEAST_CASES:
        return None
    survival = ecdf(_censored(spells)).sf
    with catch_warnings():
        # Where all of a class are decided the interval has no number; see below.
        simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(method="log-log")
    days, still = (np.asarray(part, np.float64) for part in (survival.quantiles, survival.probabilities))
    # Without a number for the interval, which is so where all are decided, nothing is known below the curve.
    low, high = (np.asarray(getattr(band, end).probabilities, np.float64) for end in ("low", "high"))
    low, high = np.nan_to_num(low, nan=0.0), np.where(np.isnan(high), still, high)
    late = [spell.late for spell in spells if spell.late is not None]
    steps, medians = [tuple(map(float, part)) for part in (days, still, low, high)], []
    for part in (still, low, high):
        medians.append(_first(days, part))
    counts = (len(spells), decided, sum(late), len(late))
    return Curve(name, *counts, steps[0], steps[1], steps[2], steps[3], medians[0], medians[1], medians[2])


def effects(classes: dict[str, Sequence[Spell]]) -> list[Effect]:
    """Return each class that has enough cases against all others, in the order given."""
    found = []
    for name, own in classes.items():
        others = [spell for other, spells in classes.items() if other != name for spell in spells]
        if all(len(part) >= LEAST_CASES and sum(s.decided for s in part) >= LEAST_CASES for part in (own, others)):
            found.append(_effect(name, own, others))
    return found


def restricted_mean(spells: Sequence[Spell], horizon: float) -> tuple[float, float]:
    """Return the mean of days up to a horizon, which is the area under the curve, and its variance (Greenwood)."""
    times = np.array([spell.days for spell in spells])
    events = np.array([spell.decided for spell in spells])
    steps = np.unique(times[events & (times <= horizon)])
    at_risk = np.array([(times >= t).sum() for t in steps], float)
    died = np.array([((times == t) & events).sum() for t in steps], float)
    still = np.concatenate([[1.0], np.cumprod(1 - died / at_risk)])
    edges = np.concatenate([[0.0], steps, [horizon]])
    areas = np.diff(edges) * still
    after = np.cumsum(areas[::-1])[::-1][1:]
    left = at_risk - died
    terms = np.where(left > 0, died / np.maximum(at_risk * left, 1.0), 0.0)
    return float(areas.sum()), float((after**2 * terms).sum())


def _effect(name: str, own: Sequence[Spell], others: Sequence[Spell]) -> Effect:
    horizon = min(max(spell.days for spell in part) for part in (own, others))
    (mean, variance), (other, other_variance) = (restricted_mean(part, horizon) for part in (own, others))
    half = _Z * sqrt(variance + other_variance)
    counts = [[s.late for s in part if s.late is not None] for part in (own, others)]
    test = logrank(_censored(own), _censored(others))
    gap = mean - other
    found = (float(test.statistic), float(test.pvalue))
    if not all(counts):
        return Effect(name, horizon, gap, gap - half, gap + half, None, None, None, *found)
    late = newcombe(sum(counts[0]), len(counts[0]), sum(counts[1]), len(counts[1]))
    return Effect(name, horizon, gap, gap - half, gap + half, *late, *found)


def _censored(spells: Sequence[Spell]) -> CensoredData:
    return CensoredData.right_censored([s.days for s in spells], [not s.decided for s in spells])


def _first(days: Floats, still: Floats) -> float | None:
    """Return the first day on which at most half are open."""
    at = np.flatnonzero(still <= 0.5)
    return float(days[at[0]]) if len(at) else None
