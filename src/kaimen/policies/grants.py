"""What a grant comes to for each firm: exact, in hundredths of the book's currency, rounded down."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np

from kaimen.policies.columns import LARGEST, Bools, Exact, Figures, FirmColumns
from kaimen.policies.types import Grant

PARTS = 100
"""Parts of the currency that are counted."""


def granted(grant: Grant, columns: FirmColumns) -> tuple[Exact, Bools]:
    """Return the grant of each firm, as if it were due, and whether it is known."""
    size = len(columns)
    if grant.tiers:
        amount, known = _tiers(grant, columns)
    elif grant.rate is not None:
        base = columns.figures(grant.of, grant.period)
        amount, known = times(base, grant.rate * money_factor(grant.of, columns)), base.known
    elif grant.amount is not None and grant.of:
        count = columns.figures(grant.of, grant.period)
        amount, known = times(count, grant.amount * PARTS), count.known
    else:
        fixed = int((grant.amount or Fraction(0)) * PARTS // 1)
        amount, known = np.full(size, fixed, dtype=_kind(fixed)), np.ones(size, dtype=np.bool_)
    amount = np.maximum(amount, 0)
    if grant.cap is not None:
        amount = np.minimum(amount, int(grant.cap * PARTS // 1))
    return np.where(known, amount, 0), known


def money_factor(name: str, columns: FirmColumns) -> Fraction:
    """Return how many hundredths of the currency one unit of a money field is."""
    number = columns.book.number(name)
    unit = number.unit if number and number.unit else columns.book.money
    return unit.factor / columns.book.money.factor * PARTS


def times(figures: Figures, factor: Fraction) -> Exact:
    """Return whole parts of each figure times a factor, rounded down, exactly."""
    top, bottom = factor.numerator, factor.denominator * figures.scale
    largest = max(abs(int(figures.value.max(initial=0))), abs(int(figures.value.min(initial=0)))) * abs(top)
    if figures.value.dtype == object or largest >= LARGEST or bottom >= LARGEST:
        exact: Exact = figures.value.astype(object) * top // bottom
        return exact
    found: Exact = figures.value * top // bottom
    return found


def _tiers(grant: Grant, columns: FirmColumns) -> tuple[Exact, Bools]:
    level = columns.figures(grant.by, grant.period)
    if grant.in_slices:
        return _slices(grant, level, columns), level.known
    base = columns.figures(grant.of, grant.period) if grant.of else level
    amount: Exact = np.zeros(len(columns), dtype=np.int64)
    known = level.known.copy()
    for tier in grant.tiers:
        reached = _reached(level, tier.start)
        if tier.amount is not None:
            worth: Exact = np.full(len(columns), int(tier.amount * PARTS // 1), dtype=_kind(int(tier.amount * PARTS)))
            known = np.where(reached, level.known, known)
        else:
            rate = tier.rate or Fraction(0)
            worth = times(base, rate * money_factor(grant.of or grant.by, columns))
            known = np.where(reached, level.known & base.known, known)
        amount = np.where(reached, worth, amount)
    return amount, known


def _slices(grant: Grant, level: Figures, columns: FirmColumns) -> Exact:
    """Return the sum over tiers of rate times the part of the figure within the tier, rounded down once."""
    starts = [tier.start for tier in grant.tiers]
    rates = [(tier.rate or Fraction(0)) * money_factor(grant.by, columns) for tier in grant.tiers]
    values = level.value.astype(object)
    total = np.zeros(len(values), dtype=object)
    common = 1
    # From each tier on, the rate rises by the difference to the one below.
    steps = [rate - before for rate, before in zip(rates, [Fraction(0), *rates[:-1]], strict=True)]
    for start, step in zip(starts, steps, strict=True):
        common = lcm(common, (step / level.scale).denominator, (step * start).denominator)
    for start, step in zip(starts, steps, strict=True):
        slope, offset = int(step / level.scale * common), int(step * start * common)
        total = total + np.where(_reached(level, start), values * slope - offset, 0)
    found = total // common
    return found.astype(_kind(int(max(found, default=0))))


def _reached(level: Figures, start: Fraction) -> Bools:
    edge = start * level.scale
    least = -(-edge.numerator // edge.denominator)
    found: Bools = np.asarray(level.value >= least, dtype=np.bool_)
    return found & level.known


def _kind(largest: int) -> Any:
    return np.int64 if abs(largest) < LARGEST else object
