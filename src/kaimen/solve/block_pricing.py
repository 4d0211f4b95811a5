"""Compiled loops over blocks: the prices of local rows at their best, and the blocks' part of the dual."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kaimen.problem import Ints
from kaimen.solve.book import Book, Floats
from kaimen.solve.cholesky import back_forward, factor
from kaimen.solve.compiled import compiled, inner
from kaimen.solve.pricing import (
    Desk,
    Prices,
    Sums,
    add_bend,
    add_curvature,
    add_slope,
    desk_of,
    gather,
    is_split,
    take_mean,
    weigh,
)

_MOST_STEPS = 40
_SWEEPS = 4


class _Bench(NamedTuple):
    """Room to work on a block: margins of its projects at reference prices, and its rows' slope and curvature."""

    margin: Floats  # (projects, options)
    reference: Floats  # rows of the block
    value: Floats  # 1
    slope: Floats
    curvature: Floats
    mean: Floats  # rows of the block
    cross: Floats  # (rows of the block, W)


@compiled
def price_blocks(book: Book, prices: Prices, tangles: Ints, weight: float, temperature: float, sums: Sums) -> None:
    """Settle the local prices of some tangles of blocks and add up their projects."""
    desk = desk_of(book)
    rows = 1
    for block in range(len(book.block_start) - 1):
        rows = max(rows, book.block_row_start[block + 1] - book.block_row_start[block])
    bench = _Bench(
        np.zeros((book.most[2], book.most[0])),
        np.zeros(rows),
        np.zeros(1),
        np.zeros(rows),
        np.zeros((rows, rows)),
        np.zeros(rows),
        np.zeros((rows, book.wide)),
    )
    for tangle in tangles:
        low, high = book.tangle_start[tangle], book.tangle_start[tangle + 1]
        for _ in range(1 if high - low == 1 else _SWEEPS):
            for block in range(low, high):
                _settle(book, prices, block, temperature, desk, bench)
        for block in range(low, high):
            _add_block(book, prices, block, weight, temperature, sums, desk, bench)
            if len(sums.curvature) and high - low == 1:
                _add_schur(book, prices, block, weight, temperature, sums, desk, bench)


@inner
def _settle(book: Book, prices: Prices, block: int, temperature: float, desk: Desk, bench: _Bench) -> None:
    """Find the least of a block's part over the prices of its own rows, by damped Newton steps."""
    low, high = book.block_row_start[block], book.block_row_start[block + 1]
    size = high - low
    usual = 0.0
    for index in range(book.block_start[block], book.block_start[block + 1]):
        project = book.block_project[index]
        usual = max(usual, book.usual[project])
        first = book.first[project]
        for place in range(book.first[project + 1] - first):
            margin = gather(book, prices, first + place, place, temperature, project, desk)
            bench.margin[index - book.block_start[block], place] = margin
    for row in range(size):
        bench.reference[row] = prices.row[low + row]
    _look(book, prices, block, temperature, desk, bench)
    damping = 1e-8
    before, step = np.zeros(size), np.zeros(size)
    system = np.zeros((size, size))
    for _ in range(_MOST_STEPS):
        value = bench.value[0]
        gain = _step(book, prices, low, damping, usual, step, system, bench)
        if gain <= 1e-5 * temperature * usual:
            break
        predicted = 0.0
        for row in range(size):
            before[row] = prices.row[low + row]
            moved = before[row] + step[row]
            if book.sense[low + row] * moved < 0.0:
                moved = 0.0
            prices.row[low + row] = moved
            predicted += bench.slope[row] * (moved - before[row])
        _look(book, prices, block, temperature, desk, bench)
        if bench.value[0] <= value + 1e-3 * min(predicted, 0.0):
            damping = max(damping / 8.0, 1e-10)
        else:
            for row in range(size):
                prices.row[low + row] = before[row]
            damping *= 16.0
            _look(book, prices, block, temperature, desk, bench)
            if damping > 1e8:
                break


