"""Scenario files (TOML) to scenarios.

A table that cannot be read is a finding with its key and line, and the others are read all the
same. Overrides are laid over the file before anything is validated, so each is checked like the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.scenario_reader import EACH, TableReader
from kaimen.formats.scenario_tables import LISTS, TABLES, read_scenario
from kaimen.scenario import WHOLE, Scenario

_ALL_PERIODS = {EACH, WHOLE}
"""Keys of an amount that speak of all periods: with one of them an override replaces the amounts that were there."""


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario with the files it names: list, mapping and pledge file, relative to the scenario's folder."""

    scenario: Scenario
    library: str
    mapping: str
    pledges: str = ""


def parse_scenario(
    text: str, file: str = "", overrides: Sequence[str] = ()
) -> tuple[ScenarioFile | None, list[Finding]]:
    """Read a scenario file.

    Args:
        text: the TOML text.
        file: its name, for findings.
        overrides: names of overrides in the file to apply, in this order.

    Returns:
        The scenario, or None where not even its frame could be read, and findings.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # tomllib lets through those of int() and of deep nesting
        return None, [bad_toml(error, text, file)]
    findings: list[Finding] = []
    reader = TableReader(text, file, findings, tuple(overrides))
    for name in overrides:
        document = _overridden(document, name, reader)
    top = reader.frame({key: value for key, value in document.items() if key not in (*LISTS, *TABLES)})
    scenario = read_scenario(reader, top, document)
    return (ScenarioFile(scenario, top.library, top.mapping, top.pledges) if scenario else None), findings


def override_names(text: str) -> tuple[str, ...]:
    """Return the names of the overrides in a scenario file, none where it cannot be read."""
    try:
        known = tomllib.loads(text).get("override", {})
    except (ValueError, RecursionError):
        return ()
    return tuple(known) if isinstance(known, dict) else ()


def bad_toml(error: Exception, text: str, file: str) -> Finding:
    """Return the finding on a text that is not TOML."""
    found = re.search(r"at line (\d+)", str(error))
    place = Place(file, line=int(found[1]) if found else text.count("\n") + 1)
    what = "The file is not valid TOML: " + str(error).split(" (at ")[0][:200] + "."
    fix = 'Text goes in quotes, lists in brackets: name = "value".'
    if "date" in str(error):
        fix = "Write a day that there is, such as 2024-02-29, without quotation marks."
    return Finding("E401", what, place, fix=fix)


def _overridden(document: dict[str, Any], name: str, reader: TableReader) -> dict[str, Any]:
    known = document.get("override")
    listed = known if isinstance(known, dict) else {}
    if not isinstance(listed.get(name), dict):
        what = f'There is no override "{name}" in the scenario.'
        fix = f"Add [override.{name}], or choose one that is there."
        reader.note("E408", what, ("override",), ", ".join(listed), f'"{name}"', fix)
        return document
    return _patched(document, listed[name], ("override", name), reader)


def _patched(
    base: dict[str, Any], patch: Mapping[str, Any], path: tuple[str, ...], reader: TableReader
) -> dict[str, Any]:
    """Return a table with a patch laid over it; lists of tables are addressed by the names of their entries."""
    merged = dict(base)
    for key, value in patch.items():
        old = merged.get(key, [] if key in LISTS else None)
        here = (*path, key)
        if key in LISTS and isinstance(value, dict) and isinstance(old, list):
            merged[key] = _patched_list(old, value, here, reader)
        elif key in LISTS and isinstance(value, list) and isinstance(old, list):
            merged[key] = [*old, *value]
        elif isinstance(value, dict) and isinstance(old, dict) and not (key == "amount" and _ALL_PERIODS & {*value}):
            merged[key] = _patched(old, value, here, reader)
        else:
            merged[key] = value
    return merged


def _patched_list(
    entries: list[Any], patch: Mapping[str, Any], path: tuple[str, ...], reader: TableReader
) -> list[Any]:
    merged = list(entries)
    for name, change in patch.items():
        here = (*path, name)
        places = [i for i, entry in enumerate(merged) if isinstance(entry, dict) and _called(entry) == name]
        if not places or not isinstance(change, dict):
            what = f'The override changes "{name}", which is not the name of a [[{path[-1]}]].'
            names = [str(_called(entry)) for entry in merged if isinstance(entry, dict) and _called(entry) is not None]
            fix = "Use the name that the entry has in the scenario, and give the table of what changes in it."
            reader.note("E408", what, here, ", ".join(names), f'"{name}"', fix)
            continue
        for place in places:
            merged[place] = _patched(merged[place], change, here, reader)
    return merged


def _called(entry: Mapping[str, Any]) -> object:
    """Return what an override calls an entry: its name, or a region's id."""
    return entry.get("id", entry.get("name"))
