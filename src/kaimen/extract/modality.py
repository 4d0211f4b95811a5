"""Promised, reported or estimated: the period against the day of publication first, then the section, then tense."""

from __future__ import annotations

import re
from datetime import date

from kaimen.extract.cue_words import COMPLETIONS, ESTIMATES, PROMISES, REPORTS, SECTION_PROMISES, SECTION_REPORTS
from kaimen.extract.folding import cue_of


def cue(words: str) -> re.Pattern[str]:
    """Return a pattern of cue words of both languages; English ones stand as whole words."""
    return cue_of(tuple(word.replace("_", " ") for word in words.split()))


_PROMISE, _REPORT, _ESTIMATE = cue(PROMISES), cue(REPORTS), cue(ESTIMATES)
_COMPLETED = cue(COMPLETIONS)
_SECTION_REPORT, _SECTION_PROMISE = cue(SECTION_REPORTS), cue(SECTION_PROMISES)
_PAST = re.compile(r"(?<![a-z])(?:was|were|has been|have been|had|rose|fell|grew|declined|dropped|stood)(?![a-z])")
_PLANS = re.compile(
    r"(?<![a-z])(?:plan|plans|measures|opinions|notice|provisions|rules|guidelines|programme)(?![a-z])|"
    "方案|规划|计划|政策|意见|办法|措施|通知|细则|规定|行动|纲要"
)
_REPORTS_TITLE = re.compile("报告|解读|(?<![a-z])report")
REPORTED = "reported"
"""The section that tells what was done."""
PLAN = "plan"
"""The section of a document that is a plan, a policy or a notice as a whole: what it says is promised."""
_WIDEST = 600


def section_modality(line: str) -> str:
    """Return what the sentences under a heading are (promised, reported), or nothing."""
    if _SECTION_PROMISE.search(line):
        return "promised"
    return REPORTED if _SECTION_REPORT.search(line) else ""


def document_section(title: str) -> str:
    """Return `PLAN` where a document's title says that it is a plan or a policy, or nothing."""
    return PLAN if _PLANS.search(title) and not _REPORTS_TITLE.search(title) else ""


def modality(
    clause: str,
    last: date | None,
    published: date | None,
    section: str,
    first: date | None = None,
    own: tuple[tuple[str, str], ...] = (),
) -> str:
    """Return the modality of a clause in lower case.

    Args:
        clause: the words around the figure.
        last: last day of its period, if known.
        published: day of publication, if known.
        section: what the section says, or nothing.
        first: first day of its period, if known.
        own: a planner's own words, each with the modality before it; they decide where the period does not.
    """
    clause = clause[:_WIDEST]
    told = next((mode for mode, word in own if cue_of((word,)).search(clause)), "")
    if last and published and last < published:
        return "estimated" if _ESTIMATE.search(clause) else "reported"
    if first and published and first > published:
        return "promised"
    if told:
        return told
    if last and published:  # a deadline ahead or a period under way
        is_over = _COMPLETED.search(clause) or (_PAST.search(clause) and not _PROMISE.search(clause))
        return "reported" if is_over else "promised"
    if section == PLAN:
        return "reported" if _COMPLETED.search(clause) else "promised"
    if section:
        return section
    promise, report = _PROMISE.search(clause), _REPORT.search(clause)
    return "reported" if report and not promise else "promised"
