"""The meeting paper of a plan, as a file."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.explain import explain_all
from kaimen.extract import extract
from kaimen.formats.briefing import paper_html
from kaimen.portfolio import Result
from kaimen.report.briefing import Material, Source, briefing
from kaimen.workspace.files import write_bytes
from kaimen.workspace.questions import Question


def save_briefing(path: Path, question: Question, result: Result, language: str = "en") -> list[Finding]:
    """Write a plan as a paper for a meeting: one HTML file, in English (`en`) or Chinese (`zh`).

    The announcements that the scenario's pledges rest on are read again for figures that cannot be true.
    """
    return write_bytes(path, paper_html(briefing(_material(question, result), language)))


def _material(question: Question, result: Result) -> Material:
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
