"""Services to applicants: clocks of cases, how long they take, which will be late, and how firms feel served.

Names are imported when they are first used: counting working days needs no statistics.
"""

from typing import TYPE_CHECKING

from kaimen.lazy import homes, lazily

if TYPE_CHECKING:
    from kaimen.service.calendars import Calendar, WorkingDays, check_days, china, weekends, years_text
    from kaimen.service.cases import STATES, Case, Clock, Clocks, Spell, Standard, Stop, check_case, end_of, moment
    from kaimen.service.curves import Curve, Effect, curve, effects
    from kaimen.service.forecast import Chance, Known, Trial, chances, trial
    from kaimen.service.survey import Answer, Gain, check_answers, gains

_NAMES = {
    "calendars": "Calendar WorkingDays check_days china weekends years_text",
    "cases": "STATES Case Clock Clocks Spell Standard Stop check_case end_of moment",
    "curves": "Curve Effect curve effects",
    "forecast": "Chance Known Trial chances trial",
    "survey": "Answer Gain check_answers gains",
}

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
    "check_answers",
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
    "years_text",
]

if not TYPE_CHECKING:  # a type checker then says which names there are not
    __getattr__ = lazily(__name__, homes(_NAMES))


def __dir__() -> list[str]:
    return __all__
