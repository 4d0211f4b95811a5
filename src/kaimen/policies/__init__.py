"""What firms are due under dated rules, and who is kept out, without anybody applying."""

from kaimen.policies.check import check_policies
from kaimen.policies.entitle import OUTCOMES, Entitlements, Outcome, entitle
from kaimen.policies.programme import Question, Refusal, as_question, refusals
from kaimen.policies.types import (
    LAST_YEAR,
    TEXT_FIELDS,
    AccessLine,
    All,
    AnyOf,
    Condition,
    Grant,
    MoneyPool,
    Not,
    Number,
    Policy,
    PolicyBook,
    Programme,
    Reference,
    Stacking,
    Test,
    Tier,
)
from kaimen.policies.why import Answer, Lack, answers, barring

__all__ = [
    "LAST_YEAR",
    "OUTCOMES",
    "TEXT_FIELDS",
    "AccessLine",
    "All",
    "Answer",
    "AnyOf",
    "Condition",
    "Entitlements",
    "Grant",
    "Lack",
    "MoneyPool",
    "Not",
    "Number",
    "Outcome",
    "Policy",
    "PolicyBook",
    "Programme",
    "Question",
    "Reference",
    "Refusal",
    "Stacking",
    "Test",
    "Tier",
    "answers",
    "as_question",
    "barring",
    "check_policies",
    "entitle",
    "refusals",
]
