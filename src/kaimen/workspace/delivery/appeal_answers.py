"""The decision on an appeal's project solved again with the corrected facts, and the answer to the applicant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.explain.outcomes import Resolved
from kaimen.explain.resolve import resolve
from kaimen.explain.wish import Say, Work, price_of_wish
from kaimen.formats.claims import with_claims
from kaimen.library import Library, Project
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report.briefing.ground import Ground, Material
from kaimen.report.language import LANGUAGES
from kaimen.solve import NoPlan, Warm, reprice, solve
from kaimen.store import Change, Draft, Json
from kaimen.workspace.delivery.appeal_letters import answer_letters, reasons_after, reasons_barred, refusal_letters
from kaimen.workspace.delivery.appeals import (
    ANSWERED,
    CORRECTED,
    REFUSED,
    Appeal,
    Letters,
    appeal_of,
    no_appeal,
    undecided,
)
from kaimen.workspace.files import read_bytes
from kaimen.workspace.planning.plans import Plan, load_plan
from kaimen.workspace.planning.questions import compiled
from kaimen.workspace.record.office import Kept, Office, Said


@dataclass(frozen=True, slots=True)
class Decision:
    """What solving a decision again says: in the plan before and after, who would leave, and the letter by language.

    `near` says whether a plan near this one has the project even without the correction. `is_settled` is False where
    the search did not come to its end.
    """

    was_in: bool
    near: bool
    is_in: bool
    leaves: tuple[str, ...]
    is_settled: bool
    letters: Letters


def answer(
    office: Office, name: str, path: Path, said: Said, work: Work, say: Say = lambda _: None
) -> tuple[Decision | None, Kept]:
    """Solve the decision on an appeal's project again with the corrected facts, and enter the answer.

    The plan's own list and scenario are used, with nothing changed but the facts of the appeal.
    """
    version = office.store.version("appeal", name)
    if version is None or version.body is None:
        return None, (None, [no_appeal(name)])
    appeal = appeal_of(name, version.body)
    if appeal.state not in (CORRECTED, ANSWERED):
        what = f"The facts of appeal {name} are not corrected: it is {appeal.state}."
        fix = "Correct them first: kaimen appeal correct, or kaimen appeal refuse."
        return None, (None, [Finding("E863", what, Place(key=name), CORRECTED, appeal.state, fix)])
    plan, findings = load_plan(path)
    wrong = [f for f in (plan.verified.findings if plan else findings) if f.is_error]
    if plan is None or plan.verified.result is None or wrong:
        return None, (None, wrong)
    decision, findings = decide_again(plan, appeal, work, say)
    if decision is None:
        return None, (None, findings)
    return decision, enter_answer(office, name, path, decision, said)


def enter_answer(office: Office, name: str, path: Path, decision: Decision, said: Said, language: str = "en") -> Kept:
    """Enter what solving the decision of a plan again said, as the answer to an appeal, in a language."""
    version = office.store.version("appeal", name)
    if version is None or version.body is None:
        return None, [no_appeal(name)]
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    made: dict[str, Json] = {
        "plan": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        **{"was_in": decision.was_in, "near": decision.near, "is_in": decision.is_in},
        **{"leaves": list(decision.leaves), "settled": decision.is_settled},
    }
    body = dict(version.body) | {"state": ANSWERED, "answer": decision.letters[language], "decision": made}
    draft = Draft("appeal", name, body, version.number)
    change = Change(said.author, said.at, "answer", (draft,), said.why, f"appeal {name}, {path.name}")
    return office.store.write(change)


def refuse(office: Office, name: str, said: Said, language: str = "en") -> Kept:
    """Say, with a reason, that the fact stands as it is; that is the answer, in a language."""
    version, findings = undecided(office, name, said)
    if version is None or version.body is None:
        return None, findings
    appeal = replace(appeal_of(name, version.body), reason=said.why)
    answered = refusal_letters(appeal)[language]
    body = dict(version.body) | {"state": REFUSED, "reason": said.why, "answer": answered}
    draft = Draft("appeal", name, body, version.number)
    return office.store.write(Change(said.author, said.at, "refuse", (draft,), said.why, f"appeal {name}"))


def decide_again(
    plan: Plan, appeal: Appeal, work: Work, say: Say = lambda _: None
) -> tuple[Decision | None, list[Finding]]:
    """Return what becomes of a plan's decision on a project with the facts of an appeal corrected."""
    result, question = plan.verified.result, plan.question
    assert result is not None  # noqa: S101 - the caller has looked
    listed = {project.id: project for project in question.library.projects}
    if appeal.project not in listed:
        fix = "Name the plan that decided on it."
        return None, [Finding("E609", f"The plan does not know {appeal.project}.", Place(key=appeal.project), fix=fix)]
    new, _, findings = with_claims(listed[appeal.project], appeal.claims)
    if new is None:
        return None, findings
    library = _replaced(question.library, new)
    other = compiled(library, question.scenario, question.inputs, (), (), question.pledges)
    was_in = appeal.project in result.portfolio.projects(question.problem)
    before, after = question.problem, other.problem
    if appeal.project not in after.projects:
        reasons = reasons_barred([entry.detail for entry in after.barred if entry.project == appeal.project])
        letters = answer_letters(appeal, before, reasons, is_in=False)
        return Decision(was_in, was_in, False, (), True, letters), []
    say("mending the plan at the corrected facts")
    found = _again(after, Warm(before, result))
    if isinstance(found, NoPlan):
        return None, list(found.findings)
    resolved = resolve(after, found, appeal.project, work, say)
    is_in = appeal.project in resolved.wish.base_portfolio.projects(after)
    grounds = {at: Ground(Material(after, found, library, question.scenario, ()), at) for at in LANGUAGES}
    reasons = {} if is_in else reasons_after(grounds, after, resolved)
    say("solving again without the correction")
    return Decision(
        was_in,
        _is_near(before, result, appeal.project, was_in, work),
        is_in,
        _leaves(after, resolved, appeal.project) if is_in and not was_in else (),
        resolved.wish.settled,
        answer_letters(appeal, before, reasons, is_in=is_in),
    ), []


def _replaced(library: Library, new: Project) -> Library:
    return replace(library, projects=tuple(new if p.id == new.id else p for p in library.projects))


def _again(problem: Problem, warm: Warm) -> Result | NoPlan:
    """Return a plan of the corrected question near the old one; solved from the start where that cannot be mended."""
    found = reprice(problem, warm)
    return solve(problem) if isinstance(found, NoPlan) else found


def _is_near(problem: Problem, result: Result, project: str, was_in: bool, work: Work) -> bool:
    """Return whether the best plan near a plan has the project, before anything is corrected."""
    if was_in or project not in problem.projects:
        return was_in
    wish = price_of_wish(problem, result, (project,), (), work)
    return project in wish.base_portfolio.projects(problem)


def _leaves(problem: Problem, resolved: Resolved, project: str) -> tuple[str, ...]:
    """Return who is in the plan without the project and not in the one with it."""
    wish = resolved.wish
    if wish.excluded and wish.portfolio is not None:
        with_it, without = (p.projects(problem) for p in (wish.base_portfolio, wish.portfolio))
        return tuple(sorted(set(without) - set(with_it) - {project}))
    return tuple(name for name in wish.leaves if name != project)
