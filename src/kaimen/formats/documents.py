"""Bytes of a text or web page to a Document: the encoding is found, markup dropped, the date taken from the masthead.

The text of a Document is what offsets count in, so it is settled here once: decoded, without a byte order mark, line
ends as they are, and for a web page the text a reader sees. A day of publication is taken from the first lines or from
the page's own metadata, never from the clock or a file name; where there is none, `published` stays None and reading
asks for it (`E201`).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from datetime import date
from html.parser import HTMLParser

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, PageLine
from kaimen.formats.encodings import decode_text, guessed

MASTHEAD = 600
"""Characters from the top in which a date of publication is looked for."""

LARGEST = 32_000_000
"""Bytes of the largest document that is read."""

LONGEST = 3_000_000
"""Characters of the longest text that is read: thirty times a long report."""

_KINDS: dict[bytes, str] = {
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "an Office document of the old kind",
    b"\x1f\x8b": "a compressed file",
    b"Rar!": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a document in RTF",
}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PAGE = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|\?xml[^>]{0,200}\?>\s*<(?:!doctype )?html)",
    re.I | re.S,
)


def document_kind(content: bytes) -> str:
    """Return what a file is by its first bytes: text, page, docx, pdf, or a phrase for what is not read."""
    if content.startswith(b"PK\x03\x04"):
        return "docx" if b"word/" in content else "an archive or another Office document"
    found = next((kind for sign, kind in _KINDS.items() if content.startswith(sign)), "")
    if found:
        return found
    if _PAGE.match(content.lstrip(codecs.BOM_UTF8)[:4000]):
        return "page"
    return "text"


def parse_document(
    content: bytes, name: str, published: date | None = None, source: str = ""
) -> tuple[Document | None, list[Finding]]:
    """Read a text or a web page.

    Args:
        content: the file.
        name: its name, for findings and passages.
        published: the day of publication, if known; it goes before what the masthead says.
        source: who published it.

    Returns:
        The document, or None where there is none to read; and findings.
    """
    findings = check_size(content, name)
    if findings:
        return None, findings
    kind = document_kind(content)
    if kind not in ("text", "page"):
        return None, [unreadable(name, f"The file is {kind}, not a text.")]
    text, encoding = decode_text(content)
    if text is None and b"\0" in content and encoding != "UTF-16":
        return None, [unreadable(name, "The file is not text.")]
    if text is None:
        what = f"The text cannot be read as {encoding}."
        return None, [Finding("E104", what, Place(name), "UTF-8", fix="Save the text in UTF-8.")]
    if "\0" in text or 50 * len(_CONTROL.findall(text)) > len(text):
        return None, [unreadable(name, "The file is not text.")]
    stated: date | None = None
    if kind == "page" or _PAGE.match(text[:4000].encode("utf-8", "replace")):
        text, stated = page_text(text)
    document, findings = to_document(text, name, published or stated, source)
    return document, findings + (guessed(name, encoding) if document else [])


def check_size(content: bytes, name: str) -> list[Finding]:
    """Return a finding where a file is empty or too large to be an announcement."""
    if not content.strip(b"\x00 \t\r\n"):
        return [_empty(name)]
    return [unreadable(name, f"The file is larger than {LARGEST // 10**6} MB.")] if len(content) > LARGEST else []


def to_document(
    text: str, name: str, published: date | None = None, source: str = "", lines: tuple[PageLine, ...] = ()
) -> tuple[Document | None, list[Finding]]:
    """Return the document of a text, its day taken from the masthead where it is not given."""
    if not text.strip():
        return None, [_empty(name)]
    if len(text) > LONGEST:
        return None, [unreadable(name, f"The text is longer than {LONGEST:,} characters.")]
    return Document(name, text, source, published or masthead_date(text), lines), _unseen(name, text)


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_IN_FIGURE = re.compile("(?<=[0-9,.])[\u00ad\u200b-\u200f\u2060\ufeff]+(?=[0-9,.])")


def _unseen(name: str, text: str) -> list[Finding]:
    """Return a remark where marks that nobody sees turn the order of what is shown, or stand within a figure."""
    found = _TURNING.search(text) or _IN_FIGURE.search(text)
    if found is None:
        return []
    what = "The text has marks that are not seen and make figures look otherwise than they are read."
    place = Place(name, line=text.count("\n", 0, found.start()) + 1, start=found.start(), end=found.end())
    mark = f"U+{ord(found[0][0]):04X}"
    return [Finding("W112", what, place, "none", mark, "Compare the figures near it with the original.")]


def masthead_date(text: str) -> date | None:
    """Return the day of publication written in full in the first lines: the one marked as such, else the first."""
    head = unicodedata.normalize("NFKC", text[:MASTHEAD])
    found = [match for pattern in _DATES for match in pattern.finditer(head)]
    days = [(match.start(), day) for match in sorted(found, key=lambda match: match.start()) if (day := _day(match))]
    marked = [day for at, day in days if _MARK.search(head[max(0, at - 12) : at])]
    return marked[0] if marked else days[0][1] if days else None


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(f"{month}|{month[:3]}" for month in _MONTHS)
_DATES = (
    re.compile(
        r"(?P<year>(?:19|20)\d\d)\s?(?P<sep>[-/.年])\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?(?P<day>[0-3]?\d)(?!\d)"
    ),
    re.compile(rf"\b(?P<name>{_MONTH})\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b", re.I),
    re.compile(rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)? (?P<name>{_MONTH})\.?,? (?P<year>(?:19|20)\d\d)\b", re.I),
)
_MARK = re.compile(r"(?:publi\w*|posted|updated|date|released?|发布|发布时间|日期|时间|發布|日期|時間)\W{0,4}\Z", re.I)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = (
        next(at for at, word in enumerate(_MONTHS, 1) if word.startswith(name.lower()[:3]))
        if name
        else int(parts["month"])
    )
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


# --- web pages ---


def page_text(page: str) -> tuple[str, date | None]:
    """Return the text of a web page as a reader sees it, a block a line, and the day its metadata states."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    lines = (_cells(line) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line), parser.published


