"""The sheets of a plan's workbook: their columns, and the plan as their rows are made from it.

One sheet is one table: a head row, then one row per thing. Cells refer to each other by the keys of
`Column`s, never by letters. Every formula carries the value it had when the plan was made, taken
from the exact integers of `kaimen.portfolio`, so that a viewer that does not calculate shows it too.

Sums of demands use an integer row id: `Terms.row` is `Quotas.row` or, counted on, `Rules.row`. Rows
are compared to within half a scaled integer (`step`), so a sheet's floating point never breaks a row
that holds. Ties between funds of one price go to the first, as in `least_payment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from string import ascii_uppercase
from typing import NamedTuple, Protocol

import numpy as np

from kaimen.portfolio import Result, margins
from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem


class Formula(NamedTuple):
    """A formula and the value it had when the plan was made."""

    text: str
    value: float | str


Cell = str | float | Formula | None
Row = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key formulas know it by, its head, its width, how it looks, whether people may change it."""

    key: str
    head: str
    width: int
    style: str
    is_input: bool = False


class Table:
    """A sheet's name, its columns and how many rows it has; gives the addresses of its cells."""

    def __init__(self, name: str, columns: Sequence[Column], count: int) -> None:
        self.name, self.columns, self.count = name, tuple(columns), count
        self._letter = {column.key: ascii_uppercase[place] for place, column in enumerate(self.columns)}

    def at(self, key: str, row: int) -> str:
        """Return the address of a cell for formulas of the same sheet; rows count from 0 below the head."""
        return f"{self._letter[key]}{row + 2}"

    def span(self, key: str, low: int, high: int) -> str:
        """Return the address of rows `low` to `high` (exclusive) for formulas of the same sheet."""
        return f"{self._letter[key]}{low + 2}:{self._letter[key]}{high + 1}"

    def ref(self, key: str, row: int) -> str:
        """Return the address of a cell for formulas of other sheets."""
        return f"{self.name}!${self._letter[key]}${row + 2}"

    def block(self, key: str, low: int, high: int) -> str:
        """Return the address of rows `low` to `high` (exclusive) for formulas of other sheets."""
        letter = self._letter[key]
        return f"{self.name}!${letter}${low + 2}:${letter}${high + 1}"

    def whole(self, key: str) -> str:
        """Return the address of a whole column below its head."""
        return self.block(key, 0, max(self.count, 1))


