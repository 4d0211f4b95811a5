"""A list of firms, CSV or XLSX, to firms and back to what the record keeps.

Headings: `id`, `name`, `region`, `sector`, `ownership`, `size`, `source`, and `fact: NAME PERIOD (UNIT)` such as
`fact: revenue 2023 (million yuan)` or `fact: staff 2023 (persons)`; without a unit a fact is a bare number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from kaimen.errors import Finding
from kaimen.evidence import Citation
from kaimen.firms import SIZE_CLASSES, Fact, Firm, firms_of
from kaimen.formats.cells import AmountReader, read_number, shown
from kaimen.formats.office_words import CLASSES, FIRMS, canonical, misspelt
from kaimen.formats.outliers import outliers
from kaimen.formats.tables import Headings, Row, Table, parse_table, plain, too_wide
from kaimen.library import OWNERSHIP_CLASSES
from kaimen.quantity import Amount, Unit, parse_unit

_TEXTS = ("id", "name", "region", "sector", "ownership", "size", "source")
_FACT = re.compile(r"(?:fact|指标)\s*:\s*([^()]+?)\s+([^\s()]+)\s*(?:\(([^()]*)\))?", re.IGNORECASE)
_PERIODLESS = re.compile(r"(?:fact|指标)\s*:\s*(\S+)\s*(?:\([^()]*\))?", re.IGNORECASE)
_CLASSES = {"ownership": OWNERSHIP_CLASSES, "size": SIZE_CLASSES}


@dataclass(frozen=True, slots=True)
class _FactColumn:
    at: int
    name: str
    period: str
    unit: Unit | None
    numbers: dict[int, float] = field(default_factory=dict)  # by row


def parse_firms(content: bytes, name: str) -> tuple[tuple[Firm, ...], list[Finding]]:
    """Read firms from CSV or XLSX; a cell that cannot be read is a finding, and the firm is kept without it."""
    headings = Headings(_is_known, '"id", "name", "region", "size", "fact: revenue 2023 (million yuan)"')
    table, findings = parse_table(content, name, headings)
    if table is None:
        return (), findings
    columns = {canonical(heading, FIRMS): at for at, heading in reversed(list(enumerate(table.header)))}
    if "id" not in columns:
        fix = "Name the column of the firm's id `id`."
        place = table.place(table.header_row, 0)
        return (), [*findings, Finding("E301", "The list has no column `id`.", place, "id", fix=fix)]
    facts, faults = _fact_columns(table)
    findings += [*faults, *too_wide(table), *misspelt(table, columns.keys() & set(_TEXTS), FIRMS, _TEXTS)]
    firms = [firm for row in table.rows if not row.is_blank for firm in _firms(table, row, columns, facts, findings)]
    kept, doubled = firms_of(firms)
    findings += outliers(table, {fact.at: (f"{fact.name} {fact.period}", fact.numbers) for fact in facts})
    if all(row.is_blank for row in table.rows):
        place = table.place(table.header_row, 0)
        findings.append(Finding("E102", "The list has no rows below its header.", place, fix="Add firms."))
    return kept, findings + doubled


def firm_body(firm: Firm) -> dict[str, Any]:
    """Return a firm as JSON values; numbers are texts, what is empty is left out."""
    body: dict[str, Any] = {name: text for name in _TEXTS[:-1] if (text := getattr(firm, name))}
    facts = [[fact.name, fact.period, *_value_body(fact.value), fact.cite.note] for fact in firm.facts]
    return body | ({"facts": facts} if facts else {})


def firm_of(body: Mapping[str, Any]) -> Firm:
    """Return the firm of a body that `firm_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    facts = tuple(_fact_of(*parts) for parts in body.get("facts", []))
    firm = Firm(str(body["id"]), facts=facts)
    return replace(firm, **{name: str(body.get(name, "")) for name in _TEXTS[1:-1]})  # type: ignore[arg-type]  # texts


def _is_known(heading: str) -> bool:
    return canonical(heading, FIRMS) in _TEXTS or _FACT.fullmatch(heading) is not None


def _fact_columns(table: Table) -> tuple[list[_FactColumn], list[Finding]]:
    found: list[_FactColumn] = []
    findings: list[Finding] = []
    for at, heading in enumerate(table.header):
        match = _FACT.fullmatch(plain(heading))
        if match is None:
            findings += _without_period(table, at, plain(heading))
            continue
        unit = parse_unit(match[3]) if match[3] else None
        if match[3] and unit is None:
            what, fix = f'The unit "{match[3]}" is not known; the column is not read.', "Use a unit of the reference."
            findings.append(Finding("E304", what, table.place(table.header_row, at), "a unit", f'"{match[3]}"', fix))
        else:
            found.append(_FactColumn(at, match[1], match[2], unit))
    return found, findings


def _without_period(table: Table, at: int, heading: str) -> Iterator[Finding]:
    """Yield a finding where a heading names a fact and no period: of which year it is cannot be told."""
    match = _PERIODLESS.fullmatch(heading)
    if match is not None:
        what, fix = f'The fact "{match[1]}" has no period; the column is not read.', f"Write fact: {match[1]} 2024."
        yield Finding("E301", what, table.place(table.header_row, at), "a period", f'"{heading}"', fix)


def _firms(
    table: Table, row: Row, columns: Mapping[str, int], facts: list[_FactColumn], findings: list[Finding]
) -> Iterator[Firm]:
    """Yield the firm of a row, unless it has no id."""
    texts = {name: row.cells[columns[name]] if name in columns else "" for name in _TEXTS}
    source = texts.pop("source")
    if not texts["id"]:
        place = table.place(row.number, columns["id"])
        findings.append(Finding("E302", "The firm has no id; the row is left out.", place, "an id", fix="Give it one."))
        return
    for name, allowed in _CLASSES.items():
        word = canonical(texts[name], CLASSES)
        if word and word not in allowed:
            what = f'The {name} of firm "{texts["id"]}" is not one of the classes; it is left empty.'
            place = table.place(row.number, columns[name])
            fix = "Use one of the classes."
            findings.append(Finding("E312", what, place, ", ".join(allowed), shown(texts[name]), fix))
        texts[name] = word if word in allowed else ""
    read = tuple(_facts(table, row, facts, source, texts["id"], findings))
    yield Firm(**texts, facts=read, place=table.place(row.number, columns["id"]))


def _facts(
    table: Table, row: Row, columns: list[_FactColumn], source: str, firm: str, findings: list[Finding]
) -> Iterator[Fact]:
    for column in columns:
        text = row.cells[column.at]
        value = AmountReader(column.unit).read(text) if column.unit else read_number(text)
        if isinstance(value, Finding):
            what = f'The {column.name} of firm "{firm}" in {column.period} {value.what}; it is left out.'
            place = table.place(row.number, column.at)
            findings.append(Finding(value.code, what, place, value.expected, value.found, value.fix))
        elif value is not None:
            column.numbers[row.number] = float(value.value if isinstance(value, Amount) else value)
            yield Fact(column.name, column.period, value, Citation(note=source))


def _value_body(value: Amount | Decimal) -> tuple[str, str]:
    return (f"{value.value:f}", value.unit.code) if isinstance(value, Amount) else (f"{value:f}", "")


def _fact_of(name: str, period: str, value: str, code: str, note: str) -> Fact:
    unit = parse_unit(code) if code else None
    if code and unit is None:
        raise ValueError(f'the unit "{code}" is not known')
    number = Decimal(value)
    return Fact(name, period, Amount(number, unit) if unit else number, Citation(note=note))
