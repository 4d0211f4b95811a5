"""Problems of many projects: prices by columns, then a portfolio within a window around them.

1. Prices from the smoothed dual, then from linear programs over windows (`dual`, `refine`).
2. A portfolio: the linear program's point rounded and mended, over the projects in doubt alone.
3. Moves over that window; moves over a few hundred projects that share quotas; and sub-problems of some
   hundred projects in the exact solver, each with the choice for all others fixed (large neighbourhood
   search: Shaw 1998, doi:10.1007/3-540-49481-2_30).
4. Once, a bound part by part (`part_bound`), where there are not too many projects for the exact solver.
5. Where the prices' bound is near and the question small enough, the exact solver beside the moves.

Where the stop rule counts seconds, two searches run side by side and take over each other's best;
where it counts work, they take turns, so that the result repeats.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import inf, isfinite

import numpy as np

from kaimen.portfolio import Portfolio, PriceList, bound, check
from kaimen.problem import Ints, Problem
from kaimen.solve.clock import Clock
from kaimen.solve.complete import complete
from kaimen.solve.dual import Dual, make_dual, smoothed_prices
from kaimen.solve.exchange import Exchange
from kaimen.solve.highs import run
from kaimen.solve.improve import make_improver
from kaimen.solve.model import build_model, point_of, whole_bound
from kaimen.solve.neighbourhood import Neighbourhoods
from kaimen.solve.part_bound import bound_by_parts
from kaimen.solve.race import Race, Runner
from kaimen.solve.refine import Refined, in_doubt, refined, unrefined
from kaimen.solve.stop import Progress, SoFar, Stop
from kaimen.solve.turns import Turns
from kaimen.solve.window import Window, window_of

_PRICE_WINDOW = 5_000
_MOVE_WINDOWS = (1_500, 800, 3_000)
_PRICE_ROUNDS = 4
_MOVES = 1_000
_PATIENCE = 25
"""Steps in turn without anything better after which a search without a limit ends."""

_TURNS = 10
"""Rounds of moves to a search near the best, and one in the exact solver, where they take turns."""

_PLACES, _TO_A_PLACE = (2, 3, 4), 120
"""Around how many projects a search near the best looks, and at how many around each."""

_EVERYWHERE = 4
"""One in so many of these searches looks anywhere, the others at quotas that are not used up."""

_NEAR_MOVES = (5_000, 10_000, 20_000)
_RACE, _NEAR, _EXACT = range(3)

_TO_STATE = 0.6
"""The part of the seconds left, on one thread, that the bound part by part may take."""

_CLOSE, _FEW_TERMS = 0.005, 300_000
"""Below this gap to the prices' bound, and with at most so many coefficients, the exact solver comes to an end."""

_GRID_LOSS = 1e-8


@dataclass(frozen=True, slots=True)
class Found:
    """What the search came to; without a portfolio none was found."""

    portfolio: Portfolio | None
    prices: PriceList
    bound: Fraction
    stated: Fraction | None  # the solver's bound, part by part
    is_over: bool  # the stop rule said so; else nothing better was found for a long time


def solve_large(
    problem: Problem,
    stop: Stop,
    watch: Callable[[Progress], None] | None,
    clock: Clock,
    threads: int,
    *,
    by_parts: bool = True,
) -> Found:
    """Return a portfolio that passes `check`, prices and bounds; see the head of this module.

    Without `by_parts` there is no bound but that of the prices.
    """
    dual = make_dual(problem, threads)
    try:
        return _Large(dual, stop, watch, clock, by_parts=by_parts).run(threads)
    finally:
        dual.pool.shutdown()


