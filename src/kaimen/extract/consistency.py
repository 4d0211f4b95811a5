"""Remarks on a text that does not agree with itself: lists and their counts, places inside places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.nouns import noun_phrase
from kaimen.extract.places import Place, within_province
from kaimen.extract.seen import Flag, Seen, place_of, plain
from kaimen.extract.types import PlaceQuestion

_OPENED = re.compile(r"(?:, )?(?:namely|that is):? |: ?|[，,]?(?:即|分别是|分别为)|：| ?[（(](?![^）)]*\d)")
_NAMED = re.compile("即|分别")
_LIST_END = re.compile(r"[.;。；\n）)：:]|$")
_SEPARATOR = re.compile(r"、|，|, and |, | and |和|以及|及")
_COMMAS = re.compile(", and |, ")
_OPEN_END = re.compile(r"等|such as|etc|among others|for example|including")
_DECIMAL_COMMA = re.compile(r"(?<![\d,])\d{1,3},\d{1,2}(?![\d,])")
_THREE_DIGITS = re.compile(r"(?<![\d,.])\d{1,3}[,.]\d{3}(?![\d,.])")
_GOES_ON = re.compile(
    r"(?:, | )(?:will|shall|must|should|would|can|may|is|are|was|were|has|have|had|gets?|got)(?![a-z]).*", re.S
)
"""Where the clause of the list goes on behind it: three cities, namely A, B and C, will have markets."""
_FEWEST, _MOST = 2, 12
_LONGEST_ITEM = 60
_FAR = 3
_REACH = 400


def check_consistency(
    document: Document, folded: Folded, seen: Sequence[Seen], places: Sequence[Place], asked: Iterable[PlaceQuestion]
) -> tuple[list[Flag], list[Finding]]:
    """Return the flags on figures, and the findings about places, those on what is asked about them among them."""
    flags: list[Flag] = []
    for figure in seen:
        flags += _list_count(document, folded, figure)
    about_places = [finding for pair in pairwise(places) for finding in _inside(document, *pair)]
    about_places = [*_decimal_commas(document, seen), *about_places]
    return flags, [*(_unclear(document, question) for question in asked), *about_places]


def _list_count(document: Document, folded: Folded, figure: Seen) -> Iterator[Flag]:
    """Yield a flag where a count is followed by a list of another length: four tasks: A, B and C."""
    quantity = figure.quantity
    if quantity.kind != "count" or quantity.qualifier != "=" or not _FEWEST <= quantity.value <= _MOST:
        return
    at = quantity.end
    if not figure.context.is_han:
        phrase = noun_phrase(folded.lower, at)
        at += len(phrase) + 1 if phrase else 0
    elif quantity.noun and folded.lower.startswith(quantity.noun, at):
        at += len(_NAMED.split(quantity.noun)[0])
    opened = _OPENED.match(folded.lower, at)
    if opened is None:
        return
    end = _LIST_END.search(folded.lower, opened.end(), opened.end() + _REACH)
    listed = folded.lower[opened.end() : end.start() if end else opened.end() + _REACH]
    told = _GOES_ON.sub("", listed)
    if ", and " in told and len(_COMMAS.split(told)) == quantity.value:
        return  # the Belt and Road, the bay, and the delta are three
    items = [item.strip() for item in _SEPARATOR.split(told)]
    is_list = all(0 < len(item) <= _LONGEST_ITEM for item in items) and not _OPEN_END.search(listed)
    if not is_list or len(items) < _FEWEST or not 0 < abs(len(items) - int(quantity.value)) <= _FAR:
        return
    what = " ".join(f'"{quantity.surface}" {quantity.noun} are told of, but {len(items)} are listed.'.split())
    place = place_of(document, quantity.start, opened.end() + len(listed))
    fix = "Count them; one may have been left out or counted twice. The text is unchanged."
    yield Flag(figure.index, Finding("W215", what, place, plain(quantity.value), str(len(items)), fix))


def _decimal_commas(document: Document, seen: Sequence[Seen]) -> Iterator[Finding]:
    """Yield a question, once a text, where a comma is read as a decimal one: others of its marks may be read amiss."""
    figures = [figure.quantity for figure in seen]
    first = next((quantity for quantity in figures if _DECIMAL_COMMA.search(quantity.surface)), None)
    if first is None:
        return
    others = [quantity.surface for quantity in figures if _THREE_DIGITS.search(quantity.surface)]
    what = f'"{first.surface}" was read as {plain(first.value)} {first.unit}: its comma as a decimal one.'
    fix = "If the text writes decimals so throughout, a comma or point before three digits may mean the other."
    if others:
        fix = f'{fix} Check {len(others)} figures, the first of which is "{others[0]}".'
    place = place_of(document, first.start, first.end)
    yield Finding("W229", what, place, "one way to write decimals", first.surface, fix)


def questions_of(places: Sequence[Place]) -> tuple[PlaceQuestion, ...]:
    """Return a question for each name that several regions have and that the text does not tell apart, once a text."""
    asked: dict[str, PlaceQuestion] = {}
    for place in places:
        if place.choices:
            asked.setdefault(place.called, PlaceQuestion(place.called, place.start, place.end, place.choices))
    return tuple(asked.values())


def _unclear(document: Document, asked: PlaceQuestion) -> Finding:
    told = "; ".join(f"{within_province(where)} ({where.adcode or 'no code'})" for where in asked.choices)
    what = f'"{asked.name}" may be {told}; it was read as the first.'
    fix = "Name the province beside it, or say which is meant: in the review, or as a line of meant.txt in your words."
    return Finding("W228", what, place_of(document, asked.start, asked.end), told, asked.name, fix)


def _inside(document: Document, first: Place, second: Place) -> Iterator[Finding]:
    """Yield a finding where a city is named as part of a province in which it does not lie."""
    between = document.text[first.end : second.start]
    if {first.level, second.level} != {"province", "city"} or not first.where.adcode or not second.where.adcode:
        return
    is_pair = between == "" if first.level == "province" else between in (", ", " in ", ", in ")
    if not is_pair or first.where.adcode[:2] == second.where.adcode[:2]:
        return
    city, province = (first, second) if first.level == "city" else (second, first)
    what = f"{city.where.region} does not lie in {province.where.region}."
    place = place_of(document, first.start, second.end)
    yield Finding("W216", what, place, found=document.text[first.start : second.end], fix="Check the place names.")
