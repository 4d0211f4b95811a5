"""Whether a figure is a change or a level, and which way, from the nearest word that says so."""

from __future__ import annotations

import re

from kaimen.extract.cue_words import FALLS, LEVELS, RISES
from kaimen.extract.folding import alternatives

_BACK, _AHEAD = 60, 24
_CLAUSE = re.compile(r"[，。；：！？、;:!?\n（）()]|,(?!\d)|\.(?!\d)")


def _pattern(words: str) -> str:
    known = words.split()
    latin, han = [w for w in known if w[0].isascii()], [w for w in known if not w[0].isascii()]
    return rf"(?<![a-z])(?:{alternatives(latin)})(?![a-z])|{alternatives(han)}"


_CUES = re.compile(f"(?P<up>{_pattern(RISES)})|(?P<down>{_pattern(FALLS)})")
_NO_RISE = re.compile(
    r"(?<![a-z])(?:tak(?:e|es|en|ing)|took|mak(?:e|es|ing)|made|sets?|setting|opens?|opened|starts?) \Z"
)
"""Before "up": to make up 40 % of it is no rise."""
_LEVELS = re.compile(_pattern(LEVELS))
_TO = re.compile(
    r"(?:(?<![a-z])(?:to|from|(?:ris|fall|fell|rose|drop|climb|go|stay|remain)[a-z]* (?:above|below|over|under))"
    r"|到|至|由|从)\s*(?:about |around |over |more than |约|全国|全省|全市)?\Z"
)
_AT_A_RATE = re.compile(r" at (?:an? )?(?:[a-z]+ ){0,3}rate of (?:[a-z]+ ){0,3}\Z")
_AFTER = re.compile(rf"[ ,-]*(?:year-on-year )?(?:{_pattern(RISES)}|{_pattern(FALLS)})")
_REACHED = re.compile(
    r"(?:(?<![a-z])(?:to|at|from)|为|到|至|在|达|由|从|保持在)\s*(?:about |around |over |more than |约)?\Z"
)


def change_of(lower: str, start: int, end: int, kind: str) -> tuple[str, str]:
    """Return the kind of change (`yoy`, `increment`, `level` or nothing) and its direction (up, down or nothing)."""
    if kind not in ("percent", "points", "money", "mass", "area", "energy", "multiple", "electricity"):
        return "", ""
    before = _clause_before(lower, start)
    cues = [
        cue
        for cue in _CUES.finditer(before)
        if not before.startswith(" than", cue.end())  # no higher than
        and not (cue[0] == "up" and _NO_RISE.search(before, 0, cue.start()))
    ]
    direction = ("up" if cues[-1]["up"] else "down") if cues else ""
    is_near = bool(cues) and len(before) - cues[-1].end() <= 28
    if kind == "percent":
        return _percent(lower, end, before, direction, cues[-1].end() if cues else 0)
    if not is_near or _REACHED.search(before):
        return "", ""
    gap = before[cues[-1].end() :]
    close = len(gap.split()) <= 4 if gap.isascii() else len(gap) <= 3
    return ("increment", direction) if close else ("", "")


def changes(lower: str) -> bool:
    """Return whether the last sentence of some words tells of a rise or fall."""
    stop = max(lower.rfind(mark) for mark in ("。", "；", "; ", ". ", "\n"))
    return _CUES.search(lower, stop + 1) is not None


def _percent(lower: str, end: int, before: str, direction: str, cue_end: int) -> tuple[str, str]:
    levels = list(_LEVELS.finditer(before))
    level = levels[-1] if levels else None
    if _TO.search(before) or (direction and level and _REACHED.search(before)):
        return "level", ""
    if _AT_A_RATE.search(before) and direction:
        return "yoy", direction
    if before.endswith("的"):
        return "level", ""  # 投资的1%
    if direction and level and level.start() - cue_end >= (2 if level[0].isascii() else 1):
        return "level", ""  # the contribution rate to growth, but not the growth rate
    if direction:
        return "yoy", direction
    after = _AFTER.match(lower, end, end + _AHEAD)
    if after and not level:
        cue = _CUES.search(after[0])
        return "yoy", "up" if cue and cue["up"] else "down"
    return "level", ""


def _clause_before(lower: str, start: int) -> str:
    window = lower[max(0, start - _BACK) : start]
    stops = list(_CLAUSE.finditer(window))
    while stops and stops[-1].end() == len(window) and window.endswith(("%、", "点、")):
        window = window[:-1]  # 分别增长4.6%、6.5%: the second goes on as the first
        stops.pop()
    return window[stops[-1].end() :] if stops else window
