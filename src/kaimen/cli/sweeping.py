"""`sweep`: the same question many times over."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.asking import other_ending
from kaimen.cli.interrupt import interrupted
from kaimen.errors import Finding, has_errors
from kaimen.report import as_json as rows_json
from kaimen.report import counted
from kaimen.report.figures import percent
from kaimen.report.rows import Table, Value
from kaimen.report.sweep import frequency_table, sweep_summary
from kaimen.sweep import Frequency, Spread, frequencies, gaps_of
from kaimen.workers import EXECUTORS, Ray, cores
from kaimen.workspace.planning.sweeps import ENDINGS, Sweep, run_sweep, save_sweep, sweep_task
from kaimen.workspace.planning.words import spread_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sweep was asked for, as it was written."""

    samples: int
    seed: int
    work: int
    weights: str
    weight: Sequence[str]
    quota: Sequence[str]
    costs: bool
    workers: int
    executor: str
    journal: Path | None
    output: Path | None


def sweep(question: workspace.Question, wish: Wish, *, as_json: bool) -> int:
    """Run a sweep over a question and print how often each project is chosen."""
    wrong = _wrong(wish)
    if wrong:
        return show.misuse(wrong, as_json=as_json)
    spread, findings = spread_of(question.scenario, wish.weights, wish.weight, wish.quota, costs=wish.costs)
    for path in filter(None, (wish.output, wish.journal)):
        findings += workspace.check_output(path)
    if findings:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    if spread.is_empty:
        what = 'Nothing is varied. Say what: --weights "20 %", --quota "land=10 %", --costs.'
        return show.misuse(what, as_json=as_json)
    return _run(question, spread, wish, as_json=as_json)


def _wrong(wish: Wish) -> str:
    if wish.executor not in EXECUTORS:
        return f'--executor takes {", ".join(EXECUTORS)}; "{wish.executor}" is none of them.'
    if wish.executor == "ray" and not Ray.is_here():
        return "Ray is not installed here. Install it with: pip install 'kaimen[ray]'"
    return other_ending(wish.output, ENDINGS)


def _run(question: workspace.Question, spread: Spread, wish: Wish, *, as_json: bool) -> int:
    task = sweep_task(question, spread, wish.seed, wish.work)
    executor = EXECUTORS[wish.executor](wish.workers or cores())
    with interrupted() as asked:
        done, findings = run_sweep(task, wish.samples, executor, wish.journal, asked, _Progress())
    if done is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    entries = frequencies(question.problem, done.planned, done.samples)
    if wish.output is not None:
        findings += save_sweep(wish.output, question.problem, done, entries)
    if as_json:
        document = sweep_summary(done.wanted, done.samples, entries)
        document["findings"] = show.findings_json(findings)
        document["frequency"] = rows_json(frequency_table(entries))
        show.print_json(document)
    else:
        _show(done, entries, wish, findings)
    if has_errors(findings):
        return show.WRONG
    return show.DONE if len(done.samples) == done.wanted else show.STOPPED


def _show(done: Sweep, entries: Sequence[Frequency], wish: Wish, findings: Sequence[Finding]) -> None:
    summary = sweep_summary(done.wanted, done.samples, entries)
    show.say(f"{counted(len(done.samples), 'sample')} of {done.wanted:,}", "bold")
    if summary["without_plan"]:
        show.say(f"  in {summary['without_plan']} of them nothing fits, or nothing was found")
    gaps = gaps_of(done.samples)
    if gaps is not None:
        ends = f"nine of ten within {percent(gaps.ninth)}, all within {percent(gaps.largest)}"
        show.say(f"  price gap of the samples' plans: half within {percent(gaps.median)}, {ends}")
    show.say(f"  {summary['safe']} safe, {summary['borderline']} borderline, {summary['out']} out")
    show.say(
        f"  of the {summary['planned']} in the plan as it stands {summary['planned_borderline']} are borderline"
        f" and {summary['planned_out']} out"
    )
    show.print_table(_near_the_line(frequency_table(entries)), show.SCREEN)
    show.print_findings(findings)
    if wish.output is not None and not has_errors(findings):
        show.say(f"wrote {wish.output}")
    if len(done.samples) < done.wanted and wish.journal is not None:
        show.say(f"stopped; the same command goes on from {wish.journal}")


def _near_the_line(table: Table) -> Table:
    """Return the table with the projects first whose place is least certain."""
    at = [column.key for column in table.columns].index("frequency")

    def certain(row: tuple[Value, ...]) -> Fraction:
        share = row[at]
        return abs(2 * share - 1) if isinstance(share, Fraction) else Fraction(1)

    return Table(table.name, table.columns, tuple(sorted(table.rows, key=certain)))


class _Progress:
    """A line of progress every other second, on standard error, from the second second on."""

    def __init__(self) -> None:
        self.begun = self.last = time.monotonic()
        self.first: int | None = None

    def __call__(self, done: int, wanted: int) -> None:
        """Say how many samples are there and about how long the others take."""
        now = time.monotonic()
        self.first = done - 1 if self.first is None else self.first
        if now - self.last < 2:
            return
        self.last = now
        left = (now - self.begun) / max(done - self.first, 1) * (wanted - done)
        print(f"{done:,} of {wanted:,} samples, about {left:,.0f} s left   ^C keeps these", file=sys.stderr)
