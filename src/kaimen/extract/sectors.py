"""The section of industry that a passage speaks of, by the words in it; none where two speak equally loudly."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kaimen.extract.folding import alternatives, cue_of
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


_LETTERS: dict[str, str] = {}
for _section, _words in _sections():
    for _word in _words:
        _LETTERS.setdefault(_word.removesuffix("*").replace("_", " "), _section.letter)
_WHOLE = [word for _, words in _sections() for word in words if word.isascii() and not word.endswith("*")]
_BEGUN = [word.removesuffix("*") for _, words in _sections() for word in words if word.endswith("*")]
_HAN = [word for _, words in _sections() for word in words if not word.isascii()]
_WORDS = re.compile(
    rf"(?<![a-z])(?:(?:{alternatives(_WHOLE)})(?![a-z])|(?:{alternatives(_BEGUN)}))|{alternatives(_HAN)}"
)


class Sectors:
    """The words of a text that speak of a section, found in one pass."""

    def __init__(self, lower: str, own: tuple[tuple[str, str], ...] = ()) -> None:
        found = [(match.start(), _LETTERS[match[0]]) for match in _WORDS.finditer(lower)]
        if own:
            letters = dict(own)
            found += [(match.start(), letters[match[0]]) for match in cue_of(tuple(letters)).finditer(lower)]
            found.sort()
        self._starts, self._letters = [start for start, _ in found], [letter for _, letter in found]

    def within(self, start: int, end: int) -> str:
        """Return the letter of the section that a stretch speaks of most; nothing where two are equal."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        most = Counter(self._letters[low:high]).most_common(2)
        return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else ""
