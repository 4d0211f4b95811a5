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

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, PageLine
from kaimen.formats.encodings import bad_line, decode_text, guessed, is_garbled
from kaimen.formats.web_page import page_text

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
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".shtml")
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
    text, encoding, findings = plain_text(content, name)
    if text is None:
        return None, findings
    stated: date | None = None
    if is_page(text, name):
        page = page_text(text)
        text, stated = page.text, stated_date(page.stated)
    document, findings = to_document(text, name, published or stated, source)
    return document, findings + (guessed(name, encoding) if document else [])


def plain_text(content: bytes, name: str) -> tuple[str | None, str, list[Finding]]:
    """Return the text of a file, markup and all, and its encoding; None with a finding where it is no text."""
    findings = check_size(content, name)
    if findings:
        return None, "", findings
    kind = document_kind(content)
    if kind not in ("text", "page"):
        return None, "", [unreadable(name, f"The file is {kind}, not a text.")]
    text, encoding = decode_text(content)
    if text is None and not (b"\0" in content and encoding != "UTF-16"):
        what = f"The text cannot be read as {encoding}."
        place = Place(name, line=bad_line(content))
        return None, encoding, [Finding("E104", what, place, "UTF-8", fix="Save the text in UTF-8.")]
    if text is None or "\0" in text or 50 * len(_CONTROL.findall(text)) > len(text):
        return None, encoding, [unreadable(name, "The file is not text.")]
    if is_garbled(text):
        what = "The text was read in a wrong encoding and saved so, and its letters are lost."
        return (
            None,
            encoding,
            [Finding("E104", what, Place(name), "UTF-8", fix="Take the text from where it was right.")],
        )
    return text, encoding, []


def is_page(text: str, name: str) -> bool:
    """Return whether a text is a web page: by its beginning, or by its name where it begins with another tag."""
    if _PAGE.match(text[:4000].encode("utf-8", "replace")):
        return True
    return name.lower().endswith(_PAGE_NAMES) and text.lstrip("\ufeff \t\r\n").startswith("<")


def stated_date(said: str) -> date | None:
    """Return the day that the metadata of a page state."""
    return masthead_date(said[:40])


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
    return Finding("W113", what, Place(name), "text", fix="See what it says in the document itself.")
