"""`solve`: prices from the relaxation, a portfolio by moves, the proof by HiGHS; every answer judged by `check`.

1. The relaxation gives prices (and may show that nothing fits).
2. Its point is rounded and mended, and improved by moves.
3. HiGHS takes the whole problem from there. Where the stop rule counts seconds, the moves go on beside it
   and the two give each other what they find; where it counts work, one thing is done after the other, so
   that the result repeats.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor, inf, isfinite
from typing import TYPE_CHECKING

import numpy as np

from kaimen.errors import Finding, KaimenError
from kaimen.portfolio import Bounds, Portfolio, PriceList, Result, Status, benefit, bound, check, gap
from kaimen.problem import Problem
from kaimen.problem.twins import twins
from kaimen.solve.beside import Beside
from kaimen.solve.clock import Clock
from kaimen.solve.closer import closer_duals
from kaimen.solve.complete import complete
from kaimen.solve.conflict import conflict
from kaimen.solve.exchange import Exchange
from kaimen.solve.highs import Answer, Verdict, run
from kaimen.solve.model import Floats, Model, build_model, point_of, whole_bound, without
from kaimen.solve.order import fill, in_order
from kaimen.solve.parts import find_parts
from kaimen.solve.relax import Relaxed, relax, relaxed_prices
from kaimen.solve.stop import NEVER, Progress, SoFar, Stop
from kaimen.solve.tree import Tree
from kaimen.solve.warm import Warm, known_choice

if TYPE_CHECKING:
    from kaimen.solve.anew import Anew
    from kaimen.solve.apart import Apart
    from kaimen.solve.around import Around
    from kaimen.solve.improve import Improver

__all__ = ["NoPlan", "Watch", "relaxed_prices", "solve"]

_MOST_ROUNDS = 100
"""How often a choice that only the solver's tolerance allows is ruled out before giving up."""

MANY = 5_000
"""Problems of so many projects are searched by columns and windows (`kaimen.solve.large`)."""

_TOO_MANY = 50_000
"""With more projects than this the whole problem is never given to the exact solver."""

FEW, _FEW_NODES = 150, 300
"""Problems of so few options go to the exact solver at once, and stay there if so few nodes are enough."""

_SOON = 0.1
"""The part of the seconds that the exact solver may take for these nodes, and moves before a look at all choices."""

_MOST_CHOICES, _TOO_MANY_CHOICES, _FEW_CHOICES = 1e12, 1e15, 1e8
"""Every choice within the gap is looked at if these are no more; where they are not far more, moves come first."""

_MOVES_BEFORE, _SLICE, _MOST_FALSE = 6_000, 100_000, 100

_MOVES = 1000
_NODES_TO_A_ROUND = 20
_STEPS = 6
"""Sub-problems before the proof, where the search counts work."""

_NEAR, _MANY = 0.04, 2000
"""Below this gap of the relaxation, and with more options, a tree without cuts closes the gap sooner than cuts do."""

_ROUNDS_BY_WORK, _ROUNDS_BY_CLOCK = 30, 3
"""Rounds of moves before the proof begins."""


@dataclass(frozen=True, slots=True)
class NoPlan:
    """There is no portfolio, or none was found before the stop; the findings say why."""

    findings: tuple[Finding, ...]


Watch = Callable[[Progress], None]


