"""Why each project is in the plan or not, with the sums behind it."""

from kaimen.explain.fit import Short
from kaimen.explain.letter import reply_letter
from kaimen.explain.reasons import REASONS, Change, Explanation, Reason, Strength, explain, explain_all

__all__ = [
    "REASONS",
    "Change",
    "Explanation",
    "Reason",
    "Short",
    "Strength",
    "explain",
    "explain_all",
    "reply_letter",
]
