"""The calendar that progress is held against: months, and parts of a month by its days.

Progress notices compare the share of the annual plan that is done with the share of the year that is over: four months
of twelve at the end of April, whatever the length of the months. Within a month days count alike. The points ahead or
behind are the difference of the two shares as a notice prints them, with one decimal: 338.6 of 1,000 is 33.9 %, the
calendar stands at 33.3 %, and so 0.6 points ahead, although the unrounded difference is 0.53.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from functools import lru_cache


@lru_cache(1024)
def months_at(day: date) -> Fraction:
    """Return the months that are over at the end of a day, counted from the year 0; whole at the end of a month."""
    return Fraction(day.year * 12 + day.month - 1) + Fraction(day.day, monthrange(day.year, day.month)[1])


def month_of(day: date) -> int:
    """Return the number of the month that a day lies in, counted from the year 0."""
    return day.year * 12 + day.month - 1


@lru_cache(1024)
def year_share(day: date) -> Fraction:
    """Return the part of its year that is over at the end of a day: 4/12 at the end of April."""
    return (months_at(day) - day.year * 12) / 12


def printed_points(share: Fraction, calendar: Fraction) -> Fraction:
    """Return percentage points ahead (positive) of the calendar, from both shares as printed with one decimal."""
    return Fraction(_tenths(share) - _tenths(calendar), 10)


def _tenths(share: Fraction) -> int:
    """Return a share in tenths of a per cent, halves away from zero as people round."""
    whole = (abs(share.numerator) * 2000 + share.denominator) // (2 * share.denominator)
    return -whole if share < 0 else whole
