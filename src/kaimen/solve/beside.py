"""Moves on a second processor while the exact solver proves: each gives the other what it finds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from kaimen.solve.clock import Clock
from kaimen.solve.turns import LEAST, Turns

if TYPE_CHECKING:
    from kaimen.solve.improve import Improver  # small problems need no compiled loops

_MOVES = 2000
_LEAST = {1: 1.0, 2: 0.4}
"""The part of the time that each has at least, by how many searches there are, where these are few."""

_BEFORE = 1.0
"""Seconds of the others before rounds begin."""


More = Callable[[list[int]], list[int] | None]
New = Callable[[int], list[int] | None]
Rounds = Callable[["Beside"], bool]


class Beside:
    """Runs an improver in a thread of its own for as long as the `with` block lasts.

    Another search, `more`, takes the best choice so far and returns a better one or None; a third one, `anew`, takes
    the scaled benefit to beat. That one comes next that gained most in a second of late, but each has its part of the
    time; while none gains, the one that begins anew comes next. `rounds`, which returns whether it goes on, has half of
    the time while it does.
    """

    def __init__(
        self, improver: Improver, more: More | None = None, anew: New | None = None, rounds: Rounds | None = None
    ) -> None:
        self.improver, self._more, self._anew, self._rounds = improver, more, anew, rounds
        ways = ((self._begin_anew, anew is not None), (self._move, True), (self._step, more is not None))
        self._ways = [way for way, is_there in ways if is_there]
        self._turns = Turns(len(self._ways))
        self._offered: list[list[int]] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._failure: BaseException | None = None

    def offer(self, chosen: Sequence[int]) -> None:
        """Hand over the options of a portfolio that the other side found."""
        with self._lock:
            self._offered = [list(chosen)]

    def best(self) -> tuple[int, list[int]] | None:
        """Return the scaled benefit and the options of the best portfolio so far."""
        return self.improver.found

    def __enter__(self) -> Beside:
        """Start."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End after the round that is running; a failure inside is raised here."""
        self._ended.set()
        self._thread.join()
        if self._failure is not None and error is None:
            raise self._failure

    @property
    def is_over(self) -> bool:
        """Whether the block is being left."""
        return self._ended.is_set()

    def _step(self) -> None:
        if self._more is None or self.improver.found is None or self.is_over:
            return
        better = self._more(self.improver.found[1])
        if better is not None:
            self.improver.offer(better)

    def _work(self) -> None:
        clock, in_rounds = Clock(), 0.0
        try:
            while not self._ended.is_set():
                with self._lock:
                    offered, self._offered = self._offered, []
                for chosen in offered:
                    self.improver.offer(chosen)
                if self.improver.found is None:
                    self._ended.wait(0.05)
                    continue
                began = clock.seconds
                if self._rounds is not None and began > _BEFORE and 2 * in_rounds <= began:
                    self._rounds = self._rounds if self._rounds(self) else None
                    in_rounds += clock.seconds - began
                    continue
                ways = len(self._ways)
                self._turn(self._turns.next(range(ways), _LEAST.get(ways, LEAST)), clock)
        except BaseException as failure:  # noqa: BLE001 - raised again where the block ends
            self._failure = failure

    def _move(self) -> None:
        self.improver.run(_MOVES)

    def _begin_anew(self) -> None:
        better = self._anew(self._value()) if self._anew is not None else None
        if better is not None:
            self.improver.offer(better)

    def _turn(self, number: int, clock: Clock) -> None:
        began, before = clock.seconds, self._value()
        self._ways[number]()
        self._turns.note(number, clock.seconds - began, self._value() - before)

    def _value(self) -> int:
        return self.improver.found[0] if self.improver.found is not None else 0
