"""One tiny question per kind of row, its whole model in words: a change in the mathematics shows as a readable diff.

`KAIMEN_UPDATE_GOLDEN=1` writes tests/golden/lp/ anew; look at the diff before it is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import inf
from pathlib import Path

import numpy as np
import pytest

from kaimen.problem import AT_LEAST, AT_MOST, Problem
from kaimen.quantity import decimal_text
from kaimen.scenario import RULE_KINDS
from kaimen.solve.model import Model, build_model
from tests.problem.test_build import build

GOLDEN = Path(__file__).parents[1] / "golden" / "lp"

LIST = """
id;region;sector;criterion: points;cost 1 (yuan);cost 2 (yuan);demand: land (mu);frees: coal (tce, running);\
demand: coal (tce, running)
P-1;A;power;10;4;2;10;0;3
P-2;A;rail;8;4;0;12;0;0
P-3;B;power;6;3;3;5;4;0
"""

COAL = """
[resource.coal]
unit = "tce"
use = "running"
"""


def a_rule(text: str) -> str:
    return f'\n[[rule]]\nname = "the rule"\n{text}\n'


def a_quota(text: str, kind: str = "quota", name: str = "land") -> str:
    return f'\n[[{kind}]]\nname = "{name}"\nresource = "land"\n{text}\n'


KINDS: dict[str, str] = {
    "at_least": a_rule('kind = "at_least"\namount = "15 mu"\nof = "land"\nperiod = "2026"'),
    "at_most": a_rule('kind = "at_most"\ncount = 2\nwhere = { sector = "power" }\nstarts = ["2026"]'),
    "exactly": a_rule('kind = "exactly"\ncount = 2'),
    "exactly_amount": a_rule('kind = "exactly"\namount = "10 yuan"\nof = "cost"\nwithin = "5 %"'),
    "share": a_rule('kind = "share"\npart = { region = "A" }\nat_least = "60 %"\nof = "points"'),
    "share_more_than": a_rule('kind = "share"\npart = { sector = "power" }\nmore_than = "50 %"'),
    "share_less_than": a_rule(
        'kind = "share"\npart = { sector = "rail" }\nless_than = "40 %"\nof = "cost"\nperiod = "2026"'
    ),
    "prerequisite": a_rule('kind = "prerequisite"\nproject = "P-2"\nneeds = ["P-1", "P-3"]'),
    "exclusion": a_rule('kind = "exclusion"\nprojects = ["P-1", "P-2"]'),
    "must_select": a_rule('kind = "must_select"\nprojects = ["P-1"]'),
    "must_not": a_rule('kind = "must_not"\nwhere = { sector = "rail" }'),
    "green_channel": a_rule('kind = "green_channel"\nprojects = ["P-1"]'),
    "substitution": a_rule('kind = "substitution"\nresource = "coal"\nratio = "1.25"'),
    "quota": a_quota('amount = { 2026 = "20 mu", 2027 = "1 ha" }\nregion = "A"'),
    "quota_whole": a_quota('amount = "20 mu"'),
    "quota_running": '\n[[quota]]\nname = "coal"\nresource = "coal"\namount = { each = "2 tce" }\n',
    "pool": a_quota('amount = { each = "30 mu" }\npool = "nation"\ndraw_at_most = "7 mu"', "pool", "province")
    + a_quota('amount = { each = "50 mu" }', "pool", "nation")
    + a_quota('amount = { each = "9 mu" }\nregion = "A"\npool = "province"\ndraw_at_most = "4 mu"'),
    "carry": a_quota('amount = { each = "12 mu" }\ncarry = { rate = "90 %", at_most = "5 mu" }'),
    "fund": '\n[[fund]]\nname = "city"\namount = { each = "6 yuan" }\n'
    '\n[[fund]]\nname = "bonds"\namount = { 2026 = "5 yuan" }\nshare = "35 %"\nlawful = { sector = "power" }\n',
    "fund_life": '\n[[fund]]\nname = "city"\namount = { each = "9 yuan" }\n'
    '\n[[fund]]\nname = "bonds"\namount = { each = "5 yuan" }\nshare = "50 %"\nover = "life"\n',
}

BENEFITS: dict[str, tuple[str, str]] = {
    "benefit": ("", ""),
    "benefit_discount": ("discount = 0.1", ""),
    "benefit_times_cost": ('times = "cost"', ""),
}


def question(name: str) -> str:
    benefit, tables = BENEFITS.get(name, ("", KINDS.get(name, "")))
    more = f"{benefit}\n{COAL if 'coal' in tables else ''}{tables}"
    return more.strip() + "\n"


# --- the model in words ---


def in_words(problem: Problem, model: Model) -> str:
    """Return the whole model: objective, rows and bounds, in the scaled integers that are counted."""
    columns = column_names(problem, model)
    objective = -model.objective * model.benefit_unit
    lines = [f"maximise  (1 = 1/{problem.benefit_scale} benefit)" if problem.benefit_scale > 1 else "maximise"]
    lines.append("  " + a_sum(columns, objective * problem.benefit_scale))
    unit = column_units(problem, model)
    matrix = model.matrix.tocsr()
    names = row_names(problem, model)
    lines.append("subject to")
    for row, name in enumerate(names):
        coefficients = np.zeros(len(columns))
        begin, end = matrix.indptr[row], matrix.indptr[row + 1]
        coefficients[matrix.indices[begin:end]] = matrix.data[begin:end]
        scaled = coefficients * model.row_unit[row] / unit
        low, high = (float(bound[row] * model.row_unit[row]) for bound in (model.row_lower, model.row_upper))
        lines.append(f"  {name}: {a_sum(columns, scaled)} {limits(low, high)}")
    lines.append("bounds")
    bounds = [
        (name, number(float(upper * u))) for name, upper, u in zip(columns, model.column_upper, unit, strict=True)
    ]
    lines += [f"  0 <= {name} <= {upper}" for name, upper in bounds if not name.startswith("x[")]
    whole = [name for name, flag in zip(columns, model.integer, strict=True) if flag and not name.startswith("x[")]
    lines.append("0 or 1: every x" + "".join(f", {name}" for name in whole))
    lines += [f"barred: {entry.project} ({entry.code}) {entry.detail}" for entry in problem.barred]
    return "\n".join(lines) + "\n"


def column_names(problem: Problem, model: Model) -> list[str]:
    quotas = [f"{quota.name} {quota.period}" for quota in problem.quotas]
    carried = [quotas[row] for row in np.flatnonzero(problem.carry_to >= 0)]
    named: Mapping[str, list[str]] = {
        "option": [f"x[{name}]" for name in option_names(problem)],
        "draw": [f"draw[{quotas[row]}]" for row in np.flatnonzero(problem.above >= 0)],
        "carry": [f"carry[{name}]" for name in carried],
        "flag": [f"flag[{name}]" for name in carried],
        "split": [f"pay[{name}]" for name in split_names(problem)],
    }
    return [name for kind in model.columns for name in named[kind]]


def option_names(problem: Problem) -> list[str]:
    return [" ".join(filter(None, problem.option_name(option))) for option in range(problem.option_count)]


def split_names(problem: Problem) -> list[str]:
    costs = cost_names(problem)
    splits = problem.splits
    return [f"{costs[cost]}, {problem.funds[fund].name}" for cost, fund in zip(splits.cost, splits.fund, strict=True)]


def cost_names(problem: Problem) -> list[str]:
    options = option_names(problem)
    costs = zip(problem.cost_option, problem.cost_period, strict=True)
    return [f"{options[option]}, {problem.periods[period]}" for option, period in costs]


def column_units(problem: Problem, model: Model) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how many scaled integers make 1 of a column; the questions here are so small that it is 1 throughout."""
    assert set(model.row_unit.tolist()) == {1.0}, problem.scenario
    return np.ones(len(model.objective))


