"""Firms as columns: for each field one array of exact integers, or of words by number, and who says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.errors import Finding
from kaimen.firms import Fact, Firm
from kaimen.policies.types import LAST_YEAR, Number, PolicyBook
from kaimen.quantity import Amount, parse_period
from kaimen.regions import RegionTree

Bools = npt.NDArray[np.bool_]
Exact = npt.NDArray[Any]
"""64-bit integers, or Python's own where those are too small."""

LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Words:
    """A text field: `code` per firm into `words`; an empty word is not known."""

    code: npt.NDArray[np.int32]
    words: tuple[str, ...]

    def at(self, firm: int) -> str:
        """Return the word of a firm."""
        return self.words[int(self.code[firm])]


@dataclass(frozen=True, slots=True)
class Figures:
    """A number field: `value / scale` in the field's unit where `known`, else 0."""

    value: Exact
    known: Bools
    scale: int

    def at(self, firm: int) -> Fraction | None:
        """Return the number of a firm, or None where it is not known."""
        return Fraction(int(self.value[firm]), self.scale) if self.known[firm] else None


class FirmColumns:
    """Columns of some firms on a day, made when they are first asked for."""

    def __init__(self, firms: Sequence[Firm], book: PolicyBook, day: date, regions: RegionTree) -> None:
        self.firms, self.book, self.day, self.regions = firms, book, day, regions
        self.findings: list[Finding] = []
        self._words: dict[str, Words] = {}
        self._figures: dict[tuple[str, str], Figures] = {}
        self._facts: dict[str, list[tuple[int, Fact]]] | None = None

    def __len__(self) -> int:
        """Return the number of firms."""
        return len(self.firms)

    def words(self, name: str) -> Words:
        """Return a text field."""
        if name not in self._words:
            codes: dict[str, int] = {}
            code = [codes.setdefault(getattr(firm, name), len(codes)) for firm in self.firms]
            self._words[name] = Words(np.array(code, dtype=np.int32), tuple(codes))
        return self._words[name]

    def figures(self, name: str, period: str = "") -> Figures:
        """Return a number field in a period; see `Test.period`."""
        label = str(self.day.year - 1) if period == LAST_YEAR else period
        if (name, label) not in self._figures:
            number = self.book.number(name) or Number(name)
            self._figures[name, label] = self._column(number, label)
        return self._figures[name, label]

    def _column(self, number: Number, period: str) -> Figures:
        chosen = _of_period(self._by_name().get(number.name, ()), period, self.day)
        values, other_kind = _values(chosen, number)
        if other_kind:
            unit = f"a unit of {number.unit.dimension}" if number.unit else "a bare number"
            what = f'{len(other_kind)} firms give "{number.name}" in another kind of unit; for them it is not known.'
            found = f"{self.firms[other_kind[0]].id}: {chosen[other_kind[0]].value}"
            fix = "Give the fact the unit of the field."
            place = self.firms[other_kind[0]].place
            self.findings.append(Finding("E406", what, place, unit, found, fix))
        elif not values and number.missing is None:
            what = f'No firm of the list says "{number.name}"; what depends on it is not known.'
            if period:
                what = f'No firm of the list says "{number.name}" for {period}; what depends on it is not known.'
            fix = "Add the column to the list, or say what counts where it is missing."
            self.findings.append(Finding("W926", what, number.place, f"a column `fact: {number.name} ...`", fix=fix))
        return _figures(len(self.firms), values, number.missing)

    def _by_name(self) -> Mapping[str, Sequence[tuple[int, Fact]]]:
        if self._facts is None:
            self._facts = {}
            for at, firm in enumerate(self.firms):
                for fact in firm.facts:
                    self._facts.setdefault(fact.name, []).append((at, fact))
        return self._facts


def _of_period(facts: Iterable[tuple[int, Fact]], period: str, day: date) -> dict[int, Fact]:
    """Return each firm's fact of a period, or of the last one that has begun; a label that is no period comes first."""
    if period:
        return {at: fact for at, fact in facts if fact.period == period}
    starts: dict[str, date] = {}
    chosen: dict[int, tuple[date, Fact]] = {}
    for at, fact in facts:
        start = starts.get(fact.period)
        if start is None:
            known = parse_period(fact.period)
            start = starts[fact.period] = known.start if known else date.min
        if start <= day and (at not in chosen or start >= chosen[at][0]):
            chosen[at] = (start, fact)
    return {at: fact for at, (_, fact) in chosen.items()}


def _values(chosen: Mapping[int, Fact], number: Number) -> tuple[dict[int, tuple[int, int]], list[int]]:
    """Return numbers in the field's unit as numerators and denominators, and the firms of another kind of unit."""
    factors: dict[str, tuple[int, int] | None] = {}
    values: dict[int, tuple[int, int]] = {}
    other: list[int] = []
    for at, fact in chosen.items():
        value = fact.value
        figure, code = (value, "") if isinstance(value, Decimal) else (value.value, value.unit.code)
        if code not in factors:
            factors[code] = _factor(value, number)
        factor = factors[code]
        if factor is None:
            other.append(at)
            continue
        top, bottom = figure.as_integer_ratio()
        values[at] = (top * factor[0], bottom * factor[1])
    return values, other


def _factor(value: Amount | Decimal, number: Number) -> tuple[int, int] | None:
    """Return what one unit of a value is in the field's unit, as a fraction; None where they are of different kinds."""
    if isinstance(value, Decimal):
        return (1, 1) if number.unit is None else None
    if number.unit is None or number.unit.dimension != value.unit.dimension:
        return None
    return (value.unit.factor / number.unit.factor).as_integer_ratio()


def _figures(count: int, values: Mapping[int, tuple[int, int]], missing: Fraction | None) -> Figures:
    bottoms = {bottom for _, bottom in values.values()} | ({missing.denominator} if missing is not None else set())
    scale = lcm(*bottoms) if bottoms else 1
    filled = 0 if missing is None else missing.numerator * (scale // missing.denominator)
    numbers = {at: top * (scale // bottom) for at, (top, bottom) in values.items()}
    kind: Any = np.int64 if max(map(abs, (*numbers.values(), filled)), default=0) < LARGEST else object
    value = np.full(count, filled, dtype=kind)
    known = np.full(count, missing is not None)
    if numbers:
        at = np.fromiter(numbers, dtype=np.int64, count=len(numbers))
        value[at] = np.array(list(numbers.values()), dtype=kind)
        known[at] = True
    return Figures(value, known, scale)
