"""`verify`: is what a plan file states what its inputs and its own choices give?

Everything is recomputed from the problem compiled afresh: rows by `check`, the bound by `bound`.
Nothing here or below it knows a solver.
"""

from __future__ import annotations

import io
import json
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.errors import Finding, Place
from kaimen.formats.plan_file import Input, PlanFile, gap_text, problem_members
from kaimen.formats.plan_reading import (
    PlanError,
    number_of,
    number_or_none,
    placed,
    rows_of,
    table_of,
    text_of,
    whole_number,
)
from kaimen.formats.plan_witnesses import certificate_of
from kaimen.portfolio import (
    Bounds,
    Portfolio,
    PriceList,
    Result,
    Status,
    benefit,
    bound,
    check,
    check_certificate,
    check_prices,
    gap,
    leaf_bounds,
)
from kaimen.portfolio.prices import LARGEST_PRICE
from kaimen.problem import Ints, Problem

_LARGEST = 2**62
_AGAIN = "Solve again, or ask for the original file."


@dataclass(frozen=True, slots=True)
class Verified:
    """What verification found: the result the file holds (None: unreadable) and the findings."""

    result: Result | None
    findings: tuple[Finding, ...]


def check_plan(plan: PlanFile, problem: Problem) -> Verified:
    """Return the plan's result over the problem compiled from its inputs, and what is wrong with it."""
    document, findings = plan.document, []
    if document.get("problem") != problem.digest():
        what = "The plan was made from another problem than its inputs give."
        findings.append(Finding("E603", what, Place(plan.name), problem.digest(), str(document.get("problem"))))
    if plan.members is not None:
        findings += _check_members(plan, problem)
    result = None
    try:
        result = _result(document, problem)
        findings += check(problem, result.portfolio)
        findings += check_prices(problem, result.prices)
        if result.certificate is not None:
            findings += check_certificate(problem, result.certificate)
        if not any(finding.is_error for finding in findings):
            findings += _check_figures(document, problem, result)
    except PlanError as wrong:
        findings.append(wrong.finding.at(Place(plan.name)))
    return Verified(result, tuple(findings))


def check_inputs(plan: PlanFile, inputs: Iterable[Input]) -> list[Finding]:
    """Return a finding for each input that is missing or is not the one the plan was made from."""
    inputs = list(inputs)
    given = {(entry.role, entry.name): entry for entry in inputs}
    stated = plan.document.get("inputs")
    if not isinstance(stated, list) or not all(isinstance(entry, dict) for entry in stated):
        return [Finding("E601", "The plan does not say what it was made from.", Place(plan.name), fix="Solve again.")]
    findings = _unstated(plan, [(entry.get("role"), entry.get("name")) for entry in stated], inputs)
    for entry in stated:
        role, name = str(entry.get("role")), str(entry.get("name"))
        found = given.get((role, name))
        if found is None:
            what = f'The {role} "{name}" that the plan was made from is missing.'
            fix = "Give its folder with --inputs, or use the .kaimen file, which holds its inputs."
            findings.append(Finding("E602", what, Place(plan.name), fix=fix))
        elif found.sha256 != entry.get("sha256"):
            what = f'The {role} "{name}" is not the one that the plan was made from.'
            fix = "Find the file as it was, or solve again."
            findings.append(Finding("E603", what, Place(name), str(entry.get("sha256")), found.sha256, fix))
    return findings


def _unstated(plan: PlanFile, stated: list[tuple[Any, Any]], inputs: list[Input]) -> list[Finding]:
    """Return a finding for each input that the plan does not name, and each role that it gives to two."""
    names = [(entry.role, entry.name) for entry in inputs]
    findings = [
        Finding("E601", f'The plan holds the {role} "{name}" but does not name it.', Place(plan.name), fix=_AGAIN)
        for role, name in names
        if (role, name) not in stated
    ]
    roles = [str(role) for role, _ in stated]
    findings += [
        Finding("E601", f"The plan names more than one {role}.", Place(plan.name), fix=_AGAIN)
        for role in sorted({role for role in roles if roles.count(role) > 1 and role != "document"})
    ]
    return findings


