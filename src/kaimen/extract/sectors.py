"""The section of industry that a passage speaks of, by the words in it; none where two speak equally loudly."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kaimen.extract.sector_rows import SECTIONS


@dataclass(frozen=True, slots=True)
class Section:
    """A section of GB/T 4754-2017: its letter and its name in English and Chinese."""

    letter: str
    english: str
    chinese: str


def _sections() -> Iterator[tuple[Section, list[str]]]:
    """Yield each section with its words."""
    for block in re.split(r"\n(?=\S)", SECTIONS.strip()):
        head, _, words = block.partition("\n")
        yield Section(*(cell.strip() for cell in head.split("|"))), words.split()


SECTORS = {section.letter: section for section, _ in _sections()}
"""The sections by letter."""


def _pattern(word: str) -> str:
    words = re.escape(word.removesuffix("*").replace("_", " "))
    if not word.isascii():
        return words
    return rf"(?<![a-z]){words}" + ("" if word.endswith("*") else "(?![a-z])")


_WORDS = re.compile(
    "|".join(
        f"(?P<{section.letter}>{'|'.join(map(_pattern, sorted(words, key=len, reverse=True)))})"
        for section, words in _sections()
    )
)


class Sectors:
    """The words of a text that speak of a section, found in one pass."""

    def __init__(self, lower: str) -> None:
        found = [(match.start(), str(match.lastgroup)) for match in _WORDS.finditer(lower)]
        self._starts, self._letters = [start for start, _ in found], [letter for _, letter in found]

    def within(self, start: int, end: int) -> str:
        """Return the letter of the section that a stretch speaks of most; nothing where two are equal."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        most = Counter(self._letters[low:high]).most_common(2)
        return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else ""
