"""The same question with one thing changed, for solving again: a wish, a limit, a demand, a cost.

Each returns a new problem over the same options and rows, so that a portfolio of one can be read in the other; a wish
adds one rule row at the end. Amounts are scaled integers, as in `Problem`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from kaimen.evidence import Citation
from kaimen.problem.types import AT_LEAST, AT_MOST, Ints, Problem, RuleRow, Terms

WISH = "wish"
"""Kind of the rule row that a wish adds."""


def forced_in(problem: Problem, options: Sequence[int], name: str) -> Problem:
    """Return the problem with a rule that one of these options is chosen; they belong to one project."""
    return _with_rule(problem, options, AT_LEAST, 1, name)


def forced_out(problem: Problem, options: Sequence[int], name: str) -> Problem:
    """Return the problem with a rule that none of these options is chosen; a project that must be chosen still must."""
    return _with_rule(problem, options, AT_MOST, 0, name)


def with_limit(problem: Problem, kind: str, row: int | tuple[int, int], change: int) -> Problem:
    """Return the problem with one limit changed: of a quota, of a fund (row and period), or a rule's right side."""
    field = {"quota": "limit", "fund": "fund_limit", "rule": "rule_side"}[kind]
    limit = getattr(problem, field).copy()
    limit[row] += change
    return _replaced(problem, **{field: limit})


def with_demand(problem: Problem, options: Sequence[int], row: int, less: int) -> Problem:
    """Return the problem in which some options take less of a quota row; what they take does not fall below 0."""
    terms = problem.demand
    theirs = (terms.row == row) & np.isin(terms.option, options) & (terms.amount > 0)
    amount = np.where(theirs, np.maximum(terms.amount - less, 0), terms.amount)
    left = amount != 0
    return replace(problem, demand=Terms(*(_frozen(part[left]) for part in (terms.row, terms.option, amount))))


def with_cost(problem: Problem, options: Sequence[int], period: int, less: int) -> Problem:
    """Return the problem in which some options cost less in a period; funds' shares fall with it, rounded up.

    A cost does not fall below the smallest amount counted.
    """
    theirs = np.isin(problem.cost_option, options) & (problem.cost_period == period)
    before = problem.cost_amount
    amount = np.where(theirs, np.maximum(before - less, 1), before)
    split, life = problem.splits, problem.life
    cap = [_share(c, a, b) for c, a, b in zip(split.cap, amount[split.cost], before[split.cost], strict=True)]
    whole, whole_before = (
        np.bincount(problem.cost_option, weights=part, minlength=problem.option_count) for part in (amount, before)
    )
    life_cap = [_share(c, int(whole[o]), int(whole_before[o])) for c, o in zip(life.cap, life.option, strict=True)]
    return _replaced(
        problem,
        cost_amount=amount,
        splits=replace(split, cap=_ints(cap)),
        life=replace(life, cap=_ints(life_cap)),
    )


def _share(cap: int, now: int, before: int) -> int:
    return -(-int(cap) * int(now) // int(before))


def _with_rule(problem: Problem, options: Sequence[int], sense: int, side: int, name: str) -> Problem:
    number = len(problem.rules)
    terms = problem.rule_terms
    option = np.append(terms.option, np.array(options, dtype=np.int64))
    row = np.append(terms.row, np.full(len(options), number, dtype=np.int64))
    amount = np.append(terms.amount, np.ones(len(options), dtype=np.int64))
    order = np.lexsort((row, option))
    return _replaced(
        problem,
        rules=(*problem.rules, RuleRow(name, WISH, "", sense, "", 1, Citation())),
        rule_side=np.append(problem.rule_side, side),
        rule_terms=Terms(*(_frozen(part[order]) for part in (row, option, amount))),
    )


def _replaced(problem: Problem, **parts: Any) -> Problem:
    return replace(problem, **{name: _frozen(p) if isinstance(p, np.ndarray) else p for name, p in parts.items()})


def _ints(values: list[int]) -> Ints:
    array: Ints = _frozen(np.array(values, dtype=np.int64))
    return array


def _frozen(array: Any) -> Any:
    array.setflags(write=False)
    return array
