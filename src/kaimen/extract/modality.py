"""Promised, reported or estimated: the period against the day of publication first, then the section, then tense."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

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
    r"|averaged|drew|came|held"
    r"|(?<!be )(?<!is )(?<!are )(?<!been )(?:doubled|tripled)|(?:in|de)creased by|(?:improved|expanded) by"
    r"|(?:has|have) (?:already |now |also |[a-z]+ly )?(?!to |committed|pledged|agreed|decided|planned|set|vowed"
    r"|promised|proposed|announced|plans)[a-z]{2,}(?:ed|en|wn|ne|nt|lt|ght|id|ut|un|uilt))(?![a-z])"
)
_STATES = re.compile(r"(?<![a-z])(?:(?:has|have)(?! to)|now|currently|at present)(?![a-z])")
_NOW = re.compile(r"(?<![a-z])(?:now|currently|at present)(?![a-z])")
_FORECAST = re.compile(r"(?<![a-z])(?:estimated|estimates|estimate|forecasts?|projected|projects? that)(?![a-z])")
_PLANS = re.compile(
    r"(?<![a-z])(?:plan|plans|budget|strategy|vision|spending review|policy statement"
    r"|measures|opinions|notice|provisions|rules|guidelines|programme)(?![a-z])|"
    "方案|规划|计划|政策|意见|办法|措施|通知|细则|规定|行动|纲要|安排|要点|清单|攻坚|部署|目标责任"
)
_REPORTS_TITLE = re.compile("报告|解读|(?<![a-z])report|update(?![a-z])")
_NO_REPORT = re.compile("spending review|review and plan")
REPORTED = "reported"
"""The section that tells what was done."""
PLAN = "plan"
"""The section of a document that is a plan, a policy or a notice as a whole: what it says is promised."""
_WIDEST = 600
_COMMITS = re.compile(
    r"将(?![近领军士才])|拟(?![定订议])|力争|争取|确保|务必|应(?![急用对收届时])|(?<![主重需必首扼])要(?![素求闻道])"
    r"|计划|目标|预期|明确|下一步|今后|接下来|未来|给予|予以|可享受"
)
"""Chinese words that turn to what will be."""
_TELLS = re.compile(r"已(?!列)|了|同比|环比|回顾|荣?获(?!得感)|成功|过去|位居|取得|日前|近日|截至|公布|年增")
"""Chinese words that are said of what was."""
_RECKONS = re.compile(
    r"(?:预计(?!.{0,4}(?:投入|开工|动工|启动|推出|新建))|预测|预估|估计)[^，；。\n]*\Z|据(?:初步)?[测估]算|经测算|初步测算"
)
_WITHIN = re.compile(
    "不(?:得|能|应)?超过?|达标|达产|应(?=[用急届对收])|(?<=[响适供相对反效])应|(?<=[主重必首])要|要(?=[素点])"
)
"""Words that hold a cue and say nothing of when."""
_AIMS = re.compile("力争|确保|争取|目标|计划")
_SO_FAR = re.compile("(?<![项科节题])目前(?!的?(?:基础|水平))|自\\S{1,16}以来|上线以来")
_RUNNING = re.compile("累计|同比")
_OWN_END = re.compile("[，；。]")


class Around(NamedTuple):
    """What tells the modality of a Chinese figure besides its clause.

    `done` are the words of the clause that can tell that something was done; `before` is the modality of the figure
    before it in its paragraph, which goes on where the words are weak, or nothing.
    """

    done: str
    before: str = ""


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
    return any(words.search(clause) for words in (_PROMISE, _REPORT, _PAST, _STATES, _COMPLETED))


def modality(
    clause: str,
    last: date | None,
    published: date | None,
    section: str,
    first: date | None = None,
    own: tuple[tuple[str, str], ...] = (),
    around: Around | None = None,
) -> str:
    """Return the modality of a clause in lower case.

    Args:
        clause: the words around the figure.
        last: last day of its period, if known.
        published: day of publication, if known.
        section: what the section says, or nothing.
        first: first day of its period, if known.
        own: a planner's own words, each with the modality before it; they decide where the period does not.
        around: what is known besides in Chinese.
    """
    clause = clause[:_WIDEST]
    told = next((mode for mode, word in own if cue_of((word,)).search(clause)), "")
    if last and published and last < published:
        return "estimated" if _ESTIMATE.search(clause) else "reported"
    if first and published and first > published:
        return "estimated" if _FORECAST.search(clause) and not _PROMISE.search(clause) else "promised"
    if told:
        return told
    is_running = bool(last and published)
    if around:
        return _in_chinese(clause, section, around, is_running=is_running)
    return _in_english(clause, section, is_running=is_running)


def done_words(lower: str, low: int, high: int, span: tuple[int, int], *, is_ahead: bool) -> str:
    """Return the words of a Chinese clause that can tell that its figure was reached.

    Args:
        lower: the text.
        low: where the clause begins.
        high: where it ends.
        span: where the figure stands; words after its own part of the clause are told of others.
        is_ahead: whether it is due by a day: then sums and rates up to that day (累计) tell nothing.
    """
    begin = max((match.end() for match in _COMMITS.finditer(lower, low, span[0])), default=low)
    stop = _OWN_END.search(lower, span[1], high)
    words = lower[begin : stop.start() if stop else high]
    return _RUNNING.sub("", words) if is_ahead else words


def is_reckoned(lower: str, low: int, start: int) -> bool:
    """Return whether the words of a Chinese clause before `start` say that a figure is an estimate, and no aim."""
    found = _RECKONS.search(lower, low, start)
    return bool(found and not _AIMS.search(lower, found.start(), start))


def _in_english(clause: str, section: str, *, is_running: bool) -> str:
    """Return the modality of a clause in English whose period does not tell it."""
    if is_running or section == PLAN:  # a deadline ahead, a period under way, a plan
        return _of_what_runs(clause)
    if section:
        return "reported" if was_done(clause) else section
    promise, report = _PROMISE.search(clause), _REPORT.search(clause)
    if promise:
        return "promised"
    if _FORECAST.search(clause) and not report:
        return "estimated"
    return "reported" if report or was_done(clause) or _STATES.search(clause) else "promised"


def was_done(clause: str) -> bool:
    """Return whether an English clause says by itself that something was done or is so today, and promises nothing."""
    is_told = any(words.search(clause) for words in (_PAST, _NOW, _COMPLETED))
    return is_told and not _PROMISE.search(clause)


def _of_what_runs(clause: str) -> str:
    """Return the modality of a clause about a deadline ahead or a period under way, or of a plan."""
    if _COMPLETED.search(clause) or was_done(clause):
        return "reported"
    return "estimated" if _FORECAST.search(clause) and not _PROMISE.search(clause) else "promised"


def _in_chinese(clause: str, section: str, around: Around, *, is_running: bool) -> str:
    """Return the modality of a Chinese clause whose period does not tell it."""
    if _SO_FAR.search(clause) and not _COMMITS.search(clause):
        return "reported"
    if is_running or section == PLAN:  # a deadline ahead, a period under way, a plan
        return "reported" if _COMPLETED.search(around.done) else "promised"
    if section:
        return section
    if around.before:
        return "promised" if _COMMITS.search(clause) else "reported" if _TELLS.search(clause) else around.before
    clause = _WITHIN.sub("", clause)
    promise, report = _PROMISE.search(clause), _REPORT.search(clause)
    return "reported" if report and not promise else "promised"
