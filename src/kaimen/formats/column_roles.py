"""What each column of a list is, as a form has it: proposed from the list or its mapping, and turned into a mapping.

A role is one of `ROLES`. Names and units are as they are typed. Parts of a mapping that no column of the form shows
(what words mean, rows that are skipped, how costs are spread) are kept where the columns they speak of stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.cells import is_blank, read_number
from kaimen.formats.library_mapping import CANONICAL, PROJECT_COLUMNS, LibraryMapping, mapping_of_header
from kaimen.formats.mapping_guess import bracket_unit, guessed_unit, looked_for, proposals
from kaimen.formats.tables import Headings, Table, fold, parse_table, plain
from kaimen.formats.toml_text import toml, toml_key
from kaimen.quantity import parse_unit

SINGLE = (*PROJECT_COLUMNS, "funds", "starts", "sites")
"""Roles of one column each."""

AMOUNTS = ("cost", "demand", "running", "frees", "frees_running")
"""Roles with a unit: money, and what is taken or freed of a resource, once or in every period from the start on."""

NAMED = ("criterion", "field", "ready", *AMOUNTS[1:])
"""Roles with a name of their own."""

ROLES = ("", *SINGLE, "cost", "criterion", *AMOUNTS[1:], "field", "ready")

_TABLES = {"criterion": "criteria", "field": "fields", "ready": "readiness"}
_RESOURCE = re.compile(r"(?:demand|frees|criterion|field|ready)\s*:\s*", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_EXAMPLES = 3
_DECLARED, _SURE = ("stage", "ownership"), 0.6
"""Parts that take words of a table alone: proposed where it is rather sure."""

_FEW = 40


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """What a column is: its role, the name and unit it goes by, how sure a proposal is (0: not one), examples."""

    heading: str
    role: str = ""
    called: str = ""
    unit: str = ""
    sure: float = 0.0
    examples: tuple[str, ...] = ()


def column_roles(content: bytes, name: str, mapping: LibraryMapping | None = None) -> tuple[ColumnRole, ...]:
    """Return the columns of a list with their roles: by its mapping, by canonical headings, else as proposed."""
    looked: Sequence[tuple[Headings, str]] = ((CANONICAL, ""), (looked_for(), ""))
    if mapping is not None:
        looked = ((mapping.looked_for, mapping.sheet), *looked)
    for headings, sheet in looked:
        table, _ = parse_table(content, name, headings, sheet)
        if table is None:
            continue
        read = mapping if mapping is not None else mapping_of_header(table)[0]
        if read is None and headings is CANONICAL:
            continue
        known = _roles_in(read) if read is not None else {fold(c.heading): c for c in _proposed(table)}
        return tuple(_shown(table, at, heading, known) for at, heading in enumerate(table.header) if heading)
    return ()


def _shown(table: Table, at: int, heading: str, known: Mapping[str, ColumnRole]) -> ColumnRole:
    cells = dict.fromkeys(row.cells[at] for row in table.rows[:200] if not is_blank(row.cells[at]))
    examples = tuple(cell[:40] for cell in list(cells)[:_EXAMPLES])
    return replace(known.get(fold(heading), ColumnRole(heading)), heading=heading, examples=examples)


def _roles_in(mapping: LibraryMapping) -> dict[str, ColumnRole]:
    """Return the roles that a mapping gives, by folded heading."""
    found = [ColumnRole(getattr(mapping.columns, part), part) for part in PROJECT_COLUMNS]
    found += [ColumnRole(mapping.options.starts, "starts"), ColumnRole(mapping.options.sites, "sites")]
    found += [ColumnRole(mapping.funds.column, "funds")] if mapping.funds else []
    for role, table in _TABLES.items():
        found += [ColumnRole(heading, role, name) for name, heading in getattr(mapping, table).items()]
    if mapping.cost:
        found += [ColumnRole(heading, "cost", unit=mapping.cost.unit) for heading in mapping.cost.headings]
    for name, parts in mapping.demand.items():
        for part in parts:
            role = ("frees_running" if part.running else "frees") if part.frees else _taken(running=part.running)
            found += [ColumnRole(heading, role, name, part.unit) for heading in part.headings]
    return {fold(column.heading): column for column in reversed(found) if column.heading}


def _taken(*, running: bool) -> str:
    return "running" if running else "demand"


def _proposed(table: Table) -> Iterator[ColumnRole]:
    """Yield what each column may be; a unit in brackets that is not one of money makes it a resource."""
    guesses = {fold(guess.heading): guess for guess in proposals(table)}
    for at, heading in enumerate(table.header):
        if not heading:
            continue
        cells = [row.cells[at] for row in table.rows[:400] if not is_blank(row.cells[at])]
        called = _called(heading)
        unit = bracket_unit(heading)
        guess = guesses.get(fold(heading))
        if unit is not None and not unit.dimension.startswith("currency ") and _are_numbers(cells):
            yield ColumnRole(heading, "demand", called, unit.code, 0.5)
        elif guess is not None and not (guess.part in _DECLARED and guess.sure < _SURE):
            money = guessed_unit(heading, cells).code if guess.part == "cost" else ""
            yield ColumnRole(heading, guess.part, called if guess.part == "criterion" else "", money, guess.sure)
        elif cells and not _are_numbers(cells) and len(set(cells)) <= min(_FEW, len(cells) // 2):
            yield ColumnRole(heading, "field", called, sure=0.5)
        else:
            yield ColumnRole(heading, called=called)


def _are_numbers(cells: Sequence[str]) -> bool:
    values = [read_number(cell) for cell in cells]
    return bool(values) and not any(value is None or hasattr(value, "code") for value in values)


def _called(heading: str) -> str:
    """Return the name that a heading gives a column: without a unit in brackets and a canonical word before it."""
    return _RESOURCE.sub("", _BRACKET.sub("", plain(heading)), count=1) or plain(heading)


def role_faults(roles: Sequence[ColumnRole]) -> dict[int, Finding]:
    """Return what is wrong with columns, by their place: a part that two are, a unit that is missing or not known."""
    faults: dict[int, Finding] = {}
    met: dict[str, str] = {}
    for at, column in enumerate(roles):
        if column.role in SINGLE and column.role in met:
            what, found = f"The column is what another is already: {column.role}.", f'"{met[column.role]}"'
            faults[at] = Finding("E301", what, Place(key=column.heading), found=found, fix="Choose one of the two.")
        met[column.role] = column.heading
        if column.role in AMOUNTS:
            unit = parse_unit(column.unit)
            is_money = unit is not None and unit.dimension.startswith("currency ")
            if unit is None or (column.role == "cost") != is_money:
                expected = "a unit of money" if column.role == "cost" else "a unit"
                what, found = "The unit is not known.", f'"{column.unit}"'
                if unit is not None:
                    what = "The unit is of the wrong kind."
                fix = "Use a unit listed in the reference."
                faults[at] = Finding("E304", what, Place(key=column.heading), expected, found, fix)
    if roles and "id" not in met:
        what = "No column is the project's id."
        faults[0] = Finding("E301", what, Place(key="id"), "id", fix="Choose the column that differs in every row.")
    return faults


def roles_toml(name: str, roles: Sequence[ColumnRole], before: LibraryMapping | None = None) -> str:
    """Return the mapping (TOML) that columns with roles make."""
    old = before.model_dump(exclude_unset=True) if before is not None else {}
    tables: dict[str, Any] = {"columns": {}, "fields": {}, "criteria": {}, "cost": {}, "demand": {}}
    tables |= {"funds": {}, "options": {}, "readiness": {}}
    for column in roles:
        _add(tables, column)
    _carry_over(tables, old)
    values = {part: words for part, words in old.get("values", {}).items() if part in _value_names(tables)}
    lines = [f"# Which column of {name} is what, as it was chosen in the workbench."]
    lines += [f"{key} = {toml(old[key])}" for key in ("sheet", "skip_where") if old.get(key)]
    for key, table in tables.items():
        if key == "demand":
            for resource, parts in table.items():
                for part in parts:
                    lines += ["", f"[[demand.{toml_key(resource)}]]", *_pairs(part)]
        elif table or key == "columns":
            lines += ["", f"[{key}]", *_pairs(table)]
    for part, words in values.items():
        lines += ["", f"[values.{toml_key(part)}]", *_pairs(words)]
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{toml_key(key)} = {toml(value)}" for key, value in table.items()]


def _add(tables: dict[str, Any], column: ColumnRole) -> None:
    role, heading, called = column.role, column.heading, column.called.strip() or _called(column.heading)
    if role in PROJECT_COLUMNS:
        tables["columns"].setdefault(role, heading)
    elif role == "funds":
        tables["funds"].setdefault("column", heading)
    elif role in SINGLE:
        tables["options"].setdefault(role, heading)
    elif role in _TABLES:
        tables[_TABLES[role]].setdefault(called, heading)
    elif role == "cost":
        tables["cost"].setdefault("columns", []).append(heading)
        tables["cost"].setdefault("unit", column.unit.strip())
    elif role in AMOUNTS:
        part: dict[str, Any] = {"column": heading, "unit": column.unit.strip()}
        part |= {"running": True} if role in ("running", "frees_running") else {}
        part |= {"frees": True} if role.startswith("frees") else {}
        tables["demand"].setdefault(called, []).append(part)


def _carry_over(tables: dict[str, Any], old: Mapping[str, Any]) -> None:
    """Keep of a mapping what no column shows: how blanks, shares and several values to a cell are read."""
    for key, names in (
        ("cost", ("missing", "profile")),
        ("funds", ("separator", "values")),
        ("options", ("separator",)),
    ):
        if tables[key]:
            tables[key] |= {name: old[key][name] for name in names if name in (old.get(key) or {})}
    if "profile" in tables["cost"]:
        if len(tables["cost"]["columns"]) == 1:
            tables["cost"]["column"] = tables["cost"].pop("columns")[0]
            tables["cost"]["profile"] = [f"{share * 100:f} %" for share in tables["cost"]["profile"]]
        else:
            del tables["cost"]["profile"]
    for name, parts in tables["demand"].items():
        tables["demand"][name] = _as_before(parts, old.get("demand", {}).get(name, ()))


def _as_before(parts: list[dict[str, Any]], old: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return columns of a resource, those that were amounts by period still so, with how blanks are read."""
    for before in old:
        headings = list(before.get("columns") or [before.get("column")])
        taken = [part for part in parts if part["column"] in headings]
        if not taken or [part["column"] for part in taken] != headings:
            continue
        first = parts.index(taken[0])
        by_period = {"columns": headings} if before.get("columns") else {"column": headings[0]}
        blank = {"missing": before["missing"]} if before.get("missing") else {}
        rest = {key: value for key, value in taken[0].items() if key != "column"}
        parts = [part for part in parts if part not in taken]
        parts.insert(first, {**by_period, **rest, **blank})
    return parts


def _value_names(tables: Mapping[str, Any]) -> set[str]:
    return {*PROJECT_COLUMNS[1:], *tables["fields"], *tables["criteria"], *tables["readiness"]}
