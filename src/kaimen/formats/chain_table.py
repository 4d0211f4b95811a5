"""Tables of industrial chains, CSV or XLSX, to rows and back to what the record keeps.

A table is known by its headings, English or Chinese (`chain_words`). A workbook may hold several, a sheet each. Lists
in a cell have `;` between.

| table | needs | reads too |
|---|---|---|
| chains | chain, name | name_zh |
| links | chain, link | name, name_zh, upstream, layer, need, unit, value |
| stands | link, kind, id | name, name_zh, region, capacity, share, source |
| technologies | technology, holders | name, name_zh, links, readiness |
| applications | application, technologies | name, name_zh, region, readiness, places |
| clusters | cluster, members | name, name_zh, region |
| leads | lead, investor | project, link, stage, contact |
| contacts | contact, about | name, name_zh, region, about_zh |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from kaimen.chains import types
from kaimen.chains.graph import near
from kaimen.errors import Finding, Place
from kaimen.formats.cells import is_blank, read_number, shown
from kaimen.formats.chain_words import HEADINGS, WORDS
from kaimen.formats.spreadsheet import parse_workbook
from kaimen.formats.tables import Headings, Row, Table, fold, parse_table, plain, too_wide

Read = Callable[[str], Any]
"""A cell's text to its value; a finding where it cannot be read, None where it is blank."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: its name in the record, the type of its rows, the heading of its id, and how cells are read."""

    name: str
    type: type[types.Named]
    id: str
    needs: tuple[str, ...]
    reads: Mapping[str, Read]

    @property
    def headings(self) -> frozenset[str]:
        """All headings of the table."""
        return frozenset((*self.needs, *self.reads))


def parse_chain_tables(content: bytes, name: str) -> tuple[types.ChainTables, list[Finding]]:
    """Read every table of chains in a file; what cannot be read is a finding, and the rest is read."""
    rows: dict[str, list[Any]] = {kind.name: [] for kind in KINDS}
    findings: list[Finding] = []
    for sheet in _sheets(content, name):
        table, found = _table(content, name, sheet)
        findings += found
        if table is None:
            continue
        kind = _kind(table)
        if kind is None:
            findings.append(_no_kind(table))
        else:
            rows[kind.name] += _rows(table, kind, findings)
    return types.ChainTables(**{part: tuple(found) for part, found in rows.items()}), findings


def chain_body(row: types.Named) -> dict[str, Any]:
    """Return a row as JSON values: numbers as texts, what is empty left out; `place` is where it was read."""
    body: dict[str, Any] = {}
    for part in fields(row):
        value = getattr(row, part.name)
        if part.name == "place":
            body |= {"place": [value.file, value.sheet, value.cell]} if value.file else {}
        elif isinstance(value, Decimal):
            body[part.name] = f"{value:f}"
        elif value not in ("", (), None):
            body[part.name] = list(value) if isinstance(value, tuple) else value
    return body


