"""From what a guide or a view of chains says back to the rows that it rests on, and from a rule to its article."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kaimen.chains import ChainGraph, LinkState, Stand
from kaimen.errors import Place
from kaimen.firms import Fact
from kaimen.formats.chain_table import KINDS, chain_row
from kaimen.formats.firm_table import firm_of
from kaimen.policies import AccessLine, Policy
from kaimen.quantity import decimal_text
from kaimen.report.language import Speaker, said_place, said_reference, said_value
from kaimen.workspace.business.chains import ChainGround, chain_ground
from kaimen.workspace.business.policy_books import KIND as BOOK
from kaimen.workspace.business.policy_books import kept_books
from kaimen.workspace.record.office import Office

Step = tuple[str, str]
FIGURES = ("state", "exposure", "concentration", "capacity")
"""Figures of a link that can be traced."""


def trace_chain(office: Office, figure: str, speaker: Speaker) -> tuple[list[Step], tuple[str, str]]:
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
            steps = [(kind.name, speaker.say("trace.named", id=row.id, title=row.title(speaker.language)))]
            return [*steps, *_row(row.place, speaker)], (f"chain {kind.name}", figure)
    firm = office.store.version("firm", figure)
    if firm is not None and firm.body is not None:
        read = firm_of(firm.body)
        facts = [("fact", _fact(fact, speaker)) for fact in read.facts]
        return [("firm", speaker.say("trace.named", id=read.id, title=read.name)), *facts], ("firm", figure)
    name, _, part = figure.rpartition(".")
    if part in FIGURES:
        steps, own = _of_link(office, name, part, speaker)
        return (steps, own) if steps or part != "exposure" else _of_supplier(office, name, speaker)
    book, _, rule = figure.partition("/")
    return _of_rule(office, book, rule, speaker) if rule else ([], ("", ""))


def _fact(fact: Fact, speaker: Speaker) -> str:
    source = fact.cite.note or speaker.say("trace.no_source")
    value = said_value(speaker, str(fact.value))
    return speaker.say("trace.firm_fact", name=fact.name, period=fact.period, value=value, source=source)


def _of_rule(office: Office, name: str, rule: str, speaker: Speaker) -> tuple[list[Step], tuple[str, str]]:
    book = kept_books(office.store).get(name)
    steps: list[Step] = []
    if book is not None:
        dated: tuple[Policy | AccessLine, ...] = (*book.policies, *book.access)
        for entry in dated:
            if entry.id == rule:
                message = "trace.in_force_until" if entry.end else "trace.in_force"
                dates = {"start": str(entry.start), **({"end": str(entry.end)} if entry.end else {})}
                steps.append(("rule", speaker.say(message, rule=rule, **dates)))
                steps.append(("rests on", said_reference(speaker, entry.reference)))
                steps += [("read in", entry.reference.source)] if entry.reference.source else []
                steps += _row(entry.place, speaker)
    return steps, (BOOK, name)


def _of_link(office: Office, name: str, part: str, speaker: Speaker) -> tuple[list[Step], tuple[str, str]]:
    region, _, link = name.rpartition("/")
    kept = office.store.version("chain links", link)
    if kept is None or kept.body is None:
        return [], ("", "")
    ground = chain_ground(office)
    if ground.check_names(region=region):
        return [], ("", "")
    state = next(state for state in ground.survey(region).states if state.link.id == link)
    title = state.link.title(speaker.language)
    seen = speaker.say("trace.link_everywhere", id=link, title=title)
    if region:
        seen = speaker.say("trace.link", id=link, title=title, region=speaker.called(region))
    steps = [("link", seen), (part, _value(state, part, speaker)), *_row(state.link.place, speaker)]
    further = _downstream(ground.graph, link, speaker) if part == "exposure" else _stands(ground, state, speaker)
    steps += list(further)
    return steps, ("chain links", link)


def _of_supplier(office: Office, name: str, speaker: Speaker) -> tuple[list[Step], tuple[str, str]]:
    """Return what fails with a supplier: its part of each chain, and the rows that say where it stands."""
    region, _, who = name.rpartition("/")
    ground = chain_ground(office)
    if ground.check_names(region=region):
        return [], ("", "")
    steps: list[Step] = []
    for risk in ground.survey(region).risks:
        if risk.supplier[1] == who:
            value = decimal_text(Fraction(risk.exposure))
            links, alone = (speaker.separate(found) for found in (risk.links, risk.alone_on))
            steps.append(("exposure", speaker.say("trace.risk", chain=speaker.called(risk.chain), value=value)))
            steps.append(("link", links))
            steps += [("link", speaker.say("trace.alone", links=alone))] if alone else []
    rows = [stand for stand in ground.stands if stand.id == who]
    steps += [("supplier", f"{stand.link}, {_row_of(stand, speaker)}") for stand in rows] if steps else []
    return steps, ("firm", who)


def _value(state: LinkState, part: str, speaker: Speaker) -> str:
    if part == "state":
        return state.state if speaker.language == "en" else speaker.say(f"chains.state.{state.state}")
    value: Fraction | Decimal | None = getattr(state, part)
    return speaker.say("trace.unknown") if value is None else decimal_text(Fraction(value))


def _stands(ground: ChainGround, state: LinkState, speaker: Speaker) -> Iterator[Step]:
    """Yield who supplies a link with their parts, the projects that will, and the suppliers that are not in view."""
    for stand, share in zip(state.suppliers, state.shares, strict=True):
        who, row = _stand(stand, speaker), _row_of(stand, speaker)
        yield "supplier", speaker.say("trace.supplier", who=who, share=decimal_text(share), row=row)
    for stand in state.projects:
        yield "project", speaker.say("trace.project", who=_stand(stand, speaker), row=_row_of(stand, speaker))
    seen = {stand.key for stand in (*state.suppliers, *state.projects, *state.beside)}
    for stand in ground.stands:
        if stand.link == state.link.id and stand.key not in seen:
            who, row = _stand(stand, speaker), _row_of(stand, speaker)
            yield "elsewhere", speaker.say("trace.elsewhere", who=who, region=speaker.called(stand.region), row=row)


def _row_of(stand: Stand, speaker: Speaker) -> str:
    return said_place(speaker, stand.place) or speaker.say("trace.no_row")


def _stand(stand: Stand, speaker: Speaker) -> str:
    kind = stand.kind if speaker.language == "en" else speaker.say(f"chains.kind.{stand.kind}")
    if stand.capacity is None:
        return speaker.say("trace.who", kind=kind, id=stand.id)
    return speaker.say("trace.who_makes", kind=kind, id=stand.id, capacity=f"{stand.capacity:f}")


def _downstream(graph: ChainGraph, link: str, speaker: Speaker) -> Iterator[Step]:
    """Yield the links of the chain that depend on a link, itself first, with their values, and the chain's sum."""
    found, rim = {graph.at[link]}, [graph.at[link]]
    while rim:
        rim = [other for at in rim for other in graph.downstream[at] if other not in found]
        found |= set(rim)
    chain = graph.links[graph.at[link]].chain
    own = [graph.links[at] for at in sorted(found) if graph.links[at].chain == chain]
    for one in own:
        row = said_place(speaker, one.place)
        yield "depends on it", speaker.say("trace.depends", id=one.id, value=f"{one.value:f}", row=row)
    whole = sum((one.value for one in graph.links if one.chain == chain), Decimal(0))
    part = sum((one.value for one in own), Decimal(0))
    yield "sum", speaker.say("trace.sum", part=f"{part:f}", whole=f"{whole:f}", chain=speaker.called(chain))


def _row(place: Place, speaker: Speaker) -> list[Step]:
    return [("row", said_place(speaker, place))] if str(place) else []
