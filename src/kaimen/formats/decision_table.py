"""An office's list of decisions, CSV or XLSX: `id`, `decision`, and perhaps `waiting` (days) and `amount`."""

from __future__ import annotations

from kaimen.audit import Decision
from kaimen.errors import Finding
from kaimen.formats.cells import read_number, shown
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table, too_wide

_HEADINGS = ("id", "decision", "waiting", "amount")
_NUMBERS = ("waiting", "amount")
_WORDS = ("selected", "refused", "open")


def parse_decisions(content: bytes, name: str) -> tuple[tuple[Decision, ...], list[Finding]]:
    """Read decisions; a row whose decision is none is left out, and so is a second row of a project."""
    headings = Headings(lambda heading: heading in _HEADINGS, '"id", "decision", "waiting", "amount"')
    table, findings = parse_table(content, name, headings)
    if table is None:
        return (), findings
    columns = {fold(heading): at for at, heading in reversed(list(enumerate(table.header)))}
    for needed in ("id", "decision"):
        if needed not in columns:
            what = f"The list has no column `{needed}`."
            return (), [
                *findings,
                Finding("E301", what, table.place(table.header_row, 0), needed, fix="Add the column."),
            ]
    findings += too_wide(table)
    kept: dict[str, Decision] = {}
    for row in table.rows:
        if row.is_blank:
            continue
        project, word = row.cells[columns["id"]], fold(row.cells[columns["decision"]])
        place = table.place(row.number, columns["decision"])
        if word not in _WORDS:
            what = f'The decision on "{project}" is not one of the words; the row is left out.'
            findings.append(Finding("E312", what, place, ", ".join(_WORDS), shown(word), "Use one of the words."))
        elif not project or project in kept:
            what = f'The id "{project}" is empty or occurs a second time; this row is left out.'
            findings.append(Finding("E306", what, place, "an id not used before", shown(project), "Delete the row."))
        else:
            waiting, amount = (
                _number(table, row, columns.get(name), f'{name} of "{project}"', findings) for name in _NUMBERS
            )
            kept[project] = Decision(project, word, waiting, amount, place)
    return tuple(kept.values()), findings


def _number(table: Table, row: Row, column: int | None, name: str, findings: list[Finding]) -> float | None:
    """Return a number of at least 0; None where there is no such column, or what it says is blank or no such number."""
    if column is None:
        return None
    text, place = row.cells[column], table.place(row.number, column)
    value = read_number(text)
    if isinstance(value, Finding):
        what = f"The {name} {value.what}; it is left out."
        findings.append(Finding(value.code, what, place, value.expected, value.found, value.fix))
    elif value is not None and value < 0:
        what = f"The {name} is below 0; it is left out."
        findings.append(Finding("E312", what, place, "a number of at least 0", shown(text), "Correct it."))
    else:
        return None if value is None else float(value)
    return None
