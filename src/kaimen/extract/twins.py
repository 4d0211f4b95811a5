"""Two texts on the same event, perhaps in two languages: which of their figures differ.

The figures of both are laid beside one another in their order (Ratcliff and Obershelp's matching blocks); figures of
the same kind and value are the same. Where a stretch of one text stands against a stretch of the other with as many
figures of the same kinds, these differ; where the same figure is told with another qualifier, that differs.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from kaimen.errors import Finding, Place
from kaimen.extract.types import Extraction, Quantity

Key = tuple[str, Decimal]
_COUNTED = frozenset({"count", "persons", "households", "multiple"})
_DIGITS = 4
_BOUNDS = frozenset({">", ">=", "<", "<="})


def compare_twins(one: Extraction, other: Extraction) -> list[Finding]:
    """Return a finding (`W221`) for each figure of the first text that its twin tells otherwise."""
    left = [q for q in one.quantities if q.tier == "testable"]
    right = [q for q in other.quantities if q.tier == "testable"]
    matcher = SequenceMatcher(None, [_key(q) for q in left], [_key(q) for q in right], autojunk=False)
    findings = []
    is_translated = _language(one) != _language(other)

    def alike(a: Quantity, b: Quantity) -> bool:
        """Return whether two qualifiers say the same; 以上 is told as "more than" in English, and the other way."""
        closed = (q.replace("=", "") if is_translated and q in _BOUNDS else q for q in (a.qualifier, b.qualifier))
        return len(set(closed)) == 1

    for kind, low, high, start, end in matcher.get_opcodes():
        pairs = list(zip(left[low:high], right[start:end], strict=False))
        if kind == "equal":
            findings += [f for a, b in pairs if not alike(a, b) for f in _differ(one, other, a, b)]
        elif kind == "replace" and high - low == end - start:
            findings += [f for a, b in pairs if _are_of_a_kind(a, b) for f in _differ(one, other, a, b)]
    return findings


def _differ(one: Extraction, other: Extraction, quantity: Quantity, twin: Quantity) -> Iterator[Finding]:
    signs = {"=": "", ">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "~": "about "}
    told, elsewhere = (f"{signs.get(q.qualifier, '')}{q.surface}" for q in (quantity, twin))
    line = one.document.text.count("\n", 0, quantity.start) + 1
    place = Place(file=one.document.name, line=line, start=quantity.start, end=quantity.end)
    there = other.document.text.count("\n", 0, twin.start) + 1
    what = f'"{told}" is "{elsewhere}" in {other.document.name}, line {there}.'
    yield Finding("W221", what, place, elsewhere, told, "See which of the two texts is right; both are unchanged.")


def _language(extraction: Extraction) -> str:
    languages = [candidate.language for candidate in extraction.candidates]
    return max(set(languages), key=languages.count) if languages else ""


def _are_of_a_kind(one: Quantity, other: Quantity) -> bool:
    return _kind(one) == _kind(other) or {one.unit, other.unit} == {"%", "pp"}


def _key(quantity: Quantity) -> Key:
    return _kind(quantity), round(quantity.value, _DIGITS)


def _kind(quantity: Quantity) -> str:
    return "counted" if quantity.kind in _COUNTED else quantity.unit
