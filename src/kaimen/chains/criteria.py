"""What a project does for chains, as criteria that a scenario can weigh.

- `chain gaps`: the links without a supplier that it stands on, each by the part of the need it brings (1 where no need
  or no capacity is stated)
- `chain exposure`: the parts of their chains that depend on those links, in percent, by the same part
- `chain relief`: the links with one supplier, or with less than is needed, that it stands on

They add up over projects: two projects on one gap count twice, so that a scenario which weighs them should also limit
the projects on one link by a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kaimen.chains.states import LinkState, Survey
from kaimen.chains.types import Link, Stand

GAPS, EXPOSURE, RELIEF = "chain gaps", "chain exposure", "chain relief"
CRITERIA = (GAPS, EXPOSURE, RELIEF)

_PLACES = Decimal("0.0001")


def chain_criteria(survey: Survey, stands: Iterable[Stand]) -> dict[str, dict[str, Decimal]]:
    """Return the criteria of each project that stands on a link, with four decimals."""
    sums: dict[str, dict[str, Fraction]] = {}
    for stand in stands:
        if stand.kind == "project" and stand.link in survey.graph.at:
            state = survey.states[survey.graph.at[stand.link]]
            own = sums.setdefault(stand.id, dict.fromkeys(CRITERIA, Fraction(0)))
            if state.is_open:
                part = _part(stand, state)
                own[GAPS] += part
                own[EXPOSURE] += part * state.exposure * 100
            elif state.state in ("single", "short"):
                own[RELIEF] += 1
    return {project: {name: _decimal(value) for name, value in own.items()} for project, own in sums.items()}


def crowded_gaps(survey: Survey, stands: Iterable[Stand]) -> list[tuple[Link, tuple[str, ...]]]:
    """Return the links without a supplier whose projects together bring more than is needed, with those projects."""
    parts: dict[str, dict[str, Fraction]] = {}
    for stand in stands:
        if stand.kind == "project" and stand.link in survey.graph.at:
            state = survey.states[survey.graph.at[stand.link]]
            if state.is_open:
                parts.setdefault(stand.link, {})[stand.id] = _part(stand, state)
    return [
        (survey.graph.links[survey.graph.at[link]], tuple(found))
        for link, found in parts.items()
        if len(found) > 1 and sum(found.values()) > 1
    ]


def _part(stand: Stand, state: LinkState) -> Fraction:
    if not state.link.need or stand.capacity is None:
        return Fraction(1)
    return min(Fraction(1), Fraction(stand.capacity) / Fraction(state.link.need))


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(round(value / Fraction(_PLACES))) * _PLACES).normalize() + 0
