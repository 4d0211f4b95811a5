"""Cases of an audit: what a plan, or an office's own list of decisions, did with each project, beside its margin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kaimen.audit.effects import Case
from kaimen.audit.exact import Rederived
from kaimen.errors import NOWHERE, Finding, Place
from kaimen.firms import Firm
from kaimen.library import Library, Project
from kaimen.portfolio import Result
from kaimen.problem import Problem

ATTRIBUTES = ("ownership", "size", "region")
"""Attributes an audit looks at."""

SELECTED, REFUSED, OPEN = "selected", "refused", "open"
"""What a list of decisions may say."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an office decided on a project: the decision, the days it took, the amount granted (None: not said)."""

    project: str
    decided: str
    waiting: float | None = None
    amount: float | None = None
    place: Place = field(default=NOWHERE, compare=False)


def check_decisions(decisions: Iterable[Decision], rederived: Rederived) -> list[Finding]:
    """Return a finding for each decision on a project that a plan does not have (`E404`): nothing is said of it."""
    known = {entry.project for entry in rederived.decisions}
    fix = "Correct the id, or audit the plan that has the project."
    return [
        Finding(
            "E404",
            f'The plan has no project "{entry.project}" that could be chosen; the decision on it is left out.',
            entry.place,
            "an id of the plan",
            f'"{entry.project}"',
            fix,
        )
        for entry in decisions
        if entry.project not in known
    ]


def plan_cases(
    problem: Problem, result: Result, library: Library, rederived: Rederived, firms: Iterable[Firm] = ()
) -> tuple[list[Case], dict[str, bool]]:
    """Return the cases of a plan itself, and its outcomes: selection, and how many periods the chosen wait."""
    starts = {
        name: int(problem.option_start[option])
        for option in result.portfolio.chosen.tolist()
        for name in [problem.projects[int(problem.option_project[option])]]
    }
    first = {}
    for number, name in enumerate(problem.projects):
        own = problem.options_of(number)
        first[name] = min(int(problem.option_start[option]) for option in own)
    outcomes = {
        entry.project: {
            SELECTED: float(entry.chosen),
            "waiting": float(starts[entry.project] - first[entry.project]) if entry.chosen else None,
        }
        for entry in rederived.decisions
        if not entry.must
    }
    return _cases(library, rederived, outcomes, firms), {SELECTED: True, "waiting": False}


def decided_cases(
    decisions: Sequence[Decision], library: Library, rederived: Rederived, firms: Iterable[Firm] = ()
) -> tuple[list[Case], dict[str, bool]]:
    """Return the cases of an office's list of decisions, and the outcomes that it says something of."""
    outcomes: dict[str, dict[str, float | None]] = {}
    for entry in decisions:
        outcomes[entry.project] = {
            SELECTED: float(entry.decided == SELECTED),
            REFUSED: float(entry.decided == REFUSED),
            "waiting": entry.waiting,
            "amount": entry.amount if entry.decided == SELECTED else None,
        }
    kinds = {entry.decided for entry in decisions}
    said = {SELECTED: True}
    if OPEN in kinds and REFUSED in kinds:  # without open ones refusal is the mirror of selection
        said[REFUSED] = True
    for name in ("waiting", "amount"):
        if any(found[name] is not None for found in outcomes.values()):
            said[name] = False
    return _cases(library, rederived, outcomes, firms), said


def _cases(
    library: Library,
    rederived: Rederived,
    outcomes: Mapping[str, Mapping[str, float | None]],
    firms: Iterable[Firm],
) -> list[Case]:
    by_owner = {key: firm for firm in firms for key in (firm.name, firm.id) if key}
    margins = {entry.project: float(entry.margin) for entry in rederived.decisions}
    return [
        Case(project.id, margins[project.id], _classes(project, by_owner.get(project.owner)), outcomes[project.id])
        for project in library.projects
        if project.id in margins and project.id in outcomes
    ]


def _classes(project: Project, owner: Firm | None) -> dict[str, str]:
    found = {}
    for name in ATTRIBUTES:
        own = project.value_of(name)
        found[name] = own or (getattr(owner, name) if owner is not None and name != "region" else "")
    return found
