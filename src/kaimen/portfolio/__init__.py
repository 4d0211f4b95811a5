"""Plans, prices, and the independent judge of both.

`check` and `bound` are written from the statement (`kaimen.problem.types`) and share no code with
any solver: whatever `solve` returns, or a file claims, ends here.
"""

from kaimen.portfolio.bound import bound, check_prices, least_payment, margins
from kaimen.portfolio.check import benefit, check, money_use, quota_use, rule_values
from kaimen.portfolio.terms import Term, option_terms
from kaimen.portfolio.types import Bounds, Portfolio, PriceList, QuotaUse, Result, Status, gap

__all__ = [
    "Bounds",
    "Portfolio",
    "PriceList",
    "QuotaUse",
    "Result",
    "Status",
    "Term",
    "benefit",
    "bound",
    "check",
    "check_prices",
    "gap",
    "least_payment",
    "margins",
    "money_use",
    "option_terms",
    "quota_use",
    "rule_values",
]
