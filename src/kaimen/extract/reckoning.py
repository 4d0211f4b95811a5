"""Sums and series: parts that come to more than their whole, three parts of a hundred, one year far from the others.

Parts are added where they exclude one another by their words: a list joined by marks of enumeration, a rest (其余,
the remaining), or names that are no two at once (new and continued projects, town and country). Categories that may
overlap (industrial, private) are never added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.seen import Flag, Seen, place_of, plain
from kaimen.extract.types import Quantity

_OPENS = re.compile(r"其中|包括|(?<![a-z])(?:of which|of whom|of these|including|comprising|made up of)(?![a-z])")
_LISTED = re.compile(r"[^，。；,;:.]{0,40}(?:、|和|及|(?:,? and ))[^，。；;:.]{0,40}")
_NEXT = re.compile(r"[^。；;.]{1,60}")
_REST = re.compile(r"其他|其它|其余|余下|剩余|(?<![a-z])(?:the rest|remaining|remainder|others?)(?![a-z])")
_APART = tuple(
    re.compile(pair)
    for pair in (
        "(?P<a>新建|新开工)|(?P<b>续建|结转|在建)",
        "(?P<a>城镇|城市|urban|towns?)|(?P<b>农村|乡村|rural|villages?)",
        "(?P<a>公办|public)|(?P<b>民办|private)",
        "(?P<a>男性?|(?<!wo)men|boys)|(?P<b>女性?|women|girls)",
        "(?P<a>小学|primary)|(?P<b>中学|初中|secondary)",
        "(?P<a>中央|central)|(?P<b>地方|local)",
    )
)
_SUMMED = frozenset({"money", "persons", "count", "area", "mass", "energy", "households", "length", "power"})
_EXACT = frozenset({"=", "~", ">", ">=", "<~"})
_MOST_PARTS, _REACH = 8, 60
_CLOSE, _CLOSE_TO_A_BOUND = Decimal("0.02"), Decimal("0.15")
_THREE = re.compile(
    r"三次产业[^。；\d]{0,16}?(?P<one>\d{1,2}(?:\.\d+)?)\s*[:：∶]\s*(?P<two>\d{1,2}(?:\.\d+)?)\s*[:：∶]\s*(?P<three>\d{1,2}(?:\.\d+)?)"
)
_YEAR_BEFORE = re.compile(r"(?:19|20)\d\d年?[^，。；、,;\d]{0,12}\Z")
_YEAR_AFTER = re.compile(r"[^，。；、,;.\d]{0,16} in (?:19|20)\d\d(?!\d)")
_FEWEST_YEARS = 3
_MOST_YEARS = 80
_FAR, _NEAR = Decimal(20), Decimal(3)
_FAR_RATE, _NEAR_RATE = Decimal(5), Decimal(2)
_SHIFTS = tuple(map(Decimal, (100, 1000, 10_000, 100_000_000)))


def check_sums(document: Document, folded: Folded, seen: Sequence[Seen]) -> tuple[list[Flag], list[Finding]]:
    """Return the flags on parts and their whole (`W226`) and on series (`W222`), and findings on three parts of 100."""
    lower = folded.lower
    flags = [flag for at in range(len(seen)) for flag in _parts(document, lower, seen, at)]
    flags += _series(document, lower, seen)
    return flags, list(_of_a_hundred(document, lower))


def _parts(document: Document, lower: str, seen: Sequence[Seen], at: int) -> Iterator[Flag]:
    """Yield a remark where the parts that follow a figure come to more than it, or with the rest to less."""
    whole = seen[at].quantity
    parts = _parts_of(lower, seen, at) if _may_be_summed(whole) else []
    if len(parts) < 2:
        return
    words = [lower[one.end : other.end] for one, other in zip((whole, *parts), parts, strict=False)]
    words[-1] += _after(lower, parts[-1].end)
    is_whole = any(_REST.search(word) for word in words[1:])
    if not (is_whole or _are_apart(lower, whole, parts)):
        return
    total = sum((part.value for part in parts), Decimal(0))
    bound = _CLOSE_TO_A_BOUND if {whole.qualifier, *(part.qualifier for part in parts)} - {"=", "~"} else _CLOSE
    is_over, is_under = total > whole.value * (1 + bound), is_whole and total < whole.value * (1 - bound)
    if not is_over and not is_under:
        return
    unit = whole.unit if whole.kind != "count" else whole.noun or whole.unit
    what = f'The parts of "{whole.surface}" come to {plain(total)} {unit}.'.replace(" .", ".")
    fix = "One of them may be wrong, or they overlap; look them up. The text is unchanged."
    place = place_of(document, whole.start, parts[-1].end)
    yield Flag(seen[at].index, Finding("W226", what, place, plain(whole.value), plain(total), fix))


def _parts_of(lower: str, seen: Sequence[Seen], at: int) -> list[Quantity]:
    """Return the figures of the same unit that are told as parts of one, in their order."""
    whole, parts = seen[at].quantity, list[Quantity]()
    for other in seen[at + 1 : at + 1 + _MOST_PARTS]:
        part, before = other.quantity, parts[-1] if parts else whole
        between = lower[before.end : part.start]
        is_next = other.context is seen[at].context and part.unit == whole.unit and len(between) <= _REACH
        if not is_next or not _may_be_summed(part) or not (parts or _OPENS.search(between)):
            break
        if parts and (_OPENS.search(between) or not _NEXT.fullmatch(between)):
            break
        parts.append(part)
    return parts


def _may_be_summed(quantity: Quantity) -> bool:
    is_plain = quantity.upper is None and not quantity.per and quantity.change not in ("yoy", "increment")
    is_summed = quantity.kind in _SUMMED and quantity.value > 0 and quantity.tier == "testable"
    return is_plain and is_summed and bool(quantity.unit) and quantity.qualifier in _EXACT


def _are_apart(lower: str, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Return whether the words tell that no part holds another."""
    gaps = [lower[one.end : other.start] for one, other in pairwise(parts)]
    if whole.kind == "money" and all(_LISTED.fullmatch(gap) for gap in gaps):
        return True
    if len(parts) != 2:
        return False
    first, second = parts
    one = lower[whole.end : first.end] + _after(lower, first.end)[: second.start - first.end]
    other = lower[first.end : second.end] + _after(lower, second.end)
    for pair in _APART:
        left, right = ({match.lastgroup for match in pair.finditer(words)} for words in (one, other))
        if ("b" in right - left and "a" in left) or ("a" in right - left and "b" in left):
            return True
    return False


