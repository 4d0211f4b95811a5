"""`kaimen service` as an office types it, on its own tables, wrong ones, and the real permit cases."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.formats.service_body import (
    answer_body,
    answer_of,
    calendar_body,
    calendar_of,
    case_body,
    case_of,
    standard_body,
    standard_of,
)
from kaimen.formats.service_tables import parse_service
from kaimen.service import Answer, Case, Clocks, Standard, Stop, china
from kaimen.workspace.samples.examples import service_tables
from tests import command_line
from tests.data import DATA, needs
from tests.effort import FULL
from tests.test_documented import ROOT

FULL_ONLY = pytest.mark.skipif(not FULL, reason="run with --full")

PERMITS = "service/cases.csv"
NAMES = {
    **{"case:concept:name": "id", "case:startdate": "received", "case:enddate": "decided", "case:deadline": "due"},
    **{"case:channel": "channel", "case:department": "department", "case:group": "group"},
    "case:responsible": "responsible",
}
CASES = """\
id,service,received,decided,class: desk
1,permit,2024-09-27,2024-10-10,East
2,permit,2024年9月27日,2024-10-12,East
3,permit,2024-09-30,,West
4,permit,2024-09-30,,West
5,licence,2024-10-08,2024-10-09,East
"""
STANDARDS = "service,working days,calendar,source\npermit,5,china,notice 7\n"
STOPS = "case,service,stopped,restarted,reason\n4,permit,2024-10-08,,papers missing\n"
ANSWERS = (
    "respondent,question,answer,weight,class: desk\nf1,speed,4,2,East\nf2,speed,2,1,East\nf3,speed,5,1,West\n"
    "f4,again,yes,1,West\nf5,again,no,1,West\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAIMEN_WORKSPACE", "office.db")
    for name, text in (("cases", CASES), ("standards", STANDARDS), ("stops", STOPS), ("answers", ANSWERS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


run = partial(command_line.run, "service")


def keep(*names: str) -> Any:
    return run("import", *(f"{name}.csv" for name in names), "--keep")


@pytest.mark.usefixtures("here")
def test_cases_are_read_on_any_day_with_stops_holidays_and_make_up_days() -> None:
    assert [row["kind"] for row in keep("cases", "standards", "stops")["lists"]] == ["cases", "standards", "stops"]

    told = run("open", "--as-of", "2024-10-13")

    assert told["says"] == "1 of 2 decided cases were late; 2 are open, 1 of them past their due day."
    opened = {row["case"]: row for row in told["open"]}
    # 27 September is followed by a Sunday worked, 30 September, a week off, and 8 October.
    assert [row["due"] for row in told["open"]] == ["2024-10-12", ""]
    assert (opened["3"]["state"], opened["3"]["run"], opened["3"]["left"]) == ("open, late", 5, 0)
    assert (opened["4"]["state"], opened["4"]["run"]) == ("stopped", 0)
    traced = CliRunner().invoke(app, ["trace", "permit/4", "--json"]).stdout
    assert "papers missing" in traced
    assert "cases.csv, cell A5" in traced
    by = {row["service"]: row for row in told["services"]}
    assert (by["licence"]["none"], by["permit"]["late"], by["permit"]["in_time"]) == (1, 1, 1)
    earlier = run("open", "--as-of", "2024-10-09")
    assert {row["case"]: row["state"] for row in earlier["open"]} == {
        "1": "open",
        "2": "open",
        "3": "open",
        "4": "stopped",
    }
    chinese = run("open", "--as-of", "2024-10-13", "--lang", "zh", "-o", "open.csv")
    assert chinese["says"] == "已办结2件中1件超期；在办2件，其中1件已过到期日。"
    assert "暂停计时" in Path("open.csv").read_text(encoding="utf-8-sig")


@FULL_ONLY
def test_a_case_goes_on_and_a_list_given_again_keeps_its_stops(here: Path) -> None:
    keep("cases", "standards", "stops")
    (here / "stops.csv").write_text(STOPS.replace("08,,", "08,2024-10-11,"), encoding="utf-8")
    assert keep("stops")["lists"][0]["changed"] == 1
    again = keep("cases", "stops")["lists"]
    assert [(row["new"], row["changed"]) for row in again] == [(0, 0), (0, 0)]
    opened = {row["case"]: row for row in run("open", "--as-of", "2024-10-13")["open"]}
    assert (opened["4"]["state"], opened["4"]["due"], opened["4"]["left"]) == ("open", "2024-10-16", 3)


WRONG = {
    "id,received,decided\n,2024-01-01,\n": ["E302"],
    "id,received,decided\nA,soon,\n": ["E308"],
    "id,received,decided\nA,2024-01-01,never\n": ["E308"],
    "id,received,decided\nA,0024-01-01,\nB,2024-01-01,9999-01-01\n": ["E308", "E308"],
    "id,received,decided\nA,2024-02-30,\nB,2024-02-01,\nB,2024-02-02,\n": ["E308", "E306"],
    "id,received,decided\nA,2024-01-05,2024-01-02\n": ["W942"],
    "case,service,stopped,restarted\n9,permit,2024-01-01,\n": ["E946"],
    "case,service,stopped,restarted\n3,permit,2024-10-08,2024-10-02\n": ["E944"],
    "case,service,stopped,restarted\n3,permit,2024-09-01,2024-09-02\n": ["E944"],
    "case,service,stopped,restarted\n4,permit,2024-10-09,2024-10-10\n": ["E944"],
    "service,working days,calendar\npermit,none,china\n,5,china\npermit,5,moon\n": ["E303", "E302", "E946"],
    "calendar,day,kind\nx,2025-01-01,off\nx,2025-01-01,work\nx,2025-01-32,off\nx,2025-02-01,maybe\n": [
        *("E308", "E312", "E945"),
    ],
    "calendar,day,kind,until\nx,2025-01-05,off,2025-01-01\nx,Funday,weekend,\n": ["E308", "E308"],
    "question,answer,weight\nq,much,1\nq,3,-1\n,3,1\n": ["E303", "E303", "E302"],
    "a,b\n1,2\n": ["E301"],
    "id,decided\n1,2024-01-01\n": ["E941"],
    "": ["E102"],
}


@pytest.mark.parametrize(("text", "codes"), list(WRONG.items()) if FULL else list(WRONG.items())[::6])
def test_wrong_rows_are_findings_with_their_cells_and_the_others_are_read(
    here: Path, text: str, codes: list[str]
) -> None:
    keep("cases", "stops")
    (here / "wrong.csv").write_text(text, encoding="utf-8")

    found = run("import", "wrong.csv", code=0 if codes == ["W942"] else 1)["findings"]

    assert [f["code"] for f in found] == codes
    assert all(f["fix"] or f["code"] == "E102" for f in found)
    assert all(f["place"] for f in found)


@FULL_ONLY
def test_a_calendar_of_another_country_is_a_table(here: Path) -> None:
    rows = "calendar,day,until,kind,source\ngulf,Friday,,weekend,law\ngulf,Saturday,,weekend,\n"
    rows += "gulf,2025-06-05,2025-06-09,off,decree\ngulf,2025-06-14,,work,\n"
    (here / "gulf.csv").write_text(rows, encoding="utf-8")
    keep("gulf")

    told = run("days", "2025-06-04", "--add", "3", "--calendar", "gulf")

    assert (told["to"], told["working_days"], told["findings"]) == ("2025-06-12", 3, [])
    assert run("days", "2025-06-12", "2025-06-15", "--calendar", "gulf")["working_days"] == 2
    assert run("days", "2026-12-31", "2027-01-04")["findings"][0]["code"] == "W943"
    assert run("days", "2026-01-01", "--add", "1", "--calendar", "moon", code=1)["findings"][0]["code"] == "E946"
    long = run("days", "1990-01-01", "2030-12-31")["findings"][0]["what"]
    assert "1990 to 2019, 2027 to 2030" in long
    far = (("9999-12-01", "--add", "1"), ("0001-01-01", "2024-01-01"), ("2024-01-01", "--add", "99999"))
    for words in (("soon", "--add", "1"), ("2026-01-01",), ("2026-01-01", "2026-02-01", "--add", "1"), *far):
        run("days", *words, code=2)


@FULL_ONLY
@pytest.mark.usefixtures("here")
def test_firms_answers_stand_beside_the_clocks() -> None:
    keep("cases", "standards", "answers")

    rows = run("gain", "--by", "desk", "--as-of", "2024-10-13")["gain"]

    assert [(r["question"], r["class"], r["answers"]) for r in rows] == [
        *(("again", "West", 2), ("speed", "East", 2), ("speed", "West", 1))
    ]
    assert float(rows[1]["mean"]) == pytest.approx(10 / 3, abs=1e-4)
    assert rows[2]["low"] is None
    run("gain", "--as-of", "soon", code=2)
    assert run("open", "--service", "moon", code=1)["findings"][0]["code"] == "E946"
    assert run("forecast", "--as-of", "2024-10-13")["findings"][0]["code"] == "W947"


def test_bodies_read_back_as_they_were() -> None:
    case = Case(
        "A", "permit", datetime(2024, 1, 2, 3, 4, tzinfo=UTC), None, None, (Stop(date(2024, 1, 3)),), {"d": "E"}
    )
    assert case_of(case_body(case)) == case
    assert standard_of(standard_body(Standard("s", 5, "china", "n"))) == Standard("s", 5, "china", "n")
    assert calendar_of(calendar_body(china())) == china()
    answer = Answer("r", "q", 0.1, 0.3, {"d": "E"})
    assert answer_of(answer_body(answer)) == answer
    table, findings = parse_service(CASES.encode(), "cases.csv", {})
    assert findings == []
    assert [case_of(case_body(one)) for one in table.cases] == table.cases


@needs(PERMITS)
def test_of_1329_real_permit_cases_377_were_late() -> None:
    table, _ = parse_service((DATA / PERMITS).read_bytes(), "cases.csv", NAMES, "permit")
    clocks = Clocks((), {})
    states = [clocks.read(case, datetime(2012, 1, 23, tzinfo=UTC)).state for case in table.cases]
    assert (len(states), states.count("late"), states.count("in time")) == (1434, 377, 1329 - 377)


@pytest.mark.skipif(not FULL, reason="takes seconds: run with --full")
@needs(PERMITS)
@pytest.mark.usefixtures("here")
def test_the_real_permit_cases_are_reproduced_and_forecast_better_than_the_base_rate() -> None:
    columns = [word for heading, name in NAMES.items() for word in ("--column", f"{heading}={name}")]
    run("import", str(DATA / PERMITS), *columns, "--service", "permit", "--keep")

    told = run("open", "--as-of", "2012-01-23")
    assert told["says"].startswith("377 of 1,329 decided cases were late; 105 are open")
    tried = run("forecast", "--as-of", "2012-01-23")
    assert len(tried["trials"]) == 8
    assert all(float(row["loss"]) <= float(row["loss_base"]) + 5e-4 for row in tried["trials"])
    assert "log loss 0.550 against 0.613" in tried["says"][0]
    curves = run("clocks", "--by", "channel", "--as-of", "2012-01-23", "-o", "curves.html")
    assert {row["class"]: row["decided"] for row in curves["classes"]}["Internet"] == 1146
    assert [f["code"] for f in curves["findings"]] == ["W947"]  # a channel with one case
    assert "<svg" in Path("curves.html").read_text(encoding="utf-8")


def test_making_the_office_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "examples" / "service" / "make.py"), str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    assert made == {path.name: path.read_bytes() for path in sorted(service_tables().iterdir())}
    assert len(made) == 4
