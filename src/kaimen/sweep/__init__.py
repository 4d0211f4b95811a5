"""Sweeps: the same question many times over, with other weights, costs and quotas."""

from kaimen.sweep.frequency import Frequency, Gaps, Place, frequencies, gaps_of, wilson
from kaimen.sweep.frontier import Point, frontier, other_of
from kaimen.sweep.ground import Ground, ground_of, varied
from kaimen.sweep.sample import Sample, Task, task_of
from kaimen.sweep.spread import Draws, Spread

__all__ = [
    "Draws",
    "Frequency",
    "Gaps",
    "Ground",
    "Place",
    "Point",
    "Sample",
    "Spread",
    "Task",
    "frequencies",
    "frontier",
    "gaps_of",
    "ground_of",
    "other_of",
    "task_of",
    "varied",
    "wilson",
]
