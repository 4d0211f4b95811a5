"""Chains at size: the graph, the state of every link and the exposure to every supplier; nobody's real chain.

    python benchmarks/chains.py [--links 50000] [--json OUT] [--smoke]

The peer is networkx: the exposure of each link by its `descendants`, on a graph small enough for it, and both results
compared. Seconds are processor time of this process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import networkx

from kaimen.chains import ChainGraph, Link, Stand, chain_graph, survey

_PEER_LINKS = 2_000


def make(links: int, seed: int = 1, *, is_one: bool = True) -> tuple[list[Link], list[Stand]]:
    """Return links in one chain or in many of about 50, two needs each, and 1.2 stands a link."""
    draw = random.Random(seed)
    made = []
    for number in range(links):
        first = max(0, number - 200) if is_one else number - number % 50
        needs = [draw.randrange(first, number) for _ in range(min(number - first, draw.randint(1, 3)))]
        chain = "C" if is_one else f"C{number // 50}"
        upstream = tuple(f"L{need}" for need in needs)
        made.append(Link(f"L{number}", chain=chain, upstream=upstream, value=Decimal(draw.randint(1, 100))))
    stands = []
    for number in range(links * 6 // 5):
        kind = "project" if draw.random() < 0.1 else "firm"
        firm = number if draw.random() < 0.7 else draw.randrange(links)
        capacity = Decimal(draw.randint(1, 50))
        stands.append(Stand(f"F{firm}", kind=kind, link=f"L{draw.randrange(links)}", capacity=capacity))
    return made, stands


def timed(step: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a step gives and the processor seconds it takes."""
    began = time.process_time()
    value = step()
    return value, time.process_time() - began


def by_networkx(graph: ChainGraph) -> list[Fraction]:
    """Return the exposures by a walk from every link."""
    plain: Any = networkx.DiGraph()
    plain.add_nodes_from(range(len(graph.links)))
    plain.add_edges_from((above, at) for at, needs in enumerate(graph.upstream) for above in needs)
    values = [Fraction(link.value) for link in graph.links]
    total = sum(values)
    return [
        (values[at] + sum(values[below] for below in networkx.descendants(plain, at))) / total
        for at in range(len(graph.links))
    ]


def run(count: int) -> dict[str, float]:
    """Return the measures."""
    found: dict[str, float] = {"links": count}
    for name, is_one in (("one chain", True), ("chains of 50", False)):
        links, stands = make(count, is_one=is_one)
        (graph, findings), seconds = timed(lambda links=links: chain_graph(links))
        assert not findings
        state, more = timed(lambda graph=graph, stands=stands: survey(graph, stands))
        found |= {f"{name}: graph, s": seconds, f"{name}: survey, s": more}
        found |= {f"{name}: edges": sum(map(len, graph.upstream)), f"{name}: suppliers": len(state.risks)}
    found["peak memory, MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    graph = chain_graph(make(min(count, _PEER_LINKS))[0])[0]
    ours, seconds = timed(lambda: survey(graph, ()))
    theirs, more = timed(lambda: by_networkx(graph))
    assert [link.exposure for link in ours.states] == theirs
    return found | {"peer: links": len(graph.links), "peer: networkx takes times as long": more / seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=50_000)
    parser.add_argument("--json", help="also write the measures to this file")
    parser.add_argument("--smoke", action="store_true", help="1,000 links, to see that it runs")
    given = parser.parse_args()
    found = run(1_000 if given.smoke else given.links)
    for name, value in found.items():
        print(f"{name:40} {value:12,.2f}")
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump(found, file, indent=1)


if __name__ == "__main__":
    main()
