"""The rules of a scenario file to the values of `kaimen.scenario`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kaimen.errors import Place
from kaimen.formats.scenario_reader import TableReader
from kaimen.formats.scenario_schema import RULE_KEYS, RuleTable
from kaimen.quantity import UNITS, Amount, parse_number
from kaimen.scenario import (
    ALL_PROJECTS,
    COST,
    COUNT,
    Exclusion,
    Limit,
    MustNot,
    MustSelect,
    Prerequisite,
    Rule,
    Selection,
    Sense,
    Share,
    Substitution,
)

_PLAIN = UNITS["projects"]


def read_rule(reader: TableReader, entry: object, key: str) -> Rule | None:
    """Return the rule of one table, or None with findings."""
    table = reader.table(RuleTable, entry, key)
    if table is None:
        return None
    name = table.name or key
    place = reader.place(key, table.name)
    allowed = RULE_KEYS.get(table.kind)
    if allowed is None:
        what = f'There is no kind of rule called "{table.kind}".'
        reader.add("E402", what, place, ", ".join(RULE_KEYS), f'"{table.kind}"', "Correct the kind.")
        return None
    extra = sorted(table.model_fields_set - allowed - {"kind", "name", "cite"})
    if extra:
        what = f'A rule of kind "{table.kind}" does not take {", ".join(extra)}.'
        reader.add("E402", what, place, ", ".join(sorted(allowed)), ", ".join(extra), "Take it out.")
        return None
    over = _rule_selection(reader, table, name, place)
    return _RULES[table.kind](reader, table, name, place, over) if over is not None else None


def _lacks(reader: TableReader, name: str, what: str, place: Place, expected: str, fix: str, found: str = "") -> None:
    reader.add("E402", f'Rule "{name}" {what}.', place, expected, found, fix)


def _rule_selection(reader: TableReader, table: RuleTable, name: str, place: Place) -> Selection | None:
    given = {key: names for key in ("projects", "starts") if (names := getattr(table, key))}
    for key in given:
        if key in table.where:
            _lacks(reader, name, f'has "{key}" beside "where" and in it', place, "one of them", "Take one of them out.")
            return None
    return reader.selection({**given, **table.where}, place)


def _limit(reader: TableReader, table: RuleTable, name: str, place: Place, over: Selection) -> Rule | None:
    if (table.count is None) == (not table.amount):
        found = "both" if table.amount else "neither"
        fix = 'Write count = 10, or amount = "1,200 mu" with of = "land".'
        _lacks(reader, name, "needs either a count or an amount", place, "count or amount", fix, found)
        return None
    of = table.of or COUNT if table.count is not None else table.of
    if table.count is not None and of != COUNT:
        fix = 'Give an amount instead of the count, or take "of" out.'
        _lacks(reader, name, 'counts projects, so it has no "of"', place, "count", fix, f'of = "{of}"')
        return None
    if table.amount and not of:
        fix = 'Say what the amount is of: of = "cost", or a resource or criterion.'
        _lacks(reader, name, "does not say what the amount is of", place, "of", fix)
        return None
    within = reader.fraction(table.within, place) if table.within else Decimal(0)
    sense = Sense(table.kind)
    if sense is Sense.EXACTLY and table.amount and not within:
        fix = 'Give a tolerance: within = "0.5 %".'
        _lacks(reader, name, "asks for exactly an amount, which a plan can only come near", place, "within", fix)
        return None
    bound = Amount(Decimal(table.count), _PLAIN) if table.count is not None else _measured(reader, table, of, place)
    period = _one_period(reader, table.period, of, name, place)
    if bound is None or within is None or period is None:
        return None
    return Limit(name, sense, bound, of, over, period, within, cite=reader.cite(table.cite), place=place)


def _measured(reader: TableReader, table: RuleTable, of: str, place: Place) -> Amount | None:
    """Return the amount of a rule; a count's and a criterion's is a plain number."""
    if of == COST or of in reader.resources:
        return reader.amount(table.amount, place, reader.money if of == COST else reader.resources[of].unit)
    number = parse_number(table.amount)
    if number is not None:
        return Amount(number, _PLAIN)
    what = f'"{of}" is no resource, so that its amount is a plain number.'
    fix = "Write the number alone, in the unit that the list has it in; or declare the resource."
    reader.add("E406", what, place, "a number", f'"{table.amount}"', fix)
    return None


def _one_period(reader: TableReader, label: str, of: str, name: str, place: Place) -> str | None:
    """Return the period of a rule, empty for the whole horizon, or None where it cannot have this one."""
    if label and label not in reader.labels:
        reader.unknown_period(label, place)
        return None
    if label and of != COST and of not in reader.resources:
        fix = f'Take "period" out; to speak of what starts then, write starts = ["{label}"].'
        _lacks(reader, name, f'measures "{of}", which has no period', place, "cost or a resource", fix, f'"{label}"')
        return None
    return label


def _share(reader: TableReader, table: RuleTable, name: str, place: Place, over: Selection) -> Rule | None:
    given = [key for key in ("at_least", "more_than", "at_most", "less_than") if getattr(table, key)]
    if len(given) != 1 or not table.part:
        found = ", ".join([*given, *(["part"] if table.part else [])]) or "none"
        fix = 'Write part = { sector = "industry" } and at_least = "50 %".'
        expected = "part and one of at_least, more_than, at_most, less_than"
        _lacks(reader, name, "needs a part and one bound", place, expected, fix, found)
        return None
    share, part = reader.fraction(getattr(table, given[0]), place), reader.selection(table.part, place)
    period = _one_period(reader, table.period, table.of or COUNT, name, place)
    if share is None or part is None or period is None:
        return None
    return Share(
        name,
        share,
        part,
        over,
        table.of or COUNT,
        period,
        Sense.AT_LEAST if given[0] in ("at_least", "more_than") else Sense.AT_MOST,
        given[0] in ("more_than", "less_than"),
        cite=reader.cite(table.cite),
        place=place,
    )


def _prerequisite(reader: TableReader, table: RuleTable, name: str, place: Place, _: Selection) -> Rule | None:
    if not table.project or not table.needs:
        fix = 'Write project = "P-2" and needs = ["P-1"].'
        _lacks(reader, name, "needs a project and what it needs", place, "project and needs", fix)
        return None
    return Prerequisite(name, table.project, tuple(table.needs), cite=reader.cite(table.cite), place=place)


def _exclusion(reader: TableReader, table: RuleTable, name: str, place: Place, over: Selection) -> Rule | None:
    number = parse_number(table.at_most or "1")
    if number is None or number < 0 or number != number.to_integral_value():
        fix = "Write at_most = 1."
        _lacks(reader, name, "has an at_most that is not a whole number", place, "1", fix, f'"{table.at_most}"')
        return None
    return Exclusion(name, over, int(number), cite=reader.cite(table.cite), place=place)


def _must(reader: TableReader, table: RuleTable, name: str, place: Place, over: Selection) -> Rule | None:
    cite = reader.cite(table.cite)
    if over.starts or over == ALL_PROJECTS:
        found = "starts" if over.starts else "none"
        fix = 'Write projects = ["P-1"] or where = { sector = "rail" }.'
        _lacks(reader, name, "does not say which projects, whatever they start", place, "projects or where", fix, found)
        return None
    if table.kind == "must_not":
        return MustNot(name, over, table.waived_by, table.reason, cite=cite, place=place)
    return MustSelect(name, over, table.kind == "green_channel", cite=cite, place=place)


def _substitution(reader: TableReader, table: RuleTable, name: str, place: Place, over: Selection) -> Rule | None:
    ratio = reader.fraction(table.ratio or "1", place, most=None)
    if not table.resource:
        fix = 'Write resource = "energy".'
        _lacks(reader, name, "does not say which resource is replaced", place, "resource", fix)
    if not table.resource or ratio is None:
        return None
    return Substitution(name, table.resource, ratio, over, cite=reader.cite(table.cite), place=place)


_RULES: Mapping[str, Callable[[TableReader, RuleTable, str, Place, Selection], Rule | None]] = {
    "at_least": _limit,
    "at_most": _limit,
    "exactly": _limit,
    "share": _share,
    "prerequisite": _prerequisite,
    "exclusion": _exclusion,
    "must_select": _must,
    "must_not": _must,
    "green_channel": _must,
    "substitution": _substitution,
}
