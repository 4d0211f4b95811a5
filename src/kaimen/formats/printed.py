"""Text of a PDF: its lines put together to paragraphs, and where each line stands.

A printed line is no paragraph. A line goes on in the next one where the next one's first word had no room left on it;
where it had, the paragraph ends. How far lines of a column reach is told by those that begin where it does, several of
which must end near each other, so that a title above two columns or the longest row of a table does not count. A mark
of a list, an indented line and letters of another size begin anew. Lines that head or foot most pages would stand in
the middle of sentences: the first of each is kept, a foot at the end of the text. A word parted at the end of a line is
put together; the hyphen stays between figures, before a capital and in a word that the text writes with it elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from kaimen.formats.printed_page import Printed, PrintedPage, printed_page

Line = tuple[int, int, int, int, int, int, int]
"""Start and end in the text, page, and left, bottom, right and top in points."""

_NEAR = 4
"""Sizes of a letter within which lines of a column end."""

_FEWEST_PAGES = 3
_NUMBER = re.compile(r"(?<![\d.,])\d{1,5}(?![\d.,%])")
_AT_EDGES = 2
_MARKED = re.compile(
    r"[•·●○■□◆◇▪‣∙➢★*–—-] ?\S|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、]|\d{1,2}[.．](?!\d)"
    r"|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
)
_STOPS = "。；！？：.;!?:"


def pdf_lines(pdf: pypdfium2.PdfDocument, longest: int) -> tuple[str, list[Line], list[PrintedPage]]:
    """Return the text of a PDF, up to so many characters, where its lines stand, and its pages as far as it was read.

    Text and lines are empty where it has none.
    """
    pages: list[PrintedPage] = []
    letters = 0
    for number, page in enumerate(pdf, 1):
        pages.append(printed_page(page, number))
        page.close()
        letters += pages[-1].letters
        if letters > longest:
            break
    text, lines = _joined(_without_running([page.lines for page in pages]), longest)
    return text, lines, pages


def _without_running(pages: Sequence[Sequence[Printed]]) -> list[Printed]:
    """Return the lines without what heads or foots most pages again and again; of a foot the first at the end."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        seen.update({key for line in _edges(lines) for key in _running(line)})
    often = max(_FEWEST_PAGES, (len(pages) + 1) // 2)
    kept: list[Printed] = []
    feet: dict[tuple[str, int], Printed] = {}
    told: set[tuple[str, int]] = set()
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        middle = sum(line.laid[1] for line in lines) / max(1, len(lines))
        for line in lines:
            key = next((key for key in _running(line) if seen[key] >= often), None) if id(line) in edges else None
            if key is None:
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


def _running(line: Printed) -> list[tuple[str, int]]:
    """Return how a line may be known again on other pages: as it is, or with its first or last number as the page's.

    Other figures must be the same, or the rows of a long table would be taken for the heads of pages.
    """
    height = round(line.laid[1] / 4)
    numbers = [*_NUMBER.finditer(line.text)]
    forms = [line.text]
    for number in (numbers[0], numbers[-1]) if numbers else ():
        forms.append(f"{line.text[: number.start()]}#{int(number[0]) - line.page}{line.text[number.end() :]}")
    return [(form, height) for form in forms]


def _joined(printed: Sequence[Printed], longest: int) -> tuple[str, list[Line]]:
    parts: list[str] = []
    lines: list[Line] = []
    length = 0
    whole = "\n".join(line.text for line in printed).casefold()
    edges = [_edge(line, printed) for line in printed] if len(printed) < _MANY else _edges_by_page(printed)
    for at, line in enumerate(printed):
        left, bottom, right, top = line.box
        box = int(left), int(bottom), -int(-right // 1), -int(-top // 1)
        lines.append((length, length + len(line.text), line.page, *box))
        parts.append(line.text)
        length += len(line.text)
        if at + 1 < len(printed):
            parts.append(_between(line, printed[at + 1], edges[at], whole))
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


def _between(line: Printed, after: Printed, edge: float | None, whole: str) -> str:
    """Return what stands between two lines: nothing or a blank where the first goes on, else a line end."""
    if line.parted:
        return _hyphen(line.text, after.text, whole)
    is_other = line.is_row or after.is_row or abs(after.size - line.size) > line.size / 10
    if is_other or _MARKED.match(after.text):
        return "\n"
    same_column = line.page == after.page and after.laid[3] < line.laid[3]
    if same_column and after.laid[0] > line.laid[0] + line.size and not _MARKED.match(line.text):
        return "\n"
    if not _goes_on(line, after, edge):
        return "\n"
    is_range = _DASHED.search(line.text) is not None and after.text[0].isalnum()
    return " " if line.text[-1].isascii() and after.text[0].isascii() and not is_range else ""


_DASHED = re.compile(r"\w[-–‐‑~]\Z")
_WORD_AT_END = re.compile(r"\w+\Z")
_WORD = re.compile(r"\w+")


def _hyphen(before: str, after: str, whole: str) -> str:
    """Return what stands for a hyphen at the end of a line: itself where it is part of what is written, else nothing.

    It is in 2024-2026, COVID-19 and Sino-African, and in special-purpose where the text has that on one line.
    """
    first, second = _WORD_AT_END.search(before), _WORD.match(after)
    if first is None or second is None or first[0][-1].isdigit() or not second[0].islower():
        return "-"
    one, other = first[0].casefold(), second[0].casefold()
    return "-" if f"{one}-{other}" in whole and one + other not in whole else ""


def _goes_on(line: Printed, after: Printed, edge: float | None) -> bool:
    if edge is None:  # too little to tell: a sentence that has not ended and goes on in small letters or Chinese
        is_open = line.text[-1] not in _STOPS and len(line.text) >= 2 * _FEWEST_PAGES
        return is_open and (after.text[0].islower() or (not after.text[0].isascii() and not line.text[-1].isascii()))
    room = edge - line.laid[2]
    blank = line.size / 4 if after.text[0].isascii() else 0
    return -line.size <= room < after.first + blank
