"""Firms taken into the record, as one change that can be undone."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.firms import Firm
from kaimen.formats.firm_table import firm_body, firm_of, parse_firms
from kaimen.store import Draft
from kaimen.workspace.files import read_bytes
from kaimen.workspace.record.office import Office, RowIntake


def firms_in(office: Office) -> list[Firm]:
    """Return all firms by id."""
    return list(office.store.made("firm", firm_of).values())


def look_at_firms(office: Office, path: Path) -> tuple[RowIntake | None, list[Finding]]:
    """Read a list of firms and say what taking it in would do."""
    content, findings = read_bytes(path)
    firms, found = parse_firms(content, path.name) if not findings else ((), [])
    findings += found
    if not firms:
        return None, findings
    names = [firm.id for firm in firms]
    kept = {version.id: version.body for version in office.store.versions("firm", names)}
    numbers = office.store.numbers("firm", names)
    fates: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    drafts = []
    for firm in firms:
        body = firm_body(firm)
        fate = "new" if firm.id not in kept else "unchanged" if firm_of(kept[firm.id] or {}) == firm else "changed"
        fates[fate].append(firm.id)
        if fate != "unchanged":
            drafts.append(Draft("firm", firm.id, body, numbers.get(firm.id, 0)))
    new, changed, unchanged = (tuple(fates[name]) for name in ("new", "changed", "unchanged"))
    return RowIntake(path.name, new, changed, unchanged, tuple(findings), tuple(drafts)), []
