"""What became of it: baselines, observations, indicators, verdicts, warnings. Values in, values out."""

from kaimen.delivery.board import ALL, DIVISIONS, BoardRow, Outlook, Slip, board, modifications, outlook, pace, slips
from kaimen.delivery.calendar import printed_points, year_share
from kaimen.delivery.check import checked
from kaimen.delivery.evidence import DERIVED, SUMS, Term, terms
from kaimen.delivery.standing import as_of, curve, done_in_year, last_end, latest, planned_by, promised_in_year
from kaimen.delivery.types import EXPECTED, MET, MONEY, PHYSICAL, STARTED, Baseline, Modification, Promise, Report

__all__ = [
    "ALL",
    "DERIVED",
    "DIVISIONS",
    "EXPECTED",
    "MET",
    "MONEY",
    "PHYSICAL",
    "STARTED",
    "SUMS",
    "Baseline",
    "BoardRow",
    "Modification",
    "Outlook",
    "Promise",
    "Report",
    "Slip",
    "Term",
    "as_of",
    "board",
    "checked",
    "curve",
    "done_in_year",
    "last_end",
    "latest",
    "modifications",
    "outlook",
    "pace",
    "planned_by",
    "printed_points",
    "promised_in_year",
    "slips",
    "terms",
    "year_share",
]
