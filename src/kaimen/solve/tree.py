"""Branch and bound over the order of a project's options, with linear programs at the nodes.

A project's options are in order of start. A branch asks: is the project chosen with one of its first k
options, or not? One side closes the others and makes the choice sure, the other side closes these k. Both
sides change much (closing one start alone would only move the project to the next), so the bound falls in
few nodes: branching on special ordered sets (Beale and Tomlin 1970), as in scheduling "by" a date.

Branches are chosen by pseudocosts, made reliable by solving both sides where there are few looks
(Achterberg, Koch, Martin 2005, doi:10.1016/j.orl.2004.04.002). The node with the best bound comes next.
No cuts are added: each leaf is a relaxation with some options closed and some choices sure.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np

from kaimen.problem import Ints, Problem
from kaimen.solve.highs import Basis, Solved
from kaimen.solve.model import Floats, Model, build_model
from kaimen.solve.narrow import Narrow

_SURE_LOOKS = 4
_MOST_LOOKS = 8
_MOST_BASES = 20_000
_WHOLE = 1e-6
_SAME = 1e-9

Branch = tuple[int, int, int]
"""Project, the last option of its first ones, and 1 where one of them is chosen, 0 where none is."""

Candidate = tuple[int, int, float]
"""Project, the last option of its first ones, and how much of these is chosen."""


@dataclass(frozen=True, slots=True, eq=False)
class _Node:
    branches: tuple[Branch, ...]
    objective: float
    basis: Basis | None
    candidates: list[Candidate]
    point: tuple[Ints, Floats]


class Tree:
    """A search tree over a problem without carries; bounds are in scaled benefit."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model: Model = build_model(problem, relaxed=True)
        self.nodes = 0
        self.point: tuple[Ints, Floats] | None = None
        self._linear = Narrow(self.model)
        self._scale = self.model.benefit_unit * problem.benefit_scale
        self._first = np.searchsorted(problem.option_project, np.arange(len(problem.projects) + 1))
        self._worst, self._beaten = inf, -(2**62)
        self._step = max(int(np.gcd.reduce(problem.benefit)), 1)
        self._open: list[tuple[float, int, _Node]] = []
        self._whole: list[tuple[float, list[int]]] = []
        self._costs: dict[Branch, tuple[float, int]] = {}
        self._totals = [(0.0, 0), (0.0, 0)]
        self._count = 0
        root = self._solve(())
        if root is not None:
            self._push((), root)

    @property
    def bound(self) -> float:
        """What no portfolio better than the one to beat can exceed; where nothing is left, that one's own benefit."""
        left = [objective for objective, _ in self._whole]
        left += [self._open[0][0]] if self._open else []
        least = min(left, default=inf)
        return -least * self._scale if least < self._worst else float(self._beaten)

    @property
    def done(self) -> bool:
        """Whether nothing is left to branch on."""
        return not self._open

    def beat(self, benefit: int) -> None:
        """Look only for portfolios with more than this scaled benefit."""
        if benefit > self._beaten:
            self._beaten = benefit
            # The next benefit there can be, less what the solver's tolerance may hide.
            room = min(1e-6 * max(1.0, abs(float(benefit))) ** 0.5, 0.5 * self._step)
            self._worst = -(benefit + self._step - room) / self._scale

    def take_whole(self) -> list[list[int]]:
        """Return the choices of the nodes that came out whole; their bounds stay until `resolve` is told of them."""
        return [chosen for _, chosen in self._whole]

    def resolve(self, chosen: list[int]) -> None:
        """Say that a whole choice is a portfolio, so that its node is done."""
        self._whole = [entry for entry in self._whole if entry[1] != chosen]

    def step(self) -> bool:
        """Branch at the node with the best bound; return False where there is none for now."""
        if not self._open:
            return False
        objective, _, node = heapq.heappop(self._open)
        if objective >= self._worst:
            self._open.clear()
            return False
        self.nodes += 1
        self.point = node.point
        if node.candidates:
            branch, children = self._choose(node)
            for side, child in enumerate(children):
                if child is not None:
                    self._push((*node.branches, (*branch, side)), child)
        else:
            options, part = node.point
            self._whole.append((objective, options[part > 1 - 2 * _WHOLE].tolist()))
        return True

    def _push(self, branches: tuple[Branch, ...], solved: Solved) -> None:
        self._count += 1
        option = solved.values[self.model.columns["option"]]
        some = np.flatnonzero(option > _WHOLE)
        basis = solved.basis if len(self._open) <= _MOST_BASES else None
        node = _Node(branches, solved.objective, basis, self._candidates(solved.values), (some, option[some]))
        heapq.heappush(self._open, (solved.objective, self._count, node))

    def _candidates(self, values: Floats) -> list[Candidate]:
        """Return every open question."""
        option = values[self.model.columns["option"]]
        open_ = np.flatnonzero((option > _WHOLE) & (option < 1 - _WHOLE))
        found = []
        for project in sorted(set(self.problem.option_project[open_].tolist())):
            first, so_far, asked = int(self._first[project]), 0.0, 0.0
            for place, part in enumerate(option[first : int(self._first[project + 1])].tolist()):
                so_far += part
                # Where nothing is chosen between two options both ask the same.
                if _WHOLE < so_far < 1 - _WHOLE and so_far - asked > _SAME:
                    found.append((project, first + place, so_far))
                    asked = so_far
        return found

    def _choose(self, node: _Node) -> tuple[tuple[int, int], list[Solved | None]]:
        candidates = sorted(node.candidates, key=lambda entry: (-self._promise(entry), entry))
        best: tuple[float, tuple[int, int], list[Solved | None]] = (-inf, (0, 0), [])
        looks = 0
        for project, option, part in candidates:
            sure = min(self._costs.get((project, option, side), (0.0, 0))[1] for side in (0, 1)) >= _SURE_LOOKS
            if sure and self._promise((project, option, part)) <= best[0]:
                break
            looks += not sure
            if looks > _MOST_LOOKS:
                break
            children = self._children(node, project, option, part)
            worth = self._worth(node, children)
            if worth > best[0]:
                best = worth, (project, option), children
            if sure or None in children:
                break
        return best[1], best[2]

    def _promise(self, candidate: Candidate) -> float:
        """Return how much both sides are expected to lose, as a product."""
        project, option, part = candidate
        product = 1.0
        for side, share in ((0, part), (1, 1 - part)):
            total, count = self._costs.get((project, option, side), (0.0, 0))
            if count == 0:
                total, count = self._totals[side]
                total, count = (total, count) if count else (1.0, 1)
            product *= max(total / count * share, 1e-6)
        return product

    def _children(self, node: _Node, project: int, option: int, part: float) -> list[Solved | None]:
        children = []
        for side, share in ((0, part), (1, 1 - part)):
            branch = (project, option, side)
            child = self._solve((*node.branches, branch), node.basis)
            if child is not None:
                lost = (child.objective - node.objective) / share
                total, count = self._costs.get(branch, (0.0, 0))
                self._costs[branch] = (total + lost, count + 1)
                total, count = self._totals[side]
                self._totals[side] = (total + lost, count + 1)
            children.append(child)
        return children

    def _worth(self, node: _Node, children: list[Solved | None]) -> float:
        room = self._worst - node.objective if isfinite(self._worst) else 1e9
        product = 1.0
        for child in children:
            product *= max(child.objective - node.objective if child is not None else room, 1e-6)
        return product

    def _solve(self, branches: tuple[Branch, ...], basis: Basis | None = None) -> Solved | None:
        closed: list[Ints] = []
        filled = []
        for project, option, side in branches:
            first, last = int(self._first[project]), int(self._first[project + 1])
            closed.append(np.arange(option + 1, last) if side else np.arange(first, option + 1))
            if side:
                filled.append(project)
        columns = np.unique(np.concatenate(closed)) if closed else np.zeros(0, dtype=np.int64)
        rows = np.unique(np.array(filled, dtype=np.int64)) + self.model.rows["choice"].start
        return self._linear.solve(columns, rows, basis, self._worst)
