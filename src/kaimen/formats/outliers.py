"""Numbers that may have lost a decimal point: many times greater than all others of their column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kaimen.errors import Finding
from kaimen.formats.tables import Table

FEWEST = 8
"""Numbers that a column needs before one of them can stand out."""

TIMES = 20
"""How many times the next greatest a number must be: what differs by nature seldom leaves such a gap."""


def outliers(table: Table, columns: Mapping[int, tuple[str, Mapping[int, float]]]) -> Iterator[Finding]:
    """Yield a remark (`W316`) on each column whose greatest number is `TIMES` the next greatest or more.

    `columns` says what each column is, and its numbers by row.
    """
    for at, (name, numbers) in columns.items():
        known = sorted((value, row) for row, value in numbers.items() if value > 0)
        if len(known) >= FEWEST and known[-1][0] >= TIMES * known[-2][0]:
            greatest, row = known[-1]
            what = f"The {name} is far above all others of its column; it is kept."
            fix = "Correct it if a decimal point or a unit was lost; leave it if it is right."
            expected = f"about {known[-2][0]:,.6g} or less"
            yield Finding("W316", what, table.place(row, at), expected, f"{greatest:,.6g}", fix)
