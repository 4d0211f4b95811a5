"""English nouns that are counted: the phrase after a number up to its plural."""

from __future__ import annotations

import re

from kaimen.extract.unit_words import PLURALS_WITHOUT_S

_STOPS = """
a about above across after against all along also amid among an and any are around as at be because been before being
below between but by can compared could did do does during each either every for from had has have having he her his
how however if in including into is it its like may might minus more must namely near nearly nor not of off on once
one only or other our out over per plus respectively shall she should since so such than thanks that the their them
then there these they this those through thus to toward towards under until up upon versus via was we were what when
where which while who whose why will with within without would you your
"""
STOP_WORDS = frozenset(_STOPS.split())
"""Words that end the phrase after a number."""

_SKIPPED_FIRST = frozenset({"more", "other", "of"})
"""Words left out before the phrase: 9,200 more enterprises, hundreds of firms."""

_WORD = re.compile(r"(?: {1,5}|-)?(?P<word>[a-z][a-z'&.-]*)")
_PLURALS = frozenset(PLURALS_WITHOUT_S.split())
_NOT_PLURAL = ("ss", "us", "is", "'s", "ous")
_LONGEST = 8


def noun_phrase(lower: str, at: int) -> str:
    """Return the phrase after a number up to the plural that is counted, or nothing where there is none.

    One `and` may join two adjectives or nouns before the plural: 120 road and rail projects.
    """
    words: list[str] = []
    plural = 0
    has_and = False
    while len(words) < _LONGEST and (match := _WORD.match(lower, at)):
        word = match["word"].rstrip(".'-")
        joins = word == "and" and words and not plural and not has_and and lower[at : at + 1] == " "
        has_and = has_and or bool(joins)
        stops = word in STOP_WORDS and not joins and (words or word not in _SKIPPED_FIRST)
        if stops or (plural and not is_plural(word)):
            break
        if words or word not in _SKIPPED_FIRST:
            words.append(word)
        plural = len(words) if words and is_plural(word) else plural
        at = match.start("word") + len(word)
        if lower[at : at + 1] not in (" ", "-"):
            break
    return " ".join(words[:plural])


def is_plural(word: str) -> bool:
    """Return whether a word looks like a plural noun."""
    return (
        word in _PLURALS
        or word.endswith(("men", "people"))
        or (len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL))
    )
