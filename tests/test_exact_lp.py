"""The exact linear programs of the tests agree with scipy's, and their points satisfy every row exactly."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from scipy.optimize import linprog

from tests.exact_lp import LpRow, feasible_point, maximise

_STATUS = {0: "optimal", 2: "infeasible", 3: "unbounded"}


def _random_program(seed: int) -> tuple[int, dict[int, Fraction], list[LpRow]]:
    rng = random.Random(seed)
    variables = rng.randint(1, 6)

    def number() -> Fraction:
        return Fraction(rng.randint(-6, 6), rng.choice((1, 1, 2, 3)))

    rows = [
        LpRow(
            {v: number() for v in range(variables) if rng.random() < 0.7},
            rng.choice(("<=", "<=", "<=", ">=", "=")),
            Fraction(rng.randint(-4, 12), rng.choice((1, 2))),
        )
        for _ in range(rng.randint(1, 7))
    ]
    if rng.random() < 0.6:
        rows += [LpRow({v: Fraction(1)}, "<=", Fraction(rng.randint(0, 5))) for v in range(variables)]
    return variables, {v: number() for v in range(variables)}, rows


def _holds(row: LpRow, point: tuple[Fraction, ...]) -> bool:
    value = sum((c * point[v] for v, c in row.coefficients.items()), Fraction(0))
    return value <= row.side if row.sense == "<=" else value >= row.side if row.sense == ">=" else value == row.side


def _by_scipy(variables: int, objective: dict[int, Fraction], rows: list[LpRow]) -> tuple[str, float]:
    def dense(row: LpRow, sign: int) -> list[float]:
        return [float(sign * row.coefficients.get(v, Fraction(0))) for v in range(variables)]

    signs = {"<=": 1, ">=": -1}
    above = [(dense(row, signs[row.sense]), float(signs[row.sense] * row.side)) for row in rows if row.sense != "="]
    equal = [(dense(row, 1), float(row.side)) for row in rows if row.sense == "="]
    cost = [-float(objective.get(v, Fraction(0))) for v in range(variables)]

    def answer(cost: list[float]) -> tuple[int, float]:
        found = linprog(
            cost,
            A_ub=[line for line, _ in above] or None,
            b_ub=[side for _, side in above] or None,
            A_eq=[line for line, _ in equal] or None,
            b_eq=[side for _, side in equal] or None,
            options={"presolve": False},
        )
        return int(found.status), float(found.fun or 0.0)

    status, value = answer(cost)
    if status not in _STATUS:
        status = 3 if answer([0.0] * variables)[0] == 0 else 2
    return _STATUS[status], -value


@pytest.mark.parametrize("block", range(6))
def test_agrees_with_scipy_on_random_programs(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        variables, objective, rows = _random_program(seed)
        answer = maximise(variables, objective, rows)
        status, value = _by_scipy(variables, objective, rows)
        assert answer.status == status, seed
        if status == "optimal":
            assert all(_holds(row, answer.point) for row in rows), seed
            assert all(part >= 0 for part in answer.point), seed
            assert abs(float(answer.value) - value) < 1e-6, seed


def test_random_programs_end_in_every_way() -> None:
    statuses = [maximise(*_random_program(seed)).status for seed in range(600)]
    assert all(statuses.count(status) >= 60 for status in _STATUS.values())


def test_a_difference_of_a_trillionth_is_seen() -> None:
    third = Fraction(1, 3)
    rows = [LpRow({0: Fraction(3)}, "=", Fraction(1)), LpRow({0: Fraction(1)}, ">=", third)]
    assert feasible_point(1, rows) == (third,)
    assert feasible_point(1, [rows[0], LpRow({0: Fraction(1)}, ">=", third + Fraction(1, 10**12))]) is None


def test_cycling_example_of_beale_ends() -> None:
    fractions = [[Fraction(1, 4), Fraction(-60), Fraction(-1, 25), Fraction(9)]]
    fractions.append([Fraction(1, 2), Fraction(-90), Fraction(-1, 50), Fraction(3)])
    rows = [LpRow(dict(enumerate(line)), "<=", Fraction(0)) for line in fractions]
    rows.append(LpRow({2: Fraction(1)}, "<=", Fraction(1)))
    objective = dict(enumerate([Fraction(3, 4), Fraction(-150), Fraction(1, 50), Fraction(-6)]))
    assert maximise(4, objective, rows).value == Fraction(1, 20)


def test_rows_without_variables_and_doubled_rows() -> None:
    one = Fraction(1)
    assert feasible_point(1, [LpRow({}, ">=", one)]) is None
    assert feasible_point(0, []) == ()
    doubled = [LpRow({0: one, 1: one}, "=", one)] * 2
    assert maximise(2, {0: one}, doubled).value == 1
