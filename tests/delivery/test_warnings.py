"""Late warnings on lists of a planner's own, in any words, and on real ones by the command."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kaimen.delivery.warnings import LEAST_PAIRS
from tests import command_line
from tests.data import DATA, needs
from tests.effort import FULL

FULL_ONLY = pytest.mark.skipif(not FULL, reason="run with --full")

UK = "libraries/uk-major-projects/gmpp_2014_2023_harmonised.csv"
HEAD = "项目编号,年份,评价,计划竣工,总投资（万元）\n"


run = partial(command_line.run, "warn")


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five years of 60 projects, of which those on watch slip in seven of ten years and the others in one of ten."""
    monkeypatch.chdir(tmp_path)
    random = np.random.default_rng(8)
    ends = [2026 + at % 5 for at in range(60)]
    for year in range(2019, 2024):
        rows = []
        for at in range(60):
            watched = at % 3 == 0
            rows.append(f"X{at},{year},{'预警' if watched else '正常'},{ends[at]}年6月30日,{1000 + at}")
            ends[at] += random.random() < (0.7 if watched else 0.1)
        (tmp_path / f"{year}.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


ALL = tuple(f"{year}.csv" for year in range(2019, 2024))
OPTIONS = ("--column", "计划竣工=end", "--ratings", "正常,关注,预警")


@pytest.mark.usefixtures("lists")
def test_what_makes_projects_late_is_found_in_lists_in_chinese() -> None:
    found = run(*ALL, *OPTIONS, "-o", "out.csv", "--lang", "zh")

    first, last = found["warnings"][:20], found["warnings"][20:]
    assert {int(row["project"][1:]) % 3 for row in first} == {0}
    assert min(float(row["chance"]) for row in first) > 0.4
    assert all("评级较差" in row["because"] for row in first)
    assert len(last) == 40
    assert [row["year"] for row in found["trials"]] == ["2020", "2021", "2022"]
    assert found["says"][0].startswith("2023年的项目在2024年报告延期的概率；依据240对年度数据")
    assert Path("out.csv").read_text(encoding="utf-8-sig").count("\n") == 61


@FULL_ONLY
def test_too_few_or_wrong_lists_say_what_is_missing(lists: Path) -> None:
    alone = run("2023.csv", *OPTIONS, code=1)["findings"]
    assert [f["code"] for f in alone] == ["E864"]
    assert str(LEAST_PAIRS) in alone[0]["expected"]
    assert run(*ALL, code=1)["findings"][0]["code"] == "E301"  # nothing says which column is the end
    run(*ALL, "--column", "计划竣工=finish", code=2)
    run(*ALL, *OPTIONS, "--lang", "fr", code=2)
    row = "X0,2024,良好,明年,很多\n,2024,正常,2030-01-01,1\n"
    (lists / "2024.csv").write_text(HEAD + row, encoding="utf-8")
    told = run(*ALL, "2024.csv", *OPTIONS, code=1)
    assert {(f["code"], f["place"]["cell"]) for f in told["findings"] if f["code"] != "W865"} == {
        *(("E312", "C2"), ("E308", "D2"), ("E303", "E2"), ("E302", "A3"))
    }
    assert [w["project"] for w in told["warnings"]] == ["X0"]
    assert run("none.csv", code=1)["findings"][0]["code"] == "E101"


@FULL_ONLY
def test_warnings_that_were_never_tried_are_said_to_be_so(lists: Path) -> None:
    assert [f["code"] for f in run(*ALL[-2:], *OPTIONS)["findings"]] == ["W865"]
    names = [
        (lists / name).read_text(encoding="utf-8").replace("项目编号", "项目名称").replace(",年份", ",备注")
        for name in ALL
    ]
    for name, text in zip(ALL, names, strict=True):
        (lists / name).write_text(text, encoding="utf-8")
    assert len(run(*ALL, *OPTIONS)["warnings"]) == 60  # the year stands in the file's name, projects are known by name


@pytest.mark.skipif(not FULL, reason="fits six models: run with --full")
@needs(UK)
def test_the_command_gives_the_measured_figures_on_real_lists() -> None:
    named = {"start_date": "start", "end_date": "end", "wlc_m_num": "cost"}
    named |= {"fy_baseline_m_num": "planned", "fy_forecast_m_num": "spent"}
    columns = [word for heading, what in named.items() for word in ("--column", f"{heading}={what}")]

    found = run(str(DATA / UK), *columns)

    assert "learnt from 1018 year pairs (278 later)" in found["says"][0]
    assert "log loss 0.555 against 0.579" in found["says"][1]
    assert [(t["year"], t["pairs"], t["late"]) for t in found["trials"]] == [
        *(("2018", 100, 19), ("2019", 100, 26), ("2020", 79, 25), ("2021", 137, 39), ("2022", 173, 48))
    ]
    assert all(group["within"] == "yes" for group in found["calibration"])
    assert len(found["warnings"]) == 244
