"""`guide`: the introduction guide of a region."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from kaimen.report.briefing.blocks import Block, Fact, Facts, Figure, Line, Paper, Section, Words
from kaimen.report.briefing.lines import line
from kaimen.report.chains import chain_titles
from kaimen.report.guide.clusters import chain_blocks, chains_here, cluster_blocks, gap_rows
from kaimen.report.guide.material import GuideMaterial, Rows
from kaimen.report.guide.offers import (
    application_blocks,
    contact_blocks,
    entitlement_blocks,
    project_blocks,
    projects_sought,
    site_blocks,
)
from kaimen.report.language import Speaker

_LABELS = ("skip", "contents", "table", "passage", "cell", "sum", "page")
_PARTS = ("clusters", "chains", "sites", "projects", "applications", "entitlements", "contacts")


def guide(material: GuideMaterial, language: str) -> Paper:
    """Return the guide of a region in a language (`en` or `zh`); a part that has nothing to say is left out."""
    speaker = Speaker(language, material.names.get(language, {}))
    tables = material.tables
    titles = chain_titles(
        speaker, tables.chains, tables.links, material.stands, tables.technologies, tables.applications, tables.clusters
    )
    rows = Rows(titles)
    blocks = dict(zip(_PARTS, _all(material, rows), strict=True))
    sections = [Section(part, speaker.say(f"guide.{part}"), tuple(found)) for part, found in blocks.items() if found]
    sections.insert(0, Section("facts", speaker.say("facts.heading"), (_facts(material, speaker),)))
    sections.append(Section("rows", speaker.say("guide.rows"), tuple(rows.grids()), annex=True))
    return Paper(
        language="zh-CN" if language == "zh" else "en",
        kicker=speaker.say("guide.kicker"),
        title=speaker.say("guide.title", region=speaker.called(material.region)),
        conclusion=_conclusion(material, speaker),
        notice=speaker.say("guide.synthetic") if material.synthetic else "",
        sections=tuple(sections),
        foot=speaker.say("guide.foot", known=material.known),
        labels={name: speaker.template(f"label.{name}") for name in _LABELS},
    )


def _all(material: GuideMaterial, rows: Rows) -> Iterator[list[Block]]:
    yield cluster_blocks(material, rows)
    yield chain_blocks(material, rows)
    yield site_blocks(material, rows)
    yield project_blocks(material, rows)
    yield application_blocks(material, rows)
    yield entitlement_blocks(material, rows)
    yield contact_blocks(material, rows)


def _facts(material: GuideMaterial, speaker: Speaker) -> Facts:
    states = [state for chain in chains_here(material) for state in material.here.of(chain)]
    firms = {stand.id for state in states for stand in state.suppliers if stand.kind == "firm"}
    left = sum((site.room - (site.taken or 0) for site in material.sites), Fraction(0))
    figures = [
        ("firms", len(firms), "clusters"),
        ("gaps", len(gap_rows(material)), "chains"),
        ("projects", len(projects_sought(material)), "projects"),
        ("entitlements", len(material.entitlements), "entitlements"),
    ]
    facts = [
        Fact(Figure(f"{number:,}", to=to, mark="c"), _sentence(speaker, name, number))
        for name, number, to in figures
        if number
    ]
    if left > 0:
        unit = material.sites[0].unit
        shown = speaker.view(unit, [left])
        figure = Figure(speaker.number(shown.of(left)), shown.label, "sites", "c")
        facts.insert(2, Fact(figure, (Words(speaker.say("guide.fact.room", n=f"{len(material.sites):,}")),)))
    return Facts(tuple(facts))


def _sentence(speaker: Speaker, name: str, number: int) -> Line:
    return (Words(speaker.say(f"guide.fact.{name}", n=str(number))),)


def _conclusion(material: GuideMaterial, speaker: Speaker) -> Line:
    chains = chains_here(material)
    if not chains:
        return line(speaker, "guide.nothing", region=speaker.called(material.region))
    states = [state for chain in chains for state in material.here.of(chain)]
    supplied = sum(not state.is_open for state in states)
    values: dict[str, str | Figure] = {
        "region": speaker.called(material.region),
        "chains": f"{len(chains):,}",
        "supplied": Figure(f"{supplied:,}", to="chains", mark="c"),
        "n": Figure(f"{len(states):,}", to="chains", mark="c"),
    }
    return line(speaker, "guide.conclusion", **values)
