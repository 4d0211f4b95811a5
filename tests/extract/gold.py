"""Scores of an extraction against gold rows: quantities by place and value, and the fields of core rows."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kaimen.evidence import Document
from kaimen.extract import as_json, extract

ROOT = Path(__file__).resolve().parents[2]
TEST_DATA = Path(os.environ.get("KAIMEN_TEST_DATA", ROOT / ".." / "shared" / "data"))
TOLERANCE = 1e-9
_UNITS = ("CNY", "%", "km2")
STATUS = {"achieved": "reported"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Score:
    """Counts of figures found, expected and read, of exact offsets, and of core rows right by field.

    `context` are figures read as context that the gold does not have.
    """

    expected: int
    read: int
    matched: int
    exact: int
    distractors: int
    fields: Mapping[str, tuple[int, int]]
    wrong: Sequence[str] = field(default=())
    context: int = 0
    whole: tuple[int, int] = (0, 0)
    asked: Mapping[str, int] = field(default_factory=dict)
    """Core rows that say something of a field, whether they were found or not."""

    @property
    def precision(self) -> float:
        return self.matched / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def of_field(self, name: str) -> tuple[float, float, float]:
        """Precision (over the rows found), recall (over all core rows that have the field) and F1 of a field."""
        right, of = self.fields.get(name, (0, 0))
        precision, recall = (right / n if n else 0.0 for n in (of, self.asked.get(name, 0)))
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    def share(self, name: str) -> float:
        right, of = self.fields.get(name, (0, 0))
        return right / of if of else 1.0


def read_rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(text: str, rows: Sequence[Row], published: date | None, distractors: Sequence[Row] = ()) -> Score:
    """Return the score of reading a text; a quantity is right if it touches the gold's place and has its value."""
    known: Any = as_json(extract(Document("gold", text, published=published))[0])
    read = known["quantities"]
    gold = [row["quantity"] for row in rows if row["quantity"] and row["quantity"]["value"] is not None]
    used: set[int] = set()
    exact = 0
    for quantity in gold:
        at = next((at for at, found in enumerate(read) if at not in used and _is_same(found, quantity)), None)
        if at is not None:
            used.add(at)
            exact += (read[at]["start"], read[at]["end"]) == (quantity["start"], quantity["end"])
    taken = sum(any(_touch(q, d) for at, q in enumerate(read) if at not in used) for d in distractors)
    fields, wrong, whole = _fields(rows, known)
    context = sum(q["tier"] == "context" for at, q in enumerate(read) if at not in used)
    asked = Counter(name for row in rows if row["tier"] == "core" for name in _names(row))
    return Score(len(gold), len(read), len(used), exact, taken, fields, wrong, context, whole, asked)


def _names(row: Row) -> list[str]:
    """Return the fields of a row that are compared."""
    quantity = row["quantity"]
    names = ["found", "who", "attribution", "where", "period", "modality", "kind"]
    if quantity and quantity["value"] is not None:
        names += ["qualifier", "direction", *(["unit"] if quantity["unit"] in _UNITS else [])]
    return names


def _touch(one: Row, other: Row) -> bool:
    return bool(one["start"] < other["end"] and one["end"] > other["start"])


def _is_same(found: Row, gold: Row) -> bool:
    near = abs(float(found["value"]) - gold["value"]) <= TOLERANCE * abs(gold["value"])
    return _touch(found, gold) and near


def _fields(rows: Sequence[Row], known: Row) -> tuple[dict[str, tuple[int, int]], list[str], tuple[int, int]]:
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    wrong = []
    for row in (row for row in rows if row["tier"] == "core"):
        candidate = _candidate(row, known)
        of["found"] += 1
        right["found"] += candidate is not None
        compared = _compared(row, candidate, known) if candidate else {}
        right["whole"] += bool(compared) and all(expected == found for expected, found in compared.values())
        for name, (expected, found) in compared.items():
            of[name] += 1
            right[name] += expected == found
            if expected != found:
                wrong.append(f"{row['id']} {name}: {expected} read as {found}")
    return {name: (right[name], of[name]) for name in of}, wrong, (right["whole"], of["found"])


def _candidate(row: Row, known: Row) -> Row | None:
    quantity = row["quantity"]
    if quantity and quantity["value"] is not None:
        for candidate in known["candidates"]:
            index = candidate["quantity"]
            if index is not None and _touch(known["quantities"][index], quantity):
                return dict(candidate)
        return None
    touching = [c for c in known["candidates"] if c["quantity"] is None and _touch(c, row)]
    best = [c for c in touching if c["kind"] == row["kind"]] or touching
    return best[0] if best else None


def _compared(row: Row, candidate: Row, known: Row) -> dict[str, tuple[Any, Any]]:
    time, read = row["time"] or {}, candidate["time"] or {}
    where, place = row["where"] or {}, candidate["where"] or {}
    compared = {
        "who": (row["who"]["person"], candidate["who"]["person"]),
        "attribution": (row["who"]["attribution"], candidate["who"]["attribution"]),
        "where": (where.get("adcode"), place.get("adcode")),
        "period": ((time.get("from"), time.get("to")), (read.get("from"), read.get("to"))),
        "modality": (STATUS.get(row["status"], row["status"]), candidate["status"]),
        "kind": (row["kind"], candidate["kind"]),
    }
    if candidate["quantity"] is not None:
        figure, quantity = known["quantities"][candidate["quantity"]], row["quantity"]
        compared["qualifier"] = (quantity["qualifier"], figure["qualifier"])
        compared["direction"] = (quantity["direction"], figure["direction"])
        if quantity["unit"] in _UNITS:
            compared["unit"] = (quantity["unit"], figure["unit"])
    return compared
