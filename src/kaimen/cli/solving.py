"""`solve` and `demo`: the only commands that search."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import isnan
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.asking import has_other_ending, share
from kaimen.cli.interrupt import interrupted
from kaimen.errors import has_errors
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report import as_json as table_json
from kaimen.report import counted, plan_summary, portfolio_table
from kaimen.solve import NEVER, NoPlan, Progress, Stop, certify, max_gap, max_seconds, when
from kaimen.solve import solve as search


def solve(
    path: Path,
    library: Path | None,
    mapping: Path | None,
    overrides: Sequence[str],
    gap: str | None,
    seconds: float,
    leaves: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> int:
    """Solve a scenario and print the plan's main figures."""
    wanted = share(gap) if gap is not None else None
    if gap is not None and wanted is None:
        return show.misuse(
            f'--gap takes a share such as "0.5 %" or 0.005, up to 100 %; "{gap}" is none.', as_json=as_json
        )
    if isnan(seconds):
        return show.misuse("--seconds takes a number of seconds, not nan.", as_json=as_json)
    if has_other_ending(output, (".json", ".kaimen"), as_json=as_json):
        return show.MISUSE
    unwritable = workspace.check_output(output) if output is not None else []
    if unwritable:
        show.tell(unwritable, as_json=as_json)
        return show.WRONG
    question, findings = workspace.load_question(path, library, mapping, overrides)
    if question is None or has_errors(question.scenario_findings):
        findings = list(question.findings) if question else findings
        show.tell(findings, as_json=as_json)
        return show.WRONG
    result = search_for(question.problem, wanted, seconds, as_json=as_json)
    if isinstance(result, NoPlan):
        show.tell([*question.findings, *result.findings], as_json=as_json)
        return show.WRONG
    if leaves is not None:
        result = certified(question.problem, result, leaves)
    findings = list(question.findings)
    findings += workspace.save_plan(output, question, result) if output else []
    if as_json:
        document = plan_summary(question.problem, result)
        document["findings"] = show.findings_json(findings)
        document["portfolio"] = table_json(portfolio_table(question.problem, result))
        show.print_json(document)
    else:
        show.print_plan(question.problem, result)
        show.print_findings(findings)
        if output and not any(finding.code == "E105" for finding in findings):
            show.say(f"wrote {output}")
    if has_errors(findings):
        return show.WRONG
    return show.STOPPED if wanted is not None and not _reached(result, wanted) else show.DONE


def _reached(result: Result, wanted: Fraction) -> bool:
    """Return whether one of the bounds proves a gap as small as wanted."""
    gaps = (result.price_gap, result.certified_gap, result.solver_gap)
    return any(gap is not None and gap <= wanted for gap in gaps)


def search_for(problem: Problem, gap: Fraction | None, seconds: float, *, as_json: bool) -> Result | NoPlan:
    """Search until the gap, the seconds or Ctrl-C, with lines of progress; say first how large the problem is."""
    if not as_json:
        rows = len(problem.quotas) + problem.fund_limit.size + len(problem.rules)
        head = " · ".join(
            (counted(len(problem.projects), "project"), counted(problem.option_count, "option"), counted(rows, "row"))
        )
        show.say(head + (f" · {len(problem.barred):,} cannot be chosen" if problem.barred else ""))
    stop: Stop = NEVER if gap is None else max_gap(float(gap))
    return watched(problem, stop | max_seconds(seconds))


def watched(problem: Problem, stop: Stop) -> Result | NoPlan:
    """Search with lines of progress; Ctrl-C keeps the best so far."""
    with interrupted() as asked:
        result = search(problem, stop | when(asked), _ProgressLines())
        was_asked = asked()
    if isinstance(result, NoPlan) or was_asked:
        return result
    return replace(result, repeats=result.repeats or stop.is_work)  # Ctrl-C could have ended it, and did not


def certified(problem: Problem, result: Result, leaves: int) -> Result:
    """Prove a certified bound of a result; Ctrl-C keeps the leaves so far."""
    with interrupted() as asked:
        proved = certify(problem, result, leaves, when(asked))
        return replace(proved, repeats=proved.repeats and not asked())


class _ProgressLines:
    """A line of progress a second at the most, on standard error, from the first second on."""

    def __init__(self) -> None:
        self.last = 0.0
        self.best = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Print where the search stands, if there is something new to say."""
        if progress.seconds < 1 or progress.seconds - self.last < 1:
            return
        if progress.benefit <= self.best and progress.seconds - self.last < 10:
            return
        self.last, self.best = progress.seconds, progress.benefit
        known = progress.gap < float("inf")
        gap = f"gap {progress.gap:.2%}".replace("%", " %") if known else "no plan yet"
        benefit = f"{progress.benefit:,.1f}" if known else "-"
        bound = f"{progress.bound:,.1f}" if progress.bound < float("inf") else "-"
        line = f"{progress.seconds:6.1f} s   benefit {benefit}   bound {bound}   {gap}   ^C keeps this"
        print(line, file=sys.stderr)
