"""`policies finance`: loans to small firms, matched by the planner with lenders and guarantees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import share
from kaimen.cli.enrolling import Solved, has_reached, solve_question
from kaimen.cli.entitling import Asked, entitled, shown
from kaimen.errors import Finding, Place
from kaimen.explain import explain_all
from kaimen.policies import LoanQuestion, as_loans
from kaimen.report import Column, Table, counted
from kaimen.report.financing import loan_sentence, loan_table, loans_of, pool_table
from kaimen.report.programmes import reasons_of, refused_table


def finance(asked: Asked, name: str, gap: str, seconds: float, output: Path | None, *, as_json: bool) -> int:
    """Match the firms that want loans with those who lend, and print the loans, the prices, and why some get none."""
    wanted = share(gap)
    if wanted is None:
        return show.misuse(f'--gap takes a share such as "0.1 %", not "{gap}".', as_json=as_json)
    ground = entitled(asked, output, as_json=as_json)
    if isinstance(ground, int):
        return ground
    found, findings = ground
    book = found.columns.book
    financing = next((entry for entry in book.financings if entry.name == name), None)
    if financing is None:
        what, fix = f'There is no matching "{name}" that stands.', "Correct the name, or add a [[financing]]."
        known = ", ".join(entry.name for entry in book.financings)
        show.tell([*findings, Finding("E404", what, Place(), known, f'"{name}"', fix)], as_json=as_json)
        return show.WRONG
    loans = as_loans(financing, found)
    findings = [*findings, *_new_only(found.findings, findings)]
    if not loans.offers:
        return _nobody(loans, name, findings, output, as_json=as_json)
    solved = solve_question(loans.question, asked, found, (float(wanted), seconds))
    if not isinstance(solved, Solved):
        show.tell([*findings, *solved], as_json=as_json)
        return show.WRONG
    problem, result = solved.problem, solved.result
    findings = [*findings, *solved.findings]
    given = loans_of(loans, problem, result)
    left = reasons_of(explain_all(problem, result)) + _unserved(loans)
    money = str(book.money)
    tables = (loan_table(loans, given, money), refused_table(left), pool_table(problem, result))
    says = loan_sentence(name, loans, given, result, money)
    code = shown(says, tables, findings, output, as_json=as_json)
    return code if code == show.WRONG or has_reached(result, wanted) else show.STOPPED


def _nobody(loans: LoanQuestion, name: str, findings: Sequence[Finding], output: Path | None, *, as_json: bool) -> int:
    says = f"{name}: nobody lends to any of {counted(len(loans.wants), 'firm')} that want a loan"
    empty = Table("loans", (Column("firm", "firm"),), ())
    return shown(says, (empty, refused_table(_unserved(loans))), findings, output, as_json=as_json)


def _unserved(loans: LoanQuestion) -> list[tuple[str, str, str]]:
    return [(refusal.firm, "not_eligible", refusal.why) for refusal in loans.unserved]


def _new_only(now: Sequence[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Return what was found since: fields are read when they are first asked for."""
    return [finding for finding in now if finding not in before]
