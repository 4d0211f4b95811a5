"""Which column of a list is what: a mapping written by the user in TOML, or read off canonical headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
    model_validator,
)

from kaimen.errors import Finding, KaimenError, Place
from kaimen.formats.tables import Headings, Table, fold, plain
from kaimen.quantity import Unit, parse_number, parse_unit

_FIX = "Write a mapping that says which column is which (kaimen library map proposes one), or rename the columns."

PROJECT_COLUMNS = ("id", "title", "region", "sector", "owner", "ownership", "stage")
"""The columns of a list that are fields of a project by name."""

Heading = Annotated[str, Field(min_length=1)]


def _known_unit(text: str) -> str:
    if parse_unit(text) is None:
        raise ValueError(f'the unit "{text}" is not known')
    return text


def _share(value: object) -> object:
    text = value.strip() if isinstance(value, str) else ""
    number = parse_number(text[:-1]) if text.endswith("%") and len(text) < 20 else None
    if number is None or number < 0:
        raise ValueError('a share is written such as "30 %"')
    return number / 100


def _tables(value: object) -> object:
    return (value,) if isinstance(value, Mapping) else value


UnitName = Annotated[str, AfterValidator(_known_unit)]
Share = Annotated[Decimal, BeforeValidator(_share)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Part):
    """Headings of the project's own fields; empty where the list has none."""

    id: Heading
    title: str = ""
    region: str = ""
    sector: str = ""
    owner: str = ""
    ownership: str = ""
    stage: str = ""


class _AmountColumns(_Part):
    column: str = ""
    columns: tuple[Heading, ...] = ()
    unit: UnitName

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, one per period counted from the start."""
        return self.columns or (self.column,)

    @property
    def bare_unit(self) -> Unit:
        """The unit of numbers that carry none."""
        unit = parse_unit(self.unit)
        if unit is None:  # pragma: no cover - the unit's name was validated
            raise KaimenError(f"unit {self.unit} is not known")
        return unit

    @model_validator(mode="after")
    def _one_of_two(self) -> _AmountColumns:
        if bool(self.column) == bool(self.columns):
            raise ValueError("give either `column` or `columns`")
        return self


class CostMapping(_AmountColumns):
    """Columns of cost. `profile` spreads one column over the periods from the start; its shares add up to 1."""

    profile: tuple[Share, ...] = ()
    missing: Literal["error", "zero"] = "error"

    @model_validator(mode="after")
    def _adds_up(self) -> CostMapping:
        if not self.bare_unit.dimension.startswith("currency "):
            raise ValueError(f'the unit "{self.unit}" is not one of money')
        if self.profile and self.columns:
            raise ValueError("`profile` goes with `column`, not with `columns`")
        if self.profile and sum(self.profile) != 1:
            raise ValueError(f"the shares of `profile` add up to {sum(self.profile) * 100:f} %, not to 100 %")
        return self


class DemandMapping(_AmountColumns):
    """Columns of a resource. With `frees` they hold amounts freed, and a blank frees nothing unless said otherwise."""

    running: StrictBool = False
    frees: StrictBool = False
    missing: Literal["error", "zero"] | None = None

    @property
    def blank_is_error(self) -> bool:
        """Whether a row without an amount is left out."""
        return (self.missing or ("zero" if self.frees else "error")) == "error"

    @model_validator(mode="after")
    def _one_running(self) -> DemandMapping:
        if self.running and self.columns:
            raise ValueError("`running` goes with `column`: the amount is taken in every period from the start on")
        return self


def _not_empty(parts: tuple[DemandMapping, ...]) -> tuple[DemandMapping, ...]:
    if not parts:
        raise ValueError("it has no table")
    return parts


DemandTables = Annotated[tuple[DemandMapping, ...], BeforeValidator(_tables), AfterValidator(_not_empty)]
"""One table of a resource, or several where the list has separate columns for what is taken and what is freed."""


class FundsMapping(_Part):
    """The column of funds a project may lawfully take; `values` says what a cell's text means."""

    column: Heading
    separator: Heading = ";"
    values: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class OptionsMapping(_Part):
    """Columns of the start periods and the sites a project may be done in, several to a cell."""

    starts: str = ""
    sites: str = ""
    separator: Heading = ";"


