"""Baselines and reports: what was approved, and what has been reported since.

Amounts are whole numbers: `scale` of them make one of the baseline's unit. A report of `financialProgress` says what
was invested from 1 January of the year of its period to the period's end, as Chinese progress reports do; one of
`physicalProgress` how much of the works stands, in hundredths of a per cent; one of `met: NAME` or `expected: NAME` the
day, as a proleptic ordinal, on which a milestone was met or is now expected.

An observation is known by project, measure, last day of its period and *vintage*, the day on which it was reported.
Two of one vintage cannot say different things, so what was known on any day does not depend on the order of entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaimen.errors import NOWHERE, Place
from kaimen.quantity import Period, Unit

MONEY, PHYSICAL, STARTED = "financialProgress", "physicalProgress", "started projects"
MET, EXPECTED = "met: ", "expected: "
"""Measures; the last two are followed by the name of a milestone, of which a project may have `start` and `end`."""

LARGEST = 10**14
"""Scaled amounts stay below this, so that sums over periods and months stay within 64 bits."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What was approved for a project: scaled money in each period of the baseline, and milestones with their days.

    `count` is how many projects a line stands for that is announced as a whole.
    """

    project: str
    title: str = ""
    region: str = ""
    sector: str = ""
    money: tuple[int, ...] = ()
    milestones: Mapping[str, date] = field(default_factory=dict)
    place: Place = field(default=NOWHERE, compare=False)
    count: int = 1


@dataclass(frozen=True, slots=True)
class Baseline:
    """An approved portfolio, frozen. `approved` is the day of the decision; `source` is the file it was read from."""

    id: str
    approved: date
    unit: Unit
    scale: int
    periods: tuple[Period, ...]
    promises: tuple[Promise, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Observations of one measure from one column of a file: a value per project, with the row each stands in.

    `end` is the last day of the period, `vintage` the day of the report.
    """

    baseline: str
    measure: str
    period: str
    end: date
    vintage: date
    projects: tuple[str, ...]
    values: tuple[int, ...]
    scale: int = 1
    file: str = ""
    sheet: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    source: str = ""

    @property
    def id(self) -> str:
        """What the report is known by: two with one id are the same report."""
        return " | ".join((self.baseline, self.measure, self.period, self.vintage.isoformat(), self.file))

    def place(self, at: int) -> Place:
        """Return where the observation at a position stands."""
        return Place(self.file, self.sheet, f"{self.column}{self.rows[at]}" if self.rows else "")


@dataclass(frozen=True, slots=True)
class Modification:
    """What a later approval changed: `kind` is duration, value or scope (OC4IDS), before and after as text."""

    project: str
    kind: str
    what: str
    before: str
    after: str
