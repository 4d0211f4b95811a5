"""Reading a question for the commands that solve it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaimen import workspace
from kaimen.cli import show
from kaimen.errors import has_errors


def question(
    path: Path, library: Path | None, mapping: Path | None, overrides: Sequence[str], *, as_json: bool
) -> tuple[workspace.Question | None, int]:
    """Return the question of a scenario, or None and an exit code after saying what is wrong with it."""
    found, findings = workspace.load_question(path, library, mapping, overrides)
    if found is None or has_errors(found.scenario_findings):
        show.tell(list(found.findings) if found else findings, as_json=as_json)
        return None, show.WRONG
    return found, show.DONE
