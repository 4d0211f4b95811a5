"""Frontiers against brute force, and the charts of sweeps and frontiers as files."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from itertools import pairwise, product

import pytest

from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.portfolio import benefit, check
from kaimen.problem import appraised
from kaimen.report.charts import Swing, tornado
from kaimen.report.spread import frequency_chart, frontier_chart, frontier_table, phasing_chart
from kaimen.solve import NoPlan, solve
from kaimen.solve.complete import complete
from kaimen.sweep import Point, frequencies, frontier, other_of
from tests.sweep.questions import small, task


def every_plan(weights: dict[str, Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Return other objective and benefit of every lawful choice of the small question."""
    library, scenario, problem = small()
    other = other_of(appraised(library, scenario)[0], scenario, weights)
    found = []
    for choice in product(*[(None, *problem.options_of(project)) for project in range(len(problem.projects))]):
        portfolio = complete(problem, [option for option in choice if option is not None])
        if portfolio is not None and not check(problem, portfolio):
            chosen = portfolio.chosen.tolist()
            found.append((sum((other[o] for o in chosen), Fraction(0)), benefit(problem, portfolio)))
    return found


def traced(weights: dict[str, Fraction], count: int, *, most: bool) -> list[Point]:
    library, scenario, problem = small()
    other = other_of(appraised(library, scenario)[0], scenario, weights)
    return frontier(problem, other, count, solve, most=most)


@pytest.mark.parametrize(
    ("weights", "most"),
    [
        ({"cost": Fraction(1)}, False),
        ({"land": Fraction(1)}, False),
        ({"jobs": Fraction(1), "output": Fraction(-1, 3)}, True),
        ({"count": Fraction(1)}, True),
    ],
)
def test_every_point_is_the_best_for_its_amount_and_none_is_better_in_both(
    weights: dict[str, Fraction], most: bool
) -> None:
    plans, points = every_plan(weights), traced(weights, 40, most=most)
    sign = 1 if most else -1
    for point in points:
        rivals = [worth for amount, worth in plans if sign * amount >= sign * point.other]
        assert point.benefit == max(rivals)
    assert points[0].benefit == max(worth for _, worth in plans)
    assert sign * points[-1].other == max(sign * amount for amount, _ in plans)
    for one, other in pairwise(points):
        assert one.benefit > other.benefit
        assert sign * one.other < sign * other.other


def test_a_question_without_a_plan_has_no_frontier() -> None:
    _, _, problem = small()
    assert frontier(problem, [Fraction(1)] * problem.option_count, 5, lambda _: NoPlan(()), most=False) == []


def test_charts_are_files_that_need_nothing_else() -> None:
    asked = task()
    problem, points = asked.ground.problem, traced({"cost": Fraction(1)}, 5, most=False)
    entries = frequencies(problem, asked(-1), [asked(number) for number in range(4)])
    swings = [Swing("<jobs>", 1, 3, "1", "3"), Swing("land", 4, 2, "4", "2")]
    charts = [
        frequency_chart(entries),
        frontier_chart(points, "cost & more"),
        frontier_chart([], "cost"),
        phasing_chart(problem, points[0].result),
        tornado(swings, 2.5, "What moves the benefit."),
        tornado([], 2.5, "Nothing."),
    ]
    for chart in charts:
        svg = chart_svg(chart)
        root = ElementTree.fromstring(svg)  # noqa: S314 - our own
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert svg == chart_svg(chart)
        for mark in chart.marks:
            if mark.kind == "rect":
                assert mark.numbers[0] >= -0.01
                assert mark.numbers[0] + mark.numbers[2] <= chart.width + 0.01
    page = chart_html("<title>", charts[1], (frontier_table(points, "cost & more"),))
    assert b"<script" not in page
    assert b"&lt;title&gt;" in page
    assert b"http" not in page.replace(b"http://www.w3.org", b"")
