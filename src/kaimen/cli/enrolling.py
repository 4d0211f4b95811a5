"""`policies enrol`: a programme with places and money, solved by the planner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending, share
from kaimen.cli.entitling import Asked, entitled
from kaimen.cli.solving import watched
from kaimen.errors import Finding, Place, has_errors
from kaimen.explain import REASONS, explain_all
from kaimen.policies import Programme, as_question, refusals
from kaimen.portfolio import Result
from kaimen.problem import Problem, build_problem
from kaimen.report import Column, Table, counted, figure, percent
from kaimen.report import as_json as rows_json
from kaimen.report.rows import Value
from kaimen.solve import NoPlan, max_gap, max_seconds
from kaimen.workspace.policies import EXPORTS, save_tables


def enrol(asked: Asked, name: str, gap: str, seconds: float, output: Path | None, *, as_json: bool) -> int:
    """Choose the firms of a programme and print them, with a reason for everyone who is not in it."""
    wanted = share(gap)
    if wanted is None:
        return show.misuse(f'--gap takes a share such as "0.1 %", not "{gap}".', as_json=as_json)
    if has_other_ending(output, EXPORTS, as_json=as_json):
        return show.MISUSE
    ground = entitled(asked, as_json=as_json)
    if isinstance(ground, int):
        return ground
    found, findings = ground
    programme = next((p for p in found.columns.book.programmes if p.name == name), None)
    missing = _missing(programme, name, [p.name for p in found.columns.book.programmes], [p.id for p in found.policies])
    if programme is None or missing:
        show.tell([*findings, *missing], as_json=as_json)
        return show.WRONG
    question = as_question(programme, found)
    problem, built = build_problem(question.library, question.scenario)
    if has_errors(built):
        show.tell([*findings, *built], as_json=as_json)
        return show.WRONG
    result = watched(problem, max_gap(float(wanted)) | max_seconds(seconds))
    if isinstance(result, NoPlan):
        show.tell([*findings, *result.findings], as_json=as_json)
        return show.WRONG
    left = reasons_of(problem, result)
    left += [(refusal.firm, "not_eligible", refusal.why) for refusal in refusals(programme, found)]
    tables = (_enrolled(problem, result), refused_table(left))
    says = _sentence(programme, result, len(found.columns), left)
    code = shown(says, tables, findings, output, as_json=as_json)
    return code if code == show.WRONG or has_reached(result, wanted) else show.STOPPED


def shown(
    says: str, tables: Sequence[Table], findings: Sequence[Finding], output: Path | None, *, as_json: bool
) -> int:
    """Print or write what was chosen; return the exit code."""
    findings = [*findings, *(save_tables(output, tables, says) if output is not None else [])]
    if as_json:
        rows = {table.name: rows_json(table) for table in tables}
        show.print_json({"says": says, **rows, "findings": show.findings_json(findings)})
    else:
        show.say(says, "bold")
        for table in tables if output is None else ():
            if table.rows:
                show.say(f"\n{table.name}")
                show.print_table(table, show.SCREEN)
        show.print_findings(findings)
        if output is not None and not has_errors(findings):
            show.say(f"wrote {output}")
    return show.WRONG if has_errors(findings) else show.DONE


def has_reached(result: Result, gap: Fraction) -> bool:
    """Return whether a bound proves a gap as small as asked for."""
    return min(g for g in (result.price_gap, result.solver_gap) if g is not None) <= gap


def reasons_of(problem: Problem, result: Result) -> list[tuple[str, str, str]]:
    """Return for each firm of a question that was not chosen: its id, the code of its first reason, and why."""
    return [
        (e.project, e.reasons[0].code, "; ".join(r.detail for r in e.reasons)) for e in explain_all(problem, result)
    ]


def _missing(programme: Programme | None, name: str, known: list[str], in_force: list[str]) -> list[Finding]:
    if programme is None:
        fix = "Correct the name, or add a [[programme]]."
        return [Finding("E404", f'There is no programme "{name}" that stands.', Place(), ", ".join(known), name, fix)]
    if programme.policy not in in_force:
        what = f'The policy "{programme.policy}" of the programme is not in force on that day.'
        return [Finding("E404", what, programme.place, ", ".join(in_force), fix="Give another --day.")]
    return []


def _enrolled(problem: Problem, result: Result) -> Table:
    benefit = {problem.projects[int(problem.option_project[o])]: int(o) for o in result.portfolio.chosen}
    titles = dict(zip(problem.projects, problem.titles, strict=True))
    rows = tuple((firm, titles[firm], problem.benefit_of(int(problem.benefit[o]))) for firm, o in benefit.items())
    columns = (Column("firm", "firm"), Column("name", "name"), Column("benefit", "benefit", True, 1))
    return Table("enrolled", columns, rows)


def refused_table(left: Sequence[tuple[str, str, str]]) -> Table:
    """Return a row for each firm that was not chosen, with its reason."""
    rows: tuple[tuple[Value, ...], ...] = tuple((firm, REASONS[code], why) for firm, code, why in left)
    columns = (Column("firm", "firm"), Column("reason", "reason"), Column("why", "why"))
    return Table("refused", columns, rows)


def _sentence(programme: Programme, result: Result, firms: int, left: list[tuple[str, str, str]]) -> str:
    reasons = Counter(REASONS[code] for _, code, _ in left)
    told = ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())
    chosen = len(result.portfolio.chosen)
    bound: Fraction = result.bounds.price
    head = f"{programme.name}: {chosen:,} of {counted(firms, 'firm')} enrolled, benefit {figure(result.benefit, 1)}"
    tail = f"price bound {figure(bound, 1)} (gap {percent(result.price_gap)}); not enrolled: {told or 'none'}"
    return f"{head}; {tail}"
