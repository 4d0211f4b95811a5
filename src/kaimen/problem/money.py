"""Costs, funds and the splits between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from kaimen.errors import Finding
from kaimen.problem.types import FundRow, LifeRows, Splits, frozen_ints, whole
from kaimen.problem.ways import Way, lawful_funds
from kaimen.scenario import Fund, Scenario

_PARTS_OF_A_UNIT = 60
"""With shares of the whole cost, splits may end in halves, thirds, quarters, fifths of a unit: count those."""


@dataclass(frozen=True, slots=True)
class Money:
    """The money part of a problem, as plain integers."""

    funds: tuple[FundRow, ...]
    scale: int
    limit: list[list[int]]
    cost_option: list[int]
    cost_period: list[int]
    cost_amount: list[int]
    splits: Splits
    life: LifeRows
    total: int


def compile_money(ways: Sequence[Way], scenario: Scenario, findings: list[Finding]) -> Money:
    """Return costs, fund limits and splits; without funds in the scenario, money is not split and there are none."""
    limits = [_limits(fund, scenario, findings) for fund in scenario.funds]
    lawful = [lawful_funds(way, scenario) if scenario.funds else [] for way in ways]
    shares = [Fraction(fund.share) for fund in scenario.funds]
    costs = [
        (column, period, amount)
        for column, way in enumerate(ways)
        for period, amount in sorted(way.cost.items())
        if scenario.funds
    ]
    scale = _scale(costs, limits, lawful, shares, scenario)
    life: dict[tuple[int, int], Fraction] = {}
    for column, _, amount in costs:
        for fund in lawful[column]:
            if scenario.funds[fund].over_life:
                life[column, fund] = life.get((column, fund), Fraction(0)) + amount * shares[fund]
    life_index = {key: number for number, key in enumerate(life)}
    is_whole = [fund.over_life or fund.share == 1 for fund in scenario.funds]
    splits = [
        (number, fund, amount if is_whole[fund] else amount * shares[fund], (column, fund))
        for number, (column, _, amount) in enumerate(costs)
        for fund in lawful[column]
    ]
    return Money(
        funds=tuple(FundRow(fund.name, fund.over_life, fund.cite) for fund in scenario.funds),
        scale=scale,
        limit=[[int(value * scale) for value in row] for row in limits],
        cost_option=[column for column, _, _ in costs],
        cost_period=[period for _, period, _ in costs],
        cost_amount=[whole(amount, scale) for _, _, amount in costs],
        splits=Splits(
            frozen_ints(cost for cost, _, _, _ in splits),
            frozen_ints(fund for _, fund, _, _ in splits),
            frozen_ints(whole(cap, scale) for _, _, cap, _ in splits),
            frozen_ints(life_index.get(key, -1) for _, _, _, key in splits),
        ),
        life=LifeRows(
            frozen_ints(column for column, _ in life),
            frozen_ints(fund for _, fund in life),
            frozen_ints(int(cap * scale) for cap in life.values()),
        ),
        total=sum(whole(amount, scale) for *_, amount in costs) + sum(whole(v, scale) for row in limits for v in row),
    )


def _limits(fund: Fund, scenario: Scenario, findings: list[Finding]) -> list[Fraction]:
    limits = []
    for period in scenario.periods:
        amount = fund.amounts.get(period.label)
        if amount is not None and amount.unit.dimension != scenario.money.dimension:
            what = f'Fund "{fund.name}" has an amount that is not in the scenario\'s money.'
            expected = f"a unit of {scenario.money.dimension}"
            findings.append(
                Finding("E406", what, fund.place, expected, str(amount), "Convert it, or correct its unit.")
            )
            amount = None
        limits.append(amount.measured_in(scenario.money) if amount else Fraction(0))
    return limits


def _scale(
    costs: Sequence[tuple[int, int, Fraction]],
    limits: Sequence[Sequence[Fraction]],
    lawful: Sequence[Sequence[int]],
    shares: Sequence[Fraction],
    scenario: Scenario,
) -> int:
    scale = lcm(*(value.denominator for row in limits for value in row))
    for column, _, amount in costs:
        scale = lcm(scale, amount.denominator, *((amount * shares[fund]).denominator for fund in lawful[column]))
    return scale * (_PARTS_OF_A_UNIT if any(fund.over_life for fund in scenario.funds) else 1)
