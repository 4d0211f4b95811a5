"""One form for matching: simplified, half-width, plain blanks. Every character stays at its offset.

Nothing here is shown to anyone: what is shown is cut from the document's own text at the same offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kaimen.extract.characters import PAIRS
from kaimen.extract.unit_words import CASED_UNITS

_KEPT_WIDE = "，；：！？（）"
"""Full-width marks that say that the text around them is Chinese."""

_BLANKS = "\t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of no width and of direction, which are read as blanks so that they hide no figure."""

_LIKE = dict(zip("‘’′「『」』﹁﹂–‐‑−﹣～∼", "'''““””“”-----~~", strict=True))


def _table() -> dict[int, str]:
    pairs = PAIRS.replace("\n", "")
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE}
    simple = {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}
    blanks = dict.fromkeys(map(ord, _BLANKS + _UNSEEN), " ")
    return simple | wide | blanks | {ord(mark): like for mark, like in _LIKE.items()}


_FOLD = _table()
_LOWER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_WIDE_THOUSANDS = re.compile(
    "(?<=[０-９])，(?=[０-９]{3}(?![０-９]))|(?<=(?<![0-9.,，])[1-9])，(?=[0-9]{3}(?:\\.[0-9]+)?[万亿元吨亩公个家户人])"
)
_IN_FIGURE = re.compile(f"(?<=[0-9,.])[{_UNSEEN}]+(?=[0-9,.])")
"""Marks that are not seen within a figure: what is read would be another one, so none is."""

_NOTE_MARK = re.compile(
    r"(?<=[0-9０-９])(?<!\b10)(?:[⁰¹²³⁴-⁹]{1,3}|[①-⑳])(?=[^0-9.⁰¹²³⁴-⁹])|(?<=[0-9０-９a-z])\[\d{1,2}\](?=[^0-9.])"
)
"""A mark of a footnote behind a figure, which would part it from its unit; 10⁶ is a power."""

_HAN_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_HAN_YEAR = re.compile("(?<![一二三四五六七八九])(?:一九|二[〇零○Ｏ])[〇零○Ｏ一二三四五六七八九]{2}(?=年)")


def _in_digits(match: re.Match[str]) -> str:
    return match[0].translate(_HAN_DIGITS)


_TAB, _CELL_EDGE = re.compile(r"(?<=\d)\t(?=\d)"), "\x1f"
"""A tab between numbers, which is no blank that groups digits, and the mark of a blank that stands for it."""
_CASED = re.compile(f"(?<=[0-9n] )(?:{'|'.join(CASED_UNITS.split())})(?![A-Za-z0-9])")
"""Units that differ from others by their capitals alone; they keep them."""
_Tree = dict[str, "_Tree"]
"""Words by their letters; a key without a letter where a word ends."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text for matching: `plain` with capitals as they are, `lower` without but in `ML`; both as long as the text."""

    plain: str
    lower: str


def fold(text: str) -> Folded:
    """Return the text for matching, character by character."""
    unmarked = _IN_FIGURE.sub(lambda mark: "_" * len(mark[0]), text)
    unmarked = _TAB.sub(_CELL_EDGE, _WIDE_THOUSANDS.sub(",", unmarked))
    unmarked = _NOTE_MARK.sub(lambda mark: " " * len(mark[0]), unmarked)
    plain = _HAN_YEAR.sub(_in_digits, unmarked).translate(_FOLD)
    lower = plain.translate(_LOWER)
    parts: list[str] = []
    at = 0
    for cased in _CASED.finditer(plain):
        parts += [lower[at : cased.start()], cased[0]]
        at = cased.end()
    lower = "".join([*parts, lower[at:]])
    return Folded(plain, lower)


def alternatives(words: str | list[str]) -> str:
    """Return a pattern of any of the words, the longest that stands there first; `_` in a word is a blank.

    Words that begin alike share their beginning in the pattern, so that a long table costs little at each place.
    """
    known = words.split() if isinstance(words, str) else words
    tree: _Tree = {}
    for word in known:
        at = tree
        for mark in word.replace("_", " "):
            at = at.setdefault(mark, {})
        at[""] = {}
    return "|".join(_branches(tree))


@lru_cache
def cue_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of words of both languages, blanks as they are; English ones stand as whole words."""
    latin, han = ([word for word in words if word[0].isascii() is is_latin] for is_latin in (True, False))
    parts = [rf"(?<![a-z])(?:{alternatives(latin)})(?![a-z])"] if latin else []
    return re.compile("|".join([*parts, *([alternatives(han)] if han else [])]))


def _branches(tree: _Tree) -> list[str]:
    return [re.escape(mark) + _rest(after) for mark, after in sorted(tree.items()) if mark]


def _rest(tree: _Tree) -> str:
    """Return the pattern of what may follow the beginning of a word; longer words before the one that ends here."""
    branches = _branches(tree)
    if not branches:
        return ""
    if len(branches) == 1 and "" not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in tree else ''}"
