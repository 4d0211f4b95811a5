"""The whole statement as one mixed-integer model: columns, rows and what they mean.

Columns: options, draws, carries, one flag per carry (whether it may be used), splits.
Rows: choices, quotas, carry conditions, costs, split caps, life caps, fund limits, rules.
The relaxation that prices come from leaves flags and carry conditions out: a certificate knows a
price per row of the price list and nothing else.

Rows and columns are measured so that no coefficient is far from 1,000: a row is divided by its
`row_unit`, the objective counts in `benefit_unit`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kaimen.portfolio import Portfolio
from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem

Floats = npt.NDArray[np.float64]

_USUAL = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A model to be minimised (the negated benefit), with the slices of its columns and rows by name."""

    objective: Floats
    column_upper: Floats
    integer: npt.NDArray[np.bool_]
    matrix: Any  # scipy.sparse.csc_array, rows x columns
    row_lower: Floats
    row_upper: Floats
    columns: dict[str, slice]
    rows: dict[str, slice]
    row_unit: Floats
    benefit_unit: float  # benefit, as people see it, to one unit of the objective


@dataclass(slots=True)
class _Rows:
    """Rows being gathered: triplets and bounds."""

    row: list[npt.NDArray[Any]] = field(default_factory=list)
    column: list[npt.NDArray[Any]] = field(default_factory=list)
    value: list[npt.NDArray[Any]] = field(default_factory=list)
    lower: list[npt.NDArray[Any]] = field(default_factory=list)
    upper: list[npt.NDArray[Any]] = field(default_factory=list)
    unit: list[npt.NDArray[Any]] = field(default_factory=list)
    slices: dict[str, slice] = field(default_factory=dict)
    count: int = 0

    def add(self, name: str, lower: Any, upper: Any, unit: Any, *parts: tuple[Any, Any, Any]) -> None:
        """Add a block of rows; each part is (row within the block, column, value), in scaled integers."""
        size = len(upper)
        units = np.broadcast_to(np.asarray(unit, dtype=float), size)
        for row, column, value in parts:
            self.row.append(np.asarray(row) + self.count)
            self.column.append(np.asarray(column))
            self.value.append(np.asarray(value, dtype=float) / units[np.asarray(row, dtype=np.int64)])
        self.lower.append(np.asarray(lower, dtype=float) / units)
        self.upper.append(np.asarray(upper, dtype=float) / units)
        self.unit.append(units)
        self.slices[name] = slice(self.count, self.count + size)
        self.count += size


def build_model(problem: Problem, *, relaxed: bool = False) -> Model:
    """Return the model of a problem; `relaxed` leaves the carry conditions out (for prices)."""
    quota_unit = quota_units(problem)
    money_unit = _unit(problem.cost_amount)
    drawing = np.flatnonzero(problem.above >= 0)
    carrying = np.flatnonzero(problem.carry_to >= 0)
    sizes = {
        "option": problem.option_count,
        "draw": len(drawing),
        "carry": len(carrying),
        "flag": 0 if relaxed else len(carrying),
        "split": len(problem.splits.cap),
    }
    columns: dict[str, slice] = {}
    count = 0
    for name, size in sizes.items():
        columns[name] = slice(count, count + size)
        count += size
    # A draw, carry or split column counts in the unit of its rows.
    column_unit = np.ones(count)
    column_unit[columns["draw"]] = quota_unit[drawing]
    column_unit[columns["carry"]] = quota_unit[carrying]
    column_unit[columns["split"]] = money_unit
    upper = np.ones(count)
    upper[columns["draw"]] = problem.draw_cap[drawing] / quota_unit[drawing]
    upper[columns["carry"]] = problem.carry_cap[carrying] / quota_unit[carrying]
    upper[columns["split"]] = problem.splits.cap / money_unit
    rows = _Rows()
    _add_choices(rows, problem)
    _add_quotas(rows, problem, columns, drawing, carrying, quota_unit)
    if not relaxed:
        _add_carry_conditions(rows, problem, columns, drawing, carrying, quota_unit)
    _add_money(rows, problem, columns, money_unit)
    _add_rules(rows, problem)
    matrix = sparse.csc_array(
        (_joined(rows.value), (_joined(rows.row), _joined(rows.column))), shape=(rows.count, count)
    ) @ sparse.diags_array(column_unit, format="csc")
    objective_unit = _unit(problem.benefit, 10 * _USUAL)
    objective = np.zeros(count)
    objective[columns["option"]] = -problem.benefit / objective_unit
    integer = np.zeros(count, dtype=np.bool_)
    integer[columns["option"]] = integer[columns["flag"]] = True
    return Model(
        objective,
        upper,
        integer,
        sparse.csc_array(matrix),
        _joined(rows.lower),
        _joined(rows.upper),
        columns,
        rows.slices,
        _joined(rows.unit),
        objective_unit / problem.benefit_scale,
    )