def _check_members(plan: PlanFile, problem: Problem) -> list[Finding]:
    """Compare the arrays in the archive with those compiled from its inputs."""
    compiled, stored = problem_members(problem), plan.members or {}
    findings = []
    for name in sorted({*compiled, *stored}):
        if name not in stored or name not in compiled or not _same(name, compiled[name], stored[name]):
            what = f"The member problem/{name} is not what the inputs give."
            findings.append(Finding("E603", what, Place(plan.name), fix="Solve again, or ask for the original file."))
    return findings


def _same(name: str, compiled: bytes, stored: bytes) -> bool:
    if compiled == stored:
        return True
    try:
        if name.endswith(".json"):
            return bool(json.loads(compiled) == json.loads(stored))
        heads = [_array_head(content) for content in (compiled, stored)]
        if heads[0] != heads[1]:
            return False
        arrays = [np.load(io.BytesIO(content), allow_pickle=False) for content in (compiled, stored)]
    except (ValueError, EOFError, OSError, SyntaxError, tokenize.TokenError, RecursionError, MemoryError):
        return False
    return bool(np.array_equal(arrays[0], arrays[1]))


def _array_head(content: bytes) -> tuple[object, object]:
    """Return the shape and the type that an array's file states, before anything is made of that size."""
    stream = io.BytesIO(content)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise ValueError("not an array as plan files hold them")
    shape, _, kind = np.lib.format.read_array_header_1_0(stream)
    return shape, kind


def _check_figures(document: Mapping[str, Any], problem: Problem, result: Result) -> list[Finding]:
    """Compare the stated benefit, bounds, gaps, status and frame with what the choices and prices give."""
    reached, price = benefit(problem, result.portfolio), bound(problem, result.prices)
    stated = result.bounds
    expected: list[tuple[str, object, object]] = [
        ("benefit", reached, result.benefit),
        ("price bound", price, stated.price),
        ("certified bound", _certified(problem, result), stated.certified),
        ("price gap", _stated(gap(price, reached)), number_or_none(table_of(document, "gaps"), "price")),
        ("certified gap", _stated(result.certified_gap), number_or_none(table_of(document, "gaps"), "certified")),
        ("solver gap", _stated(result.solver_gap), number_or_none(table_of(document, "gaps"), "solver")),
        ("scenario", problem.scenario, document.get("scenario")),
        ("seed", problem.seed, document.get("seed")),
    ]
    findings = [
        Finding("E605", f"The {name} stated is not the one that follows.", Place(), text_of(right), text_of(found))
        for name, right, found in expected
        if right != found or type(right) is not type(found)
    ]
    if stated.solver is not None and stated.solver < reached:
        what = "The solver bound stated is below the benefit, so it bounds nothing."
        findings.append(Finding("E605", what, Place(), f"{text_of(reached)} or more", text_of(stated.solver)))
    if result.status is Status.ORDERED and not len(problem.order):
        what = "The plan is called ordered, but its scenario has no strict order."
        findings.append(Finding("E605", what, Place(), "another status", str(result.status)))
    if result.status is Status.OPTIMAL and reached not in (stated.solver, stated.certified):
        what = "The plan is called optimal, but neither the solver bound nor the certified bound is its benefit."
        findings.append(Finding("E605", what, Place(), text_of(reached), text_of(stated.solver)))
    return findings


def _certified(problem: Problem, result: Result) -> Fraction | None:
    """Return what the witnesses prove, which have been checked; None without witnesses."""
    if result.certificate is None:
        return None
    known = [bound for bound in leaf_bounds(problem, result.certificate) if bound is not None]
    return max(known, default=None)


def _stated(exact: Fraction | None) -> Fraction | None:
    """Return a gap as a plan file states it, rounded."""
    text = gap_text(exact)
    return None if text is None else Fraction(text)


