"""What a job can calculate: plans, programmes, the price of a wish, a project's place, shadow prices, appeals, audits.

Each kind takes its request and a desk, and returns the result as plain values with its findings. A request names its
question by a plan file (`plan`) or a scenario file (`scenario`), perhaps with `words` of
`kaimen.workspace.planning.whatif`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from math import isfinite
from pathlib import Path
from typing import Any

from kaimen.audit import preferences, priced
from kaimen.errors import Finding, has_errors
from kaimen.explain.resolve import resolve
from kaimen.explain.shadow import shadow_prices
from kaimen.explain.wish import Work, price_of_wish
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report import as_json, plan_summary, shadow_table
from kaimen.report.outcomes import explanation_json, resolved_json, wish_json
from kaimen.solve import NoPlan, Progress, Stop, Warm, certify, kept, max_gap, max_seconds, when
from kaimen.solve import solve as search
from kaimen.workspace.business.policy_plans import kept_question
from kaimen.workspace.delivery.appeal_answers import decide_again
from kaimen.workspace.delivery.appeals import appeal_of
from kaimen.workspace.jobs.desk import Desk, Outcome
from kaimen.workspace.jobs.queue import finding_json
from kaimen.workspace.planning.plans import load_plan, save_plan
from kaimen.workspace.planning.questions import Question, load_question
from kaimen.workspace.planning.whatif import Words, changed_question

Request = Mapping[str, Any]

_EVERY = 0.25
"""Seconds between two steps of progress."""

NODES = 400
"""Nodes of each solve near a plan."""


def solve_job(request: Request, desk: Desk) -> Outcome:
    """Search for a plan and write it to `output`; `gap`, `seconds` and `leaves` say how far."""
    question, warm, findings = _question(request)
    return _searched(question, warm, findings, request, desk) if question is not None else _wrong(findings)


def enrol_job(request: Request, desk: Desk) -> Outcome:
    """Search for the plan of a programme or matching whose files lie in `folder`, and write it to `output`."""
    question, findings = kept_question(Path(request["folder"]))
    if question is None or has_errors(question.scenario_findings):
        return _wrong(findings or list(question.scenario_findings if question else ()))
    return _searched(question, None, findings, request, desk)


def _searched(question: Question, warm: Warm | None, findings: list[Finding], request: Request, desk: Desk) -> Outcome:
    problem, output = question.problem, Path(request["output"])
    asked: Stop = when(lambda: desk.asked) | max_seconds(float(request.get("seconds", 60)))
    if request.get("gap") is not None:
        asked = asked | max_gap(float(request["gap"]))
    watch = _Watch(desk, problem)

    def outcome(result: Result) -> Outcome:
        wrong = save_plan(output, question, result)
        name = {} if "folder" in request else {"plan": output.name.removesuffix(output.suffix)}
        done = None if wrong else {**name, **plan_summary(problem, result)}
        return {"result": done, "findings": [finding_json(f) for f in [*findings, *wrong]]}

    def so_far() -> Outcome:
        result = watch.result()
        return outcome(result) if result is not None else {}

    desk.so_far = so_far
    found = search(problem, asked, watch, warm=warm, threads=1)
    if isinstance(found, NoPlan):
        return _wrong([*findings, *found.findings])
    if request.get("leaves") and not desk.asked:
        before = replace(found, repeats=False)
        desk.so_far = lambda: outcome(before)
        desk.say(doing="certify")
        found = certify(problem, before, int(request["leaves"]), asked)
    return outcome(found)


def wish_job(request: Request, desk: Desk) -> Outcome:
    """Say what a plan loses with projects pinned in or excluded."""
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return _wrong(findings)
    problem, result = plan.question.problem, plan.verified.result
    pin, exclude = _once(request.get("pin", ())), _once(request.get("exclude", ()))
    without = sorted({*pin, *exclude} - set(problem.projects))
    if without:
        return _wrong([no_option(without[0])])
    desk.say(doing="wish")
    wish = price_of_wish(problem, result, pin, exclude, _work(desk))
    return {"result": wish_json(wish, result), "findings": []}


def why_job(request: Request, desk: Desk) -> Outcome:
    """Say what forcing a project in or out does, and what would admit it, each by solving again."""
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return _wrong(findings)
    problem, result, project = plan.question.problem, plan.verified.result, str(request["project"])
    if project not in problem.projects:
        return _wrong([no_option(project)])
    resolved = resolve(problem, result, project, _work(desk), lambda text: desk.say(doing=text))
    document = {**explanation_json(resolved.explanation), "resolved": resolved_json(resolved, result)}
    return {"result": document, "findings": []}


def prices_job(request: Request, desk: Desk) -> Outcome:
    """Say what one more and one less of the rows that weigh most bring, each by solving again."""
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return _wrong(findings)
    problem, result = plan.question.problem, plan.verified.result

    def say(done: int, rows: int, name: str) -> None:
        desk.say(doing=name, done=done, rows=rows)

    desk.so_far = lambda: None  # the rows that are done are worth waiting for
    most = int(request.get("rows", 12))
    shadows = shadow_prices(problem, result, most, replace(_work(desk), windows=2), say)
    return {"result": {"rows": as_json(shadow_table(shadows))}, "findings": []}


def appeal_job(request: Request, desk: Desk) -> Outcome:
    """Say what becomes of a plan's decision on a project with the facts of an appeal corrected."""
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return _wrong(findings)
    appeal = appeal_of(str(request["appeal"]), request["body"])
    decision, found = decide_again(plan, appeal, _work(desk), lambda text: desk.say(doing=text))
    if decision is None:
        return _wrong(found)
    return {"result": {**asdict(decision), "leaves": list(decision.leaves)}, "findings": []}


