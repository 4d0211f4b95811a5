"""What stands on each link of a graph, and what depends on it.

The shares of a link's suppliers are those the table states, else their parts of the capacity, else equal parts; they
are taken among the suppliers in view. Concentration is the sum of the squared shares, from 1/n to 1: the
Herfindahl-Hirschman index (Hirschman 1964, "The paternity of an index", American Economic Review 54(5)).

Exposure follows from needs that cannot replace one another (Leontief 1951, "The structure of American economy"): where
a supplier with share s of a link fails, so does the part s of that link and of all downstream of it; a link that
loses several of its needs loses as much as the greatest of them. The exposure of a chain to a link or a supplier is
the part of the chain's value that fails with it. Firms whose failure is most felt are found in this way by Diem et al.
2022, "Quantifying firm-level economic systemic risk from nation-wide supply networks", doi:10.1038/s41598-022-11522-z.

A link whose loss would break its graph into more pieces is a cut (Hopcroft and Tarjan 1973, Algorithm 447,
doi:10.1145/362248.362272).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

import networkx

from kaimen.chains.graph import ChainGraph
from kaimen.chains.reach import Reach
from kaimen.chains.types import KINDS, LAYERS, Link, Stand

STATES = ("gap", "planned", "single", "short", "covered")
"""States of a link: nobody supplies it; only projects will; one does; several, less than is needed; enough."""

Supplier = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LinkState:
    """A link and what stands on it.

    `suppliers` supply it now, in the proportion of `parts`; `projects` will; `beside` are of another layer.
    `concentration` is from 0 to 1 and None without suppliers; `capacity` is None where a supplier states none,
    `missing` what it lacks of the need (None: no need, or no capacity is known). `exposure` is the part of its chain
    that depends on it, itself included; `layers` are those present on it or just upstream of it.
    """

    link: Link
    state: str
    suppliers: tuple[Stand, ...]
    projects: tuple[Stand, ...]
    beside: tuple[Stand, ...]
    parts: tuple[int, ...]
    concentration: Fraction | None
    capacity: Decimal | None
    missing: Decimal | None
    exposure: Fraction
    is_cut: bool
    layers: tuple[str, ...]

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The parts of the suppliers; they add up to 1."""
        total = sum(self.parts)
        return tuple(Fraction(part, total) for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Whether nobody supplies it now."""
        return self.state in ("gap", "planned")


@dataclass(frozen=True, slots=True)
class SupplierRisk:
    """How much of a chain fails with a supplier, from 0 to 1, and on which of its links it stands."""

    supplier: Supplier
    chain: str
    exposure: Fraction
    links: tuple[str, ...]
    alone_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """The state of every link, in the graph's order, and the suppliers by what fails with them, most first."""

    graph: ChainGraph
    states: tuple[LinkState, ...]
    risks: tuple[SupplierRisk, ...]

    def of(self, chain: str) -> tuple[LinkState, ...]:
        """Return the links of a chain."""
        return tuple(state for state in self.states if state.link.chain == chain)


def survey(graph: ChainGraph, stands: Iterable[Stand]) -> Survey:
    """Return the state of every link and the exposure to every supplier; stands on unknown links do not count."""
    on: list[list[Stand]] = [[] for _ in graph.links]
    for stand in stands:
        if stand.link in graph.at:
            on[graph.at[stand.link]].append(stand)
    suppliers = [tuple(s for s in on[at] if supplies(s, link)) for at, link in enumerate(graph.links)]
    parts = [supply_parts(found) for found in suppliers]
    holds: dict[Supplier, dict[int, int]] = defaultdict(dict)
    for at, found in enumerate(suppliers):
        for stand, part in zip(found, parts[at], strict=True):
            holds[stand.key][at] = holds[stand.key].get(at, 0) + part
    several = {at for held in holds.values() if len(held) > 1 for at in held}
    reach = Reach(graph, several)
    cuts = cut_links(graph)
    states = []
    for at, link in enumerate(graph.links):
        layers = _layers(graph, at, on, suppliers)
        states.append(_state(link, on[at], suppliers[at], parts[at], (reach.exposures[at], at in cuts, layers)))
    totals = [sum(found) for found in parts]
    return Survey(graph, tuple(states), tuple(_risks(graph, totals, suppliers, holds, reach)))


def supplies(stand: Stand, link: Link) -> bool:
    """Return whether what stands on a link supplies it: a firm any, others those of their own layer."""
    return stand.kind == "firm" or KINDS.get(stand.kind) == link.layer


def supplier_counts(graph: ChainGraph, stands: Iterable[Stand]) -> dict[str, int]:
    """Return how many suppliers each link has; those without any are left out."""
    who: dict[str, set[Supplier]] = defaultdict(set)
    for stand in stands:
        if stand.link in graph.at and supplies(stand, graph.links[graph.at[stand.link]]):
            who[stand.link].add(stand.key)
    return {link: len(found) for link, found in who.items()}


def supply_parts(suppliers: Sequence[Stand]) -> tuple[int, ...]:
    """Return the suppliers' parts of a link as whole numbers: by stated shares, else by capacity, else equal."""
    for stated in ([s.share for s in suppliers], [s.capacity for s in suppliers]):
        ratios = [amount.as_integer_ratio() for amount in stated if amount is not None]
        if ratios and len(ratios) == len(suppliers) and any(top for top, _ in ratios):
            scale = lcm(*(below for _, below in ratios))
            return tuple(top * (scale // below) for top, below in ratios)
    return (1,) * len(suppliers)


def cut_links(graph: ChainGraph) -> frozenset[int]:
    """Return the places of the links without which the graph falls into more pieces."""
    plain: networkx.Graph[int] = networkx.Graph()
    plain.add_nodes_from(range(len(graph.links)))
    plain.add_edges_from((at, other) for at, above in enumerate(graph.upstream) for other in above)
    return frozenset(networkx.articulation_points(plain))


def _layers(
    graph: ChainGraph, at: int, on: Sequence[Sequence[Stand]], suppliers: Sequence[Sequence[Stand]]
) -> tuple[str, ...]:
    found = {KINDS.get(stand.kind, "") for stand in on[at]}
    found |= {graph.links[other].layer for other in (*graph.upstream[at], at) if suppliers[other]}
    return tuple(layer for layer in LAYERS if layer in found)


def _state(
    link: Link,
    on: Sequence[Stand],
    suppliers: tuple[Stand, ...],
    parts: tuple[int, ...],
    depends: tuple[Fraction, bool, tuple[str, ...]],
) -> LinkState:
    projects = tuple(stand for stand in on if stand.kind == "project")
    beside = tuple(stand for stand in on if stand.kind != "project" and stand not in suppliers)
    amounts = [stand.capacity for stand in suppliers if stand.capacity is not None]
    capacity = sum(amounts, Decimal(0)) if len(amounts) == len(suppliers) else None
    missing = max(Decimal(0), link.need - capacity) if link.need is not None and capacity is not None else None
    concentration = Fraction(sum(part * part for part in parts), sum(parts) ** 2) if parts else None
    who = {stand.key for stand in suppliers}
    state = "single" if len(who) == 1 else "short" if missing else "covered"
    if not who:
        state = "planned" if projects else "gap"
    return LinkState(link, state, suppliers, projects, beside, parts, concentration, capacity, missing, *depends)


def _risks(
    graph: ChainGraph,
    totals: Sequence[int],
    suppliers: Sequence[Sequence[Stand]],
    holds: Mapping[Supplier, Mapping[int, int]],
    reach: Reach,
) -> list[SupplierRisk]:
    alone = {at for at, found in enumerate(suppliers) if len({stand.key for stand in found}) == 1}
    risks = []
    for who, held in holds.items():
        for chain in dict.fromkeys(graph.links[at].chain for at in held):
            own = [at for at in held if graph.links[at].chain == chain]
            names = tuple(graph.links[at].id for at in own)
            only = tuple(graph.links[at].id for at in own if at in alone)
            lost = reach.lost(held, totals, chain)
            risks.append(SupplierRisk(who, chain, lost, names, only))
    return sorted(risks, key=lambda risk: (-float(risk.exposure), risk.supplier, risk.chain))


def open_links(states: Iterable[LinkState]) -> list[LinkState]:
    """Return the links that nobody supplies, those that most depends on first."""
    return _most_exposed_first(state for state in states if state.is_open)


def weak_links(states: Iterable[LinkState]) -> list[LinkState]:
    """Return the links with a single supplier or that a chain falls apart without, those that most depends on first."""
    return _most_exposed_first(state for state in states if state.state == "single" or state.is_cut)


def _most_exposed_first(states: Iterable[LinkState]) -> list[LinkState]:
    return sorted(states, key=lambda state: -float(state.exposure))
