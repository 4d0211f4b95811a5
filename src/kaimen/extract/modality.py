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
_PAST = re.compile(
    r"(?<![a-z])(?:was|were|has been|have been|had|rose|fell|grew|declined|dropped|stood|got|touched|topped"
    r"|averaged|drew|came|held|(?:in|de)creased by|(?:improved|expanded) by"
    r"|(?:has|have) (?:already |now |also |[a-z]+ly )?(?!to |committed|pledged|agreed|decided|planned|set|vowed"
    r"|promised|proposed|announced|plans)[a-z]{2,}(?:ed|en|wn|ne|nt|lt|ght|id|ut|un|uilt))(?![a-z])"
)
_STATES = re.compile(r"(?<![a-z])(?:(?:has|have)(?! to)|now|currently|today|at present)(?![a-z])")
_FORECAST = re.compile(r"(?<![a-z])(?:estimated|estimates|estimate|forecasts?|projected|projects? that)(?![a-z])")
_PLANS = re.compile(
    r"(?<![a-z])(?:plan|plans|budget|strategy|vision|spending review|policy statement"
    r"|measures|opinions|notice|provisions|rules|guidelines|programme)(?![a-z])|"
    "方案|规划|计划|政策|意见|办法|措施|通知|细则|规定|行动|纲要"
)
_REPORTS_TITLE = re.compile("报告|解读|(?<![a-z])report|update(?![a-z])")
_NO_REPORT = re.compile("spending review|review and plan")
REPORTED = "reported"
"""The section that tells what was done."""
PLAN = "plan"
"""The section of a document that is a plan, a policy or a notice as a whole: what it says is promised."""
_WIDEST = 600


def section_modality(line: str) -> str:
    """Return what the sentences under a heading are (promised, reported), or nothing."""
    if _SECTION_PROMISE.search(line):
        return "promised"
    return REPORTED if not _NO_REPORT.search(line) and _SECTION_REPORT.search(line) else ""


def document_section(title: str) -> str:
    """Return `PLAN` where a document's title says that it is a plan or a policy, or nothing."""
    return PLAN if _PLANS.search(title) and not _REPORTS_TITLE.search(title) else ""


def tells(clause: str) -> bool:
    """Return whether a clause says by itself that something is promised, was done, or is so today."""
    return any(words.search(clause) for words in (_PROMISE, _REPORT, _PAST, _STATES))


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
        return "estimated" if _FORECAST.search(clause) and not _PROMISE.search(clause) else "promised"
    if told:
        return told
    if (last and published) or section == PLAN:  # a deadline ahead, a period under way, a plan
        return _of_what_runs(clause)
    if section:
        return section
    promise, report = _PROMISE.search(clause), _REPORT.search(clause)
    if promise:
        return "promised"
    if _FORECAST.search(clause) and not report:
        return "estimated"
    return "reported" if report or _PAST.search(clause) or _STATES.search(clause) else "promised"


def _of_what_runs(clause: str) -> str:
    """Return the modality of a clause about a deadline ahead or a period under way, or of a plan."""
    is_promise = _PROMISE.search(clause)
    if _COMPLETED.search(clause) or (_PAST.search(clause) and not is_promise):
        return "reported"
    return "estimated" if _FORECAST.search(clause) and not is_promise else "promised"
