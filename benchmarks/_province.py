"""Province-like questions of any size, seeded: nobody's real data.

Seven resources over four years and sixteen regions, a pool of the province over each resource and year, a count, two
shares, floors by region and by industry, prerequisites, exclusions and musts. A lawful portfolio is built first and the
quotas follow from what it takes, so there always is one. `pooled` merges the regional quotas into the province's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from _instances import COUNT, UNCITED, plain_problem

from kaimen.problem import AT_LEAST, AT_MOST, Ints, Problem, QuotaRow, RuleRow, Terms

RESOURCES = ("land", "energy", "coal", "water", "bonds", "budget", "treasury")
YEARS, REGIONS, INDUSTRIES, INDUSTRIAL = 4, 16, 12, 7
_TIGHT = 0.85

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Facts:
    """What is drawn of the projects: `base` (n, 7) is what each takes, `profile` (n, 3) its money over the years."""

    region: Ints
    industry: Ints
    private: npt.NDArray[np.bool_]
    score: Floats
    base: Floats
    profile: Floats
    benefit: Ints  # (n, 4)


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """Chains of projects that need the one before, groups that exclude each other, and projects that must be in."""

    chains: tuple[tuple[int, ...], ...]
    groups: tuple[tuple[int, ...], ...]
    free: Ints
    must: Ints


def province(projects: int, seed: int = 1, *, pooled: bool = False) -> Problem:
    """Return a question of so many projects with four start years each."""
    draw = np.random.default_rng(seed)
    facts = _facts(draw, projects)
    most = max(100, projects // 15)
    links = _links(draw, facts)
    lawful = _lawful(draw, facts, links, int(0.9 * most))
    demand = _demand(facts)
    quotas, limit, above, cap = _quotas(facts, demand, lawful)
    if pooled:
        demand, quotas, limit, above, cap = _merged(demand, limit, cap)
    must = np.zeros(projects, dtype=np.bool_)
    must[links.must] = True
    return plain_problem(
        f"province-{projects}-{seed}{'-pooled' if pooled else ''}",
        np.repeat(np.arange(projects), YEARS),
        facts.benefit.ravel(),
        quotas,
        limit,
        demand,
        must=must,
        start=np.tile(np.arange(YEARS), projects),
        periods=tuple(str(2024 + year) for year in range(YEARS)),
        draws=(above, cap),
        rules=_rules(facts, links, lawful, most),
    )


def _facts(draw: np.random.Generator, n: int) -> _Facts:
    shares = draw.dirichlet(np.full(REGIONS, 6.0)) + 0.01
    region = draw.choice(REGIONS, n, p=shares / shares.sum())
    industry = draw.choice(INDUSTRIES, n, p=draw.dirichlet(np.full(INDUSTRIES, 8.0)))
    private = draw.random(n) < 0.45
    size, quality = np.exp(draw.normal(0, 1.2, n)), np.exp(draw.normal(0, 0.35, n))
    intensity, priority = np.exp(draw.normal(0, 0.7, (INDUSTRIES, 4))), np.exp(draw.normal(0, 0.12, INDUSTRIES))
    score = 1000 * size**0.75 * quality * priority[industry]
    base = np.empty((n, len(RESOURCES)))
    for resource in range(4):
        base[:, resource] = 100 * size * intensity[industry, resource] * np.exp(draw.normal(0, 0.6, n))
    base[:, 2] *= draw.random(n) < np.where(industry < INDUSTRIAL, 0.45, 0.1)
    money = 300 * size**0.95 * np.exp(draw.normal(0, 0.4, n))
    share = draw.dirichlet([0.7, 0.5, 0.4], n)
    share[share < 0.12] = 0
    share /= share.sum(1, keepdims=True)
    base[:, 4:] = money[:, None] * share
    profile, years = draw.dirichlet([3, 3, 2], n), draw.integers(1, 4, n)
    profile[years < 3, 2] = 0
    profile[years < 2, 1] = 0
    profile /= profile.sum(1, keepdims=True)
    ready, start = draw.integers(0, 3, n), np.arange(YEARS)
    waiting = np.where(start[None, :] < ready[:, None], 0.9, 1.0)
    benefit = np.rint(score[:, None] * (0.96**start)[None, :] * waiting).astype(np.int64)
    return _Facts(region, industry, private, score, base, profile, benefit)


def _links(draw: np.random.Generator, facts: _Facts) -> _Links:
    n = len(facts.region)
    order = draw.permutation(n)
    chains: list[tuple[int, ...]] = []
    groups: list[tuple[int, ...]] = []
    at = pairs = 0
    while pairs < min(n // 50, 5000):
        length = int(draw.integers(2, 4))
        chains.append(tuple(order[at : at + length].tolist()))
        at, pairs = at + length, pairs + length - 1
    for _ in range(min(n // 100, 3000)):
        length = int(draw.integers(2, 5))
        groups.append(tuple(order[at : at + length].tolist()))
        at += length
    free, musts = order[at:], min(max(3, n // 500), 500)
    rank = np.argsort(-(facts.score[free] / (1 + facts.base[free].sum(1)) ** 0.8))
    must = np.sort(draw.choice(free[rank[: max(musts * 10, 10)]], musts, replace=False))
    return _Links(tuple(chains), tuple(groups), free, must)


def _lawful(draw: np.random.Generator, facts: _Facts, links: _Links, target: int) -> Ints:
    """Return the options (project x 4 + start) of a portfolio that keeps shares and links."""
    n = len(facts.region)
    inside = np.zeros(n, dtype=bool)
    inside[links.must] = True
    noise = draw.gumbel(size=len(links.free))
    order = links.free[np.argsort(-(np.log(facts.score[links.free] ** 0.6) + noise))]
    others = order[~inside[order]]
    inside[others[: target - int(inside.sum())]] = True
    is_must = np.zeros(n, dtype=bool)
    is_must[links.must] = True
    for good, share in ((facts.industry < INDUSTRIAL, 0.55), (facts.private, 0.40)):
        need = int(np.ceil(share * inside.sum())) - int((inside & good).sum())
        if need > 0:
            out, more = np.flatnonzero(inside & ~good & ~is_must)[:need], order[~inside[order] & good[order]][:need]
            inside[out], inside[more] = False, True
    start = draw.integers(0, YEARS, n)
    chosen = np.flatnonzero(inside)
    return np.asarray(chosen * YEARS + start[chosen])


def _demand(facts: _Facts) -> Terms:
    """Land when it starts, running use until the last year, money by its profile; rows (resource, year, region)."""
    n = len(facts.region)
    rows: list[npt.NDArray[np.int32]] = []
    amounts: list[Floats] = []
    widths = []

    def put(resource: int, year: int, amount: Floats) -> None:
        rows.append(((resource * YEARS + year) * REGIONS + facts.region).astype(np.int32))
        amounts.append(np.rint(amount))

    for start in range(YEARS):
        before = len(rows)
        put(0, start, facts.base[:, 0])
        for resource in (1, 2, 3):
            for year in range(start, YEARS):
                put(resource, year, facts.base[:, resource])
        for resource in (4, 5, 6):
            for later in range(min(3, YEARS - start)):
                put(resource, start + later, facts.base[:, resource] * facts.profile[:, later])
        widths.append(len(rows) - before)
    amount = np.column_stack(amounts).astype(np.int64)
    kept = amount.ravel() > 0
    row = np.column_stack(rows).ravel()[kept].astype(np.int64)
    option = (np.arange(n)[:, None] * YEARS + np.repeat(np.arange(YEARS), widths)[None, :]).ravel()[kept]
    return Terms(row, option, amount.ravel()[kept])


def _quotas(facts: _Facts, demand: Terms, lawful: Ints) -> tuple[list[QuotaRow], Ints, Ints, Ints]:
    n, shape = len(facts.region), (len(RESOURCES), YEARS, REGIONS)
    inside = np.isin(demand.option, lawful)
    used = np.bincount(demand.row[inside], demand.amount[inside], minlength=int(np.prod(shape))).reshape(shape)
    usual = used.sum(2, keepdims=True) * (np.bincount(facts.region, minlength=REGIONS) / n)[None, None, :]
    quota = np.floor(_TIGHT * np.maximum(used * 0.9, 0.5 * used + 0.5 * usual * 0.8))
    cap = np.maximum(np.ceil(0.5 * quota + used - quota), np.ceil(0.5 * quota)).ravel()
    pool = (np.ceil(np.maximum(used - quota, 0).sum(2) * 1.05) + 1).ravel()
    own, pools = quota.size, pool.size
    rows = [_row(k, t, f"region {r:02d}") for k in range(len(RESOURCES)) for t in range(YEARS) for r in range(REGIONS)]
    rows += [_row(k, t, "province", is_pool=True) for k in range(len(RESOURCES)) for t in range(YEARS)]
    limit = np.concatenate([quota.ravel(), pool]).astype(np.int64)
    above = np.concatenate([own + np.arange(own) // REGIONS, np.full(pools, -1)])
    return rows, limit, above, np.concatenate([cap, np.zeros(pools)]).astype(np.int64)


def _row(resource: int, year: int, region: str, *, is_pool: bool = False) -> QuotaRow:
    name = f"{RESOURCES[resource]}, {region}"
    return QuotaRow(name, RESOURCES[resource], region, str(2024 + year), COUNT, 1, is_pool, UNCITED)


def _merged(demand: Terms, limit: Ints, cap: Ints) -> tuple[Terms, list[QuotaRow], Ints, Ints, Ints]:
    pools = len(RESOURCES) * YEARS
    own = limit[:-pools].reshape(pools, REGIONS).sum(1)
    more = np.minimum(limit[-pools:], cap[:-pools].reshape(pools, REGIONS).sum(1))
    rows = [_row(k, t, "province") for k in range(len(RESOURCES)) for t in range(YEARS)]
    none = np.zeros(pools, dtype=np.int64)
    return Terms(demand.row // REGIONS, demand.option, demand.amount), rows, own + more, none - 1, none


class _RuleBlock:
    """Rule rows being gathered."""

    def __init__(self) -> None:
        self.rows: list[RuleRow] = []
        self.sides: list[int] = []
        self.parts: list[tuple[Ints, Ints, Ints]] = []

    def add(self, name: str, kind: str, sense: int, side: int, option: Ints, amount: Ints | int) -> None:
        self.parts.append((np.full(len(option), len(self.rows)), option, np.broadcast_to(amount, len(option))))
        self.rows.append(RuleRow(name, kind, "", sense, "", 1, UNCITED))
        self.sides.append(side)

    def built(self) -> tuple[list[RuleRow], Ints, Terms]:
        row, option, amount = (np.concatenate([part[i] for part in self.parts]) for i in range(3))
        order = np.lexsort((row, option))
        return self.rows, np.array(self.sides, dtype=np.int64), Terms(row[order], option[order], amount[order])


def _rules(facts: _Facts, links: _Links, lawful: Ints, most: int) -> tuple[list[RuleRow], Ints, Terms]:
    n = len(facts.region)
    block, every, inside = _RuleBlock(), np.arange(n * YEARS), lawful // YEARS

    def each(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.repeat(values, YEARS)

    industrial = facts.industry < INDUSTRIAL
    block.add("projects", "at_most", AT_MOST, most, every, 1)
    block.add("industrial share", "share", AT_LEAST, 0, every, each(np.where(industrial, 1, -1)))
    block.add("private share", "share", AT_LEAST, 0, every, each(np.where(facts.private, 65, -35)))
    for region, count in enumerate(np.bincount(facts.region[inside], minlength=REGIONS)):
        floor = int(np.floor(0.7 * count))
        block.add(f"floor, region {region:02d}", "at_least", AT_LEAST, floor, every[each(facts.region == region)], 1)
    for industry, count in enumerate(np.bincount(facts.industry[inside], minlength=INDUSTRIES)):
        members = every[each(facts.industry == industry)]
        block.add(f"floor, industry {industry:02d}", "at_least", AT_LEAST, int(np.floor(0.6 * count)), members, 1)
    starts = np.arange(YEARS)
    for chain in links.chains:
        for needed, needing in pairwise(chain):
            for year in range(YEARS):
                options = np.concatenate([needing * YEARS + starts[: year + 1], needed * YEARS + starts[: year + 1]])
                signs = np.repeat([1, -1], year + 1)
                block.add(f"{needing} after {needed}, {year}", "prerequisite", AT_MOST, 0, options, signs)
    for number, group in enumerate(links.groups):
        options = (np.array(group)[:, None] * YEARS + starts).ravel()
        block.add(f"exclusion {number}", "exclusion", AT_MOST, 1, options, 1)
    return block.built()
