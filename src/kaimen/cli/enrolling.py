"""`policies enrol`: a programme with places and money, solved by the planner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import share
from kaimen.cli.entitling import Asked, entitled, shown
from kaimen.cli.solving import watched
from kaimen.errors import Finding, Place, has_errors
from kaimen.explain import explain_all
from kaimen.policies import Entitlements, Programme, Question, as_question, refusals
from kaimen.portfolio import Result
from kaimen.problem import Problem, build_problem
from kaimen.report.programmes import enrolled_table, programme_sentence, reasons_of, refused_table
from kaimen.solve import NoPlan, max_gap, max_seconds
from kaimen.workspace.business.policy_plans import as_files, made_from
from kaimen.workspace.planning.plans import save_plan


def enrol(asked: Asked, name: str, gap: str, seconds: float, output: Path | None, *, as_json: bool) -> int:
    """Choose the firms of a programme and print them, with a reason for everyone who is not in it."""
    wanted = share(gap)
    if wanted is None:
        return show.misuse(f'--gap takes a share such as "0.1 %", not "{gap}".', as_json=as_json)
    ground = entitled(asked, output, as_json=as_json)
    if isinstance(ground, int):
        return ground
    found, findings = ground
    programme = next((p for p in found.columns.book.programmes if p.name == name), None)
    missing = _missing(programme, name, [p.name for p in found.columns.book.programmes], [p.id for p in found.policies])
    if programme is None or missing:
        show.tell([*findings, *missing], as_json=as_json)
        return show.WRONG
    solved = solve_question(as_question(programme, found), asked, found, (float(wanted), seconds))
    if not isinstance(solved, Solved):
        show.tell([*findings, *solved], as_json=as_json)
        return show.WRONG
    problem, result = solved.problem, solved.result
    findings = [*findings, *solved.findings]
    left = reasons_of(explain_all(problem, result))
    left += [(refusal.firm, "not_eligible", refusal.why) for refusal in refusals(programme, found)]
    tables = (enrolled_table(problem, result), refused_table(left))
    says = programme_sentence(programme, result, len(found.columns), left)
    code = shown(says, tables, findings, output, as_json=as_json)
    return code if code == show.WRONG or has_reached(result, wanted) else show.STOPPED


@dataclass(frozen=True, slots=True)
class Solved:
    """A question with its plan; findings say why its plan file could not be written."""

    problem: Problem
    result: Result
    findings: Sequence[Finding] = ()


def solve_question(
    question: Question, asked: Asked, found: Entitlements, limits: tuple[float, float]
) -> Solved | Sequence[Finding]:
    """Solve a question up to a gap and for so many seconds, and write its plan file where one is asked for."""
    gap, seconds = limits
    stop = max_gap(gap) | max_seconds(seconds)
    if asked.plan is None:
        problem, built = build_problem(question.library, question.scenario)
        result = watched(problem, stop) if not has_errors(built) else NoPlan(tuple(built))
        return result.findings if isinstance(result, NoPlan) else Solved(problem, result)
    told = made_from(f"{question.scenario.name}: made by kaimen policies", found.columns.day, (asked.path, asked.firms))
    read, findings = as_files(question, told)
    if read is None or has_errors(read.scenario_findings):
        return findings if read is None else read.scenario_findings
    result = watched(read.problem, stop)
    if isinstance(result, NoPlan):
        return result.findings
    return Solved(read.problem, result, save_plan(asked.plan, read, result))


def has_reached(result: Result, gap: Fraction) -> bool:
    """Return whether a bound proves a gap as small as asked for."""
    return min(g for g in (result.price_gap, result.solver_gap) if g is not None) <= gap


def _missing(programme: Programme | None, name: str, known: list[str], in_force: list[str]) -> list[Finding]:
    if programme is None:
        fix = "Correct the name, or add a [[programme]]."
        return [Finding("E404", f'There is no programme "{name}" that stands.', Place(), ", ".join(known), name, fix)]
    if programme.policy not in in_force:
        what = f'The policy "{programme.policy}" of the programme is not in force on that day.'
        return [Finding("E404", what, programme.place, ", ".join(in_force), fix="Give another --day.")]
    return []
