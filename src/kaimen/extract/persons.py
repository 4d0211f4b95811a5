"""Numbers of persons against how many there are: a whole people, and those of one calling (`person_rows`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.modality import cue
from kaimen.extract.nouns import noun_phrase
from kaimen.extract.person_rows import CALLINGS, LEAST_SHARE, MOST_SHARE, NATIONS, PROVINCES
from kaimen.extract.seen import Flag, Seen, place_of, plain, shown

_MILLION = Decimal(10**6)
_NATIONS = {
    name: Decimal(millions) * _MILLION
    for names, millions in zip(*[iter(NATIONS.split())] * 2, strict=True)
    for name in names.split(",")
}
_PROVINCES = {code: Decimal(size) * _MILLION for code, size in zip(*[iter(PROVINCES.split())] * 2, strict=True)}
_CALLINGS = [
    (cue(words), Decimal(share)) for share, _, words in (line.partition(" ") for line in CALLINGS.strip().splitlines())
]
_LEAST, _MOST = Decimal(LEAST_SHARE), Decimal(MOST_SHARE)
_EXTENT = r"(?:about|around|nearly|almost|over|more than|some|约|近|超过|多达|逾) ?"
_OF_NATION = re.compile(
    rf"(?<![a-z])(?P<latin>{alternatives([name for name in _NATIONS if name.isascii()])})(?:'s|’s) (?:{_EXTENT})?\Z"
    rf"|(?P<han>{alternatives([name for name in _NATIONS if not name.isascii()])}|全国|我国)"
    rf"(?:的|有|共有|共)?(?:{_EXTENT})?\Z"
)
_WHOLE = re.compile(
    r"(?: (?:people|citizens|inhabitants)(?=[,.;:]|\Z| (?:and|to|is|are|will|have|has|with a)(?![a-z]))"
    r"|多?(?:人口|人民|各族人民|中国人)(?=[，。；、：的]|\Z))"
)
_NAMED = re.compile("[\u4e00-\u9fff]+\\Z")
_HAN_AHEAD, _BACK = 8, 24
_LARGEST = _NATIONS["china"]


def check_persons(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the flags on a people and on a calling of another number than there are (`E213`)."""
    flags: list[Flag] = []
    for figure in seen:
        if figure.quantity.kind not in ("persons", "count") or figure.quantity.tier != "testable":
            continue
        flags += [*_people(document, folded.lower, figure)] or [*_calling(document, folded.lower, figure)]
    return flags


def _people(document: Document, lower: str, figure: Seen) -> Iterator[Flag]:
    """Yield a flag where a nation's people, as a whole, are told as another number than they are."""
    quantity = figure.quantity
    of = _OF_NATION.search(lower, max(0, quantity.start - _BACK), quantity.start)
    end = quantity.end - 2 if quantity.surface.endswith("人口") else quantity.end
    if of is None or not _WHOLE.match(lower, end) or quantity.upper is not None:
        return
    size = _NATIONS.get(of["latin"] or of["han"], _LARGEST)
    if not size * _LEAST <= quantity.value <= size * _MOST:
        what = (
            f'"{shown(document, quantity.start, quantity.end)}": the people of that nation are not so many or so few.'
        )
        yield _flag(document, figure, what, f"{plain(size * _LEAST)} to {plain(size * _MOST)}")


def _calling(document: Document, lower: str, figure: Seen) -> Iterator[Flag]:
    """Yield a flag where more persons of a calling are told of than a population has."""
    quantity = figure.quantity
    words = lower[quantity.end : quantity.end + _HAN_AHEAD]
    if before := _NAMED.search(lower, max(0, quantity.start - _HAN_AHEAD), quantity.start):
        words = f"{words} {before[0]}"
    if not figure.context.is_han:
        words = noun_phrase(lower, quantity.end)
    found = next(((found, share) for pattern, share in _CALLINGS if (found := pattern.search(words))), None)
    if found is None or quantity.surface.endswith("次"):
        return
    most = _population(figure) * _MOST * found[1]
    if quantity.value > most:
        what = f'"{shown(document, quantity.start, quantity.end)}": there have not been so many of them.'
        yield _flag(document, figure, what, f"at most {plain(most)}")


def _population(figure: Seen) -> Decimal:
    """Return the persons of the region a figure is about, or of the largest nation."""
    where = figure.context.where
    if where is None:
        return _LARGEST
    by_name = _NATIONS.get(where.region.lower())
    return by_name or _PROVINCES.get((where.adcode or "")[:2], _LARGEST)


def _flag(document: Document, figure: Seen, what: str, expected: str) -> Flag:
    quantity = figure.quantity
    place = place_of(document, quantity.start, quantity.end)
    fix = "Look it up in another source; the text is unchanged."
    return Flag(figure.index, Finding("E213", what, place, expected, quantity.surface, fix))
