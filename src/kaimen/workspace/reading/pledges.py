"""A pledge file and the announcements it names, read together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.evidence import Document
from kaimen.formats.documents import parse_document
from kaimen.formats.plan_file import Input
from kaimen.formats.pledge_file import check_quotes, parse_pledges
from kaimen.formats.table_csv import table_csv
from kaimen.ledger import Ledger, check_citation
from kaimen.report import pledge_table
from kaimen.scenario import Scenario
from kaimen.workspace.files import read_bytes, text_of, write_bytes


@dataclass(frozen=True, slots=True)
class Pledges:
    """The ledger that a scenario cites, and the announcements it rests on."""

    ledger: Ledger
    announcements: tuple[Document, ...]


def read_pledges(path: Path | str) -> tuple[Pledges | None, list[Finding]]:
    """Read a pledge file and the announcements beside it; every quote is compared with its document.

    Returns:
        The ledger with its announcements (None: the file cannot be read), and the findings.
    """
    pledges, _, findings = pledges_and_files(Path(path))
    return pledges, findings


def pledges_and_files(path: Path) -> tuple[Pledges | None, list[Input], list[Finding]]:
    """Return what `read_pledges` does, with the files that were read."""
    content, findings = read_bytes(path)
    if findings:
        return None, [], findings
    own = Input("pledges", path.name, content, str(path))
    text, findings = text_of(content, path.name)
    if findings:
        return None, [own], findings
    file, _ = parse_pledges(text, path.name)  # for the names of its documents; `pledges_of` says what is wrong with it
    documents: list[Input] = []
    for announced in file.announcements if file else ():
        content, faults = read_bytes(path.parent / announced.file)
        findings += faults
        if not faults:
            documents.append(Input("document", announced.file, content, str(path.parent / announced.file)))
    pledges, found = pledges_of(own, {entry.name: entry.content for entry in documents})
    return pledges, [own, *documents], findings + found


def pledges_of(own: Input, documents: Mapping[str, bytes]) -> tuple[Pledges | None, list[Finding]]:
    """Return what a pledge file says, over the contents of its documents by name; those not there are passed over."""
    text, findings = text_of(own.content, own.name)
    file, faults = parse_pledges(text, own.name) if not findings else (None, [])
    findings += faults
    if file is None:
        return None, findings
    read: dict[str, Document | None] = {announced.file: None for announced in file.announcements}
    for announced in file.announcements:
        if announced.file in documents:
            content = documents[announced.file]
            read[announced.file], faults = parse_document(
                content, announced.file, announced.published, announced.source
            )
            findings += faults
    findings += check_quotes(file.ledger, read)
    return Pledges(file.ledger, tuple(document for document in read.values() if document)), findings


def check_citations(scenario: Scenario, pledges: Pledges | None) -> list[Finding]:
    """Return a finding for each pledge that a quota, fund or rule cites and that stands in no ledger."""
    cited = [entry for entry in (*scenario.quotas, *scenario.funds, *scenario.rules) if entry.cite.pledge]
    if pledges is not None:
        return [
            finding
            for entry in cited
            for finding in check_citation(pledges.ledger, entry.cite, entry.name, entry.place)
        ]
    if not cited:
        return []
    what = "The scenario cites pledges but names no pledge file, so nobody has checked that they were confirmed."
    fix = 'Write pledges = "pledges.toml" in the scenario.'
    return [Finding("W705", what, Place(scenario.place.file), found=cited[0].cite.pledge, fix=fix)]


def save_pledges(path: Path | str, ledger: Ledger, scenario: Scenario | None = None) -> list[Finding]:
    """Write the pledges of a ledger as CSV, each with what cites it in the scenario and with its sentence."""
    return write_bytes(Path(path), table_csv(pledge_table(ledger, scenario)))
