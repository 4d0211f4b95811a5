"""Attraction: who could close a gap, which leads are under way, which reserve projects have no investor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaimen.chains.states import LinkState, Survey
from kaimen.chains.types import WON, Lead, Stand, Technology
from kaimen.library import Project

RESERVE = frozenset({"", "reserve", "appraised", "selected", "green_channel"})
"""Stages at which a project still waits for its investor."""

HOW = ("technology", "neighbour", "elsewhere")
"""How a firm could close a gap: it holds a technology of the link; it stands just up- or downstream of it here; it
supplies the link in another region."""


@dataclass(frozen=True, slots=True)
class Closer:
    """A firm that could close a gap: how (a word of `HOW`), where it stands now (link, region) or with what."""

    link: str
    firm: str
    how: str
    stands_on: str = ""
    region: str = ""
    technology: str = ""


@dataclass(frozen=True, slots=True)
class ReserveProject:
    """A reserve project without an investor, its links, and its leads that are not lost."""

    project: Project
    links: tuple[str, ...]
    leads: tuple[Lead, ...]


def closers(
    here: Survey,
    states: Iterable[LinkState],
    everywhere: Sequence[Stand],
    technologies: Iterable[Technology] = (),
) -> tuple[Closer, ...]:
    """Return who could close the links of `states`, those nearest to it first.

    Args:
        here: the survey of the region in view.
        states: its links that are to be closed.
        everywhere: who stands on links, in any region.
        technologies: what firms hold.
    """
    on: dict[str, list[Stand]] = defaultdict(list)
    region: dict[str, str] = {}
    for stand in everywhere:
        if stand.kind == "firm":
            on[stand.link].append(stand)
            region.setdefault(stand.id, stand.region)
    holds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for technology in technologies:
        for link in technology.links:
            holds[link] += [(holder, technology.id) for holder in technology.holders if holder in region]
    found = []
    for state in states:
        ways = sorted(_ways(here, state, on, holds, region), key=lambda way: (HOW.index(way.how), way.firm))
        seen: set[str] = set()
        for way in ways:
            if way.firm not in seen:
                seen.add(way.firm)
                found.append(way)
    return tuple(found)


def _ways(
    here: Survey,
    state: LinkState,
    on: Mapping[str, Sequence[Stand]],
    holds: Mapping[str, Sequence[tuple[str, str]]],
    region: Mapping[str, str],
) -> Iterator[Closer]:
    link, graph = state.link.id, here.graph
    there = {stand.id for stand in state.suppliers}
    for firm, technology in holds.get(link, ()):
        if firm not in there:
            yield Closer(link, firm, "technology", region=region[firm], technology=technology)
    for at in (*graph.upstream[graph.at[link]], *graph.downstream[graph.at[link]]):
        for stand in here.states[at].suppliers:
            if stand.kind == "firm" and stand.id not in there:
                yield Closer(link, stand.id, "neighbour", graph.links[at].id, stand.region)
    for stand in on.get(link, ()):
        if stand.id not in there:
            yield Closer(link, stand.id, "elsewhere", link, stand.region)


def without_investor(
    projects: Iterable[Project], leads: Iterable[Lead], stands: Iterable[Stand]
) -> tuple[ReserveProject, ...]:
    """Return the reserve projects that have no owner and no lead that was signed or has landed."""
    by_project: dict[str, list[Lead]] = defaultdict(list)
    for lead in leads:
        by_project[lead.project].append(lead)
    links: dict[str, list[str]] = defaultdict(list)
    for stand in stands:
        if stand.kind == "project":
            links[stand.id].append(stand.link)
    found = []
    for project in projects:
        own = by_project.get(project.id, [])
        if project.stage in RESERVE and not project.owner and not any(lead.stage in WON for lead in own):
            open_ = tuple(lead for lead in own if lead.stage != "lost")
            found.append(ReserveProject(project, tuple(links.get(project.id, ())), open_))
    return tuple(found)