def _after(lower: str, end: int) -> str:
    found = re.compile(r"[^，。；、,;.]{0,24}").match(lower, end)
    return found[0] if found else ""


def _of_a_hundred(document: Document, lower: str) -> Iterator[Finding]:
    """Yield a remark where the three parts of an economy do not come to a hundred."""
    for match in _THREE.finditer(lower):
        total = sum((Decimal(match[name]) for name in ("one", "two", "three")), Decimal(0))
        if abs(total - 100) <= Decimal("0.3"):
            continue
        surface = document.text[match.start("one") : match.end("three")]
        what = f'"{surface}" comes to {plain(total)}, not to 100.'
        fix = "One of them may be wrong; look them up. The text is unchanged."
        place = place_of(document, match.start("one"), match.end("three"))
        yield Finding("W226", what, place, "100", plain(total), fix)


def _series(document: Document, lower: str, seen: Sequence[Seen]) -> Iterator[Flag]:
    """Yield a remark on a figure of one year that lies far from those of the other years in its sentence."""
    groups: dict[tuple[int, str, str], list[Seen]] = {}
    for figure in seen:
        quantity = figure.quantity
        if quantity.upper is None and quantity.value > 0 and _has_year(lower, figure):
            key = (figure.context.sentence.start, quantity.unit, quantity.kind)
            groups.setdefault(key, []).append(figure)
    for group in groups.values():
        for figure in group if _FEWEST_YEARS <= len(group) <= _MOST_YEARS else ():
            others = [other.quantity.value for other in group if other is not figure]
            likely = _likely(figure.quantity, min(others), max(others))
            if likely is not None and max(others) <= min(others) * _FAR:
                yield _far(document, figure, group, likely)


def _has_year(lower: str, figure: Seen) -> bool:
    quantity, sentence = figure.quantity, figure.context.sentence
    begin = max(sentence.start, quantity.start - 24)
    return bool(_YEAR_BEFORE.search(lower, begin, quantity.start) or _YEAR_AFTER.match(lower, quantity.end))


def _likely(quantity: Quantity, low: Decimal, high: Decimal) -> Decimal | None:
    """Return what would bring a figure among the others, or None where it is not far from them."""
    value = quantity.value
    if quantity.kind == "percent":
        is_far = "." not in quantity.surface and value > high * _FAR_RATE and value % 10 != 0
        return value / 10 if is_far and low / _NEAR_RATE <= value / 10 <= high * _NEAR_RATE else None
    if low / _FAR < value < high * _FAR:
        return None
    shifted = [value / shift for shift in _SHIFTS] if value > high else [value * shift for shift in _SHIFTS]
    return next((found for found in shifted if low / _NEAR <= found <= high * _NEAR), None)


def _far(document: Document, figure: Seen, group: Sequence[Seen], likely: Decimal) -> Flag:
    quantity = figure.quantity
    others = [other.quantity for other in group if other is not figure]
    what = f'"{quantity.surface}" is told beside "{others[0].surface}" and "{others[-1].surface}" of other years.'
    fix = f"It may be {plain(likely)} {quantity.unit}; look it up. The text is unchanged.".replace(" ;", ";")
    place = place_of(document, quantity.start, quantity.end)
    return Flag(figure.index, Finding("W222", what, place, others[0].surface, quantity.surface, fix))
