"""What stands around the pledges of a text: when reports on them are due, and titles that are none."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import as_json, extract

DAY = date(2024, 2, 19)


def due(text: str, published: date | None = DAY) -> list[tuple[str, str | None]]:
    read = extract(Document("text", text, published=published))[0]
    assert len(as_json(read)["reports_due"]) == len(read.reports_due)  # type: ignore[arg-type]  # a list
    return [(one.every, one.day.isoformat() if one.day else None) for one in read.reports_due]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The county reports on progress every quarter, by the 10th of the following month.",
            ("quarter", "2024-04-10"),
        ),
        ("A report is due by the end of December 2024.", ("", "2024-12-31")),
        ("The ministry shall submit a progress report by 30 June 2024.", ("", "2024-06-30")),
        ("各市每半年向省发展改革委报送进展情况。", ("half-year", "2024-06-30")),
        ("请于2024年12月底前将落实情况报省政府办公厅。", ("", "2024-12-31")),
        ("每月通报项目进度，次月5日前报送。", ("month", "2024-03-05")),
    ],
)
def test_a_report_that_is_due_is_told_with_its_day(text: str, expected: tuple[str, str]) -> None:
    assert due(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Output grew every year, and the annual budget is 5 billion yuan.",
        "财政支出每年增长5%。",
        "In her report to the congress she said that every year 300 firms open.",
        "The ministry submitted a progress report by 30 June 2023.",
    ],
)
def test_what_is_no_report_to_come_is_not_told(text: str) -> None:
    assert due(text) == []


def test_without_a_day_of_publication_the_rhythm_stands_and_the_day_is_open() -> None:
    assert due("The county reports on progress every quarter.", None) == [("quarter", None)]


@pytest.mark.parametrize(
    ("text", "tiers"),
    [
        ("What five provinces announced\n\nHebei will build 3 ports in 2024.", ["context", "testable"]),
        ("五个省份“新春第一会”释放信号\n\n今年新建港口3个。", ["context", "testable"]),
        ("Hebei to build five ports\n\nIt will build 3 roads in 2024.", ["testable", "testable"]),
        ("Five ports\nThree roads", ["testable", "testable"]),
    ],
)
def test_a_small_count_in_a_title_without_a_commitment_is_context(text: str, tiers: list[str]) -> None:
    read = extract(Document("text", text, published=DAY))[0]
    assert [quantity.tier for quantity in read.quantities] == tiers


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 the city built 5 parks. It planted 300 trees. It will build 20 halls.",
        "2023年全市建成公园5个。绿化300亩。将新建体育馆20座。",
    ],
)
def test_a_period_that_is_over_ends_where_the_text_goes_on_to_what_will_be(text: str) -> None:
    candidates = extract(Document("text", text, published=date(2024, 2, 19)))[0].candidates
    read = [(candidate.modality, candidate.when and candidate.when.last) for candidate in candidates]
    assert read == [("reported", date(2023, 12, 31)), ("reported", date(2023, 12, 31)), ("promised", None)]


PERIODS = [
    (
        "去年新建港口3个，今年力争新建5个。另建道路20公里。\n\n桥梁增加8座。",
        {"3个": 2023, "5个": 2024, "20公里": 2024, "8座": 2023},
    ),
    ("去年新建港口3个。\n\n力争全年新建道路20公里。", {"3个": 2023, "20公里": 2024}),
    (
        "某省2025年重点项目工作方案\n\n一、总体目标\n\n新建港口3个。\n\n2026年建成道路20公里。",
        {"3个": 2025, "20公里": 2026},
    ),
    (
        "Work plan for 2025\n\nThe state will build 3 ports. Last year 20 km of road were laid.",
        {"3 p": 2025, "20 k": 2023},
    ),
    ("By 2030 the state will have 3 ports. We have already laid 20 km of track.", {"3 p": 2030, "20 k": None}),
    ("Last year the state built 3 ports. At least $250 million will go to small firms.", {"3 p": 2023, "$250": None}),
]


@pytest.mark.parametrize(("text", "years"), PERIODS)
def test_a_figure_takes_the_year_that_the_text_has_come_to(text: str, years: dict[str, int | None]) -> None:
    read = extract(Document("text", text, published=DAY))[0]
    found = {
        words: candidate.when.last.year if candidate.when and candidate.when.last else None
        for candidate in read.candidates
        for words in years
        if candidate.quantity is not None and text.startswith(words, read.quantities[candidate.quantity].start)
    }
    assert found == years


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The state will open 3 ports by March 2027.", None, "2027-03-31"),
        ("The state will open 3 ports in March 2027.", "2027-03-01", "2027-03-31"),
        ("The state will open 3 ports by the end of June.", None, "2024-06-30"),
        ("The state will open 3 ports no later than 15 May 2025.", None, "2025-05-15"),
        ("The state will open 3 ports before May 15, 2025.", None, "2025-05-15"),
        ("The state will open 3 ports in autumn 2025.", "2025-01-01", "2025-12-31"),
        ("2025年6月30日前新建港口3个。", None, "2025-06-30"),
        ("6月30日之前新建港口3个。", None, "2024-06-30"),
    ],
)
def test_a_deadline_has_no_first_day(text: str, first: str | None, last: str) -> None:
    (when,) = (one.when for one in extract(Document("text", text, published=DAY))[0].candidates if one.when)
    assert (when.first and when.first.isoformat(), when.last and when.last.isoformat()) == (first, last)


def test_what_rose_is_no_promise_though_its_year_still_runs() -> None:
    text = "This year 3 ports will open. The number of loans rose to 1,500."
    told = [one.modality for one in extract(Document("text", text, published=DAY))[0].candidates]
    assert told == ["promised", "reported"]


@pytest.mark.parametrize(
    ("text", "region"), [("", None), ("China will open 3 ports. ", "China"), ("Hebei has 9 ports. ", "Hebei")]
)
def test_the_nation_is_china_only_where_the_text_names_it(text: str, region: str | None) -> None:
    text += "The national figure is 4 percent."
    last = extract(Document("text", text, published=DAY))[0].candidates[-1]
    assert (last.where.region if last.where else None) == region


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("It will lay 60 km of pipes in the northern and the eastern valleys of the province by 2027.", "2027-12-31"),
        ("It laid 60 km of pipes, and the rest is to follow in all valleys by 2027.", None),
        ("It will lay 60 km of pipes where the new railway station is to open its doors by 2027.", None),
        ("It will lay pipes for ₹48,200 crore in 2025.", "2025-12-31"),
        ("力争用三年时间建成公园30个。", "2026-12-31"),
    ],
)
def test_a_deadline_at_the_end_of_a_long_clause_is_that_of_its_figure(text: str, last: str | None) -> None:
    read = extract(Document("text", text, published=DAY))[0]
    when = next(c.when for c in read.candidates if c.quantity is not None)
    assert (when.last.isoformat() if when and when.last else None) == last
