"""Who speaks in a sentence: a name with a title and a verb of saying, or a name that had its title before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kaimen.extract.folding import Folded, alternatives
from kaimen.extract.speaker_words import (
    CHINESE_FAMILY_NAMES,
    CHINESE_SAYING,
    CHINESE_TITLES,
    NO_NAMES,
    SAYING,
    TITLES,
)

_NO_NAMES = frozenset(NO_NAMES.split())
_SAYS = rf"(?:{alternatives(SAYING)})(?![a-z])"
_ADVERB = (
    r"(?:(?:also|further|again|then|once again|later|clearly|specifically|today|yesterday|has|had|this week"
    r"|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[a-z]+ly) ){0,2}"
)
_NAME = r"[A-Z][a-zA-ZÀ-ɏ'-]+(?: (?:[A-Z]\.|[A-Z][a-zA-ZÀ-ɏ'-]+)){1,2}"
_AFTER_QUOTE = r"[,.?!][\"”'] ?(?:said|says|added|adds|told|explained|stated|noted|announced|stressed) (?:the )?"
"""What stands before a speaker named behind the words quoted: "We will", said."""
_SAID = re.compile(rf'[ "”]{_SAYS}')
_APPOSITION = re.compile(rf"(?P<name>{_NAME}), (?P<role>[A-Za-z][^,.;:\n\"]{{3,260}}), {_ADVERB}{_SAYS}")
_NAME_SAYS = re.compile(rf"(?P<name>{_NAME}) {_ADVERB}{_SAYS}")
_FAMILY = "".join(CHINESE_FAMILY_NAMES.split())
_GIVEN = "[\u3400-\u9fff][^\\x00-\u33ff\ua000-\uffff在向就对作说表强指介宣称透要提认谈明报解坦告还也并进随于以从同]?"
"""A given name of one or two characters; the second is none with which a verb or preposition goes on."""
_SAYS_HAN = alternatives(CHINESE_SAYING)
_HAN_SAYS = re.compile(rf"(?P<name>[{_FAMILY}]{_GIVEN})(?:还|也|并|进一步|在会上|随后)?(?:{_SAYS_HAN})")
_WIDEST = 4000


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns of a speaker with a title; a line is a speaker with nothing else."""

    title: re.Pattern[str]
    titled: re.Pattern[str]
    behind: re.Pattern[str]
    line: re.Pattern[str]
    han_person: re.Pattern[str]
    han_line: re.Pattern[str]


@lru_cache
def _patterns(own: tuple[str, ...]) -> _Patterns:
    """Return the patterns for the known titles and a planner's own."""
    latin = alternatives([*TITLES.split(), *(title for title in own if title.isascii())])
    han = alternatives([*CHINESE_TITLES.split(), *(title for title in own if not title.isascii())])
    return _Patterns(
        re.compile(rf"(?<![A-Za-z-])(?i:{latin})(?![a-z])"),
        re.compile(
            rf"(?P<role>(?:[A-Z][a-zA-Z'-]+ ){{0,4}}(?i:{latin}))(?P<of> of [A-Z][A-Za-z' ]{{2,60}}?)? "
            rf"(?P<name>{_NAME}),? {_ADVERB}{_SAYS}"
        ),
        re.compile(
            rf"{_AFTER_QUOTE}(?:(?P<role>(?:[A-Za-z][a-zA-Z'-]+ ){{0,5}}(?i:{latin}))(?P<of> (?:of|for)"
            rf" [A-Z][A-Za-z' ]{{2,60}}?)?,? (?P<name>{_NAME})"
            rf"|(?P<named>{_NAME}), (?P<office>[A-Za-z][^,.;:\n\"]{{3,120}}))"
        ),
        re.compile(rf"\s*(?P<name>{_NAME}),? (?P<role>(?i:{latin})(?: of [A-Za-z' ]{{2,80}})?)\s*\Z"),
        re.compile(
            rf"(?P<role>[\u3400-\u9fff]{{0,24}}(?:{han}))[、 ]?(?P<name>[{_FAMILY}]{_GIVEN})"
            rf"(?=[\u3400-\u9fff“”]{{0,20}}?(?:{_SAYS_HAN}))"
        ),
        re.compile(
            rf"(?P<role>[\u3400-\u9fff]{{0,20}}(?:{han})) {{0,3}}(?P<name>[{_FAMILY}] ?[\u3400-\u9fff]{{1,2}})\s*\Z"
        ),
    )


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person with the role as written; `start` is where the name stands."""

    person: str
    role: str
    start: int


class Speakers:
    """Finds speakers sentence by sentence, and remembers the roles of those it has met."""

    def __init__(self, folded: Folded, text: str, own: tuple[str, ...] = ()) -> None:
        self._plain, self._text = folded.plain, text
        self._patterns = _patterns(own)
        self._roles: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many persons have spoken so far."""
        return len(self._roles)

    def read(self, start: int, end: int) -> Speaker | None:
        """Return who speaks in the sentence; the last one named if several do."""
        end = min(end, start + _WIDEST)
        found = self._english(start, end) or self._chinese(start, end)
        if found:
            self._roles.setdefault(found.person, found.role)
        return found

    def read_line(self, start: int, end: int) -> Speaker | None:
        """Return the speaker named in a heading: a name with a title and nothing else."""
        known = self._patterns
        match = known.line.match(self._plain, start, end) or known.han_line.match(self._plain, start, end)
        if match is None:
            return None
        return Speaker(
            self._cut(match, "name").replace(" ", "") if match.re is known.han_line else match["name"],
            match["role"],
            start,
        )

    def _english(self, start: int, end: int) -> Speaker | None:
        plain = self._plain
        if not _SAID.search(plain, start, end):
            return None
        for match in _APPOSITION.finditer(plain, start, end):
            name = _person(match["name"])
            if name and self._patterns.title.search(match["role"]):
                return self._speaker(name, match["role"].strip(), match.start())
        for match in self._patterns.titled.finditer(plain, start, end):
            name = _person(match["name"])
            if name:
                return self._speaker(name, (match["role"] + (match["of"] or "")).strip(), match.start())
        for match in self._patterns.behind.finditer(plain, start, end):
            name = _person(match["name"] or match["named"])
            role = (match["role"] or match["office"] or "") + (match["of"] or "")
            if name and self._patterns.title.search(role):
                return self._speaker(name, role.strip(), match.start("name") if match["name"] else match.start("named"))
        for match in _NAME_SAYS.finditer(plain, start, end):
            name = _person(match["name"])
            if name in self._roles:
                return self._speaker(name, self._roles[name], match.start())
        return None

    def _chinese(self, start: int, end: int) -> Speaker | None:
        for pattern in (self._patterns.han_person, self._patterns.han_line):
            match = pattern.search(self._plain, start, end)
            if match:
                role, name = self._cut(match, "role"), self._cut(match, "name").replace(" ", "")
                return Speaker(name, role, match.start("name"))
        for match in _HAN_SAYS.finditer(self._plain, start, end):
            name = self._cut(match, "name")
            if name in self._roles:
                return Speaker(name, self._roles[name], match.start())
        return None

    def _speaker(self, name: str, role: str, at: int) -> Speaker:
        return Speaker(name, role, at)

    def _cut(self, match: re.Match[str], group: str) -> str:
        return self._text[match.start(group) : match.end(group)]


def _person(name: str) -> str:
    """Return the words of a name, without a capitalised word of the sentence before it; nothing where it is none."""
    words = name.split()
    while words and words[0] in _NO_NAMES:
        words = words[1:]
    return " ".join(words) if len(words) >= 2 and not any(word in _NO_NAMES for word in words) else ""
