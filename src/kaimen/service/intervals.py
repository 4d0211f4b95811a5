"""Intervals of parts and of their difference."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
"""The normal quantile of 0.975: intervals are of 95 %."""


def newcombe(late: int, count: int, other_late: int, other_count: int) -> tuple[float, float, float]:
    """Return the difference of two parts with its 95 % interval (Newcombe 1998, method 10, from Wilson intervals)."""
    first, second = wilson(late, count), wilson(other_late, other_count)
    p, q = late / count, other_late / other_count
    low = p - q - sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2)
    high = p - q + sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return p - q, low, high


def wilson(hits: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of a part (Wilson 1927)."""
    p = hits / count
    middle = (p + Z**2 / (2 * count)) / (1 + Z**2 / count)
    half = Z / (1 + Z**2 / count) * sqrt(p * (1 - p) / count + Z**2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)
