"""Programmes as tables: who is enrolled, and everyone who is not with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kaimen.explain import REASONS, Explanation
from kaimen.policies import Programme
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report.figures import counted, figure, percent
from kaimen.report.rows import Column, Table, Value

Left = tuple[str, str, str]
"""A firm that was not chosen: its id, the code of its first reason, and why."""


def enrolled_table(problem: Problem, result: Result) -> Table:
    """Return a row for each firm that is enrolled, with its benefit."""
    chosen = {problem.projects[int(problem.option_project[o])]: int(o) for o in result.portfolio.chosen}
    titles = dict(zip(problem.projects, problem.titles, strict=True))
    rows = tuple((firm, titles[firm], problem.benefit_of(int(problem.benefit[o]))) for firm, o in chosen.items())
    columns = (Column("firm", "firm"), Column("name", "name"), Column("benefit", "benefit", True, 1))
    return Table("enrolled", columns, rows)


def reasons_of(explanations: Sequence[Explanation]) -> list[Left]:
    """Return why each firm of a question that was not chosen was not."""
    return [(e.project, e.reasons[0].code, "; ".join(r.detail for r in e.reasons)) for e in explanations]


def refused_table(left: Sequence[Left]) -> Table:
    """Return a row for each firm that was not chosen, with its reason."""
    rows: tuple[tuple[Value, ...], ...] = tuple((firm, REASONS[code], why) for firm, code, why in left)
    columns = (Column("firm", "firm"), Column("reason", "reason"), Column("why", "why"))
    return Table("refused", columns, rows)


def programme_sentence(programme: Programme, result: Result, firms: int, left: Sequence[Left]) -> str:
    """Return what a programme comes to in a sentence."""
    reasons = Counter(REASONS[code] for _, code, _ in left)
    told = ", ".join(f"{number:,} {reason}" for reason, number in reasons.most_common())
    chosen = len(result.portfolio.chosen)
    head = f"{programme.name}: {chosen:,} of {counted(firms, 'firm')} enrolled, benefit {figure(result.benefit, 1)}"
    bound = f"price bound {figure(result.bounds.price, 1)} (gap {percent(result.price_gap)})"
    return f"{head}; {bound}; not enrolled: {told or 'none'}"
