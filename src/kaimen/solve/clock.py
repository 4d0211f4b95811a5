"""The one place where the search sees a clock: seconds only ever end it early, and then the result says so."""

from __future__ import annotations

from time import perf_counter, sleep


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._began = perf_counter()

    @property
    def seconds(self) -> float:
        """Seconds so far."""
        return perf_counter() - self._began

    @staticmethod
    def rest() -> None:
        """Let another thread come first for a moment."""
        sleep(0.002)
