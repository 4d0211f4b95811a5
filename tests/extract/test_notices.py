"""Progress notices in many wordings of our own, carrying real figures; plans, classes and growth are left out."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document, check_passage
from kaimen.extract import extract
from kaimen.extract.notices import Progress, find_progress

Expected = list[tuple[str, str, str]]

NOTICES: list[tuple[str, str, Expected]] = [
    (
        "截至4月底，全省1508个重点建设项目完成投资3386亿元，完成年度计划的33.9%，快于时间进度0.6个百分点；新开工104个。",
        "2024-05-20",
        [
            *(("money", "338600000000", "2024-04-30"), ("share", "33.9", "2024-04-30")),
            *(("points", "0.6", "2024-04-30"), ("started", "104", "2024-04-30")),
        ],
    ),
    (
        "今年1—5月，700个省重点项目年度投资完成率56.5%，超序时进度14.8个百分点。"
        "236个计划开工项目中，177个已经开工建设，开工率75%。",
        "2023-06-16",
        [
            *(("share", "56.5", "2023-05-31"), ("points", "14.8", "2023-05-31")),
            *(("started", "177", "2023-05-31"), ("start rate", "75", "2023-05-31")),
        ],
    ),
    (
        "市里今年安排重点项目196项，年度计划投资401.9亿元。前四个月累计完成投资107.4亿元，为年度计划的26.7%，"
        "比去年同期快2个百分点，但比时间进度慢6.6个百分点；到位资金159.5亿元，为年度计划的39.7%。尚未开工的项目37项。",
        "2013-05-20",
        [
            *(("money", "10740000000", "2013-04-30"), ("share", "26.7", "2013-04-30")),
            ("points", "-6.6", "2013-04-30"),
        ],
    ),
    (
        "63个新开工项目已有47个开工，开工率74.6%，其中17个新开工项目完成投资28.7亿元。",
        "2016-11-15",
        [("started", "47", "None"), ("start rate", "74.6", "None"), ("money", "2870000000", "None")],
    ),
    (
        "省、市两级项目分别完成投资36.2亿元、94.3亿元，投资完成率分别为43.2%、37.8%。截至目前，大桥形象进度达到45%。",
        "2023-05-20",
        [
            *(("money", "3620000000", "None"), ("money", "9430000000", "None")),
            *(("share", "43.2", "None"), ("share", "37.8", "None"), ("physical", "45", "2023-05-20")),
        ],
    ),
    (
        "本年度计划新开工270项，实际已开工129项；总投资6960亿元，年内力争完成投资1015亿元，投资同比增长95.66%。",
        "2021-04-15",
        [("started", "129", "None")],
    ),
    (
        "1-12月完成投资882亿元，占全年计划的101.2%。",
        "2024-01-08",
        [("money", "88200000000", "2023-12-31"), ("share", "101.2", "2023-12-31")],
    ),
    (
        "截至3月20日，该县23个项目动工，投资完成率12.5%，滞后序时进度9.4个百分点。",
        "2024-03-25",
        [
            *(("started", "23", "2024-03-20"), ("share", "12.5", "2024-03-20")),
            ("points", "-9.4", "2024-03-20"),
        ],
    ),
    (
        "In the first four months, 34.71 billion yuan was invested in 130 key projects, 42.3% of the annual plan and 9 "
        "percentage points ahead of the timetable. 17 projects have started construction, with a total investment of "
        "23.7 billion yuan.",
        "2024-05-20",
        [
            *(("money", "34710000000", "2024-04-30"), ("share", "42.3", "2024-04-30")),
            *(("points", "9", "2024-04-30"), ("started", "17", "2024-04-30")),
        ],
    ),
    (
        "With an annual planned investment of 82.07 billion yuan, the city completed investment of 54.32 billion yuan "
        "from January to June, or 66.2 percent of the annual target; 98 of the 115 projects had broken ground.",
        "2024-07-20",
        [
            *(("money", "54320000000", "2024-06-30"), ("share", "66.2", "2024-06-30")),
            ("started", "98", "2024-06-30"),
        ],
    ),
    (
        "The province will invest 900 billion yuan and plans to start 300 projects; growth reached 5.2%.",
        "2024-02-20",
        [],
    ),
]


def read(text: str, day: str) -> list[Progress]:
    extraction, _ = extract(Document("notice.txt", text, "", date.fromisoformat(day)))
    found = find_progress(extraction)
    for one in found:
        assert check_passage(one.passage, extraction.document) == []
        assert check_passage(one.figure, extraction.document) == []
        assert one.passage.start <= one.figure.start < one.figure.end <= one.passage.end
    return found


@pytest.mark.parametrize(("text", "day", "expected"), NOTICES)
def test_what_a_figure_of_a_notice_is_is_read_from_the_words_beside_it(text: str, day: str, expected: Expected) -> None:
    assert [(p.measure, f"{p.value:f}", str(p.day)) for p in read(text, day)] == expected


def test_a_text_without_a_day_says_so_and_months_stay_open() -> None:
    extraction, _ = extract(Document("notice.txt", "截至4月底，重点项目完成投资3386亿元。"))

    assert [p.day for p in find_progress(extraction)] == [None]
