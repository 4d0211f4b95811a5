"""The proof by a look at every choice within the gap: whether it pays, what is done before it, and when it ends."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from math import inf

from kaimen.solve.beside import Beside
from kaimen.solve.exhaust import Exhaust
from kaimen.solve.improve import Improver
from kaimen.solve.known import Known

_SOON = 0.1
"""The part of the seconds that moves may take before it."""

_MOST_CHOICES, _TOO_MANY_CHOICES, _FEW_CHOICES = 1e12, 1e15, 1e8
"""Every choice within the gap is looked at if these are no more; where they are not far more, moves come first."""

_MOVES, _MOVES_BEFORE, _SLICE, _MOST_FALSE = 1_000, 6_000, 100_000, 100


def is_proved(known: Known, improver: Improver, beside: Callable[[], Beside] | None) -> bool:
    """Look at every choice within the gap, where these are few; return whether the best is proved by it."""
    every = Exhaust(known.problem, known.prices, int(known.value()))
    soon = known.clock.seconds + _SOON * (known.stop.seconds - known.clock.seconds)
    while every.choices > _MOST_CHOICES:
        is_late = improver.moves >= _MOVES_BEFORE or known.clock.seconds >= soon
        if every.choices > _TOO_MANY_CHOICES or is_late or known.enough():
            return False
        improver.run(_MOVES)
        known.take_found()
        every = Exhaust(known.problem, known.prices, int(known.value()))
    other = beside() if beside is not None and every.choices > _FEW_CHOICES else None
    began, false = known.clock.seconds, 0
    left = inf if known.stop.is_work else known.stop.seconds - began
    with other or nullcontext():
        while not every.done and false < _MOST_FALSE and not known.enough():
            if not every.pays(known.clock.seconds - began, left):
                break
            chosen = every.step(max(int(known.value()), improver.found[0] if improver.found else 0), _SLICE)
            if chosen is not None and known.take(chosen):
                (other or improver).offer(chosen)
            elif chosen is not None:
                false += 1
    known.take_found()
    return every.done and known.value() >= every.best
