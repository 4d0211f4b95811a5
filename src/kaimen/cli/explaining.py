"""`explain`: why each project is in a plan or not. Loads no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.looking import open_plan
from kaimen.errors import Finding
from kaimen.explain import REASONS, Explanation, Standing, explain_all, places
from kaimen.explain import explain as explain_project
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report import as_json as table_json
from kaimen.report import counted, figure, left_out_table, percent, place_table, reason_counts
from kaimen.report.letter import reply_letter
from kaimen.report.outcomes import explanation_json


def explain(
    path: Path,
    project: str | None,
    inputs: Path | None,
    reason: str | None,
    *,
    chosen: bool,
    as_letter: bool,
    as_json: bool,
) -> int:
    """Print why a project is in the plan or not, or the list of all that are not, or of all that are."""
    if chosen and (project is not None or reason is not None or as_letter):
        return show.misuse("--chosen lists all that are in the plan; it goes with no other choice.", as_json=as_json)
    if as_letter and project is None:
        return show.misuse("--letter needs a project: kaimen explain PLAN PROJECT --letter.", as_json=as_json)
    if reason is not None and reason not in REASONS:
        return show.misuse(f'there is no reason "{reason}"; there are {", ".join(REASONS)}.', as_json=as_json)
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    problem = plan.question.problem
    if chosen:
        return _chosen(problem, result, as_json=as_json)
    if project is None:
        return _explain_all(problem, result, reason, as_json=as_json)
    unknown = unknown_projects(plan, [project])
    if unknown:
        show.tell(unknown, as_json=as_json)
        return show.WRONG
    explanation = explain_project(problem, result, project)
    if as_json:
        document = explanation_json(explanation)
        show.print_json({**document, "letter": reply_letter(problem, explanation)} if as_letter else document)
    elif as_letter:
        print(reply_letter(problem, explanation), end="")
    else:
        print_explanation(explanation)
    return show.DONE


def unknown_projects(plan: workspace.Plan, projects: Sequence[str]) -> list[Finding]:
    """Return a finding for each id that is not one of a project of the plan or of one that it left out."""
    known = {*plan.question.problem.projects, *(entry.project for entry in plan.question.problem.barred)}
    return [_unknown(plan, project) for project in projects if project not in known]


def _unknown(plan: workspace.Plan, project: str) -> Finding:
    if project in plan.question.library.ids:
        what = f'Project "{project}" is in the list, but the scenario does not consider it.'
        return Finding("E609", what, fix="Look at `consider` in the scenario.")
    known = sorted(plan.question.library.ids)
    close = [name for name in known if project.casefold() in name.casefold()] or get_close_matches(project, known)
    hint = "Did you mean " + ", ".join(close[:3]) + "?" if close else "Look its id up in the list."
    return Finding("E609", f'There is no project "{project}" in this plan or among those left out.', fix=hint)


def _explain_all(problem: Problem, result: Result, reason: str | None, *, as_json: bool) -> int:
    explanations = explain_all(problem, result)
    if reason is not None:
        explanations = [e for e in explanations if reason in [r.code for r in e.reasons]]
    if as_json:
        show.print_json({"left_out": [explanation_json(e) for e in explanations]})
        return show.DONE
    counts = reason_counts(explanations)
    words = ", ".join(f"{count:,} {REASONS[code]}" for code, count in counts.items())
    show.say(f"{counted(len(explanations), 'project')} not in the plan" + (f": {words}" if words else ""), "bold")
    show.print_table(left_out_table(explanations), show.SCREEN)
    return show.DONE


def _chosen(problem: Problem, result: Result, *, as_json: bool) -> int:
    found = places(problem, result)
    table = place_table(found)
    if as_json:
        show.print_json({"chosen": table_json(table)})
        return show.DONE
    counts = Counter(place.standing for place in found)
    words = ", ".join(f"{counts[standing]:,} {standing}" for standing in Standing if counts[standing])
    show.say(f"{counted(len(found), 'project')} in the plan" + (f": {words}" if words else ""), "bold")
    show.print_table(table, show.SCREEN)
    return show.DONE


def print_explanation(explanation: Explanation, width: int | None = None, most: int | None = None) -> None:
    """Print one explanation: the sum, the reasons, what would change it.

    No line is wider than `width`, and no more than `most` changes are listed, where these are given.
    """
    title = f' "{explanation.title}"' if explanation.title else ""
    option = explanation.option
    if explanation.chosen and option is not None:
        where = f" on {option.site}" if option.site else ""
        show.say(f"{explanation.project}{title} is in the plan, to start in {option.start}{where}.", "bold")
    else:
        show.say(f"{explanation.project}{title} is not in the plan.", "bold")
    if option is not None:
        _print_sum(explanation)
    for reason in explanation.reasons:
        strength = str(reason.strength).replace("_", " ")
        show.say(f"  {REASONS[reason.code]} ({strength}): {reason.detail}", width=width)
    for number, change in enumerate(explanation.changes[:most]):
        part = f" ({percent(change.share, 1)})" if change.share is not None else ""
        goal = "  to margin 0:  " if explanation.margin < 0 else "  to fit:  "
        head = goal if number == 0 else f"{'or  ':>{len(goal)}}"
        show.say(f"{head}{change.what} by {figure(change.by)} {change.unit}".rstrip() + part)


def _print_sum(explanation: Explanation) -> None:
    rows = [("  benefit", "", figure(explanation.benefit, 1))]
    priced = sorted((term for term in explanation.terms if term.value), key=lambda term: term.value)
    for term in priced:
        amount = f"{figure(term.amount)} {term.unit}".strip() + f" x {figure(term.price)}"
        rows.append((f"     {term}", amount, figure(term.value, 1)))
    rows.append(("  margin", "", figure(explanation.margin, 1)))
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    for name, amount, value in rows:
        show.say(f"{name:<{widths[0]}}  {amount:>{widths[1]}}  {value:>{widths[2]}}")
