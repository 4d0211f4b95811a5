"""Group commit: one thread takes what has gathered and commits it together, so that many writers share one sync."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Told = TypeVar("Told")

_MOST = 512
"""Changes in one transaction, so that no writer waits long for the others."""


class Writer(Generic[Asked, Told]):
    """Runs `commit` over batches in a thread of its own; each future ends when its batch is on the disk."""

    def __init__(self, commit: Callable[[Sequence[Asked]], list[Told]]) -> None:
        self._commit = commit
        self._waiting: queue.SimpleQueue[tuple[Asked, Future[Told]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False

    def submit(self, asked: Asked) -> Future[Told]:
        """Hand over something to commit.

        Raises:
            RuntimeError: the writer is closed.
        """
        future: Future[Told] = Future()
        with self._starting:
            if self._closed:
                raise RuntimeError("the store is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
                self._thread.start()
            self._waiting.put((asked, future))
        return future

    def close(self) -> None:
        """Commit what is waiting and stop."""
        with self._starting:
            self._closed = True
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        ended = False
        while not ended:
            first = self._waiting.get()
            batch = [] if first is None else [first]
            ended = first is None
            while not ended and len(batch) < _MOST and not self._waiting.empty():
                more = self._waiting.get()
                if more is None:
                    ended = True
                else:
                    batch.append(more)
            if batch:
                self._answer(batch)

    def _answer(self, batch: Sequence[tuple[Asked, Future[Told]]]) -> None:
        try:
            told = self._commit([asked for asked, _ in batch])
        except BaseException as error:  # noqa: BLE001 - whoever waits must learn of it, and the writer goes on
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), answer in zip(batch, told, strict=True):
            future.set_result(answer)
