"""Run a sweep: samples into a journal, and again from where it stopped."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding, Place, has_errors
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.sweep_journal import Journal, head_line, parse_journal, sample_line
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.problem import Problem
from kaimen.report.spread import frequency_chart
from kaimen.report.sweep import frequency_table, sample_table, sweep_summary
from kaimen.sweep import Frequency, Sample, Spread, Task, ground_of, task_of
from kaimen.workers import Executor, NotStartedError, Stopped, WorkersLostError
from kaimen.workspace.files import read_bytes, write_bytes
from kaimen.workspace.planning.plans import versions
from kaimen.workspace.planning.questions import Question

Watch = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sweep:
    """A sweep's samples in order of their number, and the question as it stands solved in the same way."""

    task: Task
    planned: Sample
    samples: tuple[Sample, ...]
    wanted: int


def sweep_task(question: Question, spread: Spread, seed: int, work: int) -> Task:
    """Return the task of a sweep over a question."""
    return task_of(ground_of(question.library, question.scenario, question.problem), spread, seed, work)


def run_sweep(
    task: Task,
    samples: int,
    executor: Executor,
    journal: Path | None = None,
    stopped: Stopped = lambda: False,
    watch: Watch | None = None,
) -> tuple[Sweep | None, list[Finding]]:
    """Work out the samples 0 to `samples` - 1, those that the journal has already taken from it.

    The result depends on the task and the number of samples only: not on the executor, on how often the sweep was
    stopped and gone on with, or on workers that died.

    Returns:
        The sweep, with the samples that there are if it was stopped; None where the journal is of another sweep.
    """
    log, findings = _Log.opened(journal, task)
    if log is None or has_errors(findings):
        return None, findings
    known = {number: sample for number, sample in log.known.items() if 0 <= number < samples}
    planned = _planned(task, log)
    try:
        if -1 not in log.known:
            log.write(planned)
        missing = [number for number in range(samples) if number not in known]
        for sample in executor.run(task, missing, stopped):
            log.write(sample)
            known[sample.number] = sample
            if watch is not None:
                watch(len(known), samples)
    except OSError as error:
        findings.append(_unwritable(journal, error, len(known)))
    except WorkersLostError as error:
        fix = "See whether the machine has memory enough; fewer workers (--workers) take less."
        findings.append(Finding("E903", f"{error} {len(known)} of {samples} samples are there.", fix=fix))
    except NotStartedError as error:
        fix = "See whether the machine or the cluster (RAY_ADDRESS) can be reached; --executor processes needs neither."
        findings.append(Finding("E904", str(error), fix=fix))
    finally:
        log.close()
    ordered = tuple(known[number] for number in sorted(known))
    return Sweep(task, planned, ordered, samples), findings


def _planned(task: Task, log: _Log) -> Sample:
    return log.known.get(-1) or task(-1)


ENDINGS = (".csv", ".xlsx", ".json", ".svg", ".html")
"""What names of files a sweep is written to may end in."""


def save_sweep(path: Path, problem: Problem, sweep: Sweep, entries: Sequence[Frequency]) -> list[Finding]:
    """Write how often each project is chosen, in the form that the name's ending says; whole or not at all."""
    tables = (frequency_table(entries), sample_table(sweep.samples))
    if path.suffix.lower() == ".csv":
        return write_bytes(path, table_csv(tables[0]))
    if path.suffix.lower() == ".xlsx":
        return write_bytes(path, tables_xlsx(tables))
    if path.suffix.lower() == ".svg":
        return write_bytes(path, chart_svg(frequency_chart(entries)))
    if path.suffix.lower() == ".html":
        title = f"{problem.scenario}: how often each project is chosen"
        return write_bytes(path, chart_html(title, frequency_chart(entries), tables[:1]))
    summary = {"scenario": problem.scenario, **sweep_summary(sweep.wanted, sweep.samples, entries)}
    return write_bytes(path, tables_json(summary, tables))


class _Log:
    """A journal open for appending; without a path it forgets."""

    def __init__(self, path: Path | None, head: str, journal: Journal) -> None:
        self.head, self.known = head, journal.samples
        self._file: int | None = None
        if path is None:
            return
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        os.ftruncate(self._file, journal.length)  # a line that was cut off is written again as a whole
        os.lseek(self._file, 0, os.SEEK_END)
        if not journal.length:
            self._append(head)

    @classmethod
    def opened(cls, path: Path | None, task: Task) -> tuple[_Log | None, list[Finding]]:
        """Return the log of a task over what a journal has, or None where it cannot be gone on with."""
        head = head_line(task, versions())
        if path is None:
            return cls(None, head, Journal({}, 0)), []
        content, findings = read_bytes(path) if os.path.exists(path) else (b"", [])
        journal, found = parse_journal(content, head, path.name) if not findings else (None, [])
        findings += found
        if journal is None:
            return None, findings
        try:
            return cls(path, head, journal), findings
        except OSError as error:
            return None, [*findings, _unwritable(path, error, len(journal.samples))]

    def write(self, sample: Sample) -> None:
        """Append a sample; a line is whole or taken back."""
        if self._file is not None:
            self._append(sample_line(sample, self.head))

    def _append(self, line: str) -> None:
        if self._file is None:
            return
        content, end = line.encode(), os.lseek(self._file, 0, os.SEEK_END)
        try:
            while content:
                content = content[os.write(self._file, content) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._file, end)
            raise

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)


def _unwritable(path: Path | None, error: OSError, kept: int) -> Finding:
    what = f"The journal cannot be written: {error.strerror or 'unknown reason'}. {kept} samples are kept."
    fix = "Make room or choose another folder, and give the same command again: it goes on from there."
    return Finding("E105", what, Place(str(path)), fix=fix)
