"""English as many countries write it: figures, periods, and what is promised or was done, each in one sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kaimen.evidence import Document
from kaimen.extract import Extraction, extract

DAY = date(2026, 2, 19)


def read(text: str) -> Extraction:
    return extract(Document("text", text, published=DAY))[0]


FIGURES = [
    # text, and its figures: value, unit, qualifier
    ("It may not exceed 60 %, or 85 % of the cost.", "60 % <=; 85 % <="),
    ("The zone covers 15 square\r\nkilometres and 20 square\nmetres.", "15 km2 =; 20 m2 ="),
    ("It pays 85,5 million euros for 1.400 km of paths.", "85500000 EUR =; 1400 km ="),
    ("It has 1.400 homes, 1.250.000 trees and 1.234 km.", "1400 homes =; 1250000 trees =; 1234 km ="),
    ("It costs $1,400 for 1.250 km at 3,5 % a year.", "1400 USD =; 1.250 km =; 3.5 % ="),
    ("As many as 400 homes and as few as 20 farms.", "400 homes <=; 20 farms >="),
    ("They build a third more homes.", "0.33333333333333333333 share ="),
    ("It rises by a third to $3 billion.", "0.33333333333333333333 share =; 3000000000 USD ="),
    ("It was sold by a third party.", ""),
    ("Half a million homes and two and a half years.", "500000 homes =; 2.5 year ="),
    ("It emits 12 MtCO2e and 4.5 million tonnes of CO2 equivalent.", "12000000 tCO2e =; 4500000 tCO2e ="),
    ("It takes 35 ML, 20 ml and 1,240 GL.", "35000 m3 =; 0.00002 m3 =; 1240000000 m3 ="),
    ("They dig 30 Mt.", "30000000 tonne ="),
    ("It renews 100 lane miles and 40 track km.", "160.9344 km =; 40 km ="),
    ("It costs ₦58 million, N3 million and R1.9 million.", "58000000 NGN =; 3000000 NGN =; 1900000 ZAR ="),
    ("Unit P5 and R2 of N95 masks.", ""),
    ("It costs Rp 300 million and Rs 40 crore.", "300000000 IDR =; 400000000 INR ="),
    ("It costs VND1.12 quadrillion.", "1120000000000000 VND ="),
    ("Deaths per 100,000 live births fell by 3%.", "3 % ="),
    ('It stays within "5.5%.', "5.5 % <="),
    ("Around 14 million passenger trips and 200,000 student spaces.", "14000000 trips ~; 200000 spaces ="),
    ("It is built at twice the current pace, and meets twice a year.", "2 times ="),
    ("A 1,000-bed hospital.", "1000 bed ="),
    ("An extra £180 million, 3.5 t/ha; fewer than one in forty.", "180000000 GBP another; 3.5 tonne =; 0.025 share <"),
    ("It will shorten journeys from 92 to 63 minutes.", "92 minute =; 63 minute ="),
    ("It takes from 5 to 7 years.", "5 year range"),
    ("The index ends at 16,644, 16 per cent up.", "16644  =; 16 % ="),
    ("An offer of C $6, with n 5,000.", "6 CAD =; 5000  ="),
    ("The first of the Proposition 4 grants opens.", ""),
    ("Some 2 million homes, some 500,000 of them for families.", "2000000 homes ~; 500000 homes ~"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures(text: str, expected: str) -> None:
    found = [f"{q.value.normalize():f} {q.unit} {q.qualifier}" for q in read(text).quantities]
    rows = [row.split(" ", 1) for row in expected.split("; ") if row]
    assert found == [f"{Decimal(value).normalize():f} {rest}" for value, rest in rows]


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("They build 50,000 dwellings a year.", "dwellings", "year"),
        ("Some 340 GWh of primary energy are saved each year.", "kWh", "year"),
        ("Demand grows by 1.1 percent annually.", "%", "year"),
        ("They plant 500 trees in a park that opened a year ago.", "trees", ""),
        ("They plant 500 trees and pay each farm every year.", "trees", ""),
    ],
)
def test_what_a_figure_is_for_each_of(text: str, unit: str, per: str) -> None:
    [quantity] = read(text).quantities
    assert (quantity.unit, quantity.per) == (unit, per)


PERIODS = [
    # words, first day, last day
    ("by FY2027-28", "", "2028-12-31"),
    ("by 2029-30", "", "2030-12-31"),
    ("in FY27", "2027-01-01", "2027-12-31"),
    ("in FY26-27", "2026-01-01", "2027-12-31"),
    ("in fiscal year 2028", "2028-01-01", "2028-12-31"),
    ("in the coming fiscal year", "2026-01-01", "2027-12-31"),
    ("between 2023-24 and 2028-29", "2023-01-01", "2029-12-31"),
    ("by Q3 2026", "", "2026-09-30"),
    ("by the third quarter of 2027", "", "2027-09-30"),
    ("in H1 2027", "2027-01-01", "2027-06-30"),
    ("within 18 months", "", "2027-08-19"),
    ("within two years", "", "2028-02-19"),
    ("over the next 24 months", "", "2028-02-19"),
    ("over the next five years", "2026-01-01", "2030-12-31"),
    ("by mid-2027", "", "2027-06-30"),
    ("by year-end", "", "2026-12-31"),
    ("by spring 2029", "", "2029-12-31"),
    ("by year-end 2027", "", "2027-12-31"),
    ("through 2036", "", "2036-12-31"),
    ("by end-June 2028", "", "2028-06-30"),
    ("over the next two to three years", "2026-01-01", "2028-12-31"),
    ("in the 12 months to July", "2024-08-01", "2025-07-31"),
    ("in the 2025-2035 decade", "2025-01-01", "2035-12-31"),
    ("from 2027", "2027-01-01", ""),
    ("from 1 July 2026", "2026-07-01", ""),
]


@pytest.mark.parametrize(("words", "first", "last"), PERIODS)
def test_periods(words: str, first: str, last: str) -> None:
    [candidate] = read(f"They build 30 homes {words}.").candidates
    assert candidate.when
    told = (candidate.when.first, candidate.when.last)
    assert tuple(day.isoformat() if day else "" for day in told) == (first, last)


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("The deficit is estimated at 4.3 per cent in 2026-27.", ["estimated"]),
        ("It is forecast at 30 million in 2027, falling to 20 million in 2028.", ["estimated", "estimated"]),
        ("The country has 30 km of rail, and the length will be raised to 50 km by 2030.", ["reported", "promised"]),
        ("The rate fell to 7%, below the 2030 target.", ["reported"]),
        ("Departments have identified savings of 30 million dollars.", ["reported"]),
        ("Departments have pledged savings of 30 million dollars.", ["promised"]),
        ("The rate, now 78.4 per cent, should reach 81 per cent.", ["reported", "promised"]),
        ("Rail will carry 30 million people, against 13 million delivered so far.", ["promised", "reported"]),
        ("Strategy 2030\n\nThe dams held 30 GL on 30 April.", ["reported"]),
        ("She said that 300 homes would be built.", ["promised"]),
        ("Spending Review 2025\n\nIt grows by 3% in 2028.", ["promised"]),
    ],
)
def test_modality(text: str, modalities: list[str]) -> None:
    assert [c.modality for c in read(text).candidates if c.quantity is not None] == modalities


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ('"We will deliver 300 homes by 2030," said Minister Mary Major.', "Mary Major"),
        ('"We will deliver 300 homes," said Mary Major, the mayor of Leeds.', "Mary Major"),
        ("Minister Mary Major has announced 300 homes.", "Mary Major"),
        ("Treasurer Mary Major said that 300 homes would open.", "Mary Major"),
        ("Leeds Mayor Mary Major today unveiled 300 homes.", "Mary Major"),
    ],
)
def test_speakers(text: str, person: str) -> None:
    [candidate] = [c for c in read(text).candidates if c.quantity is not None]
    assert candidate.who.person == person


def test_a_deadline_in_a_heading_holds_for_the_list_below_it_and_its_baseline_does_not() -> None:
    text = "Rwanda: plan\nTargets by 2029 (baseline 2023)\n- 300 homes\n- exports of $3 billion, 20 % above FY26"
    last = [candidate.when.last for candidate in read(text).candidates if candidate.when]
    assert last == [date(2029, 12, 31)] * 3


TABLES = [
    # a table, and of each figure: value, unit, year, modality, label
    (
        "Ghana: targets\nIndicator | Baseline 2024 | Target 2028\nPaved roads (km) | 16,900 | 21,000\n"
        "Exports (US$ million) | 7.2 | 9.5\nThey open 30 schools.",
        [
            "16900 km 2024 reported Paved roads (km)",
            "21000 km 2028 promised Paved roads (km)",
            "7200000 USD 2024 reported Exports (US$ million)",
            "9500000 USD 2028 promised Exports (US$ million)",
            "30 schools None promised schools",
        ],
    ),
    (
        "| Measure | Unit | 2025-26 | 2026-27 |\n|---|---|---|---|\n| Roads | km | 310 | 420 |",
        ["310 km 2026 promised Roads", "420 km 2027 promised Roads"],
    ),
    ("Measure\tBaseline\tTarget\nWells\t310\t420", ["310  None reported Wells", "420  None promised Wells"]),
    (
        "指标  2023年实际  2027年目标\n生产总值（亿元）  5,000  7,200",
        ["500000000000 CNY 2023 reported 生产总值（亿元）", "720000000000 CNY 2027 promised 生产总值（亿元）"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TABLES)
def test_the_figures_of_a_table_have_the_period_of_their_column_and_the_unit_of_their_row(
    text: str, expected: list[str]
) -> None:
    found = read(text)
    told = []
    for candidate in found.candidates:
        if candidate.quantity is not None:
            quantity = found.quantities[candidate.quantity]
            last = candidate.when.last.year if candidate.when and candidate.when.last else None
            told.append(f"{quantity.value:f} {quantity.unit} {last} {candidate.modality} {candidate.what}".strip())
    assert told == expected


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("The main targets for 2027 are as follows:\nover 900 homes\ngrowth of over 5 percent\n", [">=", ">="]),
        ("Our targets are: over 900 homes; more than 40 clinics.", [">=", ">="]),
        ("Goals:\n1. Over 900 homes\n2. over 40 clinics\n", [">=", ">="]),
        ("The targets were met. Over 900 homes were built.", [">"]),
        ("Targets:\nover 900 homes.\nMore than 40 clinics opened last year.", [">=", ">"]),
    ],
)
def test_a_target_of_over_so_many_is_reached_with_so_many(text: str, qualifiers: list[str]) -> None:
    assert [quantity.qualifier for quantity in read(text).quantities if quantity.unit != "year"] == qualifiers


def test_a_part_of_a_total_counts_what_the_total_counts() -> None:
    found = read("Last year the City finished 27 of 31 planned park projects.").quantities
    assert [(quantity.surface, quantity.unit) for quantity in found] == [("27", "projects"), ("31", "projects")]


@pytest.mark.parametrize(
    ("text", "surface", "qualifier"),
    [
        ("No council will get less than 4 percent.", "4 percent", ">="),
        ("By 2029, no student will travel more than 45 minutes to class.", "45 minutes", "<="),
        ("No new tax is needed; students will travel more than 45 minutes.", "45 minutes", ">"),
        ("It sanctioned 48 substations, 31 of which were commissioned.", "31", "="),
    ],
)
def test_a_bound_that_nobody_passes_and_a_part_of_them(text: str, surface: str, qualifier: str) -> None:
    [found] = [quantity for quantity in read(text).quantities if quantity.surface == surface]
    assert found.qualifier == qualifier


def test_since_a_month_is_since_the_last_one_before_the_text() -> None:
    [candidate] = extract(Document("text", "Some 84 km had been resealed since April.", published=date(2026, 3, 5)))[
        0
    ].candidates
    assert candidate.when is not None
    assert (candidate.when.first, candidate.when.last, candidate.modality) == (
        date(2025, 4, 1),
        date(2026, 3, 5),
        "reported",
    )
