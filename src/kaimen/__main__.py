"""`python -m kaimen`, and the installed command."""

from __future__ import annotations

import gc
import os
import signal
from types import FrameType

_INTERRUPTED = 130
_WORD = b"Stopped by Ctrl-C.\n"


def main() -> None:
    """Run the command line; Ctrl-C while it starts or ends is a word and an exit code, not a traceback."""
    gc.set_threshold(100_000, 50, 100)  # most of what a command makes it keeps to its end: look for cycles seldom
    before = signal.signal(signal.SIGINT, _end)
    from kaimen.cli import main as run  # noqa: PLC0415 - imports take a moment, in which Ctrl-C may come

    signal.signal(signal.SIGINT, before)
    try:
        run()
    except SystemExit as end:
        if end.code == _INTERRUPTED:
            os.write(2, _WORD)
        raise
    except KeyboardInterrupt:  # while the commands are put together, before any of them runs
        _end(signal.SIGINT, None)
    finally:
        signal.signal(signal.SIGINT, _end)


def _end(_signal: int, _frame: FrameType | None) -> None:
    os.write(2, _WORD)
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
