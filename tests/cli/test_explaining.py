"""`kaimen explain` for the chosen, and what goes with what."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kaimen.cli.app import app

EXAMPLE = Path(__file__).parents[2] / "src" / "kaimen" / "data" / "province" / "province.toml"


def run(*words: str) -> Any:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("explaining") / "plan.kaimen"
    assert run("solve", str(EXAMPLE), "-o", str(path)).exit_code == 0
    return str(path)


def test_the_chosen_are_listed_with_how_safe_they_are(plan: str) -> None:
    shown = run("explain", plan, "--chosen")
    assert shown.exit_code == 0
    assert "in the plan:" in shown.stdout
    document = json.loads(run("explain", plan, "--chosen", "--json").stdout)
    assert {row["standing"] for row in document["chosen"]} <= {"must", "safe", "likely", "borderline"}
    assert all(row["forced_bound"] is None for row in document["chosen"] if row["standing"] == "must")


@pytest.mark.parametrize("more", [("SYN-01",), ("--letter",), ("--reason", "tie")])
def test_chosen_goes_alone(plan: str, more: tuple[str, ...]) -> None:
    shown = run("explain", plan, "--chosen", *more)
    assert shown.exit_code == 2
    assert "--chosen" in shown.stderr


# Solving again.

LIST = """\
id,title,region,sector,criterion: points,cost (million yuan),demand: land (mu),ready: permit
P-1,Wind base,North,power,10,5,10,yes
P-2,Rail yard,North,rail,8,4,12,yes
P-3,Hospital,South,health,6,3,8,yes
P-4,Old plant,South,power,4,2,5,no
"""

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
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """20 mu: P-1 and P-3 (18 mu, 16) are chosen; P-2 needs 12."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "list.csv").write_text(LIST, encoding="utf-8")
    (folder / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    path = folder / "plan.kaimen"
    assert run("solve", str(folder / "scenario.toml"), "-o", str(path)).exit_code == 0
    return str(path)


def test_a_refused_project_is_forced_in_and_what_admits_it_is_said(small: str) -> None:
    """With P-2 the best is P-2 and P-3 (20 mu, 14): 2 less. At 10 mu it would fit beside P-1 (18), 2 less."""
    shown = run("explain", small, "P-2", "--resolve")
    assert shown.exit_code == 0
    assert "Solved again with P-2: the plan loses 2.0 (12.50 %)." in shown.stdout
    assert "leaves: P-1" in shown.stdout
    document = json.loads(run("explain", small, "P-2", "--resolve", "--json").stdout)["resolved"]
    assert (document["wish"]["loss"], document["wish"]["leaves"], document["wish"]["whole"]) == ("2", ["P-1"], True)
    admits = {change["code"]: change["enough"] for change in document["admits"]}
    assert admits == {"benefit_up": "2", "demand_down": "2", "limit_up": "2"}


def test_a_letter_with_what_was_found_names_nobody_else(small: str) -> None:
    letter = run("explain", small, "P-2", "--resolve", "--letter").stdout
    assert "found by solving again" in letter
    assert "land, 2026 down by 2 mu" in letter
    assert "P-1" not in letter
    assert "P-3" not in letter


def test_a_chosen_project_is_forced_out(small: str) -> None:
    shown = run("explain", small, "P-1", "--resolve")
    assert "Solved again without P-1: the plan loses 2.0" in shown.stdout


def test_wishes_have_a_price_together(small: str) -> None:
    shown = run("wish", small, "--pin", "P-2", "--exclude", "P-3")
    assert shown.exit_code == 0
    assert "Solved again with P-2 and without P-3: the plan loses 8.0" in shown.stdout
    document = json.loads(run("wish", small, "--pin", "P-1", "--json").stdout)
    assert (document["loss"], document["settled"]) == ("0", True)
    none = run("wish", small, "--pin", "P-1", "--pin", "P-2")
    assert none.exit_code == 1
    assert "Solved again with P-1, P-2: no plan can have it" in none.stdout or "none was found" in none.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("wish",), 2, "--pin ID"),
        (("wish", "--pin", "P-1", "--exclude", "P-1"), 2, "both pinned and excluded"),
        (("wish", "--pin", "P-9"), 1, "E609"),
        (("wish", "--pin", "P-4"), 1, "permit"),
        (("explain", "P-4", "--resolve"), 1, "permit"),
        (("explain", "--resolve"), 2, "--resolve needs a project"),
        (("explain", "P-2", "--resolve", "--nodes", "0"), 2, "--nodes"),
    ],
)
def test_wrong_wishes_are_told_what_is_wrong(small: str, words: tuple[str, ...], code: int, said: str) -> None:
    shown = run(words[0], small, *words[1:])
    assert shown.exit_code == code
    assert said in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stdout + shown.stderr


def test_prices_are_solved_again_for(small: str) -> None:
    """20 mu, P-1 and P-3 take 18: two less are not missed, two more let P-2 in beside P-1, for 2."""
    shown = run("prices", small, "--resolve")
    assert shown.exit_code == 0
    assert "all projects free to change" in shown.stdout
    (land,) = json.loads(run("prices", small, "--resolve", "--json").stdout)["shadow_prices"]
    assert (land["name"], land["step"], land["one_more"], land["one_less"]) == ("land", "1", "0", "0")
    assert (land["low"], land["high"], land["lumpy"]) == ("0.666666667", "0.666666667", True)
    assert run("prices", small, "--resolve", "--rows", "0").exit_code == 2
