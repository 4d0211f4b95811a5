"""Portfolio, price list and result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints, Problem

if TYPE_CHECKING:
    from kaimen.portfolio.certificate import Certificate

LARGEST_PRICE = 2**60


class Status(StrEnum):
    """How a search ended: at the best there is, at the gap asked for, or before it."""

    OPTIMAL = "optimal"
    GAP_REACHED = "gap_reached"
    STOPPED = "stopped"
    ORDERED = "ordered"


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """The chosen options, and the draws, carries and splits that make them fit, in scaled integers.

    Shapes: `chosen` the indices of the options chosen, ascending; `draws` and `carries` one number per quota
    row; `splits` one per entry of `Problem.splits`.
    """

    chosen: Ints
    draws: Ints
    carries: Ints
    splits: Ints

    def __eq__(self, other: object) -> bool:
        """Return whether both make the same choices in the same amounts."""
        if not isinstance(other, Portfolio):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("chosen", "draws", "carries", "splits")
        )

    __hash__ = None  # type: ignore[assignment]  # arrays inside

    def projects(self, problem: Problem) -> list[str]:
        """Return the ids of the projects chosen."""
        return [problem.projects[number] for number in problem.option_project[self.chosen]]


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


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """What becomes of a quota row, in scaled integers: `left` is what remains of it after everything."""

    limit: int
    demand: int
    gross_demand: int
    drawn_in: int
    drawn_out: int
    carried_in: int
    carried_out: int

    @property
    def left(self) -> int:
        """What remains; negative where the row is broken."""
        return self.limit + self.drawn_in + self.carried_in - self.demand - self.drawn_out - self.carried_out


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no portfolio can exceed, by who says so: the price list, witnesses, the solver. None: not stated."""

    price: Fraction
    certified: Fraction | None = None
    solver: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A portfolio with its benefit, bounds and price list, and how the search for it ended.

    `repeats` is false where the clock ended the search: another run may then end elsewhere. `certificate` holds the
    witnesses of the certified bound, where there is one.
    """

    portfolio: Portfolio
    prices: PriceList
    benefit: Fraction
    bounds: Bounds
    status: Status
    repeats: bool = True
    certificate: Certificate | None = None

    @property
    def price_gap(self) -> Fraction:
        """The gap to the price bound."""
        return gap(self.bounds.price, self.benefit)

    @property
    def solver_gap(self) -> Fraction | None:
        """The gap to the bound the solver states, or None."""
        return None if self.bounds.solver is None else gap(self.bounds.solver, self.benefit)

    @property
    def certified_gap(self) -> Fraction | None:
        """The gap to the bound that the certificate proves, or None."""
        return None if self.bounds.certified is None else gap(self.bounds.certified, self.benefit)


def gap(bound: Fraction, benefit: Fraction) -> Fraction:
    """Return (bound - benefit) / max(|bound|, 1), as a fraction of the bound."""
    return (bound - benefit) / max(abs(bound), Fraction(1))
