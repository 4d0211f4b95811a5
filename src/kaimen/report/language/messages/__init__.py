"""The message catalogue: one table, an id with what is said in English and in Chinese.

Values stand in braces. Where a message has a bar, the words before it are said of one, those after
it of any other number (`n`); Chinese does not make the difference. Names of the data are not here:
a scenario says what its own names are called.
"""

from collections.abc import Mapping

from kaimen.report.language.messages.asking import ASKING
from kaimen.report.language.messages.chains import CHAINS
from kaimen.report.language.messages.finding_titles import FINDING_TITLES
from kaimen.report.language.messages.frame import FRAME
from kaimen.report.language.messages.guide import GUIDE
from kaimen.report.language.messages.holding import HOLDING
from kaimen.report.language.messages.matching import MATCHING
from kaimen.report.language.messages.planning import PLANNING
from kaimen.report.language.messages.reading import READING
from kaimen.report.language.messages.reasons import LETTERS, REASONS
from kaimen.report.language.messages.tables import TABLES
from kaimen.report.language.messages.traces import TRACES
from kaimen.report.language.messages.treating import TREATING
from kaimen.report.language.messages.watching import WATCHING
from kaimen.report.language.messages.workbench import WORKBENCH

LANGUAGES = ("en", "zh")
"""The languages of papers, in the order of the catalogue's columns."""

MESSAGES: Mapping[str, tuple[str, str]] = {
    **FRAME,
    **TABLES,
    **REASONS,
    **LETTERS,
    **CHAINS,
    **GUIDE,
    **WORKBENCH,
    **PLANNING,
    **READING,
    **HOLDING,
    **TREATING,
    **TRACES,
    **MATCHING,
    **ASKING,
    **WATCHING,
    **FINDING_TITLES,
}
"""Every message by its id."""
