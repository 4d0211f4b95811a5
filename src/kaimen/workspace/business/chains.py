"""Tables of industrial chains: taken into the record as one change, and put together for those who ask about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from kaimen.chains import (
    ChainGraph,
    ChainTables,
    Known,
    Stand,
    Survey,
    chain_graph,
    checked_tables,
    filled,
    in_region,
    survey,
)
from kaimen.chains.graph import near
from kaimen.errors import Finding, Place
from kaimen.firms import Firm
from kaimen.formats.chain_table import KINDS, chain_body, chain_row, parse_chain_tables, row_key
from kaimen.formats.firm_table import firm_of
from kaimen.formats.project_body import project_of
from kaimen.library import Project
from kaimen.regions import RegionTree
from kaimen.report.chains import ChainTitles, chain_titles
from kaimen.report.language import Speaker
from kaimen.store import Draft, Store
from kaimen.workspace.files import read_bytes
from kaimen.workspace.library.current import current_in
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.record.office import Office
from kaimen.workspace.record.region_trees import tree_in


@dataclass(frozen=True, slots=True)
class ChainIntake:
    """What taking tables of chains in would do: for each table how many rows would be new, changed and so on."""

    list_name: str
    counts: Mapping[str, Mapping[str, int]]
    findings: tuple[Finding, ...]
    drafts: tuple[Draft, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class ChainGround:
    """The tables of chains that are kept, with the firms, projects and regions that they name."""

    tables: ChainTables
    graph: ChainGraph
    firms: Mapping[str, Firm]
    projects: Mapping[str, Project]
    tree: RegionTree

    @cached_property
    def stands(self) -> tuple[Stand, ...]:
        """Everybody who stands on a link, with name and region."""
        return filled(self.tables.stands, self.firms, self.projects)

    def titles(self, speaker: Speaker) -> ChainTitles:
        """Return what everything in the tables is called in the speaker's language."""
        tables = self.tables
        names = {region.id: region.name for region in self.tree.regions.values() if region.name}
        names |= {firm.id: firm.name for firm in self.firms.values() if firm.name}
        names |= dict(speaker.names)
        rows = (tables.chains, tables.links, self.stands, tables.technologies, tables.applications, tables.clusters)
        return chain_titles(speaker, *rows, names=names)

    def within(self, tree: RegionTree) -> ChainGround:
        """Return the same with another region tree, such as a scenario's where none is kept."""
        return replace(self, tree=tree)

    def survey(self, region: str = "") -> Survey:
        """Return the state of every link as seen from a region or group; empty: from everywhere."""
        return survey(self.graph, in_region(self.stands, self.tree, region))

    def check_names(self, chain: str = "", region: str = "") -> list[Finding]:
        """Return a finding for a chain that no link is of, and for a region nobody lies in and no tree has."""
        findings = []
        chains = {link.chain for link in self.graph.links}
        if chain and chain not in chains:
            what = f'There is no chain "{chain}".'
            fix = f"Take its links in with kaimen chains import, or correct the name.{near(chain, chains)}"
            findings.append(Finding("E916", what, Place(key=chain), ", ".join(sorted(chains)[:20]), f'"{chain}"', fix))
        regions = {*self.tree.regions, *self.tree.groups} | {stand.region for stand in self.stands}
        if region and region not in regions:
            fix = f"Correct it, or take it into the tree: kaimen regions import.{near(region, regions)}"
            what = f'There is no region "{region}".'
            findings.append(Finding("E307", what, Place(key=region), "a region or group", f'"{region}"', fix))
        return findings


def chains_in(store: Store) -> ChainTables:
    """Return the tables of chains that are kept, each by id."""
    return ChainTables(**{part: tuple(rows.values()) for part, rows in _kept(store).items()})


def chain_ground(office: Office, *, with_library: bool = False) -> ChainGround:
    """Return the tables that are kept, with what they name; with the library, all projects, else those on links."""
    tables = chains_in(office.store)
    graph, _ = chain_graph(tables.links)
    firms = office.store.made("firm", firm_of)
    named = {stand.id for stand in tables.stands if stand.kind == "project"} | {lead.project for lead in tables.leads}
    projects = _projects(office.store, None if with_library else named)
    return ChainGround(tables, graph, firms, projects, tree_in(office.store))


