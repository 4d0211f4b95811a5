"""The text of a web page as a reader sees it: a block a line, a row of a table a line with tabs between its cells.

Scripts, controls, what is hidden and what is crossed out are left out. A line that is broken within a sentence goes on:
where the next one begins in small letters or with what can only follow, or the end must go on. Raised digits are told
as such (1,508¹, km²).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Places at which a line or word may be parted; nobody sees them."""

_BROKEN = "\v"
"""A line end that the page asks for within a block."""

_KEPT = "\f"
"""A line end of text that is set out by the page itself."""

_OPEN = re.compile(r"(?:[，、,(（]|\b(?:a|about|and|at|by|for|from|in|of|or|over|per|than|the|to|under|with))\Z", re.I)
"""The end of a line that must go on."""

_FOLLOWING = re.compile(r"[a-z]{2}|[，。、；：％%)）]")
"""The beginning of a line that goes on."""

_UNIT = re.compile(r"(?:million|billion|trillion|percent|per cent)\b|[百千万亿元个所家户人公吨亩年月]")
"""The beginning of a line that goes on from a figure."""

_UNSEEN = "script style noscript template head title svg nav iframe select button dialog rt rp"
_VOID = "area base br col embed frame hr img input link meta param source track wbr"
_IN_HEAD = "title meta link base style script noscript template object"
_BLOCKS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu object ol p pre section summary tbody"
    " textarea tfoot thead ul"
)


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page, what its metadata say of the day, and whether it shows other pages or crossed-out letters."""

    text: str
    stated: str
    is_frames: bool
    has_crossed_out: bool


def page_text(page: str) -> PageText:
    """Return the text of a web page."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    lines = (_cells(line) for line in re.split(rf"[\n{_KEPT}]", _rejoined("".join(parser.parts))))
    text = "\n".join(line for line in lines if line)
    return PageText(text, parser.stated, parser.is_frames, parser.has_crossed_out)


def _rejoined(text: str) -> str:
    """Return a text with a blank, nothing or a line end for each broken line."""
    pieces = text.split(_BROKEN)
    parts = pieces[:1]
    for before, piece in pairwise(pieces):
        end, after = before[-40:].rstrip(" "), piece.lstrip(" ")
        goes_on = end[-1:] not in ("", "\n", "\t") and (
            _OPEN.search(end) or _FOLLOWING.match(after) or (end[-1:].isdigit() and _UNIT.match(after))
        )
        parts += [(" " if after[:1].isascii() and end[-1].isascii() else "") if goes_on else "\n", after]
    return "".join(parts)


def _cells(line: str) -> str:
    """Return a line with single blanks, and tabs between the cells of a table that are not empty at its end."""
    return "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip("\t")


class _Page(HTMLParser):
    """Collects text outside what is not seen, a line end at each block, and the stated day."""

    _UNSEEN = frozenset(_UNSEEN.split())
    _VOID = frozenset(_VOID.split())
    _IN_HEAD = frozenset(_IN_HEAD.split())
    _BLOCKS = frozenset(_BLOCKS.split())
    _CROSSED_OUT = frozenset({"del", "s", "strike"})
    _CELLS = frozenset({"td", "th"})
    _ENDED_BY_LIKE = frozenset({"p", "li", "dd", "dt", "tr", "td", "th"})
    _HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?![.\d])", re.I)
    _CROSSING = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.I)
    _DATED = frozenset(
        {"article:published_time", "pubdate", "publishdate", "date", "dc.date", "publication_date", "og:published_time"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.stated = ""
        self.is_frames = False
        self.has_crossed_out = False
        self._unseen = ""
        self._depth = 0
        self._is_in_cell = False
        self._set_out = 0
        self._raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._read_meta(known)
        self.is_frames = self.is_frames or tag == "frameset"
        self._see_again(tag)
        if self._unseen:
            self._depth += tag == self._unseen
        elif tag not in self._VOID and self._hides(tag, known):
            self._unseen, self._depth = tag, 1
        self._set_out += tag == "pre"
        self._raised += tag == "sup"
        self._break(tag, is_end=False)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._depth -= 1
            self._unseen = self._unseen if self._depth else ""
        self._set_out = max(0, self._set_out - (tag == "pre"))
        self._raised = max(0, self._raised - (tag == "sup"))
        self._break(tag, is_end=True)

    def _see_again(self, tag: str) -> None:
        """End what is not seen where a tag begins that ends it, for its own end may be left out."""
        ends_head = self._unseen == "head" and tag not in self._IN_HEAD
        ends_paragraph = self._unseen == "p" and tag in self._BLOCKS
        if ends_head or ends_paragraph or tag == "body" or (tag == self._unseen and tag in self._ENDED_BY_LIKE):
            self._unseen, self._depth = "", 0

    def _hides(self, tag: str, known: dict[str, str]) -> bool:
        style = known.get("style", "")
        is_crossed_out = tag in self._CROSSED_OUT or self._CROSSING.search(style) is not None
        self.has_crossed_out = self.has_crossed_out or is_crossed_out
        is_hidden = "hidden" in known or self._HIDDEN.search(style) is not None
        return tag != "body" and (tag in self._UNSEEN or is_hidden or is_crossed_out)

    def _break(self, tag: str, *, is_end: bool) -> None:
        """Part blocks by line ends, and the cells of a row by tabs; blocks within a cell stand side by side."""
        if tag in self._CELLS:
            self.parts.append("\t" if is_end or self._is_in_cell else "")  # the end of a cell may be left out
            self._is_in_cell = not is_end
        elif tag in ("table", "tr"):
            self._is_in_cell = False
            self.parts.append("\n")
        elif tag == "br":
            self.parts.append("" if is_end else " " if self._is_in_cell else _BROKEN)
        elif tag in self._BLOCKS:
            self.parts.append(" " if self._is_in_cell else "\n")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        data = re.sub(r"\r\n?|\n", _KEPT, data) if self._set_out and not self._is_in_cell else data
        data = data.translate(_NO_WIDTH)
        data = re.sub(rf"[^\S{_KEPT}]+", " ", data)
        self.parts.append(data.translate(_SUPERSCRIPTS) if self._raised and data.strip().isdigit() else data)

    def _read_meta(self, known: dict[str, str]) -> None:
        name = (known.get("property") or known.get("name") or known.get("itemprop", "")).lower()
        if name in self._DATED and not self.stated:
            self.stated = known.get("content", "")
