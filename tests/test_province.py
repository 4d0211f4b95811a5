"""The synthetic province that the package carries: a fixed seed, solvable, every kind of row in use."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import kaimen as km
from kaimen.portfolio import Status
from kaimen.scenario import RULE_KINDS
from kaimen.workspace import Question

ROOT = Path(__file__).resolve().parents[1]
PROVINCE = ROOT / "src" / "kaimen" / "data" / "province"


def question(*overrides: str) -> Question:
    found, findings = km.load_question(PROVINCE / "province.toml", overrides=overrides)

    assert findings == []
    assert found is not None
    assert found.findings == ()
    return found


@pytest.fixture(scope="module")
def plan() -> tuple[km.Problem, km.Result]:
    problem = question().problem
    result = km.solve(problem)
    assert isinstance(result, km.Result)
    return problem, result


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "examples" / "province" / "make.py"), str(tmp_path)], check=True)

    for name in ("library.csv", "province.toml"):
        assert (tmp_path / name).read_bytes() == (PROVINCE / name).read_bytes()


def test_it_says_that_it_is_synthetic() -> None:
    document = tomllib.loads((PROVINCE / "province.toml").read_text(encoding="utf-8"))

    assert "synthetic" in document["name"]
    assert "synthetic" in document["title"]
    assert all(project.id.startswith("SYN-") for project in question().library.projects)


def test_every_kind_of_rule_and_row_is_there() -> None:
    document = tomllib.loads((PROVINCE / "province.toml").read_text(encoding="utf-8"))
    scenario = question().scenario

    assert {rule["kind"] for rule in document["rule"]} == set(RULE_KINDS)
    assert {resource.use for resource in scenario.resources} == {"once", "running"}
    assert any(quota.is_pool for quota in scenario.quotas)
    assert any(quota.draw for quota in scenario.quotas)
    assert any(quota.carry for quota in scenario.quotas)
    assert {"all", "2027"} <= {period for quota in scenario.quotas for period in quota.amounts}
    assert {fund.over_life for fund in scenario.funds} == {True, False}
    assert scenario.overrides == ("land-minus-10", "no-pool")


def test_its_plan_is_the_best_there_is_and_passes_check(plan: tuple[km.Problem, km.Result]) -> None:
    problem, result = plan

    assert result.status is Status.OPTIMAL
    assert km.check(problem, result.portfolio) == []
    assert len(result.portfolio.chosen) == 15


def test_its_plan_draws_carries_and_pays_prices(plan: tuple[km.Problem, km.Result]) -> None:
    _, result = plan

    assert (result.portfolio.draws > 0).sum() >= 3
    assert (result.portfolio.carries > 0).any()
    assert (result.prices.quota > 0).sum() >= 5
    assert (result.prices.fund > 0).any()
    assert result.price_gap < 0.06


def test_its_refusals_have_reasons_of_many_kinds(plan: tuple[km.Problem, km.Result]) -> None:
    codes = {explanation.reasons[0].code for explanation in km.explain_all(*plan)}

    wanted = {"not_ready", "not_eligible", "ruled_out", "waived", "excluded_by", "needs", "tie", "priced_out"}
    assert wanted <= codes


@pytest.mark.parametrize("override", ["land-minus-10", "no-pool"])
def test_each_override_costs_benefit(override: str, plan: tuple[km.Problem, km.Result]) -> None:
    result = km.solve(question(override).problem)

    assert isinstance(result, km.Result)
    assert result.status is Status.OPTIMAL
    assert result.benefit < plan[1].benefit
