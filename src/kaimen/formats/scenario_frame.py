"""What the tables of a scenario file stand on: periods, resources and regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaimen.formats.scenario_faults import shown
from kaimen.formats.scenario_reader import EACH, TableReader, day_of
from kaimen.formats.scenario_schema import PeriodTable, RegionGroupTable, RegionTable, ResourceTable
from kaimen.quantity import Period, Unit, gaps_between, parse_period, parse_unit
from kaimen.regions import Region, RegionGroup, RegionTree, region_tree
from kaimen.scenario import COST, COUNT, WHOLE, Resource, Use


def read_periods(reader: TableReader, entries: Sequence[object]) -> tuple[Period, ...]:
    """Return the periods in their order."""
    periods: list[Period] = []
    for entry in entries:
        period = _period(reader, entry)
        if period is not None:
            periods.append(period)
    for earlier, later in gaps_between(periods):
        what = f"The periods {earlier.label} and {later.label} do not follow one another."
        expected = f"{later.label} to start on {earlier.end}"
        reader.add("E308", what, reader.place("periods"), expected, str(later.start), "Make them adjoin.")
    if not entries:
        reader.add("E402", "There are no periods.", reader.place("periods"), fix='Write periods = ["2026", "2027"].')
    return tuple(sorted(periods))


def known_periods(reader: TableReader, labels: Sequence[str], key: str) -> tuple[str, ...]:
    """Return the labels that are periods of the file."""
    for label in labels:
        if label not in reader.labels:
            reader.unknown_period(label, reader.place(key))
    return tuple(label for label in labels if label in reader.labels)


def read_resources(reader: TableReader, tables: Mapping[str, object]) -> tuple[Resource, ...]:
    """Return the resources; a unit that is a word of theirs is known from then on."""
    resources: list[Resource] = []
    for name, entry in tables.items():
        key = f"resource.{name}"
        table = reader.table(ResourceTable, entry, key)
        if table is None:
            continue
        if name in (COUNT, COST):
            what = f'A resource cannot be called "{name}": rules use the word for a measure of their own.'
            reader.add("E403", what, reader.place(key), "another name", f'"{name}"', "Rename it.")
            continue
        # A word that is no unit of measure is one of the resource's own: places, beds, permits.
        unit = parse_unit(table.unit) or Unit(table.unit, f"count of {table.unit}")
        reader.units.setdefault(table.unit.casefold(), unit)
        resources.append(Resource(name, unit, Use(table.use)))
    reader.resources = {resource.name: resource for resource in resources}
    return tuple(resources)


def read_regions(
    reader: TableReader, regions: list[tuple[object, str]], groups: list[tuple[object, str]]
) -> RegionTree:
    """Return the tree of regions and groups."""
    tables = [(reader.table(RegionTable, entry, key), reader.place(key)) for entry, key in regions]
    sets = [(reader.table(RegionGroupTable, entry, key), reader.place(key)) for entry, key in groups]
    tree, findings = region_tree(
        [Region(t.id, t.within, t.level, t.name, t.tile, place) for t, place in tables if t],
        [RegionGroup(t.id, tuple(t.regions), t.name, place) for t, place in sets if t],
    )
    reader.findings += findings
    return tree


def _period(reader: TableReader, entry: object) -> Period | None:
    if isinstance(entry, dict):
        table = reader.table(PeriodTable, entry, "periods")
        if table is None:
            return None
        start, end = day_of(table.start), day_of(table.end)
        if table.label in (EACH, WHOLE):
            what = f'A period cannot be called "{table.label}": amounts use the word for all periods.'
            reader.add("E403", what, reader.place("periods"), "another label", f'"{table.label}"', "Rename it.")
            return None
        if start and end and start < end:
            return Period(start, end, table.label)
    else:
        period = parse_period(str(entry))
        if period is not None:
            return period
    expected = '"2026", "2026Q3", "2026-07" or { label = "FY26", start = 2025-07-01, end = 2026-07-01 }'
    reader.add("E308", "This is not a period.", reader.place("periods"), expected, shown(entry), "Correct it.")
    return None
