"""Why each project is in the plan or not, with the sums behind it."""

from kaimen.called import callable_room
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

callable_room(__name__, explain)
