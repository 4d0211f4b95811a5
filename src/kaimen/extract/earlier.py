"""Earlier documents as evidence: a figure that is of another size than the same thing has been told of in years before.

One text alone does not tell 40,000 doctors from 400 million; last year's text of the same body may. A figure is held
against the earlier figures of its subject (the same words, or most of their pieces of two characters or words), of its
indicator, in its unit and of its kind of change. It is asked for (`W230`) where it lies far outside all of them and a
restored point, another scale or another currency would bring it among them. The earlier sentences are the evidence;
the text is never changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.seen import plain
from kaimen.extract.types import Candidate, Extraction, Quantity, ToldBefore

_MOST_YEARS = 6
_MOST_SHOWN = 3
"""Earlier sentences that are kept as the evidence of one figure, the latest first."""
_FAR, _NEAR = Decimal(40), Decimal(6)
"""Outside all earlier figures this many times, and with another scale no further than this from them."""
_FAR_RATE, _NEAR_RATE = Decimal(5), Decimal(2)
_SCALES = tuple(map(Decimal, (1000, 10000, 100_000_000)))
_LIKE = 0.6
_FEWEST_PIECES = 3
_FEWEST = 3
"""Earlier figures of an indicator that are needed where none has the same subject."""
_BLANKS = re.compile(r"[\W\d_]+")
_WORD = re.compile("[a-z]+")
_SCALED = re.compile("[千万亿萬億]|illion|thousand|crore|lakh")
"""A figure without a scale has none that could have slipped."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure of a document by its index, with the pieces of its subject."""

    index: int
    quantity: Quantity
    pieces: frozenset[str]
    candidate: Candidate
    document: Document


def compare_earlier(one: Extraction, others: Sequence[Extraction]) -> tuple[Extraction, list[Finding]]:
    """Hold the figures of a document against what earlier documents of the same body tell of the same things.

    Args:
        one: the document looked at; without a day of publication nothing is compared.
        others: documents; those about the same region that were published before it, by at most six years, are used.

    Returns:
        The document with the new findings, also as flags of its candidates, and the earlier sentences as their
        evidence; and these findings, a question (`W230`) for each figure that is far from the earlier ones.
    """
    about = region_of_text(one)
    earlier = [o for o in others if is_earlier(o.document, one.document) and region_of_text(o) == about]
    by_unit: dict[tuple[str, str], list[_Told]] = {}
    for other in sorted(earlier, key=lambda extraction: str(extraction.document.published)):
        for told in _figures(other):
            by_unit.setdefault(_kind(told.quantity), []).append(told)
    found = [(figure, *pair) for figure in _figures(one) for pair in _compared(one, figure, by_unit)]
    asked = {figure.index for figure, _, _ in found}
    candidates = tuple(
        replace(candidate, flags=(*candidate.flags, "W230")) if candidate.quantity in asked else candidate
        for candidate in one.candidates
    )
    before = tuple(_before(figure.index, told) for figure, _, same in found for told in same[: -_MOST_SHOWN - 1 : -1])
    findings = [finding for _, finding, _ in found]
    held = replace(one, candidates=candidates, findings=(*one.findings, *findings), before=(*one.before, *before))
    return held, findings


def is_earlier(other: Document, one: Document) -> bool:
    """Return whether a document was published before another, by at most six years."""
    first, second = other.published, one.published
    return first is not None and second is not None and 0 < (second - first).days <= 366 * _MOST_YEARS


def region_of_text(extraction: Extraction) -> str:
    """Return the region that most candidates of a document are about, by its code where it has one; or nothing."""
    counts = Counter(c.where.adcode or c.where.region for c in extraction.candidates if c.where)
    return counts.most_common(1)[0][0] if counts else ""


def _before(index: int, told: _Told) -> ToldBefore:
    document, sentence, figure = told.document, told.candidate, told.quantity
    passage = document.passage(sentence.start, sentence.end)
    return ToldBefore(index, document, passage, document.passage(figure.start, figure.end))


