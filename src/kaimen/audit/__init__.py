"""Whether equals are treated equally: decisions derived again, declared preferences with their price, statistics."""

from kaimen.audit.cases import ATTRIBUTES, Decision, check_decisions, decided_cases, plan_cases
from kaimen.audit.declared import BY_REGION, CLASS_FIELDS, Preference, preferences, priced, waiver_words, waivers
from kaimen.audit.effects import LEVEL, OTHERS, Case, Effect, Told, effects
from kaimen.audit.exact import Derived, Rederived, Unequal, rederive

__all__ = [
    "ATTRIBUTES",
    "BY_REGION",
    "CLASS_FIELDS",
    "LEVEL",
    "OTHERS",
    "Case",
    "Decision",
    "Derived",
    "Effect",
    "Preference",
    "Rederived",
    "Told",
    "Unequal",
    "check_decisions",
    "decided_cases",
    "effects",
    "plan_cases",
    "preferences",
    "priced",
    "rederive",
    "waiver_words",
    "waivers",
]
