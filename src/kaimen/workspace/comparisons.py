"""A comparison of plans as files."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.explain.compare import Comparison
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.report.compare import moves_table, plans_table, reasons_table
from kaimen.workspace.files import write_bytes

ENDINGS = (".csv", ".xlsx", ".json")
"""What names of files a comparison is written to may end in."""


def save_comparison(path: Path, comparison: Comparison) -> list[Finding]:
    """Write what moved, in the form that the name's ending says; as CSV only the moves. Whole or not at all."""
    tables = (plans_table(comparison), moves_table(comparison), reasons_table(comparison))
    if path.suffix == ".csv":
        return write_bytes(path, table_csv(tables[1]))
    if path.suffix == ".xlsx":
        return write_bytes(path, tables_xlsx(tables))
    return write_bytes(path, tables_json({"plans": [side.name for side in comparison.sides]}, tables))
