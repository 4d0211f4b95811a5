"""A planner's own words beside the reader's: units, regions, which region a name means, sectors, titles, and modality.

A file is one table, told by its name; a line is one fact, its fields parted by `|`, `_` in a word is a blank, what
follows `#` is left out. A line that cannot be read is a finding (`E227`), and the others count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kaimen.errors import Finding, Place
from kaimen.extract.places import Region, called
from kaimen.extract.sectors import SECTORS
from kaimen.extract.units import UNITS, ReadUnit

LEVELS = ("nation", "province", "city")
MODALITIES = ("promised", "reported", "estimated")
UNIT_KINDS = tuple(sorted({unit.kind for unit in UNITS.values()}))


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words to read beside the reader's own; of units with what they are, of sectors with the letter."""

    units: tuple[tuple[str, ReadUnit], ...] = ()
    regions: tuple[Region, ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()
    cues: tuple[tuple[str, str], ...] = ()
    """Modality and word."""
    meant: tuple[tuple[str, str], ...] = ()
    """A name that several regions have, and the code of the one that is meant; of two lines for a name the last."""

    def __add__(self, other: OwnWords) -> OwnWords:
        """Return the words of both."""
        return OwnWords(
            self.units + other.units,
            self.regions + other.regions,
            self.sectors + other.sectors,
            self.titles + other.titles,
            self.cues + other.cues,
            self.meant + other.meant,
        )


NO_WORDS = OwnWords()


def parse_words(table: str, text: str, name: str) -> tuple[OwnWords, list[Finding]]:
    """Read one table (`TABLES`) of a planner's words.

    Returns:
        The words, and a finding for each line that cannot be read.
    """
    row, form = TABLES[table]
    words, findings = NO_WORDS, list[Finding]()
    for number, whole in enumerate(text.splitlines(), 1):
        line = whole.partition("#")[0].strip()
        if not line:
            continue
        try:
            words += row([field.strip() for field in line.split("|")])
        except ValueError as error:
            what = f"Line {number} of {name} cannot be read: {error}."
            place = Place(name, line=number)
            findings.append(Finding("E227", what, place, form, whole.strip()[:80], f"Write: {form}"))
    return words, findings


def _fields(fields: Sequence[str], count: int) -> Sequence[str]:
    if len(fields) != count:
        raise ValueError(f"it has {len(fields)} fields instead of {count}")
    return fields


def _words(field: str) -> Iterator[str]:
    words = field.split()
    if not words:
        raise ValueError("it has no words")
    yield from (word.replace("_", " ").lower() for word in words)


def _unit(fields: Sequence[str]) -> OwnWords:
    code, kind, factor, words = _fields(fields, 4)
    if kind not in UNIT_KINDS:
        raise ValueError(f'"{kind}" is no kind of unit ({", ".join(UNIT_KINDS)})')
    try:
        unit = ReadUnit(code, kind, Fraction(factor))
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'"{factor}" is no factor such as 1000 or 1/15') from None
    if not code or unit.factor <= 0:
        raise ValueError("it has no code, or a factor that is not above zero")
    return OwnWords(units=tuple((word, unit) for word in _words(words)))


def _region(fields: Sequence[str]) -> OwnWords:
    code, chinese, english, level = _fields(fields, 4)
    if code and not re.fullmatch(r"\d{6}", code):
        raise ValueError(f'"{code}" is no code of six digits')
    if level not in LEVELS:
        raise ValueError(f'"{level}" is none of {", ".join(LEVELS)}')
    if not chinese and not english:
        raise ValueError("it has no name")
    return OwnWords(regions=(Region(english, chinese, code, level, is_own=True),))


def _sector(fields: Sequence[str]) -> OwnWords:
    letter, words = _fields(fields, 2)
    if letter not in SECTORS:
        raise ValueError(f'"{letter}" is no section from {min(SECTORS)} to {max(SECTORS)}')
    return OwnWords(sectors=tuple((word, letter) for word in _words(words)))


def _title(fields: Sequence[str]) -> OwnWords:
    (words,) = _fields(fields, 1)
    return OwnWords(titles=tuple(_words(words)))


def _cue(fields: Sequence[str]) -> OwnWords:
    modality, words = _fields(fields, 2)
    if modality not in MODALITIES:
        raise ValueError(f'"{modality}" is none of {", ".join(MODALITIES)}')
    return OwnWords(cues=tuple((modality, word) for word in _words(words)))


def _meant(fields: Sequence[str]) -> OwnWords:
    name, code = _fields(fields, 2)
    if not name or not re.fullmatch(r"\d{6}|[A-Z]{2}(?:-[A-Z0-9]{1,3})?|", code):
        raise ValueError(f'"{name}" and "{code}" are no name and code, of six digits or as US-GA')
    return OwnWords(meant=((name, code),))


def check_meant(words: OwnWords) -> list[Finding]:
    """Return a finding (`E227`) for each name that is said to mean a region which does not have it."""
    findings = []
    for name, code in words.meant:
        known = ", ".join(where.adcode or "no code" for where in called(name, words.regions))
        if code not in {where.adcode or "" for where in called(name, words.regions)}:
            what = f'No region called "{name}" has the code "{code}".'
            fix = "Correct the code, or add the region to the table of regions."
            findings.append(Finding("E227", what, Place("meant.txt", key=name), known, code, fix))
    return findings


TABLES = {
    "units": (_unit, "code | kind | factor | words"),
    "regions": (_region, "code | Chinese name | English name | nation, province or city"),
    "meant": (_meant, "name | code of the region that is meant"),
    "sectors": (_sector, "letter | words"),
    "titles": (_title, "words"),
    "modality": (_cue, "promised, reported or estimated | words"),
}
"""Tables by name: how a line is read, and how it is written."""
