"""The office that a report rests on where no person speaks."""

from __future__ import annotations

from datetime import date

import pytest

from kaimen.evidence import Document
from kaimen.extract import extract


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("记者8日从省发展改革委获悉，今年新建公园30个。明年再建20个。", ["省发展改革委", "省发展改革委"]),
        ("省教育厅、省财政厅近日联合印发通知，安排30亿元新建学校。", ["省教育厅、省财政厅"]),
        ("据有关部门介绍，今年新建公园30个。", [None]),
        ("从全局出发，今年新建公园30个。", [None]),
        ("省长王伟中指出，今年新建公园30个。据省统计局统计，去年新建25个。", ["省长", "省长"]),
        (
            "The Ministry of Water and Sanitation announced 312 dams. It will spend $30 million.\n\n"
            "According to the National Roads Agency, 640 km will be built by 2030.",
            ["Ministry of Water and Sanitation", "Ministry of Water and Sanitation", "National Roads Agency"],
        ),
        ("The board said it has 3 million customers.", [None]),
    ],
)
def test_who_says_so_is_the_office_named(text: str, roles: list[str | None]) -> None:
    found = extract(Document("text", text, published=date(2026, 8, 8)))[0].candidates
    assert [candidate.who.role for candidate in found if candidate.quantity is not None] == roles
    assert all(not candidate.who.person or candidate.who.role == "省长" for candidate in found)
