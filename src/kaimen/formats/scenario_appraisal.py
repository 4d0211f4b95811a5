"""`[benefit]` and `[[reference_class]]` of a scenario file to the values of `kaimen.scenario`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kaimen.errors import Place
from kaimen.formats.scenario_reader import TableReader
from kaimen.formats.scenario_schema import MEASURE_KEYS, BenefitTable, ReferenceClassTable, ValueTable
from kaimen.quantity import Amount, parse_number
from kaimen.scenario import Benefit, Measure, ReferenceClass, ValueFunction

_MOST_PERIODS = 200
"""Periods of running that are discounted at the most."""

Pairs = tuple[tuple[Decimal, Decimal], ...]


def read_benefit(reader: TableReader, entry: object) -> Benefit:
    """Return what counts as benefit, without what cannot be read."""
    place = reader.place("benefit")
    if entry is None:
        what = "The scenario does not say what counts as benefit."
        reader.add("E402", what, place, "[benefit]", fix='Write [benefit] with weights = { points = "1" }.')
        return Benefit({})
    table = reader.table(BenefitTable, entry, "benefit")
    if table is None:
        return Benefit({})
    extra = sorted(table.model_fields_set - MEASURE_KEYS[table.measure])
    if extra:
        what = f'Benefit measured by "{table.measure}" does not take {", ".join(extra)}.'
        expected = ", ".join(sorted(MEASURE_KEYS[table.measure]))
        reader.add("E402", what, place, expected, ", ".join(extra), "Take it out, or choose another measure.")
    return _by_weights(reader, table) if table.measure == "weights" else _in_money(reader, table)


def _by_weights(reader: TableReader, table: BenefitTable) -> Benefit:
    place = reader.place("benefit")
    weights: dict[str, Decimal] = {}
    for name, text in table.weights.items():
        weight = parse_number(text)
        if weight is None:
            what = f'The weight of "{name}" is not a number.'
            where = reader.place("benefit", "", "weights", name)
            reader.add("E402", what, where, "a number", f'"{text}"', "Correct the weight.")
        else:
            weights[name] = weight
    if not table.weights:
        what = "No criterion has a weight, so that nothing counts as benefit."
        reader.add("E402", what, place, "weights", "none", 'Write weights = { points = "1" }.')
    values: dict[str, ValueFunction] = {}
    for name, given in table.value.items():
        if name not in table.weights:
            what = f'"{name}" has a value function, but no weight.'
            where = reader.place("benefit", "", "value", name)
            fix = "Give it a weight, or take the value function out."
            reader.add("E415", what, where, ", ".join(table.weights), f'"{name}"', fix)
        function = _value_function(reader, name, given)
        if function is not None:
            values[name] = function
    discount = reader.fraction(table.discount, reader.place("benefit", "", "discount"))
    return Benefit(weights, table.times, discount or Decimal(0), values)


def _value_function(reader: TableReader, name: str, entry: object) -> ValueFunction | None:
    table = reader.table(ValueTable, entry, f"benefit.value.{name}")
    if table is None:
        return None
    place = reader.place("benefit", "", "value", name)
    if bool(table.points) == bool(table.categories):
        what = f'The value function of "{name}" needs either points or categories.'
        found = "both" if table.points else "neither"
        fix = 'Write points = { 0 = "0", 100 = "1" }, or categories = { high = "1", low = "0" }.'
        reader.add("E415", what, place, "points or categories", found, fix)
        return None
    points = _points(reader, table.points, f'The value function of "{name}"', place) if table.points else ()
    categories = {
        word: value for word, text in table.categories.items() if (value := _number(reader, text, place)) is not None
    }
    missing = _number(reader, table.missing, place) if table.missing else None
    if points is None or len(categories) < len(table.categories) or (table.missing and missing is None):
        return None
    function = ValueFunction(points, categories)
    # A value nobody knows counts as the worst that is known, so that silence never pays.
    return ValueFunction(points, categories, function.lowest if missing is None else missing)


def _number(reader: TableReader, text: str, place: Place) -> Decimal | None:
    number = parse_number(text)
    if number is None:
        reader.add("E415", "A value is a number.", place, 'a number such as "0.4"', f'"{text}"', "Correct it.")
    return number


def _points(reader: TableReader, texts: Mapping[str, str], subject: str, place: Place) -> Pairs | None:
    pairs = [(parse_number(at), parse_number(value)) for at, value in texts.items()]
    numbers = [(at, value) for at, value in pairs if at is not None and value is not None]
    wrong = [f'{at} = "{value}"' for (at, value), pair in zip(texts.items(), pairs, strict=True) if None in pair]
    if wrong:
        fix = 'Write each point as 100 = "0.8", or "2.5" = "0.8" where the number has a decimal point.'
        reader.add("E415", f"{subject} has points that are not numbers.", place, "two numbers", ", ".join(wrong), fix)
        return None
    if len({at for at, _ in numbers}) < max(2, len(numbers)):
        what = f"{subject} needs two or more points at different places."
        reader.add(
            "E415", what, place, "two or more", ", ".join(texts), "Add a point, or take out the one given twice."
        )
        return None
    points = tuple(sorted(numbers))
    values = [value for _, value in points]
    if values not in (sorted(values), sorted(values, reverse=True)):
        what = f"{subject} both rises and falls."
        reader.add("W416", what, place, "one or the other", fix="Leave it so only if the middle is meant to be best.")
    return points


def _in_money(reader: TableReader, table: BenefitTable) -> Benefit:
    gains: dict[str, Amount] = {}
    for name, text in table.gains.items():
        amount = reader.amount(text, reader.place("benefit", "", "gains", name), reader.money, signed=True)
        if amount is not None:
            gains[name] = amount
    for key, given in (("gains", table.gains), ("lasts", table.lasts)):
        if not given:
            what = f"{table.measure.replace('_', ' ').capitalize()} is measured, but [benefit] has no {key}."
            fix = 'Write gains = { value_added = "1 million yuan" } and lasts = 20, the periods in which they come.'
            reader.add("E402", what, reader.place("benefit"), key, "none", fix)
    if table.lasts > _MOST_PERIODS:
        what, place = "The gains last longer than is counted.", reader.place("benefit", "", "lasts")
        reader.add("E402", what, place, f"at most {_MOST_PERIODS}", str(table.lasts), "Give the periods of running.")
    rate = reader.fraction(table.rate, reader.place("benefit", "", "rate"))
    lasts = min(table.lasts, _MOST_PERIODS)
    return Benefit({}, measure=Measure(table.measure), gains=gains, lasts=lasts, rate=rate or Decimal(0))


def read_reference_classes(reader: TableReader, entries: Iterable[tuple[object, str]]) -> tuple[ReferenceClass, ...]:
    """Return the reference classes that can be read, in the order of the file."""
    return reader.unique([_reference_class(reader, entry, key) for entry, key in entries])


def _reference_class(reader: TableReader, entry: object, key: str) -> ReferenceClass | None:
    table = reader.table(ReferenceClassTable, entry, key)
    if table is None:
        return None
    place = reader.place(key, table.name)
    overruns = _overruns(reader, table, reader.place(key, table.name, "overrun"))
    level = reader.fraction(table.level, reader.place(key, table.name, "level")) if table.level else None
    if overruns is None or (table.level and level is None):
        return None
    if level is not None and not overruns[0][0] <= level <= overruns[-1][0]:
        what = f'The table of reference class "{table.name}" says nothing about the level {table.level}.'
        expected = f"{_percent(overruns[0][0])} to {_percent(overruns[-1][0])}"
        fix = "Choose a level within the table, or extend the table from its source."
        reader.add("E418", what, reader.place(key, table.name, "level"), expected, f'"{table.level}"', fix)
        return None
    over = reader.projects_only(table.where, reader.place(key, table.name, "where"))
    return ReferenceClass(table.name, overruns, over, level, reader.cite(table.cite), place)


def _overruns(reader: TableReader, table: ReferenceClassTable, place: Place) -> Pairs | None:
    pairs: list[tuple[Decimal, Decimal]] = []
    for level_text, text in table.overrun.items():
        level, overrun = reader.fraction(level_text, place), reader.fraction(text, place, most=None, signed=True)
        if level is None or overrun is None:
            return None
        if overrun <= -1:
            what = "A cost cannot fall short of its estimate by all of it."
            reader.add("E418", what, place, "more than -100 %", f'"{text}"', "Correct the overrun.")
            return None
        pairs.append((level, overrun))
    points = tuple(sorted(pairs))
    if len({level for level, _ in points}) < max(2, len(points)):
        what = f'Reference class "{table.name}" needs overruns at two or more different levels.'
        fix = 'Write overrun = { "50 %" = "15 %", "80 %" = "32 %" }.'
        reader.add("E418", what, place, "two or more", ", ".join(table.overrun) or "none", fix)
        return None
    if [overrun for _, overrun in points] != sorted(overrun for _, overrun in points):
        what = f'The overruns of reference class "{table.name}" fall as the level rises.'
        found = ", ".join(f"{_percent(level)}: {_percent(overrun)}" for level, overrun in points)
        fix = "A higher level takes in more past projects, so that its overrun is no smaller."
        reader.add("E418", what, place, "overruns that do not fall", found, fix)
        return None
    return points


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
