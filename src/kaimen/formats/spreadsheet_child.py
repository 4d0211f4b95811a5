"""The process in which workbooks are read: forked ahead, kept for the next one, within limits of memory and time.

The reader of workbooks is compiled code that reserves what a workbook claims; where it cannot, the process ends. So the
reading is done where an end is a finding. The child ignores Ctrl-C and ends when its parent does.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

MEMORY, MEMORY_A_CELL, MEMORY_A_BYTE = 512 * 2**20, 256, 16
SECONDS, CELLS_A_SECOND = 10, 100_000
_KEPT = 10_000_000
"""Bytes of a workbook or its answer from which the child is not kept, so that its memory is free again."""


class Child:
    """A child that runs one function; threads take turns."""

    def __init__(self, read: Callable[[bytes], Any]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._pid, self._parent = 0, 0
        self._pipes: tuple[BinaryIO, BinaryIO] | None = None

    def ask(self, content: bytes, cells: int) -> Any:
        """Return what the function makes of a file.

        Raises:
            ValueError: the function raised, or the child was ended by its limits.
        """
        memory = MEMORY + MEMORY_A_CELL * cells + MEMORY_A_BYTE * len(content)
        seconds = SECONDS + cells // CELLS_A_SECOND
        with self._lock:
            pipes = self._pipes if self._parent == os.getpid() else None
            try:
                answer = self._exchange(pipes or self._start(), content, memory, seconds)
            except BaseException as error:
                self._end()
                if isinstance(error, (OSError, EOFError, struct.error)):
                    raise ValueError(f"reading it took more than {memory >> 20} MiB or {seconds} s") from error
                raise
            if len(content) + len(answer) > _KEPT:
                self._end()
        is_good, value = pickle.loads(answer)  # noqa: S301  from our own child
        if not is_good:
            raise ValueError(value)
        return value

    def close(self) -> None:
        """End the child; the next file starts another."""
        with self._lock:
            self._end()

    @staticmethod
    def _exchange(pipes: tuple[BinaryIO, BinaryIO], content: bytes, memory: int, seconds: int) -> bytes:
        ask, told = pipes
        ask.write(struct.pack("<QQQ", len(content), memory, seconds) + content)
        ask.flush()
        (size,) = struct.unpack("<Q", told.read(8))
        answer = told.read(size)
        if len(answer) < size:
            raise EOFError
        return answer

    def _start(self) -> tuple[BinaryIO, BinaryIO]:
        self._close_pipes()  # in a process that was forked, those of its parent
        asked, ask = os.pipe()
        told, tell = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child runs the reader, nothing else
            self._pid = os.fork()
        if self._pid == 0:
            os.close(ask)
            os.close(told)
            _serve(self._read, asked, tell)
        os.close(asked)
        os.close(tell)
        self._parent, self._pipes = os.getpid(), (os.fdopen(ask, "wb"), os.fdopen(told, "rb"))
        return self._pipes

    def _end(self) -> None:
        self._close_pipes()
        if self._parent == os.getpid():
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
        self._pid, self._parent = 0, 0

    def _close_pipes(self) -> None:
        for stream in self._pipes or ():
            with suppress(OSError):
                stream.close()
        self._pipes = None


def _serve(read: Callable[[bytes], Any], asked: int, tell: int) -> NoReturn:
    """Be the child: answer one file after another until the parent is gone."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the reader prints where memory ends
        with os.fdopen(asked, "rb") as questions, os.fdopen(tell, "wb") as answers:
            while len(head := questions.read(24)) == 24:
                size, memory, seconds = struct.unpack("<QQQ", head)
                content = questions.read(size)
                _limit(memory, seconds)
                answer = pickle.dumps(_answer(read, content), pickle.HIGHEST_PROTOCOL)
                signal.setitimer(signal.ITIMER_PROF, 0)
                answers.write(struct.pack("<Q", len(answer)) + answer)
                answers.flush()
    finally:
        os._exit(1)


def _limit(memory: int, seconds: int) -> None:
    import resource  # noqa: PLC0415 - not on Windows, where this is not run

    with open("/proc/self/statm", "rb") as stream:
        used = int(stream.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = used + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process


def _answer(read: Callable[[bytes], Any], content: bytes) -> tuple[bool, Any]:
    try:
        return True, read(content)
    except BaseException as error:  # noqa: BLE001  a panic inside the reader derives from BaseException
        return False, str(error) or type(error).__name__
