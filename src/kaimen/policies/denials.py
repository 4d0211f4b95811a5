"""Why nobody may lend to a firm: lender by lender, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from kaimen.policies.why import Lack, figure_text


class Limit(StrEnum):
    """What about a loan does not fit a firm."""

    SMALL = "smallest"
    LARGE = "largest"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Misfit:
    """A loan, perhaps with a guarantee, that the firm does not want: what it would be and what is needed, in money.

    For `COST` both are shares a year.
    """

    limit: Limit
    offered: Fraction
    needed: Fraction
    guarantee: str = ""

    def __str__(self) -> str:
        """Return it as a sentence without a full stop."""
        by = f" with {self.guarantee}" if self.guarantee else ""
        if self.limit is Limit.SMALL:
            return f"lends {figure_text(self.offered)} or more, wanted is {figure_text(self.needed)}"
        if self.limit is Limit.LARGE:
            return f"lends at most {figure_text(self.offered)}{by}, needed is {figure_text(self.needed)}"
        most = figure_text(100 * self.needed)
        return f"costs {figure_text(100 * self.offered)} % a year{by}, the firm pays at most {most} %"


@dataclass(frozen=True, slots=True)
class Denial:
    """Why one lender or guarantee does not take a firm.

    Attributes:
        by: the lender or guarantee.
        lacks: conditions that do not hold.
        lines: access lines that keep the firm out, each with its reference.
        needs_guarantee: a guarantee is asked for and nobody gives one; `guarantees` says why not.
        misfits: loans it would give that the firm does not want.
    """

    by: str
    lacks: tuple[Lack, ...] = ()
    lines: tuple[str, ...] = ()
    needs_guarantee: bool = False
    guarantees: tuple[Denial, ...] = ()
    misfits: tuple[Misfit, ...] = ()

    @property
    def distance(self) -> int:
        """How far a loan is: what stands in the way, conditions before a guarantee before its size or cost."""
        barriers = len(self.lacks) + len(self.lines)
        return 10 + barriers if barriers else 5 if self.needs_guarantee else 1

    def __str__(self) -> str:
        """Return it as a sentence without a full stop."""
        if self.needs_guarantee:
            each = "; ".join(map(str, self.guarantees)) or "none is in force"
            return f"{self.by} asks for a guarantee, which nobody gives ({each})"
        if self.misfits:
            return f"{self.by}: {'; '.join(map(str, self.misfits))}"
        return f"{self.by}: {', '.join([*map(str, self.lacks), *(f'kept out by line {line}' for line in self.lines)])}"


@dataclass(frozen=True, slots=True)
class Unserved:
    """A firm that nobody may lend to: the nearest lenders first, and how many `more` there are; none: none in force."""

    firm: str
    day: date
    denials: tuple[Denial, ...]
    more: int = 0

    @property
    def why(self) -> str:
        """Return it as a sentence without a full stop."""
        if not self.denials:
            return f"no lender is in force on {self.day}"
        more = [f"{self.more} lenders more"] if self.more else []
        return "; ".join([*map(str, self.denials), *more])