class _Large:
    """One search. `best` is the scaled benefit and the options of the best portfolio so far."""

    def __init__(
        self, dual: Dual, stop: Stop, watch: Callable[[Progress], None] | None, clock: Clock, *, by_parts: bool
    ) -> None:
        self.dual, self.problem = dual, dual.problem
        self.stop, self.watch, self.clock = stop, watch, clock
        self.bound = inf
        self.stated: Fraction | None = None
        self.to_state = self.to_prove = by_parts
        self.moves, self.steps, self.searches = 0, 0, 0
        self.turns = Turns(3)
        self.seen = -1.0
        self.kept: list[tuple[int, Ints]] = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.race = Race()

    def run(self, threads: int) -> Found:
        at = self._prices()
        prices = self.dual.listed(at.prices, _grid(self.problem, at.value), "lp_relaxation")
        stated = bound(self.problem, prices)
        self.bound = float(stated)
        self._improve(at, prices, threads)
        is_over = self._enough()
        return Found(self._portfolio(), prices, stated, self.stated, is_over)

    def _prices(self) -> Refined:
        """Return the best prices there is time for."""
        columns = len(self.problem.projects)
        raw = smoothed_prices(self.dual, lambda *_: not self._is_over())
        at = unrefined(self.dual, raw)

        def go_on(now: Refined) -> bool:
            self.bound = now.value / self.problem.benefit_scale
            return not self._is_over()

        return refined(self.dual, at, min(_PRICE_WINDOW, columns), _PRICE_ROUNDS, go_on)

    def _improve(self, at: Refined, prices: PriceList, threads: int) -> None:
        self.start = (at, prices)
        self.near = Neighbourhoods(self.dual, at)
        self._move()  # a portfolio is wanted however soon the search is to end
        if self.stop.is_work or threads < 2:
            self._in_turn()
        else:
            self._side_by_side()

    def _entrant(self, at: Refined, prices: PriceList, number: int) -> Runner | None:
        """Return a search from the linear program's point, within a window of its own size, with its own seed."""
        size = min(_MOVE_WINDOWS[number % len(_MOVE_WINDOWS)], len(self.problem.projects))
        free = in_doubt(self.dual, at.margin, size)
        window = window_of(self.problem, free, np.flatnonzero(at.taken > 0.5))
        runner = self._runner(window, at.value, prices, number)
        values = np.ones(window.problem.option_count)
        values[: len(window.option)] = at.taken[window.option]
        return runner if runner is not None and runner.improver.start(values) else None

    def _in_turn(self) -> None:
        idle, before = 0, -1
        while not self._is_over() and not self.race.is_dead and idle < _PATIENCE:
            for _ in range(_TURNS):
                if not self._is_over():
                    self._move()
            for search in (self._state, self._near_by, self._sub_problem):
                if self.kept and self.race.is_decided and not self._is_over():
                    search()
            now = self.kept[-1][0] if self.kept else -1
            idle, before = (0, now) if now != before else (idle + 1, before)

    def _side_by_side(self) -> None:
        failures: list[BaseException] = []

        def work() -> None:
            try:
                while not self.ended.is_set():
                    self._turn()
            except BaseException as failure:  # noqa: BLE001 - raised again by the thread that called
                failures.append(failure)
                self.ended.set()

        threads = [threading.Thread(target=work, daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            while not self.ended.is_set() and not self.race.is_dead and not self._is_over():
                threads[0].join(0.2)
        finally:
            self.ended.set()
            for thread in threads:
                thread.join()
        if failures:
            raise failures[0]

    def _turn(self) -> None:
        """Let the race go on until it is decided; then the way that gained most of late."""
        way = _RACE
        if self.kept and self.race.is_decided:
            if self._state() or self._prove():
                return
            with self.lock:
                way = self.turns.next((_NEAR, _EXACT) if self.race.is_busy else (_RACE, _NEAR, _EXACT))
        began, before = self.clock.seconds, self._value()
        if not (self._move, self._near_by, self._sub_problem)[way]():
            self.ended.wait(0.01)
        with self.lock:
            self.turns.note(way, self.clock.seconds - began, self._value() - before)

    def _move(self) -> bool:
        """Let a search of the race make moves; return whether there was one that could."""
        with self.lock:
            turn = self.race.next()
        if turn is None:
            return False
        if isinstance(turn, int):
            runner = self._entrant(*self.start, turn)
            with self.lock:
                self.race.enter(runner)
            if runner is None:
                return True
        else:
            runner = turn
        best = self.kept[-1] if self.kept and self.race.is_decided else None
        found = runner.run(_MOVES, best)
        with self.lock:
            runner.busy = False
            self.moves += _MOVES
        if found is not None:
            self._take(*found)
        return True

    def _near_by(self) -> bool:
        """Make moves over a few hundred projects that share quotas; return whether there was a start."""
        with self.lock:
            number, best = self.searches, self.kept[-1]
            self.searches += 1
        places = _PLACES[number % len(_PLACES)]
        # What is left of few quotas is most of the gap, so most searches look there; others keep them from repeating.
        if number % _EVERYWHERE:
            free = self.near.at_waste(best[1], places, _TO_A_PLACE)
        else:
            free = self.near.alike(places, _TO_A_PLACE)
        found = self._within(free, best[1], best[1], _NEAR_MOVES[number // len(_PLACES) % len(_NEAR_MOVES)], number)
        if found is not None and found[0] > best[0] and not self._take(*found):
            # The other search found something better meanwhile: what was found here is tried on top of it.
            found = self._within(free, self.kept[-1][1], found[1], _MOVES, number)
            if found is not None:
                self._take(*found)
        return found is not None

    def _within(self, free: Ints, outside: Ints, begin: Ints, moves: int, seed: int) -> tuple[int, Ints] | None:
        """Return the best found by moves over the free projects, all others as in `outside`."""
        at, prices = self.start
        window = window_of(self.problem, free, outside)
        runner = self._runner(window, at.value, prices, seed)
        values = np.ones(window.problem.option_count)
        values[: len(window.option)] = np.isin(window.option, begin)
        if runner is None or not runner.improver.start(values):
            return None
        found = None
        for _ in range(moves // _MOVES):
            if self.ended.is_set() or self._enough():
                break
            found = runner.run(_MOVES, None)
            with self.lock:
                self.moves += _MOVES
        return found

    def _runner(self, window: Window, bound: float, prices: PriceList, number: int) -> Runner | None:
        fixed = int(self.problem.benefit[window.fixed].sum())
        listed = _listed(self.problem, window, prices)
        improver = make_improver(window.problem, listed, bound - fixed, self.problem.seed + number)
        return Runner(improver, window, fixed) if improver is not None else None

    def _sub_problem(self) -> bool:
        chosen = self.near.step(
            self.kept[-1][1], Stop(lambda _: self.ended.is_set() or self._enough(), self.stop.is_work)
        )
        self.steps += 1
        return chosen is not None and self._take(int(self.problem.benefit[chosen].sum()), chosen)

    def _state(self) -> bool:
        """Work out the bound part by part, once; return whether it was this time."""
        with self.lock:
            if not self.to_state:
                return False
            self.to_state = False
        stop = Stop(lambda _: self.ended.is_set() or self._enough(), self.stop.is_work)
        seconds = inf if self.stop.is_work else _TO_STATE * (self.stop.seconds - self.clock.seconds)
        found = bound_by_parts(self.dual, self.start[0].prices, self.kept[-1][1], stop, seconds)
        if found is not None:
            self._lower(found / self.problem.benefit_scale)
        return True

    def _prove(self) -> bool:
        """Give the whole question to the exact solver, once and where that promises something."""
        problem = self.problem
        terms = len(problem.demand.amount) + len(problem.rule_terms.amount)
        with self.lock:
            near = self.bound - self._benefit() < _CLOSE * abs(self.bound)
            if not self.to_prove or self.stop.is_work or terms > _FEW_TERMS or not near:
                return False
            self.to_prove = False
        model = build_model(problem)
        portfolio = complete(problem, self.kept[-1][1].tolist())
        start = point_of(problem, model, portfolio) if portfolio is not None else None
        stop = Stop(lambda _: self.ended.is_set() or self._enough(), is_work=False, seconds=self.stop.seconds)
        step = 1.0 / (model.benefit_unit * problem.benefit_scale)
        exchange, before = Exchange(problem, model, self), self._progress()
        answer = run(
            model, stop, lambda progress: self._lower(progress.bound), start, step, partner=exchange, before=before
        )
        if answer.values is not None:
            exchange.offer(answer.values)
        self._lower(-answer.bound * model.benefit_unit)
        return True

    def _lower(self, stated: float) -> None:
        """Note a bound that the exact solver states, rounded down to the grid on which benefits lie."""
        if isfinite(stated):
            found = self.problem.benefit_of(whole_bound(stated * self.problem.benefit_scale))
            with self.lock:
                self.stated = min(self.stated, found) if self.stated is not None else found
                self.bound = min(self.bound, float(self.stated))

    def offer(self, chosen: list[int]) -> None:
        """Take a portfolio that the exact solver found, if it keeps every row to the last unit."""
        portfolio = complete(self.problem, chosen)
        if portfolio is not None and not check(self.problem, portfolio):
            self._take(int(self.problem.benefit[portfolio.chosen].sum()), portfolio.chosen)

    def best(self) -> tuple[int, Ints] | None:
        """Return the best portfolio so far."""
        return self.kept[-1] if self.kept else None

    def _take(self, value: int, chosen: Ints) -> bool:
        """Keep a portfolio that is better than all before; with shares of whole costs only if it can be paid."""
        with self.lock:
            if value <= self._value():
                return False
            if len(self.problem.life.cap) and complete(self.problem, chosen.tolist()) is None:
                return False
            self.kept.append((value, chosen))
            del self.kept[:-20]
            return True

    def _benefit(self) -> float:
        return float(self.problem.benefit_of(self.kept[-1][0])) if self.kept else -inf

    def _value(self) -> int:
        return self.kept[-1][0] if self.kept else -(2**62)

    def _progress(self) -> Progress:
        so_far = SoFar(self.kept[-1][1], self.start[1]) if self.kept else None
        return Progress(self.clock.seconds, self.steps, self._benefit(), self.bound, self.moves, so_far)

    def _enough(self) -> bool:
        return self._is_proved() or self.stop(self._progress())

    def _is_proved(self) -> bool:
        return (
            bool(self.kept)
            and isfinite(self.bound)
            and whole_bound(self.bound * self.problem.benefit_scale) <= self._value()
        )

    def _is_over(self) -> bool:
        """Report, at most about once a second, and return whether the stop rule says so."""
        progress = self._progress()
        if self.watch is not None and progress.seconds - self.seen >= 0.9:
            self.seen = progress.seconds
            self.watch(progress)
        return self._is_proved() or self.stop(progress)

    def _portfolio(self) -> Portfolio | None:
        """Return the best portfolio that passes `check`."""
        for _, chosen in reversed(self.kept):
            portfolio = complete(self.problem, chosen.tolist())
            if portfolio is not None and not check(self.problem, portfolio):
                return portfolio
        return None


def _listed(problem: Problem, window: Window, prices: PriceList) -> PriceList:
    """Return the prices of a window's rows."""
    life = np.isin(problem.life.option, window.option)
    return replace(prices, rule=prices.rule[window.rule], life=prices.life[life])


def _grid(problem: Problem, value: float) -> int:
    """Return a grid so fine that rounding costs little of the bound, and so coarse that sums fit into 64 bits."""
    sides = sum(float(np.abs(part.astype(float)).sum()) for part in (problem.limit, problem.fund_limit))
    sides += float(np.abs(problem.rule_side.astype(float)).sum()) + float(problem.life.cap.astype(float).sum())
    grid = 1
    while grid < 10**12 and 0.5 * sides / grid > _GRID_LOSS * max(1.0, abs(value)):
        grid *= 10
    return grid
