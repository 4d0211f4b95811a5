"""Compiled loops of the smoothed dual: its value, slope and curvature at given prices.

With margins m_o at the prices and a temperature T, a project adds tau log(sum exp(m_o / tau)), tau
being T times its usual benefit, over its options and 0 (without 0 where it must be chosen). Of a
cost that several funds may bear, each takes z = cap / (1 + exp((price - level) / t)), the level
being such that the cost is met: the cheapest split where t is near 0. Prices of local rows are at
their best within each block, so that the blocks' part of the sum, its slope and curvature are in
the wide prices alone (the curvature is a Schur complement).
"""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints
from kaimen.solve.book import Book, Floats
from kaimen.solve.compiled import compiled, inner

_FAR = 36.0
"""A margin this many temperatures below the best has no weight (e to the -36 is 2e-16)."""

_LIGHT = 1e-7


class Prices(NamedTuple):
    """Real prices: of all rows (wide, then local) and of life rows, in scaled benefit per scaled unit."""

    row: Floats
    life: Floats


class Sums(NamedTuple):
    """What a pass adds up: the value, and slope and curvature in the wide prices."""

    value: Floats  # 1
    slope: Floats  # W
    curvature: Floats  # (W, W), upper triangle; (0, 0) where it is not asked for


class Desk(NamedTuple):
    """Room to work in, for one thread."""

    margin: Floats  # options of a project
    weight: Floats
    filled: Ints
    row: npt.NDArray[np.int64]  # (options, entries)
    value: Floats
    bend: Floats  # (options, split entries): how much each entry gives way
    place: Ints  # W: where a wide row is in `union`, or -1
    union: Ints
    mean: Floats


@inner
def desk_of(book: Book) -> Desk:
    """Return room to work in."""
    options, entries = book.most[0], book.most[1]
    return Desk(
        np.zeros(options),
        np.zeros(options),
        np.zeros(options, dtype=np.int64),
        np.zeros((options, entries), dtype=np.int64),
        np.zeros((options, entries)),
        np.zeros((options, book.most[3])),
        np.full(book.wide, -1),
        np.zeros(book.wide, dtype=np.int64),
        np.zeros(book.wide),
    )


@inner
def exact_margin(book: Book, prices: Prices, option: int) -> float:
    """Return benefit less everything the option takes at the prices, its costs split as cheaply as lawful."""
    margin = float(book.benefit[option])
    for entry in range(book.start[option], book.start[option + 1]):
        margin -= prices.row[book.row[entry]] * book.amount[entry]
    for life in range(book.life_start[option], book.life_start[option + 1]):
        margin += prices.life[life] * book.life_cap[life]
    for cost in range(book.cost_start[option], book.cost_start[option + 1]):
        margin -= _cheapest(book, prices, cost)
    return margin


@inner
def _entry_price(book: Book, prices: Prices, entry: int) -> float:
    life = book.split_life[entry]
    price = float(prices.row[book.split_row[entry]])
    return price + float(prices.life[life]) if life >= 0 else price


@inner
def _cheapest(book: Book, prices: Prices, cost: int) -> float:
    low, high = book.split_start[cost], book.split_start[cost + 1]
    due, paid, floor, last = book.cost_amount[cost], 0.0, -np.inf, -1
    for _ in range(high - low):
        if due <= 0.0:
            break
        best, at = np.inf, -1
        for entry in range(low, high):
            price = _entry_price(book, prices, entry)
            if (price > floor or (price == floor and entry > last)) and price < best:
                best, at = price, entry
        amount = min(due, book.split_cap[at])
        paid += amount * best
        due -= amount
        floor, last = best, at
    return paid


@inner
def _smooth_costs(book: Book, prices: Prices, option: int, place: int, t: float, desk: Desk) -> float:
    """Write the smoothed splits of an option's costs into its column; return what they cost."""
    total = 0.0
    begin = desk.filled[place]
    has_life = book.life_start[option + 1] > book.life_start[option]
    for _ in range(8 if has_life else 1):
        total = 0.0
        desk.filled[place] = begin
        at = 0
        for cost in range(book.cost_start[option], book.cost_start[option + 1]):
            total += _smooth_cost(book, prices, cost, place, t, at, desk)
            at += book.split_start[cost + 1] - book.split_start[cost]
        if not has_life or _life_settled(book, prices, option, place, begin, desk):
            break
    for life in range(book.life_start[option], book.life_start[option + 1]):
        total -= prices.life[life] * book.life_cap[life]
    return total


