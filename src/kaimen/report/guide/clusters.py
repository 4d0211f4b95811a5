"""What a region has, by cluster and by chain, and what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kaimen.chains import Closer, ClusterView, LinkState, Stand, closers, found_clusters, named_clusters, place_of
from kaimen.chains.states import supplier_counts
from kaimen.report.briefing.blocks import Block, Column, Figure, Grid, Line, Para, Picture, Row, Words
from kaimen.report.briefing.lines import joined, line
from kaimen.report.chains import MOST_BOXES, chain_chart, chain_sentence, closing_words, view_title, ways_by_link
from kaimen.report.charts import to_svg
from kaimen.report.guide.material import GuideMaterial, Rows, words

_MOST_CLOSERS = 3


def chains_here(material: GuideMaterial) -> list[str]:
    """Return the chains on which anybody of the region stands, or a cluster of it."""
    found = {state.link.chain for state in material.here.states if state.suppliers or state.projects or state.beside}
    return [chain for chain in dict.fromkeys(state.link.chain for state in material.here.states) if chain in found]


def gap_rows(material: GuideMaterial) -> list[LinkState]:
    """Return the links of those chains that nobody of the region supplies, those on which most depends first."""
    chains = set(chains_here(material))
    found = [state for state in material.here.states if state.link.chain in chains and state.is_open]
    return sorted(found, key=lambda state: (-float(state.exposure), state.link.id))


def cluster_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return for each cluster of the region who stands on which link, and the same for firms outside of clusters.

    Where no cluster of the region has a name, those that are found take their place.
    """
    here = [stand for stand in material.stands if material.lies_here(stand.region) and stand.kind != "project"]
    groups = _named(material, here, rows) or _found(material, here, rows)
    blocks: list[Block] = []
    for para, caption, firms in groups:
        blocks.append(para)
        own = [stand for stand in here if stand.kind == "firm" and stand.id in firms]
        if own:
            blocks.append(_stands_grid(f"cluster-{len(blocks)}", caption, own, material, rows))
    inside = {firm for _, _, firms in groups for firm in firms}
    others = [stand for stand in here if stand.id not in inside]
    if others:
        caption = rows.speaker.say("guide.others" if groups else "guide.all_here")
        blocks.append(_stands_grid("others", caption, others, material, rows))
    return blocks


_Group = tuple[Para, str, frozenset[str]]
"""What is said of a cluster, its caption, its firms."""


def _named(material: GuideMaterial, here: Sequence[Stand], rows: Rows) -> list[_Group]:
    firms = {stand.id for stand in here if stand.kind == "firm"}
    own = [
        cluster
        for cluster in material.tables.clusters
        if firms & {*cluster.members} or (cluster.region and material.lies_here(cluster.region))
    ]
    groups = []
    for cluster, view in zip(
        own, named_clusters(material.here.graph, material.stands, own, _city(material)), strict=True
    ):
        name = rows.link("clusters", cluster.id, cluster.title(rows.speaker.language), cluster.place)
        groups.append((_cluster_para("guide.cluster", view, name, rows), name.text, frozenset(cluster.members)))
    return groups


def _found(material: GuideMaterial, here: Sequence[Stand], rows: Rows) -> list[_Group]:
    places = {_city(material)(stand.region) for stand in here if stand.kind == "firm"}
    groups = []
    for view in found_clusters(material.here.graph, material.stands, (), _city(material)):
        if view.place in places and {*view.firms} & {stand.id for stand in here}:
            name = Words(rows.speaker.called(view.place), "strong")
            groups.append((_cluster_para("guide.found", view, name, rows), name.text, frozenset(view.firms)))
    return groups


def _city(material: GuideMaterial) -> Callable[[str], str]:
    return lambda region: place_of(material.tree, region)


