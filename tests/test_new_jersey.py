"""New Jersey's real list: counts, the state's own choice, plans and reasons, all held against the CSV itself.

Nothing in the expectations comes from kaimen: amounts are read with `csv`, the best plan with a model of its own.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import highspy
import numpy as np
import pytest

from kaimen import workspace
from kaimen.errors import has_errors
from kaimen.explain import explain_all
from kaimen.portfolio import Result, Status, check, money_use
from kaimen.portfolio import benefit as benefit_of
from kaimen.report.letter import reply_letter
from kaimen.solve import solve
from kaimen.workspace import Question

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT.parent / "shared" / "data"))
LIST = DATA / "libraries" / "us-drinking-water-funds" / "NJ_SFY26_Comprehensive_Fundable.csv"
SCENARIO = ROOT / "examples" / "new-jersey" / "new-jersey.toml"
FUNDS = {
    "GEN": Fraction("508.284145"),
    "EC": Fraction("140.023954"),
    "LSLR": Fraction("449.174648"),
}
MOST = 104

pytestmark = pytest.mark.skipif(not LIST.is_file(), reason=f"New Jersey's list is not there: {LIST} (KAIMEN_TEST_DATA)")


@dataclass(frozen=True)
class Row:
    """A project as the list has it; cost in million dollars."""

    id: str
    points: Fraction
    rank: int
    cost: Fraction
    fund: str
    decision: str


def _rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8-sig", newline="") as stream:
        return [
            {(key or "").strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(stream)
        ]


@cache
def listed() -> dict[str, Row]:
    """Return the projects that can be chosen: with a cost, and not yet funded."""
    found = {}
    for row in _rows():
        cost = row["Estimated Cost"].replace("$", "").replace(",", "").strip()
        decision = row["Actual/ Anticipated Funding Status"]
        if cost not in ("", "-") and decision != "Funded":
            fund = row["BIL Eligibility"].removeprefix("BIL (").removesuffix(")")
            name, points = row["Project Number"], Fraction(row["Rank Poin"])
            found[name] = Row(name, points, int(row["Rank"]), Fraction(cost) / 10**6, fund, decision)
    return found


@cache
def question(*overrides: str) -> Question:
    """Return the question with its overrides."""
    found, findings = workspace.load_question(SCENARIO, LIST, None, overrides)
    assert found is not None
    assert findings == []
    assert not has_errors(found.scenario_findings)
    return found


@cache
def planned(*overrides: str) -> Result:
    """Return the plan of the question with its overrides."""
    result = solve(question(*overrides).problem)
    assert isinstance(result, Result)
    return result


def chosen(*overrides: str) -> list[Row]:
    """Return the rows of the list that a plan chooses."""
    return [listed()[project] for project in planned(*overrides).portfolio.projects(question(*overrides).problem)]


def keeps(rows: list[Row]) -> bool:
    """Return whether these projects keep funds and count."""
    within = all(sum((r.cost for r in rows if r.fund == name), Fraction(0)) <= FUNDS[name] for name in FUNDS)
    return within and len(rows) <= MOST


def walked(order: Callable[[Row], object]) -> list[Row]:
    """Return what is taken when projects come in an order and what does not fit is skipped."""
    taken: list[Row] = []
    left = dict(FUNDS)
    for row in sorted(listed().values(), key=order):  # type: ignore[arg-type]  # whatever sorts
        if row.cost <= left[row.fund] and len(taken) < MOST:
            left[row.fund] -= row.cost
            taken.append(row)
    return taken


def test_the_list_is_read_whole() -> None:
    assert len(_rows()) == 898
    assert sum(row["Actual/ Anticipated Funding Status"] == "Funded" for row in _rows()) == 128
    found = question()
    assert sorted(f.code for f in found.library_findings if f.is_error) == ["E302", "E302"]
    assert len(found.library.projects) == 896
    assert len(found.problem.projects) == 768
    assert set(found.problem.projects) == set(listed())
    assert sum(row.decision == "2026" for row in listed().values()) == 104


def test_the_states_choice_is_a_plan_that_spends_the_funds_exactly() -> None:
    problem, result = question("states-choice").problem, planned("states-choice")
    rows = [row for row in listed().values() if row.decision == "2026"]
    assert {row.id for row in chosen("states-choice")} == {row.id for row in rows}
    assert check(problem, result.portfolio) == []
    assert result.benefit == benefit_of(problem, result.portfolio) == sum(row.points for row in rows)
    used = money_use(problem, result.portfolio)
    for number, fund in enumerate(problem.funds):
        spent = sum((row.cost for row in rows if row.fund == fund.name), Fraction(0))
        assert Fraction(used[number][0], problem.money_scale) == spent == FUNDS[fund.name]


def is_rounded(found: Fraction, exact: Fraction, scale: int) -> bool:
    """Return whether a benefit is the exact one, or the nearest that the problem can count."""
    return abs(found - exact) <= (Fraction(1, 2 * scale) if scale % 10 == 0 else 0)


def chosen_benefits(*overrides: str) -> list[Fraction]:
    """Return the benefit the problem has of each chosen project."""
    problem = question(*overrides).problem
    return [problem.benefit_of(int(problem.benefit[option])) for option in planned(*overrides).portfolio.chosen]


WORTH: dict[str, Callable[[Row], Fraction]] = {
    "": lambda row: row.points,
    "points-times-cost": lambda row: row.points * row.cost,
}


def best_by_highs(worth: Callable[[Row], Fraction]) -> float:
    """Return the greatest worth, from a model made of the list directly."""
    rows = list(listed().values())
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    model = highspy.HighsLp()
    names = list(FUNDS)
    model.num_col_, model.num_row_ = len(rows), len(names) + 1
    model.col_cost_ = np.array([-float(worth(row)) for row in rows])
    model.col_lower_, model.col_upper_ = np.zeros(len(rows)), np.ones(len(rows))
    model.row_lower_ = np.full(len(names) + 1, -np.inf)
    model.row_upper_ = np.array([*(float(FUNDS[name]) for name in names), MOST])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = 2 * np.arange(len(rows) + 1)
    model.a_matrix_.index_ = np.array([index for row in rows for index in (names.index(row.fund), len(names))])
    model.a_matrix_.value_ = np.array([value for row in rows for value in (float(row.cost), 1.0)])
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(rows)
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -float(solver.getInfo().objective_function_value)


@pytest.mark.parametrize("override", list(WORTH))
def test_plans_are_the_best_there_is(override: str) -> None:
    overrides = (override,) if override else ()
    worth, result, rows = WORTH[override], planned(*overrides), chosen(*overrides)
    assert keeps(rows)
    assert result.status is Status.OPTIMAL
    step = question(*overrides).problem.benefit_scale
    # Points x cost has more digits than 53 bits hold: benefits are rounded to a step, once per project.
    assert all(
        is_rounded(benefit, worth(row), step) for benefit, row in zip(chosen_benefits(*overrides), rows, strict=True)
    )
    assert result.benefit == sum(chosen_benefits(*overrides), Fraction(0))
    assert result.bounds.price >= result.benefit
    best = best_by_highs(worth)
    assert abs(float(result.benefit) - best) <= 1e-6 * best


@pytest.mark.parametrize("override", list(WORTH))
def test_plans_are_no_worse_than_walking_down_a_list(override: str) -> None:
    worth = WORTH[override]
    reached = planned(*([override] if override else [])).benefit
    for order in (
        lambda row: (-row.points, row.id),
        lambda row: (-row.points / row.cost, row.id),
        lambda row: (-row.points * row.cost, row.id),
    ):
        greedy = walked(order)
        assert keeps(greedy)
        assert reached >= sum(map(worth, greedy)) - Fraction(1, 10**6)


def test_rank_order_is_the_strict_order_with_ties_as_published() -> None:
    seed = question("rank-order").scenario.seed

    def place(row: Row) -> tuple[int, str]:
        return row.rank, hashlib.sha256(f"{seed}:{row.id}".encode()).hexdigest()

    assert planned("rank-order").status is Status.ORDERED
    assert {row.id for row in chosen("rank-order")} == {row.id for row in walked(place)}


@pytest.mark.parametrize("override", ["", "points-times-cost", "rank-order", "states-choice"])
@pytest.mark.parametrize("ending", ["json", "kaimen"])
def test_plan_files_verify(tmp_path: Path, override: str, ending: str) -> None:
    overrides = (override,) if override else ()
    path = tmp_path / f"plan.{ending}"
    assert workspace.save_plan(path, question(*overrides), planned(*overrides)) == []
    plan, findings = workspace.load_plan(path)
    assert plan is not None
    assert (findings, plan.verified.findings) == ([], ())
    assert plan.verified.result is not None
    assert plan.verified.result.portfolio == planned(*overrides).portfolio


@pytest.mark.parametrize("override", ["", "points-times-cost", "rank-order"])
def test_the_arithmetic_of_every_reason_follows_from_the_list(override: str) -> None:
    overrides = (override,) if override else ()
    problem, result, rows = question(*overrides).problem, planned(*overrides), chosen(*overrides)
    worth = WORTH.get(override, WORTH[""])
    prices = {fund.name: result.prices.fund_price(problem, number, 0) for number, fund in enumerate(problem.funds)}
    place = result.prices.rule_price(problem, 0)
    left = {name: FUNDS[name] - sum((r.cost for r in rows if r.fund == name), Fraction(0)) for name in FUNDS}
    explained = explain_all(problem, result)
    ids = {row.id for row in rows}
    assert {entry.project for entry in explained} == set(listed()) - ids
    for entry in explained:
        row = listed()[entry.project]
        assert is_rounded(entry.benefit, worth(row), problem.benefit_scale)
        margin = entry.benefit - row.cost * prices[row.fund] - place
        assert entry.margin == margin
        terms = {(term.kind, term.name): (term.amount, term.price) for term in entry.terms}
        assert terms == {
            ("fund", row.fund): (row.cost, prices[row.fund]),
            ("rule", "no more than 104 projects"): (Fraction(1), place),
        }
        codes = {reason.code: reason for reason in entry.reasons}
        assert ("priced_out" in codes) == (margin * 10**6 < -entry.benefit)
        if "priced_out" in codes:
            proved = result.bounds.price + margin < result.benefit
            assert (str(codes["priced_out"].strength) == "proved") == proved
        short = {(s.kind, s.name): s.by for s in codes["does_not_fit"].short} if "does_not_fit" in codes else {}
        expected = {("fund", f"{row.fund}, SFY2026"): row.cost - left[row.fund]} if row.cost > left[row.fund] else {}
        expected |= {("rule", "no more than 104 projects"): Fraction(1)} if len(rows) == MOST else {}
        assert short == expected
        twins = {r.id for r in rows if (r.points, r.cost, r.fund) == (row.points, row.cost, row.fund)}
        assert ("tie" in codes) == bool(
            twins if override != "rank-order" else {t for t in twins if listed()[t].rank == row.rank}
        )
        assert set(codes) <= {"priced_out", "does_not_fit", "tie"}
        letter = reply_letter(problem, entry).replace(row.id, "")
        assert not [other for other in listed() if other != row.id and other in letter]
