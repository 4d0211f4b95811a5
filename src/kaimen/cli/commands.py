"""What each command does: read, call the core, print. Every function returns the exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import Finding, has_errors
from kaimen.explain import REASONS, Explanation, explain_all, reply_letter
from kaimen.explain import explain as explain_project
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.quantity import decimal_text, parse_number
from kaimen.report import as_json as table_json
from kaimen.report import (
    figure,
    left_out_table,
    percent,
    plan_summary,
    portfolio_table,
    price_table,
    reason_counts,
)
from kaimen.solve import NEVER, NoPlan, Stop, max_gap, max_seconds, when
from kaimen.solve import solve as search

DONE, WRONG, MISUSE, STOPPED = 0, 1, 2, 3
_SCREEN = 12


def library_check(path: Path, mapping: Path | None, *, as_json: bool) -> int:
    """Read a list and print what is wrong with it."""
    library, findings = workspace.read_library(path, mapping)
    count = len(library.projects) if library else 0
    if as_json:
        show.print_json({"library": path.name, "projects": count, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings, to_stdout=True)
        show.say(f"{path.name}: {count:,} projects read, {_counted(findings)}.", "bold")
    return WRONG if has_errors(findings) else DONE


def _counted(findings: Sequence[Finding]) -> str:
    errors = sum(finding.is_error for finding in findings)
    remarks = len(findings) - errors
    return f"{errors} error{'s' * (errors != 1)} and {remarks} remark{'s' * (remarks != 1)}"


def scenario_check(
    path: Path, library: Path | None, mapping: Path | None, overrides: Sequence[str], *, as_json: bool
) -> int:
    """Read a scenario with each of its overrides, and compile it with its list where there is one."""
    named = [list(overrides)] if overrides else [[], *([name] for name in workspace.scenario_overrides(path))]
    found: dict[str, list[Finding]] = {}
    for names in named:
        question, findings = workspace.load_question(path, library, mapping, names)
        everything = list(question.findings) if question else findings
        found[", ".join(names)] = everything
    if as_json:
        show.print_json({name or "base": show.findings_json(findings) for name, findings in found.items()})
    else:
        told: set[Finding] = set()
        for name, findings in found.items():
            label = f"{path.name}, override {name}" if name else path.name
            show.print_findings([f for f in findings if f not in told], to_stdout=True)
            show.say(f"{label}: {_counted(findings)}.", "bold")
            told.update(findings)
    return WRONG if any(has_errors(findings) for findings in found.values()) else DONE


def solve(
    path: Path,
    library: Path | None,
    mapping: Path | None,
    overrides: Sequence[str],
    gap: str | None,
    seconds: float,
    output: Path | None,
    *,
    as_json: bool,
) -> int:
    """Solve a scenario and print the plan's main figures."""
    wanted = _share(gap) if gap is not None else None
    if gap is not None and wanted is None:
        print(f'kaimen: --gap takes a share such as "0.5 %" or 0.005, not "{gap}".', file=sys.stderr)
        return MISUSE
    if output is not None and output.suffix not in (".json", ".kaimen"):
        print(f'kaimen: -o takes a name ending in .json or .kaimen, not "{output}".', file=sys.stderr)
        return MISUSE
    question, findings = workspace.load_question(path, library, mapping, overrides)
    if question is None or has_errors(question.scenario_findings):
        findings = list(question.findings) if question else findings
        _tell(findings, as_json=as_json)
        return WRONG
    result = _search(question.problem, wanted, seconds, as_json=as_json)
    if isinstance(result, NoPlan):
        _tell([*question.findings, *result.findings], as_json=as_json)
        return WRONG
    findings = list(question.findings)
    findings += workspace.save_plan(output, question, result) if output else []
    if as_json:
        document = plan_summary(question.problem, result)
        document["findings"] = show.findings_json(findings)
        document["portfolio"] = table_json(portfolio_table(question.problem, result))
        show.print_json(document)
    else:
        _print_plan(question.problem, result)
        show.print_findings(findings)
        if output and not any(finding.code == "E105" for finding in findings):
            show.say(f"wrote {output}")
    if wanted is not None and (result.solver_gap is None or result.solver_gap > wanted):
        return STOPPED
    return WRONG if has_errors(findings) else DONE


def _share(text: str) -> Fraction | None:
    number = parse_number(text.strip().removesuffix("%"))
    if number is None or number < 0:
        return None
    return Fraction(number) / (100 if text.strip().endswith("%") else 1)


