"""A comparison as tables: each plan's figures, and what moved."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from kaimen.explain.compare import Comparison
from kaimen.report.rows import Column, Table, Value


def plans_table(comparison: Comparison) -> Table:
    """Return a row per plan: benefit, gap, projects, money, and what came in and went out beside the first."""
    rows: list[tuple[Value, ...]] = []
    for number, side in enumerate(comparison.sides):
        problem, result = side.problem, side.result
        factor = problem.money_unit.factor / comparison.sides[0].problem.money_unit.factor
        money = sum((side.costs[option] for option in result.portfolio.chosen.tolist()), Fraction(0)) * factor
        kinds = [move.kind(number) for move in comparison.moves]
        came = sum((m.choices[number].cost for m in comparison.moves if m.kind(number) == "in"), Fraction(0))
        went = sum((m.choices[0].cost for m in comparison.moves if m.kind(number) == "out"), Fraction(0))
        counts = [kinds.count(kind) for kind in ("in", "out", "moved")] if number else [None] * 3
        amounts = [came, went] if number else [None] * 2
        gaps = (result.price_gap, result.solver_gap)
        rows.append((side.name, result.benefit, *gaps, len(result.portfolio.chosen), money, *counts, *amounts))
    unit = str(comparison.sides[0].problem.money_unit)
    columns = (
        Column("plan", "plan"),
        Column("benefit", "benefit", True, 1),
        Column("price_gap", "price gap", True, percent=True),
        Column("solver_gap", "solver gap", True, percent=True),
        Column("chosen", "projects", True),
        Column("money", unit, True),
        Column("in", "in", True),
        Column("out", "out", True),
        Column("moved", "moved", True),
        Column("money_in", f"in, {unit}", True),
        Column("money_out", f"out, {unit}", True),
    )
    return Table("plans", columns, tuple(rows))


def moves_table(comparison: Comparison) -> Table:
    """Return a row per project that the plans do not treat alike, those with most money first."""
    rows: list[tuple[Value, ...]] = []
    for move in comparison.moves:
        cells = [
            " ".join(filter(None, (choice.start, choice.site))) if choice.chosen else f"({choice.reason})"
            for choice in move.choices
        ]
        kinds = [move.kind(number) for number in range(1, len(move.choices))]
        details = dict.fromkeys(choice.detail for choice in move.choices if choice.detail)
        rows.append((move.project, move.title, " ".join(kinds), *cells, move.money, " / ".join(details)))
    unit = str(comparison.sides[0].problem.money_unit)
    plans = [Column(f"plan_{n}", side.name) for n, side in enumerate(comparison.sides, 1)]
    columns = (
        Column("project", "project"),
        Column("title", "title"),
        Column("move", "move"),
        *plans,
        Column("money", unit, True),
        Column("detail", "why not"),
    )
    return Table("moves", columns, tuple(rows))


def reasons_table(comparison: Comparison) -> Table:
    """Return what the other plans leave out of the first, by plan and reason, with its money."""
    sums: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for move in comparison.moves:
        for number, side in enumerate(comparison.sides[1:], 1):
            if move.kind(number) == "out":
                sums[side.name, move.choices[number].reason].append(move.choices[0].cost)
    by_money = sorted(sums.items(), key=lambda entry: (entry[0][0], -sum(entry[1]), entry[0][1]))
    rows = [(plan, reason, len(costs), sum(costs, Fraction(0))) for (plan, reason), costs in by_money]
    unit = str(comparison.sides[0].problem.money_unit)
    columns = (
        Column("plan", "plan"),
        Column("reason", "reason"),
        Column("projects", "projects", True),
        Column("money", unit, True),
    )
    return Table("reasons", columns, tuple(rows))
