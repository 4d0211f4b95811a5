"""The region tree and the region groups of an office: taken in from a table, shown, written out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kaimen.errors import Finding
from kaimen.formats.region_table import group_body, group_of, parse_regions, region_body, region_csv, region_of
from kaimen.formats.table_file import tables_xlsx
from kaimen.library import Project
from kaimen.regions import Region, RegionGroup, RegionTree, region_tree
from kaimen.report import Column, Table
from kaimen.store import Draft, Store
from kaimen.workspace.files import read_bytes, write_bytes
from kaimen.workspace.record.office import Office, RowIntake

EXPORTS = (".csv", ".xlsx")


def tree_in(store: Store) -> RegionTree:
    """Return the regions and groups that are kept; a workspace may have none."""
    return region_tree(*_kept(store))[0]


def look_at_regions(office: Office, path: Path) -> tuple[RowIntake | None, list[Finding]]:
    """Read a table of regions and say what taking it in would do, together with those that are kept already.

    What is doubled is left out, a region that lies in none or in itself comes to the top, a group loses members that
    are no regions: each with a finding.
    """
    content, findings = read_bytes(path)
    regions, groups, found = parse_regions(content, path.name) if not findings else ([], [], [])
    findings += found
    if not regions and not groups:
        return None, findings
    names = {region.id for region in regions} | {group.id for group in groups}
    kept_regions, kept_groups = _kept(office.store)
    tree, found = region_tree(
        [*regions, *(region for region in kept_regions if region.id not in names)],
        [*groups, *(group for group in kept_groups if group.id not in names)],
    )
    bodies: dict[tuple[str, str], Mapping[str, Any]] = {("region", r.id): region_body(r) for r in tree.regions.values()}
    bodies |= {("region group", g.id): group_body(g) for g in tree.groups.values()}
    before: dict[tuple[str, str], Mapping[str, Any]] = {("region", r.id): region_body(r) for r in kept_regions}
    before |= {("region group", g.id): group_body(g) for g in kept_groups}
    fates: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    drafts = []
    for (kind, name), body in sorted(bodies.items()):
        was = before.get((kind, name))
        fate = "new" if was is None else "unchanged" if was == body else "changed"
        fates[fate].extend([name] if name in names else [])
        if fate != "unchanged":
            drafts.append(Draft(kind, name, body, office.store.numbers(kind, [name]).get(name, 0)))
    # a region that became a group, or the other way round, is no longer what it was
    gone = [(kind, name) for kind, name in before if name in names and (kind, name) not in bodies]
    drafts += [Draft(kind, name, None, office.store.numbers(kind, [name])[name]) for kind, name in gone]
    new, changed, unchanged = (tuple(fates[name]) for name in ("new", "changed", "unchanged"))
    return RowIntake(path.name, new, changed, unchanged, (*findings, *found), tuple(drafts)), []


def region_table(tree: RegionTree) -> Table:
    """Return regions, those within after those they lie in, and then groups, as the table that is read."""
    chains = {name: [*tree.chain(name)][::-1] for name in tree.regions}
    rows = [
        (r.id, r.within, r.level, r.name, "", f"{r.tile[0]}, {r.tile[1]}" if r.tile else "")
        for r in sorted(tree.regions.values(), key=lambda region: chains[region.id])
    ]
    rows += [(g.id, "", "", g.name, "; ".join(g.members), "") for g in sorted(tree.groups.values(), key=lambda g: g.id)]
    names = ("id", "within", "level", "name", "members", "tile")
    return Table("regions", tuple(Column(name, name) for name in names), tuple(rows))


def save_regions(path: Path, tree: RegionTree) -> list[Finding]:
    """Write the regions and groups as CSV or XLSX, by the name's ending; what is written reads back the same."""
    table = region_table(tree)
    return write_bytes(path, region_csv(table.rows) if path.suffix.lower() == ".csv" else tables_xlsx([table]))


def unknown_regions(projects: Iterable[Project], tree: RegionTree) -> list[Finding]:
    """Return a finding for each project whose region is not in the tree; none where no tree is kept."""
    if not tree.regions:
        return []
    fix = "Correct the region, or take it into the tree: kaimen regions import."
    return [
        Finding(
            "E307", f'The region of project "{p.id}" is not in the tree.', p.place, "a region", f'"{p.region}"', fix
        )
        for p in projects
        if p.region and p.region not in tree.regions
    ]


def _kept(store: Store) -> tuple[list[Region], list[RegionGroup]]:
    regions = [region_of(version.id, version.body) for version in store.versions("region") if version.body is not None]
    groups = [group_of(version.id, version.body) for version in store.versions("region group") if version.body]
    return regions, groups