def solve(
    problem: Problem,
    stop: Stop = NEVER,
    watch: Watch | None = None,
    *,
    warm: Warm | None = None,
    threads: int = 2,
    few: int = FEW,
) -> Result | NoPlan:
    """Search for the portfolio with the most benefit; in a scenario with a strict order, follow the order.

    Args:
        problem: the statement.
        stop: when to end before the best is proved; work limits repeat, seconds do not.
        watch: called with the progress now and then, from the thread that called `solve`.
        warm: the result of a problem like this one, to begin from its portfolio.
        threads: 2 lets moves run beside the proof where the stop rule counts seconds; by work it is always 1.
        few: problems of at most so many options go to the exact solver at once, and stay there if it needs few nodes.

    Returns:
        A result whose portfolio passes `check`, or `NoPlan` with the rows that cannot hold together, or
        with the remark that nothing was found before the stop.
    """
    clock = Clock()
    if len(problem.projects) >= MANY and not len(problem.order):
        return _solve_large(problem, stop, watch, clock, threads)
    relaxed = relax(problem)
    if relaxed is None:
        return NoPlan(tuple(conflict(problem)))
    if len(problem.order):
        portfolio = in_order(problem)
        broken = tuple(check(problem, portfolio)) if portfolio is not None else ()
        if portfolio is None or broken:
            return NoPlan((_order_fails(), *broken))
        return _result(problem, portfolio, relaxed.prices, None, Status.ORDERED)
    search = _Search(problem, relaxed, stop, watch, clock)
    if problem.option_count <= few:
        result = search.prove_soon()
        if result is not None:
            return result
    search.begin(warm)
    return search.prove(beside=threads > 1 and not stop.is_work)


def _solve_large(problem: Problem, stop: Stop, watch: Watch | None, clock: Clock, threads: int) -> Result | NoPlan:
    """Search by columns and windows; problems that are not too large for it go on to the exact solver from there."""
    from kaimen.solve.large import solve_large  # noqa: PLC0415 - small problems need no compiled loops

    too_many = len(problem.projects) > _TOO_MANY
    found = solve_large(problem, stop, watch, clock, threads, by_parts=not too_many)
    if found.portfolio is not None and (found.is_over or too_many):
        return _settled(problem, found.portfolio, found.prices, (found.bound, found.stated), stop)
    if too_many:
        return _nothing()
    relaxed = Relaxed(found.prices, None) if found.portfolio is not None else relax(problem)
    if relaxed is None:
        return NoPlan(tuple(conflict(problem)))
    search = _Search(problem, relaxed, stop, watch, clock)
    search.best, search.stated = found.portfolio, found.stated
    if search.best is None:
        search.begin(None)
    return search.prove(beside=False)


def _settled(
    problem: Problem, portfolio: Portfolio, prices: PriceList, bounds: tuple[Fraction, Fraction | None], stop: Stop
) -> Result:
    """Return the result of a search that the stop rule ended; `bounds` are the prices' and, if any, the solver's."""
    portfolio = _ties_settled(problem, portfolio)
    priced = problem.benefit_of(floor(bounds[0] * problem.benefit_scale))
    stated = min(bounds[1], priced) if bounds[1] is not None else priced
    reached = benefit(problem, portfolio)
    if stated <= reached:
        return _result(problem, portfolio, prices, reached, Status.OPTIMAL)
    status = Status.GAP_REACHED if stop(Progress(0.0, 0, float(reached), float(stated))) else Status.STOPPED
    return replace(_result(problem, portfolio, prices, stated, status), repeats=stop.is_work)


