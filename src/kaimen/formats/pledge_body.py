"""A pledge as plain values and back, nothing lost: what the record keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kaimen.evidence import Passage
from kaimen.ledger import Pledge, Target


def pledge_body(pledge: Pledge) -> dict[str, Any]:
    """Return a pledge as JSON values; numbers and days are texts."""
    target = pledge.target
    supervised: dict[str, Any] = {"lead": pledge.lead, "others": list(pledge.others)}
    supervised["next_report"] = pledge.next_report.isoformat() if pledge.next_report else None
    return {
        "id": pledge.id,
        "what": pledge.what,
        "passage": _passage_body(pledge.passage),
        "region": pledge.region,
        "authority": pledge.authority,
        "figure": _passage_body(pledge.figure) if pledge.figure else None,
        "target": _target_body(target) if target else None,
        "due": pledge.due.isoformat() if pledge.due else None,
        "twins": [_passage_body(twin) for twin in pledge.twins],
        **{key: value for key, value in supervised.items() if value},
    }


def pledge_of_body(body: Mapping[str, Any]) -> Pledge:
    """Return the pledge of a body that `pledge_body` made.

    Raises:
        KeyError, ValueError, TypeError: it is none.
    """
    target = body["target"]
    return Pledge(
        body["id"],
        body["what"],
        Passage(*body["passage"]),
        body["region"],
        body["authority"],
        Passage(*body["figure"]) if body["figure"] else None,
        _target(*target) if target else None,
        date.fromisoformat(body["due"]) if body["due"] else None,
        tuple(Passage(*twin) for twin in body["twins"]),
        str(body.get("lead", "")),
        tuple(map(str, body.get("others", []))),
        date.fromisoformat(body["next_report"]) if body.get("next_report") else None,
    )


def _target(value: str, unit: str, qualifier: str, upper: str | None, change: str) -> Target:
    return Target(Decimal(value), unit, qualifier, None if upper is None else Decimal(upper), change)


def _target_body(target: Target) -> list[str | None]:
    upper = None if target.upper is None else f"{target.upper:f}"
    return [f"{target.value:f}", target.unit, target.qualifier, upper, target.change]


def _passage_body(passage: Passage) -> list[str | int]:
    return [passage.document, passage.start, passage.end, passage.quote]
