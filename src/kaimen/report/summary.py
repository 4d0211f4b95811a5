"""The head of a plan: what every command that shows a plan says first."""

from __future__ import annotations

from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.quantity import decimal_text


def plan_summary(problem: Problem, result: Result) -> dict[str, object]:
    """Return the plan's main figures; exact figures as text."""
    bounds = result.bounds
    solver_gap = result.solver_gap
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
        "solver_bound": None if bounds.solver is None else decimal_text(bounds.solver),
        "solver_gap": None if solver_gap is None else float(solver_gap),
    }
