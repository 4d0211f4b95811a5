"""Printing: tables, findings and progress, plain when piped, never more than a screen unless asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from kaimen.errors import Finding
from kaimen.report import Table
from kaimen.solve import Progress

_ALIKE = 3
_PIPE_WIDTH = 400


def console() -> Console:
    """Return a console as wide as the screen; plain and wide when piped."""
    return Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False, soft_wrap=False)


def say(text: str = "", style: str = "") -> None:
    """Print a line of text in a style, plain when piped; brackets are text, not markup."""
    console().print(Text(text, style=style), soft_wrap=True)


def print_json(document: object) -> None:
    """Print a document as JSON."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


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
    return [
        {
            "code": f.code,
            "what": f.what,
            "place": {
                key: value
                for key in ("file", "sheet", "cell", "line", "key", "start", "end")
                if (value := getattr(f.place, key)) not in ("", None)
            },
            "expected": f.expected,
            "found": f.found,
            "fix": f.fix,
        }
        for f in findings
    ]


class ProgressLines:
    """A line of progress a second at the most, on standard error, from the first second on."""

    def __init__(self) -> None:
        self.last = 0.0
        self.best = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Print where the search stands, if there is something new to say."""
        if progress.seconds < 1 or progress.seconds - self.last < 1:
            return
        if progress.benefit <= self.best and progress.seconds - self.last < 10:
            return
        self.last, self.best = progress.seconds, progress.benefit
        known = progress.gap < float("inf")
        gap = f"gap {progress.gap:.2%}".replace("%", " %") if known else "no plan yet"
        benefit = f"{progress.benefit:,.1f}" if known else "-"
        bound = f"{progress.bound:,.1f}" if progress.bound < float("inf") else "-"
        line = f"{progress.seconds:6.1f} s   benefit {benefit}   bound {bound}   {gap}   ^C keeps this"
        print(line, file=sys.stderr)
