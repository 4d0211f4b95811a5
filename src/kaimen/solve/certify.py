"""`certify`: witnesses of a bound that `kaimen.portfolio` proves by itself, found by cuts and branching.

1. Rounds of covers: the relaxation is solved, covers that its point breaks are added, and so on.
2. Branching (Land and Doig 1960, doi:10.2307/1910129), always of the leaf with the greatest bound: whether a
   project is chosen, whether it is so in one of its options, or whether anything is carried out of a quota row. The
   duals of each leaf's relaxation, put on the grid, are its prices; where a leaf has no point, its parent's prices
   are moved along the multipliers that show it (Farkas) until its bound is low enough.

The bound of each leaf is recomputed exactly from its prices, so no tolerance of the solver enters it.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import sparse

from kaimen.portfolio import (
    CarryChoice,
    Certificate,
    Choice,
    Cut,
    Decision,
    Leaf,
    PriceList,
    Result,
    Status,
    leaf_bounds,
    plain_leaf,
)
from kaimen.portfolio.implied import supplies
from kaimen.portfolio.prices import LARGEST_PRICE
from kaimen.problem import Problem
from kaimen.solve.cuts import Point, broken_covers, knapsacks
from kaimen.solve.highs import Answer, Relaxation, run_relaxation
from kaimen.solve.model import Floats, Model, build_model, quota_units
from kaimen.solve.relax import price_grid, prices_of
from kaimen.solve.stop import NEVER, Progress, Stop

_ROUNDS, _CUTS_A_ROUND = 12, 40
_WHOLE = 1e-6
_FARTHEST = 10


def certify(problem: Problem, result: Result, leaves: int, stop: Stop = NEVER) -> Result:
    """Return the result with a certificate of at most `leaves` leaves and the bound that it proves.

    Args:
        problem: the statement.
        result: a result of it; its price bound is not exceeded by the certified bound.
        leaves: the work: how many leaves the certificate may have, 1 or more.
        stop: looked at before each division of a leaf; it sees the leaves as nodes.

    Returns:
        The result with `certificate` and `bounds.certified`; `optimal` where the bound is the benefit.
    """
    if not problem.option_count:
        certificate = Certificate((), (plain_leaf(result.prices),))
        return replace(
            result, certificate=certificate, bounds=replace(result.bounds, certified=_best(problem, certificate))
        )
    start = _on_grid(problem, result.prices)
    cuts = _cuts(problem)
    tree = _Tree(problem, tuple(cuts), start, result.benefit)
    tree.grow(leaves, stop)
    return _certified(problem, result, tree.certificate())


def _certified(problem: Problem, result: Result, certificate: Certificate) -> Result:
    known = _best(problem, certificate)
    proved = known is not None and known <= result.benefit and result.status is not Status.ORDERED
    status = Status.OPTIMAL if proved else result.status
    return replace(result, certificate=certificate, status=status, bounds=replace(result.bounds, certified=known))


def _best(problem: Problem, certificate: Certificate) -> Fraction | None:
    return max((bound for bound in leaf_bounds(problem, certificate) if bound is not None), default=None)


def _on_grid(problem: Problem, prices: PriceList) -> PriceList:
    """Return the prices on a grid as fine as the relaxation's, where they can be, without changing any."""
    factor = max(1, price_grid(problem) // prices.grid)
    parts = (prices.quota, prices.fund, prices.life, prices.rule)
    largest = max((int(np.abs(part).max(initial=0)) for part in parts), default=0)
    if largest * factor > LARGEST_PRICE:
        return prices
    quota, fund, life, rule = (part * factor for part in parts)
    return PriceList(prices.grid * factor, quota, fund, life, rule, prices.basis)


# Cuts.


def _cuts(problem: Problem) -> list[Cut]:
    """Return covers found in rounds; those that the last relaxation does not price are left out."""
    rows = knapsacks(problem)
    model = build_model(problem, relaxed=True)
    cuts: list[Cut] = []
    for _ in range(_ROUNDS):
        answer = run_relaxation(with_cuts(problem, model, cuts))
        if answer.values is None or answer.row_duals is None:
            return []
        used = answer.row_duals[len(model.row_upper) :] < -_WHOLE
        more = broken_covers(problem, rows, point_at(problem, model, answer.values), _CUTS_A_ROUND)
        cuts = [cut for cut, is_used in zip(cuts, used.tolist(), strict=True) if is_used]
        if not more:
            break
        cuts += more
    return cuts


def point_at(problem: Problem, model: Model, values: Floats) -> Point:
    """Return a model's columns as the point of the relaxation, in scaled units."""
    unit, rows = quota_units(problem), len(problem.quotas)
    draw, carry = np.zeros(rows), np.zeros(rows)
    draw[problem.above >= 0] = values[model.columns["draw"]] * unit[problem.above >= 0]
    carry[problem.carry_to >= 0] = values[model.columns["carry"]] * unit[problem.carry_to >= 0]
    return Point(values[model.columns["option"]], draw, carry)


def with_cuts(problem: Problem, model: Model, cuts: list[Cut] | tuple[Cut, ...]) -> Model:
    """Return the relaxation with a row for each cut."""
    return _extended(model, cut_rows(problem, model, cuts), np.array([float(cut.most) for cut in cuts]))


def cut_rows(problem: Problem, model: Model, cuts: list[Cut] | tuple[Cut, ...]) -> sparse.lil_array:
    """Return what cuts (rows) count of the columns of a model; each is at most `cut.most`."""
    block = sparse.lil_array((len(cuts), len(model.objective)))
    draw, carry = _columns(problem, model)
    unit = quota_units(problem)
    for number, cut in enumerate(cuts):
        block[number, cut.options] = cut.weights
        if cut.slope:
            draws, carries = supplies(problem, cut.rows)
            for row in draws:
                block[number, draw[row]] = -float(cut.slope) * unit[row]
            for row, rate in carries:
                block[number, carry[row]] = -float(cut.slope * rate) * unit[row]
    return block


def _columns(problem: Problem, model: Model) -> tuple[dict[int, int], dict[int, int]]:
    """Return the columns of the draw and the carry of each quota row that has one."""
    drawing, carrying = np.flatnonzero(problem.above >= 0), np.flatnonzero(problem.carry_to >= 0)
    draw, carry = model.columns["draw"].start, model.columns["carry"].start
    return (
        {row: draw + place for place, row in enumerate(drawing.tolist())},
        {row: carry + place for place, row in enumerate(carrying.tolist())},
    )


def _extended(model: Model, block: Any, upper: Floats) -> Model:
    size = len(upper)
    return replace(
        model,
        matrix=sparse.csc_array(sparse.vstack([model.matrix, sparse.csr_array(block)])),
        row_lower=np.append(model.row_lower, np.full(size, -np.inf)),
        row_upper=np.append(model.row_upper, upper),
        row_unit=np.append(model.row_unit, np.ones(size)),
    )


def _with_own_rows(problem: Problem, model: Model) -> Model:
    """Return the model with the row of each carry condition: only own amounts are carried."""
    draw, carry = _columns(problem, model)
    unit = quota_units(problem)
    block, upper = sparse.lil_array((len(carry), len(model.objective))), []
    for number, row in enumerate(carry):
        mine = (problem.demand.row == row) & (problem.demand.amount > 0)
        block[number, problem.demand.option[mine]] = problem.demand.amount[mine] / unit[row]
        for lower in np.flatnonzero(problem.above == row).tolist():
            block[number, draw[lower]] = 1.0
        block[number, carry[row]] = 1.0
        for before in np.flatnonzero(problem.carry_to == row).tolist():
            numerator, denominator = problem.carry_rate[before].tolist()
            block[number, carry[before]] = -numerator / denominator
        upper.append(int(problem.limit[row]) / unit[row])
    wide = _extended(model, block, np.array(upper, dtype=float))
    wide.row_unit[len(model.row_upper) :] = unit[list(carry)]
    return wide


# Leaves.


@dataclass(slots=True)
class _End:
    """A leaf with its bound (None: empty), its row duals, and its point where it has one."""

    leaf: Leaf
    bound: Fraction | None
    duals: Floats
    values: Floats | None


class _Tree:
    """The leaves so far, and the relaxation that is bent to each of them."""

    def __init__(self, problem: Problem, cuts: tuple[Cut, ...], start: PriceList, benefit: Fraction) -> None:
        self.problem, self.cuts, self.start, self.benefit = problem, cuts, start, benefit
        plain = build_model(problem, relaxed=True)
        self.first_cut = len(plain.row_upper)
        cut = with_cuts(problem, plain, cuts)
        self.first_own = len(cut.row_upper)
        self.model = _with_own_rows(problem, cut)
        _, self.carry = _columns(problem, plain)
        self.own = {row: self.first_own + place for place, row in enumerate(self.carry)}
        self.relaxation = Relaxation(self.model)
        self.closed: list[_End] = []
        self.heap: list[tuple[Fraction, int, _End]] = []
        self.count = 0
        root = replace(plain_leaf(start, len(cuts)))
        none = np.zeros(len(self.model.row_upper))
        self._put(self._end((), _End(root, self._bound(root), none, None)))

    def grow(self, leaves: int, stop: Stop) -> None:
        """Divide the leaf with the greatest bound until none is above the benefit, or the work is done."""
        while self.heap and len(self.heap) + len(self.closed) < leaves:
            greatest, _, end = self.heap[0]
            seen = Progress(0.0, len(self.heap) + len(self.closed), float(self.benefit), float(-greatest))
            if -greatest <= self.benefit or stop(seen):
                return
            heapq.heappop(self.heap)
            sides = self._division(end)
            if sides is None:
                self.closed.append(end)
                continue
            for side in sides:
                self._put(self._end((*end.leaf.decisions, side), end))

    def certificate(self) -> Certificate:
        """Return the leaves, with the cuts that one of them prices."""
        ends = [end.leaf for end in self.closed] + [end.leaf for _, _, end in sorted(self.heap, key=lambda e: e[1])]
        used = np.flatnonzero(np.any([leaf.cuts != 0 for leaf in ends], axis=0))
        leaves = tuple(replace(leaf, cuts=leaf.cuts[used]) for leaf in ends)
        return Certificate(tuple(self.cuts[number] for number in used.tolist()), leaves)

    def _put(self, end: _End) -> None:
        self.count += 1
        if end.bound is None or end.bound <= self.benefit:
            self.closed.append(end)
        else:
            heapq.heappush(self.heap, (-end.bound, self.count, end))

    def _bound(self, leaf: Leaf) -> Fraction | None:
        return leaf_bounds(self.problem, Certificate(self.cuts, (leaf,)))[0]

    def _end(self, decisions: tuple[Decision, ...], parent: _End) -> _End:
        """Return the leaf with these decisions, at the best prices known: its own, or its parent's."""
        old = replace(parent.leaf, decisions=decisions, decided=_padded(parent.leaf.decided, len(decisions)))
        best = _End(old, self._bound(old), parent.duals, None)
        if best.bound is None:
            return best
        answer = self._answer(decisions)
        tried = [answer.row_duals] if answer.row_duals is not None else []
        if answer.values is None:
            ray = self.relaxation.ray()
            farther = [] if ray is None else [(-1) ** n * 10.0 ** (n // 2) * ray for n in range(2 * _FARTHEST)]
            tried = [parent.duals + step for step in farther]
        for duals in tried:
            leaf = self._priced(decisions, duals)
            bound = self._bound(leaf)
            if bound is not None and bound < best.bound:
                best = _End(leaf, bound, duals, None)
            if best.bound is not None and best.bound <= self.benefit:
                break
        best.values = answer.values
        return best

    def _answer(self, decisions: tuple[Decision, ...]) -> Answer:
        """Solve the relaxation under these decisions."""
        model, problem = self.model, self.problem
        column, lower, upper = model.column_upper.copy(), model.row_lower.copy(), model.row_upper.copy()
        upper[self.first_own :] = np.inf
        for decision in decisions:
            if isinstance(decision, CarryChoice):
                if decision.used:
                    upper[self.own[decision.row]] = model.row_upper[self.own[decision.row]]
                else:
                    column[self.carry[decision.row]] = 0.0
            elif decision.below:
                column[list(decision.options)] = 0.0
            else:
                project = int(problem.option_project[decision.options[0]])
                lower[model.rows["choice"].start + project] = 1.0
                others = [option for option in problem.options_of(project) if option not in decision.options]
                column[others] = 0.0
        return self.relaxation.within(column, lower, upper)

    def _priced(self, decisions: tuple[Decision, ...], duals: Floats) -> Leaf:
        """Return the leaf at these row duals, put on the grid."""
        grid = self.start.grid
        prices = prices_of(self.problem, self.model, duals, grid)
        value = -duals * self.model.benefit_unit * self.problem.benefit_scale / self.model.row_unit
        whole = np.rint(np.clip(value[self.first_cut :] * grid, 0.0, 1e18)).astype(np.int64)
        size = self.first_own - self.first_cut
        decided = [
            int(whole[self.own[decision.row] - self.first_cut])
            if isinstance(decision, CarryChoice) and decision.used
            else 0
            for decision in decisions
        ]
        return Leaf(decisions, prices, whole[:size], np.array(decided, np.int64))

    def _division(self, end: _End) -> tuple[Decision, Decision] | None:
        """Return both sides of the decision that the leaf's point leaves most open; None where it leaves nothing."""
        if end.values is None:
            return None
        problem, options = self.problem, end.values[self.model.columns["option"]]
        worth = np.maximum(np.abs(problem.benefit.astype(float)), 1.0)
        first = np.searchsorted(problem.option_project, np.arange(len(problem.projects)))
        whole = np.add.reduceat(options, first)
        open_project = np.minimum(whole, 1.0 - whole)
        if open_project.max() > _WHOLE:
            project = int(np.argmax(open_project * np.maximum.reduceat(worth * (options > _WHOLE), first)))
            return _sides(tuple(problem.options_of(project)))
        open_option = np.minimum(options, 1.0 - options)
        if open_option.max() > _WHOLE:
            return _sides((int(np.argmax(open_option * worth)),))
        return self._carry_division(end)

    def _carry_division(self, end: _End) -> tuple[Decision, Decision] | None:
        assert end.values is not None  # noqa: S101 - asked just before
        decided = {decision.row for decision in end.leaf.decisions if isinstance(decision, CarryChoice)}
        over = self.model.matrix[self.first_own :] @ end.values - self.model.row_upper[self.first_own :]
        for place, (row, column) in enumerate(self.carry.items()):
            if row not in decided and end.values[column] > _WHOLE and over[place] > _WHOLE:
                return CarryChoice(row, used=True), CarryChoice(row, used=False)
        return None


def _sides(options: tuple[int, ...]) -> tuple[Decision, Decision]:
    return Choice(options, 0, below=True), Choice(options, 0, below=False)


def _padded(decided: Any, size: int) -> Any:
    return np.append(decided, np.zeros(size - len(decided), np.int64))
