"""An audit of a plan with its inputs: firms, an office's list of decisions, waivers, and prices by solving again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen.audit import (
    ATTRIBUTES,
    Effect,
    Preference,
    Rederived,
    check_decisions,
    decided_cases,
    effects,
    plan_cases,
    preferences,
    priced,
    rederive,
    waiver_words,
    waivers,
)
from kaimen.errors import Finding
from kaimen.firms import Firm
from kaimen.formats.decision_table import parse_decisions
from kaimen.formats.firm_table import parse_firms
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.solve import max_nodes
from kaimen.workspace.files import read_bytes
from kaimen.workspace.planning.plans import Plan


@dataclass(frozen=True, slots=True)
class Waived:
    """A project that a person's decision keeps out: who and why; what the plan loses by that decision, as found."""

    project: str
    author: str
    reason: str
    at_least: Fraction | None
    at_most: Fraction | None


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found; `waivers` are projects that a person's decision keeps out."""

    rederived: Rederived
    preferences: tuple[Preference, ...]
    effects: tuple[Effect, ...]
    waivers: tuple[Waived, ...]
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
        findings += [*faults, *found, *check_decisions(decided, rederived)]
        cases, outcomes = decided_cases(decided, question.library, rederived, owners)
    else:
        cases, outcomes = plan_cases(problem, result, question.library, rederived, owners)
    stop = None if nodes is None else max_nodes(nodes)
    declared = priced(question.library, preferences(question.scenario), problem, result, stop)
    found_effects = tuple(effects(cases, ATTRIBUTES, outcomes)) if cases else ()
    return Audit(
        rederived, tuple(declared), found_effects, tuple(waived(problem, declared)), len(cases), decisions is None
    ), findings


def _firms(path: Path | None) -> tuple[Sequence[Firm], list[Finding]]:
    if path is None:
        return (), []
    content, findings = read_bytes(path)
    return ((), findings) if findings else parse_firms(content, path.name)


def waived(problem: Problem, declared: Sequence[Preference]) -> Iterator[Waived]:
    """Yield the projects that a person's decision keeps out, each with its price where it was worked out."""
    prices = {entry.cites: entry for entry in declared if entry.kind == "waiver"}
    for project, author, reason in waivers(problem):
        entry = prices.get(waiver_words(author, reason))
        yield Waived(project, author, reason, entry.at_least if entry else None, entry.at_most if entry else None)
