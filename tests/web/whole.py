"""A workspace that has everything: the sample, and plans of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kaimen import workspace
from kaimen.portfolio import Result
from kaimen.solve import max_gap, solve
from kaimen.workspace.record.office import Office, Said, open_office
from kaimen.workspace.samples.filling import fill_sample


@contextmanager
def whole_office(folder: Path, **gaps: float) -> Iterator[Office]:
    """Open a workspace in a folder with the sample, and a plan of each name solved to its gap."""
    office, _ = open_office(str(folder / "office.db"))
    assert office is not None
    assert fill_sample(office, Said("planner", datetime(2026, 3, 1, tzinfo=UTC))) == []
    question, findings = workspace.load_question(workspace.demo_scenario())
    assert question is not None, findings
    (folder / "plans").mkdir()
    for name, gap in gaps.items():
        result = solve(question.problem, max_gap(gap))
        assert isinstance(result, Result)
        assert workspace.save_plan(folder / "plans" / f"{name}.kaimen", question, result) == []
    yield office
    office.close()
