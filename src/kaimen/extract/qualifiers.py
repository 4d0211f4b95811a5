"""How exact a figure is meant, from the words around it."""

from __future__ import annotations

import re

from kaimen.extract.qualifier_words import AFTER, BEFORE, FILLERS, INSIDE, PART_OF_WORD


def _words(table: dict[str, str]) -> list[tuple[str, str]]:
    rows = [(word.replace("_", " "), code) for code, words in table.items() for word in words.split()]
    return sorted(rows, key=lambda row: (-len(row[0]), row))


_BEFORE, _AFTER, _INSIDE = _words(BEFORE), _words(AFTER), _words(INSIDE)
_BEFORE_ENDS = tuple(word for word, _ in _BEFORE)
_FILLERS = tuple(sorted((word.replace("_", " ") for word in FILLERS.split()), key=len, reverse=True))
_WIDEST = 40
_CLAUSE = 110
_TURNED = {">": "<=", "<": ">="}
_NO_SUBJECT = re.compile(
    r"(?<![a-z])(?:nobody|no(?: one)?(?: [a-z-]+){1,4}?) (?:will|shall|may|should|must|can|is to|are to|has to|have to)"
    r" (?:[a-z-]+ ){0,4}(?:(?:more|less|fewer|longer|later|lower|higher|greater) than|over|above|below|under)"
    r" (?:[$€£¥₹] ?)?\Z"
)
_APART = re.compile(r"(?P<limit>不超过|不高于|不低于|不少于)[^，。；、\n\d]{1,16}的\Z")


def qualifier_before(lower: str, at: int) -> str:
    """Return the code of the words directly before `at`, or nothing; a few empty words may stand between."""
    low = max(0, at - _WIDEST)
    for _ in range(3):
        while at > low and lower[at - 1] in ' "“':
            at -= 1
        if lower.endswith(_BEFORE_ENDS, low, at):
            for word, code in _BEFORE:
                begin = at - len(word)
                if lower.endswith(word, low, at) and _begins_word(lower, begin, word):
                    return "" if begin and lower[begin - 1] in PART_OF_WORD.get(word, "") else code
        filler = next((w for w in _FILLERS if lower.endswith(w, low, at) and _begins_word(lower, at - len(w), w)), "")
        if not filler:
            return ""
        at -= len(filler)
    return ""


def qualifier_after(lower: str, at: int) -> tuple[str, int]:
    """Return the code of the words directly after `at`, or nothing, and where they end."""
    begin = at + 1 if lower.startswith(" ", at) else at
    for word, code in _AFTER:
        if lower.startswith(word, begin) and _ends_word(lower, begin + len(word), word):
            return code, begin + len(word)
    return "", at


def qualifier_inside(lower: str, at: int) -> tuple[str, int]:
    """Return the code of a character such as 多 between numeral and unit, or nothing, and where it ends."""
    return next(((code, at + len(word)) for word, code in _INSIDE if lower.startswith(word, at)), ("", at))


def turned(lower: str, at: int, code: str) -> str:
    """Return the code of a bound before `at` as its subject turns it: no council will get less than 4 percent."""
    is_turned = code in _TURNED and _NO_SUBJECT.search(lower, max(0, at - _CLAUSE), at)
    return _TURNED[code] if is_turned else code


def qualifier_apart(lower: str, at: int) -> str:
    """Return the code of a Chinese limit of a part that is named before its share, or nothing: 不超过总投入的30%."""
    apart = _APART.search(lower, max(0, at - _WIDEST), at)
    return next(code for word, code in _BEFORE if word == apart["limit"]) if apart else ""


def _begins_word(lower: str, at: int, word: str) -> bool:
    return not word[0].isascii() or at == 0 or not (lower[at - 1].isalnum() and lower[at - 1].isascii())


def _ends_word(lower: str, at: int, word: str) -> bool:
    return not word[-1].isalpha() or not word[-1].isascii() or not lower[at : at + 1].isalpha()
