"""Industrial chains: the picture of one, its gaps, what hangs on whom, clusters, application scenarios, leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import File, UploadFile
from pydantic import Field as Said

from kaimen.chains import (
    LEAD_STAGES,
    ClusterView,
    LinkState,
    Survey,
    closers,
    found_clusters,
    in_region,
    match_applications,
    named_clusters,
    place_of,
    without_investor,
)
from kaimen.chains.matching import stands_by_firm
from kaimen.chains.states import open_links, supplier_counts, weak_links
from kaimen.errors import Finding, Place
from kaimen.report import Column, Table
from kaimen.report.chains import (
    MOST_BOXES,
    ChainTitles,
    chain_chart,
    chain_sentence,
    cluster_table,
    gap_table,
    lead_table,
    left_over_table,
    link_table,
    match_table,
    reserve_table,
    risk_table,
    stand_table,
    view_title,
)
from kaimen.report.charts import to_svg
from kaimen.report.language import said_place
from kaimen.report.rows import Value
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import (
    CELL,
    SUM,
    Block,
    Button,
    Field,
    Findings,
    Form,
    Group,
    Link,
    Links,
    Page,
    Picture,
    Prose,
    Sheet,
)
from kaimen.web.visit import AnyVisit, Body, Query, Refused, address
from kaimen.workspace.business.chains import ChainGround, chain_ground, look_at_chain_files
from kaimen.workspace.files import file_name as plain_name
from kaimen.workspace.record.accounts import Role

_MOST = 50
_ABOUT_LINKS = ("links", "gaps", "risks")
_VIEWS = ("links", "gaps", "risks", "clusters", "match", "leads")


class Asked(Query):
    """Which chain, as seen from where; all by default."""

    chain: str = Said("", max_length=200, description="Id of the chain.")
    region: str = Said("", max_length=200, description="Id of a region or group.")


class AskedLink(Asked):
    """Which link."""

    link: str = Said("", max_length=200, description="Id of the link.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the pages of chains stand on, for one visit."""

    visit: AnyVisit
    ground: ChainGround
    titles: ChainTitles
    here: Survey

    @property
    def states(self) -> list[LinkState]:
        """The links of the chain that is asked for."""
        return [state for state in self.here.states if self.visit.query.chain in ("", state.link.chain)]

    @property
    def title(self) -> str:
        """What is seen, from where."""
        return view_title(self.titles, self.visit.query.chain, self.visit.query.region)


def ground_of(visit: AnyVisit) -> ChainGround:
    """Return the tables that are kept, with the library; put together once for each entry of the ledger."""
    return visit.desk.once("chains", lambda: chain_ground(visit.desk.office, with_library=True))


def _page(visit: AnyVisit, view: str, make: Callable[[Ground], Sequence[Block]]) -> Page:
    kept = ground_of(visit)
    name = visit.say("web.chains.title")
    if not kept.graph.links:
        return Page(name, (Prose(visit.say("web.chains.none"), "note"), *_intake_form(visit)))
    findings = kept.check_names(visit.query.chain, visit.query.region)
    if findings:
        raise Refused(404, *findings)
    region = visit.query.region
    here = visit.desk.once(f"chains seen from {region}", lambda: ground_of(visit).survey(region))
    ground = Ground(visit, kept, kept.titles(visit.speaker), here)
    lead = "" if view not in _ABOUT_LINKS else chain_sentence(ground.states, ground.title, visit.speaker)
    return Page(name, (_views(visit, view), _choice(ground, view), *make(ground)), lead)


def _views(visit: AnyVisit, view: str) -> Links:
    asked = {name: text for name, text in visit.query.model_dump().items() if text and name in ("chain", "region")}
    links = [
        ("" if name == view else address(_path(name), **asked), visit.say(f"web.chains.{name}")) for name in _VIEWS
    ]
    return Links(tuple(links), visit.say("web.chains.title"))


def _path(view: str) -> str:
    return "/chains" if view == "links" else f"/chains/{view}"


