"""What became of a plan, in its workbook by live formulas and in its paper by charts."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kaimen.delivery import MONEY, board, slips
from kaimen.delivery.types import MET, STARTED
from kaimen.formats.workbook import Delivered, plan_workbook
from kaimen.report.charts import to_svg
from kaimen.report.slippage import MOST, slip_chart, slip_sentence
from tests.cli.test_explaining import LIST
from tests.command_line import run
from tests.delivery.test_board import baseline, report
from tests.delivery.test_commands import here
from tests.effort import FULL
from tests.formats.workbook_plans import planned
from tests.sheet_evaluator import Workbook, rewritten
from tests.test_appeals import SCENARIO

FULL_ONLY = pytest.mark.skipif(not FULL, reason="run with --full")

__all__ = ["here"]

DAY = date(2024, 6, 30)
REPORTS = (
    report(MONEY, 6, date(2024, 7, 8), {"A": 61, "B": 90, "C": 170}),
    report(STARTED, 6, date(2024, 7, 8), {"A": 0, "B": 1, "C": 1}),
)


@FULL_ONLY
def test_the_board_of_a_workbook_adds_up_and_follows_a_changed_report() -> None:
    problem, result = planned()
    plan = baseline()
    data = plan_workbook(problem, result, delivered=Delivered(plan, REPORTS, DAY))

    for content, extra in ((data, 0), (rewritten(data, {("Delivery", "G3"): 100.0}), 10)):
        rows = Workbook(content).rows("Board")
        for row, line in zip(rows, board(plan, REPORTS, DAY, "region"), strict=True):
            own = extra if line.key in ("all", "East") else 0
            assert row["line"] == line.key
            assert row["done"] == pytest.approx(float(line.done) + own)
            assert row["promised for the year"] == pytest.approx(float(line.promised))
            assert row["planned by now"] == pytest.approx(float(line.planned))
            assert row["done of promised"] == pytest.approx((float(line.done) + own) / float(line.promised))
            assert row["started"] == line.started
            assert row["start rate"] == pytest.approx(line.started / line.projects)
            points = line.points(DAY)
            if not own:
                assert points is not None
                assert row["points ahead of the calendar"] == pytest.approx(float(points))
    assert {row["item"] for row in Workbook(data).rows("Summary")} >= {"Board", "Delivery"}


def test_the_chart_of_slippage_shows_the_latest_and_counts_the_others() -> None:
    first = baseline()
    met = report(f"{MET}start", 6, date(2024, 7, 8), {"A": date(2024, 5, 1).toordinal()})
    moved = slips(first, first, [met], DAY)

    chart = slip_chart(moved, "zh")

    late = [slip for slip in moved if slip.slippage]
    assert [mark.text for mark in chart.marks if mark.text.endswith("天")] == ["+61天"]
    assert chart.sentence == slip_sentence(moved, "zh") == "有变动或已到期的1个节点中，1个晚于现行基线，最多晚61天。"
    ElementTree.fromstring(to_svg(chart))  # noqa: S314  our own drawing
    many = slip_chart(late * (MOST + 3), "en")
    assert many.marks[-1].text == "3 more in the table"
    assert slip_sentence([]) == "No milestone is later than the baseline in force."
    ElementTree.fromstring(to_svg(slip_chart([])))  # noqa: S314  our own drawing


@pytest.mark.skipif(not FULL, reason="solves and writes three papers: run with --full")
def test_a_paper_and_a_workbook_of_a_plan_show_what_became_of_it(here: Path) -> None:
    (here / "list.csv").write_text(LIST, encoding="utf-8")
    (here / "small.toml").write_text(SCENARIO, encoding="utf-8")
    assert run("solve", "small.toml", "-o", "plan.kaimen")
    run("approve", "plan.kaimen", "--baseline", "small", "--on", "2026-01-10")
    listed = "id,period,reported,financialProgress (million yuan),started\nP-1,2026-03,2026-04-08,1,2026-02-20\n"
    (here / "march.csv").write_text(listed, encoding="utf-8")
    run("observe", "march.csv", "--keep")
    kept = ("-w", "office.db", "--as-of", "2026-04-30")

    for name in ("paper.html", "paper-zh.html", "plan.xlsx"):
        more = ("--lang", "zh") if "zh" in name else ()
        assert run("report", "plan.kaimen", "-o", name, *more, *kept)["findings"] == []

    paper = (here / "paper-zh.html").read_text(encoding="utf-8")
    assert "实施进展" in paper
    assert "节点提前与延误" in paper
    assert "What became of it" in (here / "paper.html").read_text(encoding="utf-8")
    rows = Workbook((here / "plan.xlsx").read_bytes()).rows("Board")
    assert rows[0]["done"] == 1
    unknown = run("report", "plan.kaimen", "-o", "x.html", *kept, "--baseline", "none", code=1)["findings"]
    assert unknown[0]["code"] == "E837"
    run("report", "plan.kaimen", "-o", "x.html", "-w", "office.db", "--as-of", "soon", code=2)
    run("report", "plan.kaimen", "-o", "x.html", "-w", "nowhere.db", code=2)
    shutil.copy("plan.kaimen", "alone.kaimen")
    assert run("report", "alone.kaimen", "-o", "x.html")["findings"] == []
    assert "What became of it" not in (here / "x.html").read_text(encoding="utf-8")
