"""Paragraphs and sentences of a text in English or Chinese, by their offsets.

A line is a paragraph unless it is wrapped: it ends without a stop and is no heading, and the next line goes on. A
sentence ends at a stop that is no decimal point, abbreviation, initial or list number, with the closing quotation marks
that follow. Sentences leave out the blanks around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.types import Sentence

ABBREVIATIONS = """
mr mrs ms dr prof st no nos vs etc e.g i.e u.s u.k u.n a.m p.m jan feb mar apr jun jul aug sep sept oct nov dec inc
rs ksh kshs ltd co corp fig vol approx dept gov sen rep gen art sec sect al cf ca est
"""
_STOP = re.compile(r"[。！？!?；]+[”’\"'）)]*|\.+[”\"')]*(?=\s|$|[A-Z“\"\u3400-\u9fff])|;(?=\s|$)")
_ABBREVIATION = re.compile(rf"(?<![a-z])(?:{alternatives(ABBREVIATIONS)}|[a-z])\Z")
_LIST_NUMBER = re.compile(r"(?:^|\s)\(?\d{1,2}\Z")
_UNITS = re.compile(
    r"\s?[（(](?:牵头|责任|配合|负责|主办|承办)(?:单位|部门)?[:：][^（）()\n]{2,240}[）)]"
    r"|\s?[（(][^（）()\n]{2,120}(?:牵头|负责|配合)[^（）()\n]{0,120}[）)]"
)
"""Units that a bracket after the stop makes responsible for the sentence before it."""
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(
    r"\s*(?:[-*•·●○■◆▪➢—]+\s?|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)、]\s|[（(]?[一二三四五六七八九十]+[）)、.]|第[一二三四五六七八九十]+[章节条部])"
)
_ENDS_LINE = tuple("。！？!?；;：:.”\"’')）")
_GOES_ON = tuple("，、,")
_HEADING = 90
_HAN_HEADING = 36
_HAN = re.compile("[\u3400-\u9fff]")


def find_sentences(folded: Folded) -> list[Sentence]:
    """Return the sentences of a text in order; headings are sentences of their own."""
    found: list[Sentence] = []
    for number, (start, end, is_heading) in enumerate(_paragraphs(folded.plain)):
        if is_heading:
            found.append(Sentence(start, end, number, True))
        else:
            found += [Sentence(first, last, number) for first, last in _split(folded, start, end)]
    return found


def _paragraphs(plain: str) -> Iterator[tuple[int, int, bool]]:
    start, end, previous = -1, -1, 0
    for line in _LINE.finditer(plain):
        text = line[0]
        if not text.strip():
            continue
        blank = plain.count("\n", previous, line.start()) > 1
        if start >= 0 and not blank and _is_wrapped(plain[max(start, end - 200) : end], text):
            end = line.end()
        else:
            if start >= 0:
                yield start, end, is_heading(plain[start : min(end, start + 2 * _HEADING)])
            start, end = line.span()
        previous = line.end()
    if start >= 0:
        yield start, end, is_heading(plain[start : min(end, start + 2 * _HEADING)])


def _is_wrapped(before: str, line: str) -> bool:
    """Return whether a line goes on in the next: it ends in a comma, or in the middle of an English sentence."""
    last = before.rstrip()
    if last.endswith(_GOES_ON):
        return True
    if last.endswith(_ENDS_LINE) or _BULLET.match(line):
        return False
    first = line.lstrip()[:1]
    return first.isascii() and first.islower() and last[-1:].isascii()


def is_heading(text: str) -> bool:
    """Return whether a line is a heading: short, and without a stop at its end."""
    line = text.strip()
    limit = _HAN_HEADING if _HAN.search(line) else _HEADING
    if len(line) > limit:
        return False
    bare = line.rstrip("\"”'’）)")
    return not bare.endswith(tuple("。！？!?；;，,.：:、"))


def _split(folded: Folded, start: int, end: int) -> Iterator[tuple[int, int]]:
    plain, begin = folded.plain, start
    for stop in _STOP.finditer(plain, start, end):
        if stop.start() < begin or (stop[0][0] == "." and _is_no_stop(folded.lower, begin, stop.start())):
            continue
        units = _UNITS.match(plain, stop.end(), end)
        last = units.end() if units else stop.end()
        yield from _trimmed(plain, begin, last)
        begin = last
    yield from _trimmed(plain, begin, end)


def _is_no_stop(lower: str, begin: int, at: int) -> bool:
    low = max(begin, at - 6)
    return bool(_ABBREVIATION.search(lower, low, at) or (_LIST_NUMBER.search(lower, low, at) and at - begin < 5))


def _trimmed(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and plain[start].isspace():
        start += 1
    while end > start and plain[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
