"""Progress notices: read, shown as proposals, and taken in where a person accepts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaimen.delivery import checked
from kaimen.delivery.notices import Proposal, disagreements, proposals, reports_of
from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.extract.notices import find_progress
from kaimen.store import Draft
from kaimen.workspace.delivery.observing import Delivery, Observed, delivery_in, drafts_of
from kaimen.workspace.reading.own_words import read_in
from kaimen.workspace.reading.review import document_drafts, read_text_once
from kaimen.workspace.record.office import Office


@dataclass(frozen=True, slots=True)
class Notice:
    """A progress notice with what it proposes, and its bytes."""

    document: Document
    delivery: Delivery
    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]
    content: bytes


def look_at_notice(
    office: Office, path: Path, name: str, published: date | None, named: dict[int, str]
) -> tuple[Notice | None, list[Finding]]:
    """Read a progress notice and say what it proposes to observe.

    Args:
        office: the workspace.
        path: the notice: text, .docx, PDF or a web page.
        name: the baseline, where there are several.
        published: the day of publication; it goes before what the masthead says.
        named: the line that a figure is of, by its number.
    """
    delivery, findings = delivery_in(office, name)
    if delivery is None:
        return None, findings
    read, findings = read_text_once(office, path, published)
    if read is None:
        return None, findings
    document, content = read
    extraction, more = read_in(office, document)
    made = proposals(delivery.baseline, find_progress(extraction), named)
    remarks = disagreements(delivery.baseline, made, document.name)
    undated = [finding for finding in more if finding.code == "E201"]
    return Notice(document, delivery, tuple(made), (*findings, *undated, *remarks), content), []


def observed_of(office: Office, notice: Notice, numbers: Sequence[int], vintage: date | None) -> Observed:
    """Return what accepting some proposals would take in, and what is wrong with them (`E867`)."""
    by_number = {proposal.number: proposal for proposal in notice.proposals}
    findings: list[Finding] = []
    chosen = []
    for number in numbers:
        fault = _fault(notice, by_number.get(number), number)
        if fault is None:
            chosen.append(by_number[number])
        else:
            findings.append(fault)
    day = vintage or notice.document.published
    if day is None:
        what = "The notice does not say when it was published."
        place = Place(notice.document.name)
        findings.append(Finding("E201", what, place, "a day", fix="Give the day, with --vintage or --date."))
        return Observed(0, tuple(findings), (), ())
    new = reports_of(notice.delivery.baseline, chosen, day, notice.document.name)
    taken, found = checked(notice.delivery.baseline, notice.delivery.reports, new)
    drafts: list[Draft] = drafts_of(office, taken)
    if drafts:
        drafts += document_drafts(office, notice.document, notice.content)
    return Observed(len(taken), tuple(findings + found), tuple(drafts), (notice.content,))


def _fault(notice: Notice, proposal: Proposal | None, number: int) -> Finding | None:
    """Return what keeps a proposal from being taken in."""
    place = Place(notice.document.name, key=f"figure {number}")
    known = f"1 to {len(notice.proposals)}"
    if proposal is None:
        return Finding("E867", f"The notice has no figure {number}.", place, known, str(number), "Correct --accept.")
    lines = {promise.project for promise in notice.delivery.baseline.promises}
    missing = [
        (proposal.project not in lines, "of which line of the baseline it is", f"--accept {number}=ID"),
        (proposal.day is None, "of which day it speaks", "a list with the period, kaimen observe LIST"),
        (not proposal.measure or proposal.value is None, "anything that is observed", "another figure of the notice"),
    ]
    wrong = next(((what, fix) for is_missing, what, fix in missing if is_missing), None)
    if wrong is None:
        return None
    what = f'"{proposal.read.figure.quote}" does not tell {wrong[0]}; it is not taken in.'
    return Finding("E867", what, place, fix=f"Use {wrong[1]}.")
