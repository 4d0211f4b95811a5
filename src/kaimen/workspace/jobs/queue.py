"""Jobs: calculations in processes of their own, that can be watched, cancelled and looked at again later.

A job is one process of `kaimen.workspace.jobs.child`, niced and with one thread, that is given its request on standard
input, prints an event a line, and is told to stop by a further line; when the pipe closes because this process is gone
it ends by itself. Each state is written to `jobs/ID.json` before anybody is told, so that a page finds it again.

    waiting -> running -> done | failed
                       -> stopping -> cancelled (the best so far is kept where there is one) | failed
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from kaimen.errors import Finding
from kaimen.workspace.files import make_folder, write_bytes

COMMAND = (sys.executable, "-P", "-m", "kaimen.workspace.jobs.child")
_MOST_STEPS = 400
"""Steps of progress that are kept for the chart; every second one is dropped when there are more."""

_KEPT = 200
"""Jobs whose files are kept."""

_PATIENCE = 5.0
"""Seconds after a cancel until a child that does not answer is ended."""

Json = Mapping[str, Any]


class State(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self in (State.DONE, State.CANCELLED, State.FAILED)


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Attributes:
        id: its name.
        kind: one of `kaimen.workspace.jobs.kinds.KINDS`.
        request: what was asked, as the child reads it.
        state: where it is.
        steps: progress: seconds, benefit, bound and gap (None where not known), or what is being done in `doing`.
        result: what came out; None while it runs, and where it failed.
        findings: what went wrong, as JSON.
        author: who asked for it.
        version: grows with every change, so that a page sees whether there is something new.
    """

    id: str
    kind: str
    request: Json
    state: State = State.WAITING
    steps: tuple[Json, ...] = ()
    result: Json | None = None
    findings: tuple[Json, ...] = ()
    author: str = ""
    version: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        names = ("id", "kind", "request", "state", "steps", "result", "findings", "author", "version")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class _Running:
    process: subprocess.Popen[bytes]
    ended: threading.Event = field(default_factory=threading.Event)


class Jobs:
    """The jobs of one workspace; safe to be asked from several threads. `close` it when done.

    `ended` is told of each job that is over, in a thread of its own.
    """

    def __init__(
        self,
        folder: Path,
        at_once: int = 1,
        command: Sequence[str] = COMMAND,
        ended: Callable[[Job], None] | None = None,
    ) -> None:
        self.folder, self.at_once, self.command, self._ended = folder, at_once, tuple(command), ended
        self._lock = threading.RLock()
        self._running: dict[str, _Running] = {}
        self._closed = False
        self._jobs: dict[str, Job] = _kept(folder)
        for job in list(self._jobs.values()):
            if not job.state.is_over:
                self._put(replace(job, state=State.FAILED, findings=(_json(_lost("the workbench ended")),)))

    def begin(self, kind: str, request: Json, author: str = "") -> Job:
        """Take a job in; it runs as soon as there is room. The same question that is under way is not asked twice."""
        with self._lock:
            for job in self._jobs.values():
                if (job.kind, job.request) == (kind, request) and not job.state.is_over:
                    return job
            number = max((int(name) for name in self._jobs), default=0) + 1
            job = self._put(Job(f"{number:06d}", kind, request, author=author))
            self._forget()
            self._start_next()
            return self._jobs[job.id]

    def job(self, name: str) -> Job | None:
        """Return a job as it is now."""
        return self._jobs.get(name)

    def all(self) -> list[Job]:
        """Return all jobs, the last first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: job.id, reverse=True)

    def answer_to(self, kind: str, request: Json) -> Job | None:
        """Return the last job of that very question that is under way or done."""
        fit = (State.DONE, State.RUNNING, State.WAITING, State.STOPPING)
        return next((j for j in self.all() if (j.kind, j.request) == (kind, request) and j.state in fit), None)

    def cancel(self, name: str) -> Job | None:
        """Ask a job to stop; what it has found so far is kept. One that waits is cancelled at once."""
        with self._lock:
            job = self._jobs.get(name)
            if job is None or job.state.is_over or job.state is State.STOPPING:
                return job
            if job.state is State.WAITING:
                return self._put(replace(job, state=State.CANCELLED))
            job = self._put(replace(job, state=State.STOPPING))
            running = self._running[name]
        _tell(running.process, b"cancel\n")
        threading.Thread(target=_impatient, args=(running, _PATIENCE), daemon=True).start()
        return job

    def wait(self, name: str, seconds: float) -> Job | None:
        """Return a job when it is over, or as it is after so many seconds."""
        running = self._running.get(name)
        if running is not None:
            running.ended.wait(seconds)
        return self._jobs.get(name)

    def close(self) -> None:
        """End all processes; their jobs have failed."""
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        for one in running:
            one.process.kill()
        for one in running:
            one.ended.wait(5)

    # --- below: called with the lock, or from the thread of one job ---

    def _put(self, job: Job) -> Job:
        with self._lock:
            job = replace(job, version=job.version + 1)
            self._write(job)
            self._jobs[job.id] = job
            return job

    def _write(self, job: Job) -> None:
        text = json.dumps(job.as_json(), ensure_ascii=False)
        if not make_folder(self.folder):
            write_bytes(self.folder / f"{job.id}.json", text.encode())

    def _forget(self) -> None:
        for name in sorted(self._jobs)[:-_KEPT]:
            if self._jobs[name].state.is_over:
                del self._jobs[name]
                (self.folder / f"{name}.json").unlink(missing_ok=True)

    def _start_next(self) -> None:
        with self._lock:
            for name in sorted(self._jobs):
                if self._closed or len(self._running) >= self.at_once:
                    return
                if self._jobs[name].state is State.WAITING:
                    self._start(self._jobs[name])

    def _start(self, job: Job) -> None:
        try:
            process = _process(self.command)
        except OSError as error:
            self._put(replace(job, state=State.FAILED, findings=(_json(_lost(str(error.strerror))),)))
            return
        self._put(replace(job, state=State.RUNNING))
        self._running[job.id] = running = _Running(process)
        request = {**job.request, "kind": job.kind}
        _tell(process, json.dumps(request).encode() + b"\n")
        threading.Thread(target=self._follow, args=(job.id, running), daemon=True).start()

    def _follow(self, name: str, running: _Running) -> None:
        """Read a child's events until it ends; then let the next one begin."""
        end: Json | None = None
        with suppress(OSError), running.process as process:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            for line in process.stdout:
                event = _event(line)
                if event.get("event") == "end":
                    end = event
                elif event:
                    self._take_step(name, event)
        code = running.process.wait()
        with self._lock:
            self._put(_ended(self._jobs[name], end, code))
            del self._running[name]
        running.ended.set()
        self._start_next()
        if self._ended is not None:
            self._ended(self._jobs[name])

    def _take_step(self, name: str, event: Json) -> None:
        with self._lock:
            job = self._jobs[name]
            steps = (*job.steps, {key: value for key, value in event.items() if key != "event"})
            if len(steps) > _MOST_STEPS:
                steps = (*steps[:-1:2], steps[-1])
            self._jobs[name] = replace(job, steps=steps, version=job.version + 1)


