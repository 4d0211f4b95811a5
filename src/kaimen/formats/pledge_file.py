"""Pledge files (TOML): the announcements an office has read, and the entries of its ledger.

An entry that cannot be read, or does not fit those before it, is a finding with its line, and the others are read all
the same. What an entry cites is compared with the documents afterwards, by `check_quotes`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from kaimen.errors import Finding, Place
from kaimen.evidence import Document, Passage, check_passage
from kaimen.formats.scenario_faults import Lines, fault_words
from kaimen.formats.scenario_schema import Name, Strict, Text, Whole
from kaimen.ledger import Amendment, Confirmation, Entry, Ledger, Pledge, Retraction, Target, ledger_of
from kaimen.quantity import parse_number


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement that a pledge file names: its file, beside the pledge file, its day and its source."""

    file: str
    published: date | None = None
    source: str = ""
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True)
class PledgeFile:
    """The announcements of an office, and the ledger of what it has confirmed."""

    announcements: tuple[Announced, ...]
    ledger: Ledger


def _a_number(text: str) -> str:
    if parse_number(text) is None:
        raise ValueError(f'"{text}" is not a number')
    return text


def _plain_name(name: str) -> str:
    if re.search(r"[/\\:]", name):
        raise ValueError("a document lies in the folder of the pledge file; give its name alone")
    return name


Number = Annotated[Text, AfterValidator(_a_number)]
FileName = Annotated[Name, AfterValidator(_plain_name)]


class DocumentTable(Strict):
    """An announcement: its file, the day of its publication and who published it."""

    file: FileName
    published: date | None = None
    source: str = ""


class QuoteTable(Strict):
    """A passage: characters from `start` to before `end`, and what stands there."""

    document: Name
    start: Whole
    end: Whole
    quote: Name


class TargetTable(Strict):
    """The measurable part of a pledge, in base units."""

    value: Number
    unit: Name
    qualifier: Literal["=", ">", ">=", "<", "<=", "~", "<~", "another", "range"] = "="
    upper: Number | None = None
    change: Literal["", "yoy", "increment", "level"] = ""


class EntryTable(Strict):
    """An entry of the ledger."""

    kind: Literal["confirm", "amend", "retract"]
    pledge: Name
    on: date
    by: Name
    reason: str = ""
    what: str = ""
    region: str = ""
    authority: str = ""
    due: date | None = None
    lead: str = ""
    others: list[str] = Field(default_factory=list)
    next_report: date | None = None
    target: TargetTable | None = None
    passage: QuoteTable | None = None
    figure: QuoteTable | None = None
    twins: list[QuoteTable] = Field(default_factory=list)


