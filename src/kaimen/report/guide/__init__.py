"""The introduction guide of a region as a value: what it has, what it lacks, where there is room, whom to turn to.

`guide` makes a `Paper` of the same blocks as a meeting paper; every statement leads to the row it rests on, which
stands at the end with its file and cell.
"""

from kaimen.report.guide.material import GuideMaterial, SiteRoom, Stated
from kaimen.report.guide.paper import guide

__all__ = ["GuideMaterial", "SiteRoom", "Stated", "guide"]
