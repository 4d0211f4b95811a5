"""What `kaimen extract --json` promises of its rows, whatever the text: names, types, places, units by code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from kaimen.extract.units import UNITS

_TEXT = (str, type(None))
_PLACE = (int, type(None))
_QUANTITY: Mapping[str, tuple[type, ...]] = {
    **{
        "start": (int,),
        "end": (int,),
        "surface": (str,),
        "value": (str,),
        "upper": _TEXT,
        "unit": (str,),
        "per": _TEXT,
    },
    **{"qualifier": (str,), "change": _TEXT, "direction": _TEXT, "tier": (str,)},
}
_CANDIDATE: Mapping[str, tuple[type, ...]] = {
    **{"id": (str,), "doc": (str,), "lang": (str,), "kind": (str,), "tier": (str,), "quote": (str,), "start": (int,)},
    **{
        "end": (int,),
        "who": (dict,),
        "where": (dict, type(None)),
        "action": (str,),
        "what": (str,),
        "quantity": _PLACE,
    },
    **{"time": (dict, type(None)), "status": (str,), "flags": (list,), "indicator": _TEXT, "lead": (list,)},
    **{"others": (list,), "task": _TEXT, "sector": _TEXT},
}
_WHO = {"organisation": _TEXT, "person": _TEXT, "role": _TEXT, "attribution": (str,)}
_WHERE = {"region": (str,), "adcode": _TEXT}
_TIME = {"surface": _TEXT, "start": _PLACE, "end": _PLACE, "from": _TEXT, "to": _TEXT, "deadline": _TEXT}
_FINDING: Mapping[str, tuple[type, ...]] = {
    **{"code": (str,), "what": (str,), "line": _PLACE, "start": _PLACE, "end": _PLACE},
    **{"expected": (str,), "found": (str,), "fix": (str,)},
}
_WORDS: Mapping[str, frozenset[str | None]] = {
    "qualifier": frozenset({"=", ">", ">=", "<", "<=", "~", "<~", "another", "range"}),
    "change": frozenset({"yoy", "increment", "level", None}),
    "direction": frozenset({"up", "down", None}),
    "kind": frozenset({"quantified", "vague", "relative", "unquantified", "slogan"}),
    "status": frozenset({"promised", "reported", "estimated"}),
    "attribution": frozenset({"explicit", "inherited", "document"}),
    "lang": frozenset({"en", "zh"}),
}
_TIERS = {"quantities": {"testable", "context"}, "candidates": {"testable", "vague", "soft", "slogan", "context"}}
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_PERCENT = re.compile(r"%|％|percent|per cent|百分之")


def faults(told: Mapping[str, Any], text: str) -> list[str]:
    """Return what in the JSON of an extraction is not as promised."""
    return [*_top(told, text), *_quantities(told["quantities"], text), *_candidates(told, text)]


def _top(told: Mapping[str, Any], text: str) -> Iterator[str]:
    if list(told) != ["document", "quantities", "candidates", "reports_due", "findings"]:
        yield f"top level {list(told)}"
    if told["document"]["characters"] != len(text):
        yield "characters"
    for row in told["findings"]:
        yield from _typed(row, _FINDING, "finding")
        if row["start"] is not None and not 0 <= row["start"] < row["end"] <= len(text):
            yield f"finding at {row['start']}"


def _quantities(rows: list[dict[str, Any]], text: str) -> Iterator[str]:
    for row in rows:
        name = f"quantity {row['surface']!r}"
        yield from _typed(row, _QUANTITY, name)
        if text[row["start"] : row["end"]] != row["surface"]:
            yield f"{name} does not stand at its place"
        if not all(_DECIMAL.fullmatch(row[key]) for key in ("value", "upper") if row[key] is not None):
            yield f"{name} has no decimal: {row['value']}, {row['upper']}"
        if row["upper"] is not None and float(row["upper"]) < float(row["value"]):
            yield f"{name} ends before it begins"
        known = UNITS.get(row["unit"].casefold())
        if known is not None and known.code != row["unit"]:
            yield f"{name} is in {row['unit']}, not in the base unit {known.code}"
        if _PERCENT.search(row["surface"]) and row["unit"] not in ("%", "pp"):
            yield f"{name} is in {row['unit']}"
        if row["tier"] not in _TIERS["quantities"]:
            yield f"{name} has the tier {row['tier']}"
    if any(before["end"] > after["start"] for before, after in pairwise(rows)):
        yield "quantities overlap, or are not in the order of the text"


def _candidates(told: Mapping[str, Any], text: str) -> Iterator[str]:
    rows, quantities = told["candidates"], told["quantities"]
    if len({row["id"] for row in rows}) != len(rows):
        yield "ids twice"
    for row in rows:
        name = f"candidate {row['id']}"
        yield from _typed(row, _CANDIDATE, name)
        yield from _typed(row["who"], _WHO, name)
        yield from _typed(row["where"] or dict.fromkeys(_WHERE, ""), _WHERE, name)
        yield from _typed(row["time"] or dict.fromkeys(_TIME), _TIME, name)
        if text[row["start"] : row["end"]] != row["quote"]:
            yield f"{name} does not stand at its place"
        if row["tier"] not in _TIERS["candidates"]:
            yield f"{name} has the tier {row['tier']}"
        for day in (row["time"] or {}).get("from"), (row["time"] or {}).get("to"):
            if day is not None and date.fromisoformat(day).isoformat() != day:
                yield f"{name} has the day {day}"
        if (row["quantity"] is None) != (row["kind"] != "quantified"):
            yield f"{name} is {row['kind']}"
        if row["quantity"] is not None:
            own = quantities[row["quantity"]]
            if not row["start"] <= own["start"] < own["end"] <= row["end"]:
                yield f"{name} does not hold its figure"
            if own["tier"] != row["tier"]:
                yield f"{name} is {row['tier']}, its figure {own['tier']}"


def _typed(row: Mapping[str, Any], names: Mapping[str, tuple[type, ...]], what: str) -> Iterator[str]:
    if set(row) != set(names):
        yield f"{what} has other names: {sorted(set(row) ^ set(names))}"
        return
    for name, types in names.items():
        if not isinstance(row[name], types) or isinstance(row[name], bool):
            yield f"{what} has the {name} {row[name]!r}"
        if name in _WORDS and row[name] not in _WORDS[name]:
            yield f"{what} has the {name} {row[name]!r}"
