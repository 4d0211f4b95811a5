"""Printing: tables, findings and progress, plain when piped, never more than a screen unless asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kaimen.errors import Finding
from kaimen.report import Table, counted, figure, percent
from kaimen.report import as_json as rows_json
from kaimen.report import findings as finding_rows

if TYPE_CHECKING:
    from kaimen.portfolio import Result
    from kaimen.problem import Problem

DONE, WRONG, MISUSE, STOPPED = 0, 1, 2, 3
"""Exit codes: done; something could not be read or cannot hold; misuse; stopped before the gap asked for."""

SCREEN = 12
"""Rows of a table that still leave it on one screen."""

_ALIKE = 3
_PIPE_WIDTH = 10_000


def console() -> Console:
    """Return a console as wide as the screen; plain and wide when piped."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, soft_wrap=False)


def say(text: str = "", style: str = "", width: int | None = None) -> None:
    """Print a line of text in a style, plain when piped; brackets are text, not markup.

    With `width`, a longer text goes on in further lines, indented below the first.
    """
    indent = " " * (len(text) - len(text.lstrip()) + 2)
    lines = wrap(text, width, subsequent_indent=indent, drop_whitespace=True) if width and len(text) > width else [text]
    for line in lines:
        console().print(Text(line, style=style), soft_wrap=True)


def print_json(document: object) -> None:
    """Print a document as JSON, in ASCII where the terminal or pipe does not take all characters."""
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    print(json.dumps(document, ensure_ascii=plain, indent=1))


def print_table(table: Table, most: int | None = None) -> None:
    """Print a table without its empty columns; `most` rows at the most, with a line that counts the others."""
    rows = table.rows if most is None else table.rows[:most]
    shown = [[c.shown(value) for c, value in zip(table.columns, row, strict=True)] for row in rows]
    used = [i for i in range(len(table.columns)) if any(row[i] for row in shown)]
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for i in used:
        column = table.columns[i]
        grid.add_column(column.head, justify="right" if column.figures else "left", no_wrap=True, overflow="ellipsis")
    for row in shown:
        grid.add_row(*(Text(row[i]) for i in used))
    screen = console()
    with screen.capture() as capture:
        screen.print(Padding(grid, (0, 0, 0, 2)))
    print("\n".join(line.rstrip() for line in capture.get().splitlines()))
    if len(rows) < len(table.rows):
        say(f"  {len(table.rows) - len(rows):,} more", "dim")


def print_rows(table: Table, otherwise: str = "", *, as_json: bool) -> int:
    """Print a table, or what there is to say `otherwise` where it has no rows; return the exit code."""
    if as_json:
        print_json(rows_json(table))
    elif table.rows or not otherwise:
        print_table(table)
    else:
        say(otherwise)
    return DONE


def print_findings(findings: Iterable[Finding], *, to_stdout: bool = False) -> None:
    """Print findings to standard error, those with the same code together, a few of each."""
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    stream = sys.stdout if to_stdout else sys.stderr
    for code, alike in by_code.items():
        for finding in alike[:_ALIKE]:
            print(finding, file=stream)
        if len(alike) > _ALIKE:
            print(f"{code}  {len(alike) - _ALIKE:,} more like this; --json lists all.", file=stream)


def findings_json(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """Return findings as plain tables."""
    return finding_rows.findings_json(findings)


def tell(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings, as text or as a JSON document."""
    if as_json:
        print_json({"findings": findings_json(findings)})
    else:
        print_findings(findings)


def step(text: str) -> None:
    """Say what is being calculated."""
    print(f"  {text} ...   ^C keeps what is done", file=sys.stderr)


def misuse(what: str, *, as_json: bool) -> int:
    """Say how a command is to be used; with JSON asked for, the document on standard output says it too."""
    print(f"kaimen: {what}", file=sys.stderr)
    if as_json:
        print_json({"misuse": what})
    return MISUSE


def print_plan(problem: Problem, result: Result) -> None:
    """Print the main figures of a plan and the head of its price list."""
    from kaimen.report import dearest, price_table

    say(f"{counted(len(result.portfolio.chosen), 'project')} chosen, benefit {figure(result.benefit, 1)}", "bold")
    for line in _bound_lines(result):
        say("  " + line)
    if not result.repeats:
        say("  the clock ended the search; another run may end elsewhere", "dim")
    print_table(dearest(price_table(problem, result)), SCREEN)


def _bound_lines(result: Result) -> list[str]:
    from kaimen.report import witnesses

    lines = [f"price bound   {figure(result.bounds.price, 1)}   gap {percent(result.price_gap)}"]
    if result.certificate is not None and result.certified_gap is not None and result.bounds.certified is not None:
        proof = witnesses(result.certificate)
        met = ", the best there is" if result.certified_gap == 0 else ""
        bounded = f"{figure(result.bounds.certified, 1)}   gap {percent(result.certified_gap)}"
        lines.append(f"certified     {bounded}   ({proof}{met})")
    if result.bounds.solver is not None and result.solver_gap is not None:
        proved = "   (the best there is)" if result.solver_gap == 0 else ""
        lines.append(f"solver bound  {figure(result.bounds.solver, 1)}   gap {percent(result.solver_gap)}{proved}")
    return lines
