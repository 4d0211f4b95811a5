"""Why nothing fits: a smallest set of rules, quotas and funds that cannot hold together.

Deletion filter (Chinneck 2008, Feasibility and Infeasibility in Optimization, chapter 6): each
group is dropped in turn, and stays dropped if the rest is still infeasible. Groups are named as
the planner named them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from scipy import sparse

from kaimen.errors import Finding
from kaimen.problem import Problem
from kaimen.quantity import decimal_text
from kaimen.solve.highs import Verdict, run
from kaimen.solve.model import Floats, Model, build_model
from kaimen.solve.stop import max_nodes, max_seconds


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of the model that belong to one name."""

    kind: str
    name: str
    rows: tuple[int, ...]


def conflict(problem: Problem) -> list[Finding]:
    """Return one finding that names the rules, quotas and funds of a smallest set that cannot all hold.

    Where a look takes too long the set is still in conflict, but perhaps not the smallest.
    """
    model = _feasibility(build_model(problem))
    groups = _groups(problem, model)
    needed: list[_Group] = []
    left = list(groups)
    while left:
        group = left.pop()
        if not _infeasible(model, needed + left):
            needed.append(group)
    needed.reverse()
    names = "; ".join(f'{group.kind} "{group.name}"' for group in needed)
    what = "These cannot all hold: " + names + "." if names else "No option can be chosen lawfully."
    return [Finding("E504", what, fix=_ways_out(problem, model, needed))]


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


def _infeasible(model: Model, kept: list[_Group], relaxed: tuple[int, float] | None = None) -> bool:
    """Return whether the model is proved infeasible with only the groups kept in force."""
    lower, upper = model.row_lower.copy(), model.row_upper.copy()
    in_force = {row for group in kept for row in group.rows}
    for name in ("quota", "fund", "rule", "choice"):
        for row in range(model.rows[name].start, model.rows[name].stop):
            if row not in in_force:
                lower[row] = -np.inf
                upper[row] = 1.0 if name == "choice" else np.inf
    if relaxed is not None:
        row, by = relaxed
        lower[row], upper[row] = lower[row] - by, upper[row] + by
    answer = run(replace(model, row_lower=lower, row_upper=upper), max_seconds(10) | max_nodes(20_000))
    return answer.verdict is Verdict.INFEASIBLE


def _ways_out(problem: Problem, model: Model, needed: list[_Group]) -> str:
    """Return what to do, with the least change of each row in the set that alone would be enough."""
    ways = []
    for group in needed:
        if group.kind in ("rule prerequisite", "rule exclusion") or len(group.rows) != 1:
            continue
        if group.kind == "rule must_select":
            ways.append(f"release {group.name}")
            continue
        least = _least_change(model, group.rows[0])
        if least is not None:
            ways.append(_in_words(problem, model, group, least))
    return "Change one of them" + (": " + ", or ".join(ways) if ways else "") + "."


def _least_change(model: Model, row: int) -> float | None:
    """Return by how much one row must give way so that everything holds, in its own unit; None: it cannot alone."""
    column = np.zeros((len(model.row_upper), 2))
    column[row] = (-1.0, 1.0)
    answer = run(_with_slack(model, column), max_seconds(10) | max_nodes(20_000))
    if answer.verdict is not Verdict.OPTIMAL or answer.values is None:
        return None
    return float(answer.values[-2:].sum())


def _with_slack(model: Model, column: Floats) -> Model:
    return replace(
        model,
        objective=np.append(np.zeros(len(model.objective)), [1.0, 1.0]),
        column_upper=np.append(model.column_upper, [np.inf, np.inf]),
        integer=np.append(model.integer, [False, False]),
        matrix=sparse.csc_array(sparse.hstack([model.matrix, sparse.csc_array(column)])),
    )


def _in_words(problem: Problem, model: Model, group: _Group, least: float) -> str:
    row = group.rows[0]
    scaled = Fraction(int(np.ceil(least * model.row_unit[row] - 1e-6)))
    if group.kind.startswith("rule"):
        rule = problem.rules[row - model.rows["rule"].start]
        amount = f"{decimal_text(scaled / rule.scale)} {rule.unit}".strip()
        return f'loosen "{group.name}" by {amount}'
    if group.kind == "fund":
        return f'raise "{group.name}" by {decimal_text(scaled / problem.money_scale)} {problem.money_unit}'
    quota = problem.quotas[row - model.rows["quota"].start]
    return f'raise "{group.name}" by {decimal_text(scaled / quota.scale)} {quota.unit}'
