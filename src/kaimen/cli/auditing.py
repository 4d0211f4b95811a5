"""`audit`: whether equals are treated equally."""

from __future__ import annotations

from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import has_other_ending
from kaimen.cli.looking import open_plan
from kaimen.errors import has_errors
from kaimen.report import Table
from kaimen.report import as_json as rows_json
from kaimen.report.audit import (
    effect_sentence,
    effect_table,
    exact_sentence,
    exception_table,
    preference_table,
    unequal_table,
    waiver_table,
)
from kaimen.workspace.business.audits import Audit, audit_plan
from kaimen.workspace.business.policies import EXPORTS, save_tables


def audit(
    path: Path,
    inputs: Path | None,
    firms: Path | None,
    decisions: Path | None,
    nodes: int | None,
    output: Path | None,
    *,
    as_json: bool,
) -> int:
    """Print the audit of a plan, or of an office's decisions beside it, or write it."""
    if has_other_ending(output, EXPORTS, as_json=as_json):
        return show.MISUSE
    opened = open_plan(path, inputs, as_json=as_json)
    if opened is None:
        return show.WRONG
    plan, result = opened
    found, findings = audit_plan(plan, result, firms, decisions, nodes)
    says = {
        "exact": exact_sentence(found.rederived),
        "statistics": effect_sentence(found.effects, of_plan=found.of_plan),
        "cases": found.cases,
    }
    tables = (
        effect_table(found.effects),
        preference_table(found.preferences),
        exception_table(found.rederived),
        unequal_table(found.rederived),
        waiver_table([(w.project, w.author, w.reason, w.at_least, w.at_most) for w in found.waivers]),
    )
    if output is not None:
        findings += save_tables(output, tables, says)
    if as_json:
        rows = {table.name: rows_json(table) for table in tables}
        show.print_json({**says, **rows, "findings": show.findings_json(findings)})
    else:
        _print(found, says, tables)
        show.print_findings(findings)
        if output is not None and not has_errors(findings):
            show.say(f"wrote {output}")
    return show.WRONG if has_errors(findings) else show.DONE


def _print(found: Audit, says: dict[str, object], tables: tuple[Table, ...]) -> None:
    effects, declared, _, equals, waived = tables
    show.say(f"Exactly: {says['exact']}", "bold")
    if equals.rows:
        show.say(f"  {len(equals.rows):,} pairs of equals decided otherwise", "dim")
        show.print_table(equals, _FEW)
    show.say()
    show.say("Declared preferences: what prefers some to others, and what the plan loses by it in benefit", "bold")
    if declared.rows:
        show.print_table(declared, show.SCREEN)
    else:
        show.say("  none: nothing selects, keeps out, or reads who owns a project, its size or its region")
    if waived.rows:
        show.say("\nWaivers", "bold")
        show.print_table(waived, show.SCREEN)
    show.say()
    show.say(f"Statistically: {says['statistics']}", "bold")
    if effects.rows:
        show.print_table(effects, show.SCREEN)
    unknown = [name for name in ("ownership", "size", "region") if name not in {e.attribute for e in found.effects}]
    if unknown:
        show.say(f"  nothing can be told by {', '.join(unknown)}: fewer than two classes are known", "dim")


_FEW = 5
