"""A preview: what a plan becomes when a planner moves a limit or makes a wish, at once and with its bound.

Limits and wishes are set in the compiled question, which leaves everything else as it is; a change of weights or of an
appraisal compiles the question anew and takes longer. Either way the answer is judged by `check` and `bound`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kaimen.errors import Finding, has_errors
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.problem.build import LARGEST
from kaimen.problem.changes import forced_in, forced_out
from kaimen.quantity import parse_amount, parse_number
from kaimen.solve import NoPlan, Warm, reprice
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.planning.whatif import Words, changed_question, patch_of

MOVES = 300
"""Moves that a preview improves the earlier plan by: work, not seconds, so that it repeats."""

LOOKS = 1
"""Linear programs that a preview solves: one, whose prices give a valid bound whatever they leave out."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change does at first sight: the changed problem and its result, None where nothing could be mended.

    `problem` equals the compiled question with the change but for the scale in which amounts are counted.
    """

    problem: Problem
    result: Result | None
    findings: tuple[Finding, ...] = ()


def preview(question: Question, result: Result, words: Words) -> tuple[Preview | None, list[Finding]]:
    """Return what a plan becomes with a change, quickly; None where the words cannot be used."""
    problem, findings = changed_problem(question, words)
    if problem is None:
        return None, findings
    found = reprice(problem, Warm(question.problem, result), MOVES, LOOKS)
    if isinstance(found, NoPlan):
        return Preview(problem, None, found.findings), []
    return Preview(problem, found), []


def changed_problem(question: Question, words: Words) -> tuple[Problem | None, list[Finding]]:
    """Return the compiled question with a change, set in place where only limits and wishes change."""
    table, wishes, findings = patch_of(question, words)
    if findings:
        return None, findings
    changed = _with_limits(question, table)
    if changed is not None:
        return _with_wishes(changed, wishes), []
    new, _, findings = changed_question(question, words)
    if new is None or has_errors(new.scenario_findings):
        return None, findings or [finding for finding in new.scenario_findings if finding.is_error] if new else findings
    return new.problem, []


_Limits = dict[str, list[tuple[Any, int]]]


def _with_limits(question: Question, table: Mapping[str, Any]) -> Problem | None:
    """Return the problem with other limits; None where something else changes, or they cannot be counted as it is."""
    problem = question.problem
    setters = {"quota": _quota_limits, "pool": _quota_limits, "fund": _fund_limits, "rule": _rule_sides}
    moved: _Limits = {"limit": [], "fund_limit": [], "rule_side": []}
    for kind, entries in table.items():
        if kind not in setters:
            return None
        for name, change in entries.items():
            if not setters[kind](problem, name, change, moved):
                return None
    parts = {}
    for field, changes in moved.items():
        if changes:
            parts[field] = getattr(problem, field).copy()
            for at, value in changes:
                parts[field][at] = value
            parts[field].setflags(write=False)
    return replace(problem, **parts)


def _quota_limits(problem: Problem, name: str, change: Mapping[str, Any], moved: _Limits) -> bool:
    amounts = change.get("amount", {})
    for at, row in enumerate(problem.quotas):
        if row.name == name and row.period in amounts:
            value = _counted(amounts[row.period], row.unit, row.scale)
            if value is None:
                return False
            moved["limit"].append((at, value))
    return set(change) == {"amount"}


def _fund_limits(problem: Problem, name: str, change: Mapping[str, Any], moved: _Limits) -> bool:
    names = [fund.name for fund in problem.funds]
    if name not in names or set(change) != {"amount"}:
        return False
    for label, text in change["amount"].items():
        value = _counted(text, problem.money_unit, problem.money_scale)
        if value is None or label not in problem.periods:
            return False
        moved["fund_limit"].append(((names.index(name), problem.periods.index(label)), value))
    return True


def _rule_sides(problem: Problem, name: str, change: Mapping[str, Any], moved: _Limits) -> bool:
    rows = [at for at, row in enumerate(problem.rules) if row.name == name]
    if set(change) != {"count"} or len(rows) != 1:
        return False
    moved["rule_side"].append((rows[0], int(change["count"]) * problem.rules[rows[0]].scale))
    return True


def _counted(text: str, unit: Any, scale: int) -> int | None:
    """Return an amount in scaled integers; None where the scale is too coarse or the amount too large for it."""
    amount, _ = parse_amount(text, {str(unit).casefold(): unit})
    if amount is None or amount.unit.dimension != unit.dimension:
        number = parse_number(text)
        value = None if number is None else Fraction(number)
    else:
        value = amount.measured_in(unit)
    if value is None or (value * scale).denominator != 1 or value * scale >= LARGEST // 8:
        return None
    return int(value * scale)


def _with_wishes(problem: Problem, wishes: list[dict[str, Any]]) -> Problem:
    index = {project: number for number, project in enumerate(problem.projects)}
    for wish in wishes:
        for project in wish["projects"]:
            if project in index:
                force = forced_in if wish["kind"] == "must_select" else forced_out
                problem = force(problem, list(problem.options_of(index[project])), wish["name"])
            elif wish["kind"] == "must_select":  # it has no option, so that nothing can fulfil the wish
                problem = forced_in(problem, [], wish["name"])
    return problem
