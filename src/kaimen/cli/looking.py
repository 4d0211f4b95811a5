"""`verify`, `prices`, `report`: what a plan file says. None of them loads a solver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kaimen import workspace
from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.errors import has_errors
from kaimen.portfolio import Result
from kaimen.report import as_json as table_json
from kaimen.report import counted, figure, percent, plan_summary, price_table, witnesses
from kaimen.report.language import LANGUAGES

if TYPE_CHECKING:
    from kaimen.workspace.record.office import Office


def open_plan(path: Path, inputs: Path | None, *, as_json: bool) -> tuple[workspace.Plan, Result] | None:
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
        if result.certificate is not None and result.bounds.certified is not None and result.certified_gap is not None:
            proof = witnesses(result.certificate)
            bounded = f"{figure(result.bounds.certified, 1)} (gap {percent(result.certified_gap)})"
            show.say(f"certified with {proof} {bounded}, every one checked here")
        if result.bounds.solver is not None and result.solver_gap is not None:
            stated = f"stated by HiGHS {figure(result.bounds.solver, 1)} (gap {percent(result.solver_gap)})"
            show.say(f"{stated}, not re-checked here")
        show.print_findings(findings)
    return show.WRONG if wrong else show.DONE


def prices(path: Path, inputs: Path | None, *, as_json: bool) -> int:
    """Print the price list of a plan."""
    found = open_plan(path, inputs, as_json=as_json)
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


@dataclass(frozen=True, slots=True)
class Became:
    """Where to look up what became of a plan: a workspace (empty: nowhere), a baseline in it, and as known when."""

    url: str = ""
    baseline: str = ""
    as_of: str = ""


def report(
    path: Path, output: Path, inputs: Path | None, language: str | None, became: Became, *, as_json: bool
) -> int:
    """Write a plan as a workbook or as a paper, by the name's ending; with a workspace also what became of it."""
    if has_other_ending(output, (".xlsx", ".html", ".pdf"), as_json=as_json):
        return show.MISUSE
    if language is not None and language not in LANGUAGES:
        return show.misuse(f'--lang takes {" or ".join(LANGUAGES)}, not "{language}".', as_json=as_json)
    if language is not None and output.suffix.lower() == ".xlsx":
        return show.misuse("--lang goes with a paper: -o takes a name ending in .html or .pdf then.", as_json=as_json)
    unwritable = workspace.check_output(output)
    if unwritable:
        show.tell(unwritable, as_json=as_json)
        return show.WRONG
    found = open_plan(path, inputs, as_json=as_json)
    if found is None:
        return show.WRONG
    if not became.url:
        return _saved(found, output, language, None, date.max, as_json=as_json)
    from kaimen.cli.days import day_of
    from kaimen.cli.keeping import with_office

    day = day_of(became.as_of)
    if day is None:
        return show.misuse(f'--as-of takes a day such as 2024-05-08; "{became.as_of}" is none', as_json=as_json)

    def use(office: Office) -> int:
        return _saved(found, output, language, (office, became.baseline), day, as_json=as_json)

    return with_office(became.url, use, as_json=as_json, must_exist=True)


def _saved(
    found: tuple[workspace.Plan, Result],
    output: Path,
    language: str | None,
    kept: tuple[Office, str] | None,
    day: date,
    *,
    as_json: bool,
) -> int:
    plan, result = found
    delivery = None
    if kept is not None:
        from kaimen.workspace.delivery.observing import delivery_in

        delivery, findings = delivery_in(*kept, day)
        if delivery is None:
            show.tell(findings, as_json=as_json)
            return show.WRONG
    if output.suffix.lower() != ".xlsx":
        from kaimen.workspace.publishing.papers import delivery_sections, paper_of, save_paper

        spoken = language or "en"
        more = delivery_sections(kept[0], delivery, day, spoken) if kept is not None and delivery is not None else []
        findings = save_paper(output, paper_of(plan.question, result, spoken), more)
    else:
        from kaimen.formats.workbook import Delivered

        made = Delivered(delivery.baseline, delivery.reports, delivery.end) if delivery is not None else None
        findings = workspace.save_workbook(output, plan.question, result, made)
    if as_json:
        show.print_json({"wrote": None if findings else str(output), "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings)
        if not findings:
            show.say(f"wrote {output}")
    return show.WRONG if findings else show.DONE
