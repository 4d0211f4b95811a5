"""The workbook of a plan, worked out by an evaluator that has only the file."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kaimen.formats import workbook as package
from kaimen.formats.workbook import plan_workbook
from kaimen.library import Library
from kaimen.portfolio import (
    Portfolio,
    PriceList,
    benefit,
    bound,
    check,
    gap,
    least_payment,
    margins,
    money_use,
    quota_use,
    rule_values,
)
from kaimen.problem import Problem, build_problem
from kaimen.scenario import Benefit, Scenario
from tests.formats.workbook_plans import TITLES, at_random, completed, period, planned, result_of
from tests.sheet_evaluator import Value, Workbook, rewritten


def summary(book: Workbook) -> dict[str, Value]:
    return {str(row["item"]): row["now"] for row in book.rows("Summary")}


def near(value: object, expected: Fraction | float, tolerance: float = 1e-6) -> None:
    assert isinstance(value, int | float), value
    assert math.isclose(value, expected, rel_tol=tolerance, abs_tol=tolerance / 1000), (value, float(expected))


def assert_agrees(book: Workbook, problem: Problem, prices: PriceList, portfolio: Portfolio) -> None:
    """Hold every total of the sheets against what `kaimen.portfolio` says."""
    worth, best = benefit(problem, portfolio), bound(problem, prices)
    totals = summary(book)
    near(totals["benefit"], worth)
    near(totals["price bound"], best, 1e-9)
    near(totals["price gap"], gap(best, worth))
    near(totals["projects chosen"], len(set(portfolio.projects(problem))))
    for row, margin in zip(book.rows("Options"), margins(problem, prices).tolist(), strict=True):
        near(row["margin"], Fraction(int(margin), prices.grid * problem.benefit_scale))
    for row, use, quota in zip(_table(book, "Quotas"), quota_use(problem, portfolio), problem.quotas, strict=True):
        for head in ("demand", "left", "drawn_out", "carried_in"):
            near(row[head.replace("_", " ")], Fraction(getattr(use, head), quota.scale))
    paid = [Fraction(amount, problem.money_scale) for row in money_use(problem, portfolio) for amount in row]
    for row, amount in zip(_table(book, "Funds"), paid, strict=True):
        near(row["paid, yuan"], amount)
    for row, value, rule in zip(_table(book, "Rules"), rule_values(problem, portfolio), problem.rules, strict=True):
        near(row["left side"], Fraction(value, rule.scale))
    assert (totals["rows broken"] == 0) == (not check(problem, portfolio))
    taken, _ = least_payment(problem, prices)
    whole = sum(row["taken by cheapest split"] for row in _table(book, "Money"))  # type: ignore[misc]
    near(whole, Fraction(int(sum(taken)), problem.money_scale))


def _table(book: Workbook, name: str) -> list[dict[str, Value]]:
    return [row for row in book.rows(name) if any(value is not None for value in row.values())]


def assert_cached(book: Workbook) -> float:
    """Assert that values stored with formulas are what they work out to; return the largest relative difference."""
    worst = 0.0
    for sheet, where, formula in book.formulas():
        value = book.at(sheet, where)
        if isinstance(formula.cached, str) or isinstance(value, str):
            assert value == formula.cached, (sheet, where, formula)
        else:
            assert isinstance(value, int | float)
            assert isinstance(formula.cached, float)
            near(value, formula.cached)
            worst = max(worst, abs(value - formula.cached) / max(abs(value), 1e-3))
    return worst


@pytest.mark.parametrize("seed", range(30))
def test_any_problem_recalculates_to_what_python_says(seed: int) -> None:
    problem, result = at_random(seed)
    book = Workbook(plan_workbook(problem, result))
    assert_agrees(book, problem, result.prices, result.portfolio)
    assert assert_cached(book) < 1e-6


@pytest.mark.parametrize(("seed", "size"), [(1, 0.001), (2, 0.05), (3, 0.5), (4, 20)])
def test_a_plan_recalculates_and_breaks_nothing(seed: int, size: float) -> None:
    problem, result = planned(seed, size)
    assert not check(problem, result.portfolio)
    assert result.portfolio.draws.any()
    assert result.portfolio.carries.any()
    book = Workbook(plan_workbook(problem, result))
    assert_agrees(book, problem, result.prices, result.portfolio)
    assert assert_cached(book) < 1e-6
    near(summary(book)["solver gap"], result.solver_gap or 0)


def test_a_must_select_with_a_negative_margin_lowers_the_bound() -> None:
    problem, result = planned(4, 20)
    book = Workbook(plan_workbook(problem, result))
    best = [row["best margin of project"] for row in book.rows("Options") if row["project"] == "P-4"]
    assert isinstance(best[0], float)
    assert best[0] < 0
    assert best[1:] == [None]


Break = Callable[[Problem, Portfolio], Portfolio]


def _with(name: str, change: Callable[[Problem, Any], int]) -> Break:
    """Return what moves one entry of a part of the portfolio, the first that is not 0, by `change`."""

    def broken(problem: Problem, portfolio: Portfolio) -> Portfolio:
        part = getattr(portfolio, name).copy()
        part[np.flatnonzero(part)[0]] += change(problem, part)
        return replace(portfolio, **{name: part})

    return broken


def _chosen(change: Callable[[Problem, set[int]], set[int]]) -> Break:
    return lambda problem, portfolio: completed(problem, sorted(change(problem, set(portfolio.chosen.tolist()))))


BREAKS: Mapping[str, tuple[str, Break]] = {
    "draw above its cap": ("quotas", _with("draws", lambda problem, _: int(problem.draw_cap.max()))),
    "draw below nothing": ("quotas", _with("draws", lambda problem, _: -2 * int(problem.draw_cap.max()))),
    "carry above its cap": ("quotas", _with("carries", lambda problem, _: int(problem.carry_cap.max()))),
    "split one step short": ("money", _with("splits", lambda *_: -1)),
    "split one step over": ("money", _with("splits", lambda *_: 1)),
    "project twice": ("options", _chosen(lambda _, chosen: chosen | {min(chosen) ^ 1})),
    "must left out": ("options", _chosen(lambda problem, chosen: chosen - set(problem.options_of(4)))),
    "everything": ("rules", _chosen(lambda problem, _: set(range(0, problem.option_count, 2)))),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_portfolio_that_breaks_a_row_says_so(name: str) -> None:
    problem, result = planned()
    group, change = BREAKS[name]
    portfolio = change(problem, result.portfolio)
    assert check(problem, portfolio)
    book = Workbook(plan_workbook(problem, result_of(problem, portfolio, result.prices)))
    totals = summary(book)
    assert totals[f"rows broken: {group}"] != 0
    assert totals["rows broken"] != 0
    assert_agrees(book, problem, result.prices, portfolio)
    assert_cached(book)


def _cell(book: Workbook, sheet: str, head: str, row: int) -> tuple[str, str]:
    return sheet, f"{chr(64 + book.heads(sheet)[head])}{row + 2}"


@pytest.mark.parametrize("row", range(12))
def test_changing_a_quota_price_or_limit_in_the_sheet_is_changing_it(row: int) -> None:
    problem, result = planned(7)
    data = plan_workbook(problem, result)
    book = Workbook(data)
    price, limit = result.prices.quota.copy(), problem.limit.copy()
    price[row], limit[row] = 2 * price[row] + 123_457, limit[row] // 3
    prices, changed = replace(result.prices, quota=price), replace(problem, limit=limit)
    changes = {
        _cell(book, "Quotas", "price", row): float(prices.quota_price(problem, row)),
        _cell(book, "Quotas", "limit", row): int(limit[row]) / problem.quotas[row].scale,
    }
    assert_agrees(Workbook(rewritten(data, changes)), changed, prices, result.portfolio)


def test_changing_fund_share_and_rule_in_the_sheet_is_changing_them() -> None:
    problem, result = planned(8)
    data = plan_workbook(problem, result)
    book = Workbook(data)
    for seed in range(6):
        rng = np.random.default_rng(seed)
        fund, time = int(rng.integers(3)), int(rng.integers(3))
        share, rule = int(rng.integers(len(problem.life.cap))), int(rng.integers(len(problem.rules)))
        prices = replace(result.prices, **{n: getattr(result.prices, n).copy() for n in ("fund", "life", "rule")})
        prices.fund[fund, time] += 654_321
        prices.life[share] += 55_555
        prices.rule[rule] = 3 * prices.rule[rule] + 99_999 * (problem.rules[rule].sense or -1)
        changed = replace(problem, fund_limit=problem.fund_limit.copy(), rule_side=problem.rule_side.copy())
        changed.fund_limit[fund, time] //= 7
        changed.rule_side[rule] += 3
        number = fund * 3 + time
        changes = {
            _cell(book, "Funds", "price", number): float(prices.fund_price(problem, fund, time)),
            _cell(book, "Funds", "limit, yuan", number): int(changed.fund_limit[fund, time]) / problem.money_scale,
            _cell(book, "Shares", "price", share): float(prices.life_price(problem, share)),
            _cell(book, "Rules", "price", rule): float(prices.rule_price(problem, rule)),
            _cell(book, "Rules", "right side", rule): int(changed.rule_side[rule]) / problem.rules[rule].scale,
        }
        assert_agrees(Workbook(rewritten(data, changes)), changed, prices, result.portfolio)


def test_changing_a_choice_in_the_sheet_is_changing_it() -> None:
    problem, result = planned(9)
    data = plan_workbook(problem, result)
    book = Workbook(data)
    for option in range(problem.option_count):
        chosen = sorted({*result.portfolio.chosen.tolist()} ^ {option})
        portfolio = replace(result.portfolio, chosen=np.array(chosen, np.int64))
        changes = {_cell(book, "Options", "chosen", option): float(option in chosen)}
        assert_agrees(Workbook(rewritten(data, changes)), problem, result.prices, portfolio)


def test_a_price_of_the_wrong_sign_is_counted() -> None:
    problem, result = planned()
    data = plan_workbook(problem, result)
    changed = Workbook(rewritten(data, {_cell(Workbook(data), "Quotas", "price", 0): -1.0}))
    assert summary(changed)["rows broken: prices"] == 1
    assert summary(Workbook(data))["rows broken: prices"] == 0


def test_text_that_looks_like_a_formula_stays_text() -> None:
    problem, result = planned()
    reasons = [("P-0", "priced_out", "=1+1"), ("X", "not_ready", "http://x.example")]
    book = Workbook(plan_workbook(problem, result, reasons, [("=A1", "@SUM(1)"), ("note", "<r></r>")]))
    held = [row["title"] for row in book.rows("Options")][:: len(problem.options_of(0))]
    assert held[:4] == list(TITLES[:4])
    assert held[4:] == ["<r>bold</r> ", "0412 ? _x0007_", TITLES[6]]
    assert [row["in words"] for row in book.rows("Left out")] == ["=1+1", "http://x.example"]
    assert book.rows("Summary")[-2:] == [
        {"item": "=A1", "now": None, "as solved": None, "what it is": "@SUM(1)"},
        {"item": "note", "now": None, "as solved": None, "what it is": "<r></r> "},
    ]
    assert not any("HYPERLINK" in formula.text for _, _, formula in book.formulas())


def test_projects_left_out_show_the_margin_of_their_best_option() -> None:
    problem, result = planned(3)
    book = Workbook(plan_workbook(problem, result, [("P-2", "priced_out", "Too dear."), ("gone", "not_ready", "No.")]))
    first, second = book.rows("Left out")
    best = max(int(margins(problem, result.prices)[option]) for option in problem.options_of(2))
    near(first["margin of best option"], Fraction(best, result.prices.grid * problem.benefit_scale))
    assert first["reason"] == "priced out"
    assert second["margin of best option"] is None


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_workbook(*planned()) == plan_workbook(*planned())


@pytest.mark.parametrize("seed", [3, 4])
def test_too_many_options_leave_totals_as_numbers(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, result = planned(seed) if seed == 3 else at_random(seed)
    monkeypatch.setattr(package.write, "MOST_OPTIONS", problem.option_count - 1)
    book = Workbook(plan_workbook(problem, result, [(problem.projects[0], "tie", "By lot.")]))
    assert list(book.sheets) == ["Summary", "Quotas", "Funds", "Rules", "Left out"]
    totals = summary(book)
    near(totals["price bound"], result.bounds.price, 1e-9)
    near(totals["price gap"], result.price_gap)
    assert (totals["rows broken"] == 0) == (not check(problem, result.portfolio))
    assert any("too many options" in str(row["what it is"]) for row in book.rows("Summary"))
    assert_cached(book)


def test_a_problem_without_projects_has_a_workbook() -> None:
    scenario = Scenario("empty", (period("2024"),), Benefit({}))
    problem, _ = build_problem(Library("none", ()), scenario)
    portfolio = completed(problem, [])
    book = Workbook(plan_workbook(problem, result_of(problem, portfolio, PriceList.zero(problem))))
    assert summary(book)["price bound"] == 0
    assert_cached(book)


ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is not on the PATH")
@pytest.mark.parametrize("seed", [2, 11])
def test_libreoffice_works_out_the_same(seed: int, tmp_path: Path) -> None:
    problem, result = planned(seed) if seed == 2 else at_random(seed)
    data = plan_workbook(problem, result)
    (tmp_path / "profile" / "user").mkdir(parents=True)
    (tmp_path / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    (tmp_path / "plan.xlsx").write_bytes(rewritten(data, {}, keep_cached=False))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "plan.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    theirs, ours = Workbook((tmp_path / "out" / "plan.xlsx").read_bytes()), Workbook(data)
    found = {(sheet, where): formula.cached for sheet, where, formula in theirs.formulas()}
    for sheet, where, _ in ours.formulas():
        value = ours.at(sheet, where)
        if isinstance(value, str):
            assert found[sheet, where] == value
        else:
            assert isinstance(value, int | float)
            near(found[sheet, where], value)
