"""Workbooks that go out to the cities, one for each region."""

from __future__ import annotations

from pathlib import Path

from kaimen.errors import Finding
from kaimen.formats.collected import collected_workbook
from kaimen.formats.project_body import project_of
from kaimen.library import Library, Project
from kaimen.workspace.files import file_name, make_folder, write_bytes
from kaimen.workspace.record.office import Office
from kaimen.workspace.record.region_trees import tree_in


def collect(office: Office, folder: Path) -> tuple[list[Path], list[Finding]]:
    """Write one workbook for each region with its own projects; each row carries the version it was made from."""
    findings = make_folder(folder)
    tree = tree_in(office.store)
    by_region: dict[str, list[tuple[Project, int]]] = {}
    for version in office.store.versions("project"):
        if version.body:
            project = project_of(version.body)
            by_region.setdefault(project.region, []).append((project, version.number))
    written: list[Path] = []
    taken: set[str] = set()
    for region, rows in sorted(by_region.items()) if not findings else []:
        path = folder / f"{_own_name(region, taken)}.xlsx"
        allowed = [name for name in sorted(tree.regions) if tree.covers(region, name)]
        content, found = collected_workbook(
            Library(region, tuple(project for project, _ in rows)),
            [number for _, number in rows],
            list(office.stages.table),
            allowed,
        )
        findings += found + write_bytes(path, content)
        written.append(path)
    return written, findings


def _own_name(region: str, taken: set[str]) -> str:
    """Return a file name of its own for a region."""
    plain = file_name(region)
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} {number}"
    taken.add(name.casefold())
    return name
