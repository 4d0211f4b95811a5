"""What papers say in English and Chinese: messages, units, figures and periods of each language.

`MESSAGES` is one table: an id with what is said in either language. A `Speaker` says them, writes
figures the way the language does, and turns amounts into the units its readers use.
"""

from kaimen.report.language.data_words import said_heading, said_in_unit, said_reference
from kaimen.report.language.finding_words import in_chinese, said_place, said_text, said_value
from kaimen.report.language.messages import LANGUAGES, MESSAGES
from kaimen.report.language.speaker import Speaker, words_of
from kaimen.report.language.units import View, step_of, view_of

__all__ = [
    "LANGUAGES",
    "MESSAGES",
    "Speaker",
    "View",
    "in_chinese",
    "said_heading",
    "said_in_unit",
    "said_place",
    "said_reference",
    "said_text",
    "said_value",
    "step_of",
    "view_of",
    "words_of",
]
