"""From a problem to a result: a portfolio, its price list and its bounds.

What is returned as a `Result` has passed `kaimen.portfolio.check`; anything else is a `NoPlan`.
"""

import sys
from types import ModuleType
from typing import Any

from kaimen.solve.certify import certify
from kaimen.solve.complete import complete
from kaimen.solve.kept import kept
from kaimen.solve.reprice import reprice
from kaimen.solve.search import NoPlan, solve
from kaimen.solve.stop import NEVER, Progress, Stop, max_gap, max_moves, max_nodes, max_seconds, when
from kaimen.solve.warm import Warm

__all__ = [
    "NEVER",
    "NoPlan",
    "Progress",
    "Stop",
    "Warm",
    "certify",
    "complete",
    "kept",
    "max_gap",
    "max_moves",
    "max_nodes",
    "max_seconds",
    "reprice",
    "solve",
    "when",
]


class _Room(ModuleType):
    """Makes `kaimen.solve(...)` the same as `kaimen.solve.solve(...)`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `solve`."""
        return solve(*args, **kwargs)


sys.modules[__name__].__class__ = _Room
