"""Linear programs solved exactly: two-phase simplex with Bland's rule, in integers over one denominator.

Maximise c x over x >= 0 and rows `a x (<=, >=, =) b`. Every number is a Fraction, so "feasible" means
feasible. The tableau holds integers; `denominator` is the one divisor of them all (Edmonds 1967, Bareiss 1968).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import NamedTuple

Coefficients = Mapping[int, Fraction]


class LpRow(NamedTuple):
    """One row: coefficients by variable, `<=`, `>=` or `=`, and the right side."""

    coefficients: Coefficients
    sense: str
    side: Fraction


@dataclass(frozen=True)
class LpAnswer:
    """`status` is optimal, infeasible or unbounded; value and point only where it is optimal."""

    status: str
    value: Fraction = Fraction(0)
    point: tuple[Fraction, ...] = ()


def maximise(variables: int, objective: Coefficients, rows: Sequence[LpRow]) -> LpAnswer:
    """Return the maximum of a linear program over non-negative variables."""
    tableau = _tableau(variables, rows)
    if not _first_phase(tableau):
        return LpAnswer("infeasible")
    scale = lcm(1, *(value.denominator for value in objective.values()))
    prices = [int(objective.get(variable, Fraction(0)) * scale) for variable in range(tableau.width)]
    if not _climb(tableau, prices):
        return LpAnswer("unbounded")
    point = [Fraction(0)] * variables
    for row, variable in enumerate(tableau.basis):
        if variable < variables:
            point[variable] = Fraction(tableau.rows[row][-1], tableau.denominator)
    value = sum((Fraction(c) * point[variable] for variable, c in objective.items()), Fraction(0))
    return LpAnswer("optimal", value, tuple(point))


def feasible_point(variables: int, rows: Sequence[LpRow]) -> tuple[Fraction, ...] | None:
    """Return a point that satisfies all rows, or None where there is none."""
    answer = maximise(variables, {}, rows)
    return answer.point if answer.status == "optimal" else None


@dataclass
class _Tableau:
    """Rows with the right side last; true entries are integers over `denominator`, which stays positive."""

    rows: list[list[int]]
    basis: list[int]
    width: int
    real: int
    denominator: int = 1
    extra: list[list[int]] = field(default_factory=list)

    def pivot(self, row: int, column: int) -> None:
        """Bring a column into the basis in place of a row's variable."""
        if self.rows[row][column] < 0:
            self.rows[row] = [-value for value in self.rows[row]]
        source = self.rows[row]
        by = source[column]
        for target in (*self.rows, *self.extra):
            if target is not source:
                factor, over = target[column], self.denominator
                if factor:
                    target[:] = [(a * by - factor * b) // over for a, b in zip(target, source, strict=True)]
                elif by != over:
                    target[:] = [a * by // over for a in target]
        self.denominator = by
        self.basis[row] = column


def _tableau(variables: int, rows: Sequence[LpRow]) -> _Tableau:
    """Return the tableau with a slack for each inequality and an artificial variable for each row without one."""
    real = variables + sum(row.sense != "=" for row in rows)
    width = real + len(rows)
    lines: list[list[int]] = []
    basis: list[int] = []
    slack = variables
    for number, row in enumerate(rows):
        scale = lcm(row.side.denominator, *(Fraction(value).denominator for value in row.coefficients.values()))
        line = [0] * (width + 1)
        for variable, value in row.coefficients.items():
            line[variable] = int(value * scale)
        line[-1] = int(row.side * scale)
        own = -1
        if row.sense != "=":
            line[slack] = 1 if row.sense == "<=" else -1
            own, slack = slack, slack + 1
        if line[-1] < 0 or (line[-1] == 0 and row.sense == ">="):
            line = [-value for value in line]
        if own < 0 or line[own] < 0:
            own = real + number
            line[own] = 1
        lines.append(line)
        basis.append(own)
    return _Tableau(lines, basis, width, real)


def _first_phase(tableau: _Tableau) -> bool:
    """Find a first feasible point; drop the artificial variables and the rows that say nothing new."""
    prices = [0] * tableau.real + [-1] * (tableau.width - tableau.real)
    _climb(tableau, prices)
    if any(variable >= tableau.real and tableau.rows[row][-1] for row, variable in enumerate(tableau.basis)):
        return False
    for row in reversed(range(len(tableau.rows))):
        if tableau.basis[row] >= tableau.real:
            column = next((c for c in range(tableau.real) if tableau.rows[row][c]), -1)
            if column >= 0:
                tableau.pivot(row, column)
            else:
                del tableau.rows[row], tableau.basis[row]
    tableau.rows = [[*row[: tableau.real], row[-1]] for row in tableau.rows]
    tableau.width = tableau.real
    return True


def _climb(tableau: _Tableau, prices: Sequence[int]) -> bool:
    """Pivot to the maximum of the prices; False where there is none. Bland's rule: it cannot cycle."""
    gains = [price * tableau.denominator for price in prices] + [0]
    for row, variable in enumerate(tableau.basis):
        if prices[variable]:
            gains = [gain - prices[variable] * value for gain, value in zip(gains, tableau.rows[row], strict=True)]
    tableau.extra = [gains]
    while True:
        column = next((c for c in range(tableau.width) if gains[c] > 0), -1)
        if column < 0:
            return True
        ratios = [
            (Fraction(line[-1], line[column]), tableau.basis[row], row)
            for row, line in enumerate(tableau.rows)
            if line[column] > 0
        ]
        if not ratios:
            return False
        tableau.pivot(min(ratios)[2], column)