def point_of(problem: Problem, model: Model, portfolio: Portfolio) -> Floats:
    """Return the value of each column of a problem's whole model at a portfolio."""
    point = np.zeros(len(model.objective))
    drawing, carrying = np.flatnonzero(problem.above >= 0), np.flatnonzero(problem.carry_to >= 0)
    unit = quota_units(problem)
    point[model.columns["option"]][portfolio.chosen] = 1.0
    point[model.columns["draw"]] = portfolio.draws[drawing] / unit[drawing]
    point[model.columns["carry"]] = portfolio.carries[carrying] / unit[carrying]
    point[model.columns["flag"]] = portfolio.carries[carrying] > 0
    point[model.columns["split"]] = portfolio.splits / _unit(problem.cost_amount)
    return point


def whole_bound(stated: float) -> int:
    """Return a bound in scaled benefit rounded down to whole numbers, with room for the solver's tolerance."""
    return int(np.floor(stated + 1e-6 * max(1.0, abs(stated)) ** 0.5))


def split_model(problem: Problem, entries: Ints) -> tuple[Model, float]:
    """Return the model of the splits of some costs alone (a column per entry), and the scaled integers to a unit."""
    splits = problem.splits
    costs, cost_row = np.unique(splits.cost[entries], return_inverse=True)
    life = splits.life[entries]
    living = np.flatnonzero(life >= 0)
    lives, life_row = np.unique(life[living], return_inverse=True)
    unit = _unit(problem.cost_amount[costs], 2.0**20)
    column, ones = np.arange(len(entries)), np.ones(len(entries))
    rows = _Rows()
    rows.add("cost", problem.cost_amount[costs], problem.cost_amount[costs], unit, (cost_row, column, ones))
    cap = problem.life.cap[lives]
    rows.add("life", np.full(len(lives), -np.inf), cap, unit, (life_row, living, ones[living]))
    limit = problem.fund_limit.ravel()
    fund_row = splits.fund[entries] * len(problem.periods) + problem.cost_period[splits.cost[entries]]
    rows.add("fund", np.full(len(limit), -np.inf), limit, unit, (fund_row, column, ones))
    shape = (rows.count, len(entries))
    matrix = sparse.csc_array((_joined(rows.value), (_joined(rows.row), _joined(rows.column))), shape=shape)
    model = Model(
        np.zeros(len(entries)),
        splits.cap[entries] / unit,
        np.full(len(entries), unit == 1.0),
        sparse.csc_array(matrix * unit),
        _joined(rows.lower),
        _joined(rows.upper),
        {"split": slice(0, len(entries))},
        rows.slices,
        _joined(rows.unit),
        1.0,
    )
    return model, unit


def _joined(parts: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0)


def _unit(amounts: Ints, usual: float = _USUAL) -> float:
    """Return the power of two that brings the largest amount near the usual size; never below 1."""
    largest = float(np.abs(amounts).max(initial=1)) / usual
    return float(2.0 ** max(0, round(np.log2(max(largest, 1.0)))))


def quota_units(problem: Problem) -> Floats:
    """Return a unit per quota row, the same for all rows of a resource, so that draws and carries count alike."""
    units = np.ones(len(problem.quotas))
    names = np.array([quota.resource for quota in problem.quotas])
    for resource in sorted(set(names.tolist())):
        mine = np.flatnonzero(names == resource)
        units[mine] = _unit(problem.demand.amount[np.isin(problem.demand.row, mine)])
    return units


def _add_choices(rows: _Rows, problem: Problem) -> None:
    options = np.arange(problem.option_count)
    ones = np.ones(len(problem.projects))
    rows.add("choice", np.where(problem.must, 1.0, -np.inf), ones, 1.0, (problem.option_project, options, ones[:1]))


def _add_quotas(
    rows: _Rows, problem: Problem, columns: dict[str, slice], drawing: Any, carrying: Any, unit: Floats
) -> None:
    draw, carry = np.arange(len(drawing)) + columns["draw"].start, np.arange(len(carrying)) + columns["carry"].start
    rate = problem.carry_rate[carrying, 0] / problem.carry_rate[carrying, 1] if len(carrying) else np.zeros(0)
    minus_one, one = -np.ones(len(drawing)), np.ones(len(drawing))
    rows.add(
        "quota",
        np.full(len(problem.quotas), -np.inf),
        problem.limit,
        unit,
        (problem.demand.row, problem.demand.option, problem.demand.amount),
        (drawing, draw, minus_one),
        (problem.above[drawing], draw, one),
        (carrying, carry, np.ones(len(carrying))),
        (problem.carry_to[carrying], carry, -rate),
    )


