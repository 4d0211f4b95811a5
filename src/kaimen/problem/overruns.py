"""Costs by reference class: cost = estimate x (1 + the overrun at the level asked for).

The outside view (Kahneman and Tversky 1979; Flyvbjerg 2006, Project Management Journal 37(3), 5-15):
how past projects of the kind ended says more than another look at this one's estimate.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kaimen.scenario import ReferenceClass


def along(points: Sequence[tuple[Decimal, Decimal]], at: Fraction) -> Fraction:
    """Return the height at a place of the broken line through the points (ascending); flat beyond its ends."""
    places = [Fraction(place) for place, _ in points]
    above = bisect_right(places, at)
    if above in (0, len(points)):
        return Fraction(points[min(above, len(points) - 1)][1])
    low, high = Fraction(points[above - 1][1]), Fraction(points[above][1])
    return low + (high - low) * (at - places[above - 1]) / (places[above] - places[above - 1])


def overrun_at(reference: ReferenceClass, level: Fraction) -> Fraction:
    """Return the part of the estimate by which costs are exceeded at a level (0 to 1); flat beyond the table."""
    return along(reference.overruns, level)


def uplift(reference: ReferenceClass | None) -> Fraction:
    """Return what estimates of a class are multiplied with: 1 plus the overrun at its level, or 1 without either."""
    if reference is None or reference.level is None:
        return Fraction(1)
    return 1 + overrun_at(reference, Fraction(reference.level))
