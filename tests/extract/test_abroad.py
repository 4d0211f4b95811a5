"""Announcements of other countries: their regions, their money, and a national budget that is not China's."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import Extraction, extract

DAY = date(2026, 2, 19)


def read(text: str) -> Extraction:
    return extract(Document("text", text, published=DAY))[0]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Queensland will build 300 homes.", "Queensland"),
        ("Tamil Nadu adds 20 schools, and India 500.", "Tamil Nadu"),
        ("The State of Minnesota Clean Water Fund gives 20 grants.", "Minnesota"),
        ("The UK will plant 500 trees.", "United Kingdom"),
        ("Côte d'Ivoire opens 40 clinics.", "Ivory Coast"),
        ("eThekwini Municipality will open 40 clinics.", "eThekwini"),
        ("Denver Mayor Mary Major opens 40 clinics.", "Denver"),
        ("The City of Leeds opens 40 clinics.", "Leeds"),
        ("In Georgia 40 farms open.", "Georgia"),
        ("The Irish Government opens 40 clinics.", "Ireland"),
        ("South Korea has a national growth fund of 30 billion won.", "South Korea"),
        ("China has a national growth fund of 30 billion yuan.", "China"),
    ],
)
def test_regions_of_other_countries_are_read(text: str, region: str) -> None:
    [candidate] = [one for one in read(text).candidates if one.quantity is not None][:1]
    assert candidate.where
    assert candidate.where.region == region


@pytest.mark.parametrize("text", ["Victoria Roe plants 40 yews.", "The Ohio River has 40 locks and Lake Ontario 3."])
def test_persons_and_waters_are_no_regions(text: str) -> None:
    assert all(candidate.where is None for candidate in read(text).candidates)


def test_a_name_of_two_countries_is_asked_about_unless_one_of_them_is_named() -> None:
    assert [question.name for question in read("Punjab will build 40 schools.").questions] == ["Punjab"]
    assert read("Punjab will build 40 schools, said the government of Pakistan.").questions == ()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Ontario spends $3 billion and 40 million dollars.", ["CAD", "CAD"]),
        ("Queensland spends $3 billion (US$2 billion).", ["AUD", "USD"]),
        ("Canada spends C$3 billion ($2.2 billion).", ["CAD", "USD"]),
        ("Alberta sells oil at $52 a barrel.", ["USD"]),
        ("Japan spends ¥3 trillion.", ["JPY"]),
        ("Pakistan spends Rs 300 billion.", ["PKR"]),
        ("The firm, which also works in parts of Canada, made $3 billion.", ["USD"]),
        ("Kenya borrows $3 billion.", ["USD"]),
    ],
)
def test_money_under_a_shared_name_is_that_of_the_country_the_text_is_about(text: str, units: list[str]) -> None:
    assert [quantity.unit for quantity in read(text).quantities] == units
