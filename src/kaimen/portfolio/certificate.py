"""Witnesses of a certified bound: cuts, and branching as a list of leaves, each with its own prices.

A *cut* is a row that every portfolio keeps though the linear relaxation need not. With x the
options chosen:

- a cover, `sum(weight x) <= most + slope x s`, is proved from one row of whole numbers,
  `sum(amount x) <= room + s` with `0 <= s <= supply`, which is the sum of the rows named: `room` their
  limits, `s` what is drawn and carried into them from elsewhere. A minimal cover (Balas 1975,
  doi:10.1007/BF01580440) has weights 1 and slope 0; lifted, extended and mixed ones (Marchand and
  Wolsey 1999, doi:10.1007/s101070050099) are the same to who checks them;
- a clique, `sum(x) <= 1`, holds because any two of its options, of different projects, break one of
  the rows named even with all that may be drawn and carried into it.

A *decision* splits all portfolios in two; a *leaf* is a set of decisions, and the leaves together
are the ends of a tree of decisions, so that each portfolio is in exactly one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np

from kaimen.portfolio.prices import PriceList
from kaimen.problem import Ints, Problem

NO_SLOPE = Fraction(0)


class Source(StrEnum):
    """What kind of rows a cut is proved from."""

    QUOTA = "quota"
    FUND = "fund"
    RULE = "rule"


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A row that the rows named imply for whole choices.

    `rows` are quota rows of one scale, funds of one `period` (else -1) or one rule row (a clique may name several).
    `options` ascend, `weights` are >= 1, one for each; a clique's weights and `most` are 1. `slope` is per scaled unit
    drawn or carried into the rows, and 0 for funds, rules and cliques.
    """

    is_clique: bool
    source: Source
    rows: tuple[int, ...]
    period: int
    options: Ints
    weights: Ints
    most: int
    slope: Fraction = NO_SLOPE


@dataclass(frozen=True, slots=True)
class Choice:
    """How many of these options are chosen: at most `most` (`below`), or more.

    With the options of one project and `most` 0, whether one of them is chosen.
    """

    options: tuple[int, ...]
    most: int
    below: bool


@dataclass(frozen=True, slots=True)
class CarryChoice:
    """Whether anything is carried out of a quota row."""

    row: int
    used: bool


Decision = Choice | CarryChoice


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """Decisions and prices: of every row, of every cut (>= 0), of every decision that is a row.

    `cuts` has one price per cut of the certificate. `decided` has one per decision: >= 0 for a count at most, <= 0
    for a count above, >= 0 for a carry that is used (it prices the row that only own amounts are carried), 0 where
    the decision is kept by leaving options or the carry out. All prices are on the grid of `prices`.
    """

    decisions: tuple[Decision, ...]
    prices: PriceList
    cuts: Ints
    decided: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Cuts and leaves; what they prove is `certified_bound`."""

    cuts: tuple[Cut, ...]
    leaves: tuple[Leaf, ...]


def plain_leaf(prices: PriceList, cuts: int = 0) -> Leaf:
    """Return the leaf without decisions that has these prices, and `cuts` cuts at price 0."""
    return Leaf((), prices, np.zeros(cuts, np.int64), np.zeros(0, np.int64))


def is_of_one_project(problem: Problem, choice: Choice) -> bool:
    """Return whether a choice is whether one of these options of one project is chosen: kept without a price."""
    return choice.most == 0 and len(set(problem.option_project[list(choice.options)].tolist())) == 1