class LibraryMapping(_Part):
    """Which column of a list is what; `values` says what the list's words mean, by field."""

    columns: Columns
    sheet: str = ""
    skip_where: Mapping[Heading, tuple[str, ...]] = Field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    fields: Mapping[Heading, Heading] = Field(default_factory=dict)
    criteria: Mapping[Heading, Heading] = Field(default_factory=dict)
    cost: CostMapping | None = None
    demand: Mapping[Heading, DemandTables] = Field(default_factory=dict)
    funds: FundsMapping | None = None
    options: OptionsMapping = OptionsMapping()
    readiness: Mapping[Heading, Heading] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_apart(self) -> LibraryMapping:
        taken = {*PROJECT_COLUMNS, "cost", "count"} & {*self.fields, *self.criteria, *self.demand}
        both = set(self.criteria) & set(self.demand)
        for name in sorted(taken | both):
            raise ValueError(f'the name "{name}" already means something else; choose another')
        for name in sorted(set(self.values) - {*PROJECT_COLUMNS[1:], *self.fields, *self.criteria, *self.readiness}):
            raise ValueError(f'`values` speaks of "{name}", which is no field of the mapping')
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """Headings without which no row can be read rightly."""
        amounts = [part for parts in self.demand.values() for part in parts] + ([self.cost] if self.cost else [])
        found = [self.columns.id, *self.criteria.values(), *self.skip_where, self.options.starts, self.options.sites]
        found += [heading for part in amounts for heading in part.headings]
        found += [self.funds.column] if self.funds else []
        return tuple(dict.fromkeys(heading for heading in found if heading))

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading the mapping names."""
        own = (getattr(self.columns, name) for name in PROJECT_COLUMNS)
        found = (*own, *self.needed, *self.fields.values(), *self.readiness.values())
        return tuple(dict.fromkeys(heading for heading in found if heading))

    @property
    def looked_for(self) -> Headings:
        """The headings, for finding the header of a table."""
        wanted = {fold(heading) for heading in self.headings}
        shown = ", ".join(f'"{heading}"' for heading in self.headings)
        return Headings(wanted.__contains__, shown, _FIX)


def parse_mapping(text: str, name: str) -> tuple[LibraryMapping | None, list[Finding]]:
    """Read a mapping from TOML; None where a finding says what is wrong with it."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets through those of int() and of deep nesting
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else text.count("\n") + 1
        fix = "Correct the line; texts stand in quotation marks, tables in [brackets]."
        what = "The mapping is not valid TOML."
        return None, [Finding("E401", what, Place(name, line=at), "TOML", str(error)[:200], fix)]
    return mapping_from(content, name)


def mapping_from(content: Mapping[str, Any], name: str) -> tuple[LibraryMapping | None, list[Finding]]:
    """Return the mapping made of nested tables as TOML gives them; None with a finding per bad key."""
    try:
        return LibraryMapping.model_validate(content), []
    except ValidationError as error:
        return None, [_finding(fault["type"], fault["loc"], fault["msg"], content, name) for fault in error.errors()]


def _finding(kind: str, loc: tuple[int | str, ...], message: str, content: object, name: str) -> Finding:
    key = _key(loc, content)
    reason = message.removeprefix("Value error, ")
    what, fix = f"The key `{key}` cannot be used: {reason}.", "Correct the value."
    if not key:
        what = f"The mapping cannot be used: {reason}."
    elif kind == "missing":
        what, fix = f"The key `{key}` is missing.", "Add the key."
    elif kind == "extra_forbidden":
        what = f"The key `{key}` is not a key of a mapping."
        fix = "Take it out, or correct its spelling; the reference lists all."
    return Finding("E110", what, Place(name, key=key), fix=fix)


