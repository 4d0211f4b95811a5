"""Why each project is in the plan or not, with the sums behind it."""

import sys
from types import ModuleType
from typing import Any

from kaimen.explain.outcomes import Checked, Forced, Resolved, ShadowPrice, Wish
from kaimen.explain.reasons import Explainer, explain, explain_all
from kaimen.explain.standing import Place, Standing, places
from kaimen.explain.types import CHANGES, FACTS, REASONS, Change, Explanation, Reason, Short, Strength

__all__ = [
    "CHANGES",
    "FACTS",
    "REASONS",
    "Change",
    "Checked",
    "Explainer",
    "Explanation",
    "Forced",
    "Place",
    "Reason",
    "Resolved",
    "ShadowPrice",
    "Short",
    "Standing",
    "Strength",
    "Wish",
    "explain",
    "explain_all",
    "places",
]


class _Room(ModuleType):
    """Makes `kaimen.explain(...)` the same as `kaimen.explain.explain(...)`."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call `explain`."""
        return explain(*args, **kwargs)


sys.modules[__name__].__class__ = _Room
