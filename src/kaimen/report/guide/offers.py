"""What a region offers and seeks: sites, projects, application scenarios, entitlements, and whom to turn to."""

from __future__ import annotations

from fractions import Fraction

from kaimen.chains import ReserveProject, without_investor
from kaimen.library import Project
from kaimen.quantity import Unit
from kaimen.report.briefing.blocks import Block, Column, Fold, Grid, Line, Para, Row, Words
from kaimen.report.briefing.lines import joined
from kaimen.report.guide.material import GuideMaterial, Rows, words
from kaimen.report.language import Speaker

_MOST_PROJECTS = 20


def site_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return the sites with room, the most room first."""
    speaker = rows.speaker
    if not material.sites:
        return []
    has_plan = any(site.taken is not None for site in material.sites)
    ordered = sorted(material.sites, key=lambda site: (-(site.room - (site.taken or 0)), site.site))
    body = []
    for site in ordered:
        name = rows.link("sites", f"{site.site}, {site.quota}", speaker.called(site.site), site.place)
        cells: list[Line] = [(name,), _amount(speaker, site.room, site.unit)]
        if has_plan:
            taken = site.taken or Fraction(0)
            left = site.room - taken
            cells += [_amount(speaker, taken, site.unit), _amount(speaker, max(left, Fraction(0)), site.unit)]
        body.append(Row(tuple(cells)))
    heads = ("room", "taken", "left") if has_plan else ("room",)
    columns = (
        Column(speaker.say("guide.site")),
        *(Column(speaker.say(f"guide.site.{head}"), right=True) for head in heads),
    )
    note = words(speaker.say("guide.sites.note" if has_plan else "guide.sites.plan"))
    return [Grid("sites-table", speaker.say("guide.sites"), columns, tuple(body), note)]


def projects_sought(material: GuideMaterial) -> list[ReserveProject]:
    """Return the reserve projects of the region without an investor, those on links first, gaps before all."""
    own = [project for project in material.projects.values() if material.lies_here(project.region)]
    open_links = {state.link.id for state in material.here.states if state.is_open}
    found = without_investor(own, material.tables.leads, material.tables.stands)
    return sorted(found, key=lambda row: (not open_links & {*row.links}, not row.links, row.project.id))


def project_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return the projects that seek an investor: those on chains, and the others in a fold."""
    found = projects_sought(material)
    if not found:
        return []
    first, rest = found[:_MOST_PROJECTS], found[_MOST_PROJECTS:]
    blocks: list[Block] = [_project_grid("projects-table", first, material, rows)]
    if rest:
        summary = words(rows.speaker.say("guide.projects.more", n=f"{len(rest):,}"))
        blocks.append(Fold("projects-more", summary, (_project_grid("projects-rest", rest, material, rows),)))
    return blocks


def _project_grid(anchor: str, found: list[ReserveProject], material: GuideMaterial, rows: Rows) -> Grid:
    speaker, graph = rows.speaker, material.here.graph
    body = []
    for row in found:
        project = row.project
        name = rows.link("projects", project.id, _title(project, speaker), project.place)
        links = [graph.links[graph.at[link]] for link in row.links if link in graph.at]
        stands = [rows.link("links", link.id, link.title(speaker.language), link.place) for link in links]
        leads = [rows.link("leads", lead.id, lead.id, lead.place) for lead in row.leads]
        between = speaker.say("list.semicolon")
        region = words(speaker.called(project.region))
        cells = ((name,), words(speaker.called(project.sector)), region, _cost(project, speaker))
        body.append(Row((*cells, joined(stands, between), joined(leads, between))))
    columns = (
        Column(speaker.say("chains.head.project"), wide=True),
        Column(speaker.say("guide.sector")),
        Column(speaker.say("chains.head.region")),
        Column(speaker.say("guide.cost"), right=True),
        Column(speaker.say("chains.head.link")),
        Column(speaker.say("chains.head.leads")),
    )
    return Grid(anchor, speaker.say("guide.projects"), columns, tuple(body), words(speaker.say("guide.projects.note")))


def application_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return the application scenarios of the region: what they ask for."""
    speaker = rows.speaker
    found = [row for row in material.tables.applications if material.lies_here(row.region)]
    if not found:
        return []
    technologies = {row.id: row for row in material.tables.technologies}
    body = []
    for application in found:
        name = rows.link("applications", application.id, application.title(speaker.language), application.place)
        asked = [technologies[t] for t in application.technologies if t in technologies]
        which = [rows.link("technologies", t.id, t.title(speaker.language), t.place) for t in asked]
        ready = "" if application.readiness is None else str(application.readiness)
        cells = joined(which, speaker.say("list.semicolon")), words(ready), words(str(application.places))
        body.append(Row(((name,), *cells, words(speaker.called(application.region)))))
    columns = (
        Column(speaker.say("chains.head.application"), wide=True),
        Column(speaker.say("chains.head.technology")),
        Column(speaker.say("chains.head.readiness"), right=True),
        Column(speaker.say("guide.places"), right=True),
        Column(speaker.say("chains.head.region")),
    )
    return [Grid("applications-table", speaker.say("guide.applications"), columns, tuple(body))]


def entitlement_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return what firms are due, or that no policies are on record."""
    speaker = rows.speaker
    if not material.entitlements:
        return [Para((Words(speaker.say("guide.entitlements.none")),), "quiet")]
    body = tuple(
        Row(
            (
                (rows.link("policies", stated.id, stated.called(speaker.language), stated.place),),
                words(stated.whom),
                words(stated.benefit),
                words(stated.reference),
            )
        )
        for stated in material.entitlements
    )
    heads = ("policy", "whom", "benefit", "reference")
    columns = tuple(Column(speaker.say(f"guide.{head}"), wide=head == "benefit") for head in heads)
    return [Grid("entitlements-table", speaker.say("guide.entitlements"), columns, body)]


def contact_blocks(material: GuideMaterial, rows: Rows) -> list[Block]:
    """Return the roles to turn to: those of the region, of what lies in it and of what it lies in."""
    speaker = rows.speaker
    above = {*material.tree.chain(material.region)}
    found = [c for c in material.tables.contacts if not c.region or c.region in above or material.lies_here(c.region)]
    if not found:
        return []
    body = []
    for contact in found:
        name = rows.link("contacts", contact.id, contact.title(speaker.language), contact.place)
        about = (contact.about_zh or contact.about) if speaker.language == "zh" else (contact.about or contact.about_zh)
        body.append(Row(((name,), words(about), words(speaker.called(contact.region)))))
    heads = ("guide.role", "guide.about", "chains.head.region")
    columns = tuple(Column(speaker.say(head)) for head in heads)
    return [Grid("contacts-table", speaker.say("guide.contacts"), columns, tuple(body))]


def _title(project: Project, speaker: Speaker) -> str:
    other = project.fields.get(f"title_{speaker.language}", "")
    return other or project.title or project.id


def _cost(project: Project, speaker: Speaker) -> Line:
    """Return the whole cost of the cheapest option whose costs have one unit."""
    sums = []
    for option in project.options:
        units = {amount.unit for amount in option.cost}
        if len(units) == 1:
            sums.append((sum((Fraction(amount.value) for amount in option.cost), Fraction(0)), units.pop()))
    if not sums:
        return ()
    total, unit = min(sums, key=lambda pair: pair[0])
    return words(speaker.amount(total, unit))


def _amount(speaker: Speaker, amount: Fraction, unit: Unit) -> Line:
    return words(speaker.amount(amount, unit))
