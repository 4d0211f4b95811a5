"""What lies downstream of each link, as sets of bits: one number of n bits for each of n links.

A set is let go when all links that need it are done, so that 50,000 links take some hundred MiB at the most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import lcm

from kaimen.chains.graph import ChainGraph


class Reach:
    """The exposure of each link's chain to it, and the losses when a supplier fails on several links."""

    def __init__(self, graph: ChainGraph, keep: Collection[int] = ()) -> None:
        """Work out the exposures; the sets of the links at the places in `keep` stay for `lost`."""
        self._graph = graph
        self._planes: dict[str, list[int]] = defaultdict(list)
        self._totals: dict[str, int] = {}
        self._weigh()
        self._sets: dict[int, int] = {}
        self.exposures = self._run(frozenset(keep))

    def lost(self, held: Mapping[int, int], totals: Sequence[int], chain: str) -> Fraction:
        """Return the part of a chain's value that fails with a supplier.

        `held` are its parts of the links (by place), `totals` all parts of each link. With several links each lost link
        loses the greatest share of those upstream of it: shares in falling order, each over what it reaches anew.
        """
        if len(held) == 1:
            [(at, part)] = held.items()
            if self._graph.links[at].chain == chain:
                return Fraction(part, totals[at]) * self.exposures[at]
        scale = lcm(*(totals[at] for at in held))
        shares = {at: part * (scale // totals[at]) for at, part in held.items()}
        seen, lost = 0, 0
        for at in sorted(shares, key=lambda at: (-shares[at], at)):
            lost += shares[at] * self._value(self._sets[at] & ~seen, chain)
            seen |= self._sets[at]
        return Fraction(lost, scale * self._totals[chain])

    def _weigh(self) -> None:
        """Split the links' values, as whole numbers, into planes of bits: a sum is then a count of bits for each."""
        last = len(self._graph.links) - 1
        values = [link.value.as_integer_ratio() for link in self._graph.links]
        scale = lcm(*(below for _, below in values))
        members: dict[str, list[list[int]]] = defaultdict(list)
        for at, link in enumerate(self._graph.links):
            top, below = values[at]
            value = top * (scale // below)
            self._totals[link.chain] = self._totals.get(link.chain, 0) + value
            planes = members[link.chain]
            planes += [[] for _ in range(value.bit_length() - len(planes))]
            for bit in range(value.bit_length()):
                if value >> bit & 1:
                    planes[bit].append(last - at)
        for chain, planes in members.items():
            self._planes[chain] = [_bits(places) for places in planes]

    def _value(self, links: int, chain: str) -> int:
        return sum((links & plane).bit_count() << bit for bit, plane in enumerate(self._planes[chain]))

    def _run(self, keep: frozenset[int]) -> tuple[Fraction, ...]:
        graph, sets = self._graph, self._sets
        count = len(graph.links)
        waiting = [len(above) for above in graph.upstream]
        exposures = [Fraction(0)] * count
        for at in reversed(range(count)):
            found = 1 << (count - 1 - at)
            for below in graph.downstream[at]:
                found |= sets[below]
                waiting[below] -= 1
                if not waiting[below] and below not in keep:
                    del sets[below]
            chain = graph.links[at].chain
            exposures[at] = Fraction(self._value(found, chain), self._totals[chain])
            if waiting[at] or at in keep:
                sets[at] = found
        return tuple(exposures)


def _bits(places: list[int]) -> int:
    row = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        row[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(row, "little")