def _cells(line: str) -> str:
    """Return a line with single blanks, and tabs between the cells of a table that are not empty at its end."""
    return "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip("\t")


class _Page(HTMLParser):
    """Collects text outside scripts, styles and what is hidden, a line end at each block, and the stated day.

    A row of a table is a line with tabs between its cells.
    """

    _UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "nav", "iframe"})
    _VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
    _HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
    _CELLS = frozenset({"td", "th"})
    _IN_HEAD = frozenset({"title", "meta", "link", "base", "style", "script", "noscript", "template", "object"})
    _INLINE = frozenset(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "cite",
            "code",
            "em",
            "font",
            "i",
            "img",
            "input",
            "kbd",
            "label",
            "mark",
            "q",
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "u",
            "var",
            "wbr",
        ]
    )
    _DATED = frozenset(
        {"article:published_time", "pubdate", "publishdate", "date", "dc.date", "publication_date", "og:published_time"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.published: date | None = None
        self._unseen: list[str] = []
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if self._unseen == ["head"] and tag not in self._IN_HEAD:  # its end may be left out
            self._unseen.clear()
        if tag == "meta":
            self._read_meta(known)
        elif tag == "body":
            self._unseen.clear()
        is_hidden = "hidden" in known or self._HIDDEN.search(known.get("style", "")) is not None
        is_inside = bool(self._unseen) and tag == self._unseen[-1]  # its end is not that of what is hidden
        if (tag in self._UNSEEN or is_hidden or is_inside) and tag not in self._VOID and tag != "body":
            self._unseen.append(tag)
        self._break(tag, is_end=False)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        self._break(tag, is_end=True)

    def _break(self, tag: str, *, is_end: bool) -> None:
        """Part blocks by line ends, and the cells of a row by tabs; blocks within a cell stand side by side."""
        if tag in self._CELLS:
            self.parts.append("\t" if is_end or self._is_in_cell else "")  # the end of a cell may be left out
            self._is_in_cell = not is_end
        elif tag in ("table", "tr"):
            self._is_in_cell = False
            self.parts.append("\n")
        elif tag not in self._INLINE:
            self.parts.append(" " if self._is_in_cell else "\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _read_meta(self, known: dict[str, str]) -> None:
        name = (known.get("property") or known.get("name") or known.get("itemprop", "")).lower()
        if name in self._DATED and self.published is None:
            self.published = masthead_date(known.get("content", "")[:40])


def _empty(name: str) -> Finding:
    return Finding("E102", "The file holds no text.", Place(name), "a text", fix="Choose another file.")


def unreadable(name: str, what: str) -> Finding:
    """Return the finding that a file is in no format that is read."""
    fix = "Save the document as plain text in UTF-8, as .docx, as a PDF with text, or as a web page."
    return Finding("E103", what, Place(name), "a text, .docx, PDF or web page", fix=fix)


def undecided_changes(name: str) -> Finding:
    """Return the remark that a document holds tracked changes."""
    what = "The document has tracked changes that nobody has accepted or refused; it was read as if all were accepted."
    fix = "Decide on them in the document, or see that it is the final one."
    return Finding("W111", what, Place(name), "a text without tracked changes", fix=fix)


def unread_part(name: str, what: str) -> Finding:
    """Return the remark that a part of a document, which `what` names, is not read."""
    fix = "Have the text of these pages recognised, or read them yourself."
    return Finding("W113", what, Place(name), "pages with text", fix=fix)