@inner
def _life_settled(book: Book, prices: Prices, option: int, place: int, begin: int, desk: Desk) -> bool:
    """Move the prices of the option's life rows a step nearer to where their caps hold."""
    settled = True
    first = book.split_start[book.cost_start[option]]
    entries = desk.filled[place] - begin
    for life in range(book.life_start[option], book.life_start[option + 1]):
        used, bend = 0.0, 0.0
        for entry in range(entries):
            if book.split_life[first + entry] == life:
                used += desk.value[place, begin + entry]
                bend += desk.bend[place, entry]
        over = used - book.life_cap[life]
        if abs(over) > 1e-3 * (book.life_cap[life] + 1.0) and (over > 0.0 or prices.life[life] > 0.0):
            step = over / max(bend, 1e-12 * book.life_cap[life] + 1e-300)
            most = 0.5 * prices.life[life] + abs(prices.row[book.split_row[first]]) + 1e-9
            prices.life[life] = max(0.0, prices.life[life] + min(max(step, -most), most))
            settled = False
    return settled


@inner
def _smooth_cost(book: Book, prices: Prices, cost: int, place: int, t: float, at: int, desk: Desk) -> float:
    low, high = book.split_start[cost], book.split_start[cost + 1]
    due, room = book.cost_amount[cost], 0.0
    cheapest, dearest = np.inf, -np.inf
    for entry in range(low, high):
        price = _entry_price(book, prices, entry)
        cheapest, dearest = min(cheapest, price), max(dearest, price)
        room += book.split_cap[entry]
    is_full = room <= due * (1.0 + 1e-12)
    level = _level(book, prices, cost, t, cheapest - _FAR * t, dearest + _FAR * t) if not is_full else 0.0
    total = 0.0
    for entry in range(low, high):
        cap = book.split_cap[entry]
        price = _entry_price(book, prices, entry)
        part = 1.0 if is_full else 1.0 / (1.0 + exp(min(max((price - level) / t, -_FAR), _FAR)))
        amount = cap * part
        total += price * amount
        if 1e-15 < part < 1.0 - 1e-15:
            total += t * cap * (part * log(part) + (1.0 - part) * log(1.0 - part))
        desk.row[place, desk.filled[place]] = book.split_row[entry]
        desk.value[place, desk.filled[place]] = amount
        desk.bend[place, at + entry - low] = amount * (1.0 - part) / t
        desk.filled[place] += 1
    return total


@inner
def _level(book: Book, prices: Prices, cost: int, t: float, low: float, high: float) -> float:
    """Return the price level at which the smoothed split meets the cost, by Newton steps kept within a bracket."""
    level = 0.5 * (low + high)
    due = book.cost_amount[cost]
    for _ in range(60):
        taken, bend = 0.0, 0.0
        for entry in range(book.split_start[cost], book.split_start[cost + 1]):
            gap = min(max((_entry_price(book, prices, entry) - level) / t, -_FAR), _FAR)
            part = 1.0 / (1.0 + exp(gap))
            taken += book.split_cap[entry] * part
            bend += book.split_cap[entry] * part * (1.0 - part) / t
        if abs(taken - due) <= 1e-9 * due:
            break
        if taken > due:
            high = level
        else:
            low = level
        level = level + (due - taken) / bend if bend > 0.0 else low
        if not low < level < high:
            level = 0.5 * (low + high)
    return level


@inner
def gather(book: Book, prices: Prices, option: int, place: int, temperature: float, project: int, desk: Desk) -> float:
    """Write an option's wide column, smoothed splits included; return its margin (local rows included)."""
    margin = float(book.benefit[option])
    count = 0
    for entry in range(book.start[option], book.local[option]):
        desk.row[place, count] = book.row[entry]
        desk.value[place, count] = book.amount[entry]
        margin -= prices.row[book.row[entry]] * book.amount[entry]
        count += 1
    for entry in range(book.local[option], book.start[option + 1]):
        margin -= prices.row[book.row[entry]] * book.amount[entry]
    desk.filled[place] = count
    money = 0.0
    for cost in range(book.cost_start[option], book.cost_start[option + 1]):
        money += book.cost_amount[cost]
    if money > 0.0:
        t = temperature * book.usual[project] / money
        margin -= _smooth_costs(book, prices, option, place, t, desk)
    return margin


