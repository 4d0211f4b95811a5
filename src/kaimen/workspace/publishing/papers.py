"""The meeting paper of a plan, as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from kaimen.delivery.indicators import series
from kaimen.errors import Finding
from kaimen.explain import Explanation, explain_all
from kaimen.extract import extract
from kaimen.formats.briefing import paper_html
from kaimen.formats.briefing.pdf import paper_pdf
from kaimen.portfolio import Result
from kaimen.report.assessing import indicator_name
from kaimen.report.briefing import Material, Paper, Source, briefing
from kaimen.report.briefing.blocks import Section
from kaimen.report.sections import Held, delivery_section, indicator_section
from kaimen.workspace.delivery.indicators import catalogue_in, points_in, tests_in
from kaimen.workspace.delivery.observing import Delivery
from kaimen.workspace.files import check_ending, write_bytes
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.record.office import Office

Explained = Sequence[Explanation] | None


def save_briefing(
    path: Path | str, question: Question, result: Result, language: str = "en", explained: Explained = None
) -> list[Finding]:
    """Write a plan as a paper for a meeting, in English (`en`) or Chinese (`zh`): HTML or, by its ending, PDF.

    The announcements that the scenario's pledges rest on are read again for figures that cannot be true; `explained`
    are the explanations of all projects where they are known already.

    Raises:
        KaimenError: the name has another ending.
    """
    path = Path(path)
    check_ending(path, ".html", ".pdf")
    return save_paper(path, paper_of(question, result, language, explained), ())


def save_paper(path: Path, paper: Paper, more: Sequence[Section]) -> list[Finding]:
    """Write a paper with further sections, which stand behind its facts; as PDF where the name ends so."""
    whole = replace(paper, sections=(paper.sections[0], *more, *paper.sections[1:]))
    if path.suffix.lower() != ".pdf":
        return write_bytes(path, paper_html(whole))
    content, findings = paper_pdf(whole)
    return findings or write_bytes(path, content)


def delivery_sections(office: Office, delivery: Delivery, known: date, language: str) -> list[Section]:
    """Return what became of a baseline, and the indicators that pledges hold against another region."""
    approvals = (delivery.first, delivery.baseline)
    found = delivery_section(approvals, delivery.reports, delivery.end, known, language)
    held = indicator_section(_held(office, known, language), known, language)
    return [found, held] if held is not None else [found]


def _held(office: Office, known: date, language: str) -> list[Held]:
    """Return the indicators of tests `above`, each once, as known on a day."""
    points, catalogue = points_in(office), catalogue_in(office)
    pairs = dict.fromkeys((t.indicator, t.region, t.against) for t in tests_in(office).values() if t.kind == "above")
    found = []
    for indicator, region, against in pairs:
        lines = {name: series(points, indicator, name, known) for name in (region, against)}
        if all(lines.values()):
            unit = list(lines[region].values())[-1].unit
            values = {name: {p: Fraction(point.value) for p, point in line.items()} for name, line in lines.items()}
            found.append(Held(indicator_name(indicator, catalogue, language), unit, values))
    return found


def paper_of(question: Question, result: Result, language: str, explained: Explained = None) -> Paper:
    """Return the paper as a value."""
    return briefing(material_of(question, result, explained), language)


def material_of(question: Question, result: Result, explained: Explained = None) -> Material:
    """Return what papers and pages of a plan are made from; the announcements are read again for doubtful figures."""
    pledges = question.pledges
    doubts = [finding for document in pledges.announcements for finding in extract(document)[1]]
    return Material(
        problem=question.problem,
        result=result,
        library=question.library,
        scenario=question.scenario,
        explanations=tuple(explain_all(question.problem, result) if explained is None else explained),
        pledges=tuple(pledges.ledger.pledges.values()),
        documents={document.name: document for document in pledges.announcements},
        doubts=tuple(
            finding for finding in doubts if finding.code.startswith("E2") and finding.place.start is not None
        ),
        sources=tuple(Source(entry.role, entry.name, entry.sha256) for entry in question.inputs),
    )
