"""Figures that do not agree with one another: a part above its whole, an increase above what it led to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.seen import Flag, Seen, place_of, plain
from kaimen.extract.types import Quantity

_PART = re.compile(r"其中|(?<![a-z])(?:of which|of this|including|consists of|comprising|composed of)(?![a-z])")
_INCREASE = re.compile(
    r"(?:比|较)[^，；。]{0,8}(?:增加|扩大|提高|多)(?!到|至)|增加了?(?!到|至|了)"
    r"|(?<![a-z])(?:an increase of|increase of|up by)(?![a-z])"
)
_KINDS = ("money", "persons", "area", "mass", "energy")
_REACH = 90


def check_agreement(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the flags on figures that disagree with a figure beside them (`W214`)."""
    flags: list[Flag] = []
    for number, figure in enumerate(seen):
        before = [
            other
            for other in seen[max(0, number - 3) : number]
            if other.context is figure.context and other.quantity.kind == figure.quantity.kind
        ]
        flags += [flag for whole in before[-1:] for flag in _part_of(document, folded.lower, whole, figure)]
    return flags


def _part_of(document: Document, lower: str, whole: Seen, part: Seen) -> Iterator[Flag]:
    """Yield flags on both figures where a part or an increase is larger than the figure before it."""
    one, other = whole.quantity, part.quantity
    if one.kind != other.kind or one.kind not in _KINDS or not _are_comparable(one, other):
        return
    between = lower[one.end : other.start]
    if len(between) > _REACH or "。" in between:
        return
    if _PART.search(between):
        what = f'"{other.surface}" is told as a part of "{one.surface}", but is larger.'
    elif _INCREASE.search(between) and other.direction != "down":
        what = f'"{other.surface}" is told as the increase of "{one.surface}", but is larger.'
    else:
        return
    place = place_of(document, one.start, other.end)
    fix = "One of the two is wrong, or they are no part and whole; look them up. The text is unchanged."
    finding = Finding("W214", what, place, f"at most {plain(one.value)} {one.unit}", other.surface, fix)
    yield Flag(part.index, finding)


def _are_comparable(one: Quantity, other: Quantity) -> bool:
    if "context" in (one.tier, other.tier):
        return False  # they name classes: 亿元以上项目260个，其中十亿元以上项目35个
    return one.unit == other.unit and one.per == other.per and one.change != "increment" and other.value > one.value
