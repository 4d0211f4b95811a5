"""Prices near those of the linear relaxation, by Newton steps on a smoothed dual.

The dual of the relaxation is the price bound of `kaimen.portfolio.bound` as a function of the
prices: convex, with kinks. Smoothed at a temperature T (`kaimen.solve.pricing`; Nesterov 2005,
doi:10.1007/s10107-004-0552-5, for the idea), it has a curvature, and a projected Newton method with
damping (Bertsekas 1982, doi:10.1137/0320018; Levenberg 1944, Marquardt 1963) finds its least in a
few passes over the columns. T falls from 1 to a few thousandths; hot rounds look at a sample of the
projects only. Draws and carries are smoothed alike: cap x max(0, gain) becomes
cap x t log(1 + exp(gain / t)).

The sums run over fixed blocks added in their order, so the number of threads changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kaimen.portfolio import PriceList
from kaimen.problem import Ints, Problem
from kaimen.solve.block_pricing import price_blocks
from kaimen.solve.book import Book, Floats, book_of
from kaimen.solve.cholesky import back_forward, factor
from kaimen.solve.columns import Columns, columns_of
from kaimen.solve.pricing import Prices, Sums, price_singles, write_margins

_COOLING = (1.0, 0.5, 0.25, 0.12, 0.06, 0.03, 0.015, 0.007, 0.003, 0.001)
_SAMPLES = {
    1.0: 3_000,
    0.5: 3_000,
    0.25: 6_000,
    0.12: 12_000,
    0.06: 24_000,
    0.03: 50_000,
    0.015: 100_000,
    0.007: 200_000,
}
_MOST_STEPS = 12
_FAR_OFF = 0.2
_VERY_MANY = 200_000
_EASE = (0.3, 0.7)
_LARGEST_CURVATURE = 2**27
"""Bytes of all blocks' curvature matrices together."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Single projects to look at, each counted `weight` times, and of the tangles of blocks one in `every`."""

    singles: Ints
    weight: float
    every: int


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Value, slope and curvature of the smoothed dual in the wide prices."""

    value: float
    slope: Floats
    curvature: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Dual:
    """The smoothed dual of a problem, evaluated by threads over fixed blocks."""

    problem: Problem
    columns: Columns
    book: Book
    natural: Floats  # W: the price at which a usual option would pay all it is worth for a row alone
    pool: ThreadPoolExecutor

    def look(self, prices: Prices, temperature: float, sample: Sample) -> Look:
        """Return the dual at some prices, of a sample of the projects. Settles local prices."""
        book, wide = self.book, self.book.wide
        singles, weight = sample.singles, sample.weight
        tangles = np.arange(0, len(book.tangle_start) - 1, sample.every)
        tangle_weight = (len(book.tangle_start) - 1) / max(1, len(tangles))
        parts = max(1, min(16, _LARGEST_CURVATURE // (8 * wide * wide + 1), 1 + len(singles) // 2048))

        def of_singles(part: int) -> Sums:
            sums = Sums(np.zeros(1), np.zeros(wide), np.zeros((wide, wide)))
            mine = singles[len(singles) * part // parts : len(singles) * (part + 1) // parts]
            price_singles(book, prices, mine, weight, temperature, sums)
            return sums

        def of_blocks(part: int) -> Sums:
            sums = Sums(np.zeros(1), np.zeros(wide), np.zeros((wide, wide)))
            mine = tangles[len(tangles) * part // parts : len(tangles) * (part + 1) // parts]
            price_blocks(book, prices, mine, tangle_weight, temperature, sums)
            return sums

        value, slope, curvature = self._links(prices, temperature)
        tasks: list[tuple[Callable[[int], Sums], int]] = [(of_singles, part) for part in range(parts)]
        tasks += [(of_blocks, part) for part in range(parts)]
        for sums in self._in_turn(tasks):
            value += float(sums.value[0])
            slope += sums.slope
            curvature += sums.curvature
        upper = np.triu(curvature)
        return Look(value, slope, upper + np.triu(upper, 1).T)

    def margins(self, prices: Prices) -> Floats:
        """Return every option's margin at the prices as they are, without smoothing."""
        options = self.problem.option_count
        margin = np.zeros(options)
        edges = [options * part // 16 for part in range(17)]
        for done in [
            self.pool.submit(write_margins, self.book, prices, low, high, margin) for low, high in pairwise(edges)
        ]:
            done.result()
        return margin

    def value(self, prices: Prices, margin: Floats) -> float:
        """Return the price bound (scaled benefit, floating point) of prices and the margins at them."""
        problem = self.problem
        total = float(self.book.side @ prices.row)
        if len(problem.projects):
            best = np.maximum.reduceat(margin, self.columns.first[:-1])
            total += float(np.where(problem.must, best, np.maximum(best, 0.0)).sum())
        price = prices.row[: len(problem.quotas)]
        drawing, carrying = problem.above >= 0, problem.carry_to >= 0
        gain = price - price[problem.above]
        total += float(problem.draw_cap[drawing] @ np.maximum(gain[drawing], 0.0))
        rate = problem.carry_rate[:, 0] / problem.carry_rate[:, 1]
        gain = rate * price[problem.carry_to] - price
        return total + float(problem.carry_cap[carrying] @ np.maximum(gain[carrying], 0.0))

    def listed(self, prices: Prices, grid: int, basis: str) -> PriceList:
        """Return the prices as a price list."""
        quotas, wide = len(self.problem.quotas), self.columns.wide
        values = {
            "quota": prices.row[:quotas],
            "fund": prices.row[self.columns.fund_row : wide].reshape(self.problem.fund_limit.shape),
            "life": prices.life,
            "rule": prices.row[self.columns.rule_row],
        }
        return PriceList.rounded(self.problem, values, grid, basis)

    def _in_turn(self, work: list[tuple[Callable[[int], Sums], int]]) -> Iterator[Sums]:
        """Yield results in order with only a few under way, so that few matrices are held."""
        under_way = []
        for task, part in work:
            under_way.append(self.pool.submit(task, part))
            if len(under_way) == 4:
                yield under_way.pop(0).result()
        for future in under_way:
            yield future.result()

    def _links(self, prices: Prices, temperature: float) -> tuple[float, Floats, Floats]:
        """Return the part of right sides, draws and carries."""
        wide, problem = self.book.wide, self.problem
        value = float(self.book.side[:wide] @ prices.row[:wide])
        slope, curvature = self.book.side[:wide].copy(), np.zeros((wide, wide))
        rate = problem.carry_rate[:, 0] / problem.carry_rate[:, 1] if len(problem.carry_rate) else np.zeros(0)
        kinds = (
            (problem.above, problem.draw_cap, np.ones(len(problem.above)), -1.0),
            (problem.carry_to, problem.carry_cap, rate, 1.0),
        )
        for other, caps, rates, sign in kinds:
            rows = np.flatnonzero((other >= 0) & (caps > 0))
            to, cap, factor_of = other[rows], caps[rows].astype(np.float64), rates[rows]
            own, far = -sign * np.ones(len(rows)), sign * factor_of
            t = temperature * np.maximum(self.natural[rows], 1e-300)
            gain = own * prices.row[rows] + far * prices.row[to]
            value += float((cap * t) @ np.logaddexp(0.0, gain / t))
            share = 1.0 / (1.0 + np.exp(-np.clip(gain / t, -500, 500)))
            bend = cap * share * (1.0 - share) / t
            np.add.at(slope, rows, cap * share * own)
            np.add.at(slope, to, cap * share * far)
            np.add.at(curvature, (rows, rows), bend * own * own)
            np.add.at(curvature, (to, to), bend * far * far)
            np.add.at(curvature, (np.minimum(rows, to), np.maximum(rows, to)), bend * own * far)
        return value, slope, curvature


def make_dual(problem: Problem, threads: int) -> Dual:
    """Return the smoothed dual of a problem."""
    columns = columns_of(problem)
    book = book_of(problem, columns)
    return Dual(problem, columns, book, _natural(problem, columns, book), ThreadPoolExecutor(max(1, threads)))


def _natural(problem: Problem, columns: Columns, book: Book) -> Floats:
    """Return per wide row the usual benefit over the usual amount."""
    stride = max(1, len(columns.row) // 2_000_000)
    row, amount = columns.row[::stride], np.abs(columns.amount[::stride])
    keep = row < columns.wide
    total = np.bincount(row[keep], weights=amount[keep], minlength=columns.wide).astype(np.float64)
    count = np.bincount(row[keep], minlength=columns.wide)
    if len(book.cost_amount):
        total += np.bincount(book.split_row, weights=book.split_cap, minlength=columns.wide)
        count += np.bincount(book.split_row, minlength=columns.wide)
    usual = float(np.median(book.usual)) if len(book.usual) else 1.0
    natural = usual * np.maximum(count, 1) / np.maximum(total, 1e-9)
    # A row without demands, such as a pool, is worth what those are that draw on it; a few levels of pools.
    for _ in range(8):
        rows = np.flatnonzero((problem.above >= 0) & (count[: len(problem.above)] > 0))
        empty = rows[count[problem.above[rows]] == 0]
        if not len(empty):
            break
        pools = np.unique(problem.above[empty])
        natural[pools] = 0.0
        np.maximum.at(natural, problem.above[empty], natural[empty])
        count[pools] = 1
    natural[count == 0] = natural[count > 0].mean() if np.any(count > 0) else 1.0
    return np.asarray(natural, dtype=np.float64)


def smoothed_prices(dual: Dual, go_on: Callable[[Prices, float], bool], start: Prices | None = None) -> Prices:
    """Return prices near the least of the dual; `go_on(prices, temperature)` is asked after every step."""
    book = dual.book
    prices = start or Prices(np.zeros(len(book.side)), np.zeros(len(book.life_cap)))
    entry = 0.05
    # The coldest round pays where there are so many projects that a window holds few of those in doubt.
    rounds = _COOLING if len(dual.columns.single) > _VERY_MANY else _COOLING[:-1]
    for temperature in rounds:
        sample = _sample(dual, prices, temperature)
        damping = entry
        look = dual.look(prices, temperature, sample)
        enough = 1e-3 * temperature * max(1.0, abs(look.value))
        is_in = False
        for _ in range(_MOST_STEPS):
            trial, promised = _newton(dual, prices, look, damping)
            if promised <= enough and damping <= 1e-2:
                break
            if promised <= enough:
                # A step held back that much promises little whatever there is to gain.
                damping = 0.1 * damping
                continue
            seen = dual.look(trial, temperature, sample)
            if seen.value <= look.value - 1e-3 * promised:
                gained = (look.value - seen.value) / promised
                prices, look, entry = trial, seen, entry if is_in else damping
                is_in = True
                damping *= _EASE[0] if gained > 0.8 else _EASE[1] if gained > 0.5 else 2.0
                damping = max(damping, 1e-8)
            else:
                damping = max(damping * 4.0, 1e-2)
            if not go_on(prices, temperature):
                return prices
    return prices


def _sample(dual: Dual, prices: Prices, temperature: float) -> Sample:
    """Return projects drawn at random, or, where the size is that of all, those that are not far from worth choosing.

    Those further from it than 36 temperatures have no weight, and prices move little in the last rounds.
    """
    singles, problem = dual.columns.single, dual.problem
    size = _SAMPLES.get(temperature, len(singles))
    if size < len(singles):
        draw = np.random.default_rng([problem.seed % 2**32, size])
        picked = np.sort(draw.choice(singles, size, replace=False))
        return Sample(picked, len(singles) / size, max(1, len(singles) // size))
    if not len(singles):
        return Sample(singles, 1.0, 1)
    best = np.maximum.reduceat(dual.margins(prices), dual.columns.first[:-1])[singles]
    near = problem.must[singles] | (best > -max(_FAR_OFF, 40.0 * temperature) * dual.book.usual[singles])
    return Sample(singles[near], 1.0, 1)


def _newton(dual: Dual, prices: Prices, look: Look, damping: float) -> tuple[Prices, float]:
    """Return prices a damped Newton step on, none of a wrong sign, and the decrease they promise.

    Rows whose price the step takes over 0 stop there, and the step of the others is worked out again.
    """
    wide = dual.book.wide
    now, sense, scale = prices.row[:wide], dual.book.sense[:wide], dual.natural
    slope = look.slope * scale
    curvature = look.curvature * np.outer(scale, scale)
    diagonal = curvature.diagonal()
    # Where no option is near being chosen there is no curvature: the slope keeps the step from being without end.
    floor = 1e-7 * float(diagonal.max(initial=0.0)) + 1e-12 * float(np.abs(slope).max(initial=0.0)) + 1e-300
    damped = curvature + np.diag(damping * diagonal + floor)
    stuck = (sense != 0) & (now == 0.0) & (sense * slope >= 0.0)
    step = np.zeros(wide)
    for _ in range(4):
        free = np.flatnonzero(~stuck)
        side = -slope[free] - damped[np.ix_(free, stuck)] @ step[stuck]
        system = damped[np.ix_(free, free)]
        while not factor(system):
            # Rounding can leave the curvature a little short of positive definite.
            floor *= 10.0
            damped += np.diag(np.full(wide, floor))
            system = damped[np.ix_(free, free)]
        back_forward(system, side)
        step[free] = side
        over = ~stuck & (sense * (now + step * scale) < 0.0)
        if not over.any():
            break
        step[over] = -now[over] / scale[over]
        stuck |= over
    step /= max(1.0, float(np.abs(step / (1.0 + np.abs(now) / scale)).max(initial=0.0)))
    moved = prices.row.copy()
    moved[:wide] += step * scale
    moved[:wide][sense * moved[:wide] < 0.0] = 0.0
    done = (moved[:wide] - now) / scale
    promised = float(-slope @ done - 0.5 * done @ (curvature @ done))
    return Prices(moved, prices.life.copy()), promised
