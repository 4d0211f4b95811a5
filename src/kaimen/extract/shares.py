"""Levels in percent above the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.indicator_rows import MOST_OF_PLAN, MULTIPLE_WORDS, SHARES_OF_A_WHOLE
from kaimen.extract.indicators import find_contribution
from kaimen.extract.modality import cue
from kaimen.extract.seen import Seen, clause_start, is_without_point, place_of, plain, shown

_OF_TOTAL = re.compile(r" of (?:the )?(?:total|whole)(?![a-z])")
_SHARES, _MULTIPLES = cue(SHARES_OF_A_WHOLE), cue(MULTIPLE_WORDS)
_LARGEST_CONTRIBUTION = 300


def share(document: Document, folded: Folded, figure: Seen) -> Iterator[Finding]:
    """Yield a finding (`E211`, else `W219`) on a level above 100 percent that is a share, or too large."""
    quantity, context = figure.quantity, figure.context
    if quantity.kind != "percent" or quantity.change != "level" or quantity.value <= 100:
        return
    low = max(context.sentence.start, clause_start(folded.lower, quantity.start))
    is_share = _SHARES.search(folded.lower, low, quantity.start) or _OF_TOTAL.match(folded.lower, quantity.end)
    is_large = quantity.value > _LARGEST_CONTRIBUTION
    is_contribution = is_large and find_contribution(folded.lower, low, quantity.start)
    is_multiple = _MULTIPLES.search(folded.lower, low, quantity.end + 20)
    if is_multiple and not is_contribution and (quantity.value <= MOST_OF_PLAN or not is_without_point(quantity)):
        return
    shifted = quantity.value / 10
    told = "contribution to growth has not been so large"
    if not is_contribution:
        told = "share of a whole cannot be above 100 %" if is_share else "level above 100 % is seldom told of"
    what = f'"{shown(document, quantity.start, quantity.end)}": a {told}.'
    fix = "Look it up in another source; the text is unchanged."
    if shifted <= 100:
        fix = f"With the decimal point restored it would be {plain(shifted)} %. {fix}"
    place = place_of(document, quantity.start, quantity.end)
    yield Finding("E211" if is_share or is_contribution else "W219", what, place, "0 % to 100 %", quantity.surface, fix)
