"""How often each project is chosen over the samples of a sweep, and how far that can be trusted.

The interval is Wilson's for a share of n independent samples at 95 % (Wilson 1927,
doi:10.1080/01621459.1927.10502953): it says how far the share over infinitely many samples may lie
from the one counted, and nothing about whether the spreads were the right ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from kaimen.problem import Problem
from kaimen.sweep.sample import Sample

_Z = 1.959963984540054
"""The normal quantile of 95 % on two sides."""

SAFE, OUT = 0.9, 0.1
"""A project is safe if its whole interval lies above the first, out if it lies below the second."""


class Place(StrEnum):
    """Where a project stands over all samples."""

    SAFE = "safe"
    BORDERLINE = "borderline"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Frequency:
    """A project's selection frequency: chosen in `times` samples of `of`, with its interval (0 to 1).

    `planned` says whether the question as it stands chooses it; `start` is the start chosen most often.
    """

    project: str
    title: str
    planned: bool
    times: int
    of: int
    low: float
    high: float
    start: str

    @property
    def share(self) -> Fraction:
        """The part of the samples with a plan in which the project is chosen."""
        return Fraction(self.times, self.of) if self.of else Fraction(0)

    @property
    def place(self) -> Place:
        """Whether the project is safe, borderline or out."""
        if self.low >= SAFE:
            return Place.SAFE
        return Place.OUT if self.high <= OUT else Place.BORDERLINE


def wilson(times: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share; all of 0 to 1 without any sample."""
    if not of:
        return 0.0, 1.0
    share, extra = times / of, _Z * _Z / of
    middle = (share + extra / 2) / (1 + extra)
    half = _Z / (1 + extra) * sqrt(share * (1 - share) / of + extra / (4 * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if times == 0 else low), (1.0 if times == of else high)


def frequencies(problem: Problem, planned: Sample, samples: Iterable[Sample]) -> list[Frequency]:
    """Return the selection frequency of every project, most frequent first; a sample without a plan counts for none."""
    counts: Counter[int] = Counter()
    with_plan = 0
    for sample in samples:
        with_plan += sample.options is not None
        counts.update(sample.options or ())
    in_plan = set(problem.option_project[list(planned.options or ())].tolist())
    found = [_of(problem, number, number in in_plan, counts, with_plan) for number in range(len(problem.projects))]
    return sorted(found, key=lambda entry: (-entry.times, entry.project))


def _of(problem: Problem, project: int, planned: bool, counts: Counter[int], of: int) -> Frequency:
    options = problem.options_of(project)
    times = sum(counts[option] for option in options)
    most = max(options, key=lambda option: (counts[option], -option))
    start = problem.option_name(most).start if times else ""
    return Frequency(problem.projects[project], problem.titles[project], planned, times, of, *wilson(times, of), start)


@dataclass(frozen=True, slots=True)
class Gaps:
    """How the gaps to the price bound are distributed over the samples with a plan."""

    median: Fraction
    ninth: Fraction
    largest: Fraction


def gaps_of(samples: Sequence[Sample]) -> Gaps | None:
    """Return the median, the ninth decile and the largest gap (nearest rank), or None without any plan."""
    gaps = sorted(gap for sample in samples if (gap := sample.gap) is not None)
    if not gaps:
        return None
    return Gaps(gaps[(len(gaps) - 1) // 2], gaps[-(-9 * len(gaps) // 10) - 1], gaps[-1])