def _figures(extraction: Extraction) -> Iterator[_Told]:
    for candidate in extraction.candidates:
        quantity = extraction.quantities[candidate.quantity] if candidate.quantity is not None else None
        if quantity and quantity.unit and quantity.tier == "testable" and quantity.value > 0:
            yield _Told(candidate.quantity or 0, quantity, _pieces(candidate), candidate, extraction.document)


def _pieces(candidate: Candidate) -> frozenset[str]:
    """Return the pieces of a subject: its words in English, each two characters that stand together in Chinese."""
    words = candidate.what.lower()
    if candidate.language == "zh":
        text = _BLANKS.sub("", words)
        return frozenset(text[at : at + 2] for at in range(len(text) - 1))
    return frozenset(_WORD.findall(words))


def _kind(quantity: Quantity) -> tuple[str, str]:
    unit = "money" if quantity.kind == "money" else quantity.unit
    return unit, f"{quantity.change} {quantity.per}"


def _compared(
    one: Extraction, figure: _Told, by_unit: dict[tuple[str, str], list[_Told]]
) -> Iterator[tuple[Finding, list[_Told]]]:
    """Yield a question with its evidence where a figure is far from the earlier ones of its subject, or indicator."""
    beside = by_unit.get(_kind(figure.quantity), [])
    alike = [told for told in beside if _are_alike(figure.pieces, told.pieces)]
    indicator = figure.candidate.indicator
    same = alike or [told for told in beside if indicator and told.candidate.indicator == indicator]
    if not same or (not alike and (len(same) < _FEWEST or figure.quantity.kind == "percent")):
        return
    likely = _likely(figure.quantity, [told.quantity for told in same])
    if likely is None:
        return
    quantity, nearest = figure.quantity, same[-1]
    source = f"{nearest.document.name} ({nearest.document.published})"
    what = f'"{quantity.surface}" is far from "{nearest.quantity.surface}", which {source} tells of it.'
    line = one.document.text.count("\n", 0, quantity.start) + 1
    place = Place(file=one.document.name, line=line, start=quantity.start, end=quantity.end)
    fix = f"{likely} Look it up in another source; the text is unchanged."
    yield Finding("W230", what, place, fix=fix), same


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _FEWEST_PIECES:
        return bool(one) and one == other
    return len(one & other) >= _LIKE * len(one | other)


def _likely(quantity: Quantity, earlier: Sequence[Quantity]) -> str | None:
    """Return what would bring a figure among the earlier ones, as a sentence; None where it is not far from them."""
    own = [told for told in earlier if told.unit == quantity.unit]
    if not own:
        return _other_currency(quantity, earlier)
    low, high = min(q.value for q in own), max(q.upper or q.value for q in own)
    if quantity.kind == "percent":
        return _restored(quantity, low, high)
    if not _SCALED.search(quantity.surface.lower()) or low / _FAR < quantity.value < high * _FAR:
        return None
    for scale in _SCALES:
        for shifted in (quantity.value / scale, quantity.value * scale):
            if low / _NEAR <= shifted <= high * _NEAR:
                return f"With another scale it would be {plain(shifted)} {quantity.unit}."
    return None


def _restored(quantity: Quantity, low: Decimal, high: Decimal) -> str | None:
    value = quantity.value
    if "." in quantity.surface or value % 10 == 0 or value <= high * _FAR_RATE:
        return None
    for shifted in (value / 10, value / 100)[: 1 if value < 100 else 2]:
        if low / _NEAR_RATE <= shifted <= high * _NEAR_RATE:
            return f"With the decimal point restored it would be {plain(shifted)} %."
    return None


def _other_currency(quantity: Quantity, earlier: Sequence[Quantity]) -> str | None:
    low, high = min(q.value for q in earlier), max(q.upper or q.value for q in earlier)
    others = {told.unit for told in earlier}
    if quantity.kind != "money" or len(others) > 1 or not low / _NEAR <= quantity.value <= high * _NEAR:
        return None
    return f"Earlier it was told in {others.pop()}."