def _key(loc: Iterable[int | str], content: object) -> str:
    """Return a key as the user wrote it, without the index of a table that stands alone."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and isinstance(content, Mapping):
            continue
        parts.append(str(part))
        if isinstance(content, Mapping):
            content = content.get(part)
        elif isinstance(content, list) and isinstance(part, int) and part < len(content):
            content = content[part]
    return ".".join(parts)


# --- canonical headings ---

_NAMED = re.compile(r"(criterion|field|ready)\s*:\s*(.+)", re.IGNORECASE)
_COST = re.compile(r"cost(?: ?(\d{1,3}))?(?: ?\((.*)\))?", re.IGNORECASE)
_RESOURCE = re.compile(r"(demand|frees)\s*:\s*([^()]+?)(?: ?\(([^(),]*)(, ?running)?\))?", re.IGNORECASE)
_NAMED_TABLES = {"criterion": "criteria", "field": "fields", "ready": "readiness"}


def _is_canonical(heading: str) -> bool:
    known = heading in (*PROJECT_COLUMNS, "funds", "starts", "sites")
    return known or any(pattern.fullmatch(heading) for pattern in (_NAMED, _COST, _RESOURCE))


CANONICAL = Headings(
    _is_canonical,
    '"id", "title", "region", "cost (million yuan)", "criterion: ...", "demand: land (mu)" and so on',
    _FIX,
)
"""The headings read without a mapping."""


def mapping_of_header(table: Table) -> tuple[LibraryMapping | None, list[Finding]]:
    """Derive the mapping from canonical headings such as `cost (million yuan)` or `demand: land (mu)`.

    Returns:
        The mapping; or None where the list has no `id` or an amount's unit is missing or unknown, with findings.
    """
    draft: dict[str, Any] = {"columns": {}, "demand": {}, "options": {}}
    costs: list[tuple[int, int, str, str]] = []
    findings: list[Finding] = []
    for at, heading in enumerate(table.header):
        text = plain(heading)
        place = table.place(table.header_row, at)
        if match := _NAMED.fullmatch(text):
            draft.setdefault(_NAMED_TABLES[match[1].casefold()], {}).setdefault(match[2], heading)
        elif match := _RESOURCE.fullmatch(text):
            findings += _unit_faults(match[3], heading, place)
            part = {"column": heading, "unit": match[3] or "", "running": bool(match[4])}
            part["frees"] = match[1].casefold() == "frees"
            _add_once(draft["demand"].setdefault(match[2], []), part)
        elif match := _COST.fullmatch(text):
            findings += _unit_faults(match[2], heading, place, money=True)
            costs.append((int(match[1] or 1), at, heading, match[2] or ""))
        else:
            _add_plain(draft, heading)
    if "id" not in draft["columns"]:
        fix = "Name the column of the project's id `id`, or write a mapping."
        place = table.place(table.header_row, 0)
        findings.append(Finding("E301", "The list has no column `id`.", place, "id", fix=fix))
    findings += _add_costs(draft, costs, table)
    if findings:
        return None, findings
    return mapping_from(draft, table.name)


def _add_once(parts: list[dict[str, Any]], part: dict[str, Any]) -> None:
    if all(fold(part["column"]) != fold(other["column"]) for other in parts):
        parts.append(part)


def _add_plain(draft: dict[str, Any], heading: str) -> None:
    name = fold(heading)
    if name in PROJECT_COLUMNS:
        draft["columns"].setdefault(name, heading)
    elif name == "funds":
        draft.setdefault("funds", {"column": heading})
    elif name in ("starts", "sites"):
        draft["options"].setdefault(name, heading)


def _unit_faults(unit: str | None, heading: str, place: Place, money: bool = False) -> list[Finding]:
    known = parse_unit(unit or "")
    if known is not None and (not money or known.dimension.startswith("currency ")):
        return []
    example = "cost (million yuan)" if money else "demand: land (mu)"
    what = f'The heading "{plain(heading)}" has no unit that is known' + (" as one of money." if money else ".")
    fix = f"Write the unit in brackets behind the name: `{example}`."
    return [Finding("E304", what, place, "a unit of money" if money else "a unit", f'"{unit or ""}"', fix)]


def _add_costs(draft: dict[str, Any], costs: list[tuple[int, int, str, str]], table: Table) -> list[Finding]:
    """Put the cost columns into the draft by their number; they must run from 1 and share a unit."""
    if not costs:
        return []
    distinct = {fold(cost[2]): cost for cost in reversed(costs)}
    ordered = sorted(distinct.values())
    draft["cost"] = {"columns": [heading for _, _, heading, _ in ordered], "unit": ordered[0][3]}
    for expected, (number, at, heading, unit) in enumerate(ordered, 1):
        place = table.place(table.header_row, at)
        if number != expected:
            what = f'The cost columns do not count from 1 upwards: "{plain(heading)}" stands where {expected} should.'
            return [Finding("E301", what, place, f"cost {expected}", plain(heading), "Number them without a gap.")]
        if fold(unit) != fold(ordered[0][3]):
            what = f'The cost columns have different units: "{plain(heading)}".'
            return [Finding("E304", what, place, ordered[0][3], unit, "Use one unit, or write a mapping.")]
    return []
