"""A table: columns with a key, a heading and an alignment, and rows of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.quantity import decimal_text
from kaimen.report.figures import figure, percent

Value = str | int | bool | Fraction | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in JSON, its heading, whether it holds figures, and how many decimals they have."""

    key: str
    head: str
    figures: bool = False
    places: int | None = None
    percent: bool = False

    def shown(self, value: Value) -> str:
        """Return a value as people read it."""
        if value is None:
            return ""
        if isinstance(value, Fraction):
            return percent(value) if self.percent else figure(value, self.places)
        return figure(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Table:
    """A named table."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Value, ...]]


def as_json(table: Table) -> list[dict[str, object]]:
    """Return the rows as tables of plain values; exact figures as text."""
    keys = [column.key for column in table.columns]
    return [
        {key: decimal_text(v) if isinstance(v, Fraction) else v for key, v in zip(keys, row, strict=True)}
        for row in table.rows
    ]
