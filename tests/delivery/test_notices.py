"""`observe --text`: proposals with passages, nothing taken in unless accepted, and figures that disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from tests.delivery.test_commands import LIST, here
from tests.effort import FULL

FULL_ONLY = pytest.mark.skipif(not FULL, reason="run with --full")

__all__ = ["here"]

NOTICE = (
    "截至4月底，广东省1508个省重点建设项目完成投资3386亿元，完成年度计划的33.9%，快于时间进度0.6个百分点；"
    "新开工104个项目，开工率6.9%。其中，产业工程完成投资1200亿元。"
)


@pytest.fixture
def office(here: Path) -> Path:
    (here / "gd.csv").write_text(LIST, encoding="utf-8")
    run("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-02-18")
    (here / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return here


def observe(*more: str, code: int = 0) -> Any:
    return run("observe", "--text", "notice.txt", *more, code=code)


DATED = ("--date", "2024-05-20")


@pytest.mark.usefixtures("office")
def test_a_notice_is_only_proposed_until_a_person_accepts_its_figures() -> None:
    shown = observe(*DATED)
    assert shown["findings"] == []
    assert [(row["measure"], row["value"], row["line"]) for row in shown["figures"]] == [
        ("financialProgress", "338.6 billion yuan", "GD"),
        ("(share, compared only)", "", "GD"),
        ("(points, compared only)", "", "GD"),
        ("started projects", "104", "GD"),
        ("(start rate, compared only)", "", "GD"),
        ("financialProgress", "120 billion yuan", ""),
    ]
    assert run("delivery", "--as-of", "2024-05-31")["rows"][0]["done"] == "0"

    taken = observe(*DATED, "--accept", "1", "--accept", "4", "--by", "delivery desk")

    assert (taken["taken"], taken["entry"]) == (2, 2)
    row = run("delivery", "--as-of", "2024-05-31")["rows"][0]
    assert (row["done"], row["points"], row["started"]) == ("338.6", "0.6", 104)
    steps = [step["says"] for step in run("trace", "gd2024/all.done", "--as-of", "2024-05-31")]
    assert any('notice.txt, financialProgress for 2024-04 reported 2024-05-20, [25:31] "3386亿元"' in s for s in steps)
    assert any(s.startswith("observe by delivery desk") and s.endswith("notice.txt") for s in steps)
    assert [row["state"] for row in observe(*DATED)["figures"] if row["state"] == "kept"] == ["kept", "kept"]
    assert observe(*DATED, "--accept", "1")["taken"] == 0  # again: nothing new


@FULL_ONLY
def test_shares_and_rates_become_money_and_counts_where_nothing_else_is_said(office: Path) -> None:
    (office / "notice.txt").write_text("截至4月底，广东省重点项目完成年度计划的33.9%，开工率6.9%。", encoding="utf-8")

    taken = observe(*DATED, "--accept", "1", "--accept", "2")

    assert [row["state"] for row in taken["figures"]] == [
        "33.9 % of the 1000 billion yuan promised for 2024",
        "6.9 % of 1,508 projects",
    ]
    row = run("delivery", "--as-of", "2024-05-31")["rows"][0]
    assert (row["done"], row["started"]) == ("339", 104)


@FULL_ONLY
@pytest.mark.parametrize(
    ("wrong", "right", "given", "expected"),
    [
        ("0.6个", "0.8个", "0.8", "0.6 by them"),
        ("33.9%", "32.9%", "32.9", "33.9 by them"),
        ("率6.9%", "率8.9%", "8.9", "6.9 by them"),
    ],
)
def test_figures_that_do_not_go_together_are_remarked_on(
    office: Path, wrong: str, right: str, given: str, expected: str
) -> None:
    (office / "notice.txt").write_text(NOTICE.replace(wrong, right), encoding="utf-8")

    found = [(f["code"], f["found"], f["expected"]) for f in observe(*DATED)["findings"]]

    assert ("W866", given, expected) in found


@FULL_ONLY
def test_what_cannot_be_taken_in_says_why_and_a_line_can_be_named(office: Path) -> None:
    codes = [f["code"] for f in observe(*DATED, "--accept", "3", "--accept", "9", code=1)["findings"]]
    assert codes == ["E867", "E867"]
    assert observe(*DATED, "--accept", "6", code=1)["findings"][0]["fix"] == "Use --accept 6=ID."
    assert observe(*DATED, "--accept", "6=nobody", code=1)["findings"][0]["code"] == "E867"
    assert [f["code"] for f in observe("--accept", "1", code=1)["findings"]].count("E201") >= 1
    observe("--accept", "one", code=2)
    observe("--date", "soon", code=2)
    run("observe", code=2)
    run("observe", "gd.csv", "--text", "notice.txt", code=2)
    observe(*DATED, "--accept", "1")
    (office / "notice.txt").write_text(NOTICE + "。", encoding="utf-8")
    assert observe(*DATED, code=1)["findings"][0]["code"] == "E821"
