"""The head of a plan: what every command that shows a plan says first."""

from __future__ import annotations

from kaimen.portfolio import Certificate, Result
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.report.figures import counted
from kaimen.scenario import Scenario, selected_by


def plan_summary(problem: Problem, result: Result) -> dict[str, object]:
    """Return the plan's main figures; exact figures as text."""
    bounds = result.bounds
    solver_gap, certified_gap = result.solver_gap, result.certified_gap
    return {
        "scenario": problem.scenario,
        "library": problem.library,
        "projects": len(problem.projects) + len(problem.barred),
        "selectable": len(problem.projects),
        "options": problem.option_count,
        "rows": len(problem.quotas) + problem.fund_limit.size + len(problem.rules),
        "chosen": len(result.portfolio.chosen),
        "status": str(result.status),
        "repeats": result.repeats,
        "benefit": decimal_text(result.benefit),
        "price_bound": decimal_text(bounds.price),
        "price_gap": float(result.price_gap),
        "certified_bound": None if bounds.certified is None else decimal_text(bounds.certified),
        "certified_gap": None if certified_gap is None else float(certified_gap),
        "cuts": None if result.certificate is None else len(result.certificate.cuts),
        "leaves": None if result.certificate is None else len(result.certificate.leaves),
        "solver_bound": None if bounds.solver is None else decimal_text(bounds.solver),
        "solver_gap": None if solver_gap is None else float(solver_gap),
    }


def fields_read(scenario: Scenario) -> dict[str, list[str]]:
    """Return the fields of projects that the scenario's funds and rules select by, each with the names that do.

    What no name stands for can make no difference: two projects that differ only there are treated alike.
    """
    found: dict[str, list[str]] = {}
    for entry in (*scenario.funds, *scenario.rules):
        for field in sorted(set(selected_by(entry))):
            found.setdefault(field, []).append(entry.name)
    for field in scenario.consider.where:
        found.setdefault(field, []).append("consider")
    return found


def witnesses(certificate: Certificate) -> str:
    """Return how many cuts and leaves a certificate has, in words."""
    leaves = len(certificate.leaves)
    return f"{counted(len(certificate.cuts), 'cut')} and {leaves:,} {'leaf' if leaves == 1 else 'leaves'}"
