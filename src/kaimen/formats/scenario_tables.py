"""The tables of a scenario file to the values of `kaimen.scenario`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kaimen.errors import Finding, Place
from kaimen.evidence import Citation, Passage
from kaimen.formats.scenario_appraisal import read_benefit, read_reference_classes
from kaimen.formats.scenario_faults import Lines, fault_words, shown
from kaimen.formats.scenario_rules import read_rule
from kaimen.formats.scenario_schema import (
    Amounts,
    CarryTable,
    CitationTable,
    FundTable,
    PeriodTable,
    QuotaTable,
    RegionGroupTable,
    RegionTable,
    ResourceTable,
    ScenarioTable,
)
from kaimen.quantity import (
    UNITS,
    Amount,
    Period,
    Unit,
    gaps_between,
    parse_amount,
    parse_day,
    parse_number,
    parse_period,
    parse_unit,
)
from kaimen.regions import Region, RegionGroup, RegionTree, region_tree
from kaimen.scenario import (
    ALL_PROJECTS,
    COST,
    COUNT,
    WHOLE,
    Carry,
    Draw,
    Fund,
    Quota,
    ReferenceClass,
    Resource,
    Rule,
    Scenario,
    Selection,
    Use,
)

Table = TypeVar("Table", bound=BaseModel)
Named = TypeVar("Named", Quota, Fund, Rule, ReferenceClass)

LISTS = ("quota", "pool", "fund", "rule", "region", "region_group", "reference_class")
TABLES = ("resource", "benefit", "override")

EACH = "each"
"""The word for an amount that is the same in every period."""

_PARTS: Mapping[str, type[BaseModel]] = {"cite": CitationTable, "carry": CarryTable}


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

    def scenario(self, top: ScenarioTable, document: Mapping[str, Any]) -> Scenario | None:
        """Return the scenario of a file whose top has been read, or None where it has no periods."""
        periods = self._periods(top.periods)
        if not periods:
            return None
        self.labels = tuple(period.label for period in periods)
        self.money = self.currency(top.money) or self.money
        resources = self._resources(self.named_tables(document, "resource"))
        lists = {name: self.entries_of(document, name) for name in LISTS}
        pools = [self._quota(entry, key, is_pool=True) for entry, key in lists["pool"]]
        quotas = [self._quota(entry, key, is_pool=False) for entry, key in lists["quota"]]
        funds = [self._fund(entry, key) for entry, key in lists["fund"]]
        rules = [read_rule(self, entry, key) for entry, key in lists["rule"]]
        return Scenario(
            name=top.name,
            title=top.title,
            periods=periods,
            starts=self._known_periods(top.starts, "starts") if top.starts else self.labels,
            benefit=read_benefit(self, document.get("benefit")),
            money=self.money,
            resources=resources,
            regions=self._regions(lists["region"], lists["region_group"]),
            quotas=self.unique([*pools, *quotas]),
            funds=self.unique(funds),
            rules=self.unique(rules),
            readiness=tuple(top.readiness),
            consider=self.projects_only(top.consider, self.place("consider")),
            reference_classes=read_reference_classes(self, lists["reference_class"]),
            order=top.order,
            seed=top.seed,
            overrides=tuple(self.named_tables(document, "override")),
            applied=self.applied,
            synthetic=top.synthetic,
            names=top.names.model_dump(),
            place=Place(self.file),
        )

    def note(self, code: str, what: str, path: tuple[str, ...], expected: str, found: str, fix: str) -> None:
        """Note a finding on the key at a path of the file."""
        self.add(code, what, Place(self.file, line=self.lines.of(path), key=".".join(path)), expected, found, fix)

    # Frames of tables

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

    def add(self, code: str, what: str, place: Place, expected: str = "", found: str = "", fix: str = "") -> None:
        """Note a finding."""
        self.findings.append(Finding(code, what, place, expected, found, fix))

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

    # Periods, units, regions

    def _periods(self, entries: Sequence[object]) -> tuple[Period, ...]:
        periods: list[Period] = []
        for entry in entries:
            period = self._period(entry)
            if period is not None:
                periods.append(period)
        for earlier, later in gaps_between(periods):
            what = f"The periods {earlier.label} and {later.label} do not follow one another."
            expected = f"{later.label} to start on {earlier.end}"
            self.add("E308", what, self.place("periods"), expected, str(later.start), "Make them adjoin.")
        if not entries:
            self.add("E402", "There are no periods.", self.place("periods"), fix='Write periods = ["2026", "2027"].')
        return tuple(sorted(periods))

    def _period(self, entry: object) -> Period | None:
        if isinstance(entry, dict):
            table = self.table(PeriodTable, entry, "periods")
            if table is None:
                return None
            start, end = _day(table.start), _day(table.end)
            if table.label in (EACH, WHOLE):
                what = f'A period cannot be called "{table.label}": amounts use the word for all periods.'
                self.add("E403", what, self.place("periods"), "another label", f'"{table.label}"', "Rename it.")
                return None
            if start and end and start < end:
                return Period(start, end, table.label)
        else:
            period = parse_period(str(entry))
            if period is not None:
                return period
        expected = '"2026", "2026Q3", "2026-07" or { label = "FY26", start = 2025-07-01, end = 2026-07-01 }'
        self.add("E308", "This is not a period.", self.place("periods"), expected, shown(entry), "Correct it.")
        return None

    def _known_periods(self, labels: Sequence[str], key: str) -> tuple[str, ...]:
        for label in labels:
            if label not in self.labels:
                self.unknown_period(label, self.place(key))
        return tuple(label for label in labels if label in self.labels)

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

    def _resources(self, tables: Mapping[str, object]) -> tuple[Resource, ...]:
        resources: list[Resource] = []
        for name, entry in tables.items():
            key = f"resource.{name}"
            table = self.table(ResourceTable, entry, key)
            if table is None:
                continue
            if name in (COUNT, COST):
                what = f'A resource cannot be called "{name}": rules use the word for a measure of their own.'
                self.add("E403", what, self.place(key), "another name", f'"{name}"', "Rename it.")
                continue
            # A word that is no unit of measure is one of the resource's own: places, beds, permits.
            unit = parse_unit(table.unit) or Unit(table.unit, f"count of {table.unit}")
            self.units.setdefault(table.unit.casefold(), unit)
            resources.append(Resource(name, unit, Use(table.use)))
        self.resources = {resource.name: resource for resource in resources}
        return tuple(resources)

    def _regions(self, regions: list[tuple[object, str]], groups: list[tuple[object, str]]) -> RegionTree:
        tables = [(self.table(RegionTable, entry, key), self.place(key)) for entry, key in regions]
        sets = [(self.table(RegionGroupTable, entry, key), self.place(key)) for entry, key in groups]
        tree, findings = region_tree(
            [Region(t.id, t.within, t.level, t.name, t.tile, place) for t, place in tables if t],
            [RegionGroup(t.id, tuple(t.regions), t.name, place) for t, place in sets if t],
        )
        self.findings += findings
        return tree

    # Amounts

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

    def _amounts(self, value: Amounts, place: Place, kind: Unit | None) -> dict[str, Amount] | None:
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

    # Quotas, funds

    def _quota(self, entry: object, key: str, *, is_pool: bool) -> Quota | None:
        table = self.table(QuotaTable, entry, key)
        if table is None:
            return None
        place = self.place(key, table.name)
        resource = self.resources.get(table.resource)
        kind = resource.unit if resource else None
        amounts = self._amounts(table.amount, self.place(key, table.name, "amount"), kind)
        draw = self._draw(table, key, kind)
        carry = self._carry(table.carry, self.place(key, table.name, "carry"), kind)
        if amounts is None or (table.pool and draw is None) or (table.carry and carry is None):
            return None
        cite = self.cite(table.cite)
        return Quota(table.name, table.resource, table.region, amounts, is_pool, draw, carry, cite, place)

    def _draw(self, table: QuotaTable, key: str, kind: Unit | None) -> Draw | None:
        place = self.place(key, table.name, "draw_at_most")
        if not table.pool and table.draw_at_most:
            what = "A draw is limited, but no pool is named."
            self.add("E402", what, place, "pool", "none", 'Name the pool: pool = "...".')
        if not table.pool:
            return None
        if not table.draw_at_most:
            what = f'The draw on the pool "{table.pool}" has no limit.'
            self.add("E402", what, place, "draw_at_most", "none", 'Every draw has a limit: draw_at_most = "100 mu".')
            return None
        cap = self.amount(table.draw_at_most, place, kind)
        return Draw(table.pool, cap) if cap else None

    def _carry(self, table: CarryTable | None, place: Place, kind: Unit | None) -> Carry | None:
        if table is None:
            return None
        rate, cap = self.fraction(table.rate, place), self.amount(table.at_most, place, kind)
        return Carry(rate, cap) if rate is not None and cap is not None else None

    def _fund(self, entry: object, key: str) -> Fund | None:
        table = self.table(FundTable, entry, key)
        if table is None:
            return None
        place = self.place(key, table.name)
        amounts = self._amounts(table.amount, self.place(key, table.name, "amount"), self.money)
        share = self.fraction(table.share, self.place(key, table.name, "share"))
        lawful = self.selection(table.lawful, place)
        if amounts is None or share is None or lawful is None:
            return None
        if WHOLE in amounts and len(self.labels) > 1:
            what = "A fund has its amounts by period."
            fix = f'Write amount = {{ {self.labels[0]} = "..." }}, or {{ {EACH} = "..." }} for every period the same.'
            where = self.place(key, table.name, "amount")
            self.add("E402", what, where, ", ".join((*self.labels, EACH)), "one amount", fix)
            return None
        if WHOLE in amounts:
            amounts = {self.labels[0]: amounts[WHOLE]}
        life = table.over == "life"
        return Fund(table.name, amounts, share, life, lawful, self.cite(table.cite), place)

    # Selections

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


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_day(str(value))
