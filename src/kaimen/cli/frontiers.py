"""`frontier`: the most benefit for every amount of something else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.interrupt import interrupted
from kaimen.errors import Finding
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report import as_json as rows_json
from kaimen.report.spread import frontier_table
from kaimen.solve import NoPlan, max_gap, max_seconds, when
from kaimen.solve import solve as search
from kaimen.workspace.planning.frontiers import ENDINGS, frontier_of, measures_of, save_frontier


def frontier(
    question: workspace.Question,
    against: Sequence[str],
    count: int,
    seconds: float,
    output: Path | None,
    *,
    most: bool,
    as_json: bool,
) -> int:
    """Work out a frontier and print its plans."""
    if not against:
        return show.misuse("Say what benefit is held against: --against cost, --against land.", as_json=as_json)
    if has_other_ending(output, ENDINGS, as_json=as_json):
        return show.MISUSE
    weights, findings = measures_of(question, against)
    findings += workspace.check_output(output) if output is not None else []
    if findings:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    measure = " + ".join(name if weight == 1 else f"{float(weight):g} x {name}" for name, weight in weights.items())
    with interrupted() as asked:

        def answer(problem: Problem) -> Result | NoPlan:
            found: Result | NoPlan = search(problem, max_gap(1e-4) | max_seconds(seconds) | when(asked))
            return found

        points = frontier_of(question, weights, count, answer, most=most)
    if not points:
        show.tell([*question.findings, *_nothing(question, seconds)], as_json=as_json)
        return show.WRONG
    findings += save_frontier(output, question.problem.scenario, points, measure) if output is not None else []
    table = frontier_table(points, measure)
    if as_json:
        document = {"against": measure, "frontier": rows_json(table)}
        show.print_json({**document, "findings": show.findings_json(findings)})
    else:
        show.print_table(table)
        show.print_findings(findings)
        if output is not None and not findings:
            show.say(f"wrote {output}")
    return show.WRONG if findings else show.DONE


def _nothing(question: workspace.Question, seconds: float) -> Sequence[Finding]:
    found = search(question.problem, max_seconds(seconds))
    return found.findings if isinstance(found, NoPlan) else ()
