"""`python -m kaimen`, and the installed command."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from types import FrameType

_INTERRUPTED = 130
_WRONG = 1
_UNWRITABLE = frozenset({errno.EPIPE, errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})
"""What standard output may refuse with; files that cannot be written are findings."""

_WORD = b"Stopped by Ctrl-C.\n"


def main() -> None:
    """Run the command line; Ctrl-C while it starts or ends is a word and an exit code, not a traceback."""
    gc.set_threshold(100_000, 50, 100)  # most of what a command makes it keeps to its end: look for cycles seldom
    before = signal.signal(signal.SIGINT, _end)
    from kaimen.cli import main as run  # noqa: PLC0415 - imports take a moment, in which Ctrl-C may come

    signal.signal(signal.SIGINT, before)
    try:
        try:
            run()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # what cannot be written is told here, and not as the interpreter ends
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        if error.errno != errno.EPIPE:  # nobody reads on: nothing to say
            os.write(2, f"kaimen: the output cannot be written: {error.strerror}.\n".encode())
        os._exit(_WRONG)
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