def _result(document: Mapping[str, Any], problem: Problem) -> Result:
    bounds = table_of(document, "bounds")
    status = document.get("status")
    if status not in [str(known) for known in Status]:
        raise PlanError("E601", "The plan's status is not known.", ", ".join(Status), str(status))
    if not isinstance(document.get("repeats"), bool):
        raise PlanError("E601", "The plan does not say whether it repeats.", "true or false")
    return Result(
        portfolio=_portfolio(table_of(document, "portfolio"), problem),
        prices=_prices(table_of(document, "prices"), problem),
        benefit=number_of(document, "benefit"),
        bounds=Bounds(
            number_of(bounds, "price"), number_or_none(bounds, "certified"), number_or_none(bounds, "solver")
        ),
        status=Status(status),
        repeats=document["repeats"],
        certificate=certificate_of(document, problem),
    )


def _portfolio(table: Mapping[str, Any], problem: Problem) -> Portfolio:
    index = {tuple(problem.option_name(option)): option for option in range(problem.option_count)}
    chosen = placed(rows_of(table, "options"), index, ("project", "start", "site"), lambda _place, _row: 1)
    options = np.flatnonzero(chosen)
    quotas = {quota.key: row for row, quota in enumerate(problem.quotas)}

    def moved(place: int, row: Mapping[str, Any]) -> int:
        return whole_number(number_of(row, "amount") * problem.quotas[place].scale, _LARGEST, "An amount")

    return Portfolio(
        options.astype(np.int64),
        placed(rows_of(table, "draws"), quotas, ("quota", "period"), moved),
        placed(rows_of(table, "carries"), quotas, ("quota", "period"), moved),
        _splits(table, problem, options.tolist()),
    )


def _splits(table: Mapping[str, Any], problem: Problem, chosen: list[int]) -> Ints:
    amounts = np.zeros(len(problem.splits.cap), dtype=np.int64)
    due = np.isin(problem.cost_option, chosen)
    mine = [entry for entry, cost in enumerate(problem.splits.cost.tolist()) if due[cost]]
    index: dict[tuple[str, str, str], int] = {}
    for place, entry in enumerate(mine):
        cost = int(problem.splits.cost[entry])
        project = problem.option_name(int(problem.cost_option[cost])).project
        fund = problem.funds[problem.splits.fund[entry]].name
        index[project, problem.periods[problem.cost_period[cost]], fund] = place
    # Two options of one project share these names, so such a plan cannot even be read.
    if len(index) != len(mine):
        raise PlanError("E604", "A project is chosen more than once.")

    def paid(_place: int, row: Mapping[str, Any]) -> int:
        return whole_number(number_of(row, "amount") * problem.money_scale, _LARGEST, "An amount")

    amounts[mine] = placed(rows_of(table, "splits"), index, ("project", "period", "fund"), paid)
    return amounts


def _prices(table: Mapping[str, Any], problem: Problem) -> PriceList:
    grid = whole_number(number_of(table, "grid"), 10**18, "The grid of the prices")
    if grid < 1:
        raise PlanError("E606", "The grid of the prices is below 1.", found=str(grid))
    steps = grid * problem.benefit_scale

    def on_grid(row: Mapping[str, Any], scale: int) -> int:
        return whole_number(number_of(row, "price") * steps / scale, LARGEST_PRICE, "A price")

    quotas = {quota.key: row for row, quota in enumerate(problem.quotas)}
    funds = {
        (fund.name, period): number * len(problem.periods) + place
        for number, fund in enumerate(problem.funds)
        for place, period in enumerate(problem.periods)
    }
    shares = {
        (*problem.option_name(int(problem.life.option[row])), problem.funds[problem.life.fund[row]].name): row
        for row in range(len(problem.life.cap))
    }
    rules = {rule.key: row for row, rule in enumerate(problem.rules)}
    money = problem.money_scale
    share_keys = ("project", "start", "site", "fund")
    return PriceList(
        grid,
        placed(rows_of(table, "quotas"), quotas, ("quota", "period"), lambda p, r: on_grid(r, problem.quotas[p].scale)),
        placed(rows_of(table, "funds"), funds, ("fund", "period"), lambda _, r: on_grid(r, money)).reshape(
            problem.fund_limit.shape
        ),
        placed(rows_of(table, "shares"), shares, share_keys, lambda _, r: on_grid(r, money)),
        placed(rows_of(table, "rules"), rules, ("rule", "part"), lambda p, r: on_grid(r, problem.rules[p].scale)),
        str(table.get("basis", "")),
    )
