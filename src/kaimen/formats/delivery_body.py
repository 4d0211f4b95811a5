"""Baselines and reports as plain values and back: what the record keeps, in columns that are quick to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kaimen.delivery import Baseline, Promise, Report
from kaimen.errors import Place
from kaimen.quantity import Period, parse_unit


def baseline_body(baseline: Baseline) -> dict[str, Any]:
    """Return a baseline as JSON values."""
    return {
        "id": baseline.id,
        "approved": baseline.approved.isoformat(),
        "unit": baseline.unit.code,
        "scale": baseline.scale,
        "source": baseline.source,
        "periods": [[p.start.isoformat(), p.end.isoformat(), p.label] for p in baseline.periods],
        "promises": [
            [
                *(p.project, p.title, p.region, p.sector, list(p.money)),
                {name: day.isoformat() for name, day in p.milestones.items()},
                [p.place.file, p.place.sheet, p.place.cell],
                p.count,
            ]
            for p in baseline.promises
        ],
    }


def baseline_of_body(body: Mapping[str, Any]) -> Baseline:
    """Return the baseline of a body that `baseline_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    unit = parse_unit(body["unit"])
    if unit is None:
        raise ValueError(f'the unit "{body["unit"]}" is not known')
    periods = tuple(Period(date.fromisoformat(a), date.fromisoformat(b), label) for a, b, label in body["periods"])
    promises = tuple(
        Promise(
            *(project, title, region, sector, tuple(money)),
            milestones={name: date.fromisoformat(day) for name, day in days.items()},
            place=Place(*place),
            count=count,
        )
        for project, title, region, sector, money, days, place, count in body["promises"]
    )
    approved = date.fromisoformat(body["approved"])
    return Baseline(body["id"], approved, unit, body["scale"], periods, promises, body["source"])


_COLUMNS = ("baseline", "measure", "period", "scale", "file", "sheet", "column", "source")


def report_body(report: Report) -> dict[str, Any]:
    """Return a report as JSON values."""
    days = {"end": report.end.isoformat(), "vintage": report.vintage.isoformat()}
    lists = {"projects": list(report.projects), "values": list(report.values), "rows": list(report.rows)}
    return {name: getattr(report, name) for name in _COLUMNS} | days | lists


def report_of_body(body: Mapping[str, Any]) -> Report:
    """Return the report of a body that `report_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    return Report(
        end=date.fromisoformat(body["end"]),
        vintage=date.fromisoformat(body["vintage"]),
        projects=tuple(body["projects"]),
        values=tuple(body["values"]),
        rows=tuple(body["rows"]),
        **{name: body[name] for name in _COLUMNS},
    )
