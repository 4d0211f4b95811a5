"""Stop rules: callables that look at the progress of a search and say whether it is enough.

They combine: `max_gap(Fraction("0.005")) | max_seconds(60)` stops at whichever comes first.
Work (`max_moves`, `max_nodes`) repeats from run to run; seconds do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf, nan
from numbers import Rational
from typing import TYPE_CHECKING

from kaimen.errors import KaimenError

if TYPE_CHECKING:
    from kaimen.portfolio import PriceList
    from kaimen.problem import Ints


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a running search could be left with at once: the options of its best choice, and its price list."""

    chosen: Sequence[int] | Ints
    prices: PriceList


@dataclass(frozen=True, slots=True)
class Progress:
    """A look at a running search: seconds so far, nodes explored, best benefit, best bound (benefit units), moves made.

    The bound is the solver's, or the price bound where that is lower. `so_far` may lag behind the benefit, and is None
    while there is nothing; `kaimen.solve.kept` makes a result of it.
    """

    seconds: float
    nodes: int
    benefit: float = -inf
    bound: float = inf
    moves: int = 0
    so_far: SoFar | None = field(default=None, compare=False)

    @property
    def gap(self) -> float:
        """(bound - benefit) / max(|bound|, 1); infinite while either is missing."""
        known = -inf < self.benefit and self.bound < inf
        return (self.bound - self.benefit) / max(abs(self.bound), 1.0) if known else inf


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop rule. `is_work` is false where it depends on the clock, so that a run may not repeat.

    `seconds` and `moves` are when these alone stop the search, if they do.
    """

    met: Callable[[Progress], bool]
    is_work: bool = True
    seconds: float = inf
    moves: float = inf

    def __call__(self, progress: Progress) -> bool:
        """Return whether the search may end here."""
        return self.met(progress)

    def __or__(self, other: Stop) -> Stop:
        """Return the rule that stops when either does."""
        return Stop(
            lambda progress: self.met(progress) or other.met(progress),
            self.is_work and other.is_work,
            min(self.seconds, other.seconds),
            min(self.moves, other.moves),
        )

    def __and__(self, other: Stop) -> Stop:
        """Return the rule that stops when both do."""
        return Stop(
            lambda progress: self.met(progress) and other.met(progress),
            self.is_work and other.is_work,
            max(self.seconds, other.seconds),
            max(self.moves, other.moves),
        )


NEVER = Stop(lambda _: False)
"""Go on until the best is proved."""


def _least_zero(rule: str, number: object) -> float:
    """Return a number of at least zero as a float.

    Raises:
        KaimenError: it is no number, or below zero.
    """
    value = float(number) if isinstance(number, Rational | Decimal | float) else nan
    if isinstance(number, bool) or not value >= 0:
        raise KaimenError(f"{rule} takes a number of at least 0, not {number!r}.")
    return value


def max_gap(fraction: float) -> Stop:
    """Stop when the gap to the best bound is at most `fraction` (0.005 is 0.5 %)."""
    most = _least_zero("max_gap", fraction)
    return Stop(lambda progress: progress.gap <= most)


def max_seconds(seconds: float) -> Stop:
    """Stop after so many seconds of search."""
    _least_zero("max_seconds", seconds)
    return Stop(lambda progress: progress.seconds >= seconds, is_work=False, seconds=seconds)


def max_nodes(nodes: int) -> Stop:
    """Stop after so many nodes of the search tree."""
    _least_zero("max_nodes", nodes)
    return Stop(lambda progress: progress.nodes >= nodes)


def max_moves(moves: int) -> Stop:
    """Stop after so many moves of the local search."""
    _least_zero("max_moves", moves)
    return Stop(lambda progress: progress.moves >= moves, moves=moves)


def when(asked: Callable[[], bool]) -> Stop:
    """Stop when `asked()` turns true, for instance after Ctrl-C."""
    return Stop(lambda _: asked(), is_work=False)