_OPTIONS = (
    Column("option", "option", 8, "count"),
    Column("project", "project", 14, "text"),
    Column("title", "title", 40, "text"),
    Column("start", "start", 9, "text"),
    Column("site", "site", 14, "text"),
    Column("chosen", "chosen", 8, "count", is_input=True),
    Column("must", "must", 7, "count"),
    Column("benefit", "benefit", 12, "benefit", is_input=True),
    Column("demands", "demands and rules at prices", 14, "benefit"),
    Column("money", "money at prices", 12, "benefit"),
    Column("credit", "credit for shares", 12, "benefit"),
    Column("margin", "margin", 12, "benefit"),
    Column("best", "best margin of project", 12, "benefit"),
    Column("taken", "options chosen of project", 11, "count"),
    Column("broken", "broken", 8, "flag"),
)
_TERMS = (
    Column("option", "option", 8, "count"),
    Column("project", "project", 14, "text"),
    Column("kind", "kind of row", 9, "text"),
    Column("row", "row", 7, "count"),
    Column("name", "quota or rule", 34, "text"),
    Column("part", "period or part", 22, "text"),
    Column("amount", "amount", 14, "amount", is_input=True),
    Column("price", "price", 14, "price"),
    Column("cost", "amount x price", 14, "benefit"),
    Column("used", "amount x chosen", 14, "amount"),
)
_MONEY = (
    Column("cost", "cost no.", 8, "count"),
    Column("option", "option", 8, "count"),
    Column("project", "project", 14, "text"),
    Column("start", "start", 9, "text"),
    Column("period", "period", 9, "text"),
    Column("due", "cost, {money}", 14, "amount"),
    Column("fund", "fund", 22, "text"),
    Column("row", "fund row", 7, "count"),
    Column("share", "share row", 7, "count"),
    Column("cap", "cap, {money}", 14, "amount", is_input=True),
    Column("price", "price of fund and share", 14, "price"),
    Column("rank", "rank by price", 8, "count"),
    Column("taken", "taken by cheapest split", 14, "amount"),
    Column("payment", "taken x price", 12, "benefit"),
    Column("split", "split in the plan, {money}", 14, "amount", is_input=True),
    Column("broken", "broken", 8, "flag"),
)
_SHARES = (
    Column("row", "row", 7, "count"),
    Column("option", "option", 8, "count"),
    Column("project", "project", 14, "text"),
    Column("fund", "fund", 22, "text"),
    Column("cap", "cap on whole cost, {money}", 14, "amount", is_input=True),
    Column("paid", "paid, {money}", 14, "amount"),
    Column("left", "left, {money}", 14, "amount"),
    Column("price", "price", 14, "price", is_input=True),
    Column("credit", "cap x price", 12, "benefit"),
    Column("broken", "broken", 8, "flag"),
)
_QUOTAS = (
    Column("row", "row", 7, "count"),
    Column("name", "quota", 30, "text"),
    Column("resource", "resource", 16, "text"),
    Column("region", "region", 14, "text"),
    Column("period", "period", 9, "text"),
    Column("unit", "unit", 12, "text"),
    Column("limit", "limit", 14, "amount", is_input=True),
    Column("demand", "demand", 14, "amount"),
    Column("drawn_in", "drawn in", 12, "amount", is_input=True),
    Column("drawn_out", "drawn out", 12, "amount"),
    Column("carried_in", "carried in", 12, "amount"),
    Column("carried_out", "carried out", 12, "amount", is_input=True),
    Column("left", "left", 14, "amount"),
    Column("broken", "broken", 8, "flag"),
    Column("price", "price", 14, "price", is_input=True),
    Column("side", "limit x price", 14, "benefit"),
    Column("pool", "draws on row", 9, "count"),
    Column("draw_cap", "draw cap", 12, "amount", is_input=True),
    Column("draw_worth", "draw cap x gain in price", 14, "benefit"),
    Column("next", "carries into row", 9, "count"),
    Column("rate", "rate of carry", 9, "rate"),
    Column("carry_cap", "carry cap", 12, "amount", is_input=True),
    Column("arrives", "arrives in next period", 12, "amount"),
    Column("carry_worth", "carry cap x gain in price", 14, "benefit"),
    Column("gross", "demand without freed amounts", 14, "amount"),
    Column("step", "smallest step", 12, "step"),
)
_FUNDS = (
    Column("row", "row", 7, "count"),
    Column("fund", "fund", 30, "text"),
    Column("period", "period", 9, "text"),
    Column("limit", "limit, {money}", 16, "amount", is_input=True),
    Column("paid", "paid, {money}", 16, "amount"),
    Column("left", "left, {money}", 16, "amount"),
    Column("price", "price", 14, "price", is_input=True),
    Column("side", "limit x price", 14, "benefit"),
    Column("broken", "broken", 8, "flag"),
)
_RULES = (
    Column("row", "row", 7, "count"),
    Column("name", "rule", 34, "text"),
    Column("kind", "kind", 13, "text"),
    Column("part", "part", 28, "text"),
    Column("unit", "unit", 12, "text"),
    Column("sense", "sense", 9, "text"),
    Column("left", "left side", 14, "amount"),
    Column("right", "right side", 14, "amount", is_input=True),
    Column("price", "price", 14, "price", is_input=True),
    Column("side", "price x right side", 14, "benefit"),
    Column("step", "smallest step", 12, "step"),
    Column("holds", "holds", 8, "flag"),
)
LEFT_OUT = (
    Column("project", "project", 14, "text"),
    Column("title", "title", 40, "text"),
    Column("reason", "reason", 14, "text"),
    Column("sentence", "in words", 90, "text"),
    Column("margin", "margin of best option", 14, "benefit"),
)

SENSES = {AT_MOST: "at most", AT_LEAST: "at least"}


class Appraised(Protocol):
    """Sheets that show what benefits were made from."""

    def benefit(self, option: int, value: float) -> Formula | float:
        """Return an option's benefit as a formula over these sheets, or as it is."""
        ...


