"""Policy files and the firms they are applied to, read from lists or from a workspace."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaimen.errors import Finding, Place
from kaimen.firms import Firm
from kaimen.formats.firm_table import parse_firms
from kaimen.formats.policy_file import parse_policies
from kaimen.formats.table_file import table_csv, tables_json, tables_xlsx
from kaimen.policies import PolicyBook
from kaimen.regions import RegionTree
from kaimen.report import Table
from kaimen.workspace.business.policy_books import book_of
from kaimen.workspace.files import read_bytes, read_text, write_bytes
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.record.office import open_office
from kaimen.workspace.record.region_trees import tree_in

EXPORTS = (".csv", ".xlsx", ".json")
PLANS = (".kaimen",)


@dataclass(frozen=True, slots=True)
class Population:
    """Firms, and the region tree that their regions lie in; empty where none is known."""

    firms: tuple[Firm, ...]
    regions: RegionTree
    name: str


def read_policies(path: Path, url: str = "") -> tuple[PolicyBook | None, list[Finding]]:
    """Read a policy file, or where there is none of that name the book that a workspace keeps under it."""
    kept = book_of(path, url)
    if kept is not None:
        return kept
    text, findings = read_text(path)
    return (None, findings) if findings else parse_policies(text, path.name)


def read_population(path: Path | None, url: str) -> tuple[Population | None, list[Finding]]:
    """Read firms from a list, or those of a workspace with its region tree; a list is read with that tree too."""
    tree, kept = RegionTree(), list[Firm]()
    findings: list[Finding] = []
    if url and ("://" in url or os.path.exists(url)):
        tree, kept, findings = _of_workspace(url)
    if path is not None:
        content, faults = read_bytes(path)
        firms, found = parse_firms(content, path.name) if not faults else ((), [])
        findings = [*findings, *faults, *found]
        return (Population(firms, tree, path.name) if firms else None), findings
    if not kept:
        what, fix = "There are no firms.", "Give a list with --firms, or take one in with kaimen firms import."
        return None, [*findings, Finding("E602", what, Place(url), fix=fix)]
    return Population(tuple(kept), tree, url), findings


def _of_workspace(url: str) -> tuple[RegionTree, list[Firm], list[Finding]]:
    office, findings = open_office(url)
    if office is None:
        return RegionTree(), [], findings
    try:
        return tree_in(office.store), firms_in(office), findings
    finally:
        office.close()


def save_tables(path: Path, tables: Sequence[Table], says: object = "") -> list[Finding]:
    """Write tables by the ending of the name: all of them as XLSX or JSON, the first alone as CSV."""
    kind = path.suffix.lower()
    if kind == ".csv":
        return write_bytes(path, table_csv(tables[0]))
    return write_bytes(path, tables_json(says, tables) if kind == ".json" else tables_xlsx(tables))
