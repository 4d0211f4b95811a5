"""`conflict`: which rules, quotas and funds cannot all hold, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen.cli import show
from kaimen.cli.asking import question
from kaimen.errors import has_errors
from kaimen.solve.conflict import conflict, has_plan


def conflicts(
    path: Path, library: Path | None, mapping: Path | None, overrides: Sequence[str], sets: int, *, as_json: bool
) -> int:
    """Print the smallest sets in conflict, up to so many."""
    found, code = question(path, library, mapping, overrides, as_json=as_json)
    if found is None:
        return code
    lawful = has_plan(found.problem)
    findings = [] if lawful or lawful is None else conflict(found.problem, sets)
    known = [finding for finding in found.findings if finding.is_error]
    if as_json:
        show.print_json({"has_plan": lawful, "findings": show.findings_json([*known, *findings])})
    else:
        show.print_findings(known, to_stdout=True)
        for number, finding in enumerate(findings, 1):
            show.say(f"{number}.  {finding}")
        if lawful:
            show.say("Nothing is in conflict: some portfolio keeps every rule, quota and fund.", "bold")
        elif lawful is None:
            show.say("The look took too long to say whether anything is in conflict; solve says more.", "bold")
        elif len(findings) == sets:
            show.say("  there may be more; --sets N looks for N", "dim")
    return show.WRONG if not lawful or has_errors(known) else show.DONE