class _Search:
    """One search: what is known so far of one problem."""

    def __init__(self, problem: Problem, relaxed: Relaxed, stop: Stop, watch: Watch | None, clock: Clock) -> None:
        self.problem, self.prices, self.values = problem, relaxed.prices, relaxed.values
        self.stop, self.watch, self.clock = stop, watch, clock
        self.price_bound = bound(problem, relaxed.prices)
        self.best: Portfolio | None = None
        self.improver: Improver | None = None
        self.stated: Fraction | None = None
        self.around: Around | None = None
        self._is_behind = False

    def begin(self, warm: Warm | None) -> None:
        """Find a portfolio by rounding, or from an earlier one, and improve it by moves."""
        from kaimen.solve.improve import make_improver  # noqa: PLC0415 - small problems need no compiled loops

        scaled = float(self.price_bound * self.problem.benefit_scale)
        self.improver = make_improver(self.problem, self.prices, scaled, self.problem.seed)
        if self.improver is None or self.values is None:
            return
        earlier = np.zeros(self.problem.option_count)
        if warm is not None:
            earlier[known_choice(self.problem, warm)] = 1.0
        if not ((warm is not None and self.improver.start(earlier)) or self.improver.start(self.values)):
            return
        if self.best is not None:
            self.improver.offer(self.best.chosen.tolist())
        rounds = _ROUNDS_BY_WORK if self.stop.is_work else _ROUNDS_BY_CLOCK
        while not self._enough() and (self.improver.moves < rounds * _MOVES or isfinite(self.stop.moves)):
            self.improver.run(_MOVES)
        self._take_found()
        if self.problem.option_count > _MANY and not isfinite(self.stop.moves):
            self._look_around()

    def _look_around(self) -> None:
        """Make ready for sub-problems around the best portfolio, and search some where the search counts work."""
        from kaimen.solve.around import Around  # noqa: PLC0415 - as above

        self.around = Around(self.problem, self.prices, self.values)
        for _ in range(_STEPS if self.stop.is_work else 0):
            if not self._enough():
                self._step_around()

    def _step_around(self) -> None:
        improver = self.improver
        if self.around is not None and improver is not None and improver.found is not None:
            better = self.around.step(improver.found[1], Stop(lambda _: self.stop(self._progress()), self.stop.is_work))
            if better is not None:
                improver.offer(better)

    def _beside(self, improver: Improver, anew: Anew | None = None) -> Beside:
        """Return the other search, which ends a sub-problem as soon as it is told to end."""
        new = anew.step if anew is not None else None
        if self.around is None:
            return Beside(improver, anew=new)
        around = self.around
        other = Beside(improver, lambda chosen: around.step(chosen, Stop(lambda _: other.is_over, is_work=False)), new)
        return other

    def prove_soon(self) -> Result | NoPlan | None:
        """Return the exact solver's answer to the whole problem; None where a few nodes are not enough for it."""
        is_over = False
        soon = self.clock.seconds + _SOON * (self.stop.seconds - self.clock.seconds)

        def met(progress: Progress) -> bool:
            nonlocal is_over
            is_over = self.stop(progress)
            return is_over or progress.nodes >= _FEW_NODES or progress.seconds >= soon

        model = build_model(self.problem)
        step = 1.0 / (model.benefit_unit * self.problem.benefit_scale)
        answer = run(model, replace(self.stop, met=met), self.watch, None, step, before=self._progress())
        if answer.verdict is Verdict.INFEASIBLE:
            return NoPlan(tuple(conflict(self.problem)))
        is_taken = answer.values is not None and self._take(_chosen_of(answer.values, model))
        if is_taken and answer.verdict is Verdict.OPTIMAL:
            return self._finished(answer, model)
        self.stated = _stated_bound(self.problem, answer, model)
        if is_over or self._enough():
            return self._ended(self.stated)
        return None

    def _exhaust(self, improver: Improver, *, beside: bool) -> bool:
        """Look at every choice within the gap, where these are few; return whether the best is proved by it."""
        from kaimen.solve.exhaust import Exhaust  # noqa: PLC0415 - small problems need no compiled loops

        every = Exhaust(self.problem, self.prices, int(self._value()))
        soon = self.clock.seconds + _SOON * (self.stop.seconds - self.clock.seconds)
        while every.choices > _MOST_CHOICES:
            is_late = improver.moves >= _MOVES_BEFORE or self.clock.seconds >= soon
            if every.choices > _TOO_MANY_CHOICES or is_late or self._enough():
                return False
            improver.run(_MOVES)
            self._take_found()
            every = Exhaust(self.problem, self.prices, int(self._value()))
        other = self._beside(improver) if beside and every.choices > _FEW_CHOICES else None
        began, false = self.clock.seconds, 0
        left = inf if self.stop.is_work else self.stop.seconds - began
        with other or nullcontext():
            while not every.done and false < _MOST_FALSE and not self._enough():
                if not every.pays(self.clock.seconds - began, left):
                    break
                chosen = every.step(max(int(self._value()), improver.found[0] if improver.found else 0), _SLICE)
                if chosen is not None and self._take(chosen):
                    (other or improver).offer(chosen)
                elif chosen is not None:
                    false += 1
        self._take_found()
        return every.done and self._value() >= every.best

    def _anew(self) -> Anew | None:
        """Make ready for searches that begin anew, with an improver of their own."""
        from kaimen.solve.anew import Anew  # noqa: PLC0415 - small problems need no compiled loops
        from kaimen.solve.improve import make_improver  # noqa: PLC0415 - as above

        scaled = float(self.price_bound * self.problem.benefit_scale)
        own = make_improver(self.problem, self.prices, scaled, self.problem.seed + 1)
        return Anew(self.problem, own) if own is not None else None

    def prove(self, *, beside: bool) -> Result | NoPlan:
        """Let the exact solver go on from the best portfolio until it is proved or the stop rule says so."""
        if self.best is not None and self._enough():
            return self._ended(self.stated)
        if self.improver is not None and self.best is not None:
            if self._exhaust(self.improver, beside=beside):
                return self._proved(self.best)
            if self._enough():
                return self._ended(self.stated)
        if self.improver is not None and self.branches_well:
            result = self.branch(self.improver, beside=beside)
            if result is not None:
                return result
        return self._prove_whole(beside=beside)

    def _prove_whole(self, *, beside: bool) -> Result | NoPlan:
        """Let HiGHS go on, after rounds by parts where the problem has parts."""
        model = build_model(self.problem)
        apart = self._by_parts(model, threads=2 if beside else 1)
        if self.best is not None and self._enough():
            return self._ended(self.stated)
        step = 1.0 / (model.benefit_unit * self.problem.benefit_scale)
        for _ in range(_MOST_ROUNDS):
            answer = self._exactly(model, step, beside=beside, ahead=apart is not None)
            if apart is not None and self._is_behind:
                model, apart = apart.model(), None
                continue
            if answer.verdict is Verdict.INFEASIBLE and self.best is None:
                return NoPlan(tuple(conflict(self.problem)))
            if answer.values is None:
                return self._ended(_stated_bound(self.problem, answer, model)) if self.best else _nothing()
            chosen = _chosen_of(answer.values, model)
            if self._take(chosen) or self._worth(chosen) < self._value():
                return self._finished(answer, model)
            # The solver's tolerance let a choice through that integers do not allow: rule out just that choice.
            model = without(model, model.columns["option"].stop, np.array(chosen, dtype=np.int64))
        return self._ended(None) if self.best else _nothing()

    def _by_parts(self, model: Model, threads: int) -> Apart | None:
        """Lower the bound part by part; None where the problem has no parts, or the stop rule came first."""
        parts = find_parts(self.problem, model) if self.around is not None else None
        if parts is None or self.improver is None or self.around is None or self.best is None:
            return None
        from kaimen.solve.apart import Apart  # noqa: PLC0415 - small problems need no compiled loops

        improver, self.around.parts = self.improver, parts
        stop = Stop(lambda _: self.stop(self._progress()), self.stop.is_work)
        with self._beside(improver) if threads > 1 else nullcontext():
            duals = closer_duals(self.problem, model, stop)
        self._take_found()
        if duals is None or self._enough():
            return None
        apart = Apart(self.problem, model, parts, self.best, duals)
        while not self._enough() and apart.step(improver, stop, threads):
            self.stated = self.problem.benefit_of(whole_bound(apart.bound))
        self._take_found()
        return apart if isfinite(apart.bound) else None

    def branch(self, improver: Improver, *, beside: bool) -> Result | NoPlan | None:
        """Prove by a tree of the project's own branches; None where it does not come to an end by itself."""
        tree, anew = Tree(self.problem), self._anew()
        other = self._beside(improver, anew) if beside else None
        try:
            with other or nullcontext():
                self._grow(tree, improver, other, anew)
        except KaimenError:  # a linear program the solver gave up on: the whole model is still there
            return None
        self._take_found()
        return None if tree.done and tree.take_whole() else self._ended(self.stated)

    def _grow(self, tree: Tree, improver: Improver, other: Beside | None, anew: Anew | None) -> None:
        while True:
            if improver.found is not None:
                tree.beat(improver.found[0])
            self.stated = self.problem.benefit_of(whole_bound(tree.bound))
            if self._enough(tree.nodes) or tree.done:
                break
            if not tree.step() and other is not None:
                self.clock.rest()
            if anew is not None and tree.point is not None:
                anew.look_at(tree.point)
            for chosen in tree.take_whole():
                if self._take(chosen) or self._worth(chosen) < self._value():
                    (other or improver).offer(chosen)
                    tree.resolve(chosen)
                    tree.beat(int(self._value()))
            if other is None and tree.nodes % _NODES_TO_A_ROUND == 0:
                improver.run(_MOVES)
                better = anew.step(improver.found[0]) if anew is not None and improver.found is not None else None
                if better is not None:
                    improver.offer(better)
                self._step_around()

    @property
    def branches_well(self) -> bool:
        """Whether the relaxation is near, and projects many with options to branch between; carries need more."""
        if self.best is None or (self.problem.carry_to >= 0).any():
            return False
        several = self.problem.option_count > max(1.5 * len(self.problem.projects), _MANY)
        return several and gap(self.price_bound, benefit(self.problem, self.best)) < _NEAR

    def _exactly(self, model: Model, step: float, *, beside: bool, ahead: bool) -> Answer:
        """Let HiGHS go on; where it has to be `ahead`, only if its first node is below what the parts proved."""
        self._is_behind = False
        own = self.stop | Stop(self._falls_behind) if ahead else self.stop
        start = point_of(self.problem, model, self.best) if self.best is not None else None
        before = self._progress()
        if not beside or self.improver is None:
            return run(model, own, self.watch, start, step, before=before)
        with self._beside(self.improver) as other:
            partner = Exchange(self.problem, model, other)
            # Sub-problems beside find more than the solver's own heuristics, which keep it from the bound.
            alone = self.around is None
            stop = self._with(other, own)
            watch = self._seen_with(other)
            answer = run(model, stop, watch, start, step, partner=partner, before=before, heuristics=alone)
        self._take_found()
        return answer

    def _falls_behind(self, progress: Progress) -> bool:
        self._is_behind = progress.nodes > 0 and self.stated is not None and progress.bound >= float(self.stated)
        return self._is_behind

    def _with(self, other: Beside, stop: Stop) -> Stop:
        """Return a stop rule that also sees what was found beside."""
        return replace(stop, met=lambda progress: stop(self._joined(progress, other)))

    def _seen_with(self, other: Beside) -> Watch | None:
        """Return what is to watch the search, so that it also sees what was found beside."""
        watch = self.watch
        return None if watch is None else lambda progress: watch(self._joined(progress, other))

    def _joined(self, progress: Progress, other: Beside) -> Progress:
        found = other.best()
        value = float(self.problem.benefit_of(found[0])) if found is not None else -inf
        if value <= progress.benefit:
            return progress
        return replace(progress, benefit=value, so_far=self._so_far())

    def _progress(self, nodes: int = 0) -> Progress:
        found = self.improver.found if self.improver is not None else None
        value = float(self.problem.benefit_of(found[0])) if found is not None else -inf
        moves = self.improver.moves if self.improver is not None else 0
        stated = min(self.price_bound, self.stated or self.price_bound)
        return Progress(self.clock.seconds, nodes, value, float(stated), moves, self._so_far())

    def _so_far(self) -> SoFar | None:
        found = self.improver.found if self.improver is not None else None
        if found is not None and found[0] >= self._value():
            return SoFar(found[1], self.prices)
        return SoFar(self.best.chosen.tolist(), self.prices) if self.best is not None else None

    def _enough(self, nodes: int = 0) -> bool:
        progress = self._progress(nodes)
        if self.watch is not None:
            self.watch(progress)
        return self.stop(progress)

    def _take_found(self) -> None:
        if self.improver is not None and self.improver.found is not None:
            self._take(self.improver.found[1])

    def _take(self, chosen: list[int]) -> bool:
        """Take over a choice if its amounts can be completed and it is no worse than the best."""
        if self._worth(chosen) < self._value():
            return False
        portfolio = complete(self.problem, chosen)
        if portfolio is None or check(self.problem, portfolio):
            return False
        self.best = portfolio
        return True

    def _worth(self, chosen: list[int]) -> float:
        return float(self.problem.benefit[chosen].sum())

    def _value(self) -> float:
        return self._worth(self.best.chosen.tolist()) if self.best is not None else -inf

    def _finished(self, answer: Answer, model: Model) -> Result | NoPlan:
        stated = _stated_bound(self.problem, answer, model)
        if answer.verdict is Verdict.OPTIMAL and self.best is not None:
            return self._proved(self.best)
        return self._ended(stated)

    def _proved(self, best: Portfolio) -> Result:
        self.best = _ties_settled(self.problem, best)
        return _result(self.problem, self.best, self.prices, benefit(self.problem, self.best), Status.OPTIMAL)

    def _ended(self, stated: Fraction | None) -> Result | NoPlan:
        """Return the result of a search that the stop rule ended."""
        if stated is None or (self.stated is not None and self.stated < stated):
            stated = self.stated
        if self.best is None:
            return _nothing()
        portfolio = self.best if self.improver is not None else _filled(self.problem, self.best)
        return _settled(self.problem, portfolio, self.prices, (self.price_bound, stated), self.stop)


