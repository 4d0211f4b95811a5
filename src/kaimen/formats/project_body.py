"""A project as plain values and back, nothing lost: what the record keeps and what travels with an export."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kaimen.errors import Place
from kaimen.library import Condition, Demand, Option, Project
from kaimen.quantity import Amount, parse_unit

Body = dict[str, Any]

_TEXTS = ("id", "title", "region", "sector", "owner", "ownership", "stage")


def project_body(project: Project) -> Body:
    """Return a project as JSON values; numbers are texts, what is empty is left out."""
    body: Body = {name: text for name in _TEXTS if (text := getattr(project, name))}
    body["options"] = [_option_body(option) for option in project.options]
    parts: Body = {
        "criteria": {name: f"{value:f}" for name, value in sorted(project.criteria.items())},
        "conditions": [[c.name, c.holds_from.isoformat() if c.holds_from else None] for c in project.conditions],
        "funds": list(project.funds),
        "fields": dict(sorted(project.fields.items())),
        "place": [project.place.file, project.place.sheet, project.place.cell],
    }
    return body | {name: part for name, part in parts.items() if part and part != ["", "", ""]}


def project_of(body: Mapping[str, Any]) -> Project:
    """Return the project of a body that `project_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    return Project(
        **{name: str(body.get(name, "")) for name in _TEXTS},
        criteria={name: _number(value) for name, value in body.get("criteria", {}).items()},
        options=tuple(_option_of(option) for option in body["options"]),
        conditions=tuple(Condition(name, _day(day)) for name, day in body.get("conditions", [])),
        funds=tuple(body.get("funds", [])),
        fields=dict(body.get("fields", {})),
        place=Place(*body.get("place", ["", "", ""])),
    )


def _option_body(option: Option) -> Body:
    body: Body = {
        "demands": [[d.resource, *_amount_body(d.amount), d.offset, d.running] for d in option.demands],
        "cost": [_amount_body(amount) for amount in option.cost],
    }
    if option.starts is not None:
        body["starts"] = list(option.starts)
    if option.site:
        body["site"] = option.site
    if option.benefit != 1:
        body["benefit"] = f"{option.benefit:f}"
    return {name: part for name, part in body.items() if part or name == "starts"}


def _option_of(body: Mapping[str, Any]) -> Option:
    starts = body.get("starts")
    return Option(
        tuple(
            Demand(name, _amount_of(v, u), offset, running) for name, v, u, offset, running in body.get("demands", [])
        ),
        tuple(_amount_of(value, unit) for value, unit in body.get("cost", [])),
        None if starts is None else tuple(starts),
        body.get("site", ""),
        Decimal(body.get("benefit", "1")),
    )


def _amount_body(amount: Amount) -> tuple[str, str]:
    return f"{amount.value:f}", amount.unit.code


def _amount_of(value: str, code: str) -> Amount:
    unit = parse_unit(code)
    if unit is None:
        raise ValueError(f'the unit "{code}" is not known')
    return Amount(_number(value), unit)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _number(value: Any) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {str(value)[:40]}") from error
