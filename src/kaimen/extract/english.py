"""English figures to quantities: which unit or noun follows, and which numbers are names or labels."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from kaimen.extract.bare_numbers import is_bare
from kaimen.extract.figures import Figure
from kaimen.extract.folding import alternatives
from kaimen.extract.name_words import LABELS_BEFORE, PROGRAMMES
from kaimen.extract.nouns import is_plural, noun_phrase
from kaimen.extract.unit_words import ATTRIBUTES
from kaimen.extract.units import COUNT, UNITS, ReadUnit, english_unit

_LABEL = re.compile(rf"(?:^|[^a-z])(?:{alternatives(LABELS_BEFORE)})[ .-]{{0,2}}\Z")
_DENOMINATOR = re.compile(r"(?:per|(?:for|in|out of) every) \Z")
_RANKED = re.compile("top|fortune|forbes|global")
_PROGRAMME = re.compile(rf"[- ]year (?:[a-z-]+ ){{0,2}}(?:{alternatives(PROGRAMMES)})(?![a-z])")
_HYPHENED = re.compile(r"-[a-z]")
_WHOLE = re.compile(r" (?:of )?(?:the|its|all|our|their|these|those)(?= )")
_OF_TOTAL = re.compile(r" (?:out )?of (?:the |its |our |their |all )?\d[\d,]{0,8}(?= )")
_OF_THEM = re.compile(r" of (?:which|them|these|those)(?![a-z])")
_BARE_LETTERS = re.compile(r"[a-z]")
_RATIO = re.compile(
    r" (?:per|(?:for|in|out of) every) (?P<of>1,000|10,000|100,000|1,000,000|(?:a |one )?"
    r"(?:hundred thousand|thousand|million))(?![a-z\d,.]| (?:yuan|dollars|euros|pounds|tons|tonnes|square))"
)
"""What a rate is out of: 16 per 100,000 live births."""
_ATTRIBUTE = re.compile(rf"[ -](?P<noun>{alternatives(ATTRIBUTES)})(?=[ -][a-z])")
_WORD_AFTER = re.compile(" ([a-z]+)(?![a-z-])")
_AGED = re.compile(r"(?<![a-z])(?:aged|ages|age of)(?: (?:about|between|over|under|\d{1,3} (?:to|and|or)))? \Z")
_GRAMS = re.compile(r"g(?![a-z0-9])")
_PENCE = re.compile(r"p(?![a-z0-9])")
_LINES = frozenset(map(Decimal, (240, 360, 480, 576, 720, 1080, 1440, 2160)))
"""Lines of a picture: 1080p."""
_MOST_GENERATIONS = 6
_ROUND = frozenset(Decimal(10) ** power for power in range(2, 7))
_MANY = re.compile(r"(?:several|few|many|couple of) \Z")


def is_label(lower: str, figure: Figure) -> bool:
    """Return whether the number is a name's or a label's: top 500, Article 5; not in: we train 120,000 nurses."""
    label = _LABEL.search(lower, max(0, figure.start - 16), figure.start)
    is_large = figure.scaled or "," in lower[figure.start : figure.end]
    return label is not None and not (is_large and not _RANKED.search(label[0]))


def unit_of(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    """Return the unit of a figure, where the quantity ends, and the phrase counted; None where it is no quantity."""
    if figure.sign:
        return figure.sign, figure.end, ""
    if _DENOMINATOR.search(lower, max(0, figure.start - 13), figure.start) and figure.value in _ROUND:
        return None  # deaths per 100,000 births
    if own := _directly_after(lower, figure):
        return *own, ""
    if _BARE_LETTERS.match(lower, figure.end) and not english_unit(lower, figure.end):
        return None  # 4G
    if lower.startswith("dozen", figure.start) and _MANY.search(lower, max(0, figure.start - 10), figure.start):
        return None
    if figure.style == "share":
        return _share(lower, figure)
    if found := english_unit(lower, figure.end):
        return _measured(lower, figure, *found)
    return _noun(lower, figure)


def _noun(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    if _AGED.search(lower, max(0, figure.start - 24), figure.start) and not figure.scaled:
        return ReadUnit("age", "age"), figure.end, ""
    if (attribute := _ATTRIBUTE.match(lower, figure.end)) and not _counts_what_follows(lower, figure, attribute):
        return ReadUnit(attribute["noun"], "count"), figure.end, attribute["noun"]
    if _HYPHENED.match(lower, figure.end):
        return None  # a two-way street, a first-class road
    return _counted(lower, figure)


def _counts_what_follows(lower: str, figure: Figure, attribute: re.Match[str]) -> bool:
    """Return whether a large number counts the noun behind an attribute: 200,000 student spaces."""
    next_word = _WORD_AFTER.match(lower, attribute.end())
    is_large = figure.scaled or "," in lower[figure.start : figure.end]
    return bool(is_large and lower[attribute.start()] == " " and next_word and is_plural(next_word[1]))


def _directly_after(lower: str, figure: Figure) -> tuple[ReadUnit, int] | None:
    """Return what a rate is out of (16 per 100,000), pence or grams written on, with the end; else None."""
    if (ratio := _RATIO.match(lower, figure.end)) and not figure.scaled:
        return ReadUnit(f"per {ratio['of'].removeprefix('a ').removeprefix('one ')}", "ratio"), ratio.end()
    if _PENCE.match(lower, figure.end) and not figure.scaled and figure.value not in _LINES:
        return ReadUnit("GBP", "money", Fraction(1, 100)), figure.end + 1
    if _GRAMS.match(lower, figure.end) and (figure.value > _MOST_GENERATIONS or figure.value != int(figure.value)):
        return UNITS["grams"], figure.end + 1
    return None


def programme_length(lower: str, figure: Figure) -> bool:
    """Return whether the figure is the length in years of a programme: three-year action."""
    return _PROGRAMME.match(lower, figure.end) is not None


def _share(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    after = lower[figure.end : figure.end + 12]
    before = lower[max(0, figure.start - 12) : figure.start]
    if re.match(r"-|(?: an?)? (?:year|century|day|hour|month|time)", after):
        return None
    if re.search(r"(?:first|second|latter|other|last|next|this) \Z", before):
        return None
    whole = _WHOLE.match(lower, figure.end)
    return ReadUnit("share", "share"), figure.end, noun_phrase(lower, whole.end()) if whole else ""


def _measured(lower: str, figure: Figure, unit: ReadUnit, end: int) -> tuple[ReadUnit, int, str] | None:
    if unit.kind == "persons":
        return unit, figure.end, lower[figure.end : end].strip()
    if unit.kind == "duration" and figure.style == "words" and figure.value == 1:
        return None
    if unit.kind == "duration" and _HYPHENED.match(lower, figure.end) and not programme_length(lower, figure):
        hyphened = re.match(r"-[a-z]+", lower[figure.end : figure.end + 12])
        return None if hyphened and figure.style == "words" else (unit, end, "")
    if unit.kind == "multiple" and figure.style == "words" and figure.value == 1:
        return None
    return unit, end, ""


def _counted(lower: str, figure: Figure) -> tuple[ReadUnit, int, str] | None:
    total = _OF_TOTAL.match(lower, figure.end)
    noun = noun_phrase(lower, total.end() if total else figure.end)
    if noun:
        if figure.style == "words" and figure.value <= 1 and not figure.scaled:
            return None
        head = noun.split()[-1]
        unit = ReadUnit("persons", "persons") if head in ("people", "persons", "jobs") else ReadUnit(head, "count")
        return unit, figure.end, noun
    if figure.scaled:
        return COUNT, figure.end, ""
    is_told = "," in lower[figure.start : figure.end] or _OF_THEM.match(lower, figure.end) or is_bare(lower, figure)
    return (COUNT, figure.end, "") if figure.style == "digits" and is_told else None
