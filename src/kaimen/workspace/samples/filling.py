"""A workspace to try things in, in which no page is empty: the demonstration, a made-up office, made-up delivery."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time

from kaimen.errors import Finding, has_errors
from kaimen.extract import extract
from kaimen.formats.pledge_body import pledge_body
from kaimen.ledger import Confirmation, Entry, Retraction
from kaimen.store import Change, Draft, Json
from kaimen.workspace.business.policy_books import look_at_book
from kaimen.workspace.business.services import look_at_service, take_service_in
from kaimen.workspace.delivery.indicators import take_points_in
from kaimen.workspace.delivery.observing import approve, look_at_observations, observe, read_promises
from kaimen.workspace.planning.questions import read_scenario
from kaimen.workspace.reading.pledges import pledges_and_files
from kaimen.workspace.reading.readings import counts_body, counts_of
from kaimen.workspace.record.firms import look_at_firms
from kaimen.workspace.record.office import Office, Said
from kaimen.workspace.samples.chains import fill_with_chains
from kaimen.workspace.samples.examples import delivery_tables, demo_scenario, policy_books, sample_names, service_tables

BASELINE = "sample 2025"
"""The baseline of the sample; nobody has approved it."""

_APPROVED, _MEASURED = date(2024, 12, 20), date(2025, 10, 5)


def fill_sample(office: Office, said: Said) -> list[Finding]:
    """Fill an empty workspace with the sample; it has no plan yet, since a plan is solved.

    Returns:
        What went wrong; `E803` where the workspace has entries already, and nothing is done then.
    """
    if office.store.head().number:
        return [Finding("E803", "The workspace has entries already; the sample goes into an empty one.")]
    for step in (_read, _names, _library, _firms, _services, _policies, _delivery):
        findings = step(office, said)
        if has_errors(findings):
            return findings
    return []


def _read(office: Office, said: Said) -> list[Finding]:
    """Keep the announcements, and the ledger of pledges as it is in their file."""
    pledges, inputs, findings = pledges_and_files(demo_scenario().parent / "pledges.toml")
    if pledges is None:
        return findings
    contents = {entry.name: entry.content for entry in inputs}
    for document in pledges.announcements:
        body: dict[str, Json] = {
            "text_sha256": document.sha256,
            "sha256": office.store.keep(contents[document.name]),
            "published": document.published.isoformat() if document.published else None,
            "source": document.source,
            **counts_body(counts_of(extract(document)[0])),
        }
        draft = Draft("document", document.name, body)
        office.store.write(Change(said.author, said.at, "ingest", (draft,), said.why, document.name))
    numbers: dict[str, int] = {}
    for entry in pledges.ledger.entries:
        office.store.write(_change(entry, numbers))
    return []


def _names(office: Office, said: Said) -> list[Finding]:
    scenario, findings = read_scenario(demo_scenario())
    more = tomllib.loads(sample_names().read_text(encoding="utf-8"))
    for language, names in (scenario.names if scenario else {}).items():
        draft = Draft("names", language, {**names, **more.get(language, {})})
        office.store.write(Change(said.author, said.at, "name", (draft,), said.why))
    return findings


def _library(office: Office, said: Said) -> list[Finding]:
    return fill_with_chains(office, said)


def _firms(office: Office, said: Said) -> list[Finding]:
    findings: list[Finding] = []
    for name in ("firms.csv", "loan-firms.csv"):
        intake, found = look_at_firms(office, policy_books()[0].with_name(name))
        findings += found
        if intake is not None:
            findings += office.take_in(intake, said)[1]
    return findings


def _services(office: Office, said: Said) -> list[Finding]:
    for name in ("cases", "standards", "stops", "answers"):
        table, findings = look_at_service(office, service_tables() / f"{name}.csv", {})
        if table is None:
            return findings
        take_service_in(office, table, said)
    return []


def _policies(office: Office, said: Said) -> list[Finding]:
    for path in policy_books():
        book, findings = look_at_book(office, path)
        if book is None:
            return findings
        office.take_in(book, said)
    return []


def _delivery(office: Office, said: Said) -> list[Finding]:
    folder = delivery_tables()
    baseline, content, findings = read_promises(folder / "promises.csv", BASELINE, _APPROVED)
    if baseline is None:
        return findings
    findings += approve(office, baseline, content, said)[1]
    observed, found = look_at_observations(office, [folder / "observations.csv"], BASELINE)
    findings += found
    if observed is not None:
        findings += [*observed.findings, *observe(office, observed, said)[1]]
    _, (_, found) = take_points_in(office, folder / "indicators.csv", None, _MEASURED, said)
    return [*findings, *found]


def _change(entry: Entry, numbers: dict[str, int]) -> Change:
    """Return an entry of a pledge file as a change of the ledger, dated as it is there."""
    at = datetime.combine(entry.on, time(9), UTC)
    name = entry.pledge if isinstance(entry, Retraction) else entry.pledge.id
    body = None if isinstance(entry, Retraction) else pledge_body(entry.pledge)
    after = numbers.get(name, 0)
    numbers[name] = after + 1
    action = "confirm" if isinstance(entry, Confirmation) else "retract" if body is None else "amend"
    why = "" if isinstance(entry, Confirmation) else entry.reason
    return Change(entry.by, at, action, (Draft("pledge", name, body, after),), why)
