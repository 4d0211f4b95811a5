"""Application scenarios matched with firms that hold the technology they ask for.

An assignment: each place of an application scenario goes to at most one firm, each firm to at most one place. The most
places possible are filled; among all ways to do so, one with the greatest sum of ten times the closeness and the
readiness of its matches (Kuhn 1955, "The Hungarian method for the assignment problem"; solved after Crouse 2016,
doi:10.1109/TAES.2016.140952). Every match and everything left over has a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from kaimen.chains.types import Application, Stand, Technology

_CLOSE = 10
"""What one step of closeness counts against readiness, which is at most 9."""


@dataclass(frozen=True, slots=True)
class Match:
    """A firm in a place of an application scenario: with which technology, its readiness, the wanted one, how close.

    `closeness` counts the regions, from the innermost outwards, that both lie in.
    """

    application: str
    firm: str
    technology: str
    readiness: int
    wanted: int
    closeness: int


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A place of an application scenario or a firm without a match (`kind`), and why; `others` are named by the reason.

    `best` is the best readiness on offer where it is not enough.
    """

    kind: str
    id: str
    reason: str
    others: tuple[str, ...] = ()
    best: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches in the order of the application scenarios, and what is left over."""

    matches: tuple[Match, ...]
    left_over: tuple[LeftOver, ...]


@dataclass(frozen=True, slots=True)
class _Offers:
    """Who could take what: pairs of an application's number and a firm, with the technology and its score."""

    pairs: Mapping[tuple[int, str], tuple[Technology, int, int]]
    asked: Mapping[str, Sequence[int]]


def match_applications(
    applications: Sequence[Application],
    technologies: Sequence[Technology],
    regions: Mapping[str, str],
    above: Callable[[str], Iterable[str]],
) -> Matching:
    """Return who takes which application scenario.

    Args:
        applications: what is asked for.
        technologies: what is held, and by whom.
        regions: the region of each holder that may take a place; holders without one stand apart.
        above: the regions that a region lies in, itself first.
    """
    held: dict[str, list[Technology]] = defaultdict(list)
    for technology in technologies:
        for holder in technology.holders:
            if holder in regions:
                held[holder].append(technology)
    offers = _offers(applications, held, regions, above)
    slots = [number for number, application in enumerate(applications) for _ in range(application.places)]
    firms = sorted({firm for _, firm in offers.pairs})
    chosen = _assigned(offers, slots, firms)
    matches = []
    for number, firm in sorted(chosen):
        technology, readiness, close = offers.pairs[number, firm]
        wanted = applications[number].readiness or 0
        matches.append(Match(applications[number].id, firm, technology.id, readiness, wanted, close))
    left = _left_places(applications, technologies, held, offers, chosen)
    left += _left_firms(applications, held, offers, chosen)
    return Matching(tuple(matches), tuple(left))


def stands_by_firm(stands: Iterable[Stand]) -> dict[str, str]:
    """Return the region of each firm that stands on a link, as `match_applications` takes it."""
    return {stand.id: stand.region for stand in stands if stand.kind == "firm"}


def _offers(
    applications: Sequence[Application],
    held: Mapping[str, Sequence[Technology]],
    regions: Mapping[str, str],
    above: Callable[[str], Iterable[str]],
) -> _Offers:
    asked: dict[str, list[int]] = defaultdict(list)
    for number, application in enumerate(applications):
        for name in application.technologies:
            asked[name].append(number)
    lies_in = {region: frozenset(above(region)) for region in {*regions.values(), *(a.region for a in applications)}}
    pairs: dict[tuple[int, str], tuple[Technology, int, int]] = {}
    for firm in sorted(held):
        for technology in held[firm]:
            readiness = technology.readiness or 0
            for number in asked.get(technology.id, ()):
                application = applications[number]
                before = pairs.get((number, firm))
                if readiness >= (application.readiness or 0) and (before is None or before[1] < readiness):
                    close = len(lies_in[application.region] & lies_in[regions[firm]] - {""})
                    pairs[number, firm] = (technology, readiness, close)
    return _Offers(pairs, asked)


def _assigned(offers: _Offers, slots: Sequence[int], firms: Sequence[str]) -> set[tuple[int, str]]:
    """Return the pairs chosen. Scores are whole numbers far below 2^53, which the method's doubles hold exactly."""
    if not slots or not firms:
        return set()
    column = {firm: at for at, firm in enumerate(firms)}
    scores = {pair: close * _CLOSE + ready for pair, (_, ready, close) in offers.pairs.items()}
    matched = (max(scores.values()) + 1) * min(len(slots), len(firms))
    table = np.zeros((len(slots), len(firms)))
    rows: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(slots):
        rows[number].append(row)
    for (number, firm), score in scores.items():
        table[rows[number], column[firm]] = matched + score
    taken, where = linear_sum_assignment(table, maximize=True)
    pairs = zip(taken.tolist(), where.tolist(), strict=True)
    return {(slots[row], firms[at]) for row, at in pairs if table[row, at] > 0}


def _left_places(
    applications: Sequence[Application],
    technologies: Sequence[Technology],
    held: Mapping[str, Sequence[Technology]],
    offers: _Offers,
    chosen: set[tuple[int, str]],
) -> list[LeftOver]:
    filled: dict[int, int] = defaultdict(int)
    at: dict[str, str] = {}
    for number, firm in chosen:
        filled[number] += 1
        at[firm] = applications[number].id
    could: dict[int, list[str]] = defaultdict(list)
    for number, firm in offers.pairs:
        could[number].append(firm)
    ready = {t.id: t.readiness or 0 for t in technologies if any(t in kept for kept in held.values())}
    left = []
    for number, application in enumerate(applications):
        if filled[number] >= application.places:
            continue
        best = max((ready[name] for name in application.technologies if name in ready), default=None)
        others = tuple(sorted(firm for firm in could[number] if at.get(firm, application.id) != application.id))
        if best is None:
            left.append(LeftOver("application", application.id, "nobody_holds", application.technologies))
        elif not could[number]:
            left.append(LeftOver("application", application.id, "not_ready", application.technologies, best))
        else:
            left.append(LeftOver("application", application.id, "taken", others))
    return left


def _left_firms(
    applications: Sequence[Application],
    held: Mapping[str, Sequence[Technology]],
    offers: _Offers,
    chosen: set[tuple[int, str]],
) -> list[LeftOver]:
    busy = {firm for _, firm in chosen}
    could: dict[str, list[str]] = defaultdict(list)
    for number, firm in sorted(offers.pairs):
        could[firm].append(applications[number].id)
    left = []
    for firm in sorted(held):
        names = tuple(technology.id for technology in held[firm])
        if firm in busy:
            continue
        if firm in could:
            left.append(LeftOver("firm", firm, "outbid", tuple(could[firm])))
        elif any(offers.asked.get(name) for name in names):
            best = max(technology.readiness or 0 for technology in held[firm] if offers.asked.get(technology.id))
            left.append(LeftOver("firm", firm, "not_ready", names, best))
        else:
            left.append(LeftOver("firm", firm, "not_wanted", names))
    return left
