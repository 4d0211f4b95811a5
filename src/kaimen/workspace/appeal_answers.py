"""The decision on an appeal's project solved again with the corrected facts, and the answer to the applicant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.explain import reply_letter
from kaimen.explain.outcomes import Resolved
from kaimen.explain.resolve import resolve
from kaimen.explain.wish import Say, Work, price_of_wish
from kaimen.formats.claims import with_claims
from kaimen.library import Library, Project
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.solve import NoPlan, Warm, reprice, solve
from kaimen.store import Change, Draft, Json
from kaimen.workspace.appeals import ANSWERED, CORRECTED, Appeal, appeal_of, no_appeal
from kaimen.workspace.files import read_bytes
from kaimen.workspace.office import Kept, Office, Said
from kaimen.workspace.plans import Plan, load_plan
from kaimen.workspace.questions import compiled


@dataclass(frozen=True, slots=True)
class Decision:
    """What solving a decision again says: in the plan before and after, who would leave, and the letter.

    `near` says whether a plan near this one has the project even without the correction. `is_settled` is False where
    the search did not come to its end.
    """

    was_in: bool
    near: bool
    is_in: bool
    leaves: tuple[str, ...]
    is_settled: bool
    letter: str


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


def enter_answer(office: Office, name: str, path: Path, decision: Decision, said: Said) -> Kept:
    """Enter what solving the decision of a plan again said, as the answer to an appeal."""
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
    body = dict(version.body) | {"state": ANSWERED, "answer": decision.letter, "decision": made}
    draft = Draft("appeal", name, body, version.number)
    change = Change(said.author, said.at, "answer", (draft,), said.why, f"appeal {name}, {path.name}")
    return office.store.write(change)


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
        reasons = "; ".join(entry.detail for entry in after.barred if entry.project == appeal.project)
        return Decision(was_in, was_in, False, (), True, _letter(appeal, plan, False, f"Reason: {reasons}\n")), []
    say("mending the plan at the corrected facts")
    found = _again(after, Warm(before, result))
    if isinstance(found, NoPlan):
        return None, list(found.findings)
    resolved = resolve(after, found, appeal.project, work, say)
    is_in = appeal.project in resolved.wish.base_portfolio.projects(after)
    say("solving again without the correction")
    return Decision(
        was_in,
        _is_near(before, result, appeal.project, was_in, work),
        is_in,
        _leaves(after, resolved, appeal.project) if is_in and not was_in else (),
        resolved.wish.settled,
        _letter(appeal, plan, is_in, _reasons(after, resolved, is_in)),
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


def _reasons(problem: Problem, resolved: Resolved, is_in: bool) -> str:
    if is_in:
        return ""
    loss = resolved.wish.loss
    letter = reply_letter(problem, resolved.explanation, resolved)
    lost = f"With it the plan would lose {decimal_text(loss)} of its benefit.\n" if loss and loss > 0 else ""
    return letter.partition("\n\n")[2] + lost if not resolved.explanation.chosen else lost


def _letter(appeal: Appeal, plan: Plan, is_in: bool, reasons: str) -> str:
    """Return the answer to the applicant; no other applicant is named."""
    facts = "\n".join(f"  {c.heading}: {c.was or 'nothing'} was corrected to {c.said}" for c in appeal.claims)
    name = plan.question.problem.scenario
    solved = f'The decision of the plan "{name}" on project {appeal.project} was solved again with '
    solved += "the corrected facts and with nothing else changed.\n"
    outcome = "With them the project is in the plan.\n" if is_in else "With them the project is not in the plan.\n"
    head = f"Answer to appeal {appeal.id}\n\nYour appeal led to a correction: {appeal.reason}\n{facts}\n\n"
    return head + solved + outcome + (f"\n{reasons}" if reasons else "")
