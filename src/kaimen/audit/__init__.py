"""Whether equals are treated equally: decisions derived again, declared preferences with their price, statistics."""

from kaimen.audit.cases import ATTRIBUTES, Decision, decided_cases, plan_cases
from kaimen.audit.declared import CLASS_FIELDS, Preference, preferences, priced, waiver_words, waivers
from kaimen.audit.effects import LEVEL, Case, Effect, Told, effects
from kaimen.audit.exact import Derived, Rederived, Unequal, rederive

__all__ = [
    "ATTRIBUTES",
    "CLASS_FIELDS",
    "LEVEL",
    "Case",
    "Decision",
    "Derived",
    "Effect",
    "Preference",
    "Rederived",
    "Told",
    "Unequal",
    "decided_cases",
    "effects",
    "plan_cases",
    "preferences",
    "priced",
    "rederive",
    "waiver_words",
    "waivers",
]
