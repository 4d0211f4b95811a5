"""Libraries as OC4IDS 0.9.5 project packages and back (Open Contracting for Infrastructure Data Standard).

What the standard has a word for goes there: title, sector, status, locations, the public authority, the budget by
period, readiness as milestones, demands as metrics. What it has none for goes into `additionalClassifications`:
the stage, ownership, fields, criteria, lawful funds and, under the scheme `kaimen`, the whole project, so that reading
an export back loses nothing. A package of somebody else is read by the standard's own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kaimen.errors import Finding, Place
from kaimen.formats.project_body import project_body, project_of
from kaimen.library import Condition, Demand, Library, Option, Project, library_of
from kaimen.quantity import UNITS, Amount
from kaimen.stages import Stages

VERSION = "0.9"
_OWN, _PREFIX = "kaimen", "kaimen/"
_CURRENCIES = {
    code.partition(" ")[2]: unit for unit in UNITS.values() if (code := unit.dimension).startswith("currency")
}


def library_package(
    library: Library, stages: Stages, published: datetime, publisher: str = "", uri: str = ""
) -> dict[str, Any]:
    """Return a library as a project package.

    Args:
        library: the projects.
        stages: which stage has which status.
        published: when, with a time zone.
        publisher: who publishes.
        uri: where the package will lie.
    """
    return {
        "uri": uri or f"tag:kaimen,{published.date().isoformat()}:{library.name or 'library'}",
        "publishedDate": published.isoformat(),
        "version": VERSION,
        "publisher": {"name": publisher or library.name or "kaimen"},
        "projects": [_written(project, stages) for project in library.projects],
    }


def parse_package(content: bytes, name: str) -> tuple[Library | None, list[Finding]]:
    """Read a project package, a single project or a list of projects.

    Returns:
        The library with every project that could be read, or None where the file is no package (`E103`), and findings.
    """
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        return None, [Finding("E103", "The file is not JSON.", Place(name), "a project package", str(error)[:80], _FIX)]
    entries = document.get("projects", [document]) if isinstance(document, dict) else document
    if not isinstance(entries, list) or not any(isinstance(entry, dict) and "id" in entry for entry in entries):
        return None, [Finding("E103", "The file holds no projects.", Place(name), '"projects": [...]', fix=_FIX)]
    findings: list[Finding] = []
    projects = []
    for number, entry in enumerate(entries):
        project = _read(entry, Place(name, key=f"projects[{number}]"), findings)
        if project is not None:
            projects.append(project)
    library, doubled = library_of(name, projects)
    return library, findings + doubled


_FIX = "Give a file after OC4IDS 0.9: an object with a list `projects`, each with an `id`."


# --- writing ---


def _written(project: Project, stages: Stages) -> dict[str, Any]:
    option = project.options[0] if project.options else Option()
    written = {
        "id": project.id,
        "title": project.title,
        "status": stages.status(project.stage),
        "sector": [project.sector] if project.sector else [],
        "publicAuthority": {"name": project.owner} if project.owner else {},
        "locations": [{"id": "region", "description": project.region}] if project.region else [],
        "budget": _budget(option),
        "metrics": [_metric(number, demand) for number, demand in enumerate(option.demands, 1)],
        "milestones": [_milestone(number, condition) for number, condition in enumerate(project.conditions, 1)],
        "additionalClassifications": list(_classifications(project)),
    }
    return {key: value for key, value in written.items() if value}


def _budget(option: Option) -> dict[str, Any]:
    values = [_value(amount) for amount in option.cost if amount.value]
    if not values or len({value["currency"] for value in values}) > 1:
        return {}
    whole = sum((Decimal(str(value["amount"])) for value in values), Decimal(0))
    parts = [{"id": str(number), "amount": value} for number, value in enumerate(values, 1)]
    breakdown = {"id": "by-period", "description": "By period from the start", "budgetBreakdown": parts}
    return {"amount": {"amount": _plain(whole), "currency": values[0]["currency"]}, "budgetBreakdowns": [breakdown]}


def _value(amount: Amount) -> dict[str, Any]:
    exact = amount.value * Decimal(amount.unit.factor.numerator) / Decimal(amount.unit.factor.denominator)
    return {"amount": _plain(exact), "currency": amount.unit.dimension.partition(" ")[2]}


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _metric(number: int, demand: Demand) -> dict[str, Any]:
    observation = {"id": "1", "measure": f"{demand.amount.value:f}", "unit": {"name": demand.amount.unit.code}}
    kind = "in every period" if demand.running else f"in period {demand.offset + 1} from the start"
    return {"id": f"demand-{number}", "title": demand.resource, "description": kind, "observations": [observation]}


def _milestone(number: int, condition: Condition) -> dict[str, Any]:
    milestone = {"id": f"ready-{number}", "title": condition.name, "type": "preProcurement", "status": "scheduled"}
    return milestone | ({"dueDate": f"{condition.holds_from.isoformat()}T00:00:00Z"} if condition.holds_from else {})


def _classifications(project: Project) -> Iterator[dict[str, str]]:
    said = {"stage": project.stage, "ownership": project.ownership}
    said |= {f"field/{name}": text for name, text in project.fields.items()}
    said |= {f"criterion/{name}": f"{value:f}" for name, value in project.criteria.items()}
    said |= {f"fund/{number}": fund for number, fund in enumerate(project.funds, 1)}
    for scheme, text in said.items():
        if text:
            yield {"scheme": _PREFIX + scheme, "id": text}
    whole = json.dumps(project_body(project), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    yield {"scheme": _OWN, "id": "project", "description": whole}


# --- reading ---


def _read(entry: Any, place: Place, findings: list[Finding]) -> Project | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str) or not entry["id"]:
        what = "The project has no id; it is left out."
        findings.append(Finding("E302", what, place, "an id", fix="Give each project an id."))
        return None
    classes = _items(entry, "additionalClassifications")
    for part in classes:
        if part.get("scheme") == _OWN:
            try:
                return _overlaid(project_of(json.loads(part["description"])), entry)
            except (KeyError, ValueError, TypeError, AttributeError):
                what = f'The whole of project "{entry["id"]}" is damaged; it is read by the standard\'s words.'
                findings.append(Finding("W315", what, place, fix="Export it again."))
    return _foreign(entry, classes, place, findings)


def _overlaid(project: Project, entry: Mapping[str, Any]) -> Project:
    """Return the project with what somebody may have changed in the standard's own words."""
    sector = entry.get("sector") or [project.sector]
    return replace(project, id=entry["id"], title=_text(entry, "title") or project.title, sector=str(sector[0]))


