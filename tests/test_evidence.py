"""Documents and passages: text[start:end] == quote, whatever the text."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaimen.evidence import Citation, Document, Passage, check_passage


@st.composite
def spans(draw: st.DrawFn) -> tuple[Document, int, int]:
    text = draw(st.text())
    start = draw(st.integers(0, len(text)))
    return Document("news.txt", text), start, draw(st.integers(start, len(text)))


@given(spans())
def test_a_passage_quotes_what_stands_at_its_offsets(case: tuple[Document, int, int]) -> None:
    document, start, end = case
    passage = document.passage(start, end)
    assert document.text[passage.start : passage.end] == passage.quote
    assert check_passage(passage, document) == []


@given(spans(), st.text(min_size=1))
def test_any_other_quote_is_a_finding(case: tuple[Document, int, int], more: str) -> None:
    document, start, end = case
    passage = document.passage(start, end)
    (finding,) = check_passage(Passage("news.txt", start, end, passage.quote + more), document)
    assert (finding.code, finding.place.start, finding.place.end) == ("E410", start, end)
    assert (finding.expected, finding.found) == (passage.quote + more, passage.quote)


@pytest.mark.parametrize(("start", "end"), [(-3, 3), (2, 1), (0, 4), (3, 4), (-1, -1)])
def test_offsets_outside_the_text_are_a_finding(start: int, end: int) -> None:
    document = Document("news.txt", "abc")
    passage = Passage("news.txt", start, end, document.text[start:end])
    assert [finding.code for finding in check_passage(passage, document)] == ["E410"]


def test_offsets_count_characters_not_bytes() -> None:
    document = Document("news.txt", "全省重点项目1508个 😀 done")
    assert document.passage(6, 10).quote == "1508"
    assert document.passage(12, 13).quote == "😀"


@given(st.text())
def test_a_document_is_known_by_the_hash_of_its_text(text: str) -> None:
    assert Document("a", text).sha256 == Document("b", text).sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("citation", "text"),
    [
        (Citation(), ""),
        (Citation("SD-2024-7"), "pledge SD-2024-7"),
        (Citation(note="p. 3"), "p. 3"),
        (Citation("7", Passage("news.txt", 5, 9, "land"), "p. 3"), "pledge 7, news.txt [5:9], p. 3"),
    ],
)
def test_a_citation_is_one_line(citation: Citation, text: str) -> None:
    assert str(citation) == text
