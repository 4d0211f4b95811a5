"""Services to applicants: clocks of cases, how long they take, which will be late, and how firms feel served."""

from kaimen.service.calendars import Calendar, WorkingDays, check_days, china, weekends
from kaimen.service.cases import STATES, Case, Clock, Clocks, Standard, Stop, check_case, end_of, moment
from kaimen.service.curves import Curve, Effect, Spell, curve, effects
from kaimen.service.forecast import Chance, Known, Trial, chances, trial
from kaimen.service.survey import Answer, Gain, gains

__all__ = [
    "STATES",
    "Answer",
    "Calendar",
    "Case",
    "Chance",
    "Clock",
    "Clocks",
    "Curve",
    "Effect",
    "Gain",
    "Known",
    "Spell",
    "Standard",
    "Stop",
    "Trial",
    "WorkingDays",
    "chances",
    "check_case",
    "check_days",
    "china",
    "curve",
    "effects",
    "end_of",
    "gains",
    "moment",
    "trial",
    "weekends",
]
