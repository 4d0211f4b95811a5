"""A workspace to try things in: the demonstration's announcements, pledges and projects, and a made-up office."""

from __future__ import annotations

from datetime import UTC, datetime, time

from kaimen.extract import extract
from kaimen.formats.pledge_body import pledge_body
from kaimen.ledger import Confirmation, Entry, Retraction
from kaimen.store import Change, Draft, Json
from kaimen.workspace.examples import demo_scenario, policy_books, service_tables
from kaimen.workspace.office import Kept, Office, Said
from kaimen.workspace.pledges import read_pledges
from kaimen.workspace.policy_books import keep_book, look_at_book
from kaimen.workspace.questions import read_scenario
from kaimen.workspace.services import look_at_service, take_service_in


def fill_sample(office: Office, said: Said) -> Kept:
    """Fill an empty workspace with the sample; nothing is done where it has entries already."""
    if office.store.head().number:
        return None, []
    folder = demo_scenario().parent
    pledges, inputs, findings = read_pledges(folder / "pledges.toml")
    scenario, more = read_scenario(demo_scenario())
    intake, found = office.look_at(folder / "library.csv")
    if pledges is None or intake is None or scenario is None:
        return None, [*findings, *more, *found]
    contents = {entry.name: entry.content for entry in inputs}
    for document in pledges.announcements:
        body: dict[str, Json] = {
            "text_sha256": document.sha256,
            "sha256": office.store.keep(contents[document.name]),
            "published": document.published.isoformat() if document.published else None,
            "source": document.source,
            "candidates": sum(candidate.tier != "context" for candidate in extract(document)[0].candidates),
        }
        draft = Draft("document", document.name, body)
        office.store.write(Change(said.author, said.at, "ingest", (draft,), said.why, document.name))
    numbers: dict[str, int] = {}
    for entry in pledges.ledger.entries:
        office.store.write(_change(entry, numbers))
    for language, names in scenario.names.items():
        draft = Draft("names", language, dict(names))
        office.store.write(Change(said.author, said.at, "name", (draft,), said.why))
    kept = office.take_in(intake, said)
    for name in ("cases", "standards", "stops", "answers"):
        table, _ = look_at_service(office, service_tables() / f"{name}.csv", {})
        if table is not None:
            take_service_in(office, table, said)
    for path in policy_books():
        book, _ = look_at_book(office, path)
        if book is not None:
            keep_book(office, book, said)
    return kept


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
