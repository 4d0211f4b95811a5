"""Portfolio, bounds and result."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from kaimen.portfolio.certificate import Certificate
from kaimen.portfolio.prices import PriceList
from kaimen.problem import Ints, Problem


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
