"""Industrial chains: the graph, who stands on its links, what is missing; each metric against a plain recomputation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaimen.chains import (
    Application,
    ChainGraph,
    Cluster,
    Lead,
    Link,
    Stand,
    Survey,
    Technology,
    chain_criteria,
    chain_graph,
    closers,
    found_clusters,
    match_applications,
    named_clusters,
    survey,
    without_investor,
)
from kaimen.chains.states import supplies
from kaimen.library import Project
from tests.effort import FULL

_GRAPHS = 500 if FULL else 150
_KINDS = ("firm", "firm", "firm", "project", "laboratory", "fund", "training")
_LAYER_DRAWS = ("industrial", "industrial", "innovation", "capital", "talent")


def _world(draw: Random) -> tuple[list[Link], list[Stand]]:
    """Return up to twelve links of up to two chains, circles among them, and up to twenty stands of all kinds."""
    names = [f"L{number}" for number in range(draw.randint(1, 12))]

    def amount(most: int) -> Decimal | None:
        return Decimal(draw.randint(0, most)) if draw.random() < 0.7 else None

    links = [
        Link(
            name,
            chain=draw.choice("AB"),
            layer=draw.choice(_LAYER_DRAWS),
            upstream=tuple(draw.choices(names, k=draw.choice((0, 1, 1, 2, 3)))),
            value=Decimal(draw.randint(1, 40)) / 4,
            need=amount(30),
        )
        for name in names
    ]
    stands = {}
    for _ in range(draw.randint(0, 20)):
        share = amount(20)
        stand = Stand(
            f"X{draw.randint(0, 5)}",
            link=draw.choice(names),
            kind=draw.choice(_KINDS),
            capacity=amount(20),
            share=None if share is None else share / 100,
        )
        stands[stand.link, stand.kind, stand.id] = stand
    return links, list(stands.values())


@pytest.mark.parametrize("part", range(5))
def test_every_metric_equals_a_plain_recomputation(part: int) -> None:
    for seed in range(part * _GRAPHS // 5, (part + 1) * _GRAPHS // 5):
        _compare(*_world(Random(seed)))


def _compare(links: list[Link], stands: list[Stand]) -> None:
    graph, _ = chain_graph(links)
    found = survey(graph, stands)

    edges = {(graph.links[above].id, link.id) for at, link in enumerate(graph.links) for above in graph.upstream[at]}
    assert edges <= {(above, link.id) for link in links for above in link.upstream}
    assert all(graph.at[above] < graph.at[below] for above, below in edges)
    shares, whole = _shares(graph.links, stands), _pieces(graph.links, edges, "")
    for state in found.states:
        who = {key for (link, key) in shares if link == state.link.id}
        parts = [share for (link, _), share in shares.items() if link == state.link.id]
        assert {stand.key for stand in state.suppliers} == who
        assert state.concentration == (sum(part * part for part in parts) if parts else None)
        assert state.state == _state(state.link, stands, who)
        assert state.is_cut == (_pieces(graph.links, edges, state.link.id) > whole)
        lost = _lost(graph.links, edges, {state.link.id: Fraction(1)})
        assert state.exposure == _part(graph.links, lost, state.link.chain)
    for risk in found.risks:
        held = {link: share for (link, key), share in shares.items() if key == risk.supplier}
        assert risk.exposure == _part(graph.links, _lost(graph.links, edges, held), risk.chain)
    assert {risk.supplier for risk in found.risks} == {key for _, key in shares}


def _shares(links: Sequence[Link], stands: Sequence[Stand]) -> dict[tuple[str, tuple[str, str]], Fraction]:
    found = {}
    layer = {"firm": None, "laboratory": "innovation", "fund": "capital", "training": "talent", "project": "none"}
    for link in links:
        own = [s for s in stands if s.link == link.id and layer[s.kind] in (None, link.layer)]
        amounts: list[Decimal | None] = [s.share for s in own]
        if None in amounts or not sum(Decimal(a or 0) for a in amounts):
            amounts = [s.capacity for s in own]
        if None in amounts or not sum(Decimal(a or 0) for a in amounts):
            amounts = [Decimal(1) for _ in own]
        total = sum(Fraction(a or 0) for a in amounts)
        found.update({(link.id, s.key): Fraction(a or 0) / total for s, a in zip(own, amounts, strict=True)})
    return found


def _state(link: Link, stands: Sequence[Stand], who: set[tuple[str, str]]) -> str:
    own = [s for s in stands if s.link == link.id]
    if not who:
        return "planned" if any(s.kind == "project" for s in own) else "gap"
    if len(who) == 1:
        return "single"
    capacities = [s.capacity for s in own if s.key in who]
    known = None not in capacities and link.need is not None
    return "short" if known and sum(c or 0 for c in capacities) < (link.need or 0) else "covered"


def _lost(links: Sequence[Link], edges: set[tuple[str, str]], held: dict[str, Fraction]) -> dict[str, Fraction]:
    """Lose what is held, and let every link lose as much as any of its needs, until nothing changes."""
    lost = {link.id: held.get(link.id, Fraction(0)) for link in links}
    while True:
        after = {
            name: max([now, *(lost[above] for above, below in edges if below == name)]) for name, now in lost.items()
        }
        if after == lost:
            return lost
        lost = after


def _part(links: Sequence[Link], lost: dict[str, Fraction], chain: str) -> Fraction:
    own = [link for link in links if link.chain == chain]
    total = sum(Fraction(link.value) for link in own)
    return sum((Fraction(link.value) * lost[link.id] for link in own), Fraction(0)) / total


def _pieces(links: Sequence[Link], edges: set[tuple[str, str]], without: str) -> int:
    left = {link.id for link in links} - {without}
    pieces = 0
    while left:
        pieces += 1
        rim = {left.pop()}
        while rim:
            near = {b for a, b in edges if a in rim} | {a for a, b in edges if b in rim}
            rim = near & left
            left -= rim
    return pieces


# --- the graph ---


def _graph(*links: Link) -> ChainGraph:
    graph, findings = chain_graph(links)
    assert findings == []
    return graph


def test_a_circle_is_named_and_the_rest_of_it_stays() -> None:
    links = [
        Link("a", upstream=("c",)),
        Link("b", upstream=("a",)),
        Link("c", upstream=("b",)),
        Link("d", upstream=("d",)),
    ]
    graph, findings = chain_graph(links)

    assert [finding.code for finding in findings] == ["E912", "E912"]
    assert "a needs c needs b needs a" in findings[0].what
    assert sum(map(len, graph.upstream)) == sum(len(link.upstream) for link in graph.links) == 2
    assert chain_graph(graph.links)[1] == []


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    count = 2_000
    graph = _graph(*(Link(f"L{n}", upstream=(f"L{n + 1}",) if n + 1 < count else ()) for n in range(count)))

    assert graph.links[0].id == f"L{count - 1}"
    assert survey(graph, ()).states[0].exposure == 1


def test_a_missing_link_and_a_doubled_one_are_findings() -> None:
    graph, findings = chain_graph([Link("rotor", upstream=("steel", "rotr")), Link("rotor"), Link("steel")])

    assert [finding.code for finding in findings] == ["E306", "E911"]
    assert "Perhaps rotor." in findings[1].fix
    assert [link.id for link in graph.links] == ["steel", "rotor"]


def test_shares_of_a_link_go_before_capacities_and_one_that_lacks_them_makes_all_alike() -> None:
    graph = _graph(Link("a"), Link("b", upstream=("a",)))
    stands = [
        Stand("f", link="a", share=Decimal("0.6"), capacity=Decimal(1)),
        Stand("g", link="a", share=Decimal("0.2")),
    ]
    first = survey(graph, stands).states[0]
    second = survey(graph, [stands[0], Stand("g", link="a", capacity=Decimal(3))]).states[0]
    third = survey(graph, [stands[0], Stand("g", link="a")]).states[0]

    assert [state.shares for state in (first, second, third)] == [
        (Fraction(3, 4), Fraction(1, 4)),
        (Fraction(1, 4), Fraction(3, 4)),
        (Fraction(1, 2), Fraction(1, 2)),
    ]
    assert first.concentration == Fraction(10, 16)


def test_funds_and_training_do_not_supply_what_is_made_but_bring_their_layer() -> None:
    graph = _graph(Link("lab", layer="innovation"), Link("cells", upstream=("lab",)))
    kinds = ("fund", "training")
    stands = [Stand(kind, link="cells", kind=kind) for kind in kinds] + [Stand("n", link="lab", kind="laboratory")]
    lab, cells = survey(graph, stands).states

    assert (lab.state, cells.state) == ("single", "gap")
    assert cells.layers == ("innovation", "capital", "talent")
    assert {stand.id for stand in cells.beside} == {"fund", "training"}


# --- criteria, attraction, clusters ---


def _battery() -> tuple[Survey, list[Stand]]:
    graph = _graph(
        Link("ore", chain="battery"),
        Link("cathode", chain="battery", upstream=("ore",), need=Decimal(100)),
        Link("cell", chain="battery", upstream=("cathode",)),
        Link("pack", chain="battery", upstream=("cell",)),
    )
    stands = [
        Stand("F1", link="ore", region="Jinan"),
        Stand("F2", link="cell", region="Jinan"),
        Stand("F3", link="cell", region="Qingdao"),
        Stand("P1", link="cathode", kind="project", capacity=Decimal(25)),
        Stand("P2", link="pack", kind="project"),
        Stand("P2", link="ore", kind="project"),
        Stand("P3", link="cell", kind="project"),
    ]
    return survey(graph, stands), stands


def test_projects_that_close_gaps_have_criteria_by_what_depends_on_the_gap() -> None:
    found, stands = _battery()
    criteria = chain_criteria(found, stands)

    assert criteria["P1"] == {"chain gaps": Decimal("0.25"), "chain exposure": Decimal("18.75"), "chain relief": 0}
    assert criteria["P2"] == {"chain gaps": 1, "chain exposure": 25, "chain relief": 1}
    assert criteria["P3"] == {"chain gaps": 0, "chain exposure": 0, "chain relief": 0}


def test_who_could_close_a_gap_is_named_with_how_nearest_first() -> None:
    found, stands = _battery()
    far = [*stands, Stand("F9", link="cathode", region="Ningde"), Stand("F1", link="cathode", region="Ningde")]
    technology = Technology("T", links=("cathode",), holders=("F3",))
    states = [state for state in found.states if state.link.id == "cathode"]

    assert [(c.firm, c.how) for c in closers(found, states, far, [technology])] == [
        ("F3", "technology"),
        ("F1", "neighbour"),
        ("F2", "neighbour"),
        ("F9", "elsewhere"),
    ]


def test_a_reserve_project_has_an_investor_once_it_has_an_owner_or_a_signed_lead() -> None:
    stages = {"P1": "contacted", "P2": "signed", "P3": "lost"}
    leads = [Lead(f"D{p}", project=p, stage=stage) for p, stage in stages.items()]
    projects = [Project(p, stage="reserve") for p in ("P1", "P2", "P3")]
    projects += [Project("P4", owner="a firm"), Project("P5", stage="completed")]
    found = without_investor(projects, leads, [Stand("P1", link="cell", kind="project")])

    assert [(row.project.id, row.links, len(row.leads)) for row in found] == [("P1", ("cell",), 1), ("P3", (), 0)]


def test_clusters_are_found_where_neighbours_in_the_chain_are_neighbours_on_the_ground() -> None:
    found, _ = _battery()
    firms = [Stand(f"Q{n}", link=link, region="Qingdao Park") for n, link in enumerate(["ore", "cathode", "cathode"])]
    firms += [Stand("Q9", link="pack", region="Qingdao Park"), Stand("J1", link="ore", region="Jinan")]
    firms += [Stand("J2", link="cell", region="Jinan"), Stand("J3", link="cell", region="Jinan")]
    named = [Cluster("harbour", members=("Q0", "Q1", "X"))]
    places = {"Qingdao Park": "Qingdao"}
    views = found_clusters(found.graph, firms, named, lambda region: places.get(region, region))

    assert [(v.place, v.firms, v.links, v.quotient) for v in views] == [
        ("Qingdao", ("Q0", "Q1", "Q2"), ("ore", "cathode"), Fraction(3, 4) / Fraction(4, 7)),
    ]
    assert (views[0].named, views[0].shared) == ("harbour", Fraction(2, 4))
    assert named_clusters(found.graph, firms, named, str)[0].links == ("ore", "cathode")


# --- application scenarios ---


@st.composite
def offers(draw: st.DrawFn) -> tuple[list[Application], list[Technology], dict[str, str]]:
    firms = [f"F{n}" for n in range(draw(st.integers(0, 4)))]
    ready = st.none() | st.integers(1, 9)
    technologies = [
        Technology(
            f"T{n}",
            holders=tuple(draw(st.lists(st.sampled_from(firms), unique=True)) if firms else ()),
            readiness=draw(ready),
        )
        for n in range(3)
    ]
    names = st.lists(st.sampled_from(["T0", "T1", "T2"]), unique=True, max_size=2).map(tuple)
    place = st.sampled_from(["", "a/1", "a/2", "b/1"])
    applications = [
        Application(
            f"A{n}", region=draw(place), technologies=draw(names), readiness=draw(ready), places=draw(st.integers(1, 2))
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return applications, technologies, {firm: draw(place) for firm in firms}


def _above(region: str) -> list[str]:
    return [region, region[0]] if region else []


@settings(max_examples=60)
@given(offers())
def test_no_other_assignment_fills_more_places_or_is_closer(
    world: tuple[list[Application], list[Technology], dict[str, str]],
) -> None:
    applications, technologies, regions = world
    found = match_applications(applications, technologies, regions, _above)
    by_id = {application.id: application for application in applications}

    def score(application: Application, firm: str) -> int | None:
        fit = [
            technology.readiness or 0
            for technology in technologies
            if technology.id in application.technologies and firm in technology.holders
        ]
        fit = [ready for ready in fit if ready >= (application.readiness or 0)]
        common = {*_above(application.region)} & {*_above(regions[firm])}
        return max(fit) + 10 * len(common) if fit else None

    slots = [application for application in applications for _ in range(application.places)]
    padded = [*regions, *(None for _ in slots)]
    best = (0, 0)
    for order in {tuple(p) for p in permutations(padded, len(slots))}:
        scores = [score(a, firm) if firm else None for a, firm in zip(slots, order, strict=True)]
        kept = [s for s in scores if s is not None]
        best = max(best, (len(kept), sum(kept)))
    got = [score(by_id[match.application], match.firm) for match in found.matches]
    assert None not in got
    assert (len(got), sum(s or 0 for s in got)) == best
    assert len({match.firm for match in found.matches}) == len(found.matches)
    _every_one_has_its_place(applications, technologies, regions, found.matches, found.left_over)


def _every_one_has_its_place(
    applications: Iterable[Application],
    technologies: Iterable[Technology],
    regions: dict[str, str],
    matches: Sequence[object],
    left_over: Sequence[object],
) -> None:
    matched = {getattr(match, "firm") for match in matches}  # noqa: B009 - any row with a firm
    left = {(getattr(row, "kind"), getattr(row, "id")) for row in left_over}  # noqa: B009
    holders = {holder for technology in technologies for holder in technology.holders if holder in regions}
    assert {name for kind, name in left if kind == "firm"} == holders - matched
    for application in applications:
        filled = sum(getattr(match, "application") == application.id for match in matches)  # noqa: B009
        assert (filled < application.places) == (("application", application.id) in left)


def test_every_place_and_firm_left_over_says_why() -> None:
    technologies = [
        Technology("sensing", holders=("F1", "F2", "F3"), readiness=7),
        Technology("fuel cell", holders=("F4",), readiness=4),
        Technology("wave power", readiness=8),
        Technology("inkjet", holders=("F5",), readiness=9),
    ]
    applications = [
        Application("port", region="Qingdao", technologies=("sensing",), readiness=6, places=2),
        Application("road", region="Jinan", technologies=("sensing",), readiness=8),
        Application("bus", region="Jinan", technologies=("fuel cell",), readiness=6),
        Application("buoy", region="Weihai", technologies=("wave power",)),
    ]
    regions = {"F1": "Qingdao", "F2": "Jinan", "F3": "Jinan", "F4": "Jinan", "F5": "Jinan"}
    found = match_applications(applications, technologies, regions, lambda region: [region, "Shandong"])

    assert [(m.application, m.firm, m.closeness) for m in found.matches] == [("port", "F1", 2), ("port", "F2", 1)]
    assert [(row.id, row.reason, row.best) for row in found.left_over] == [
        ("road", "not_ready", 7),
        ("bus", "not_ready", 4),
        ("buoy", "nobody_holds", 0),
        ("F3", "outbid", 0),
        ("F4", "not_ready", 4),
        ("F5", "not_wanted", 0),
    ]


@pytest.mark.parametrize("kind", ["firm", "fund", "project"])
def test_who_supplies_what(kind: str) -> None:
    assert supplies(Stand("x", kind=kind), Link("l", layer="capital")) == (kind != "project")
