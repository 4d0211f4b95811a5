"""The reply to an applicant: the reason for a refusal in plain words, naming no other applicant."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import chain

from kaimen.explain.outcomes import Checked, Resolved
from kaimen.explain.types import CHANGES, Change, Explanation
from kaimen.problem import Problem
from kaimen.quantity import decimal_text

_SENTENCES = {
    "not_read": "an amount in its entry of the project list could not be used.",
    "not_ready": "it does not meet the conditions of readiness.",
    "not_eligible": "none of the sources of money it may lawfully take can bear its cost.",
    "waived": "it was set aside by a decision recorded with its author and reason.",
    "ruled_out": "a rule of the scenario rules it out.",
    "excluded_by": "only a limited number of a set of projects may be chosen, and the places are taken.",
    "needs": "a project it depends on is not in the plan, or starts later.",
    "tie": "a project equal to it in every number came first in the published order of ties.",
    "priced_out": "what it takes of the quotas is worth more elsewhere than its own benefit.",
    "does_not_fit": "what is left of the quotas and funds is not enough for it.",
    "no_benefit": "its appraised benefit is not above zero.",
    "not_reached": "the search for the plan ended before it could be taken in.",
}


def reply_letter(problem: Problem, explanation: Explanation, resolved: Resolved | None = None) -> str:
    """Return the letter as plain text. Other projects are not named, whatever the reasons are about.

    With what solving again said of the project, the changes are those that were found to admit it.
    """
    name = f'{explanation.project} "{explanation.title}"' if explanation.title else explanation.project
    scenario = problem.scenario
    if explanation.chosen and explanation.option is not None:
        return f'Your project {name} is in the plan "{scenario}", to start in {explanation.option.start}.\n'
    lines = [f'Your project {name} is not in the plan "{scenario}".', ""]
    lines += [f"Reason {n}: {_SENTENCES[reason.code]}" for n, reason in enumerate(explanation.reasons, 1)]
    lines += _own_words(problem, explanation)
    if any(reason.code == "priced_out" for reason in explanation.reasons):
        lines += ["", *_sum(problem, explanation)]
    if resolved is not None and any(change.enough for change in resolved.admits):
        lines += ["", "Each of these changes alone would have brought it into the plan, found by solving again:"]
        lines += [f"  - {_admit(problem, explanation.project, change)}" for change in resolved.admits if change.enough]
    elif explanation.changes:
        goal = "bring its margin to zero at these prices" if explanation.margin < 0 else "make room for it"
        lines += ["", f"Each of these changes alone would {goal}:"]
        lines += [f"  - {_change(problem, explanation, change)}" for change in explanation.changes]
    lines += ["", "The same price list was applied to every project. You may ask for the figures to be checked."]
    return "\n".join(lines) + "\n"


def _own_words(problem: Problem, explanation: Explanation) -> list[str]:
    """Return the details that are about the project itself or about rows, not about other projects."""
    about_itself = ("not_read", "not_ready", "not_eligible")
    details = [reason.detail for reason in explanation.reasons if reason.code in about_itself and reason.detail]
    own = explanation.project
    short = [
        f"{public_name(problem, row.kind, row.name, own)}: missing {_figure(row.by)} {row.unit}".rstrip()
        for reason in explanation.reasons
        for row in reason.short
    ]
    return [f"  {line}" for line in (*details, *short)]


def _sum(problem: Problem, explanation: Explanation) -> list[str]:
    rows = [("benefit", explanation.benefit)]
    for term in explanation.terms:
        if term.value:
            name = public_name(problem, term.kind, str(term), explanation.project)
            rows.append((f"{name}: {_figure(term.amount)} {term.unit}".rstrip(), term.value))
    rows.append(("margin", explanation.margin))
    width = max(len(name) for name, _ in rows)
    figures = [_figure(value) for _, value in rows]
    size = max(map(len, figures))
    return [f"  {name:<{width}}  {figure:>{size}}" for (name, _), figure in zip(rows, figures, strict=True)]


def _change(problem: Problem, explanation: Explanation, change: Change) -> str:
    """Return a change in words; a rule that names another project is not named."""
    kind = "rule" if change.code == "rule_loosened" else ""
    what = f"{public_name(problem, kind, change.name, explanation.project)} {CHANGES[change.code]}".lstrip()
    return f"{what} by {_figure(change.by)} {change.unit}".rstrip()


def _admit(problem: Problem, own: str, change: Checked) -> str:
    kind = "rule" if change.code == "rule_loosened" else ""
    what = f"{public_name(problem, kind, change.name, own)} {CHANGES[change.code]}".lstrip()
    return f"{what} by {_figure(change.enough or Fraction(0))} {change.unit}".rstrip()


def public_name(problem: Problem, kind: str, name: str, own: str) -> str:
    """Return the name of a row, unless it is a rule that names another project by its id or title."""
    if kind != "rule":
        return name
    named = chain(zip(problem.projects, problem.titles, strict=True), ((b.project, b.title) for b in problem.barred))
    for project, title in named:
        words = [word for word in (project, title) if word and word in name] if project != own else []
        if any(re.search(_whole(word), name) for word in words):
            return "a rule about related projects"
    return name


def _whole(word: str) -> str:
    """Return a pattern of a name where it is not a part of a longer one; Chinese has no blanks between words."""
    return rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])"


def _figure(value: Fraction) -> str:
    """Return a figure exactly if it is short, else to six significant digits."""
    text = decimal_text(value)
    return text if len(text) <= 12 and "/" not in text else f"{float(value):,.6g}"
