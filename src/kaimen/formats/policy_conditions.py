"""Conditions of a policy file: tables of a field and what is asked of it, joined by `all`, `any` and `not`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kaimen.errors import Place
from kaimen.formats.policy_schema import CONDITION_KEYS
from kaimen.formats.scenario_faults import shown
from kaimen.formats.scenario_reader import TableReader
from kaimen.policies import TEXT_FIELDS, All, AnyOf, Condition, Not, Number, Test
from kaimen.quantity import parse_number

_EDGES = {
    "at_least": ("low", False),
    "more_than": ("low", True),
    "at_most": ("high", False),
    "less_than": ("high", True),
}
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads the conditions of one rule; `first` to `last` are the lines it stands on."""

    reader: TableReader
    fields: Mapping[str, Number]
    rule: str
    place: Place
    first: int
    last: int

    def every(self, entries: Sequence[object]) -> All | None:
        """Return conditions that must all hold, or None with findings where one cannot be read."""
        parts = [self.one(entry) for entry in entries]
        return None if None in parts else All(tuple(part for part in parts if part is not None))

    def one(self, entry: object, depth: int = 0) -> Condition | None:
        """Return one condition, or None with a finding."""
        if not isinstance(entry, dict) or depth > _DEEPEST:
            self._fault("A condition is a table.", '{ field = "size", is = "small" }', shown(entry))
            return None
        unknown = [key for key in entry if key not in CONDITION_KEYS]
        if unknown:
            self._fault(f'A condition has no key "{unknown[0]}".', ", ".join(CONDITION_KEYS), unknown[0], entry)
            return None
        joins = [key for key in ("all", "any", "not") if key in entry]
        if joins:
            if len(entry) > 1:
                what = f'"{joins[0]}" stands alone in its table.'
                self._fault(what, f"{{ {joins[0]} = ... }}", ", ".join(entry), entry)
                return None
            return self._joined(joins[0], entry[joins[0]], depth)
        return self._test(entry)

    def _joined(self, key: str, inner: object, depth: int) -> Condition | None:
        if key == "not":
            found = self.one(inner, depth + 1)
            return None if found is None else Not(found)
        if not isinstance(inner, list) or not inner:
            self._fault(f'"{key}" takes a list of conditions.', f"{key} = [{{ ... }}, {{ ... }}]", shown(inner))
            return None
        parts = [self.one(part, depth + 1) for part in inner]
        known = tuple(part for part in parts if part is not None)
        if len(known) < len(parts):
            return None
        return All(known) if key == "all" else AnyOf(known)

    def _test(self, entry: Mapping[str, object]) -> Test | None:
        name = entry.get("field")
        if not isinstance(name, str) or not name:
            self._fault("A condition names no field.", 'field = "revenue"', shown(dict(entry)), entry)
            return None
        place = self._place(name)
        period = str(entry.get("period", ""))
        asked = [key for key in entry if key not in ("field", "period")]
        if name in TEXT_FIELDS or name not in self.fields:
            return self._words(name, entry, asked, place)
        return self._numbers(self.fields[name], entry, asked, Test(name, period=period, place=place))

    def _words(self, name: str, entry: Mapping[str, object], asked: Sequence[str], place: Place) -> Test | None:
        if name not in TEXT_FIELDS:
            return Test(name, ("?",), place=place)  # not declared: `check_policies` says so and leaves the rule out
        given = entry.get("is", entry.get("one_of"))
        words = [given] if isinstance(given, str) else given
        if asked not in (["is"], ["one_of"]) or not isinstance(words, list) or not words or not _all_texts(words):
            what = f'The field "{name}" holds words.'
            self._fault(what, f'is = "..." or one_of = ["...", "..."] for {name}', ", ".join(asked), entry, "E925")
            return None
        return Test(name, tuple(map(str, words)), place=place)

    def _numbers(self, number: Number, entry: Mapping[str, object], asked: Sequence[str], test: Test) -> Test | None:
        edges: dict[str, tuple[Fraction, bool]] = {}
        between = entry.get("between")
        ends = {"is": ("is", "is"), "between": tuple(between) if isinstance(between, list) else ()}
        for key in asked:
            if key in _EDGES:
                pairs = [(_EDGES[key], entry[key])]
            elif key == "is":
                pairs = [(("low", False), entry[key]), (("high", False), entry[key])]
            elif key == "between" and len(ends["between"]) == 2:
                pairs = [((side, False), value) for side, value in zip(("low", "high"), ends["between"], strict=True)]
            else:
                what = f'The field "{number.name}" holds numbers.'
                expected = "is, at_least, more_than, at_most, less_than or between = [low, high]"
                self._fault(what, expected, f"{key} = {shown(entry[key])}", entry, "E925")
                return None
            for (side, is_open), value in pairs:
                edge = self.figure(value, number, test.place)
                if edge is None or side in edges:
                    if edge is not None:
                        self._fault("Two keys set one end.", "one", key, entry)
                    return None
                edges[side] = (edge, is_open)
        if not edges:
            what = f'Nothing is asked of the field "{number.name}".'
            self._fault(what, "is, at_least, more_than, at_most, less_than or between", "", entry)
            return None
        low, high = edges.get("low"), edges.get("high")
        if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or high[1]))):
            what = f'No number is within what is asked of "{number.name}".'
            self._fault(what, "a lower end below the upper", shown(dict(entry)), entry, "E925")
            return None
        return Test(
            number.name,
            (),
            low[0] if low else None,
            high[0] if high else None,
            bool(low and low[1]),
            bool(high and high[1]),
            test.period,
            test.place,
        )

    def figure(self, value: object, number: Number, place: Place) -> Fraction | None:
        """Return a number in a field's unit, or None with a finding."""
        return figure_of(self.reader, value, number, place)

    def _place(self, word: str) -> Place:
        """Return the place of the first line of the rule that has a word in quotation marks."""
        lines = self.reader.text.splitlines()[self.first - 1 : self.last]
        line = next((n for n, text in enumerate(lines, self.first) if f'"{word}"' in text), self.place.line)
        return Place(self.place.file, line=line, key=self.place.key)

    def _fault(
        self, what: str, expected: str, found: str, entry: Mapping[str, object] | None = None, code: str = "E402"
    ) -> None:
        name = (entry or {}).get("field")
        place = self._place(name) if isinstance(name, str) else self.place
        fix = "Correct the condition; the rule is left out until then."
        self.reader.add(code, f'In "{self.rule}": {what}', place, expected, found, fix)


def figure_of(reader: TableReader, value: object, number: Number, place: Place) -> Fraction | None:
    """Return a number in the unit of a field, or None with a finding."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, bool):
        text = "1" if value else "0"
    if number.unit is None:
        plain = parse_number(text)
        if plain is None:
            fix = "Write the number alone, or declare the field with its unit."
            reader.add("E303", f'The field "{number.name}" is a bare number.', place, "a number", f'"{text}"', fix)
        return None if plain is None else Fraction(plain)
    amount = reader.amount(text, place, number.unit, signed=True)
    return None if amount is None else amount.measured_in(number.unit)


def _all_texts(words: Sequence[object]) -> bool:
    return all(isinstance(word, str) and word for word in words)
