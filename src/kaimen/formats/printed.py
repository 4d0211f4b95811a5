"""Text of a PDF: its lines put together to paragraphs, and where each line stands.

A printed line is no paragraph. A line goes on in the next one where the next one's first word had no room left on it;
where it had, the paragraph ends. How far lines of a column reach is told by those that begin where it does, several of
which must end near each other, so that a title above two columns or the longest row of a table does not count. A mark
of a list, an indented line and letters of another size begin anew. Lines that head or foot most pages would stand in
the middle of sentences: the first of each is kept, a foot at the end of the text. Text printed at a right angle is
read as if the page were turned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

Line = tuple[int, int, int, int, int, int, int]
"""Start and end in the text, page, and left, bottom, right and top in points."""

Box = tuple[float, float, float, float]

_NEAR = 4
"""Sizes of a letter within which lines of a column end."""

_GAP = 0.8
"""Sizes of a letter between two cells, where it is more than twice what parts other words of the line."""

_FEWEST_PAGES = 3
_AT_EDGES = 2
_TURNED = 0.5
_MARKED = re.compile(
    r"[•·●○■□◆◇▪‣∙➢★*–—-] ?\S|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、]|\d{1,2}[.．](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
)
_STOPS = "。；！？：.;!?:"


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its text, its page, its box as printed and as it would be unturned, the size of its letters.

    `first` is how wide its first word is; a row of a table has a gap that no text has.
    """

    text: str
    page: int
    box: Box
    laid: Box
    size: float
    first: float
    is_row: bool


def pdf_lines(pdf: pypdfium2.PdfDocument, longest: int) -> tuple[str, list[Line]]:
    """Return the text of a PDF, up to so many characters, and where its lines stand; both empty where it has none."""
    pages = [_page(page, number) for number, page in enumerate(pdf, 1)]
    return _joined(_without_running(pages), longest)


def _page(page: pypdfium2.PdfPage, number: int) -> list[Printed]:
    text_page = page.get_textpage()
    lines: list[Printed] = []
    angles: list[float] = []
    marks: list[tuple[str, Box]] = []
    first = 0
    for at in range(text_page.count_chars() + 1):
        mark = text_page.get_text_range(at, 1) if at < text_page.count_chars() else "\n"
        if mark in ("\r", "\n", "\r\n"):
            if "".join(one for one, _ in marks).strip():
                angle = float(pdfium.FPDFText_GetCharAngle(text_page.raw, first))
                size = float(pdfium.FPDFText_GetFontSize(text_page.raw, first))
                angles.append(angle)
                lines.append(_line(marks, number, angle, size))
            marks, first = [], at + 1
        elif mark and mark not in ("￾", "\x02", "\0"):  # a soft hyphen at the end of a line
            marks.append((mark, text_page.get_charbox(at)))
    turned = sum(_quarter(angle) in (1, 3) for angle in angles)
    return sorted(lines, key=lambda line: -line.laid[3]) if turned > _TURNED * len(lines) else lines


def _line(marks: Sequence[tuple[str, Box]], page: int, angle: float, size: float) -> Printed:
    boxes = [box for mark, box in marks if mark.strip()]
    text = "".join(mark for mark, _ in marks).strip()
    box = _around(boxes)
    laid = _unturned(box, angle)
    word = max(1, next((at for at, mark in enumerate(text) if not "!" <= mark <= "~"), len(text)))
    begin = _unturned(_around(boxes[:word]), angle)
    letters = [_unturned(each, angle) for each in boxes]
    size = size if size > 1 else laid[3] - laid[1]
    gaps = sorted(gap for a, b in pairwise(letters) if (gap := b[0] - a[2]) > size / 8)
    is_row = bool(gaps) and gaps[-1] > _GAP * size and (gaps[-1] > 2 * gaps[0] or gaps[-1] > 2 * size)
    return Printed(text, page, box, laid, size, begin[2] - begin[0], is_row)


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _quarter(angle: float) -> int:
    """Return by how many right angles letters are turned clockwise."""
    return round(angle / 1.5708) % 4


