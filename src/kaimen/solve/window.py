"""The statement over some projects only, the choice for all others fixed.

Near the best prices only the projects whose best and next best choice are almost equal are in
doubt. Their number hardly grows with the size of a problem, so a linear program, or a search,
over this window is small where the whole is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.problem import Ints, LifeRows, Problem, Splits, Terms


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A problem over the free projects, and where its parts come from.

    `option` and `rule` are the numbers, in the whole problem, of the window's options and rules; options of the
    fixed projects' costs, which come last, have none. `fixed` are the options chosen outside.
    """

    problem: Problem
    option: Ints
    rule: Ints
    fixed: Ints

    def whole(self, chosen: npt.ArrayLike) -> Ints:
        """Return the choice in the whole problem that a choice in the window stands for."""
        inside = np.asarray(chosen, dtype=np.int64)
        inside = inside[inside < len(self.option)]
        return np.sort(np.concatenate([self.fixed, self.option[inside]]))

    def inside(self, chosen: Ints) -> list[int] | None:
        """Return the choice in the window of a choice (ascending) in the whole; None if they differ outside it."""
        place = np.searchsorted(self.option, chosen)
        is_inside = place < len(self.option)
        is_inside[is_inside] = self.option[place[is_inside]] == chosen[is_inside]
        if not np.array_equal(chosen[~is_inside], self.fixed):
            return None
        return [*place[is_inside].tolist(), *range(len(self.option), self.problem.option_count)]


def window_of(problem: Problem, free: Ints, chosen: Ints) -> Window:
    """Return the problem over the free projects, with what is chosen of the others fixed.

    Limits are less by what the fixed options take. Their costs are options that must be chosen, one for each set of
    funds; fixed shares of whole costs are not looked at. Rules without a free option are left out. What fixed
    options free of a quota stays a demand of one of the added options, for only what is not taken may be carried.
    """
    is_free = np.zeros(len(problem.projects), dtype=np.bool_)
    is_free[free] = True
    option = np.flatnonzero(is_free[problem.option_project])
    fixed = np.asarray(chosen, dtype=np.int64)
    fixed = fixed[~is_free[problem.option_project[fixed]]]
    number = np.full(problem.option_count, -1)
    number[option] = np.arange(len(option))
    taken = picked_terms(problem.demand, fixed)
    quotas = len(problem.quotas)
    gross = _sums(taken.row, np.maximum(taken.amount, 0), quotas)
    freed = gross - _sums(taken.row, taken.amount, quotas)
    ruled = picked_terms(problem.rule_terms, fixed)
    side = problem.rule_side - _sums(ruled.row, ruled.amount, len(problem.rules))
    terms = picked_terms(problem.rule_terms, option)
    rule = np.unique(terms.row)
    costs = _costs(problem, option, fixed, number)
    extra = max(costs.added, int(freed.any()))
    projects = np.flatnonzero(is_free)
    demand = picked_terms(problem.demand, option)
    back = np.flatnonzero(freed)
    ids = tuple(f"fixed {place}" for place in range(extra))
    place = np.searchsorted(projects, problem.option_project[option])
    small = replace(
        problem,
        projects=tuple(problem.projects[p] for p in projects.tolist()) + ids,
        titles=tuple(problem.titles[p] for p in projects.tolist()) + ids,
        option_project=_frozen(np.append(place, len(projects) + np.arange(extra))),
        option_start=_padded(problem.option_start[option], extra),
        option_site=_padded(problem.option_site[option], extra),
        benefit=_padded(problem.benefit[option], extra),
        must=_frozen(np.append(problem.must[projects], np.ones(extra, dtype=np.bool_))),
        limit=_frozen(problem.limit - gross),
        demand=Terms(
            _frozen(np.append(demand.row, back)),
            _frozen(np.append(number[demand.option], np.full(len(back), len(option)))),
            _frozen(np.append(demand.amount, -freed[back])),
        ),
        cost_option=_frozen(costs.option),
        cost_period=_frozen(costs.period),
        cost_amount=_frozen(costs.amount),
        splits=costs.splits,
        life=costs.life,
        rules=tuple(problem.rules[r] for r in rule.tolist()),
        rule_terms=Terms(
            _frozen(np.searchsorted(rule, terms.row)), _frozen(number[terms.option]), _frozen(terms.amount)
        ),
        rule_side=_frozen(side[rule]),
        barred=(),
        order=_frozen(np.zeros(0, dtype=np.int64)),
    )
    return Window(small, option, rule, fixed)


