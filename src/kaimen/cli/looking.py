"""`verify`, `prices`, `explain`, `report`: what a plan file says. None of them loads a solver."""

from __future__ import annotations

from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import Finding, has_errors
from kaimen.explain import FACTS, REASONS, Explanation, Reason, explain_all, reply_letter
from kaimen.explain import explain as explain_project
from kaimen.portfolio import Result, Term
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.report import as_json as table_json
from kaimen.report import counted, figure, left_out_table, percent, plan_summary, price_table, reason_counts


def _plan(path: Path, inputs: Path | None, *, as_json: bool) -> tuple[workspace.Plan, Result] | None:
    """Return a plan with its result, or None after saying what is wrong; a wrong plan is never shown."""
    plan, findings = workspace.load_plan(path, inputs)
    if plan is not None:
        findings = list(plan.verified.findings)
    if plan is None or plan.verified.result is None or has_errors(findings):
        show.tell(findings, as_json=as_json)
        return None
    return plan, plan.verified.result


def verify(path: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Check a plan file and print what was recomputed."""
    plan, findings = workspace.load_plan(path, inputs)
    findings = list(plan.verified.findings) if plan else findings
    wrong = has_errors(findings)
    result = plan.verified.result if plan else None
    if as_json:
        summary = plan_summary(plan.question.problem, result) if plan and result and not wrong else {}
        show.print_json({"verified": not wrong, **summary, "findings": show.findings_json(findings)})
    elif wrong or plan is None or result is None:
        show.print_findings(findings, to_stdout=True)
        show.say(f"{path}: NOT verified.", "bold")
    else:
        problem = plan.question.problem
        rows = len(problem.quotas) + problem.fund_limit.size + len(problem.rules)
        show.say(f"feasible: {counted(rows, 'row')}, 0 broken    benefit {figure(result.benefit, 1)}", "bold")
        show.say(f"bound by prices {figure(result.bounds.price, 1)} (gap {percent(result.price_gap)}), recomputed here")
        if result.bounds.solver is not None and result.solver_gap is not None:
            stated = f"stated by HiGHS {figure(result.bounds.solver, 1)} (gap {percent(result.solver_gap)})"
            show.say(f"{stated}, not re-checked here")
        show.print_findings(findings)
    return show.WRONG if wrong else show.DONE


def prices(path: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Print the price list of a plan."""
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    table = price_table(plan.question.problem, result)
    if as_json:
        show.print_json({"basis": result.prices.basis, "prices": table_json(table)})
    else:
        show.print_table(table)
        basis = result.prices.basis.replace("_", " ")
        show.say(f"  marginal prices, basis: {basis}; a price of 0 means that one more would bring nothing", "dim")
    return show.DONE


def explain(
    path: Path, project: str | None, inputs: Path | None, reason: str | None, *, as_letter: bool, as_json: bool
) -> int:
    """Print why a project is in the plan or not, or the list of all that are not."""
    if as_letter and project is None:
        return show.misuse("--letter needs a project: kaimen explain PLAN PROJECT --letter.", as_json=as_json)
    if reason is not None and reason not in REASONS:
        return show.misuse(f'there is no reason "{reason}"; there are {", ".join(REASONS)}.', as_json=as_json)
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    problem = plan.question.problem
    if project is None:
        return _explain_all(problem, result, reason, as_json=as_json)
    if project not in problem.projects and project not in [entry.project for entry in problem.barred]:
        show.tell([_unknown(plan, project)], as_json=as_json)
        return show.WRONG
    explanation = explain_project(problem, result, project)
    if as_json:
        document = _explanation_json(explanation)
        show.print_json({**document, "letter": reply_letter(problem, explanation)} if as_letter else document)
    elif as_letter:
        print(reply_letter(problem, explanation), end="")
    else:
        print_explanation(explanation)
    return show.DONE


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
        show.print_json({"left_out": [_explanation_json(e) for e in explanations]})
        return show.DONE
    counts = reason_counts(explanations)
    words = ", ".join(f"{count:,} {REASONS[code]}" for code, count in counts.items())
    show.say(f"{counted(len(explanations), 'project')} not in the plan" + (f": {words}" if words else ""), "bold")
    show.print_table(left_out_table(explanations), show.SCREEN)
    return show.DONE


def _explanation_json(explanation: Explanation) -> dict[str, object]:
    return {
        "project": explanation.project,
        "title": explanation.title,
        "chosen": explanation.chosen,
        "option": explanation.option._asdict() if explanation.option else None,
        "benefit": decimal_text(explanation.benefit),
        "terms": [_term_json(term) for term in explanation.terms],
        "margin": decimal_text(explanation.margin),
        "forced_bound": _exact(explanation.forced_bound),
        "proved": explanation.proved,
        "reasons": [_reason_json(reason) for reason in explanation.reasons],
        "changes": [
            {
                "code": change.code,
                "name": change.name,
                "what": change.what,
                "by": decimal_text(change.by),
                "unit": change.unit,
                "share": _exact(change.share),
            }
            for change in explanation.changes
        ],
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _reason_json(reason: Reason) -> dict[str, object]:
    """Return a reason with the facts its code has; exact figures as text."""
    document: dict[str, object] = {"code": reason.code, "strength": str(reason.strength), "detail": reason.detail}
    for name in FACTS[reason.code]:
        value = getattr(reason, name)
        if name == "short":
            value = [
                {"kind": s.kind, "name": s.name, "names": s.names, "part": s.part, "by": _exact(s.by), "unit": s.unit}
                for s in reason.short
            ]
        elif name == "terms":
            value = [_term_json(term) for term in reason.terms]
        elif name == "because":
            value = [_reason_json(inner) for inner in reason.because]
        elif name in ("margin", "forced_bound", "benefit"):
            value = _exact(value)
        document[name] = value
    return document


def _term_json(term: Term) -> dict[str, object]:
    return {
        "kind": term.kind,
        "name": term.name,
        "period": term.period,
        "amount": decimal_text(term.amount),
        "unit": term.unit,
        "price": decimal_text(term.price),
        "value": decimal_text(term.value),
    }


def print_explanation(explanation: Explanation) -> None:
    """Print one explanation: the sum, the reasons, what would change it."""
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
        show.say(f"  {REASONS[reason.code]} ({strength}): {reason.detail}")
    for number, change in enumerate(explanation.changes):
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


def report(path: Path, output: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Write a plan as a workbook."""
    if output.suffix != ".xlsx":
        return show.misuse(f'-o takes a name ending in .xlsx, not "{output}".', as_json=as_json)
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    plan, result = found
    findings = workspace.save_workbook(output, plan.question, result)
    if as_json:
        show.print_json({"wrote": None if findings else str(output), "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if not findings:
            show.say(f"wrote {output}")
    return show.WRONG if findings else show.DONE