def audit_job(request: Request, desk: Desk) -> Outcome:
    """Say what a plan loses by each declared preference, by the price bound."""
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return _wrong(findings)
    question, declared = plan.question, preferences(plan.question.scenario)
    prices = []
    for done, entry in enumerate(declared):
        desk.say(doing=entry.name, done=done, rows=len(declared))
        found = priced(question.library, [entry], question.problem, plan.verified.result)
        prices.append([entry.kind, entry.name, None if found[0].at_most is None else str(found[0].at_most)])
    return {"result": {"prices": prices}, "findings": []}


KINDS: Mapping[str, Callable[[Request, Desk], Outcome]] = {
    "solve": solve_job,
    "enrol": enrol_job,
    "wish": wish_job,
    "why": why_job,
    "prices": prices_job,
    "appeal": appeal_job,
    "audit": audit_job,
}
"""Kinds of jobs by name."""


def no_option(project: str) -> Finding:
    """Return the finding for a project that solving again cannot bring in or put out."""
    what = f'Project "{project}" has no option in this plan, so that solving again cannot bring it in.'
    return Finding("E609", what, fix="Look at its reason.")


class _Watch:
    """Says where a search is, a few times a second, and keeps its last look."""

    def __init__(self, desk: Desk, problem: Problem) -> None:
        self.desk, self.problem = desk, problem
        self.last: Progress | None = None
        self.said = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take a look."""
        if progress.so_far is not None or self.last is None:
            self.last = progress
        now = time.monotonic()
        if now - self.said >= _EVERY:
            self.said = now
            values = {"benefit": progress.benefit, "bound": progress.bound, "gap": progress.gap}
            known = {name: value if isfinite(value) else None for name, value in values.items()}
            self.desk.say(seconds=round(progress.seconds, 1), **known)

    def result(self) -> Result | None:
        """Return the best so far, for a search that must be left at once."""
        return kept(self.problem, self.last) if self.last is not None else None


def _question(request: Request) -> tuple[Question | None, Warm | None, list[Finding]]:
    """Return the question with its words, what to begin from, and findings; None where it cannot be asked."""
    if "plan" not in request:
        given = {name: Path(request[name]) for name in ("library", "pledges") if name in request}
        question, findings = load_question(Path(request["scenario"]), overrides=request.get("overrides", ()), **given)
        if question is None or has_errors(question.scenario_findings):
            return None, None, list(question.findings) if question else findings
        return question, None, list(question.scenario_findings)
    plan, findings = load_plan(Path(request["plan"]))
    if plan is None or plan.verified.result is None:
        return None, None, findings or list(plan.verified.findings if plan else ())
    warm, words = Warm(plan.question.problem, plan.verified.result), Words(**request.get("words", {}))
    if words == Words():
        return plan.question, warm, []
    question, _, findings = changed_question(plan.question, words)
    if question is None or has_errors(question.scenario_findings):
        return None, None, findings or list(question.scenario_findings if question else ())
    return question, warm, []


def _work(desk: Desk) -> Work:
    return Work(NODES, stop=when(lambda: desk.asked))


def _once(projects: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(projects))


def _wrong(findings: Sequence[Finding]) -> Outcome:
    return {"result": None, "findings": [finding_json(finding) for finding in findings]}