def _choice(ground: Ground, view: str) -> Form:
    visit = ground.visit
    chains = dict.fromkeys(state.link.chain for state in ground.here.states)
    regions = {**ground.ground.tree.groups, **ground.ground.tree.regions} or {s.region: s for s in ground.ground.stands}
    everything = ("", visit.say("chains.all")), ("", visit.say("web.chains.everywhere"))
    fields = (
        Field(
            "chain",
            visit.say("chains.head.chain"),
            "select",
            visit.query.chain,
            (everything[0], *((chain, ground.titles.of(chain)) for chain in chains)),
        ),
        Field(
            "region",
            visit.say("chains.head.region"),
            "select",
            visit.query.region,
            (everything[1], *((region, ground.titles.of(region)) for region in sorted(regions) if region)),
        ),
    )
    return Form(_path(view), fields, (Button(visit.say("web.chains.look")),), method="get", is_row=True)


def _section(
    ground: Ground, table: Table, name: str = "", links: Mapping[tuple[int, str], Link] | None = None
) -> Group:
    """Return a table under its heading, its links leading to their pages; `name` is its name among several alike."""
    visit, table = ground.visit, replace(table, name=name or table.name)
    heading = visit.say(f"web.chains.table.{table.name}")
    at = {column.key: place for place, column in enumerate(table.columns)}
    links = dict(links or {})
    shown = _called(ground, table, at)
    if "link" in at:
        for number, row in enumerate(table.rows):
            name = str(row[at["link"]])
            node = ground.here.graph.links[ground.here.graph.at[name]] if name in ground.here.graph.at else None
            if node is not None:
                href = address("/chains/link", link=name, region=visit.query.region)
                links[number, "link"] = Link(href, tuple(filter(None, (said_place(visit.speaker, node.place),))), CELL)
                links |= _figures(visit, number, name, at)
    links |= _rows(visit, table, at)
    return Group(heading, (Sheet(table, shown=shown, links=links, most=_MOST, empty=visit.say("web.chains.empty")),))


def _clusters(ground: Ground, table: Table, views: Sequence[ClusterView]) -> Group:
    """Return clusters, the figures of each leading to the links it stands on, as seen from its place."""
    graph = ground.here.graph
    ways: dict[tuple[int, str], Link] = {}
    for at, view in enumerate(views[:_MOST]):
        chain = graph.links[graph.at[view.links[0]]].chain if view.links and view.links[0] in graph.at else ""
        way = Link(address("/chains", chain=chain, region=view.place), (ground.titles.of(view.place),), SUM)
        ways |= {(at, key): way for key in ("count", "shared", "quotient")}
    return _section(ground, table, links=ways)


_FIGURES = {
    **dict.fromkeys(("suppliers", "projects", "missing", "capacity"), "capacity"),
    "concentration": "concentration",
    "exposure": "exposure",
    "state": "state",
}
"""Columns about a link, and the figure of `kaimen trace` that each leads to."""


def _figures(visit: AnyVisit, number: int, link: str, at: Mapping[str, int]) -> dict[tuple[int, str], Link]:
    """Return where the figures of a link lead: to the sum and the rows they stand on."""
    name = "/".join(filter(None, (visit.query.region, link)))
    return {
        (number, key): Link(address("/trace", figure=f"{name}.{figure}"), (f"{name}.{figure}",), SUM)
        for key, figure in _FIGURES.items()
        if key in at
    }


def _rows(visit: AnyVisit, table: Table, at: Mapping[str, int]) -> dict[tuple[int, str], Link]:
    """Return where figures of one firm or project lead: a capacity to its row, what fails with it to the sum."""
    if "who" not in at or "link" in at:
        return {}
    links = {}
    for number, row in enumerate(table.rows[:_MOST]):
        who = str(row[at["who"]])
        steps = (who, str(row[at["row"]])) if "row" in at else (who,)
        links[number, "capacity"] = Link(address("/trace", figure=who), steps, CELL)
        name = "/".join(filter(None, (visit.query.region, who)))
        links[number, "exposure"] = Link(address("/trace", figure=f"{name}.exposure"), (who,), SUM)
    return links


