"""The compiled statement.

Columns are options, sorted by project; a portfolio chooses at most one of each project, exactly
one where `must` holds. With x the chosen options (0 or 1), every number a scaled integer:

- quota r:  sum(demand[r, o] x_o) + drawn from r + carried out of r
            <= limit[r] + drawn into r + carried into r
- draw into r, from the pool `above[r]`: 0 <= draw[r] <= draw_cap[r]; a pool has no demands
- carry out of r, into `carry_to[r]`: 0 <= carry[r] <= carry_cap[r], and where it is not 0
            carry[r] + drawn from r + sum(max(demand[r, o], 0) x_o) <= limit[r] + carried into r
            (so neither drawn nor freed amounts are carried); floor(carry[r] x rate) arrives
- money:    the cost of a chosen option in a period is the sum of its splits over funds; each split
            is within its cap, each fund's splits in a period within its limit, and for a fund whose
            share is of the whole cost, an option's splits over all periods within its life cap
- rules:    sum(coefficient x_o) <=, >= or = the right side

A scaled integer is the amount in the unit shown to people times a scale: `QuotaRow.scale`,
`money_scale`, `RuleRow.scale`, `benefit_scale`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kaimen.evidence import Citation
from kaimen.quantity import Unit

Ints = npt.NDArray[np.int64]

AT_MOST, AT_LEAST, EQUAL = 1, -1, 0
"""Senses of a rule row; a price of an at-most row is >= 0, of an at-least row <= 0, of an equality free."""


class OptionName(NamedTuple):
    """An option by the names people use: the project, the period it starts in, the site (empty: none)."""

    project: str
    start: str
    site: str


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One quota in one period. `scale` scaled integers make one `unit`."""

    name: str
    resource: str
    region: str
    period: str
    unit: Unit
    scale: int
    is_pool: bool
    cite: Citation

    @property
    def key(self) -> tuple[str, str]:
        """Name and period: what a plan file calls the row."""
        return self.name, self.period


@dataclass(frozen=True, slots=True)
class FundRow:
    """A source of money."""

    name: str
    over_life: bool
    cite: Citation


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One row of a rule; a rule over periods or with a tolerance has several, told apart by `part`."""

    name: str
    kind: str
    part: str
    sense: int
    unit: str
    scale: int
    cite: Citation

    @property
    def key(self) -> tuple[str, str]:
        """Name and part: what a plan file calls the row."""
        return self.name, self.part


@dataclass(frozen=True, slots=True)
class Barred:
    """Why a project has no option at all: a reason code and the words for it.

    `about` names what the words are about, so that they can be said in another language: the conditions not met (none:
    no start period fits), the funds it may take (none: it names none), author and reason of a waiver, the rule that
    rules it out (none: it is not considered), the unknown region (none: an amount could not be used). It repeats
    `detail`, so it is no part of the digest.
    """

    project: str
    title: str
    code: str
    detail: str
    about: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Terms:
    """Nonzero coefficients as triplets, sorted by option, then row."""

    row: Ints
    option: Ints
    amount: Ints


@dataclass(frozen=True, slots=True)
class LifeRows:
    """Caps on what a fund bears of an option over all periods: one row per option and fund."""

    option: Ints
    fund: Ints
    cap: Ints


@dataclass(frozen=True, slots=True)
class Splits:
    """Which funds may bear which cost: one entry per cost and lawful fund; `life` is a `LifeRows` index or -1."""

    cost: Ints
    fund: Ints
    cap: Ints
    life: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """The statement in frozen arrays; see the head of this module for what the rows mean.

    Shapes: O options, P projects, R quota rows, S funds, T periods, G rule rows, C costs, Z splits.
    """

    scenario: str
    library: str
    periods: tuple[str, ...]  # T labels
    projects: tuple[str, ...]  # P ids, in order of id
    titles: tuple[str, ...]  # P
    sites: tuple[str, ...]  # names that option_site points to; the first is empty
    option_project: Ints  # O, ascending
    option_start: Ints  # O, index into periods
    option_site: Ints  # O, index into sites
    benefit: Ints  # O
    benefit_scale: int
    must: npt.NDArray[np.bool_]  # P
    quotas: tuple[QuotaRow, ...]  # R
    limit: Ints  # R
    demand: Terms  # rows are quotas
    above: Ints  # R, row of the pool drawn on, or -1
    draw_cap: Ints  # R
    carry_to: Ints  # R, row of the next period, or -1
    carry_cap: Ints  # R
    carry_rate: Ints  # (R, 2) numerator and denominator
    funds: tuple[FundRow, ...]  # S
    fund_limit: Ints  # (S, T)
    money_unit: Unit
    money_scale: int
    cost_option: Ints  # C, ascending
    cost_period: Ints  # C
    cost_amount: Ints  # C, positive
    splits: Splits  # Z, sorted by cost
    life: LifeRows
    rules: tuple[RuleRow, ...]  # G
    rule_terms: Terms  # rows are rules
    rule_side: Ints  # G, right side
    barred: tuple[Barred, ...]
    order: Ints  # O, place of the option's project in the strict order asked for, or empty
    seed: int

    @property
    def option_count(self) -> int:
        """Number of options."""
        return len(self.benefit)

    def option_name(self, option: int) -> OptionName:
        """Return the names of an option."""
        return OptionName(
            self.projects[self.option_project[option]],
            self.periods[self.option_start[option]],
            self.sites[self.option_site[option]],
        )

    def options_of(self, project: int) -> range:
        """Return the options of a project, given by its index."""
        low, high = np.searchsorted(self.option_project, [project, project + 1])
        return range(int(low), int(high))

    def benefit_of(self, scaled: int) -> Fraction:
        """Return a scaled benefit in the units people see."""
        return Fraction(scaled, self.benefit_scale)

    def digest(self) -> str:
        """Return the SHA-256 of the whole statement, the same for equal problems on every machine."""
        digest = hashlib.sha256()
        for part in _flat(self):
            digest.update(part)
        return digest.hexdigest()


def _flat(value: object) -> Iterator[bytes]:
    for item in fields(value):  # type: ignore[arg-type]  # every caller passes a dataclass
        content = getattr(value, item.name)
        yield item.name.encode() + b"\0"
        if isinstance(content, np.ndarray):
            yield repr((content.dtype.str, content.shape)).encode()
            yield np.ascontiguousarray(content).tobytes()
        elif isinstance(content, Terms | LifeRows | Splits):
            yield from _flat(content)
        else:
            yield repr(content).encode()


def frozen_ints(values: Iterable[int], largest: int = 2**62) -> Ints:
    """Return a read-only array of 64-bit integers; what is too large is cut off at `largest` (finding E505)."""
    listed = list(values)
    try:
        array = np.array(listed, dtype=np.int64).clip(-largest, largest)
    except OverflowError:
        array = np.array([max(-largest, min(largest, int(value))) for value in listed], dtype=np.int64)
    array.setflags(write=False)
    return array


def whole(value: Fraction, scale: int) -> int:
    """Return a value in parts of a scale that its denominator divides."""
    return value.numerator * (scale // value.denominator)


def terms_of(entries: Iterable[tuple[int, int, int]]) -> Terms:
    """Return (row, option, amount) triplets as `Terms`, sorted by option, then row."""
    listed = list(entries)
    row, option, amount = (frozen_ints(entry[part] for entry in listed) for part in range(3))
    order = np.lexsort((row, option))
    return Terms(*(frozen_ints(part[order]) for part in (row, option, amount)))
