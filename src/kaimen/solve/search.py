"""`solve`: prices from the relaxation, a portfolio by moves, the proof by HiGHS; every answer judged by `check`.

1. The relaxation gives prices (and may show that nothing fits).
2. Its point is rounded and mended, and improved by moves.
3. HiGHS takes the whole problem from there. Where the stop rule counts seconds, the moves go on beside it
   and the two give each other what they find; where it counts work, one thing is done after the other, so
   that the result repeats.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from math import inf, isfinite
from typing import TYPE_CHECKING

import numpy as np

from kaimen.errors import KaimenError, must_be
from kaimen.portfolio import Portfolio, Result, Status, benefit, check, gap
from kaimen.problem import Problem
from kaimen.solve.apart import Rounds
from kaimen.solve.beside import Beside
from kaimen.solve.clock import Clock
from kaimen.solve.conflict import conflict
from kaimen.solve.exchange import Exchange, Finder
from kaimen.solve.highs import Answer, Verdict, run
from kaimen.solve.known import Known, Watch
from kaimen.solve.model import Model, build_model, point_of, whole_bound, without
from kaimen.solve.order import in_order
from kaimen.solve.parts import find_parts
from kaimen.solve.relax import Relaxed, relax, relaxed_prices
from kaimen.solve.settle import (
    NoPlan,
    chosen_of,
    filled,
    nothing,
    order_fails,
    result_of,
    settled,
    stated_bound,
    ties_settled,
)
from kaimen.solve.stop import NEVER, Progress, Stop
from kaimen.solve.tree import Tree
from kaimen.solve.warm import Warm, known_choice

if TYPE_CHECKING:
    from kaimen.solve.anew import Anew
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
"""The part of the seconds that the exact solver may take for these nodes."""

_MOVES = 1000
_NODES_TO_A_ROUND = 20
_STEPS = 6
"""Sub-problems before the proof, where the search counts work."""

_STEP_SECONDS = 1.5
"""A sub-problem ends after so long where there are parts: most that bring something bring it in a fraction of this."""

_NEAR, _MANY = 0.04, 2000
"""Below this gap of the relaxation, and with more options, a tree without cuts closes the gap sooner than cuts do."""

_ROUNDS_BY_WORK, _ROUNDS_BY_CLOCK = 30, 3
"""Rounds of moves before the proof begins."""


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

    Raises:
        KaimenError: what is given is no problem or no stop rule.
    """
    must_be(problem, Problem, "solve takes a problem, such as question.problem")
    must_be(stop, Stop, "solve takes a stop rule, such as max_gap(0.005)")
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
            return NoPlan((order_fails(), *broken))
        return result_of(problem, portfolio, relaxed.prices, None, Status.ORDERED)
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
        return settled(problem, found.portfolio, found.prices, (found.bound, found.stated), stop)
    if too_many:
        return nothing()
    relaxed = Relaxed(found.prices, None) if found.portfolio is not None else relax(problem)
    if relaxed is None:
        return NoPlan(tuple(conflict(problem)))
    search = _Search(problem, relaxed, stop, watch, clock)
    search.best, search.stated = found.portfolio, found.stated
    if search.best is None:
        search.begin(None)
    return search.prove(beside=False)


