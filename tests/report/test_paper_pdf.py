"""The paper as PDF: every text stays a string, every link has its place, the same bytes each time, tagged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from kaimen import workspace
from kaimen.formats.briefing import pdf
from kaimen.formats.briefing.pdf import can_typeset, paper_pdf, typst_source
from kaimen.portfolio import Result
from kaimen.report.briefing import Paper
from kaimen.report.briefing.blocks import Figure, Para, Section, Words
from kaimen.solve import solve
from kaimen.workspace.publishing.papers import paper_of, save_paper
from tests.effort import FULL
from tests.sweep.questions import LIST, SCENARIO, WEIGHTS

needs_typst = pytest.mark.skipif(not can_typeset(), reason="typst is not installed: the extra kaimen[report]")
EVIL = '"] #panic("run") #["\\u{41} #link("x")[y] $ * _ ` < @ // /* \n= head'


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Paper]:
    folder = tmp_path_factory.mktemp("paper")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    text = 'library = "list.csv"\n' + SCENARIO.replace("BENEFIT", WEIGHTS)
    (folder / "s.toml").write_text(text, encoding="utf-8")
    question, findings = workspace.load_question(folder / "s.toml")
    assert question is not None, findings
    result = solve(question.problem)
    assert isinstance(result, Result)
    return {language: paper_of(question, result, language) for language in ("en", "zh")}


def with_text(paper: Paper, text: str) -> Paper:
    block = Para((Words(text), Figure(text, text, "nowhere", "s")))
    return replace(paper, title=text, sections=(Section("one", text, (block,)), *paper.sections))


@needs_typst
def test_it_is_tagged_says_what_the_paper_says_and_repeats(papers: dict[str, Paper]) -> None:
    for language in papers if FULL else ("en",):
        content, findings = paper_pdf(papers[language])
        if findings and language == "zh":
            pytest.skip(findings[0].what)
        assert findings == []
        assert content.startswith(b"%PDF")
        assert b"/StructTreeRoot" in content
        assert b"pdfuaid" in content
        assert paper_pdf(papers[language])[0] == content
        document = pdfium.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert papers[language].title in text.replace("\r\n", " ")


@needs_typst
def test_a_text_never_becomes_a_part_of_the_program(papers: dict[str, Paper]) -> None:
    content, findings = paper_pdf(with_text(papers["en"], EVIL))
    assert findings == []
    text = "".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(content))
    assert '#panic("run")' in text.replace("\r\n", " ")


def test_a_link_without_its_place_is_plain_text(papers: dict[str, Paper]) -> None:
    assert "<nowhere>" not in typst_source(with_text(papers["en"], "x"), ["Noto Sans"])


def test_what_is_missing_is_said(papers: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "can_typeset", lambda: False)
    content, findings = paper_pdf(papers["en"])
    assert (content, [finding.code for finding in findings]) == (b"", ["E858"])


@needs_typst
def test_a_machine_without_a_chinese_font_says_so(papers: dict[str, Paper], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "CHINESE", ("No Such Font",))
    content, findings = paper_pdf(papers["zh"])
    assert (content, [finding.code for finding in findings]) == (b"", ["E858"])
    assert "Chinese font" in findings[0].what


@needs_typst
def test_a_plan_is_written_as_pdf_by_the_name_s_ending(papers: dict[str, Paper], tmp_path: Path) -> None:
    assert save_paper(tmp_path / "p.pdf", papers["en"], ()) == []
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