def row_names(problem: Problem, model: Model) -> list[str]:
    quotas = [f"{quota.name} {quota.period} ({a_unit(quota.scale, quota.unit)})" for quota in problem.quotas]
    carried = [f"{q.name} {q.period}" for q, to in zip(problem.quotas, problem.carry_to, strict=True) if to >= 0]
    capped = problem.splits.cap < problem.cost_amount[problem.splits.cost]
    money = a_unit(problem.money_scale, problem.money_unit)
    options, life = option_names(problem), problem.life
    named: Mapping[str, list[str]] = {
        "choice": list(problem.projects),
        "quota": [f"{'of pool ' * q.is_pool}{name}" for q, name in zip(problem.quotas, quotas, strict=True)],
        "carry": carried,
        "flag": carried,
        "cost": cost_names(problem),
        "cap": [name for name, short in zip(split_names(problem), capped, strict=True) if short],
        "life": [f"{options[o]}, {problem.funds[f].name}" for o, f in zip(life.option, life.fund, strict=True)],
        "fund": [f"{fund.name} {period} ({money})" for fund in problem.funds for period in problem.periods],
        "rule": list(_names_of_rules(problem)),
    }
    for kind, rows in model.rows.items():
        assert len(named[kind]) == rows.stop - rows.start, kind
    return [f"{kind} {name}" for kind in model.rows for name in named[kind]]


