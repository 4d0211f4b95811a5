"""What firms are due, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from kaimen.errors import Finding
from kaimen.policies import Answer, Entitlements, Outcome, answers
from kaimen.policies.grants import PARTS
from kaimen.report.figures import figure
from kaimen.report.rows import Column, Table, Value


def policy_table(found: Entitlements, near: float) -> Table:
    """Return for each policy in force how many firms are due it, what it comes to, who is kept out or close to it."""
    nearly = found.nearly(near)
    rows: list[tuple[Value, ...]] = []
    for row, policy in enumerate(found.policies):
        outcome = found.outcome[row]
        total = Fraction(int(sum(found.amount[row].tolist())), PARTS)
        others = [int(np.sum(outcome == kind)) for kind in (Outcome.BARRED, Outcome.OPEN)]
        due = int(np.sum(outcome <= Outcome.CUT))
        rows.append((policy.id, due, total, int(nearly[row].sum()), *others, policy.title, str(policy.reference)))
    columns = (
        Column("policy", "policy"),
        Column("due", "firms", True),
        Column("amount", f"due ({found.columns.book.money})", True, 2),
        Column("nearly", "nearly", True),
        Column("kept_out", "kept out", True),
        Column("open", "not known", True),
        Column("title", "title"),
        Column("reference", "reference"),
    )
    return Table("policies", columns, tuple(rows))


def due_table(found: Entitlements) -> Table:
    """Return a row for each firm and policy under which something is due."""
    rows: list[tuple[Value, ...]] = []
    for firm, row in np.argwhere(found.due.T).tolist():
        policy, who = found.policies[row], found.columns.firms[firm]
        amount = Fraction(int(found.amount[row, firm]), PARTS)
        part = found.outcome[row, firm] == Outcome.CUT
        rows.append((who.id, who.name, policy.id, amount, "part" if part else "", str(policy.reference)))
    columns = (
        Column("firm", "firm"),
        Column("name", "name"),
        Column("policy", "policy"),
        Column("amount", f"due ({found.columns.book.money})", True, 2),
        Column("part", "in part"),
        Column("reference", "reference"),
    )
    return Table("due", columns, tuple(rows))


def nearly_table(found: Entitlements, near: float) -> Table:
    """Return a row for each firm and policy that fails by numbers alone, the nearest first."""
    rows: list[tuple[Value, ...]] = []
    places = np.argwhere(found.nearly(near)).tolist()
    for row, firm in sorted(places, key=lambda place: (float(found.shortfall[place[0], place[1]]), place)):
        answer = answers(found, firm)[row] if len(rows) < _MOST_NEAR else None
        if answer is None:
            break
        who = found.columns.firms[firm]
        rows.append((who.id, who.name, answer.policy, "; ".join(map(str, answer.lacks))))
    columns = (Column("firm", "firm"), Column("name", "name"), Column("policy", "policy"), Column("lacks", "lacks"))
    return Table("nearly", columns, tuple(rows))


def access_table(found: Entitlements) -> Table:
    """Return a row for each firm and line that keeps it out."""
    rows: list[tuple[Value, ...]] = []
    for firm, row in np.argwhere(found.out.T).tolist():
        line, who = found.lines[row], found.columns.firms[firm]
        rows.append((who.id, who.name, line.id, line.activity, str(line.reference)))
    columns = (
        Column("firm", "firm"),
        Column("name", "name"),
        Column("line", "line"),
        Column("activity", "kept out of"),
        Column("reference", "reference"),
    )
    return Table("access", columns, tuple(rows))


def answer_table(given: Sequence[Answer], money: str) -> Table:
    """Return what each policy comes to for one firm: what is due first, then what is nearest."""
    ordered = sorted(given, key=lambda a: (a.outcome, -a.amount, a.shortfall))
    rows = tuple((a.policy, a.amount if a.amount else None, a.words, str(a.reference)) for a in ordered)
    columns = (
        Column("policy", "policy"),
        Column("amount", f"due ({money})", True, 2),
        Column("why", "why"),
        Column("reference", "reference"),
    )
    return Table("answers", columns, rows)


def pool_findings(found: Entitlements) -> list[Finding]:
    """Return a remark for each pool that is claimed beyond its amount (`W927`)."""
    findings = []
    book = found.columns.book
    for pool in book.pools:
        rows = [row for row, policy in enumerate(found.policies) if policy.pool == pool.name]
        claimed = Fraction(sum(int(sum(found.amount[row].tolist())) for row in rows), PARTS)
        if pool.amount is not None and claimed > pool.amount:
            what = f'What is due from the pool "{pool.name}" is {figure(claimed - pool.amount)} {book.money} too much.'
            fix = "Raise the pool, or choose among the firms with a programme: kaimen policies enrol."
            findings.append(
                Finding(
                    "W927",
                    what,
                    pool.place,
                    f"at most {figure(pool.amount)} {book.money}",
                    f"{figure(claimed)} {book.money}",
                    fix,
                )
            )
    return findings


_MOST_NEAR = 10_000
"""Rows of what is nearly met that are worked out; there may be millions."""
