"""Improving a portfolio by moves, round by round, guided by a price list.

A round makes a fixed number of moves with its own width (how far from indifference an option may be to
be looked at) and heat, drawn from a seeded table; what is best is kept between rounds. The same
seed and number of rounds give the same portfolio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from kaimen.portfolio import PriceList
from kaimen.problem import Problem
from kaimen.solve.board import Board, make_board
from kaimen.solve.complete import complete
from kaimen.solve.margins import advantages, price_margins
from kaimen.solve.model import Floats
from kaimen.solve.moves import Moves

_Number = TypeVar("_Number", int, float)

_WIDTHS = (300, 600, 1200, 2000)
_HEATS = (0.1, 0.2)
_SPREADS = (0.03, 0.06, 0.12)
_BREAK_WEIGHT = 0.3
_FILL = 0.3
_COOLED = 0.05
_PARTS = (2, 16, 64, 160)
_PART = 1000
"""Moves to a part, about. A round is not drawn that has more parts than were made so far: the first ones are short."""

_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class _Round:
    """An annealing: how many options are looked at, its heat, how far kicks go, and which part of it comes next."""

    width: int
    heat: float
    spread: float
    parts: int
    part: int = 0


class Improver:
    """A search by moves that can be run a little at a time.

    `found` is the best portfolio so far, as scaled benefit and options, ascending; `moves` the number made.
    """

    def __init__(self, problem: Problem, board: Board, prices: PriceList, bound: float, seed: int = 0) -> None:
        self.problem, self.board, self.bound = problem, board, bound
        self.moves = 0
        self._round: _Round | None = None
        self.found: tuple[int, list[int]] | None = None  # scaled benefit and options; set in one step, for readers
        self._random = np.random.default_rng([seed, problem.seed % 2**32])
        margin = price_margins(problem, prices)
        self._ahead = np.nan_to_num(advantages(problem, margin), posinf=1e300)
        queue = np.argsort(-self._ahead, kind="stable").astype(np.int64)
        self._zero = int((self._ahead > 0).sum())
        self._sizes = np.sort(np.abs(self._ahead))
        self._all = np.ones(len(margin), dtype=np.bool_)
        best = np.flatnonzero(margin == np.maximum.reduceat(margin, board.first[:-1])[board.project])
        first_best = best[np.searchsorted(board.project[best], np.arange(len(problem.projects)))]
        self._musts = np.where(problem.must, first_best, -1)
        self._weight = _weights(board, prices)
        self._moves = Moves(board, margin, self._weight, queue, seed + 1)

    def start(self, values: Floats) -> bool:
        """Begin at a point between 0 and 1 for each option (O), rounded, mended and filled; return whether it holds."""
        moves = self._moves
        moves.look_at(self._all, np.inf, 0)
        for least in (0.5, 0.3, 0.9, 2.0):
            self._choose(np.flatnonzero(values >= least).tolist())
            for _ in range(_PATIENCE):
                if moves.mend():
                    break
                moves.press()
            moves.press(self._weight)
            if moves.holds:
                moves.fill()
                return self._keep()
        return False

    def begin_anew(self, begin: Floats | list[int], parts: int) -> bool:
        """Forget what was found; begin at a point (O) or some options, with a round of so many parts."""
        self.found = None
        self._moves.forget_best()
        if isinstance(begin, list):
            self.offer(begin)
        else:
            self.start(begin)
        self._round = _Round(_WIDTHS[1], _HEATS[0], _SPREADS[1], parts)
        return self.found is not None

    def offer(self, chosen: Sequence[int]) -> None:
        """Go on from a portfolio's options, better than the best so far or not."""
        self._choose(chosen)
        self._keep()
        self._round = None

    def best(self) -> tuple[int, list[int]] | None:
        """Return the scaled benefit and the options of the best portfolio so far."""
        return self.found

    def run(self, moves: int) -> bool:
        """Make so many moves, a part of a round; return whether a better portfolio was found."""
        if self.found is None:
            return False
        if self._round is None or self._round.part == self._round.parts:
            if self._round is not None and self._random.random() < 0.5:
                self._choose(self.found[1])
            self._round = self._drawn_round()
        now = self._round
        gap = max(self.bound - self.found[0], 1.0)
        most = float(self._sizes[min(now.width, len(self._sizes) - 1)])
        self._moves.look_at(self._ahead >= -most, min(most, gap), now.width)
        reach = (int((self._ahead >= -_FILL * most).sum()), self._zero, max(3.0, now.spread * now.width))
        warm = max(now.heat * min(gap, most), 1e-6)
        heat = tuple(warm * _COOLED ** ((now.part + step) / now.parts) for step in (0, 1))
        self._moves.search(moves, reach, (heat[0], heat[1]))
        self._round = replace(now, part=now.part + 1)
        self.moves += moves
        return self._keep()

    def _drawn_round(self) -> _Round:
        def drawn(choices: Sequence[_Number]) -> _Number:
            return choices[int(self._random.integers(len(choices)))]

        most = max(_PARTS[0], self.moves // _PART)
        return _Round(
            drawn(_WIDTHS), drawn(_HEATS), drawn(_SPREADS), drawn([parts for parts in _PARTS if parts <= most])
        )

    def _choose(self, chosen: Sequence[int]) -> None:
        """Make these the chosen options, and of projects that must be chosen and are not the one with most margin."""
        picks, options = self._musts.copy(), np.array(chosen, dtype=np.int64)
        picks[self.problem.option_project[options]] = options
        self._moves.choose(picks)

    def _keep(self) -> bool:
        """Take over the best of the state if it is better and its amounts can be completed."""
        options = self._moves.best()
        if options is None:
            return False
        value = int(self.problem.benefit[options].sum())
        if self.found is not None and value <= self.found[0]:
            return False
        if not self.board.money_exact and complete(self.problem, options) is None:
            self._moves.forget_best()
            return False
        self.found = (value, options)
        return True


def make_improver(problem: Problem, prices: PriceList, bound: float, seed: int = 0) -> Improver | None:
    """Return an improver, or None where sums might not fit into 64 bits; `bound` is in scaled benefit."""
    board = make_board(problem)
    return Improver(problem, board, prices, bound, seed) if board is not None and problem.option_count else None


def _weights(board: Board, prices: PriceList) -> Floats:
    """Return what a unit of break weighs: a part of the row's price, and of what a usual unit of it is worth."""
    _, row, amounts = board.by_option
    count = np.bincount(row, minlength=len(board.low))
    total = np.bincount(row, weights=np.abs(amounts), minlength=len(board.low))
    usual = np.abs(board.benefit).mean() * count / np.maximum(total, 1.0)
    price = np.zeros(len(usual))
    price[board.quota_rows] = prices.quota / prices.grid
    price[board.rule_rows] = np.abs(prices.rule) / prices.grid
    return np.asarray(_BREAK_WEIGHT * (price + 0.1 * usual) + 1e-12)
