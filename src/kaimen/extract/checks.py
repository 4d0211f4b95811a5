"""Figures that cannot be true: changes and sizes outside what an indicator has been, shares above the whole.

Each check compares one figure with the catalogue of indicators (`indicators`). Over several years the bounds of a
change are compounded; a yearly average keeps them. A figure outside is a finding with the reading that would lie
inside: a decimal point restored, 万 for 亿, another currency. The text is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kaimen.errors import Finding
from kaimen.evidence import Document
from kaimen.extract.folding import Folded
from kaimen.extract.growth import growth
from kaimen.extract.seen import Flag, Seen, place_of
from kaimen.extract.shares import share
from kaimen.extract.sizes import size

_ZERO = re.compile(r"0(?P<rest>\d{1,3})(?![\d,.])")


def check_figures(document: Document, folded: Folded, seen: Sequence[Seen]) -> list[Flag]:
    """Return the flags on figures that cannot be true."""
    flags: list[Flag] = []
    for figure in seen:
        zero = list(_leading_zero(document, figure))
        if zero:
            flags += [Flag(figure.index, finding) for finding in zero]
            continue
        if figure.quantity.kind == "percent" and figure.quantity.change == "yoy":
            found = list(growth(document, folded, figure))
        else:
            found = list(share(document, folded, figure)) or list(size(document, folded, figure))
        flags += [Flag(figure.index, finding) for finding in found]
    return flags


def _leading_zero(document: Document, figure: Seen) -> Iterator[Finding]:
    """Yield a finding for a figure such as 09 %: a decimal point was lost."""
    match = _ZERO.match(figure.quantity.surface)
    if match is None or figure.quantity.kind not in ("percent", "points", "money", "mass", "area"):
        return
    place = place_of(document, figure.quantity.start, figure.quantity.end)
    what = f'"{figure.quantity.surface}": no amount is written with a leading zero.'
    fix = f"With the decimal point restored it would be 0.{match['rest']}. The text is unchanged."
    yield Finding("E213", what, place, "a number", figure.quantity.surface, fix)
