"""Clusters of firms: those that have a name, and those that are found.

Two firms are tied where they lie in one place and stand on neighbouring links, or on one link. Clusters are the
communities of these ties that greedy merging by modularity finds (Clauset, Newman and Moore 2004, "Finding community
structure in very large networks", doi:10.1103/PhysRevE.70.066111). The location quotient of a cluster is the part its
links have among the firms of its place, over the part they have among all firms; above 1 the place is specialised in
them (Florence 1939, "Report on the location of industry").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import networkx

from kaimen.chains.graph import ChainGraph
from kaimen.chains.types import Cluster, Stand

LEAST_FIRMS = 3
"""Firms that make a cluster."""

_Cell = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ClusterView:
    """A cluster: its place, firms and links, and the location quotient (None: no firm of it stands on a link).

    `named` is the named cluster it shares the most firms with (or is), `shared` how many of the firms of both.
    """

    place: str
    firms: tuple[str, ...]
    links: tuple[str, ...]
    quotient: Fraction | None
    named: str = ""
    shared: Fraction | None = None


def named_clusters(
    graph: ChainGraph, stands: Iterable[Stand], clusters: Iterable[Cluster], place_of: Callable[[str], str]
) -> tuple[ClusterView, ...]:
    """Return the named clusters with the links their members stand on."""
    firms, cells = _firms_on(graph, stands, place_of)
    found = []
    for cluster in clusters:
        own = {cell for cell, who in cells.items() if who & {*cluster.members}}
        links = {link for _, link in own}
        place = place_of(cluster.region) if cluster.region else next(iter(sorted(place for place, _ in own)), "")
        quotient = _quotient(place, links, firms, cells)
        names = tuple(graph.links[at].id for at in sorted(links))
        found.append(ClusterView(place, tuple(sorted(cluster.members)), names, quotient, cluster.id))
    return tuple(found)


def found_clusters(
    graph: ChainGraph,
    stands: Iterable[Stand],
    clusters: Iterable[Cluster] = (),
    place_of: Callable[[str], str] = str,
    least: int = LEAST_FIRMS,
) -> tuple[ClusterView, ...]:
    """Return the clusters found, those with the most firms first.

    Args:
        graph: the links.
        stands: who stands on them; firms count.
        clusters: named clusters, to say which of them is meant.
        place_of: the place of a region, such as the city it lies in.
        least: firms that make a cluster.
    """
    firms, cells = _firms_on(graph, stands, place_of)
    named = {cluster.id: frozenset(cluster.members) for cluster in clusters}
    views = []
    for place in sorted({place for place, _ in cells}):
        for group in _communities(graph, {at: who for (where, at), who in cells.items() if where == place}):
            who = frozenset().union(*(cells[place, at] for at in group))
            if len(who) >= least:
                names = tuple(graph.links[at].id for at in sorted(group))
                quotient = _quotient(place, group, firms, cells)
                views.append(ClusterView(place, tuple(sorted(who)), names, quotient, *_likest(who, named)))
    return tuple(sorted(views, key=lambda view: (-len(view.firms), view.place, view.links)))


def _firms_on(
    graph: ChainGraph, stands: Iterable[Stand], place_of: Callable[[str], str]
) -> tuple[dict[str, set[str]], dict[_Cell, set[str]]]:
    """Return the firms of each place, and of each place and link."""
    firms: dict[str, set[str]] = defaultdict(set)
    cells: dict[_Cell, set[str]] = defaultdict(set)
    for stand in stands:
        if stand.kind == "firm" and stand.region and stand.link in graph.at:
            place = place_of(stand.region)
            firms[place].add(stand.id)
            cells[place, graph.at[stand.link]].add(stand.id)
    return firms, cells


def _communities(graph: ChainGraph, cells: Mapping[int, set[str]]) -> list[list[int]]:
    """Return the links of one place in groups; a tie counts the pairs of firms and the firms on both links."""
    ties: networkx.Graph[int] = networkx.Graph()
    ties.add_nodes_from(sorted(cells))
    on: dict[str, list[int]] = defaultdict(list)
    for at in sorted(cells):
        for other in graph.upstream[at]:
            if other in cells:
                ties.add_edge(other, at, weight=len(cells[other]) * len(cells[at]))
        for firm in cells[at]:
            on[firm].append(at)
    for firm in sorted(on):
        for one, other in combinations(on[firm], 2):
            weight = ties.get_edge_data(one, other, {"weight": 0})["weight"]
            ties.add_edge(one, other, weight=weight + 1)
    if not ties.number_of_edges():
        return [[at] for at in sorted(cells)]
    groups = networkx.community.greedy_modularity_communities(ties, weight="weight")
    return sorted(sorted(group) for group in groups)


def _quotient(
    place: str, links: Iterable[int], firms: Mapping[str, set[str]], cells: Mapping[_Cell, set[str]]
) -> Fraction | None:
    wanted = {*links}
    there = {firm for (where, at), who in cells.items() if at in wanted and where == place for firm in who}
    everywhere = {firm for (_, at), who in cells.items() if at in wanted for firm in who}
    local, all_firms = len(firms.get(place, ())), len(set().union(*firms.values()))
    if not local or not everywhere:
        return None
    return Fraction(len(there), local) / Fraction(len(everywhere), all_firms)


def _likest(who: frozenset[str], named: Mapping[str, frozenset[str]]) -> tuple[str, Fraction | None]:
    """Return the named cluster with the most firms in common, by the part of the firms of both (Jaccard 1912)."""
    shared = {name: Fraction(len(who & members), len(who | members)) for name, members in named.items() if members}
    best = max(sorted(shared), key=lambda name: shared[name], default="")
    return (best, shared[best]) if best and shared[best] else ("", None)