def chain_row(kind: Kind, body: Mapping[str, Any]) -> Any:
    """Return the row of a body that `chain_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    values: dict[str, Any] = {}
    for part in fields(kind.type):
        if part.name == "place":
            values["place"] = Place(*body.get("place", ()))
        elif part.name in body:
            value = body[part.name]
            is_number = "Decimal" in str(part.type)
            values[part.name] = Decimal(value) if is_number else tuple(value) if isinstance(value, list) else value
    return kind.type(**values)


def row_key(row: types.Named) -> str:
    """Return the name of a row in the record: its id; of a stand its link, kind and id."""
    return f"{row.link} | {row.kind} | {row.id}" if isinstance(row, types.Stand) else row.id


# --- cells ---


def _text(text: str) -> str | None:
    return text or None


def _names(text: str) -> tuple[str, ...] | None:
    parts = tuple(part.strip() for part in text.replace("；", ";").split(";"))
    return tuple(part for part in parts if part) or None


def _number(text: str) -> Decimal | Finding | None:
    number = read_number(text)
    if isinstance(number, Decimal) and number < 0:
        return Finding("E305", "is negative", expected="0 or more", found=shown(text), fix="Correct the cell.")
    return number


def _share(text: str) -> Decimal | Finding | None:
    number = _number(text)
    if isinstance(number, Decimal) and number > 1:
        fix = "Write a share such as 40 % or 0.4."
        return Finding("E913", "is above the whole", expected="at most 100 %", found=shown(text), fix=fix)
    return number


def _value(text: str) -> Decimal | Finding | None:
    number = _number(text)
    if number == 0:
        fix = "Write a number above 0, or leave the cell blank: then the link counts 1."
        return Finding("E913", "is 0", expected="above 0", found=shown(text), fix=fix)
    return number


def _whole(least: int, most: int) -> Read:
    def read(text: str) -> int | Finding | None:
        number = read_number(text)
        if isinstance(number, Decimal):
            if number == number.to_integral_value() and least <= number <= most:
                return int(number)
            expected, fix = f"a whole number from {least} to {most:,}", "Correct the cell."
            return Finding("E303", "is out of range", expected=expected, found=shown(text), fix=fix)
        return number

    return read


def _word(words: Iterable[str]) -> Read:
    allowed = tuple(words)

    def read(text: str) -> str | Finding | None:
        word = fold(text).replace(" ", "_")
        word = WORDS.get(word, word)
        if is_blank(text) or word in allowed:
            return word if word in allowed else None
        fix = f"Use one of the words.{near(word, allowed)}"
        return Finding("E312", "is not one of the words", expected=", ".join(allowed), found=shown(text), fix=fix)

    return read


_BOTH: Mapping[str, Read] = {"name": _text, "name_zh": _text}

KINDS: tuple[Kind, ...] = (
    Kind(
        "stands",
        types.Stand,
        "id",
        ("link", "kind", "id"),
        {
            "link": _text,
            "kind": _word(types.KINDS),
            **_BOTH,
            "region": _text,
            "capacity": _number,
            "share": _share,
            "source": _text,
        },
    ),
    Kind(
        "technologies",
        types.Technology,
        "technology",
        ("technology", "holders"),
        {**_BOTH, "links": _names, "holders": _names, "readiness": _whole(1, 9)},
    ),
    Kind(
        "applications",
        types.Application,
        "application",
        ("application", "technologies"),
        {
            **_BOTH,
            "region": _text,
            "technologies": _names,
            "readiness": _whole(1, 9),
            "places": _whole(1, 1000),
        },
    ),
    Kind(
        "clusters",
        types.Cluster,
        "cluster",
        ("cluster", "members"),
        {**_BOTH, "region": _text, "members": _names},
    ),
    Kind(
        "leads",
        types.Lead,
        "lead",
        ("lead", "investor"),
        {
            **_BOTH,
            "investor": _text,
            "project": _text,
            "link": _text,
            "stage": _word(types.LEAD_STAGES),
            "contact": _text,
        },
    ),
    Kind(
        "contacts",
        types.Contact,
        "contact",
        ("contact", "about"),
        {**_BOTH, "region": _text, "about": _text, "about_zh": _text},
    ),
    Kind(
        "links",
        types.Link,
        "link",
        ("chain", "link"),
        {
            "chain": _text,
            **_BOTH,
            "upstream": _names,
            "layer": _word(types.LAYERS),
            "need": _number,
            "unit": _text,
            "value": _value,
        },
    ),
    Kind("chains", types.Chain, "chain", ("chain", "name"), _BOTH),
)
"""The kinds of table, those with the more telling headings first."""

_KEYS = ("chain", "link", "kind")
"""Cells without which a row says nothing."""

_ALL = frozenset().union(*(kind.headings for kind in KINDS))
_DESCRIBED = "; ".join(f"`{kind.name}`: `{'`, `'.join(kind.needs)}`" for kind in KINDS)
_FIX = "Name the columns as one of the tables of chains does."


# --- tables ---


def _sheets(content: bytes, name: str) -> list[str]:
    """Return the sheets of a workbook that hold anything; one without a name for any other file."""
    if not content.startswith(b"PK\x03\x04"):
        return [""]
    sheets, findings = parse_workbook(content, name)
    filled = [sheet.name for sheet in sheets if any(cell not in ("", None) for row in sheet.values for cell in row)]
    return [""] if findings else filled or [""]


def _table(content: bytes, name: str, sheet: str) -> tuple[Table | None, list[Finding]]:
    table, findings = parse_table(
        content, name, Headings(lambda heading: _canonical(heading) in _ALL, _DESCRIBED, _FIX), sheet
    )
    if table is not None and all(row.is_blank for row in table.rows):
        place = table.place(table.header_row, 0)
        findings = [*findings, Finding("E102", "The table has no rows below its header.", place, fix="Add rows.")]
    return table, findings


def _kind(table: Table) -> Kind | None:
    """Return the kind of a table: of those whose needed headings it has, the one that knows most of its columns."""
    folded = {_canonical(heading) for heading in table.header if heading}
    fits = [kind for kind in KINDS if folded.issuperset(kind.needs)]
    return max(fits, key=lambda kind: len(folded & kind.headings), default=None)


def _canonical(heading: str) -> str:
    folded = fold(heading)
    return HEADINGS.get(folded, folded)


def _no_kind(table: Table) -> Finding:
    folded = {_canonical(heading) for heading in table.header if heading}
    best = max(KINDS, key=lambda kind: len(folded & kind.headings) / len(kind.headings))
    missing = ", ".join(f"`{heading}`" for heading in best.needs if heading not in folded)
    what = f"The table is none of the tables of chains; for `{best.name}` it lacks {missing}."
    found = ", ".join(f'"{plain(heading)}"' for heading in table.header if heading)[:300]
    return Finding("E917", what, table.place(table.header_row, 0), _DESCRIBED, found, _FIX)


def _rows(table: Table, kind: Kind, findings: list[Finding]) -> list[types.Named]:
    columns: dict[str, int] = {}
    for at, heading in enumerate(table.header):
        folded = _canonical(heading)
        if folded in kind.headings and columns.setdefault(folded, at) != at:
            what = f'Two columns are headed "{plain(heading)}"; the first is read.'
            fix = "Give one of them another heading."
            findings.append(Finding("E403", what, table.place(table.header_row, at), fix=fix))
        elif folded and folded not in kind.headings:
            what = f'The column "{plain(heading)}" is none of the table of {kind.name} and is not used.'
            expected, fix = ", ".join(sorted(kind.headings)), f"Rename it or leave it.{near(folded, kind.headings)}"
            place = table.place(table.header_row, at)
            findings.append(Finding("W311", what, place, expected, f'"{plain(heading)}"', fix))
    findings += too_wide(table)
    read = [_row(table, row, kind, columns, findings) for row in table.rows if not row.is_blank]
    return [row for row in read if row is not None]


def _row(table: Table, row: Row, kind: Kind, columns: Mapping[str, int], findings: list[Finding]) -> types.Named | None:
    texts = {heading: row.cells[at] for heading, at in columns.items()}
    place = table.place(row.number, columns[kind.id])
    must = [kind.id] + [
        heading for heading in kind.needs if heading in ("chain", "link", "kind") and heading != kind.id
    ]
    lacks = [heading for heading in must if not texts[heading]]
    if lacks:
        what = f"The row has no {' and no '.join(lacks)}; it is left out."
        place = table.place(row.number, columns[lacks[0]])
        findings.append(Finding("E302", what, place, f"a {lacks[0]}", fix="Fill the cell, or delete the row."))
        return None
    values: dict[str, Any] = {}
    for heading, reader in kind.reads.items():
        value = reader(texts.get(heading, "")) if heading in columns else None
        if isinstance(value, Finding):
            then = "the row is left out" if heading == "kind" else "it is left blank"
            what = f'The {heading} of "{texts[kind.id]}" {value.what}; {then}.'
            findings.append(replace(value, what=what, place=table.place(row.number, columns[heading])))
            if heading == "kind":
                return None
        elif value is not None:
            values[heading] = value
    return kind.type(id=texts[kind.id], place=place, **values)
