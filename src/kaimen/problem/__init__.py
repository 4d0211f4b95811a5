"""A library and a scenario compiled to frozen integer arrays, names kept beside them.

`Problem` is the statement that every solver, check and bound reads. `build_problem` makes it.
"""

from kaimen.problem.appraisal import Appraisal, Part, parts_of
from kaimen.problem.build import appraised, build_problem, completed
from kaimen.problem.change import Narrowed, forced_in, forced_out, with_options
from kaimen.problem.types import (
    AT_LEAST,
    AT_MOST,
    EQUAL,
    Barred,
    FundRow,
    Ints,
    LifeRows,
    OptionName,
    Problem,
    QuotaRow,
    RuleRow,
    Splits,
    Terms,
)

__all__ = [
    "AT_LEAST",
    "AT_MOST",
    "EQUAL",
    "Appraisal",
    "Barred",
    "FundRow",
    "Ints",
    "LifeRows",
    "Narrowed",
    "OptionName",
    "Part",
    "Problem",
    "QuotaRow",
    "RuleRow",
    "Splits",
    "Terms",
    "appraised",
    "build_problem",
    "completed",
    "forced_in",
    "forced_out",
    "parts_of",
    "with_options",
]