class Book:
    """Everything the rows are made from. Not `live`: no sheets of options, so sums over them are numbers."""

    def __init__(self, problem: Problem, result: Result, *, live: bool, inputs: Appraised | None = None) -> None:
        self.problem, self.result, self.live, self.inputs = problem, result, live, inputs
        self.prices, self.portfolio = result.prices, result.portfolio
        self.chosen = frozenset(self.portfolio.chosen.tolist())
        money, count = str(problem.money_unit), problem.option_count
        terms = len(problem.demand.row) + len(problem.rule_terms.row)
        self.options = Table("Options", _OPTIONS, count)
        self.terms = Table("Terms", _TERMS, terms)
        self.money = Table("Money", _with_unit(_MONEY, money), len(problem.splits.cap))
        self.shares = Table("Shares", _with_unit(_SHARES, money), len(problem.life.cap))
        self.quotas = Table("Quotas", _QUOTAS, len(problem.quotas))
        self.funds = Table("Funds", _with_unit(_FUNDS, money), problem.fund_limit.size)
        self.rules = Table("Rules", _RULES, len(problem.rules))

    def benefit(self, option: int) -> Formula | float:
        """Return an option's benefit: a formula over the sheets of its inputs where they are written."""
        value = int(self.problem.benefit[option]) / self.problem.benefit_scale
        return value if self.inputs is None else self.inputs.benefit(option, value)

    @property
    def worth(self) -> int:
        """How many price-grid steps of scaled benefit make one benefit as people see it."""
        return self.prices.grid * self.problem.benefit_scale

    @cached_property
    def margin(self) -> list[float]:
        """The margin of each option."""
        return [int(value) / self.worth for value in margins(self.problem, self.prices).tolist()]

    @cached_property
    def options_of(self) -> list[range]:
        """The options of each project."""
        edges = np.searchsorted(self.problem.option_project, np.arange(len(self.problem.projects) + 1)).tolist()
        return [range(low, high) for low, high in pairwise(edges)]

    @cached_property
    def life_order(self) -> Ints:
        """The rows of `Problem.life` by option: the order of the sheet `Shares`."""
        return np.argsort(self.problem.life.option, kind="stable")

    @cached_property
    def split_order(self) -> Ints:
        """The entries of `Problem.splits` by cost, then fund: the order of the sheet `Money`."""
        return np.lexsort((self.problem.splits.fund, self.problem.splits.cost))

    def best(self, project: int) -> float:
        """Return the best margin of a project, or 0 where leaving it out is better and allowed."""
        best = max(self.margin[option] for option in self.options_of[project])
        return best if self.problem.must[project] else max(best, 0.0)

    @cached_property
    def broken_projects(self) -> int:
        """How many projects are chosen more than once, or not at all though they must be."""
        counts = np.bincount(self.problem.option_project[self.portfolio.chosen], minlength=len(self.problem.projects))
        return int(((counts > 1) | (self.problem.must & (counts == 0))).sum())

    @cached_property
    def broken_money(self) -> int:
        """How many rows of `Money` and `Shares` are broken; a cost that is not paid counts on its first row."""
        problem, splits = self.problem, self.portfolio.splits
        taken = np.zeros(problem.option_count, dtype=np.int64)
        taken[self.portfolio.chosen] = 1
        paid = np.zeros_like(problem.cost_amount)
        np.add.at(paid, problem.splits.cost, splits)
        unpaid = paid != problem.cost_amount * taken[problem.cost_option]
        broken = (splits < 0) | (splits > problem.splits.cap * taken[problem.cost_option[problem.splits.cost]])
        broken = broken[self.split_order]
        first = np.searchsorted(problem.splits.cost[self.split_order], np.flatnonzero(unpaid))
        broken[first] = True
        return int(broken.sum()) + int((self.shares_paid > problem.life.cap).sum())

    @cached_property
    def shares_paid(self) -> Ints:
        """What each fund with a share of the whole cost pays of an option, by row of `Problem.life`."""
        paid = np.zeros_like(self.problem.life.cap)
        inside = self.problem.splits.life >= 0
        np.add.at(paid, self.problem.splits.life[inside], self.portfolio.splits[inside])
        return paid

    @cached_property
    def wrong_prices(self) -> int:
        """How many prices have the wrong sign."""
        senses = np.array([rule.sense for rule in self.problem.rules], dtype=np.int64)
        prices = self.prices
        signs = (prices.quota.ravel(), prices.fund.ravel(), prices.life, senses * np.sign(prices.rule))
        return sum(int((part < 0).sum()) for part in signs)

    def sums(self, text: str, value: float) -> Cell:
        """Return a formula over the sheets of options, or its value where they are not written."""
        return Formula(text, value) if self.live else value

    def term(self, price: int, amount: int) -> float:
        """Return price x amount, both scaled, as benefit."""
        return price * amount / self.worth


def _with_unit(columns: Sequence[Column], unit: str) -> list[Column]:
    return [Column(c.key, c.head.replace("{money}", unit), c.width, c.style, c.is_input) for c in columns]


def flag(is_so: bool) -> str:
    """Return the word a check cell shows."""
    return "yes" if is_so else "no"
