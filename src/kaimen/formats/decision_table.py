"""An office's list of decisions, CSV or XLSX: `id`, `decision`, and perhaps `waiting` (days) and `amount`."""

from __future__ import annotations

from kaimen.audit import Decision
from kaimen.errors import Finding, Place
from kaimen.formats.cells import read_number, shown
from kaimen.formats.tables import Headings, fold, parse_table

_HEADINGS = ("id", "decision", "waiting", "amount")
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
            return (), [*findings, Finding("E301", what, Place(name), needed, fix="Add the column.")]
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
            numbers: dict[str, float | None] = {}
            for column in ("waiting", "amount"):
                value = read_number(row.cells[columns[column]]) if column in columns else None
                if isinstance(value, Finding):
                    what = f'The {column} of "{project}" {value.what}; it is left out.'
                    at = table.place(row.number, columns[column])
                    findings.append(Finding(value.code, what, at, value.expected, value.found, value.fix))
                numbers[column] = None if value is None or isinstance(value, Finding) else float(value)
            kept[project] = Decision(project, word, numbers["waiting"], numbers["amount"])
    return tuple(kept.values()), findings
