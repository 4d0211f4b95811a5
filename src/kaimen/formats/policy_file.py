"""Policy files (TOML) to books of policies; `docs/policies.md` describes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from kaimen.errors import Finding, Place
from kaimen.formats.policy_conditions import ConditionReader, figure_of
from kaimen.formats.policy_schema import (
    AccessTable,
    BookTable,
    FieldTable,
    FinancingTable,
    GrantTable,
    GuaranteeTable,
    LenderTable,
    MoneyPoolTable,
    PolicyTable,
    ProgrammeTable,
    ReferenceTable,
    StackingTable,
)
from kaimen.formats.scenario_file import bad_toml
from kaimen.formats.scenario_reader import TableReader, day_of
from kaimen.policies import (
    TEXT_FIELDS,
    AccessLine,
    All,
    Financing,
    Grant,
    Guarantee,
    Lender,
    MoneyPool,
    Number,
    Policy,
    PolicyBook,
    Programme,
    Reference,
    Stacking,
    Tier,
    check_policies,
)
from kaimen.quantity import parse_number, parse_unit

_Named = TypeVar("_Named", MoneyPool, Programme, Financing)
_LISTS = ("pool", "policy", "access", "stacking", "programme", "guarantee", "lender", "financing")


def parse_policies(text: str, file: str = "") -> tuple[PolicyBook | None, list[Finding]]:
    """Read a policy file. A rule that cannot be read or cannot stand is left out with a finding.

    Returns:
        The book, or None where the file is not TOML, and findings with their lines.
    """
    if not text.strip():
        place, fix = Place(file, line=1), "Choose another file."
        return None, [Finding("E102", "The file is empty.", place, "a policy file", fix=fix)]
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        return None, [bad_toml(error, text, file)]
    findings: list[Finding] = []
    book = _BookReader(TableReader(text, file, findings)).book(document)
    if book is None:  # what is missing at the top of a file belongs into its first line
        return None, [replace(f, place=replace(f.place, line=f.place.line or 1)) for f in findings]
    checked, found = check_policies(book)
    return checked, findings + found


@dataclass(slots=True)
class _BookReader:
    reader: TableReader
    fields: dict[str, Number] = field(default_factory=dict)

    def book(self, document: Mapping[str, Any]) -> PolicyBook | None:
        reader = self.reader
        top = {key: value for key, value in document.items() if key not in (*_LISTS, "field")}
        table = reader.table(BookTable, top, "")
        if table is None:
            return None
        reader.money = reader.currency(table.money) or reader.money
        for name, entry in reader.named_tables(document, "field").items():
            self._field(name, entry)
        lists = {name: reader.entries_of(document, name) for name in _LISTS}
        pools = [self._pool(entry, key) for entry, key in lists["pool"]]
        policies = [self._policy(entry, key) for entry, key in lists["policy"]]
        access = [self._access(entry, key) for entry, key in lists["access"]]
        stackings = [self._stacking(entry, key) for entry, key in lists["stacking"]]
        programmes = [self._programme(entry, key) for entry, key in lists["programme"]]
        guarantees = [self._guarantee(entry, key) for entry, key in lists["guarantee"]]
        lenders = [self._lender(entry, key) for entry, key in lists["lender"]]
        financings = [self._financing(entry, key) for entry, key in lists["financing"]]
        return PolicyBook(
            table.name,
            reader.money,
            tuple(self.fields.values()),
            self._once(pools, "pool"),
            tuple(policy for policy in policies if policy),
            tuple(line for line in access if line),
            tuple(stacking for stacking in stackings if stacking),
            table.title,
            table.synthetic,
            self._once(programmes, "programme"),
            tuple(guarantee for guarantee in guarantees if guarantee),
            tuple(lender for lender in lenders if lender),
            self._once(financings, "matching"),
            {language: said for language, said in table.names.model_dump().items() if said},
        )

    def _once(self, entries: Sequence[_Named | None], what: str) -> tuple[_Named, ...]:
        """Return the entries that could be read; of two of one name the first, with a finding."""
        kept: dict[str, _Named] = {}
        for entry in filter(None, entries):
            if kept.setdefault(entry.name, entry) is not entry:
                says = f'The {what} "{entry.name}" occurs a second time; this one is left out.'
                fix = "Give it a name of its own, or delete it."
                self.reader.add("E306", says, entry.place, "a name not used before", f'"{entry.name}"', fix)
        return tuple(kept.values())

    def _field(self, name: str, entry: object) -> None:
        reader, key = self.reader, f"field.{name}"
        table = reader.table(FieldTable, entry, key)
        if table is None:
            return
        place = Place(reader.file, line=reader.lines.of(("field", name)), key=key)
        if name in TEXT_FIELDS:
            what = f'"{name}" is what every firm says in words.'
            reader.add("E403", what, place, "another name", f'"{name}"', "Rename the field.")
            return
        unit = parse_unit(table.unit) if table.unit else None
        if table.unit and unit is None:
            what = f'The unit of the field "{name}" is not known.'
            reader.add("E304", what, place, "a unit of the reference", f'"{table.unit}"', "Use one that is listed.")
            return
        number = Number(name, unit, place=place)
        missing = figure_of(reader, table.missing, number, place) if table.missing else None
        self.fields[name] = Number(name, unit, missing, place)

    def _pool(self, entry: object, key: str) -> MoneyPool | None:
        table = self.reader.table(MoneyPoolTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key, table.name)
        amount = self._money(table.amount, place) if table.amount else None
        return MoneyPool(table.name, amount, self._reference(table.cite, place), place)

    def _policy(self, entry: object, key: str) -> Policy | None:
        table = self.reader.table(PolicyTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key)
        when = self._conditions(table.id, table.when, place)
        grant = self._grant(table.id, table.grant, place)
        dates = self._dates(table.id, table.start, table.end, place)
        if when is None or grant is None or dates is None:
            return None
        reference = self._reference(table.cite, place)
        other = tuple(table.instead_of)
        return Policy(table.id, when, grant, reference, *dates, table.title, table.pool, other, place)

    def _access(self, entry: object, key: str) -> AccessLine | None:
        table = self.reader.table(AccessTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key)
        when = self._conditions(table.id, table.when, place)
        dates = self._dates(table.id, table.start, table.end, place)
        if when is None or dates is None:
            return None
        reference, named = self._reference(table.cite, place), tuple(table.policies)
        return AccessLine(table.id, when, reference, dates[0], table.activity, dates[1], named, place)

    def _stacking(self, entry: object, key: str) -> Stacking | None:
        table = self.reader.table(StackingTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key, table.name)
        amount = self._money(table.amount, place) if table.amount else None
        if table.amount and amount is None:
            return None
        if amount is None and table.count is None:
            what = f'The limit "{table.name}" limits nothing.'
            self.reader.add("E402", what, place, "count or amount", "neither", "Write count = 1 or amount = ...")
            return None
        reference = self._reference(table.cite, place)
        return Stacking(table.name, tuple(table.policies), table.count, amount, reference, place)

    def _programme(self, entry: object, key: str) -> Programme | None:
        table = self.reader.table(ProgrammeTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key, table.name)
        amount = self._money(table.amount, place) if table.amount else None
        weights = self._weights(f'The programme "{table.name}"', table.benefit, place)
        if weights is None:
            return None
        if table.amount and amount is None:
            return None
        reference = self._reference(table.cite, place)
        return Programme(table.name, table.policy, weights, table.count, amount, table.places, reference, place)

    def _guarantee(self, entry: object, key: str) -> Guarantee | None:
        table = self.reader.table(GuaranteeTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key)
        frame = self._rule(table, place)
        amount, fee = self._money(table.amount, place), self.reader.fraction(table.fee, place)
        cap = self._money(table.cap, place) if table.cap else None
        if frame is None or amount is None or fee is None or (table.cap and cap is None):
            return None
        when, first, last, reference = frame
        return Guarantee(table.id, when, reference, first, amount, last, table.title, cap, Fraction(fee), place)

    def _lender(self, entry: object, key: str) -> Lender | None:
        table = self.reader.table(LenderTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key)
        frame = self._rule(table, place)
        amount, rate = self._money(table.amount, place), self.reader.fraction(table.rate, place)
        ends = [self._money(text, place) if text else None for text in (table.smallest, table.largest)]
        part = self.reader.fraction(table.guaranteed, place)
        unread = any(text and end is None for text, end in zip((table.smallest, table.largest), ends, strict=True))
        if frame is None or amount is None or rate is None or part is None or unread:
            return None
        smallest, largest = ends[0] or Fraction(0), ends[1]
        if largest is not None and largest < smallest:
            what = f'No loan is within what "{table.id}" lends.'
            self.reader.add(
                "E925", what, place, f"a largest of {table.smallest} or more", table.largest, "Correct one."
            )
            return None
        when, first, last, reference = frame
        rates = Fraction(rate), last, table.title, smallest, largest, Fraction(part)
        return Lender(table.id, when, reference, first, amount, *rates, tuple(table.guarantees), place)

    def _financing(self, entry: object, key: str) -> Financing | None:
        table = self.reader.table(FinancingTable, entry, key)
        if table is None:
            return None
        place = self.reader.place(key, table.name)
        weights = self._weights(f'The matching "{table.name}"', table.benefit, place)
        # What a loan costs is money, so it counts by itself only where the money lent is what counts.
        cost = self._weights(f'The matching "{table.name}"', {"cost": table.cost or ("0" if weights else "1")}, place)
        if weights is None or cost is None:
            return None
        fields = table.wants, table.least, table.highest
        return Financing(table.name, *fields, weights, cost["cost"], tuple(table.lenders), place)

    # Parts

    def _rule(
        self, table: GuaranteeTable | LenderTable, place: Place
    ) -> tuple[All, date, date | None, Reference] | None:
        when = self._conditions(table.id, table.when, place)
        dates = self._dates(table.id, table.start, table.end, place)
        return None if when is None or dates is None else (when, *dates, self._reference(table.cite, place))

    def _weights(self, whose: str, table: Mapping[str, str], place: Place) -> dict[str, Fraction] | None:
        weights: dict[str, Fraction] = {}
        for name, text in table.items():
            weight = parse_number(text)
            if weight is None or weight < 0:
                what = f'{whose} counts "{name}" with what is no number of 0 or more.'
                self.reader.add("E303", what, place, "a number such as 0.1", f'"{text}"', "Correct the number.")
                return None
            weights[name] = Fraction(weight)
        return weights

    def _conditions(self, rule: str, entries: list[object], place: Place) -> All | None:
        first = place.line or 1
        lines = self.reader.text.splitlines()
        after = (n for n, text in enumerate(lines[first:], first + 1) if text.lstrip().startswith("[["))
        reader = ConditionReader(self.reader, self.fields, rule, place, first, next(after, len(lines) + 1) - 1)
        return reader.every(entries)

    def _dates(self, rule: str, start: object, end: object, place: Place) -> tuple[date, date | None] | None:
        first, last = day_of(start), day_of(end) if end is not None else None
        if first is None or (end is not None and last is None):
            what = f'The dates of "{rule}" cannot be read.'
            fix, found = "Write days without quotation marks.", f"{start}" + (f", {end}" if end is not None else "")
            self.reader.add("E308", what, place, "start = 2024-01-01", found, fix)
            return None
        if last is not None and last <= first:
            what = f'"{rule}" ends before it begins.'
            fix = "`end` is the first day on which it no longer holds."
            self.reader.add("E308", what, place, f"an end after {first}", str(last), fix)
            return None
        return first, last

    def _reference(self, table: ReferenceTable, place: Place) -> Reference:
        day = day_of(table.date) if table.date is not None else None
        if table.date is not None and day is None:
            fix = "Write the day without quotation marks: 2019-01-03."
            self.reader.add("E308", "The day of the document cannot be read.", place, "a day", str(table.date), fix)
        return Reference(table.document, table.number, table.article, day, table.source)

    def _money(self, text: str, place: Place) -> Fraction | None:
        amount = self.reader.amount(text, place, self.reader.money)
        return None if amount is None else amount.measured_in(self.reader.money)

    def _grant(self, rule: str, table: GrantTable, place: Place) -> Grant | None:
        ways = [name for name in ("amount", "rate", "tiers") if getattr(table, name)]
        needs = {"amount": (), "rate": ("of",), "tiers": ("by",)}
        if len(ways) != 1 or any(not getattr(table, name) for name in needs[ways[0]]):
            what = f'What "{rule}" gives is not clear.'
            expected = "amount (perhaps with each), rate with of, or tiers with by"
            self.reader.add("E402", what, place, expected, ", ".join(table.model_fields_set), "Give one of them.")
            return None
        cap = self._money(table.cap, place) if table.cap else None
        amount = self._money(table.amount, place) if table.amount else None
        rate = self.reader.fraction(table.rate, place) if table.rate else None
        tiers = self._tiers(rule, table, place) if table.tiers else ()
        if tiers is None or (table.cap and cap is None) or not (tiers or amount is not None or rate is not None):
            return None
        if not self._are_money(rule, [table.of] + ([table.by] if _rates_of_level(table) else []), place):
            return None
        exact = None if rate is None else Fraction(rate)
        of = table.each if table.amount else table.of
        return Grant(amount, exact, of, tiers, table.by, table.slices, cap, table.period)

    def _are_money(self, rule: str, names: list[str], place: Place) -> bool:
        for name in names:
            number = self.fields.get(name)
            if number is not None and (number.unit is None or number.unit.dimension != self.reader.money.dimension):
                what = f'"{rule}" takes a rate of "{name}", which is not money in {self.reader.money}.'
                unit = str(number.unit or "a bare number")
                self.reader.add("E925", what, place, "a field of money", unit, "Correct the unit of the field.")
                return False
        return True

    def _tiers(self, rule: str, table: GrantTable, place: Place) -> tuple[Tier, ...] | None:
        number = self.fields.get(table.by, Number(table.by))
        tiers: list[Tier] = []
        for entry in table.tiers:
            start = figure_of(self.reader, entry.start, number, place)
            amount = self._money(entry.amount, place) if entry.amount else None
            rate = self.reader.fraction(entry.rate, place) if entry.rate else None
            is_one = (amount is None) != (rate is None)
            if start is None or not is_one or (tiers and start <= tiers[-1].start) or (table.slices and rate is None):
                what = f'The tiers of "{rule}" cannot be used.'
                expected = "rising starts, each with an amount or a rate" + (
                    " (rates for slices)" if table.slices else ""
                )
                self.reader.add("E925", what, place, expected, str(entry.start), "Correct the tier.")
                return None
            tiers.append(Tier(start, amount, None if rate is None else Fraction(rate)))
        return tuple(tiers)


def _rates_of_level(table: GrantTable) -> bool:
    return table.slices or (not table.of and any(tier.rate for tier in table.tiers))
