"""Plans, prices, witnesses, and the independent judge of all three.

`check`, `bound` and `certified_bound` are written from the statement (`kaimen.problem.types`) and share no code with
any solver: whatever `solve` returns, or a file claims, ends here.
"""

from kaimen.portfolio.bound import bound, check_prices, least_payment, margins
from kaimen.portfolio.certificate import CarryChoice, Certificate, Choice, Cut, Decision, Leaf, Source, plain_leaf
from kaimen.portfolio.certified import certified_bound, leaf_bounds
from kaimen.portfolio.check import benefit, check, money_use, quota_use, rule_values
from kaimen.portfolio.prices import PriceList
from kaimen.portfolio.terms import Term, option_terms
from kaimen.portfolio.types import Bounds, Portfolio, QuotaUse, Result, Status, gap
from kaimen.portfolio.witnesses import check_certificate, cut_name

__all__ = [
    "Bounds",
    "CarryChoice",
    "Certificate",
    "Choice",
    "Cut",
    "Decision",
    "Leaf",
    "Portfolio",
    "PriceList",
    "QuotaUse",
    "Result",
    "Source",
    "Status",
    "Term",
    "benefit",
    "bound",
    "certified_bound",
    "check",
    "check_certificate",
    "check_prices",
    "cut_name",
    "gap",
    "leaf_bounds",
    "least_payment",
    "margins",
    "money_use",
    "option_terms",
    "plain_leaf",
    "quota_use",
    "rule_values",
]
