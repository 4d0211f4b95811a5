"""`demo`: the whole round on one screen, from two announcements to a verified plan and the paper for a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from kaimen import workspace
from kaimen.cli import explaining, show, solving
from kaimen.errors import Finding, has_errors
from kaimen.explain import REASONS, Explanation, explain_all
from kaimen.extract import Extraction, extract
from kaimen.ledger import Amendment, Retraction
from kaimen.portfolio import Result, money_use
from kaimen.report import (
    Table,
    counted,
    dearest,
    fields_read,
    figure,
    narrowed,
    percent,
    plan_summary,
    pledge_table,
    price_table,
    reason_counts,
)
from kaimen.report.language import LANGUAGES
from kaimen.report.pledges import SCREEN_COLUMNS
from kaimen.solve import NoPlan, max_gap
from kaimen.workspace import Question
from kaimen.workspace.samples.chains import save_demo_guide

_GAP = 0.01
"""The gap at which the search ends: work decides, not the clock, so that every run ends alike."""

_WIDTH = 100
_PLEDGES = ("GD-01", "GD-03", "GD-04", "GD-05", "SD-04", "SD-05", "SD-06", "SD-10", "SD-11")
"""The pledges on the screen; the list has all."""

_GUIDE = "Qingdao"
"""The region whose introduction guide is written."""

_PRICES = 5
_CHANGES = 2


def demo(folder: Path, language: str, *, opens: bool = True, as_json: bool) -> int:
    """Read the announcements, plan under their pledges, show and verify the plan, and write its files.

    With `opens` the workbench is opened at the end, where somebody sits at a terminal with a browser.
    """
    if language not in LANGUAGES:
        return show.misuse(f'--lang takes en or zh, not "{language}".', as_json=as_json)
    question, findings = workspace.load_question(workspace.demo_scenario())
    findings += workspace.make_folder(folder)
    if question is None or has_errors([*findings, *question.findings]):
        show.tell([*findings, *(question.findings if question else ())], as_json=as_json)
        return show.WRONG
    if not as_json:
        _print_reading([extract(document)[0] for document in question.pledges.announcements])
        _print_pledges(question)
    result = solving.watched(question.problem, max_gap(_GAP))
    if isinstance(result, NoPlan):
        show.tell(result.findings, as_json=as_json)
        return show.WRONG
    explained = explain_all(question.problem, result)
    if not as_json:
        _print_plan(question, result)
        _print_reasons(explained)
        _print_treatment(question)
    written, findings = _written(folder, question, result, explained, language)
    if findings:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    code = _verified(folder, written, as_json=as_json)
    if as_json or code != show.DONE:
        return code
    return _workbench(folder, language, opens=opens)


def _workbench(folder: Path, language: str, *, opens: bool) -> int:
    """Say how the plan is seen in a browser, and open it there if somebody can look."""
    office = folder / "office.db"
    show.say(f"In a browser: kaimen serve --sample -w {office}", "bold")
    if not opens:
        return show.DONE
    from kaimen.cli import serving

    if not serving.has_browser():
        return show.DONE
    return serving.serve(str(office), "127.0.0.1", 0, "", language, opens=True, with_sample=True)


def _written(
    folder: Path, question: Question, result: Result, explained: Sequence[Explanation], language: str
) -> tuple[list[str], list[Finding]]:
    """Write the files of the demonstration; return their names, and what went wrong."""
    names = ("pledges.csv", "plan.kaimen", "plan.xlsx", "briefing.html", "guide.html")
    findings = workspace.save_pledges(folder / names[0], question.pledges.ledger, question.scenario)
    findings += workspace.save_plan(folder / names[1], question, result)
    findings += workspace.save_workbook(folder / names[2], question, result, explained=explained)
    findings += workspace.save_briefing(folder / names[3], question, result, language, explained)
    findings += save_demo_guide(folder / names[4], question, result, _GUIDE, language)
    return list(names), findings


def _verified(folder: Path, written: Sequence[str], *, as_json: bool) -> int:
    """Read the plan again and say whether it holds; return the exit code."""
    plan, findings = workspace.load_plan(folder / "plan.kaimen")
    findings = list(plan.verified.findings) if plan else findings
    result = plan.verified.result if plan else None
    wrong = has_errors(findings) or plan is None or result is None
    summary = plan_summary(plan.question.problem, result) if plan and result else {}
    if as_json:
        paths = [str(folder / name) for name in written]
        show.print_json({"verified": not wrong, **summary, "wrote": paths, "findings": show.findings_json(findings)})
    elif wrong:
        show.print_findings(findings, to_stdout=True)
        show.say(f"{folder / 'plan.kaimen'}: NOT verified.", "bold")
    else:
        told = f"{summary['rows']:,} rows, 0 broken, benefit and bound as stated"
        show.say(f"Verified: plan.kaimen recomputed without a solver: {told}.", "bold", _WIDTH)
        show.say(f"Wrote to {folder}: {', '.join(written)}.", "bold")
    return show.WRONG if wrong else show.DONE


# --- the screen ---


def _print_reading(extractions: list[Extraction]) -> None:
    show.say("From five provinces' announcements of February 2024 to a plan of 1,545 synthetic projects", "bold")
    show.say("The announced figures are real; every project, and every amount without a pledge, is made up.", "dim")
    names = " and ".join(extraction.document.name for extraction in extractions)
    candidates = [candidate for extraction in extractions for candidate in extraction.candidates]
    figures = sum(candidate.quantity is not None for candidate in candidates)
    show.say(f"\n{names}: {counted(len(candidates), 'candidate')}, {figures:,} with a figure", "bold")
    for finding in extractions[0].findings:
        if finding.code == "E210":
            show.say(f"  {finding.code}  line {finding.place.line}, {finding.what} {finding.fix}", width=_WIDTH)


def _print_pledges(question: Question) -> None:
    ledger = question.pledges.ledger
    counts = ((Amendment, "amended"), (Retraction, "retracted"))
    told = ", ".join(f"{sum(isinstance(e, kind) for e in ledger.entries):,} {word}" for kind, word in counts)
    head = f"{counted(len(ledger.pledges), 'pledge')} confirmed ({told}), each with its sentence: pledges.csv"
    show.say(f"\n{head}", "bold")
    table = pledge_table(ledger, question.scenario)
    rows = [number for number, row in enumerate(table.rows) if row[0] in _PLEDGES]
    show.print_table(narrowed(table, SCREEN_COLUMNS, rows))


def _print_plan(question: Question, result: Result) -> None:
    summary = plan_summary(question.problem, result)
    show.say(
        f"\n{summary['chosen']:,} of {summary['projects']:,} projects chosen, {_made_of(question, result)}", "bold"
    )
    bound = f"price bound {figure(result.bounds.price, 1)}: no plan can bring more"
    show.say(f"benefit {figure(result.benefit, 1)}; {bound}; the gap is {percent(result.price_gap)}", "bold")
    table = _one_of_each(dearest(price_table(question.problem, result)))
    show.print_table(narrowed(table, ("name", "used", "limit", "unit", "price"), range(_PRICES)))


def _made_of(question: Question, result: Result) -> str:
    """Return how many of the projects chosen are industrial, and what they cost within the horizon."""
    problem = question.problem
    chosen = set(result.portfolio.projects(problem))
    industrial = sum(p.sector.startswith("industry") for p in question.library.projects if p.id in chosen)
    paid = sum(map(sum, money_use(problem, result.portfolio)))
    cost = Fraction(paid, problem.money_scale)
    return f"{industrial:,} of them industrial, cost {figure(cost, 0)} {problem.money_unit}"


def _one_of_each(table: Table) -> Table:
    """Return a price table with the first row of each name alone, the period set after the name."""
    at = {column.key: number for number, column in enumerate(table.columns)}
    kept = {row[at["name"]]: row for row in reversed(table.rows)}
    first = [row for row in table.rows if kept[row[at["name"]]] is row]
    rows = [
        (
            *row[: at["name"]],
            ", ".join(str(row[at[key]]) for key in ("name", "period") if row[at[key]]),
            *row[at["name"] + 1 :],
        )
        for row in first
    ]
    columns = [replace(column, head="one more brings") if column.key == "price" else column for column in table.columns]
    return Table(table.name, tuple(columns), tuple(rows))


def _print_reasons(explanations: Sequence[Explanation]) -> None:
    told = ", ".join(f"{number:,} {REASONS[code]}" for code, number in reason_counts(explanations).items())
    show.say()
    show.say(f"A reason for each of the {len(explanations):,} left out: {told}", "bold", _WIDTH)
    priced = [e for e in explanations if e.reasons[0].code == "priced_out"]
    if priced:
        explaining.print_explanation(max(priced, key=lambda e: e.margin), _WIDTH, _CHANGES)


def _print_treatment(question: Question) -> None:
    read = fields_read(question.scenario)
    owner = [name for field in ("ownership", "owner") for name in read.get(field, ())]
    told = f"ownership is read by {', '.join(owner)}" if owner else "no fund and no rule reads ownership"
    declared = [f"{name} reads investor (SD-12)" for name in read.get("investor", ())]
    show.say()
    show.say(f"Equal treatment: {'; '.join([told, *declared])}.", "bold", _WIDTH)
