"""The graph of the links of all chains: who needs whom, without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kaimen.chains.types import Link
from kaimen.errors import Finding

_MOST_NAMES = 8
"""Links of a circle that a finding names."""


@dataclass(frozen=True, slots=True)
class ChainGraph:
    """Links such that each stands after all it needs; `upstream` and `downstream` have their places in `links`."""

    links: tuple[Link, ...]
    at: Mapping[str, int]
    upstream: tuple[tuple[int, ...], ...]
    downstream: tuple[tuple[int, ...], ...]

    def around(self, link: str, steps: int) -> frozenset[str]:
        """Return the links up to so many steps up- or downstream of a link, and the link."""
        found, rim = {self.at[link]}, {self.at[link]}
        for _ in range(steps):
            rim = {near for at in rim for near in (*self.upstream[at], *self.downstream[at])} - found
            found |= rim
        return frozenset(self.links[at].id for at in found)


def chain_graph(links: Iterable[Link]) -> tuple[ChainGraph, list[Finding]]:
    """Return the graph of the links, whose needs are those of the graph; what does not fit is left out with a finding.

    Of two links with one id the first is kept (`E306`); an upstream link that is not there (`E911`) or that closes a
    circle (`E912`) is left out of the link that names it.
    """
    findings: list[Finding] = []
    kept: dict[str, Link] = {}
    for link in links:
        if kept.setdefault(link.id, link) is not link:
            what = f'The link "{link.id}" occurs a second time; this row is left out.'
            fix = "Give each link an id of its own; what a link needs goes into one cell, with ; between."
            findings.append(Finding("E306", what, link.place, "an id not used before", f'"{link.id}"', fix))
    needs = {link.id: _known(link, kept, findings) for link in kept.values()}
    order = _sorted(kept, needs, findings)
    kept = {name: replace(link, upstream=tuple(needs[name])) for name, link in kept.items()}
    at = {name: number for number, name in enumerate(order)}
    upstream = tuple(tuple(at[name] for name in needs[link]) for link in order)
    downstream: list[list[int]] = [[] for _ in order]
    for number, above in enumerate(upstream):
        for other in above:
            downstream[other].append(number)
    return ChainGraph(tuple(kept[name] for name in order), at, upstream, tuple(map(tuple, downstream))), findings


def near(name: str, known: Iterable[str]) -> str:
    """Return the end of a fix: the names most like one that is not known."""
    found = get_close_matches(name, list(known), 3, 0.6)
    return f" Perhaps {' or '.join(found)}." if found else ""


def _known(link: Link, kept: Mapping[str, Link], findings: list[Finding]) -> list[str]:
    known = []
    for name in dict.fromkeys(link.upstream):
        if name in kept:
            known.append(name)
            continue
        what = f'The link "{link.id}" needs "{name}", which is not a link; that is left out.'
        fix = f"Add the link, or correct the name.{near(name, kept) if len(kept) < 5000 else ''}"
        findings.append(Finding("E911", what, link.place, "a link", f'"{name}"', fix))
    return known


def _sorted(kept: Mapping[str, Link], needs: Mapping[str, list[str]], findings: list[Finding]) -> list[str]:
    """Return the links, each after what it needs; a need that leads back to its link is taken out of `needs`.

    Depth first (Tarjan 1972), by a stack, so that long chains do not exhaust the interpreter's.
    """
    order: list[str] = []
    done: set[str] = set()
    for start in kept:
        if start in done:
            continue
        path: dict[str, Iterator[str]] = {start: iter(list(needs[start]))}
        while path:
            link = next(reversed(path))
            name = next((name for name in path[link] if name not in done), None)
            if name is None:
                del path[link]
                done.add(link)
                order.append(link)
            elif name in path:
                needs[link].remove(name)
                findings.append(_circle(kept[link], name, list(path)))
            else:
                path[name] = iter(list(needs[name]))
    return order


def _circle(link: Link, name: str, path: Sequence[str]) -> Finding:
    circle = [*path[path.index(name) :], name]
    told = [*circle[:_MOST_NAMES], "...", name] if len(circle) > _MOST_NAMES + 1 else circle
    what = f'The links form a circle: {" needs ".join(told)}. That "{link.id}" needs "{name}" is left out.'
    fix = "Take out of `upstream` the step that does not hold; what comes back, such as scrap, is a link of its own."
    return Finding("E912", what, link.place, "no circle", f'"{name}"', fix)
