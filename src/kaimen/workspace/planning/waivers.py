"""What a plan loses by a waiver, by solving again near it without the project."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.explain.wish import price_of_wish
from kaimen.workspace.files import read_bytes
from kaimen.workspace.planning.plans import load_plan
from kaimen.workspace.record.office import Price


def price_of_waiver(path: Path, project: str) -> tuple[Price | None, list[Finding]]:
    """Return what a plan loses when a project stays out; nothing where the plan does not have it anyway.

    Returns:
        The price, or None with the findings that say why the plan does not tell.
    """
    plan, findings = load_plan(path)
    if plan is None:
        return None, findings
    result = plan.verified.result
    wrong = [finding for finding in plan.verified.findings if finding.is_error]
    if result is None or wrong:
        return None, wrong
    problem = plan.question.problem
    digest = hashlib.sha256(read_bytes(path)[0]).hexdigest()
    if project not in problem.projects:
        if project in {entry.project for entry in problem.barred}:
            return Price(path.name, digest, Fraction(0)), []
        fix = "Correct the id, or name the plan that has it."
        return None, [Finding("E609", f"There is no project {project} in the plan.", Place(path.name), fix=fix)]
    if project not in result.portfolio.projects(problem):
        return Price(path.name, digest, Fraction(0)), []
    wish = price_of_wish(problem, result, (), (project,))
    return Price(path.name, digest, wish.loss, wish.settled), []
