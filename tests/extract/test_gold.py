"""Real announcements against their gold rows; the bars of the issue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kaimen.evidence import Document
from kaimen.extract import extract
from tests.extract.gold import TEST_DATA, Score, read_rows, score

ANNOUNCEMENT = TEST_DATA / "announcements" / "en" / "china-com-2024-02-19.txt"
GOLD = TEST_DATA / "gold"
DAY = date(2024, 2, 19)


def _text(path: Path) -> str:
    if not path.is_file():
        pytest.skip(f"real text not found: {path}; set KAIMEN_TEST_DATA to the folder that holds `gold`")
    return path.read_bytes().decode("utf-8")


def _announcement() -> Score:
    text = _text(ANNOUNCEMENT)
    rows = read_rows(GOLD / "china-com-2024-02-19.jsonl")
    return score(text, rows, DAY, read_rows(GOLD / "china-com-2024-02-19.distractors.jsonl"))


def test_the_announcement_is_read_with_exact_offsets_and_few_distractors() -> None:
    result = _announcement()
    assert result.f1 >= 0.98
    assert result.exact == result.matched
    assert result.distractors <= 2


@pytest.mark.parametrize("name", ["found", "who", "where", "period", "modality", "qualifier", "direction", "unit"])
def test_the_fields_of_the_announcement_are_right(name: str) -> None:
    result = _announcement()
    assert result.share(name) >= 0.9, result.wrong


def test_only_the_lost_decimal_point_is_called_impossible() -> None:
    text = _text(ANNOUNCEMENT)
    document = Document("announcement", text, published=DAY)
    extraction, findings = extract(document)
    impossible = [finding for finding in findings if finding.code in ("E210", "E211")]
    assert [finding.found for finding in impossible] == ["53%"]
    assert "5.3 %" in impossible[0].fix
    assert text[impossible[0].place.start : impossible[0].place.end] == "53%"
    assert extraction.document.text == text


@pytest.mark.parametrize(
    ("name", "published", "bar"),
    [
        ("gwr2022_excerpt_zh", date(2022, 3, 5), 0.97),
        ("gwr2022_excerpt_en", date(2022, 3, 5), 0.9),
        ("guangdong2024_drc", date(2024, 5, 10), 0.97),
        ("guangdong2024_targets", date(2024, 1, 23), 0.9),
    ],
)
def test_quantities_of_other_texts_are_read(name: str, published: date, bar: float) -> None:
    result = score(_text(GOLD / f"{name}.txt"), read_rows(GOLD / f"{name}_gold.jsonl"), published)
    assert result.f1 >= bar
    assert result.share("period") >= 0.9, result.wrong
    assert result.share("modality") >= 0.9, result.wrong
