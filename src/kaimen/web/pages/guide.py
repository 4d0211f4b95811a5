"""The introduction guide of a region: what it would say, and the file."""

from __future__ import annotations

from kaimen.formats.briefing import paper_html
from kaimen.formats.briefing.pdf import can_typeset, paper_pdf
from kaimen.report.briefing import Paper
from kaimen.report.briefing.blocks import Picture as Drawn
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Button, Field, Form, Links, Page, Picture, Prose
from kaimen.web.pages.chains import Asked, ground_of
from kaimen.web.visit import AnyVisit, Download, Refused, address
from kaimen.workspace.files import file_name
from kaimen.workspace.publishing.guides import Beside, guide_of
from kaimen.workspace.record.accounts import Role

_HTML = "text/html; charset=utf-8"


def show(visit: AnyVisit) -> Page:
    """Choose a region and see what its guide says first."""
    title = visit.say("web.guide.title")
    kept = ground_of(visit)
    if not kept.graph.links:
        return Page(title, (Prose(visit.say("web.chains.none"), "note"),))
    regions = {**kept.tree.groups, **kept.tree.regions} or {stand.region: stand for stand in kept.stands}
    titles = kept.titles(visit.speaker)
    choices = tuple((region, titles.of(region)) for region in sorted(regions) if region)
    field = Field("region", visit.say("chains.head.region"), "select", visit.query.region, choices)
    form = Form("/guide", (field,), (Button(visit.say("web.chains.look")),), method="get", is_row=True)
    blocks: list[Block] = [form]
    lead = visit.say("web.guide.lead")
    if visit.query.region:
        paper, findings = guide_of(
            visit.desk.office, visit.query.region, Beside(day=visit.desk.today), visit.speaker.language
        )
        if paper is None:
            raise Refused(404, *findings)
        lead = "".join(span.text for span in paper.conclusion)
        kinds = (("/guide/file", ""), ("/guide/file.pdf", " (PDF)")) if can_typeset() else (("/guide/file", ""),)
        links = [
            (address(path, region=visit.query.region, lang=language), visit.say(f"web.guide.{language}") + mark)
            for path, mark in kinds
            for language in ("en", "zh")
        ]
        blocks.append(Links(tuple(links), visit.say("web.guide.files")))
        pictures = [block for section in paper.sections for block in section.blocks if isinstance(block, Drawn)]
        blocks += [Picture(block.svg, block.title, block.measure) for block in pictures]
    return Page(title, tuple(blocks), lead)


def save(visit: AnyVisit) -> Download:
    """Get the guide of a region as one HTML file."""
    paper, name = _paper(visit)
    return Download(paper_html(paper), f"{name}.html", _HTML)


def save_pdf(visit: AnyVisit) -> Download:
    """Get the guide of a region as a tagged PDF."""
    paper, name = _paper(visit)
    content, findings = paper_pdf(paper)
    if findings:
        raise Refused(422, *findings)
    return Download(content, f"{name}.pdf", "application/pdf")


def _paper(visit: AnyVisit) -> tuple[Paper, str]:
    """Return the guide that is asked for, and what its file is called."""
    language = visit.query.lang or visit.speaker.language
    paper, findings = guide_of(visit.desk.office, visit.query.region, Beside(day=visit.desk.today), language)
    if paper is None:
        raise Refused(404, *findings)
    return paper, f"guide-{file_name(visit.query.region)}-{language}"


PAGES = (PageAt("/guide", "web.guide.title", show, menu="report", query=Asked, is_traced=True),)
ACTIONS = (
    Action("GET", "/guide/file", save, Role.VIEWER, query=Asked),
    Action("GET", "/guide/file.pdf", save_pdf, Role.VIEWER, query=Asked),
)
