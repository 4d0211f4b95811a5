"""Lists of targets in English: a target of over 11 million jobs is reached at 11 million (1100万人以上)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEAD = re.compile(r"(?<![a-z])(?:targets?|goals?)(?![a-z])[^\n.;:]{0,90}:[ \t]*")
_INLINE = re.compile(r"(?:[^\n.]|\.(?=\d)){1,1200}")
_LINE = re.compile(r"[^\n]*\n?")
_MOST_LINES, _LONGEST_LINE = 40, 300
_SENTENCE = re.compile(r"(?<!^\d)(?<!^\d\d)\.(?=\s+\S)")


def target_lists(lower: str) -> Iterator[tuple[int, int]]:
    """Yield where the items of each list of targets begin and end: behind the colon, or the lines below it."""
    for head in _HEAD.finditer(lower):
        if inline := _INLINE.match(lower, head.end()):
            yield inline.span()
            continue
        end = head.end()
        for _ in range(_MOST_LINES):
            line = _LINE.match(lower, end)
            if line is None or len(line[0]) > _LONGEST_LINE or _SENTENCE.search(line[0]) or not line[0]:
                break
            end = line.end()
            if line[0].rstrip().endswith("."):
                break
        yield head.end(), end
