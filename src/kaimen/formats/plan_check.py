"""`verify`: is what a plan file states what its inputs and its own choices give?

Everything is recomputed from the problem compiled afresh: rows by `check`, the bound by `bound`.
Nothing here or below it knows a solver.
"""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.errors import Finding, Place
from kaimen.formats.plan_file import Input, PlanFile, gap_text, problem_members
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound, check, check_prices, gap
from kaimen.portfolio.types import LARGEST_PRICE
from kaimen.problem import Ints, Problem
from kaimen.quantity import decimal_text

_LARGEST = 2**62
_AGAIN = "Solve again, or ask for the original file."
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+|/[0-9]+)?")


class _PlanError(Exception):
    """Something in the file is not what its place calls for; turned into a finding at once."""

    def __init__(self, code: str, what: str, expected: str = "", found: str = "") -> None:
        super().__init__(what)
        self.finding = Finding(code, what, Place(), expected, found, _AGAIN)


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
        if not any(finding.is_error for finding in findings):
            findings += _check_figures(document, problem, result)
    except _PlanError as wrong:
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
        ("price gap", _stated(gap(price, reached)), _number_or_none(_of(document, "gaps"), "price")),
        ("solver gap", _stated(result.solver_gap), _number_or_none(_of(document, "gaps"), "solver")),
        ("scenario", problem.scenario, document.get("scenario")),
        ("seed", problem.seed, document.get("seed")),
    ]
    findings = [
        Finding("E605", f"The {name} stated is not the one that follows.", Place(), _text(right), _text(found))
        for name, right, found in expected
        if right != found or type(right) is not type(found)
    ]
    if stated.solver is not None and stated.solver < reached:
        what = "The solver bound stated is below the benefit, so it bounds nothing."
        findings.append(Finding("E605", what, Place(), f"{_text(reached)} or more", _text(stated.solver)))
    if stated.certified is not None:
        what = "A certified bound is stated, but there are no witnesses for it."
        findings.append(Finding("E605", what, Place(), "none", _text(stated.certified)))
    if result.status is Status.ORDERED and not len(problem.order):
        what = "The plan is called ordered, but its scenario has no strict order."
        findings.append(Finding("E605", what, Place(), "another status", str(result.status)))
    if result.status is Status.OPTIMAL and stated.solver != reached:
        what = "The plan is called optimal, but the solver bound is not its benefit."
        findings.append(Finding("E605", what, Place(), _text(reached), _text(stated.solver)))
    return findings


def _stated(exact: Fraction | None) -> Fraction | None:
    """Return a gap as a plan file states it, rounded."""
    text = gap_text(exact)
    return None if text is None else Fraction(text)


def _text(value: object) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def _result(document: Mapping[str, Any], problem: Problem) -> Result:
    bounds = _of(document, "bounds")
    status = document.get("status")
    if status not in [str(known) for known in Status]:
        raise _PlanError("E601", "The plan's status is not known.", ", ".join(Status), str(status))
    if not isinstance(document.get("repeats"), bool):
        raise _PlanError("E601", "The plan does not say whether it repeats.", "true or false")
    return Result(
        portfolio=_portfolio(_of(document, "portfolio"), problem),
        prices=_prices(_of(document, "prices"), problem),
        benefit=_number(document, "benefit"),
        bounds=Bounds(
            _number(bounds, "price"), _number_or_none(bounds, "certified"), _number_or_none(bounds, "solver")
        ),
        status=Status(status),
        repeats=document["repeats"],
    )


def _of(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    if not isinstance(value, Mapping):
        raise _PlanError("E601", f'The plan has no "{key}".', "a table", _text(value))
    return value


def _number(table: Mapping[str, Any], key: str) -> Fraction:
    value = table.get(key)
    try:
        if isinstance(value, str) and len(value) < 1000 and _NUMBER.fullmatch(value):
            return Fraction(value)
    except ZeroDivisionError:
        pass
    raise _PlanError("E601", f'"{key}" is not a number.', "a number as text", _text(value))


def _number_or_none(table: Mapping[str, Any], key: str) -> Fraction | None:
    return None if table.get(key) is None else _number(table, key)


def _rows(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise _PlanError("E601", f'The plan has no list "{key}".', "a list of tables")
    return value


def _placed(
    rows: Iterable[Mapping[str, Any]],
    index: Mapping[Any, int],
    keys: tuple[str, ...],
    scaled: Callable[[int, Mapping[str, Any]], int],
) -> Ints:
    """Return an array with each row's number at the place its names have; unknown or doubled names are wrong."""
    numbers = [0] * len(index)
    seen: set[int] = set()
    for row in rows:
        names = tuple(row.get(key) for key in keys)
        place = index.get(names) if all(isinstance(name, str) for name in names) else None
        if place is None or place in seen:
            state = "named twice" if place is not None else "not in the problem"
            raise _PlanError("E607", f"{', '.join(map(str, names))} is {state}.")
        seen.add(place)
        numbers[place] = scaled(place, row)
    return np.array(numbers, dtype=np.int64)


def _whole(value: Fraction, largest: int, what: str) -> int:
    if value.denominator != 1 or abs(value) > largest:
        raise _PlanError("E605", f"{what} is finer or larger than the problem counts.", found=decimal_text(value))
    return value.numerator


def _portfolio(table: Mapping[str, Any], problem: Problem) -> Portfolio:
    index = {tuple(problem.option_name(option)): option for option in range(problem.option_count)}
    chosen = _placed(_rows(table, "options"), index, ("project", "start", "site"), lambda _place, _row: 1)
    options = np.flatnonzero(chosen)
    quotas = {quota.key: row for row, quota in enumerate(problem.quotas)}

    def moved(place: int, row: Mapping[str, Any]) -> int:
        return _whole(_number(row, "amount") * problem.quotas[place].scale, _LARGEST, "An amount")

    return Portfolio(
        options.astype(np.int64),
        _placed(_rows(table, "draws"), quotas, ("quota", "period"), moved),
        _placed(_rows(table, "carries"), quotas, ("quota", "period"), moved),
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
        raise _PlanError("E604", "A project is chosen more than once.")

    def paid(_place: int, row: Mapping[str, Any]) -> int:
        return _whole(_number(row, "amount") * problem.money_scale, _LARGEST, "An amount")

    placed = _placed(_rows(table, "splits"), index, ("project", "period", "fund"), paid)
    amounts[mine] = placed
    return amounts


def _prices(table: Mapping[str, Any], problem: Problem) -> PriceList:
    grid = _whole(_number(table, "grid"), 10**18, "The grid of the prices")
    if grid < 1:
        raise _PlanError("E606", "The grid of the prices is below 1.", found=str(grid))
    steps = grid * problem.benefit_scale

    def on_grid(row: Mapping[str, Any], scale: int) -> int:
        return _whole(_number(row, "price") * steps / scale, LARGEST_PRICE, "A price")

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
        _placed(_rows(table, "quotas"), quotas, ("quota", "period"), lambda p, r: on_grid(r, problem.quotas[p].scale)),
        _placed(_rows(table, "funds"), funds, ("fund", "period"), lambda _, r: on_grid(r, money)).reshape(
            problem.fund_limit.shape
        ),
        _placed(_rows(table, "shares"), shares, share_keys, lambda _, r: on_grid(r, money)),
        _placed(_rows(table, "rules"), rules, ("rule", "part"), lambda p, r: on_grid(r, problem.rules[p].scale)),
        str(table.get("basis", "")),
    )