def _unturned(box: Box, angle: float) -> Box:
    left, bottom, right, top = box
    quarter = _quarter(angle)
    if quarter == 1:
        return -top, left, -bottom, right
    return (bottom, -right, top, -left) if quarter == 3 else box


def _without_running(pages: Sequence[Sequence[Printed]]) -> list[Printed]:
    """Return the lines without what heads or foots most pages again and again; of a foot the first at the end."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        seen.update({_running(line) for line in _edges(lines)})
    often = max(_FEWEST_PAGES, (len(pages) + 1) // 2)
    running = {key for key, count in seen.items() if count >= often}
    kept: list[Printed] = []
    feet: dict[tuple[str, int], Printed] = {}
    told: set[tuple[str, int]] = set()
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        middle = sum(line.laid[1] for line in lines) / max(1, len(lines))
        for line in lines:
            key = _running(line)
            if key not in running or id(line) not in edges:
                kept.append(line)
            elif line.laid[1] < middle:
                feet.setdefault(key, line)
            elif key not in told:
                told.add(key)
                kept.append(line)
    return [*kept, *feet.values()]


def _edges(lines: Sequence[Printed]) -> list[Printed]:
    by_height = sorted(lines, key=lambda line: line.laid[1])
    return [*by_height[:_AT_EDGES], *by_height[-_AT_EDGES:]]


def _running(line: Printed) -> tuple[str, int]:
    return re.sub(r"\d+|[一二三四五六七八九十]+", "#", line.text), round(line.laid[1] / 4)


def _joined(printed: Sequence[Printed], longest: int) -> tuple[str, list[Line]]:
    parts: list[str] = []
    lines: list[Line] = []
    length = 0
    edges = [_edge(line, printed) for line in printed] if len(printed) < _MANY else _edges_by_page(printed)
    for at, line in enumerate(printed):
        left, bottom, right, top = line.box
        box = int(left), int(bottom), -int(-right // 1), -int(-top // 1)
        lines.append((length, length + len(line.text), line.page, *box))
        parts.append(line.text)
        length += len(line.text)
        if at + 1 < len(printed):
            parts.append(_between(line, printed[at + 1], edges[at]))
            length += len(parts[-1])
        if length > longest:
            break
    return "".join(parts), lines


_MANY = 60


def _edges_by_page(printed: Sequence[Printed]) -> list[float | None]:
    pages: dict[int, list[Printed]] = {}
    for line in printed:
        pages.setdefault(line.page, []).append(line)
    return [_edge(line, pages[line.page]) for line in printed]


def _edge(line: Printed, printed: Sequence[Printed]) -> float | None:
    """Return how far lines of a line's column reach; None where no two end near each other."""
    near = _NEAR * line.size
    beside = [o for o in printed if abs(o.laid[0] - line.laid[0]) <= near and abs(o.size - line.size) <= 1]
    rights = sorted((other.laid[2] for other in beside), reverse=True)
    fewest = max(2, len(rights) // 6)
    return next((r for r, other in zip(rights, rights[fewest - 1 :], strict=False) if r - near <= other), None)


def _between(line: Printed, after: Printed, edge: float | None) -> str:
    """Return what stands between two lines: nothing or a blank where the first goes on, else a line end."""
    is_other = line.is_row or after.is_row or abs(after.size - line.size) > line.size / 10
    if is_other or _MARKED.match(after.text):
        return "\n"
    same_column = line.page == after.page and after.laid[3] < line.laid[3]
    if same_column and after.laid[0] > line.laid[0] + line.size and not _MARKED.match(line.text):
        return "\n"
    if not _goes_on(line, after, edge):
        return "\n"
    return " " if line.text[-1].isascii() and after.text[0].isascii() else ""


def _goes_on(line: Printed, after: Printed, edge: float | None) -> bool:
    if edge is None:  # too little to tell: a sentence that has not ended and goes on in small letters or Chinese
        is_open = line.text[-1] not in _STOPS and len(line.text) >= 2 * _FEWEST_PAGES
        return is_open and (after.text[0].islower() or (not after.text[0].isascii() and not line.text[-1].isascii()))
    room = edge - line.laid[2]
    blank = line.size / 4 if after.text[0].isascii() else 0
    return -line.size <= room < after.first + blank
