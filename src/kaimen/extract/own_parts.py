"""Counts whose parts the text lists itself: four industries, including A, B, C and D."""

from __future__ import annotations

import re
from functools import lru_cache

from kaimen.extract.folding import Folded
from kaimen.extract.nouns import noun_phrase

_REACH = 320
_OPENED = re.compile(
    r"(?P<listed>,? ?(?:including|namely|such as|covering|comprising):? |: ?| ?\()|(?P<named> of (?:the )?)"
)
_CHINESE_OPENED = re.compile(r"[^，。；、：\n]{0,12}(?:[，,]?(?:包括|分别是|分别为|即|涵盖)|：|（)")


def lists_its_parts(folded: Folded, count: int, start: int, end: int, is_han: bool) -> bool:
    """Return whether as many parts as `count` are listed after the figure (in Chinese also before it)."""
    if not 2 <= count <= 12:
        return False
    if is_han:
        return _chinese_list(folded.plain, count, start, end)
    phrase_end = end + len(noun_phrase(folded.lower, end)) + 1
    opened = _OPENED.match(folded.lower, phrase_end)
    if opened is None:
        return False
    at = opened.end()
    if opened["named"] and not folded.plain[at : at + 1].isupper():
        return False
    return _english_list(count).match(folded.lower, at, at + _REACH) is not None


@lru_cache
def _english_list(count: int) -> re.Pattern[str]:
    item = r"(?:(?! and )[^,;.:\n]){1,60}"
    return re.compile(rf"{item}(?:, {item}){{{count - 2}}},? and {item}")


def _chinese_list(plain: str, count: int, start: int, end: int) -> bool:
    item = "[^、，。；：\n]{1,16}"
    opened = _CHINESE_OPENED.match(plain, end)
    if opened and re.compile(rf"{item}(?:、{item}){{{count - 2}}}[、和及与]{item}").match(plain, opened.end()):
        return True
    before = plain[max(0, start - 17 * count) : start].removesuffix("等")
    return re.search(rf"{item}(?:、{item}){{{count - 2}}}[、和及与][^、，。；：\n等]{{1,16}}\Z", before) is not None
