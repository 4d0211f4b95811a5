"""Stages: the planner's own steps of a project, each mapped to a status, and the moves between them.

A project moves only along the table; every exit is recorded by the entry that made it. A planner may give a table of
their own. The statuses are those of OC4IDS 0.9.5 (codelist projectStatus).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaimen.errors import NOWHERE, Finding, Place

STATUSES = (
    "identification",
    "preparation",
    "implementation",
    "completion",
    "maintenance",
    "decommissioning",
    "decommissioned",
    "cancelled",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step: its status, the stages it may lead to, and whether leaving the plan's course there needs a reason."""

    name: str
    status: str
    next: tuple[str, ...]
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Stages:
    """The table of stages, by name; a stage that is not in it is nobody's."""

    table: Mapping[str, Stage] = field(default_factory=dict)

    def status(self, stage: str) -> str:
        """Return the status of a stage; identification where a project has none or one that is unknown."""
        if stage in self.table:
            return self.table[stage].status
        return stage if stage in STATUSES else "identification"

    def check_move(self, project: str, before: str, after: str, reason: str, place: Place = NOWHERE) -> list[Finding]:
        """Return a finding where a project may not go from one stage to another, or not without a reason."""
        if before == after or before not in self.table:
            return []
        allowed = self.table[before].next
        if after not in allowed:
            what = f'Project "{project}" cannot go from stage "{before}" to "{after}".'
            fix = "Move it along the table of stages, or correct the stage."
            return [Finding("E811", what, place, ", ".join(allowed) or "none: it has ended", f'"{after}"', fix)]
        if self.table[after].needs_reason and not reason:
            what = f'Project "{project}" is {after}, and no reason is given.'
            return [Finding("E812", what, place, "a reason", fix="Say why, with --why.")]
        return []


def _stages(*rows: tuple[str, str, str, bool]) -> Stages:
    return Stages({name: Stage(name, status, tuple(after.split()), why) for name, status, after, why in rows})


DEFAULT = _stages(
    ("reserve", "identification", "appraised withdrawn rejected", False),
    ("appraised", "preparation", "selected reserve withdrawn rejected", False),
    ("selected", "preparation", "green_channel landed reserve withdrawn rejected", False),
    ("green_channel", "preparation", "landed selected withdrawn rejected", False),
    ("landed", "preparation", "under_construction withdrawn rejected", False),
    ("under_construction", "implementation", "completed withdrawn", False),
    ("completed", "completion", "", False),
    ("withdrawn", "cancelled", "reserve", True),
    ("rejected", "cancelled", "reserve", True),
)
"""What a planner who gives no table has; `withdrawn` and `rejected` need a reason."""
