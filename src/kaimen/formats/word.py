"""Text of a .docx file as its reader sees it: a paragraph a line, a table row a line with tabs between its cells.

Changes that are tracked and not yet decided are read as if accepted: what was put in stands, what was struck out does
not, and a paragraph whose end was struck out goes on in the next. Content controls and links are read where they stand,
text boxes after the paragraph they hang on, notes at the end. Hidden and crossed-out letters, readings above Chinese
letters, headers and the numbers that a list gives itself are left out. Raised digits are told as such (1,508¹, km²).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn

Element = Any
"""An element of lxml, which has no types."""

_W = f"{{{nsmap['w']}}}"
_THROUGH = frozenset(_W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_STRUCK = frozenset(_W + name for name in ("del", "moveFrom"))
_UNREAD = _STRUCK | {
    _W + "pPr",
    _W + "rt",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXTS = frozenset({_W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_SYMBOLS = {"F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0BB": "≈"}
"""Signs of the font Symbol that change what a figure says."""

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OFF = frozenset({"0", "false", "off"})
_MARKS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def document_lines(document: Document) -> Iterator[str]:
    """Yield the lines of a document, its notes at the end."""
    yield from _lines(document.element.body)
    for relation in document.part.rels.values():
        if relation.reltype in _NOTES and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) is None:  # the others are the lines above notes
                    yield from _lines(note)


def has_changes(document: Document) -> bool:
    """Return whether changes are tracked that nobody has decided on."""
    names = ("ins", "del", "moveFrom", "moveTo")
    return any(next(document.element.body.iter(_W + name), None) is not None for name in names)


def has_crossed_out(document: Document) -> bool:
    """Return whether letters that are shown are crossed out."""
    return any(_has(run, "strike", "dstrike") for run in document.element.body.iter(_W + "r"))


def _lines(container: Element) -> Iterator[str]:
    open_line = ""
    for element in container:
        if element.tag == _W + "p":
            boxes: list[Element] = []
            open_line += "".join(_marks(element, boxes))
            if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
                continue
            yield open_line
            open_line = ""
            for box in boxes:
                yield from _lines(box)
        elif element.tag == _W + "tbl":
            yield from _rows(element)
        elif element.tag in _THROUGH:
            yield from _lines(element)
    if open_line:
        yield open_line


def _rows(table: Element) -> Iterator[str]:
    for row in _within(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            continue
        yield "\t".join(" ".join(" ".join(_lines(cell)).split()) for cell in _within(row, "tc"))


def _within(container: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name in a container, also those in content controls or put in as a tracked change."""
    for element in container:
        if element.tag == _W + name:
            yield element
        elif element.tag in _THROUGH:
            yield from _within(element, name)


def _marks(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the letters of a paragraph and collect its text boxes."""
    for part in element:
        if part.tag in _UNREAD or (part.tag == _W + "r" and _has(part, "vanish", "strike", "dstrike")):
            continue
        if part.tag in _TEXTS:
            yield part.text or ""
        elif part.tag == _W + "sym":
            yield _SYMBOLS.get(part.get(qn("w:char"), "").upper(), "")
        elif part.tag == _W + "r" and _is_raised(part):
            yield "".join(_marks(part, boxes)).translate(_SUPERSCRIPTS)
        elif part.tag in _MARKS:
            yield _MARKS[part.tag]
        elif part.tag == _W + "txbxContent":
            boxes.append(part)
        else:
            yield from _marks(part, boxes)


def _has(run: Element, *names: str) -> bool:
    """Return whether a run of letters has one of some properties, which may also be written as off."""
    found = (run.find(f"{_W}rPr/{_W}{name}") for name in names)
    return any(one is not None and one.get(qn("w:val"), "1").lower() not in _OFF for one in found)


def _is_raised(run: Element) -> bool:
    place = run.find(f"{_W}rPr/{_W}vertAlign")
    return place is not None and place.get(qn("w:val")) == "superscript"