def _chosen_of(values: Floats, model: Model) -> list[int]:
    return [int(option) for option in np.flatnonzero(values[model.columns["option"]] > 0.5)]


def _stated_bound(problem: Problem, answer: Answer, model: Model) -> Fraction | None:
    """Return the solver's bound, rounded down to the grid on which benefits lie."""
    stated = -answer.bound * model.benefit_unit * problem.benefit_scale
    if not isfinite(stated):
        return None
    return problem.benefit_of(whole_bound(stated))


def _result(
    problem: Problem, portfolio: Portfolio, prices: PriceList, solver_bound: Fraction | None, status: Status
) -> Result:
    return Result(
        portfolio, prices, benefit(problem, portfolio), Bounds(bound(problem, prices), None, solver_bound), status
    )


def _filled(problem: Problem, portfolio: Portfolio) -> Portfolio:
    """Add what still fits, most benefit first, to a portfolio found before its best was proved."""
    taken = set(problem.option_project[portfolio.chosen].tolist())
    worth = {p: max(int(problem.benefit[o]) for o in problem.options_of(p)) for p in range(len(problem.projects))}
    queue = sorted((p for p in worth if p not in taken and worth[p] > 0), key=lambda p: (-worth[p], p))
    more = fill(problem, portfolio.chosen.tolist(), queue)
    return more if more is not None and not check(problem, more) else portfolio


def _ties_settled(problem: Problem, portfolio: Portfolio) -> Portfolio:
    """Exchange twins so that those first in the published order are chosen."""
    picked = {int(problem.option_project[option]): int(option) for option in portfolio.chosen}
    settled: list[int] = []
    for members in twins(problem):
        places = sorted(picked[p] - problem.options_of(p).start for p in members if p in picked)
        settled += [problem.options_of(p).start + place for p, place in zip(members, places, strict=False)]
    if sorted(settled) == portfolio.chosen.tolist():
        return portfolio
    exchanged = complete(problem, settled)
    return exchanged if exchanged is not None and not check(problem, exchanged) else portfolio


def _order_fails() -> Finding:
    what = "Strict order leads to no plan: at its end not every rule holds."
    return Finding("E504", what, fix="Take the order out of the scenario, or the rules that it cannot keep.")


def _nothing() -> NoPlan:
    fix = "Give it more time, or loosen the quotas."
    return NoPlan((Finding("E510", "No portfolio was found before the stop.", fix=fix),))
