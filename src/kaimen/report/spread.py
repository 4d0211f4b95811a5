"""Sweeps and frontiers as charts and tables, worded in English."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report.charts import Chart, Often, Span, frequency_bars, frontier_line, gantt
from kaimen.report.figures import counted, figure
from kaimen.report.rows import Column, Table, Value
from kaimen.sweep import Frequency, Place, Point

_MOST_BARS = 60
_LONGEST_NAME = 34


def frequency_chart(entries: Sequence[Frequency]) -> Chart:
    """Return a chart of the projects that are chosen at all, those nearest to half of the samples if there are many."""
    some = [entry for entry in entries if entry.times]
    nearest = sorted(some, key=lambda entry: (abs(2 * entry.share - 1), entry.project))[:_MOST_BARS]
    shown = sorted(nearest, key=lambda entry: (-entry.times, entry.project))
    of = entries[0].of if entries else 0
    safe = sum(entry.place is Place.SAFE for entry in entries)
    border = sum(entry.place is Place.BORDERLINE for entry in entries)
    more = f" Shown are the {len(shown)} nearest to half." if len(shown) < len(some) else ""
    sentence = f"Over {counted(of, 'sample')} {safe} projects are safe and {border} borderline.{more}"
    rows = [Often(_named(e.project, e.title), float(e.share), e.low, e.high, e.planned) for e in shown]
    return frequency_bars(rows, sentence)


def frontier_table(points: Sequence[Point], measure: str) -> Table:
    """Return the points of a frontier, from the most benefit on."""
    rows: list[tuple[Value, ...]] = [
        (p.other, p.benefit, p.result.price_gap, p.result.solver_gap, len(p.result.portfolio.chosen)) for p in points
    ]
    columns = (
        Column("other", measure, True),
        Column("benefit", "benefit", True, 1),
        Column("price_gap", "price gap", True, percent=True),
        Column("solver_gap", "solver gap", True, percent=True),
        Column("chosen", "projects", True),
    )
    return Table("frontier", columns, tuple(rows))


def frontier_chart(points: Sequence[Point], measure: str) -> Chart:
    """Return a chart of the frontier."""
    if not points:
        return frontier_line([], (measure, "benefit"), "There is no plan.", _worded)
    first, last = points[0], points[-1]
    sentence = (
        f"{counted(len(points), 'plan')}, from benefit {figure(first.benefit, 1)} at {figure(first.other)} {measure} "
        f"to {figure(last.benefit, 1)} at {figure(last.other)}."
    )
    return frontier_line([(float(p.other), float(p.benefit)) for p in points], (measure, "benefit"), sentence, _worded)


def phasing_chart(problem: Problem, result: Result) -> Chart:
    """Return a chart of when each chosen project begins and until when it costs money."""
    ends = dict.fromkeys(result.portfolio.chosen.tolist(), 0)
    for option, period in zip(problem.cost_option.tolist(), problem.cost_period.tolist(), strict=True):
        if option in ends:
            ends[option] = max(ends[option], period + 1)
    spans = []
    for option, end in ends.items():
        name, begins = problem.option_name(option), int(problem.option_start[option])
        title = problem.titles[problem.option_project[option]]
        spans.append(Span(_named(name.project, title), begins, max(end, begins + 1), name.site))
    ordered = sorted(spans, key=lambda span: (span.begins, span.ends, span.name))
    starts = [sum(span.begins == number for span in spans) for number in range(len(problem.periods))]
    told = [f"{count} in {label}" for count, label in zip(starts, problem.periods, strict=True) if count]
    sentence = f"Of {counted(len(spans), 'project')} begin: {', '.join(told) or 'none'}."
    return gantt(ordered, problem.periods, sentence)


def _named(project: str, title: str) -> str:
    text = f"{project} {title}".strip()
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "\u2026"


def _worded(value: float) -> str:
    return figure(Fraction(value).limit_denominator(1000))
