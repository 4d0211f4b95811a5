"""Places that a Chinese sentence lists with a figure each: 其中昆明市125亿元、曲靖市64.5亿元."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kaimen.extract.places import Place
from kaimen.extract.types import Where

_OPENS = re.compile(r"(?:[，；、：,:（(\n]|其中|\A)\Z")
_BACK = 600
_WHOLE = "省市区州盟"
_CUT = re.compile("[，；。]")
_OF_MORE = re.compile("都市圈|城市群|经济圈|经济带|合作组织|大学|银行|公司|集团")
_JOINED = re.compile(r"\s?[、和及与]\s?")
_ALL = re.compile("全[国省市区州县]|各[省市区州县地]|合计|[总共]计")


def listed_place(lower: str, begin: int, places: Sequence[Place], start: int) -> Where | None:
    """Return the region that the figure at `start` is listed for, or None.

    Args:
        lower: the text.
        begin: where the sentence begins.
        places: the regions named in the sentence, in order.
        start: where the figure begins. A later figure goes on with the region of an earlier one of its sentence
            until another or the whole is named.
    """
    first, last = (bisect_left(places, at, key=lambda place: place.start) for at in (start - _BACK, start))
    for number in range(last - 1, first - 1, -1):
        place = places[number]
        if _ALL.search(lower, place.end, start):
            return None
        if _is_listed(lower, begin, places, number) and _reaches(lower, place, start):
            return place.where
    return None


def _reaches(lower: str, place: Place, start: int) -> bool:
    """Return whether a region is that of a figure at `start`: one without its full name only in its own clause."""
    is_whole = lower[place.end - 1] in _WHOLE and place.called != place.where.region[:-1]
    return is_whole or not _CUT.search(lower, place.end, start)


def _is_listed(lower: str, begin: int, places: Sequence[Place], number: int) -> bool:
    place = places[number]
    if place.level == "nation" or place.is_part or not _OPENS.search(lower, max(begin, place.start - 2), place.start):
        return False
    if _OF_MORE.match(lower, place.end):
        return False
    following = places[number + 1] if number + 1 < len(places) else None
    previous = places[number - 1] if number else None
    beside_next = following and _JOINED.fullmatch(lower, place.end, following.start)
    beside_previous = previous and _JOINED.fullmatch(lower, previous.end, place.start)
    return not beside_next and not beside_previous
