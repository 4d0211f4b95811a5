"""Reading a plan file's tables: what is not what its place calls for is a `PlanError`, which carries the finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from kaimen.errors import Finding, Place
from kaimen.problem import Ints
from kaimen.quantity import decimal_text

_AGAIN = "Solve again, or ask for the original file."
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+|/[0-9]+)?")


def text_of(value: object) -> str:
    """Return a value as findings show it."""
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


class PlanError(Exception):
    """Something in the file is not what its place calls for; turned into a finding at once."""

    def __init__(self, code: str, what: str, expected: str = "", found: str = "") -> None:
        super().__init__(what)
        self.finding = Finding(code, what, Place(), expected, found, _AGAIN)


def table_of(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the table at a key."""
    value = table.get(key)
    if not isinstance(value, Mapping):
        raise PlanError("E601", f'The plan has no "{key}".', "a table", text_of(value))
    return value


def number_of(table: Mapping[str, Any], key: str) -> Fraction:
    """Return the number at a key, which stands there as text."""
    value = table.get(key)
    try:
        if isinstance(value, str) and len(value) < 1000 and _NUMBER.fullmatch(value):
            return Fraction(value)
    except ZeroDivisionError:
        pass
    raise PlanError("E601", f'"{key}" is not a number.', "a number as text", text_of(value))


def number_or_none(table: Mapping[str, Any], key: str) -> Fraction | None:
    """Return the number at a key, or None where there is none."""
    return None if table.get(key) is None else number_of(table, key)


def rows_of(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """Return the list of tables at a key."""
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
        raise PlanError("E601", f'The plan has no list "{key}".', "a list of tables")
    return value


def placed(
    rows: Iterable[Mapping[str, Any]],
    index: Mapping[Any, int],
    keys: tuple[str, ...],
    scaled: Callable[[int, Mapping[str, Any]], int],
) -> Ints:
    """Return an array with each row's number at the place its names have; unknown or doubled names are wrong."""
    numbers = [0] * len(index)
    seen: set[int] = set()
    for row in rows:
        names = tuple(row.get(key) for key in keys)
        place = index.get(names) if all(isinstance(name, str) for name in names) else None
        if place is None or place in seen:
            state = "named twice" if place is not None else "not in the problem"
            raise PlanError("E607", f"{', '.join(map(str, names))} is {state}.")
        seen.add(place)
        numbers[place] = scaled(place, row)
    return np.array(numbers, dtype=np.int64)


def whole_number(value: Fraction, largest: int, what: str) -> int:
    """Return a number that must be whole and at most `largest` in size."""
    if value.denominator != 1 or abs(value) > largest:
        raise PlanError("E605", f"{what} is finer or larger than the problem counts.", found=decimal_text(value))
    return value.numerator
