"""The paper for a meeting, the workbook and the plan file, to load down."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from fastapi import Response
from fastapi.responses import HTMLResponse
from pydantic import Field as Part

from kaimen.errors import Finding
from kaimen.formats.briefing import paper_html
from kaimen.formats.briefing.pdf import can_typeset, paper_pdf
from kaimen.report.briefing import Paper
from kaimen.report.rows import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.answers import XLSX
from kaimen.web.page import SUM, Block, Figure, Group, Link, Links, Page, Prose, Sheet, Strip
from kaimen.web.pages import plan_start
from kaimen.web.planning import PlanQuery, plan_state, planning
from kaimen.web.render import NONCE
from kaimen.web.visit import AnyVisit, Download, Refused, address
from kaimen.workspace import save_workbook
from kaimen.workspace.planning.shelf import OpenPlan
from kaimen.workspace.publishing.papers import paper_of
from kaimen.workspace.record.accounts import Role

LANGUAGES = (("en", "English"), ("zh", "中文"))


class PaperQuery(PlanQuery):
    """Which plan, and the language of its paper."""

    paper: Literal["en", "zh"] = Part("en", description="Language of the paper.")


def show(visit: AnyVisit) -> Page:
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    notes: tuple[Block, ...] = () if can_typeset() else (Prose(visit.say("briefing.no_pdf"), "note"),)
    groups = Group(visit.say("briefing.files", x=opened.name), (_files(visit, opened), *notes))
    blocks: tuple[Block, ...] = (*_others(visit, opened), _figures(visit, opened), groups)
    return Page(visit.say("briefing.title"), blocks, visit.say("briefing.lead"))


def _others(visit: AnyVisit, opened: OpenPlan) -> tuple[Links, ...]:
    """Return the other plans, whose papers can be had too."""
    names = [entry.name for entry in planning(visit).shelf.entries()]
    links = tuple(("" if name == opened.name else address("/briefing", plan=name), name) for name in names)
    return (Links(links, visit.say("briefing.of")),) if len(names) > 1 else ()


def _figures(visit: AnyVisit, opened: OpenPlan) -> Strip:
    """Return what the paper says first: what is chosen, what it brings, and how far from the best it can be."""
    speaker, result, plan = visit.speaker, opened.result, address("/plan", plan=opened.name)
    chosen = address("/chosen", plan=opened.name)
    known = visit.say("plan.chosen.of", n=len(opened.question.library.projects))
    gap, most = visit.say("plan.gap", bound=visit.say("plan.bound.price")), speaker.number(result.bounds.price, 1)
    return Strip(
        (
            Figure(
                visit.say("plan.chosen"), speaker.number(len(result.portfolio.chosen)), known, "", Link(chosen, (), SUM)
            ),
            Figure(visit.say("plan.benefit"), speaker.number(result.benefit, 1), "", "", Link(plan, (), SUM)),
            Figure(
                gap, speaker.percent(result.price_gap, 2), "", visit.say("briefing.bound", x=most), Link(plan, (), SUM)
            ),
        )
    )


def _files(visit: AnyVisit, opened: OpenPlan) -> Sheet:
    """Return a row for each kind of file: what it is for, and the file in each language."""
    kinds = [("html", LANGUAGES), ("pdf", LANGUAGES)] if can_typeset() else [("html", LANGUAGES)]
    rows = [
        (visit.say(f"briefing.{kind}"), visit.say(f"briefing.{kind}.for"), *(n for _, n in known))
        for kind, known in kinds
    ]
    links = {
        (at, code): Link(address(f"/briefing/paper.{kind}", plan=opened.name, paper=code))
        for at, (kind, known) in enumerate(kinds)
        for code, _ in known
    }
    for kind in ("xlsx", "plan"):
        name = "plan.xlsx" if kind == "xlsx" else "plan.kaimen"
        links[len(rows), "en"] = Link(address(f"/briefing/{name}", plan=opened.name))
        rows.append((visit.say(f"briefing.{kind}"), visit.say(f"briefing.{kind}.for"), name, ""))
    columns = tuple(Column(key, key) for key in ("file", "for", "en", "zh"))
    heads = {"file": visit.say("briefing.what"), "for": visit.say("briefing.for"), **dict(LANGUAGES)}
    return Sheet(Table("files", columns, tuple(rows)), "", heads, links=links)


def _opened(visit: AnyVisit) -> OpenPlan:
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        raise Refused(404, Finding("E853", "There is no plan yet.", fix="Solve a scenario first."))
    return opened


def _paper(visit: AnyVisit) -> tuple[OpenPlan, Paper]:
    opened = _opened(visit)
    return opened, paper_of(opened.question, opened.result, visit.query.paper)


def html(visit: AnyVisit) -> Response:
    """Return the paper as a page that stands alone."""
    _, paper = _paper(visit)
    text = paper_html(paper).replace(b"<style>", f'<style nonce="{NONCE}">'.encode(), 1)
    return HTMLResponse(text)


def pdf(visit: AnyVisit) -> Download:
    """Return the paper as a tagged PDF."""
    opened, paper = _paper(visit)
    content, findings = paper_pdf(paper)
    if findings:
        raise Refused(422, *findings)
    return Download(content, f"{opened.name}.{visit.query.paper}.pdf", "application/pdf")


def workbook(visit: AnyVisit) -> Download:
    """Return the plan as a workbook whose formulas recompute every total and the bound."""
    opened = _opened(visit)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        findings = save_workbook(path, opened.question, opened.result)
        if findings:
            raise Refused(422, *findings)
        return Download(path.read_bytes(), f"{opened.name}.xlsx", XLSX)


def plan_file(visit: AnyVisit) -> Download:
    """Return the plan with its inputs, as an auditor checks it."""
    opened = _opened(visit)
    return Download(opened.path.read_bytes(), f"{opened.name}.kaimen", "application/zip")


PAGES = (PageAt("/briefing", "briefing.title", show, menu="report", query=PlanQuery, state=plan_state, is_traced=True),)
ACTIONS = (
    Action("GET", "/briefing/paper.html", html, Role.VIEWER, None, PaperQuery),
    Action("GET", "/briefing/paper.pdf", pdf, Role.VIEWER, None, PaperQuery),
    Action("GET", "/briefing/plan.xlsx", workbook, Role.VIEWER, None, PlanQuery),
    Action("GET", "/briefing/plan.kaimen", plan_file, Role.VIEWER, None, PlanQuery),
)
