"""Amounts that a text tells as shares of a nation's output: what each implies the output to be must agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.seen import Flag, Seen, place_of

_BETWEEN = re.compile(
    r",? ?\(?(?:(?:or|equal to|equivalent to|which is|at|about|some|nearly|representing|amounting to) ?){0,3}"
    r"|[，,（(]?(?:约|相当于|占)?(?:国内生产总值|gdp)的?(?:比重|比例)?[为达约]?"
)
_OUTPUT = re.compile(r" of (?:the |its |our )?(?:gdp|gross domestic product)(?![a-z])")
_FAR = Decimal(6)
"""Output may be told for several years of a plan, so only what is farther apart than this is asked for."""


def check_outputs(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the remarks (`W226`) on two amounts with their shares of output that imply outputs far apart."""
    told: dict[str, list[tuple[Decimal, Seen, Seen]]] = defaultdict(list)
    for amount, rate in pairwise(seen):
        if _is_share(folded.lower, amount, rate):
            told[amount.quantity.unit].append((amount.quantity.value / rate.quantity.value, amount, rate))
    return [flag for shares in told.values() for flag in _apart(document, shares)]


def _is_share(lower: str, amount: Seen, rate: Seen) -> bool:
    one, share = amount.quantity, rate.quantity
    if one.kind != "money" or share.kind != "percent" or one.upper is not None or share.upper is not None:
        return False
    if amount.context is not rate.context or one.value <= 0 or share.value <= 0 or one.change == "increment":
        return False
    between = lower[one.end : share.start]
    if _BETWEEN.fullmatch(between) is None:
        return False
    return "gdp" in between or "国内生产总值" in between or _OUTPUT.match(lower, share.end) is not None


def _apart(document: Document, shares: Sequence[tuple[Decimal, Seen, Seen]]) -> Iterator[Flag]:
    """Yield remarks on those whose output is far from the middle one, or on both where there are but two."""
    outputs = sorted(output for output, _, _ in shares)
    middle = outputs[len(outputs) // 2]
    for number, (output, amount, rate) in enumerate(shares):
        is_far = not middle / _FAR <= output <= middle * _FAR
        is_of_two = len(shares) == 2 and outputs[0] * _FAR < outputs[1]
        if not is_far and not is_of_two:
            continue
        _, other, its = shares[number - 1]
        what = (
            f'"{amount.quantity.surface}" and "{other.quantity.surface}" are {rate.quantity.surface} and '
            f"{its.quantity.surface} of output, which cannot both be."
        )
        fix = "One of the figures may have lost or gained digits; look them up. The text is unchanged."
        place = place_of(document, amount.quantity.start, rate.quantity.end)
        yield Flag(rate.index, Finding("W226", what, place, other.quantity.surface, amount.quantity.surface, fix))