def chain_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return a picture of each chain as seen from the region, and its gaps with who could close them."""
    blocks: list[Block] = []
    speaker, anywhere = rows.speaker, supplier_counts(material.here.graph, material.stands)
    for at, chain in enumerate(chains_here(material)):
        states = material.here.of(chain)
        title = view_title(rows.titles, chain, material.region)
        sentence = chain_sentence(states, title, speaker)
        if len(states) <= MOST_BOXES:
            drawn = to_svg(chain_chart(states, title, rows.titles, anywhere))
            twin = _twin(f"chain-{at}-table", title, states, rows)
            blocks.append(Picture(f"chain-{at}", title, sentence, drawn, twin=twin))
        else:
            blocks.append(Para(words(sentence)))
    gaps = gap_rows(material)
    if gaps:
        ways = closers(material.here, gaps, material.stands, material.tables.technologies)
        blocks.append(_gap_grid(gaps, ways, material, rows))
    return blocks


def stand_words(stand: Stand, rows: Rows) -> Words:
    """Return who stands on a link, leading to the row that says so."""
    return rows.link("stands", f"{stand.id}, {stand.link}", stand.title(rows.speaker.language), stand.place)


def _cluster_para(message: str, view: ClusterView, name: Words, rows: Rows) -> Para:
    speaker = rows.speaker
    values: dict[str, str | Words | Line | Figure] = {"cluster": name, "n": f"{len(view.firms):,}"}
    values["links"] = f"{len(view.links):,}"
    spans = line(speaker, message, **values)
    if view.quotient is not None:
        place = speaker.called(view.place)
        spans += line(speaker, "guide.quotient", place=place, quotient=speaker.number(view.quotient, 1))
    return Para(spans)


def _stands_grid(anchor: str, caption: str, stands: Sequence[Stand], material: GuideMaterial, rows: Rows) -> Grid:
    say, graph = rows.speaker.say, material.here.graph
    by_link: dict[str, list[Stand]] = {}
    for stand in stands:
        by_link.setdefault(stand.link, []).append(stand)
    body = []
    for link in sorted(by_link, key=lambda link: graph.at.get(link, -1)):
        if link not in graph.at:
            continue
        node = graph.links[graph.at[link]]
        title = rows.link("links", link, node.title(rows.speaker.language), node.place)
        who = joined([stand_words(stand, rows) for stand in by_link[link]], say("list.semicolon"))
        places = dict.fromkeys(rows.speaker.called(stand.region) for stand in by_link[link])
        layer = say(f"chains.layer.{node.layer}")
        body.append(Row(((title,), words(layer), who, words(rows.speaker.list([*places])))))
    heads = ("link", "layer", "who", "region")
    columns = tuple(Column(say(f"chains.head.{head}"), wide=head == "who") for head in heads)
    return Grid(anchor, caption, columns, tuple(body))


def _twin(anchor: str, caption: str, states: Sequence[LinkState], rows: Rows) -> Grid:
    """Return what a picture shows as a table: each link with its state, who stands on it, and what depends on it."""
    say = rows.speaker.say
    body = []
    for state in states:
        title = rows.link("links", state.link.id, state.link.title(rows.speaker.language), state.link.place)
        who = [stand_words(stand, rows) for stand in (*state.suppliers, *state.projects, *state.beside)]
        share = words(rows.speaker.percent(state.exposure))
        cells = words(say(f"chains.state.{state.state}")), joined(who, say("list.semicolon")), share
        body.append(Row(((title,), *cells)))
    heads = ("link", "state", "who")
    columns = [Column(say(f"chains.head.{head}"), wide=head == "who") for head in heads]
    return Grid(anchor, caption, (*columns, Column(say("chains.head.exposure"), right=True)), tuple(body))


def _gap_grid(gaps: Sequence[LinkState], ways: Sequence[Closer], material: GuideMaterial, rows: Rows) -> Grid:
    speaker = rows.speaker
    first: dict[str, Stand] = {}
    elsewhere = supplier_counts(material.here.graph, material.stands)
    for stand in material.stands:
        if stand.kind == "firm":
            first.setdefault(stand.id, stand)
    body, by_link = [], ways_by_link(ways)
    for state in gaps:
        own = by_link.get(state.link.id, [])[:_MOST_CLOSERS]
        title = rows.link("links", state.link.id, state.link.title(speaker.language), state.link.place)
        projects = joined([stand_words(stand, rows) for stand in state.projects], speaker.say("list.semicolon"))
        colon = speaker.say("guide.colon")
        who: list[Line] = [
            (stand_words(first[way.firm], rows), Words(f"{colon}{closing_words(way, rows.titles)}")) for way in own
        ]
        share = words(speaker.percent(state.exposure))
        others = words(f"{elsewhere.get(state.link.id, 0):,}")
        body.append(Row(((title,), share, others, projects, joined(who, speaker.say("list.semicolon")))))
    columns = (
        Column(speaker.say("guide.gap.link")),
        Column(speaker.say("chains.head.exposure"), right=True),
        Column(speaker.say("guide.gap.elsewhere"), right=True),
        Column(speaker.say("chains.head.projects")),
        Column(speaker.say("guide.gap.who"), wide=True),
    )
    return Grid("gaps", speaker.say("guide.gaps"), columns, tuple(body), words(speaker.say("guide.gaps.note")))
