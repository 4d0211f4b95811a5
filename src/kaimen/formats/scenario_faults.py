"""What is wrong with a key of a scenario file, in words, and the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from difflib import get_close_matches

from pydantic_core import ErrorDetails

NOT_TEXT = "amount_not_text"
"""The type of a fault: an amount that is not text."""


@dataclass(frozen=True, slots=True)
class Words:
    """A fault in words: what is wrong with the key, what is expected and found there, and what to do."""

    what: str
    expected: str = ""
    found: str = ""
    fix: str = "Correct the value."


_EXPECTED = {
    "string_type": "text in quotation marks",
    "string_too_short": "a name that is not empty",
    "list_type": 'a list such as ["a", "b"]',
    "dict_type": 'a table such as { key = "value" }',
    "model_type": "a table of keys and values",
    "int_type": "a whole number",
    "greater_than_equal": "0 or more",
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "a day such as 2024-02-19, without quotation marks",
    ),
}


def fault_words(fault: ErrorDetails, known: Iterable[str]) -> Words:
    """Return a validation fault in words; `known` are the keys that its table takes."""
    kind, found = fault["type"], shown(fault["input"])
    key = str(fault["loc"][-1]) if fault["loc"] else ""
    if kind == "missing":
        return Words(f'The key "{key}" is missing.', fix="Add it.")
    if kind == "extra_forbidden":
        names = list(known)
        near = get_close_matches(key, names, 1)
        fix = f'Did you mean "{near[0]}"?' if near else "Take it out, or move it to the table it belongs to."
        return Words(f'There is no key "{key}" here.', "one of " + ", ".join(names), f'"{key}"', fix)
    if kind == NOT_TEXT:
        number = shown(fault["ctx"]["value"])
        fix = f'Put the number and its unit in quotation marks: "{number} ...".'
        return Words("An amount is text with a unit.", 'text such as "1,200 mu"', number, fix)
    if kind == "literal_error":
        return Words(f'The key "{key}" has a word that it does not take.', fault["ctx"]["expected"], found)
    return Words("The value is of the wrong kind.", _EXPECTED.get(kind, fault["msg"]), found)


def shown(value: object) -> str:
    """Return a value as it would stand in the file, cut after 60 characters."""
    text = _as_written(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_as_written(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_written, value)) + "]"
    return value.isoformat() if isinstance(value, date | time) else str(value)


_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_ASSIGNED = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


@dataclass(slots=True)
class Lines:
    """On which line of a TOML text each key is given; entries of lists are counted from 1."""

    text: str
    _found: dict[tuple[str, ...], int] = field(default_factory=dict)
    _table: tuple[str, ...] = ()
    _counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look through the text once."""
        for number, line in enumerate(self.text.splitlines(), 1):
            header = _HEADER.fullmatch(line)
            assigned = _ASSIGNED.match(line)
            if header:
                self._table = self._header(_parts(header[2]), in_list=header[1] == "[[")
                self._found.setdefault(self._table, number)
                self._found.setdefault(self._table[:1], number)
            elif assigned:
                parts = _parts(assigned[1])
                for end in range(1, len(parts) + 1):
                    self._found.setdefault((*self._table, *parts[:end]), number)

    def _header(self, parts: tuple[str, ...], *, in_list: bool) -> tuple[str, ...]:
        name = parts[0]
        if in_list and len(parts) == 1:
            self._counts[name] = self._counts.get(name, 0) + 1
        return (name, str(self._counts[name]), *parts[1:]) if name in self._counts else parts

    def exactly(self, path: Sequence[str]) -> int | None:
        """Return the line of the key at a path, if it is given in the file."""
        return self._found.get(tuple(path))

    def of(self, path: Sequence[str], least: int = 1) -> int | None:
        """Return the line of the key at a path, or of the nearest table around it, with `least` parts of the path."""
        ends = (tuple(path[:end]) for end in range(len(path), least - 1, -1))
        return next((self._found[part] for part in ends if part in self._found), None)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))
