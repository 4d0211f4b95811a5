"""Money of a country that others have under the same name: `$` in a text about Ontario, `¥` in one about Japan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kaimen.extract.places import Place
from kaimen.extract.region_rows import LOCAL_MONEY
from kaimen.extract.types import Quantity, Where

_SHARED = {
    "USD": re.compile(r"(?<![a-z.])\$|(?<!us )(?<!u\.s\. )(?<!american )dollars?(?![a-z])"),
    "CNY": re.compile("[¥￥]"),
    "INR": re.compile(r"rs\.?(?![a-z])|rupees?(?![a-z])"),
}
"""How the money that is usually meant is written where it may be another country's."""


_ON_A_WORLD_MARKET = frozenset({"barrel", "ounce", "mmbtu"})
_HEAD = 32
_ENOUGH = 2


def in_local_money(
    lower: str, quantities: Sequence[Quantity], main: Where | None, places: Sequence[Place]
) -> list[Quantity]:
    """Return the quantities with amounts under a shared name in the money of the country that the text is about.

    That is the country of the `main` region where the text begins with it or names regions of it twice. A `$` in
    brackets behind another amount is what that comes to in the usual one, and stays: C$21 million ($15 million).
    """
    country = (main.adcode or "")[:2] if main else ""
    own = LOCAL_MONEY.get(country, {})
    named = [place for place in places if (place.where.adcode or "")[:2] == country]
    if not own or not (len(named) >= _ENOUGH or named[0].start < _HEAD):
        return list(quantities)
    return [replace(q, unit=own[q.unit]) if q.unit in own and _is_shared(lower, q) else q for q in quantities]


def _is_shared(lower: str, quantity: Quantity) -> bool:
    named = _SHARED[quantity.unit].search(lower, quantity.start, quantity.end)
    is_other = lower.endswith("(", 0, quantity.start) or quantity.per in _ON_A_WORLD_MARKET
    return named is not None and not is_other
