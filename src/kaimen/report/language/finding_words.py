"""What a finding says, in the reader's language: sentences are looked up by their words, values are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kaimen.errors import Place
from kaimen.report.language.messages.finding_texts import FINDING_TEXTS
from kaimen.report.language.speaker import Speaker
from kaimen.report.language.units import said_amount

_HOLE = re.compile(r"{(\w+)}")
_SENTENCE = re.compile(r"(?<=[.?]) (?=[A-Z`])")
_LATIN = re.compile("[A-Za-z]{2}")
_QUOTED = re.compile(r'"([^"]*)"')
_FIGURE = r"[-−+<>]?[\d.,][\w.,/%+−:-]*(?: %)?"
_STOPS = ".?"
_BETWEEN = {
    "or": (" or ", "或"),
    "comma_or": (", or ", "，或"),
    "and": (" and ", "且"),
    "and_no": (" and no ", "、"),
    "semicolon": ("; ", "；"),
    "needs": (" needs ", " → "),
}
"""What stands between the parts of a list, by the end of the value's name: in English, in Chinese."""


def said_text(speaker: Speaker, text: str) -> str | None:
    """Return a sentence of a finding in the reader's language; None where only English is known of it."""
    return text if speaker.language == "en" else in_chinese(text)


def said_value(speaker: Speaker, text: str) -> str:
    """Return a value of a finding in the reader's language; what no table knows is data and stays as it is."""
    return text if speaker.language == "en" else in_chinese(text) or said_amount(text) or text


def said_place(speaker: Speaker, place: Place) -> str:
    """Return where a finding is: file, sheet, line, cell, characters."""
    if speaker.language == "en":
        return str(place)
    span = f"第{place.start}" + (f"至{place.end}" if place.end is not None else "") + "字"
    parts = (
        place.file,
        f"工作表{place.sheet}" if place.sheet else "",
        f"第{place.line}行" if place.line is not None else "",
        f"单元格{place.cell}" if place.cell else "",
        span if place.start is not None else "",
        _said_key(place),
    )
    return "，".join(part for part in parts if part)


def _said_key(place: Place) -> str:
    """Return the key of a place: what it is about in Chinese, its name as it is; keys of files stay as they are."""
    kind, _, name = place.key.partition(" ")
    is_known = kind in FINDING_TEXTS and (name or not place.file)
    return f"{FINDING_TEXTS[kind]}{name}" if is_known else place.key


@lru_cache(maxsize=4096)
def in_chinese(text: str) -> str | None:
    """Return a text of a finding in Chinese, whole or sentence by sentence; None where a sentence is not known.

    A value inside it is put into Chinese too where it is known, and is kept as it is where it is not.
    """
    if not _LATIN.search(text):
        return text.replace(" %", "%")
    if text in _whole_texts():
        return _whole_texts()[text]
    parts = _SENTENCE.split(text)
    said = [in_chinese(part) for part in parts] if len(parts) > 1 else [None]
    if None not in said:
        return "".join(part for part in said if part)
    return _filled(text)


def _filled(text: str) -> str | None:
    for entry in _entries():
        if text.startswith(entry.first) and entry.is_closed in (None, text[-1] in _STOPS):
            match = entry.pattern.fullmatch(text)
            if match is not None:
                return _said(entry, match)
    return None


def _said(entry: _Entry, match: re.Match[str]) -> str:
    said = {name: _value(name, value, entry.kept) for name, value in match.groupdict().items()}
    return _HOLE.sub(lambda hole: said[hole[1]], entry.chinese)


def _value(name: str, text: str, kept: frozenset[str]) -> str:
    if name in kept:
        return text
    if (between := _BETWEEN.get(name.partition("_")[2])) is not None:
        inner = "parts_and" if between[0] == ", or " else ""
        return between[1].join(_value(inner, part, kept) for part in text.split(between[0]))
    said = in_chinese(text) or said_amount(text) or text
    return _QUOTED.sub(r"“\1”", said) if '"' in said else said.replace(" %", "%")


@cache
def _whole_texts() -> Mapping[str, str]:
    """Return the texts without values, and the names of indicators, which come with their Chinese ones."""
    from kaimen.extract.indicators import CATALOGUE  # noqa: PLC0415 - a reader of announcements that English needs not

    return {**{one.name: one.chinese for one in CATALOGUE}, **FINDING_TEXTS}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sentence of the table: its words, how it begins, whether it ends in a stop (None: in a value)."""

    words: int
    pattern: re.Pattern[str]
    first: str
    is_closed: bool | None
    kept: frozenset[str]
    chinese: str


@cache
def _entries() -> tuple[_Entry, ...]:
    """Return the sentences with values, those with most words of their own first."""
    found = [_entry(pieces, chinese) for pieces, chinese in _split() if len(pieces) > 1]
    return tuple(sorted(found, key=lambda entry: -entry.words))


def _split() -> Iterator[tuple[list[str], str]]:
    return ((_HOLE.split(english), chinese) for english, chinese in FINDING_TEXTS.items())


def _entry(pieces: list[str], chinese: str) -> _Entry:
    own = pieces[::2]
    holes = {name: _FIGURE if name in ("n", "m") else ".+?" for name in pieces[1::2]}
    pattern = "".join(f"(?P<{p}>{holes[p]})" if at % 2 else re.escape(p) for at, p in enumerate(pieces))
    around = zip(pieces[1::2], own, own[1:], strict=False)
    kept = frozenset(name for name, before, after in around if before[-1:] == after[:1] and after[:1] in ('"', "'"))
    closed = own[-1][-1] in _STOPS if own[-1] else None
    return _Entry(sum(map(len, own)), re.compile(pattern, re.DOTALL), own[0], closed, kept, chinese)
