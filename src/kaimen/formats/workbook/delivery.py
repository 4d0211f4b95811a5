"""The sheets of a plan's delivery: each project's promise and reports, and the board that adds them up in formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kaimen.delivery import Baseline, BoardRow, Report, board, year_share
from kaimen.formats.workbook.tables import Column, Formula, Row, Table

ABOUT = {
    "Delivery": "each project of the baseline: promised for the year, planned by now, done, started",
    "Board": "the same by region in sums over Delivery, against the calendar: change what is done, and it follows",
}
_PROJECTS = (
    Column("project", "project", 14, "text"),
    Column("title", "title", 40, "text"),
    Column("region", "region", 18, "text"),
    Column("count", "projects it stands for", 10, "count", is_input=True),
    Column("promised", "promised for the year", 14, "amount", is_input=True),
    Column("planned", "planned by now", 14, "amount", is_input=True),
    Column("done", "done", 14, "amount", is_input=True),
    Column("started", "started", 10, "count", is_input=True),
    Column("variance", "done less planned", 14, "amount"),
)
_BOARD = (
    Column("key", "line", 22, "text"),
    Column("projects", "projects", 10, "count"),
    Column("promised", "promised for the year", 14, "amount"),
    Column("planned", "planned by now", 14, "amount"),
    Column("done", "done", 14, "amount"),
    Column("variance", "done less planned", 14, "amount"),
    Column("share", "done of promised", 11, "share"),
    Column("calendar", "of the year over", 11, "share", is_input=True),
    Column("points", "points ahead of the calendar", 13, "rate"),
    Column("started", "started", 10, "count"),
    Column("start_rate", "start rate", 11, "share"),
)
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a plan, for its workbook: the baseline in force, the reports known, the day it speaks of."""

    baseline: Baseline
    reports: tuple[Report, ...]
    day: date


def delivery_tables(delivered: Delivered) -> tuple[tuple[Table, list[Row]], tuple[Table, list[Row]]]:
    """Return the sheets `Board` and `Delivery` with their rows."""
    baseline, reports, day = delivered.baseline, delivered.reports, delivered.day
    own = {row.key: row for row in board(baseline, reports, day, "project")}
    projects = Table("Delivery", _PROJECTS, len(baseline.promises))
    lines = board(baseline, reports, day, "region")
    table = Table("Board", _BOARD, len(lines))
    return (
        (table, list(_board_rows(table, projects, lines, delivered))),
        (projects, list(_project_rows(projects, delivered, own))),
    )


def _project_rows(table: Table, delivered: Delivered, own: dict[str, BoardRow]) -> Iterator[Row]:
    for number, promise in enumerate(delivered.baseline.promises):
        row = own[promise.project if promise.project != _ALL else f"project:{_ALL}"]
        yield {
            **{"project": promise.project, "title": promise.title, "region": promise.region or "(none)"},
            **{"count": promise.count, "promised": float(row.promised), "planned": float(row.planned)},
            **{"done": float(row.done), "started": row.started},
            "variance": Formula(f"={table.at('done', number)}-{table.at('planned', number)}", float(row.variance)),
        }


def _board_rows(table: Table, projects: Table, lines: Sequence[BoardRow], delivered: Delivered) -> Iterator[Row]:
    over = year_share(delivered.day)
    for number, line in enumerate(lines):
        at = {column.key: table.at(column.key, number) for column in _BOARD}

        def total(key: str, value: Fraction | int, is_all: bool = number == 0, line_at: str = at["key"]) -> Formula:
            block = projects.block(key, 0, projects.count)
            regions = projects.block("region", 0, projects.count)
            text = f"=SUM({block})" if is_all else f"=SUMIFS({block},{regions},{line_at})"
            return Formula(text, float(value))

        share, rate, points = line.share, line.start_rate, line.points(delivered.day)
        yield {
            "key": line.key if line.key != f"region:{_ALL}" else _ALL,
            **{"projects": total("count", line.projects), "promised": total("promised", line.promised)},
            **{"planned": total("planned", line.planned), "done": total("done", line.done)},
            "variance": Formula(f"={at['done']}-{at['planned']}", float(line.variance)),
            "share": _ratio(at["done"], at["promised"], share),
            "calendar": float(over),
            "points": Formula(
                f'=IF({at["promised"]}=0,"",ROUND({at["share"]}*100,1)-ROUND({at["calendar"]}*100,1))',
                "" if points is None else float(points),
            ),
            "started": total("started", line.started),
            "start_rate": _ratio(at["started"], at["projects"], rate),
        }


def _ratio(above: str, below: str, value: Fraction | None) -> Formula:
    return Formula(f'=IF({below}=0,"",{above}/{below})', "" if value is None else float(value))
