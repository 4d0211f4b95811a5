"""What taking a list into the library would do, worked out before anything is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kaimen.errors import Finding
from kaimen.formats.collected import VERSION_FIELD
from kaimen.formats.library_table import parse_library
from kaimen.formats.oc4ids import parse_package
from kaimen.formats.project_body import project_body, project_of
from kaimen.formats.rejected import rejected_workbook
from kaimen.library import Library, Project
from kaimen.likeness import Alike, alike
from kaimen.stages import Stages
from kaimen.store import Draft, Store, Version, texts_of
from kaimen.workspace.files import read_bytes
from kaimen.workspace.library.joining import joined_with
from kaimen.workspace.library.mappings import Chosen, choose_mapping, mapping_draft
from kaimen.workspace.record.office import Kept, Office, Said
from kaimen.workspace.record.region_trees import tree_in, unknown_regions


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import would do; ids by what would become of them.

    `gone` were in the last version of the list and are no longer; `pairs` are proposals. `rejected` is a workbook of
    the rows that were not read, or None where all were. `chosen` is its mapping. Rows that say what
    the library says anyway are `unchanged`.
    """

    list_name: str
    content: bytes = field(repr=False)
    library: Library = field(repr=False)
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pairs: tuple[Alike, ...] = ()
    findings: tuple[Finding, ...] = ()
    rejected: bytes | None = field(repr=False, default=None)
    chosen: Chosen = field(repr=False, default=Chosen())
    drafts: tuple[Draft, ...] = field(repr=False, default=())


def look_at_projects(
    office: Office, path: Path, mapping: Path | None = None, why: str = ""
) -> tuple[Intake | None, list[Finding]]:
    """Read a list (CSV, XLSX or OC4IDS) and say what an import would do.

    Returns:
        The intake with its findings; or None with those that say why nothing can be read.
    """
    content, findings = read_bytes(path)
    if findings:
        return None, findings
    chosen, findings = choose_mapping(office.store, content, path.name, mapping)
    if chosen is None:
        return None, findings
    is_json = path.suffix.lower() == ".json"
    library, findings = (
        parse_package(content, path.name) if is_json else parse_library(content, path.name, chosen.mapping)
    )
    if library is None or not library.projects:
        return None, findings
    rejected = None if is_json else rejected_workbook(content, path.name, chosen.mapping, findings)
    intake = Intake(path.name, content, library, findings=tuple(findings), rejected=rejected, chosen=chosen)
    return _compared(intake, office.store, office.stages, why), []


def take_projects_in(office: Office, intake: Intake, said: Said) -> Kept:
    """Keep an import as one change; what somebody changed meanwhile refuses all of it (`E803`)."""
    if intake.drafts:
        office.store.keep(intake.content)
    return office.take_in(intake, said)


def _compared(intake: Intake, store: Store, stages: Stages, why: str) -> Intake:
    """Hold every row against the library: new, changed, the same, or made from a version that is no longer the last."""
    ids = sorted(intake.library.ids)
    kept = {version.id: version for version in store.versions("project", ids)}
    numbers = store.numbers("project", ids)
    fates: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    findings, drafts = [*intake.findings, *unknown_regions(intake.library.projects, tree_in(store))], []
    for row in intake.library.projects:
        project, mark = _unmarked(row)
        version = kept.get(project.id)
        found = _stale(project, mark, version) + _wrong_move(project, version, stages, why)
        if version is None and numbers.get(project.id):
            found += _joined(store, project)
        body = project_body(project)
        fate = "new" if version is None else "unchanged" if _says_same(version.body, body) else "changed"
        findings += found if fate != "unchanged" else []
        if fate == "unchanged" or not found:
            fates[fate].append(project.id)
        if fate != "unchanged" and not found:
            drafts.append(Draft("project", project.id, body, numbers.get(project.id, 0)))
    listed = store.version("list", intake.list_name)
    before = {str(name) for name in texts_of(listed.body["projects"])} if listed and listed.body else set()
    if drafts or before != intake.library.ids:
        body = {"projects": ids, "sha256": hashlib.sha256(intake.content).hexdigest()}
        if intake.chosen.mapping is not None:
            body["mapping"] = intake.chosen.name
            kept_mapping = mapping_draft(store, intake.chosen.name, intake.chosen.text)
            drafts += [kept_mapping] if kept_mapping else []
        number = store.numbers("list", [intake.list_name]).get(intake.list_name, 0)
        drafts.append(Draft("list", intake.list_name, body, number))
    return replace(
        intake,
        new=tuple(fates["new"]),
        changed=tuple(fates["changed"]),
        unchanged=tuple(fates["unchanged"]),
        gone=tuple(sorted(before - intake.library.ids)),
        pairs=tuple(_proposals(intake.library.projects, set(fates["new"]), store)),
        findings=tuple(findings),
        drafts=tuple(drafts),
    )


def _unmarked(project: Project) -> tuple[Project, str | None]:
    """Return a project without the mark of a collected workbook, and the mark."""
    mark = project.fields.get(VERSION_FIELD)
    if mark is None:
        return project, None
    fields = {name: text for name, text in project.fields.items() if name != VERSION_FIELD}
    return replace(project, fields=fields), mark


def _stale(project: Project, mark: str | None, version: Version | None) -> list[Finding]:
    """Return a finding where a row of a collected workbook was made from another version, or was tampered with."""
    if not mark or (version is not None and mark == str(version.number)):
        return []
    if version is None or not mark.isdecimal():
        what = (
            f'The row of project "{project.id}" went out under another id, or its version was changed; it is left out.'
        )
        fix = "Put the id and the version back as they went out; a new project has no version."
        expected, found = "an id of the workbook" if version is None else f"version {version.number}", f'"{mark}"'
        return [Finding("E814", what, project.place, expected, found, fix)]
    what = f'Project "{project.id}" was changed by somebody else after this workbook went out; the row is not taken in.'
    fix = "Look at both, and correct the newer one."
    return [Finding("E803", what, project.place, f"version {version.number}", f"version {mark}", fix)]


def _joined(store: Store, project: Project) -> list[Finding]:
    """Return a finding where a row names a project that goes on under another id."""
    found = joined_with(store, project.id)
    if found is None:
        return []
    kept, entry = found
    what = f"{project.id} was joined with {kept} by entry {entry}; the row is not taken in."
    fix = f"Take the row out, or give it the id {kept}; or undo entry {entry}."
    return [Finding("E815", what, project.place, kept, project.id, fix)]


def _wrong_move(project: Project, version: Version | None, stages: Stages, why: str) -> list[Finding]:
    before = str((version.body or {}).get("stage", "")) if version else ""
    return stages.check_move(project.id, before, project.stage, why, project.place)


def _says_same(kept: Mapping[str, Any] | None, body: Mapping[str, Any]) -> bool:
    """Return whether two bodies say the same, wherever they were read."""
    return _said(kept or {}) == _said(body)


def _said(body: Mapping[str, Any]) -> Project:
    return replace(project_of(body), place=project_of({"options": []}).place) if body else project_of({"options": []})


def _proposals(projects: Sequence[Project], new: set[str], store: Store) -> list[Alike]:
    newcomers = [project for project in projects if project.id in new]
    listed = {project.id for project in projects}
    others = [project_of(v.body) for v in store.versions("project") if v.body and v.id not in listed]
    return [*alike(newcomers), *alike(newcomers, others)]
