"""Amounts of money far below or above all others that a text tells of in their currency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from kaimen.evidence import Document
from kaimen.extract.indicator_rows import RELIEF
from kaimen.extract.modality import cue
from kaimen.extract.moves import FROM
from kaimen.extract.seen import Flag, Seen, beside_flag, clause_start, plain
from kaimen.extract.spans import level_of

_LEVELLED = re.compile(r"(?:以上|(?: or more| and above))")
_FEWEST_AMOUNTS, _FEWEST_OF_NATION, _FEW = 6, 5, 5
"""Amounts that are needed, and of how many at most one is far below: a fifth."""
_LONE = Decimal(20)
"""Most texts tell of something small; there the smallest is asked for only where it is so far below the next one."""
_PART = re.compile("其中|(?<![a-z])(?:including|of which|among)(?![a-z])")
_FEWEST_BELOW, _FAR_ABOVE, _FAR_NEXT = 7, Decimal(200), Decimal(30)
_WHOLE = cue("debt assets deposits wealth turnover 债务 资产 存款 成交额")
"""Words for what is far larger than what a budget spends."""
_RELIEF, _AFTER = cue(RELIEF), 32
_FAR_BELOW = Decimal(80)
_A_YEAR = ("", "year", "annum", "年")
SCALED = re.compile("[万亿萬億]|illion")
EACH = re.compile(
    r"人均|户均|奖励|奖补|每人|每户|每名|每个|每家|每月|标准|"
    r"年应纳|月销售|劳动生产率|最低|(?<![a-z])(?:per (?!year|annum)|each |threshold|standard|minimum|"
    r"monthly|annual (?:taxable )?(?:income|revenue|sales))"
)


def far_off(document: Document, lower: str, seen: Sequence[Seen]) -> Iterator[Flag]:
    """Yield remarks on amounts of money far below or above all others that the text tells of in that currency."""
    for _, group in groupby(sorted(_totals(lower, seen), key=lambda f: f.quantity.unit), key=lambda f: f.quantity.unit):
        figures = sorted(group, key=lambda figure: figure.quantity.value)
        usual = figures[len(figures) // 2].quantity.value
        yield from _far_above(document, lower, figures, usual)
        for figure, following in pairwise(figures[: len(figures) // _FEW + 1]):
            if figure.quantity.value * _FAR_BELOW < usual and _is_odd(lower, figures, figure, following):
                told = f"half of the amounts of the text are {plain(usual)} {figure.quantity.unit} and more"
                yield beside_flag(document, figure, told, f"{plain(usual)} {figure.quantity.unit}")


def _is_odd(lower: str, figures: Sequence[Seen], figure: Seen, following: Seen) -> bool:
    """Return whether an amount that is far below the usual is odd: any in a nation's report, else a lone one."""
    quantity, begin = figure.quantity, clause_start(lower, figure.quantity.start)
    if _RELIEF.search(lower, begin, quantity.end + _AFTER):
        return False
    if level_of(lower, figure, "") == "nation" and quantity.unit in ("CNY", "USD"):
        return len(figures) >= _FEWEST_OF_NATION
    is_lone = figure is figures[0] and quantity.value * _LONE < following.quantity.value
    return is_lone and len(figures) >= _FEWEST_AMOUNTS and not _PART.search(lower, max(0, begin - 2), quantity.start)


def _far_above(document: Document, lower: str, figures: Sequence[Seen], usual: Decimal) -> Iterator[Flag]:
    """Yield a remark on the largest amount of a text where it is far above the next one and far above the usual."""
    if len(figures) < _FEWEST_BELOW:
        return
    top, following = figures[-1].quantity, figures[-2].quantity
    if figures[-1].indicator is not None or _WHOLE.search(
        lower, clause_start(lower, top.start), top.end + len("assets")
    ):
        return
    if top.value > _FAR_ABOVE * usual and top.value > _FAR_NEXT * following.value:
        told = f"half of the amounts of the text are {plain(usual)} {top.unit} and less"
        yield beside_flag(document, figures[-1], told, f"{plain(usual)} {top.unit}")


def _totals(lower: str, seen: Sequence[Seen]) -> Iterator[Seen]:
    """Yield the amounts of money that are totals: not what one gets or makes, nor the bound of a class."""
    for figure in seen:
        quantity = figure.quantity
        if quantity.kind != "money" or quantity.tier != "testable" or quantity.upper is not None:
            continue
        if quantity.per not in _A_YEAR or not SCALED.search(quantity.surface.lower()):
            continue
        is_origin = FROM.search(lower, max(0, quantity.start - 20), quantity.start)
        is_each = EACH.search(lower, clause_start(lower, quantity.start), quantity.end + len("标准"))
        is_bound = quantity.change != "increment" and _LEVELLED.match(lower, quantity.end)
        if not is_origin and not is_each and not is_bound:
            yield figure
