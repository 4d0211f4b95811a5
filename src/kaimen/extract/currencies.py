"""Amounts in a currency that the text gives no reason for.

A government tells of its own budget in its own currency. An amount in dollars is asked for in a text about China, in a
sentence that also tells yuan, in one on matters that only texts from China tell of in these words, and in a text that
tells nearly all its amounts in another currency, where nothing foreign is named beside it. So is an increase or a part
that is told in another currency than its whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.currency_rows import CHINESE_MATTERS, FOREIGN
from kaimen.extract.discourse import Context
from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.modality import cue
from kaimen.extract.moves import FROM, MOVE
from kaimen.extract.person_rows import NATIONS
from kaimen.extract.place_rows import COUNTRY_ROWS
from kaimen.extract.seen import CLAUSE_END, Flag, Seen, clause_start, place_of, shown
from kaimen.extract.spans import is_abroad

_NAMES = {
    name.lower()
    for name in (
        *(name for names in NATIONS.split()[::2] for name in names.split(",")),
        *(name.replace("_", " ") for line in COUNTRY_ROWS.strip().splitlines() for name in line.split()[1:]),
    )
} - {"china", "中国"}
_NATIONS = re.compile(
    rf"(?<![a-z])(?:{alternatives([name for name in sorted(_NAMES) if name.isascii()])})(?![a-z])"
    rf"|{alternatives([name for name in sorted(_NAMES) if not name.isascii()])}"
)
_FOREIGN, _REBATES = cue(FOREIGN), re.compile("出口退税|export tax rebates?")
_MATTERS = cue(CHINESE_MATTERS)
_OWN = "CNY"
_OTHERS = frozenset({"USD", "EUR", "GBP"})
_REACH, _NEAR = 90, 48
_FEWEST, _NEARLY_ALL = 6, 0.75
_COMPARED = re.compile(r"(?<![a-z])(?:gdp|per head|per capita|a head)(?![a-z])")
"""What countries compare with others in dollars."""
_OF_IT = re.compile(
    r"(?:比|较)[^，。；]{0,8}(?:增加|减少|提高|多|少)(?!到|至)|其中"
    r"|(?<![a-z])(?:an (?:increase|decrease) of|of which|including|up by|down by)(?![a-z])"
)
_CONVERTED = re.compile(r"[(（]|约合|折合|相当于|(?<![a-z])(?:or|equivalent|equal to|equals|about us)(?![a-z])")


def check_currencies(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the questions (`W217`) on amounts in another currency than what they are told of."""
    flags: list[Flag] = []
    own = _currency_of(seen)
    for _, group in groupby(seen, key=lambda figure: figure.context.sentence.start):
        amounts = [figure for figure in group if figure.quantity.kind == "money"]
        is_mixed = any(amount.quantity.unit == _OWN for amount in amounts)
        found = [flag for amount in amounts for flag in _foreign(document, folded.lower, amount, is_mixed, own)]
        told = {flag.quantity for flag in found}
        for one, other in pairwise(amounts):
            found += [flag for flag in _of_another(document, folded.lower, one, other) if flag.quantity not in told]
        flags += found
    return flags


def _currency_of(seen: Sequence[Seen]) -> str:
    """Return the currency that a text tells nearly all its amounts in; or nothing."""
    counts = Counter(figure.quantity.unit for figure in seen if figure.quantity.kind == "money")
    if counts.total() < _FEWEST:
        return ""
    unit, count = counts.most_common(1)[0]
    return unit if count >= _NEARLY_ALL * counts.total() else ""


def _foreign(document: Document, lower: str, figure: Seen, is_mixed: bool, own: str) -> Iterator[Flag]:
    """Yield a question on an amount in a foreign currency in a sentence on nothing foreign."""
    quantity, context = figure.quantity, figure.context
    expected = own or (_OWN if _is_chinese(lower, context, is_mixed) else "")
    if quantity.unit not in _OTHERS or expected in ("", quantity.unit):
        return
    sentence = context.sentence
    home = context.where.region.lower() if context.where else ""
    if any(match[0] != home for match in _NATIONS.finditer(lower, sentence.start, sentence.end)):
        return
    low, high = clause_start(lower, quantity.start), sentence.end
    stop = CLAUSE_END.search(lower, quantity.end, high)
    start = max(sentence.start, low - _REACH)
    before, after = lower[start : quantity.start], lower[quantity.end : stop.start() if stop else high]
    if _FOREIGN.search(_REBATES.sub("", before)) or _FOREIGN.search(after):
        return
    if expected != _OWN and (_COMPARED.search(before) or _COMPARED.search(after) or "(" in after[:2] + before[-2:]):
        return
    what = f'"{shown(document, quantity.start, quantity.end)}": {quantity.unit} where nothing foreign is told of.'
    place = place_of(document, quantity.start, quantity.end)
    fix = f"Check whether it is {expected}; the text is unchanged."
    yield Flag(figure.index, Finding("W217", what, place, expected, quantity.surface, fix))


def _is_chinese(lower: str, context: Context, is_mixed: bool) -> bool:
    """Return whether a sentence is on China, by its place, its currency or its words."""
    if is_abroad(context):
        return False
    code = context.where.adcode if context.where else None
    if context.is_han or is_mixed or code:
        return True
    return _MATTERS.search(lower, context.sentence.start, context.sentence.end) is not None


def _of_another(document: Document, lower: str, one: Seen, other: Seen) -> Iterator[Flag]:
    """Yield a question on an increase or a part in another currency than its whole, or a move that changes it."""
    first, second = one.quantity, other.quantity
    if first.unit == second.unit or second.start - first.end > _NEAR:
        return
    between = lower[first.end : second.start]
    if FROM.search(lower, max(0, first.start - 20), first.start) and MOVE.fullmatch(between):
        what = f'"{first.surface}" and "{second.surface}" are the ends of one move in two currencies.'
    elif not _OF_IT.search(between) or _CONVERTED.search(between) or _FOREIGN.search(between):
        return
    else:
        what = f'"{second.surface}" is told as a change or a part of "{first.surface}", in another currency.'
    place = place_of(document, first.start, second.end)
    fix = "Check which currency it is; the text is unchanged."
    yield Flag(other.index, Finding("W217", what, place, first.unit, second.surface, fix))
