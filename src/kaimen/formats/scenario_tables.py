"""The tables of a scenario file to the values of `kaimen.scenario`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from kaimen.errors import Finding, Place
from kaimen.evidence import Citation, Passage
from kaimen.formats.scenario_schema import (
    RULE_KEYS,
    Amounts,
    BenefitTable,
    CarryTable,
    CitationTable,
    Cite,
    FundTable,
    PeriodTable,
    QuotaTable,
    RegionGroupTable,
    RegionTable,
    ResourceTable,
    RuleTable,
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
    NO_CITATION,
    WHOLE,
    Benefit,
    Carry,
    Draw,
    Exclusion,
    Fund,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Quota,
    Resource,
    Rule,
    Scenario,
    Selection,
    Sense,
    Share,
    Substitution,
    Use,
)

Table = TypeVar("Table", bound=BaseModel)
Named = TypeVar("Named", Quota, Fund, Rule)

LISTS = ("quota", "pool", "fund", "rule", "region", "region_group")
TABLES = ("resource", "benefit", "override")

_PLAIN = UNITS["projects"]


@dataclass(slots=True)
class TableReader:
    """Turns the tables of one file into values; what cannot be turned becomes a finding."""

    text: str
    file: str
    findings: list[Finding]
    labels: tuple[str, ...] = ()
    units: dict[str, Unit] = field(default_factory=dict)
    money: Unit = UNITS["yuan"]

    def frame(self, table: Mapping[str, Any]) -> ScenarioTable | None:
        """Return the top of the file."""
        return self._table(ScenarioTable, table, "")

    def scenario(self, top: ScenarioTable, document: Mapping[str, Any], applied: tuple[str, ...]) -> Scenario | None:
        """Return the scenario of a file whose top has been read, or None where it has no periods."""
        periods = self._periods(top.periods)
        if not periods:
            return None
        self.labels = tuple(period.label for period in periods)
        self.money = self._unit(top.money, "money") or self.money
        resources = self._resources(document.get("resource", {}))
        lists = {name: self._entries(document, name) for name in LISTS}
        pools = [self._quota(entry, key, is_pool=True) for entry, key in lists["pool"]]
        quotas = [self._quota(entry, key, is_pool=False) for entry, key in lists["quota"]]
        funds = [self._fund(entry, key) for entry, key in lists["fund"]]
        rules = [self._rule(entry, key) for entry, key in lists["rule"]]
        overrides = document.get("override", {})
        return Scenario(
            name=top.name,
            title=top.title,
            periods=periods,
            starts=self._known_periods(top.starts, "starts") if top.starts else self.labels,
            benefit=self._benefit(document.get("benefit")),
            money=self.money,
            resources=resources,
            regions=self._regions(lists["region"], lists["region_group"]),
            quotas=self._unique([*pools, *quotas]),
            funds=self._unique(funds),
            rules=self._unique(rules),
            readiness=tuple(top.readiness),
            consider=_selection(top.consider),
            order=top.order,
            seed=top.seed,
            overrides=tuple(overrides) if isinstance(overrides, dict) else (),
            applied=applied,
            place=Place(self.file),
        )

    # Frames of tables

    def _place(self, key: str, name: str = "") -> Place:
        """Return the place of a key, with the line on which the name of its table stands."""
        lines = self.text.splitlines()
        found = next((n for n, line in enumerate(lines, 1) if name and f'"{name}"' in line and "name" in line), None)
        return Place(self.file, line=found, key=key)

    def _add(self, code: str, what: str, place: Place, expected: str = "", found: str = "", fix: str = "") -> None:
        self.findings.append(Finding(code, what, place, expected, found, fix))

    def _table(self, kind: type[Table], table: object, key: str) -> Table | None:
        try:
            return kind.model_validate(table)
        except ValidationError as error:
            name = table.get("name", "") if isinstance(table, Mapping) else ""
            for fault in error.errors():
                path = ".".join(str(part) for part in (key, *fault["loc"]) if str(part))
                known = ", ".join(kind.model_fields)
                extra = fault["type"] == "extra_forbidden"
                what = f"The key is not known ({path})." if extra else f"{fault['msg']} ({path})."
                expected = f"one of {known}" if extra else ""
                found = "" if fault["type"] == "missing" else _shown(fault["input"])
                self._add("E402", what, self._place(path, str(name)), expected, found, "Correct the scenario file.")
            return None

    def _entries(self, document: Mapping[str, Any], name: str) -> list[tuple[object, str]]:
        entries = document.get(name, [])
        if not isinstance(entries, list):
            self._add("E402", f"[{name}] is not a list.", Place(self.file, key=name), fix=f"Write [[{name}]].")
            return []
        return [
            (entry, f"{name} {entry.get('name', number)}" if isinstance(entry, dict) else f"{name} {number}")
            for number, entry in enumerate(entries, 1)
        ]

    def _unique(self, values: Sequence[Named | None]) -> tuple[Named, ...]:
        kept: dict[str, Named] = {}
        for value in values:
            if value is None:
                continue
            if value.name in kept:
                what = f'The name "{value.name}" is used twice; the second is left out.'
                self._add("E403", what, value.place, fix="Give each quota, pool, fund and rule a name of its own.")
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
            self._add("E308", what, self._place("periods"), str(earlier.end), str(later.start), "Make them adjoin.")
        if not entries:
            self._add("E402", "There are no periods.", self._place("periods"), fix='Write periods = ["2026", "2027"].')
        return tuple(sorted(periods))

    def _period(self, entry: object) -> Period | None:
        if isinstance(entry, dict):
            table = self._table(PeriodTable, entry, "periods")
            if table is None:
                return None
            start, end = _day(table.start), _day(table.end)
            if start and end and start < end:
                return Period(start, end, table.label)
        else:
            period = parse_period(str(entry))
            if period is not None:
                return period
        expected = '"2026", "2026Q3", "2026-07" or { label = "FY26", start = 2025-07-01, end = 2026-07-01 }'
        self._add("E308", "This is not a period.", self._place("periods"), expected, _shown(entry), "Correct it.")
        return None

    def _known_periods(self, labels: Sequence[str], key: str) -> tuple[str, ...]:
        for label in labels:
            if label not in self.labels:
                what = f'"{label}" is not one of the periods.'
                self._add("E404", what, self._place(key), ", ".join(self.labels), f'"{label}"', "Correct the label.")
        return tuple(label for label in labels if label in self.labels)

    def _unit(self, text: str, key: str) -> Unit | None:
        unit = parse_unit(text, self.units)
        if unit is None:
            fix = "Use a unit listed in the reference, perhaps with a scale word."
            self._add("E304", "The unit is not known.", self._place(key), "a unit", f'"{text}"', fix)
        return unit

    def _resources(self, tables: object) -> tuple[Resource, ...]:
        resources: list[Resource] = []
        for name, entry in tables.items() if isinstance(tables, dict) else ():
            key = f"resource.{name}"
            table = self._table(ResourceTable, entry, key)
            if table is None:
                continue
            if name in (COUNT, COST):
                self._add("E403", f'A resource cannot be called "{name}".', self._place(key), fix="Rename it.")
                continue
            # A word that is no unit of measure is one of the resource's own: places, beds, permits.
            unit = parse_unit(table.unit) or Unit(table.unit, f"count of {table.unit}")
            self.units.setdefault(table.unit.casefold(), unit)
            resources.append(Resource(name, unit, Use(table.use)))
        return tuple(resources)

    def _regions(self, regions: list[tuple[object, str]], groups: list[tuple[object, str]]) -> RegionTree:
        tables = [self._table(RegionTable, entry, key) for entry, key in regions]
        sets = [self._table(RegionGroupTable, entry, key) for entry, key in groups]
        tree, findings = region_tree(
            [Region(t.id, t.within, t.level, t.name) for t in tables if t],
            [RegionGroup(t.id, tuple(t.regions), t.name) for t in sets if t],
            Place(self.file, key="region"),
        )
        self.findings += findings
        return tree

    # Amounts

    def _amount(self, text: str, place: Place, kind: Unit | None = None) -> Amount | None:
        amount, findings = parse_amount(text, self.units)
        self.findings += [finding.at(place) for finding in findings]
        if amount is None:
            return None
        if amount.value < 0:
            self._add("E407", "The amount is negative.", place, "0 or more", f'"{text}"', "Correct the sign.")
            return None
        if kind is not None and amount.unit.dimension != kind.dimension:
            expected = f"a unit of {kind.dimension}, such as {kind}"
            self._add("E406", "The unit is of the wrong kind.", place, expected, f'"{text}"', "Correct the unit.")
            return None
        return amount

    def _amounts(self, value: Amounts, place: Place, kind: Unit | None) -> dict[str, Amount] | None:
        """Return amounts by period; a bare amount is for the whole horizon, `each` for every period."""
        texts = {WHOLE: value} if isinstance(value, str) else dict(value)
        each = texts.pop("each", None)
        if each is not None:
            texts = {**dict.fromkeys(self.labels, each), **texts}
        amounts: dict[str, Amount] = {}
        for label, text in texts.items():
            if label != WHOLE and label not in self.labels:
                expected = ", ".join((*self.labels, "each", WHOLE))
                self._add("E404", f'"{label}" is not a period.', place, expected, f'"{label}"', "Correct the label.")
                return None
            amount = self._amount(text, place, kind)
            if amount is None:
                return None
            amounts[label] = amount
        if WHOLE in amounts and len(amounts) > 1:
            what = "An amount for the whole horizon stands beside amounts for periods."
            self._add("E402", what, place, fix="Make two quotas of them, with a name each.")
            return None
        return amounts

    def _fraction(self, text: str, place: Place, most: int | None = 1) -> Decimal | None:
        """Return a share such as "35 %" or "0.35" as a fraction."""
        number = text.strip()
        value = parse_number(number.removesuffix("%"))
        if value is not None and number.endswith("%"):
            value /= 100
        if value is None or value < 0 or (most is not None and value > most):
            expected = "0 % to 100 %" if most == 1 else "0 or more"
            self._add("E412", "This is not a share.", place, expected, f'"{text}"', 'Write it as "35 %".')
            return None
        return value

    def _cite(self, cite: Cite) -> Citation:
        if isinstance(cite, CitationTable):
            passage = Passage(cite.document, cite.start, cite.end, cite.quote) if cite.document else None
            return Citation(cite.pledge, passage, cite.note)
        return Citation(note=cite) if cite else NO_CITATION

    # Quotas, funds, benefit

    def _quota(self, entry: object, key: str, *, is_pool: bool) -> Quota | None:
        table = self._table(QuotaTable, entry, key)
        if table is None:
            return None
        place = self._place(key, table.name)
        amounts = self._amounts(table.amount, place, None)
        draw, carry = self._draw(table, place), self._carry(table.carry, place)
        if amounts is None or (table.pool and draw is None) or (table.carry and carry is None):
            return None
        cite = self._cite(table.cite)
        return Quota(table.name, table.resource, table.region, amounts, is_pool, draw, carry, cite, place)

    def _draw(self, table: QuotaTable, place: Place) -> Draw | None:
        if not table.pool and table.draw_at_most:
            what = "A draw is limited, but no pool is named."
            self._add("E402", what, place, fix='Name the pool: pool = "...".')
        if not table.pool:
            return None
        if not table.draw_at_most:
            what = f'The draw on the pool "{table.pool}" has no limit.'
            self._add("E402", what, place, "draw_at_most", fix='Every draw has a limit: draw_at_most = "100 mu".')
            return None
        cap = self._amount(table.draw_at_most, place)
        return Draw(table.pool, cap) if cap else None

    def _carry(self, table: CarryTable | None, place: Place) -> Carry | None:
        if table is None:
            return None
        rate, cap = self._fraction(table.rate, place), self._amount(table.at_most, place)
        return Carry(rate, cap) if rate is not None and cap is not None else None

    def _fund(self, entry: object, key: str) -> Fund | None:
        table = self._table(FundTable, entry, key)
        if table is None:
            return None
        place = self._place(key, table.name)
        amounts, share = self._amounts(table.amount, place, self.money), self._fraction(table.share, place)
        if amounts is None or share is None:
            return None
        if WHOLE in amounts and len(self.labels) > 1:
            what = "A fund has its amounts by period."
            self._add("E402", what, place, ", ".join(self.labels), fix='Write amount = { 2026 = "..." }.')
            return None
        if WHOLE in amounts:
            amounts = {self.labels[0]: amounts[WHOLE]}
        life = table.over == "life"
        return Fund(table.name, amounts, share, life, _selection(table.lawful), self._cite(table.cite), place)

    def _benefit(self, entry: object) -> Benefit:
        place = self._place("benefit")
        if entry is None:
            what = "The scenario does not say what counts as benefit."
            self._add("E402", what, place, "[benefit]", fix='Write [benefit] with weights = { points = "1" }.')
            return Benefit({})
        table = self._table(BenefitTable, entry, "benefit")
        if table is None:
            return Benefit({})
        weights: dict[str, Decimal] = {}
        for name, text in table.weights.items():
            weight = parse_number(text)
            if weight is None:
                self._add("E402", f'The weight of "{name}" is not a number.', place, "a number", f'"{text}"')
            else:
                weights[name] = weight
        return Benefit(weights, table.times, self._fraction(table.discount, place) or Decimal(0))

    # Rules

    def _rule(self, entry: object, key: str) -> Rule | None:
        table = self._table(RuleTable, entry, key)
        if table is None:
            return None
        name = table.name or key
        place = self._place(key, table.name)
        allowed = RULE_KEYS.get(table.kind)
        if allowed is None:
            what = f'There is no kind of rule called "{table.kind}".'
            self._add("E402", what, place, ", ".join(RULE_KEYS), f'"{table.kind}"', "Correct the kind.")
            return None
        extra = sorted(table.model_fields_set - allowed - {"kind", "name", "cite"})
        if extra:
            what = f'A rule of kind "{table.kind}" does not take {", ".join(extra)}.'
            self._add("E402", what, place, ", ".join(sorted(allowed)), ", ".join(extra), "Take it out.")
            return None
        return _RULES[table.kind](self, table, name, place)

    def _limit(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        if (table.count is None) == (not table.amount):
            self._add("E402", f'Rule "{name}" needs a count or an amount.', place, "count or amount")
            return None
        of = table.of or COUNT if table.count is not None else table.of
        if table.count is not None and of != COUNT:
            self._add("E402", f'Rule "{name}" counts projects, so it has no "of".', place, found=f'of = "{of}"')
            return None
        if table.amount and not of:
            fix = 'Say what the amount is of: of = "cost", or a resource or criterion.'
            self._add("E402", f'Rule "{name}" does not say what the amount is of.', place, "of", fix=fix)
            return None
        within = self._fraction(table.within, place) if table.within else Decimal(0)
        sense = Sense(table.kind)
        if sense is Sense.EXACTLY and table.amount and not within:
            fix = 'Give a tolerance: within = "0.5 %".'
            self._add("E402", f'Rule "{name}" asks for exactly an amount.', place, "within", fix=fix)
            return None
        bound = Amount(Decimal(table.count), _PLAIN) if table.count is not None else self._measured(table, of, place)
        if bound is None or within is None:
            return None
        over, period = _rule_selection(table), self._one_period(table.period, place)
        return Limit(name, sense, bound, of, over, period, within, cite=self._cite(table.cite), place=place)

    def _measured(self, table: RuleTable, of: str, place: Place) -> Amount | None:
        """Return the amount of a rule; a criterion's is a plain number."""
        number = parse_number(table.amount)
        if number is not None and of not in self.units and of != COST:
            return Amount(number, _PLAIN)
        return self._amount(table.amount, place, self.money if of == COST else None)

    def _one_period(self, label: str, place: Place) -> str:
        if label and label not in self.labels:
            self._add("E404", f'"{label}" is not a period.', place, ", ".join(self.labels), f'"{label}"', "Correct it.")
            return ""
        return label

    def _share(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        given = [key for key in ("at_least", "more_than", "at_most", "less_than") if getattr(table, key)]
        if len(given) != 1 or not table.part:
            what = f'Rule "{name}" needs a part and one of at_least, more_than, at_most, less_than.'
            self._add("E402", what, place, "part and one bound", ", ".join(given) or "none")
            return None
        share = self._fraction(getattr(table, given[0]), place)
        if share is None:
            return None
        return Share(
            name,
            share,
            _selection(table.part),
            _rule_selection(table),
            table.of or COUNT,
            self._one_period(table.period, place),
            Sense.AT_LEAST if given[0] in ("at_least", "more_than") else Sense.AT_MOST,
            given[0] in ("more_than", "less_than"),
            cite=self._cite(table.cite),
            place=place,
        )

    def _prerequisite(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        if not table.project or not table.needs:
            self._add("E402", f'Rule "{name}" needs a project and what it needs.', place, "project and needs")
            return None
        return Prerequisite(name, table.project, tuple(table.needs), cite=self._cite(table.cite), place=place)

    def _exclusion(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        number = parse_number(table.at_most or "1")
        if number is None or number < 0 or number != int(number):
            self._add("E402", f'Rule "{name}" allows no whole number.', place, "0, 1, 2 ...", f'"{table.at_most}"')
            return None
        return Exclusion(name, _rule_selection(table), int(number), cite=self._cite(table.cite), place=place)

    def _must(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        selection, cite = _rule_selection(table), self._cite(table.cite)
        if selection == ALL_PROJECTS:
            self._add("E402", f'Rule "{name}" does not say which projects.', place, "projects or where")
            return None
        if table.kind == "must_not":
            return MustNot(name, selection, table.waived_by, table.reason, cite=cite, place=place)
        return MustSelect(name, selection, table.kind == "green_channel", cite=cite, place=place)

    def _substitution(self, table: RuleTable, name: str, place: Place) -> Rule | None:
        ratio = self._fraction(table.ratio or "1", place, most=None)
        if not table.resource or ratio is None:
            self._add("E402", f'Rule "{name}" needs a resource and a ratio.', place, "resource and ratio")
            return None
        return Substitution(
            name, table.resource, ratio, _rule_selection(table), cite=self._cite(table.cite), place=place
        )


_RULES: Mapping[str, Callable[[TableReader, RuleTable, str, Place], Rule | None]] = {
    "at_least": TableReader._limit,
    "at_most": TableReader._limit,
    "exactly": TableReader._limit,
    "share": TableReader._share,
    "prerequisite": TableReader._prerequisite,
    "exclusion": TableReader._exclusion,
    "must_select": TableReader._must,
    "must_not": TableReader._must,
    "green_channel": TableReader._must,
    "substitution": TableReader._substitution,
}


def _selection(where: Mapping[str, Sequence[str]]) -> Selection:
    """Return a selection from a table; the keys `projects` and `starts` are not fields but what they say."""
    fields = {name: tuple(values) for name, values in where.items() if name not in ("projects", "starts")}
    return Selection(fields, tuple(where.get("projects", ())), tuple(where.get("starts", ())))


def _rule_selection(table: RuleTable) -> Selection:
    return _selection({**table.where, "projects": table.projects, "starts": table.starts})


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else parse_day(str(value))


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 60 else text[:57] + "..."
