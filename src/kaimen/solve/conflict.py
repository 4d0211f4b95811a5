"""Why nothing fits: smallest sets of rules, quotas and funds that cannot hold together, and the cheapest ways out.

Deletion filter (Chinneck 2008, Feasibility and Infeasibility in Optimization, chapter 6): each
group is dropped in turn, and stays dropped if the rest is still infeasible. Groups are named as
the planner named them. Another set is found by leaving one member of those known out of force.

The way out of a set is the least change of one of its members with which everything holds; where
no member alone is enough, the least change of all of them together, each as a part of its limit
(elastic filter, same book, chapter 6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

import numpy as np
from scipy import sparse

from kaimen.errors import Finding
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.solve.highs import Verdict, run
from kaimen.solve.model import Floats, Model, build_model
from kaimen.solve.stop import Stop, max_nodes, max_seconds

_LOOK: Stop = max_seconds(10) | max_nodes(20_000)
"""How long one look may take."""

_TAKEN_OUT = ("rule prerequisite", "rule exclusion", "rule must_select")
"""Kinds that cannot give way by an amount: they hold or are taken out."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of the model that belong to one name."""

    kind: str
    name: str
    rows: tuple[int, ...]

    def __str__(self) -> str:
        """Return kind and name."""
        return f'{self.kind} "{self.name}"'


def conflict(problem: Problem, sets: int = 1) -> list[Finding]:
    """Return a finding per smallest set of rules, quotas and funds that cannot all hold, up to so many sets.

    The problem is known to have no plan. Where a look takes too long a set is still in conflict, but perhaps not
    smallest.
    """
    model = _feasibility(build_model(problem))
    groups = _groups(problem, model)
    found: list[list[_Group]] = []
    for needed in _sets(model, groups):
        if needed not in found:
            found.append(needed)
        if len(found) >= sets or not needed:
            break
    return [_finding(problem, model, groups, needed) for needed in found]


def has_plan(problem: Problem) -> bool | None:
    """Return whether some portfolio keeps every row; None: the look took too long."""
    answer = run(_feasibility(build_model(problem)), _LOOK)
    if answer.values is not None:
        return True
    return False if answer.verdict is Verdict.INFEASIBLE else None


def _sets(model: Model, groups: Sequence[_Group]) -> Iterator[list[_Group]]:
    """Yield smallest sets in conflict: the first, then those that remain without one member of each known set."""
    known = [_smallest(model, groups)]
    yield known[0]
    tried: set[frozenset[str]] = set()
    progress = True
    while progress:
        progress = False
        for members in product(*known):
            left_out = frozenset(map(str, members))
            if left_out in tried or len(tried) >= _MOST_LOOKS:
                continue
            tried.add(left_out)
            rest = [group for group in groups if str(group) not in left_out]
            if _infeasible(model, rest):
                known.append(_smallest(model, rest))
                yield known[-1]
                progress = True
                break


_MOST_LOOKS = 60
"""How many ways of leaving members out are tried for another set."""


def _smallest(model: Model, groups: Sequence[_Group]) -> list[_Group]:
    needed: list[_Group] = []
    left = list(groups)
    while left:
        group = left.pop()
        if not _infeasible(model, needed + left):
            needed.append(group)
    return needed[::-1]


def _finding(problem: Problem, model: Model, groups: Sequence[_Group], needed: list[_Group]) -> Finding:
    names = "; ".join(map(str, needed))
    what = "These cannot all hold: " + names + "." if names else "No option can be chosen lawfully."
    return Finding("E504", what, fix=_ways_out(problem, model, groups, needed))


def _feasibility(model: Model) -> Model:
    return replace(model, objective=np.zeros(len(model.objective)))


def _groups(problem: Problem, model: Model) -> list[_Group]:
    named: dict[tuple[str, str], list[int]] = {}
    for row, quota in enumerate(problem.quotas):
        kind = "pool" if quota.is_pool else "quota"
        named.setdefault((kind, quota.name), []).append(model.rows["quota"].start + row)
    for fund, entry in enumerate(problem.funds):
        first = model.rows["fund"].start + fund * len(problem.periods)
        named[("fund", entry.name)] = list(range(first, first + len(problem.periods)))
    for row, rule in enumerate(problem.rules):
        named.setdefault((f"rule {rule.kind}", rule.name), []).append(model.rows["rule"].start + row)
    for project in np.flatnonzero(problem.must).tolist():
        named[("rule must_select", problem.projects[project])] = [model.rows["choice"].start + project]
    return [_Group(kind, name, tuple(rows)) for (kind, name), rows in named.items()]


def _infeasible(model: Model, kept: Sequence[_Group]) -> bool:
    """Return whether the model is proved infeasible with only the groups kept in force."""
    return run(_in_force(model, kept), _LOOK).verdict is Verdict.INFEASIBLE


