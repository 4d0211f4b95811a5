"""What is known of chains as tables and as a picture, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from kaimen.chains.states import STATES
from kaimen.chains.types import LAYERS
from kaimen.report.charts import ChainBox, ChainWords, Chart, chain_picture
from kaimen.report.language import MESSAGES, Speaker, said_place, said_value
from kaimen.report.rows import Column, Table, Value

if TYPE_CHECKING:
    from kaimen.chains import Closer, ClusterView, Lead, LinkState, Matching, Named, ReserveProject, Stand, Survey
    from kaimen.library import Project

MOST_BOXES = 150
"""Links that one picture shows; more cannot be read."""

_LOOKS = tuple(reversed(STATES))


@dataclass(frozen=True, slots=True)
class ChainTitles:
    """The titles of chains, links, firms and the rest by id, in the speaker's language."""

    speaker: Speaker
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Return what something is called, or its id."""
        return self.titles.get(name, "") or self.speaker.called(name)

    def all(self, names: Iterable[str]) -> str:
        """Return several with semicolons between."""
        return self.speaker.separate(self.of(name) for name in names)


def chain_titles(speaker: Speaker, *rows: Iterable[Named], names: Mapping[str, str] | None = None) -> ChainTitles:
    """Return the titles of rows, and of what `names` has by id."""
    titles = dict(names or {})
    for some in rows:
        for row in some:
            if row.name or row.name_zh:
                titles[row.id] = row.title(speaker.language)
    return ChainTitles(speaker, titles)


def link_table(states: Sequence[LinkState], titles: ChainTitles) -> Table:
    """Return the links with their state, who supplies them and what depends on them."""
    say = titles.speaker.say
    rows: list[tuple[Value, ...]] = [
        (
            state.link.chain,
            state.link.id,
            state.link.title(titles.speaker.language),
            say(f"chains.layer.{state.link.layer}"),
            say(f"chains.state.{state.state}"),
            len({stand.key for stand in state.suppliers}),
            len(state.projects),
            None if state.missing is None else Fraction(state.missing),
            said_value(titles.speaker, state.link.unit),
            state.concentration,
            state.exposure,
            say("chains.yes") if state.is_cut else "",
            titles.speaker.separate(say(f"chains.layer.{layer}") for layer in state.layers),
        )
        for state in states
    ]
    figures = {"suppliers": 0, "projects": 0, "missing": None, "concentration": 2}
    keys = "chain link title layer state suppliers projects missing unit concentration exposure cut layers"
    columns = [
        Column(key, say(f"chains.head.{key}"), key in figures or key == "exposure", figures.get(key), key == "exposure")
        for key in keys.split()
    ]
    return Table("links", tuple(columns), tuple(rows))


def stand_table(stands: Iterable[Stand], titles: ChainTitles) -> Table:
    """Return who stands on links, with the rows that say so."""
    say = titles.speaker.say
    rows: list[tuple[Value, ...]] = [
        (
            say(f"chains.kind.{stand.kind}"),
            stand.id,
            stand.title(titles.speaker.language),
            titles.of(stand.region),
            None if stand.capacity is None else Fraction(stand.capacity),
            None if stand.share is None else Fraction(stand.share),
            stand.source,
            said_place(titles.speaker, stand.place),
        )
        for stand in stands
    ]
    keys = "kind who title region capacity share source row"
    columns = [
        Column(key, say(f"chains.head.{key}"), key in ("capacity", "share"), None, key == "share")
        for key in keys.split()
    ]
    return Table("standing", tuple(columns), tuple(rows))


def risk_table(survey: Survey, titles: ChainTitles, chain: str = "", most: int = 0) -> Table:
    """Return the suppliers with what fails with them, most first; `most` of them (0: all)."""
    say = titles.speaker.say
    risks = [risk for risk in survey.risks if chain in ("", risk.chain)]
    rows: list[tuple[Value, ...]] = [
        (
            risk.chain,
            say(f"chains.kind.{risk.supplier[0]}"),
            risk.supplier[1],
            titles.of(risk.supplier[1]),
            risk.exposure,
            titles.all(risk.links),
            titles.all(risk.alone_on),
        )
        for risk in risks[: most or None]
    ]
    return _table("risks", "chain kind who title exposure links alone_on", rows, titles, ("exposure",))


def gap_table(states: Sequence[LinkState], ways: Sequence[Closer], titles: ChainTitles, most: int = 5) -> Table:
    """Return the links without a supplier with the firms that could close them, `most` for each, and the projects."""
    rows: list[tuple[Value, ...]] = []
    by_link = ways_by_link(ways)
    for state in states:
        own = by_link.get(state.link.id, [])[:most]
        projects = titles.all(stand.id for stand in state.projects)
        head = (state.link.chain, state.link.id, state.link.title(titles.speaker.language), state.exposure, projects)
        rows += [(*head, way.firm, titles.of(way.firm), closing_words(way, titles)) for way in own] or [
            (*head, "", "", "")
        ]
    return _table("gaps", "chain link title exposure projects firm who how", rows, titles, ("exposure",))


def ways_by_link(ways: Iterable[Closer]) -> dict[str, list[Closer]]:
    """Return the ways to close each link, in their order."""
    found: dict[str, list[Closer]] = {}
    for way in ways:
        found.setdefault(way.link, []).append(way)
    return found


def closing_words(way: Closer, titles: ChainTitles) -> str:
    """Return how a firm could close a gap."""
    name = {"technology": way.technology, "neighbour": way.stands_on, "elsewhere": way.region}[way.how]
    return titles.speaker.say(f"chains.how.{way.how}", name=titles.of(name))


def cluster_table(views: Iterable[ClusterView], titles: ChainTitles, name: str) -> Table:
    """Return clusters with their place, firms, links and location quotient."""
    rows: list[tuple[Value, ...]] = [
        (
            view.named,
            titles.of(view.named) if view.named else "",
            view.shared,
            titles.of(view.place),
            len(view.firms),
            titles.all(view.links),
            view.quotient,
            titles.all(view.firms),
        )
        for view in views
    ]
    say = titles.speaker.say
    keys = (("cluster", 0), ("title", 0), ("shared", 2), ("place", 0), ("count", 1), ("links", 0), ("quotient", 1))
    columns = [
        Column(key, say(f"chains.head.{key}"), kind > 0, 2 if key == "quotient" else None, kind == 2)
        for key, kind in (*keys, ("firms", 0))
    ]
    return Table(name, tuple(columns), tuple(rows))


def match_table(matching: Matching, titles: ChainTitles) -> Table:
    """Return who takes which application scenario, and why."""
    say = titles.speaker.say
    rows: list[tuple[Value, ...]] = []
    for match in matching.matches:
        close = say("chains.match.close", n=str(match.closeness)) if match.closeness else say("chains.match.apart")
        because = say(
            "chains.match.matched",
            technology=titles.of(match.technology),
            n=str(match.readiness or "-"),
            wanted=str(match.wanted or "-"),
            close=close,
        )
        rows.append(
            (
                match.application,
                titles.of(match.application),
                match.firm,
                titles.of(match.firm),
                match.technology,
                because,
            )
        )
    return _table("matches", "application title firm who technology because", rows, titles)


def left_over_table(matching: Matching, titles: ChainTitles) -> Table:
    """Return the application scenarios and firms that have no match, and why."""
    say = titles.speaker.say
    rows: list[tuple[Value, ...]] = [
        (
            say("chains.head.application" if row.kind == "application" else "chains.kind.firm"),
            row.id,
            titles.of(row.id),
            say(f"chains.left.{row.reason}", names=titles.all(row.others), n=str(row.best)),
        )
        for row in matching.left_over
    ]
    return _table("left_over", "kind who title because", rows, titles)


def lead_table(leads: Iterable[Lead], titles: ChainTitles, order: Sequence[str]) -> Table:
    """Return the leads in the reverse order of their stages: those furthest on first, and the lost ones last."""
    rank = {stage: at for at, stage in enumerate(order)} | {"lost": -1}
    rows: list[tuple[Value, ...]] = [
        (
            lead.id,
            lead.investor,
            lead.project,
            titles.of(lead.project) if lead.project else "",
            lead.link,
            titles.speaker.say(f"chains.stage.{lead.stage}"),
            lead.contact,
        )
        for lead in sorted(leads, key=lambda lead: (-rank[lead.stage], lead.id))
    ]
    return _table("leads", "lead investor project title link stage contact", rows, titles)


def _stage(stage: str, speaker: Speaker) -> str:
    known = f"web.stage.{stage}"
    return speaker.say(known) if speaker.language != "en" and known in MESSAGES else stage


def _titled(project: Project, speaker: Speaker) -> str:
    return project.fields.get(f"title_{speaker.language}", "") or project.title


def reserve_table(found: Iterable[ReserveProject], titles: ChainTitles) -> Table:
    """Return the reserve projects without an investor, those on links of chains first."""
    rows: list[tuple[Value, ...]] = [
        (
            row.project.id,
            titles.of(row.project.id) if row.project.id in titles.titles else _titled(row.project, titles.speaker),
            titles.of(row.project.region),
            _stage(row.project.stage, titles.speaker),
            titles.all(row.links),
            titles.speaker.separate(lead.id for lead in row.leads),
        )
        for row in sorted(found, key=lambda row: not row.links)
    ]
    return _table("without_investor", "project title region stage links leads", rows, titles)


def chain_chart(
    states: Sequence[LinkState], title: str, titles: ChainTitles, anywhere: Mapping[str, int] | None = None
) -> Chart:
    """Return the picture of links; call it with `MOST_BOXES` of them at the most.

    `anywhere` are the suppliers of each link in any region, told on gaps where the view is that of a region.
    """
    speaker = titles.speaker
    boxes = [
        ChainBox(
            state.link.id,
            state.link.title(speaker.language),
            _note(state, speaker, anywhere or {}),
            state.state,
            LAYERS.index(state.link.layer),
            state.link.upstream,
            _part(state),
        )
        for state in states
    ]
    words = ChainWords(
        tuple(speaker.say(f"chains.layer.{layer}") for layer in LAYERS),
        tuple((look, speaker.say(f"chains.look.{look}")) for look in _LOOKS),
    )
    return chain_picture(boxes, words, chain_sentence(states, title, speaker), LAYERS.index("industrial"))


def view_title(titles: ChainTitles, name: str, region: str = "") -> str:
    """Return the title of a chain or link (empty: all chains), and of the region it is seen from."""
    title = titles.of(name) if name else titles.speaker.say("chains.all")
    return titles.speaker.say("chains.in", chain=title, region=titles.of(region)) if region else title


def chain_sentence(states: Sequence[LinkState], title: str, speaker: Speaker) -> str:
    """Return in one sentence how many links are supplied, are gaps, or hang on one supplier."""

    def count(*looks: str) -> str:
        return str(sum(state.state in looks for state in states))

    return speaker.say(
        "chains.sentence",
        chain=title,
        n=str(len(states)),
        supplied=count("covered", "single", "short"),
        gaps=count("gap", "planned"),
        single=count("single"),
    )


def _note(state: LinkState, speaker: Speaker, anywhere: Mapping[str, int]) -> str:
    others = anywhere.get(state.link.id, 0)
    if state.state == "gap" and others:
        return speaker.say("chains.note.outside", n=str(others))
    return speaker.say(f"chains.note.{state.state}", n=str(_count(state)))


def _count(state: LinkState) -> int:
    return len(state.projects) if state.state == "planned" else len({stand.key for stand in state.suppliers})


def _part(state: LinkState) -> float:
    if not state.missing or not state.link.need:
        return 1.0
    return float(1 - Fraction(state.missing) / Fraction(state.link.need))


def _table(
    name: str, keys: str, rows: Sequence[tuple[Value, ...]], titles: ChainTitles, shares: Sequence[str] = ()
) -> Table:
    say = titles.speaker.say
    columns = [Column(key, say(f"chains.head.{key}"), key in shares, None, key in shares) for key in keys.split()]
    return Table(name, tuple(columns), tuple(rows))
