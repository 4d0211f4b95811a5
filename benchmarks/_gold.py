"""Gold rows of a text, each looked at before it counts: a row that cannot be used is said, and the others count."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
_NEEDED = ("id", "tier", "kind", "start", "end", "who", "where", "quantity", "time", "status")
_OF_QUANTITY = ("start", "end", "value", "unit", "qualifier", "direction")
_MOST_SHOWN = 8


def read_gold(path: Path, text: str) -> tuple[list[Row], list[str]]:
    """Return the rows of a file that can be used for a text, and a line about each that cannot."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [], [f"{path.name} cannot be read as UTF-8 text: {error}"]
    rows: list[Row] = []
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append(f"{path.name}, line {number}: no JSON ({error}); the row is left out")
            continue
        why = next(_wrong(row, text), "")
        if why:
            faults.append(f"{path.name}, line {number}: {why}; the row is left out")
        else:
            rows.append(row)
    more = len(faults) - _MOST_SHOWN
    return rows, faults[:_MOST_SHOWN] + ([f"{path.name}: {more} more rows are left out"] if more > 0 else [])


def _wrong(row: Any, text: str) -> Iterator[str]:
    """Yield what keeps a row from being used."""
    if not isinstance(row, dict):
        yield "no object"
        return
    missing = [name for name in _NEEDED if name not in row]
    if missing:
        yield f"it lacks {', '.join(missing)}"
    if not isinstance(row.get("who"), dict) or not {"person", "attribution"} <= row["who"].keys():
        yield "its who has no person and attribution"
    for name in ("where", "time", "quantity"):
        if not isinstance(row.get(name), dict | None):
            yield f"its {name} is neither an object nor null"
    yield from _misplaced(row, "quote", text)
    quantity = row.get("quantity")
    if quantity:
        lacking = [name for name in _OF_QUANTITY if name not in quantity]
        if lacking:
            yield f"its quantity lacks {', '.join(lacking)}"
        if isinstance(quantity["value"], bool) or not isinstance(quantity["value"], int | float | None):
            yield "the value of its quantity is neither a number nor null"
        yield from _misplaced(quantity, "surface", text)


def _misplaced(part: Row, name: str, text: str) -> Iterator[str]:
    start, end = part.get("start"), part.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        yield f"start and end ({start}, {end}) are no place in the text of {len(text):,} characters"
    elif part.get(name) not in (None, text[start:end]):
        yield f'its {name} is "{part[name]}", but "{text[start:end]}" stands at {start} to {end}'
