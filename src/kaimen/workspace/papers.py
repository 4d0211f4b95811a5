"""The meeting paper of a plan, as a file."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.explain import explain_all
from kaimen.extract import extract
from kaimen.formats.briefing import paper_html
from kaimen.portfolio import Result
from kaimen.report.briefing import Material, Paper, Source, briefing
from kaimen.workspace.files import write_bytes
from kaimen.workspace.questions import Question


def save_briefing(path: Path, question: Question, result: Result, language: str = "en") -> list[Finding]:
    """Write a plan as a paper for a meeting: one HTML file, in English (`en`) or Chinese (`zh`).

    The announcements that the scenario's pledges rest on are read again for figures that cannot be true.
    """
    return write_bytes(path, paper_html(paper_of(question, result, language)))


def paper_of(question: Question, result: Result, language: str) -> Paper:
    """Return the paper as a value."""
    return briefing(material_of(question, result), language)


def material_of(question: Question, result: Result) -> Material:
    """Return what papers and pages of a plan are made from; the announcements are read again for doubtful figures."""
    pledges = question.pledges
    doubts = [finding for document in pledges.announcements for finding in extract(document)[1]]
    return Material(
        problem=question.problem,
        result=result,
        library=question.library,
        scenario=question.scenario,
        explanations=tuple(explain_all(question.problem, result)),
        pledges=tuple(pledges.ledger.pledges.values()),
        documents={document.name: document for document in pledges.announcements},
        doubts=tuple(
            finding for finding in doubts if finding.code.startswith("E2") and finding.place.start is not None
        ),
        sources=tuple(Source(entry.role, entry.name, entry.sha256) for entry in question.inputs),
    )
