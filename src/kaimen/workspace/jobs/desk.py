"""What a calculation may do in the process of its job: see `kaimen.workspace.jobs.child`."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

_SOON = 0.5
"""Seconds that a step is given to end by itself after a cancel."""

Outcome = dict[str, Any]


class Desk:
    """What a calculation may do: say where it is, ask whether to stop, leave word of what to give if it must end."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._over = threading.Lock()
        self.so_far: Callable[[], Outcome | None] = dict
        """What to leave with: None to wait for the step to end, empty for nothing."""

    @property
    def asked(self) -> bool:
        """Whether it was asked to stop."""
        return self._asked.is_set()

    @staticmethod
    def say(**event: Any) -> None:
        """Print an event."""
        line = json.dumps({"event": "progress", **event}, ensure_ascii=False)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def end(self, outcome: Outcome) -> None:
        """Print the last event and leave, whoever comes first: the calculation or a cancel that it did not answer."""
        self._over.acquire()
        with suppress(OSError):
            self.say(**{"result": None, "findings": [], **outcome, "event": "end"})
        os._exit(0)

    def listen(self) -> None:
        """Wait for a cancel or for the end of the one who asked."""
        for line in sys.stdin:
            if line.strip() == "cancel":
                self._asked.set()
                timer = threading.Timer(_SOON, self._leave)
                timer.daemon = True
                timer.start()
        os._exit(1)

    def _leave(self) -> None:
        outcome = self.so_far()
        while outcome is None:
            time.sleep(0.1)
            outcome = self.so_far()
        self.end(outcome)
