"""The printed lines of one page of a PDF, in the order in which they are read.

A page is turned so that most of its letters stand upright before its order is asked for: pages are stored turned in
every way. Gaps are measured between the advances of letters and not between their ink, for a full-width comma is mostly
blank. A small raised digit is the mark of a footnote or a power and is told as such (1,508¹, km²), never as a further
digit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in points."""

_GAP = 0.8
"""Sizes of a letter between two cells, where it is more than twice what parts other words of the line."""

_SMALL = 0.9
"""Share of the size of the letter before, below which a raised digit is a mark."""

_RAISED = 0.15
"""Sizes of a letter by which a mark stands above the line."""

_HYPHENS = frozenset("\x02￾")
"""What stands for a hyphen at the end of a line that ends within a word."""

_LINE_ENDS = frozenset("\r\n")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CLOSING = frozenset("，。、；：！？）》」』】〉”’％%,.;:!?)")
"""Marks that no line begins with, so that the letter before them goes with them to the next line."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, its page, its box as printed and as it would be unturned, the size of its letters.

    `first` is how wide what cannot be parted at its beginning is; a row of a table has a gap that no text has; a line
    that is `parted` ends within a word, without its hyphen.
    """

    text: str
    page: int
    box: Box
    laid: Box
    size: float
    first: float
    is_row: bool
    parted: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """A letter, the box of its advance and height, the same as it would be unturned, and its size."""

    text: str
    box: Box
    laid: Box
    size: float