def _process(command: Sequence[str]) -> subprocess.Popen[bytes]:
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    return subprocess.Popen(  # noqa: S603 - our own module, and no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **threads, "PYTHONUTF8": "1"},
        start_new_session=os.name != "nt",  # Ctrl-C at the terminal ends the workbench, and with it the pipe
    )


def _tell(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except OSError:  # it has ended; whoever follows it sees that
        return


def _impatient(running: _Running, seconds: float) -> None:
    if not running.ended.wait(seconds):
        running.process.kill()


def _event(line: bytes) -> Json:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _ended(job: Job, end: Json | None, code: int) -> Job:
    if end is None and job.state is State.STOPPING:  # it did not answer the cancel and was ended
        return replace(job, state=State.CANCELLED)
    if end is None:
        why = f"its process was ended by signal {-code}" if code < 0 else f"its process ended with code {code}"
        return replace(job, state=State.FAILED, findings=(_json(_lost(why)),))
    findings, result = tuple(end.get("findings", ())), end.get("result")
    if job.state is State.STOPPING:
        return replace(job, state=State.CANCELLED, result=result, findings=findings)
    return replace(job, state=State.DONE if result is not None else State.FAILED, result=result, findings=findings)


def _lost(why: str) -> Finding:
    fix = "Nothing else was touched. Begin it again; if it ends so again, look for memory that is full."
    return Finding("E851", f"The calculation ended before its time: {why}.", fix=fix)


def _json(finding: Finding) -> Json:
    return finding_json(finding)


def finding_json(finding: Finding) -> dict[str, str]:
    """Return a finding as plain values."""
    names = ("what", "expected", "found", "fix")
    return {"code": finding.code, "place": str(finding.place), **{name: getattr(finding, name) for name in names}}


def _kept(folder: Path) -> dict[str, Job]:
    found = {}
    for path in sorted(folder.glob("[0-9]*.json")):
        try:
            body = json.loads(path.read_bytes())
            steps, findings = tuple(body["steps"]), tuple(body["findings"])
            job = Job(**{**body, "state": State(body["state"]), "steps": steps, "findings": findings})
            found[f"{int(job.id):06d}"] = job
        except (OSError, ValueError, TypeError, KeyError):  # a damaged file is no job; it is left where it lies
            continue
    return found