def _called(ground: Ground, table: Table, at: Mapping[str, int]) -> dict[tuple[int, str], str]:
    """Return what a chain, an investor, a contact or a source is called in the reader's language."""
    keys = [key for key in ("chain", "investor", "contact", "source") if key in at]
    words = {(n, key): str(row[at[key]]) for n, row in enumerate(table.rows[:_MOST]) for key in keys}
    speaker = ground.visit.speaker
    return {cell: ground.titles.of(w) if cell[1] == "chain" else speaker.called(w) for cell, w in words.items()}


def show(visit: AnyVisit) -> Page:
    """Show a chain as a picture and a table."""

    def make(ground: Ground) -> list[Block]:
        states = ground.states
        blocks: list[Block] = []
        if len(states) > MOST_BOXES or not visit.query.chain:
            blocks.append(Prose(visit.say("web.chains.choose"), "note"))
        else:
            anywhere = supplier_counts(ground.ground.graph, ground.ground.stands) if visit.query.region else {}
            chart = chain_chart(states, ground.title, ground.titles, anywhere)
            blocks.append(Picture(to_svg(chart), ground.title))
        return [*blocks, _section(ground, link_table(states, ground.titles)), *_intake_form(visit)]

    return _page(visit, "links", make)


def gaps(visit: AnyVisit) -> Page:
    """Show the links that nobody supplies, and who could close them."""

    def make(ground: Ground) -> list[Block]:
        states = open_links(ground.states)
        ways = closers(ground.here, states, ground.ground.stands, ground.ground.tables.technologies)
        return [_section(ground, gap_table(states, ways, ground.titles))]

    return _page(visit, "gaps", make)


def risks(visit: AnyVisit) -> Page:
    """Show what fails with each supplier, and the links that have only one or are cuts."""

    def make(ground: Ground) -> list[Block]:
        single = weak_links(ground.states)
        tables = risk_table(ground.here, ground.titles, visit.query.chain), link_table(single, ground.titles)
        return [Prose(visit.say("web.chains.risk.note"), "note"), *(_section(ground, table) for table in tables)]

    return _page(visit, "risks", make)


def clusters(visit: AnyVisit) -> Page:
    """Show the clusters that have a name, and those found."""

    def make(ground: Ground) -> list[Block]:
        kept = ground.ground
        stands = in_region(kept.stands, kept.tree, visit.query.region)

        def city(region: str) -> str:
            return place_of(kept.tree, region)

        named = named_clusters(kept.graph, stands, kept.tables.clusters, city)
        found = found_clusters(kept.graph, stands, kept.tables.clusters, city)
        groups = (("named", named), ("found", found))
        return [_clusters(ground, cluster_table(views, ground.titles, name), views) for name, views in groups]

    return _page(visit, "clusters", make)


def match(visit: AnyVisit) -> Page:
    """Show who takes which application scenario, and why the others take none."""

    def make(ground: Ground) -> list[Block]:
        kept, region = ground.ground, visit.query.region
        regions = stands_by_firm(kept.stands) | {firm.id: firm.region for firm in kept.firms.values()}
        asked = [a for a in kept.tables.applications if not region or kept.tree.covers(region, a.region)]
        found = match_applications(asked, kept.tables.technologies, regions, kept.tree.chain)
        tables = match_table(found, ground.titles), left_over_table(found, ground.titles)
        return [_section(ground, table) for table in tables]

    return _page(visit, "match", make)


def leads(visit: AnyVisit) -> Page:
    """Show the leads by stage, and the reserve projects without an investor."""

    def make(ground: Ground) -> list[Block]:
        kept, region = ground.ground, visit.query.region
        found = without_investor(kept.projects.values(), kept.tables.leads, kept.stands)
        own = [row for row in found if not region or kept.tree.covers(region, row.project.region)]
        tables = lead_table(kept.tables.leads, ground.titles, LEAD_STAGES), reserve_table(own, ground.titles)
        return [_section(ground, table) for table in tables]

    return _page(visit, "leads", make)


