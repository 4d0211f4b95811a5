"""What a finding says, in the reader's language: sentences are looked up by their words, values are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from kaimen.errors import Place
from kaimen.extract.indicators import CATALOGUE
from kaimen.report.language.messages.finding_texts import FINDING_TEXTS
from kaimen.report.language.speaker import Speaker

_HOLE = re.compile(r"{(\w+)}")
_SENTENCE = re.compile(r"(?<=[.?]) (?=[A-Z])")
_LATIN = re.compile("[A-Za-z]{2}")
_QUOTED = re.compile(r'"([^"]*)"')


def said_text(speaker: Speaker, text: str) -> str | None:
    """Return a sentence of a finding in the reader's language; None where only English is known of it."""
    return text if speaker.language == "en" else in_chinese(text)


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
        place.key,
    )
    return "，".join(part for part in parts if part)


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
    for pattern, first, chinese in _patterns():
        match = pattern.fullmatch(text) if text.startswith(first) else None
        if match is not None:
            return chinese.format(**{name: _value(value) for name, value in match.groupdict().items()})
    return None


def _value(text: str) -> str:
    said = in_chinese(text) or text
    return _QUOTED.sub(r"“\1”", said) if '"' in said else said.replace(" %", "%")


@cache
def _whole_texts() -> Mapping[str, str]:
    """Return the texts without values, and the names of indicators, which come with their Chinese ones."""
    return {**{one.name: one.chinese for one in CATALOGUE}, **FINDING_TEXTS}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return the table with its sentences as patterns, those with most words of their own first."""
    found = []
    for english, chinese in FINDING_TEXTS.items():
        pieces = _HOLE.split(english)
        if len(pieces) > 1:
            holes = "".join(f"(?P<{p}>.+?)" if at % 2 else re.escape(p) for at, p in enumerate(pieces))
            found.append((sum(map(len, pieces[::2])), re.compile(holes, re.DOTALL), pieces[0], chinese))
    return tuple(entry[1:] for entry in sorted(found, key=lambda entry: -entry[0]))
