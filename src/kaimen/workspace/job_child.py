"""The process of one job: a request on standard input, an event a line on standard output.

`python -m kaimen.workspace.job_child` reads one line of JSON and calculates. A further line `cancel` asks it to stop;
if the step it is in does not end soon, what was found so far is given at once and the process ends in its middle.
When standard input closes, whoever asked is gone, and so is the reason to go on.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
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


def main() -> None:
    """Calculate what standard input asks for."""
    if hasattr(os, "nice"):
        os.nice(10)
    request: Mapping[str, Any] = json.loads(sys.stdin.readline())
    desk = Desk()
    threading.Thread(target=desk.listen, daemon=True).start()
    from kaimen.workspace.job_kinds import KINDS  # noqa: PLC0415 - a cancel is heard while this is loaded

    desk.end(KINDS[request["kind"]](request, desk))


if __name__ == "__main__":
    main()
