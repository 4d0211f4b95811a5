"""The JSON of an extraction: document, quantities, candidates, reports due, findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from kaimen.errors import Finding
from kaimen.extract.types import Candidate, Extraction, Quantity, ReportDue, When

Json = None | bool | int | float | str | list["Json"] | Mapping[str, "Json"]


def as_json(extraction: Extraction) -> dict[str, Json]:
    """Return the extraction as JSON values: offsets in code points, values as decimal strings in base units.

    A candidate's `quantity` is an index into `quantities`, or null.
    """
    document = extraction.document
    return {
        "document": {
            "name": document.name,
            "source": document.source,
            "published": day_text(document.published),
            "sha256": document.sha256,
            "characters": len(document.text),
        },
        "quantities": [_quantity(quantity) for quantity in extraction.quantities],
        "candidates": [_candidate(candidate, document.name) for candidate in extraction.candidates],
        "reports_due": [_report(due, document.text) for due in extraction.reports_due],
        "findings": [_finding(finding) for finding in extraction.findings],
    }


def before_json(extraction: Extraction, finding: Finding) -> list[Json]:
    """Return the earlier sentences that the figure of a finding (`W230`) is held against, the latest first."""
    rows: list[Json] = []
    for told in extraction.before:
        if extraction.quantities[told.quantity].start == finding.place.start:
            passage, figure = told.passage, told.figure
            where: dict[str, Json] = {"document": passage.document, "published": day_text(told.document.published)}
            place: dict[str, Json] = {"start": passage.start, "end": passage.end, "quote": passage.quote}
            rows.append(
                {**where, **place, "figure": {"start": figure.start, "end": figure.end, "surface": figure.quote}}
            )
    return rows


def decimal_string(value: Decimal | None) -> str | None:
    """Return a number without an exponent, or None."""
    return None if value is None else f"{value:f}"


def day_text(day: date | None) -> str | None:
    """Return a day as ISO text, or None."""
    return day.isoformat() if day else None


def _report(due: ReportDue, text: str) -> dict[str, Json]:
    return {
        "quote": text[due.start : due.end],
        "start": due.start,
        "end": due.end,
        "every": due.every or None,
        "day": day_text(due.day),
    }


def _finding(finding: Finding) -> dict[str, Json]:
    place = finding.place
    return {
        "code": finding.code,
        "what": finding.what,
        "line": place.line,
        "start": place.start,
        "end": place.end,
        "expected": finding.expected,
        "found": finding.found,
        "fix": finding.fix,
    }


def _quantity(quantity: Quantity) -> dict[str, Json]:
    return {
        "start": quantity.start,
        "end": quantity.end,
        "surface": quantity.surface,
        "value": decimal_string(quantity.value),
        "upper": decimal_string(quantity.upper),
        "unit": quantity.unit,
        "per": quantity.per or None,
        "qualifier": quantity.qualifier,
        "change": quantity.change or None,
        "direction": quantity.direction or None,
        "tier": quantity.tier,
    }


def _candidate(candidate: Candidate, document: str) -> dict[str, Json]:
    return {
        "id": candidate.id,
        "doc": document,
        "lang": candidate.language,
        "kind": candidate.kind,
        "tier": candidate.tier,
        "quote": candidate.quote,
        "start": candidate.start,
        "end": candidate.end,
        "who": asdict(candidate.who),
        "where": asdict(candidate.where) if candidate.where else None,
        "action": candidate.action,
        "what": candidate.what,
        "quantity": candidate.quantity,
        "time": _time(candidate.when),
        "status": candidate.modality,
        "flags": list(candidate.flags),
        "indicator": candidate.indicator or None,
        "lead": list(candidate.lead),
        "others": list(candidate.others),
        "task": candidate.task or None,
        "sector": candidate.sector or None,
    }


def _time(when: When | None) -> Json:
    if when is None:
        return None
    return {
        "surface": when.surface,
        "start": when.start,
        "end": when.end,
        "from": day_text(when.first),
        "to": day_text(when.last),
        "deadline": day_text(when.due),
    }
