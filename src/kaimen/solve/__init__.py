"""From a problem to a result: a portfolio, its price list and its bounds.

What is returned as a `Result` has passed `kaimen.portfolio.check`; anything else is a `NoPlan`.
"""

from kaimen.solve.complete import complete
from kaimen.solve.search import NoPlan, solve
from kaimen.solve.stop import NEVER, Progress, Stop, max_gap, max_nodes, max_seconds, when

__all__ = ["NEVER", "NoPlan", "Progress", "Stop", "complete", "max_gap", "max_nodes", "max_seconds", "solve", "when"]