@inner
def weigh(book: Book, project: int, temperature: float, options: int, desk: Desk) -> float:
    """Turn margins into weights; return the project's part of the value."""
    tau = temperature * book.usual[project]
    best = -np.inf if book.must[project] else 0.0
    for place in range(options):
        best = max(best, desk.margin[place])
    total = 0.0 if book.must[project] else exp(-best / tau)
    for place in range(options):
        desk.weight[place] = exp((desk.margin[place] - best) / tau)
        total += desk.weight[place]
    for place in range(options):
        desk.weight[place] /= total
    return float(best + tau * log(total))


@inner
def add_slope(options: int, weight: float, slope: Floats, desk: Desk) -> None:
    """Take the weighted columns off the slope."""
    for place in range(options):
        share = weight * desk.weight[place]
        if share > 0.0:
            for entry in range(desk.filled[place]):
                slope[desk.row[place, entry]] -= share * desk.value[place, entry]


@inner
def is_split(options: int, desk: Desk) -> bool:
    """Return whether more than one choice has weight."""
    found = False
    for place in range(options):
        found |= _LIGHT < desk.weight[place] < 1.0 - _LIGHT
    return found


@inner
def take_mean(options: int, desk: Desk) -> int:
    """Write the weighted mean column and the rows it has; return how many."""
    size = 0
    for place in range(options):
        share = desk.weight[place]
        if share <= _LIGHT:
            continue
        for entry in range(desk.filled[place]):
            row = desk.row[place, entry]
            if desk.place[row] < 0:
                desk.place[row] = size
                desk.union[size] = row
                desk.mean[size] = 0.0
                size += 1
            desk.mean[desk.place[row]] += share * desk.value[place, entry]
    for index in range(size):
        desk.place[desk.union[index]] = -1
    return size


@inner
def add_curvature(options: int, scale: float, curvature: Floats, desk: Desk) -> None:
    """Add scale x the covariance of the columns under the weights (upper triangle)."""
    for place in range(options):
        share = scale * desk.weight[place]
        if desk.weight[place] <= _LIGHT:
            continue
        for one in range(desk.filled[place]):
            row, value = desk.row[place, one], share * desk.value[place, one]
            for two in range(one, desk.filled[place]):
                other = desk.row[place, two]
                curvature[min(row, other), max(row, other)] += value * desk.value[place, two]
    size = take_mean(options, desk)
    for one in range(size):
        row, value = desk.union[one], scale * desk.mean[one]
        for two in range(one, size):
            other = desk.union[two]
            curvature[min(row, other), max(row, other)] -= value * desk.mean[two]


@inner
def add_bend(book: Book, first: int, options: int, weight: float, curvature: Floats, desk: Desk) -> None:
    """Add what the smoothed splits add to the curvature."""
    for place in range(options):
        share = weight * desk.weight[place]
        if desk.weight[place] <= _LIGHT:
            continue
        begin = 0
        for cost in range(book.cost_start[first + place], book.cost_start[first + place + 1]):
            low, size = book.split_start[cost], book.split_start[cost + 1] - book.split_start[cost]
            total = 0.0
            for entry in range(size):
                total += desk.bend[place, begin + entry]
            for one in range(size if total > 0.0 else 0):
                row, bend = book.split_row[low + one], desk.bend[place, begin + one]
                curvature[row, row] += share * bend
                for two in range(one, size):
                    other = book.split_row[low + two]
                    part = share * bend * desk.bend[place, begin + two] / total
                    curvature[min(row, other), max(row, other)] -= part
            begin += size


@compiled
def price_singles(book: Book, prices: Prices, projects: Ints, weight: float, temperature: float, sums: Sums) -> None:
    """Add up the projects that are in no block; each counts `weight` times (where they are a sample)."""
    desk = desk_of(book)
    curved = len(sums.curvature) > 0
    for project in projects:
        first, options = book.first[project], book.first[project + 1] - book.first[project]
        tau = temperature * book.usual[project]
        best = -np.inf
        for place in range(options):
            best = max(best, exact_margin(book, prices, first + place))
        if not book.must[project] and best < -_FAR * tau:
            continue
        for place in range(options):
            desk.margin[place] = gather(book, prices, first + place, place, temperature, project, desk)
        sums.value[0] += weight * weigh(book, project, temperature, options, desk)
        add_slope(options, weight, sums.slope, desk)
        if curved:
            if is_split(options, desk):
                add_curvature(options, weight / tau, sums.curvature, desk)
            if len(book.cost_amount):
                add_bend(book, first, options, weight, sums.curvature, desk)


@compiled
def write_margins(book: Book, prices: Prices, begin: int, end: int, margin: Floats) -> None:
    """Write the exact margins of some options."""
    for option in range(begin, end):
        margin[option] = exact_margin(book, prices, option)