def _tell(findings: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        show.print_json({"findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)


def _search(problem: Problem, gap: Fraction | None, seconds: float, *, as_json: bool) -> Result | NoPlan:
    if not as_json:
        rows = len(problem.quotas) + problem.fund_limit.size + len(problem.rules)
        head = f"{len(problem.projects):,} projects · {problem.option_count:,} options · {rows:,} rules and quotas"
        show.say(head + (f" · {len(problem.barred):,} cannot be chosen" if problem.barred else ""))
    stop: Stop = NEVER if gap is None else max_gap(float(gap))
    with _interrupted() as asked:
        return search(problem, stop | max_seconds(seconds) | when(asked), show.ProgressLines())


@contextmanager
def _interrupted() -> Iterator[_Flag]:
    """Turn the first Ctrl-C into a wish to stop; a second one ends the program."""
    flag = _Flag()

    def asked(*_: object) -> None:
        flag.up = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield flag
    finally:
        signal.signal(signal.SIGINT, before)


class _Flag:
    up = False

    def __call__(self) -> bool:
        return self.up


def _print_plan(problem: Problem, result: Result) -> None:
    show.say(f"{len(result.portfolio.chosen):,} projects chosen, benefit {figure(result.benefit, 1)}", "bold")
    for line in _bound_lines(result):
        show.say("  " + line)
    if not result.repeats:
        show.say("  the clock ended the search; another run may end elsewhere", "dim")
    table = price_table(problem, result)
    show.print_table(table, _SCREEN)


def _bound_lines(result: Result) -> list[str]:
    lines = [f"price bound   {figure(result.bounds.price, 1)}   gap {percent(result.price_gap)}"]
    if result.bounds.solver is not None and result.solver_gap is not None:
        proved = "   (the best there is)" if result.solver_gap == 0 else ""
        lines.append(f"solver bound  {figure(result.bounds.solver, 1)}   gap {percent(result.solver_gap)}{proved}")
    return lines


def _plan(path: Path, inputs: Path | None, *, as_json: bool) -> tuple[workspace.Plan, Result] | None:
    """Return a plan with its result, or None after saying what is wrong; a wrong plan is never shown."""
    plan, findings = workspace.load_plan(path, inputs)
    if plan is not None:
        findings = list(plan.verified.findings)
    if plan is None or plan.verified.result is None or has_errors(findings):
        _tell(findings, as_json=as_json)
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
        show.say(f"feasible: {rows:,} rules and quotas, 0 broken    benefit {figure(result.benefit, 1)}", "bold")
        show.say(f"bound by prices {figure(result.bounds.price, 1)} (gap {percent(result.price_gap)}), recomputed here")
        if result.bounds.solver is not None and result.solver_gap is not None:
            stated = f"stated by HiGHS {figure(result.bounds.solver, 1)} (gap {percent(result.solver_gap)})"
            show.say(f"{stated}, not re-checked here")
        show.print_findings(findings)
    return WRONG if wrong else DONE


def prices(path: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Print the price list of a plan."""
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return WRONG
    plan, result = found
    table = price_table(plan.question.problem, result)
    if as_json:
        show.print_json({"basis": result.prices.basis, "prices": table_json(table)})
    else:
        show.print_table(table)
        basis = result.prices.basis.replace("_", " ")
        show.say(f"  marginal prices, basis: {basis}; a price of 0 means that one more would bring nothing", "dim")
    return DONE


def explain(
    path: Path, project: str | None, inputs: Path | None, reason: str | None, *, as_letter: bool, as_json: bool
) -> int:
    """Print why a project is in the plan or not, or the list of all that are not."""
    if as_letter and project is None:
        print("kaimen: --letter needs a project.", file=sys.stderr)
        return MISUSE
    if reason is not None and reason not in REASONS:
        print(f'kaimen: there is no reason "{reason}"; there are {", ".join(REASONS)}.', file=sys.stderr)
        return MISUSE
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return WRONG
    plan, result = found
    problem = plan.question.problem
    if project is None:
        return _explain_all(problem, result, reason, as_json=as_json)
    if project not in problem.projects and project not in [entry.project for entry in problem.barred]:
        _tell([_unknown(plan, project)], as_json=as_json)
        return WRONG
    explanation = explain_project(problem, result, project)
    if as_json:
        document = _explanation_json(explanation)
        show.print_json({**document, "letter": reply_letter(problem, explanation)} if as_letter else document)
    elif as_letter:
        print(reply_letter(problem, explanation), end="")
    else:
        _print_explanation(explanation)
    return DONE


def _unknown(plan: workspace.Plan, project: str) -> Finding:
    if project in plan.question.library.ids:
        what = f'Project "{project}" is in the list, but the scenario does not consider it.'
        return Finding("E609", what, fix="Look at `consider` in the scenario.")
    close = [known for known in plan.question.library.ids if project.casefold() in known.casefold()]
    hint = "Did you mean " + ", ".join(sorted(close)[:3]) + "?" if close else "Look its id up in the list."
    return Finding("E609", f'There is no project "{project}" in this plan or among those left out.', fix=hint)


def _explain_all(problem: Problem, result: Result, reason: str | None, *, as_json: bool) -> int:
    explanations = explain_all(problem, result)
    if reason is not None:
        explanations = [e for e in explanations if reason in [r.code for r in e.reasons]]
    if as_json:
        show.print_json({"left_out": [_explanation_json(e) for e in explanations]})
        return DONE
    counts = reason_counts(explanations)
    words = ", ".join(f"{count:,} {REASONS[code]}" for code, count in counts.items())
    show.say(f"{len(explanations):,} projects are not in the plan" + (f": {words}" if words else ""), "bold")
    show.print_table(left_out_table(explanations), _SCREEN)
    return DONE


def _explanation_json(explanation: Explanation) -> dict[str, object]:
    return {
        "project": explanation.project,
        "title": explanation.title,
        "chosen": explanation.chosen,
        "option": explanation.option._asdict() if explanation.option else None,
        "benefit": decimal_text(explanation.benefit),
        "terms": [
            {
                "kind": term.kind,
                "name": term.name,
                "period": term.period,
                "amount": decimal_text(term.amount),
                "unit": term.unit,
                "price": decimal_text(term.price),
                "value": decimal_text(term.value),
            }
            for term in explanation.terms
        ],
        "margin": decimal_text(explanation.margin),
        "reasons": [
            {
                "code": reason.code,
                "strength": str(reason.strength),
                "detail": reason.detail,
                "projects": list(reason.projects),
                "short": [
                    {"kind": s.kind, "name": s.name, "by": decimal_text(s.by), "unit": s.unit} for s in reason.short
                ],
            }
            for reason in explanation.reasons
        ],
        "changes": [
            {"what": change.what, "by": decimal_text(change.by), "unit": change.unit} for change in explanation.changes
        ],
    }


def _print_explanation(explanation: Explanation) -> None:
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
        part = f" ({percent(change.part, 1)})" if change.part is not None else ""
        head = "  to enter:  " if number == 0 else "         or  "
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
        print(f'kaimen: -o takes a name ending in .xlsx, not "{output}".', file=sys.stderr)
        return MISUSE
    found = _plan(path, inputs, as_json=as_json)
    if found is None:
        return WRONG
    plan, result = found
    findings = workspace.save_workbook(output, plan.question.problem, result)
    if as_json:
        show.print_json({"wrote": None if findings else str(output), "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if not findings:
            show.say(f"wrote {output}")
    return WRONG if findings else DONE


def demo(folder: Path, *, as_json: bool) -> int:
    """Plan the New Jersey example where its list is there, and the synthetic province otherwise."""
    scenario, library, mapping, what = workspace.example(os.environ.get("KAIMEN_TEST_DATA", ""))
    question, findings = workspace.load_question(scenario, library, mapping)
    findings += workspace.make_folder(folder)
    if question is None or has_errors(findings):
        _tell(findings, as_json=as_json)
        return WRONG
    if not as_json:
        show.say(what, "bold")
    result = _search(question.problem, None, 30, as_json=as_json)
    if isinstance(result, NoPlan):
        _tell(result.findings, as_json=as_json)
        return WRONG
    plan_path, book_path = folder / "plan.kaimen", folder / "plan.xlsx"
    findings = workspace.save_plan(plan_path, question, result)
    findings += workspace.save_workbook(book_path, question.problem, result)
    if findings:
        _tell(findings, as_json=as_json)
        return WRONG
    explanations = explain_all(question.problem, result)
    if as_json:
        document = plan_summary(question.problem, result)
        show.print_json({**document, "wrote": [str(plan_path), str(book_path)]})
        return verify_quietly(plan_path)
    _print_plan(question.problem, result)
    show.print_findings(question.findings)
    nearest = next((e for e in sorted(explanations, key=lambda e: -e.margin) if e.margin < 0), None)
    if nearest is not None:
        show.say("\nA reason for every project left out; the one nearest to the plan:")
        _print_explanation(nearest)
    show.say(f"\nkaimen verify {plan_path}")
    code = verify(plan_path, None, as_json=False)
    show.say(f"\nwrote {plan_path} and {book_path}; next: kaimen prices {plan_path}, kaimen explain {plan_path}")
    return code


def verify_quietly(path: Path) -> int:
    """Return the exit code of verifying a plan."""
    plan, findings = workspace.load_plan(path)
    return WRONG if plan is None or has_errors((*findings, *plan.verified.findings)) else DONE
