"""Figures told in words alone: doublings and halves, so many in so many, rows of years.

`翻两番` is 4 times, `halved` half of what was, `nine in ten` a share, `the third year in a row` three years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from kaimen.extract.folding import alternatives
from kaimen.extract.number_words import ENGLISH_MULTIPLES, ENGLISH_NUMBERS, ENGLISH_ORDINALS
from kaimen.extract.numerals import EXACT, chinese_value, plain_number
from kaimen.extract.qualifiers import qualifier_after, qualifier_before
from kaimen.extract.types import Quantity

_ORDINAL = rf"{alternatives(list(ENGLISH_ORDINALS))}|\d{{1,3}}(?:st|nd|rd|th)"
_CONSECUTIVE = re.compile(
    rf"(?<![a-z])(?P<ordinal>{_ORDINAL})"
    r" (?:consecutive |straight |successive )(?P<unit>year|quarter|month)s?(?![a-z])"
    rf"|(?<![a-z])(?P<ordinal2>{_ORDINAL})"
    r" (?P<unit2>year|quarter|month) in (?:a row|succession)(?![a-z])"
)
_CONSECUTIVE_HAN = re.compile(
    r"(?:连续|连)第?(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,3})(?:个)?(?P<unit>年|季度|月)"
)
_HAN_UNITS = {"年": "year", "季度": "quarter", "月": "month"}
_TWICE = re.compile(r"(?<![a-z])twice(?![a-z])(?! (?:as|the|a|an|per|that|this|daily|weekly|yearly)(?![a-z]))")
_TWICE_AS = re.compile(r"(?<![a-z])twice(?= as (?:many|much|high|large|long|big|fast)(?![a-z])| the (?!day|week|year))")
"""Twice what is named: twice as many, twice the pace."""
"""Two times, where it is neither a multiple (twice as many) nor a frequency (twice a year)."""
_FOLDS = re.compile(
    rf"(?<![a-z])(?P<count>{alternatives([w for w, n in ENGLISH_NUMBERS.items() if n > 1])})-?fold(?![a-z])"
)
"""Multiples in one word: sixfold."""
_SMALL = alternatives([word for word, value in ENGLISH_NUMBERS.items() if 0 < value < 100])
_OUT_OF = re.compile(
    rf"(?<![a-z\d.,$€£¥-])(?P<told>(?P<part>{_SMALL}|\d{{1,2}}) (?:in(?: every)?|out of(?: every)?)"
    rf" (?P<whole>{_SMALL}|\d{{1,3}}))"
    r"(?= of (?:them|these|those|all|the|our|its|their)(?![a-z])"
    r"| (?!years?|months?|weeks?|days?|hours?|quarters?|of|the|a|were|was|is|are)[a-z]{3,}|(?<=[a-z])[.;,)])"
)
"""Shares told by two numbers: one in three households."""
_TURNS = re.compile("翻(?:了)?(?P<count>[一两二三四])?番|翻(?P<twice>了?[一两]?倍)")
_HALVED = re.compile("(?<![递缩])减半(?!年|径|月)")
_HALF_PRICE = re.compile("[打按](?P<told>[对半]折)(?![叠旧])")
_DOUBLED_HAN = re.compile(
    r"(?<![成\d一二三四五六七八九十几数])倍增(?![\d一二三四五六七八九十]?年?(?:计划|行动|工程|效应|器|方案|战略|培育))"
)
_TOLD_FIGURE = (
    r"[^,;.\n]{0,28}?(?<![a-z])(?:to|from) (?:the (?:present|current) )?(?:about |over |nearly |more than |some )?"
    r"[$€£¥₹]?\d"
)
_AGENT = r"(?:to|will|shall|would|could|can|must|should|may|might|and|at least|more than|nearly|almost|about)"
_MULTIPLES = re.compile(
    rf"(?<![a-z-])(?:(?P<bare>{alternatives([w for w in ENGLISH_MULTIPLES if w[-1] == 'e'])})"
    rf"|(?P<form>{alternatives([w for w in ENGLISH_MULTIPLES if w[-1] != 'e'])}))(?![a-z-])(?!{_TOLD_FIGURE})"
)
_AFTER_AGENT = re.compile(rf"(?<![a-z]){_AGENT} \Z")
_BEFORE_OBJECT = re.compile(r" (?:the|its|our|their|this|that)(?= [a-z])")
_NOT_VERB = re.compile(r" (?:down|up|check|taxation|counting|jeopard|standard|glaz|play|header|edged)")


def find_worded(text: str, lower: str) -> list[Quantity]:
    """Return the figures of a text that are told in words alone, in no order."""
    return [
        *_turns(text, lower),
        *_consecutive(text, lower),
        *(_quantity(text, match.span(), Decimal(2), "time", "count") for match in _TWICE.finditer(lower)),
        *(
            _multiple(text, m.span(), Decimal(2), qualifier_before(lower, m.start()) or "=")
            for m in _TWICE_AS.finditer(lower)
        ),
        *_out_of(text, lower),
        *_folds(text, lower),
        *_multiples(text, lower),
    ]


def _quantity(text: str, span: tuple[int, int], value: Decimal, unit: str, kind: str) -> Quantity:
    return Quantity(*span, text[span[0] : span[1]], value, unit, kind)


def _turns(text: str, lower: str) -> Iterator[Quantity]:
    """Yield doublings (翻一番 is 2 times, 翻两番 4 times, 倍增 2 times) and halvings (减半)."""
    for match in _TURNS.finditer(lower):
        count = int(chinese_value(match["count"])) if match["count"] else 1
        if (match["twice"] or "").endswith("两倍"):
            continue  # said of twice as much and of three times as much
        yield _multiple(text, match.span(), Decimal(2) ** count, _exactness(lower, match))
    for match in _DOUBLED_HAN.finditer(lower):
        yield _multiple(text, match.span(), Decimal(2), _exactness(lower, match))
    for match in _HALVED.finditer(lower):
        yield _multiple(text, match.span(), Decimal("0.5"), _exactness(lower, match))
    for match in _HALF_PRICE.finditer(lower):
        yield _quantity(text, match.span("told"), Decimal("0.5"), "share", "share")


def _exactness(lower: str, match: re.Match[str]) -> str:
    more = ">" if lower.startswith(("还多", "多"), match.end()) else ""
    return more or qualifier_before(lower, match.start()) or qualifier_after(lower, match.end())[0] or "="


def _multiple(text: str, span: tuple[int, int], value: Decimal, qualifier: str = "=") -> Quantity:
    found = _quantity(text, span, value, "times", "multiple")
    return replace(found, qualifier=qualifier, change="increment", direction="up" if value > 1 else "down")


def _multiples(text: str, lower: str) -> Iterator[Quantity]:
    """Yield verbs of multiplying: halve, doubled, tripling; not where the figure led to is told (doubled to 40)."""
    for match in _MULTIPLES.finditer(lower):
        is_verb = _AFTER_AGENT.search(lower, max(0, match.start() - 12), match.start())
        has_object = _BEFORE_OBJECT.match(lower, match.end())
        if (match["bare"] and not (is_verb or has_object)) or _NOT_VERB.match(lower, match.end()):
            continue
        qualifier = qualifier_before(lower, match.start()) or "="
        yield _multiple(text, match.span(), ENGLISH_MULTIPLES[match[0]], qualifier)


def _out_of(text: str, lower: str) -> Iterator[Quantity]:
    """Yield shares told by two numbers: one in three households, 7 out of every 10 firms."""
    for match in _OUT_OF.finditer(lower):
        part, whole = (Decimal(ENGLISH_NUMBERS.get(match[name]) or match[name]) for name in ("part", "whole"))
        if not 0 < part < whole:
            continue
        share = plain_number(round(EXACT.divide(part, whole), 20))
        qualifier = qualifier_before(lower, match.start("told")) or "="
        found = _quantity(text, match.span("told"), share, "share", "share")
        yield replace(found, change="level", qualifier=qualifier)


def _folds(text: str, lower: str) -> Iterator[Quantity]:
    for match in _FOLDS.finditer(lower):
        yield _quantity(text, match.span(), Decimal(ENGLISH_NUMBERS[match["count"]]), "times", "multiple")


def _consecutive(text: str, lower: str) -> Iterator[Quantity]:
    """Yield lengths told by an ordinal: the second consecutive year, 连续第三年."""
    for match in _CONSECUTIVE.finditer(lower):
        ordinal = match["ordinal"] or match["ordinal2"]
        count = Decimal(ENGLISH_ORDINALS.get(ordinal) or int(ordinal[:-2]))
        unit = match["unit"] or match["unit2"]
        yield _length(text, match.span(), count, unit)
    for match in _CONSECUTIVE_HAN.finditer(lower):
        span = match.start("count"), match.end()
        yield _length(text, span, chinese_value(match["count"]), _HAN_UNITS[match["unit"]])


def _length(text: str, span: tuple[int, int], count: Decimal, unit: str) -> Quantity:
    return replace(_quantity(text, span, count, unit, "duration"), tier="context")
