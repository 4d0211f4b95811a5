"""An audit of a plan with its inputs: firms, an office's list of decisions, waivers, and prices by solving again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from kaimen.audit import (
    ATTRIBUTES,
    Effect,
    Preference,
    Rederived,
    decided_cases,
    effects,
    plan_cases,
    preferences,
    rederive,
    waivers,
)
from kaimen.errors import Finding
from kaimen.explain.wish import Again, Work
from kaimen.firms import Firm
from kaimen.formats.decision_table import parse_decisions
from kaimen.formats.firm_table import parse_firms
from kaimen.portfolio import Result
from kaimen.problem import AT_LEAST, AT_MOST, Problem
from kaimen.problem.changes import with_limit
from kaimen.workspace.files import read_bytes
from kaimen.workspace.plans import Plan


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found; `waivers` are projects that a person's decision keeps out, with author, reason and price."""

    rederived: Rederived
    preferences: tuple[Preference, ...]
    effects: tuple[Effect, ...]
    waivers: tuple[tuple[str, str, str, str], ...]
    cases: int
    of_plan: bool


def audit_plan(
    plan: Plan, result: Result, firms: Path | None, decisions: Path | None, nodes: int | None
) -> tuple[Audit, list[Finding]]:
    """Audit a plan, or with `decisions` what an office decided beside it; `nodes` is the work of solving again."""
    question, problem = plan.question, plan.question.problem
    rederived = rederive(problem, result)
    owners, findings = _firms(firms)
    if decisions is not None:
        content, faults = read_bytes(decisions)
        decided, found = parse_decisions(content, decisions.name) if not faults else ((), [])
        findings += [*faults, *found]
        cases, outcomes = decided_cases(decided, question.library, rederived, owners)
    else:
        cases, outcomes = plan_cases(problem, result, question.library, rederived, owners)
    declared = preferences(question.scenario, problem, result)
    if nodes is not None:
        again = Again(problem, result, Work(nodes=nodes))
        declared = [_found_again(again, entry) for entry in declared]
    found_effects = tuple(effects(cases, ATTRIBUTES, outcomes)) if cases else ()
    return Audit(
        rederived, tuple(declared), found_effects, tuple(_waived(problem)), len(cases), decisions is None
    ), findings


def _firms(path: Path | None) -> tuple[Sequence[Firm], list[Finding]]:
    if path is None:
        return (), []
    content, findings = read_bytes(path)
    return ((), findings) if findings else parse_firms(content, path.name)


def _waived(problem: Problem) -> list[tuple[str, str, str, str]]:
    return [(project, author, reason, "") for project, author, reason in waivers(problem)]


def _found_again(again: Again, entry: Preference) -> Preference:
    """Return a preference with what a plan without its rows was found to bring more, solved near the plan."""
    problem = again.problem
    rows = [n for n, row in enumerate(problem.rules) if row.name == entry.name and row.kind == entry.kind]
    if not rows or any(problem.rules[row].sense not in (AT_MOST, AT_LEAST) for row in rows):
        return entry
    changed = problem
    for row in rows:
        terms = problem.rule_terms
        reach = int(np.abs(terms.amount[terms.row == row]).sum()) + abs(int(problem.rule_side[row])) + 1
        changed = with_limit(changed, "rule", row, reach * problem.rules[row].sense)
    pair = again.pair(changed, (), [("rule", row) for row in rows], fill=True)
    if pair.changed is None:
        return entry
    return replace(entry, at_least=max(Fraction(0), pair.changed.benefit - pair.base.benefit))
