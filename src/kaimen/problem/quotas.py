"""Quota rows: their demands, the pools they draw on and the carries between periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from kaimen.errors import Finding
from kaimen.problem.types import QuotaRow, Terms, terms_of, whole
from kaimen.problem.ways import Way
from kaimen.quantity import Amount
from kaimen.scenario import WHOLE, Carry, Quota, Resource, Scenario


@dataclass(frozen=True, slots=True)
class QuotaRows:
    """The quota part of a problem, as plain integers."""

    rows: tuple[QuotaRow, ...]
    limit: list[int]
    terms: Terms
    above: list[int]
    draw_cap: list[int]
    carry_to: list[int]
    carry_cap: list[int]
    carry_rate: list[tuple[int, int]]
    sums: list[int]


@dataclass(frozen=True, slots=True)
class _Row:
    quota: Quota
    resource: Resource
    period: str
    limit: Fraction
    draw_cap: Fraction
    carry_cap: Fraction
    entries: list[tuple[int, Fraction]]


def compile_quotas(ways: Sequence[Way], scenario: Scenario, findings: list[Finding]) -> QuotaRows:
    """Return the quota rows of a scenario over these ways (a column each)."""
    resources = {resource.name: resource for resource in scenario.resources}
    by_resource = _demands_by_resource(ways)
    rows: list[_Row] = []
    for quota in scenario.quotas:
        resource = resources.get(quota.resource)
        if resource is None:
            findings.append(_unknown(quota, "resource", quota.resource, sorted(resources)))
            continue
        if quota.region and quota.region not in scenario.regions:
            findings.append(_unknown(quota, "region", quota.region, sorted(scenario.regions.regions)))
            continue
        if WHOLE in quota.amounts and len(quota.amounts) > 1:
            what = f'Quota "{quota.name}" has an amount for the whole horizon beside amounts for periods.'
            findings.append(Finding("E402", what, quota.place, fix="Make two quotas of them, with a name each."))
            continue
        rows += _rows_of(quota, resource, by_resource.get(quota.resource, {}), scenario, findings)
    return _scaled(rows, _above(rows, findings), scenario)


_Demands = Mapping[str, Sequence[tuple[int, int, Fraction]]]
"""By region: the column, the period and the amount of each demand on one resource."""


def _demands_by_resource(ways: Sequence[Way]) -> Mapping[str, _Demands]:
    table: dict[str, dict[str, list[tuple[int, int, Fraction]]]] = defaultdict(lambda: defaultdict(list))
    for column, way in enumerate(ways):
        for (resource, period), amount in way.demands.items():
            if amount:
                table[resource][way.region].append((column, period, amount))
    return table


def _rows_of(
    quota: Quota,
    resource: Resource,
    demands: _Demands,
    scenario: Scenario,
    findings: list[Finding],
) -> list[_Row]:
    totals: dict[str, dict[int, Fraction]] = defaultdict(dict)
    labels = [period.label for period in scenario.periods]
    for region, listed in {}.items() if quota.is_pool else demands.items():
        if quota.region and not scenario.regions.covers(quota.region, region):
            continue
        for column, period, amount in listed:
            total = totals[WHOLE if WHOLE in quota.amounts else labels[period]]
            total[column] = total[column] + amount if column in total else amount
    units = _Units(quota, resource, findings)
    draw_cap = units.measure(quota.draw.cap) if quota.draw else Fraction(0)
    carry_cap = units.measure(quota.carry.cap) if quota.carry else Fraction(0)
    limits = [(label, units.measure(amount), units.fits(amount)) for label, amount in _in_order(quota, labels)]
    return [
        _Row(quota, resource, label, limit, draw_cap, carry_cap, sorted(totals[label].items()))
        for label, limit, fits in limits
        if fits
    ]


def _in_order(quota: Quota, labels: list[str]) -> list[tuple[str, Amount]]:
    return [(label, quota.amounts[label]) for label in (*labels, WHOLE) if label in quota.amounts]


class _Units:
    """Amounts of a quota in its resource's unit; a unit of the wrong kind is a finding."""

    def __init__(self, quota: Quota, resource: Resource, findings: list[Finding]) -> None:
        self.quota, self.unit, self.findings = quota, resource.unit, findings

    def fits(self, amount: Amount) -> bool:
        return amount.unit.dimension == self.unit.dimension

    def measure(self, amount: Amount) -> Fraction:
        if self.fits(amount):
            return amount.measured_in(self.unit)
        what = f'Quota "{self.quota.name}" has an amount in a unit that its resource is not measured in.'
        expected = f"a unit of {self.unit.dimension}, such as {self.unit}"
        fix = "Correct the unit here or in the resource."
        self.findings.append(Finding("E406", what, self.quota.place, expected, str(amount), fix))
        return Fraction(0)