def _add_carry_conditions(
    rows: _Rows, problem: Problem, columns: dict[str, slice], drawing: Any, carrying: Any, unit: Floats
) -> None:
    """A carry is used only under its flag, and under its flag only what is left of the row itself is carried."""
    carry = np.arange(len(carrying)) + columns["carry"].start
    flag = np.arange(len(carrying)) + columns["flag"].start
    draw = np.arange(len(drawing)) + columns["draw"].start
    block = np.full(len(problem.quotas), -1)
    block[carrying] = np.arange(len(carrying))
    gross = (block[problem.demand.row] >= 0) & (problem.demand.amount > 0)
    out = block[problem.above[drawing]] >= 0 if len(drawing) else np.zeros(0, dtype=np.bool_)
    into = block[problem.carry_to[carrying]] >= 0 if len(carrying) else np.zeros(0, dtype=np.bool_)
    rate = problem.carry_rate[carrying, 0] / problem.carry_rate[carrying, 1] if len(carrying) else np.zeros(0)
    most = np.zeros(len(problem.quotas))
    np.add.at(most, problem.demand.row, np.maximum(problem.demand.amount, 0))
    np.add.at(most, problem.above[drawing], problem.draw_cap[drawing])
    slack = np.maximum(most[carrying] - problem.limit[carrying], 0.0)
    indices = np.arange(len(carrying))
    rows.add(
        "carry",
        np.full(len(carrying), -np.inf),
        problem.limit[carrying] + slack,
        unit[carrying],
        (block[problem.demand.row[gross]], problem.demand.option[gross], problem.demand.amount[gross]),
        (block[problem.above[drawing[out]]], draw[out], np.ones(int(out.sum()))),
        (indices, carry, np.ones(len(carrying))),
        (block[problem.carry_to[carrying[into]]], carry[into], -rate[into]),
        (indices, flag, slack),
    )
    cap = problem.carry_cap[carrying]
    # The unit of a carry column is that of its row, so its flag has the cap in the same unit.
    rows.add(
        "flag",
        np.full(len(carrying), -np.inf),
        np.zeros(len(carrying)),
        unit[carrying],
        (indices, carry, np.ones(len(carrying))),
        (indices, flag, -cap),
    )


def _add_money(rows: _Rows, problem: Problem, columns: dict[str, slice], unit: float) -> None:
    splits = problem.splits
    split = np.arange(len(splits.cap)) + columns["split"].start
    ones = np.ones(len(splits.cap))
    none = np.zeros(len(problem.cost_amount))
    rows.add(
        "cost",
        none,
        none,
        unit,
        (splits.cost, split, ones),
        (np.arange(len(none)), problem.cost_option, -problem.cost_amount),
    )
    capped = (
        np.flatnonzero(splits.cap < problem.cost_amount[splits.cost]) if len(split) else np.zeros(0, dtype=np.int64)
    )
    block = np.arange(len(capped))
    rows.add(
        "cap",
        np.full(len(capped), -np.inf),
        np.zeros(len(capped)),
        unit,
        (block, split[capped], ones[capped]),
        (block, problem.cost_option[splits.cost[capped]], -splits.cap[capped]),
    )
    living = np.flatnonzero(splits.life >= 0)
    lives = len(problem.life.cap)
    rows.add(
        "life",
        np.full(lives, -np.inf),
        np.zeros(lives),
        unit,
        (splits.life[living], split[living], ones[living]),
        (np.arange(lives), problem.life.option, -problem.life.cap),
    )
    fund_row = splits.fund * len(problem.periods) + problem.cost_period[splits.cost] if len(split) else splits.fund
    limit = problem.fund_limit.ravel()
    rows.add("fund", np.full(len(limit), -np.inf), limit, unit, (fund_row, split, ones))


def _add_rules(rows: _Rows, problem: Problem) -> None:
    terms = problem.rule_terms
    senses = np.array([rule.sense for rule in problem.rules], dtype=np.int64)
    largest = np.ones(len(problem.rules))
    np.maximum.at(largest, terms.row, np.abs(terms.amount) / _USUAL)
    unit = 2.0 ** np.rint(np.log2(largest))
    side = problem.rule_side.astype(float)
    lower, upper = np.where(senses == AT_MOST, -np.inf, side), np.where(senses == AT_LEAST, np.inf, side)
    rows.add("rule", lower, upper, unit, (terms.row, terms.option, terms.amount))


def without(model: Model, options: int, picked: Ints) -> Model:
    """Return a model with one choice of its first columns, the options, ruled out."""
    row = np.zeros(model.matrix.shape[1])
    row[:options] = -1.0
    row[picked] = 1.0
    return replace(
        model,
        matrix=sparse.csc_array(sparse.vstack([model.matrix, sparse.csc_array(row[None, :])])),
        row_lower=np.append(model.row_lower, -np.inf),
        row_upper=np.append(model.row_upper, len(picked) - 1.0),
        row_unit=np.append(model.row_unit, 1.0),
    )
