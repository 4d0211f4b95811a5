"""The price of a wish: what a plan loses when projects are pinned in or excluded, found by solving again.

The wish becomes a rule and the plan is solved again near itself: once with the wish and once without it, over the same
free projects, so that the difference is the wish's and nothing else's. The free projects are a window that grows until
a step is not settled within the work allowed, or is the whole list. Beside what was found stands what is proved: the
price bound of the question with the wish, at its own prices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from kaimen.errors import KaimenError
from kaimen.explain.fit import Fit
from kaimen.explain.outcomes import Wish
from kaimen.explain.proofs import Probe
from kaimen.explain.window import Row, Windows
from kaimen.portfolio import Portfolio, Result, bound, check
from kaimen.problem import OptionName, Problem
from kaimen.problem.changes import forced_in, forced_out
from kaimen.solve import Progress, Stop, max_nodes
from kaimen.solve.near import Near, solve_near
from kaimen.solve.search import relaxed_prices

Say = Callable[[str], None]
"""Called with what is being done, now and then."""


@dataclass(frozen=True, slots=True)
class Work:
    """How much solving again may do.

    Attributes:
        nodes: of the search tree, in each solve; work repeats.
        windows: how many windows are tried, each about half as large again as the one before.
        stop: a wish to stop; what was found is kept.
    """

    nodes: int = 400
    windows: int = 4
    stop: Stop | None = None

    @property
    def rule(self) -> Stop:
        """When one solve ends."""
        return max_nodes(self.nodes) if self.stop is None else max_nodes(self.nodes) | self.stop

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self.stop is not None and self.stop(Progress(0.0, 0))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two solves over the same free projects: without a change and with it."""

    base: Near
    changed: Near | None
    free: npt.NDArray[np.bool_]
    settled: bool

    @property
    def whole(self) -> bool:
        """Whether all projects were free."""
        return bool(self.free.all())


class Again:
    """Solving again near one plan."""

    def __init__(self, problem: Problem, result: Result, work: Work) -> None:
        self.problem, self.result, self.work = problem, result, work
        self.probe = Probe(problem, result.prices)
        self.fit = Fit(problem, result.portfolio)
        self.windows = Windows(problem, result.portfolio, self.probe)
        self.index = {project: number for number, project in enumerate(problem.projects)}
        self.chosen = {int(problem.option_project[o]): int(o) for o in result.portfolio.chosen}
        self.bases: dict[bytes, Near] = {}

    def number(self, project: str) -> int:
        """Return a project's index.

        Raises:
            KaimenError: it has no option in this plan.
        """
        if project not in self.index:
            raise KaimenError(f"{project} has no option in this plan")
        return self.index[project]

    def rows_of(self, project: int) -> list[Row]:
        """Return the rows that are short when a project enters, or that a chosen one takes from at a price."""
        if project not in self.chosen:
            return list(self.fit.rows_short(int(self.probe.best[project])))
        terms, prices = self.problem.demand, self.result.prices.quota
        low, high = np.searchsorted(terms.option, [self.chosen[project], self.chosen[project] + 1])
        return [("quota", row) for row in terms.row[low:high].tolist() if prices[row] > 0]

    @property
    def nothing(self) -> Pair:
        """The plan as it is, with no project free and no changed plan."""
        none = np.zeros(len(self.problem.projects), dtype=np.bool_)
        return Pair(Near(self.result.portfolio, self.result.benefit, self.result.bounds.price), None, none, False)

    def pair_for(self, changed: Problem, projects: Sequence[int]) -> Pair:
        """Solve without and with a change that forces some projects in or out."""
        rows = list(dict.fromkeys(row for project in projects for row in self.rows_of(project)))
        return self.pair(changed, projects, rows, fill=all(project in self.chosen for project in projects))

    def pair(
        self, changed: Problem, projects: Sequence[int], rows: Sequence[Row], *, fill: bool, tightens: bool = False
    ) -> Pair:
        """Solve without and with a change over windows that grow: the last pair settled, else the first found.

        A change that only tightens rows costs nothing where the best plan without it keeps them; that is tried first.
        """
        best = self.nothing
        count = 0
        for free in self.windows.around(projects, rows, fill=fill):
            if self.work.stopped or (best.changed is not None and count >= self.work.windows):
                break
            other = self._kept(changed, free) if tightens else None
            other = other or solve_near(changed, self.result.portfolio, free, self.work.rule)
            if other is None:
                # Too few are free for the change to be possible at all.
                best = replace(best, free=free) if best.changed is None else best
                continue
            count += 1
            pair = self._beside(other, free)
            if pair.settled or best.changed is None:
                best = pair
            if not pair.settled:
                break
        return best

    def base(self, free: npt.NDArray[np.bool_]) -> Near:
        """Return the best plan found over some free projects without any change."""
        key = free.tobytes()
        if key not in self.bases:
            found = solve_near(self.problem, self.result.portfolio, free, self.work.rule)
            self.bases[key] = found or Near(self.result.portfolio, self.result.benefit, self.result.bounds.price)
        return self.bases[key]

    def _kept(self, changed: Problem, free: npt.NDArray[np.bool_]) -> Near | None:
        """Return the best plan without a change if it is lawful with it too."""
        base = self.base(free)
        return base if base.is_best and not check(changed, base.portfolio) else None

    def _beside(self, other: Near, free: npt.NDArray[np.bool_]) -> Pair:
        """Return what was found with a change beside what is found without it."""
        base = self.base(free)
        return Pair(base, other, free, base.is_best and other.is_best)


