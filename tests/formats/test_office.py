"""Announcements as .docx and PDF: text in order, lines with their pages, and a finding for what cannot be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

import kaimen as km
from kaimen.formats import office
from kaimen.workspace.reading import announcements
from tests.formats.printing import pdf


def word(fill: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def report(document: docx.document.Document) -> None:
    document.add_paragraph("发布日期：2027年1月4日")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("指标", "单位", "今年"), strict=True):
        cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[1]).text = "重点项目"
    table.rows[1].cells[2].text = "1508个"
    document.add_paragraph("今年完成投资1万亿元。")


PAGES = [
    [
        (72, 780, "Westmoor Province opens the year"),
        (72, 760, "Published 2027-01-04"),
        (72, 730, "This year the province will start about 120 key projects with an investment of 86"),
        (72, 715, "billion yuan, and more."),
    ],
    [
        (72, 780, "全省今年安排重点项目一千五百零八个，年度计划投资一万亿元，其中产业项目"),
        (72, 765, "超过一半。"),
        (92, 750, "到二〇二八年底完成3亿元投资。"),
    ],
]


def read(tmp_path: Path, content: bytes, name: str) -> tuple[km.Document | None, list[km.Finding]]:
    path = tmp_path / name
    path.write_bytes(content)
    return km.read_document(path)


def test_a_docx_is_read_in_order_with_its_tables(tmp_path: Path) -> None:
    document, findings = read(tmp_path, word(report), "report.docx")
    assert document is not None
    assert not findings
    assert document.text == "发布日期：2027年1月4日\n指标\t单位\t今年\n重点项目\t1508个\n今年完成投资1万亿元。"
    assert str(document.published) == "2027-01-04"


def test_a_pdf_keeps_its_lines_with_page_and_rectangle(tmp_path: Path) -> None:
    document, findings = read(tmp_path, pdf(PAGES), "report.pdf")
    assert document is not None
    assert not findings
    assert "an investment of 86 billion yuan" in document.text
    assert "其中产业项目超过一半。\n到二〇二八年底" in document.text
    assert [line.page for line in document.lines] == [1, 1, 1, 1, 2, 2, 2]
    printed = [text for page in PAGES for _, _, text in page]
    assert [document.text[line.start : line.end] for line in document.lines] == printed
    extraction, _ = km.extract(document)
    money = next(q for q in extraction.quantities if q.surface == "86 billion yuan")
    over = document.on_pages(money.start, money.end)
    assert [line.page for line in over] == [1, 1]
    left, bottom, right, top = over[1].box
    assert left == pytest.approx(72, abs=3)
    assert bottom == pytest.approx(712, abs=4)
    assert right > left
    assert top > bottom
    assert {str(c.when.due) for c in extraction.candidates if c.when and c.when.surface} == {"2027-12-31", "2028-12-31"}


def test_a_passage_without_pages_is_on_none() -> None:
    assert km.Document("text", "5 percent").on_pages(0, 9) == []


def protected() -> bytes:
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32
    return pdf(PAGES).replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + encrypt + b"> >> /ID [<00> <00>] >>")


BROKEN = {
    "a PDF with a password": (protected(), "password"),
    "a PDF of pictures": (pdf([[], []]), "recognised"),
    "half a PDF": (b"%PDF-1.4\n" + b"\x00" * 99, "damaged"),
    "half a .docx": (word(report)[:4000], "damaged"),
    "a .docx without its parts": (b"PK\x03\x04word/", "damaged"),
    "a workbook": (b"PK\x03\x04xl/", "Office"),
    "an old document": (b"\xd0\xcf\x11\xe0" + bytes(99), "old kind"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_a_finding(tmp_path: Path, name: str) -> None:
    content, word_of_it = BROKEN[name]
    document, findings = read(tmp_path, content, "report.bin")
    assert document is None
    assert [finding.code for finding in findings] == ["E103"]
    assert word_of_it in findings[0].what


def test_a_docx_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    monkeypatch.setattr(office, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(office.ParsingError, match="unpacks to 2 MB"):
        office.docx_text(stream.getvalue())


def test_parsing_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "_LONGEST_WAIT", 0.001)
    document, findings = read(tmp_path, pdf(PAGES), "report.pdf")
    assert document is None
    assert "too long" in findings[0].what
