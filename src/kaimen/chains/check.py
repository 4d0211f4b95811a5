"""Tables of chains held against one another: what is doubled or names nothing is left out, with a finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from kaimen.chains.graph import ChainGraph, chain_graph, near
from kaimen.chains.states import supplies
from kaimen.chains.types import Application, ChainTables, Cluster, Contact, Lead, Named, Stand
from kaimen.errors import Finding
from kaimen.regions import RegionTree

_AnyRow = TypeVar("_AnyRow", bound=Named)
_PERSONAL = re.compile(r"@|\d{5,}|\b(?:mr|mrs|ms|dr)\b\.?|先生|女士", re.IGNORECASE)
_MOST_COMPARED = 5000


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows beside the tables. No firms or no projects at all: their ids are not checked."""

    firms: Collection[str] = ()
    projects: Collection[str] = ()
    regions: RegionTree = field(default_factory=RegionTree)


_BEYOND = 20
"""How many times the need of a link a supplier's capacity must be to be remarked on."""


def _beyond_need(stands: Iterable[Stand], graph: ChainGraph) -> Iterator[Finding]:
    """Yield a remark (`W316`) for each capacity that is many times what its link needs."""
    needs = {link.id: link.need for link in graph.links if link.need}
    for stand in stands:
        need = needs.get(stand.link)
        if need and stand.capacity is not None and stand.capacity >= _BEYOND * need:
            what = f'The capacity of "{stand.id}" is {stand.capacity / need:,.0f} times what link "{stand.link}" needs.'
            fix = "Correct it if a decimal point or a unit was lost; leave it if it is right."
            yield Finding("W316", what, stand.place, f"about {need:f} or less", f"{stand.capacity:f}", fix)


def checked_tables(tables: ChainTables, known: Known) -> tuple[ChainTables, ChainGraph, list[Finding]]:
    """Return the tables without what does not fit, the graph of their links, and the findings."""
    findings: list[Finding] = []
    graph, found = chain_graph(tables.links)
    findings += found
    links, technologies = graph.at, {row.id for row in tables.technologies}
    chains = _once(tables.chains, "chain", findings)
    if chains:
        names = {chain.id for chain in chains}
        kept = [link for link in graph.links if link.chain not in names]
        for name in dict.fromkeys(link.chain for link in kept):
            link = next(link for link in kept if link.chain == name)
            findings.append(_missing(f'The link "{link.id}"', "chain", name, link, names, "it is kept"))
    holders = {stand.id for stand in tables.stands if stand.kind in ("firm", "laboratory")} | {*known.firms}
    findings += _beyond_need(tables.stands, graph)
    checked = ChainTables(
        chains=chains,
        links=graph.links,
        stands=tuple(_stands(tables.stands, links, known, findings)),
        technologies=tuple(
            _named_only(
                _named_only(row, "links", "link", links, findings), "holders", "firm or laboratory", holders, findings
            )
            for row in _once(tables.technologies, "technology", findings)
        ),
        applications=tuple(
            _named_only(row, "technologies", "technology", technologies, findings)
            for row in _once(tables.applications, "application scenario", findings)
        ),
        clusters=tuple(
            _named_only(row, "members", "firm", holders, findings)
            for row in _once(tables.clusters, "cluster", findings)
        ),
        leads=tuple(_leads(tables, links, known, findings)),
        contacts=tuple(
            row for row in _once(tables.contacts, "contact", findings) if not _is_personal(row, row.title(), findings)
        ),
    )
    findings += _regions(checked, known.regions)
    findings += _shares(checked.stands, graph)
    return checked, graph, findings


def _once(rows: Iterable[_AnyRow], kind: str, findings: list[Finding]) -> tuple[_AnyRow, ...]:
    kept: dict[str, _AnyRow] = {}
    for row in rows:
        if kept.setdefault(row.id, row) is not row:
            what = f'The {kind} "{row.id}" occurs a second time; this row is left out.'
            fix = "Give each row an id of its own, or delete the row if it is the same."
            findings.append(Finding("E306", what, row.place, "an id not used before", f'"{row.id}"', fix))
    return tuple(kept.values())


def _missing(
    subject: str, kind: str, name: str, row: Named, known: Collection[str], then: str = "the row is left out"
) -> Finding:
    end = near(name, known) if len(known) < _MOST_COMPARED else ""
    what = f'{subject} names the {kind} "{name}", which is not known; {then}.'
    return Finding("E911", what, row.place, f"a {kind}", f'"{name}"', f"Add the {kind}, or correct the name.{end}")


