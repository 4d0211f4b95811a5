"""The library as a list to look things up in: words, fields, order and pages, quick for a hundred thousand projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kaimen.library import Library, Project
from kaimen.quantity import decimal_text

Places = npt.NDArray[np.int64]

COST = "cost"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was looked for, and how many there are in all."""

    projects: tuple[Project, ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Column:
    """What projects say in a column: distinct values in their order, the value of each project, projects by value."""

    numbers: dict[str, int]
    of: Places
    up: Places
    down: Places


class Listing:
    """The projects of a library, to be looked up; it does not follow later changes.

    Columns and texts are made ready when they are first asked for.
    """

    def __init__(self, library: Library) -> None:
        self._projects = library.projects
        self._columns: dict[str, _Column] = {}

    def find(
        self,
        words: str = "",
        where: Mapping[str, str] | None = None,
        sort: str = "",
        first: int = 0,
        most: int = 50,
        *,
        down: bool = False,
    ) -> Found:
        """Return the projects that have all words and say exactly what is asked, in order, from the `first` on.

        Args:
            words: each must occur in the project's id, title, region, sector or fields, in any case.
            where: values by field; criteria are written as in the list.
            sort: a field, a criterion, or `cost` (money of the first option); projects without it come last.
            first: how many are passed over.
            most: how many are returned at most.
            down: the largest first.
        """
        if not (words.strip() or where or sort or down):
            return Found(self._projects[first : first + most], len(self._projects))
        keep = np.ones(len(self._projects), bool)
        for name, value in (where or {}).items():
            column = self._column(name)
            keep &= column.of == column.numbers.get(value, -1)
        for word in words.casefold().split():
            keep &= np.fromiter((word in text for text in self._text), bool, len(self._text))
        if sort:
            column = self._column(sort)
            order = column.down if down else column.up
            places = order[keep[order]]
        else:
            places = np.flatnonzero(keep)
            places = places[::-1] if down else places
        shown = places[first : first + most].tolist()
        return Found(tuple(self._projects[place] for place in shown), len(places))

    @cached_property
    def _text(self) -> list[str]:
        return [_text(project) for project in self._projects]

    def values(self, name: str) -> list[str]:
        """Return what projects say in a field, in order; empty values are left out."""
        return [value for value in self._column(name).numbers if value]

    def _column(self, name: str) -> _Column:
        found = self._columns.get(name)
        if found is None:
            found = _column_of(self._projects, name)
            self._columns[name] = found
        return found


def _column_of(projects: Sequence[Project], name: str) -> _Column:
    said = [_said(project, name) for project in projects]
    values = sorted(set(said), key=_order(name, projects))
    numbers = {value: number for number, value in enumerate(values)}
    of = np.array([numbers[value] for value in said], np.int64)
    empty = of == numbers.get("", -1)
    # Stable both ways: equals stay in the order of the list, and nothing said comes last.
    up, down = np.argsort(of, kind="stable"), np.argsort(-of, kind="stable")
    last = np.flatnonzero(empty)
    return _Column(numbers, of, np.append(up[~empty[up]], last), np.append(down[~empty[down]], last))


def _order(name: str, projects: Sequence[Project]) -> Callable[[str], Any]:
    """Return how a column's values are ordered: criteria and costs as numbers, others as texts."""
    if name == COST or any(name in project.criteria for project in projects):
        return _number
    return _folded


def _folded(value: str) -> tuple[str, str]:
    return value.casefold(), value


def _number(value: str) -> tuple[bool, Decimal, str]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return (False, Decimal(0), value)
    return (True, number, "") if number.is_finite() else (False, Decimal(0), value)


def _said(project: Project, name: str) -> str:
    if name != COST:
        return project.value_of(name)
    amounts = project.options[0].cost if project.options else ()
    return decimal_text(sum((Fraction(a.value) * a.unit.factor for a in amounts), Fraction(0))) if amounts else ""


def _text(project: Project) -> str:
    return " ".join((project.id, project.title, project.region, project.sector, *project.fields.values())).casefold()
