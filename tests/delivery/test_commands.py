"""Approve, observe, delivery, due, trace and collect as a planner types them, with wrong input too."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from xlsxwriter import Workbook

from kaimen.cli.app import app
from kaimen.formats.baseline_list import parse_baseline
from kaimen.formats.delivery_body import baseline_body, baseline_of_body, report_body, report_of_body
from kaimen.formats.spreadsheet import parse_workbook
from kaimen.workspace.delivery.observing import delivery_in
from kaimen.workspace.record.office import open_office
from tests.cli import test_commands
from tests.command_line import run

LIST = "id,title,region,projects,start,end,planned 2024 (billion yuan)\nGD,Key projects,Guangdong,1508,,,1000\n"
APRIL = (
    "id,period,reported,financialProgress (billion yuan),started projects,source\n"
    "GD,2024-04,2024-05-20,338.6,104,press notice\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAIMEN_WORKSPACE", "office.db")
    return tmp_path


def keep(here: Path, listed: str = LIST, observed: str = APRIL) -> None:
    (here / "gd.csv").write_text(listed, encoding="utf-8")
    (here / "april.csv").write_text(observed, encoding="utf-8")
    run("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-02-18")
    run("observe", "april.csv", "--keep")


def test_guangdongs_april_is_ahead_of_the_calendar_and_leads_back_to_its_cells(here: Path) -> None:
    keep(here)

    shown = run("delivery", "--as-of", "2024-05-31")

    row = shown["rows"][0]
    assert (row["done"], row["promised"], row["points"], row["started"]) == ("338.6", "1000", "0.6", 104)
    assert shown["says"].startswith(
        "33.9 % of the year's promise is done and 33.3 % of the year is over: 0.6 points ahead"
    )
    assert run("delivery", "--as-of", "2024-05-19")["rows"][0]["done"] == "0"  # not yet reported
    steps = {(s["step"], s["says"]) for s in run("trace", "gd2024/all.points", "--as-of", "2024-05-31")}
    assert ("figure", "points = +0.6 points") in steps
    assert any(step == "project GD" and "april.csv, cell D2" in says for step, says in steps)
    assert any(step == "entry 2" and "observe" in says and "april.csv" in says for step, says in steps)
    figures = set(row) - {"key"}
    assert all(run("trace", f"gd2024/Guangdong.{figure}", "--as-of", "2024-05-31") for figure in figures)


def test_a_correction_is_known_from_its_day_and_another_saying_of_one_day_is_refused(here: Path) -> None:
    keep(here)
    (here / "more.csv").write_text(APRIL.replace("338.6", "340"), encoding="utf-8")

    assert [f["code"] for f in run("observe", "more.csv", "--keep", code=1)["findings"]] == ["E832"]
    (here / "more.csv").write_text(APRIL.replace("338.6", "340").replace("05-20", "06-03"), encoding="utf-8")
    assert run("observe", "more.csv", "--keep")["figures"] == 2
    assert run("observe", "more.csv", "--keep")["figures"] == 0  # again: nothing new
    done = [run("delivery", "--as-of", day)["rows"][0]["done"] for day in ("2024-06-02", "2024-06-03")]
    assert done == ["338.6", "340"]


def test_a_baseline_that_nobody_has_reported_on_is_not_said_to_be_behind(here: Path) -> None:
    (here / "gd.csv").write_text(LIST, encoding="utf-8")
    run("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-02-18")

    said = [run("delivery", "--as-of", "2024-06-30", "--lang", lang)["says"] for lang in ("en", "zh")]

    assert said[0].startswith("Nothing has been reported for 2024 yet")
    assert said[1].startswith("2024年尚无进度报告")


def test_what_a_later_approval_changed_is_shown(here: Path) -> None:
    keep(here)
    (here / "gd.csv").write_text(LIST.replace("1000", "900"), encoding="utf-8")
    run("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-05-10", "--why", "less money")

    changes = run("delivery", "--as-of", "2024-05-31")["changes"]

    assert [(c["approved"], c["project"], c["kind"]) for c in changes] == [("2024-05-10", "GD", "value")]
    assert run("delivery", "--as-of", "2024-05-31")["rows"][0]["promised"] == "900"


def test_a_table_of_series_without_its_columns_is_told_the_options(here: Path) -> None:
    (here / "wide.csv").write_text("year,nation\n2023,5.2\n", encoding="utf-8")

    found = run("indicators", "import", "wide.csv", code=1)["findings"]

    assert [f["code"] for f in found] == ["E301"]
    assert "--column HEADING=REGION" in found[0]["fix"]


WRONG_ROWS = {
    "XX,2024-04,,5,,": "E831",
    "GD,2023-04,,5,,": "E833",
    "GD,,,5,,": "E308",
    "GD,2024-05,,-5,,": "E305",
    "GD,2024-05,,5 mu,,": "E304",
    "GD,2024-05,,five,,": "E303",
    "GD,2024-05,,,130,": "E412",
    "GD,2024-05,,,,soon": "E308",
    "GD,2024-07,2024-07-03,600,,": "W836",
    "GD,2024-05,,300,,": "W835",
    ",2024-05,,300,,": "E302",
    "GD,2024-05,,1e30,,": "E304",
    "GD,2024-05,,99999999999999999999,,": "E505",
}


def test_a_wrong_observation_is_a_finding_with_its_cell_and_the_rest_is_taken_in(here: Path) -> None:
    keep(here)
    head = "id,period,reported,financialProgress (billion yuan),physicalProgress,expected: end\n"
    good = "GD,2024-06,2024-07-05,500,50,2025-02-01\n"
    (here / "new.csv").write_text(head + "\n".join(WRONG_ROWS) + "\n" + good, encoding="utf-8")

    told = run("observe", "new.csv", "--keep", code=1)

    found = {(int(finding["place"]["cell"][1:]), finding["code"]) for finding in told["findings"]}
    assert found == {(number, code) for number, code in enumerate(WRONG_ROWS.values(), 2)}
    assert (told["entry"], told["figures"]) == (3, 5)


WRONG_LISTS = [
    ("id,title\nA,x\n", "E301"),
    ("title,planned 2024 (yuan)\nx,3\n", "E301"),
    ("id,planned 2024 (yuan),planned 2024Q2 (yuan)\nA,3,1\n", "E834"),
    ("id,planned soon (yuan)\nA,3\n", "E308"),
    ("id,planned 2024 (mu)\nA,3\n", "E304"),
    ("id,planned 2024 (yuan)\nA,-3\nB,1\n", "E305"),
    ("id,planned 2024 (yuan)\nA,3\nA,4\n", "E306"),
    ("id,start,end,planned 2024 (yuan)\nA,2024-05-01,2024-03-01,3\n", "E308"),
    ("id,projects,planned 2024 (yuan)\nA,many,3\nB,,1\n", "E303"),
    ("", "E102"),
]


def test_a_wrong_list_of_promises_says_what_is_wrong() -> None:
    for listed, code in WRONG_LISTS:
        _, findings = parse_baseline(listed.encode(), "list.csv", "plan", date(2024, 2, 18))
        assert code in [finding.code for finding in findings], listed


def test_a_second_approval_needs_a_reason_and_a_later_day(here: Path) -> None:
    keep(here)

    assert run("approve", "gd.csv", "--baseline", "gd2024", code=1)["findings"][0]["code"] == "E812"
    early = ("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-01-01", "--why", "list grew")
    assert run(*early, code=1)["findings"][0]["code"] == "E704"
    (here / "gd.csv").write_text(LIST.replace(",1000", ",1100"), encoding="utf-8")
    run("approve", "gd.csv", "--baseline", "gd2024", "--on", "2024-06-01", "--why", "list grew")
    promised = [run("delivery", "--as-of", day)["rows"][0]["promised"] for day in ("2024-05-31", "2024-06-01")]
    assert promised == ["1000", "1100"]


def test_a_baseline_must_be_there_and_named_where_there_are_two(here: Path) -> None:
    keep(here)
    assert run("delivery", "--baseline", "other", code=1)["findings"][0]["code"] == "E837"
    run("approve", "gd.csv", "--baseline", "second", "--on", "2024-02-18")
    assert run("delivery", code=1)["findings"][0]["code"] == "E837"
    assert run("delivery", "--as-of", "soon", code=2)["misuse"]
    assert run("trace", "gd2024/all.nothing", code=2)["misuse"]


def test_one_workbook_a_region_goes_out_and_comes_back_filled_in(here: Path) -> None:
    keep(here, LIST + "FJ,Other projects,Fujian,3,,,20\n")

    written = run("library", "collect", "out", "--period", "2024-05")["written"]

    assert [Path(name).name for name in written] == ["Fujian 2024-05.xlsx", "Guangdong 2024-05.xlsx"]
    assert run("observe", *written)["figures"] == 0  # blank cells say nothing
    sheets, _ = parse_workbook(Path(written[0]).read_bytes(), "out.xlsx")
    header, row = ([str(cell) for cell in cells] for cells in sheets[0][1][:2])
    filled = {**dict(zip(header, row, strict=True)), "financialProgress (billion yuan)": "7.5", "started": "2024-04-02"}
    book = Workbook(written[0])
    page = book.add_worksheet("observations")
    for at, (heading, text) in enumerate(filled.items()):
        page.write_string(0, at, heading)
        page.write_string(1, at, text)
    book.close()
    assert run("observe", *written, "--vintage", "2024-06-05", "--keep")["figures"] == 2
    rows = {row["key"]: row for row in run("delivery", "--as-of", "2024-06-30")["rows"]}
    assert (rows["Fujian"]["done"], rows["Fujian"]["started"], rows["all"]["done"]) == ("7.5", 1, "346.1")


def test_bodies_read_back_as_they_were(here: Path) -> None:
    keep(here)
    office, _ = open_office("office.db")
    assert office is not None
    found, _ = delivery_in(office)
    office.close()
    assert found is not None
    assert baseline_of_body(baseline_body(found.baseline)) == found.baseline
    assert [report_of_body(report_body(one)) for one in found.reports] == list(found.reports)


def test_milestones_and_pledges_that_are_late_are_due(here: Path) -> None:
    listed = "id,title,start,end,milestone: piles,planned 2024 (yuan)\nA,Works,2024-02-01,2024-12,2024-06-10,5\n"
    keep(here, listed, "id,period,reported,started\nA,2024-03,2024-04-02,2024-02-09\n")

    rows = run("due", "--as-of", "2024-06-01")
    assert [(row["what"], row["due"], row["days"], row["state"]) for row in rows] == [
        ("piles of Works", "2024-06-10", 9, "due")
    ]
    assert run("due", "--as-of", "2024-07-01")[0]["state"] == "late"
    assert run("due", "--as-of", "2024-07-01", "--lang", "zh")[0]["state"] == "逾期"
    run("due", "--lang", "fr", code=2)
    late = {row["milestone"]: row["slippage"] for row in run("delivery", "--as-of", "2024-07-01")["milestones"]}
    assert late == {"piles": 21, "start": 8}
    for name in ("board.csv", "board.svg", "board.html"):
        run("delivery", "--as-of", "2024-07-01", "--lang", "zh", "-o", name)
        assert (here / name).stat().st_size > 100
    page = (here / "board.html").read_text(encoding="utf-8")
    assert '<html lang="zh">' in page
    assert "<h2>项目进展</h2>" in page
    assert "<h2>节点</h2>" in page
    assert "逾期未完成" in page


def test_a_region_named_all_has_a_line_of_its_own(here: Path) -> None:
    listed = "id,title,region,planned 2024 (yuan)\nA,One,all,5\nB,Two,East,7\n"
    keep(here, listed, "id,period,financialProgress (yuan)\nA,2024-03,2\nB,2024-03,4\n")

    rows = {row["key"]: row["done"] for row in run("delivery", "--as-of", "2024-06-01")["rows"]}

    assert rows == {"all": "6", "region:all": "2", "East": "4"}
    for line, done in (("all", "6"), ("region:all", "2")):
        steps = {s["step"]: s["says"] for s in run("trace", f"gd2024/{line}.done", "--as-of", "2024-06-01")}
        assert steps["done"] == f"{done} yuan"


def test_a_plan_is_approved_with_its_starts_and_costs_and_a_damaged_one_is_not(here: Path) -> None:
    (here / "list.csv").write_text(test_commands.LIST, encoding="utf-8")
    (here / "small.toml").write_text(test_commands.SCENARIO, encoding="utf-8")
    assert CliRunner().invoke(app, ["solve", "small.toml", "-o", "plan.json"]).exit_code == 0
    plan = json.loads((here / "plan.json").read_text(encoding="utf-8"))
    chosen = {entry["project"] for entry in plan["portfolio"]["options"]}

    told = run("approve", "plan.json", "--on", "2026-01-15")

    assert (told["baseline"], told["projects"]) == ("small", len(chosen))
    rows = run("delivery", "--as-of", "2026-12-31", "--by", "project")["rows"]
    assert {row["key"] for row in rows[1:]} == chosen
    costs = {"P-1": 5, "P-2": 4, "P-3": 3, "P-5": 6}
    first = {entry["project"] for entry in plan["portfolio"]["options"] if entry["start"] == "2026"}
    assert int(rows[0]["promised"]) == sum(costs[project] for project in first)
    plan["portfolio"]["options"].append({"project": "P-4", "start": "2026", "site": ""})
    (here / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    assert run("approve", "plan.json", "--on", "2026-02-15", "--why", "more", code=1)["entry"] is None


def test_a_waiver_shows_its_price_and_keeps_it(here: Path) -> None:
    (here / "list.csv").write_text(test_commands.LIST, encoding="utf-8")
    (here / "small.toml").write_text(test_commands.SCENARIO, encoding="utf-8")
    assert CliRunner().invoke(app, ["solve", "small.toml", "-o", "plan.json"]).exit_code == 0
    run("library", "import", "list.csv", "--keep")
    lost = run("wish", "plan.json", "--exclude", "P-1")["loss"]
    assert Fraction(lost) > 0

    run("library", "waive", "P-1", "--plan", "plan.json", "--why", "no site", "--by", "office")
    run("library", "waive", "P-4", "--plan", "plan.json", "--why", "too old")  # not in the plan anyway

    office, _ = open_office("office.db")
    assert office is not None
    bodies: dict[str, Any] = {version.id: version.body for version in office.store.versions("waiver")}
    office.close()
    assert (bodies["P-1"]["price"]["loss"], bodies["P-4"]["price"]["loss"]) == (lost, "0")
    assert run("library", "waive", "P-9", "--plan", "plan.json", "--why", "x", code=1)["findings"][0]["code"] == "E609"
