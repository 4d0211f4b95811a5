"""NewsQuant (CQE, EMNLP 2023): sentences of news with the quantities in them, to compare readers with.

A value is right if it is the value of a quantity of the sentence, each taken once; of a range both ends. Where a reader
gives values in base units, the expected value is converted by the unit it is written in. With its unit it is right if
both name the same: as words, or as units of kaimen's table; nouns that are counted by their last word. NewsQuant takes
every "from A to B" for a range, also where a figure moves from A to B; two values read there count as that range, for
every reader alike.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Values = tuple[float, ...]

NAMES = {
    "percentage": "percent",
    "chinese yuan": "yuan",
    "year of age": "years old",
    "people": "people",
    "us$": "dollar",
    "$": "dollar",
    "count": "times",
    "megabit per second": "mbps",
    "megapascal": "mpa",
    "mile per hour": "mph",
    "metre per second": "m/s",
    "pound-foot": "pound-feet",
    "foot pound-force": "pound-feet",
    "kilopound per square inch": "ksi",
    "mile per gallon": "mpg",
}
"""Names of NewsQuant by words of kaimen's table."""

_PLURALS = {"people": "person", "feet": "foot", "children": "child", "men": "man", "women": "woman"}


@dataclass(frozen=True)
class Named:
    """A quantity with its unit in words: `unit` (may hold ` per `) and the noun that is counted, if any."""

    values: Values
    unit: str
    noun: str = ""
    in_base: bool = False


@dataclass(frozen=True)
class Counts:
    """Quantities expected, read, and right by value and by value and unit."""

    expected: int
    read: int
    values: int
    units: int

    def f1(self, right: int) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * right / (self.expected + self.read) if self.expected + self.read else 0.0


def load(path: Path) -> list[tuple[str, list[Named]]]:
    """Return the sentences with their quantities; `noun` holds the unit as written."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [(row["text"], [_gold(quantity) for quantity in row["quantities"]]) for row in rows]


def score(
    rows: Iterable[tuple[str, Sequence[Named]]], reader: Callable[[str], Sequence[Named]]
) -> tuple[Counts, list[str]]:
    """Return the counts for a reader, and some lines for each sentence that was not read rightly."""
    totals: Counter[str] = Counter()
    wrong = []
    for text, gold in rows:
        read = _with_moves(gold, reader(text))
        pairs = paired(gold, read)
        units = [(gold[one], read[other]) for one, other in pairs if not is_same_unit(gold[one], read[other])]
        totals.update(expected=len(gold), read=len(read), values=len(pairs), units=len(pairs) - len(units))
        missed = [quantity for at, quantity in enumerate(gold) if at not in {one for one, _ in pairs}]
        extra = [quantity for at, quantity in enumerate(read) if at not in {other for _, other in pairs}]
        if missed or extra or units:
            wrong.append(f"{text}\n    missed {missed}\n    extra {extra}\n    unit {units}")
    return Counts(totals["expected"], totals["read"], totals["values"], totals["units"]), wrong


def is_same_unit(gold: Named, read: Named) -> bool:
    """Return whether the unit read names the unit expected."""
    if gold.unit == "-" or not read.unit:
        return gold.unit == "-" and not read.unit
    expected = {_canonical(gold.unit), _canonical(gold.noun)}
    if expected & {_canonical(read.unit), _canonical(read.noun or "-")}:
        return True
    heads = {_single(name.split()[-1]) for name in (gold.unit, gold.noun, gold.noun.split(" of ")[0]) if name.strip()}
    return " per " not in gold.unit and _single((read.noun or read.unit).split()[-1]) in heads


def paired(gold: Sequence[Named], read: Sequence[Named]) -> list[tuple[int, int]]:
    """Pair by value, those whose unit agrees first."""
    pairs: list[tuple[int, int]] = []
    for wants_unit in (True, False):
        for one, expected in enumerate(gold):
            if one in {a for a, _ in pairs}:
                continue
            for other, found in enumerate(read):
                if other in {b for _, b in pairs} or not _is_same_value(expected, found):
                    continue
                if not wants_unit or is_same_unit(expected, found):
                    pairs.append((one, other))
                    break
    return pairs


def _gold(quantity: dict[str, str]) -> Named:
    ends = [float(part) for part in re.findall(r"(?<![\d.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", str(quantity["value"]))]
    values = (ends[0], abs(ends[1])) if len(ends) == 2 else tuple(ends)
    return Named(values, quantity["normalized_unit"].lower(), quantity["unit"].lower())


def _with_moves(gold: Sequence[Named], read: Sequence[Named]) -> list[Named]:
    """Join two neighbouring values that are the two ends of an expected range."""
    joined = list(read)
    for expected in gold:
        if len(expected.values) != 2 or any(_is_same_value(expected, found) for found in joined):
            continue
        for at in range(len(joined) - 1):
            ends = joined[at].values + joined[at + 1].values
            both = Named(ends, joined[at + 1].unit, joined[at + 1].noun, joined[at + 1].in_base)
            if len(ends) == 2 and _is_same_value(expected, both):
                joined[at : at + 2] = [both]
                break
    return joined


def _is_same_value(gold: Named, read: Named) -> bool:
    if len(gold.values) != len(read.values):
        return False
    factors = {1.0}
    if read.in_base:
        factors |= {_factor(gold.unit), _factor(gold.noun)}
    return any(
        all(
            abs(abs(a) * factor - abs(b)) <= 1e-6 * max(1e-9, abs(b))
            for a, b in zip(gold.values, read.values, strict=True)
        )
        for factor in factors
    )


@cache
def _canonical(name: str) -> tuple[str, str]:
    """Return the base unit of kaimen's table for a name and what it is for each of; else the name's singular."""
    found = _unit(name)
    if found or name in _codes():
        return (found[0] if found else name), ""
    name, _, per = name.replace(" a ", " per ").replace(" an ", " per ").replace("/", " per ").partition(" per ")
    found = _unit(name)
    shared = _unit(per)
    return (found[0] if found else _single(name)), (shared[0] if shared else _single(per))


@cache
def _codes() -> frozenset[str]:
    from kaimen.extract.units import UNITS

    return frozenset(unit.code for unit in UNITS.values())


def _factor(name: str) -> float:
    found = _unit(name) or _unit(name.partition(" per ")[0])
    return found[1] if found else 1.0


@cache
def _unit(name: str) -> tuple[str, float] | None:
    from kaimen.extract.units import SIGNS, UNITS

    name = NAMES.get(name.lower(), name.lower())
    for word in (name, f"{name}s", name.rstrip("s"), name.removesuffix("ter") + "tre"):
        if word in UNITS:
            return UNITS[word].code, float(UNITS[word].factor)
        if word in SIGNS:
            return SIGNS[word].code, 1.0
    return None


def _single(word: str) -> str:
    word = word.lower().strip(".")
    for ending, single in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending):
            return word[: -len(ending)] + single
    return _PLURALS.get(word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word)
