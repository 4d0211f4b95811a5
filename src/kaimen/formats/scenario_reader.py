"""What every table of a scenario file is read with: places, faults, amounts, shares, selections, citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kaimen.errors import Finding, Place
from kaimen.evidence import Citation, Passage
from kaimen.formats.scenario_faults import Lines, fault_words, shown
from kaimen.formats.scenario_schema import Amounts, CarryTable, CitationTable, ScenarioTable
from kaimen.quantity import UNITS, Amount, Unit, parse_amount, parse_day, parse_number, parse_unit
from kaimen.scenario import ALL_PROJECTS, WHOLE, Fund, Quota, ReferenceClass, Resource, Rule, Selection

Table = TypeVar("Table", bound=BaseModel)
Named = TypeVar("Named", Quota, Fund, Rule, ReferenceClass)

EACH = "each"
"""The word for an amount that is the same in every period."""

_PARTS: Mapping[str, type[BaseModel]] = {"cite": CitationTable, "carry": CarryTable}


def day_of(value: object) -> date | None:
    """Return a day that TOML has as a day, a moment or text; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_day(str(value))


@dataclass(slots=True)
class TableReader:
    """Turns the tables of one file into values; what cannot be turned becomes a finding."""

    text: str
    file: str
    findings: list[Finding]
    applied: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    units: dict[str, Unit] = field(default_factory=dict)
    money: Unit = UNITS["yuan"]
    resources: dict[str, Resource] = field(default_factory=dict)
    lines: Lines = field(init=False)
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up where each key stands."""
        self.lines = Lines(self.text)

    def frame(self, table: Mapping[str, Any]) -> ScenarioTable:
        """Return the top of the file without the keys that cannot be read."""
        try:
            return ScenarioTable.model_validate(table)
        except ValidationError as error:
            self._faults(error, ScenarioTable, table, "")
            wrong = {fault["loc"][0] for fault in error.errors()}
            rest = {key: value for key, value in table.items() if key not in wrong}
            return ScenarioTable.model_validate({"name": "unnamed", **rest})

    def note(self, code: str, what: str, path: tuple[str, ...], expected: str, found: str, fix: str) -> None:
        """Note a finding on the key at a path of the file."""
        self.add(code, what, Place(self.file, line=self.lines.of(path), key=".".join(path)), expected, found, fix)

    def add(self, code: str, what: str, place: Place, expected: str = "", found: str = "", fix: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(code, what, place, expected, found, fix))

    def place(self, key: str, name: str = "", *within: str) -> Place:
        """Return the place of a key (`within` a table) with its line, if need be that of the table's name."""
        path = self._paths.get(key, tuple(filter(None, key.split("."))))
        named = (path[0], name) if key in self._paths else path
        laid = (self.lines.exactly(("override", o, *named, *within)) for o in reversed(self.applied))
        line = next((found for found in laid if found is not None), None)
        line = line or self.lines.of((*path, *within), 2 if key in self._paths else 1)
        if line is None and name:
            texts = enumerate(self.text.splitlines(), 1)
            line = next((n for n, text in texts if f'"{name}"' in text and "name" in text), None)
        return Place(self.file, line=line, key=".".join(part for part in (key, *within) if part))

    def table(self, kind: type[Table], table: object, key: str) -> Table | None:
        """Return a table as its kind, or None with a finding for each of its faults."""
        try:
            return kind.model_validate(table)
        except ValidationError as error:
            self._faults(error, kind, table, key)
            return None

    def _faults(self, error: ValidationError, kind: type[BaseModel], table: object, key: str) -> None:
        name = str(table.get("name", "")) if isinstance(table, Mapping) else ""
        for fault in error.errors():
            around: type[BaseModel] | None = kind
            for part in fault["loc"][:-1]:
                around = _PARTS.get(str(part), around)
            words = fault_words(fault, (around or kind).model_fields)
            place = self.place(key, name, *map(str, fault["loc"]))
            self.add("E402", words.what, place, words.expected, words.found, words.fix)

    def entries_of(self, document: Mapping[str, Any], name: str) -> list[tuple[object, str]]:
        """Return the tables of a list of the file, each with the key that findings call it by."""
        entries = document.get(name, [])
        if not isinstance(entries, list):
            self.add("E402", f"[{name}] is not a list.", self.place(name), fix=f"Write [[{name}]].")
            return []
        found: list[tuple[object, str]] = []
        for number, entry in enumerate(entries, 1):
            called = entry.get("name", entry.get("id", number)) if isinstance(entry, dict) else number
            key = f"{name} {called}"
            key = key if key not in self._paths else f"{key} (entry {number})"
            self._paths[key] = (name, str(number))
            found.append((entry, key))
        return found

    def named_tables(self, document: Mapping[str, Any], name: str) -> Mapping[str, object]:
        """Return a table of named tables of the file."""
        tables = document.get(name, {})
        if isinstance(tables, dict):
            return tables
        what = f"[{name}] is not a table of named tables."
        self.add("E402", what, self.place(name), f"[{name}.a-name]", shown(tables), f"Write [{name}.a-name].")
        return {}

    def unique(self, values: Sequence[Named | None]) -> tuple[Named, ...]:
        """Return the values without those whose name was used before."""
        kept: dict[str, Named] = {}
        for value in values:
            if value is None:
                continue
            if value.name in kept:
                what = f'The name "{value.name}" is used twice; the second is left out.'
                expected = f"a name not used on line {kept[value.name].place.line}"
                fix = "Give each quota, pool, fund and rule a name of its own."
                self.add("E403", what, value.place, expected, f'"{value.name}"', fix)
            else:
                kept[value.name] = value
        return tuple(kept.values())

    def currency(self, text: str) -> Unit | None:
        """Return a unit of money, or None with a finding."""
        unit = parse_unit(text)
        if unit is not None and unit.dimension.startswith("currency "):
            return unit
        code = "E304" if unit is None else "E406"
        what = "The unit is not known." if unit is None else "The scenario's money is not a currency."
        fix = "Use a currency listed in the reference, perhaps with a scale word."
        self.add(code, what, self.place("money"), 'a currency such as "million yuan"', f'"{text}"', fix)
        return None

    def amount(self, text: str, place: Place, kind: Unit | None = None, *, signed: bool = False) -> Amount | None:
        """Return an amount of the kind of a unit, 0 or more unless `signed`; None with a finding where it is none."""
        amount, findings = parse_amount(text, self.units)
        self.findings += [finding.at(place) for finding in findings]
        if amount is None:
            return None
        if amount.value < 0 and not signed:
            self.add("E407", "The amount is negative.", place, "0 or more", f'"{text}"', "Correct the sign.")
            return None
        if kind is not None and amount.unit.dimension != kind.dimension:
            expected = f"a unit of {kind.dimension}, such as {kind}"
            self.add("E406", "The unit is of the wrong kind.", place, expected, f'"{text}"', "Correct the unit.")
            return None
        return amount

    def amounts(self, value: Amounts, place: Place, kind: Unit | None) -> dict[str, Amount] | None:
        """Return amounts by period; a bare amount is for the whole horizon, `each` for every period."""
        texts = {WHOLE: value} if isinstance(value, str) else dict(value)
        if not texts:
            expected = ", ".join((*self.labels, EACH, WHOLE))
            self.add("E402", "There is no amount.", place, expected, "none", 'Write amount = "1,200 mu".')
            return None
        each = texts.pop(EACH, None)
        if each is not None:
            texts = {**dict.fromkeys(self.labels, each), **texts}
        amounts: dict[str, Amount] = {}
        for label, text in texts.items():
            if label != WHOLE and label not in self.labels:
                expected = ", ".join((*self.labels, EACH, WHOLE))
                self.add("E404", f'"{label}" is not a period.', place, expected, f'"{label}"', "Correct the label.")
                return None
            amount = self.amount(text, place, kind)
            if amount is None:
                return None
            amounts[label] = amount
        if WHOLE in amounts and len(amounts) > 1:
            what = f'"{WHOLE}", an amount for the whole horizon, stands beside amounts for periods.'
            self.add("E402", what, place, "one or the other", ", ".join(amounts), "Make two of them, with a name each.")
            return None
        return amounts

    def fraction(self, text: str, place: Place, most: int | None = 1, *, signed: bool = False) -> Decimal | None:
        """Return a share such as "35 %" or "0.35" as a fraction, up to `most` and 0 or more unless `signed`."""
        number = text.strip()
        value = parse_number(number.removesuffix("%"))
        if value is not None and number.endswith("%"):
            sign, digits, exponent = value.as_tuple()
            value = Decimal((sign, digits, int(exponent) - 2))
        if value is None or (value < 0 and not signed) or (most is not None and value > most):
            what, expected = ("share", "0 % to 100 %") if most == 1 else ("ratio", "0 or more")
            fix = 'Write it as "35 %" or "0.35".'
            self.add("E412", f"This is not a {what}.", place, expected, f'"{text}"', fix)
            return None
        return value

    def cite(self, cite: CitationTable) -> Citation:
        """Return what a table rests on."""
        passage = Passage(cite.document, cite.start, cite.end, cite.quote) if cite.document else None
        return Citation(cite.pledge, passage, cite.note)

    def selection(self, where: Mapping[str, Sequence[str]], place: Place) -> Selection | None:
        """Return a selection from a table; the keys `projects` and `starts` are not fields but what they say."""
        fields = {name: tuple(values) for name, values in where.items() if name not in ("projects", "starts")}
        starts = tuple(where.get("starts", ()))
        unknown = [label for label in starts if label not in self.labels]
        for label in unknown:
            self.unknown_period(label, place)
        return None if unknown else Selection(fields, tuple(where.get("projects", ())), starts)

    def projects_only(self, where: Mapping[str, Sequence[str]], place: Place) -> Selection:
        """Return a selection of projects, whatever they start; all of them where it cannot be read."""
        if "starts" in where:
            what = f'"{place.key}" chooses projects, whatever they start; it takes no "starts".'
            self.add("E402", what, place, "fields and projects", "starts", 'Take it out; the top has "starts".')
        return self.selection({name: values for name, values in where.items() if name != "starts"}, place) or (
            ALL_PROJECTS
        )

    def unknown_period(self, label: str, place: Place) -> None:
        """Note that a label is not one of the periods."""
        expected, fix = ", ".join(self.labels), "Correct the label."
        self.add("E404", f'"{label}" is not one of the periods.', place, expected, f'"{label}"', fix)