def link(visit: AnyVisit) -> Page:
    """Show one link: who stands on it, what it needs, who needs it, who could close it, with the rows."""

    def make(ground: Ground) -> list[Block]:
        graph, name = ground.here.graph, visit.query.link
        if name not in graph.at:
            return [Prose(visit.say("web.chains.no_link"), "note")]
        place = graph.at[name]
        state = ground.here.states[place]
        near = [ground.here.states[other] for other in (*graph.upstream[place], *graph.downstream[place])]
        ways = closers(ground.here, [state], ground.ground.stands, ground.ground.tables.technologies)
        on = stand_table((*state.suppliers, *state.projects, *state.beside), ground.titles)
        return [
            _section(ground, link_table([state], ground.titles), "link"),
            _section(ground, on),
            _section(ground, link_table(near, ground.titles), "neighbours"),
            _section(ground, gap_table([state], ways, ground.titles, _MOST), "closers"),
        ]

    return _page(visit, "link", make)


class Tables(Body):
    """Tables of chains, and whether they are to be kept."""

    files: Annotated[list[UploadFile], File(description="CSV or XLSX, a table or several each.")]
    keep: Literal["", "yes"] = ""
    why: str = Said("", max_length=2000)


def _intake_form(visit: AnyVisit) -> tuple[Form, ...]:
    if not visit.may(Role.PLANNER):
        return ()
    accept = {"accept": ".csv,.xlsx", "multiple": "multiple"}
    fields = (
        Field("files", visit.say("web.chains.files"), "file", is_required=True, attributes=accept),
        Field("why", visit.say("web.chains.why")),
    )
    buttons = Button(visit.say("web.chains.dry")), Button(visit.say("web.chains.take"), "keep", "yes", is_main=True)
    return (Form("/chains/import", fields, buttons, is_upload=True, title=visit.say("web.chains.import")),)


def take(visit: AnyVisit) -> Page:
    """Say what taking tables of chains in would do; with `keep`, do it as one change."""
    files = [(plain_name(file.filename or "table.csv"), file.file.read()) for file in visit.body.files]
    intake, findings = look_at_chain_files(visit.desk.office, files)
    title = visit.say("web.chains.import")
    if intake is None:
        return Page(title, (Findings(tuple(findings)), *_intake_form(visit)), status=422)
    is_kept = visit.body.keep == "yes"
    receipt, refused = visit.desk.office.take_in(intake, visit.said(visit.body.why)) if is_kept else (None, [])
    fates = ("new", "changed", "unchanged", "gone")
    rows: list[tuple[Value, ...]] = [
        (name, *(counts[fate] for fate in fates)) for name, counts in intake.counts.items()
    ]
    columns = [Column(fate, visit.say(f"web.chains.fate.{fate}"), True) for fate in fates]
    table = Table("tables", (Column("table", visit.say("web.chains.table")), *columns), tuple(rows))
    shown = {(at, "table"): visit.say(f"web.chains.part.{row[0]}") for at, row in enumerate(rows)}
    lead = visit.say("web.chains.kept", n=receipt.entry.number) if receipt else visit.say("web.chains.not_kept")
    found = Findings((*intake.findings, *refused)[:200])
    return Page(title, (Links((("/chains", visit.say("web.chains.title")),)), Sheet(table, shown=shown), found), lead)


VIEWS: Mapping[str, Callable[[AnyVisit], Page]] = {
    "gaps": gaps,
    "risks": risks,
    "clusters": clusters,
    "match": match,
    "leads": leads,
    "link": link,
}
"""The views of chains by the last step of their address."""


def show_view(visit: AnyVisit) -> Page:
    """Show one of the views by its name."""
    name = visit.path["view"]
    if name not in VIEWS:
        fix = f"Choose one of `{'`, `'.join(VIEWS)}`."
        raise Refused(404, Finding("E916", f'There is no view "{name}" of chains.', Place(key=name), fix=fix))
    return VIEWS[name](visit)


PAGES = (
    PageAt("/chains", "web.chains.title", show, menu="choose", query=Asked, is_traced=True),
    PageAt("/chains/{view}", "web.chains.title", show_view, query=AskedLink, is_traced=True),
)
ACTIONS = (Action("POST", "/chains/import", take, Role.PLANNER, Tables),)
