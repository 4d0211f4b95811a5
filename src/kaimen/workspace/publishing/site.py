"""The public site of a plan: plain pages in both languages and the figures as files, in a folder to be put anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.explain import explain_all
from kaimen.formats.briefing.site import site_files
from kaimen.formats.table_csv import table_csv
from kaimen.portfolio import Result
from kaimen.report import left_out_table, pledge_table, portfolio_table, price_table
from kaimen.report.briefing import Paper
from kaimen.report.language import LANGUAGES
from kaimen.report.sections import delivery_section
from kaimen.workspace.delivery.observing import Delivery
from kaimen.workspace.files import make_folder, write_bytes
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.publishing.papers import paper_of
from kaimen.workspace.publishing.public import Public

LIST = "kaimen-site.txt"
"""The names of all files of a site with their SHA-256, in its folder; only a folder that has it is written over."""


def save_site(
    folder: Path,
    question: Question,
    result: Result,
    delivery: Delivery | None = None,
    known: date | None = None,
    public: Public | None = None,
    guides: Mapping[str, bytes] | None = None,
) -> tuple[list[str], list[Finding]]:
    """Write the site of a plan; with `delivery` also what became of it, with `public` what everybody may see.

    Returns:
        The names of the files written, and what went wrong; a folder with anything else in it is left alone (`E855`).
    """
    files = site_of(question, result, delivery, known, public, guides)
    findings = _cleared(folder, set(files))
    for name, content in files.items():
        if not findings:
            findings = make_folder((folder / name).parent) or write_bytes(folder / name, content)
    return ([] if findings else list(files)), findings


def site_of(
    question: Question,
    result: Result,
    delivery: Delivery | None = None,
    known: date | None = None,
    public: Public | None = None,
    guides: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Return the files of a site by their names; the same plan, reports and workspace give the same bytes."""
    papers = {language: _paper(question, result, language, delivery, known) for language in LANGUAGES}
    if public is not None:
        papers = {
            language: replace(paper, sections=(*paper.sections, *public.sections(language)))
            for language, paper in papers.items()
        }
    problem = question.problem
    tables = {
        "portfolio.csv": portfolio_table(problem, result),
        "prices.csv": price_table(problem, result),
        "left-out.csv": left_out_table(explain_all(problem, result)),
    }
    if question.pledges.ledger.pledges:
        tables["pledges.csv"] = pledge_table(question.pledges.ledger, question.scenario)
    tables |= public.tables() if public is not None else {}
    files = site_files(papers, {name: table_csv(table) for name, table in tables.items()} | dict(guides or {}))
    listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**dict(sorted(files.items())), LIST: listed.encode()}


def _paper(question: Question, result: Result, language: str, delivery: Delivery | None, known: date | None) -> Paper:
    paper = paper_of(question, result, language)
    if delivery is None:
        return paper
    approvals = (delivery.first, delivery.baseline)
    section = delivery_section(approvals, delivery.reports, delivery.end, known or delivery.end, language)
    return replace(paper, sections=(paper.sections[0], section, *paper.sections[1:]))


def _cleared(folder: Path, names: set[str]) -> list[Finding]:
    """Remove files of the site before that the new one does not have; refuse a folder that is not a site's."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return make_folder(folder)
    if not (folder / LIST).is_file():
        what = "The folder has something else in it, and nothing was written."
        return [
            Finding("E855", what, Place(str(folder)), f"a new folder, or one with {LIST}", fix="Name another folder.")
        ]
    for line in (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines():
        name = line.partition("  ")[2]
        path = (folder / name).resolve()
        if name and name not in names and path.is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)
    return []