def price_of_wish(
    problem: Problem,
    result: Result,
    pin: Sequence[str] = (),
    exclude: Sequence[str] = (),
    work: Work | None = None,
) -> Wish:
    """Return what a plan loses with some projects forced in and others forced out.

    Raises:
        KaimenError: a project has no option in this plan, or is in both lists.
    """
    again = Again(problem, result, work or Work())
    both = sorted(set(pin) & set(exclude))
    if both:
        raise KaimenError(f"{both[0]} cannot be both pinned and excluded")
    changed = problem
    for project in pin:
        changed = forced_in(changed, problem.options_of(again.number(project)), f"with {project}")
    for project in exclude:
        changed = forced_out(changed, problem.options_of(again.number(project)), f"without {project}")
    return wish_of(again, changed, tuple(pin), tuple(exclude))


def wish_of(again: Again, changed: Problem, pinned: tuple[str, ...], excluded: tuple[str, ...]) -> Wish:
    """Return what the change that stands for a wish does to the plan."""
    concerned = [again.number(project) for project in (*pinned, *excluded)]
    prices = relaxed_prices(changed)
    stated = bound(changed, prices) if prices is not None else None
    pair = again.pair_for(changed, concerned) if stated is not None else again.nothing
    return as_wish(again.problem, pair, stated, pinned, excluded)


def as_wish(
    problem: Problem, pair: Pair, stated: Fraction | None, pinned: tuple[str, ...], excluded: tuple[str, ...]
) -> Wish:
    """Return a pair of plans, without and with a wish, as what the wish does."""
    leaves, enters, moves = differences(problem, pair.base.portfolio, pair.changed)
    return Wish(
        pinned,
        excluded,
        pair.base.benefit,
        pair.changed.benefit if pair.changed else None,
        stated,
        pair.changed.portfolio if pair.changed else None,
        pair.base.portfolio,
        leaves,
        enters,
        moves,
        int(pair.free.sum()),
        pair.whole,
        pair.settled,
    )


def differences(
    problem: Problem, before: Portfolio, after: Near | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """Return who leaves, who enters, and who starts at another time, between two portfolios."""
    if after is None:
        return (), (), ()
    old, new = (_names(problem, portfolio) for portfolio in (before, after.portfolio))
    moved = [(name, old[name].start, new[name].start) for name in sorted(set(old) & set(new))]
    return (
        tuple(sorted(set(old) - set(new))),
        tuple(sorted(set(new) - set(old))),
        tuple(move for move in moved if move[1] != move[2]),
    )


def _names(problem: Problem, portfolio: Portfolio) -> dict[str, OptionName]:
    return {name.project: name for name in (problem.option_name(option) for option in portfolio.chosen.tolist())}
