"""One sample: draw, vary, solve, judge. A function of the task and the number of the sample alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kaimen.portfolio import Result, gap
from kaimen.solve import NoPlan
from kaimen.solve.quick import quick, warm_up
from kaimen.solve.warm import Warm
from kaimen.sweep.ground import Ground, varied
from kaimen.sweep.spread import Draws, Spread


@dataclass(frozen=True, slots=True)
class Sample:
    """The plan of a sample: the options chosen (None: no plan was found), its benefit and price bound."""

    number: int
    options: tuple[int, ...] | None
    benefit: Fraction = Fraction(0)
    bound: Fraction = Fraction(0)

    @property
    def gap(self) -> Fraction | None:
        """The gap to the price bound, or None without a plan."""
        return None if self.options is None else gap(self.bound, self.benefit)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What all samples share: the ground, the spread, the seed, the work for each, and the prices to begin from."""

    ground: Ground
    spread: Spread
    seed: int
    work: int
    warm: Warm | None

    def __call__(self, number: int) -> Sample:
        """Return the sample of a number; -1 is the question as it stands."""
        problem = varied(self.ground, self.spread, Draws(self.seed, number))
        result = quick(problem, self.warm, self.work)
        if isinstance(result, NoPlan):
            return Sample(number, None)
        return _sample(number, result)


def _sample(number: int, result: Result) -> Sample:
    chosen = tuple(result.portfolio.chosen.tolist())
    return Sample(number, chosen, result.benefit, result.bounds.price)


def task_of(ground: Ground, spread: Spread, seed: int, work: int) -> Task:
    """Return the task of a sweep; works out the prices that all its samples begin from."""
    return Task(ground, spread, seed, work, warm_up(ground.problem))
