"""What an audit found, as tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite

from kaimen.audit import LEVEL, Effect, Preference, Rederived, Told
from kaimen.report.figures import counted
from kaimen.report.rows import Column, Table, Value


def effect_table(found: Sequence[Effect], *, claims_only: bool = False) -> Table:
    """Return each class against all others of equal merit: points for shares, else the outcome's own unit."""
    rows: list[tuple[Value, ...]] = []
    rank = [Told.LESS, Told.MORE, Told.OPEN, Told.EVEN]
    for e in sorted(found, key=lambda e: (rank.index(e.told), e.outcome, e.attribute, e.level)):
        if claims_only and e.told not in (Told.LESS, Told.MORE):
            continue
        scale, unit = (100, "points") if e.is_share else (1, "")
        interval = f"{_signed(e.low * scale)} to {_signed(e.high * scale)}"
        rows.append(
            (e.outcome, e.attribute, e.level, e.cases, _signed(e.difference * scale), interval, unit, str(e.told))
        )
    columns = (
        Column("outcome", "outcome"),
        Column("attribute", "attribute"),
        Column("class", "class"),
        Column("cases", "cases", True),
        Column("difference", "difference", True),
        Column("interval", f"interval (all together {LEVEL:.0%})"),
        Column("unit", "unit"),
        Column("says", "says"),
    )
    return Table("effects", columns, tuple(rows))


def effect_sentence(found: Sequence[Effect], *, of_plan: bool) -> str:
    """Return what the statistics come to in one sentence."""
    claims = [e for e in found if e.told in (Told.LESS, Told.MORE)]
    left = sum(e.told is Told.OPEN for e in found)
    who = "the plan" if of_plan else "the decisions"
    if not found:
        return "No class has enough projects to compare."
    head = (
        f"Given the margin, {who} treat{'s' if of_plan else ''} {_classes(len(claims))} otherwise than others"
        if claims
        else f"Given the margin, no class is found to be treated otherwise by {who}"
    )
    tail = f"; of {left:,} comparisons of {len(found):,} the cases are too few to tell" if left else ""
    return head + tail + "."


def preference_table(found: Sequence[Preference]) -> Table:
    """Return what in the question names a class, and what the plan loses by it."""
    rows = tuple((p.name, p.kind, ", ".join(p.reads), p.at_least, p.at_most, p.cites) for p in found)
    columns = (
        Column("name", "name"),
        Column("kind", "kind"),
        Column("reads", "reads"),
        Column("at_least", "costs at least", True, 1),
        Column("at_most", "costs at most", True, 1),
        Column("cites", "rests on"),
    )
    return Table("declared", columns, rows)


def waiver_table(rows: Sequence[tuple[str, str, str, Fraction | None, Fraction | None]]) -> Table:
    """Return the projects that a person's decision keeps out: project, by whom, why, and what the plan loses by it."""
    columns = (
        Column("project", "project"),
        Column("author", "by"),
        Column("why", "why"),
        Column("at_least", "costs at least", True, 1),
        Column("at_most", "costs at most", True, 1),
    )
    return Table("waivers", columns, tuple(rows))


def exception_table(found: Rederived) -> Table:
    """Return the decisions that the price list alone would not have made, the largest margins first."""
    ordered = sorted(found.exceptions, key=lambda d: (-abs(d.margin), d.project))
    rows = tuple((d.project, "in the plan" if d.chosen else "left out", d.margin) for d in ordered)
    columns = (Column("project", "project"), Column("decision", "decision"), Column("margin", "margin", True, 1))
    return Table("exceptions", columns, rows)


def unequal_table(found: Rederived) -> Table:
    """Return equals that were decided otherwise, and what tells them apart."""
    rows = tuple((u.taken, u.left, ", ".join(u.rows) or "the published order of ties") for u in found.unequal)
    columns = (Column("taken", "in the plan"), Column("left", "left out"), Column("apart", "told apart by"))
    return Table("equals", columns, rows)


def exact_sentence(found: Rederived) -> str:
    """Return what deriving every decision again came to."""
    exceptions = found.exceptions
    taken = sum(entry.chosen for entry in exceptions)
    words = (
        f"{counted(len(found.decisions), 'decision')} derived again from the price list: "
        f"{len(found.decisions) - len(exceptions):,} follow from it"
    )
    if exceptions:
        words += (
            f", {len(exceptions):,} do not ({taken:,} taken below 0 because they fit, "
            f"{len(exceptions) - taken:,} above 0 left out because they do not)"
        )
    wrong = len(found.out_of_order)
    return words + (f"; {wrong:,} ties against the published order" if wrong else "") + "."


def _classes(number: int) -> str:
    return "1 class" if number == 1 else f"{number:,} classes"


def _signed(value: float) -> str:
    return f"{value:+,.1f}" if isfinite(value) else "not known"
