"""Firms: legal enterprises with their region, sector, ownership and size class, and dated facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kaimen.errors import NOWHERE, Finding, Place
from kaimen.evidence import Citation
from kaimen.quantity import Amount

SIZE_CLASSES = ("micro", "small", "medium", "large")
"""Size classes of a firm; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What a firm was in a period, and what that rests on: `value` is an amount with its unit, or a bare number."""

    name: str
    period: str
    value: Amount | Decimal
    cite: Citation = field(default_factory=Citation)


@dataclass(frozen=True, slots=True)
class Firm:
    """A legal enterprise with a stable id; `ownership` is state, private, foreign or mixed, empty where not known."""

    id: str
    name: str = ""
    region: str = ""
    sector: str = ""
    ownership: str = ""
    size: str = ""
    facts: tuple[Fact, ...] = ()
    place: Place = field(default=NOWHERE, compare=False)

    def fact(self, name: str, period: str = "") -> Fact | None:
        """Return a fact of a period, or of the last period there is, or None."""
        found = [fact for fact in self.facts if fact.name == name and period in ("", fact.period)]
        return max(found, key=lambda fact: fact.period, default=None)


def firms_of(firms: Iterable[Firm]) -> tuple[tuple[Firm, ...], list[Finding]]:
    """Return the firms by id; of two with one id the first is kept and the other is a finding (`E306`)."""
    kept: dict[str, Firm] = {}
    findings = []
    for firm in firms:
        first = kept.setdefault(firm.id, firm)
        if first is not firm:
            what = f'The firm id "{firm.id}" occurs a second time; this row is left out.'
            fix = "Give each firm an id of its own, or delete the row if it is the same firm."
            findings.append(Finding("E306", what, firm.place, "an id not used before", f'"{firm.id}"', fix))
    return tuple(kept.values()), findings
