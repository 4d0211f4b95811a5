"""Finds periods: words for a stretch of time, resolved against the day the document was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kaimen.extract.folding import Folded
from kaimen.extract.period_rows import ANYWHERE, ROWS
from kaimen.extract.period_rules import Days, Rule, fiscal, fiscal_relative

_LINE, _HAN_CHAR = re.compile(r"[^\n]+"), re.compile("[\u3400-\u9fff]")
_FISCAL_WORDS = ("fy", "fiscal", "financial year", "budget year")
_FISCAL_RULES = (fiscal, fiscal_relative)
_PATTERNS = [(re.compile(pattern), kind, relative, rule) for kind, relative, rule, pattern in ROWS]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words for a period: span, first and last day (None: not known), and what they are good for.

    `kind` is `period`, `deadline` (by the end of), `loose` (the end of a year not named), `all` (the whole of one),
    `comparison` (a base, not a period), `span` (a length of time), `day` (of an event) or `open`.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: str
    relative: bool = False


def find_mentions(text: Folded, published: date | None) -> list[Mention]:
    """Return the words for periods in the order of the text, without overlaps; the longer reading wins."""
    found = sorted(_all(text.lower, published), key=lambda mention: (mention.start, -mention.end))
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end > kept[-1].end and mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return kept


def _all(lower: str, published: date | None) -> Iterator[Mention]:
    han = list(_han_lines(lower))
    is_fiscal = any(word in lower for word in _FISCAL_WORDS)
    for pattern, kind, relative, rule in _PATTERNS:
        if rule in _FISCAL_RULES and not is_fiscal:
            continue
        for start, end in [(0, len(lower))] if pattern.pattern.isascii() or ANYWHERE in pattern.pattern else han:
            for match in pattern.finditer(lower, start, end):
                first, last = _resolved(rule, match, published) or (None, None)
                if kind != "start":
                    yield Mention(match.start(), match.end(), first, last, kind, relative)
                elif first and published and first > published:
                    yield Mention(match.start(), match.end(), first, None, "period", relative)


def _han_lines(lower: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines that hold Chinese characters, where alone the Chinese words can stand."""
    begin = stop = -1
    for line in _LINE.finditer(lower):
        if not _HAN_CHAR.search(lower, *line.span()):
            continue
        if line.start() != stop + 1 and stop >= 0:
            yield begin, stop
        begin, stop = (line.start() if line.start() != stop + 1 or stop < 0 else begin), line.end()
    if stop >= 0:
        yield begin, stop


def _resolved(rule: Rule, match: re.Match[str], published: date | None) -> Days:
    try:
        return rule(match, published)
    except (ValueError, OverflowError):  # the 31st of February, the year 0
        return None
