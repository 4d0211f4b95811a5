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
from kaimen.web.page import Block, Link, Page, Prose, Sheet
from kaimen.web.pages import plan_start
from kaimen.web.planning import PlanQuery, plan_state, planning
from kaimen.web.render import NONCE
from kaimen.web.visit import AnyVisit, Download, Refused, address
from kaimen.workspace import save_workbook
from kaimen.workspace.accounts import Role
from kaimen.workspace.papers import paper_of
from kaimen.workspace.shelf import OpenPlan

LANGUAGES = (("en", "English"), ("zh", "中文"))


class PaperQuery(PlanQuery):
    """Which plan, and the language of its paper."""

    paper: Literal["en", "zh"] = Part("en", description="Language of the paper.")


def show(visit: AnyVisit) -> Page:
    opened = planning(visit).plan(visit.query.plan)
    if opened is None:
        return plan_start.empty(visit)
    rows: list[tuple[str, str, str]] = []
    for kind in ("html", "pdf") if can_typeset() else ("html",):
        rows += [
            (visit.say(f"briefing.{kind}"), name, address(f"/briefing/paper.{kind}", plan=opened.name, paper=code))
            for code, name in LANGUAGES
        ]
    rows.append((visit.say("briefing.xlsx"), "", address("/briefing/plan.xlsx", plan=opened.name)))
    rows.append((visit.say("briefing.plan"), "", address("/briefing/plan.kaimen", plan=opened.name)))
    table = Table("files", (Column("file", "file"), Column("language", "language")), tuple(row[:2] for row in rows))
    links = {(at, "file"): Link(row[2]) for at, row in enumerate(rows)}
    heads = {"file": visit.say("briefing.what"), "language": visit.say("briefing.language")}
    notes: tuple[Block, ...] = () if can_typeset() else (Prose(visit.say("briefing.no_pdf"), "note"),)
    sheet = Sheet(table, opened.name, heads, links=links)
    return Page(visit.say("briefing.title"), (sheet, *notes), visit.say("briefing.lead"))


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