def _names_of_rules(problem: Problem) -> Iterator[str]:
    for rule in problem.rules:
        sense = {AT_MOST: "at most", AT_LEAST: "at least"}.get(rule.sense, "exactly")
        yield f"{rule.kind} {rule.part} ({sense}, {a_unit(rule.scale, rule.unit)})".replace("  ", " ")


def a_unit(scale: int, unit: object) -> str:
    return str(unit) or "1" if scale == 1 else f"1/{scale} {unit}".rstrip()


def a_sum(columns: list[str], coefficients: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    terms = [
        (number(abs(float(c))), "-" if c < 0 else "+", name) for c, name in zip(coefficients, columns, strict=True) if c
    ]
    text = " ".join(f"{sign} {size} {name}" if size != "1" else f"{sign} {name}" for size, sign, name in terms)
    return text.removeprefix("+ ") or "0"


def limits(low: float, high: float) -> str:
    if low == high:
        return f"= {number(low)}"
    return (f">= {number(low)} " if low > -inf else "") + (f"<= {number(high)}" if high < inf else "")


def number(value: float) -> str:
    exact = Fraction(value).limit_denominator(10**6)
    assert abs(float(exact) - value) < 1e-9
    return decimal_text(exact)


# --- the golden files ---


@pytest.mark.parametrize("name", [*BENEFITS, *KINDS])
def test_the_model_is_the_golden_one(name: str) -> None:
    more = question(name)
    problem, findings = build(more, listed=LIST)
    assert findings == []
    text = f"{more}---\n{in_words(problem, build_model(problem))}"
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("KAIMEN_UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_every_kind_of_rule_has_a_golden_file() -> None:
    assert set(RULE_KINDS) <= set(KINDS)
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*BENEFITS, *KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_the_relaxation_leaves_out_the_conditions_of_carries_and_nothing_else(name: str) -> None:
    problem, _ = build(question(name), listed=LIST)
    full, relaxed = build_model(problem), build_model(problem, relaxed=True)
    assert set(full.rows) - set(relaxed.rows) == {"carry", "flag"}
    assert len(relaxed.row_upper) == len(full.row_upper) - sum(
        full.rows[kind].stop - full.rows[kind].start for kind in ("carry", "flag")
    )
    assert relaxed.columns["flag"].start == relaxed.columns["flag"].stop
