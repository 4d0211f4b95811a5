"""From a problem to a result: a portfolio, its price list and its bounds.

What is returned as a `Result` has passed `kaimen.portfolio.check`; anything else is a `NoPlan`.
"""

from kaimen.called import callable_room
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

callable_room(__name__, solve)