def _stands(stands: Sequence[Stand], links: Collection[str], known: Known, findings: list[Finding]) -> Iterator[Stand]:
    seen: set[tuple[str, str, str]] = set()
    lists = {"firm": known.firms, "project": known.projects}
    for stand in stands:
        listed = lists.get(stand.kind, ())
        key = (stand.link, *stand.key)
        if stand.link not in links:
            findings.append(_missing(f'The {stand.kind} "{stand.id}"', "link", stand.link, stand, links))
        elif listed and stand.id not in listed:
            findings.append(_missing(f'The link "{stand.link}"', stand.kind, stand.id, stand, listed))
        elif key in seen:
            what = f'The {stand.kind} "{stand.id}" stands on the link "{stand.link}" twice; this row is left out.'
            fix = "Add the two up in one row."
            findings.append(Finding("E306", what, stand.place, "one row", f'"{stand.id}"', fix))
        else:
            seen.add(key)
            yield stand


def _named_only(row: _AnyRow, part: str, kind: str, known: Collection[str], findings: list[Finding]) -> _AnyRow:
    """Return a row without the names in `part` that are not known."""
    names: tuple[str, ...] = getattr(row, part)
    for name in names:
        if name not in known:
            findings.append(_missing(f'"{row.id}"', kind, name, row, known, "the name is left out"))
    kept: dict[str, Any] = {part: tuple(name for name in dict.fromkeys(names) if name in known)}
    return replace(row, **kept)


def _leads(tables: ChainTables, links: Collection[str], known: Known, findings: list[Finding]) -> Iterator[Lead]:
    for lead in _once(tables.leads, "lead", findings):
        row = lead
        if lead.link and lead.link not in links:
            findings.append(_missing(f'The lead "{lead.id}"', "link", lead.link, lead, links, "it is left out of it"))
            row = replace(row, link="")
        if lead.project and known.projects and lead.project not in known.projects:
            then = "it is left out of it"
            findings.append(_missing(f'The lead "{lead.id}"', "project", lead.project, lead, known.projects, then))
            row = replace(row, project="")
        yield replace(row, contact="") if _is_personal(row, row.contact, findings) else row


def _is_personal(row: Named, contact: str, findings: list[Finding]) -> bool:
    if not _PERSONAL.search(contact):
        return False
    what = f'The contact of "{row.id}" looks like a person or a number; it is left out.'
    fix = "Write the role, such as investment office or chain secretary, and keep persons out of the record."
    findings.append(Finding("W915", what, row.place, "a role", f'"{contact}"', fix))
    return True


def _regions(tables: ChainTables, tree: RegionTree) -> Iterator[Finding]:
    if not tree.regions:
        return
    rows: tuple[Stand | Application | Cluster | Contact, ...]
    rows = (*tables.stands, *tables.applications, *tables.clusters, *tables.contacts)
    for row in rows:
        if row.region and row.region not in tree:
            what = f'The region of "{row.id}" is not in the tree.'
            fix = f"Correct the region, or take it into the tree.{near(row.region, tree.regions)}"
            yield Finding("E307", what, row.place, "a region", f'"{row.region}"', fix)


def _shares(stands: Sequence[Stand], graph: ChainGraph) -> Iterator[Finding]:
    """Yield what is wrong with the shares and capacities on links: above the whole, or only some of them there."""
    on: dict[str, list[Stand]] = defaultdict(list)
    for stand in stands:
        if supplies(stand, graph.links[graph.at[stand.link]]):
            on[stand.link].append(stand)
    parts: tuple[tuple[str, Callable[[Stand], bool]], ...] = (
        ("share", lambda stand: stand.share is not None),
        ("capacity", lambda stand: stand.capacity is not None),
    )
    for link, found in on.items():
        total = sum(stand.share for stand in found if stand.share is not None)
        if total > 1:
            what = f'The shares of link "{link}" add up to {total * 100:f} %; they count in proportion.'
            fix = "Correct the shares, so that they add up to no more than 100 %."
            yield Finding("E913", what, found[-1].place, "at most 100 %", f"{total * 100:f} %", fix)
        stated = [(name, [has(stand) for stand in found]) for name, has in parts]
        if not any(all(said) for _, said in stated) and any(any(said) for _, said in stated):
            names = " and ".join(name for name, said in stated if any(said))
            what = f'Only some suppliers of link "{link}" state a {names}; all count alike.'
            first = min(found, key=lambda stand: (stand.share is not None) + (stand.capacity is not None))
            yield Finding("W914", what, first.place, fix="State a share, or a capacity, of every supplier of the link.")
