"""Scales: from a value to a place on the drawing area, and the round values to write on an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

_LEAST = 1e-12
"""Values nearer to each other than this part of their size are one value."""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale: values `low` to `high` lie at places `start` to `end` (which may run backwards)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value; beyond the ends it goes on straight."""
        width = self.high - self.low
        return self.start if width == 0 else self.start + (value - self.low) / width * (self.end - self.start)

    def clipped(self, value: float) -> float:
        """Return the place of a value, or of the nearer end where it lies outside."""
        return self.at(min(max(value, self.low), self.high))


@dataclass(frozen=True, slots=True)
class Bands:
    """Equal bands from `start` to `end`, with `gap` (0 to 1) of each left free."""

    count: int
    start: float
    end: float
    gap: float = 0.25

    @property
    def step(self) -> float:
        """The distance from one band to the next."""
        return (self.end - self.start) / max(self.count, 1)

    @property
    def width(self) -> float:
        """The width of what is drawn in a band."""
        return self.step * (1 - self.gap)

    def at(self, number: int) -> float:
        """Return where the drawn part of a band begins; bands count from 0."""
        return self.start + self.step * (number + self.gap / 2)

    def middle(self, number: int) -> float:
        """Return the middle of a band."""
        return self.start + self.step * (number + 0.5)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return about so many round values that cover `low` to `high`, the first at or below, the last at or above."""
    if not (isfinite(low) and isfinite(high)) or high - low <= _LEAST * max(abs(low), abs(high), 1.0):
        return [low] if isfinite(low) else [0.0]
    rough = (high - low) / max(about, 1)
    unit = 10.0 ** floor(log10(rough))
    step = next(step * unit for step in _STEPS if step * unit >= rough * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, last + 1)]


def nice_scale(values: Sequence[float], start: float, end: float, about: int = 5) -> tuple[Scale, list[float]]:
    """Return a scale from 0 (or below) that holds the values, with its ticks."""
    marks = ticks(min(0.0, *values, 0.0), max(0.0, *values, 1e-12), about)
    return Scale(marks[0], marks[-1], start, end), marks