def _unknown(quota: Quota, kind: str, name: str, known: list[str]) -> Finding:
    what = f'Quota "{quota.name}" is for the {kind} "{name}", which the scenario does not have.'
    expected = ", ".join(known[:8]) + (" ..." if len(known) > 8 else "")
    return Finding("E404", what, quota.place, expected, f'"{name}"', f"Declare the {kind}, or correct its name.")


def _above(rows: Sequence[_Row], findings: list[Finding]) -> list[int]:
    index = {(row.quota.name, row.period): number for number, row in enumerate(rows)}
    pools = {row.quota.name for row in rows if row.quota.is_pool}
    above = [-1] * len(rows)
    for number, row in enumerate(rows):
        draw = row.quota.draw
        if draw is None:
            continue
        if draw.pool not in pools:
            findings.append(_unknown(row.quota, "pool", draw.pool, sorted(pools)))
            continue
        pool = index.get((draw.pool, row.period), -1)
        if pool < 0:
            what = f'Quota "{row.quota.name}" draws on "{draw.pool}", which has no amount for {row.period}.'
            fix = "Give the pool an amount for it, or leave it so if nothing may be drawn then."
            findings.append(Finding("W414", what, row.quota.place, fix=fix))
        same = pool >= 0 and rows[pool].resource == row.resource
        if pool >= 0 and not same:
            what = f'Quota "{row.quota.name}" draws on a pool of another resource.'
            fix = "A draw stays within one resource."
            findings.append(Finding("E411", what, row.quota.place, row.resource.name, rows[pool].resource.name, fix))
        above[number] = pool if same else -1
    for number in range(len(rows)):
        seen, up = {number}, above[number]
        while up >= 0 and up not in seen:
            seen.add(up)
            up = above[up]
        if up >= 0:
            what = f'Pool "{rows[number].quota.name}" draws on itself.'
            findings.append(Finding("E411", what, rows[number].quota.place, fix="Let pools draw on pools above only."))
            above[number] = -1
    return above


def _scaled(rows: Sequence[_Row], above: list[int], scenario: Scenario) -> QuotaRows:
    scales = _scales(rows, scenario)
    scale_of = [scales[row.resource.name] for row in rows]
    index = {(row.quota.name, row.period): number for number, row in enumerate(rows)}
    labels = [period.label for period in scenario.periods]
    following = dict(pairwise(labels))
    carry_to = [
        index.get((row.quota.name, following.get(row.period, "")), -1) if row.quota.carry else -1 for row in rows
    ]
    entries = [
        (number, column, whole(amount, scale_of[number]))
        for number, row in enumerate(rows)
        for column, amount in row.entries
        if amount
    ]
    rates = [Fraction(row.quota.carry.rate) if row.quota.carry else Fraction(1) for row in rows]
    sums = [abs(int(row.limit * scale)) for row, scale in zip(rows, scale_of, strict=True)]
    for number, _, amount in entries:
        sums[number] += abs(amount)
    return QuotaRows(
        rows=tuple(_named(row, scale) for row, scale in zip(rows, scale_of, strict=True)),
        limit=[int(row.limit * scale) for row, scale in zip(rows, scale_of, strict=True)],
        terms=terms_of(entries),
        above=above,
        draw_cap=[int(row.draw_cap * s) if up >= 0 else 0 for row, s, up in zip(rows, scale_of, above, strict=True)],
        carry_to=carry_to,
        carry_cap=[
            int(row.carry_cap * s) if to >= 0 else 0 for row, s, to in zip(rows, scale_of, carry_to, strict=True)
        ],
        carry_rate=[(rate.numerator, rate.denominator) for rate in rates],
        sums=sums,
    )


def _named(row: _Row, scale: int) -> QuotaRow:
    quota = row.quota
    return QuotaRow(
        quota.name, quota.resource, quota.region, row.period, row.resource.unit, scale, quota.is_pool, quota.cite
    )


def _scales(rows: Sequence[_Row], scenario: Scenario) -> dict[str, int]:
    scales: dict[str, int] = defaultdict(lambda: 1)
    losing: dict[str, int] = defaultdict(lambda: 1)
    for row in rows:
        values = [row.limit, row.draw_cap, row.carry_cap, *(amount for _, amount in row.entries)]
        name = row.resource.name
        scales[name] = lcm(scales[name], *{value.denominator for value in values})
        losing[name] = lcm(losing[name], _carry_denominator(row.quota.carry))
    # A carry at 90 % over three periods ends in thousandths of what it began with.
    steps = min(len(scenario.periods) - 1, 3)
    return {name: scale * losing[name] ** steps for name, scale in scales.items()}


def _carry_denominator(carry: Carry | None) -> int:
    return Fraction(carry.rate).denominator if carry else 1
