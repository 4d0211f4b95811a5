"""The price list: what one more unit of each row brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints, Problem

LARGEST_PRICE = 2**60


@dataclass(frozen=True, slots=True, eq=False)
class PriceList:
    """A price for every row, on a grid: an integer p stands for p / grid scaled benefit per scaled unit of the row.

    Shapes: `quota` R, `fund` (S, T), `life` one per row of `Problem.life`, `rule` G. Prices of quotas, funds and
    life rows are >= 0; a rule's is >= 0 for at most, <= 0 for at least, of either sign for an equality. `basis`
    says where the prices come from.
    """

    grid: int
    quota: Ints
    fund: Ints
    life: Ints
    rule: Ints
    basis: str

    @staticmethod
    def zero(problem: Problem) -> PriceList:
        """Return the list on which everything is free."""
        shape = problem.fund_limit.shape
        none = np.zeros
        return PriceList(
            1,
            none(len(problem.quotas), np.int64),
            none(shape, np.int64),
            none(len(problem.life.cap), np.int64),
            none(len(problem.rules), np.int64),
            "zero",
        )

    @staticmethod
    def rounded(
        problem: Problem, values: Mapping[str, npt.NDArray[np.float64]], grid: int, basis: str = "lp_relaxation"
    ) -> PriceList:
        """Return real prices (scaled benefit per scaled unit, by `quota`, `fund`, `life`, `rule`) put on the grid.

        Prices of the wrong sign, as numerical noise leaves them, become 0.
        """
        ints = {name: np.rint(np.clip(v * grid, -1e18, 1e18)).astype(np.int64) for name, v in values.items()}
        senses = np.array([rule.sense for rule in problem.rules], dtype=np.int64)
        wrong = senses * ints["rule"] < 0
        return PriceList(
            grid,
            np.maximum(ints["quota"], 0),
            np.maximum(ints["fund"], 0),
            np.maximum(ints["life"], 0),
            np.where(wrong, 0, ints["rule"]),
            basis,
        )

    def quota_price(self, problem: Problem, row: int) -> Fraction:
        """Return benefit per unit of a quota, in the units people see."""
        return Fraction(int(self.quota[row]) * problem.quotas[row].scale, self.grid * problem.benefit_scale)

    def fund_price(self, problem: Problem, fund: int, period: int) -> Fraction:
        """Return benefit per unit of a fund's money in a period, in the units people see."""
        return Fraction(int(self.fund[fund, period]) * problem.money_scale, self.grid * problem.benefit_scale)

    def life_price(self, problem: Problem, row: int) -> Fraction:
        """Return benefit per unit of money of a fund's cap on an option, in the units people see."""
        return Fraction(int(self.life[row]) * problem.money_scale, self.grid * problem.benefit_scale)

    def rule_price(self, problem: Problem, row: int) -> Fraction:
        """Return benefit per unit of a rule's right side, in the units people see."""
        return Fraction(int(self.rule[row]) * problem.rules[row].scale, self.grid * problem.benefit_scale)