@inner
def _step(
    book: Book, prices: Prices, low: int, damping: float, usual: float, step: Floats, system: Floats, bench: _Bench
) -> float:
    """Write the Newton step of the rows that may move; return the decrease it promises."""
    size = len(step)
    largest = 0.0
    for row in range(size):
        largest = max(largest, bench.curvature[row, row])
    for row in range(size):
        price, slope = prices.row[low + row], bench.slope[row]
        held = book.sense[low + row] != 0 and price == 0.0 and book.sense[low + row] * slope >= 0.0
        step[row] = 0.0 if held else -slope
        for other in range(row, size):
            system[row, other] = 0.0 if held else bench.curvature[row, other]
        if held:
            for other in range(row):
                system[other, row] = 0.0
            system[row, row] = 1.0
        else:
            system[row, row] += damping * bench.curvature[row, row] + 1e-9 * largest + 1e-12 / usual
    if not factor(system):
        return 0.0
    back_forward(system, step)
    gain = 0.0
    for row in range(size):
        step[row] = min(max(step[row], -2.0 * usual), 2.0 * usual)
        gain -= step[row] * bench.slope[row]
    return gain


@inner
def _look(book: Book, prices: Prices, block: int, temperature: float, desk: Desk, bench: _Bench) -> None:
    """Write value, slope and curvature of a block in the prices of its own rows."""
    low, high = book.block_row_start[block], book.block_row_start[block + 1]
    bench.value[0] = 0.0
    for row in range(high - low):
        bench.slope[row] = book.side[low + row]
        bench.value[0] += book.side[low + row] * prices.row[low + row]
        for other in range(high - low):
            bench.curvature[row, other] = 0.0
    for index in range(book.block_start[block], book.block_start[block + 1]):
        project = book.block_project[index]
        first, options = book.first[project], book.first[project + 1] - book.first[project]
        for place in range(options):
            margin = bench.margin[index - book.block_start[block], place]
            for entry in range(book.local[first + place], book.start[first + place + 1]):
                row = book.row[entry] - low
                if 0 <= row < high - low:
                    margin -= (prices.row[low + row] - bench.reference[row]) * book.amount[entry]
            desk.margin[place] = margin
        bench.value[0] += weigh(book, project, temperature, options, desk)
        _add_own(book, first, options, low, high, 1.0 / (temperature * book.usual[project]), desk, bench)


@inner
def _add_own(
    book: Book, first: int, options: int, low: int, high: int, scale: float, desk: Desk, bench: _Bench
) -> None:
    for row in range(high - low):
        bench.mean[row] = 0.0
    for place in range(options):
        weight = desk.weight[place]
        begin, end = book.local[first + place], book.start[first + place + 1]
        for one in range(begin, end):
            row = book.row[one] - low
            if not 0 <= row < high - low:
                continue
            value = weight * book.amount[one]
            bench.mean[row] += value
            for two in range(begin, end):
                other = book.row[two] - low
                if 0 <= other < high - low:
                    bench.curvature[row, other] += scale * value * book.amount[two]
    for row in range(high - low):
        if bench.mean[row] == 0.0:
            continue
        bench.slope[row] -= bench.mean[row]
        for other in range(high - low):
            bench.curvature[row, other] -= scale * bench.mean[row] * bench.mean[other]


@inner
def _add_block(
    book: Book, prices: Prices, block: int, weight: float, temperature: float, sums: Sums, desk: Desk, bench: _Bench
) -> None:
    """Add a block's value, slope and curvature in the wide prices, its own rows' prices held."""
    low, high = book.block_row_start[block], book.block_row_start[block + 1]
    for row in range(low, high):
        sums.value[0] += weight * book.side[row] * prices.row[row]
    curved = len(sums.curvature) > 0
    for row in range(high - low if curved else 0):
        for wide in range(book.wide):
            bench.cross[row, wide] = 0.0
    for index in range(book.block_start[block], book.block_start[block + 1]):
        if not book.block_owned[index]:
            continue
        project = book.block_project[index]
        first, options = book.first[project], book.first[project + 1] - book.first[project]
        for place in range(options):
            desk.margin[place] = gather(book, prices, first + place, place, temperature, project, desk)
        sums.value[0] += weight * weigh(book, project, temperature, options, desk)
        add_slope(options, weight, sums.slope, desk)
        if curved:
            scale = 1.0 / (temperature * book.usual[project])
            if is_split(options, desk):
                add_curvature(options, weight * scale, sums.curvature, desk)
                _add_cross(book, first, options, low, high, scale, desk, bench)
            if len(book.cost_amount):
                add_bend(book, first, options, weight, sums.curvature, desk)


