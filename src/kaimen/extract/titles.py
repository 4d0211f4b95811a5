"""Titles: the lines above the first sentence. A small count in one says what the text is about: five provinces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kaimen.extract.cue_words import CHINESE_PLANS, PLANS
from kaimen.extract.modality import cue
from kaimen.extract.types import Quantity, Sentence

_COMMITS = cue(f"will shall {PLANS} {CHINESE_PLANS}")
_MOST_LINES = 4
_LARGEST = 40


def titled(lower: str, sentences: Sequence[Sentence], quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities; counts in words in a title that commits to nothing are context.

    A text of lines without any sentence has no title, and a longer head is a list.
    """
    body = next((at for at, sentence in enumerate(sentences) if not sentence.is_heading), 0)
    lines = [sentence for sentence in sentences[:body] if not _COMMITS.search(lower, sentence.start, sentence.end)]
    if not lines or body > _MOST_LINES:
        return list(quantities)
    return [replace(quantity, tier="context") if _is_told(quantity, lines) else quantity for quantity in quantities]


def _is_told(quantity: Quantity, lines: Sequence[Sentence]) -> bool:
    is_small = quantity.kind == "count" and quantity.value <= _LARGEST and not any(map(str.isdecimal, quantity.surface))
    return is_small and any(line.start <= quantity.start < line.end for line in lines)