def _projects(store: Store, names: set[str] | None) -> dict[str, Project]:
    if names is None:
        return {project.id: project for project in current_in(store).library.projects}
    return {v.id: project_of(v.body) for v in store.versions("project", sorted(names - {""})) if v.body}


def look_at_chains(
    office: Office, paths: Sequence[Path], *, replacing: bool = False
) -> tuple[ChainIntake | None, list[Finding]]:
    """Read files with tables of chains and say what taking them in would do; see `look_at_chain_files`."""
    files: list[tuple[str, bytes]] = []
    findings: list[Finding] = []
    for path in paths:
        content, found = read_bytes(path)
        findings += found
        files += [] if found else [(path.name, content)]
    intake, found = look_at_chain_files(office, files, replacing=replacing)
    if intake is None:
        return None, findings + found
    return replace(intake, findings=(*findings, *intake.findings)), found


def look_at_chain_files(
    office: Office, files: Sequence[tuple[str, bytes]], *, replacing: bool = False
) -> tuple[ChainIntake | None, list[Finding]]:
    """Read tables of chains and say what taking them in would do, together with what is kept already.

    Args:
        office: the workspace.
        files: names and contents; a file may have one table or several.
        replacing: whether rows that the same tables had before and no longer have are withdrawn.
    """
    read: dict[str, dict[str, Any]] = {kind.name: {} for kind in KINDS}
    findings: list[Finding] = []
    given: dict[str, list[Any]] = {kind.name: [] for kind in KINDS}
    for name, content in files:
        tables, found = parse_chain_tables(content, name)
        findings += found
        for kind in KINDS:
            given[kind.name] += getattr(tables, kind.name)
    if not any(given.values()):
        return None, findings
    kept = _kept(office.store)
    keys = {name: _keys(rows) for name, rows in given.items()}
    both = {
        name: (*rows, *(row for key, row in kept[name].items() if key not in keys[name] and not (rows and replacing)))
        for name, rows in given.items()
    }
    checked, _, found = checked_tables(ChainTables(**both), _known(office))
    findings += found
    for kind in KINDS:
        read[kind.name] = {row_key(row): row for row in getattr(checked, kind.name)}
    counts, drafts = _drafts(office.store, kept, read, keys, replacing=replacing)
    names = ", ".join(name for name, _ in files)
    return ChainIntake(names, counts, tuple(findings), tuple(drafts)), []


def _keys(rows: Sequence[Any]) -> set[str]:
    return {row_key(row) for row in rows}


def _known(office: Office) -> Known:
    firms = frozenset(firm.id for firm in firms_in(office))
    return Known(firms, office.library().ids, tree_in(office.store))


def _kept(store: Store) -> dict[str, dict[str, Any]]:
    return {kind.name: dict(store.made(_kind(kind.name), partial(chain_row, kind))) for kind in KINDS}


def _kind(table: str) -> str:
    """Return the kind of a row in the record; `link` alone is what joins renamed projects."""
    return f"chain {table}"


def _drafts(
    store: Store,
    kept: Mapping[str, Mapping[str, Any]],
    read: Mapping[str, Mapping[str, Any]],
    given: Mapping[str, set[str]],
    replacing: bool,
) -> tuple[dict[str, dict[str, int]], list[Draft]]:
    counts: dict[str, dict[str, int]] = {}
    drafts: list[Draft] = []
    for table, rows in read.items():
        if not given[table]:
            continue
        before = kept[table]
        numbers = store.numbers(_kind(table), [*rows])
        own = {key: row for key, row in rows.items() if key in given[table]}
        new = [key for key in own if key not in before]
        changed = [key for key, row in own.items() if key in before and before[key] != row]
        gone = [key for key in before if key not in rows] if replacing else []
        drafts += [Draft(_kind(table), k, chain_body(rows[k]), numbers.get(k, 0)) for k in (*new, *changed)]
        numbers = store.numbers(_kind(table), gone) if gone else {}
        drafts += [Draft(_kind(table), key, None, numbers[key]) for key in gone]
        same = len(own) - len(new) - len(changed)
        counts[table] = {"new": len(new), "changed": len(changed), "unchanged": same, "gone": len(gone)}
    return counts, drafts
