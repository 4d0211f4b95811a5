"""Lines that were broken to a width (mails, old systems): read on in the next line, at the same offsets.

A text is taken for wrapped where several lines end near the same column and hardly any is longer. There, a line goes on
where the first word of the next one had no room left on it. Its line end is read as a blank; the text is not changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_NARROWEST, _WIDEST = 36, 160
_NEAR = 14
_LONGER = 20
_LETTER = re.compile(r"[^\W\d_](?=[a-z ])")
_ENOUGH, _PROSE = 3, 5
"""One line of so many may be longer than the width."""

_END = re.compile(r"\r\n|\r|\n")
_ANEW = re.compile(
    r"[ \t\u3000]{2}|[-*•·●○■□◆◇▪‣–—|]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、]|\d{1,2}[.．](?!\d)|\Z|\t"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
)


_CELLS = re.compile(r"\S[ ]*[|\t][ ]*\S")
"""A line of a table, which ends where it ends."""


def read_on(text: str) -> str:
    """Return a text with a blank for each line end within a paragraph; as long as the text."""
    ends = [(end.start(), end.end()) for end in _END.finditer(text)]
    if not ends:
        return text
    starts = [0, *(end for _, end in ends)]
    lines = [text[start : ends[at][0] if at < len(ends) else len(text)] for at, start in enumerate(starts)]
    widths = [_width(line.rstrip()) for line in lines]
    edge = _edge([width for width in widths if width])
    if not edge or _is_list(lines):
        return text
    marks = list(text)
    for at, (start, end) in enumerate(ends):
        if not _CELLS.search(lines[at]) and _goes_on(widths[at], lines[at + 1], edge):
            marks[start:end] = " " * (end - start)
    return "".join(marks)


def _is_list(lines: Sequence[str]) -> bool:
    """Return whether lines in letters with capitals hardly ever begin with a small one, as those of prose do."""
    first = [mark[0] for line in lines[1:] if (mark := _LETTER.match(line))]
    return len(first) >= _ENOUGH and len(first) > sum(map(str.islower, first)) * _PROSE


def _edge(widths: Sequence[int]) -> int:
    """Return the width that a text is wrapped to, or 0 where it is not."""
    ordered = sorted(widths, reverse=True)
    longer = len(ordered) // _LONGER
    edge = ordered[longer] if longer < len(ordered) else 0
    if not _NARROWEST <= edge <= _WIDEST or len(ordered) < 3:
        return 0
    near = sum(edge - _NEAR <= width <= edge for width in ordered)
    return edge if near >= max(2, len(ordered) // 4) else 0


def _goes_on(width: int, after: str, edge: int) -> bool:
    if not width or not after.strip() or width > edge or _ANEW.match(after):
        return False
    word = re.match(r"[!-~]+|.", after.lstrip())
    return width + 1 + _width(word[0] if word else "") > edge


def _width(text: str) -> int:
    """Return how many columns a text takes: two for a wide letter."""
    return len(text) if text.isascii() else sum(1 + (unicodedata.east_asian_width(mark) in "WF") for mark in text)
