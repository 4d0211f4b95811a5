"""Two amounts of money in one sentence that are farther apart than amounts told together are.

Among 624 pairs of amounts in the sentences of work reports, policies and news of the benchmark, four were more than 400
times apart where both were written with a scale: what one person has and what all have, and thresholds of a class
beside what one of it is awarded. So it is a question (`W222`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaimen.evidence import Document
from kaimen.extract.far_off import EACH, SCALED
from kaimen.extract.seen import Flag, Seen, beside_flag, clause_start

_FAR = Decimal(400)
_REACH, _AFTER = 160, 16
_STOPS = re.compile(r"[。；\n]|\. |; ")
_TO_ONE = re.compile(
    r"给予|奖励|奖补|最高|上限|以上的|每|单个|单项"
    r"|(?<![a-z])(?:each|award|awards|awarded|up to|apiece|average|per)(?![a-z])"
)


def far_apart(document: Document, lower: str, figures: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on amounts of one sentence and currency that follow one another and are far apart."""
    amounts = [figure for figure in figures if _is_amount(figure)]
    for one, other in pairwise(amounts):
        first, second = one.quantity, other.quantity
        ratio = first.value / second.value
        if first.unit != second.unit or 1 / _FAR <= ratio <= _FAR or not _are_beside(lower, one, other):
            continue
        like, odd = (one, other) if ratio > 1 else (other, one)
        told = f'it stands in one sentence with "{like.quantity.surface}"'
        yield beside_flag(document, odd, told, like.quantity.surface, span=(first.start, second.end))


def _is_amount(figure: Seen) -> bool:
    quantity = figure.quantity
    return (
        quantity.kind == "money"
        and quantity.value > 0
        and not quantity.per
        and bool(SCALED.search(quantity.surface.lower()))
    )


def _are_beside(lower: str, one: Seen, other: Seen) -> bool:
    """Return whether two amounts are told together, neither as what one of many gets or must have."""
    first, second = one.quantity, other.quantity
    if second.start - first.end > _REACH or _STOPS.search(lower, first.end, second.start):
        return False
    begin, end = clause_start(lower, first.start), second.end + _AFTER
    return not EACH.search(lower, begin, end) and not _TO_ONE.search(lower, begin, end)
