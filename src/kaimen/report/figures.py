"""Figures as people read them: thousands separated, decimals by size, never rounded to 0 or to 100 %."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor, log10


def figure(value: Fraction | int, places: int | None = None) -> str:
    """Return a figure with thousands separated.

    Args:
        value: the figure.
        places: decimals; None gives none to whole numbers and four significant digits below 100.
    """
    if places is None:
        places = 0 if Fraction(value).denominator == 1 else _places(abs(Fraction(value)))
    return _shown(Fraction(value), places)


def counted(number: int, word: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _shown(value: Fraction, places: int) -> str:
    text = f"{Decimal(round(value * 10**places)).scaleb(-places):,.{places}f}"
    return text.replace("-", "\u2212")


def _places(size: Fraction) -> int:
    if size == 0 or size >= 1000:
        return 1
    return min(9, max(1, 3 - floor(log10(float(size))))) if float(size) else 9


def percent(part: Fraction, places: int = 2) -> str:
    """Return a fraction in percent; what is not 0 is never shown as 0, what is not all never as 100."""
    shown = round(part * 100, places)
    step = Fraction(1, 10**places)
    if part > 0 and shown == 0:
        return f"< {_shown(step, places)} %"
    if 0 < part < 1 and shown == 100:
        shown = 100 - step
    return f"{_shown(shown, places)} %"
