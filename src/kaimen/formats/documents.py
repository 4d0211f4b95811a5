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

MASTHEAD = 600
"""Characters from the top in which a date of publication is looked for."""

LARGEST = 32_000_000
"""Bytes of the largest document that is read."""

LONGEST = 3_000_000
"""Characters of the longest text that is read: thirty times a long report."""

_LEGACY = {"gb18030": "GB18030", "big5": "Big5", "cp1252": "Windows-1252"}
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
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
_COMMON_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
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
    text, encoding = _decode(content)
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
    return document, findings + (_guessed(name, encoding) if document else [])


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
    return Document(name, text, source, published or masthead_date(text), lines), []


_PLAIN = frozenset("\n\r\t ,.0123456789aeinorst，。")
_COMMON = {
    "gb18030": _COMMON_HAN,
    "big5": _COMMON_TRADITIONAL,
    "utf-16-le": _COMMON_HAN | _COMMON_TRADITIONAL | _PLAIN,
    "utf-16-be": _COMMON_HAN | _COMMON_TRADITIONAL | _PLAIN,
}
_SAMPLE = 200_000
_TEXT_LIKE = 0.05
"""Share of common characters among the bytes from which a text without a mark is taken for UTF-16."""


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


# --- encodings ---


def _decode(content: bytes) -> tuple[str | None, str]:
    tries = _encodings(content)
    for encoding in tries:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, " or ".join({"utf-8-sig": "UTF-8", **_LEGACY}.get(name, name.upper()) for name in tries)


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if content.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    likely = sorted(_scores(content).items(), key=lambda scored: -scored[1])
    wide = [encoding for encoding, score in likely if encoding.startswith("utf-16") and score > _TEXT_LIKE]
    if b"\0" in content and wide:
        return (wide[0],)
    legacy = [encoding for encoding, _ in likely if encoding in _LEGACY]
    above = sum(byte >= 0x80 for byte in content[:_SAMPLE])
    is_chinese = max(score for _, score in likely) * len(content[:_SAMPLE]) > above / 40
    return ("utf-8", *wide[:1], *legacy, "cp1252") if is_chinese else ("utf-8", "cp1252", *legacy)


def _scores(content: bytes) -> dict[str, float]:
    """Return, for encodings in which Chinese is written, the common characters among the bytes less what is broken."""
    sample = content[: _SAMPLE - _SAMPLE % 2]
    scores = {}
    for encoding, common in _COMMON.items():
        text = sample.decode(encoding, "replace")
        scores[encoding] = (sum(mark in common for mark in text) - text.count("\ufffd")) / max(1, len(sample))
    return scores


def _guessed(name: str, encoding: str) -> list[Finding]:
    if encoding not in _LEGACY:
        return []
    what = f"The text is not UTF-8 and was read as {_LEGACY[encoding]}."
    fix = "See that names are read rightly; save the text in UTF-8 to be sure."
    return [Finding("W106", what, Place(name), "UTF-8", _LEGACY[encoding], fix)]


# --- web pages ---


def page_text(page: str) -> tuple[str, date | None]:
    """Return the text of a web page as a reader sees it, a block a line, and the day its metadata states."""
    parser = _Page()
    parser.feed(page)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line), parser.published


class _Page(HTMLParser):
    """Collects text outside scripts and styles, with a line end at each block, and the stated day."""

    _UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "nav", "iframe"})
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._read_meta(known)
        elif tag == "body":
            self._unseen.clear()
        elif tag in self._UNSEEN:
            self._unseen.append(tag)
        if tag not in self._INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        if tag not in self._INLINE:
            self.parts.append("\n")

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
