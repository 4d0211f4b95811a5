"""`policies check, entitle, access`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending, share
from kaimen.cli.days import day_of
from kaimen.errors import Finding, has_errors
from kaimen.policies import Entitlements, answers, barring, entitle
from kaimen.report import Table, counted, figure
from kaimen.report import as_json as rows_json
from kaimen.report.policies import access_table, answer_table, due_table, nearly_table, policy_table, pool_findings
from kaimen.workspace.business.policies import EXPORTS, PLANS, read_policies, read_population, save_tables


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom: a policy file, firms, and the day (empty: today); where a plan file is to be written."""

    path: Path
    firms: Path | None
    workspace: str
    day: str = ""
    plan: Path | None = None


def check(path: Path, firms: Path | None, url: str, *, as_json: bool) -> int:
    """Print what is wrong with a policy file, and with firms what they do not say."""
    book, findings = read_policies(path, url)
    if book is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    if firms is not None or url:
        population, found = read_population(firms, url)
        findings += found
        if population is not None:
            findings += entitle(book, population.firms, datetime.now(UTC).date(), population.regions).findings
    if as_json:
        counts = {"policies": len(book.policies), "access": len(book.access), "fields": len(book.fields)}
        show.print_json({**counts, "findings": show.findings_json(findings)})
    else:
        show.print_findings(findings, to_stdout=True)
        parts = [counted(len(book.policies), "rule"), counted(len(book.access), "access line")]
        more = ((book.programmes, "programme"), (book.guarantees, "guarantee"), (book.lenders, "lender"))
        parts += [counted(len(entries), word) for entries, word in more if entries]
        show.say(f"{path.name}: {', '.join(parts)}.", "bold")
    return show.WRONG if has_errors(findings) else show.DONE


def entitle_all(asked: Asked, firm: str, near: str, output: Path | None, *, as_json: bool) -> int:
    """Print what firms are due, or what one firm is, or write it."""
    wanted = share(near)
    if wanted is None:
        return show.misuse(f'--near takes a share such as "10 %", not "{near}".', as_json=as_json)
    ground = entitled(asked, output, as_json=as_json)
    if isinstance(ground, int):
        return ground
    found, findings = ground
    if firm:
        return _one(found, firm, findings, as_json=as_json)
    tables = (policy_table(found, float(wanted)), due_table(found), nearly_table(found, float(wanted)))
    due = found.due.any(axis=0)
    total = sum((row[3] for row in tables[1].rows if isinstance(row[3], Fraction)), Fraction(0))
    says = (
        f"{int(due.sum()):,} of {counted(len(found.columns), 'firm')} are due something on {found.columns.day}: "
        f"{figure(total)} {found.columns.book.money} under {counted(len(found.policies), 'rule')}"
    )
    findings = [*findings, *pool_findings(found)]
    return shown(says, tables, findings, output, as_json=as_json)


def access(asked: Asked, output: Path | None, *, as_json: bool) -> int:
    """Print who is kept out, of what and by which line."""
    ground = entitled(asked, output, as_json=as_json)
    if isinstance(ground, int):
        return ground
    found, findings = ground
    out = int(found.out.any(axis=0).sum()) if len(found.lines) else 0
    says = f"{out:,} of {counted(len(found.columns), 'firm')} are kept out by {counted(len(found.lines), 'line')}"
    return shown(says, (access_table(found),), findings, output, as_json=as_json)


def entitled(asked: Asked, output: Path | None, *, as_json: bool) -> tuple[Entitlements, list[Finding]] | int:
    """Return what firms are due and findings, or the exit code after saying what is wrong with what is asked."""
    if has_other_ending(output, EXPORTS, as_json=as_json) or has_other_ending(asked.plan, PLANS, as_json=as_json):
        return show.MISUSE
    day = day_of(asked.day)
    if day is None:
        return show.misuse(f'--day takes a day such as 2024-07-01, not "{asked.day}".', as_json=as_json)
    book, findings = read_policies(asked.path, asked.workspace)
    population, found = read_population(asked.firms, asked.workspace)
    findings += found
    if book is None or population is None:
        show.tell(findings, as_json=as_json)
        return show.WRONG
    result = entitle(book, population.firms, day, population.regions)
    return result, [*findings, *result.findings]


def _one(found: Entitlements, firm: str, findings: list[Finding], *, as_json: bool) -> int:
    at = next((n for n, one in enumerate(found.columns.firms) if one.id == firm), None)
    if at is None:
        fix = "Give an id of the list."
        show.tell([Finding("E609", f'There is no firm "{firm}" in the list.', fix=fix)], as_json=as_json)
        return show.WRONG
    table = answer_table(answers(found, at), str(found.columns.book.money))
    out = barring(found, at)
    if as_json:
        document = {"firm": firm, "kept_out_by": out, "answers": rows_json(table)}
        show.print_json({**document, "findings": show.findings_json(findings)})
    else:
        show.say(f"{firm} {found.columns.firms[at].name}".rstrip(), "bold")
        show.print_table(table)
        if out:
            show.say(f"kept out by {', '.join(out)}")
        show.print_findings(findings)
    return show.WRONG if has_errors(findings) else show.DONE


def shown(
    says: str, tables: Sequence[Table], findings: Sequence[Finding], output: Path | None, *, as_json: bool
) -> int:
    """Print tables or write them; return the exit code."""
    unsaved = save_tables(output, tables, says) if output is not None else []
    findings = [*findings, *unsaved]
    if as_json:
        rows = {table.name: rows_json(table) for table in tables}
        show.print_json({"says": says, **rows, "findings": show.findings_json(findings)})
        return show.WRONG if has_errors(findings) else show.DONE
    show.say(says, "bold")
    for table in tables if output is None else ():
        if table.rows:
            show.say(f"\n{_HEADS.get(table.name, table.name)}")
            show.print_table(table, show.SCREEN)
    show.print_findings(findings)
    if output is not None and not unsaved:
        show.say(f"wrote {output}")
    return show.WRONG if has_errors(findings) else show.DONE


_HEADS = {"policies": "by policy", "due": "what is due", "nearly": "nearly met", "access": "kept out"}
