"""From what a guide or a view of chains says back to the rows that it rests on, and from a rule to its article."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kaimen.chains import ChainGraph, LinkState, Stand
from kaimen.formats.chain_table import KINDS, chain_row
from kaimen.formats.firm_table import firm_of
from kaimen.policies import AccessLine, Policy
from kaimen.quantity import decimal_text
from kaimen.workspace.chains import ChainGround, chain_ground
from kaimen.workspace.office import Office
from kaimen.workspace.policy_books import KIND as BOOK
from kaimen.workspace.policy_books import kept_books

Step = tuple[str, str]
FIGURES = ("state", "exposure", "concentration", "capacity")
"""Figures of a link that can be traced."""


def trace_chain(office: Office, figure: str) -> tuple[list[Step], tuple[str, str]]:
    """Return what leads to a row or figure of chains, a firm or a rule; then the kind and id whose entries said it.

    Args:
        office: the workspace.
        figure: the id of a row of the tables of chains or of a firm, LINK.FIGURE or REGION/LINK.FIGURE, or
            BOOK/RULE of a policy file that is kept. What is none of these gives no steps.
    """
    for kind in KINDS:
        version = office.store.version(f"chain {kind.name}", figure)
        if version is not None and version.body is not None:
            row = chain_row(kind, version.body)
            return [(kind.name, f"{row.id}: {row.title()}"), *_row(str(row.place))], (f"chain {kind.name}", figure)
    firm = office.store.version("firm", figure)
    if firm is not None and firm.body is not None:
        read = firm_of(firm.body)
        facts = [
            ("fact", f"{f.name} {f.period} = {f.value}, {f.cite.note or 'no source is named'}") for f in read.facts
        ]
        return [("firm", f"{read.id}: {read.name}"), *facts], ("firm", figure)
    name, _, part = figure.rpartition(".")
    if part in FIGURES:
        return _of_link(office, name, part)
    book, _, rule = figure.partition("/")
    return _of_rule(office, book, rule) if rule else ([], ("", ""))


def _of_rule(office: Office, name: str, rule: str) -> tuple[list[Step], tuple[str, str]]:
    book = kept_books(office.store).get(name)
    steps: list[Step] = []
    if book is not None:
        dated: tuple[Policy | AccessLine, ...] = (*book.policies, *book.access)
        for entry in dated:
            if entry.id == rule:
                until = f" until {entry.end}" if entry.end else ""
                steps += [("rule", f"{rule}, in force from {entry.start}{until}"), ("rests on", str(entry.reference))]
                steps += [("read in", entry.reference.source)] if entry.reference.source else []
                steps += _row(str(entry.place))
    return steps, (BOOK, name)


def _of_link(office: Office, name: str, part: str) -> tuple[list[Step], tuple[str, str]]:
    region, _, link = name.rpartition("/")
    kept = office.store.version("chain links", link)
    if kept is None or kept.body is None:
        return [], ("", "")
    ground = chain_ground(office)
    if ground.check_names(region=region):
        return [], ("", "")
    state = next(state for state in ground.survey(region).states if state.link.id == link)
    seen = f"as seen from {region}" if region else "as seen from everywhere"
    steps = [("link", f"{link}: {state.link.title()}, {seen}"), (part, _value(state, part))]
    steps += _row(str(state.link.place))
    steps += list(_downstream(ground.graph, link)) if part == "exposure" else list(_stands(ground, state))
    return steps, ("chain links", link)


def _value(state: LinkState, part: str) -> str:
    if part == "state":
        return state.state
    value: Fraction | Decimal | None = getattr(state, part)
    return "not known" if value is None else decimal_text(Fraction(value))


def _stands(ground: ChainGround, state: LinkState) -> Iterator[Step]:
    """Yield who supplies a link with their parts, the projects that will, and the suppliers that are not in view."""
    for stand, share in zip(state.suppliers, state.shares, strict=True):
        yield "supplier", f"{_stand(stand)}, part {decimal_text(share)}, {str(stand.place) or 'no row'}"
    for stand in state.projects:
        yield "project", f"{_stand(stand)}, {str(stand.place) or 'no row'}"
    seen = {stand.key for stand in (*state.suppliers, *state.projects, *state.beside)}
    for stand in ground.stands:
        if stand.link == state.link.id and stand.key not in seen:
            yield "elsewhere", f"{_stand(stand)} in {stand.region}, {str(stand.place) or 'no row'}"


def _stand(stand: Stand) -> str:
    capacity = f", capacity {stand.capacity:f}" if stand.capacity is not None else ""
    return f"{stand.kind} {stand.id}{capacity}"


def _downstream(graph: ChainGraph, link: str) -> Iterator[Step]:
    """Yield the links of the chain that depend on a link, itself first, with their values, and the chain's sum."""
    found, rim = {graph.at[link]}, [graph.at[link]]
    while rim:
        rim = [other for at in rim for other in graph.downstream[at] if other not in found]
        found |= set(rim)
    chain = graph.links[graph.at[link]].chain
    own = [graph.links[at] for at in sorted(found) if graph.links[at].chain == chain]
    for one in own:
        yield "depends on it", f"{one.id}, value {one.value:f}, {one.place}"
    whole = sum((one.value for one in graph.links if one.chain == chain), Decimal(0))
    part = sum((one.value for one in own), Decimal(0))
    yield "sum", f"{part:f} of {whole:f}, the values of all links of the chain {chain}"


def _row(place: str) -> list[Step]:
    return [("row", place)] if place else []