@dataclass(frozen=True, slots=True, eq=False)
class _Costs:
    option: Ints
    period: Ints
    amount: Ints
    splits: Splits
    life: LifeRows
    added: int


def _costs(problem: Problem, option: Ints, fixed: Ints, number: Ints) -> _Costs:
    splits = problem.splits
    cost = _ranges(problem.cost_option, option)
    entry = _ranges(splits.cost, cost)
    life = _ranges(problem.life.option, option)
    life_number = np.full(len(problem.life.cap) + 1, -1)
    life_number[life] = np.arange(len(life))
    together = _together(problem, fixed)
    base = len(option)
    return _Costs(
        np.append(number[problem.cost_option[cost]], base + together.option),
        np.append(problem.cost_period[cost], together.period),
        np.append(problem.cost_amount[cost], together.amount),
        Splits(
            _frozen(np.append(np.searchsorted(cost, splits.cost[entry]), len(cost) + together.splits.cost)),
            _frozen(np.append(splits.fund[entry], together.splits.fund)),
            _frozen(np.append(splits.cap[entry], together.splits.cap)),
            _frozen(np.append(life_number[splits.life[entry]], together.splits.life)),
        ),
        LifeRows(
            _frozen(number[problem.life.option[life]]),
            _frozen(problem.life.fund[life]),
            _frozen(problem.life.cap[life]),
        ),
        together.added,
    )


def _together(problem: Problem, fixed: Ints) -> _Costs:
    """Return the costs of fixed options added up by the set of funds that may bear them, and by period.

    A fund's cap is the same share of every cost, so what fits the sums fits each cost.
    """
    none = np.zeros(0, dtype=np.int64)
    no_life = LifeRows(none, none, none)
    cost = _ranges(problem.cost_option, fixed)
    if not len(cost):
        return _Costs(none, none, none, Splits(none, none, none, none), no_life, 0)
    splits = problem.splits
    entry = _ranges(splits.cost, cost)
    row = np.searchsorted(cost, splits.cost[entry])
    cap = np.zeros((len(cost), len(problem.funds)), dtype=np.int64)
    cap[row, splits.fund[entry]] = splits.cap[entry]
    lawful = np.zeros(cap.shape, dtype=np.bool_)
    lawful[row, splits.fund[entry]] = True
    periods = len(problem.periods)
    _, which = np.unique(lawful, axis=0, return_inverse=True)
    key, group = np.unique(which.ravel() * periods + problem.cost_period[cost], return_inverse=True)
    amount = _sums(group, problem.cost_amount[cost], len(key))
    caps = np.zeros((len(key), len(problem.funds)), dtype=np.int64)
    np.add.at(caps, group, cap)
    may = np.zeros(caps.shape, dtype=np.bool_)
    may[group] = lawful
    at, fund = np.nonzero(may)
    return _Costs(
        key // periods,
        key % periods,
        amount,
        Splits(at, fund, np.minimum(caps[at, fund], amount[at]), np.full(len(at), -1)),
        no_life,
        int(key[-1] // periods) + 1,
    )


def picked_terms(terms: Terms, options: Ints) -> Terms:
    """Return the terms of some options (ascending)."""
    at = _ranges(terms.option, options)
    return Terms(terms.row[at], terms.option[at], terms.amount[at])


def _ranges(ascending: Ints, wanted: Ints) -> Ints:
    """Return where the entries of the wanted numbers (ascending) are in an ascending array."""
    low = np.searchsorted(ascending, wanted, side="left")
    size = np.searchsorted(ascending, wanted, side="right") - low
    begin = np.repeat(low - (np.cumsum(size) - size), size)
    found: Ints = begin + np.arange(int(size.sum()))
    return found


def _sums(row: Ints, amount: Ints, rows: int) -> Ints:
    total: Ints = np.zeros(rows, dtype=np.int64)
    np.add.at(total, row, amount)
    return total


def _padded(values: Ints, extra: int) -> Ints:
    padded: Ints = _frozen(np.append(values, np.zeros(extra, dtype=np.int64)))
    return padded


def _frozen(array: Any) -> Any:
    array.setflags(write=False)
    return array
