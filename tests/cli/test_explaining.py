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
