"""Where samples are worked out: here, in processes of this machine, or in a Ray cluster.

All have one interface: `run` yields samples as they come, in any order. A sample is a function of the
task and its number, so a worker that dies costs time and nothing else: its samples are worked out
again by another.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.context
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Protocol

from kaimen.errors import KaimenError
from kaimen.sweep import Sample, Task

Stopped = Callable[[], bool]

_MOST_DEATHS = 20
"""How often workers may die in a row without one sample in between before the sweep gives up."""

_QUEUED = 2
"""Samples handed out at a time for each worker: enough that none waits, few enough to stop soon."""


class WorkersLostError(KaimenError):
    """Workers die faster than they work."""


class NotStartedError(KaimenError):
    """Workers do not start."""


class Executor(Protocol):
    """Works out samples."""

    def run(self, task: Task, numbers: Sequence[int], stopped: Stopped) -> Iterator[Sample]:
        """Yield the samples of the numbers, in any order, until there are none left or `stopped` says so.

        Raises:
            WorkersLostError: the workers die again and again.
        """
        ...


class Here:
    """Works out one sample after the other in this process."""

    def run(self, task: Task, numbers: Sequence[int], stopped: Stopped) -> Iterator[Sample]:
        """Yield the samples in order."""
        for number in numbers:
            if stopped():
                return
            yield task(number)


class Processes:
    """Works out samples in processes of this machine, started afresh so that they share nothing."""

    def __init__(self, workers: int) -> None:
        self.workers = max(1, workers)

    def run(self, task: Task, numbers: Sequence[int], stopped: Stopped) -> Iterator[Sample]:
        """Yield the samples as they come; workers that die are replaced, and their samples worked out again."""
        left = deque(numbers)
        deaths = 0
        while left and not stopped():
            pending: dict[Future[Sample], int] = {}
            try:
                with self._pool(task) as pool:
                    for sample in self._in_pool(pool, left, pending, stopped):
                        deaths = 0
                        yield sample
            except BrokenProcessPool:
                deaths += 1
                left.extendleft(sorted(pending.values(), reverse=True))
            if deaths > _MOST_DEATHS:
                raise WorkersLostError("The workers of the sweep die again and again.")

    @contextmanager
    def _pool(self, task: Task) -> Iterator[ProcessPoolExecutor]:
        context = _context()
        with _without_interrupts():
            pool = ProcessPoolExecutor(self.workers, context, initializer=_begin, initargs=(task,))
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _in_pool(
        self, pool: ProcessPoolExecutor, left: deque[int], pending: dict[Future[Sample], int], stopped: Stopped
    ) -> Iterator[Sample]:
        while pending or (left and not stopped()):
            with _without_interrupts():  # processes are started when there is work
                while left and len(pending) < _QUEUED * self.workers and not stopped():
                    number = left.popleft()
                    pending[pool.submit(_work, number)] = number
            done, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda future: pending[future]):
                sample = future.result()
                del pending[future]
                yield sample


class Ray:
    """Works out samples in a Ray cluster; Ray is imported when it is asked for."""

    def __init__(self, workers: int) -> None:
        self.workers = max(1, workers)

    @staticmethod
    def is_here() -> bool:
        """Return whether Ray is installed."""
        return find_spec("ray") is not None

    def run(self, task: Task, numbers: Sequence[int], stopped: Stopped) -> Iterator[Sample]:
        """Yield the samples as they come; Ray starts those of a worker that died again.

        Raises:
            NotStartedError: Ray does not start.
        """
        import ray  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - an extra, imported when used

        address = os.environ.get("RAY_ADDRESS")
        cores = None if address else self.workers
        try:
            ray.init(address, num_cpus=cores, log_to_driver=False, ignore_reinit_error=True)
        except Exception as error:  # what Ray raises when it cannot start has no type of its own
            raise NotStartedError(f"Ray did not start: {' '.join(str(error).split())}") from error
        try:
            shared, work = ray.put(task), ray.remote(max_retries=-1)(_of_task)
            left = deque(numbers)
            pending: list[Any] = []
            while pending or (left and not stopped()):
                while left and len(pending) < _QUEUED * self.workers and not stopped():
                    pending.append(work.remote(shared, left.popleft()))
                done, pending = ray.wait(pending)
                yield from ray.get(done)
        finally:
            ray.shutdown()


EXECUTORS: Mapping[str, Callable[[int], Executor]] = {"processes": Processes, "here": lambda _: Here(), "ray": Ray}
"""Executors by name, each made for a number of workers."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: from a server that has everything imported, or afresh where there is none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    # Workers share the processors: each calculating with all of them would only make them wait for each other.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    return context


_task: Task | None = None


def _begin(task: Task) -> None:
    global _task  # noqa: PLW0603 - a worker has one task, sent once and not with every sample
    _task = task


def _work(number: int) -> Sample:
    if _task is None:
        raise KaimenError("the worker was not given its task")
    return _task(number)


def _of_task(task: Any, number: int) -> Sample:
    sample: Sample = task(number)
    return sample


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back, so that processes started meanwhile never see one: what ends them is this process."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