class _Sizes:
    """How large letters are as printed: their nominal size may be scaled, alike for all that are equally high."""

    def __init__(self, text_page: pypdfium2.PdfTextPage) -> None:
        self._raw = text_page.raw
        self._known: dict[tuple[float, float], float] = {}

    def of(self, at: int, height: float) -> float:
        nominal = float(pdfium.FPDFText_GetFontSize(self._raw, at))
        key = nominal, round(height, 2)
        if key not in self._known:
            matrix = pdfium.FS_MATRIX()
            scaled = pdfium.FPDFText_GetMatrix(self._raw, at, matrix)
            self._known[key] = nominal * math.hypot(matrix.c, matrix.d) if scaled else nominal
        return self._known[key]


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page, how many letters it has and how many of them the PDF gives no meaning, or a picture."""

    number: int
    lines: list[Printed]
    letters: int
    unknown: int
    is_picture: bool


def printed_page(page: pypdfium2.PdfPage, number: int) -> PrintedPage:
    """Return what is printed on a page."""
    text_page, quarter = _upright(page)
    sizes = _Sizes(text_page)
    rows: list[tuple[list[_Mark], bool]] = []
    marks: list[_Mark] = []
    letters = unknown = 0
    for at, text in _letters(text_page):
        is_unknown = pdfium.FPDFText_HasUnicodeMapError(text_page.raw, at) == 1
        letters += not text.isspace()
        unknown += is_unknown
        if (text in _LINE_ENDS or text in _HYPHENS) and not is_unknown:
            rows.append((marks, text in _HYPHENS))
            marks = []
        else:
            marks.append(_mark(text_page, at, text, quarter, sizes))
    whole = _put_together([*rows, (marks, False)])
    lines = [line for row, parted in whole for line in _line(row, number, parted=parted)]
    is_picture = not lines and pdfium.FPDFPage_CountObjects(page.raw) > 0
    return PrintedPage(number, lines, letters, unknown, is_picture)


def _put_together(rows: Sequence[tuple[list[_Mark], bool]]) -> list[tuple[list[_Mark], bool]]:
    """Return rows of letters, those that a raised or lowered one has cut put together."""
    whole: list[tuple[list[_Mark], bool]] = []
    for row, parted in rows:
        inked = [mark for mark in row if mark.text.strip()]
        if not inked:
            continue
        before = next((mark for mark in reversed(whole[-1][0]) if mark.text.strip()), None) if whole else None
        if before is not None and not whole[-1][1] and _is_beside(before, inked[0]):
            whole[-1] = [*whole[-1][0], *row], parted
        else:
            whole.append((row, parted))
    return whole


def _is_beside(before: _Mark, after: _Mark) -> bool:
    """Return whether a letter stands close to the right of another, half as high at least on the same line."""
    size = max(before.size, after.size)
    shared = min(before.laid[3], after.laid[3]) - max(before.laid[1], after.laid[1])
    return -size / 8 <= after.laid[0] - before.laid[2] < size / 2 and shared > size / 3


def _upright(page: pypdfium2.PdfPage) -> tuple[pypdfium2.PdfTextPage, int]:
    """Return the letters of a page in the order of the page turned upright, and by how many right angles they turn."""
    text_page = page.get_textpage()
    count = text_page.count_chars()
    angles = Counter(
        round(pdfium.FPDFText_GetCharAngle(text_page.raw, at) / (math.pi / 2)) % 4
        for at in range(0, count, max(1, count // 200))
        if pdfium.FPDFText_IsGenerated(text_page.raw, at) != 1
    )
    quarter = angles.most_common(1)[0][0] if angles else 0
    turned = (360 - 90 * quarter) % 360
    if page.get_rotation() == turned:
        return text_page, quarter
    page.set_rotation(turned)
    return page.get_textpage(), quarter


def _letters(text_page: pypdfium2.PdfTextPage) -> list[tuple[int, str]]:
    """Return each letter with its index; two halves of one are put together, what is no letter is left out."""
    found: list[tuple[int, str]] = []
    codes = [pdfium.FPDFText_GetUnicode(text_page.raw, at) for at in range(text_page.count_chars())]
    for at, code in enumerate(codes):
        if 0xDC00 <= code <= 0xDFFF and at and 0xD800 <= codes[at - 1] <= 0xDBFF:
            found.append((at, chr(0x10000 + ((codes[at - 1] - 0xD800) << 10) + code - 0xDC00)))
        elif code and not 0xD800 <= code <= 0xDFFF:
            found.append((at, chr(code)))
    return found


def _mark(text_page: pypdfium2.PdfTextPage, at: int, text: str, quarter: int, sizes: _Sizes) -> _Mark:
    box = text_page.get_charbox(at, loose=True)
    if box[3] <= box[1] or box[2] <= box[0]:  # a font that does not say how high or wide its letters are
        box = text_page.get_charbox(at)
    laid = _unturned(box, quarter)
    return _Mark(text, box, laid, sizes.of(at, laid[3] - laid[1]))


def _line(marks: Sequence[_Mark], page: int, *, parted: bool) -> list[Printed]:
    """Return the line of some letters, none where they are blank."""
    text = _raised(marks).strip()
    inked = [mark for mark in marks if mark.text.strip()]
    if not text:
        return []
    size = Counter(round(mark.size, 1) for mark in inked).most_common(1)[0][0] or inked[0].laid[3] - inked[0].laid[1]
    laid = _around([mark.laid for mark in inked])
    begin = _around([mark.laid for mark in inked[: _inseparable(text)]])
    gaps = sorted(gap for a, b in pairwise(inked) if (gap := b.laid[0] - a.laid[2]) > size / 8)
    is_row = bool(gaps) and gaps[-1] > _GAP * size and (gaps[-1] > 2 * gaps[0] or gaps[-1] > 2 * size)
    box = _around([mark.box for mark in inked])
    return [Printed(text, page, box, laid, size, begin[2] - begin[0], is_row, parted)]


def _raised(marks: Sequence[_Mark]) -> str:
    """Return the text of letters, small raised digits behind another letter as superscripts."""
    parts: list[str] = []
    base: _Mark | None = None
    for mark in marks:
        is_digit = "0" <= mark.text <= "9"
        is_raised = (
            is_digit
            and base is not None
            and mark.size < _SMALL * base.size
            and mark.laid[1] - base.laid[1] > _RAISED * base.size
        )
        parts.append(mark.text.translate(_SUPERSCRIPTS) if is_raised else mark.text)
        base = base if is_raised else mark if mark.text.strip() else None
    return "".join(parts)


def _inseparable(text: str) -> int:
    """Return how many letters at the beginning of a line could not have stood alone on the line before."""
    word = max(1, next((at for at, mark in enumerate(text) if not "!" <= mark <= "~"), len(text)))
    while word < len(text) and text[word] in _CLOSING:
        word += 1
    return word


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _unturned(box: Box, quarter: int) -> Box:
    """Return a box as it would stand with letters turned back by so many right angles."""
    left, bottom, right, top = box
    if quarter == 1:
        return -top, left, -bottom, right
    if quarter == 2:
        return -right, -top, -left, -bottom
    return (bottom, -right, top, -left) if quarter == 3 else box
