"""A set of chosen options that can be changed move by move: the arrays the kernels work on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints
from kaimen.solve import kernels
from kaimen.solve.board import FREE, Board, stable_order
from kaimen.solve.model import Floats


class Moves:
    """What is chosen, how every row stands, and the best that was seen; all in exact integers.

    Args:
        board: the rows.
        margin: margin of each option at prices, O; an order for what is tried first.
        weight: what one unit by which a row does not hold weighs against margin, M.
        queue: options in the order in which `fill` tries them.
        seed: of the random moves.
    """

    def __init__(self, board: Board, margin: Floats, weight: Floats, queue: Ints, seed: int) -> None:
        rows, projects, options = len(board.low), len(board.must), len(board.benefit)
        self.board, self.margin, self.weight, self.queue = board, margin, weight.copy(), queue
        none = np.zeros(1, dtype=np.int64)
        self._options = np.stack(
            [np.append(board.benefit, none), np.append(board.project, none), board.by_option[0]], axis=1
        )
        self._entries = np.stack(board.by_option[1:], axis=1)
        self._projects = np.stack([board.first, np.append(board.must, none)], axis=1)
        self._uses = np.zeros((rows, 7), dtype=np.int64)
        self._picks = np.full((projects, 3), -1, dtype=np.int64)
        self._broken = np.zeros(rows, dtype=np.int64)
        self._log = np.zeros(4 * (options + projects) + 1024, dtype=np.int64)
        self._count = np.array([0, 0, 0, 0, -FREE])
        self._weighed = np.zeros(1)
        self._random = np.array([(seed * 0x9E3779B97F4A7C15 + 0x2545F4914F6CDD1D) % 2**64], dtype=np.uint64)
        self._most = np.array([np.inf])
        self._narrow: dict[int, tuple[Ints, Ints]] = {}
        self.look_at(np.ones(options, dtype=np.bool_), np.inf, 0)
        self._refresh()

    def look_at(self, active: npt.NDArray[np.bool_], most: float, key: int) -> None:
        """Let `mend` change only active options (O), and lose at most so much margin by a change; `key` names them."""
        if key not in self._narrow:
            self._narrow[key] = _tables(self.board, self.margin, active)
        self._rows, self._members = self._narrow[key]
        self._most[0] = most

    def press(self, weight: Floats | None = None) -> None:
        """Let the rows that do not hold weigh thrice as much (breakout), or give all rows these weights (M)."""
        broken = self._broken[: int(self._count[kernels.BROKEN])]
        if weight is None:
            self.weight[broken] *= 3.0
        else:
            self.weight[:] = weight
        self._refresh()

    @property
    def holds(self) -> bool:
        """Whether every row holds."""
        return bool(self._count[kernels.BROKEN] == 0)

    @property
    def benefit(self) -> int:
        """The scaled benefit of what is chosen."""
        return int(self._count[kernels.BENEFIT])

    def choose(self, picks: Ints) -> None:
        """Choose these options, one number per project, -1 for none."""
        self._new_move()
        kernels.choose(*self._table, self._rows, *self._chains, self._uses, self._picks, *self._change, picks)

    def mend(self) -> bool:
        """Change projects, each once at most, until every row holds; return whether it came to that."""
        self._new_move()
        kept = kernels.mend(
            *self._table,
            self._projects,
            self._rows,
            self._members,
            self.board.feeds[1],
            *self._chains[:2],
            self.margin,
            self.weight,
            self._most,
            self._uses,
            self._picks,
            *self._change,
            self._random,
        )
        return bool(kept)

    def fill(self) -> None:
        """Add what fits, in the order of the queue."""
        kernels.fill(
            *self._table,
            self._rows,
            *self._chains,
            self.queue,
            self._uses,
            self._picks,
            *self._change,
            self._random,
            len(self.queue),
            0.0,
        )

    def search(self, moves: int, reach: tuple[int, int, float], heat: tuple[float, float]) -> int:
        """Make random moves (see `kernels`); return how many were kept.

        Args:
            moves: how many.
            reach: how many of the queue to fill with, the place in it where options are indifferent, and how far
                from there, on average, a kick is.
            heat: the annealing's first and last temperature, in scaled benefit.
        """
        return int(
            kernels.search(
                *self._table,
                self._projects,
                self._rows,
                self._members,
                self.board.feeds[1],
                *self._chains[:2],
                self.margin,
                self.weight,
                self.queue,
                self._most,
                self._uses,
                self._picks,
                *self._change,
                self._random,
                moves,
                reach,
                heat,
            )
        )

    def best(self) -> list[int] | None:
        """Return the options of the best portfolio seen, ascending, or None."""
        count = self._count
        if self.holds and count[kernels.BENEFIT] > count[kernels.BEST]:
            count[kernels.BEST] = count[kernels.BENEFIT]
            self._picks[:, kernels.TAKEN] = self._picks[:, kernels.PICK]
        taken = self._picks[:, kernels.TAKEN]
        return sorted(taken[taken >= 0].tolist()) if count[kernels.BEST] > -FREE else None

    def forget_best(self) -> None:
        """Forget the best portfolio seen, for instance because its amounts cannot be completed."""
        self._count[kernels.BEST] = -FREE

    @property
    def _table(self) -> tuple[Ints, Ints]:
        return self._options, self._entries

    @property
    def _chains(self) -> tuple[Ints, Ints, Floats]:
        return (*self.board.chains, self.weight)

    @property
    def _change(self) -> tuple[Ints, Ints, Ints, Floats]:
        return self._broken, self._log, self._count, self._weighed

    def _refresh(self) -> None:
        kernels.refresh(self._rows, *self._chains, self._uses, self._broken, self._count, self._weighed)

    def _new_move(self) -> None:
        self._count[kernels.TICK] += 1
        self._count[kernels.LOGGED] = 0


def _tables(board: Board, margin: Floats, active: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return the rows for the kernels and their active members, within a row in order of margin."""
    first, row, amount = board.by_option
    ranked = np.argsort(margin, kind="stable")
    ranked = ranked[active[ranked]]
    size = np.diff(first)[ranked]
    entry = np.repeat(first[ranked] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    order = stable_order(row[entry])
    options, amounts = np.repeat(ranked, size)[order], amount[entry][order]
    start = np.searchsorted(row[entry][order], np.arange(len(board.low) + 1))
    to, carry_cap, rate, per = board.carry
    parts = (board.low, board.high, board.up, board.cap, board.chain, to, carry_cap, rate, per)
    ends = [np.append(part, 0) for part in parts]
    table = np.stack([*ends, start, board.feeds[0]], axis=1).astype(np.int64)
    return table, np.stack([options, amounts], axis=1)
