"""Which of several ways to search comes next: the one that gained most in a second of late; each has its part."""

from __future__ import annotations

from collections.abc import Sequence

_MEMORY, LEAST = 0.8, 0.15
"""How much of what a way gained counts on a second later, and the part of the time that each has at least."""


class Turns:
    """The time that each way took and what it gained. Not safe for threads by itself."""

    def __init__(self, ways: int) -> None:
        self._spent, self._gained = [0.0] * ways, [0.0] * ways

    def next(self, possible: Sequence[int], least: float = LEAST) -> int:
        """Return one of the ways that are possible now; each has at least this part of the time."""
        whole = sum(self._spent[way] for way in possible)
        behind = [way for way in possible if self._spent[way] <= least * whole]
        return behind[0] if behind else max(possible, key=lambda way: self._gained[way])

    def note(self, way: int, seconds: float, gained: float) -> None:
        """Note a turn: how long it took and how much better the best became."""
        seconds = max(seconds, 1e-6)
        weight = _MEMORY ** min(seconds, 10.0)
        self._spent[way] += seconds
        self._gained[way] = weight * self._gained[way] + (1 - weight) * gained / seconds