def parse_pledges(text: str, file: str = "") -> tuple[PledgeFile | None, list[Finding]]:
    """Read a pledge file.

    Returns:
        Its announcements and ledger, or None where it is no TOML; and findings.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # tomllib lets through those of int() and of deep nesting
        found = re.search(r"at line (\d+)", str(error))
        place = Place(file, line=int(found[1]) if found else text.count("\n") + 1)
        what = "The file is not valid TOML: " + str(error).split(" (at ")[0][:200] + "."
        return None, [Finding("E401", what, place, fix='Text goes in quotes, lists in brackets: name = "value".')]
    reader = _Reader(file, Lines(text), [])
    announced = tuple(reader.announced(document))
    ledger, findings = ledger_of(reader.entries(document))
    reader.unknown_keys(document)
    return PledgeFile(announced, ledger), [*reader.findings, *findings]


def check_quotes(ledger: Ledger, documents: Mapping[str, Document | None]) -> list[Finding]:
    """Return a finding for each passage of an entry that is not what its document says there.

    `documents` has every document that the file names, None for those that could not be read.
    """
    findings: list[Finding] = []
    passages = {
        passage: entry
        for entry in reversed(ledger.entries)  # so that each passage goes with the first entry that cites it
        if not isinstance(entry, Retraction)
        for passage in _passages(entry.pledge)
    }
    unknown: set[str] = set()
    for passage, entry in sorted(passages.items(), key=lambda item: (item[0].document, item[0].start, item[0].end)):
        document = documents.get(passage.document)
        if passage.document not in documents and passage.document not in unknown:
            unknown.add(passage.document)
            what = f'The pledge "{entry.pledge.id}" cites "{passage.document}", which is no document of this file.'
            fix = "Name it in a [[document]], or correct the entry."
            findings.append(Finding("E404", what, entry.place, ", ".join(documents), f'"{passage.document}"', fix))
        elif document is not None:
            findings += check_passage(passage, document)
    return findings


def _passages(pledge: Pledge) -> Iterable[Passage]:
    return [pledge.passage, *([pledge.figure] if pledge.figure else []), *pledge.twins]


@dataclass(slots=True)
class _Reader:
    file: str
    lines: Lines
    findings: list[Finding]

    def announced(self, document: Mapping[str, Any]) -> Iterator[Announced]:
        for number, entry in enumerate(self._list(document, "document"), 1):
            try:
                table = DocumentTable.model_validate(entry)
            except ValidationError as error:
                self._faults(error, "document", number)
                continue
            yield Announced(table.file, table.published, table.source, self._place("document", number))

    def entries(self, document: Mapping[str, Any]) -> Iterator[Entry]:
        for number, entry in enumerate(self._list(document, "entry"), 1):
            try:
                table = EntryTable.model_validate(entry)
            except ValidationError as error:
                self._faults(error, "entry", number)
                continue
            found = self._entry(table, self._place("entry", number))
            if found is not None:
                yield found

    def unknown_keys(self, document: Mapping[str, Any]) -> None:
        for key in document:
            if key not in ("document", "entry"):
                place = Place(self.file, line=self.lines.of((key,)), key=key)
                fix = "Take it out, or write [[document]] or [[entry]]."
                self.findings.append(
                    Finding("E402", f'There is no key "{key}" here.', place, "document, entry", fix=fix)
                )

    def _entry(self, table: EntryTable, place: Place) -> Entry | None:
        if table.kind != "confirm" and not table.reason:
            self._lacks(table, "reason", place, 'Write reason = "...".')
            return None
        if table.kind == "retract":
            return Retraction(table.by, table.on, table.pledge, table.reason, place=place)
        if table.passage is None or not table.what:
            fix = 'Write what = "lead projects" and passage = { document = "...", start = 0, end = 9, quote = "..." }.'
            self._lacks(table, "what and passage", place, fix)
            return None
        target = table.target
        pledge = Pledge(
            table.pledge,
            table.what,
            _passage(table.passage),
            table.region,
            table.authority,
            _passage(table.figure) if table.figure else None,
            Target(
                _decimal(target.value),
                target.unit,
                target.qualifier,
                _decimal(target.upper) if target.upper else None,
                target.change,
            )
            if target
            else None,
            table.due,
            tuple(_passage(twin) for twin in table.twins),
            table.lead,
            tuple(table.others),
            table.next_report,
        )
        if table.kind == "amend":
            return Amendment(table.by, table.on, pledge, table.reason, place=place)
        return Confirmation(table.by, table.on, pledge, place=place)

    def _lacks(self, table: EntryTable, key: str, place: Place, fix: str) -> None:
        what = f'The entry that {_VERBS[table.kind]} the pledge "{table.pledge}" does not give its {key}.'
        self.findings.append(Finding("E402", what, place, key, "none", fix))

    def _list(self, document: Mapping[str, Any], name: str) -> list[object]:
        entries = document.get(name, [])
        if isinstance(entries, list):
            return entries
        place = Place(self.file, line=self.lines.of((name,)), key=name)
        self.findings.append(Finding("E402", f"[{name}] is not a list.", place, fix=f"Write [[{name}]]."))
        return []

    def _place(self, name: str, number: int, *within: str) -> Place:
        key = ".".join((f"{name} {number}", *within))
        return Place(self.file, line=self.lines.of((name, str(number), *within)), key=key)

    def _faults(self, error: ValidationError, name: str, number: int) -> None:
        for fault in error.errors():
            parts = [name, *map(str, fault["loc"][:-1])]
            around = next(_TABLES[part] for part in reversed(parts) if part in _TABLES)
            words = fault_words(fault, around.model_fields)
            place = self._place(name, number, *map(str, fault["loc"]))
            self.findings.append(Finding("E402", words.what, place, words.expected, words.found, words.fix))


_TABLES: Mapping[str, type[BaseModel]] = {
    "document": DocumentTable,
    "entry": EntryTable,
    "target": TargetTable,
    "passage": QuoteTable,
    "figure": QuoteTable,
    "twins": QuoteTable,
}
_VERBS = {"confirm": "confirms", "amend": "amends", "retract": "retracts"}


def _passage(table: QuoteTable) -> Passage:
    return Passage(table.document, table.start, table.end, table.quote)


def _decimal(text: str) -> Decimal:
    number = parse_number(text)
    return number if number is not None else Decimal(0)  # checked when the table was read
