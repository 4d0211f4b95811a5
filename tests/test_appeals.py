"""Appeals as an office types them, and facts corrected by their headings."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app
from kaimen.formats.claims import Claim, with_claims
from kaimen.formats.library_list import list_cells
from kaimen.formats.library_table import parse_library
from tests.cli.test_explaining import LIST
from tests.command_line import run
from tests.effort import FULL

FULL_ONLY = pytest.mark.skipif(not FULL, reason="solves again: run with --full")

SCENARIO = """\
name = "small"
library = "list.csv"
periods = ["2026"]
money = "million yuan"
readiness = ["permit"]
[resource.land]
unit = "mu"
[benefit]
weights = { points = "1" }
[[quota]]
name = "land"
resource = "land"
amount = { each = "20 mu" }
[[fund]]
name = "budget"
amount = { each = "9 million yuan" }
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KAIMEN_WORKSPACE", "office.db")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "small.toml").write_text(SCENARIO, encoding="utf-8")
    run("library", "import", "list.csv", "--keep")
    assert CliRunner().invoke(app, ["solve", "small.toml", "-o", "plan.kaimen"]).exit_code == 0
    return tmp_path


def test_a_corrected_fact_brings_a_project_in_and_every_step_is_traced(here: Path) -> None:
    assert not run("explain", "plan.kaimen", "P-2")["chosen"]
    entered = run("appeal", "enter", "P-2", "--claim", "land=9", "--by", "applicant", "--why", "surveyed")
    assert entered["appeal"] == "A-0001"
    assert run("appeal", "answer", "A-0001", "plan.kaimen", code=1)["findings"][0]["code"] == "E863"
    run("appeal", "correct", "A-0001", "--by", "land office", "--why", "sheet 12")

    answered = run("appeal", "answer", "A-0001", "plan.kaimen", "-o", "letter.txt", "--by", "office")

    decision = answered["decision"]
    assert (decision["was_in"], decision["near"], decision["is_in"]) == (False, False, True)
    assert decision["leaves"] == ["P-3"]
    letter = (here / "letter.txt").read_text(encoding="utf-8")
    assert "demand: land (mu): 12 was corrected to 9" in letter
    assert "With them the project is in the plan." in letter
    assert "P-3" not in letter
    assert "Hospital" not in letter
    steps = [(s["step"], s["says"]) for s in run("trace", "A-0001")]
    assert [says.split(" by ")[0] for step, says in steps if step.startswith("entry")] == [
        "answer",
        "correct",
        "appeal",
    ]
    assert ("fact", "demand: land (mu): 12 became 9") in steps
    value = run("trace", "P-2.land")
    assert value[1] == {"step": "value", "says": "land = 9 mu"}
    assert any("correct by land office" in s["says"] and "appeal A-0001" in s["says"] for s in value)
    assert [row["state"] for row in run("appeal", "list")] == ["answered"]
    run("library", "undo", str(answered["entry"]), "--why", "typed too early")
    assert [row["state"] for row in run("appeal", "list")] == ["corrected"]


@FULL_ONLY
@pytest.mark.usefixtures("here")
def test_a_fact_may_be_found_otherwise_or_stand_and_a_project_may_stay_out() -> None:
    run("appeal", "enter", "P-4", "--claim", "ready: permit=yes", "--why", "granted")
    run("appeal", "enter", "P-2", "--claim", "land=9", "--why", "surveyed")
    run("appeal", "enter", "P-1", "--claim", "land=21", "--why", "it grew")

    run("appeal", "correct", "A-0001", "--why", "seen")
    stays = run("appeal", "answer", "A-0001", "plan.kaimen")["decision"]
    run("appeal", "correct", "A-0002", "--claim", "land=12.5", "--why", "measured again")
    found = run("appeal", "answer", "A-0002", "plan.kaimen")["decision"]
    run("appeal", "refuse", "A-0003", "--why", "the survey stands")

    assert not stays["is_in"]
    assert "missing 3 mu" in stays["letter"]
    assert not found["is_in"]
    assert "12 was corrected to 12.5" in found["letter"]
    assert "the survey stands" in run("trace", "A-0003")[-2]["says"]
    assert run("trace", "P-1.land")[1]["says"] == "land = 10 mu"
    assert run("appeal", "correct", "A-0003", "--why", "x", code=1)["findings"][0]["code"] == "E863"


@FULL_ONLY
@pytest.mark.usefixtures("here")
def test_a_chosen_project_whose_fact_no_longer_fits_goes_out() -> None:
    run("appeal", "enter", "P-3", "--claim", "cost=8", "--why", "tender")
    run("appeal", "correct", "A-0001", "--why", "contract")

    decision = run("appeal", "answer", "A-0001", "plan.kaimen")["decision"]

    assert (decision["was_in"], decision["is_in"]) == (True, False)


@FULL_ONLY
@pytest.mark.usefixtures("here")
def test_wrong_appeals_say_what_is_wrong_and_keep_nothing() -> None:
    wrong = {
        ("P-9", "land=9"): "E609",
        ("P-2", "colour=red"): "E862",
        ("P-2", "id=P-7"): "E862",
        ("P-2", "points=seven"): "E303",
        ("P-2", "land=9 yuan"): "E304",
    }
    for (project, claim), code in wrong.items():
        found = run("appeal", "enter", project, "--claim", claim, "--why", "x", code=1)["findings"]
        assert [f["code"] for f in found] == [code], claim
    assert run("appeal", "enter", "P-2", "--claim", "land=9", code=1)["findings"][0]["code"] == "E812"
    run("appeal", "enter", "P-2", "--claim", "land", "--why", "x", code=2)
    assert run("appeal", "refuse", "A-0001", "--why", "x", code=1)["findings"][0]["code"] == "E861"
    assert run("appeal", "list") == []


def test_a_project_is_as_before_where_the_claim_is_what_stands_there() -> None:
    library, findings = parse_library(LIST.encode(), "list.csv")
    assert findings == []
    for project in library.projects:
        header, rows, _ = list_cells([project])
        for heading, cell in zip(header[1:], rows[0][1:], strict=True):
            new, made, faults = with_claims(project, [Claim(heading, str(cell))])
            assert faults == []
            assert made == (Claim(heading, str(cell), str(cell)),)
            assert new == project
    new, _, _ = with_claims(library.projects[0], [Claim("cost (yuan)", "7000000"), Claim("criterion: jobs", "40")])
    assert new is not None
    assert new.criteria["jobs"] == 40
    assert new.options[0].cost[0].measured_in(library.projects[0].options[0].cost[0].unit) == 7
