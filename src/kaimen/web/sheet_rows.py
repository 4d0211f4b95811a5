"""The rows of a sheet as HTML. A page has thousands of cells: here each costs a fifth of what it does in a template."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from kaimen.report import Column
from kaimen.web.page import Editing, Link, Sheet


def row_bodies(sheet: Sheet, rows: Iterable[int]) -> list[Markup]:
    """Return the rows of a sheet at some places, each as a `tr`."""
    columns = [(at, column) for at, column in enumerate(sheet.table.columns) if column.key not in sheet.hidden]
    return [Markup(_row(sheet, row, columns)) for row in rows]  # noqa: S704 - all that comes from data was escaped


def _row(sheet: Sheet, row: int, columns: list[tuple[int, Column]]) -> str:
    editing, values = sheet.editing, sheet.table.rows[row]
    start = "<tr>"
    if editing is not None:
        start = f'<tr data-at="{escape(editing.at[row])}" data-version="{editing.versions[row]}">'
    pieces = [start]
    for number, (at, column) in enumerate(columns):
        key = (row, column.key)
        text = sheet.shown[key] if key in sheet.shown else column.shown(values[at])
        kind = "num" if column.figures or column.percent else _width(text)
        figure = f' class="{kind}"' if kind else ""
        link = sheet.links.get(key) if text else None
        inside = escape(text) if link is None else _link(text, link)
        if not number and text:
            pieces.append(f'<th scope="row"{figure}>{inside}</th>')
        else:
            pieces.append(f"<td{figure}{_data(editing, key) if editing is not None else ''}>{inside}</td>")
    pieces.append("</tr>")
    return "".join(pieces)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?")


def _width(text: str) -> str:
    """Return the class of a text by its length: a day, an id or a word is not broken, a longer one has room."""
    most = 16 if text.isascii() else 8
    if len(text) <= most and " " not in text:
        return "nw" if text else ""
    return "nw" if len(text) <= most and _DAY.fullmatch(text) else "lg" if len(text) > 8 else ""


def _link(text: str, link: Link) -> str:
    mark = f' data-k="{escape(link.mark)}"' if link.mark else ""
    steps = f' data-src="{escape(chr(10).join(link.steps))}"' if link.steps else ""
    return f'<a class="n" href="{escape(link.href)}"{mark}{steps}>{escape(text)}</a>'


def _data(editing: Editing, key: tuple[int, str]) -> str:
    cell = editing.cells.get(key)
    said = f' data-cell="{escape(cell[0])}" data-says="{escape(cell[1])}"' if cell is not None else ""
    return f' data-col="{escape(key[1])}"{said}'
