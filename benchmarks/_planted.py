"""Errors planted in sentences, to see whether they are found: lost points, scales that slipped, other currencies.

For each figure of a text that can bear an error, that figure alone is changed and the text is read again. An
error is found if a finding about a figure that cannot be true touches the planted place.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

KINDS = ("decimal point", "scale", "currency")
FURTHER = ("point of points", "leading zero", "two scales", "ten times", "currency of a small amount")
"""Kinds that are measured beside the three: 3.5 percentage points as 35, 0.5 % as 5 %, 亿 as 万亿 and billion as
thousand, 12.3 million as 123 million, 万元 as 万美元 and RMB as US$."""
_SLIPS = {
    "scale": [
        ("万亿", "亿"),
        ("亿", "万"),
        ("万", "亿"),
        ("trillion", "billion"),
        ("million", "billion"),
        ("billion", "million"),
    ],
    "currency": [("亿元", "亿美元"), ("yuan", "dollars")],
}
_FURTHER_SLIPS = {
    "two scales": [
        ("万亿", "万"),
        ("亿", "万亿"),
        ("万", "万亿"),
        ("trillion", "million"),
        ("billion", "thousand"),
        ("million", "trillion"),
        ("thousand", "billion"),
    ],
    "currency of a small amount": [("万元", "万美元"), ("RMB", "US$"), ("元", "美元"), ("yuan", "US dollars")],
}
CODES = frozenset({"E210", "E211", "E213", "W214", "W217", "W218", "W219", "W222", "W226"})


@dataclass(frozen=True)
class Planted:
    """A text with one error: its kind, where it stands, and what stood there."""

    kind: str
    text: str
    start: int
    end: int
    was: str
    has_indicator: bool


def plant(text: str, published: date, most: int, seed: int = 1, kinds: tuple[str, ...] = KINDS) -> list[Planted]:
    """Return at most `most` texts for each of the kinds, each with one planted error, drawn by seed."""
    from kaimen.evidence import Document
    from kaimen.extract import extract

    extraction, _ = extract(Document("text", text, published=published))
    named = {c.quantity for c in extraction.candidates if c.quantity is not None and c.indicator}
    found: dict[str, list[Planted]] = {kind: [] for kind in kinds}
    for at, quantity in enumerate(extraction.quantities):
        wrong = _wrong if kinds is KINDS else _further
        for kind, surface in wrong(quantity.surface, quantity.kind):
            changed = text[: quantity.start] + surface + text[quantity.end :]
            end = quantity.start + len(surface)
            found[kind].append(Planted(kind, changed, quantity.start, end, quantity.surface, at in named))
    chooser = random.Random(seed)
    return [one for kind in kinds for one in chooser.sample(found[kind], min(most, len(found[kind])))]


def alone(planted: Planted) -> Planted:
    """Return an error with nothing but the sentence it stands in."""
    text, is_han = planted.text, not planted.text.isascii() and "。" in planted.text
    stops = "\n。!?" if is_han else "\n"
    start = max(text.rfind(stop, 0, planted.start) for stop in stops) + 1
    if not is_han:
        start = max(start, text.rfind(". ", 0, planted.start) + 2 if ". " in text[: planted.start] else 0)
    ends = [text.find(stop, planted.end) for stop in ("\n", "。" if is_han else ". ")]
    end = min((at for at in ends if at >= 0), default=len(text) - 1) + 1
    shift = planted.start - start
    return replace(planted, text=text[start:end], start=shift, end=shift + planted.end - planted.start)


def is_found(planted: Planted, published: date) -> bool:
    """Return whether reading the text gives a finding about the planted figure."""
    from kaimen.evidence import Document
    from kaimen.extract import extract

    _, findings = extract(Document("text", planted.text, published=published))
    places = [(f.place.start or 0, f.place.end or 0) for f in findings if f.code in CODES]
    return any(start < planted.end and end > planted.start for start, end in places)


def _wrong(surface: str, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "percent" and re.search(r"\d\.\d", surface):
        yield "decimal point", surface.replace(".", "", 1)
    if kind in ("money", "persons", "mass"):
        for right, slipped in _SLIPS["scale"]:
            if right in surface:
                yield "scale", surface.replace(right, slipped, 1)
                break
    if kind == "money":
        for right, slipped in _SLIPS["currency"]:
            if right in surface:
                yield "currency", surface.replace(right, slipped, 1)
                break


def _further(surface: str, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "points" and re.search(r"\d\.\d", surface):
        yield "point of points", surface.replace(".", "", 1)
    if kind == "percent" and re.match(r"0\.\d", surface):
        yield "leading zero", surface[2:].lstrip("0") or surface
    if kind not in ("money", "persons", "mass"):
        return
    if re.search(r"\d\.\d", surface) and re.search("[万亿]|illion", surface):
        yield "ten times", surface.replace(".", "", 1)
    for right, slipped in _FURTHER_SLIPS["two scales"]:
        if right in surface:
            yield "two scales", surface.replace(right, slipped, 1)
            break
    for right, slipped in _FURTHER_SLIPS["currency of a small amount"]:
        if right in surface and kind == "money" and "美元" not in surface and "亿元" not in surface:
            yield "currency of a small amount", surface.replace(right, slipped, 1)
            break