def _in_force(model: Model, kept: Sequence[_Group]) -> Model:
    lower, upper = model.row_lower.copy(), model.row_upper.copy()
    in_force = {row for group in kept for row in group.rows}
    for name in ("quota", "fund", "rule", "choice"):
        for row in range(model.rows[name].start, model.rows[name].stop):
            if row not in in_force:
                lower[row] = -np.inf
                upper[row] = 1.0 if name == "choice" else np.inf
    return replace(model, row_lower=lower, row_upper=upper)


def _ways_out(problem: Problem, model: Model, groups: Sequence[_Group], needed: Sequence[_Group]) -> str:
    """Return what to do: the members that alone are enough, the least part of their limit first, or all together."""
    ways: list[tuple[float, str]] = []
    for group in needed:
        if group.kind in _TAKEN_OUT:
            if run(_in_force(model, [other for other in groups if other is not group]), _LOOK).values is not None:
                verb = "release" if group.kind == "rule must_select" else "take out"
                name = group.name if group.kind == "rule must_select" else f'"{group.name}"'
                ways.append((np.inf, f"{verb} {name}"))
            continue
        least = _least_changes(model, group.rows, [1.0] * len(group.rows))
        if least is not None:
            part = max(by / max(abs(_side(model, row)), 1e-9) for row, by in least.items())
            ways.append((part, " and ".join(_in_words(problem, model, group, row, by) for row, by in least.items())))
    ways.sort(key=lambda way: way[0])
    if ways:
        return "Change one of them: " + ", or ".join(words for _, words in ways) + "."
    together = _together(problem, model, needed)
    return f"No change of one is enough; together: {together}." if together else "Change one of them."


def _together(problem: Problem, model: Model, needed: Sequence[_Group]) -> str:
    """Return the least change of several members with which everything holds, each as a part of its limit."""
    owner = {row: group for group in needed if group.kind not in _TAKEN_OUT for row in group.rows}
    rows = list(owner)
    weights = [1.0 / max(abs(_side(model, row)), 1e-9) for row in rows]
    least = _least_changes(model, rows, weights) if rows else None
    return " and ".join(_in_words(problem, model, owner[row], row, by) for row, by in (least or {}).items())


def _side(model: Model, row: int) -> float:
    return float(model.row_upper[row] if np.isfinite(model.row_upper[row]) else model.row_lower[row])


def _least_changes(model: Model, rows: Sequence[int], weights: Sequence[float]) -> dict[int, float] | None:
    """Return by how much rows must give way so that everything holds, in their own units; None: they cannot."""
    columns = np.zeros((len(model.row_upper), 2 * len(rows)))
    for number, row in enumerate(rows):
        columns[row, 2 * number : 2 * number + 2] = (-1.0, 1.0)
    answer = run(_with_slack(model, columns, np.repeat(np.asarray(weights, dtype=float), 2)), _LOOK)
    if answer.verdict is not Verdict.OPTIMAL or answer.values is None:
        return None
    given = answer.values[-2 * len(rows) :].reshape(-1, 2).sum(axis=1)
    return {row: float(by) for row, by in zip(rows, given, strict=True) if by > _NOTHING}


_NOTHING = 1e-7


def _with_slack(model: Model, columns: Floats, weights: Floats) -> Model:
    more = len(weights)
    return replace(
        model,
        objective=np.append(np.zeros(len(model.objective)), weights),
        column_upper=np.append(model.column_upper, np.full(more, np.inf)),
        integer=np.append(model.integer, np.zeros(more, dtype=np.bool_)),
        matrix=sparse.csc_array(sparse.hstack([model.matrix, sparse.csc_array(columns)])),
    )


def _in_words(problem: Problem, model: Model, group: _Group, row: int, least: float) -> str:
    scaled = Fraction(int(np.ceil(least * model.row_unit[row] - 1e-6)))
    several = len(group.rows) > 1
    if group.kind.startswith("rule"):
        rule = problem.rules[row - model.rows["rule"].start]
        amount = f"{decimal_text(scaled / rule.scale)} {rule.unit}".strip()
        part = f" ({rule.part})" if several and rule.part else ""
        return f'loosen "{group.name}"{part} by {amount}'
    if group.kind == "fund":
        period = problem.periods[(row - model.rows["fund"].start) % len(problem.periods)]
        amount = f"{decimal_text(scaled / problem.money_scale)} {problem.money_unit}"
    else:
        quota = problem.quotas[row - model.rows["quota"].start]
        period, amount = quota.period, f"{decimal_text(scaled / quota.scale)} {quota.unit}"
    return f'raise "{group.name}" by {amount}' + (f" in {period}" if several else "")
