"""A frontier over a question: its words, its points, its files."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.problem import appraised
from kaimen.quantity import parse_number
from kaimen.report.spread import frontier_chart, frontier_table
from kaimen.sweep import Point, frontier, other_of
from kaimen.sweep.frontier import Answer
from kaimen.workspace.files import write_bytes
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.planning.words import unknown

ENDINGS = (".csv", ".xlsx", ".json", ".svg", ".html")
"""What names of files a frontier is written to may end in."""


def measures_of(question: Question, words: Sequence[str]) -> tuple[dict[str, Fraction], list[Finding]]:
    """Return measures and their weights from words such as `cost`, `jobs` or `jobs=0.5`."""
    scenario, library = question.scenario, question.library
    criteria = {name for project in library.projects for name in project.criteria}
    known = ["count", "cost", *(resource.name for resource in scenario.resources), *sorted(criteria)]
    weights: dict[str, Fraction] = {}
    findings: list[Finding] = []
    for word in words:
        name, mark, text = (word, "", "1") if word in known else word.rpartition("=")
        weight = parse_number(text)
        if not mark and word not in known:
            findings.append(unknown("measure", word, "--against", known))
        elif name not in known:
            findings.append(unknown("measure", name, "--against", known))
        elif weight is None:
            what = f'The weight of "{name}" is not a number.'
            findings.append(Finding("E402", what, Place(key="--against"), "a number", f'"{text}"', "Correct it."))
        else:
            weights[name] = Fraction(weight)
    return weights, findings


def frontier_of(
    question: Question, weights: dict[str, Fraction], count: int, answer: Answer, *, most: bool
) -> list[Point]:
    """Return the frontier of benefit and a weighted sum of measures."""
    ways, _ = appraised(question.library, question.scenario)
    return frontier(question.problem, other_of(ways, question.scenario, weights), count, answer, most=most)


def save_frontier(path: Path, name: str, points: Sequence[Point], measure: str) -> list[Finding]:
    """Write a frontier in the form that the name's ending says; whole or not at all."""
    table, chart = frontier_table(points, measure), frontier_chart(points, measure)
    title = f"{name}: benefit against {measure}"
    forms = {
        ".csv": lambda: table_csv(table),
        ".xlsx": lambda: tables_xlsx((table,)),
        ".json": lambda: tables_json({"scenario": name, "against": measure}, (table,)),
        ".svg": lambda: chart_svg(chart),
        ".html": lambda: chart_html(title, chart, (table,)),
    }
    return write_bytes(path, forms[path.suffix.lower()]())
