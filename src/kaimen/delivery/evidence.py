"""Where a figure of the board comes from: the terms that add up to it, each with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaimen.delivery.board import ALL, line_of
from kaimen.delivery.standing import Latest, done_in_year, latest, planned_by, promised_in_year
from kaimen.delivery.types import MET, STARTED, Baseline, Promise, Report
from kaimen.errors import Place

SUMS = ("promised", "planned", "done", "started", "reported", "projects")
"""Figures that are sums over projects."""

DERIVED = {
    "variance": ("done", "planned", "done less planned"),
    "share": ("done", "promised", "done of what is promised for the year"),
    "points": ("done", "promised", "share of the year's promise less the part of the year that is over, as printed"),
    "start_rate": ("started", "projects", "projects started of all"),
}
"""Figures made of two sums, with the rule."""


@dataclass(frozen=True, slots=True)
class Term:
    """A project's part in a figure, the cell it was read from, and the report that said so (None: the baseline)."""

    project: str
    value: Fraction
    place: Place
    report: Report | None = None


def terms(
    baseline: Baseline, reports: Sequence[Report], day: date, by: str, key: str, figure: str
) -> list[Term] | None:
    """Return the terms that add up to a sum of the board; None where there is no such line or figure.

    Args:
        baseline: the baseline in force on the day.
        reports: all reports.
        day: the day of the board.
        by: how the board is divided: region, sector or project.
        key: the line: `all`, or a region, sector or project (`region:all` is a region of that name).
        figure: one of `SUMS`.
    """
    chosen = [at for at, p in enumerate(baseline.promises) if key == ALL or line_of(p, by) == key]
    if figure not in SUMS or not chosen:
        return None
    promises = baseline.promises
    if figure in ("promised", "planned"):
        values = promised_in_year(baseline, day.year) if figure == "promised" else planned_by(baseline, day)
        return [
            Term(promises[at].project, Fraction(int(values[at]), baseline.scale), promises[at].place)
            for at in chosen
            if values[at]
        ]
    if figure == "projects":
        return [Term(promises[at].project, Fraction(promises[at].count), promises[at].place) for at in chosen]
    if figure != "started":
        return _terms(promises, chosen, done_in_year(baseline, reports, day), None if figure == "done" else 1)
    starts = latest(baseline, reports, f"{MET}start", day)
    counted = latest(baseline, reports, STARTED, day, date(day.year, 1, 1))
    return _terms(promises, chosen, starts, 1) + _terms(promises, chosen, counted, None)


def _terms(promises: Sequence[Promise], chosen: Sequence[int], last: Latest, each: int | None) -> list[Term]:
    """Return a term for each project that has reported: its value, or `each` where only that counts."""
    found = []
    for at in chosen:
        source = last.source(at)
        if source is not None:
            value = Fraction(int(last.value[at]), last.scale) if each is None else Fraction(each)
            found.append(Term(promises[at].project, value, source[0].place(source[1]), source[0]))
    return found
