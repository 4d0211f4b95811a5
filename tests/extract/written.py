"""Short announcements written, with what they say, before they were read: `english/*.txt`, and how they are scored.

A text begins with `## name | day of publication | who | where`, a figure with `--`: surface, value (`low..high`), unit
(`unit/per`), qualifier, period, modality, and where it differs who and where. A period is `first..last` or one of them,
each a year or a month (`2027..` has no end); `*` is not looked at. A figure counts once, by place and value.

    python -m tests.extract.written first    print what is read wrongly
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kaimen.evidence import Document
from kaimen.extract import Candidate, Extraction, When, extract

FOLDER = Path(__file__).parent / "english"
FIELDS = ("figure", "unit", "qualifier", "period", "modality", "who", "where")


@dataclass(frozen=True)
class Row:
    """A figure of a text as it should be read; fields are as written in the table."""

    surface: str
    low: Decimal
    high: Decimal | None
    unit: str
    qualifier: str
    period: str
    modality: str
    who: str
    where: str


@dataclass(frozen=True)
class Written:
    """A text with its figures in order."""

    name: str
    published: date
    text: str
    rows: tuple[Row, ...]


def load(name: str) -> Iterator[Written]:
    """Yield the texts of a table."""
    for block in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("## ")[1:]:
        head, *lines = block.splitlines()
        title, day, who, where = (part.strip() for part in head.split("|"))
        text = "\n".join(line for line in lines if not line.startswith("-- ")).strip("\n")
        rows = [[part.strip() for part in line[3:].split("|")] for line in lines if line.startswith("-- ")]
        yield Written(title, date.fromisoformat(day), text, tuple(_row(row, who, where) for row in rows))


def _row(row: list[str], who: str, where: str) -> Row:
    surface, value, unit, qualifier, period, modality, *rest = row
    low, _, high = value.partition("..")
    own = rest or [who, where]
    return Row(surface, Decimal(low), Decimal(high) if high else None, unit, qualifier, period, modality, *own)


def score(written: Written) -> tuple[Counter[str], list[str]]:
    """Return how often each field is right, and out of how many (`of figure`), with a line for each that is not."""
    read = extract(Document(written.name, written.text, published=written.published))[0]
    counts: Counter[str] = Counter()
    wrong, at, used = [], 0, set[int]()
    for row in written.rows:
        there = re.compile(rf"(?<![\d.,-]){re.escape(row.surface)}").search(written.text, at)
        assert there, f"{written.name}: {row.surface} is not in the text"
        at = there.start()
        number = _found(read, row, at)
        at += 1
        counts["of figure"] += 1
        if number is None:
            wrong.append(f"{written.name}: missed {row.surface}")
            continue
        used.add(number)
        counts["figure"] += 1
        whole = True
        for field, expected, is_right in _judged(read, row, number):
            counts.update({field: is_right, f"of {field}": 1})
            whole = whole and is_right
            if not is_right:
                wrong.append(f"{written.name}: {row.surface}: {field} {_told(read, number, field)!r}, not {expected}")
        counts["whole"] += whole
    extra = [q for number, q in enumerate(read.quantities) if number not in used and q.tier != "context"]
    counts["extra"] += len(extra)
    wrong += [f"{written.name}: extra {quantity.surface} {quantity.value} {quantity.unit}" for quantity in extra]
    return counts, wrong


def _found(read: Extraction, row: Row, at: int) -> int | None:
    for number, quantity in enumerate(read.quantities):
        is_there = quantity.start < at + len(row.surface) and at < quantity.end
        if is_there and _near(quantity.value, row.low) and _near(quantity.upper, row.high):
            return number
    return None


def _near(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= abs(other) * Decimal("1e-6")


def _judged(read: Extraction, row: Row, number: int) -> Iterator[tuple[str, str, bool]]:
    quantity, candidate = read.quantities[number], _candidate(read, number)
    unit, _, per = row.unit.partition("/")
    if unit != "*":
        yield "unit", row.unit, (quantity.unit, quantity.per) == (unit, per)
    if row.qualifier != "*":
        yield "qualifier", row.qualifier, quantity.qualifier == row.qualifier
    if row.period != "*":
        yield "period", row.period, candidate is not None and is_period(row.period, candidate.when)
    if row.modality != "*":
        yield "modality", row.modality, candidate is not None and candidate.modality == row.modality
    if row.who != "*":
        yield "who", row.who, candidate is not None and (candidate.who.person or "") == row.who
    if row.where != "*":
        region = candidate.where.region if candidate and candidate.where else ""
        yield "where", row.where, region == row.where


def _candidate(read: Extraction, number: int) -> Candidate | None:
    return next((candidate for candidate in read.candidates if candidate.quantity == number), None)


def is_period(expected: str, when: When | None) -> bool:
    """Return whether a period is the expected one, as closely as that is told; a first day of a deadline is free."""
    first, dots, last = expected.partition("..")
    last = last if dots else first
    if when is None:
        return False
    starts = when.first.isoformat().startswith(first) if when.first else not first
    ends = when.last.isoformat().startswith(last) if when.last else not last
    return ends and bool(last or first) and (starts or bool(dots and not first))


def _told(read: Extraction, number: int, field: str) -> str:
    quantity, candidate = read.quantities[number], _candidate(read, number)
    if field in ("unit", "qualifier"):
        return f"{quantity.unit}/{quantity.per}" if field == "unit" else quantity.qualifier
    if candidate is None:
        return "no candidate"
    when, who, where = candidate.when, candidate.who, candidate.where
    return {
        "period": f"{when.first if when else ''}..{when.last if when else ''}",
        "modality": candidate.modality,
        "who": who.person or "",
        "where": where.region if where else "",
    }[field]


def total(name: str) -> tuple[Counter[str], list[str]]:
    """Return the counts and the wrong lines of a whole table."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for written in load(name):
        one, lines = score(written)
        counts += one
        wrong += lines
    return counts, wrong


if __name__ == "__main__":
    for table in sys.argv[1:]:
        counts, lines = total(table)
        print("\n".join(lines))
        print(table, ", ".join(f"{field} {counts[field]}/{counts[f'of {field}']}" for field in FIELDS))
        print(f"whole {counts['whole']}, extra {counts['extra']}")
