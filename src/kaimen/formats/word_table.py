"""Tables of a planner's own words as CSV or XLSX, to the lines that are kept and read.

A line keeps the number of its row, so that what is found in a line is found in the row; the header becomes a remark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaimen.errors import Finding
from kaimen.formats.tables import Headings, fold, parse_table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "units": ("code", "kind", "factor", "words"),
    "regions": ("code", "chinese", "english", "level"),
    "meant": ("name", "code"),
    "sectors": ("letter", "words"),
    "titles": ("words",),
    "modality": ("modality", "words"),
    "indicators": ("name", "chinese", "unit", "words", "change", "size"),
}
"""The columns of each table, in the order of its fields."""

_CHINESE = {
    **{"代码": "code", "类别": "kind", "换算": "factor", "词语": "words", "中文名": "chinese", "英文名": "english"},
    **{"级别": "level", "名称": "name", "门类": "letter", "性质": "modality", "单位": "unit"},
    **{"年变动": "change", "规模": "size", "chinese name": "chinese", "english name": "english"},
}


def parse_word_table(content: bytes, name: str, table: str) -> tuple[str, list[Finding]]:
    """Return the lines of a table of words from CSV or XLSX; empty with a finding where it cannot be read."""
    columns = COLUMNS[table]
    described = ", ".join(f'"{column}"' for column in columns)
    found, findings = parse_table(content, name, Headings(lambda heading: _called(heading) in columns, described))
    if found is None:
        return "", findings
    at = {_called(heading): number for number, heading in reversed(list(enumerate(found.header)))}
    lines = [""] * (found.header_row - 1) + [f"# {' | '.join(columns)}"]
    for row in found.rows:
        lines += [""] * (row.number - len(lines) - 1)
        cells = [row.cells[at[column]] if column in at else "" for column in columns]
        lines.append(line_of(cells) if any(cells) else "")
    return "\n".join(lines) + "\n", findings


def lines_of(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines that say something, by number, each in its fields."""
    found = []
    for number, whole in enumerate(text.splitlines(), 1):
        line = whole.partition("#")[0].strip()
        if line:
            found.append((number, tuple(field.strip() for field in line.split("|"))))
    return found


def line_of(fields: Sequence[str]) -> str:
    """Return fields as one line."""
    return " ".join(" | ".join(field.replace("|", " ").replace("#", " ") for field in fields).split())


def _called(heading: str) -> str:
    folded = fold(heading)
    return _CHINESE.get(folded, folded)