class _Search(Known):
    """One search: its steps, one after the other."""

    def __init__(self, problem: Problem, relaxed: Relaxed, stop: Stop, watch: Watch | None, clock: Clock) -> None:
        super().__init__(problem, relaxed, stop, watch, clock)
        self.around: Around | None = None

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
        while not self.enough() and (self.improver.moves < rounds * _MOVES or isfinite(self.stop.moves)):
            self.improver.run(_MOVES)
        self.take_found()
        if self.problem.option_count > _MANY and not isfinite(self.stop.moves):
            self._look_around()

    def _look_around(self) -> None:
        """Make ready for sub-problems around the best portfolio, and search some where the search counts work."""
        from kaimen.solve.around import Around  # noqa: PLC0415 - as above

        self.around = Around(self.problem, self.prices, self.values)
        for _ in range(_STEPS if self.stop.is_work else 0):
            if not self.enough():
                self._step_around()

    def _step_around(self) -> None:
        improver = self.improver
        if self.around is not None and improver is not None and improver.found is not None:
            better = self.around.step(improver.found[1], Stop(lambda _: self.stop(self.progress()), self.stop.is_work))
            if better is not None:
                improver.offer(better)

    def _beside(self, improver: Improver, anew: Anew | None = None, rounds: Rounds | None = None) -> Beside:
        """Return the other search, which ends a sub-problem as soon as it is told to end."""
        new = anew.step if anew is not None else None
        if self.around is None:
            return Beside(improver, anew=new)
        around, over = self.around, Stop(lambda _: other.is_over, is_work=False)

        def step(chosen: list[int]) -> list[int] | None:
            clock, most = Clock(), _STEP_SECONDS if around.parts is not None else inf
            return around.step(chosen, over | Stop(lambda _: clock.seconds > most, is_work=False))

        def turn(finder: Finder) -> bool:
            if rounds is None:
                return False
            goes_on = rounds.turn(finder, over)
            self.stated = rounds.stated
            return goes_on

        other = Beside(improver, step, new, turn if rounds is not None else None)
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
        answer = run(model, replace(self.stop, met=met), self.watch, None, step, before=self.progress())
        if answer.verdict is Verdict.INFEASIBLE:
            return NoPlan(tuple(conflict(self.problem)))
        is_taken = answer.values is not None and self.take(chosen_of(answer.values, model))
        if is_taken and answer.verdict is Verdict.OPTIMAL:
            return self._finished(answer, model)
        self.stated = stated_bound(self.problem, answer, model)
        if is_over or self.enough():
            return self._ended(self.stated)
        return None

    def _exhausted(self, improver: Improver, *, beside: bool) -> bool:
        from kaimen.solve.every_choice import is_proved  # noqa: PLC0415 - small problems need no compiled loops

        return is_proved(self, improver, (lambda: self._beside(improver)) if beside else None)

    def _anew(self) -> Anew | None:
        """Make ready for searches that begin anew, with an improver of their own."""
        from kaimen.solve.anew import Anew  # noqa: PLC0415 - small problems need no compiled loops
        from kaimen.solve.improve import make_improver  # noqa: PLC0415 - as above

        scaled = float(self.price_bound * self.problem.benefit_scale)
        own = make_improver(self.problem, self.prices, scaled, self.problem.seed + 1)
        return Anew(self.problem, own) if own is not None else None

    def prove(self, *, beside: bool) -> Result | NoPlan:
        """Let the exact solver go on from the best portfolio until it is proved or the stop rule says so."""
        if self.best is not None and self.enough():
            return self._ended(self.stated)
        if self.improver is not None and self.best is not None:
            if self._exhausted(self.improver, beside=beside):
                return self._proved(self.best)
            if self.enough():
                return self._ended(self.stated)
        if self.improver is not None and self.branches_well:
            result = self.branch(self.improver, beside=beside)
            if result is not None:
                return result
        return self._prove_whole(beside=beside)

    def _prove_whole(self, *, beside: bool) -> Result | NoPlan:
        """Let HiGHS go on, with rounds over the parts of the problem, where it has some, before or beside it."""
        model = build_model(self.problem)
        rounds = self._rounds(model)
        if rounds is not None and self.improver is not None and not beside:
            self._go_round(rounds, self.improver)
        step = 1.0 / (model.benefit_unit * self.problem.benefit_scale)
        for _ in range(_MOST_ROUNDS):
            if self.best is not None and self.enough():
                return self._ended(self.stated)
            answer = self._exactly(model, step, rounds if beside else None, beside=beside)
            if answer.verdict is Verdict.INFEASIBLE and self.best is None:
                return NoPlan(tuple(conflict(self.problem)))
            if answer.values is None:
                return self._ended(stated_bound(self.problem, answer, model)) if self.best else nothing()
            chosen = chosen_of(answer.values, model)
            if self.take(chosen) or self.worth(chosen) < self.value():
                return self._finished(answer, model)
            # The solver's tolerance let a choice through that integers do not allow: rule out just that choice.
            model = without(model, model.columns["option"].stop, np.array(chosen, dtype=np.int64))
        return self._ended(None) if self.best else nothing()

    def _rounds(self, model: Model) -> Rounds | None:
        """Make ready for rounds over the parts of the problem; None where it has none."""
        parts = find_parts(self.problem, model) if self.around is not None else None
        if parts is None or self.around is None or self.best is None:
            return None
        self.around.parts = parts
        return Rounds(self.problem, model, parts)

    def _go_round(self, rounds: Rounds, improver: Improver) -> None:
        """Make rounds while they are worth it, and moves between them."""
        while not self.enough() and rounds.turn(
            improver, Stop(lambda _: self.stop(self.progress()), self.stop.is_work)
        ):
            self.stated = rounds.stated
            improver.run(_MOVES)
        self.stated = rounds.stated
        self.take_found()

    def branch(self, improver: Improver, *, beside: bool) -> Result | NoPlan | None:
        """Prove by a tree of the project's own branches; None where it does not come to an end by itself."""
        tree, anew = Tree(self.problem), self._anew()
        other = self._beside(improver, anew) if beside else None
        try:
            with other or nullcontext():
                self._grow(tree, improver, other, anew)
        except KaimenError:  # a linear program the solver gave up on: the whole model is still there
            return None
        self.take_found()
        return None if tree.done and tree.take_whole() else self._ended(self.stated)

    def _grow(self, tree: Tree, improver: Improver, other: Beside | None, anew: Anew | None) -> None:
        while True:
            if improver.found is not None:
                tree.beat(improver.found[0])
            self.stated = self.problem.benefit_of(whole_bound(tree.bound))
            if self.enough(tree.nodes) or tree.done:
                break
            if not tree.step() and other is not None:
                self.clock.rest()
            if anew is not None and tree.point is not None:
                anew.look_at(tree.point)
            for chosen in tree.take_whole():
                if self.take(chosen) or self.worth(chosen) < self.value():
                    (other or improver).offer(chosen)
                    tree.resolve(chosen)
                    tree.beat(int(self.value()))
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

    def _exactly(self, model: Model, step: float, rounds: Rounds | None, *, beside: bool) -> Answer:
        start = point_of(self.problem, model, self.best) if self.best is not None else None
        before = self.progress()
        if not beside or self.improver is None:
            return run(model, self.stop, self.watch, start, step, before=before)
        with self._beside(self.improver, rounds=rounds) as other:
            partner = Exchange(self.problem, model, other)
            # Sub-problems beside find more than the solver's own heuristics, which keep it from the bound.
            alone = self.around is None
            stop = self._with(other, self.stop)
            watch = self._seen_with(other)
            answer = run(model, stop, watch, start, step, partner=partner, before=before, heuristics=alone)
        self.take_found()
        return answer

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
        if self.stated is not None and self.stated < progress.bound:
            progress = replace(progress, bound=float(self.stated))
        if value <= progress.benefit:
            return progress
        return replace(progress, benefit=value, so_far=self.so_far())

    def _finished(self, answer: Answer, model: Model) -> Result | NoPlan:
        stated = stated_bound(self.problem, answer, model)
        if answer.verdict is Verdict.OPTIMAL and self.best is not None:
            return self._proved(self.best)
        return self._ended(stated)

    def _proved(self, best: Portfolio) -> Result:
        self.best = ties_settled(self.problem, best)
        return result_of(self.problem, self.best, self.prices, benefit(self.problem, self.best), Status.OPTIMAL)

    def _ended(self, stated: Fraction | None) -> Result | NoPlan:
        """Return the result of a search that the stop rule ended."""
        if stated is None or (self.stated is not None and self.stated < stated):
            stated = self.stated
        if self.best is None:
            return nothing()
        portfolio = self.best if self.improver is not None else filled(self.problem, self.best)
        return settled(self.problem, portfolio, self.prices, (self.price_bound, stated), self.stop)
