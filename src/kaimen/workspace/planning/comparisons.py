"""A comparison of plans, and the phasing of one, as files."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.explain.compare import Comparison
from kaimen.formats.chart_file import chart_html, chart_svg
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.portfolio import Result
from kaimen.problem import Problem
from kaimen.report import portfolio_table
from kaimen.report.compare import moves_table, plans_table, reasons_table
from kaimen.report.spread import phasing_chart
from kaimen.workspace.files import write_bytes

ENDINGS = (".csv", ".xlsx", ".json")
"""What names of files a comparison is written to may end in."""


def save_comparison(path: Path, comparison: Comparison) -> list[Finding]:
    """Write what moved, in the form that the name's ending says; as CSV only the moves. Whole or not at all."""
    tables = (plans_table(comparison), moves_table(comparison), reasons_table(comparison))
    if path.suffix.lower() == ".csv":
        return write_bytes(path, table_csv(tables[1]))
    if path.suffix.lower() == ".xlsx":
        return write_bytes(path, tables_xlsx(tables))
    return write_bytes(path, tables_json({"plans": [side.name for side in comparison.sides]}, tables))


CHART_ENDINGS = (".svg", ".html")
"""What names of files a chart is written to may end in."""


def save_phasing(path: Path, problem: Problem, result: Result) -> list[Finding]:
    """Write when each project of a plan begins and until when it costs money; whole or not at all."""
    chart = phasing_chart(problem, result)
    if path.suffix.lower() == ".svg":
        return write_bytes(path, chart_svg(chart))
    tables = (portfolio_table(problem, result),)
    return write_bytes(path, chart_html(f"{problem.scenario}: phasing", chart, tables))