@inner
def _add_cross(
    book: Book, first: int, options: int, low: int, high: int, scale: float, desk: Desk, bench: _Bench
) -> None:
    for row in range(high - low):
        bench.mean[row] = 0.0
    for place in range(options):
        weight = desk.weight[place]
        for entry in range(book.local[first + place], book.start[first + place + 1]):
            row = book.row[entry] - low
            if not 0 <= row < high - low:
                continue
            value = weight * book.amount[entry]
            bench.mean[row] += value
            for wide in range(desk.filled[place]):
                bench.cross[row, desk.row[place, wide]] += scale * value * desk.value[place, wide]
    size = take_mean(options, desk)
    for row in range(high - low):
        if bench.mean[row] != 0.0:
            for index in range(size):
                bench.cross[row, desk.union[index]] -= scale * bench.mean[row] * desk.mean[index]


@inner
def _add_schur(
    book: Book, prices: Prices, block: int, weight: float, temperature: float, sums: Sums, desk: Desk, bench: _Bench
) -> None:
    """Take off the curvature what the block's own prices give way by when wide prices move."""
    low = book.block_row_start[block]
    usual = 0.0
    for index in range(book.block_start[block], book.block_start[block + 1]):
        usual = max(usual, book.usual[book.block_project[index]])
    free = _free_rows(book, prices, low, book.block_row_start[block + 1], 1e-4 / (temperature * usual), bench)
    size = len(free)
    system = np.zeros((size, size))
    for one in range(size):
        for two in range(one, size):
            system[one, two] = bench.curvature[free[one], free[two]]
        system[one, one] *= 1.0 + 1e-6
    if size == 0 or not factor(system):
        return
    count = _crossed(book, free, desk, bench)
    half = _half(system, free, count, desk, bench)
    for one in range(size):
        for index in range(count):
            value = weight * half[one, index]
            for other in range(index, count):
                sums.curvature[desk.union[index], desk.union[other]] -= value * half[one, other]


@inner
def _free_rows(book: Book, prices: Prices, low: int, high: int, least: float, bench: _Bench) -> Ints:
    """Return the rows of a block whose prices would move; those with less curvature than `least` are left alone."""
    largest = 1e6 * least
    for row in range(high - low):
        largest = max(largest, bench.curvature[row, row])
    free = np.zeros(high - low, dtype=np.int64)
    size = 0
    for row in range(high - low):
        at_zero = book.sense[low + row] != 0 and prices.row[low + row] == 0.0
        if not at_zero and bench.curvature[row, row] > 1e-6 * largest:
            free[size] = row
            size += 1
    return free[:size]


@inner
def _crossed(book: Book, free: Ints, desk: Desk, bench: _Bench) -> int:
    """Write the wide rows that the free rows are tied to into `desk.union`; return how many."""
    count = 0
    for wide in range(book.wide):
        for row in free:
            if bench.cross[row, wide] != 0.0:
                desk.union[count] = wide
                count += 1
                break
    return count


@inner
def _half(upper: Floats, free: Ints, count: int, desk: Desk, bench: _Bench) -> Floats:
    """Return X with U'X = the cross part of the curvature, U'U the block's own."""
    half = np.zeros((len(free), count))
    for one in range(len(free)):
        for index in range(count):
            half[one, index] = bench.cross[free[one], desk.union[index]]
        for two in range(one):
            for index in range(count):
                half[one, index] -= upper[two, one] * half[two, index]
        for index in range(count):
            half[one, index] /= upper[one, one]
    return half
