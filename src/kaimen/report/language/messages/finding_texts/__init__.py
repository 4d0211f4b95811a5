"""What findings say in Chinese: each English sentence, its values in braces, with its Chinese one.

A finding is a value with English sentences; `kaimen.report.language.in_chinese` looks them up here by their words.
A value named `n` or `m` is a figure. One in quotation marks is kept as it is, any other is looked up too; the end of
its name says what stands between its parts: `names_or` is a list with "or" between.
`tests/report/test_finding_texts.py` holds this table to the source, text by text.
"""

from kaimen.report.language.messages.finding_texts.keeping import (
    COMMANDS,
    DELIVERY,
    PLEDGES,
    TAKEN_IN,
    WORKSPACES,
)
from kaimen.report.language.messages.finding_texts.plans import PLAN_FILES, PROBLEMS, SCENARIOS
from kaimen.report.language.messages.finding_texts.reading import DOCUMENTS, LISTS, READING
from kaimen.report.language.messages.finding_texts.treating import CHAINS_AND_FIRMS, POLICIES, SERVICES
from kaimen.report.language.messages.finding_texts.workbench import CHANGES, QUESTIONS, RIGHTS, SERVER

_TABLES = (
    *(READING, DOCUMENTS, LISTS, CHANGES, QUESTIONS, RIGHTS, SERVER),
    *(SCENARIOS, PROBLEMS, PLAN_FILES, CHAINS_AND_FIRMS, POLICIES, SERVICES),
    *(PLEDGES, DELIVERY, TAKEN_IN, WORKSPACES, COMMANDS),
)

FINDING_TEXTS: dict[str, str] = {english: chinese for table in _TABLES for english, chinese in table.items()}
"""Sentences and parts of sentences: English, with what it is in Chinese."""