def _foreign(
    entry: Mapping[str, Any], classes: list[Mapping[str, Any]], place: Place, findings: list[Finding]
) -> Project:
    said = {str(part.get("scheme")): str(part.get("id")) for part in classes if part.get("id")}
    authority = entry.get("publicAuthority")
    sectors = [text for text in entry.get("sector") or [] if isinstance(text, str)]
    place = replace(place, key=f"{place.key} {entry['id']}")
    return Project(
        id=entry["id"],
        title=_text(entry, "title"),
        region=next((_region(part) for part in _items(entry, "locations") if _region(part)), ""),
        sector=sectors[0] if sectors else "",
        owner=_text(authority, "name") if isinstance(authority, Mapping) else "",
        stage=said.get(f"{_PREFIX}stage", "") or _text(entry, "status"),
        options=(Option(cost=_cost(entry, place, findings)),),
        conditions=tuple(_conditions(entry)),
        fields={scheme: text for scheme, text in said.items() if not scheme.startswith(_PREFIX)},
        place=place,
    )


def _items(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    parts = entry.get(key)
    return [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _region(location: Mapping[str, Any]) -> str:
    address = location.get("address")
    named = _text(address, "region") or _text(address, "locality") if isinstance(address, Mapping) else ""
    return named or _text(location, "description")


def _cost(entry: Mapping[str, Any], place: Place, findings: list[Finding]) -> tuple[Amount, ...]:
    budget = entry.get("budget")
    value = budget.get("amount") if isinstance(budget, Mapping) else None
    if not isinstance(value, Mapping):
        return ()
    unit = _CURRENCIES.get(_text(value, "currency"))
    number = value.get("amount")
    if unit is None or not isinstance(number, int | Decimal) or isinstance(number, bool) or number < 0:
        what = f'The budget of project "{entry["id"]}" cannot be read; it is left out.'
        known = f"0 or more in {', '.join(sorted(_CURRENCIES))}"
        found = f"{number} {_text(value, 'currency')}"
        findings.append(Finding("E303", what, place, known, found, "Correct the amount or the currency."))
        return ()
    return (Amount(Decimal(number), unit),)


def _conditions(entry: Mapping[str, Any]) -> Iterator[Condition]:
    for part in _items(entry, "milestones"):
        if _text(part, "type") == "preProcurement" and _text(part, "title"):
            day = _text(part, "dateMet") or _text(part, "dueDate")
            yield Condition(_text(part, "title"), _day(day))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
