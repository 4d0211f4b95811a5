"""Clauses that promise something without a figure: dated, vague, relative, slogans, and soft ones that name an action.

A dated clause says that something is begun, built or in use by a day or in a period that stands in it, so it can be
tested as a figure can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaimen.extract.cue_words import CHINESE_PLANS, PLANS, RELATIVE, RELATIVE_OBJECTS, SLOGANS, VAGUE
from kaimen.extract.discourse import Context, mentions_between
from kaimen.extract.folding import alternatives
from kaimen.extract.modality import cue
from kaimen.extract.types import Quantity

_BOUNDARY = r"(?:^|[,;:.\"”] (?:and (?:also )?)?|[，；。：、]|\b(?:to|will|must|shall|should|and) )"
_SOFT = re.compile(
    rf"{_BOUNDARY}(?P<clause>(?:(?:also|further|continue to|strive to|[a-z]+ly) ){{0,2}}(?:{alternatives(PLANS)}) "
    r"[^,;:.\n]{12,240}(?:, [a-z][^,;:.\n]{2,40}){0,4}?)(?=[,;:.\n]|$)"
)
_SOFT_HAN = re.compile(
    rf"(?:^|[，；。：、\n])(?P<clause>(?:要|将|继续|进一步|加快|大力|全面|深入|积极|着力|扎实|持续|不断|力争|确保|稳步){{0,3}}"
    rf"(?:{alternatives(CHINESE_PLANS)})[^，；。：\n]{{3,60}})(?=[，；。：\n]|$)"
)
_VAGUE, _RELATIVE, _OBJECTS, _SLOGAN = cue(VAGUE), cue(RELATIVE), cue(RELATIVE_OBJECTS), cue(SLOGANS)
_DONE = re.compile(
    r"(?<![a-z])(?:(?:re)?open(?:s|ed)?|complet(?:e|es|ed|ion)|finish(?:ed)?|commission(?:ed)?|inaugurated?|operational|"
    r"in(?:to)? (?:use|operation|service)|start(?:s)? (?:operations?|operating|running)|go(?:es)? live|delivered|"
    r"handed over|(?:break|broken) ground|(?:construction|works?|building)[^,;.]{0,80} (?:begins?|starts?|commences?)|"
    r"(?:begin|start|commence) (?:the )?(?:construction|works?|building))(?![a-z])"
)
_DONE_HAN = re.compile(
    "建成|完工|竣工|开工|动工|投产|达产|通车|通水|通航|通气|投用|启用|交付|投入(?:使用|运营|运行|生产)|试运[行营]|封顶|并网|"
    "贯通|开通|开园|开业|开馆|完成[^，；。：]{0,24}(?:建设|工程|改造|施工|招标|征地|搬迁|验收|安装)"
)
_BESIDE = re.compile(r"[\s,，、]*(?:之?前|底前?|内|里|末)?[\s,，]*")
"""What may stand between a period and the clause it dates."""
_CLAUSE = re.compile(r"[,，;；。:：\n\"“”]|\.(?!\d)")
_LONGEST = 300
_NEAR = 80


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at `start` to `end` with its kind and tier; `object_start` is where what it is about begins."""

    start: int
    end: int
    kind: str
    tier: str
    object_start: int

    def what(self, text: str) -> str:
        """Return what the clause is about, at most 120 characters."""
        return text[self.object_start : self.end].strip()[:120].strip()


def clauses_without_figures(lower: str, context: Context, own: Sequence[Quantity]) -> Iterator[Clause]:
    """Yield the clauses of a sentence that hold no figure and say what will be or was done; none overlaps another."""
    begin, end = context.sentence.start, context.sentence.end
    taken, figures = bytearray(end - begin), bytearray(end - begin)
    for quantity in own:
        _mark(figures, quantity.start - begin, quantity.end - begin)
    marked = [*_marked(lower, context), *_dated(lower, context), *_soft(lower, context)]
    rank = {"slogan": 0, "relative": 1, "testable": 2, "vague": 3, "soft": 4}
    for clause in sorted(marked, key=lambda clause: (rank.get(clause.kind, rank[clause.tier]), clause.start)):
        first = (clause.object_start if clause.kind in ("vague", "relative") else clause.start) - begin
        last = clause.end - begin
        if clause.kind == "unquantified" and figures.find(1, first, last) >= 0:
            continue
        if taken.find(1, first, last) < 0:
            _mark(taken, first, last)
            yield clause


def _mark(places: bytearray, start: int, end: int) -> None:
    """Mark the places of a span, so that whether spans touch is a look at their own length, however many there are."""
    places[start:end] = b"\x01" * (min(end, len(places)) - start)


def _marked(lower: str, context: Context) -> Iterator[Clause]:
    begin, end = context.sentence.start, context.sentence.end
    for match in _VAGUE.finditer(lower, begin, end):
        if lower[match.start() - 1 : match.start()] == "第":
            continue  # 第一批 is a number of a list
        low, high = _clause(lower, match.start(), match.end(), begin, end)
        yield Clause(low, high, "vague", "vague", match.start())
    for match in _RELATIVE.finditer(lower, begin, end):
        low, high = _clause(lower, match.start(), match.end(), begin, end)
        if _OBJECTS.search(lower, max(low, match.start() - 40), min(high, match.end() + 40)):
            yield Clause(low, high, "relative", "testable", low)
    for match in _SLOGAN.finditer(lower, begin, end):
        if context.is_han and lower[match.start() - 1 : match.start()] not in '“"':
            continue
        low, high = _clause(lower, match.start(), match.end(), begin, end)
        yield Clause(low, high, "slogan", "slogan", low)


def _dated(lower: str, context: Context) -> Iterator[Clause]:
    begin, end = context.sentence.start, context.sentence.end
    for match in (_DONE_HAN if context.is_han else _DONE).finditer(lower, begin, end):
        low, high = _clause(lower, match.start(), match.end(), begin, end)
        near = [m for m in mentions_between(context, low - _NEAR, high) if m.kind in ("period", "deadline") and m.last]
        inside = [m for m in near if m.start >= low]
        before = [m for m in near if m.end <= low and _BESIDE.fullmatch(lower, m.end, low)]
        if inside or before:
            own = [m for m in (*inside, *before) if m.start <= low <= m.end + 4 or m in before]
            object_start = max((m.end for m in own), default=low)
            yield Clause(
                min([low, *(m.start for m in before)]), high, "unquantified", "testable", max(low, object_start)
            )


def _soft(lower: str, context: Context) -> Iterator[Clause]:
    pattern = _SOFT_HAN if context.is_han else _SOFT
    begin = context.sentence.start
    for match in pattern.finditer(lower[begin : context.sentence.end]):  # cut out, so that ^ is where it begins
        start, end = (begin + at for at in match.span("clause"))
        yield Clause(start, end, "unquantified", "soft", start)


def _clause(lower: str, start: int, end: int, begin: int, stop: int) -> tuple[int, int]:
    """Return the clause around a span: from the mark before it to the mark after it."""
    low = max(begin, start - _LONGEST)
    for match in _CLAUSE.finditer(lower, low, start):
        low = match.end()
    after = _CLAUSE.search(lower, end, min(stop, end + _LONGEST))
    high = after.start() if after else min(stop, end + _LONGEST)
    while low < start and lower[low].isspace():
        low += 1
    return low, high
